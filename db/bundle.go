package db

import (
	"context"
	"crypto/ed25519"
	"io"

	"sellercenter/internal/bundle"
	"sellercenter/internal/market"
)

// SigningKey is what this installation signs evidence with.
func (db *DB) SigningKey() ed25519.PrivateKey { return db.signing }

// Dossier reads all that is known of an order in one snapshot.
func (s *Seller) Dossier(ctx context.Context, id market.OrderID) (d market.Dossier, err error) {
	if d.Order, err = s.Order(ctx, id); err != nil {
		return d, err
	}
	if d.Counts, err = s.OrderEventCounts(ctx, id); err != nil {
		return d, err
	}
	p, err := s.OrderTimeline(ctx, d.Order, "", market.Ask{Size: market.MostRows})
	if err != nil {
		return d, err
	}
	d.Events, d.At = p.Rows, s.db.Now()
	for _, e := range d.Events {
		d.Files = append(d.Files, e.Files...)
	}
	err = s.look(ctx, func(tx *tx) error {
		if err := tx.get(&d, `SELECT company_name, number AS seller_no FROM sellers WHERE id = $1`); err != nil {
			return err
		}
		if err := tx.list(&d.Logs, `SELECT l.id, l.at, l.party, l.actor, l.act, l.from_node, l.to_node, l.comment, l.reason
			FROM supervisions v JOIN supervision_logs l ON l.seller_id = v.seller_id AND l.supervision_id = v.id
			WHERE v.seller_id = $1 AND v.order_id = $2 ORDER BY l.at, l.no LIMIT 5000`, id); err != nil {
			return err
		}
		if err := tx.list(&d.Evidences, `SELECT `+evidenceColumns+` FROM supervisions v
				JOIN evidences e ON e.seller_id = v.seller_id AND e.supervision_id = v.id JOIN files f ON f.seller_id = e.seller_id AND f.id = e.file_id
			WHERE v.seller_id = $1 AND v.order_id = $2 ORDER BY e.added_at, e.kind, e.version LIMIT 2000`, id); err != nil {
			return err
		}
		if err := tx.list(&d.Appeals, `SELECT `+appealColumns+` FROM appeals a WHERE a.seller_id = $1 AND a.order_id = $2 ORDER BY a.filed_at LIMIT 500`, id); err != nil {
			return err
		}
		if err := tx.list(&d.Refunds, `SELECT `+refundColumns+` FROM refunds r WHERE r.seller_id = $1 AND r.order_id = $2 ORDER BY r.requested_at LIMIT 500`, id); err != nil {
			return err
		}
		if err := tx.list(&d.Attempts, `SELECT a.at, a.activity, a.no, a.outcome, a.result_code
			FROM fulfilments f JOIN attempts a ON a.seller_id = f.seller_id AND a.fulfilment_id = f.id
			WHERE f.seller_id = $1 AND f.order_id = $2 ORDER BY a.at, a.no LIMIT 5000`, id); err != nil {
			return err
		}
		return tx.list(&d.Audits, `SELECT `+sealedRow+`, coalesce(l.no, 0) AS no, l.hash, b.hash AS before_hash
			FROM (SELECT $2::uuid::text AS subject
					UNION SELECT id::text FROM supervisions WHERE seller_id = $1 AND order_id = $2
					UNION SELECT id::text FROM fulfilments WHERE seller_id = $1 AND order_id = $2
					UNION SELECT id::text FROM appeals WHERE seller_id = $1 AND order_id = $2
					UNION SELECT id::text FROM refunds WHERE seller_id = $1 AND order_id = $2
					UNION SELECT invoice_id::text FROM invoice_orders WHERE seller_id = $1 AND order_id = $2
					UNION SELECT id::text FROM instances WHERE seller_id = $1 AND order_id = $2) x
				JOIN audits a ON a.seller_id = $1 AND a.subject = x.subject
				LEFT JOIN audit_links l ON l.seller_id = a.seller_id AND l.audit_id = a.id
				LEFT JOIN audit_links b ON b.seller_id = l.seller_id AND b.no = l.no - 1
			ORDER BY a.at, a.id LIMIT 5000`, id)
	})
	have := map[market.FileID]bool{}
	for _, f := range d.Files {
		have[f.ID] = true
	}
	for _, e := range d.Evidences { // what came with no entry of the timeline
		if !have[e.FileID] {
			d.Files = append(d.Files, market.EventFile{ID: e.FileID, Name: e.Name, Version: e.Version, SHA256: e.SHA256, Size: e.Size})
		}
	}
	return d, err
}

