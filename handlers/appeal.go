package handlers

import (
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/appeals"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func (site *site) appealRoutes(e *echo.Echo) {
	g := e.Group("/appeals", sees(market.Appeals))
	g.GET("", site.seller(seller.appeals))
	g.GET("/file", site.seller(seller.askFileAppeal))
	g.POST("/file", site.seller(seller.fileAppeal))
	g.GET("/letter", site.seller(seller.appealLetter))
	g.GET("/:id", site.seller(seller.appeal))
	g.POST("/:id/withdraw", site.seller(seller.withdrawAppeal))
	g.GET("/:id/supply", site.seller(seller.askSupplyAppeal))
	g.POST("/:id/supply", site.seller(seller.supplyAppeal))
}

func appealSearch(c echo.Context) market.AppealSearch {
	q := c.QueryParams()
	search := market.AppealSearch{Status: market.AppealStatus(q.Get("status")), By: market.Party(q.Get("filed_by")), Text: strings.TrimSpace(q.Get("text")),
		Node: market.Node(q.Get("node")), Ground: market.Ground(q.Get("ground")), Outcome: market.AppealOutcome(q.Get("outcome")), Handler: q.Get("handler"),
		From: dayIn(q, "filed_from", 0), Until: dayIn(q, "filed_until", 1), Late: q.Get("late") != ""}
	search.Open = search.Status == "" && !search.Late && q.Get("all") == "" && search.Outcome == ""
	return search
}

func (s seller) appeals() error {
	clock, err := s.clock()
	if err != nil {
		return err
	}
	search := appealSearch(s)
	return show(s, appeals.Listing(s.ctx(), appeals.Clock(clock), search, false, nil), func(ask market.Ask) (market.Page[market.AppealRow], error) {
		return s.store.Appeals(s.ctx(), search, ask)
	})
}

func (s seller) appeal() error { return s.showAppeal(ui.Form{}, http.StatusOK, nil) }

func (s seller) showAppeal(f ui.Form, status int, refused *market.Reason) error {
	p, err := s.appealPage()
	if err != nil {
		return err
	}
	p.Refused = refused
	return s.page(status, appeals.Detail(f, p))
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
	return p, readAppeal(s.ctx(), s.store, &p)
}

// mayAppeal reads a flow for the form of a new appeal; when none may be filed now it leads
// back with the reason.
func (s seller) mayAppeal(id market.SupervisionID) (p appeals.FilePage, err error) {
	if !s.actor().May(market.FileAppeal) {
		return p, market.Denied
	}
	clock, err := s.clock()
	if err != nil {
		return p, err
	}
	p.Clock = appeals.Clock(clock)
	if p.Flow, err = s.store.Supervision(s.ctx(), id); err != nil {
		return p, err
	}
	return p, p.Flow.MayAppeal(market.PartySeller, p.Settings.AppealPolicy(), p.Now)
}

func (s seller) askFileAppeal() error {
	id, err := market.ParseID[market.Supervision](s.QueryParam("supervision"))
	if err != nil {
		return err
	}
	return s.showFileAppeal(ui.Form{}, http.StatusOK, id)
}

func (s seller) showFileAppeal(f ui.Form, status int, id market.SupervisionID) error {
	p, err := s.mayAppeal(id)
	if conflictOf(err) != nil {
		return s.site.failed(s, "/supervisions/"+id.String(), err)
	}
	if err != nil {
		return err
	}
	if p.Order, err = s.store.Order(s.ctx(), p.Flow.OrderID); err != nil {
		return err
	}
	if p.Files, err = s.store.Evidences(s.ctx(), id); err != nil {
		return err
	}
	if p.Draft, err = s.store.Draft(s.ctx(), id, market.DraftAppeal); err != nil {
		return err
	}
	return s.page(status, appeals.File(f, p))
}

// fileAppeal files an appeal. The form's files go to the draft first, so that a refusal loses
// none of them.
func (s seller) fileAppeal() error {
	f := readForm(s)
	id := formID[market.Supervision](f, "supervision")
	if id.IsZero() {
		return market.NotFound
	}
	complaint := market.Complaint{Ground: market.Ground(f.text("ground")), Reason: f.text("reason")}
	_, err := s.mayAppeal(id)
	if err == nil {
		err = f.attach(s.store, id, market.DraftAppeal)
	}
	var appeal market.AppealID
	if err == nil {
		appeal, err = s.store.FileAppeal(s.ctx(), id, complaint)
	}
	if told := conflictOf(err); told != nil {
		return s.supervisionConflict(id, told, complaint.Reason)
	}
	if f.refused(err) {
		return s.showFileAppeal(f.Form, f.status, id)
	}
	if err != nil {
		return err
	}
	return s.done("/appeals/"+appeal.String(), market.FileAppeal)
}

// appealLetter is the letter of commitment to print, sign and stamp, with the order's facts
// filled in (transactions.md §3).
func (s seller) appealLetter() error {
	id, err := market.ParseID[market.Supervision](s.QueryParam("supervision"))
	if err != nil {
		return err
	}
	flow, err := s.store.Supervision(s.ctx(), id)
	if err != nil {
		return err
	}
	order, err := s.store.Order(s.ctx(), flow.OrderID)
	if err != nil {
		return err
	}
	name := i18n.T(s.ctx(), "appeal.letter_name") + " " + order.Number + ".txt"
	s.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return s.Blob(http.StatusOK, "text/plain; charset=utf-8", []byte("\xef\xbb\xbf"+i18n.T(s.ctx(), "appeal.letter", s.visitor.SellerName, order.Number,
		order.ProductName, order.CustomerName, ui.AmountIn(s.ctx(), order.Amount, order.Currency), market.DayOf(s.site.db.Now()))))
}

func (s seller) withdrawAppeal() error {
	id, err := pathID[market.Appeal](s, "id")
	if err != nil {
		return err
	}
	err = s.store.WithdrawAppeal(s.ctx(), id)
	return readForm(s).answer(s, err, s.showAppeal, "/appeals/"+id.String(), market.WithdrawAppeal)
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
	if p.Draft, err = s.store.Draft(s.ctx(), p.Flow.ID, market.DraftSupply); err != nil {
		return err
	}
	return s.page(status, appeals.Supply(f, p))
}

func (s seller) supplyAppeal() error {
	f := readForm(s)
	id, err := pathID[market.Appeal](s, "id")
	if err != nil {
		return err
	}
	row, err := s.store.Appeal(s.ctx(), id)
	if err != nil {
		return err
	}
	appeal := row.Appeal
	if err = appeal.Supply(market.PartySeller, s.site.db.Now()); err == nil {
		err = f.attach(s.store, row.SupervisionID, market.DraftSupply)
	}
	if err == nil {
		err = s.store.SupplyAppeal(s.ctx(), id, f.text("comment"), nil)
	}
	return f.answer(s, err, func(form ui.Form, status int, refused *market.Reason) error {
		if refused != nil {
			return s.showAppeal(form, status, refused)
		}
		return s.showSupplyAppeal(form, status)
	}, "/appeals/"+id.String(), market.SupplyAppeal)
}
