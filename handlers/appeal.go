package handlers

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/appeals"
	"sellercenter/views/ui"
)

func (site *site) appealRoutes(e *echo.Echo) {
	g := e.Group("/appeals", sees(market.Appeals))
	g.GET("", site.seller(seller.appeals))
	g.GET("/file", site.seller(seller.askFileAppeal))
	g.POST("/file", site.seller(seller.fileAppeal))
	g.GET("/:id", site.seller(seller.appeal))
	g.POST("/:id/withdraw", site.seller(seller.withdrawAppeal))
	g.GET("/:id/supply", site.seller(seller.askSupplyAppeal))
	g.POST("/:id/supply", site.seller(seller.supplyAppeal))
}

func appealSearch(c echo.Context) market.AppealSearch {
	search := market.AppealSearch{Status: market.AppealStatus(c.QueryParam("status")), By: market.Party(c.QueryParam("filed_by")),
		Text: strings.TrimSpace(c.QueryParam("text"))}
	search.Open = search.Status == "" && c.QueryParam("all") == ""
	return search
}

func (s seller) appeals() error {
	search := appealSearch(s)
	clock, err := s.clock()
	if err != nil {
		return err
	}
	return show(s, appeals.Listing(s.ctx(), appeals.Clock(clock), search, false), func(ask market.Ask) (market.Page[market.AppealRow], error) {
		return s.store.Appeals(s.ctx(), search, ask)
	})
}

func (s seller) appeal() error { return s.showAppeal(http.StatusOK, nil) }

func (s seller) showAppeal(status int, refused *market.Reason) error {
	p, err := s.appealPage()
	if err != nil {
		return err
	}
	p.Refused = refused
	return s.page(status, appeals.Detail(ui.Form{}, p))
}

// appealPage reads one dispute with its flow.
func (s seller) appealPage() (p appeals.DetailPage, err error) {
	id, err := pathID[market.Appeal](s, "id")
	if err != nil {
		return p, err
	}
	if p.Appeal, err = s.store.Appeal(s.ctx(), id); err != nil {
		return p, err
	}
	clock, err := s.clock()
	if err != nil {
		return p, err
	}
	p.Clock = appeals.Clock(clock)
	return p, readAppeal(s, s.store, &p)
}

func (s seller) askFileAppeal() error {
	id, err := market.ParseID[market.Supervision](s.QueryParam("supervision"))
	if err != nil {
		return err
	}
	return s.showFileAppeal(ui.Form{}, http.StatusOK, id)
}

func (s seller) showFileAppeal(f ui.Form, status int, id market.SupervisionID) error {
	if !s.actor().May(market.FileAppeal) {
		return market.Denied
	}
	clock, err := s.clock()
	if err != nil {
		return err
	}
	p := appeals.FilePage{Clock: appeals.Clock(clock)}
	if p.Flow, err = s.store.Supervision(s.ctx(), id); err != nil {
		return err
	}
	if p.Flow.Status != market.SupervisionRunning {
		return s.site.failed(s, "/supervisions/"+id.String(), p.Flow.Now(market.FileAppeal))
	}
	if p.Order, err = s.store.Order(s.ctx(), p.Flow.OrderID); err != nil {
		return err
	}
	if p.Files, err = s.store.Evidences(s.ctx(), id); err != nil {
		return err
	}
	return s.page(status, appeals.File(f, p))
}

func (s seller) fileAppeal() error {
	f := readForm(s)
	id := formID[market.Supervision](f, "supervision")
	if id.IsZero() {
		return market.NotFound
	}
	complaint := market.Complaint{Ground: market.Ground(f.text("ground")), Reason: f.text("reason"),
		Files: append(f.evidence("files", market.EvidenceAppeal), f.evidence("file_commitment", market.EvidenceCommitment)...)}
	err := f.err()
	var appeal market.AppealID
	if err == nil {
		appeal, err = s.store.FileAppeal(s.ctx(), id, complaint)
	}
	if f.refused(err) {
		return s.showFileAppeal(f.Form, f.status, id)
	}
	if err != nil {
		return err
	}
	return s.done("/appeals/"+appeal.String(), market.FileAppeal)
}

func (s seller) withdrawAppeal() error {
	id, err := pathID[market.Appeal](s, "id")
	if err != nil {
		return err
	}
	err = s.store.WithdrawAppeal(s.ctx(), id)
	if reason := conflictOf(err); reason != nil {
		return s.showAppeal(http.StatusConflict, reason)
	}
	if err != nil {
		return err
	}
	return s.done("/appeals/"+id.String(), market.WithdrawAppeal)
}

func (s seller) askSupplyAppeal() error { return s.showSupplyAppeal(ui.Form{}, http.StatusOK) }

func (s seller) showSupplyAppeal(f ui.Form, status int) error {
	p, err := s.appealPage()
	if err != nil {
		return err
	}
	if !s.actor().May(market.SupplyAppeal) {
		return market.Denied
	}
	if p.Appeal.Status != market.AppealEvidence || p.Appeal.AskedParty != market.PartySeller {
		appeal := p.Appeal.Appeal
		return s.site.failed(s, "/appeals/"+appeal.ID.String(), appeal.Supply(market.PartySeller, p.Now))
	}
	return s.page(status, appeals.Supply(f, p))
}

func (s seller) supplyAppeal() error {
	f := readForm(s)
	id, err := pathID[market.Appeal](s, "id")
	if err != nil {
		return err
	}
	files := f.evidence("files", market.EvidenceAppeal)
	err = f.err()
	if err == nil {
		err = s.store.SupplyAppeal(s.ctx(), id, f.text("comment"), files)
	}
	if reason := conflictOf(err); reason != nil {
		return s.showAppeal(http.StatusConflict, reason)
	}
	if f.refused(err) {
		return s.showSupplyAppeal(f.Form, f.status)
	}
	if err != nil {
		return err
	}
	return s.done("/appeals/"+id.String(), market.SupplyAppeal)
}

// conflictOf is why an act is not possible now; nil for anything else.
func conflictOf(err error) *market.Reason {
	var problem *market.Problem
	if errors.As(err, &problem) && problem.Kind == market.KindConflict {
		return &problem.Reason
	}
	return nil
}
