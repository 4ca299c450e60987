package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"sellercenter/internal/market"
)

const fileColumns = `seller_id, id, name, mime, size, sha256, purpose, uploaded_by, party, uploaded_at`

// File tells about one uploaded file.
func (s *Seller) File(ctx context.Context, id market.FileID) (file market.File, err error) {
	err = s.get(ctx, &file, `SELECT `+fileColumns+` FROM files WHERE seller_id = $1 AND id = $2`, id)
	return file, err
}

// FileContent is what is in the file.
func (s *Seller) FileContent(ctx context.Context, id market.FileID) (content []byte, err error) {
	err = s.get(ctx, &content, `SELECT content FROM file_contents WHERE seller_id = $1 AND file_id = $2`, id)
	return content, err
}

// addFile keeps an uploaded file in this transaction; what is wrong with it is a fault of
// the field "file" (market.AsField renames it).
func (t *tx) addFile(name string, purpose market.FilePurpose, content []byte) (market.File, error) {
	mime, err := market.CheckFile(name, purpose, content)
	if err != nil {
		return market.File{}, err
	}
	if err := t.spendQuota(int64(len(content))); err != nil {
		return market.File{}, err
	}
	hash := sha256.Sum256(content)
	actor := t.s.actor
	file := market.File{SellerID: t.s.id, ID: market.NewID[market.File](t.now), Name: name, Mime: mime,
		Size: int64(len(content)), SHA256: hex.EncodeToString(hash[:]), Purpose: purpose,
		UploadedBy: actor.Name, Party: actor.Party(), UploadedAt: t.now}
	if err := t.exec(`INSERT INTO files (`+fileColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		file.ID, file.Name, file.Mime, file.Size, file.SHA256, file.Purpose, file.UploadedBy, file.Party, file.UploadedAt); err != nil {
		return market.File{}, err
	}
	return file, t.exec(`INSERT INTO file_contents (seller_id, file_id, content) VALUES ($1, $2, $3)`, file.ID, content)
}

// spendQuota counts a seller's own upload against the day's quota (catalogue.md §0.5). The
// counter's row makes uploads of one seller wait for each other, so the limit holds.
func (t *tx) spendQuota(size int64) error {
	if t.s.actor.Party() != market.PartySeller {
		return nil
	}
	day := market.DayOf(t.now).String()
	const count = `INSERT INTO counters (seller_id, name, last) VALUES ($1, $2, $3)
		ON CONFLICT (seller_id, name) DO UPDATE SET last = counters.last + excluded.last RETURNING last`
	var files, spent int64
	if err := t.get(&files, count, "files "+day, 1); err != nil {
		return err
	}
	if err := t.get(&spent, count, "file bytes "+day, size); err != nil {
		return err
	}
	if files > market.FilesADay {
		return market.Invalid("file", "file.daily_count", market.FilesADay)
	}
	if spent > market.FileBytesADay {
		return market.Invalid("file", "file.daily_size", market.FileBytesADay>>30)
	}
	return nil
}

// hasFile reports NotFound unless the seller has such a file for that purpose.
func (t *tx) hasFile(id market.FileID, purpose market.FilePurpose) error {
	var known market.FileID
	return t.get(&known, `SELECT id FROM files WHERE seller_id = $1 AND id = $2 AND purpose = $3`, id, purpose)
}
