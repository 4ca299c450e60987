package handlers

import (
	"mime"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/refunds"
)

// storefrontRefundRoutes are what a buyer asks before, and does while, goods go back
// (transactions.md §4.1, §4.4).
func (site *site) storefrontRefundRoutes(g *echo.Group) {
	g.GET("/orders/:number/refund", site.storefront(storefront.offerRefund))
	g.GET("/refunds/:number/files/:file", site.storefront(storefront.refundFile))
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

// refundStory answers by the very sight and the very effects that a page shows as the buyer's.
func (s storefront) refundStory(store *db.Seller, row market.RefundRow) (*refundStoryAnswer, error) {
	p := refunds.DetailPage{Refund: row}
	if err := readRefund(s.ctx(), store, &p); err != nil {
		return nil, err
	}
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return nil, err
	}
	scene := market.Scene{Order: p.Order, Appeals: p.Appeals, Refund: &row.Refund}
	if p.Flow != nil {
		scene.Flow = *p.Flow
	}
	e := p.Effects
	story := refundStoryAnswer{May: []market.Act{}, OrderPaid: p.Order.Amount, Kept: e.Kept, Ends: e.Ends, CouponBack: e.CouponBack, LimitFreed: e.LimitFreed,
		Releases: e.Call == market.ActivityReleaseInstance, RunsUntil: e.RunsUntil, Files: []refundFileAnswer{}, Events: []eventAnswer{}}
	for _, chance := range scene.See(market.PartyBuyer, settings.AppealPolicy(), s.site.db.Now()).Chances {
		if chance.Open() {
			story.May = append(story.May, chance.Act)
		}
	}
	for _, log := range p.Logs {
		story.Events = append(story.Events, eventAnswer{At: log.At, Kind: market.EventRefund, Party: log.Party, Act: string(log.Act), Text: i18n.T(s.ctx(), log.Act), Remark: log.Comment})
		for _, f := range log.Files {
			story.Files = append(story.Files, refundFileAnswer{f.ID.String(), f.Name, f.Mime, f.Size, f.SHA256, f.Party, f.UploadedAt})
		}
	}
	return &story, nil
}

// refundFile answers with a document of the inspection.
func (s storefront) refundFile() error {
	store, refund, _, err := s.refundCounter()
	if err != nil {
		return err
	}
	logs, err := store.RefundLogs(s.ctx(), refund.ID)
	if err != nil {
		return err
	}
	for _, log := range logs {
		for _, f := range log.Files {
			if f.ID.String() != s.Param("file") {
				continue
			}
			content, err := store.FileContent(s.ctx(), f.ID)
			if err != nil {
				return err
			}
			s.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
			return s.Blob(http.StatusOK, f.Mime, content)
		}
	}
	return market.NotFound
}
