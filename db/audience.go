package db

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const audienceColumns = `seller_id, id, purpose, product_id, spec_id, kind, updated_at, updated_by, version`

const audienceRows = `SELECT p.seller_id, p.id AS product_id, p.name AS product_name, p.number, p.access_type,
		coalesce(p.listed_at, p.created_at) AS listed_at, a.id AS audience_id, coalesce(a.kind, 'all') AS kind, a.updated_at,
		(SELECT count(*) FROM audience_users u WHERE u.seller_id = a.seller_id AND u.audience_id = a.id) AS users,
		(SELECT count(*) FROM audience_links t WHERE t.seller_id = a.seller_id AND t.audience_id = a.id) AS targets`

const audienceFrom = ` FROM products p LEFT JOIN audiences a ON a.seller_id = p.seller_id AND a.product_id = p.id AND a.purpose = 'product'`

const audienceWhere = ` WHERE p.seller_id = $1 AND p.status = 'on_sale'
	AND ($2 = '' OR strpos(lower(p.name), lower($2)) > 0 OR p.number LIKE $2 || '%')
	AND ($3 = '' OR coalesce(a.kind, 'all') = $3 OR EXISTS (SELECT 1 FROM audiences x
		WHERE x.seller_id = $1 AND x.product_id = p.id AND x.purpose = 'spec' AND x.kind = $3))`

// Audiences lists whom the products on sale and their specs are sold to, what was listed
// last first.
func (s *Seller) Audiences(ctx context.Context, search market.AudienceSearch, ask market.Ask) (market.Page[market.AudienceRow], error) {
	k := from(ask)
	query := audienceRows + audienceFrom + audienceWhere + ` AND ($4::timestamptz IS NULL OR (coalesce(p.listed_at, p.created_at), p.id) < ($4, $5))
		ORDER BY coalesce(p.listed_at, p.created_at) DESC, p.id DESC LIMIT $6`
	if k.up {
		query = audienceRows + audienceFrom + audienceWhere + ` AND ($4::timestamptz IS NULL OR (coalesce(p.listed_at, p.created_at), p.id) > ($4, $5))
			ORDER BY coalesce(p.listed_at, p.created_at), p.id LIMIT $6`
	}
	var rows []market.AudienceRow
	if err := s.list(ctx, &rows, query, search.Text, search.Kind, k.at, k.id, k.limit); err != nil {
		return market.Page[market.AudienceRow]{}, err
	}
	p := page(ask, rows, func(r market.AudienceRow) cursor { return cursor{r.ListedAt, r.ProductID.UUID} })
	var err error
	if p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+audienceFrom+audienceWhere+` LIMIT 10001) x`, search.Text, search.Kind); err != nil {
		return p, err
	}
	var products []market.ProductID
	for _, row := range p.Rows {
		products = append(products, row.ProductID)
	}
	specs, err := s.audienceSpecs(ctx, products)
	for i, row := range p.Rows {
		for _, spec := range specs {
			if spec.ProductID == row.ProductID {
				if !spec.Own {
					spec.Kind = row.Kind
				}
				p.Rows[i].Specs = append(p.Rows[i].Specs, spec)
			}
		}
	}
	return p, err
}

// audienceSpecs are the specs on sale of these products, with whom they are sold to.
func (s *Seller) audienceSpecs(ctx context.Context, products []market.ProductID) (specs []market.AudienceSpec, err error) {
	err = s.list(ctx, &specs, `SELECT s.id, s.product_id, s.name, s.sku_code, a.id AS audience_id, coalesce(a.kind, 'all') AS kind, a.id IS NOT NULL AS own,
			(SELECT count(*) FROM audience_users u WHERE u.seller_id = a.seller_id AND u.audience_id = a.id) AS users,
			(SELECT count(*) FROM audience_links t WHERE t.seller_id = a.seller_id AND t.audience_id = a.id) AS targets
		FROM specs s LEFT JOIN audiences a ON a.seller_id = s.seller_id AND a.spec_id = s.id AND a.purpose = 'spec'
		WHERE s.seller_id = $1 AND s.product_id = ANY($2::uuid[]) AND s.status = 'on_sale'
		ORDER BY s.product_id, s.ordinal, s.id LIMIT 5000`, pq.Array(products))
	return specs, err
}

