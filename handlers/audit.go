package handlers

import (
	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/audits"
)

func (site *site) auditRoutes(e *echo.Echo) {
	g := e.Group("/audits", sees(market.Audits))
	g.GET("", site.seller(seller.audits))
	g.GET("/verify", site.seller(seller.verifyAudits))
	g.GET("/:id", site.seller(seller.audit))
	o := e.Group("/operator/audits", sees(market.Audits))
	o.GET("", site.operator(operator.audits))
	o.GET("/verify", site.operator(operator.verifyAudits))
	o.GET("/:id", site.operator(operator.audit))
}

// auditSearch reads the filters out of the URL; a day that is none filters nothing.
func auditSearch(c echo.Context) market.AuditSearch {
	search := market.AuditSearch{Area: market.Area(c.QueryParam("area")), Act: market.Act(c.QueryParam("act")),
		Actor: c.QueryParam("actor"), Subject: c.QueryParam("subject")}
	if day, err := market.ReadDay(c.QueryParam("at_from")); err == nil {
		search.From = day
	}
	if day, err := market.ReadDay(c.QueryParam("at_until")); err == nil {
		search.Until = day
	}
	return search
}

func (s seller) audits() error {
	search := auditSearch(s)
	return show(s, audits.Listing(s.ctx(), false), func(ask market.Ask) (market.Page[market.Audit], error) {
		return s.store.Audits(s.ctx(), search, ask)
	})
}

func (o operator) audits() error {
	search := auditSearch(o)
	return show(o, audits.Listing(o.ctx(), true), func(ask market.Ask) (market.Page[market.Audit], error) {
		return o.store.Audits(o.ctx(), search, ask)
	})
}
