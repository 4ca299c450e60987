package db

import (
	"context"
	"encoding/json"

	"sellercenter/internal/market"
)

// keepExtension keeps with the order what its checkout asked for (catalogue.md §2.6).
func (t *tx) keepExtension(order market.Order, values []market.OpenParam) error {
	if len(values) == 0 {
		return nil
	}
	return t.one(`UPDATE orders SET extend = $3 WHERE seller_id = $1 AND id = $2`, order.ID, market.JSON[[]market.OpenParam]{V: values})
}

// Handed is what the order's purchase hands to the seller's server: as the listing said when
// it was bought (catalogue.md §2.6).
func (s *Seller) Handed(ctx context.Context, order market.Order) (handed market.Handed, err error) {
	var row struct {
		Extend        market.JSON[[]market.OpenParam]
		AuthorisedBy  string
		Cipher        string
		ContactSealed []byte
	}
	if err := s.get(ctx, &row, `SELECT o.extend, coalesce(r.content->>'authorised_by', '') AS authorised_by, coalesce(r.content->>'cipher', '') AS cipher, o.contact_sealed
		FROM orders o JOIN revisions r ON r.seller_id = o.seller_id AND r.id = o.revision_id WHERE o.seller_id = $1 AND o.id = $2`, order.ID); err != nil {
		return handed, err
	}
	handed = market.Handed{Extend: row.Extend.V, AuthorisedBy: row.AuthorisedBy, Cipher: row.Cipher}
	if handed.AuthorisedBy == "" {
		return handed, nil
	}
	plain, err := s.db.sealer.open(row.ContactSealed)
	if err != nil {
		return handed, err
	}
	var sealed contactSealed
	if err := json.Unmarshal([]byte(plain), &sealed); err != nil {
		return handed, err
	}
	handed.Contact = map[string]string{"mobile": sealed.Phone, "email": sealed.Email, "iam": order.CustomerAccount}[handed.AuthorisedBy]
	return handed, nil
}
