package sellers

import (
	"context"
	"slices"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func changeCrumbs(ctx context.Context, last string) []ui.Link {
	return []ui.Link{{Text: i18n.T(ctx, "nav.seller")}, {Text: i18n.T(ctx, "nav.sellers"), URL: "/sellers"}, {Text: last}}
}

// verifiedHelp says which name the real-name data carry.
func verifiedHelp(ctx context.Context, s market.Seller) string {
	if s.VerifiedName == "" {
		return i18n.T(ctx, "seller.name_help")
	}
	return i18n.T(ctx, "seller.name_verified", s.VerifiedName)
}

func contactOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, field := range market.ContactFields {
		options = append(options, ui.Option{Value: field, Label: i18n.T(ctx, "seller."+field)})
	}
	return options
}

// known is a field that has a word.
func known(field string) string {
	if slices.Contains(market.ContactFields, field) {
		return field
	}
	return market.ContactFields[0]
}

func tieConditions(ctx context.Context, ties market.Ties) []ui.Condition {
	var list []ui.Condition
	for _, tie := range ties.All() {
		one := ui.Condition{Name: i18n.T(ctx, tie.Key+"_none"), Verdict: ui.Met}
		if tie.N > 0 {
			one.Verdict, one.How = ui.Unmet, i18n.T(ctx, tie.Key, tie.N)
			one.Href, one.HrefText = tie.URL, i18n.T(ctx, "common.view")
		}
		list = append(list, one)
	}
	return list
}
