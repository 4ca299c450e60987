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
	g.POST("/:id/assign", site.operator(operator.assignAppeal))
	g.POST("/:id/contact", site.operator(operator.contactAppeal))
	g.POST("/:id/ask", site.operator(operator.askAppeal))
	g.POST("/:id/decide", site.operator(operator.decideAppeal))
}

// readAppeal reads what belongs to a dispute through its seller's door.
func readAppeal(ctx context.Context, store *db.Seller, p *appeals.DetailPage) (err error) {
	if p.Flow, err = store.Supervision(ctx, p.Appeal.SupervisionID); err != nil {
		return err
	}
	if p.Order, err = store.Order(ctx, p.Appeal.OrderID); err != nil {
		return err
	}
	p.Scene, err = readScene(ctx, store, p.Flow, p.Order)
	if err != nil {
		return err
	}
	if p.Scene.Contacts, err = store.AppealContacts(ctx, p.Appeal.ID); err != nil || !p.Appeal.Returned() {
		return err
	}
	p.Return = &appeals.Return{}
	if p.Return.Refund, err = store.Refund(ctx, *p.Appeal.RefundID); err != nil {
		return err
	}
	if p.Return.Logs, err = store.RefundLogs(ctx, *p.Appeal.RefundID); err != nil {
		return err
	}
	p.Return.Couriers, err = store.Couriers(ctx)
	return err
}

// readScene reads all that is known of a delivery, for whoever wants to see it as one side.
func readScene(ctx context.Context, store *db.Seller, flow market.Supervision, order market.Order) (scene market.Scene, err error) {
	scene = market.Scene{Flow: flow, Order: order}
	if scene.Logs, err = store.SupervisionLogs(ctx, flow.ID); err != nil {
		return scene, err
	}
	if scene.Files, err = store.Evidences(ctx, flow.ID); err != nil {
		return scene, err
	}
	scene.Appeals, err = store.AppealsOf(ctx, flow.ID)
	return scene, err
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
	clock, err := o.clock()
	if err != nil {
		return err
	}
	desk, err := o.store.Handlings(o.ctx())
	if err != nil {
		return err
	}
	search := appealSearch(o)
	return show(o, appeals.Listing(o.ctx(), clock, search, true, desk), func(ask market.Ask) (market.Page[market.AppealRow], error) {
		return o.store.Appeals(o.ctx(), search, ask)
	})
}

func (o operator) appeal() error { return o.showAppeal(ui.Form{}, http.StatusOK, nil) }

func (o operator) showAppeal(f ui.Form, status int, refused *market.Reason) error {
	return o.weighAppeal(f, status, refused, nil)
}

// weighAppeal is the appeal's page with what a decision would do.
func (o operator) weighAppeal(f ui.Form, status int, refused *market.Reason, preview *market.Decision) error {
	id, err := pathID[market.Appeal](o, "id")
	if err != nil {
		return err
	}
	p := appeals.DetailPage{Operator: true, Refused: refused, Preview: preview}
	if p.Appeal, err = o.store.Appeal(o.ctx(), id); err != nil {
		return err
	}
	if p.Clock, err = o.clock(); err != nil {
		return err
	}
	if p.Desk, err = o.store.Handlings(o.ctx()); err != nil {
		return err
	}
	store := o.store.Seller(p.Appeal.SellerID)
	if err := readAppeal(o.ctx(), store, &p); err != nil {
		return err
	}
	if p.Block, err = store.RefundBlock(o.ctx(), p.Appeal.OrderID); err != nil {
		return err
	}
	if p.Draft, err = store.Draft(o.ctx(), p.Appeal.SupervisionID, market.DraftDecision); err != nil {
		return err
	}
	return o.page(status, appeals.Detail(f, p))
}

func (o operator) assignAppeal() error {
	f := readForm(o)
	handler := formID[market.Person](f, "handler")
	return o.changeAppeal(f, market.AssignAppeal, func(store *db.Seller, id market.AppealID) error {
		return store.AssignAppeal(o.ctx(), id, handler)
	})
}

func (o operator) contactAppeal() error {
	f := readForm(o)
	c := market.AppealContact{Channel: market.ContactChannel(f.text("channel")), Party: market.Party(f.text("party")), Person: f.text("person"),
		Reached: !f.checked("not_reached"), Text: f.text("contact_text"), Shared: f.checked("shared")}
	if at := f.moment("held_at"); at != nil {
		c.HeldAt = *at
	}
	return o.changeAppeal(f, market.ContactAppeal, func(store *db.Seller, id market.AppealID) error {
		return store.ContactAppeal(o.ctx(), id, c)
	})
}

func (o operator) askAppeal() error {
	f := readForm(o)
	return o.changeAppeal(f, market.AskAppeal, func(store *db.Seller, id market.AppealID) error {
		return store.AskAppeal(o.ctx(), id, market.Party(f.text("asked_party")), f.text("asked"))
	})
}

// decideAppeal carries out what the operator decides; a rejection is the act appeal.reject.
// The preview button shows what would happen, and does nothing.
func (o operator) decideAppeal() error {
	f := readForm(o)
	what := market.Decision{Outcome: market.AppealOutcome(f.text("outcome")), ReturnNode: market.Node(f.text("return_node")), Conclusion: f.text("conclusion")}
	if what.Outcome == market.OutcomeRefund {
		what.Amount = f.money("amount")
	}
	if what.Outcome != market.OutcomeReturn {
		what.ReturnNode = ""
	}
	if f.checked("preview") {
		return o.previewAppeal(f, what)
	}
	return o.changeAppeal(f, what.Outcome.Act(), func(store *db.Seller, id market.AppealID) error {
		return store.DecideAppeal(o.ctx(), id, what)
	})
}

// previewAppeal shows what a decision would do; what cannot be decided is said as when it is.
func (o operator) previewAppeal(f *form, what market.Decision) error {
	id, err := pathID[market.Appeal](o, "id")
	if err != nil {
		return err
	}
	row, err := o.store.Appeal(o.ctx(), id)
	if err != nil {
		return err
	}
	if err = f.err(); err == nil {
		err = o.tryDecision(row, what)
	}
	return f.end(err, o.showAppeal, func() error { return o.weighAppeal(f.Form, http.StatusOK, nil, &what) })
}

// tryDecision decides on a copy.
func (o operator) tryDecision(row market.AppealRow, what market.Decision) error {
	store := o.store.Seller(row.SellerID)
	p := appeals.DetailPage{Appeal: row}
	if err := readAppeal(o.ctx(), store, &p); err != nil {
		return err
	}
	var have []market.EvidenceKind
	for _, file := range p.Scene.Files {
		have = append(have, file.Kind)
	}
	a := row.Appeal
	if err := a.Decide(what, p.Flow, p.Order, have, o.actor().Name, o.site.db.Now()); err != nil || !a.Returned() {
		return err
	}
	return what.OfReturn().Check(p.Return.Refund.Amount, p.Order.Currency)
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
	return f.answer(o, err, o.showAppeal, "/operator/appeals/"+id.String(), act)
}
