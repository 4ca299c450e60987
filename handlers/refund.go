package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
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
	g.POST("/:id/accept", site.seller(seller.acceptRefund))
	g.POST("/:id/dispute", site.seller(seller.disputeRefund))
	g.POST("/:id/appeal", site.seller(seller.appealRefund))
}

func refundSearch(q url.Values) market.RefundSearch {
	return market.RefundSearch{Status: market.RefundStatus(q.Get("status")), Cause: market.RefundCause(q.Get("cause")),
		Text: strings.TrimSpace(q.Get("text")), Product: strings.TrimSpace(q.Get("product")), Customer: strings.TrimSpace(q.Get("customer")),
		From: dayIn(q, "requested_from", 0), Until: dayIn(q, "requested_until", 1), Goods: market.GoodsState(q.Get("goods")),
		Exception: q.Get("exception") != "", Late: q.Get("late") != "", Seller: strings.TrimSpace(q.Get("seller"))}
}

func (s seller) refunds() error {
	search := refundSearch(s.QueryParams())
	clock, err := s.clock()
	if err != nil {
		return err
	}
	counts, err := s.store.RefundCounts(s.ctx())
	if err != nil {
		return err
	}
	return show(s, refunds.Listing(s.ctx(), search, refunds.Clock(clock), counts, nil), func(ask market.Ask) (market.Page[market.RefundRow], error) {
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
	if err := readRefund(s.ctx(), s.store, &p); err != nil {
		return err
	}
	if p.Refund.Status == market.RefundRequested && p.Refund.Goods == market.GoodsReceived {
		if p.Back, err = s.store.LastReturnAddress(s.ctx()); err != nil {
			return err
		}
	}
	return s.page(status, refunds.Detail(f, p))
}

// readRefund gathers what belongs to a refund through its seller's door.
func readRefund(ctx context.Context, store *db.Seller, p *refunds.DetailPage) (err error) {
	if p.Order, err = store.Order(ctx, p.Refund.OrderID); err != nil {
		return err
	}
	if p.Effects, err = store.RefundEffects(ctx, p.Refund.ID); err != nil {
		return err
	}
	if p.Flow = p.Effects.Facts.Flow; p.Flow != nil {
		if p.Appeals, err = store.AppealsOf(ctx, p.Flow.ID); err != nil {
			return err
		}
	}
	if p.Logs, err = store.RefundLogs(ctx, p.Refund.ID); err != nil {
		return err
	}
	if p.Refund.Goods == "" {
		return nil
	}
	if p.Couriers, err = store.Couriers(ctx); err != nil {
		return err
	}
	if p.Back, err = store.ReturnAddress(ctx, p.Refund.ID); err != nil {
		return err
	}
	parcel, err := store.Parcel(ctx, p.Refund.OrderID)
	if errors.Is(err, market.NotFound) {
		return nil
	}
	p.Parcel = &parcel
	return err
}

func (s seller) approveRefund() error {
	f := readForm(s)
	back := market.Address{Recipient: f.text("recipient"), Phone: f.text("phone"), Place: f.text("place")}
	return s.changeRefund(f, market.ApproveRefund, func(id market.RefundID) error {
		return s.store.ApproveRefund(s.ctx(), id, f.text("note"), back)
	})
}

func (s seller) rejectRefund() error {
	f := readForm(s)
	return s.changeRefund(f, market.RejectRefund, func(id market.RefundID) error {
		return s.store.RejectRefund(s.ctx(), id, f.text("note"))
	})
}

func (s seller) acceptRefund() error {
	return s.changeRefund(readForm(s), market.AcceptRefund, func(id market.RefundID) error {
		return s.store.AcceptRefund(s.ctx(), id, "")
	})
}

func (s seller) disputeRefund() error {
	f := readForm(s)
	photos := f.evidence("photos", market.EvidenceOther)
	return s.changeRefund(f, market.DisputeRefund, func(id market.RefundID) error {
		return s.store.DisputeRefund(s.ctx(), id, f.text("fault"), photos)
	})
}

func (s seller) appealRefund() error {
	f := readForm(s)
	files := f.evidence("photos", market.EvidenceAppeal)
	return s.changeRefund(f, market.AppealRefund, func(id market.RefundID) error {
		return s.store.AppealRefund(s.ctx(), id, f.text("fault"), files)
	})
}

// changeRefund does an act of the refund's page: what was typed comes back with what is
// wrong with it, and whoever came too late is told why.
func (s seller) changeRefund(f *form, act market.Act, do func(market.RefundID) error) error {
	id, err := pathID[market.Refund](s, "id")
	if err != nil {
		return err
	}
	if err = f.err(); err == nil {
		err = do(id)
	}
	return f.answer(s, err, s.showRefund, "/refunds/"+id.String(), act)
}
