package teams

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type member = market.Member

// assigns adds the ticked people to a group (catalogue.md §11.2), where there is one.
func assigns(ctx context.Context, groups []market.Group) []ui.Bulk {
	if len(groups) == 0 {
		return nil
	}
	return []ui.Bulk{{Act: market.AssignTeam, Style: ui.Primary, URL: "/teams/assign", Choose: "group_id",
		Choices: append([]ui.Option{{Label: i18n.T(ctx, "team.group")}}, groupOptions(groups)...)}}
}

// Listing is the seller's people; all is how many there are, login where they sign in.
func Listing(ctx context.Context, groups []market.Group, all int, login string) ui.Listing[member] {
	return ui.Listing[member]{
		Area: "team", Icon: "people", Filters: filters(ctx, groups), Below: loginPanel(all, login), First: listActs(),
		Head: ui.Head{Title: i18n.T(ctx, "nav.teams"), Lead: i18n.T(ctx, "team.lead"), Crumbs: crumbs(ctx), Acts: listActs()},
		Row:  func(m member) (string, string) { return m.ID.String(), m.Name }, Bulk: assigns(ctx, groups),
		Columns: []ui.Col[member]{
			{Name: "name", Fixed: true, Value: func(m member) any { return m.Name }, Cell: func(c *ui.Pen, m member) { c.Link(m.Name, "/teams/"+m.ID.String(), signsInAs(m)) }},
			{Name: "username", Off: true, Value: func(m member) any { return m.Username }},
			{Name: "email", Off: true, Value: func(m member) any { return ui.HideAddress(m.Email) }},
			{Name: "mobile", Value: func(m member) any { return masked(m.Mobile) }},
			{Name: "groups", Value: func(m member) any { return ui.Roles(ctx, m.Roles.V) }, Cell: func(c *ui.Pen, m member) { c.Two(ui.Roles(ctx, m.Roles.V), groupNames(ctx, m)) }},
			{Name: "group", Off: true, Value: func(m member) any { return groupNames(ctx, m) }},
			{Name: "products", Value: func(m member) any { return products(ctx, m) }},
			{Name: "status", Width: "chip", Value: func(m member) any { return m.Status() }},
			{Name: "factor", Value: func(m member) any {
				if !m.SecondFactor {
					return nil
				}
				return market.Word("team.factor_on")
			}},
			{Name: "joined_at", Off: true, Width: "when", Value: func(m member) any { return m.JoinedAt }},
			{Name: "last_seen_at", Width: "when", Value: func(m member) any { return m.LastSeenAt }},
			ui.RowActs(editLink),
		},
	}
}
