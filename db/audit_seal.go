package db

import (
	"context"
	"errors"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// sealedRow is an entry as its link vouches for it.
const sealedRow = `a.seller_id, a.id, a.act, a.area, a.subject, coalesce(a.person_id::text, '') AS person_id, a.actor, a.party,
	a.address, a.at, a.test, a.facts::text AS facts`

// sealBatch is how many entries one act seals.
const sealBatch = 5_000

// SealAudit links what was done in the seller since the last sealing into its chain, oldest
// first, and answers the chain's head. Entries whose transaction ended late are linked when
// they are seen.
func (s *Seller) SealAudit(ctx context.Context) (head market.AuditHash, sealed int, err error) {
	for {
		n := 0
		err = s.act(ctx, market.SealAudit, s.id, func(tx *tx) error {
			if err := tx.exec(`SELECT pg_advisory_xact_lock(720004, hashtext($1::text))`); err != nil {
				return err
			}
			no, before, err := tx.sealHead()
			if err != nil {
				return err
			}
			var entries []market.SealedEntry
			if err := tx.list(&entries, `SELECT `+sealedRow+` FROM audits a
				WHERE a.seller_id = $1 AND a.at >= coalesce((SELECT max(sealed_at) FROM audit_links WHERE seller_id = $1), '-infinity') - interval '48 hours'
					AND NOT EXISTS (SELECT FROM audit_links l WHERE l.seller_id = a.seller_id AND l.audit_id = a.id)
				ORDER BY a.at, a.id LIMIT 5000`); err != nil {
				return err
			}
			numbers, ids, hashes := make([]int64, len(entries)), make([]string, len(entries)), make([][]byte, len(entries))
			for i, entry := range entries {
				before = entry.Link(before)
				numbers[i], ids[i], hashes[i] = no+int64(i)+1, entry.ID.String(), append([]byte(nil), before[:]...)
			}
			head, n = before, len(entries)
			tx.note("entries", nil, len(entries))
			return tx.exec(`INSERT INTO audit_links (seller_id, no, audit_id, hash, sealed_at)
				SELECT $1, n, id, hash, $5 FROM unnest($2::bigint[], $3::uuid[], $4::bytea[]) AS x (n, id, hash)`,
				pq.Array(numbers), pq.Array(ids), pq.Array(hashes), tx.now)
		})
		if sealed += n; err != nil || n < sealBatch {
			return head, sealed, err
		}
	}
}

func (t *tx) sealHead() (no int64, head market.AuditHash, err error) {
	var row struct {
		No   int64
		Hash []byte
	}
	err = t.get(&row, `SELECT no, hash FROM audit_links WHERE seller_id = $1
		UNION ALL SELECT no, hash FROM audit_anchors WHERE seller_id = $1 ORDER BY no DESC LIMIT 1`)
	if errors.Is(err, market.NotFound) {
		return 0, head, nil
	}
	copy(head[:], row.Hash)
	return row.No, head, err
}

// Unsealed lists the sellers in which something else than sealing was done since it was last
// sealed.
func (db *DB) Unsealed(ctx context.Context) (sellers []market.SellerID, err error) {
	err = db.listRows(ctx, &sellers, `SELECT DISTINCT a.seller_id FROM audits a
		WHERE a.at >= coalesce((SELECT max(sealed_at) FROM audit_links), '-infinity') - interval '48 hours' AND a.act <> 'audit.seal'
			AND NOT EXISTS (SELECT FROM audit_links l WHERE l.seller_id = a.seller_id AND l.audit_id = a.id)`)
	return sellers, err
}

// Sealed lists the sellers that have a chain.
func (db *DB) Sealed(ctx context.Context) (sellers []market.SellerID, err error) {
	err = db.listRows(ctx, &sellers, `SELECT s.id FROM (SELECT id FROM sellers UNION ALL SELECT $1::uuid) s
		WHERE EXISTS (SELECT FROM audit_links l WHERE l.seller_id = s.id) ORDER BY s.id`, market.Platform)
	return sellers, err
}

// chainRows are the links that are left, each with its entry.
const chainRows = `SELECT l.no, l.hash, a.id IS NOT NULL AS found, l.seller_id, l.audit_id AS id, coalesce(a.act, '') AS act, coalesce(a.area, '') AS area,
		coalesce(a.subject, '') AS subject, coalesce(a.person_id::text, '') AS person_id, coalesce(a.actor, '') AS actor, coalesce(a.party, '') AS party,
		coalesce(a.address, '') AS address, coalesce(a.at, 'epoch') AS at, coalesce(a.test, false) AS test, coalesce(a.facts::text, '') AS facts
	FROM audit_links l LEFT JOIN audits a ON a.seller_id = l.seller_id AND a.id = l.audit_id
	WHERE l.seller_id = $1`

// CheckAudit reads the seller's whole chain in one snapshot and says where it does not hold.
func (s *Seller) CheckAudit(ctx context.Context) (check market.AuditCheck, err error) {
	err = s.look(ctx, func(tx *tx) error {
		if err := tx.fromAnchor(&check); err != nil {
			return err
		}
		err := stream(tx, chainRows+` ORDER BY l.no`, func(links []linkRow) error {
			for i := range links {
				check.Read(links[i].link())
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := tx.get(&check.Waiting, `SELECT count(*) FROM audits a WHERE a.seller_id = $1
			AND NOT EXISTS (SELECT FROM audit_links l WHERE l.seller_id = a.seller_id AND l.audit_id = a.id)`); err != nil {
			return err
		}
		var late []string
		if err := tx.list(&late, `SELECT a.id::text FROM audits a WHERE a.seller_id = $1
				AND a.at < (SELECT max(sealed_at) FROM audit_links WHERE seller_id = $1) - $2 * interval '1 second'
				AND NOT EXISTS (SELECT FROM audit_links l WHERE l.seller_id = a.seller_id AND l.audit_id = a.id)
			ORDER BY a.at, a.id LIMIT 100`, int(market.SealWithin/time.Second)); err != nil {
			return err
		}
		for _, id := range late {
			check.Faults = append(check.Faults, market.AuditFault{Kind: market.AuditUnsealed, Audit: id})
		}
		return nil
	})
	return check, err
}

// linkRow is a link with its entry beside it.
type linkRow struct {
	No    int64
	Hash  []byte
	Found bool
	market.SealedEntry
}

func (r linkRow) link() market.AuditLink {
	link := market.AuditLink{No: r.No}
	copy(link.Hash[:], r.Hash)
	if r.Found {
		link.Entry = &r.SealedEntry
	}
	return link
}

// CheckAudits reads the chain of every seller and of the operator's own house.
func (o *Operator) CheckAudits(ctx context.Context) (checks []market.SellerCheck, err error) {
	var sellers []struct {
		ID          market.SellerID
		CompanyName string
	}
	if err := o.db.listRows(ctx, &sellers, `SELECT l.seller_id AS id, coalesce(c.company_name, '') AS company_name
		FROM (SELECT id AS seller_id FROM sellers UNION ALL SELECT $1::uuid) l LEFT JOIN sellers c ON c.id = l.seller_id
		WHERE EXISTS (SELECT FROM audit_links k WHERE k.seller_id = l.seller_id) ORDER BY c.created_at, l.seller_id`, market.Platform); err != nil {
		return nil, err
	}
	for _, seller := range sellers {
		check, err := o.Seller(seller.ID).CheckAudit(ctx)
		if err != nil {
			return nil, err
		}
		checks = append(checks, market.SellerCheck{AuditCheck: check, CompanyName: seller.CompanyName})
	}
	return checks, nil
}

// Audit is one entry of any seller.
func (o *Operator) Audit(ctx context.Context, id market.ID[market.Audit]) (audit market.Audit, err error) {
	err = o.db.getRow(ctx, &audit, `SELECT `+auditColumns+`, coalesce(c.company_name, '') AS company_name
		FROM audits a LEFT JOIN sellers c ON c.id = a.seller_id WHERE a.id = $1`, id)
	return audit, err
}
