// Package stocks is the pages of what may still be sold of each product.
package stocks

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is the stock of what is on sale (库存管理, catalogue.md §5).
func Listing(ctx context.Context, percent int) ui.Listing[market.StockRow] {
	return ui.Listing[market.StockRow]{
		Area: "stock", Icon: "box", Filters: filters(ctx), Caption: i18n.T(ctx, "nav.stocks"),
		First: ui.LinkButton(i18n.T(ctx, "stock.first"), "/products", "", ui.Primary),
		Head:  ui.Head{Title: i18n.T(ctx, "nav.stocks"), Lead: i18n.T(ctx, "stock.lead", market.FirstStock, percent), Crumbs: crumbs(ctx), Acts: ui.ImportMenu(market.StockSheet.Kind)},
		Columns: []ui.Col[market.StockRow]{
			{Name: "product", Fixed: true, Width: "wide", Value: func(r market.StockRow) any { return r.ProductName }, Cell: func(c *ui.Pen, r market.StockRow) { c.Link(r.ProductName, url(r), r.Number) }},
			{Name: "access_type", Value: func(r market.StockRow) any { return market.Word(r.AccessType.Key()) }},
			{Name: "total", Right: true, Value: func(r market.StockRow) any { return r.Total }, Cell: func(c *ui.Pen, r market.StockRow) { c.Number(int(r.Total)) }},
			{Name: "consumed", Right: true, Value: func(r market.StockRow) any { return r.Consumed }, Cell: func(c *ui.Pen, r market.StockRow) { c.Number(int(r.Consumed)) }},
			{Name: "left", Right: true, Value: func(r market.StockRow) any { return r.Left() }, Cell: func(c *ui.Pen, r market.StockRow) { c.Number(int(r.Left())) }},
			{Name: "level", Width: "chip", Value: func(r market.StockRow) any { return market.Word("stock.level_" + level(r, percent)) }, Cell: func(c *ui.Pen, r market.StockRow) { c.Part(chip(r, percent)) }},
			{Name: "changed_at", Width: "when", Value: func(r market.StockRow) any { return r.ChangedAt }},
			ui.RowActs(rowActs),
		},
	}
}

func level(r market.StockRow, percent int) string {
	switch {
	case r.Left() == 0:
		return "out"
	case r.Low(percent):
		return "low"
	}
	return "enough"
}

var tones = map[string]market.Tone{"out": market.Bad, "low": market.Warn, "enough": market.Neutral}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "stock.text_hint")},
		{Name: "level", Options: []ui.Option{{Value: "low", Label: i18n.T(ctx, "stock.level_low")}, {Value: "out", Label: i18n.T(ctx, "stock.level_out")}}}}
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.configuration")}, {Text: i18n.T(ctx, "nav.stocks")}}
	if len(more) > 0 {
		way[1].URL = "/stocks"
	}
	return append(way, more...)
}

func url(r market.StockRow) string { return "/stocks/" + r.ProductID.String() }

// ShowPage is the stock of one product and how it was changed.
type ShowPage struct {
	Stock   market.StockRow
	OnSale  bool
	Percent int
	Changes market.Page[market.StockChange]
	Ask     market.Ask
}

func (p ShowPage) figures(ctx context.Context) []ui.Figure {
	return []ui.Figure{
		{Label: i18n.T(ctx, "stock.left"), Figure: i18n.Number(int(p.Stock.Left())), Note: i18n.T(ctx, "stock.left_note", p.Percent)},
		{Label: i18n.T(ctx, "stock.total"), Figure: i18n.Number(int(p.Stock.Total)), Note: i18n.T(ctx, "stock.total_note", market.FirstStock)},
		{Label: i18n.T(ctx, "stock.consumed"), Figure: i18n.Number(int(p.Stock.Consumed)), Note: i18n.T(ctx, "stock.consumed_note")},
	}
}

func signed(n int64) string {
	if n < 0 {
		return "−" + i18n.Number(int(-n))
	}
	return "+" + i18n.Number(int(n))
}
