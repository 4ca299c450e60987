package db

import (
	"context"
	"crypto/sha256"
	"database/sql"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// begin opens a transaction in which the actor sees what is theirs to see: to whom only some
// products are granted, every table that belongs to a product shows only those (catalogue.md
// §0.6). The views are made by rebuild_granted; a row of another product is not found.
func (s *Seller) begin(ctx context.Context, options *sql.TxOptions) (*sqlx.Tx, error) {
	sqltx, err := s.db.sql.BeginTxx(ctx, options)
	if err != nil || !s.actor.Limited() {
		return sqltx, err
	}
	_, err = sqltx.ExecContext(ctx, `SELECT set_config('search_path', 'granted, public', true), set_config('market.products', $1, true),
		set_config('market.person', $2, true)`, pq.Array(s.actor.Products), s.actor.Person.String())
	if err != nil {
		sqltx.Rollback() //nolint:errcheck // the first error counts
		return nil, err
	}
	return sqltx, nil
}

// scope names whose figures may be kept in the process: the seller's, or what the actor sees
// of them.
func (s *Seller) scope() market.SellerID {
	if !s.actor.Limited() && len(s.actor.Rights) == 0 {
		return s.id
	}
	sum := sha256.New()
	sum.Write(s.id.UUID[:])
	sum.Write(s.actor.Person.UUID[:])
	for _, product := range s.actor.Products {
		sum.Write(product.UUID[:])
	}
	for _, right := range s.actor.Rights {
		sum.Write([]byte(right))
	}
	var scope market.SellerID
	copy(scope.UUID[:], sum.Sum(nil))
	return scope
}

// own grants a product to who makes it, when granted products are all that they see.
func (t *tx) own(id market.ProductID) error {
	if !t.s.actor.Limited() {
		return nil
	}
	if err := t.exec(`INSERT INTO grants (seller_id, member_id, product_id, granted_at)
		SELECT $1, id, $2, $4 FROM members WHERE seller_id = $1 AND person_id = $3 AND removed_at IS NULL
		ON CONFLICT DO NOTHING`, id, t.s.actor.Person, t.now); err != nil {
		return err
	}
	return t.sharedExec(`SELECT set_config('market.products', (current_setting('market.products')::uuid[] || $1::uuid)::text, true)`, id)
}

// EntrustTeam sets which products a member sees who does not see all (商品授权, catalogue.md
// §0.6); one product can be granted to several.
func (s *Seller) EntrustTeam(ctx context.Context, id market.ID[market.Member], products []market.ProductID) error {
	if products == nil {
		products = []market.ProductID{}
	}
	return s.act(ctx, market.EntrustTeam, id, func(tx *tx) error {
		member, err := tx.lockMember(id)
		if err != nil {
			return err
		}
		if member.AllProducts {
			return market.Conflict("team.sees_all", member.Name)
		}
		var known int
		if err := tx.get(&known, `SELECT count(*) FROM products WHERE seller_id = $1 AND id = ANY($2)`, pq.Array(products)); err != nil {
			return err
		}
		if known != len(products) {
			return market.NotFound
		}
		var before int
		if err := tx.get(&before, `SELECT count(*) FROM grants WHERE seller_id = $1 AND member_id = $2`, id); err != nil {
			return err
		}
		tx.note("products", before, len(products))
		if err := tx.exec(`DELETE FROM grants WHERE seller_id = $1 AND member_id = $2 AND NOT product_id = ANY($3)`, id, pq.Array(products)); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO grants (seller_id, member_id, product_id, granted_at) SELECT $1, $2, p, $4 FROM unnest($3::uuid[]) p
			ON CONFLICT DO NOTHING`, id, pq.Array(products), tx.now)
	})
}

// ReleaseTeam takes one product away from a member (取消授权, catalogue.md §0.6).
func (s *Seller) ReleaseTeam(ctx context.Context, id market.ID[market.Member], product market.ProductID) error {
	return s.act(ctx, market.ReleaseTeam, id, func(tx *tx) error {
		member, err := tx.lockMember(id)
		if err != nil {
			return err
		}
		n, err := tx.count(`DELETE FROM grants WHERE seller_id = $1 AND member_id = $2 AND product_id = $3`, id, product)
		if err != nil {
			return err
		}
		if n == 0 {
			return market.NotFound
		}
		tx.note("email", nil, member.Email)
		return nil
	})
}

// Granted lists the products that a member sees who does not see all.
func (s *Seller) Granted(ctx context.Context, id market.ID[market.Member]) (products []market.ProductID, err error) {
	err = s.list(ctx, &products, `SELECT product_id FROM grants WHERE seller_id = $1 AND member_id = $2 LIMIT 5000`, id)
	return products, err
}

// Holders lists the members to whom a product is granted.
func (s *Seller) Holders(ctx context.Context, product market.ProductID) (members []market.Member, err error) {
	err = s.list(ctx, &members, memberRows+` JOIN grants g ON g.seller_id = m.seller_id AND g.member_id = m.id
		JOIN products v ON v.seller_id = g.seller_id AND v.id = g.product_id
		WHERE m.seller_id = $1 AND v.id = $2 AND m.removed_at IS NULL ORDER BY m.joined_at, m.id LIMIT 100`, product)
	return members, err
}

// GrantableProducts lists what can be granted: every product, the newest first.
func (s *Seller) GrantableProducts(ctx context.Context) (products []market.ProductName, err error) {
	err = s.list(ctx, &products, `SELECT id, number, name, status FROM products WHERE seller_id = $1
		ORDER BY status = 'delisted', name, id LIMIT 1000`)
	return products, err
}

// EntrustProduct hands one product to a member who sees only what is granted (授权, catalogue.md
// §0.6, §2.9); again does no harm.
func (s *Seller) EntrustProduct(ctx context.Context, product market.ProductID, id market.ID[market.Member]) error {
	return s.act(ctx, market.EntrustProduct, product, func(tx *tx) error {
		if _, err := tx.lockProduct(product); err != nil {
			return err
		}
		member, err := tx.lockMember(id)
		if err != nil {
			return err
		}
		if member.AllProducts {
			return market.Conflict("team.sees_all", member.Name)
		}
		tx.note("member", nil, member.Name)
		return tx.exec(`INSERT INTO grants (seller_id, member_id, product_id, granted_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, id, product, tx.now)
	})
}

// grantable lists the members who could be handed the product.
func (s *Seller) grantable(ctx context.Context, product market.ProductID) (members []market.Member, err error) {
	err = s.list(ctx, &members, memberRows+` WHERE m.seller_id = $1 AND m.removed_at IS NULL AND NOT m.all_products
		AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.seller_id = m.seller_id AND g.member_id = m.id AND g.product_id = $2)
		ORDER BY m.joined_at, m.id LIMIT 100`, product)
	return members, err
}
