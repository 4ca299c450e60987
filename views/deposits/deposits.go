// Package deposits shows what a seller left with the marketplace against what it may owe.
package deposits

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Page is the ledger of one seller's deposit, newest first.
type Page struct {
	Seller      market.SellerID // at the operator's door
	CompanyName string
	All         []market.DepositEntry
	Abroad      bool // the seller also sells on the international site
	Next        market.Month
	Act         market.Act // what is being done
}

// balances are what is there, in each currency that was ever paid in.
func (p Page) balances(ctx context.Context) []ui.Fact {
	var facts []ui.Fact
	for _, currency := range market.Currencies {
		for _, entry := range p.All {
			if entry.Currency == currency {
				facts = append(facts, ui.Fact{Label: i18n.T(ctx, "deposit.balance"), Part: ui.MoneyIn(entry.Balance, currency)})
				break
			}
		}
	}
	return facts
}

func (p Page) currencies(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, c := range market.Currencies {
		all = append(all, ui.Option{Value: string(c), Label: i18n.T(ctx, c.Key())})
	}
	return all
}

func (p Page) unit(ctx context.Context) string {
	if p.Abroad {
		return i18n.T(ctx, "adjustment.unit_either")
	}
	return ui.Unit(ctx, market.CNY)
}

// statement is the page of the statement that a set-off entered.
func (p Page) statement(entry market.DepositEntry) string {
	path := "/statements/" + entry.StatementID.String()
	if !p.Seller.IsZero() {
		return "/operator" + path
	}
	return path
}

func (p Page) url() string { return "/operator/deposits/" + p.Seller.String() }

// moves are what can be done; one of them is chosen.
func (p Page) moves(ctx context.Context) []ui.Tab {
	var all []ui.Tab
	for _, act := range []market.Act{market.AddDeposit, market.OffsetDeposit, market.ReturnDeposit} {
		all = append(all, ui.Tab{Text: i18n.T(ctx, act), URL: p.url() + "?do=" + act.Verb(), Current: act == p.Act})
	}
	return all
}

func (p Page) help(ctx context.Context) string {
	switch p.Act {
	case market.OffsetDeposit:
		return i18n.T(ctx, "deposit.help_offset")
	case market.ReturnDeposit:
		return i18n.T(ctx, "deposit.help_return")
	}
	return i18n.T(ctx, "deposit.help_add")
}