// AudienceProduct is one product of the list of target customers.
func (s *Seller) AudienceProduct(ctx context.Context, id market.ProductID) (row market.AudienceRow, err error) {
	err = s.get(ctx, &row, audienceRows+audienceFrom+` WHERE p.seller_id = $1 AND p.id = $2 AND p.revision_id IS NOT NULL`, id)
	if err != nil {
		return row, err
	}
	row.Specs, err = s.audienceSpecs(ctx, []market.ProductID{id})
	for i := range row.Specs {
		if !row.Specs[i].Own {
			row.Specs[i].Kind = row.Kind
		}
	}
	return row, err
}

// AudienceSpec is one spec of the list of target customers, with its product.
func (s *Seller) AudienceSpec(ctx context.Context, id market.ID[market.Spec]) (spec market.AudienceSpec, product market.AudienceRow, err error) {
	var of market.ProductID
	if err := s.get(ctx, &of, `SELECT product_id FROM specs WHERE seller_id = $1 AND id = $2`, id); err != nil {
		return spec, product, err
	}
	if product, err = s.AudienceProduct(ctx, of); err != nil {
		return spec, product, err
	}
	at := slices.IndexFunc(product.Specs, func(s market.AudienceSpec) bool { return s.ID == id })
	if at < 0 {
		return spec, product, market.NotFound
	}
	return product.Specs[at], product, nil
}

// Audience is one audience with what it is about.
func (s *Seller) Audience(ctx context.Context, id market.AudienceID) (detail market.AudienceDetail, err error) {
	err = s.get(ctx, &detail, `SELECT a.seller_id, a.id, a.purpose, a.product_id, a.spec_id, a.kind, a.updated_at, a.updated_by, a.version,
			p.name AS product_name, coalesce(s.name, '') AS spec_name, coalesce(s.sku_code, '') AS sku_code,
			(SELECT count(*) FROM audience_users u WHERE u.seller_id = $1 AND u.audience_id = a.id) AS users
		FROM audiences a JOIN products p ON p.seller_id = a.seller_id AND p.id = a.product_id
		LEFT JOIN specs s ON s.seller_id = a.seller_id AND s.id = a.spec_id
		WHERE a.seller_id = $1 AND a.id = $2`, id)
	return detail, err
}

// AudienceTargets are what customers must have bought, of an associated audience.
func (s *Seller) AudienceTargets(ctx context.Context, id market.AudienceID) (targets []market.AudienceTarget, err error) {
	err = s.list(ctx, &targets, `SELECT l.audience_id, l.target_id, coalesce(p.name, s.name) AS name
		FROM audience_links l LEFT JOIN products p ON p.seller_id = l.seller_id AND p.id = l.product_id
		LEFT JOIN specs s ON s.seller_id = l.seller_id AND s.id = l.spec_id
		WHERE l.seller_id = $1 AND l.audience_id = $2 ORDER BY name LIMIT 20`, id)
	return targets, err
}

// AudienceTargetChoices are what can be associated: with a product the seller's other
// products, with a spec the other specs of the same product (catalogue.md §5).
func (s *Seller) AudienceTargetChoices(ctx context.Context, product market.ProductID, spec *market.ID[market.Spec]) (choices []market.AudienceTargetChoice, err error) {
	if spec != nil {
		err = s.list(ctx, &choices, `SELECT id, name FROM specs WHERE seller_id = $1 AND product_id = $2 AND id <> $3 ORDER BY ordinal, id LIMIT 200`, product, *spec)
		return choices, err
	}
	err = s.list(ctx, &choices, `SELECT o.id, o.name FROM products o JOIN products p ON p.seller_id = $1 AND p.id = $2
		WHERE o.seller_id = $1 AND o.id <> p.id AND o.revision_id IS NOT NULL ORDER BY o.name, o.id LIMIT 200`, product)
	return choices, err
}

