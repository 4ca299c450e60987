package db

import (
	"cmp"
	"context"

	"sellercenter/internal/market"
)

const assetColumns = `a.seller_id, a.id, a.family_id, a.number, a.kind, a.name, a.edition, a.status, a.file_id,
	coalesce((SELECT f.name FROM files f WHERE f.seller_id = a.seller_id AND f.id = a.file_id), '') AS file_name,
	a.source, a.gigabytes, a.region, a.shared, a.site, a.copied_from, a.note, a.report, a.appeal, a.proof_id, a.reason,
	(SELECT count(*) FROM products p LEFT JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
		WHERE p.seller_id = a.seller_id AND p.status <> 'off_sale'
			AND (r.content->>'asset_id' = a.id::text OR p.draft->>'asset_id' = a.id::text)) AS used,
	a.created_at, a.updated_at, a.version`

// Asset is one version of what is sold.
func (s *Seller) Asset(ctx context.Context, id market.AssetID) (asset market.Asset, err error) {
	err = s.get(ctx, &asset, `SELECT `+assetColumns+` FROM assets a WHERE a.seller_id = $1 AND a.id = $2`, id)
	return asset, err
}

// AssetVersions are all versions of the asset's family, the newest first.
func (s *Seller) AssetVersions(ctx context.Context, id market.AssetID) (assets []market.Asset, err error) {
	err = s.list(ctx, &assets, `SELECT `+assetColumns+` FROM assets a WHERE a.seller_id = $1
		AND a.family_id = (SELECT b.family_id FROM assets b WHERE b.seller_id = $1 AND b.id = $2) ORDER BY a.created_at DESC, a.id DESC LIMIT 100`, id)
	return assets, err
}

// AssetUsers are the listings that sell the asset or edit it.
func (s *Seller) AssetUsers(ctx context.Context, id market.AssetID) (products []market.Product, err error) {
	err = s.list(ctx, &products, `SELECT p.id, p.number, coalesce(nullif(p.name, ''), p.draft->>'name', '') AS name, p.status FROM products p
		LEFT JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
		WHERE p.seller_id = $1 AND (r.content->>'asset_id' = $2::text OR p.draft->>'asset_id' = $2::text) ORDER BY p.number LIMIT 100`, id)
	return products, err
}

