package supervisions

import (
	"context"
	"errors"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// seen is the delivery as another side sees it now, by the rules that answer that side.
func (p DetailPage) seen(ctx context.Context, as market.Party) ui.Seen {
	scene := market.Scene{Flow: p.Flow, Order: p.Order, Logs: p.Logs, Files: p.Files, Appeals: p.Appeals}
	sight := scene.SeeAs(p.ours(), as, p.Settings.AppealPolicy(), p.Now)
	turn := p.turn(ctx)
	turn.Ours = turn.Party == as
	s := ui.Seen{Own: p.ours(), As: as, Sight: sight, Status: ui.Chip(p.Flow.Status), Over: p.Flow.Over(), Turn: turn,
		Left: p.countdown(), Else: p.Otherwise(), Facts: p.handedFacts(ctx), Files: ui.EvidenceRows(ctx, sight.Files, p.fileURL),
		Case: ui.FlowEntries(ctx, p.Flow, sight.Logs, sight.Files, as, p.fileURL)}
	for _, text := range []ui.SeenText{
		{Title: i18n.T(ctx, "supervision.requirement_title"), Text: p.Flow.Requirement},
		{Title: i18n.T(ctx, "supervision.result_title"), Text: p.Flow.Result},
	} {
		if text.Text != "" {
			s.Texts = append(s.Texts, text)
		}
	}
	return s
}

// asOther reports whether the page is looked at as another side.
func (p DetailPage) asOther(ctx context.Context) bool { return ui.SeenAs(ctx, p.ours()) != p.ours() }

// appealClosed is why the seller may not appeal now (transactions.md §3: the older policy);
// nil when it may.
func (p DetailPage) appealClosed() *market.Reason {
	var problem *market.Problem
	if errors.As(p.Flow.MayAppeal(market.PartySeller, p.Settings.AppealPolicy(), p.Now), &problem) {
		return &problem.Reason
	}
	return nil
}