// AudienceUsers lists the users of an audience, newest first.
func (s *Seller) AudienceUsers(ctx context.Context, id market.AudienceID, text string, ask market.Ask) (market.Page[market.AudienceUser], error) {
	const columns = `SELECT id, audience_id, account_name, account_id, added_at, added_by FROM audience_users`
	const where = ` WHERE seller_id = $1 AND audience_id = $2 AND ($3 = '' OR strpos(lower(account_name), lower($3)) > 0 OR account_id LIKE $3 || '%')`
	k := from(ask)
	query := columns + where + ` AND ($4::timestamptz IS NULL OR (added_at, id) < ($4, $5)) ORDER BY added_at DESC, id DESC LIMIT $6`
	if k.up {
		query = columns + where + ` AND ($4::timestamptz IS NULL OR (added_at, id) > ($4, $5)) ORDER BY added_at, id LIMIT $6`
	}
	var rows []market.AudienceUser
	if err := s.list(ctx, &rows, query, id, text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.AudienceUser]{}, err
	}
	p := page(ask, rows, func(u market.AudienceUser) cursor { return cursor{u.AddedAt, u.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM audience_users`+where+` LIMIT 10001) x`, id, text)
	return p, err
}

// SetAudience sets whom a product, or one of its specs, is sold to (catalogue.md §5).
// Specified and associated users of a product hold for its specs too: theirs are taken off.
func (s *Seller) SetAudience(ctx context.Context, ask market.AudienceAsk) (id market.AudienceID, err error) {
	subject := ask.ProductID.UUID
	if ask.SpecID != nil {
		subject = ask.SpecID.UUID
	}
	err = s.act(ctx, market.SetAudience, subject, func(tx *tx) error {
		if ask.SpecID != nil {
			if err := tx.get(&ask.ProductID, `SELECT product_id FROM specs WHERE seller_id = $1 AND id = $2`, *ask.SpecID); err != nil {
				return err
			}
		}
		var status market.ProductStatus
		if err := tx.get(&status, `SELECT status FROM products WHERE seller_id = $1 AND id = $2 FOR UPDATE`, ask.ProductID); err != nil {
			return err
		}
		if status != market.ProductOnSale {
			return market.Conflict("audience.off_sale")
		}
		product, specs, err := tx.audienceLevels(ask.ProductID)
		if err != nil {
			return err
		}
		if err := ask.Check(product, specs); err != nil {
			return err
		}
		purpose := market.ForProduct
		if ask.SpecID != nil {
			purpose = market.ForSpec
		} else if ask.Kind.Locked() {
			if err := tx.exec(`DELETE FROM audiences WHERE seller_id = $1 AND product_id = $2 AND purpose = 'spec'`, ask.ProductID); err != nil {
				return err
			}
		}
		audience, err := tx.putAudience(purpose, ask.ProductID, ask.SpecID, ask.Kind)
		if err != nil {
			return err
		}
		id = audience.ID
		tx.note("kind", nil, ask.Kind)
		return tx.putTargets(audience, ask)
	})
	return id, err
}

// audienceLevels are whom the product is sold to, and those of its specs that were set.
func (t *tx) audienceLevels(product market.ProductID) (market.AudienceKind, map[string]market.AudienceKind, error) {
	var rows []struct {
		Name *string
		Kind market.AudienceKind
	}
	err := t.list(&rows, `SELECT s.name, a.kind FROM audiences a LEFT JOIN specs s ON s.seller_id = a.seller_id AND s.id = a.spec_id
		WHERE a.seller_id = $1 AND a.product_id = $2 AND a.purpose IN ('product', 'spec')`, product)
	kind, specs := market.AudienceAll, map[string]market.AudienceKind{}
	for _, row := range rows {
		if row.Name == nil {
			kind = row.Kind
		} else {
			specs[*row.Name] = row.Kind
		}
	}
	return kind, specs, err
}

// putAudience writes the audience of a thing; its users stay.
func (t *tx) putAudience(purpose market.AudiencePurpose, product market.ProductID, spec *market.ID[market.Spec], kind market.AudienceKind) (audience market.Audience, err error) {
	err = t.get(&audience, `INSERT INTO audiences (seller_id, id, purpose, product_id, spec_id, kind, updated_at, updated_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (seller_id, purpose, product_id, spec_id) DO UPDATE SET kind = excluded.kind, updated_at = excluded.updated_at,
			updated_by = excluded.updated_by, version = audiences.version + 1
		RETURNING `+audienceColumns, market.NewID[market.Audience](t.now), purpose, product, spec, kind, t.now, t.s.actor.Name)
	return audience, err
}

// putTargets writes what customers must have bought: the seller's other products, or other
// specs of the same product.
func (t *tx) putTargets(audience market.Audience, ask market.AudienceAsk) error {
	if err := t.exec(`DELETE FROM audience_links WHERE seller_id = $1 AND audience_id = $2`, audience.ID); err != nil {
		return err
	}
	if ask.Kind != market.AudienceAssociated {
		return nil
	}
	var ids []uuid.UUID
	for _, text := range ask.Targets {
		id, err := uuid.Parse(text)
		if err != nil {
			return market.NotFound
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	n, err := t.count(`INSERT INTO audience_links (seller_id, audience_id, target_id, product_id)
		SELECT $1, $2, id, id FROM products WHERE seller_id = $1 AND id = ANY($3::uuid[]) AND id <> $4 AND revision_id IS NOT NULL AND $5::uuid IS NULL`,
		audience.ID, pq.Array(ids), ask.ProductID, ask.SpecID)
	if err == nil && ask.SpecID != nil {
		n, err = t.count(`INSERT INTO audience_links (seller_id, audience_id, target_id, spec_id)
			SELECT $1, $2, id, id FROM specs WHERE seller_id = $1 AND id = ANY($3::uuid[]) AND product_id = $4 AND id <> $5`,
			audience.ID, pq.Array(ids), ask.ProductID, *ask.SpecID)
	}
	if err == nil && int(n) != len(ids) {
		return market.NotFound
	}
	return err
}

// AdmitCustomers names users of an audience, all of them or none (catalogue.md §5).
func (s *Seller) AdmitCustomers(ctx context.Context, id market.AudienceID, users []market.AudienceUser) error {
	return s.act(ctx, market.AdmitAudience, id, func(tx *tx) error {
		audience, err := tx.lockAudience(id)
		if err != nil {
			return err
		}
		if audience.Kind != market.AudienceSpecified {
			return market.Conflict("audience.not_specified", market.Word(audience.Kind.Key()))
		}
		var ids []string
		for _, user := range users {
			ids = append(ids, user.AccountID)
		}
		var met []struct{ AccountID, AccountName string }
		if err := tx.list(&met, `SELECT DISTINCT ON (customer_id) customer_id AS account_id, customer_account AS account_name FROM orders
			WHERE seller_id = $1 AND customer_id = ANY($2::text[]) AND NOT test ORDER BY customer_id, placed_at DESC`, pq.Array(ids)); err != nil {
			return err
		}
		var here []string
		if err := tx.list(&here, `SELECT account_id FROM audience_users WHERE seller_id = $1 AND audience_id = $2 AND account_id = ANY($3::text[])`,
			id, pq.Array(ids)); err != nil {
			return err
		}
		known, there := map[string]string{}, map[string]bool{}
		for _, m := range met {
			known[m.AccountID] = m.AccountName
		}
		for _, account := range here {
			there[account] = true
		}
		if err := market.CheckUsers(users, known, there); err != nil {
			return err
		}
		var rows, names []string
		for _, user := range users {
			rows, names = append(rows, market.NewID[market.AudienceUser](tx.now).String()), append(names, user.AccountName)
		}
		tx.note("users", nil, len(users))
		var target string
		if err := tx.get(&target, `SELECT coalesce((SELECT sku_code FROM specs WHERE seller_id = $1 AND id = $3), (SELECT number FROM products WHERE seller_id = $1 AND id = $2)) AS target`,
			audience.ProductID, audience.SpecID); err != nil {
			return err
		}
		var named []market.TaskRow
		for _, user := range users {
			if audience.Purpose == market.ForProduct || audience.Purpose == market.ForSpec {
				named = append(named, memberNamed(target, audience.ProductID, user))
			}
		}
		if err := tx.remember(market.AudienceSheet.Kind, named); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO audience_users (seller_id, id, audience_id, account_name, account_id, added_at, added_by)
			SELECT $1, u.id, $2, u.name, u.account, $6, $7 FROM unnest($3::uuid[], $4::text[], $5::text[]) AS u (id, name, account)`,
			id, pq.Array(rows), pq.Array(names), pq.Array(ids), tx.now, s.actor.Name)
	})
}

