package handlers

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/refunds"
	"sellercenter/views/ui"
)

func (site *site) refundRoutes(e *echo.Echo) {
	g := e.Group("/refunds", sees(market.Refunds))
	g.GET("", site.seller(seller.refunds))
	g.GET("/:id", site.seller(seller.refund))
	g.POST("/:id/approve", site.seller(seller.approveRefund))
	g.POST("/:id/reject", site.seller(seller.rejectRefund))
}

func (s seller) refunds() error {
	q := s.QueryParams()
	search := market.RefundSearch{Status: market.RefundStatus(q.Get("status")), Cause: market.RefundCause(q.Get("cause")),
		Text: strings.TrimSpace(q.Get("text")), From: dayIn(q, "requested_from", 0), Until: dayIn(q, "requested_until", 1)}
	clock, err := s.clock()
	if err != nil {
		return err
	}
	counts, err := s.store.RefundCounts(s.ctx())
	if err != nil {
		return err
	}
	return show(s, refunds.Listing(s.ctx(), refunds.Clock(clock), search, counts), func(ask market.Ask) (market.Page[market.RefundRow], error) {
		return s.store.Refunds(s.ctx(), search, ask)
	})
}

func (s seller) refund() error { return s.showRefund(ui.Form{}, http.StatusOK, nil) }

func (s seller) showRefund(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Refund](s, "id")
	if err != nil {
		return err
	}
	p := refunds.DetailPage{Refused: refused}
	clock, err := s.clock()
	if err != nil {
		return err
	}
	p.Clock = refunds.Clock(clock)
	if p.Refund, err = s.store.Refund(s.ctx(), id); err != nil {
		return err
	}
	if p.Order, err = s.store.Order(s.ctx(), p.Refund.OrderID); err != nil {
		return err
	}
	flow, err := s.store.SupervisionOf(s.ctx(), p.Refund.OrderID)
	if err == nil {
		p.FlowID = &flow.ID
	} else if !errors.Is(err, market.NotFound) {
		return err
	}
	return s.page(status, refunds.Detail(f, p))
}

func (s seller) approveRefund() error {
	f := readForm(s)
	return s.changeRefund(f, market.ApproveRefund, func(id market.RefundID) error {
		return s.store.ApproveRefund(s.ctx(), id, f.text("note"))
	})
}

func (s seller) rejectRefund() error {
	f := readForm(s)
	return s.changeRefund(f, market.RejectRefund, func(id market.RefundID) error {
		return s.store.RejectRefund(s.ctx(), id, f.text("note"))
	})
}

func (s seller) changeRefund(f *form, act market.Act, do func(market.RefundID) error) error {
	id, err := pathID[market.Refund](s, "id")
	if err != nil {
		return err
	}
	err = do(id)
	if reason := conflictOf(err); reason != nil {
		return s.showRefund(ui.Form{}, http.StatusConflict, reason)
	}
	if f.refused(err) {
		return s.showRefund(f.Form, f.status, nil)
	}
	if err != nil {
		return err
	}
	return s.done("/refunds/"+id.String(), act)
}
