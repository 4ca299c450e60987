package supervisions

import (
	"context"
	"strings"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// held is the refund that a running delivery waits for: until it is decided nothing is accepted
// by itself (transactions.md §2.3, §4.3).
func (p DetailPage) held() *market.Stall {
	if p.Flow.Status != market.SupervisionRunning {
		return nil
	}
	return p.Held
}

// heldKey names what is to be done about the refund.
func heldKey(held market.Stall) string {
	if held.Refund == market.RefundApproved { // its invoice has to go back first, or the money is on its way
		return held.Cause.Key()
	}
	return "refund.turn_" + string(held.Refund)
}

func (p DetailPage) countdown() ui.Countdown {
	if held := p.held(); held != nil {
		return ui.StallCountdown(*held, p.Now, p.Calendar)
	}
	appeal := p.appeal()
	if appeal == nil {
		count := ui.FlowCountdown(p.Flow, nil, p.Now, p.Calendar)
		if at, ever := p.assumed(); ever { // in calendar days (transactions.md §2.4)
			count.NoLimit, count.Natural, count.Due, count.Left, count.Used = false, true, at, at.Sub(p.Now), p.Now.Sub(p.Flow.EnteredAt)
			count.Reason = market.Because("supervision.assumed_then", p.Settings.SignedDays)
		}
		return count
	}
	return ui.AppealCountdown(*appeal, p.Since(), p.Now, p.Calendar)
}

// Since is when the side whose turn it is began to be waited for.
func (p DetailPage) Since() time.Time {
	if held := p.held(); held != nil {
		return held.Since
	}
	if p.Flow.Status == market.SupervisionFrozen {
		for _, log := range p.Logs { // newest first
			if log.Act.Area() == market.Appeals {
				return log.At
			}
		}
	}
	return p.Flow.EnteredAt
}

func (p DetailPage) turn(ctx context.Context) ui.TurnNow {
	now := ui.TurnNow{Party: p.Flow.Turn, Ours: p.Flow.Turn == p.ours(), Since: i18n.Moment(ctx, p.Since())}
	switch held := p.held(); {
	case held != nil:
		now.Party, now.Ours, now.Act = held.Owner, held.Owner == p.ours(), i18n.T(ctx, heldKey(*held))
	case p.Flow.Status != market.SupervisionFrozen:
		now.Act = i18n.T(ctx, p.Flow.Step().Act)
		now.Lacks = p.lacks(ctx)
	case p.Flow.Turn == market.PartyOperator:
		now.Act = i18n.T(ctx, "supervision.turn_decide")
	default:
		now.Act = i18n.T(ctx, "supervision.turn_supply")
	}
	return now
}

// lacks names the documents without which the act is refused, by the rule that refuses it.
func (p DetailPage) lacks(ctx context.Context) string {
	var have []market.EvidenceKind
	for _, f := range p.prepared() {
		have = append(have, f.Kind)
	}
	missing := market.MissingEvidence(p.Flow.Step().Evidence, have)
	if len(missing) == 0 {
		return ""
	}
	return i18n.T(ctx, "supervision.lacks", len(market.EvidenceNeeds(missing, nil)), market.Words(missing))
}

// asked are the documents that the node needs; behind the handing over, those that it needed.
func (p DetailPage) asked() []market.EvidenceKind {
	flow := p.Flow.Flow.V
	if flow.Index(p.Flow.Node) > flow.Index(flow.Handover().Key) {
		return flow.Handover().Evidence
	}
	return p.need(p.Flow.Step().Act)
}

// assumed is when hardware is accepted for the buyer, if ever.
func (p DetailPage) assumed() (time.Time, bool) {
	if p.Parcel == nil || p.held() != nil || p.Flow.Node != market.NodeAccepting || p.Flow.Status != market.SupervisionRunning {
		return time.Time{}, false
	}
	return p.Parcel.AcceptedAt(p.Settings.SignedDays)
}

// unassumed says why hardware is never accepted by itself, or what it waits for.
func (p DetailPage) unassumed() market.Reason {
	sum := p.Order.Currency.Sum(p.Order.Amount)
	switch at, ever := p.assumed(); {
	case ever:
		return market.Because("supervision.otherwise_assumed", p.Settings.SignedDays, at, sum)
	case p.Parcel.Unread:
		return market.Because("supervision.otherwise_unread", sum)
	}
	return market.Because("supervision.otherwise_unsigned", p.Settings.SignedDays, sum)
}

// Otherwise is what happens if nobody acts.
func (p DetailPage) Otherwise() market.Reason {
	_, declared := plainOtherwise[p.Flow.Node]
	switch held := p.held(); {
	case held != nil:
		return held.Otherwise()
	case p.Flow.Status == market.SupervisionRunning && p.Flow.Node == market.NodeAccepting && p.Parcel != nil:
		return p.unassumed()
	case p.Flow.Status == market.SupervisionRunning && p.Flow.Turn == market.PartyBuyer && p.Flow.DueAt != nil:
		return market.Because("supervision.otherwise_buyer_due", p.Order.Currency.Sum(p.Order.Amount))
	case p.Flow.Status == market.SupervisionRunning && p.Flow.Turn == market.PartySeller && p.Flow.DueAt == nil:
		return market.Because("supervision.otherwise_seller", p.Order.Currency.Sum(p.Order.Amount), int(p.Settings.SupervisionRemind.Hours()/24))
	case p.Flow.Status == market.SupervisionRunning && p.Flow.Node == market.NodeProve: // the code was received
		return market.Because("supervision.otherwise_proving", p.Order.Currency.Sum(p.Order.Amount))
	case declared && p.Flow.Status == market.SupervisionRunning:
		return market.Because("supervision.otherwise_"+strings.ToLower(string(p.Flow.Node)), p.Order.Currency.Sum(p.Order.Amount),
			int(p.Settings.SupervisionRemind.Hours()/24))
	case p.Flow.Status == market.SupervisionRunning && p.Flow.Turn == market.PartySeller:
		return market.Because("supervision.otherwise_delivering", p.Order.Currency.Sum(p.Order.Amount))
	case p.Flow.Status == market.SupervisionRunning && p.Flow.Turn == market.PartyBuyer:
		return market.Because("supervision.otherwise_buyer", p.Order.Currency.Sum(p.Order.Amount), int(p.Settings.SupervisionRemind.Hours()/24))
	case p.Flow.Status == market.SupervisionRunning && p.Flow.Turn == market.PartyOperator:
		return market.Because("supervision.otherwise_review")
	case p.Flow.Status == market.SupervisionRunning:
		return market.Because("supervision.otherwise_system", p.Order.Currency.Sum(p.Order.Amount))
	case p.Flow.Status == market.SupervisionFrozen && p.Flow.Turn == market.PartyOperator:
		return market.Because("supervision.otherwise_operator")
	case p.Flow.Status == market.SupervisionFrozen:
		return market.Because("supervision.otherwise_asked", p.Order.Currency.Sum(p.Order.Refundable()))
	}
	return market.Because("supervision.otherwise_over")
}

// plainOtherwise are the nodes that say in their own words what happens if nobody acts.
var plainOtherwise = map[market.Node]bool{market.NodeRequirement: true, market.NodeReview: true, market.NodeDelivering: true, market.NodeAccepting: true}

// confirmText says how long the seller then has: the listing's declared time counts in calendar
// days (transactions.md §2.4).
func (p DetailPage) confirmText(ctx context.Context) string {
	next := p.Flow.Flow.V.At(p.Flow.Flow.V.After(p.Flow.Node))
	if next.Natural {
		return i18n.T(ctx, "supervision.confirm_text_natural", next.Days)
	}
	return i18n.T(ctx, "supervision.confirm_text", next.Days)
}
