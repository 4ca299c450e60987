// Package orders shows what buyers bought.
package orders

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is the list of orders, newest first unless sorted otherwise; the operator's names
// the seller of each.
func Listing(ctx context.Context, search market.OrderSearch, operator bool) ui.Listing[market.OrderRow] {
	l := ui.Listing[market.OrderRow]{
		Area: "order", Icon: "cart", Sort: "placed_at", Filters: filters(ctx), Tabs: tabs(ctx, search),
		Head: ui.Head{Title: i18n.T(ctx, "order.title"), Lead: i18n.T(ctx, "order.lead"), Crumbs: crumbs(ctx, operator)},
	}
	who := ui.Col[market.OrderRow]{Name: "customer", Group: ofCustomer, Cell: func(c *ui.Pen, r market.OrderRow) { c.Two(r.CustomerName, r.CustomerID) }, Value: func(r market.OrderRow) any { return r.CustomerName }}
	path := "/orders/"
	if !operator {
		l.Head.Acts = listActs()
	}
	if operator {
		path = "/operator/orders/"
		l.Head.Lead = i18n.T(ctx, "order.lead_operator")
		who = ui.Col[market.OrderRow]{Name: "seller", Group: ofOrder, Cell: func(c *ui.Pen, r market.OrderRow) { c.Two(r.SellerName, r.CustomerName) }, Value: func(r market.OrderRow) any { return r.SellerName }}
	}
	l.Columns = []ui.Col[market.OrderRow]{
		{Name: "number", Group: ofOrder, Fixed: true, Sort: true, By: "placed_at", Width: "id", Value: func(r market.OrderRow) any { return r.Number },
			Cell: func(c *ui.Pen, r market.OrderRow) {
				c.ID(r.Number, path+r.ID.String(), c.T("order.placed_short", i18n.Moment(ctx, r.PlacedAt)))
			}},
		{Name: "product", Group: ofProduct, Cell: productCell, Value: func(r market.OrderRow) any { return r.ProductName }},
		{Name: "spec", Group: ofProduct, Off: true, Value: func(r market.OrderRow) any { return r.SpecName }},
		who,
		{Name: "account", Group: ofCustomer, Off: true, Value: func(r market.OrderRow) any { return r.CustomerAccount }},
		{Name: "customer_id", Group: ofCustomer, Off: true, Value: func(r market.OrderRow) any { return r.CustomerID }},
		{Name: "type", Group: ofOrder, Aside: true, Value: func(r market.OrderRow) any { return market.Word(r.Type.Key()) },
			Cell: func(c *ui.Pen, r market.OrderRow) { c.Two(c.T(r.Type.Key()), c.T(r.AccessType.Key())) }},
		{Name: "access", Group: ofProduct, Off: true, Value: func(r market.OrderRow) any { return market.Word(r.AccessType.Key()) }},
		{Name: "sale", Group: ofProduct, Off: true, Value: func(r market.OrderRow) any { return market.Word(r.SaleType.Key()) }},
		{Name: "charging", Group: ofProduct, Off: true, Value: func(r market.OrderRow) any { return market.Word("order.charging_" + string(r.Charging)) }},
		{Name: "quantity", Group: ofOrder, Off: true, Right: true, Value: func(r market.OrderRow) any { return r.Quantity }},
		{Name: "period", Group: ofOrder, Off: true, Value: func(r market.OrderRow) any {
			return market.Because("order.periods_of", r.Periods, market.Word(r.PeriodType.Key()))
		}},
		{Name: "list_amount", Group: ofOrder, Off: true, Unit: "common.yuan", Right: true, Width: "money", Value: func(r market.OrderRow) any {
			if r.Type.GivesBack() {
				return nil
			}
			return r.ListAmount
		}},
		{Name: "amount", Group: ofOrder, Unit: "common.yuan", Right: true, Sort: !operator, Width: "money", Cell: amountCell, Value: func(r market.OrderRow) any { return r.Deal() }},
		{Name: "currency", Group: ofOrder, Off: true, Value: func(r market.OrderRow) any { return market.Word(r.Currency.Key()) }},
		{Name: "status", Group: ofOrder, Width: "chip", Cell: statusCell, Value: func(r market.OrderRow) any { return r.Status }},
		{Name: "supervision", Group: ofOrder, Width: "chip", Value: supervision},
		{Name: "placed_at", Group: ofOrder, Off: true, Sort: true, Width: "when", Value: func(r market.OrderRow) any { return r.PlacedAt }},
		{Name: "paid_at", Group: ofOrder, Aside: true, Width: "when", Cell: paidCell, Value: func(r market.OrderRow) any { return r.PaidAt }},
		{Name: "effective_at", Group: ofOrder, Off: true, Width: "when", Value: func(r market.OrderRow) any { return r.EffectiveAt }},
		{Name: "expires_at", Group: ofOrder, Off: true, Width: "when", Value: func(r market.OrderRow) any { return r.ExpiresAt }},
	}
	return l
}

