package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// FlowDots are the dots of a delivery flow in a list row, its end included.
func FlowDots(ctx context.Context, flow market.Supervision, late bool) []Dot {
	if flow.Status == market.SupervisionClosed {
		names := append(nodeNames(ctx, flow)[:flow.Ordinal], i18n.T(ctx, market.NodeClosed.Key()))
		return DotsAt(names, len(names), StepPast)
	}
	names := append(nodeNames(ctx, flow), i18n.T(ctx, market.NodeDone.Key()))
	if flow.Status == market.SupervisionDone {
		return DotsAt(names, len(names), StepPast)
	}
	return DotsAt(names, flow.Ordinal, FlowState(flow, late))
}

func nodeNames(ctx context.Context, flow market.Supervision) []string {
	var names []string
	for _, node := range flow.Flow.V.Nodes {
		names = append(names, i18n.T(ctx, node.Key.Key()))
	}
	return names
}

// FlowState is how the node under way is drawn for the seller.
func FlowState(flow market.Supervision, late bool) StepState {
	switch {
	case flow.Status == market.SupervisionFrozen:
		return StepFrozen
	case late && flow.Turn == market.PartySeller:
		return StepLate
	case flow.Turn == market.PartySeller:
		return StepNow
	}
	return StepOther
}

// FlowSteps are the steps of a delivery flow on its page: who did each, when, and how often
// it was sent back.
func FlowSteps(ctx context.Context, flow market.Supervision, logs []market.SupervisionLog, late bool) []Step {
	var steps []Step
	nodes := flow.Flow.V.Nodes
	if flow.Status == market.SupervisionClosed {
		nodes = nodes[:flow.Ordinal]
	}
	for i, node := range nodes {
		step := Step{Label: i18n.T(ctx, shortKey(node.Key)), State: StepFuture}
		switch {
		case i < flow.Ordinal || flow.Over():
			step.State = StepPast
		case i == flow.Ordinal:
			step.State = FlowState(flow, late)
		}
		passed, back := flow.Visits(logs, i)
		switch {
		case step.State == StepPast && passed != nil:
			step.Lines = []string{i18n.T(ctx, partyKey(passed.Party)) + " " + i18n.Moment(ctx, passed.At)}
		case step.State == StepFrozen:
			step.Lines = []string{i18n.T(ctx, "supervision.step_frozen")}
		case step.State != StepFuture && passed != nil:
			step.Lines = []string{i18n.T(ctx, "supervision.step_rejected", max(back, 1))}
		case step.State != StepFuture && step.State != StepPast:
			step.Lines = []string{i18n.T(ctx, "supervision.step_now_since", i18n.Moment(ctx, flow.EnteredAt))}
		case back > 0:
			step.Lines = []string{i18n.T(ctx, "supervision.step_rejected", back)}
		}
		steps = append(steps, step)
	}
	last := Step{Label: i18n.T(ctx, shortKey(market.NodeDone)), State: StepFuture, Lines: []string{i18n.T(ctx, "supervision.step_billable")}}
	if flow.Status == market.SupervisionClosed {
		last.Label = i18n.T(ctx, shortKey(market.NodeClosed))
	}
	if flow.DoneAt != nil {
		last.State, last.Lines = StepPast, []string{i18n.Moment(ctx, *flow.DoneAt)}
	}
	return append(steps, last)
}

func shortKey(node market.Node) string { return "supervision.short_" + strings.ToLower(string(node)) }