// Assets lists the seller's assets, last changed first.
func (s *Seller) Assets(ctx context.Context, search market.AssetSearch, ask market.Ask) (market.Page[market.Asset], error) {
	k := from(ask)
	query := `SELECT ` + assetColumns + ` FROM assets a
		WHERE a.seller_id = $1 AND ($2 = '' OR a.kind = $2) AND ($3 = '' OR a.status = $3)
			AND ($4 = '' OR a.number LIKE $4 || '%' OR strpos(lower(a.name), lower($4)) > 0)
			AND ($5::timestamptz IS NULL OR (a.updated_at, a.id) < ($5, $6))
		ORDER BY a.updated_at DESC, a.id DESC LIMIT $7`
	if k.up {
		query = `SELECT ` + assetColumns + ` FROM assets a
			WHERE a.seller_id = $1 AND ($2 = '' OR a.kind = $2) AND ($3 = '' OR a.status = $3)
				AND ($4 = '' OR a.number LIKE $4 || '%' OR strpos(lower(a.name), lower($4)) > 0)
				AND ($5::timestamptz IS NULL OR (a.updated_at, a.id) > ($5, $6))
			ORDER BY a.updated_at, a.id LIMIT $7`
	}
	var rows []market.Asset
	if err := s.list(ctx, &rows, query, search.Kind, search.Status, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Asset]{}, err
	}
	found := page(ask, rows, func(a market.Asset) cursor { return cursor{a.UpdatedAt, a.ID.UUID} })
	var err error
	found.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM assets a
		WHERE a.seller_id = $1 AND ($2 = '' OR a.kind = $2) AND ($3 = '' OR a.status = $3)
			AND ($4 = '' OR a.number LIKE $4 || '%' OR strpos(lower(a.name), lower($4)) > 0) LIMIT 10001) x`,
		search.Kind, search.Status, search.Text)
	return found, err
}

// AddAsset keeps a new asset, or a new version of one when it names a family; file may be
// left out.
func (s *Seller) AddAsset(ctx context.Context, asset market.Asset, file *Upload) (market.AssetID, error) {
	id := market.NewID[market.Asset](s.db.Now())
	return id, s.act(ctx, market.AddAsset, id, func(tx *tx) error {
		if err := tx.ready(); err != nil {
			return err
		}
		if asset.FamilyID.IsZero() {
			asset.FamilyID = id
		} else {
			first, err := tx.lockAsset(asset.FamilyID)
			if err != nil {
				return err
			}
			asset.FamilyID, asset.Kind, asset.Name = first.FamilyID, first.Kind, first.Name
		}
		if err := tx.copied(&asset); err != nil {
			return err
		}
		err := asset.Check()
		if err != nil {
			return err
		}
		tx.note("edition", nil, asset.Edition)
		if asset.Status, err = market.AssetMoves.Next(market.AssetNone, market.AddAsset); err != nil {
			return err
		}
		if asset.Number, err = tx.number("AS", "asset", id); err != nil {
			return err
		}
		if err := tx.assetFile(&asset, file); err != nil {
			return err
		}
		err = tx.exec(`INSERT INTO assets (seller_id, id, family_id, number, kind, name, edition, status, file_id, source, gigabytes, region, shared, note, created_at, updated_at, site, copied_from)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16, $17)`,
			id, asset.FamilyID, asset.Number, asset.Kind, asset.Name, asset.Edition, asset.Status, asset.FileID, asset.Source,
			asset.Gigabytes, asset.Region, asset.Shared, asset.Note, tx.now, asset.Site, asset.CopiedFrom)
		return editionTaken(err, asset)
	})
}

// EditAsset changes an asset that nobody has approved yet.
func (s *Seller) EditAsset(ctx context.Context, asset market.Asset, file *Upload) error {
	return s.act(ctx, market.EditAsset, asset.ID, func(tx *tx) error {
		was, err := tx.lockAsset(asset.ID)
		if err != nil {
			return err
		}
		asset.Kind, asset.FamilyID, asset.FileID, asset.Site, asset.CopiedFrom = was.Kind, was.FamilyID, was.FileID, was.Site, was.CopiedFrom
		if asset.Status, err = market.AssetMoves.Next(was.Status, market.EditAsset); err != nil {
			return err
		}
		if err := asset.Check(); err != nil {
			return err
		}
		if err := tx.assetFile(&asset, file); err != nil {
			return err
		}
		err = tx.one(`UPDATE assets SET name = $3, edition = $4, status = $5, file_id = $6, source = $7, gigabytes = $8, region = $9, shared = $10,
				note = $11, report = 'null', appeal = '', proof_id = NULL, updated_at = $12, version = version + 1
			WHERE seller_id = $1 AND id = $2 AND version = $13`,
			asset.ID, asset.Name, asset.Edition, asset.Status, asset.FileID, asset.Source, asset.Gigabytes, asset.Region, asset.Shared, asset.Note, tx.now, was.Version)
		return editionTaken(err, asset)
	})
}

// Copyable lists the mainland's images that the international site's may be copied from
// (catalogue.md §10).
func (s *Seller) Copyable(ctx context.Context) (images []market.Asset, err error) {
	err = s.list(ctx, &images, `SELECT `+assetColumns+` FROM assets a WHERE a.seller_id = $1 AND a.kind = 'image' AND a.site = 'mainland'
		AND a.status = 'approved' AND a.region = $2 ORDER BY a.updated_at DESC, a.id DESC LIMIT 200`, market.CopyRegion)
	return images, err
}

// copied makes the asset a copy of the mainland's image that it names, and keeps whoever has
// not joined it off the international site.
func (t *tx) copied(asset *market.Asset) error {
	asset.Site = cmp.Or(asset.Site, market.Mainland)
	if asset.CopiedFrom == nil && asset.Site == market.Mainland {
		return nil
	}
	if asset.CopiedFrom == nil {
		return t.overseas()
	}
	of, err := t.lockAsset(*asset.CopiedFrom)
	if err != nil {
		return err
	}
	if err := t.overseas(); err != nil {
		return err
	}
	t.note("copied_from", nil, of.Number)
	return asset.Copy(of)
}

func editionTaken(err error, asset market.Asset) error {
	if violates(err, "assets_edition") {
		return market.Invalid("edition", "asset.edition_taken", asset.Edition)
	}
	return err
}

func (t *tx) assetFile(asset *market.Asset, file *Upload) error {
	if file == nil {
		return nil
	}
	kept, err := t.addFile(file.Name, market.FileAsset, file.Content)
	if err != nil {
		return err
	}
	asset.FileID = &kept.ID
	return nil
}

// SubmitAsset sends the asset to the scan; what passes goes on to the operator.
func (s *Seller) SubmitAsset(ctx context.Context, id market.AssetID) error {
	return s.act(ctx, market.SubmitAsset, id, func(tx *tx) error {
		asset, err := tx.lockAsset(id)
		if err != nil {
			return err
		}
		if asset.Status, err = market.AssetMoves.Next(asset.Status, market.SubmitAsset); err != nil {
			return err
		}
		if err := asset.Ready(); err != nil {
			return err
		}
		return cmp.Or(tx.saveAsset(asset), tx.later(market.ScanAsset, id))
	})
}

// ScanAsset looks into the asset and sends it on, or back with what was found.
func (s *Seller) ScanAsset(ctx context.Context, id market.AssetID) error {
	return s.act(ctx, market.ScanAsset, id, func(tx *tx) error {
		asset, err := tx.lockAsset(id)
		if err != nil {
			return err
		}
		if asset.Status != market.AssetScanning {
			return nil // the same job once more
		}
		report := market.ScanReport{At: tx.now, Elsewhere: true}
		if asset.FileID != nil {
			var content []byte
			if err := tx.get(&content, `SELECT content FROM file_contents WHERE seller_id = $1 AND file_id = $2`, *asset.FileID); err != nil {
				return err
			}
			report = market.ScanContent(asset.FileName, content, tx.now)
		}
		if err := asset.Scanned(report); err != nil {
			return err
		}
		tx.note("status", market.AssetScanning, asset.Status)
		if err := tx.saveAsset(asset); err != nil {
			return err
		}
		if asset.Status == market.AssetFailed {
			return tx.notify("asset", market.Because("asset.notice_failed", asset.Name, asset.Edition, len(report.Findings)), "/assets/"+id.String())
		}
		return cmp.Or(tx.reviewAsset(asset), tx.notify("asset", market.Because("asset.notice_scanned", asset.Name, asset.Edition), "/assets/"+id.String()))
	})
}

// AppealAsset says with proof why the findings are wrong; the operator decides.
func (s *Seller) AppealAsset(ctx context.Context, id market.AssetID, words string, proof *Upload) error {
	return s.act(ctx, market.AppealAsset, id, func(tx *tx) error {
		asset, err := tx.lockAsset(id)
		if err != nil {
			return err
		}
		var kept *market.FileID
		if proof != nil {
			file, err := tx.addFile(proof.Name, market.FileEvidence, proof.Content)
			if err != nil {
				return market.AsField("proof", err)
			}
			kept = &file.ID
		}
		if err := asset.Plea(words, kept); err != nil {
			return err
		}
		return cmp.Or(tx.saveAsset(asset), tx.reviewAsset(asset))
	})
}

// DeleteAsset removes an asset that no listing sells or edits (catalogue.md §11.2).
func (s *Seller) DeleteAsset(ctx context.Context, id market.AssetID) error {
	return s.act(ctx, market.DeleteAsset, id, func(tx *tx) error {
		asset, err := tx.lockAsset(id)
		if err != nil {
			return err
		}
		if _, err := market.AssetMoves.Next(asset.Status, market.DeleteAsset); err != nil {
			return err
		}
		if asset.Used > 0 {
			return market.Conflict("asset.in_use", asset.Name, asset.Used)
		}
		var younger int
		if err := tx.get(&younger, `SELECT count(*) FROM assets WHERE seller_id = $1 AND family_id = $2 AND id <> $2`, id); err != nil {
			return err
		}
		if younger > 0 {
			return market.Conflict("asset.has_versions", asset.Name, younger)
		}
		tx.note("name", asset.Name, nil)
		tx.note("edition", asset.Edition, nil)
		if err := tx.exec(`DELETE FROM directory WHERE seller_id = $1 AND kind = 'asset' AND subject = $2`, id); err != nil {
			return err
		}
		return tx.exec(`DELETE FROM assets WHERE seller_id = $1 AND id = $2`, id)
	})
}

func (t *tx) lockAsset(id market.AssetID) (asset market.Asset, err error) {
	err = t.get(&asset, `SELECT `+assetColumns+` FROM assets a WHERE a.seller_id = $1 AND a.id = $2 FOR UPDATE OF a`, id)
	return asset, err
}

func (t *tx) saveAsset(a market.Asset) error {
	return t.one(`UPDATE assets SET status = $3, report = $4, appeal = $5, proof_id = $6, reason = $7, updated_at = $8, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $9`, a.ID, a.Status, a.Report, a.Appeal, a.ProofID, a.Reason, t.now, a.Version)
}

// reviewAsset asks the operator for consent to what was scanned.
func (t *tx) reviewAsset(asset market.Asset) error {
	payload := map[string]string{"kind": string(asset.Kind), "name": asset.Name, "edition": asset.Edition, "source": asset.Source,
		"gigabytes": asset.Gigabytes, "region": asset.Region, "note": asset.Note, "appeal": asset.Appeal}
	if asset.FileID != nil {
		payload["file_file_id"] = asset.FileID.String()
	}
	if asset.ProofID != nil {
		payload["proof_file_id"] = asset.ProofID.String()
	}
	_, err := t.submitReview(market.ReviewAsset, asset.ID, asset.Name+" "+asset.Edition, struct{}{}, payload)
	return err
}

func (t *tx) decideAsset(review market.Review, act market.Act) error {
	asset, err := t.lockAsset(market.AssetID{UUID: review.Subject})
	if err != nil {
		return err
	}
	if asset.Status, err = market.AssetMoves.Next(asset.Status, act); err != nil {
		return err
	}
	asset.Reason = review.Reason
	return t.saveAsset(asset)
}

func (t *tx) approveAsset(review market.Review) error {
	return t.decideAsset(review, market.ApproveReview)
}

func (t *tx) rejectAsset(review market.Review) error {
	return t.decideAsset(review, market.RejectReview)
}

func (t *tx) withdrawAsset(review market.Review) error {
	return t.decideAsset(review, market.WithdrawReview)
}
