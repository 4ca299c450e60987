package db

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"time"

	"sellercenter/internal/market"
)

const scanColumns = `c.seller_id, c.id, c.number, c.name, c.url, c.host, c.status, c.token, c.fault, c.created_at, c.verified_at, c.started_at,
	c.finished_at, c.updated_at, coalesce(r.verdict, '') AS verdict, coalesce(r.score, 0) AS score, coalesce(r.findings, 0) AS findings,
	(SELECT count(*) FROM scan_results n WHERE n.seller_id = c.seller_id AND n.scan_id = c.id) AS results,
	(SELECT count(*) FROM products p LEFT JOIN revisions v ON v.seller_id = p.seller_id AND v.id = p.revision_id
		WHERE p.seller_id = c.seller_id AND p.status <> 'off_sale'
			AND (v.content->>'scan_id' = c.number OR p.draft->>'scan_id' = c.number)) AS used,
	c.version`

// scanTable is a scan with its newest result.
const scanTable = ` FROM scans c LEFT JOIN LATERAL (SELECT x.verdict, x.score, x.findings FROM scan_results x
	WHERE x.seller_id = c.seller_id AND x.scan_id = c.id ORDER BY x.at DESC, x.id DESC LIMIT 1) r ON true `

const scanResultColumns = `seller_id, id, scan_id, url, at, verdict, score, findings, checks`

// Scan is one scan.
func (s *Seller) Scan(ctx context.Context, id market.ScanID) (scan market.Scan, err error) {
	err = s.get(ctx, &scan, `SELECT `+scanColumns+scanTable+`WHERE c.seller_id = $1 AND c.id = $2 AND c.status <> 'deleted'`, id)
	return scan, err
}

// ScanResults are what the scan found, the newest first.
func (s *Seller) ScanResults(ctx context.Context, id market.ScanID) (results []market.ScanResult, err error) {
	err = s.list(ctx, &results, `SELECT `+scanResultColumns+` FROM scan_results WHERE seller_id = $1 AND scan_id = $2 ORDER BY at DESC, id DESC LIMIT 50`, id)
	return results, err
}

// ScanUsers are the listings that name the scan or edit it with it.
func (s *Seller) ScanUsers(ctx context.Context, id market.ScanID) (products []market.Product, err error) {
	err = s.list(ctx, &products, `SELECT p.id, p.number, coalesce(nullif(p.name, ''), p.draft->>'name', '') AS name, p.status
		FROM scans c JOIN products p ON p.seller_id = c.seller_id
		LEFT JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
		WHERE c.seller_id = $1 AND c.id = $2 AND (r.content->>'scan_id' = c.number OR p.draft->>'scan_id' = c.number) ORDER BY p.number LIMIT 100`, id)
	return products, err
}

const scanWhere = `WHERE c.seller_id = $1 AND c.status <> 'deleted' AND ($2 = '' OR c.status = $2) AND ($3 = '' OR r.verdict = $3)
	AND ($4 = '' OR c.number = $4 OR strpos(lower(c.name), lower($4)) > 0 OR strpos(c.host, lower($4)) > 0)`

// Scans lists the seller's scans, last changed first.
func (s *Seller) Scans(ctx context.Context, search market.ScanSearch, ask market.Ask) (market.Page[market.Scan], error) {
	k := from(ask)
	query := `SELECT ` + scanColumns + scanTable + scanWhere + ` AND ($5::timestamptz IS NULL OR (c.updated_at, c.id) < ($5, $6))
		ORDER BY c.updated_at DESC, c.id DESC LIMIT $7`
	if k.up {
		query = `SELECT ` + scanColumns + scanTable + scanWhere + ` AND ($5::timestamptz IS NULL OR (c.updated_at, c.id) > ($5, $6))
			ORDER BY c.updated_at, c.id LIMIT $7`
	}
	var rows []market.Scan
	if err := s.list(ctx, &rows, query, search.Status, search.Verdict, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Scan]{}, err
	}
	found := page(ask, rows, func(c market.Scan) cursor { return cursor{c.UpdatedAt, c.ID.UUID} })
	var err error
	found.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+scanTable+scanWhere+` LIMIT 10001) x`, search.Status, search.Verdict, search.Text)
	return found, err
}

