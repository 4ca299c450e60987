package audits

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.Audit

// Listing is the entries that match the filters; everywhere adds whose seller it was, for
// the operator.
func Listing(ctx context.Context, everywhere bool) ui.Listing[row] {
	l := ui.Listing[row]{
		Area: "audit", Icon: "doc", Sort: "at", Filters: filtersOf(ctx),
		Head: ui.Head{Title: i18n.T(ctx, "nav.audits"), Lead: i18n.T(ctx, "audit.lead"), Acts: verifyLink()},
		Columns: []ui.Col[row]{
			{Name: "at", Fixed: true, Sort: true, Width: "when", Value: func(a row) any { return a.At }},
			{Name: "actor", Value: func(a row) any { return Actor(ctx, a) }, Cell: func(c *ui.Pen, a row) { c.Two(Actor(ctx, a), c.T("common.party_"+string(a.Party))) }},
			{Name: "party", Off: true, Value: func(a row) any { return market.Word("common.party_" + string(a.Party)) }},
			{Name: "act", Value: func(a row) any { return a.Act }, Cell: func(c *ui.Pen, a row) {
				c.Link(c.T(string(a.Act)), entryURL(c.Ctx(), a), ui.AreaWord(ctx, a.Area))
			}},
			{Name: "facts", Class: "audit-facts", Value: func(a row) any { return FactsText(ctx, a) }, Cell: func(c *ui.Pen, a row) { c.Part(factsOf(a)) }},
			{Name: "subject", Value: func(a row) any { return a.Subject }, Cell: func(c *ui.Pen, a row) { c.Part(subjectOf(a)) }},
			{Name: "address", Value: func(a row) any { return a.Address }},
		},
	}
	if everywhere {
		l.Columns = append(l.Columns, ui.Col[row]{Name: "company_name", Value: func(a row) any { return a.CompanyName }})
	}
	return l
}
