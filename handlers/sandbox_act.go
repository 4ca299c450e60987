package handlers

import (
	"errors"
	"strings"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/sandboxes"
)

// sandboxPlay is one more act of the test buyer, by the last word of its path.
type sandboxPlay struct {
	act market.Act
	do  func(s seller, f *form, store *db.Seller, page sandboxes.ShowPage) error
}

// onFlow is an act on the order's delivery.
func onFlow(do func(s seller, f *form, store *db.Seller, id market.SupervisionID) error) func(seller, *form, *db.Seller, sandboxes.ShowPage) error {
	return func(s seller, f *form, store *db.Seller, page sandboxes.ShowPage) error {
		return delivered(page, func(id market.SupervisionID) error { return do(s, f, store, id) })
	}
}

// sandboxPlays are the buyer's acts that shop fronts offer beside those of every order
// (transactions.md §10.1).
var sandboxPlays = map[string]sandboxPlay{
	"unsubscribe": {market.UnsubscribeOrder, func(s seller, f *form, store *db.Seller, page sandboxes.ShowPage) error {
		return store.UnsubscribeOrder(s.ctx(), page.Order.ID, f.text("reason"), 0)
	}},
	"expiry": {market.SetInstance, func(s seller, f *form, store *db.Seller, page sandboxes.ShowPage) error {
		wanted := market.Expiry{Policy: market.ExpiryPolicy(f.text("policy")), Periods: 1}
		if wanted.Policy == market.PolicyRenew {
			wanted.Periods, wanted.Times = f.number("renew_periods"), f.number("renew_times")
		}
		if err := f.err(); err != nil {
			return err
		}
		return store.SetInstance(s.ctx(), page.Order.ID, wanted)
	}},
	"quota": {market.SetQuota, func(s seller, f *form, store *db.Seller, page sandboxes.ShowPage) error {
		wish, err := f.quota(page.Order)
		if err != nil {
			return err
		}
		return store.SetQuota(s.ctx(), page.Order.ID, wish)
	}},
	"close": {market.CloseInstance, func(s seller, _ *form, store *db.Seller, page sandboxes.ShowPage) error {
		return store.CloseInstance(s.ctx(), page.Order.ID)
	}},
	"owe": {market.OweInstance, func(s seller, _ *form, store *db.Seller, page sandboxes.ShowPage) error {
		return store.OweInstance(s.ctx(), page.Order.ID)
	}},
	"settle": {market.SettleInstance, func(s seller, _ *form, store *db.Seller, page sandboxes.ShowPage) error {
		return store.SettleInstance(s.ctx(), page.Order.ID)
	}},
	"pay-bill": {market.PayUsage, func(s seller, f *form, store *db.Seller, page sandboxes.ShowPage) error {
		return store.PayUsage(s.ctx(), page.Order.ID, f.text("bill"))
	}},
	"take-back": {market.WithdrawRefund, func(s seller, _ *form, store *db.Seller, page sandboxes.ShowPage) error {
		if page.Refund == nil {
			return market.Conflict("sandbox.no_refund")
		}
		return store.WithdrawRefund(s.ctx(), page.Refund.ID)
	}},
	"send-back": {market.ShipRefund, func(s seller, f *form, store *db.Seller, page sandboxes.ShowPage) error {
		if page.Refund == nil {
			return market.Conflict("sandbox.no_refund")
		}
		return store.ShipRefund(s.ctx(), page.Refund.ID, market.ReturnParcel{Courier: f.text("courier"), Tracking: f.text("tracking")})
	}},
	"supply": {market.SupplyAppeal, func(s seller, f *form, store *db.Seller, page sandboxes.ShowPage) error {
		if page.Appeal == nil {
			return market.Conflict("sandbox.no_appeal")
		}
		return store.SupplyAppeal(s.ctx(), page.Appeal.ID, f.text("text"), f.evidence("files", market.EvidenceAppeal))
	}},
	"identification": {market.IdentifySupervision, onFlow(func(s seller, f *form, store *db.Seller, id market.SupervisionID) error {
		return store.IdentifySupervision(s.ctx(), id, market.Identification{Kind: f.text("kind"), Code: f.text("code")})
	})},
	"receive": {market.ReceiveSupervision, onFlow(func(s seller, _ *form, store *db.Seller, id market.SupervisionID) error {
		return store.ReceiveSupervision(s.ctx(), id)
	})},
	"agree": {market.AgreeSupervision, onFlow(func(s seller, f *form, store *db.Seller, id market.SupervisionID) error {
		return store.AgreeSupervision(s.ctx(), id, f.text("comment"))
	})},
	"deployment": {market.LaunchSupervision, onFlow(func(s seller, f *form, store *db.Seller, id market.SupervisionID) error {
		return store.LaunchSupervision(s.ctx(), id, market.Launch{Server: f.text("server"), Network: f.text("network"), Group: f.text("security_group")})
	})},
	"agency": {market.DelegateSupervision, onFlow(func(s seller, f *form, store *db.Seller, id market.SupervisionID) error {
		return store.DelegateSupervision(s.ctx(), id, f.text("name"))
	})},
	"security-group": {market.SecureSupervision, onFlow(func(s seller, f *form, store *db.Seller, id market.SupervisionID) error {
		return store.SecureSupervision(s.ctx(), id, f.text("name"))
	})},
	"deployed": {market.DeploySupervision, onFlow(func(s seller, f *form, store *db.Seller, id market.SupervisionID) error {
		return store.DeploySupervision(s.ctx(), id, f.text("comment"))
	})},
	"address": {market.ReaddressSupervision, onFlow(func(s seller, f *form, store *db.Seller, id market.SupervisionID) error {
		return store.ReaddressSupervision(s.ctx(), id, market.Address{Recipient: f.text("recipient"), Phone: f.text("phone"), Place: f.text("place")})
	})},
	"courier": {market.TrackSupervision, onFlow(func(s seller, f *form, store *db.Seller, id market.SupervisionID) error {
		return store.TrackSupervision(s.ctx(), id, market.CourierNews{Tracking: f.text("tracking"), State: market.CourierState(f.text("status")),
			At: s.site.db.Now().Truncate(time.Second)})
	})},
}

