package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/fulfilments"
)

func (site *site) fulfilmentRoutes(e *echo.Echo) {
	g := e.Group("/fulfilments", sees(market.Fulfilments))
	g.GET("", site.seller(seller.fulfilments))
	g.GET("/:id", site.seller(seller.fulfilment))
	g.POST("/restart", site.seller(seller.restartFulfilments))
	g.POST("/:id/restart", site.seller(seller.restartFulfilment))
}

// fulfilmentSearch reads which messages the URL wants.
func fulfilmentSearch(q url.Values) market.FulfilmentSearch {
	text := strings.TrimSuffix(strings.TrimSpace(q.Get("text")), "-000001")
	return market.FulfilmentSearch{Status: q.Get("status"), Activity: market.Activity(q.Get("activity")),
		Code: market.ResultCode(q.Get("code")), Text: text}
}

func (s seller) fulfilments() error {
	search := fulfilmentSearch(s.QueryParams())
	counts, err := s.store.FulfilmentCounts(s.ctx())
	if err != nil {
		return err
	}
	return show(s, fulfilments.Listing(s.ctx(), counts.Failing, counts.Underway), func(ask market.Ask) (market.Page[market.FulfilmentLine], error) {
		return s.store.Fulfilments(s.ctx(), search, ask)
	})
}

// fulfilment shows one message beside the list it was opened from.
func (s seller) fulfilment() error {
	id, err := pathID[market.Fulfilment](s, "id")
	if err != nil {
		return err
	}
	line, err := s.store.Fulfilment(s.ctx(), id)
	if err != nil {
		return err
	}
	m := fulfilments.Message{Line: line, Now: s.site.db.Now()}
	if m.Attempts, err = s.store.Attempts(s.ctx(), id); err != nil {
		return err
	}
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	m.Plans = market.SchedulesOf(settings)
	if m.Failed, err = s.store.FailedOrders(s.ctx(), line.Fulfilment); err != nil {
		return err
	}
	if len(m.Attempts) > 0 {
		if err := s.attempt(&m); err != nil {
			return err
		}
	}
	wanted := ask(s)
	wanted.Size = fulfilments.Beside
	if m.Beside, err = s.store.Fulfilments(s.ctx(), fulfilmentSearch(s.QueryParams()), wanted); err != nil {
		return err
	}
	counts, err := s.store.FulfilmentCounts(s.ctx())
	m.Failing, m.Underway = counts.Failing, counts.Underway
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, fulfilments.Show(m))
}

// attempt reads the call that the URL names, the last one otherwise, and what is known
// around it.
func (s seller) attempt(m *fulfilments.Message) error {
	no, err := strconv.Atoi(s.QueryParam("try"))
	if err != nil {
		no = 0
	}
	attempt, err := s.store.Attempt(s.ctx(), m.Line.ID, no)
	if err != nil {
		return err
	}
	seen, err := s.store.Suspicion(s.ctx(), m.Line.Fulfilment, attempt)
	if err != nil {
		return err
	}
	if m.Steps, m.Same, err = s.store.SigningSteps(s.ctx(), attempt.Exchange.V); err != nil {
		return err
	}
	seen.Verified = m.Same
	m.Attempt, m.Diagnosis = attempt, market.Diagnose(m.Line.Fulfilment, attempt, seen)
	return nil
}

func (s seller) restartFulfilment() error {
	id, err := pathID[market.Fulfilment](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.RestartFulfilment(s.ctx(), id); err != nil {
		return s.site.failed(s, "/fulfilments/"+id.String(), err)
	}
	return s.done("/fulfilments/"+id.String(), market.RestartFulfilment)
}

// restartFulfilments restarts the selected messages, or all that the list's filters find.
func (s seller) restartFulfilments() error {
	f := readForm(s)
	back := localPath(f.text("return"), "/fulfilments")
	var ids []market.FulfilmentID
	var err error
	if f.checked("all") {
		list, unreadable := url.Parse(back)
		if unreadable != nil {
			return market.NotFound
		}
		if ids, err = s.store.FulfilmentsMatching(s.ctx(), fulfilmentSearch(list.Query())); err != nil {
			return err
		}
	} else {
		for _, text := range f.Values["id"] {
			id, err := market.ParseID[market.Fulfilment](text)
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return s.site.failed(s, back, market.Conflict("fulfilment.none_selected"))
	}
	restarted, refused, err := s.store.RestartFulfilments(s.ctx(), ids)
	if err != nil {
		return err
	}
	return s.flash(back, market.Because("fulfilment.restarted", restarted, refused))
}