func productCell(c *ui.Pen, r market.OrderRow) {
	c.Two(r.ProductName, c.T("order.spec_line", r.SpecName, c.T(r.PeriodType.Key()), r.Quantity))
}

func amountCell(c *ui.Pen, r market.OrderRow) {
	c.MoneyIn(r.Deal(), r.Currency)
	if !r.ListAmount.Equal(r.Amount) {
		c.Second(c.T("order.list_short") + " " + i18n.Money(r.ListAmount))
	}
}

// statusCell says of a completed order that it was given back: it stays completed (§1.2).
func statusCell(c *ui.Pen, r market.OrderRow) {
	c.Chip(r.Status)
	if r.GivenBack {
		c.Second(c.T("order.given_back"))
	}
}

func paidCell(c *ui.Pen, r market.OrderRow) {
	c.Since(r.PaidAt)
	switch {
	case r.EffectiveAt != nil:
		c.Second(c.T("order.effective_short") + " " + i18n.Day(c.Ctx(), market.DayOf(*r.EffectiveAt)))
	case r.Postpaid:
		c.Second(c.T("order.method_postpaid"))
	}
}

func supervision(r market.OrderRow) any {
	if r.Supervision == nil {
		return nil
	}
	return *r.Supervision
}

func options[T interface {
	~string
	Key() string
}](ctx context.Context, all []T) []ui.Option {
	var some []ui.Option
	for _, one := range all {
		some = append(some, ui.Option{Value: string(one), Label: i18n.T(ctx, one.Key())})
	}
	return some
}

func accessOptions(ctx context.Context) []ui.Option {
	var some []ui.Option
	for _, access := range market.AccessTypes {
		some = append(some, ui.Option{Value: string(access), Label: i18n.T(ctx, access.Key())})
	}
	return some
}

func chargingOptions(ctx context.Context) []ui.Option {
	var some []ui.Option
	for _, charging := range []market.Charging{market.ChargePeriod, market.ChargeOneTime, market.ChargeOnDemandPackage} {
		some = append(some, ui.Option{Value: string(charging), Label: i18n.T(ctx, "order.charging_"+string(charging))})
	}
	return some
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{
		{Name: "number", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "order.number_hint")},
		{Name: "customer", Kind: ui.FilterText},
		{Name: "product", Kind: ui.FilterText},
		{Name: "placed", Kind: ui.FilterRange},
		{Name: "paid", Kind: ui.FilterRange, More: true},
		{Name: "status", Kind: ui.FilterSelect, Options: options(ctx, market.OrderStatuses), More: true},
		{Name: "type", Kind: ui.FilterSelect, Options: options(ctx, market.OrderTypes), More: true},
		{Name: "access", Kind: ui.FilterSelect, Options: accessOptions(ctx), More: true},
		{Name: "account", Kind: ui.FilterText, More: true},
		{Name: "sale", Kind: ui.FilterSelect, Options: options(ctx, market.SaleTypes), More: true},
		{Name: "charging", Kind: ui.FilterSelect, Options: chargingOptions(ctx), More: true},
		{Name: "supervision", Kind: ui.FilterSelect, Options: options(ctx, market.SupervisionStatuses), More: true},
		{Name: "partner", Kind: ui.FilterText, More: true},
	}
}

// tabs are the states that are looked for most, and the sandbox's orders apart.
func tabs(ctx context.Context, search market.OrderSearch) []ui.Tab {
	q := ui.QueryOf(ctx)
	tabs := []ui.Tab{{Text: i18n.T(ctx, "order.tab_all"), URL: q.Without("status", "test"), Current: search.Status == "" && !search.Test}}
	for _, status := range market.OrderStatuses {
		tabs = append(tabs, ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status), "test", ""),
			Current: search.Status == status && !search.Test})
	}
	return append(tabs, ui.Tab{Text: i18n.T(ctx, "order.tab_test"), URL: q.With("test", "1", "status", ""), Current: search.Test})
}

// A file of orders has its columns in three groups: product, order and customer information
// (catalogue.md §10).
const (
	ofProduct = iota + 1
	ofOrder
	ofCustomer
)
