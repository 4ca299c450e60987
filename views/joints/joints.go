// Package joints is the pages of joint certifications.
package joints

import (
	"context"
	"slices"
	"strconv"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is the seller's joint certifications (联营认证, catalogue.md §2.11).
func Listing(ctx context.Context, plan *time.Time) ui.Listing[market.Joint] {
	var statuses []ui.Option
	for _, status := range market.JointStatuses {
		statuses = append(statuses, ui.Option{Value: string(status), Label: i18n.T(ctx, status.Key())})
	}
	return ui.Listing[market.Joint]{
		Area: "joint", Icon: "box", First: listActs(plan), Sort: "updated_at", Filters: []ui.Filter{{Name: "status", Options: statuses}},
		Head: ui.Head{Title: i18n.T(ctx, "nav.joints"), Lead: i18n.T(ctx, "joint.lead"), Acts: listActs(plan), Crumbs: crumbs(ctx)},
		Columns: []ui.Col[market.Joint]{
			{Name: "name", Fixed: true, Width: "wide", Value: func(j market.Joint) any { return j.Name }, Cell: func(c *ui.Pen, j market.Joint) { c.Link(j.Name, url(j.ID, ""), j.Number) }},
			{Name: "access_type", Value: func(j market.Joint) any { return market.Word(j.AccessType.Key()) }},
			{Name: "status", Width: "chip", Value: func(j market.Joint) any { return j.Status }, Cell: func(c *ui.Pen, j market.Joint) { c.Chip(j.Status) }},
			{Name: "stage", Value: func(j market.Joint) any { return stageText(ctx, j) }},
			{Name: "updated_at", Sort: true, Width: "when", Value: func(j market.Joint) any { return j.UpdatedAt }},
		},
		Row: func(j market.Joint) (string, string) { return j.ID.String(), j.Name },
	}
}

// Queue is the certifications that wait for the platform, and those that were decided.
func Queue(ctx context.Context) ui.Listing[market.OperatorJoint] {
	type row = market.OperatorJoint
	var statuses []ui.Option
	for _, status := range market.JointStatuses {
		statuses = append(statuses, ui.Option{Value: string(status), Label: i18n.T(ctx, status.Key())})
	}
	return ui.Listing[row]{
		Area: "joint", Icon: "check", Sort: "updated_at",
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "joint.name")}, {Name: "status", Options: statuses}},
		Head: ui.Head{Title: i18n.T(ctx, "nav.operator_joints"), Lead: i18n.T(ctx, "joint.queue_lead"),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_review")}, {Text: i18n.T(ctx, "nav.operator_joints")}}},
		Columns: []ui.Col[row]{
			{Name: "name", Fixed: true, Sort: true, Width: "wide", Value: func(j row) any { return j.Name }, Cell: func(c *ui.Pen, j row) { c.Link(j.Name, operatorURL(j.ID, ""), j.CompanyName+" "+j.Number) }},
			{Name: "company", Label: i18n.T(ctx, "signer.company_name"), Off: true, Value: func(j row) any { return j.CompanyName }},
			{Name: "access_type", Value: func(j row) any { return market.Word(j.AccessType.Key()) }},
			{Name: "status", Width: "chip", Value: func(j row) any { return j.Status }, Cell: func(c *ui.Pen, j row) { c.Chip(j.Status) }},
			{Name: "stage", Value: func(j row) any { return stageText(ctx, j.Joint) }},
			{Name: "updated_at", Sort: true, Width: "when", Value: func(j row) any { return j.UpdatedAt }},
		},
	}
}

func url(id market.JointID, verb string) string { return "/joints/" + id.String() + verb }

func operatorURL(id market.JointID, verb string) string {
	return "/operator/joints/" + id.String() + verb
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.product")}, {Text: i18n.T(ctx, "nav.joints")}}
	if len(more) > 0 {
		way[1].URL = "/joints"
	}
	return append(way, more...)
}

func stageText(ctx context.Context, j market.Joint) string {
	if j.Status != market.JointReview && j.Status != market.JointRejected || j.Stage == "" {
		return ""
	}
	return i18n.T(ctx, j.Stage.Key())
}

func accesses(ctx context.Context) (options []ui.Option) {
	for _, access := range market.AccessTypes {
		if access.Sold(market.SaleJoint) {
			options = append(options, ui.Option{Value: string(access), Label: i18n.T(ctx, access.Key())})
		}
	}
	return options
}

// steps are the stages as the page shows them.
func steps(ctx context.Context, d market.JointDetail) (list []ui.Step) {
	now := slices.Index(market.JointStagesOf(d.AccessType), d.Stage)
	for n, stage := range market.JointStagesOf(d.AccessType) {
		step := ui.Step{Label: i18n.T(ctx, stage.Key()), State: ui.StepFuture}
		switch {
		case d.Status == market.JointPassed || now >= 0 && n < now:
			step.State, step.Lines = ui.StepPast, []string{i18n.T(ctx, "joint.stage_passed")}
		case n == now && d.Status == market.JointRejected:
			step.State, step.Lines = ui.StepLate, []string{i18n.T(ctx, d.Status.Key())}
		case n == now && d.Status == market.JointReview:
			step.State, step.Lines = ui.StepNow, []string{i18n.T(ctx, d.Status.Key())}
		}
		list = append(list, step)
	}
	return list
}

func ticked(yes bool) string {
	if yes {
		return "on"
	}
	return ""
}

// contacts are the rows of contacts, with one more to fill in.
func contacts(c market.JointContent) []market.Contact {
	if len(c.Contacts) < market.MostContacts {
		return append(slices.Clone(c.Contacts), market.Contact{})
	}
	return c.Contacts
}

func row(name string, n int) string { return "contact_" + name + "_" + strconv.Itoa(n) }

func models(ctx context.Context) (options []ui.Option) {
	for _, model := range market.ShareModels {
		options = append(options, ui.Option{Value: model, Label: i18n.T(ctx, "joint.share_model_"+model)})
	}
	return options
}

// last reports the stage that sets how the price is shared.
func last(d market.JointDetail) bool { return d.Stage == market.StageBusiness }

func shareFacts(ctx context.Context, j market.Joint) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "joint.share_model"), Text: i18n.T(ctx, "joint.share_model_"+j.ShareModel)},
		{Label: i18n.T(ctx, "joint.share_ratio"), Part: ui.Percent(j.ShareRatio)}}
	if j.ShareModel == market.ShareByFloor {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "joint.floor"), Part: ui.Percent(j.Floor)})
	}
	return facts
}

// declaredFacts is what the seller declared: the introduction and whom to ask.
func declaredFacts(ctx context.Context, d market.JointDetail) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "joint.introduction"), Text: d.Content.V.Introduction}}
	if len(d.Content.V.Companions) > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "joint.companions"), Text: i18n.List(ctx, d.Content.V.Companions)})
	}
	for _, contact := range d.Content.V.Contacts {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "joint.contact"), Text: i18n.T(ctx, "joint.contact_line", contact.Name, contact.Phone, contact.Email)})
	}
	return facts
}

// entries are the platform's decisions, newest first.
func entries(ctx context.Context, d market.JointDetail) (all []ui.Entry) {
	for _, step := range slices.Backward(d.Steps) {
		outcome := "joint.stage_refused"
		if step.Passed {
			outcome = "joint.stage_passed"
		}
		all = append(all, ui.Entry{At: step.At, Party: market.PartyOperator, Actor: step.By, Act: i18n.T(ctx, outcome), Rest: " " + i18n.T(ctx, step.Stage.Key()), Quote: step.Opinion})
	}
	return all
}
