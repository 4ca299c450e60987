package db

import (
	"cmp"
	"context"
	"strings"

	"sellercenter/internal/market"
)

const commentColumns = `c.seller_id, c.id, c.number, c.status, c.product_id, c.order_id, c.customer_id, c.customer_name, c.stars, c.text,
	c.written_at, c.changed_at, c.reply, c.replied_by, c.replied_at, c.reason, c.version`

// AddComment is a customer's review of what its completed order bought, one for an order
// (catalogue.md §0.2; transactions.md §8).
func (s *Seller) AddComment(ctx context.Context, order market.OrderID, said market.CommentText) (market.CommentID, error) {
	id := market.NewID[market.Comment](s.db.Now())
	err := s.act(ctx, market.AddComment, id, func(tx *tx) error {
		o, err := tx.lockOrder(order)
		if err != nil {
			return err
		}
		if err := cmp.Or(o.MayReview(), said.Check()); err != nil {
			return err
		}
		var before []string
		if err := tx.list(&before, `SELECT number FROM comments WHERE seller_id = $1 AND order_id = $2 AND status <> 'deleted' LIMIT 1`, order); err != nil {
			return err
		}
		if len(before) > 0 {
			return market.Conflict("comment.written_already", before[0])
		}
		c := market.Comment{ID: id, Status: market.CommentWaiting, ProductID: o.ProductID, OrderID: o.ID, CustomerID: o.CustomerID, CustomerName: o.CustomerName,
			Stars: said.Stars, Text: strings.TrimSpace(said.Text), WrittenAt: tx.now}
		if c.Number, err = tx.number("CM", "comment", id); err != nil {
			return err
		}
		tx.note("number", nil, c.Number)
		tx.note("order", nil, o.Number)
		tx.note("stars", nil, c.Stars)
		if err := tx.exec(`INSERT INTO comments (seller_id, id, number, status, product_id, order_id, customer_id, customer_name, stars, text, written_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			c.ID, c.Number, c.Status, c.ProductID, c.OrderID, c.CustomerID, c.CustomerName, c.Stars, c.Text, c.WrittenAt); err != nil {
			return err
		}
		return tx.tellComment(market.AddComment, c)
	})
	return id, err
}

// UpdateComment changes what the customer said.
func (s *Seller) UpdateComment(ctx context.Context, id market.CommentID, said market.CommentText) error {
	return s.onComment(ctx, market.UpdateComment, id, func(tx *tx, c *market.Comment) error {
		before := c.Stars
		if err := c.Update(said, tx.now); err != nil {
			return err
		}
		tx.note("stars", before, c.Stars)
		return cmp.Or(tx.saveComment(c), tx.tellComment(market.UpdateComment, *c))
	})
}

// DeleteComment takes a review back.
func (s *Seller) DeleteComment(ctx context.Context, id market.CommentID) error {
	return s.onComment(ctx, market.DeleteComment, id, func(tx *tx, c *market.Comment) error {
		if err := c.Delete(); err != nil {
			return err
		}
		return tx.saveComment(c)
	})
}

// ReplyComment keeps the seller's reply, the first or an amended one, and tells the customer.
func (s *Seller) ReplyComment(ctx context.Context, id market.CommentID, text string) error {
	return s.onComment(ctx, market.ReplyComment, id, func(tx *tx, c *market.Comment) error {
		if err := c.Answer(text, s.actor.Name, tx.now); err != nil {
			return err
		}
		return cmp.Or(tx.saveComment(c), tx.tellCustomer(market.ReplyComment, *c, market.Because("notice.to_comment_reply", c.Number, c.Reply)))
	})
}

// HideComment takes an improper review out of the shop front; seller and customer are told.
func (s *Seller) HideComment(ctx context.Context, id market.CommentID, why string) error {
	return s.onComment(ctx, market.HideComment, id, func(tx *tx, c *market.Comment) error {
		if err := c.Hide(why); err != nil {
			return err
		}
		tx.note("reason", nil, c.Reason)
		return cmp.Or(tx.saveComment(c), tx.tellComment(market.HideComment, *c),
			tx.tellCustomer(market.HideComment, *c, market.Because("notice.to_comment_hide", c.Number, c.Reason)))
	})
}

// ShowComment puts a hidden review back into the shop front.
func (s *Seller) ShowComment(ctx context.Context, id market.CommentID) error {
	return s.onComment(ctx, market.ShowComment, id, func(tx *tx, c *market.Comment) error {
		if err := c.Show(); err != nil {
			return err
		}
		return cmp.Or(tx.saveComment(c), tx.tellComment(market.ShowComment, *c),
			tx.tellCustomer(market.ShowComment, *c, market.Because("notice.to_comment_show", c.Number)))
	})
}

// onComment does an act on a review that its asker may know of.
func (s *Seller) onComment(ctx context.Context, act market.Act, id market.CommentID, do func(*tx, *market.Comment) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		var c market.Comment
		if err := tx.get(&c, `SELECT `+commentColumns+` FROM comments c WHERE c.seller_id = $1 AND c.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		if s.hidesFrom(c.CustomerID, false) {
			return market.NotFound
		}
		tx.note("number", nil, c.Number)
		return do(tx, &c)
	})
}

func (t *tx) saveComment(c *market.Comment) error {
	t.note("status", nil, c.Status)
	return t.one(`UPDATE comments SET status = $3, stars = $4, text = $5, changed_at = $6, reply = $7, replied_by = $8, replied_at = $9,
			reason = $10, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $11`,
		c.ID, c.Status, c.Stars, c.Text, c.ChangedAt, c.Reply, c.RepliedBy, c.RepliedAt, c.Reason, c.Version)
}

func (t *tx) tellComment(act market.Act, c market.Comment) error {
	var product string
	if err := t.get(&product, `SELECT name FROM products WHERE seller_id = $1 AND id = $2`, c.ProductID); err != nil {
		return err
	}
	said := c.Text
	if act == market.HideComment {
		said = c.Reason
	}
	return t.notify(string(act), market.Because("notice."+string(act), product, c.CustomerName, c.Stars, said), "/comments/"+c.ID.String())
}

func (t *tx) tellCustomer(act market.Act, c market.Comment, reason market.Reason) error {
	return t.tell(c.CustomerID, string(act), reason, "/storefront/v1/comments")
}
