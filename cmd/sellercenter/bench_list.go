package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"sellercenter/db"
	ready "sellercenter/db/bench"
	"sellercenter/handlers"
)

// benchList holds what the measuring of the order list is told.
type benchList struct {
	Rows    []int         `default:"10000,1000000" help:"Orders of each seller measured, smallest first: 10000,100000,1000000,5000000. A million takes about two minutes to make and 1.5 GB of disk."`
	Clients []int         `default:"1,8" help:"How many ask at the same time."`
	For     time.Duration `default:"6s" help:"How long each figure is measured, over all rounds."`
	Rounds  int           `default:"3" help:"How often pages and bare statements take turns."`
	Keep    bool          `help:"Keep the database (bench_list) and measure in it again the next time; the sizes in it stay."`
	Profile string        `type:"path" placeholder:"FILE" help:"Write a CPU profile of the page runs."`
}

// Run prints a table: whole pages beside the bare statements, at every size and concurrency.
func (b *benchList) Run(ctx context.Context, c *cli, log *slog.Logger) error {
	return c.bench(ctx, log, "bench_list", b.Keep, func(at *benched) error {
		return profiled(b.Profile, func() error { return b.print(ctx, at) })
	})
}

func (b *benchList) print(ctx context.Context, at *benched) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Printf("GET /orders: whole page with sign-in, filters, bounded count and 50 rows of HTML, over loopback.\n"+
		"SQL: the same statements by %s at the same number of clients; x: pages a statement set.\n"+
		"%d CPUs shared by clients, server and PostgreSQL; %s a figure.\n\n", bareName(), runtime.NumCPU(), b.For)
	fmt.Fprintln(table, "orders\tclients\tpages/s\tp50 ms\tp95 ms\tp99 ms\tSQL simple/s\tx\tSQL prepared/s\tx\tstatements\tKB\t")
	runs, err := b.measure(ctx, at)
	if err != nil {
		return err
	}
	for _, r := range runs {
		r.print(table, b.Rounds)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Println()
	for i, r := range runs[len(b.Clients):] {
		least := runs[i%len(b.Clients)]
		fmt.Printf("%d orders against %d, %d clients: %.2f times the median, %.2f times the throughput\n", r.rows, least.rows, r.clients,
			float64(r.page().p50)/float64(least.page().p50), r.page().perSecond/least.page().perSecond)
	}
	return nil
}

// run is one line of the table.
type run struct {
	rows, clients    int
	pages            *pages
	took             []time.Duration
	during           time.Duration
	bytes            int64
	simple, prepared float64 // sums over the rounds
}

// measure goes round by round through all lines, pages and bare statements by turns, so
// that whatever else the machine does weighs on all of them alike.
func (b *benchList) measure(ctx context.Context, at *benched) ([]*run, error) {
	var runs []*run
	for _, rows := range b.Rows {
		pages, err := at.orders(ctx, rows)
		if err != nil {
			return nil, err
		}
		for _, clients := range b.Clients {
			runs = append(runs, &run{rows: rows, clients: clients, pages: pages})
		}
	}
	return runs, rounds(ctx, at.dsn, runs, b.Rounds, b.For, "simple", "prepared")
}

// rounds asks for pages and for their bare statements by turns, in the modes of pgbench.
func rounds(ctx context.Context, dsn string, runs []*run, times int, during time.Duration, modes ...string) error {
	slice := during / time.Duration(times)
	for range times {
		for _, r := range runs {
			if err := r.pages.ask(ctx, r, slice); err != nil {
				return err
			}
			for _, mode := range modes {
				rate, err := bare(ctx, dsn, mode, r.pages.statements, r.clients, slice)
				if err != nil {
					return err
				}
				if mode == "simple" {
					r.simple += rate
				} else {
					r.prepared += rate
				}
			}
		}
	}
	return nil
}

// print writes the line.
func (r *run) print(table io.Writer, rounds int) {
	page, simple, prepared := r.page(), r.simple/float64(rounds), r.prepared/float64(rounds)
	fmt.Fprintf(table, "%d\t%d\t%.0f\t%s\t%s\t%s\t%.0f\t%.2f\t%.0f\t%.2f\t%.1f\t%d\t\n", r.rows, r.clients, page.perSecond,
		ms(page.p50), ms(page.p95), ms(page.p99), simple, page.perSecond/simple, prepared, page.perSecond/prepared,
		r.pages.average(), page.bytes/1024)
}

// page is what all rounds of the line come to.
func (r *run) page() measured {
	slices.Sort(r.took)
	at := func(percent int) time.Duration { return r.took[(len(r.took)-1)*percent/100] }
	return measured{float64(len(r.took)) / r.during.Seconds(), at(50), at(95), at(99), r.bytes / int64(len(r.took))}
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d.Microseconds())/1000) }

// hearing records the statements of one request.
type hearing struct {
	mu    sync.Mutex
	on    bool
	heard []statement
}

type statement struct {
	query string
	args  []any
}

func (h *hearing) hear(query string, args []any) {
	if !h.on {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.heard = append(h.heard, statement{query, slices.Clone(args)})
}

// during are the statements that were asked while do ran.
func (h *hearing) during(do func() error) ([]statement, error) {
	h.heard, h.on = nil, true
	err := do()
	h.on = false
	return h.heard, err
}

// serveBench answers on a free port as the product does.
func serveBench(store *db.DB) (net.Listener, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil)) // the lines are written, to nowhere
	server := &http.Server{Handler: handlers.New(store, handlers.Options{Log: log}), ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }() // ends with the listener
	return listener, nil
}

