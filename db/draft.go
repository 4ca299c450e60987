package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"sellercenter/internal/market"
)

// Draft is what the actor's side has prepared for a delivery or a dispute; empty when nothing.
func (s *Seller) Draft(ctx context.Context, id market.SupervisionID, use market.DraftUse) (draft market.Draft, err error) {
	party := s.actor.Party()
	if err = s.get(ctx, &draft, `SELECT coalesce(x.words, '{}') AS words, x.kept_at, coalesce(x.kept_by, '') AS kept_by
		FROM supervisions v LEFT JOIN drafts x ON x.seller_id = v.seller_id AND x.supervision_id = v.id AND x.use = $3 AND x.party = $4
		WHERE v.seller_id = $1 AND v.id = $2`, id, use, party); err != nil {
		return draft, err
	}
	err = s.list(ctx, &draft.Files, draftFiles, id, use, party)
	return draft, err
}

const draftFiles = `SELECT x.id, x.kind, x.file_id, f.name, f.mime, f.size, f.sha256, x.added_at, f.uploaded_by
	FROM draft_files x JOIN files f ON f.seller_id = x.seller_id AND f.id = x.file_id
	WHERE x.seller_id = $1 AND x.supervision_id = $2 AND x.use = $3 AND x.party = $4 ORDER BY x.added_at, x.id LIMIT 100`

// KeepDraft remembers what is being typed.
func (s *Seller) KeepDraft(ctx context.Context, id market.SupervisionID, use market.DraftUse, words map[string]string) error {
	return s.onDraft(ctx, market.KeepDraft, id, use, func(d *delivery) error {
		if err := use.CheckWords(words); err != nil {
			return err
		}
		return d.exec(`INSERT INTO drafts (seller_id, supervision_id, use, party, words, kept_at, kept_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (seller_id, supervision_id, use, party)
			DO UPDATE SET words = excluded.words, kept_at = excluded.kept_at, kept_by = excluded.kept_by`,
			id, use, s.actor.Party(), market.JSON[map[string]string]{V: words}, d.now, s.actor.Name)
	})
}

// AttachDraft stores a file at once, before anything is handed in. The same file of the same
// kind a second time, as after an answer that never arrived, is the one that is there.
func (s *Seller) AttachDraft(ctx context.Context, id market.SupervisionID, use market.DraftUse, file market.Upload) error {
	return s.onDraft(ctx, market.AttachDraft, id, use, func(d *delivery) error {
		draft := market.Draft{}
		if err := d.list(&draft.Files, draftFiles, id, use, s.actor.Party()); err != nil {
			return err
		}
		hash := sha256.Sum256(file.Content)
		sum := hex.EncodeToString(hash[:])
		for _, have := range draft.Files {
			if have.SHA256 == sum && have.Kind == file.Kind && have.Name == file.Name {
				return nil
			}
		}
		if err := draft.Attach(use, file); err != nil {
			return err
		}
		stored, err := d.addFile(file.Name, market.FileEvidence, file.Content)
		if err != nil {
			return market.AsField("files", err)
		}
		d.note("file", nil, file.Name)
		d.note("sha256", nil, sum)
		return d.exec(`INSERT INTO draft_files (seller_id, id, supervision_id, use, party, kind, file_id, added_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			market.NewID[market.DraftFile](d.now), id, use, s.actor.Party(), file.Kind, stored.ID, d.now)
	})
}

// DetachDraft takes a file out of a draft; what was stored stays stored.
func (s *Seller) DetachDraft(ctx context.Context, id market.SupervisionID, use market.DraftUse, file market.ID[market.DraftFile]) error {
	return s.onDraft(ctx, market.DetachDraft, id, use, func(d *delivery) error {
		var name string
		if err := d.get(&name, `SELECT f.name FROM draft_files x JOIN files f ON f.seller_id = x.seller_id AND f.id = x.file_id
			WHERE x.seller_id = $1 AND x.id = $2 AND x.supervision_id = $3 AND x.use = $4 AND x.party = $5`,
			file, id, use, s.actor.Party()); err != nil {
			return err
		}
		d.note("file", name, nil)
		return d.one(`DELETE FROM draft_files WHERE seller_id = $1 AND id = $2`, file)
	})
}

// onDraft does an act on what the actor's side prepares.
func (s *Seller) onDraft(ctx context.Context, act market.Act, id market.SupervisionID, use market.DraftUse, do func(*delivery) error) error {
	return s.onFlow(ctx, act, id, 0, func(d *delivery) error {
		if err := d.flow.Drafting(use, s.actor.Party()); err != nil {
			return err
		}
		if !s.actor.May(use.Act()) {
			return market.Denied
		}
		d.note("use", nil, use)
		return do(d)
	})
}

// takeDraft hands in what the actor's side has prepared: its files, stored already, become
// evidence of the act under way, and the draft is empty.
func (d *delivery) takeDraft(use market.DraftUse) ([]market.Upload, error) {
	party := d.s.actor.Party()
	var files []market.DraftFile
	if err := d.list(&files, draftFiles, d.flow.ID, use, party); err != nil {
		return nil, err
	}
	if err := d.exec(`DELETE FROM draft_files WHERE seller_id = $1 AND supervision_id = $2 AND use = $3 AND party = $4`,
		d.flow.ID, use, party); err != nil {
		return nil, err
	}
	if err := d.exec(`DELETE FROM drafts WHERE seller_id = $1 AND supervision_id = $2 AND use = $3 AND party = $4`,
		d.flow.ID, use, party); err != nil {
		return nil, err
	}
	taken := make([]market.Upload, len(files))
	for i, f := range files {
		taken[i] = market.Upload{Kind: f.Kind, Name: f.Name, File: f.FileID}
	}
	return taken, nil
}
