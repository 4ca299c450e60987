package handlers

import (
	"context"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/ui"
)

// person is a request about one's own account: whoever is signed in, with or without a seller.
type person struct {
	echo.Context
	site    *site
	visitor market.Visitor
	store   *db.Person
}

// person lets everybody in who is signed in.
func (site *site) person(handle func(person) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		v := visitor(c)
		if v.Person.IsZero() || v.WaitsForCode {
			return toSignIn(c)
		}
		return handle(person{c, site, v, site.db.Person(v, c.RealIP())})
	}
}

func (p person) ctx() context.Context { return p.Request().Context() }

// page shows a page in the frame of the door that the person came in by.
func (p person) page(status int, body templ.Component) error {
	frame, err := p.site.frame(p, doorOf(p))
	if err != nil {
		return err
	}
	return send(p, ui.WithFrame(p.ctx(), frame), status, body)
}

// done answers a successful act: onward to url, where the act's own words are shown.
func (p person) done(url string, act market.Act) error {
	return p.site.done(p, url, market.Because("flash.done", market.Word(act)))
}

// home is where the visitor begins.
func home(v market.Visitor) string {
	switch {
	case v.Operator:
		return "/operator"
	case v.Seller.IsZero():
		return "/sessions/shops"
	}
	return "/"
}
