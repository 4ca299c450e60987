package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/spotlights"
	"sellercenter/views/ui"
)

func (site *site) spotlightRoutes(e *echo.Echo) {
	g := e.Group("/spotlights", sees(market.Spotlights))
	g.GET("", site.seller(seller.spotlights))
	g.POST("/place", site.seller(seller.placeSpotlight))
	g.POST("/:id/end", site.seller(seller.endSpotlight))
}

func (s seller) spotlights() error { return s.showSpotlights(http.StatusOK, ui.Form{}) }

func (s seller) showSpotlights(status int, f ui.Form) error {
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	p := spotlights.Page{Rules: settings.PrivilegeRules(), Today: market.DayOf(s.site.db.Now())}
	if p.Standing, err = s.store.Standing(s.ctx()); err != nil {
		return err
	}
	p.State = settings.PointRules().State(p.Standing.Points)
	if p.All, err = s.store.Spotlights(s.ctx()); err != nil {
		return err
	}
	if p.Products, err = s.store.Showable(s.ctx()); err != nil {
		return err
	}
	return s.page(status, spotlights.List(f, p))
}

func (s seller) placeSpotlight() error {
	f := readForm(s)
	one := market.Spotlight{Place: market.Privilege(f.text("place")), Campaign: f.text("campaign"), FromOn: f.day("from_on"), UntilOn: f.day("until_on")}
	if f.text("product_id") != "" {
		one.ProductID = formID[market.Product](f, "product_id")
	}
	if one.Place != market.PrivilegeCampaign {
		one.Campaign = "" // the field stands in the form of all places
	}
	err := f.err()
	if err == nil {
		_, err = s.store.PlaceSpotlight(s.ctx(), one)
	}
	if f.refused(err) {
		return s.showSpotlights(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/spotlights", market.PlaceSpotlight)
}

func (s seller) endSpotlight() error {
	id, err := pathID[market.Spotlight](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.EndSpotlight(s.ctx(), id); err != nil {
		return s.site.failed(s, "/spotlights", err)
	}
	return s.done("/spotlights", market.EndSpotlight)
}
