package db

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"sellercenter/internal/market"
)

// Sessions are the second thing besides acts that writes: plumbing, not business. Signing
// in and out is audited by its own acts.

// NewSession is what a session begins with.
type NewSession struct {
	Person       market.PersonID
	Seller       market.SellerID // zero: none chosen yet, or an operator
	Operator     bool
	WaitsForCode bool
	Address      string
	Agent        string
}

// StartSession opens a session and returns the token for the cookie; only its hash is kept.
func (db *DB) StartSession(ctx context.Context, begin NewSession) (token string, err error) {
	settings, err := db.Settings(ctx)
	if err != nil {
		return "", err
	}
	token, now := newToken(), db.Now()
	_, err = db.sql.ExecContext(ctx, `INSERT INTO sessions (token_hash, id, person_id, seller_id, operator,
		waits_for_code, address, agent, created_at, last_seen_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)`,
		tokenHash(token), market.NewID[market.Session](now), begin.Person, nullable(begin.Seller), begin.Operator,
		begin.WaitsForCode, begin.Address, begin.Agent, now, now.Add(settings.SessionLife.Duration))
	return token, err
}

// Visitor is who the token's session belongs to; NotFound when it has ended.
func (db *DB) Visitor(ctx context.Context, token string) (market.Visitor, error) {
	var row struct {
		market.Visitor
		MemberRoles   market.JSON[[]market.Role]
		MemberRights  market.JSON[[]market.Right]
		Granted       market.JSON[[]market.ProductID]
		OperatorRoles market.JSON[[]market.Role]
		Standings     market.JSON[[]market.Signature]
	}
	hash, now := tokenHash(token), db.Now()
	err := db.getRow(ctx, &row, `SELECT s.id AS session_id, p.id AS person, p.name, p.email, p.language, p.zone,
			CASE p.theme WHEN 'system' THEN '' ELSE p.theme END AS theme,
			s.operator, s.waits_for_code, p.totp_on_at IS NOT NULL AS second_factor, s.last_seen_at,
			m.roles AS member_roles, o.roles AS operator_roles,
			(SELECT jsonb_agg(DISTINCT r) FROM group_members gm JOIN groups g ON g.seller_id = gm.seller_id AND g.id = gm.group_id,
				jsonb_array_elements(g.rights) r WHERE gm.seller_id = m.seller_id AND gm.member_id = m.id) AS member_rights,
			CASE WHEN NOT m.all_products AND NOT m.roles ? 'owner' THEN (SELECT coalesce(jsonb_agg(t.product_id ORDER BY t.product_id), '[]')
				FROM grants t WHERE t.seller_id = m.seller_id AND t.member_id = m.id) END AS granted,
			coalesce(c.id, '00000000-0000-0000-0000-000000000000') AS seller, coalesce(c.company_name, '') AS seller_name,
			coalesce(c.number, '') AS seller_number, coalesce(c.status, '') AS seller_status,
			(SELECT count(*) FROM members other WHERE other.person_id = p.id AND other.removed_at IS NULL AND other.disabled_at IS NULL)
				+ (SELECT count(*) FROM operators other WHERE other.person_id = p.id) AS shops,
			(SELECT jsonb_agg(jsonb_build_object('code', w.code, 'wanted', w.wanted, 'signed', coalesce((SELECT max(a.version)
					FROM signatures g JOIN agreements a ON a.id = g.agreement_id WHERE g.seller_id = c.id AND a.code = w.code), 0)))
				FROM (SELECT code, max(version) AS wanted FROM agreements WHERE effective_at <= $2 AND renewal = 'sign' GROUP BY code) w) AS standings
		FROM sessions s
		JOIN people p ON p.id = s.person_id
		LEFT JOIN members m ON m.person_id = p.id AND m.seller_id = s.seller_id AND m.removed_at IS NULL AND m.disabled_at IS NULL
		LEFT JOIN sellers c ON c.id = m.seller_id
		LEFT JOIN operators o ON o.person_id = p.id AND s.operator
		WHERE s.token_hash = $1 AND s.expires_at > $2`, hash, now)
	if err != nil {
		return market.Visitor{}, err
	}
	row.Roles, row.Rights, row.Products, row.Agreements = row.MemberRoles.V, row.MemberRights.V, row.Granted.V, row.Standings.V
	if row.Operator {
		row.Roles = row.OperatorRoles.V
	}
	if now.Sub(row.LastSeenAt) > time.Minute {
		_, err = db.sql.ExecContext(ctx, `UPDATE sessions SET last_seen_at = $2 WHERE token_hash = $1`, hash, now)
	}
	return row.Visitor, err
}

// EndSession ends the token's session.
func (db *DB) EndSession(ctx context.Context, token string) error {
	_, err := db.sql.ExecContext(ctx, `DELETE FROM sessions WHERE token_hash = $1`, tokenHash(token))
	return err
}

func newToken() string {
	raw := make([]byte, 32)
	rand.Read(raw) // crypto/rand never fails: it ends the process instead
	return base64.RawURLEncoding.EncodeToString(raw)
}

func tokenHash(token string) []byte {
	hash := sha256.Sum256([]byte(token))
	return hash[:]
}
