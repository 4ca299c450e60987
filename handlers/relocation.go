package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/relocations"
	"sellercenter/views/ui"
)

func (site *site) relocationRoutes(e *echo.Echo) {
	g := e.Group("/relocations", sees(market.Relocations))
	g.GET("", site.seller(seller.relocations))
	g.GET("/:id", site.seller(seller.relocation))
	g.POST("/:id/apply", site.seller(seller.applyRelocation))
}

func (s seller) relocations() error {
	search := market.RelocationSearch{Text: strings.TrimSpace(s.QueryParam("text"))}
	return show(s, relocations.Listing(s.ctx()), func(ask market.Ask) (market.Page[market.Relocation], error) {
		return s.store.Relocations(s.ctx(), search, ask)
	})
}

func (s seller) relocation() error { return s.showRelocation(http.StatusOK, ui.Form{}) }

func (s seller) showRelocation(status int, f ui.Form) error {
	id, err := pathID[market.Order](s, "id")
	if err != nil {
		return err
	}
	r, err := s.store.Relocation(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.page(status, relocations.Show(f, r))
}

func (s seller) applyRelocation() error {
	id, err := pathID[market.Order](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	err = s.store.ApplyRelocation(s.ctx(), id, f.text("login"))
	if f.refused(err) {
		return s.showRelocation(f.status, f.Form)
	}
	if err != nil {
		return s.site.failed(s, "/relocations", err)
	}
	return s.done("/relocations", market.ApplyRelocation)
}
