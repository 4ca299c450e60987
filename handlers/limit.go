package handlers

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/limits"
	"sellercenter/views/ui"
)

func (site *site) limitRoutes(e *echo.Echo) {
	g := e.Group("/limits", sees(market.Limits))
	g.GET("", site.seller(seller.limits))
	g.GET("/new", site.seller(seller.newLimits))
	g.GET("/simulate", site.seller(seller.simulateLimits))
	g.POST("/set", site.seller(seller.setLimits))
	g.POST("/:id/lift", site.seller(seller.liftLimit))

	o := e.Group("/operator/limits", sees(market.Limits))
	o.GET("", site.operator(operator.limits))
}

func limitSearch(c echo.Context) market.LimitSearch {
	return market.LimitSearch{Text: strings.TrimSpace(c.QueryParam("text")), Rule: market.CountRule(c.QueryParam("rule"))}
}

func (s seller) limits() error {
	return show(s, limits.Listing(s.ctx()), func(ask market.Ask) (market.Page[market.LimitRow], error) {
		return s.store.Limits(s.ctx(), limitSearch(s), ask)
	})
}

func (o operator) limits() error {
	return show(o, limits.OperatorListing(o.ctx()), func(ask market.Ask) (market.Page[market.LimitRow], error) {
		return o.store.Limits(o.ctx(), limitSearch(o), ask)
	})
}

// newLimits chooses specs, then asks for the limits of those that were chosen.
func (s seller) newLimits() error {
	chosen, err := idsOf[market.Spec](s.QueryParams()["spec"])
	if err != nil {
		return err
	}
	if len(chosen) > 0 {
		return s.showLimits(http.StatusOK, ui.Form{}, chosen)
	}
	p := limits.ChoosePage{Text: strings.TrimSpace(s.QueryParam("text"))}
	if p.Specs, err = s.store.LimitSpecs(s.ctx(), p.Text); err != nil {
		return err
	}
	return s.page(http.StatusOK, limits.Choose(p))
}

func (s seller) showLimits(status int, f ui.Form, chosen []market.ID[market.Spec]) error {
	specs, err := s.store.LimitSpecsNamed(s.ctx(), chosen)
	if err != nil {
		return err
	}
	if len(specs) != len(chosen) {
		return market.NotFound
	}
	return s.page(status, limits.Set(f, ordered(specs, chosen)))
}

// ordered are the specs as they were typed: row n of the form is row n of the faults.
func ordered(specs []market.LimitSpec, as []market.ID[market.Spec]) []market.LimitSpec {
	rows := make([]market.LimitSpec, len(as))
	for n, id := range as {
		for _, spec := range specs {
			if spec.SpecID == id {
				rows[n] = spec
			}
		}
	}
	return rows
}

func (s seller) setLimits() error {
	f := readForm(s)
	var asks []market.LimitAsk
	var chosen []market.ID[market.Spec]
	for n := range min(f.number("rows"), 500) {
		id, err := market.ParseID[market.Spec](f.text(market.RowField("spec", n)))
		if err != nil {
			return err
		}
		chosen = append(chosen, id)
		ask := market.LimitAsk{SpecID: id, CountRule: market.CountRule(f.text(market.RowField("count", n))),
			CountN: f.number(market.RowField("times", n)), Quantity: f.number(market.RowField("quantity", n))}
		if f.text(market.RowField("quantity", n)) == "0" {
			ask.Quantity = -1 // zero is no limit, and no way to say that there is none
		}
		asks = append(asks, ask)
	}
	err := f.err()
	if err == nil {
		err = s.store.SetLimits(s.ctx(), asks)
	}
	if f.refused(err) && len(chosen) > 0 {
		return s.showLimits(f.status, f.Form, chosen)
	}
	if f.Problem != nil { // nothing was chosen
		return s.site.failed(s, "/limits/new", market.Conflict("limit.no_specs"))
	}
	if err != nil {
		return err
	}
	return s.done("/limits", market.SetLimit)
}

func (s seller) liftLimit() error {
	id, err := pathID[market.Limit](s, "id")
	if err == nil {
		err = s.store.LiftLimit(s.ctx(), id)
	}
	if err != nil {
		return err
	}
	return s.done("/limits", market.LiftLimit)
}

// simulateLimits asks every rule about a purchase that nobody makes; nothing is changed, so
// it is a page that can be sent to somebody.
func (s seller) simulateLimits() error {
	q := s.QueryParams()
	p := limits.SimulatePage{Asked: q.Get("offer") != ""}
	f := &form{Form: ui.Form{Values: q, Fields: map[string]market.Reason{}}, context: s, status: http.StatusUnprocessableEntity}
	if len(q) == 0 {
		f.Values = nil
	}
	var err error
	if p.Offers, err = s.store.Offers(s.ctx()); err != nil {
		return err
	}
	if !p.Asked {
		return s.page(http.StatusOK, limits.Simulate(f.Form, p))
	}
	wanted := market.Purchase{Type: market.OrderType(f.text("type")), Product: f.text("offer"), Quantity: f.quantity("amount"), Periods: 1,
		Customer: market.Customer{ID: f.required("account_id"), RealName: market.RealName(f.text("real_name"))}}
	at := s.site.db.Now()
	if day := f.day("day"); !day.IsZero() && day != market.DayOf(at) {
		at = day.Begin()
	}
	if err = f.err(); err == nil {
		p.Quote, p.Admission, err = s.store.Simulate(s.ctx(), wanted, market.PayMethod(f.text("method")), at)
	}
	var problem *market.Problem
	switch {
	case isNotFound(err):
		f.fault("offer", market.Because("order.no_such_product", wanted.Product))
	case errors.As(err, &problem) && problem.Kind == market.KindConflict:
		p.Refused = &problem.Reason
	case f.refused(err):
	case err != nil:
		return err
	}
	if quantity, faulty := f.Fields["quantity"]; faulty { // the field of the simulator has another name
		f.fault("amount", quantity)
		delete(f.Fields, "quantity")
	}
	status := http.StatusOK
	if len(f.Fields) > 0 {
		p.Asked, status = false, f.status
	}
	return s.page(status, limits.Simulate(f.Form, p))
}

// idsOf reads ids out of a form or an address; what is none is not found.
func idsOf[T any](texts []string) (ids []market.ID[T], err error) {
	for _, text := range texts {
		id, err := market.ParseID[T](text)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}
