package db

import (
	"context"

	"sellercenter/internal/market"
)

const attributeColumns = `seller_id, id, code, kind, name_zh, name_en, description, created_at, updated_at, version`

// Attributes lists the seller's own attributes, newest change first (catalogue.md §3.4).
func (s *Seller) Attributes(ctx context.Context, search market.AttributeSearch, ask market.Ask) (market.Page[market.Attribute], error) {
	k := from(ask)
	query := `SELECT ` + attributeColumns + ` FROM attributes WHERE seller_id = $1 AND ($2 = '' OR kind = $2)
			AND ($3 = '' OR strpos(lower(name_zh), lower($3)) > 0 OR strpos(lower(name_en), lower($3)) > 0 OR strpos(lower(code), lower($3)) > 0)
			AND ($4::timestamptz IS NULL OR (updated_at, id) < ($4, $5))
		ORDER BY updated_at DESC, id DESC LIMIT $6`
	if k.up {
		query = `SELECT ` + attributeColumns + ` FROM attributes WHERE seller_id = $1 AND ($2 = '' OR kind = $2)
				AND ($3 = '' OR strpos(lower(name_zh), lower($3)) > 0 OR strpos(lower(name_en), lower($3)) > 0 OR strpos(lower(code), lower($3)) > 0)
				AND ($4::timestamptz IS NULL OR (updated_at, id) > ($4, $5))
			ORDER BY updated_at, id LIMIT $6`
	}
	var rows []market.Attribute
	if err := s.list(ctx, &rows, query, search.Kind, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Attribute]{}, err
	}
	found := page(ask, rows, func(a market.Attribute) cursor { return cursor{a.UpdatedAt, a.ID.UUID} })
	var err error
	found.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM attributes WHERE seller_id = $1 AND ($2 = '' OR kind = $2)
		AND ($3 = '' OR strpos(lower(name_zh), lower($3)) > 0 OR strpos(lower(name_en), lower($3)) > 0 OR strpos(lower(code), lower($3)) > 0)
		LIMIT 10001) x`, search.Kind, search.Text)
	return found, err
}

// AttributeChoices are the attributes that a spec may copy: the presets, then the seller's.
func (s *Seller) AttributeChoices(ctx context.Context) ([]market.Attribute, error) {
	var own []market.Attribute
	err := s.list(ctx, &own, `SELECT `+attributeColumns+` FROM attributes WHERE seller_id = $1 ORDER BY code LIMIT 200`)
	return append(append([]market.Attribute{}, market.PresetAttributes...), own...), err
}

// Attribute is one attribute of the seller.
func (s *Seller) Attribute(ctx context.Context, id market.AttributeID) (attribute market.Attribute, err error) {
	err = s.get(ctx, &attribute, `SELECT `+attributeColumns+` FROM attributes WHERE seller_id = $1 AND id = $2`, id)
	return attribute, err
}

// AddAttribute makes an attribute that specs may copy.
func (s *Seller) AddAttribute(ctx context.Context, attribute market.AttributeContent) (market.AttributeID, error) {
	id := market.NewID[market.Attribute](s.db.Now())
	return id, s.act(ctx, market.AddAttribute, id, func(tx *tx) error {
		if err := attribute.Check(); err != nil {
			return err
		}
		tx.note("code", nil, attribute.Code)
		err := tx.exec(`INSERT INTO attributes (seller_id, id, code, kind, name_zh, name_en, description, created_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
			id, attribute.Code, attribute.Kind, attribute.NameZh, attribute.NameEn, attribute.Description, tx.now)
		if violates(err, "attributes_code") {
			return market.Invalid("code", "attribute.code_taken", attribute.Code)
		}
		return err
	})
}

// EditAttribute changes an attribute; what specs copied stays as it is (catalogue.md §3.4).
func (s *Seller) EditAttribute(ctx context.Context, id market.AttributeID, version int, attribute market.AttributeContent) error {
	return s.act(ctx, market.EditAttribute, id, func(tx *tx) error {
		before, err := tx.lockAttribute(id)
		if err != nil {
			return err
		}
		if err := attribute.Check(); err != nil {
			return err
		}
		tx.note("code", before.Code, attribute.Code)
		tx.note("name_zh", before.NameZh, attribute.NameZh)
		tx.note("name_en", before.NameEn, attribute.NameEn)
		err = tx.one(`UPDATE attributes SET code = $3, kind = $4, name_zh = $5, name_en = $6, description = $7, updated_at = $8, version = version + 1
			WHERE seller_id = $1 AND id = $2 AND version = $9`,
			id, attribute.Code, attribute.Kind, attribute.NameZh, attribute.NameEn, attribute.Description, tx.now, version)
		if violates(err, "attributes_code") {
			return market.Invalid("code", "attribute.code_taken", attribute.Code)
		}
		return err
	})
}

// RemoveAttribute deletes an attribute; what specs copied stays as it is (catalogue.md §3.4).
func (s *Seller) RemoveAttribute(ctx context.Context, id market.AttributeID) error {
	return s.act(ctx, market.RemoveAttribute, id, func(tx *tx) error {
		attribute, err := tx.lockAttribute(id)
		if err != nil {
			return err
		}
		tx.note("code", attribute.Code, nil)
		return tx.exec(`DELETE FROM attributes WHERE seller_id = $1 AND id = $2`, id)
	})
}

func (t *tx) lockAttribute(id market.AttributeID) (attribute market.Attribute, err error) {
	err = t.get(&attribute, `SELECT `+attributeColumns+` FROM attributes WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id)
	return attribute, err
}
