package handlers

import (
	"context"
	"net/http"
	"slices"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/supervisions"
	"sellercenter/views/ui"
)

// readSupervision reads what belongs to one delivery through its seller's door.
func readSupervision(ctx context.Context, store *db.Seller, id market.SupervisionID, p *supervisions.DetailPage) (err error) {
	if p.Flow, err = store.Supervision(ctx, id); err != nil {
		return err
	}
	if p.Order, err = store.Order(ctx, p.Flow.OrderID); err != nil {
		return err
	}
	if p.Logs, err = store.SupervisionLogs(ctx, id); err != nil {
		return err
	}
	if p.Files, err = store.Evidences(ctx, id); err != nil {
		return err
	}
	if p.Appeals, err = store.AppealsOf(ctx, id); err != nil {
		return err
	}
	if p.Refunds, err = store.RefundsOf(ctx, p.Flow.OrderID); err != nil {
		return err
	}
	if p.Held, err = heldBy(ctx, store, p.Order, p.Refunds); err != nil {
		return err
	}
	if p.Draft, err = store.Draft(ctx, id, market.DraftDelivery); err != nil {
		return err
	}
	if p.Order.AccessType == market.AccessLicense {
		licence, err := store.LicenceOf(ctx, p.Order.ID)
		if err != nil && !isNotFound(err) {
			return err
		}
		if err == nil {
			p.Licence = &licence
		}
	}
	if p.Order.AccessType != market.AccessHardware {
		return nil
	}
	parcel, err := store.Parcel(ctx, p.Order.ID)
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	p.Parcel = &parcel
	p.Couriers, err = store.Couriers(ctx)
	return err
}

// heldBy is the refund that the order waits for, as the queue of orders says it; nil without one.
func heldBy(ctx context.Context, store *db.Seller, order market.Order, refunds []market.Refund) (*market.Stall, error) {
	if !slices.ContainsFunc(refunds, func(r market.Refund) bool { return r.Status.Open() }) {
		return nil, nil
	}
	return store.StallOf(ctx, order)
}

// askHandOver shows the form of handing over.
func askHandOver(act market.Act) func(seller) error {
	return func(s seller) error { return s.showHandOver(act)(ui.Form{}, http.StatusOK) }
}

func (s seller) showHandOver(act market.Act) func(ui.Form, int) error {
	return func(f ui.Form, status int) error {
		return s.supervisionForm(act, func(p supervisions.DetailPage) (err error) {
			if act == market.ShipSupervision {
				if p.Couriers, err = s.store.Couriers(s.ctx()); err != nil {
					return err
				}
				if p.CourierAsks, err = s.store.CourierAsks(s.ctx()); err != nil {
					return err
				}
			}
			return s.page(status, supervisions.HandOver(f, p, act))
		})
	}
}

// delivery reads what is handed over, as it was typed; its documents are in the draft.
func (f *form) delivery() market.Delivery {
	return market.Delivery{Seen: f.number("seen"), OpenedAt: f.moment("opened_at"), Result: f.text("result"), Link: f.text("link")}
}

// handsOver does an act of handing over. The form's files go to the draft first, so that a
// refusal loses none of them.
func (s seller) handsOver(act market.Act, do func(*form, market.SupervisionID, market.Delivery) error) error {
	f := readForm(s)
	what := f.delivery()
	return s.sendSupervision(f, act, s.showHandOver(act), func(id market.SupervisionID) error {
		if err := s.supervisionNow(id, act); err != nil {
			return err
		}
		if err := f.attach(s.store, id, market.DraftDelivery); err != nil {
			return err
		}
		return do(f, id, what)
	})
}

// supervisionNow refuses an act that the delivery does not wait for, or that somebody else
// was faster with, before anything is stored for it.
func (s seller) supervisionNow(id market.SupervisionID, act market.Act) error {
	flow, err := s.store.Supervision(s.ctx(), id)
	if err != nil {
		return err
	}
	return flow.Now(act)
}

func (s seller) deliverSupervision() error {
	return s.handsOver(market.DeliverSupervision, func(_ *form, id market.SupervisionID, what market.Delivery) error {
		return s.store.DeliverSupervision(s.ctx(), id, what)
	})
}

func (s seller) presentSupervision() error {
	return s.handsOver(market.PresentSupervision, func(_ *form, id market.SupervisionID, what market.Delivery) error {
		return s.store.PresentSupervision(s.ctx(), id, what)
	})
}

func (s seller) proveSupervision() error {
	return s.handsOver(market.ProveSupervision, func(_ *form, id market.SupervisionID, what market.Delivery) error {
		return s.store.ProveSupervision(s.ctx(), id, what)
	})
}

func (s seller) shipSupervision() error {
	return s.handsOver(market.ShipSupervision, func(f *form, id market.SupervisionID, what market.Delivery) error {
		return s.store.ShipSupervision(s.ctx(), id, market.Shipment{Courier: f.text("courier"), Tracking: f.text("tracking"),
			Phone: f.text("waybill_phone"), Remark: f.text("result")}, what)
	})
}

// previewSupervision shows one document of the delivery in the page.
func (s seller) previewSupervision() error {
	page, err := s.supervisionPage()
	if err != nil {
		return err
	}
	return showDocument(s, page)
}

// previewSupervision shows a seller's document to the operator.
func (o operator) previewSupervision() error {
	id, err := pathID[market.Supervision](o, "id")
	if err != nil {
		return err
	}
	page := supervisions.DetailPage{}
	seller, name, err := o.store.SupervisionSeller(o.ctx(), id)
	if err != nil {
		return err
	}
	page.Seller = name
	if err := readSupervision(o.ctx(), o.store.Seller(seller), id, &page); err != nil {
		return err
	}
	return showDocument(o, page)
}

// showDocument shows the path's document with its other versions.
func showDocument(d door, page supervisions.DetailPage) error {
	p := supervisions.PreviewPage{DetailPage: page}
	id, err := pathID[market.File](d, "file")
	if err != nil {
		return err
	}
	err = market.NotFound
	for _, file := range p.Files {
		if file.FileID == id {
			p.File, err = file, nil
		}
	}
	if err != nil {
		return err
	}
	for _, file := range p.Files {
		if file.Kind == p.File.Kind {
			p.Versions = append(p.Versions, file)
		}
	}
	d.Response().Header().Set("Content-Security-Policy", policy+"; frame-src 'self'")
	return d.page(http.StatusOK, supervisions.Preview(p))
}