// CreateScan adds a scan. A domain that was shown to be the seller's needs no further proof.
func (s *Seller) CreateScan(ctx context.Context, form market.ScanForm, anywhere bool) (market.ScanID, error) {
	id := market.NewID[market.Scan](s.db.Now())
	return id, s.act(ctx, market.CreateScan, id, func(tx *tx) error {
		if err := tx.ready(); err != nil {
			return err
		}
		name, address, host, err := form.Read(anywhere)
		if err != nil {
			return err
		}
		number, err := tx.number("SC", "scan", id)
		if err != nil {
			return err
		}
		tx.note("name", nil, name)
		tx.note("url", nil, address)
		scan := market.Scan{ID: id, Number: number, Name: name, URL: address, Host: host, Status: market.ScanDraft, Token: scanToken()}
		if err := tx.provenScan(&scan); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO scans (seller_id, id, number, name, url, host, status, token, created_at, verified_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9)`, id, number, name, address, host, scan.Status, scan.Token, tx.now, scan.VerifiedAt)
	})
}

func scanToken() string {
	token := make([]byte, 16)
	rand.Read(token) // crypto/rand never fails: it ends the process instead
	return hex.EncodeToString(token)
}

// provenScan makes a scan ready whose domain another scan or a production address has shown
// to be the seller's.
func (t *tx) provenScan(scan *market.Scan) error {
	var proven struct{ Yes bool }
	if err := t.get(&proven, `SELECT EXISTS (SELECT 1 FROM scans WHERE seller_id = $1 AND host = $2 AND id <> $3 AND verified_at IS NOT NULL)
		OR EXISTS (SELECT 1 FROM endpoints WHERE seller_id = $1 AND origin IN ('https://' || $2::text, 'http://' || $2::text) AND status = 'verified') AS yes`,
		scan.Host, scan.ID); err != nil || !proven.Yes {
		return err
	}
	return scan.Proven(t.now)
}

// EditScan changes what a scan is called and which page it looks at.
func (s *Seller) EditScan(ctx context.Context, id market.ScanID, form market.ScanForm, anywhere bool) error {
	return s.act(ctx, market.EditScan, id, func(tx *tx) error {
		scan, err := tx.lockScan(id)
		if err != nil {
			return err
		}
		name, address, host, err := form.Read(anywhere)
		if err != nil {
			return err
		}
		was := scan
		if err := scan.Edit(name, address, host, scanToken(), tx.now); err != nil {
			return err
		}
		if scan.Host != was.Host {
			if err := tx.provenScan(&scan); err != nil {
				return err
			}
		}
		tx.note("name", was.Name, scan.Name)
		tx.note("url", was.URL, scan.URL)
		return tx.saveScan(scan)
	})
}

// VerifyScan takes what was found where the proof may be.
func (s *Seller) VerifyScan(ctx context.Context, id market.ScanID, file, home market.Exchange) error {
	return s.act(ctx, market.VerifyScan, id, func(tx *tx) error {
		scan, err := tx.lockScan(id)
		if err != nil {
			return err
		}
		if err := scan.Verify(file, home, tx.now); err != nil {
			return err
		}
		scan.UpdatedAt = tx.now
		tx.note("host", nil, scan.Host)
		return tx.saveScan(scan)
	})
}

// StartScan leaves the scan to the clock. Whoever starts one waits for who starts another:
// both are counted.
func (s *Seller) StartScan(ctx context.Context, id market.ScanID) error {
	return s.act(ctx, market.StartScan, id, func(tx *tx) error {
		if err := tx.exec(`SELECT pg_advisory_xact_lock(hashtextextended('scans ' || $1::uuid::text, 0))`); err != nil {
			return err
		}
		scan, err := tx.lockScan(id)
		if err != nil {
			return err
		}
		var others []market.Scan
		if err := tx.list(&others, `SELECT id, name, host FROM scans WHERE seller_id = $1 AND id <> $2 AND status IN ('queued', 'running') LIMIT 100`, id); err != nil {
			return err
		}
		if err := scan.Start(others, tx.now); err != nil {
			return err
		}
		tx.note("url", nil, scan.URL)
		return cmp.Or(tx.saveScan(scan), tx.later(market.BeginScan, id))
	})
}

// BeginScan marks a scan whose turn has come, and leaves the looking itself to the clock: should
// the worker die while it looks, the scan is run again.
func (s *Seller) BeginScan(ctx context.Context, id market.ScanID) error {
	return s.act(ctx, market.BeginScan, id, func(tx *tx) error {
		scan, err := tx.lockScan(id)
		if err != nil {
			return err
		}
		if scan.Status, err = market.ScanMoves.Next(scan.Status, market.BeginScan); err != nil {
			return err
		}
		return cmp.Or(tx.saveScan(scan), tx.later(market.RunScan, id))
	})
}

// RunScan keeps what came of looking at the site and tells the seller.
func (s *Seller) RunScan(ctx context.Context, id market.ScanID, seen market.Sighting) error {
	return s.act(ctx, market.RunScan, id, func(tx *tx) error {
		scan, err := tx.lockScan(id)
		if err != nil {
			return err
		}
		result, err := scan.Finish(seen, tx.now)
		if err != nil {
			return err
		}
		tx.note("status", market.ScanRunning, scan.Status)
		if err := tx.saveScan(scan); err != nil {
			return err
		}
		link := "/scans/" + id.String()
		if result == nil {
			return tx.notify("scan.run", market.Because("scan.notice_failed", scan.Name, scan.Host, market.Because("fulfilment.fault_"+scan.Fault, int(market.FulfilmentTimeout/time.Second))), link)
		}
		tx.note("verdict", nil, result.Verdict)
		if err := tx.exec(`INSERT INTO scan_results (seller_id, id, scan_id, url, at, verdict, score, findings, checks)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, result.ID, id, result.URL, result.At, result.Verdict, result.Score, result.Findings, result.Checks); err != nil {
			return err
		}
		return tx.notify("scan.run", market.Because("scan.notice_done", scan.Name, market.Word(result.Verdict.Key()), result.Findings), link)
	})
}

// DeleteScan takes a scan out of the list; its results stay.
func (s *Seller) DeleteScan(ctx context.Context, id market.ScanID) error {
	return s.act(ctx, market.DeleteScan, id, func(tx *tx) error {
		scan, err := tx.lockScan(id)
		if err != nil {
			return err
		}
		if err := scan.Delete(tx.now); err != nil {
			return err
		}
		tx.note("name", scan.Name, nil)
		return tx.saveScan(scan)
	})
}

func (t *tx) lockScan(id market.ScanID) (scan market.Scan, err error) {
	err = t.get(&scan, `SELECT `+scanColumns+scanTable+`WHERE c.seller_id = $1 AND c.id = $2 AND c.status <> 'deleted' FOR UPDATE OF c`, id)
	return scan, err
}

func (t *tx) saveScan(c market.Scan) error {
	return t.one(`UPDATE scans SET name = $3, url = $4, host = $5, status = $6, token = $7, fault = $8, verified_at = $9, started_at = $10,
			finished_at = $11, updated_at = $12, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $13`,
		c.ID, c.Name, c.URL, c.Host, c.Status, c.Token, c.Fault, c.VerifiedAt, c.StartedAt, c.FinishedAt, c.UpdatedAt, c.Version)
}
