// Package offers is the pages of prices that one seller grants to named customers.
package offers

import (
	"context"
	"slices"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// FormPage is a new offer: the SKUs that are in it, and those that were found to be added.
type FormPage struct {
	Now    time.Time
	Limits market.OfferLimits
	Chosen []string // SKU codes in the order of the lines
	Goods  []market.Sale
	More   bool            // there are others than those found
	Beyond []market.Reason // what of the typed offer needs consent
	Demand *market.DemandRow
}

// DetailPage is one offer with its link, its customers, SKUs and orders.
type DetailPage struct {
	Letters []market.OfferLetter
	Offer   market.OfferDraft
	Limits  market.OfferLimits
	Orders  []market.ReducedOrder
	Review  *market.Review
	Base    string
}

// sku is one line of the choice: a SKU with its prices.
type sku struct {
	n      int
	first  market.Sale
	prices []market.Sale
}

// skus groups the goods, which arrive in order, by SKU.
func (p FormPage) skus() (all []sku) {
	for _, sale := range p.Goods {
		if last := len(all) - 1; last >= 0 && all[last].first.SKUCode == sale.SKUCode {
			all[last].prices = append(all[last].prices, sale)
			continue
		}
		all = append(all, sku{0, sale, []market.Sale{sale}})
	}
	return all
}

// lines are the SKUs of the offer. One that left the shop meanwhile keeps its line, so that
// it is seen why the offer is refused.
func (p FormPage) lines() (all []sku) {
	goods := p.skus()
	for n, code := range p.Chosen {
		line := sku{n, market.Sale{SKUCode: code, ProductName: code}, nil}
		if at := slices.IndexFunc(goods, func(s sku) bool { return s.first.SKUCode == code }); at >= 0 {
			line.first, line.prices = goods[at].first, goods[at].prices
		}
		all = append(all, line)
	}
	return all
}

// found are the SKUs that can be added.
func (p FormPage) found() []sku {
	return slices.DeleteFunc(p.skus(), func(s sku) bool { return slices.Contains(p.Chosen, s.first.SKUCode) })
}

func (s sku) field(name string) string { return market.ResaleField(name, s.n) }

func (s sku) options(ctx context.Context) (all []ui.Option) {
	for _, price := range s.prices {
		all = append(all, ui.Option{Value: price.ProductCode, Label: i18n.T(ctx, price.Period.Key()) + " " + i18n.Price(price.UnitPrice)})
	}
	return all
}

func url(id market.OfferID, verb string) string {
	if verb == "" {
		return "/offers/" + id.String()
	}
	return "/offers/" + id.String() + "/" + verb
}

func link(base string, number string) string { return base + market.OfferPath(number) }

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.sales")}, {Text: i18n.T(ctx, "nav.offers")}}
	if len(more) > 0 {
		way[1].URL = "/offers"
	}
	return append(way, more...)
}

func validity(ctx context.Context, o market.Offer) string {
	return i18n.Moment(ctx, o.StartsAt) + "–" + i18n.Moment(ctx, o.EndsAt)
}

// some words the first of several and how many more there are.
func some(ctx context.Context, first string, n int) string {
	if n <= 1 {
		return first
	}
	return i18n.T(ctx, "offer.and_more", first, n-1)
}

func local(ctx context.Context, t time.Time) string {
	return t.In(i18n.Zone(ctx)).Format("2006-01-02T15:04")
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	o := p.Offer
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "offer.number"), Part: ui.ID(o.Number, "")},
		{Label: i18n.T(ctx, "offer.status"), Part: ui.Chip(o.Status)},
		{Label: i18n.T(ctx, "offer.mode"), Text: i18n.T(ctx, o.Mode.Key())},
		{Label: i18n.T(ctx, "offer.origin"), Text: i18n.T(ctx, o.Origin.Key())},
		{Label: i18n.T(ctx, "offer.starts_at"), Part: ui.Time(o.StartsAt)},
		{Label: i18n.T(ctx, "offer.ends_at"), Part: ui.Time(o.EndsAt)},
		{Label: i18n.T(ctx, "offer.made_by"), Text: o.MadeBy},
		{Label: i18n.T(ctx, "offer.made"), Part: ui.Time(o.MadeAt)},
	}
	if p.Review != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "offer.review"), Part: ui.ID(p.Review.Number, "/reviews/"+p.Review.ID.String())})
	}
	if o.DemandID != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "offer.demand"), Part: ui.TextLink(i18n.T(ctx, "common.view"), "/demands/"+o.DemandID.String())})
	}
	return facts
}

// beyond reports whether the figure needs consent.
func (p DetailPage) beyond(i market.OfferItem) bool {
	return p.Limits.Discount.Over(i.Discount) || i.Share.Over(p.Limits.Share)
}

func (p DetailPage) usable() bool {
	return p.Offer.Status == market.OfferEffective || p.Offer.Status == market.OfferUsedUp
}

func fault(ctx context.Context, f ui.Form, field string) string {
	if reason, bad := f.Fault(field); bad {
		return i18n.Say(ctx, reason)
	}
	return ""
}

func modeOptions(ctx context.Context) (all []ui.Option) {
	for _, m := range market.OfferModes {
		all = append(all, ui.Option{Value: string(m), Label: i18n.T(ctx, m.Key())})
	}
	return all
}

func beginName(p FormPage) string {
	if p.Demand == nil {
		return ""
	}
	return p.Demand.Name
}

func beginUsers(p FormPage) string {
	if p.Demand == nil || p.Demand.Customer == "" {
		return ""
	}
	return p.Demand.Customer + " " + p.Demand.CustomerName
}