// DropCustomers takes users out of an audience; their right ends at once.
func (s *Seller) DropCustomers(ctx context.Context, id market.AudienceID, users []market.ID[market.AudienceUser]) error {
	return s.act(ctx, market.DropAudience, id, func(tx *tx) error {
		if _, err := tx.lockAudience(id); err != nil {
			return err
		}
		var gone []string
		if err := tx.list(&gone, `DELETE FROM audience_users WHERE seller_id = $1 AND audience_id = $2 AND id = ANY($3::uuid[]) RETURNING account_id`,
			id, pq.Array(users)); err != nil {
			return err
		}
		if len(users) == 0 {
			return market.Invalid("user", "audience.none_chosen")
		}
		if len(gone) != len(users) {
			return market.NotFound
		}
		tx.note("users", gone, nil)
		return nil
	})
}

func (t *tx) lockAudience(id market.AudienceID) (audience market.Audience, err error) {
	err = t.get(&audience, `SELECT `+audienceColumns+` FROM audiences WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id)
	return audience, err
}

// dropAudience takes an audience off; none is no fault.
func (t *tx) dropAudience(purpose market.AudiencePurpose, product market.ProductID) error {
	return t.exec(`DELETE FROM audiences WHERE seller_id = $1 AND purpose = $2 AND product_id = $3`, purpose, product)
}
