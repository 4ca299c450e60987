package db

import (
	"context"

	"sellercenter/internal/market"
)

const creditRows = `SELECT p.seller_id, p.id AS product_id, p.name AS product_name, p.number, p.sale_type, p.access_type,
		coalesce(p.listed_at, p.created_at) AS listed_at,
		c.id AS coupon_id, coalesce(c.kind, 'off') AS coupon_state,
		(SELECT count(*) FROM audience_users u WHERE u.seller_id = c.seller_id AND u.audience_id = c.id) AS coupon_users,
		l.id AS limit_id, coalesce(l.kind, 'off') AS limit_state,
		(SELECT count(*) FROM audience_users u WHERE u.seller_id = l.seller_id AND u.audience_id = l.id) AS limit_users
	FROM products p
	LEFT JOIN audiences c ON c.seller_id = p.seller_id AND c.product_id = p.id AND c.purpose = 'credit_coupon'
	LEFT JOIN audiences l ON l.seller_id = p.seller_id AND l.product_id = p.id AND l.purpose = 'credit_limit'`

const creditWhere = ` WHERE p.seller_id = $1 AND p.status = 'on_sale' AND p.sale_type <> 'general'
	AND ($2 = '' OR strpos(lower(p.name), lower($2)) > 0 OR p.number LIKE $2 || '%')`

// Credits lists which products may be paid with credit: what the platform invoices.
func (s *Seller) Credits(ctx context.Context, text string, ask market.Ask) (market.Page[market.CreditRow], error) {
	k := from(ask)
	query := creditRows + creditWhere + ` AND ($3::timestamptz IS NULL OR (coalesce(p.listed_at, p.created_at), p.id) < ($3, $4))
		ORDER BY coalesce(p.listed_at, p.created_at) DESC, p.id DESC LIMIT $5`
	if k.up {
		query = creditRows + creditWhere + ` AND ($3::timestamptz IS NULL OR (coalesce(p.listed_at, p.created_at), p.id) > ($3, $4))
			ORDER BY coalesce(p.listed_at, p.created_at), p.id LIMIT $5`
	}
	var rows []market.CreditRow
	if err := s.list(ctx, &rows, query, text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.CreditRow]{}, err
	}
	p := page(ask, rows, func(r market.CreditRow) cursor { return cursor{r.ListedAt, r.ProductID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM products p`+creditWhere+` LIMIT 10001) x`, text)
	return p, err
}

// SetCredit switches a way of paying a product with credit off, on for everybody, or on for
// named users (catalogue.md §5). It answers the audience whose users are named then.
func (s *Seller) SetCredit(ctx context.Context, ask market.CreditAsk) (named *market.AudienceID, err error) {
	err = s.act(ctx, market.SetCredit, ask.ProductID, func(tx *tx) error {
		var product struct {
			SaleType market.SaleType
			Status   market.ProductStatus
		}
		if err := tx.get(&product, `SELECT sale_type, status FROM products WHERE seller_id = $1 AND id = $2 FOR UPDATE`, ask.ProductID); err != nil {
			return err
		}
		if err := ask.Check(product.SaleType); err != nil {
			return err
		}
		if product.Status != market.ProductOnSale {
			return market.Conflict("audience.off_sale")
		}
		tx.note(string(ask.Purpose), nil, ask.State)
		switch ask.State {
		case market.CreditOff:
			return tx.dropAudience(ask.Purpose, ask.ProductID)
		case market.CreditAll, market.CreditSpecified:
			audience, err := tx.putAudience(ask.Purpose, ask.ProductID, nil, market.AudienceKind(ask.State))
			if ask.State == market.CreditSpecified {
				named = &audience.ID
			}
			return err
		}
		return nil
	})
	return named, err
}
