package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/refunds"
	"sellercenter/views/ui"
)

func (site *site) operatorRefundRoutes(e *echo.Echo) {
	g := e.Group("/operator/refunds", sees(market.Refunds))
	g.GET("", site.operator(operator.refunds))
	g.GET("/:id", site.operator(operator.refund))
	g.POST("/:id/grant", site.operator(operator.grantRefund))
	g.POST("/:id/deny", site.operator(operator.denyRefund))
	g.POST("/:id/confirm", site.operator(operator.confirmRefund))
	g.POST("/:id/settle", site.operator(operator.settleRefund))
}

func (o operator) refunds() error {
	search := refundSearch(o.QueryParams())
	search.Desk = o.QueryParam("scope") == ""
	clock, err := o.clock()
	if err != nil {
		return err
	}
	waiting, err := o.store.RefundsWaiting(o.ctx())
	if err != nil {
		return err
	}
	return show(o, refunds.Listing(o.ctx(), search, refunds.Clock(clock), nil, &waiting), func(ask market.Ask) (market.Page[market.RefundRow], error) {
		return o.store.Refunds(o.ctx(), search, ask)
	})
}

func (o operator) refund() error { return o.showRefund(ui.Form{}, http.StatusOK, nil) }

func (o operator) showRefund(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Refund](o, "id")
	if err != nil {
		return err
	}
	p := refunds.DetailPage{Operator: true, Refused: refused}
	if p.Refund, err = o.store.Refund(o.ctx(), id); err != nil {
		return err
	}
	clock, err := o.clock()
	if err != nil {
		return err
	}
	p.Clock = refunds.Clock(clock)
	if err := readRefund(o.ctx(), o.store.Seller(p.Refund.SellerID), &p); err != nil {
		return err
	}
	return o.page(status, refunds.Detail(f, p))
}

func (o operator) grantRefund() error {
	return o.changeRefund(readForm(o), market.GrantRefund, func(store *db.Seller, id market.RefundID) error {
		return store.GrantRefund(o.ctx(), id)
	})
}

func (o operator) denyRefund() error {
	f := readForm(o)
	return o.changeRefund(f, market.DenyRefund, func(store *db.Seller, id market.RefundID) error {
		return store.DenyRefund(o.ctx(), id, f.text("note"))
	})
}

func (o operator) confirmRefund() error {
	return o.changeRefund(readForm(o), market.ConfirmRefund, func(store *db.Seller, id market.RefundID) error {
		return store.ConfirmRefund(o.ctx(), id)
	})
}

func (o operator) settleRefund() error {
	f := readForm(o)
	what := market.ReturnDecision{Outcome: market.ReturnOutcome(f.text("outcome")), Amount: f.money("amount"), Note: f.text("note")}
	return o.changeRefund(f, market.SettleRefund, func(store *db.Seller, id market.RefundID) error {
		return store.SettleRefund(o.ctx(), id, what)
	})
}

func (o operator) changeRefund(f *form, act market.Act, do func(*db.Seller, market.RefundID) error) error {
	id, err := pathID[market.Refund](o, "id")
	if err != nil {
		return err
	}
	row, err := o.store.Refund(o.ctx(), id)
	if err != nil {
		return err
	}
	if err = f.err(); err == nil {
		err = do(o.store.Seller(row.SellerID), id)
	}
	return f.answer(o, err, o.showRefund, "/operator/refunds/"+id.String(), act)
}
