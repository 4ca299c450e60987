package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/appeals"
	"sellercenter/views/ui"
)

func (site *site) operatorAppealRoutes(e *echo.Echo) {
	g := e.Group("/operator/appeals", sees(market.Appeals))
	g.GET("", site.operator(operator.appeals))
	g.GET("/:id", site.operator(operator.appeal))
	g.POST("/:id/ask", site.operator(operator.askAppeal))
	g.POST("/:id/decide", site.operator(operator.decideAppeal))
}

// readAppeal reads what belongs to a dispute through its seller's door.
func readAppeal(c interface{ ctx() context.Context }, store *db.Seller, p *appeals.DetailPage) (err error) {
	if p.Flow, err = store.Supervision(c.ctx(), p.Appeal.SupervisionID); err != nil {
		return err
	}
	if p.Order, err = store.Order(c.ctx(), p.Appeal.OrderID); err != nil {
		return err
	}
	if p.Logs, err = store.SupervisionLogs(c.ctx(), p.Appeal.SupervisionID); err != nil {
		return err
	}
	p.Files, err = store.Evidences(c.ctx(), p.Appeal.SupervisionID)
	return err
}

func (o operator) clock() (clock appeals.Clock, err error) {
	clock.Now = o.site.db.Now()
	if clock.Calendar, err = o.site.db.Calendar(o.ctx()); err != nil {
		return clock, err
	}
	clock.Settings, err = o.site.db.Settings(o.ctx())
	return clock, err
}

func (o operator) appeals() error {
	search := appealSearch(o)
	clock, err := o.clock()
	if err != nil {
		return err
	}
	return show(o, appeals.Listing(o.ctx(), clock, search, true), func(ask market.Ask) (market.Page[market.AppealRow], error) {
		return o.store.Appeals(o.ctx(), search, ask)
	})
}

func (o operator) appeal() error { return o.showAppeal(ui.Form{}, http.StatusOK, nil) }

func (o operator) showAppeal(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Appeal](o, "id")
	if err != nil {
		return err
	}
	p := appeals.DetailPage{Operator: true, Refused: refused}
	if p.Appeal, err = o.store.Appeal(o.ctx(), id); err != nil {
		return err
	}
	if p.Clock, err = o.clock(); err != nil {
		return err
	}
	if err := readAppeal(o, o.store.Seller(p.Appeal.SellerID), &p); err != nil {
		return err
	}
	return o.page(status, appeals.Detail(f, p))
}

func (o operator) askAppeal() error {
	f := readForm(o)
	return o.changeAppeal(f, market.AskAppeal, func(store *db.Seller, id market.AppealID) error {
		return store.AskAppeal(o.ctx(), id, market.Party(f.text("asked_party")), f.text("asked"))
	})
}

// decideAppeal carries out what the operator decides; a rejection is the act appeal.reject.
func (o operator) decideAppeal() error {
	f := readForm(o)
	what := market.Decision{Outcome: market.AppealOutcome(f.text("outcome")), ReturnNode: market.Node(f.text("return_node")), Conclusion: f.text("conclusion")}
	if what.Outcome == market.OutcomeRefund {
		what.Amount = f.money("amount")
	}
	return o.changeAppeal(f, what.Outcome.Act(), func(store *db.Seller, id market.AppealID) error {
		return store.DecideAppeal(o.ctx(), id, what)
	})
}

func (o operator) changeAppeal(f *form, act market.Act, do func(*db.Seller, market.AppealID) error) error {
	id, err := pathID[market.Appeal](o, "id")
	if err != nil {
		return err
	}
	row, err := o.store.Appeal(o.ctx(), id)
	if err != nil {
		return err
	}
	err = f.err()
	if err == nil {
		err = do(o.store.Seller(row.SellerID), id)
	}
	if reason := conflictOf(err); reason != nil {
		return o.showAppeal(ui.Form{}, http.StatusConflict, reason)
	}
	if f.refused(err) {
		return o.showAppeal(f.Form, f.status, nil)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/appeals/"+id.String(), act)
}
