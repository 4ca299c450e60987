package handlers

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/orders"
)

// orderTimeline reads what happened to the order, of the kind that the URL wants.
func orderTimeline(c echo.Context, store *db.Seller, order market.Order, ask market.Ask) (t orders.Timeline, err error) {
	if kind := market.EventKind(c.QueryParam("kind")); slices.Contains(market.EventKinds, kind) {
		t.Kind = kind
	}
	ctx := c.Request().Context()
	if t.Events, err = store.OrderTimeline(ctx, order, t.Kind, ask); err != nil {
		return t, err
	}
	if t.Kind == "" && t.Events.Whole() {
		t.Counts = market.CountEvents(t.Events.Rows)
		return t, nil
	}
	t.Counts, err = store.OrderEventCounts(ctx, order.ID)
	return t, err
}

// orderTimeline shows all that happened to an order, as a document that prints.
func (s seller) orderTimeline() error {
	id, err := pathID[market.Order](s, "id")
	if err != nil {
		return err
	}
	page, err := timelinePage(s, s.store, id)
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, orders.Whole(page))
}

func (o operator) orderTimeline() error {
	id, err := pathID[market.Order](o, "id")
	if err != nil {
		return err
	}
	seller, name, err := o.store.OrderSeller(o.ctx(), id)
	if err != nil {
		return err
	}
	page, err := timelinePage(o, o.store.Seller(seller), id)
	if err != nil {
		return err
	}
	page.Seller = name
	return o.page(http.StatusOK, orders.Whole(page))
}

func timelinePage(c echo.Context, store *db.Seller, id market.OrderID) (page orders.ShowPage, err error) {
	if page.Order, err = store.Order(c.Request().Context(), id); err != nil {
		return page, err
	}
	wanted := ask(c)
	if wanted.Size == 0 {
		wanted.Size = 100
	}
	page.Timeline, err = orderTimeline(c, store, page.Order, wanted)
	return page, err
}
