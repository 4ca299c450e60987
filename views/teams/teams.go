// Package teams shows a seller's members and what they may do.
package teams

import (
	"context"
	"net/url"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// MemberPage is one member with everything that can be given.
type MemberPage struct {
	ui.Form
	Member   market.Member
	Groups   []market.Group
	Products []market.ProductName
	Granted  []market.ProductID
	Part     string // which of the page's forms was refused
}

// form is what was typed into that part of the page, or how it begins.
func (p MemberPage) form(part string, begin func(url.Values)) ui.Form {
	if p.Part == part {
		return p.Form
	}
	values := url.Values{}
	begin(values)
	return ui.Form{Values: values}
}

func (p MemberPage) standing() ui.Form {
	return p.form("grant", func(v url.Values) {
		for _, role := range p.Member.Roles.V {
			v.Add("roles", string(role))
		}
		for _, group := range p.Member.Groups.V {
			v.Add("group_id", group.ID.String())
		}
		v.Set("products", "granted")
		if p.Member.AllProducts {
			v.Set("products", "all")
		}
	})
}

func (p MemberPage) granted() ui.Form {
	return p.form("entrust", func(v url.Values) {
		for _, product := range p.Granted {
			v.Add("product_id", product.String())
		}
	})
}

func (p MemberPage) account() ui.Form {
	if p.Part == "edit" {
		return p.Form
	}
	return ui.Form{}
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.seller")}, {Text: i18n.T(ctx, "nav.teams")}}
	if len(more) > 0 {
		way[1].URL = "/teams"
	}
	return append(way, more...)
}

func filters(ctx context.Context, groups []market.Group) []ui.Filter {
	var statuses []ui.Option
	for _, status := range market.MemberStatuses {
		statuses = append(statuses, ui.Option{Value: string(status), Label: i18n.T(ctx, status.Key())})
	}
	all := []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "team.text_hint")}, {Name: "status", Options: statuses}}
	if len(groups) > 0 {
		all = append(all, ui.Filter{Name: "group", Options: groupOptions(groups)})
	}
	return all
}

func roleOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, role := range market.SellerRoles {
		options = append(options, ui.Option{Value: string(role), Label: i18n.T(ctx, "common.role_"+string(role))})
	}
	return options
}

func groupOptions(groups []market.Group) []ui.Option {
	var options []ui.Option
	for _, group := range groups {
		options = append(options, ui.Option{Value: group.ID.String(), Label: group.Name})
	}
	return options
}

func productOptions(products []market.ProductName) []ui.Option {
	var options []ui.Option
	for _, product := range products {
		name := product.Name
		if name == "" {
			name = product.Number
		}
		options = append(options, ui.Option{Value: product.ID.String(), Label: name})
	}
	return options
}

// signsInAs is the user name, when there is one, and the e-mail.
func signsInAs(m market.Member) string {
	if m.Username == "" {
		return m.Email
	}
	return m.Username + " · " + m.Email
}

func groupNames(ctx context.Context, m market.Member) string {
	var names []string
	for _, group := range m.Groups.V {
		names = append(names, group.Name)
	}
	return strings.Join(names, i18n.T(ctx, "common.list_join"))
}

func products(ctx context.Context, m market.Member) string {
	if m.AllProducts {
		return i18n.T(ctx, "team.products_all")
	}
	return i18n.T(ctx, "team.products_some", m.Granted)
}

// masked keeps the ends of a mobile number.
func masked(mobile string) string {
	if len(mobile) < 11 {
		return mobile
	}
	return mobile[:3] + "****" + mobile[7:]
}
