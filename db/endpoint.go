package db

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"

	"sellercenter/internal/market"
)

const endpointColumns = `seller_id, id, url, origin, status, proof, created_at, verified_at, version, code, code_activated, code_heard`

// Endpoints lists the seller's production addresses, the oldest first.
func (s *Seller) Endpoints(ctx context.Context) (endpoints []market.Endpoint, err error) {
	err = s.list(ctx, &endpoints, `SELECT `+endpointColumns+` FROM endpoints
		WHERE seller_id = $1 AND status <> 'removed' ORDER BY created_at, id LIMIT 200`)
	return endpoints, err
}

// Endpoint is one production address.
func (s *Seller) Endpoint(ctx context.Context, id market.EndpointID) (endpoint market.Endpoint, err error) {
	err = s.get(ctx, &endpoint, `SELECT `+endpointColumns+` FROM endpoints WHERE seller_id = $1 AND id = $2`, id)
	return endpoint, err
}

// RegisterEndpoint adds a production address. The proof is about the host: another path on
// a proven host needs none.
func (s *Seller) RegisterEndpoint(ctx context.Context, address string, anywhere bool) (endpoint market.Endpoint, err error) {
	id := market.NewID[market.Endpoint](s.db.Now())
	address, origin, err := market.ReadAddress(address, anywhere)
	if err != nil {
		return endpoint, err
	}
	err = s.act(ctx, market.RegisterEndpoint, id, func(tx *tx) error {
		proof := make([]byte, 16)
		rand.Read(proof) // crypto/rand never fails: it ends the process instead
		err := tx.get(&endpoint, `INSERT INTO endpoints (seller_id, id, url, origin, status, proof, created_at, verified_at)
			SELECT $1, $2, $3, $4, CASE WHEN min(proven.verified_at) IS NULL THEN 'unverified' ELSE 'verified' END,
				coalesce(min(proven.proof), $5), $6, min(proven.verified_at)
			FROM (SELECT verified_at, proof FROM endpoints WHERE seller_id = $1 AND origin = $4 AND status = 'verified' LIMIT 1) proven
			RETURNING `+endpointColumns, id, address, origin, "sellercenter-"+hex.EncodeToString(proof), tx.now)
		if violates(err, "endpoints_url") {
			return market.Invalid("url", "endpoint.registered", address)
		}
		tx.note("url", nil, address)
		return err
	})
	return endpoint, err
}

// VerifyEndpoint takes what was found where the proof of the host must be.
func (s *Seller) VerifyEndpoint(ctx context.Context, id market.EndpointID, found market.Exchange) error {
	return s.act(ctx, market.VerifyEndpoint, id, func(tx *tx) error {
		endpoint, err := tx.lockEndpoint(id)
		if err != nil {
			return err
		}
		if err := endpoint.Verify(found, tx.now); err != nil {
			return err
		}
		tx.note("url", nil, endpoint.URL)
		return tx.saveEndpoint(endpoint)
	})
}

// RemoveEndpoint forgets an address that nothing uses.
func (s *Seller) RemoveEndpoint(ctx context.Context, id market.EndpointID) error {
	return s.act(ctx, market.RemoveEndpoint, id, func(tx *tx) error {
		endpoint, err := tx.lockEndpoint(id)
		if err != nil {
			return err
		}
		if endpoint.Status, err = market.EndpointMoves.Next(endpoint.Status, market.RemoveEndpoint); err != nil {
			return err
		}
		var used struct{ Products, Messages int }
		if err := tx.get(&used, `SELECT
			(SELECT count(*) FROM products p LEFT JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
				WHERE p.seller_id = $1 AND p.status <> 'off_sale' AND $2 IN (r.content->>'endpoint_id', p.draft->>'endpoint_id')) AS products,
			(SELECT count(*) FROM fulfilments WHERE seller_id = $1 AND endpoint_id = $2::uuid
				AND status IN ('queued', 'processing', 'retrying')) AS messages`, id.String()); err != nil {
			return err
		}
		if used.Products > 0 || used.Messages > 0 {
			return market.Conflict("endpoint.in_use", used.Products, used.Messages)
		}
		tx.note("url", endpoint.URL, nil)
		return tx.saveEndpoint(endpoint)
	})
}

