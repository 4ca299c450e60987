package notices

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// deskPath is where the operator's people read their messages.
const deskPath = "/operator/notices"

// DeskListing is the messages to one of the operator's people, the unread ones in bold.
func DeskListing(ctx context.Context, unread int) ui.Listing[market.Notice] {
	l := Listing(ctx, unread)
	l.Filters, l.Tabs = nil, deskTabs(ctx, unread)
	l.Head = ui.Head{Title: i18n.T(ctx, "nav.messages"), Lead: i18n.T(ctx, "notice.desk_lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.messages")}}, Acts: acts(unread)}
	l.Bulk = []ui.Bulk{{Act: market.ReadNotice, Style: ui.Primary, URL: deskPath + "/read"}}
	l.Columns = l.Columns[1:] // the types are the sellers'
	l.Columns[0].Value = func(n market.Notice) any { return deskKind(ctx, n.Kind) }
	return l
}

// deskKind is what a message is about: the operator's people are told of what waits, not of
// what was decided.
func deskKind(ctx context.Context, name string) string {
	area, _, _ := strings.Cut(name, ".")
	return i18n.T(ctx, "notice.desk_kind_"+area)
}

func deskTabs(ctx context.Context, unread int) []ui.Tab {
	path, only := ui.FrameOf(ctx).Path, ui.QueryOf(ctx).Get("unread") != ""
	return []ui.Tab{
		{Text: i18n.T(ctx, "notice.all"), URL: deskPath, Current: path == deskPath && !only},
		{Text: i18n.T(ctx, "notice.unread"), URL: deskPath + "?unread=1", Count: i18n.Number(unread), Current: path == deskPath && only},
		{Text: i18n.T(ctx, "notice.desk_receivers"), URL: deskPath + "/receivers", Current: path == deskPath+"/receivers"},
	}
}

// PeopleOf is the field of those who get a kind.
func PeopleOf(kind market.Area) string { return "people_" + string(kind) }

// chosen is the form as it stands, unless something was typed.
func chosen(f ui.Form, people []market.DeskPerson) ui.Form {
	if f.Values != nil {
		return f
	}
	f.Values = url.Values{}
	for _, person := range people {
		for _, kind := range person.Kinds.V {
			f.Values.Add(PeopleOf(kind), person.ID.String())
		}
	}
	return f
}

// workers are the people who may be chosen for a kind, with what they are.
func workers(ctx context.Context, kind market.Area, people []market.DeskPerson) (options []ui.Option) {
	for _, person := range people {
		if person.Works(kind) {
			options = append(options, ui.Option{Value: person.ID.String(), Label: person.Name + " · " + ui.Roles(ctx, person.Roles.V)})
		}
	}
	return options
}

// receiving names who gets a kind now.
func receiving(ctx context.Context, kind market.Area, people []market.DeskPerson) string {
	var names []string
	for _, person := range people {
		if slices.Contains(person.Kinds.V, kind) {
			names = append(names, person.Name)
		}
	}
	if len(names) == 0 {
		return i18n.T(ctx, "notice.desk_everybody")
	}
	return strings.Join(names, i18n.T(ctx, "common.list_join"))
}