// BundleOrder records that somebody takes the order's evidence along, and its root hash.
func (s *Seller) BundleOrder(ctx context.Context, order market.OrderID, sealed bundle.Sealed) error {
	return s.act(ctx, market.BundleOrder, order, func(tx *tx) error {
		if _, err := tx.lockOrder(order); err != nil {
			return err
		}
		var bytes int64
		for _, part := range sealed.Manifest.Parts {
			bytes += part.Size
		}
		tx.note("root", nil, sealed.Root)
		tx.note("files", nil, len(sealed.Manifest.Parts))
		return tx.exec(`INSERT INTO bundles (seller_id, id, order_id, root, files, bytes, party, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, market.NewID[market.Bundle](tx.now), order, sealed.Root, len(sealed.Manifest.Parts), bytes,
			s.actor.Party(), s.actor.Name, tx.now)
	})
}

// CheckBundle records that somebody had a bundle checked, and how it ended.
func (s *Seller) CheckBundle(ctx context.Context, root string, whole bool) error {
	return s.act(ctx, market.CheckBundle, s.id, func(tx *tx) error {
		tx.note("root", nil, root)
		tx.note("whole", nil, whole)
		return nil
	})
}

const bundleColumns = `b.seller_id, b.id, b.order_id, o.number AS order_number, o.product_name, b.root, b.files, b.bytes, b.party, b.made_by, b.made_at`

// Bundles lists the evidence that was taken along, newest first.
func (s *Seller) Bundles(ctx context.Context, text string, ask market.Ask) (market.Page[market.Bundle], error) {
	const rows = `SELECT ` + bundleColumns + ` FROM bundles b JOIN orders o ON o.seller_id = b.seller_id AND o.id = b.order_id
		WHERE b.seller_id = $1 AND ($2 = '' OR starts_with(o.number, $2) OR starts_with(b.root, lower($2)))`
	k := from(ask)
	query := rows + ` AND ($3::timestamptz IS NULL OR (b.made_at, b.id) < ($3, $4)) ORDER BY b.made_at DESC, b.id DESC LIMIT $5`
	if k.up {
		query = rows + ` AND ($3::timestamptz IS NULL OR (b.made_at, b.id) > ($3, $4)) ORDER BY b.made_at, b.id LIMIT $5`
	}
	var found []market.Bundle
	if err := s.list(ctx, &found, query, text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Bundle]{}, err
	}
	p := page(ask, found, func(b market.Bundle) cursor { return cursor{b.MadeAt, b.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM bundles b JOIN orders o ON o.seller_id = b.seller_id AND o.id = b.order_id
		WHERE b.seller_id = $1 AND ($2 = '' OR starts_with(o.number, $2) OR starts_with(b.root, lower($2))) LIMIT 10001) x`, text)
	return p, err
}

// BundleOf is the bundle with that root hash; NotFound when none was made here.
func (s *Seller) BundleOf(ctx context.Context, root string) (b market.Bundle, err error) {
	err = s.get(ctx, &b, `SELECT `+bundleColumns+` FROM bundles b JOIN orders o ON o.seller_id = b.seller_id AND o.id = b.order_id
		WHERE b.seller_id = $1 AND b.root = $2 ORDER BY b.made_at LIMIT 1`, root)
	return b, err
}

// Bundles lists the evidence of all sellers' orders that was taken along, newest first.
func (o *Operator) Bundles(ctx context.Context, text string, ask market.Ask) (market.Page[market.Bundle], error) {
	const rows = `SELECT ` + bundleColumns + `, c.company_name FROM bundles b JOIN orders o ON o.seller_id = b.seller_id AND o.id = b.order_id
		JOIN sellers c ON c.id = b.seller_id WHERE ($1 = '' OR starts_with(o.number, $1) OR starts_with(b.root, lower($1)))`
	k := from(ask)
	query := rows + ` AND ($2::timestamptz IS NULL OR (b.made_at, b.id) < ($2, $3)) ORDER BY b.made_at DESC, b.id DESC LIMIT $4`
	if k.up {
		query = rows + ` AND ($2::timestamptz IS NULL OR (b.made_at, b.id) > ($2, $3)) ORDER BY b.made_at, b.id LIMIT $4`
	}
	var found []market.Bundle
	if err := o.db.listRows(ctx, &found, query, text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Bundle]{}, err
	}
	p := page(ask, found, func(b market.Bundle) cursor { return cursor{b.MadeAt, b.ID.UUID} })
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM bundles b JOIN orders o ON o.seller_id = b.seller_id AND o.id = b.order_id
		WHERE ($1 = '' OR starts_with(o.number, $1) OR starts_with(b.root, lower($1))) LIMIT 10001) x`, text)
	return p, err
}

// BundleOf is the bundle with that root hash, of any seller.
func (o *Operator) BundleOf(ctx context.Context, root string) (b market.Bundle, err error) {
	err = o.db.getRow(ctx, &b, `SELECT `+bundleColumns+`, c.company_name FROM bundles b JOIN orders o ON o.seller_id = b.seller_id AND o.id = b.order_id
		JOIN sellers c ON c.id = b.seller_id WHERE b.root = $1 ORDER BY b.made_at LIMIT 1`, root)
	return b, err
}

// filePiece is how much of a file is in memory at a time.
const filePiece = 1 << 20

// CopyFile writes a file's content piece by piece, so that memory stays bounded.
func (s *Seller) CopyFile(ctx context.Context, id market.FileID, to io.Writer) error {
	for at := 1; ; at += filePiece {
		var piece []byte
		if err := s.get(ctx, &piece, `SELECT substring(content FROM $3::int FOR 1048576) FROM file_contents WHERE seller_id = $1 AND file_id = $2`, id, at); err != nil {
			return err
		}
		if _, err := to.Write(piece); err != nil || len(piece) < filePiece {
			return err
		}
	}
}
