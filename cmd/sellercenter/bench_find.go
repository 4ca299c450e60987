package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"text/tabwriter"
	"time"

	"sellercenter/db"
)

// benchFind holds what the measuring of the search is told.
type benchFind struct {
	Rows    int           `default:"1000000" help:"Orders of the seller that searches."`
	Clients int           `default:"1" help:"How many search at the same time."`
	For     time.Duration `default:"5s" help:"How long each kind of search is measured."`
	Keep    bool          `help:"Use the database that bench list kept (bench_list), and keep it."`
}

// texts are what people type, by what it is; each statement gives examples of one seller.
var texts = []struct{ what, examples string }{
	{"order number", `SELECT number FROM orders WHERE seller_id = $1 AND random() < 0.05 LIMIT 100`},
	{"order line", `SELECT number || '-000001' FROM orders WHERE seller_id = $1 AND random() < 0.05 LIMIT 100`},
	{"beginning of a number", `SELECT left(number, 10) FROM orders WHERE seller_id = $1 AND random() < 0.05 LIMIT 100`},
	{"message", `SELECT id::text FROM fulfilments WHERE seller_id = $1 AND random() < 0.05 LIMIT 100`},
	{"SKU", `SELECT sku_code FROM specs WHERE seller_id = $1 LIMIT 100`},
	{"beginning of a customer", `SELECT left(customer_name, 3) FROM orders WHERE seller_id = $1 AND random() < 0.05 LIMIT 100`},
	{"part of a product", `SELECT right(name, 2) FROM products WHERE seller_id = $1 LIMIT 100`},
	{"nothing there", `SELECT 'ZZ' || left(md5(number), 12) FROM orders WHERE seller_id = $1 AND random() < 0.05 LIMIT 100`},
}

// Run prints how long it takes to find each kind of thing, as whole pages over loopback.
func (b *benchFind) Run(ctx context.Context, c *cli, log *slog.Logger) error {
	return c.bench(ctx, log, "bench_list", b.Keep, func(at *benched) error { return b.measure(ctx, at) })
}

func (b *benchFind) measure(ctx context.Context, at *benched) error {
	pages, err := at.orders(ctx, b.Rows)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Printf("GET /search of a seller with %d orders, %d clients, %s a line.\n\n", b.Rows, b.Clients, b.For)
	fmt.Fprintln(table, "what is typed\tsearches/s\tp50 ms\tp95 ms\tp99 ms\t")
	for _, kind := range texts {
		if pages.paths, err = searches(ctx, at.store, kind.examples, b.Rows); err != nil {
			return err
		}
		r := &run{rows: b.Rows, clients: b.Clients, pages: pages}
		if err := pages.ask(ctx, r, b.For); err != nil {
			return err
		}
		m := r.page()
		fmt.Fprintf(table, "%s\t%.0f\t%s\t%s\t%s\t\n", kind.what, m.perSecond, ms(m.p50), ms(m.p95), ms(m.p99))
	}
	return table.Flush()
}

// searches are the pages that find some examples.
func searches(ctx context.Context, store *db.DB, examples string, rows int) (paths []string, err error) {
	var seller string
	if err := store.Pool().QueryRowContext(ctx, `SELECT id FROM sellers WHERE company_name = $1`, fmt.Sprintf("Bench %d", rows)).Scan(&seller); err != nil {
		return nil, err
	}
	found, err := store.Pool().QueryContext(ctx, examples, seller)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var text string
		if err := found.Scan(&text); err != nil {
			return nil, err
		}
		paths = append(paths, "/search?q="+url.QueryEscape(text))
	}
	return paths, found.Err()
}
