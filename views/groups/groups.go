// Package groups shows a seller's groups of menu rights.
package groups

import (
	"context"
	"net/url"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Page is one group with its members and those who could become one.
type Page struct {
	ui.Form
	Group   market.Group
	Members []market.Member
	Others  []market.Member
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.seller")}, {Text: i18n.T(ctx, "nav.groups")}}
	if len(more) > 0 {
		way[1].URL = "/groups"
	}
	return append(way, more...)
}

// rightWord is what a right is called: as the navigation calls its place.
func rightWord(ctx context.Context, right market.Right) string {
	switch right {
	case market.RightJoint:
		return i18n.T(ctx, "group.right_joint")
	case market.RightProgram:
		return i18n.T(ctx, "group.right_program")
	case "instance": // which stands in no menu of its own
		return i18n.T(ctx, "group.right_instance")
	}
	for _, key := range []string{"nav." + string(right) + "s", "nav." + string(right) + "es"} {
		if i18n.Has(key) {
			return i18n.T(ctx, key)
		}
	}
	return ui.AreaWord(ctx, market.Area(right))
}

func rightWords(ctx context.Context, rights []market.Right) string {
	var words []string
	for _, right := range rights {
		words = append(words, rightWord(ctx, right))
	}
	return strings.Join(words, i18n.T(ctx, "common.list_join"))
}

// menu is a part of the navigation with the rights that open its pages.
type menu struct {
	Title   string
	Options []ui.Option
}

// menus are the rights in the order of the navigation; what stands in no menu comes last.
func menus(ctx context.Context) []menu {
	left := market.Rights()
	take := func(right market.Right) (ui.Option, bool) {
		for i, one := range left {
			if one == right {
				left = append(left[:i:i], left[i+1:]...)
				return ui.Option{Value: string(right), Label: rightWord(ctx, right)}, true
			}
		}
		return ui.Option{}, false
	}
	var all []menu
	for _, group := range ui.SellerMenus() {
		one := menu{Title: i18n.T(ctx, "nav."+group.Key)}
		for _, item := range group.Items {
			if option, open := take(market.Right(item.Area)); open {
				one.Options = append(one.Options, option)
			}
		}
		if len(one.Options) > 0 {
			all = append(all, one)
		}
	}
	rest := menu{Title: i18n.T(ctx, "group.rest")}
	for _, right := range left {
		rest.Options = append(rest.Options, ui.Option{Value: string(right), Label: rightWord(ctx, right)})
	}
	return append(all, rest)
}

// begun ticks what the group has on a fresh page.
func begun(f ui.Form, group market.Group) ui.Form {
	if f.Values != nil {
		return f
	}
	f.Values = url.Values{"name": {group.Name}, "description": {group.Description}}
	for _, right := range group.Rights.V {
		f.Values.Add("rights", string(right))
	}
	return f
}

func memberOptions(members []market.Member) []ui.Option {
	var options []ui.Option
	for _, member := range members {
		options = append(options, ui.Option{Value: member.ID.String(), Label: member.Name})
	}
	return options
}
