package ui

import (
	"context"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Place is a page or an act that the palette leads to.
type Place struct {
	Text, Note, URL string
}

// starts are the pages on which acts begin that somebody may look for by their name.
var starts = map[string][]struct {
	act market.Act
	url string
}{
	SellerDoor: {
		{market.DraftProduct, "/products/new"}, {market.InviteTeam, "/teams"}, {market.RegisterEndpoint, "/endpoints"},
		{market.CreateKey, "/keys"}, {market.DebugEndpoint, "/endpoints/debug"},
		{market.StartCertification, "/certifications"},
	},
	OperatorDoor: {
		{market.PublishAgreement, "/operator/agreements/new"},
	},
}

// PagesLike are the pages of the navigation whose names contain the text.
func PagesLike(ctx context.Context, text string) []Place {
	var found []Place
	for _, group := range NavOf(ctx) {
		name := i18n.T(ctx, "nav."+group.Key)
		if group.Path != "" && like(name, text) {
			found = append(found, Place{Text: name, URL: group.Path})
		}
		for _, item := range group.Items {
			if page := i18n.T(ctx, "nav."+item.Key); like(page, text) || text != "" && like(name, text) {
				found = append(found, Place{Text: page, Note: name, URL: item.Path})
			}
		}
	}
	return found
}

// ActsLike are the acts that the reader may begin whose names contain the text.
func ActsLike(ctx context.Context, text string) []Place {
	var found []Place
	for _, start := range starts[FrameOf(ctx).Door] {
		if name := i18n.T(ctx, start.act); May(ctx, start.act) && like(name, text) {
			found = append(found, Place{Text: name, URL: start.url})
		}
	}
	return found
}

func like(name, text string) bool {
	return strings.Contains(strings.ToLower(name), strings.ToLower(text))
}
