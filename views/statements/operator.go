package statements

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// QueuePage is what the operator's queue shows besides the statements.
type QueuePage struct {
	Search  market.StatementSearch
	Counts  map[market.StatementStatus]int
	Sellers []market.SettledSeller
	Period  market.Month // the one that ended last
	Rules   Rules
}

// AdjustmentPage is a seller's adjustments and the form for one more.
type AdjustmentPage struct {
	Seller      market.SellerID
	CompanyName string
	All         []market.Adjustment
	Categories  []market.SaleType
	Abroad      bool // the seller also sells on the international site
	Next        market.Month
}

func (p QueuePage) tabs(ctx context.Context) []ui.Tab {
	q := ui.QueryOf(ctx)
	open := 0
	for status, n := range p.Counts {
		if status != market.StatementCompleted && status != market.StatementCarried {
			open += n
		}
	}
	tabs := []ui.Tab{{Text: i18n.T(ctx, "statement.tab_open"), URL: q.Without("status"), Count: i18n.Number(open), Current: p.Search.Status == ""}}
	for _, status := range market.StatementStatuses {
		if n := p.Counts[status]; n > 0 || p.Search.Status == string(status) {
			tabs = append(tabs, ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status)), Count: i18n.Number(n), Current: p.Search.Status == string(status)})
		}
	}
	return append(tabs, ui.Tab{Text: i18n.T(ctx, "statement.tab_all"), URL: q.With("status", "all"), Current: p.Search.Status == "all"})
}

func (p QueuePage) filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Label: i18n.T(ctx, "statement.seller"), Placeholder: i18n.T(ctx, "statement.text")},
		{Name: "period", Kind: ui.FilterText, Placeholder: p.Period.String()},
		{Name: "category", Kind: ui.FilterSelect, Options: ui.OptionsOf(ctx, market.SaleTypes)},
		{Name: "currency", Kind: ui.FilterSelect, Options: currencies(ctx)},
	}
}

// unit stands behind the amount: none where the currency is chosen.
func (p AdjustmentPage) unit(ctx context.Context) string {
	if p.Abroad {
		return i18n.T(ctx, "adjustment.unit_either")
	}
	return ui.Unit(ctx, market.CNY)
}

func (p QueuePage) due(s market.OperatorStatement) market.Day {
	return s.Due(p.Rules.Settings, p.Rules.Calendar)
}

func (p QueuePage) late(d market.Day) bool { return !d.IsZero() && d.Before(p.Rules.Today) }

func (p QueuePage) sellerOptions() []ui.Option {
	var all []ui.Option
	for _, s := range p.Sellers {
		all = append(all, ui.Option{Value: s.ID.String(), Label: s.CompanyName + " " + s.Number})
	}
	return all
}

func currencies(ctx context.Context) (all []ui.Option) {
	for _, c := range market.Currencies {
		all = append(all, ui.Option{Value: string(c), Label: i18n.T(ctx, c.Key())})
	}
	return all
}

func (p ShowPage) act(verb string) string { return p.path() + "/" + verb }