// pages are what one signed-in seller asks for, and the statements behind each of them.
type pages struct {
	address    string
	cookie     string
	paths      []string
	statements [][]statement
}

var nextPage = regexp.MustCompile(`id="page-next" rel="next" href="([^"]+)"`)

// walk is a list and how many of its pages are walked through.
type walk struct {
	path  string
	pages int
}

// orderWalks are the pages that are measured: the first ones, deeper ones, and by status.
var orderWalks = []walk{{"/orders", 4}, {"/orders?status=processing", 2}, {"/orders?status=completed", 2}}

// orders are the pages of a seller with that many orders, who is made if not there.
func (b *benched) orders(ctx context.Context, rows int) (*pages, error) {
	email := fmt.Sprintf("rows-%d@bench.example", rows)
	err := b.made(ctx, email, fmt.Sprintf("a seller with %d orders", rows), func() error {
		_, err := ready.Orders(ctx, b.store, rows)
		return err
	})
	if err != nil {
		return nil, err
	}
	return b.enter(email, orderWalks)
}

// enter signs in as anybody does, and walks to the pages that are measured.
func (b *benched) enter(email string, walks []walk) (*pages, error) {
	client, err := b.browser(email)
	if err != nil {
		return nil, err
	}
	return b.walked(client, walks)
}

// walked are the pages that somebody walks to.
func (b *benched) walked(client *http.Client, walks []walk) (p *pages, err error) {
	p = &pages{address: b.front.Addr().String()}
	base := b.base()
	if p.cookie, err = cookieOf(client.Jar, base); err != nil {
		return nil, err
	}
	for _, walk := range walks {
		path := walk.path
		for range walk.pages {
			text, err := read(client, base+path)
			if err != nil {
				return nil, err
			}
			statements, err := b.heard.during(func() error { _, err := read(client, base+path); return err })
			if err != nil {
				return nil, err
			}
			p.paths, p.statements = append(p.paths, path), append(p.statements, statements)
			next := nextPage.FindStringSubmatch(text)
			if next == nil {
				break
			}
			path = html.UnescapeString(next[1])
		}
	}
	return p, nil
}

func cookieOf(jar http.CookieJar, base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	var all []string
	for _, cookie := range jar.Cookies(u) {
		all = append(all, cookie.Name+"="+cookie.Value)
	}
	if len(all) == 0 {
		return "", errors.New("signing in gave no session")
	}
	return strings.Join(all, "; "), nil
}

func read(client *http.Client, address string) (string, error) {
	answer, err := client.Get(address)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || !strings.HasPrefix(address, base(answer.Request.URL))) {
		err = fmt.Errorf("%s answered %s at %s", address, answer.Status, answer.Request.URL)
	}
	return string(text), err
}

// base is where a page was found, without what narrows it.
func base(u *url.URL) string { return u.Scheme + "://" + u.Host + u.Path }

// average is how many statements a page asks.
func (p *pages) average() float64 {
	n := 0
	for _, some := range p.statements {
		n += len(some)
	}
	return float64(n) / float64(len(p.statements))
}

// measured is how a run went.
type measured struct {
	perSecond     float64
	p50, p95, p99 time.Duration
	bytes         int64
}

// ask has the line's clients ask for the pages, one after the other, for a while.
func (p *pages) ask(ctx context.Context, r *run, during time.Duration) error {
	var (
		wait  sync.WaitGroup
		mu    sync.Mutex
		fault error
	)
	warm := time.Now().Add(during / 5)
	until := warm.Add(during)
	for n := range r.clients {
		wait.Go(func() {
			took, size, err := p.client(ctx, n, warm, until)
			mu.Lock()
			defer mu.Unlock()
			r.took, r.bytes, fault = append(r.took, took...), r.bytes+size, errors.Join(fault, err)
		})
	}
	wait.Wait()
	r.during += during
	if len(r.took) == 0 {
		fault = errors.Join(fault, errors.New("no page was answered in time"))
	}
	return errors.Join(fault, ctx.Err())
}

// client is one browser on one connection; it does as little as it can, because it shares
// the processors with what is measured.
func (p *pages) client(ctx context.Context, n int, warm, until time.Time) (took []time.Duration, size int64, err error) {
	conn, err := net.Dial("tcp", p.address)
	if err != nil {
		return nil, 0, err
	}
	defer conn.Close()
	from := bufio.NewReaderSize(conn, 64<<10)
	for i := n; ; i++ {
		path := p.paths[i%len(p.paths)]
		begun := time.Now()
		if begun.After(until) || ctx.Err() != nil {
			return took, size, nil
		}
		if _, err := io.WriteString(conn, "GET "+path+" HTTP/1.1\r\nHost: bench\r\nCookie: "+p.cookie+"\r\n\r\n"); err != nil {
			return nil, 0, err
		}
		answer, err := http.ReadResponse(from, nil)
		if err != nil {
			return nil, 0, err
		}
		length, err := io.Copy(io.Discard, answer.Body)
		if err != nil {
			return nil, 0, err
		}
		if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusSeeOther { // one exact number opens its page
			return nil, 0, fmt.Errorf("%s answered %s", path, answer.Status)
		}
		if begun.After(warm) {
			took, size = append(took, time.Since(begun)), size+length
		}
	}
}
