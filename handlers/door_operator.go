package handlers

import (
	"context"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/ui"
)

// operator is a request of one of the marketplace's staff.
type operator struct {
	echo.Context
	site    *site
	visitor market.Visitor
	store   *db.Operator
}

// operator lets the marketplace's staff in; to everybody else the door does not exist.
func (site *site) operator(handle func(operator) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		v := visitor(c)
		if v.Person.IsZero() || v.WaitsForCode {
			return toSignIn(c)
		}
		if !v.Operator {
			return market.NotFound
		}
		actor := v.Actor(c.RealIP())
		if forbidden(c, actor) {
			return market.Denied
		}
		stand(c, ui.OperatorDoor, actor)
		return handle(operator{c, site, v, site.db.Operator(actor)})
	}
}

func (o operator) ctx() context.Context { return o.Request().Context() }

func (o operator) actor() market.Actor { return o.store.Actor() }

// page shows a page in the operator's frame.
func (o operator) page(status int, body templ.Component) error {
	frame, err := o.site.frame(o, ui.OperatorDoor)
	if err != nil {
		return err
	}
	return send(o, ui.WithFrame(o.ctx(), frame), status, body)
}

// part answers with a piece of a page.
func (o operator) part(body templ.Component) error {
	frame, err := o.site.frame(o, ui.OperatorDoor)
	if err != nil {
		return err
	}
	return send(o, ui.WithFrame(o.ctx(), frame), http.StatusOK, body)
}

// done answers a successful act: onward to url, where the act's own words are shown.
func (o operator) done(url string, act market.Act) error {
	return o.site.done(o, url, market.Because("flash.done", market.Word(act)))
}

// sellerStore is the door to the seller named in the path, with the operator as actor.
func (o operator) sellerStore() (*db.Seller, error) {
	id, err := market.ParseID[market.Seller](o.Param("seller"))
	return o.store.Seller(id), err
}
