package db

import (
	"context"
	"errors"

	"sellercenter/internal/market"
)

// errKept says that nothing is old enough to go.
var errKept = errors.New("nothing is old enough")

// trimBatch is how many entries one act removes.
const trimBatch = 5_000

// TrimAudit removes the seller's sealed entries that are older than the installation keeps
// them, oldest first, and leaves an anchor where the chain begins now (transactions.md §8).
// What does not hold any more is evidence: it stays, and everything behind it.
func (s *Seller) TrimAudit(ctx context.Context) (removed int, err error) {
	for {
		n := 0
		err = s.act(ctx, market.TrimAudit, s.id, func(tx *tx) (err error) {
			n, err = tx.trimAudit()
			return err
		})
		if errors.Is(err, errKept) {
			return removed, nil
		}
		if removed += n; err != nil || n < trimBatch {
			return removed, err
		}
	}
}

func (t *tx) trimAudit() (int, error) {
	if err := t.exec(`SELECT pg_advisory_xact_lock(720004, hashtext($1::text))`); err != nil {
		return 0, err
	}
	settings, err := t.s.db.Settings(t.ctx)
	if err != nil {
		return 0, err
	}
	var check market.AuditCheck
	if err := t.fromAnchor(&check); err != nil {
		return 0, err
	}
	var rows []linkRow
	if err := t.list(&rows, chainRows+` ORDER BY l.no LIMIT 5000`); err != nil {
		return 0, err
	}
	links := make([]market.AuditLink, len(rows))
	for i, row := range rows {
		links[i] = row.link()
	}
	anchor, n := check.Trim(links, t.now.AddDate(0, 0, -max(settings.AuditDays, market.AuditLeastDays)))
	if n == 0 || !check.Whole() {
		return 0, errKept
	}
	t.note("entries", n, nil)
	t.note("no", nil, anchor.No)
	t.note("digest", nil, anchor.Hash.String())
	if err := t.exec(`INSERT INTO audit_anchors (seller_id, no, hash, until, trimmed_at) VALUES ($1, $2, $3, $4, $5)`,
		anchor.No, anchor.Hash[:], anchor.Until, t.now); err != nil {
		return 0, err
	}
	if err := t.exec(`DELETE FROM audits a USING audit_links l WHERE l.seller_id = $1 AND l.no <= $2 AND a.seller_id = $1 AND a.id = l.audit_id`, anchor.No); err != nil {
		return 0, err
	}
	return n, t.exec(`DELETE FROM audit_links WHERE seller_id = $1 AND no <= $2`, anchor.No)
}

// fromAnchor lets a check begin where the chain begins now.
func (t *tx) fromAnchor(check *market.AuditCheck) error {
	var row struct {
		market.AuditAnchor
		Hash []byte
		Made bool
	}
	err := t.get(&row, `SELECT k.no, k.hash, k.until, k.trimmed_at, EXISTS (SELECT FROM audits a WHERE a.seller_id = $1 AND a.act = 'audit.trim'
			AND a.at = k.trimmed_at AND a.facts->'no'->>'after' = k.no::text AND a.facts->'digest'->>'after' = encode(k.hash, 'hex')) AS made
		FROM audit_anchors k WHERE k.seller_id = $1 ORDER BY k.no DESC LIMIT 1`)
	if errors.Is(err, market.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	copy(row.AuditAnchor.Hash[:], row.Hash)
	check.From(row.AuditAnchor, row.Made)
	return nil
}

// Trimmable lists the sellers whose oldest sealed entry is older than the installation keeps
// entries.
func (db *DB) Trimmable(ctx context.Context) (sellers []market.SellerID, err error) {
	settings, err := db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	err = db.listRows(ctx, &sellers, `SELECT s.id FROM (SELECT id FROM sellers UNION ALL SELECT $1::uuid) s CROSS JOIN LATERAL (
			SELECT l.audit_id FROM audit_links l WHERE l.seller_id = s.id ORDER BY l.no LIMIT 1) l
		JOIN audits a ON a.seller_id = s.id AND a.id = l.audit_id WHERE a.at < $2`,
		market.Platform, db.Now().AddDate(0, 0, -max(settings.AuditDays, market.AuditLeastDays)))
	return sellers, err
}
