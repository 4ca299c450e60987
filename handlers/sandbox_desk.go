package handlers

import (
	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/sandboxes"
)

// desk is the seller's member as the operator's people, over its own test order: who reviews
// the delivery in two steps and decides disputes (transactions.md §2.6, §3). In life the order
// is theirs to see; a test order never reaches them.
func (s seller) desk() *db.Seller {
	actor := s.actor()
	return s.site.db.Seller(market.Actor{Person: actor.Person, Name: actor.Name, From: actor.From, Products: actor.Products, Test: true,
		Roles: []market.Role{market.Reviewer, market.Manager}}, s.store.ID())
}

// onDesk is an act of the operator's people on the order's delivery.
func onDesk(do func(s seller, f *form, store *db.Seller, id market.SupervisionID) error) func(seller, *form, *db.Seller, sandboxes.ShowPage) error {
	return func(s seller, f *form, _ *db.Seller, page sandboxes.ShowPage) error {
		return delivered(page, func(id market.SupervisionID) error { return do(s, f, s.desk(), id) })
	}
}

// onCase is an act of the operator's people on the order's dispute.
func onCase(do func(s seller, f *form, store *db.Seller, id market.AppealID) error) func(seller, *form, *db.Seller, sandboxes.ShowPage) error {
	return func(s seller, f *form, _ *db.Seller, page sandboxes.ShowPage) error {
		if page.Appeal == nil {
			return market.Conflict("sandbox.no_appeal")
		}
		return do(s, f, s.desk(), page.Appeal.ID)
	}
}

// deskPlays are the operator's acts that a test order may need to go on: the kind of coupon that
// chooses the acceptance rule, the review in two steps, the question for evidence, the decision.
var deskPlays = map[string]sandboxPlay{
	"desk-mark": {market.MarkSupervision, onDesk(func(s seller, f *form, store *db.Seller, id market.SupervisionID) error {
		return store.MarkSupervision(s.ctx(), id, market.Marks{Coupon: market.CouponKind(f.text("coupon_kind"))})
	})},
	"desk-approve": {market.ApproveSupervision, onDesk(func(s seller, f *form, store *db.Seller, id market.SupervisionID) error {
		return store.ApproveSupervision(s.ctx(), id, f.text("comment"))
	})},
	"desk-endorse": {market.EndorseSupervision, onDesk(func(s seller, f *form, store *db.Seller, id market.SupervisionID) error {
		return store.EndorseSupervision(s.ctx(), id, f.text("comment"))
	})},
	"desk-decline": {market.DeclineSupervision, onDesk(func(s seller, f *form, store *db.Seller, id market.SupervisionID) error {
		return store.DeclineSupervision(s.ctx(), id, f.text("reason"))
	})},
	"desk-ask": {market.AskAppeal, onCase(func(s seller, f *form, store *db.Seller, id market.AppealID) error {
		return store.AskAppeal(s.ctx(), id, market.Party(f.text("asked_party")), f.text("asked"))
	})},
	"desk-decide": {market.DecideAppeal, onCase(func(s seller, f *form, store *db.Seller, id market.AppealID) error {
		what := market.Decision{Outcome: market.AppealOutcome(f.text("outcome")), Conclusion: f.text("conclusion")}
		if what.Outcome == market.OutcomeReturn {
			what.ReturnNode = market.Node(f.text("return_node"))
		}
		if what.Outcome == market.OutcomeRefund {
			what.Amount = f.money("amount")
		}
		if err := f.err(); err != nil {
			return err
		}
		return store.DecideAppeal(s.ctx(), id, what)
	})},
}
