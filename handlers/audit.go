package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/audits"
	"sellercenter/views/i18n"
)

func (site *site) auditRoutes(e *echo.Echo) {
	g := e.Group("/audits", sees(market.Audits))
	g.GET("", site.seller(seller.audits))
	g.GET("/export", site.seller(seller.exportAudits))
	g.GET("/verify", site.seller(seller.verifyAudits))
	g.GET("/:id", site.seller(seller.audit))
	o := e.Group("/operator/audits", sees(market.Audits))
	o.GET("", site.operator(operator.audits))
	o.GET("/export", site.operator(operator.exportAudits))
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
	page, err := s.store.Audits(s.ctx(), auditSearch(s), ask(s))
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, audits.List(page, ask(s), false))
}

func (s seller) exportAudits() error {
	return exportAudits(s, false, func(next market.Ask) (market.Page[market.Audit], error) {
		return s.store.Audits(s.ctx(), auditSearch(s), next)
	})
}

func (o operator) audits() error {
	page, err := o.store.Audits(o.ctx(), auditSearch(o), ask(o))
	if err != nil {
		return err
	}
	return o.page(http.StatusOK, audits.List(page, ask(o), true))
}

func (o operator) exportAudits() error {
	return exportAudits(o, true, func(next market.Ask) (market.Page[market.Audit], error) {
		return o.store.Audits(o.ctx(), auditSearch(o), next)
	})
}

func exportAudits(c echo.Context, everywhere bool, read func(market.Ask) (market.Page[market.Audit], error)) error {
	ctx := c.Request().Context()
	names := []string{"audit.at", "audit.actor", "audit.party", "audit.act", "audit.subject", "audit.address", "audit.facts"}
	if everywhere {
		names = append(names, "audit.company_name")
	}
	header := make([]string, len(names))
	for i, name := range names {
		header[i] = i18n.T(ctx, name)
	}
	rows := rowsOf(func(after string) (market.Page[market.Audit], error) {
		return read(market.Ask{After: after, Size: 100})
	},
		func(a market.Audit) []any {
			row := []any{a.At, audits.Actor(ctx, a), market.Word("common.party_" + string(a.Party)), a.Act, a.Subject, a.Address, audits.FactsText(ctx, a)}
			if everywhere {
				row = append(row, a.CompanyName)
			}
			return row
		})
	return streamTable(c, "audit", c.QueryParam("format"), header, rows)
}
