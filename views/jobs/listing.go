package jobs

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is the jobs of one state and what can be done about them.
func Listing(ctx context.Context, state market.JobState, counts market.JobCounts) ui.Listing[market.Job] {
	type row = market.Job
	return ui.Listing[row]{
		Area: "job", Icon: "check", Sort: "scheduled_at", Up: true, Tabs: tabs(ctx, state, counts),
		Head: ui.Head{Title: i18n.T(ctx, "nav.operator_jobs"), Lead: i18n.T(ctx, "job.lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_platform")}, {Text: i18n.T(ctx, "nav.operator_jobs")}}},
		Columns: []ui.Col[row]{
			{Name: "act", Fixed: true, Value: func(j row) any { return j.Act }, Cell: func(c *ui.Pen, j row) { c.Two(c.T(string(j.Act)), string(j.Act)) }},
			{Name: "seller", Value: func(j row) any { return j.CompanyName }, Cell: func(c *ui.Pen, j row) { c.Aside(j.CompanyName, "/operator/sellers/"+j.SellerID.String()) }},
			{Name: "subject", Width: "id", Value: func(j row) any { return j.Subject }, Cell: func(c *ui.Pen, j row) { c.Code(j.Subject) }},
			{Name: "attempts", Right: true, Value: func(j row) any { return market.Because("job.tried", j.Attempt, j.MaxAttempts) }},
			{Name: "scheduled_at", Sort: true, Width: "when", Value: func(j row) any { return j.ScheduledAt }},
			{Name: "fault", Class: "job-fault", Value: func(j row) any { return j.Fault }, Cell: func(c *ui.Pen, j row) {
				if j.Fault == "" {
					return
				}
				c.Two(j.Fault, "")
				if j.FailedAt != nil {
					c.Second(c.T("job.failed_at", i18n.Near(ctx, *j.FailedAt)))
				}
			}},
			ui.RowActs(rowActs),
		},
	}
}
