package market

import "time"

// AppealPolicy is who may appeal when (transactions.md §3): by default either side at any
// node and any time, by the older rules only who was kept waiting or sent back too often.
type AppealPolicy struct {
	Legacy   bool
	IdleDays int // the other side did nothing for more than so many days
	Rejects  int // it was sent back more often than this
}

// AppealPolicy is the policy of this installation.
func (s Settings) AppealPolicy() AppealPolicy {
	return AppealPolicy{Legacy: s.LegacyAppeals, IdleDays: s.AppealIdleDays, Rejects: s.AppealRejects}
}

// MayAppeal refuses an appeal over a flow that is over, that is disputed already, or where
// the older policy does not let the side appeal yet (§3).
func (s Supervision) MayAppeal(by Party, policy AppealPolicy, now time.Time) error {
	switch {
	case s.Status != SupervisionRunning:
		return s.Now(FileAppeal)
	case !policy.Legacy || policy.kept(s, by, now) || policy.often(s, by):
		return nil
	}
	return Conflict("appeal.legacy_not_yet", policy.IdleDays, policy.Rejects)
}

// kept reports whether the other side let its node wait too long: for the seller a node of
// the buyer (submit the requirement, accept), for the buyer one of the seller.
func (p AppealPolicy) kept(s Supervision, by Party, now time.Time) bool {
	other := map[Party]Party{PartySeller: PartyBuyer, PartyBuyer: PartySeller}[by]
	return other != "" && s.Step().Party == other && now.Sub(s.EnteredAt) > time.Duration(p.IdleDays)*24*time.Hour
}

// often reports whether it was sent back too often: the seller may say so while confirming
// the requirement, or while implementing what the buyer sends back; the buyer at any node.
func (p AppealPolicy) often(s Supervision, by Party) bool {
	switch {
	case by == PartyBuyer:
		return s.SellerRejects > p.Rejects || s.BuyerRejects > p.Rejects
	case s.Node == NodeReview:
		return s.SellerRejects > p.Rejects
	case s.Step().Party == PartySeller:
		return s.BuyerRejects > p.Rejects
	}
	return false
}
