package db

import (
	"context"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const vatColumns = `id, access_type, charging, category, kind, rate, small_rate, effective_on, created_by, created_at`

// Vats lists every row of the tax types, newest first.
func (o *Operator) Vats(ctx context.Context) (vats []market.Vat, err error) {
	err = o.db.listRows(ctx, &vats, `SELECT `+vatColumns+` FROM taxes ORDER BY effective_on DESC, category DESC, access_type DESC, charging DESC LIMIT 1000`)
	return vats, err
}

// AddVat adds a row of the tax types that holds from a day on; orders placed before keep theirs
// (catalogue.md §2.7).
func (o *Operator) AddVat(ctx context.Context, vat market.Vat) error {
	vat.ID = market.NewID[market.Vat](o.db.Now())
	return o.Seller(market.Platform).act(ctx, market.AddVat, vat.ID, func(tx *tx) error {
		if err := vat.Check(market.DayOf(tx.now)); err != nil {
			return err
		}
		if vat.Category != "" {
			var known bool
			if err := tx.shared(&known, `SELECT EXISTS (SELECT FROM categories WHERE code = $1)`, vat.Category); err != nil {
				return err
			}
			if !known {
				return market.Invalid("category", "problem.not_an_option", vat.Category)
			}
		}
		tx.note("access_type", nil, vat.AccessType)
		tx.note("charging", nil, vat.Charging)
		tx.note("category", nil, vat.Category)
		tx.note("kind", nil, vat.Kind)
		tx.note("rate", nil, vat.Rate)
		tx.note("small_rate", nil, vat.SmallRate)
		tx.note("effective_on", nil, vat.EffectiveOn)
		err := tx.sharedExec(`INSERT INTO taxes (id, access_type, charging, category, kind, rate, small_rate, effective_on, created_by, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			vat.ID, vat.AccessType, vat.Charging, vat.Category, vat.Kind, vat.Rate, vat.SmallRate, vat.EffectiveOn, o.actor.Name, tx.now)
		if violates(err, "taxes_access_type_charging_category_effective_on_key") {
			return market.Invalid("effective_on", "rate.taken", vat.EffectiveOn)
		}
		return err
	})
}

// invoicedRate is the rate at which the seller, certified as c, invoices the order o: as
// SaleTax.Of says (catalogue.md §2.7).
const invoicedRate = `CASE WHEN c.taxpayer IS DISTINCT FROM 'small' THEN o.tax_rate WHEN coalesce(c.vat_rate, 0) = 0 THEN o.tax_small ELSE c.vat_rate END`

// saleTaxes are the tax types of what is sold in the modes $2 on the day $4: the row of its
// category before that of the category's group, then that of its access type and billing mode
// (catalogue.md §2.7).
const saleTaxes = `SELECT DISTINCT t.tax_kind, t.tax_rate, t.tax_small FROM unnest($2::text[]) mode
	CROSS JOIN LATERAL (SELECT kind AS tax_kind, rate AS tax_rate, small_rate AS tax_small FROM taxes
		WHERE access_type IN ($1, '') AND charging IN (mode, '') AND effective_on <= $4
			AND category IN ($3, '', coalesce((SELECT parent FROM categories WHERE code = $3), ''))
		ORDER BY category = $3 AND category <> '' DESC, category <> '' DESC, access_type <> '' DESC, charging <> '' DESC, effective_on DESC LIMIT 1) t
	ORDER BY t.tax_rate DESC, t.tax_kind LIMIT 10`

// saleTax is the tax type of what is sold so today.
func (t *tx) saleTax(access market.AccessType, charging market.Charging, category string) (tax market.SaleTax, err error) {
	err = t.shared(&tax, saleTaxes, access, pq.Array([]string{string(charging)}), category, market.DayOf(t.now))
	return tax, err
}

// SaleTaxes are the tax types of a listing's billing modes today.
func (db *DB) SaleTaxes(ctx context.Context, access market.AccessType, modes []market.Charging, category string) (taxes []market.SaleTax, err error) {
	texts := make([]string, len(modes))
	for i, mode := range modes {
		texts[i] = string(mode)
	}
	err = db.listRows(ctx, &taxes, saleTaxes, access, pq.Array(texts), category, market.DayOf(db.Now()))
	return taxes, err
}
