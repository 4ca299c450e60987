package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/standings"
	"sellercenter/views/ui"
)

func (site *site) standingRoutes(e *echo.Echo) {
	g := e.Group("/standings", sees(market.Standings))
	g.GET("", site.seller(seller.standing))
	g.GET("/apply", site.seller(seller.newTestCredit))
	g.POST("/apply", site.seller(seller.applyStanding))
	o := e.Group("/operator/standings", sees(market.Standings))
	o.GET("", site.operator(operator.standings))
	o.GET("/:seller", site.operator(operator.standing))
	o.POST("/:seller/deduct", site.operator(operator.deductStanding))
	o.POST("/:seller/restore", site.operator(operator.restoreStanding))
	o.POST("/:seller/grade", site.operator(operator.gradeStanding))
	o.POST("/:seller/assign", site.operator(operator.assignStanding))
}

// standingPage gathers where one seller stands.
func (site *site) standingPage(c echo.Context, store *db.Seller) (p standings.ShowPage, err error) {
	ctx := c.Request().Context()
	settings, err := site.db.Settings(ctx)
	if err != nil {
		return p, err
	}
	p.Rules, p.Rights = settings.PointRules(), settings.PrivilegeRules()
	if p.Standing, err = store.Standing(ctx); err != nil {
		return p, err
	}
	if p.Points, err = store.Points(ctx); err != nil {
		return p, err
	}
	p.Credits, err = store.TestCredits(ctx)
	return p, err
}

func (s seller) standing() error {
	p, err := s.site.standingPage(s, s.store)
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, standings.Show(ui.Form{}, p))
}

func (s seller) newTestCredit() error { return s.page(http.StatusOK, standings.Apply(ui.Form{})) }

func (s seller) applyStanding() error {
	f := readForm(s)
	credit := market.TestCredit{AccessType: market.AccessType(f.text("access_type")), Purpose: f.text("purpose"), Amount: f.money("amount")}
	var letter market.Upload
	for _, file := range f.files("letter") {
		letter = market.Upload{Name: file.Name, Content: file.Content}
	}
	err := f.err()
	if err == nil {
		_, err = s.store.ApplyStanding(s.ctx(), credit, letter)
	}
	if f.refused(err) {
		return s.page(f.status, standings.Apply(f.Form))
	}
	if err != nil {
		return err
	}
	return s.done("/standings", market.ApplyStanding)
}

func (o operator) standings() error {
	settings, err := o.site.db.Settings(o.ctx())
	if err != nil {
		return err
	}
	search := market.StandingSearch{Level: market.PartnerLevel(o.QueryParam("level")), Text: strings.TrimSpace(o.QueryParam("text"))}
	return show(o, standings.Listing(o.ctx(), settings.PointRules()), func(ask market.Ask) (market.Page[market.SellerStanding], error) {
		return o.store.Standings(o.ctx(), search, ask)
	})
}

func (o operator) standing() error { return o.showStanding(http.StatusOK, ui.Form{}, "") }

func (o operator) showStanding(status int, f ui.Form, act market.Act) error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	p, err := o.site.standingPage(o, store)
	if err != nil {
		return err
	}
	p.Operator, p.Act = true, act
	return o.page(status, standings.Show(f, p))
}

func (o operator) deductStanding() error {
	f := readForm(o)
	return o.changeStanding(f, market.DeductStanding, func(store *db.Seller) error {
		return store.DeductStanding(o.ctx(), f.number("points"), market.Breach(f.text("breach")), f.text("reason"))
	})
}

func (o operator) restoreStanding() error {
	f := readForm(o)
	return o.changeStanding(f, market.RestoreStanding, func(store *db.Seller) error {
		return store.RestoreStanding(o.ctx(), f.number("points"), market.Breach(f.text("breach")), f.text("reason"))
	})
}

func (o operator) gradeStanding() error {
	f := readForm(o)
	return o.changeStanding(f, market.GradeStanding, func(store *db.Seller) error {
		return store.GradeStanding(o.ctx(), market.PartnerLevel(f.text("level")))
	})
}

func (o operator) assignStanding() error {
	f := readForm(o)
	return o.changeStanding(f, market.AssignStanding, func(store *db.Seller) error {
		return store.AssignStanding(o.ctx(), market.AccountManager{Name: f.text("manager_name"), Phone: f.text("manager_phone"), Email: f.text("manager_email")})
	})
}

func (o operator) changeStanding(f *form, act market.Act, do func(*db.Seller) error) error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	err = do(store)
	if f.refused(err) {
		if act == market.RestoreStanding {
			return o.showStanding(f.status, f.Form, market.DeductStanding) // the two buttons of one form
		}
		return o.showStanding(f.status, f.Form, act)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/standings/"+store.ID().String(), act)
}
