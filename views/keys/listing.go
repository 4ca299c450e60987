package keys

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.Key

// Listing is the seller's keys, masked; above, which interface types lack one.
func Listing(ctx context.Context, f ui.Form, all []market.Key, overlap time.Duration, status int) ui.Listing[row] {
	return ui.Listing[row]{
		Area: "key", Icon: "lock", Sort: "created_at", Above: above(f, all), Status: status,
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "key.text_hint")}, {Name: "purpose", Options: ui.OptionsOf(ctx, market.KeyPurposes)}},
		Head:    ui.Head{Title: i18n.T(ctx, "key.title"), Lead: i18n.T(ctx, "key.lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.integration")}, {Text: i18n.T(ctx, "key.title")}}},
		Columns: []ui.Col[row]{
			{Name: "number", Fixed: true, Width: "id", Value: func(k row) any { return k.Number }, Cell: func(c *ui.Pen, k row) { c.Code(k.Number) }},
			{Name: "purpose", Sort: true, Value: func(k row) any { return market.Word(k.Purpose.Key()) },
				Cell: func(c *ui.Pen, k row) { c.Two(c.T(k.Purpose.Key()), c.T(k.Purpose.Key()+"_help")) }},
			{Name: "status", Sort: true, Width: "chip", Value: func(k row) any { return k.Status }, Cell: func(c *ui.Pen, k row) {
				c.Chip(k.Status)
				if k.RetiresAt != nil {
					c.Second(ends(ctx, k))
				}
			}},
			{Name: "value", Aside: true, Cell: func(c *ui.Pen, k row) { c.Part(secret(k)) }},
			{Name: "created_at", Label: i18n.T(ctx, "key.created"), Sort: true, Width: "when", Value: func(k row) any { return k.CreatedAt },
				Cell: func(c *ui.Pen, k row) { c.At(k.CreatedAt); c.Second(k.CreatedBy) }},
			{Name: "created_by", Label: i18n.T(ctx, "common.actor"), Off: true, Value: func(k row) any { return k.CreatedBy }},
			{Name: "revealed", Width: "when", Value: func(k row) any { return k.RevealedAt }, Cell: func(c *ui.Pen, k row) {
				if k.RevealedAt == nil {
					c.Faint(c.T("key.never_revealed"))
					return
				}
				c.At(*k.RevealedAt)
			}},
			ui.RowActs(func(k row) templ.Component { return rowActs(k, overlap) }),
		},
	}
}
