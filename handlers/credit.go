package handlers

import (
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/credits"
)

func (site *site) creditRoutes(e *echo.Echo) {
	g := e.Group("/credits", sees(market.Credits))
	g.GET("", site.seller(seller.credits))
	g.POST("/:id/set", site.seller(seller.setCredit))
}

func (s seller) credits() error {
	return show(s, credits.Listing(s.ctx()), func(ask market.Ask) (market.Page[market.CreditRow], error) {
		return s.store.Credits(s.ctx(), strings.TrimSpace(s.QueryParam("text")), ask)
	})
}

// setCredit switches one way of paying; named users are added on the page that follows.
func (s seller) setCredit() error {
	id, err := pathID[market.Product](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	named, err := s.store.SetCredit(s.ctx(), market.CreditAsk{ProductID: id, Purpose: market.AudiencePurpose(f.text("purpose")), State: market.CreditState(f.text("state"))})
	if f.refused(err) {
		reason := *f.Problem
		for _, fault := range f.Fields {
			reason = fault
		}
		return s.site.failed(s, "/credits", market.Conflict(reason.Key, reason.Args...))
	}
	if err != nil {
		return err
	}
	if named != nil {
		return s.done("/audiences/"+named.String(), market.SetCredit)
	}
	return s.done("/credits", market.SetCredit)
}
