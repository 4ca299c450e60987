package handlers

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/stalls"
	"sellercenter/views/supervisions"
)

func (site *site) stallRoutes(e *echo.Echo) {
	e.GET("/stalls", site.seller(seller.stalls), sees(market.Stalls))
	e.GET("/operator/stalls", site.operator(operator.stalls), sees(market.Stalls))
}

// stallSearch reads the queue's filters out of the URL; what is no choice narrows nothing.
func stallSearch(c echo.Context, clock supervisions.Clock) market.StallSearch {
	search := market.StallSearch{Late: c.QueryParam("late") != "", Text: strings.TrimSpace(c.QueryParam("text"))}
	if cause := market.StallCause(c.QueryParam("cause")); slices.Contains(market.StallCauses, cause) {
		search.Cause = cause
	}
	if owner := market.Party(c.QueryParam("owner")); slices.Contains(stalls.Owners, owner) {
		search.Owner = owner
	}
	search.After, search.Until = market.AgeWindow(c.QueryParam("age"), clock.Calendar, clock.Now)
	return search
}

// stalls is the seller's queue of orders that do not move.
func (s seller) stalls() error {
	clock, err := s.clock()
	if err != nil {
		return err
	}
	counts, err := s.store.StallCounts(s.ctx())
	if err != nil {
		return err
	}
	search := stallSearch(s, clock)
	list := stalls.Listing(s.ctx(), stalls.Clock{Now: clock.Now, Calendar: clock.Calendar}, search, counts, false)
	return show(s, list, func(ask market.Ask) (market.Page[market.Stall], error) {
		return s.store.Stalls(s.ctx(), search, ask)
	})
}

// stalls is the queue over all sellers.
func (o operator) stalls() error {
	clock := supervisions.Clock{Now: o.site.db.Now()}
	var err error
	if clock.Calendar, err = o.site.db.Calendar(o.ctx()); err != nil {
		return err
	}
	counts, err := o.store.StallCounts(o.ctx())
	if err != nil {
		return err
	}
	search := stallSearch(o, clock)
	list := stalls.Listing(o.ctx(), stalls.Clock{Now: clock.Now, Calendar: clock.Calendar}, search, counts, true)
	return show(o, list, func(ask market.Ask) (market.Page[market.Stall], error) {
		return o.store.Stalls(o.ctx(), search, ask)
	})
}
