package db

import (
	"context"
	"slices"
	"strings"

	"sellercenter/internal/market"
)

const sellerRow = `SELECT c.id, c.number, c.company_name, c.credit_code, c.status, c.created_at, c.approved_at,
		coalesce((SELECT p.name FROM members m JOIN people p ON p.id = m.person_id
			WHERE m.seller_id = c.id AND m.removed_at IS NULL AND m.roles ? 'owner' ORDER BY m.joined_at LIMIT 1), '') AS owner,
		coalesce((SELECT r.status FROM reviews r WHERE r.seller_id = c.id AND r.subject = c.id AND r.kind = 'onboarding'
			ORDER BY r.submitted_at DESC, r.id DESC LIMIT 1), '') AS review_status,
		coalesce((SELECT status FROM certifications x WHERE x.seller_id = c.id), '') AS certification,
		EXISTS (SELECT 1 FROM signatures g WHERE g.seller_id = c.id) AS signed
	FROM sellers c`

const sellerFilter = ` WHERE ($1 = '' OR c.status = $1)
		AND ($2 = '' OR strpos(c.company_name, $2) > 0 OR c.number LIKE upper($2) || '%' OR c.credit_code LIKE upper($2) || '%')`

// Sellers lists sellers, the latest first.
func (o *Operator) Sellers(ctx context.Context, search market.SellerSearch, ask market.Ask) (market.Page[market.SellerRow], error) {
	k := from(ask)
	query := sellerRow + sellerFilter + ` AND ($3::timestamptz IS NULL OR (c.created_at, c.id) < ($3, $4))
		ORDER BY c.created_at DESC, c.id DESC LIMIT $5`
	if k.up {
		query = sellerRow + sellerFilter + ` AND ($3::timestamptz IS NULL OR (c.created_at, c.id) > ($3, $4))
			ORDER BY c.created_at, c.id LIMIT $5`
	}
	var rows []market.SellerRow
	if err := o.db.listRows(ctx, &rows, query, search.Status, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.SellerRow]{}, err
	}
	found := page(ask, rows, func(r market.SellerRow) cursor { return cursor{r.CreatedAt, r.ID.UUID} })
	var err error
	found.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM sellers c`+sellerFilter+` LIMIT 10001) x`, search.Status, search.Text)
	return found, err
}

// SuspendSeller stops a seller from publishing, for a reason that it is told.
func (o *Operator) SuspendSeller(ctx context.Context, id market.SellerID, reason string) error {
	return o.moveSeller(ctx, id, market.SuspendSeller, reason)
}

// ResumeSeller lets a suspended seller publish again.
func (o *Operator) ResumeSeller(ctx context.Context, id market.SellerID) error {
	return o.moveSeller(ctx, id, market.ResumeSeller, "")
}

func (o *Operator) moveSeller(ctx context.Context, id market.SellerID, act market.Act, reason string) error {
	return o.Seller(id).act(ctx, act, id, func(tx *tx) error {
		if strings.TrimSpace(reason) == "" && act == market.SuspendSeller {
			return market.Invalid("reason", "review.reason_missing")
		}
		var status market.SellerStatus
		if err := tx.get(&status, `SELECT status FROM sellers WHERE id = $1 FOR UPDATE`); err != nil {
			return err
		}
		next, err := market.SellerMoves.Next(status, act)
		if err != nil {
			return err
		}
		tx.note("status", status, next)
		tx.note("reason", nil, reason)
		if err := tx.one(`UPDATE sellers SET status = $2, version = version + 1 WHERE id = $1`, next); err != nil {
			return err
		}
		return tx.notify("seller", market.Because("seller.notice_"+string(next), reason), "/sellers")
	})
}

// ReinviteSeller makes a new one-time password link for a main account that has lost its
// password. Somebody who also belongs elsewhere gets none.
func (o *Operator) ReinviteSeller(ctx context.Context, id market.SellerID, member market.ID[market.Member]) (link string, err error) {
	err = o.Seller(id).act(ctx, market.ReinviteSeller, member, func(tx *tx) error {
		who, err := tx.lockMember(member)
		if err != nil {
			return err
		}
		shops, err := o.db.shops(ctx, who.PersonID)
		if err != nil {
			return err
		}
		if len(shops) != 1 || !slices.Contains(who.Roles.V, market.Owner) {
			return market.Conflict("team.no_link", who.Name)
		}
		tx.note("email", nil, who.Email)
		link, err = tx.newLink(who.PersonID)
		return err
	})
	return link, err
}
