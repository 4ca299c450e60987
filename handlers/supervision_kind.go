package handlers

import (
	"context"
	"errors"
	"net/http"

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
	switch draft, err := store.DeliveryDraft(ctx, id); {
	case err == nil:
		p.Draft = draft
	case !isNotFound(err):
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
	p.Parcel = &parcel
	return err
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
			}
			return s.page(status, supervisions.HandOver(f, p, act))
		})
	}
}

// delivery reads what is handed over: the documents of every kind, and what was typed.
func (f *form) delivery() market.Delivery {
	what := market.Delivery{Seen: f.number("seen"), OpenedAt: f.moment("opened_at"), Result: f.text("result"), Link: f.text("link")}
	for _, kind := range market.DeliveryEvidence {
		what.Files = append(what.Files, f.evidence("file_"+string(kind), kind)...)
	}
	return what
}

func (s seller) deliverSupervision() error {
	f := readForm(s)
	what := f.delivery()
	return s.sendSupervision(f, market.DeliverSupervision, s.showHandOver(market.DeliverSupervision), func(id market.SupervisionID) error {
		return s.store.DeliverSupervision(s.ctx(), id, what)
	})
}

func (s seller) presentSupervision() error {
	f := readForm(s)
	what := f.delivery()
	return s.sendSupervision(f, market.PresentSupervision, s.showHandOver(market.PresentSupervision), func(id market.SupervisionID) error {
		return s.store.PresentSupervision(s.ctx(), id, what)
	})
}

func (s seller) proveSupervision() error {
	f := readForm(s)
	what := f.delivery()
	return s.sendSupervision(f, market.ProveSupervision, s.showHandOver(market.ProveSupervision), func(id market.SupervisionID) error {
		return s.store.ProveSupervision(s.ctx(), id, what)
	})
}

func (s seller) shipSupervision() error {
	f := readForm(s)
	what := f.delivery()
	shipment := market.Shipment{Courier: f.text("courier"), Tracking: f.text("tracking"), Phone: f.text("waybill_phone"), Remark: f.text("result")}
	return s.sendSupervision(f, market.ShipSupervision, s.showHandOver(market.ShipSupervision), func(id market.SupervisionID) error {
		return s.store.ShipSupervision(s.ctx(), id, shipment, what)
	})
}

// keepSupervision remembers what is being typed. The script asks while somebody types; the
// button leads back to the delivery.
func (s seller) keepSupervision() error {
	id, err := pathID[market.Supervision](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	err = s.store.KeepSupervision(s.ctx(), id, market.DeliveryDraft{Result: f.text("result"), OpenedAt: f.text("opened_at"), Link: f.text("link")})
	if s.Request().Header.Get("Accept") == "application/json" {
		var problem *market.Problem
		if errors.As(err, &problem) {
			return s.NoContent(statusOf[problem.Kind])
		}
		if err != nil {
			return err
		}
		return s.JSON(http.StatusOK, map[string]any{"values": map[string]string{}})
	}
	if reason := conflictOf(err); reason != nil {
		return s.site.failed(s, "/supervisions/"+id.String(), err)
	}
	if err != nil {
		return err
	}
	return s.done("/supervisions/"+id.String(), market.KeepSupervision)
}

// previewSupervision shows one document of the delivery in the page.
func (s seller) previewSupervision() error {
	p := supervisions.PreviewPage{}
	var err error
	if p.DetailPage, err = s.supervisionPage(); err != nil {
		return err
	}
	id, err := pathID[market.File](s, "file")
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
	s.Response().Header().Set("Content-Security-Policy", policy+"; frame-src 'self'")
	return s.page(http.StatusOK, supervisions.Preview(p))
}
