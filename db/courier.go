package db

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"sellercenter/internal/market"
)

const (
	couriersEver  = `SELECT code, name, retired_at FROM couriers ORDER BY code LIMIT 500`
	couriersInUse = `SELECT code, name, retired_at FROM couriers WHERE retired_at IS NULL ORDER BY code LIMIT 500`
)

// Couriers are the companies that carry hardware.
func (s *Seller) Couriers(ctx context.Context) (all []market.Courier, err error) {
	err = s.db.listRows(ctx, &all, couriersInUse)
	return all, err
}

// Couriers are all companies, also those that are no longer used.
func (o *Operator) Couriers(ctx context.Context) (all []market.Courier, err error) {
	err = o.db.listRows(ctx, &all, `SELECT code, name, retired_at FROM couriers ORDER BY retired_at IS NOT NULL, code LIMIT 500`)
	return all, err
}

// AddCourier adds a company, or takes one up again; the code of one in use stays its own.
func (o *Operator) AddCourier(ctx context.Context, c market.Courier) error {
	return o.Seller(market.Platform).act(ctx, market.AddCourier, flowName(c.Code), func(tx *tx) error {
		if err := c.Check(); err != nil {
			return err
		}
		var was market.Courier
		err := tx.shared(&was, `SELECT code, name, retired_at FROM couriers WHERE code = $1 FOR UPDATE`, c.Code)
		if err == nil && was.RetiredAt == nil {
			return market.Invalid("code", "courier.code_taken", c.Code, was.Name)
		}
		if err != nil && !errors.Is(err, market.NotFound) {
			return err
		}
		tx.note("name", nil, c.Name)
		return tx.takeCourier(c)
	})
}

// RetireCourier takes a company off the list for new shipments.
func (o *Operator) RetireCourier(ctx context.Context, code string) error {
	return o.Seller(market.Platform).act(ctx, market.RetireCourier, flowName(code), func(tx *tx) error {
		var c market.Courier
		if err := tx.shared(&c, `SELECT code, name, retired_at FROM couriers WHERE code = $1 AND retired_at IS NULL FOR UPDATE`, code); err != nil {
			return err
		}
		return tx.sharedExec(`UPDATE couriers SET retired_at = $2 WHERE code = $1`, code, tx.now)
	})
}

// AskCourier asks the operator to add a company that is missing (transactions.md §2.4).
func (s *Seller) AskCourier(ctx context.Context, ask market.CourierAsk) error {
	return s.act(ctx, market.AskCourier, ask.Subject(), func(tx *tx) error {
		var all []market.Courier
		if err := tx.SelectContext(ctx, &all, couriersInUse); err != nil {
			return err
		}
		if err := ask.Check(all); err != nil {
			return err
		}
		tx.note("name", nil, ask.Name)
		_, err := tx.submitReview(market.ReviewCourier, ask.Subject(), ask.Name, map[string]string{}, ask.Sheet())
		return err
	})
}

// CourierAsks are the companies that the seller asked for, the newest first.
func (s *Seller) CourierAsks(ctx context.Context) (all []market.Review, err error) {
	err = s.list(ctx, &all, `SELECT `+reviewColumns+` FROM reviews WHERE seller_id = $1 AND kind = $2
		ORDER BY submitted_at DESC, id DESC LIMIT 20`, market.ReviewCourier)
	return all, err
}

// addCourier puts the company on everybody's list.
func (t *tx) addCourier(review market.Review) error {
	var sheet struct{ Code, Name string }
	if err := json.Unmarshal(review.Payload, &sheet); err != nil {
		return err
	}
	c := market.Courier{Code: sheet.Code, Name: sheet.Name}
	return cmp.Or(c.Check(), t.takeCourier(c))
}

func (t *tx) takeCourier(c market.Courier) error {
	return t.sharedExec(`INSERT INTO couriers (code, name) VALUES ($1, $2)
		ON CONFLICT (code) DO UPDATE SET name = excluded.name, retired_at = NULL`, c.Code, c.Name)
}

// leaveCouriers changes nothing.
func (t *tx) leaveCouriers(market.Review) error { return nil }
