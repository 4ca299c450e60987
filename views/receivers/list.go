package receivers

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.MessageReceiver

// Listing is who gets the seller's messages, and by which of the channels that there are.
func Listing(ctx context.Context, channels []market.Channel) ui.Listing[row] {
	return ui.Listing[row]{
		Area: "receiver", Icon: "bell", First: listActs(), Sort: "created_at", Up: true, Above: channelsOff(channels),
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "receiver.text_hint")}, {Name: "type", Label: i18n.T(ctx, "receiver.types"), Options: typeOptions(ctx)}},
		Head:    ui.Head{Title: i18n.T(ctx, "nav.receivers"), Lead: i18n.T(ctx, "receiver.lead"), Crumbs: crumbs(ctx), Acts: listActs()},
		Row:     func(r row) (string, string) { return r.ID.String(), r.Name },
		Bulk:    []ui.Bulk{{Act: market.RemoveReceiver, Style: ui.Danger}},
		Columns: []ui.Col[row]{
			{Name: "name", Fixed: true, Sort: true, Value: func(r row) any { return r.Name },
				Cell: func(c *ui.Pen, r row) {
					c.Link(r.Name, "/receivers/"+r.ID.String(), c.T("receiver.language_"+r.Language))
				}},
			{Name: "email", Value: func(r row) any { return ui.HideAddress(r.Email) }, Cell: func(c *ui.Pen, r row) { c.Two(ui.HideAddress(r.Email), state(ctx, r, market.Mail)) }},
			{Name: "mobile", Value: func(r row) any { return ui.HideAddress(r.Mobile) }, Cell: func(c *ui.Pen, r row) { c.Two(ui.HideAddress(r.Mobile), state(ctx, r, market.SMS)) }},
			{Name: "channels", Value: func(r row) any { return ways(ctx, r) }},
			{Name: "types", Width: "wide", Value: func(r row) any { return typeWords(ctx, r.Types.V) }},
			{Name: "created_at", Off: true, Sort: true, Width: "when", Value: func(r row) any { return r.CreatedAt }},
			ui.RowActs(editLink),
		},
	}
}
