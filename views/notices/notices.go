// Package notices is the pages of a seller's messages.
package notices

import (
	"context"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// kind words what happened: the message's own word, or its area's.
func kind(ctx context.Context, name string) string {
	area, _, _ := strings.Cut(name, ".")
	for _, key := range []string{"notice.kind_" + name, "notice.kind_" + area} {
		if i18n.Has(key) {
			return i18n.T(ctx, key)
		}
	}
	return ui.AreaWord(ctx, market.Area(area))
}

// typeWord is the type with the marketplace's code, where it has one.
func typeWord(ctx context.Context, t market.MessageType) string {
	return strings.TrimSpace(t.Code() + " " + i18n.T(ctx, t.Key()))
}

func tabs(ctx context.Context, unread int) []ui.Tab {
	q := ui.QueryOf(ctx)
	path := ui.FrameOf(ctx).Path
	return []ui.Tab{
		{Text: i18n.T(ctx, "notice.all"), URL: "/notices", Current: path == "/notices" && q.Get("unread") == ""},
		{Text: i18n.T(ctx, "notice.unread"), URL: "/notices?unread=1", Count: i18n.Number(unread), Current: path == "/notices" && q.Get("unread") != ""},
		{Text: i18n.T(ctx, "notice.sent"), URL: "/notices/sent", Current: path == "/notices/sent"},
		{Text: i18n.T(ctx, "nav.receivers"), URL: "/receivers"},
	}
}

func filters(ctx context.Context) []ui.Filter {
	var types []ui.Option
	for _, one := range market.MessageTypes {
		types = append(types, ui.Option{Value: string(one), Label: typeWord(ctx, one)})
	}
	return []ui.Filter{{Name: "type", Options: types}}
}

func sentFilters(ctx context.Context) []ui.Filter {
	var statuses, channels []ui.Option
	for _, one := range market.DeliveryStatuses {
		statuses = append(statuses, ui.Option{Value: string(one), Label: i18n.T(ctx, one.Key())})
	}
	for _, one := range []market.Channel{market.Mail, market.SMS} {
		channels = append(channels, ui.Option{Value: string(one), Label: i18n.T(ctx, one.Key())})
	}
	return []ui.Filter{{Name: "status", Options: statuses}, {Name: "channel", Options: channels}}
}

// hidden keeps the ends of an address.
func hidden(d market.Delivered) string { return ui.HideAddress(d.Address) }
