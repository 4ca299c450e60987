// Package searches shows what a number was found to be.
package searches

import (
	"context"
	"net/url"
	"slices"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// pages are the seller's pages by what they show; the id follows.
var pages = map[market.FoundKind]string{
	market.FoundOrder: "/orders/", market.FoundInstance: "/orders/", market.FoundFulfilment: "/fulfilments/",
	market.FoundSupervision: "/supervisions/", market.FoundAppeal: "/appeals/", market.FoundRefund: "/refunds/",
	market.FoundUsage: "/usages/", market.FoundUsageBill: "/usages/bills/", market.FoundStatement: "/statements/", market.FoundReview: "/reviews/", market.FoundSKU: "/products/", market.FoundProduct: "/products/",
}

// staffed are the kinds that the operator has a page of; the others lead to their seller.
var staffed = []market.FoundKind{market.FoundOrder, market.FoundAppeal, market.FoundReview, market.FoundStatement}

// Address is the page of what was found, at the given door.
func Address(door string, f market.Found) string {
	switch {
	case door == ui.OperatorDoor && slices.Contains(staffed, f.Kind):
		return "/operator" + pages[f.Kind] + f.ID.String()
	case door == ui.OperatorDoor:
		return "/operator/sellers/" + f.SellerID.String()
	case f.Kind == market.FoundCustomer:
		return "/orders?customer=" + url.QueryEscape(f.Title)
	}
	return pages[f.Kind] + f.ID.String()
}

// group is what was found of one kind.
type group struct {
	kind market.FoundKind
	all  []market.Found
}

func groups(found []market.Found) []group {
	var all []group
	for _, f := range found {
		if len(all) == 0 || all[len(all)-1].kind != f.Kind {
			all = append(all, group{kind: f.Kind})
		}
		all[len(all)-1].all = append(all[len(all)-1].all, f)
	}
	return all
}

// note words the state where the note is one.
func note(ctx context.Context, f market.Found) string {
	area := string(f.Kind)
	if f.Kind == market.FoundSKU {
		area = "spec"
	}
	if f.Kind == market.FoundUsageBill {
		return i18n.T(ctx, market.UsageBillStatus(f.Note).Key())
	}
	if key := area + ".status_" + f.Note; i18n.Has(key) {
		return i18n.T(ctx, key)
	}
	return f.Note
}

// title words what is a key: an activity or a node.
func title(ctx context.Context, f market.Found) string {
	switch f.Kind {
	case market.FoundFulfilment:
		return i18n.T(ctx, market.Activity(f.Title).Key())
	case market.FoundSupervision:
		return i18n.T(ctx, market.Node(f.Title).Key())
	}
	return f.Title
}
