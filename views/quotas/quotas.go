// Package quotas is the page of the packages whose customers watch what is left.
package quotas

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is the packages that are watched: what is left, what their customers wish, and what
// came of it (catalogue.md §3.8).
func Listing(ctx context.Context) ui.Listing[market.QuotaRow] {
	return ui.Listing[market.QuotaRow]{
		Area: "quota", Icon: "box", Filters: filters(ctx), Caption: i18n.T(ctx, "nav.quotas"),
		First: ui.LinkButton(i18n.T(ctx, "quota.first"), "/specs?template=package", "", ui.Primary),
		Head:  ui.Head{Title: i18n.T(ctx, "nav.quotas"), Lead: i18n.T(ctx, "quota.lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.trade")}, {Text: i18n.T(ctx, "nav.quotas")}}},
		Columns: []ui.Col[market.QuotaRow]{
			{Name: "order", Fixed: true, Width: "id", Value: func(r market.QuotaRow) any { return r.OrderNumber }, Cell: func(c *ui.Pen, r market.QuotaRow) {
				c.ID(r.OrderNumber, "/orders/"+r.OrderID.String(), r.CustomerName)
			}},
			{Name: "customer", Off: true, Value: func(r market.QuotaRow) any { return r.CustomerName }},
			{Name: "package", Width: "wide", Value: func(r market.QuotaRow) any { return r.ProductName + " · " + r.SpecName }, Cell: func(c *ui.Pen, r market.QuotaRow) {
				c.Two(r.ProductName, r.SpecName)
			}},
			{Name: "left", Right: true, Value: func(r market.QuotaRow) any { return r.Left() }, Cell: func(c *ui.Pen, r market.QuotaRow) {
				if r.MeasuredAt == nil {
					c.Dash()
					c.Second(c.T("quota.of", i18n.Quantity(r.Total), r.Item))
					return
				}
				c.Value(r.Left())
				c.Second(c.T("quota.of", i18n.Quantity(r.Total), r.Item))
				c.Part(ui.Meter(r.LeftPercent(), 100, i18n.T(ctx, "quota.left_percent", r.LeftPercent())))
			}},
			{Name: "state", Width: "chip", Value: func(r market.QuotaRow) any { return market.Word(r.State.Key()) }, Cell: func(c *ui.Pen, r market.QuotaRow) {
				c.Chip(r.State)
				if r.State == market.QuotaFailing {
					c.Second(i18n.Say(ctx, *r.Cause.V))
				}
			}},
			{Name: "alerts", Class: "nowrap", Value: func(r market.QuotaRow) any { return alerts(ctx, r) }, Cell: func(c *ui.Pen, r market.QuotaRow) {
				if len(r.Alerts.V) == 0 {
					c.Faint(c.T("quota.no_alerts"))
					return
				}
				c.Text(alerts(ctx, r))
				c.Second(c.T("quota.told_of", len(r.Told.V), len(r.Alerts.V)))
			}},
			{Name: "buys", Value: func(r market.QuotaRow) any { return buys(ctx, r) }, Cell: func(c *ui.Pen, r market.QuotaRow) {
				switch {
				case r.BoughtID != nil:
					c.Link(buys(ctx, r), "/orders/"+r.BoughtID.String(), "")
				case r.Times == 0:
					c.Faint(buys(ctx, r))
				default:
					c.Text(buys(ctx, r))
					if r.Refusal.V != nil {
						c.Second(i18n.Say(ctx, *r.Refusal.V))
					} else {
						c.Second(c.T("quota.times_left", r.Times))
					}
				}
			}},
			{Name: "measured_at", Width: "when", Value: func(r market.QuotaRow) any { return r.MeasuredAt }, Cell: func(c *ui.Pen, r market.QuotaRow) {
				c.Since(r.MeasuredAt)
				if r.NextAt == nil {
					c.Second(c.T("quota.no_more"))
				}
			}},
			{Name: "changed_at", Off: true, Width: "when", Value: func(r market.QuotaRow) any { return r.ChangedAt }},
		},
	}
}

// alerts are the thresholds in the customer's measure.
func alerts(ctx context.Context, r market.QuotaRow) string {
	texts := make([]string, len(r.Alerts.V))
	for n, at := range r.Alerts.V {
		texts[n] = i18n.Say(ctx, r.Threshold(at))
	}
	return i18n.List(ctx, texts)
}

// buys is whether and when the package is bought again.
func buys(ctx context.Context, r market.QuotaRow) string {
	switch {
	case r.BoughtID != nil:
		return i18n.T(ctx, "quota.bought", r.BoughtNumber)
	case r.Times == 0:
		return i18n.T(ctx, "quota.no_buys")
	}
	return i18n.T(ctx, "quota.buys_at", i18n.Say(ctx, r.Threshold(r.BuyAt)))
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "quota.text_hint")},
		{Name: "state", Options: ui.OptionsOf(ctx, market.QuotaStates)}}
}
