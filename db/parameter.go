package db

import (
	"context"
	"errors"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const parameterColumns = `code, name, kind, options, created_by, created_at, retired_at`

// Parameters are the kinds of values that a checkout may ask for, also those that no other
// listing may ask for any more.
func (db *DB) Parameters(ctx context.Context) (all []market.Parameter, err error) {
	err = db.listRows(ctx, &all, `SELECT `+parameterColumns+` FROM parameters ORDER BY retired_at IS NOT NULL, created_at, code LIMIT 500`)
	return all, err
}

// Parameters are the kinds of values with how many listings on sale ask for each.
func (o *Operator) Parameters(ctx context.Context) (all []market.Parameter, err error) {
	err = o.db.listRows(ctx, &all, `SELECT `+parameterColumns+`, (SELECT count(*) FROM products p JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
			WHERE p.status = 'on_sale' AND r.content->'extensions' ? x.code) AS products
		FROM parameters x ORDER BY retired_at IS NOT NULL, created_at, code LIMIT 500`)
	return all, err
}

// AddParameter adds a kind of value that listings may ask for, once their address has been
// debugged with it (catalogue.md §2.6); one that was retired is taken up again as it is now.
func (o *Operator) AddParameter(ctx context.Context, p market.Parameter) error {
	return o.Seller(market.Platform).act(ctx, market.AddParameter, flowName(p.Code), func(tx *tx) error {
		if err := p.Check(); err != nil {
			return err
		}
		tx.note("name", nil, p.Name.V)
		tx.note("kind", nil, p.Kind)
		var added string
		err := tx.shared(&added, `INSERT INTO parameters (code, name, kind, options, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, options = excluded.options,
				created_by = excluded.created_by, created_at = excluded.created_at, retired_at = NULL
			WHERE parameters.retired_at IS NOT NULL RETURNING code`, p.Code, p.Name, p.Kind, p.Options, o.actor.Name, tx.now)
		if errors.Is(err, market.NotFound) {
			return market.Invalid("code", "parameter.taken", p.Code)
		}
		return err
	})
}

// RetireParameter keeps other listings from asking for the value; those that do go on.
func (o *Operator) RetireParameter(ctx context.Context, code string) error {
	return o.Seller(market.Platform).act(ctx, market.RetireParameter, flowName(code), func(tx *tx) error {
		var found string
		if err := tx.shared(&found, `UPDATE parameters SET retired_at = $2 WHERE code = $1 AND retired_at IS NULL RETURNING code`, code, tx.now); err != nil {
			return err
		}
		tx.note("code", found, nil)
		return nil
	})
}

// parameters are the kinds of values that listings of the access type may ask for.
func (t *tx) parameters(access market.AccessType) (all []market.Parameter, err error) {
	if access != market.AccessSaaS {
		return nil, nil
	}
	err = t.list(&all, `SELECT `+parameterColumns+` FROM parameters WHERE $1::uuid IS NOT NULL ORDER BY retired_at IS NOT NULL, created_at, code LIMIT 500`)
	return all, err
}

// debugged keeps which values the address answered a purchase with.
func (t *tx) debugged(id market.EndpointID, given []market.OpenParam) error {
	codes, values := make([]string, len(given)), make([]string, len(given))
	for i, param := range given {
		codes[i], values[i] = param.Name, param.Value
	}
	if len(given) == 0 {
		return nil
	}
	t.note("parameters", nil, codes)
	return t.exec(`INSERT INTO debug_parameters (seller_id, endpoint_id, code, value, saved_by, saved_at)
		SELECT $1, $2, given.code, given.value, $5, $6 FROM unnest($3::text[], $4::text[]) AS given(code, value) JOIN parameters p ON p.code = given.code
		ON CONFLICT (seller_id, endpoint_id, code) DO UPDATE SET value = excluded.value, saved_by = excluded.saved_by, saved_at = excluded.saved_at`,
		id, pq.Array(codes), pq.Array(values), t.s.actor.Name, t.now)
}
