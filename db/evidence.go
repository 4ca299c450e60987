package db

import (
	"context"

	"sellercenter/internal/market"
)

const evidenceColumns = `e.id, e.supervision_id, e.appeal_id, e.log_id, e.kind, e.file_id, e.version, e.added_at,
	f.name, f.mime, f.size, f.sha256, f.uploaded_by, f.party`

// Evidences is what was handed in for a flow, the first of each kind first.
func (s *Seller) Evidences(ctx context.Context, id market.SupervisionID) (all []market.Evidence, err error) {
	err = s.list(ctx, &all, `SELECT `+evidenceColumns+` FROM evidences e JOIN files f ON f.seller_id = e.seller_id AND f.id = e.file_id
		WHERE e.seller_id = $1 AND e.supervision_id = $2 ORDER BY e.added_at, e.kind, e.version LIMIT 500`, id)
	return all, err
}

// addEvidence stores a file as the next version of its kind; the flow is locked, so that no
// two get the same number.
func (d *delivery) addEvidence(log market.ID[market.SupervisionLog], appeal *market.AppealID, u market.Upload) error {
	if u.File.IsZero() {
		file, err := d.addFile(u.Name, market.FileEvidence, u.Content)
		if err != nil {
			return market.AsField("files", err)
		}
		u.File = file.ID
	}
	return d.exec(`INSERT INTO evidences (seller_id, id, supervision_id, appeal_id, log_id, kind, file_id, version, added_at)
		SELECT $1, $2, $3, $4, $5, $6, $7, coalesce(max(version), 0) + 1, $8 FROM evidences
			WHERE seller_id = $1 AND supervision_id = $3 AND kind = $6`,
		market.NewID[market.Evidence](d.now), d.flow.ID, appeal, log, u.Kind, u.File, d.now)
}

// renewed refuses a delivery without new proof after the platform's review declined it
// (transactions.md §2.3).
func (d *delivery) renewed(files int) error {
	if files > 0 || d.flow.Status != market.SupervisionRunning {
		return nil
	}
	var unchanged bool
	if err := d.get(&unchanged, `SELECT EXISTS (SELECT 1 FROM supervision_logs l WHERE l.seller_id = $1 AND l.supervision_id = $2 AND l.act = 'supervision.decline'
			AND l.to_node = $3 AND NOT EXISTS (SELECT 1 FROM evidences e
				WHERE e.seller_id = $1 AND e.supervision_id = $2 AND e.appeal_id IS NULL AND e.added_at > l.at))`, d.flow.ID, d.flow.Node); err != nil {
		return err
	}
	return d.settings.Redeliver(unchanged)
}

// kinds are the kinds of evidence that the flow has, each as often as there are files of it.
func (d *delivery) kinds() (kinds []market.EvidenceKind, err error) {
	err = d.list(&kinds, `SELECT kind FROM evidences WHERE seller_id = $1 AND supervision_id = $2 ORDER BY kind LIMIT 1000`, d.flow.ID)
	return kinds, err
}