// CodeEndpoint makes a test code, in place of the one before: the seller's program can activate
// it and ask how it stands, no order is behind it (catalogue.md §2.6).
func (s *Seller) CodeEndpoint(ctx context.Context, id market.EndpointID) (code string, err error) {
	err = s.act(ctx, market.CodeEndpoint, id, func(tx *tx) error {
		endpoint, err := tx.lockEndpoint(id)
		if err != nil {
			return err
		}
		if err := endpoint.Debuggable(); err != nil {
			return err
		}
		code = market.NewLicenceCode()
		tx.note("url", nil, endpoint.URL)
		return tx.one(`UPDATE endpoints SET code = $3, code_activated = NULL, code_heard = NULL, version = version + 1
			WHERE seller_id = $1 AND id = $2`, id, code)
	})
	return code, err
}

// TryCode answers the seller's program about a test code: it is activated once, and heard of.
// It writes outside an act: nobody's licence is behind it.
func (s *Seller) TryCode(ctx context.Context, code string, activate bool) (licence market.Licence, err error) {
	var endpoint market.Endpoint
	if err = s.get(ctx, &endpoint, `SELECT `+endpointColumns+` FROM endpoints WHERE seller_id = $1 AND code = $2 AND status = 'verified'`, code); err != nil {
		return licence, err
	}
	now := s.db.Now()
	if licence, err = endpoint.Try(activate, now); err != nil {
		return licence, err
	}
	_, err = s.db.sql.ExecContext(ctx, `UPDATE endpoints SET code_activated = $3, code_heard = $4 WHERE seller_id = $1 AND id = $2`,
		s.id, endpoint.ID, licence.ActivatedAt, now)
	return licence, err
}

// DebugEndpoint remembers that a debug request was made; one that succeeded is saved as
// the activity's case, in place of the one before.
func (s *Seller) DebugEndpoint(ctx context.Context, id market.EndpointID, tried market.SavedCase, exchange market.Exchange) (saved market.DebugCase, err error) {
	err = s.act(ctx, market.DebugEndpoint, id, func(tx *tx) error {
		endpoint, err := tx.lockEndpoint(id)
		if err != nil {
			return err
		}
		if err := endpoint.Debuggable(); err != nil {
			return err
		}
		tx.note("activity", nil, tried.Activity)
		tx.note("outcome", nil, exchange.Verdict.Outcome)
		if exchange.Verdict.Outcome == market.OutcomeFailed {
			return nil
		}
		kept, err := json.Marshal(exchange)
		if err != nil {
			return err
		}
		if err := tx.debugged(id, exchange.Extended()); err != nil {
			return err
		}
		return tx.get(&saved, `INSERT INTO debug_cases (seller_id, id, endpoint_id, activity, charging, body, exchange, saved_by, saved_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (seller_id, endpoint_id, activity, charging) DO UPDATE
				SET body = excluded.body, exchange = excluded.exchange, saved_by = excluded.saved_by, saved_at = excluded.saved_at
			RETURNING `+debugCaseColumns,
			market.NewID[market.DebugCase](tx.now), id, tried.Activity, tried.Charging, exchange.RequestBody, string(kept), s.actor.Name, tx.now)
	})
	return saved, err
}

const debugCaseColumns = `seller_id, id, endpoint_id, activity, charging, body, exchange, saved_by, saved_at`

// DebugCases lists the saved cases of all addresses, or of one.
func (s *Seller) DebugCases(ctx context.Context, endpoint market.EndpointID) (cases []market.DebugCase, err error) {
	err = s.list(ctx, &cases, `SELECT `+debugCaseColumns+` FROM debug_cases
		WHERE seller_id = $1 AND ($2::uuid IS NULL OR endpoint_id = $2) ORDER BY saved_at DESC, id DESC LIMIT 500`, nullable(endpoint))
	return cases, err
}

// DebugCase is one saved case.
func (s *Seller) DebugCase(ctx context.Context, id market.ID[market.DebugCase]) (saved market.DebugCase, err error) {
	err = s.get(ctx, &saved, `SELECT `+debugCaseColumns+` FROM debug_cases WHERE seller_id = $1 AND id = $2`, id)
	return saved, err
}

func (t *tx) lockEndpoint(id market.EndpointID) (endpoint market.Endpoint, err error) {
	err = t.get(&endpoint, `SELECT `+endpointColumns+` FROM endpoints WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id)
	return endpoint, err
}

func (t *tx) saveEndpoint(e market.Endpoint) error {
	return t.one(`UPDATE endpoints SET status = $3, verified_at = $4, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $5`, e.ID, e.Status, e.VerifiedAt, e.Version)
}
