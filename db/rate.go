package db

import (
	"context"
	"time"

	"sellercenter/internal/market"
)

const rateColumns = `id, kind, access_type, region, from_amount, ratio, effective_on, created_by, created_at`

// Rates lists every ratio, newest first.
func (o *Operator) Rates(ctx context.Context) (rates []market.Rate, err error) {
	err = o.db.listRows(ctx, &rates, `SELECT `+rateColumns+` FROM rates ORDER BY effective_on DESC, kind DESC, access_type, region, from_amount LIMIT 1000`)
	return rates, err
}

// AddRate sets a ratio that holds from a day on; what was placed or effective before keeps
// its own (transactions.md §6.7).
func (o *Operator) AddRate(ctx context.Context, rate market.Rate) error {
	rate.ID = market.NewID[market.Rate](o.db.Now())
	return o.Seller(market.Platform).act(ctx, market.AddRate, rate.ID, func(tx *tx) error {
		if err := rate.Check(market.DayOf(tx.now)); err != nil {
			return err
		}
		tx.note("kind", nil, rate.Kind)
		tx.note("access_type", nil, rate.AccessType)
		if rate.Region != "" {
			var known bool
			if err := tx.shared(&known, `SELECT EXISTS (SELECT FROM regions WHERE code = $1)`, rate.Region); err != nil {
				return err
			}
			if !known {
				return market.Invalid("region", "problem.not_an_option", rate.Region)
			}
			tx.note("region", nil, rate.Region)
		}
		tx.note("from_amount", nil, rate.FromAmount)
		tx.note("ratio", nil, rate.Ratio)
		tx.note("effective_on", nil, rate.EffectiveOn)
		err := tx.sharedExec(`INSERT INTO rates (id, kind, access_type, region, from_amount, ratio, effective_on, created_by, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			rate.ID, rate.Kind, rate.AccessType, rate.Region, rate.FromAmount, rate.Ratio, rate.EffectiveOn, o.actor.Name, tx.now)
		if violates(err, "rates_one") {
			return market.Invalid("effective_on", "rate.taken", rate.EffectiveOn)
		}
		return err
	})
}

// terms are the ratios by which lines are settled, as they stand now.
func (db *DB) terms(ctx context.Context) (market.Terms, error) {
	settings, err := db.Settings(ctx)
	if err != nil {
		return market.Terms{}, err
	}
	var rates []market.Rate
	err = db.listRows(ctx, &rates, `SELECT `+rateColumns+` FROM rates ORDER BY id`)
	return market.NewTerms(rates, settings.MarginalTiers), err
}

// reckoning is what settlement is reckoned by, besides the facts.
type reckoning struct {
	settings market.Settings
	calendar market.Calendar
	terms    market.Terms
}

func (db *DB) reckoning(ctx context.Context) (r reckoning, err error) {
	if r.settings, err = db.Settings(ctx); err != nil {
		return r, err
	}
	if r.calendar, err = db.Calendar(ctx); err != nil {
		return r, err
	}
	r.terms, err = db.terms(ctx)
	return r, err
}

// feeRatio is the platform's share that holds today on the site for the access type: of goods
// that the platform invoices their own where one is set; abroad it has a baseline of its own
// (catalogue.md §2.8).
func (t *tx) feeRatio(site market.Site, sale market.SaleType, accessType market.AccessType) (ratio market.Ratio, err error) {
	err = t.shared(&ratio, `SELECT ratio FROM rates
		WHERE kind IN ($3, $4) AND access_type IN ($1, '') AND effective_on <= $2
		ORDER BY kind = $3 DESC, access_type DESC, effective_on DESC LIMIT 1`, accessType, market.DayOf(t.now), market.FeeKind(site, sale), market.FeeKind(site, market.SaleGeneral))
	return ratio, err
}

// productFee is the platform's share of a listing's orders, copied to each when it is placed.
func (t *tx) productFee(product market.ProductID, site market.Site, sale market.SaleType, access market.AccessType) (market.Ratio, error) {
	rule, err := t.settlement(product, site, sale, access)
	return rule.FeeRatio, err
}

// settlement is how a listing's orders are shared: as its joint certification agreed, otherwise
// by the ratio of its site and access type (catalogue.md §2.8).
func (t *tx) settlement(product market.ProductID, site market.Site, sale market.SaleType, access market.AccessType) (rule market.SettlementRule, err error) {
	var joints []market.Joint
	if err := t.list(&joints, `SELECT j.share_model, j.share_ratio, j.floor FROM joints j JOIN products p ON p.seller_id = j.seller_id AND p.joint_id = j.id
		WHERE j.seller_id = $1 AND p.id = $2 AND j.status = 'passed'`, product); err != nil {
		return rule, err
	}
	if len(joints) == 1 {
		j := joints[0]
		return market.SettlementRule{FeeRatio: j.Keeps(), Terms: &market.ShareTerms{Model: j.ShareModel, Ratio: j.ShareRatio, Floor: j.Floor}}, nil
	}
	rule.FeeRatio, err = t.feeRatio(site, sale, access)
	return rule, err
}

// Tiers are the increment bands that hold at the instant.
func (db *DB) Tiers(ctx context.Context, at time.Time) (market.Tiers, error) {
	terms, err := db.terms(ctx)
	return terms.Tiers(at), err
}
