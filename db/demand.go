package db

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"sellercenter/internal/market"
)

const demandColumns = `d.seller_id, d.id, d.number, d.source, d.reporter, d.name, d.product_id, d.spec_wanted, d.delivery_mode, d.kind, d.space,
	d.request, d.signing_on, d.sales_contact, d.sales_phone, d.description, d.solutions, d.share, d.customer_name, d.customer, d.phone_mask,
	d.status, d.assigned_at, d.due_at, d.accepted_at, d.closed_at, d.reason, d.offer_id, d.order_id, d.version`

// ReportDemand is a provider's report of what a customer of its own needs: only for joint
// products, and not for more than the product's highest share (catalogue.md §9.5).
func (s *Seller) ReportDemand(ctx context.Context, report market.DemandReport) (market.DemandID, error) {
	report.Source, report.Reporter = market.DemandCSP, s.actor.Customer
	return s.makeDemand(ctx, market.ReportDemand, report)
}

// AssignDemand gives a demand of the platform's presales or of its marketing to the seller.
func (s *Seller) AssignDemand(ctx context.Context, report market.DemandReport) (market.DemandID, error) {
	report.Reporter = s.actor.Name
	if report.Source != market.DemandMarketing {
		report.Source = market.DemandPlatform
	}
	return s.makeDemand(ctx, market.AssignDemand, report)
}

func (s *Seller) makeDemand(ctx context.Context, act market.Act, report market.DemandReport) (market.DemandID, error) {
	id := market.NewID[market.Demand](s.db.Now())
	err := s.act(ctx, act, id, func(tx *tx) error {
		d := report
		var product struct {
			SaleType market.SaleType
			Status   market.ProductStatus
		}
		if err := tx.get(&product, `SELECT sale_type, status FROM products WHERE seller_id = $1 AND id = $2`, d.ProductID); err != nil {
			return err
		}
		if product.Status != market.ProductOnSale {
			return market.Invalid("product", "demand.not_on_sale")
		}
		most, err := tx.partnerShare(d.ProductID)
		if err != nil {
			return err
		}
		if d.Source == market.DemandCSP {
			if err := tx.joined(s.actor.Customer); err != nil {
				return err
			}
		}
		if err := d.Check(product.SaleType, most); err != nil {
			return err
		}
		contact, err := json.Marshal(contactSealed{d.Phone, d.Email})
		if err != nil {
			return err
		}
		if d.Number, err = tx.number("DM", "demand", id); err != nil {
			return err
		}
		settings, err := s.db.Settings(ctx)
		if err != nil {
			return err
		}
		d.DueAt = settings.DemandDue(tx.now)
		tx.note("number", nil, d.Number)
		tx.note("source", nil, d.Source)
		if err := tx.exec(`INSERT INTO demands (seller_id, id, number, source, reporter, name, product_id, spec_wanted, delivery_mode, kind, space, request,
				signing_on, sales_contact, sales_phone, description, solutions, share, customer_name, customer, contact_sealed, phone_mask, status, assigned_at, due_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 'to_accept', $23, $24)`,
			id, d.Number, d.Source, d.Reporter, d.Name, d.ProductID, d.SpecWanted, d.DeliveryMode, d.Kind, d.Space, d.Request, d.SigningOn,
			d.SalesContact, d.SalesPhone, d.Description, d.Solutions, d.Share, d.CustomerName, d.Customer, s.db.sealer.seal(string(contact)),
			market.MaskPhone(d.Phone), tx.now, d.DueAt); err != nil {
			return err
		}
		return cmp.Or(tx.demandNote(id, act, ""),
			tx.notify(string(act), market.Because("notice.demand.assign", d.Number, d.Name, d.DueAt), "/demands/"+id.String()),
			tx.at(d.DueAt.AddDate(0, 0, -1), market.RemindDemand, id), tx.at(d.DueAt, market.ExpireDemand, id))
	})
	return id, err
}

// AcceptDemand takes a demand on; from now on the customer's data can be seen.
func (s *Seller) AcceptDemand(ctx context.Context, id market.DemandID, agreed bool) error {
	return s.onDemand(ctx, market.AcceptDemand, id, "", func(tx *tx, d *market.Demand) error { return d.Accept(agreed, tx.now) })
}

// RefuseDemand gives a demand back for a reason.
func (s *Seller) RefuseDemand(ctx context.Context, id market.DemandID, reason string) error {
	return s.onDemand(ctx, market.RefuseDemand, id, reason, func(tx *tx, d *market.Demand) error { return d.Refuse(reason, tx.now) })
}

// ProgressDemand writes down how the conversion goes (更新进展).
func (s *Seller) ProgressDemand(ctx context.Context, id market.DemandID, text string) error {
	return s.onDemand(ctx, market.ProgressDemand, id, text, func(_ *tx, d *market.Demand) error {
		if _, err := market.DemandMoves.Next(d.Status, market.ProgressDemand); err != nil {
			return err
		}
		return market.AsField("progress_text", market.CheckReason(text))
	})
}

// EditDemand fills in the customer's account and the specs wanted, until there is an offer.
func (s *Seller) EditDemand(ctx context.Context, id market.DemandID, customer, specs string) error {
	return s.onDemand(ctx, market.EditDemand, id, specs, func(_ *tx, d *market.Demand) error { return d.Edit(customer, specs) })
}

// CloseDemand ends the conversion as a success.
func (s *Seller) CloseDemand(ctx context.Context, id market.DemandID, reason string) error {
	return s.onDemand(ctx, market.CloseDemand, id, reason, func(tx *tx, d *market.Demand) error { return d.Close(market.CloseDemand, reason, tx.now) })
}

