package appeals

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// choices are the decisions with what each will do, by the rules that carry it out.
func (p DetailPage) choices(ctx context.Context, f ui.Form) []ui.Choice {
	var all []ui.Choice
	for _, outcome := range p.Appeal.Outcomes() {
		d := market.Decision{Outcome: outcome}
		if outcome == market.OutcomeReturn {
			d.ReturnNode = market.Node(f.Or("return_node", p.Draft.Word("return_node")))
		}
		all = append(all, ui.Choice{Option: ui.Option{Value: string(outcome), Label: i18n.T(ctx, outcome.Key()), Help: i18n.T(ctx, p.outcomeHelp(outcome))},
			Effects: p.effects(d)})
	}
	return all
}

// outcomeHelp is what the outcome means; over a hardware return some mean something else.
func (p DetailPage) outcomeHelp(o market.AppealOutcome) string {
	if p.Appeal.Returned() && o != market.OutcomeRefuse {
		return o.Key() + "_of_return"
	}
	return o.Key() + "_help"
}

func (p DetailPage) effects(d market.Decision) []market.Effect {
	var have []market.EvidenceKind
	for _, f := range p.Scene.Files {
		have = append(have, f.Kind)
	}
	effects := p.Appeal.Effects(d, p.Flow, p.Order, have, p.Block, p.Now, p.Calendar)
	if p.Preview == nil { // what every decision does is said once
		effects = effects[:len(effects)-1]
	}
	return effects
}

// stopped reports whether something keeps the previewed decision from being made.
func (p DetailPage) stopped() bool {
	for _, e := range p.effects(*p.Preview) {
		if e.Stop {
			return true
		}
	}
	return false
}

// most is how much can be decided to go back: of a return, what its buyer asked for.
func (p DetailPage) most() market.Money {
	if p.Return != nil && p.Order.Refundable().Over(p.Return.Refund.Amount) {
		return p.Return.Refund.Amount
	}
	return p.Order.Refundable()
}

// returnFacts are how the goods of a disputed return came back.
func (p DetailPage) returnFacts(ctx context.Context) []ui.Fact {
	r := p.Return.Refund
	courier := r.Courier
	for _, c := range p.Return.Couriers {
		if c.Code == r.Courier {
			courier = c.Name
		}
	}
	facts := []ui.Fact{{Label: i18n.T(ctx, "appeal.return_refund"), Part: ui.ID(r.Number, p.door()+"/refunds/"+r.ID.String())},
		{Label: i18n.T(ctx, "appeal.return_asked"), Part: ui.MoneyIn(r.Amount, r.Currency)},
		{Label: i18n.T(ctx, "appeal.return_reason"), Text: r.Reason}}
	if r.SentAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "appeal.return_by"), Text: courier + " " + r.Tracking},
			ui.Fact{Label: i18n.T(ctx, "appeal.return_sent"), Part: ui.Time(*r.SentAt)})
	}
	return facts
}

// returnFiles are the photos of the inspection, before and with the appeal.
func (p DetailPage) returnFiles() (files []ui.File) {
	for _, log := range p.Return.Logs {
		for _, f := range log.Files {
			files = append(files, ui.File{Name: f.Name, URL: p.rawURL(f.ID)})
		}
	}
	return files
}

func (p DetailPage) nodeOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, node := range p.Flow.Earlier() {
		options = append(options, ui.Option{Value: string(node), Label: i18n.T(ctx, node.Key())})
	}
	return options
}

func channelOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, c := range market.ContactChannels {
		options = append(options, ui.Option{Value: string(c), Label: i18n.T(ctx, c.Key())})
	}
	return options
}

func handlerOf(a market.AppealRow) string {
	if a.HandlerID == nil {
		return ""
	}
	return a.HandlerID.String()
}

// workloadTabs are the people and how much each has to decide.
func workloadTabs(ctx context.Context, desk []market.Handling, search market.AppealSearch) []ui.Tab {
	q := ui.QueryOf(ctx)
	tabs := []ui.Tab{{Text: i18n.T(ctx, "common.any"), URL: q.With("handler", ""), Current: search.Handler == ""}}
	for _, h := range desk {
		who := market.Nobody
		if h.ID != nil {
			who = h.ID.String()
		}
		tabs = append(tabs, ui.Tab{Text: deskName(ctx, h), URL: q.With("handler", who), Count: i18n.Number(h.Open), Current: search.Handler == who})
	}
	return tabs
}

func deskName(ctx context.Context, h market.Handling) string {
	if h.ID == nil {
		return i18n.T(ctx, "appeal.nobody")
	}
	return h.Name
}

// logGrid is the operation log's table.
func logGrid(ctx context.Context) ui.Grid {
	return ui.Grid{Area: "appeal", Caption: i18n.T(ctx, "appeal.log"), Dense: true, Columns: []ui.Column{
		{Name: "log_at", Width: "when"}, {Name: "log_who"}, {Name: "log_act"}, {Name: "log_from"}, {Name: "log_to"}}}
}

// contactGrid is the contact log's table.
func contactGrid() ui.Grid {
	return ui.Grid{Area: "appeal", Columns: []ui.Column{{Name: "held_at", Width: "when"}, {Name: "channel"}, {Name: "contact_party"}, {Name: "contact_text"}}}
}
