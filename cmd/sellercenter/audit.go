package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"text/tabwriter"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// errTampered ends the command with a code of its own right.
var errTampered = errors.New("the audit is not what was sealed")

// Run reads every seller's chain of audit entries and prints what does not hold
// (transactions.md §8).
func (a *audit) Run(ctx context.Context, c *cli, log *slog.Logger) error {
	return c.stored(ctx, log, func(_ house, store *db.DB) error { return checkAudits(ctx, store) })
}

func checkAudits(ctx context.Context, store *db.DB) error {
	sellers, err := store.Sealed(ctx)
	if err != nil {
		return err
	}
	whole := true
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "seller\tentries\twaiting\tfaults\thead")
	for _, seller := range sellers {
		check, err := store.Seller(market.TheClock, seller).CheckAudit(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%s\n", seller, check.Entries, check.Waiting, len(check.Faults), check.Head)
		for _, fault := range check.Faults {
			fmt.Fprintf(table, "  %s\tlink %d\t%s\n", fault.Kind, fault.No, fault.Audit)
		}
		whole = whole && check.Whole()
	}
	if err := table.Flush(); err != nil || whole {
		return err
	}
	return errTampered
}