// FlowCountdown is the time left at the flow's node, or until its appeal is decided.
func FlowCountdown(flow market.Supervision, appealDue *time.Time, now time.Time, calendar market.Calendar) Countdown {
	c := Countdown{Now: now, Day: calendar.DayLength(), Used: flow.Used(now, calendar), Since: flow.EnteredAt}
	switch {
	case flow.Status == market.SupervisionFrozen && appealDue != nil:
		c.Frozen, c.Due, c.Left = true, *appealDue, calendar.Between(now, *appealDue)
		if flow.Turn != market.PartyOperator { // evidence is due in calendar days (transactions.md §3)
			c.Natural, c.Left = true, appealDue.Sub(now)
		}
		switch flow.Turn {
		case market.PartySeller:
			c.Reason = market.Because("supervision.frozen_supply")
		case market.PartyBuyer:
			c.Reason = market.Because("supervision.frozen_buyer")
		case market.PartyOperator, market.PartySystem:
			c.Reason = market.Because("supervision.frozen_until", *appealDue)
		}
	case flow.DueAt != nil && flow.Step().Natural:
		c.Natural, c.Due, c.Left, c.Used = true, *flow.DueAt, flow.DueAt.Sub(now), now.Sub(flow.EnteredAt)
	case flow.DueAt != nil:
		c.Due, c.Left = *flow.DueAt, flow.Left(now, calendar)
	default:
		c.NoLimit = true
	}
	if flow.Turn == market.PartyBuyer && flow.SellerSpent > 0 && flow.Status == market.SupervisionRunning && c.NoLimit {
		c.Reason = market.Because("supervision.paused_for_buyer")
	}
	return c
}

// AppealCountdown is the time left until the operator decides, in working time, or until the
// side that was asked has supplied evidence, in calendar days (transactions.md §3).
func AppealCountdown(a market.Appeal, since, now time.Time, calendar market.Calendar) Countdown {
	c := Countdown{Due: a.DueAt, Now: now, Day: calendar.DayLength(), Used: calendar.Between(since, now), Left: calendar.Between(now, a.DueAt), Since: since}
	switch {
	case a.Status == market.AppealEvidence:
		c.Natural, c.Used, c.Left = true, now.Sub(since), a.DueAt.Sub(now)
	case now.After(a.DueAt):
		c.Left = -calendar.Between(a.DueAt, now)
	}
	return c
}

// flowReasons say why the rules went that way, by act.
var flowReasons = map[market.Act]string{
	market.StartSupervision: "supervision.why_start", market.SubmitSupervision: "supervision.why_submit",
	market.RefuseSupervision: "supervision.why_refuse", market.RejectSupervision: "supervision.why_reject",
	market.AcceptSupervision: "supervision.why_accept", market.CloseSupervision: "supervision.why_close",
	market.AgreeSupervision: "supervision.why_agree", market.ActivateSupervision: "supervision.why_activate",
	market.AssumeSupervision: "supervision.why_assume", market.ReceiveSupervision: "supervision.why_receive",
	market.DeclineSupervision: "supervision.why_decline", market.DeploySupervision: "supervision.why_deploy",
	market.FileAppeal: "supervision.why_file", market.LapseAppeal: "supervision.why_lapse",
}

// FlowEntries is a flow's log as a timeline, with the files that came along. url is where a
// file is downloaded; ours is the reader's side.
func FlowEntries(ctx context.Context, flow market.Supervision, logs []market.SupervisionLog, files []market.Evidence,
	ours market.Party, url func(market.FileID) string) []Entry {
	boxes := map[market.ID[market.SupervisionLog]][]File{}
	for _, f := range files {
		if f.LogID != nil {
			boxes[*f.LogID] = append(boxes[*f.LogID], File{Name: f.Name, URL: url(f.FileID), Version: f.Version})
		}
	}
	entries := make([]Entry, 0, len(logs))
	for _, log := range logs {
		entry := Entry{At: log.At, Party: log.Party, Ours: log.Party == ours, Actor: log.Actor, Act: i18n.Did(ctx, log.Act),
			Quote: log.Comment, Files: boxes[log.ID], Kind: string(log.Act.Area())}
		if log.Party == market.PartySystem || log.Actor == "" {
			entry.Actor = i18n.T(ctx, partyKey(log.Party))
		}
		from, to := flow.Flow.V.Index(log.FromNode), flow.Flow.V.Index(log.ToNode)
		switch {
		case log.Act == market.FileAppeal:
			entry.Rest = i18n.T(ctx, "supervision.and_frozen")
		case to > from:
			entry.Rest = i18n.T(ctx, "supervision.into", market.Word(shortKey(log.ToNode)))
		case to < from:
			entry.Rest = i18n.T(ctx, "supervision.back_to", market.Word(shortKey(log.ToNode)))
		}
		if why := flowReasons[log.Act]; why != "" {
			reason := market.Because(why)
			entry.Reason = &reason
		}
		if log.Reason != nil { // what the act itself said, like the courier's news
			entry.Reason = &log.Reason.V
		}
		entries = append(entries, entry)
	}
	return entries
}

