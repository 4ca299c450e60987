package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/searches"
	"sellercenter/views/ui"
)

func (site *site) searchRoutes(e *echo.Echo) {
	e.GET("/search", site.seller(seller.search), sees(market.Searches))
	e.GET("/operator/search", site.operator(operator.search), sees(market.Searches))
}

func (s seller) search() error {
	text := strings.TrimSpace(s.QueryParam("q"))
	found, err := s.store.Search(s.ctx(), text)
	if err != nil {
		return err
	}
	if s.QueryParam("in") == "palette" {
		return s.part(searches.Palette(text, found))
	}
	if one, only := onlyExact(found); only {
		return s.Redirect(http.StatusSeeOther, searches.Address(ui.SellerDoor, one))
	}
	return s.page(http.StatusOK, searches.List(text, found))
}

func (o operator) search() error {
	text := strings.TrimSpace(o.QueryParam("q"))
	found, err := o.store.Search(o.ctx(), text)
	if err != nil {
		return err
	}
	if o.QueryParam("in") == "palette" {
		return o.part(searches.Palette(text, found))
	}
	if one, only := onlyExact(found); only {
		return o.Redirect(http.StatusSeeOther, searches.Address(ui.OperatorDoor, one))
	}
	return o.page(http.StatusOK, searches.List(text, found))
}

// onlyExact is the one finding that is exactly what was typed.
func onlyExact(found []market.Found) (one market.Found, only bool) {
	for _, f := range found {
		if !f.Exact {
			continue
		}
		if only && one != f {
			return market.Found{}, false
		}
		one, only = f, true
	}
	return one, only
}
