// Package scans is the pages of security scans of sellers' websites.
package scans

import (
	"context"
	"strconv"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// DetailPage is one scan with its results and who names it.
type DetailPage struct {
	Scan    market.Scan
	Results []market.ScanResult
	Shown   *market.ScanResult // nil before the first
	Users   []market.Product
}

func url(id market.ScanID, verb string) string { return "/scans/" + id.String() + verb }

func action(c market.Scan) string {
	if c.ID.IsZero() {
		return "/scans/create"
	}
	return url(c.ID, "/edit")
}

func editTitle(ctx context.Context, c market.Scan) string {
	if c.ID.IsZero() {
		return i18n.T(ctx, market.CreateScan)
	}
	return i18n.T(ctx, market.EditScan)
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.integration")}, {Text: i18n.T(ctx, "nav.scans")}}
	if len(more) > 0 {
		way[1].URL = "/scans"
	}
	return append(way, more...)
}

// Listing is the seller's scans.
func Listing(ctx context.Context) ui.Listing[market.Scan] {
	type row = market.Scan
	return ui.Listing[row]{
		Area: "scan", Icon: "shield", First: addButton(), Sort: "updated_at", Filters: filters(ctx),
		Head: ui.Head{Title: i18n.T(ctx, "nav.scans"), Lead: i18n.T(ctx, "scan.lead", market.ScansMost), Acts: addButton(), Crumbs: crumbs(ctx)},
		Row:  func(c row) (string, string) { return c.ID.String(), c.Name },
		Columns: []ui.Col[row]{
			{Name: "name", Fixed: true, Width: "wide", Value: func(c row) any { return c.Name }, Cell: func(p *ui.Pen, c row) { p.Link(c.Name, url(c.ID, ""), c.Number) }},
			{Name: "number", Off: true, Width: "id", Value: func(c row) any { return c.Number }, Cell: func(p *ui.Pen, c row) { p.Code(c.Number) }},
			{Name: "url", Width: "wide", Value: func(c row) any { return c.URL }},
			{Name: "status", Width: "chip", Value: func(c row) any { return c.Status }},
			{Name: "verdict", Width: "chip", Value: func(c row) any { return verdict(c) }, Cell: func(p *ui.Pen, c row) {
				if c.Verdict == "" {
					p.Dash()
				} else {
					p.Chip(c.Verdict)
				}
			}},
			{Name: "score", Right: true, Width: "narrow", Value: func(c row) any { return figure(c, c.Score) }},
			{Name: "findings", Right: true, Width: "narrow", Value: func(c row) any { return figure(c, c.Findings) }},
			{Name: "used", Right: true, Width: "narrow", Aside: true, Value: func(c row) any { return c.Used }},
			{Name: "finished_at", Width: "when", Aside: true, Value: func(c row) any { return c.FinishedAt }},
			{Name: "created_at", Off: true, Width: "when", Value: func(c row) any { return c.CreatedAt }},
			{Name: "updated_at", Sort: true, Width: "when", Value: func(c row) any { return c.UpdatedAt }},
		},
	}
}

func verdict(c market.Scan) any {
	if c.Verdict == "" {
		return nil
	}
	return c.Verdict
}

// figure is a figure of the newest result; nothing before the first.
func figure(c market.Scan, n int) any {
	if c.Verdict == "" {
		return nil
	}
	return n
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "scan.text_hint")},
		{Name: "status", Options: ui.OptionsOf(ctx, market.ScanStatuses[:len(market.ScanStatuses)-1])},
		{Name: "verdict", Options: ui.OptionsOf(ctx, market.ScanVerdicts)},
	}
}

// facts head the report.
func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	r := p.Shown
	return []ui.Fact{
		{Label: i18n.T(ctx, "scan.number"), Text: p.Scan.Number},
		{Label: i18n.T(ctx, "scan.url"), Text: r.URL},
		{Label: i18n.T(ctx, "scan.at"), Text: i18n.Moment(ctx, r.At)},
		{Label: i18n.T(ctx, "scan.verdict"), Part: ui.Chip(r.Verdict)},
		{Label: i18n.T(ctx, "scan.score"), Text: i18n.T(ctx, "scan.score_of", r.Score)},
		{Label: i18n.T(ctx, "scan.high"), Text: strconv.Itoa(r.Count(market.SeverityHigh))},
		{Label: i18n.T(ctx, "scan.medium"), Text: strconv.Itoa(r.Count(market.SeverityMedium))},
		{Label: i18n.T(ctx, "scan.low"), Text: strconv.Itoa(r.Count(market.SeverityLow))},
	}
}

func (p DetailPage) railFacts(ctx context.Context) []ui.Fact {
	c := p.Scan
	facts := []ui.Fact{{Label: i18n.T(ctx, "scan.url"), Text: c.URL}, {Label: i18n.T(ctx, "scan.host"), Text: c.Host}}
	for _, at := range []struct {
		name string
		at   *time.Time
	}{{"scan.created_at", &c.CreatedAt}, {"scan.verified_at", c.VerifiedAt}, {"scan.started_at", c.StartedAt}, {"scan.finished_at", c.FinishedAt}} {
		if at.at != nil {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, at.name), Part: ui.Time(*at.at)})
		}
	}
	return facts
}

func (p DetailPage) reportURL(format string) string {
	return url(p.Scan.ID, "/report."+format+"?result="+p.Shown.ID.String())
}

// FileHead words the first line of a report as a table.
func (p DetailPage) FileHead(ctx context.Context) []string {
	var head []string
	for _, name := range []string{"check", "severity", "seen", "why", "mend"} {
		head = append(head, i18n.T(ctx, "scan."+name))
	}
	return head
}

// Rows are the checks of a report as a table, the gravest first.
func (p DetailPage) Rows(ctx context.Context) (rows [][]any) {
	for _, f := range p.Shown.Sorted() {
		row := []any{i18n.T(ctx, f.Check.Key()), graded(ctx, f), f.Seen, i18n.T(ctx, f.Check.Key()+"_why"), ""}
		if !f.OK() {
			row[4] = i18n.T(ctx, f.Check.Key()+"_mend")
		}
		rows = append(rows, row)
	}
	return rows
}

func graded(ctx context.Context, f market.ScanFinding) string {
	switch {
	case f.Skipped:
		return i18n.T(ctx, "scan.skipped")
	case f.OK():
		return i18n.T(ctx, "scan.check_ok")
	}
	return i18n.T(ctx, f.Severity.Key())
}

func tone(f market.ScanFinding) market.Tone {
	switch {
	case f.Skipped:
		return market.Neutral
	case f.OK():
		return market.OK
	}
	return f.Severity.Tone()
}

// failure says why the site could not be looked at.
func failure(ctx context.Context, c market.Scan) string {
	return i18n.Say(ctx, market.Because("fulfilment.fault_"+c.Fault, int(market.FulfilmentTimeout/time.Second)))
}
