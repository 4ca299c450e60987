// Package resales is the pages of what resellers may resell, and at which price.
package resales

import (
	"context"
	neturl "net/url"
	"slices"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// FormPage is authorizing one product or many, with what speaks against it before it is saved.
type FormPage struct {
	Level   market.ResaleLevel
	Today   market.Day
	Targets []market.ResaleTarget
	Chosen  []market.ProductID
	Rows    []market.Resale         // the batch as typed; empty before anything was typed
	Beside  [][]market.Resale       // running authorizations of each row's product
	Faults  map[int][]market.Reason // what speaks against a row
}

// pick is the choice of products.
func (p FormPage) pick(ctx context.Context) ui.Pick {
	pick := ui.Pick{Name: "id", Label: i18n.T(ctx, "resale.products"), Fault: "product", URL: "/resales/authorize"}
	for _, t := range p.Targets {
		pick.Options = append(pick.Options, ui.Option{Value: t.ID.String(), Label: t.Name, Help: i18n.T(ctx, "resale.target", market.Word(t.AccessType.Key()), t.Number)})
	}
	return pick
}

// picked is the form with the products that were chosen before anything was typed.
func (p FormPage) picked(f ui.Form) ui.Form {
	if f.Values == nil {
		f.Values = neturl.Values{}
		for _, id := range p.Chosen {
			f.Values.Add("id", id.String())
		}
	}
	return f
}

// DetailPage is one authorization with what it does to a price.
type DetailPage struct {
	Today   market.Day
	Resale  market.ResaleRow
	Quote   *market.Quote // nil: the product has no price any more
	History []market.Audit
	Beside  []market.Resale
	Refused *market.Reason
}

func url(id market.ResaleID, verb string) string {
	if verb == "" {
		return "/resales/" + id.String()
	}
	return "/resales/" + id.String() + "/" + verb
}

func authorizeURL(level market.ResaleLevel) string {
	return "/resales/authorize?level=" + string(level)
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.sales")}, {Text: i18n.T(ctx, "nav.resales")}}
	if len(more) > 0 {
		way[1].URL = "/resales"
	}
	return append(way, more...)
}

func validity(ctx context.Context, r market.Resale) string {
	return i18n.Day(ctx, r.StartsOn) + "–" + i18n.Day(ctx, r.EndsOn)
}

func begins(ctx context.Context, r market.Resale, today market.Day) string {
	switch {
	case r.Status != market.ResaleActive:
		return ""
	case today.Before(r.StartsOn):
		return i18n.T(ctx, "resale.not_begun")
	default:
		return i18n.T(ctx, "resale.days_left", daysBetween(today, r.EndsOn.Plus(1)))
	}
}

func daysBetween(from, until market.Day) int {
	return int(until.Begin().Sub(from.Begin()).Hours()) / 24
}

func (p FormPage) target(id market.ProductID) market.ResaleTarget {
	for _, t := range p.Targets {
		if t.ID == id {
			return t
		}
	}
	return market.ResaleTarget{}
}

// pays is what the reseller would pay, by the code that prices orders.
func (p FormPage) pays(r market.Resale) (quote market.Quote, ok bool) {
	t := p.target(r.ProductID)
	if t.Code == "" || r.Discount.IsZero() {
		return quote, false
	}
	quote, err := t.Quote(r)
	return quote, err == nil
}

// first is the first row that has a price, for the waterfall.
func (p FormPage) first() (market.ResaleTarget, market.Quote, bool) {
	for _, r := range p.Rows {
		if quote, ok := p.pays(r); ok {
			return p.target(r.ProductID), quote, true
		}
	}
	return market.ResaleTarget{}, market.Quote{}, false
}

// spans are the row's validity and the running ones of its product.
func (p FormPage) spans(ctx context.Context, n int) ui.SpanPlot {
	row := p.Rows[n]
	plot := ui.SpanPlot{Caption: p.target(row.ProductID).Name, Today: p.Today,
		Rows: []ui.SpanRow{{Name: i18n.T(ctx, "resale.this_one"), Text: row.Discount.String(), From: row.StartsOn, Until: row.EndsOn, Tone: "new"}}}
	if n < len(p.Beside) {
		plot.Rows = append(plot.Rows, besides(ctx, row, p.Beside[n])...)
	}
	return plot
}

func besides(ctx context.Context, row market.Resale, beside []market.Resale) (rows []ui.SpanRow) {
	bad := row.Against(beside)
	for _, o := range beside {
		if o.ID == row.ID {
			continue
		}
		tone := ""
		if slices.ContainsFunc(bad, func(r market.ResaleRefusal) bool { return r.With.ID == o.ID }) {
			tone = "bad"
		}
		rows = append(rows, ui.SpanRow{Name: o.Number + " " + who(ctx, o), URL: url(o.ID, ""), Text: o.Discount.String(), From: o.StartsOn, Until: o.EndsOn, Tone: tone})
	}
	return rows
}

// who is for whom an authorization holds.
func who(ctx context.Context, r market.Resale) string {
	switch r.Level {
	case market.ResalePartner:
		return r.Partner
	case market.ResaleCustomer:
		return r.Partner + " → " + r.Customer
	case market.ResaleProduct:
	}
	return i18n.T(ctx, "resale.all_resellers")
}

func (p FormPage) drawable(n int) bool {
	r := p.Rows[n]
	return !r.StartsOn.IsZero() && !r.EndsOn.IsZero() && r.StartsOn.Before(r.EndsOn)
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	r := p.Resale
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "resale.number"), Part: ui.ID(r.Number, "")},
		{Label: i18n.T(ctx, "resale.status"), Part: ui.Chip(r.Status)},
		{Label: i18n.T(ctx, "resale.level"), Text: i18n.T(ctx, r.Level.Key())},
		{Label: i18n.T(ctx, "resale.partner"), Text: who(ctx, r.Resale)},
	}
	if r.Project != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "resale.project"), Text: r.Project})
	}
	return append(facts,
		ui.Fact{Label: i18n.T(ctx, "resale.discount"), Part: ui.Percent(r.Discount)},
		ui.Fact{Label: i18n.T(ctx, "resale.validity"), Text: validity(ctx, r.Resale)},
		ui.Fact{Label: i18n.T(ctx, "resale.made_by"), Text: r.MadeBy},
		ui.Fact{Label: i18n.T(ctx, "resale.made_at"), Part: ui.Time(r.MadeAt)})
}

