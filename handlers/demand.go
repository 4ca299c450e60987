package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/demands"
	"sellercenter/views/ui"
)

func (site *site) demandRoutes(e *echo.Echo) {
	g := e.Group("/demands", sees(market.Demands))
	g.GET("", site.seller(seller.demands))
	g.GET("/:id", site.seller(seller.demand))
	g.POST("/:id/accept", site.seller(seller.acceptDemand))
	g.POST("/:id/refuse", site.seller(seller.refuseDemand))
	g.POST("/:id/progress", site.seller(seller.progressDemand))
	g.POST("/:id/edit", site.seller(seller.editDemand))
	g.POST("/:id/close", site.seller(seller.closeDemand))
	g.POST("/:id/fail", site.seller(seller.failDemand))
	g.POST("/:id/reveal", site.seller(seller.revealDemand))
	o := e.Group("/operator/demands", sees(market.Demands))
	o.GET("", site.operator(operator.demands))
	o.GET("/assign", site.operator(operator.newDemand))
	o.POST("/assign", site.operator(operator.assignDemand))
}

func demandSearch(q url.Values) market.DemandSearch {
	return market.DemandSearch{Status: market.DemandStatus(q.Get("status")), Source: market.DemandSource(q.Get("source")),
		Text: strings.TrimSpace(q.Get("text")), From: dayIn(q, "assigned_from", 0), Until: dayIn(q, "assigned_until", 1)}
}

func (s seller) demands() error {
	search := demandSearch(s.QueryParams())
	counts, err := s.store.DemandCounts(s.ctx())
	if err != nil {
		return err
	}
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	return show(s, demands.Listing(s.ctx(), s.site.db.Now(), search, counts, settings.DemandDays), func(ask market.Ask) (market.Page[market.DemandRow], error) {
		return s.store.Demands(s.ctx(), search, ask)
	})
}

func (s seller) demand() error { return s.showDemand(ui.Form{}, http.StatusOK, nil) }

func (s seller) showDemand(f ui.Form, status int, refused *market.Reason) error {
	return s.revealedDemand(f, status, refused, nil)
}

// revealedDemand is the demand's page with the customer's contact, once.
func (s seller) revealedDemand(f ui.Form, status int, refused *market.Reason, contact *market.Customer) error {
	id, err := pathID[market.Demand](s, "id")
	if err != nil {
		return err
	}
	p := demands.DetailPage{Now: s.site.db.Now(), Refused: refused, Contact: contact}
	if p.Demand, err = s.store.Demand(s.ctx(), id); err != nil {
		return err
	}
	if p.Notes, err = s.store.DemandNotes(s.ctx(), id); err != nil {
		return err
	}
	return s.page(status, demands.Detail(f, p))
}

func (s seller) acceptDemand() error {
	f := readForm(s)
	return s.onDemand(f, market.AcceptDemand, func(id market.DemandID) error { return s.store.AcceptDemand(s.ctx(), id, f.checked("agreed")) })
}

func (s seller) refuseDemand() error {
	f := readForm(s)
	return s.onDemand(f, market.RefuseDemand, func(id market.DemandID) error { return s.store.RefuseDemand(s.ctx(), id, f.text("reason")) })
}

func (s seller) progressDemand() error {
	f := readForm(s)
	return s.onDemand(f, market.ProgressDemand, func(id market.DemandID) error { return s.store.ProgressDemand(s.ctx(), id, f.text("progress_text")) })
}

func (s seller) editDemand() error {
	f := readForm(s)
	return s.onDemand(f, market.EditDemand, func(id market.DemandID) error {
		return s.store.EditDemand(s.ctx(), id, f.text("customer"), f.text("spec_wanted"))
	})
}

func (s seller) closeDemand() error {
	f := readForm(s)
	return s.onDemand(f, market.CloseDemand, func(id market.DemandID) error { return s.store.CloseDemand(s.ctx(), id, f.text("reason")) })
}

func (s seller) failDemand() error {
	f := readForm(s)
	return s.onDemand(f, market.FailDemand, func(id market.DemandID) error { return s.store.FailDemand(s.ctx(), id, f.text("reason")) })
}

func (s seller) revealDemand() error {
	id, err := pathID[market.Demand](s, "id")
	if err != nil {
		return err
	}
	contact, err := s.store.RevealDemand(s.ctx(), id)
	return readForm(s).end(err, s.showDemand, func() error { return s.revealedDemand(ui.Form{}, http.StatusOK, nil, &contact) })
}

func (s seller) onDemand(f *form, act market.Act, do func(market.DemandID) error) error {
	id, err := pathID[market.Demand](s, "id")
	if err != nil {
		return err
	}
	err = do(id)
	return f.answer(s, err, s.showDemand, "/demands/"+id.String(), act)
}

func (o operator) demands() error {
	search := demandSearch(o.QueryParams())
	return show(o, demands.OperatorListing(o.ctx(), o.site.db.Now()), func(ask market.Ask) (market.Page[market.DemandRow], error) {
		return o.store.Demands(o.ctx(), search, ask)
	})
}

func (o operator) newDemand() error { return o.showDemandForm(ui.Form{}, http.StatusOK) }

func (o operator) showDemandForm(f ui.Form, status int) error {
	products, err := o.store.JointProducts(o.ctx())
	if err != nil {
		return err
	}
	settings, err := o.site.db.Settings(o.ctx())
	if err != nil {
		return err
	}
	return o.page(status, demands.Assign(f, demands.AssignPage{Products: products, Days: settings.DemandDays}))
}

func (o operator) assignDemand() error {
	f := readForm(o)
	report := market.DemandReport{Demand: market.Demand{Source: market.DemandSource(f.text("source")), Name: f.text("name"), DeliveryMode: f.text("delivery_mode"),
		Kind: f.text("kind"), Space: f.money("space"), Request: f.text("request"), SalesContact: f.text("sales_contact"), SalesPhone: f.text("sales_phone"),
		Description: f.text("description"), Solutions: f.text("solutions"), CustomerName: f.text("customer_name"), Customer: f.text("customer")},
		Phone: f.text("phone"), Email: f.text("email")}
	if day := f.day("signing_on"); !day.IsZero() {
		report.SigningOn = &day
	}
	whose, product, _ := strings.Cut(f.text("product"), " ")
	seller, err := market.ParseID[market.Seller](whose)
	if err == nil {
		report.ProductID, err = market.ParseID[market.Product](product)
	}
	if err != nil {
		f.fault("product", market.Because("problem.required"))
	}
	if err = f.err(); err == nil {
		_, err = o.store.Seller(seller).AssignDemand(o.ctx(), report)
	}
	if f.refused(err) {
		return o.showDemandForm(f.Form, f.status)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/demands", market.AssignDemand)
}
