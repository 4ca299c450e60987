package db

import (
	"context"
	"time"

	"sellercenter/internal/market"
)

// scanNamed keeps with the content what the security scan that it names found last
// (catalogue.md §2.6).
func (t *tx) scanNamed(content *market.ProductContent) error {
	content.Scan = nil
	scan, err := t.scanOf(content.ScanID)
	if err != nil || content.ScanID == "" {
		return err
	}
	if scan == nil {
		return market.Invalid("scan_id", "problem.not_found")
	}
	if scan.Results == 0 {
		return nil // the rules of the step say so
	}
	var at time.Time
	if err := t.get(&at, `SELECT at FROM scan_results WHERE seller_id = $1 AND scan_id = $2 ORDER BY at DESC LIMIT 1`, scan.ID); err != nil {
		return err
	}
	content.Scan = &market.ScanRef{ID: scan.ID, Number: scan.Number, Name: scan.Name, Host: scan.Host, Verdict: scan.Verdict, Score: scan.Score, At: at}
	return nil
}

// scanOf is the seller's scan of that number; nil where there is none.
func (t *tx) scanOf(number string) (*market.Scan, error) {
	if number == "" {
		return nil, nil //nolint:nilnil // none is named, and that is no fault
	}
	var scans []market.Scan
	if err := t.list(&scans, `SELECT `+scanColumns+scanTable+`WHERE c.seller_id = $1 AND c.number = $2 AND c.status <> 'deleted' LIMIT 1`, number); err != nil || len(scans) == 0 {
		return nil, err
	}
	return &scans[0], nil
}

// finishedScans are those that a listing may name.
func (t *tx) finishedScans() (scans []market.Scan, err error) {
	err = t.list(&scans, `SELECT `+scanColumns+scanTable+`WHERE c.seller_id = $1 AND c.status <> 'deleted' AND r.verdict IS NOT NULL
		ORDER BY c.updated_at DESC, c.id DESC LIMIT 100`)
	return scans, err
}

// ScanOwner is whose scan it is.
func (o *Operator) ScanOwner(ctx context.Context, id market.ScanID) (seller market.SellerID, err error) {
	err = o.db.getRow(ctx, &seller, `SELECT seller_id FROM scans WHERE id = $1`, id)
	return seller, err
}
