package handlers

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/orders"
)

func (site *site) orderRoutes(e *echo.Echo) {
	g := e.Group("/orders", sees(market.Orders))
	g.GET("", site.seller(seller.orders))
	g.GET("/:id", site.seller(seller.order))
	g.GET("/:id/timeline", site.seller(seller.orderTimeline))
	g.POST("/:id/bundle", site.seller(seller.bundleOrder))
	g.POST("/:id/reveal", site.seller(seller.revealOrder))

	o := e.Group("/operator/orders", sees(market.Orders))
	o.GET("", site.operator(operator.orders))
	o.GET("/:id", site.operator(operator.order))
	o.GET("/:id/timeline", site.operator(operator.orderTimeline))
	o.POST("/:id/bundle", site.operator(operator.bundleOrder))
}

func (s seller) orders() error {
	search := orderSearch(s)
	return show(s, orders.Listing(s.ctx(), search, false), func(ask market.Ask) (market.Page[market.OrderRow], error) {
		return s.store.Orders(s.ctx(), search, ask)
	})
}

func (s seller) order() error { return s.showOrder(nil) }

// revealOrder answers with the contact at once: it is shown, and recorded, only now.
func (s seller) revealOrder() error {
	id, err := pathID[market.Order](s, "id")
	if err != nil {
		return err
	}
	contact, err := s.store.RevealContact(s.ctx(), id)
	if err != nil {
		return err
	}
	s.Response().Header().Set("Cache-Control", "no-store")
	return s.showOrder(&contact)
}

func (s seller) showOrder(contact *market.Customer) error {
	id, err := pathID[market.Order](s, "id")
	if err != nil {
		return err
	}
	page, err := orderPage(s, s.store, id)
	if err != nil {
		return err
	}
	page.Contact = contact
	if s.actor().Sees(market.Statements) {
		billing, err := s.store.Billability(s.ctx(), id)
		if err != nil {
			return err
		}
		page.Billing = &billing
	}
	return s.page(http.StatusOK, orders.Show(page))
}

func (o operator) orders() error {
	search := orderSearch(o)
	return show(o, orders.Listing(o.ctx(), search, true), func(ask market.Ask) (market.Page[market.OrderRow], error) {
		return o.store.Orders(o.ctx(), search, ask)
	})
}

// orderPage gathers an order and what belongs to it.
func orderPage(d door, store *db.Seller, id market.OrderID) (page orders.ShowPage, err error) {
	ctx := d.ctx()
	if page.Order, err = store.Order(ctx, id); err != nil {
		return page, err
	}
	if page.Timeline, err = orderTimeline(d, store, page.Order, market.Ask{Size: 20}); err != nil {
		return page, err
	}
	if err := stalledAt(d, store, &page); err != nil {
		return page, err
	}
	if page.Parts, err = store.OrderParts(ctx, page.Order); err != nil {
		return page, err
	}
	if page.Related, err = store.OrderRelated(ctx, id); err != nil {
		return page, err
	}
	if page.Renewals, err = store.Renewals(ctx, id); err != nil {
		return page, err
	}
	if page.Order.Charging.Several() && page.Order.InstanceID != nil {
		used, err := store.OrderUsage(ctx, page.Order)
		if err != nil {
			return page, err
		}
		page.Usage = &used
	}
	if page.Order.RenewsID != nil {
		renews, err := store.Order(ctx, *page.Order.RenewsID)
		if err != nil {
			return page, err
		}
		page.Renews = &renews
	}
	instance, err := store.InstanceOf(ctx, id)
	switch {
	case isNotFound(err):
		return page, nil
	case err != nil:
		return page, err
	}
	page.Instance = &instance
	page.Expiry, err = store.Expiry(ctx, instance.ID)
	return page, err
}

// stalledAt adds whose turn it is where the order does not go on by itself.
func stalledAt(d door, store *db.Seller, page *orders.ShowPage) (err error) {
	if page.Stall, err = store.StallOf(d.ctx(), page.Order); err != nil || page.Stall == nil {
		return err
	}
	page.Now = d.open().db.Now()
	page.Calendar, err = d.open().db.Calendar(d.ctx())
	return err
}

// orderSearch reads the list's filters out of the URL; what is no date narrows nothing.
func orderSearch(c echo.Context) market.OrderSearch {
	search := market.OrderSearch{Number: c.QueryParam("number"), Customer: c.QueryParam("customer"), Product: c.QueryParam("product"),
		Status: market.OrderStatus(c.QueryParam("status")), Type: market.OrderType(c.QueryParam("type")), Access: c.QueryParam("access"),
		Account: strings.TrimSpace(c.QueryParam("account")), Sale: market.SaleType(c.QueryParam("sale")), Charging: market.Charging(c.QueryParam("charging")),
		Supervision: market.SupervisionStatus(c.QueryParam("supervision")), Partner: strings.TrimSpace(c.QueryParam("partner")),
		Test: c.QueryParam("test") != "", Exact: c.QueryParam("count") == "exact"}
	search.From, search.Until = dayBegins(c.QueryParam("placed_from"), 0), dayBegins(c.QueryParam("placed_until"), 1)
	search.PaidFrom, search.PaidUntil = dayBegins(c.QueryParam("paid_from"), 0), dayBegins(c.QueryParam("paid_until"), 1)
	return search
}

// dayBegins is the first instant of the day that many days after the one written.
func dayBegins(text string, after int) *time.Time {
	day, err := market.ReadDay(text)
	if err != nil {
		return nil
	}
	begin := day.Plus(after).Begin()
	return &begin
}
