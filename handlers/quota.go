package handlers

import (
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/quotas"
)

func (site *site) quotaRoutes(e *echo.Echo) {
	g := e.Group("/quotas", sees(market.Quotas))
	g.GET("", site.seller(seller.quotas))
}

func (s seller) quotas() error {
	search := market.QuotaSearch{Text: strings.TrimSpace(s.QueryParam("text")), State: market.QuotaState(s.QueryParam("state"))}
	return show(s, quotas.Listing(s.ctx()), func(ask market.Ask) (market.Page[market.QuotaRow], error) {
		return s.store.Quotas(s.ctx(), search, ask)
	})
}
