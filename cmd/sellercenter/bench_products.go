package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"text/tabwriter"
	"time"

	ready "sellercenter/db/bench"
)

// benchProducts holds what the measuring of the product list is told.
type benchProducts struct {
	Own     int           `default:"100000" help:"Products of the seller that asks."`
	All     int           `default:"1000000" help:"Products of the whole marketplace. A million takes some minutes to make and 1.5 GB of disk."`
	Clients []int         `default:"1,8" help:"How many ask at the same time."`
	For     time.Duration `default:"6s" help:"How long each figure is measured, over all rounds."`
	Rounds  int           `default:"3" help:"How often pages and bare statements take turns."`
	Keep    bool          `help:"Keep the database (bench_products) and measure in it again the next time."`
}

// productWalks are the pages that are measured: the first ones, deeper ones, by type and by
// the beginning of a number.
var productWalks = []walk{{"/products", 4}, {"/products?access_type=saas", 2}, {"/products?status=off_sale", 2}, {"/products?text=P0001", 1}, {"/drafts", 1}}

// Run prints a table: whole pages of the product list, and of a spec with as many SKUs as it
// may have, beside the bare statements.
func (b *benchProducts) Run(ctx context.Context, c *cli, log *slog.Logger) error {
	return c.bench(ctx, log, "bench_products", b.Keep, func(at *benched) error { return b.measure(ctx, at) })
}

func (b *benchProducts) measure(ctx context.Context, at *benched) error {
	err := at.made(ctx, ready.ProductsOwner, fmt.Sprintf("a marketplace with %d products", b.All), func() error {
		return ready.Products(ctx, at.store, b.Own, b.All)
	})
	if err != nil {
		return err
	}
	spec, err := ready.WideSpec(ctx, at.store)
	if err != nil {
		return err
	}
	var names []string
	var runs []*run
	for _, shown := range []struct {
		name  string
		walks []walk
	}{{"lists", productWalks}, {"200 SKUs", []walk{{spec, 1}}}} {
		pages, err := at.enter(ready.ProductsOwner, shown.walks)
		if err != nil {
			return err
		}
		for _, clients := range b.Clients {
			names, runs = append(names, shown.name), append(runs, &run{rows: b.Own, clients: clients, pages: pages})
		}
	}
	if err := rounds(ctx, at.dsn, runs, b.Rounds, b.For, "simple", "prepared"); err != nil {
		return err
	}
	fmt.Printf("GET /products and /drafts of a seller with %d of %d products, and a spec's SKUs: whole page, over loopback; SQL: the same statements by %s.\n\n", b.Own, b.All, bareName())
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "page\tproducts\tclients\tpages/s\tp50 ms\tp95 ms\tp99 ms\tSQL simple/s\tx\tSQL prepared/s\tx\tstatements\tKB\t")
	for i, r := range runs {
		fmt.Fprintf(table, "%s\t", names[i])
		r.print(table, b.Rounds)
	}
	return table.Flush()
}
