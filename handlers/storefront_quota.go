package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// storefrontQuotaRoutes are what is left of a customer's packages, when it is told and whether
// they are bought again (catalogue.md §3.8).
func (site *site) storefrontQuotaRoutes(g *echo.Group) {
	g.GET("/orders/:number/quota", site.storefront(storefront.quota))
	g.POST("/orders/:number/quota", site.storefront(storefront.setQuota))
}

type quotaAnswer struct {
	Order       string              `json:"order"`
	Item        string              `json:"item"`
	Total       market.Quantity     `json:"total"`
	Used        market.Quantity     `json:"used"`
	Left        market.Quantity     `json:"left"`
	LeftPercent int                 `json:"left_percent"`
	Uses        []market.QuotaUse   `json:"uses"`
	MeasuredAt  *time.Time          `json:"measured_at,omitempty"`
	Fault       string              `json:"fault,omitempty"` // why the last look told nothing
	Measure     market.QuotaMeasure `json:"measure"`
	Alerts      []market.Quantity   `json:"alerts"`
	Told        []market.Quantity   `json:"told"`
	Channels    []market.Channel    `json:"channels"`
	BuyAt       market.Quantity     `json:"buy_at"`
	Times       int                 `json:"times"`
	Most        market.Money        `json:"most"`
	ConsentedAt *time.Time          `json:"consented_at,omitempty"`
	Refusal     string              `json:"refusal,omitempty"` // why the last purchase was refused
	Bought      string              `json:"bought,omitempty"`  // number of the order that was placed
	ChangedAt   time.Time           `json:"changed_at"`
}

func (s storefront) quota() error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	q, err := store.Quota(s.ctx(), order.ID)
	if err != nil {
		return err
	}
	answer := quotaAnswer{Order: order.Number, Item: q.Item, Total: q.Total, Used: q.Used, Left: q.Left(), LeftPercent: q.LeftPercent(),
		Uses: append([]market.QuotaUse{}, q.Uses.V...), MeasuredAt: q.MeasuredAt, Measure: q.Measure, Alerts: q.Alerts.V, Told: q.Told.V, Channels: q.Channels.V,
		BuyAt: q.BuyAt, Times: q.Times, Most: q.Most, ConsentedAt: q.ConsentedAt, ChangedAt: q.ChangedAt}
	if q.Cause.V != nil {
		answer.Fault = i18n.Say(s.ctx(), *q.Cause.V)
	}
	if q.Refusal.V != nil {
		answer.Refusal = i18n.Say(s.ctx(), *q.Refusal.V)
	}
	if q.BoughtID != nil {
		bought, err := store.Order(s.ctx(), *q.BoughtID)
		if err != nil {
			return err
		}
		answer.Bought = bought.Number
	}
	return s.JSON(http.StatusOK, answer)
}

// setQuota keeps the customer's wishes; without alerts and without purchases nobody looks any
// more.
func (s storefront) setQuota() error {
	var asked struct {
		Measure  market.QuotaMeasure `json:"measure"`
		Alerts   []market.Quantity   `json:"alerts"`
		Channels []market.Channel    `json:"channels"`
		BuyAt    market.Quantity     `json:"buy_at"`
		Times    int                 `json:"times"`
		Most     string              `json:"most"`
		Agreed   bool                `json:"agreed"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	faults := market.Invalids{}
	wish := market.QuotaWish{Measure: asked.Measure, Alerts: asked.Alerts, Channels: asked.Channels, BuyAt: asked.BuyAt, Times: asked.Times,
		Most: amount(faults, "most", asked.Most), Agreed: asked.Agreed}
	if err := faults.Err(); err != nil {
		return err
	}
	return s.does(market.SetQuota, func(store *db.Seller, order market.Order) error {
		return store.SetQuota(s.ctx(), order.ID, wish)
	})
}
