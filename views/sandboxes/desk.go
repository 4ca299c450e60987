package sandboxes

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// deskVerbs are the last words of the paths at which the operator's acts are played.
var deskVerbs = map[market.Act]string{
	market.MarkSupervision:    "desk-mark",
	market.ApproveSupervision: "desk-approve",
	market.EndorseSupervision: "desk-endorse",
	market.DeclineSupervision: "desk-decline",
	market.AskAppeal:          "desk-ask",
	market.DecideAppeal:       "desk-decide",
}

// deskActs are what the operator's people could do to the test order now (transactions.md §2.6,
// §3).
func (p ShowPage) deskActs() (acts []market.Act) {
	if p.Flow == nil {
		return nil
	}
	flow := p.Flow.Flow.V
	if p.Order.SaleType == market.SaleJoint && p.Flow.Status == market.SupervisionRunning && flow.Index(p.Flow.Node) <= flow.Index(flow.Handover().Key) {
		acts = append(acts, market.MarkSupervision)
	}
	for _, act := range []market.Act{market.ApproveSupervision, market.EndorseSupervision, market.DeclineSupervision} {
		if p.can(act) {
			acts = append(acts, act)
		}
	}
	if p.Appeal == nil {
		return acts
	}
	if p.Appeal.Status == market.AppealPending {
		acts = append(acts, market.AskAppeal, market.DecideAppeal)
	}
	return acts
}

func gentleDesk(act market.Act) ui.Style {
	if act == market.DeclineSupervision {
		return ui.Danger
	}
	return ui.Secondary
}

func couponKinds(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, kind := range market.CouponKinds {
		options = append(options, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key())})
	}
	return options
}

func parties(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: string(market.PartyBuyer), Label: i18n.T(ctx, "common.party_buyer")},
		{Value: string(market.PartySeller), Label: i18n.T(ctx, "common.party_seller")}}
}

func outcomes(ctx context.Context, a market.Appeal) []ui.Option {
	var options []ui.Option
	for _, outcome := range a.Outcomes() {
		options = append(options, ui.Option{Value: string(outcome), Label: i18n.T(ctx, outcome.Key())})
	}
	return options
}

// earlier are the nodes to which a decision may send the delivery back.
func (p ShowPage) earlier(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, node := range p.Flow.Earlier() {
		options = append(options, ui.Option{Value: string(node), Label: i18n.T(ctx, node.Key())})
	}
	return options
}
