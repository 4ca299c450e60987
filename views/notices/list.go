package notices

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is the messages, the unread ones in bold; opening one marks it as read.
func Listing(ctx context.Context, unread int) ui.Listing[market.Notice] {
	type row = market.Notice
	return ui.Listing[row]{
		Area: "notice", Icon: "bell", Dense: true, Sort: "at", Filters: filters(ctx), Tabs: tabs(ctx, unread),
		Head:   ui.Head{Title: i18n.T(ctx, "nav.messages"), Lead: i18n.T(ctx, "notice.lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.messages")}}, Acts: acts(unread)},
		Row:    func(n row) (string, string) { return n.ID.String(), i18n.Say(ctx, n.Reason.V) },
		Unread: func(n row) bool { return n.ReadAt == nil },
		Bulk:   []ui.Bulk{{Act: market.ReadNotice, Style: ui.Primary, URL: "/notices/read"}},
		Columns: []ui.Col[row]{
			{Name: "type", Class: "nowrap", Value: func(n row) any { return typeWord(ctx, n.Type()) }},
			{Name: "kind", Value: func(n row) any { return kind(ctx, n.Kind) }},
			{Name: "text", Fixed: true, Class: "notice-text", Value: func(n row) any { return n.Reason.V }, Cell: func(c *ui.Pen, n row) { c.Part(text(n)) }},
			{Name: "at", Sort: true, Width: "when", Value: func(n row) any { return n.At }},
			{Name: "read_at", Off: true, Width: "when", Value: func(n row) any { return n.ReadAt }},
			ui.RowActs(rowActs),
		},
	}
}

// Sent is what left the seller center by mail and text message, and what waits to.
func Sent(ctx context.Context, channels []market.Channel) ui.Listing[market.Delivered] {
	type row = market.Delivered
	return ui.Listing[row]{
		Area: "notice", Icon: "bell", Sort: "created_at", Filters: sentFilters(ctx), Tabs: tabs(ctx, 0), Above: channelsOff(channels), Caption: i18n.T(ctx, "notice.sent"),
		Head: ui.Head{Title: i18n.T(ctx, "notice.sent"), Lead: i18n.T(ctx, "notice.sent_lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.messages"), URL: "/notices"}, {Text: i18n.T(ctx, "notice.sent")}}},
		Row:  func(d row) (string, string) { return d.ID.String(), d.Receiver },
		Bulk: []ui.Bulk{{Act: market.ResendNotice, Style: ui.Primary}},
		Columns: []ui.Col[row]{
			{Name: "text", Fixed: true, Class: "notice-text", Value: func(d row) any { return d.Reason.V }},
			{Name: "channel", Class: "nowrap", Value: func(d row) any { return market.Word(d.Channel.Key()) }},
			{Name: "receiver", Value: func(d row) any { return d.Receiver }, Cell: func(c *ui.Pen, d row) { c.Two(d.Receiver, hidden(d)) }},
			{Name: "tries", Right: true, Value: func(d row) any { return d.Tries }},
			{Name: "error", Value: func(d row) any { return d.Error }, Cell: func(c *ui.Pen, d row) { c.Two(d.Error, "") }},
			{Name: "status", Width: "chip", Value: func(d row) any { return d.Status }},
			{Name: "created_at", Sort: true, Width: "when", Value: func(d row) any { return d.CreatedAt }},
			{Name: "next_at", Off: true, Width: "when", Value: func(d row) any { return d.NextAt }},
			{Name: "sent_at", Width: "when", Value: func(d row) any { return d.SentAt }},
		},
	}
}