// entries are the authorization's history, newest first.
func (p DetailPage) entries(ctx context.Context) []ui.Entry {
	var entries []ui.Entry
	for _, a := range p.History {
		if a.Act == market.AuthorizeResale {
			continue // a batch has one entry for all its rows
		}
		entry := ui.Entry{At: a.At, Party: a.Party, Ours: a.Party == market.PartySeller, Actor: a.Actor, Act: i18n.Did(ctx, a.Act)}
		if a.Party == market.PartySystem {
			entry.Actor = i18n.T(ctx, "resale.system")
		}
		for _, name := range []string{"discount", "starts_on", "ends_on"} {
			if fact, changed := a.Facts.V[name]; changed {
				entry.Rest += i18n.T(ctx, "resale.changed", i18n.T(ctx, "resale."+name), said(name, fact.Before), said(name, fact.After))
			}
		}
		if fact, is := a.Facts.V["reason"]; is {
			entry.Quote, _ = fact.After.(string)
		}
		entries = append(entries, entry)
	}
	return append(entries, ui.Entry{At: p.Resale.MadeAt, Party: market.PartySeller, Ours: true, Actor: p.Resale.MadeBy, Act: i18n.Did(ctx, market.AuthorizeResale)})
}

// said is an audited value as people read it: ratios are kept as fractions.
func said(name string, value any) string {
	text, _ := value.(string)
	if name != "discount" {
		return text
	}
	ratio, err := market.ReadFraction(text)
	if err != nil {
		return text
	}
	return ratio.String()
}
