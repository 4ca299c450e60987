package handlers

import (
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/trials"
)

func (site *site) trialRoutes(e *echo.Echo) {
	g := e.Group("/trials", sees(market.Trials))
	g.GET("", site.seller(seller.trials))
	g.POST("/add", site.seller(seller.addTrials))
	g.POST("/:id/remove", site.seller(seller.removeTrial))
}

func (s seller) trials() error {
	search := market.TrialSearch{Text: strings.TrimSpace(s.QueryParam("text")), Open: s.QueryParam("open")}
	return show(s, trials.Listing(s.ctx()), func(market.Ask) (market.Page[market.TrialRow], error) {
		rows, err := s.store.Trials(s.ctx(), search)
		return market.Page[market.TrialRow]{Rows: rows, Count: market.Bounded{N: len(rows)}}, err
	})
}

// addTrials puts whitelists on the chosen trials; of one alone its users are asked next.
func (s seller) addTrials() error {
	f := readForm(s)
	specs, err := idsOf[market.Spec](f.Values["id"])
	if err != nil {
		return err
	}
	if err := s.store.AddTrials(s.ctx(), specs); err != nil {
		if f.refused(err) {
			for _, reason := range f.Fields {
				return s.site.failed(s, "/trials", market.Conflict(reason.Key, reason.Args...))
			}
		}
		return err
	}
	return s.done("/trials", market.AddTrial)
}

func (s seller) removeTrial() error {
	id, err := pathID[market.Spec](s, "id")
	if err == nil {
		err = s.store.RemoveTrial(s.ctx(), id)
	}
	if err != nil {
		return err
	}
	return s.done("/trials", market.RemoveTrial)
}
