package handlers

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/ui"
)

// seller is a request of somebody who came in by the sellers' door. Only site.seller
// makes one, so no handler runs without a signed-in member.
type seller struct {
	echo.Context
	site    *site
	visitor market.Visitor
	store   *db.Seller
}

// seller lets signed-in members in and hands them their own seller's rows.
func (site *site) seller(handle func(seller) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		v := visitor(c)
		switch {
		case v.Person.IsZero(), v.WaitsForCode:
			return toSignIn(c)
		case v.Operator:
			return c.Redirect(http.StatusSeeOther, "/operator")
		case v.Seller.IsZero():
			return c.Redirect(http.StatusSeeOther, "/sessions/shops")
		case v.Applying() && !openWhileApplying[c.Path()]:
			return c.Redirect(http.StatusSeeOther, "/sellers/apply")
		case !v.Applying() && v.MustSign() && !openBeforeSigning[c.Path()]:
			return c.Redirect(http.StatusSeeOther, "/agreements/sign")
		}
		if code, next := gate(c); code != "" && v.Unsigned(code) {
			return c.Redirect(http.StatusSeeOther, "/agreements/sign?code="+code+"&next="+url.QueryEscape(next))
		}
		actor := v.Actor(c.RealIP())
		if forbidden(c, actor) {
			return market.Denied
		}
		stand(c, ui.SellerDoor, actor)
		return handle(seller{c, site, v, site.db.Seller(actor, v.Seller)})
	}
}

// openWhileApplying are the routes of a seller that is not let in yet (catalogue.md §1.1).
var openWhileApplying = map[string]bool{"/sellers/apply": true, "/sellers/draft": true, "/sellers/identity": true, "/sellers/identify": true, "/sellers/code": true, "/reviews/:id/withdraw": true,
	"/files/:id": true, "/notices": true, "/notices/read": true, "/notices/:id/read": true}

// openBeforeSigning are the routes of a seller that has not signed yet (catalogue.md §1.4).
var openBeforeSigning = map[string]bool{"/agreements/sign": true, "/agreements/:id/sign": true, "/agreements/:id": true,
	"/files/:id": true, "/notices": true, "/notices/read": true, "/notices/:id/read": true}

// actOf is the act that a POST to the route does: /refunds/:id/approve is refund.approve.
func actOf(path string) market.Act {
	steps := strings.Split(strings.TrimPrefix(strings.TrimPrefix(path, "/operator"), "/"), "/")
	return market.Act(strings.TrimSuffix(steps[0], "s") + "." + strings.ReplaceAll(steps[len(steps)-1], "-", "_"))
}

// forbidden reports a POST whose act the actor may not do: told before anything that was
// typed is read.
func forbidden(c echo.Context, actor market.Actor) bool {
	act := actOf(c.Path())
	return c.Request().Method == http.MethodPost && market.Doers(act) != nil && !actor.May(act)
}

// gate is the agreement that the request waits for, and where to go on once it is signed: a
// page by its area, a POST by its act, as the rules declare it (catalogue.md §1.4).
func gate(c echo.Context) (code, next string) {
	steps := strings.Split(strings.TrimPrefix(c.Path(), "/"), "/")
	area := strings.TrimSuffix(steps[0], "s")
	if code := market.GateOfArea(market.Area(area)); code != "" && c.Request().Method == http.MethodGet {
		return code, c.Request().URL.Path
	}
	if c.Request().Method != http.MethodPost {
		return "", ""
	}
	return cmp.Or(market.GateOfAct(actOf(c.Path())), market.GateOfArea(market.Area(area))), "/" + steps[0]
}

// sees hides an area from those who may not look at it: they are answered 'not found'. Who
// is not signed in, or nowhere yet, is left to the door.
func sees(area market.Area) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			v := visitor(c)
			if placed := v.Operator || !v.Seller.IsZero(); placed && !v.Actor("").Sees(area) {
				return market.NotFound
			}
			return next(c)
		}
	}
}

func (s seller) ctx() context.Context { return s.Request().Context() }

func (s seller) actor() market.Actor { return s.store.Actor() }

// page shows a page in the sellers' frame.
func (s seller) page(status int, body templ.Component) error {
	frame, err := s.site.frame(s, ui.SellerDoor)
	if err != nil {
		return err
	}
	return send(s, ui.WithFrame(s.ctx(), frame), status, body)
}

// part answers with a piece of a page.
func (s seller) part(body templ.Component) error {
	frame, err := s.site.frame(s, ui.SellerDoor)
	if err != nil {
		return err
	}
	return send(s, ui.WithFrame(s.ctx(), frame), http.StatusOK, body)
}

// done answers a successful act: onward to url, where the act's own words are shown.
func (s seller) done(path string, act market.Act) error {
	return s.site.done(s, path, market.Because("flash.done", market.Word(act)))
}

// flash is done with a sentence of its own.
func (s seller) flash(path string, reason market.Reason) error { return s.site.done(s, path, reason) }

func toSignIn(c echo.Context) error {
	target := "/sign-in"
	if c.Request().Method == http.MethodGet && c.Request().URL.Path != "/" {
		target += "?next=" + url.QueryEscape(c.Request().URL.RequestURI())
	}
	return c.Redirect(http.StatusSeeOther, target)
}
