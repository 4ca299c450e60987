package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// storefrontRefundRoutes are what a buyer asks before, and does while, goods go back
// (transactions.md §4.1, §4.4).
func (site *site) storefrontRefundRoutes(g *echo.Group) {
	g.GET("/orders/:number/refund", site.storefront(storefront.offerRefund))
	g.POST("/refunds/:number/ship", site.storefront(storefront.shipRefund))
}

// offerAnswer is how an order can be given back now, and what that would do.
type offerAnswer struct {
	Number     string           `json:"number"`
	Way        market.RefundWay `json:"way"`
	Said       string           `json:"said"`
	Why        string           `json:"why,omitempty"` // why not
	Amount     *market.Money    `json:"amount,omitempty"`
	Kept       *market.Money    `json:"kept,omitempty"`
	UsedDays   int              `json:"used_days,omitempty"`
	Days       int              `json:"days,omitempty"`
	QuotaLeft  int              `json:"quota_left"`
	GoodsFirst bool             `json:"goods_first"`
	Approval   bool             `json:"platform_approval"`
	Ends       bool             `json:"ends"`
	CouponBack bool             `json:"coupon_back"`
	LimitFreed bool             `json:"limit_freed"`
	Releases   bool             `json:"releases"`
	RunsUntil  *time.Time       `json:"runs_until,omitempty"`
}

// offerRefund says which way an order can be given back: nothing is written.
func (s storefront) offerRefund() error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	faults, wanted := market.Invalids{}, market.Money{}
	if text := s.QueryParam("amount"); text != "" {
		wanted = amount(faults, "amount", text)
	}
	if err := faults.Err(); err != nil {
		return err
	}
	offer, err := store.OrderRefund(s.ctx(), order.ID, wanted)
	if err != nil {
		return err
	}
	answer := offerAnswer{Number: order.Number, Way: offer.Way, Said: i18n.T(s.ctx(), offer.Way.Key()), QuotaLeft: offer.Quota.Left(),
		UsedDays: offer.UsedDays, Days: offer.Days, GoodsFirst: offer.Rule.Returns}
	if offer.Why != nil {
		answer.Why = i18n.Say(s.ctx(), *offer.Why)
	}
	if e := offer.Effects; e != nil {
		answer.Amount, answer.Kept, answer.Approval, answer.Ends, answer.CouponBack = &e.Back, &e.Kept, e.Large, e.Ends, e.CouponBack
		answer.LimitFreed, answer.Releases, answer.RunsUntil = e.LimitFreed, e.Call == market.ActivityReleaseInstance, e.RunsUntil
	}
	return s.JSON(http.StatusOK, answer)
}

func (s storefront) shipRefund() error {
	var asked struct {
		Courier  string `json:"courier"`
		Tracking string `json:"tracking"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.refunds(market.ShipRefund, func(store *db.Seller, id market.RefundID) error {
		return store.ShipRefund(s.ctx(), id, market.ReturnParcel{Courier: asked.Courier, Tracking: asked.Tracking})
	})
}

// returned adds to a refund what its buyer has to know of the goods.
func (s storefront) returned(store *db.Seller, r market.RefundRow, answer *refundAnswer) error {
	answer.Goods, answer.Courier, answer.Tracking = r.Goods, r.Courier, r.Tracking
	answer.ContactSeller = r.Status == market.RefundRequested && r.Late(s.site.db.Now())
	if r.Goods != market.GoodsReceived {
		return nil
	}
	back, err := store.ReturnAddress(s.ctx(), r.ID)
	if err != nil || back.Place == "" {
		return err
	}
	answer.ReturnTo = &addressAsk{Recipient: back.Recipient, Phone: back.Phone, Place: back.Place}
	return nil
}