// sandboxRefund reads how the test order could be given back now and what that would do; while
// it goes back, where to.
func (s seller) sandboxRefund(page *sandboxes.ShowPage) (err error) {
	if page.Order.PaidAt == nil {
		return nil
	}
	if page.Refund == nil {
		wanted, err := market.ReadMoney(s.QueryParam("amount"))
		if err != nil || wanted.Sign() < 0 {
			wanted = market.Money{}
		}
		page.Asked = wanted
		offer, err := s.buyer().OrderRefund(s.ctx(), page.Order.ID, wanted)
		var problem *market.Problem
		if errors.As(err, &problem) && problem.Kind == market.KindInvalid {
			why := saidOf(problem)
			offer.Why, err = &why, nil
		}
		page.Offer = &offer
		return err
	}
	if page.Refund.Goods != market.GoodsReceived {
		return nil
	}
	if page.Back, err = s.buyer().ReturnAddress(s.ctx(), page.Refund.ID); err != nil {
		return err
	}
	page.Couriers, err = s.store.Couriers(s.ctx())
	return err
}

// saidOf is the sentence of a refusal: a field's, where it names one.
func saidOf(problem *market.Problem) market.Reason {
	for _, reason := range problem.Fields {
		return reason
	}
	return problem.Reason
}

// playSandbox does one of them.
func playSandbox(play sandboxPlay) func(seller) error {
	return func(s seller) error {
		f := readForm(s)
		return s.plays(f, play.act, func(store *db.Seller, page sandboxes.ShowPage) error { return play.do(s, f, store, page) })
	}
}

// quota reads what the test buyer wants of a package: thresholds in percent, and how often it
// is bought again for no more than it cost.
func (f *form) quota(order market.Order) (market.QuotaWish, error) {
	wish := market.QuotaWish{Measure: market.QuotaPercent, Channels: []market.Channel{market.Inbox}, BuyAt: market.Count(10), Times: f.number("times"), Most: order.Amount, Agreed: true}
	for _, text := range valuesOf(f.text("alerts")) {
		at, err := market.ReadQuantity(strings.TrimSuffix(text, "%"))
		if err != nil {
			return wish, market.Invalid("alerts", "problem.not_a_quantity", text)
		}
		wish.Alerts = append(wish.Alerts, at)
	}
	return wish, nil
}
