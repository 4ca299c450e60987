// Package repayments shows the operator what postpaid customers owe and paid back.
package repayments

import (
	"context"
	"net/url"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.CreditCycle

// Listing is what customers owe by month, newest first (transactions.md §6.9, §10.1).
func Listing(ctx context.Context) ui.Listing[row] {
	money := func(name string, value func(row) market.Money) ui.Col[row] {
		return ui.Col[row]{Name: name, Right: true, Width: "money", Unit: "common.yuan", Value: func(r row) any { return value(r) },
			Cell: func(c *ui.Pen, r row) { c.MoneyIn(value(r), r.Currency) }}
	}
	return ui.Listing[row]{
		Area: "repayment", Icon: "card", Sort: "begun_at", Filters: filters(ctx),
		Head: ui.Head{Title: i18n.T(ctx, "nav.operator_repayments"), Lead: i18n.T(ctx, "repayment.lead"),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_settlement")}, {Text: i18n.T(ctx, "nav.operator_repayments")}}},
		Columns: []ui.Col[row]{
			{Name: "customer", Fixed: true, Width: "wide", Value: func(r row) any { return r.CustomerName },
				Cell: func(c *ui.Pen, r row) { c.Two(r.CustomerName, r.CustomerID) }},
			{Name: "customer_id", Off: true, Value: func(r row) any { return r.CustomerID }},
			{Name: "cycle", Sort: true, By: "begun_at", Value: func(r row) any { return r.Cycle.String() }},
			{Name: "orders", Right: true, Value: func(r row) any { return r.Orders }, Cell: func(c *ui.Pen, r row) {
				c.Link(i18n.T(ctx, "repayment.some_orders", r.Orders), "/operator/orders?customer="+url.QueryEscape(r.CustomerName), "")
			}},
			money("owed", func(r row) market.Money { return r.Owed }),
			money("repaid", func(r row) market.Money { return r.Repaid }),
			money("left", func(r row) market.Money { return r.Left() }),
			{Name: "currency", Off: true, Value: func(r row) any { return market.Word(r.Currency.Key()) }},
			{Name: "last_at", Width: "when", Value: func(r row) any { return r.LastAt }},
			{Name: "settled_at", Off: true, Width: "when", Value: func(r row) any { return r.SettledAt }},
			{Name: "status", Width: "chip", Value: func(r row) any { return r.State() }, Cell: func(c *ui.Pen, r row) { c.Chip(r.State()) }},
		},
	}
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "repayment.text_hint")},
		{Name: "cycle", Placeholder: i18n.T(ctx, "repayment.cycle_hint")},
		{Name: "status", Options: ui.OptionsOf(ctx, market.CycleStates)},
	}
}
