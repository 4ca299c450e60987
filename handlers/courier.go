package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/couriers"
	"sellercenter/views/ui"
)

func (site *site) courierRoutes(e *echo.Echo) {
	g := e.Group("/couriers", sees(market.Couriers))
	g.GET("", site.seller(seller.couriers))
	g.POST("/ask", site.seller(seller.askCourier))
	o := e.Group("/operator/couriers", sees(market.Couriers))
	o.GET("", site.operator(operator.couriers))
	o.POST("/add", site.operator(operator.addCourier))
	o.POST("/retire", site.operator(operator.retireCourier))
}

func (s seller) couriers() error {
	return s.showOwnCouriers(ui.Form{}, http.StatusOK, s.QueryParam("supervision"))
}

// showOwnCouriers shows the companies; from is the delivery that the reader came from, if any.
func (s seller) showOwnCouriers(f ui.Form, status int, from string) error {
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	p := couriers.Page{Days: settings.ReviewDays}
	if p.All, err = s.store.Couriers(s.ctx()); err != nil {
		return err
	}
	if p.Asks, err = s.store.CourierAsks(s.ctx()); err != nil {
		return err
	}
	if from != "" {
		id, err := market.ParseID[market.Supervision](from)
		if err != nil {
			return market.NotFound
		}
		flow, err := s.store.Supervision(s.ctx(), id)
		if err != nil {
			return err
		}
		made, err := s.store.Order(s.ctx(), flow.OrderID)
		if err != nil {
			return err
		}
		p.Flow, p.Number = id.String(), made.Number
	}
	return s.page(status, couriers.Own(f, p))
}

// askCourier asks the operator for a company that is missing, and goes back to the shipment.
func (s seller) askCourier() error {
	f := readForm(s)
	from := f.text("supervision")
	err := s.store.AskCourier(s.ctx(), market.CourierAsk{Code: f.text("code"), Name: f.text("name"), Website: f.text("website")})
	if reason := conflictOf(err); reason != nil { // it was asked for already
		f.Problem = reason
		return s.showOwnCouriers(f.Form, http.StatusConflict, from)
	}
	if f.refused(err) {
		return s.showOwnCouriers(f.Form, f.status, from)
	}
	if err != nil {
		return err
	}
	back := "/couriers"
	if id, err := market.ParseID[market.Supervision](from); err == nil {
		back = "/supervisions/" + id.String() + "/ship"
	}
	return s.done(back, market.AskCourier)
}

func (o operator) couriers() error { return o.showCouriers(ui.Form{}, http.StatusOK) }

func (o operator) showCouriers(f ui.Form, status int) error {
	all, err := o.store.Couriers(o.ctx())
	if err != nil {
		return err
	}
	counts, err := o.store.ReviewCounts(o.ctx())
	if err != nil {
		return err
	}
	return o.page(status, couriers.List(f, all, counts[market.ReviewCourier]))
}

func (o operator) addCourier() error {
	f := readForm(o)
	err := o.store.AddCourier(o.ctx(), market.Courier{Code: f.text("code"), Name: f.text("name")})
	if f.refused(err) {
		return o.showCouriers(f.Form, f.status)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/couriers", market.AddCourier)
}

func (o operator) retireCourier() error {
	if err := o.store.RetireCourier(o.ctx(), readForm(o).text("code")); err != nil {
		return err
	}
	return o.done("/operator/couriers", market.RetireCourier)
}