// EvidenceRows are the stored files of a flow, for the table.
func EvidenceRows(ctx context.Context, files []market.Evidence, url func(market.FileID) string) []EvidenceRow {
	rows := make([]EvidenceRow, 0, len(files))
	for _, f := range files {
		rows = append(rows, EvidenceRow{Kind: i18n.T(ctx, f.Kind.Key()), Who: strings.TrimSpace(i18n.T(ctx, partyKey(f.Party)) + " " + f.UploadedBy), At: f.AddedAt, Hash: f.SHA256,
			File: File{Name: f.Name, URL: url(f.FileID), Version: f.Version}})
	}
	return rows
}

// EvidenceChecks is the checklist of what is needed, by the rule that refuses the act.
func EvidenceChecks(ctx context.Context, need []market.EvidenceKind, files []market.Evidence) []CheckLine {
	latest := map[market.EvidenceKind]int{}
	var have []market.EvidenceKind
	for _, f := range files {
		latest[f.Kind] = max(latest[f.Kind], f.Version)
		have = append(have, f.Kind)
	}
	var lines []CheckLine
	for _, n := range market.EvidenceNeeds(need, have) {
		line := CheckLine{Name: i18n.T(ctx, n.Kind.Key()), OK: n.Missing == 0}
		switch {
		case line.OK && n.Least > 1:
			line.Note = i18n.T(ctx, "supervision.check_files", latest[n.Kind])
		case line.OK:
			line.Note = i18n.T(ctx, "supervision.check_has", latest[n.Kind])
		case n.Least > 1:
			line.Note = i18n.T(ctx, "supervision.check_more", n.Missing, n.Least)
		default:
			line.Note = i18n.T(ctx, "supervision.check_missing")
		}
		lines = append(lines, line)
	}
	return lines
}

// FlowHeat is how many open flows stand at each node for how long; every cell opens its list.
// The standard flow's nodes always have their row, others where something waits.
func FlowHeat(ctx context.Context, counts []market.HeatCount, standard market.Flow) Heat {
	heat := Heat{Head: i18n.T(ctx, "supervision.node"), Legend: true, Columns: Ages(ctx)}
	for _, node := range market.Nodes {
		party := market.NodeParty(node)
		row := HeatRow{Name: i18n.T(ctx, node.Key()), Party: party, Ours: party == market.PartySeller,
			Href: "/supervisions?node=" + string(node), Cells: make([]HeatCell, len(market.Ages)+1)}
		seen := standard.Has(node)
		for _, c := range counts {
			if c.Node == node {
				seen = true
				row.Cells[c.Age] = HeatCell{Count: c.N, Late: c.Late, Href: fmt.Sprintf("/supervisions?node=%s&age=%d", node, c.Age)}
			}
		}
		if seen {
			heat.Rows = append(heat.Rows, row)
		}
	}
	return heat
}

// TemplateDots are the nodes of a template, none of them reached.
func TemplateDots(ctx context.Context, flow market.Flow) []Dot {
	var names []string
	for _, node := range flow.Nodes {
		names = append(names, i18n.T(ctx, shortKey(node.Key)))
	}
	return DotsAt(append(names, i18n.T(ctx, shortKey(market.NodeDone))), 0, StepFuture)
}

// TemplateSteps are the nodes of a template as steps: whose each is and how long it may take.
func TemplateSteps(ctx context.Context, flow market.Flow) []Step {
	var steps []Step
	for _, node := range flow.Nodes {
		limit := i18n.T(ctx, "countdown.no_limit")
		switch {
		case node.Days > 0 && node.Natural:
			limit = i18n.T(ctx, "countdown.natural_days", node.Days)
		case node.Days > 0:
			limit = i18n.T(ctx, "countdown.days", node.Days)
		}
		steps = append(steps, Step{Label: i18n.T(ctx, shortKey(node.Key)), State: StepFuture,
			Lines: []string{i18n.T(ctx, partyKey(node.Party)) + " " + limit}})
	}
	return append(steps, Step{Label: i18n.T(ctx, shortKey(market.NodeDone)), State: StepFuture})
}
