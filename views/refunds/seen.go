package refunds

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// seen is the refund as another side sees it now, from the same rows and by the rules that
// answer that side.
func (p DetailPage) seen(ctx context.Context, as market.Party) ui.Seen {
	refund := p.Refund.Refund
	scene := market.Scene{Order: p.Order, Appeals: p.Appeals, Refund: &refund}
	if p.Flow != nil {
		scene.Flow = *p.Flow
	}
	turn := p.turn(ctx)
	turn.Ours = turn.Party == as
	s := ui.Seen{Own: p.ours(), As: as, Sight: scene.SeeAs(p.ours(), as, p.Settings.AppealPolicy(), p.Now), Status: ui.Chip(p.Refund.Status),
		Turn: turn, Left: countdown(refund, p.frozen(), p.Clock), Else: p.otherwise(), Over: !p.Refund.Status.Open(),
		Facts: p.seenFacts(ctx, as), Files: p.evidence(ctx), Case: p.entries(ctx, as)}
	for _, text := range []ui.SeenText{{Title: i18n.T(ctx, "refund.reason"), Text: refund.Reason}, {Title: i18n.T(ctx, "refund.note"), Text: refund.Note},
		{Title: i18n.T(ctx, "refund.fault"), Text: refund.Fault}} {
		if text.Text != "" {
			s.Texts = append(s.Texts, text)
		}
	}
	return s
}

// seenFacts are the facts that the side is shown: statements and the platform's share are no
// business of the buyer's, and the contact is the seller's only where the buyer shares it.
func (p DetailPage) seenFacts(ctx context.Context, as market.Party) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "refund.number"), Part: ui.ID(p.Refund.Number, "")},
		{Label: i18n.T(ctx, "refund.order"), Part: ui.ID(p.Order.Number, p.orderURL())},
		{Label: i18n.T(ctx, "refund.requested_at"), Part: ui.Time(p.Refund.RequestedAt)}}
	if as == market.PartyOperator {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "refund.seller"), Text: p.Refund.CompanyName})
	}
	if as != market.PartyBuyer {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "refund.customer"), Text: p.Order.CustomerName})
		if p.Refund.ContactShown {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, "refund.contact"), Part: ui.Masked(p.Refund.PhoneMask)})
		}
	}
	for _, fact := range Money(ctx, p.Effects) {
		fact.Sum = false // one list of facts, not a reckoning
		facts = append(facts, fact)
	}
	for _, fact := range Then(ctx, p.Effects) {
		if as != market.PartyBuyer || fact.Label != i18n.T(ctx, "refund.effect_calls") {
			facts = append(facts, fact)
		}
	}
	if p.Refund.Goods != "" {
		facts = append(facts, p.goodsFacts(ctx)...)
	}
	return facts
}

// evidence are the documents of the inspection, which all sides see.
func (p DetailPage) evidence(ctx context.Context) []ui.EvidenceRow {
	var rows []ui.EvidenceRow
	for _, log := range p.Logs {
		for _, f := range log.Files {
			rows = append(rows, ui.EvidenceRow{Kind: i18n.T(ctx, string(log.Act)), File: ui.File{Name: f.Name, URL: p.fileURL(f.ID)},
				Who: i18n.T(ctx, "common.party_"+string(f.Party)), At: f.UploadedAt, Hash: f.SHA256})
		}
	}
	return rows
}

// appeal is the dispute that freezes the refund; nil for none.
func (p DetailPage) appeal() *market.Appeal {
	for i := range p.Appeals {
		if p.Appeals[i].Status.Open() {
			return &p.Appeals[i]
		}
	}
	return nil
}