// FailDemand ends the conversion as a failure.
func (s *Seller) FailDemand(ctx context.Context, id market.DemandID, reason string) error {
	return s.onDemand(ctx, market.FailDemand, id, reason, func(tx *tx, d *market.Demand) error { return d.Close(market.FailDemand, reason, tx.now) })
}

// ExpireDemand closes a demand that nobody accepted within five days; once more it does
// nothing (catalogue.md §9.5).
func (s *Seller) ExpireDemand(ctx context.Context, id market.DemandID) error {
	return s.onDemand(ctx, market.ExpireDemand, id, "", func(tx *tx, d *market.Demand) error {
		return cmp.Or(d.Expire(tx.now),
			tx.notify(string(market.ExpireDemand), market.Because("notice.demand.expire", d.Number, d.Name), "/demands/"+id.String()))
	})
}

// RemindDemand tells the seller that a demand waits for only one more day.
func (s *Seller) RemindDemand(ctx context.Context, id market.DemandID) error {
	return s.onDemand(ctx, market.RemindDemand, id, "", func(tx *tx, d *market.Demand) error {
		if d.Status != market.DemandToAccept {
			return market.Conflict("problem.not_now", market.Word(market.RemindDemand), market.Word(d.Status.Key()))
		}
		return tx.notify(string(market.RemindDemand), market.Because("notice.demand.remind", d.Number, d.Name, d.DueAt), "/demands/"+id.String())
	})
}

// RevealDemand shows the customer's contact; each showing is audited. Before the demand is
// accepted nobody sees it.
func (s *Seller) RevealDemand(ctx context.Context, id market.DemandID) (contact market.Customer, err error) {
	err = s.act(ctx, market.RevealDemand, id, func(tx *tx) error {
		var row struct {
			market.Demand
			ContactSealed []byte
		}
		if err := tx.get(&row, `SELECT `+demandColumns+`, d.contact_sealed FROM demands d WHERE d.seller_id = $1 AND d.id = $2`, id); err != nil {
			return err
		}
		if !row.Open() {
			return market.Conflict("demand.hidden")
		}
		plain, err := s.db.sealer.open(row.ContactSealed)
		if err != nil {
			return err
		}
		contact = market.Customer{ID: row.Customer, Name: row.CustomerName}
		var sealed contactSealed
		err = json.Unmarshal([]byte(plain), &sealed)
		contact.Phone, contact.Email = sealed.Phone, sealed.Email
		return err
	})
	return contact, err
}

// convertDemand ties a demand to the offer that was made for it.
func (t *tx) convertDemand(id market.DemandID, offer market.OfferID) error {
	d, err := t.lockDemand(id)
	if err != nil {
		return err
	}
	return cmp.Or(d.Convert(offer), t.saveDemand(d), t.demandNote(id, market.SubmitOffer, ""))
}

// winDemand ends the demand whose offer the paid order was placed with (需求成交).
func (t *tx) winDemand(order market.Order) error {
	if order.Test || order.DiscountAmount.Sign() == 0 {
		return nil
	}
	var id market.DemandID
	err := t.get(&id, `SELECT d.id FROM reductions r JOIN offer_items i ON i.seller_id = r.seller_id AND i.id = r.subject
		JOIN demands d ON d.seller_id = i.seller_id AND d.offer_id = i.offer_id
		WHERE r.seller_id = $1 AND r.order_id = $2 AND r.kind = 'offer' AND d.status = 'converting'`, order.ID)
	if errors.Is(err, market.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	d, err := t.lockDemand(id)
	if err != nil || d.Status != market.DemandConverting {
		return err
	}
	return cmp.Or(d.Win(order.ID, t.now), t.saveDemand(d), t.demandNote(id, market.PayOrder, order.Number),
		t.notify("demand.won", market.Because("notice.demand.won", d.Number, d.Name, order.Number), "/demands/"+id.String()))
}

func (s *Seller) onDemand(ctx context.Context, act market.Act, id market.DemandID, text string, do func(*tx, *market.Demand) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		d, err := tx.lockDemand(id)
		if err != nil {
			return err
		}
		before := d.Status
		if err := do(tx, &d); err != nil {
			return err
		}
		if d.Status != before {
			tx.note("status", before, d.Status)
			if d.Source == market.DemandCSP {
				if err := tx.tell(d.Reporter, string(act), market.Because("notice.to_demand", d.Number, d.Name, market.Word(d.Status.Key())), "/storefront/v1/demands"); err != nil {
					return err
				}
			}
		}
		return cmp.Or(tx.saveDemand(d), tx.demandNote(id, act, text))
	})
}

func (t *tx) lockDemand(id market.DemandID) (d market.Demand, err error) {
	err = t.get(&d, `SELECT `+demandColumns+` FROM demands d WHERE d.seller_id = $1 AND d.id = $2 FOR UPDATE`, id)
	t.about(id, d.Number)
	return d, err
}

func (t *tx) saveDemand(d market.Demand) error {
	return t.one(`UPDATE demands SET status = $3, accepted_at = $4, closed_at = $5, reason = $6, offer_id = $7, order_id = $8, customer = $9, spec_wanted = $10,
			version = version + 1 WHERE seller_id = $1 AND id = $2 AND version = $11`,
		d.ID, d.Status, d.AcceptedAt, d.ClosedAt, d.Reason, d.OfferID, d.OrderID, d.Customer, d.SpecWanted, d.Version)
}

func (t *tx) demandNote(demand market.DemandID, act market.Act, text string) error {
	return t.exec(`INSERT INTO demand_notes (seller_id, id, demand_id, at, act, actor, party, text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		market.NewID[market.DemandNote](t.now), demand, t.now, act, t.s.actor.Name, t.s.actor.Party(), text)
}
