package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	ready "sellercenter/db/bench"
)

// benchHistory holds what the measuring of orders and what happened to them is told.
type benchHistory struct {
	Rows    []int         `default:"10000,1000000" help:"Orders of each seller measured, smallest first; each has five entries in its timeline. A million takes some minutes to make and 4 GB of disk."`
	Clients []int         `default:"1,8" help:"How many ask at the same time."`
	For     time.Duration `default:"2s" help:"How long each figure is measured, over all rounds."`
	Rounds  int           `default:"2" help:"How often pages and bare statements take turns."`
	Only    []string      `help:"Pages that are measured, by their names in the table; all when none is named."`
	Keep    bool          `help:"Keep the database (bench_history) and measure in it again the next time; the sizes in it stay."`
	Profile string        `type:"path" placeholder:"FILE" help:"Write a CPU profile of the page runs."`
}

// historyWalks are a seller's pages, by what they show. The orders' own pages are added to
// them for orders of every state.
var historyWalks = []struct {
	name  string
	walks []walk
}{
	{"orders", []walk{{"/orders", 3}, {"/orders?status=processing", 2}, {"/orders?supervision=running", 1}}},
	{"deliveries", []walk{{"/supervisions", 3}, {"/supervisions?tab=mine", 2}, {"/supervisions?tab=late", 1}, {"/supervisions?tab=all", 2}}},
	{"board", []walk{{"/supervisions/board", 1}}},
	{"stuck", []walk{{"/stalls", 3}, {"/stalls?owner=seller", 1}, {"/stalls?late=1", 1}, {"/stalls?cause=unopened", 1}}},
	{"appeals", []walk{{"/appeals", 2}}},
	{"refunds", []walk{{"/refunds", 2}, {"/refunds?status=requested", 1}}},
}

// deskWalks are the operator's pages over all sellers.
var deskWalks = []struct {
	name  string
	walks []walk
}{
	{"orders, all", []walk{{"/operator/orders", 3}, {"/operator/orders?status=processing", 2}}},
	{"deliveries, all", []walk{{"/operator/supervisions", 3}, {"/operator/supervisions?tab=late", 1}, {"/operator/supervisions?tab=frozen", 1}}},
	{"stuck, all", []walk{{"/operator/stalls", 3}, {"/operator/stalls?owner=operator", 1}}},
	{"appeals, all", []walk{{"/operator/appeals", 2}}},
	{"refunds, all", []walk{{"/operator/refunds", 2}}},
}

// Run prints a table: every kind of page beside its bare statements, by size and clients.
func (b *benchHistory) Run(ctx context.Context, c *cli, log *slog.Logger) error {
	return c.bench(ctx, log, "bench_history", b.Keep, func(at *benched) error {
		return profiled(b.Profile, func() error { return b.measure(ctx, at) })
	})
}

// historyRun is a line of the table and which pages it is about.
type historyRun struct {
	name string
	*run
}

func (b *benchHistory) measure(ctx context.Context, at *benched) error {
	var lines []historyRun
	add := func(name string, rows int, pages *pages) {
		for _, clients := range b.Clients {
			lines = append(lines, historyRun{name, &run{rows: rows, clients: clients, pages: pages}})
		}
	}
	for _, rows := range b.Rows {
		if err := b.seller(ctx, at, rows, add); err != nil {
			return err
		}
	}
	if err := b.operator(ctx, at, add); err != nil {
		return err
	}
	var runs []*run
	for _, line := range lines {
		runs = append(runs, line.run)
	}
	if err := rounds(ctx, at.dsn, runs, b.Rounds, b.For, "simple"); err != nil {
		return err
	}
	fmt.Printf("Whole pages over loopback; SQL: the same statements by %s at the same number of clients; x: pages a statement set.\n"+
		"%d CPUs shared by clients, server and PostgreSQL; %s a figure.\n\n", bareName(), runtime.NumCPU(), b.For)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "page\torders\tclients\tpages/s\tp50 ms\tp95 ms\tp99 ms\tSQL simple/s\tx\tstatements\tKB\t")
	for _, line := range lines {
		line.print(table, b.Rounds)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	b.flatness(lines)
	return nil
}

// wanted reports whether pages of that name are measured.
func (b *benchHistory) wanted(name string) bool {
	return len(b.Only) == 0 || slices.Contains(b.Only, name)
}

// seller makes the seller of that size if it is not there, and walks to its pages.
func (b *benchHistory) seller(ctx context.Context, at *benched, rows int, add func(string, int, *pages)) error {
	email := fmt.Sprintf("rows-%d@bench.example", rows)
	if err := at.made(ctx, email, fmt.Sprintf("a seller with %d orders", rows), func() error {
		entries, err := ready.Histories(ctx, at.store, rows)
		fmt.Fprintf(os.Stderr, "%d entries in its timelines\n", entries)
		return err
	}); err != nil {
		return err
	}
	client, err := at.browser(email)
	if err != nil {
		return err
	}
	ids, err := ready.OrdersOf(ctx, at.store, rows, 20)
	if err != nil {
		return err
	}
	var orders, timelines []walk
	for _, id := range ids {
		orders, timelines = append(orders, walk{"/orders/" + id, 1}), append(timelines, walk{"/orders/" + id + "/timeline", 1})
	}
	kinds := append(slices.Clone(historyWalks), struct {
		name  string
		walks []walk
	}{"one order", orders}, struct {
		name  string
		walks []walk
	}{"one timeline", timelines})
	for _, kind := range kinds {
		if !b.wanted(kind.name) {
			continue
		}
		pages, err := at.walked(client, kind.walks)
		if err != nil {
			return err
		}
		add(kind.name, rows, pages)
	}
	return nil
}

// operator walks to the pages over all sellers.
func (b *benchHistory) operator(ctx context.Context, at *benched, add func(string, int, *pages)) error {
	if err := at.made(ctx, ready.Operator, "the operator", func() error { return ready.Staff(ctx, at.store) }); err != nil {
		return err
	}
	client, err := at.browser(ready.Operator)
	if err != nil {
		return err
	}
	all := 0
	for _, rows := range b.Rows {
		all += rows
	}
	for _, kind := range deskWalks {
		if !b.wanted(kind.name) {
			continue
		}
		pages, err := at.walked(client, kind.walks)
		if err != nil {
			return err
		}
		add(kind.name, all, pages)
	}
	return nil
}

func (line historyRun) print(table io.Writer, rounds int) {
	page, simple := line.page(), line.simple/float64(rounds)
	fmt.Fprintf(table, "%s\t%d\t%d\t%.0f\t%s\t%s\t%s\t%.0f\t%.2f\t%.1f\t%d\t\n", line.name, line.rows, line.clients, page.perSecond,
		ms(page.p50), ms(page.p95), ms(page.p99), simple, page.perSecond/simple, line.pages.average(), page.bytes/1024)
}

// flatness compares every line with the same line at the least size.
func (b *benchHistory) flatness(lines []historyRun) {
	fmt.Println()
	for _, line := range lines {
		least := slices.IndexFunc(lines, func(l historyRun) bool { return l.name == line.name && l.clients == line.clients })
		if lines[least].rows < line.rows {
			fmt.Printf("%s, %d clients: at %d orders %.2f times the median of %d\n", line.name, line.clients, line.rows,
				float64(line.page().p50)/float64(lines[least].page().p50), lines[least].rows)
		}
	}
}
