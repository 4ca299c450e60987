package db

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// lineSuffix is what makes an order's number its line's.
const lineSuffix = "-000001"

// shortest prefix that is looked for: less finds everything.
const shortestPrefix = 3

// wanted is a search as the statements need it.
type wanted struct {
	text  string
	codes []string   // as typed, in capitals, without the line's suffix
	id    *uuid.UUID // when it is one
	from  string     // the range of codes that begin like this; empty for none
	to    string
}

func want(text string) wanted {
	w := wanted{text: strings.TrimSpace(text)}
	capitals := strings.ToUpper(w.text)
	w.codes = []string{w.text}
	for _, code := range []string{capitals, strings.TrimSuffix(capitals, lineSuffix), strings.TrimSuffix(w.text, lineSuffix)} {
		if !slices.Contains(w.codes, code) {
			w.codes = append(w.codes, code)
		}
	}
	if id, err := uuid.Parse(w.text); err == nil {
		w.id = &id
	}
	if utf8.RuneCountInString(w.text) >= shortestPrefix {
		w.from, w.to = capitals, capitals+"\U0010FFFF"
	}
	return w
}

// Search finds what the text names: numbers first, whole or by how they begin, then names.
// Every branch is one look into an index; only what the actor may see is found.
func (s *Seller) Search(ctx context.Context, text string) ([]market.Found, error) {
	w := want(text)
	if w.text == "" || len(w.text) > 100 {
		return nil, nil
	}
	var found []market.Found
	err := s.list(ctx, &found, `
		(SELECT 'order' AS kind, id, seller_id, number, product_name || ' · ' || customer_name AS title, status AS note, number = ANY($2) AS exact FROM orders
			WHERE seller_id = $1 AND NOT test AND number = ANY($2) LIMIT 5)
		UNION (SELECT 'order', id, seller_id, number, product_name || ' · ' || customer_name, status, number = ANY($2) FROM orders
			WHERE seller_id = $1 AND NOT test AND number >= $4 AND number < $5 ORDER BY number DESC LIMIT 8)
		UNION (SELECT 'order', id, seller_id, number, product_name || ' · ' || customer_name, status, true FROM orders
			WHERE seller_id = $1 AND id = $3)
		UNION ALL (SELECT 'instance', order_id, seller_id, number, front_url, status, true FROM instances
			WHERE seller_id = $1 AND number = ANY($2) LIMIT 5)
		UNION ALL (SELECT 'fulfilment', id, seller_id, id::text, activity, status, true FROM fulfilments
			WHERE seller_id = $1 AND id = $3)
		UNION ALL (SELECT 'supervision', id, seller_id, id::text, node, status, true FROM supervisions
			WHERE seller_id = $1 AND id = $3)
		UNION ALL (SELECT 'appeal', id, seller_id, number, reason, status, number = ANY($2) OR id = $3 IS TRUE FROM appeals
			WHERE seller_id = $1 AND NOT test AND (number = ANY($2) OR id = $3 OR number >= $4 AND number < $5) ORDER BY number LIMIT 8)
		UNION ALL (SELECT 'refund', id, seller_id, number, reason, status, number = ANY($2) OR id = $3 IS TRUE FROM refunds
			WHERE seller_id = $1 AND NOT test AND (number = ANY($2) OR id = $3 OR number >= $4 AND number < $5) ORDER BY number LIMIT 8)
		UNION ALL (SELECT 'usage', id, seller_id, serial, CASE WHEN item = '' THEN instance_number ELSE item || ' · ' || instance_number END, status, true FROM usage_records
			WHERE seller_id = $1 AND NOT test AND serial = ANY($2) ORDER BY id DESC LIMIT 5)
		UNION ALL (SELECT 'usage_bill', b.id, b.seller_id, b.number, b.item, CASE WHEN b.paid_at IS NOT NULL THEN 'paid' WHEN b.issued_at IS NOT NULL THEN 'issued' ELSE 'open' END, b.number = ANY($2)
			FROM usage_bills b WHERE b.seller_id = $1 AND NOT b.test AND (b.number = ANY($2) OR b.number >= $4 AND b.number < $5) ORDER BY b.number DESC LIMIT 8)
		UNION ALL (SELECT 'statement', id, seller_id, number, period, status, number = ANY($2) OR period = ANY($2) OR request_number = ANY($2) FROM statements
			WHERE seller_id = $1 AND (number = ANY($2) OR period = ANY($2) OR request_number <> '' AND request_number = ANY($2)
				OR number >= $4 AND number < $5) ORDER BY number DESC LIMIT 8)
		UNION ALL (SELECT 'review', id, seller_id, number, title, status, number = ANY($2) OR id = $3 IS TRUE FROM reviews
			WHERE seller_id = $1 AND kind LIKE 'product%' AND (number = ANY($2) OR id = $3 OR number >= $4 AND number < $5)
			ORDER BY number LIMIT 8)
		UNION ALL (SELECT 'sku', p.product_id, p.seller_id, p.sku_code, p.name, p.status, p.sku_code = ANY($2) FROM specs p
			WHERE p.seller_id = $1 AND (p.sku_code = ANY($2) OR p.sku_code >= $4 AND p.sku_code < $5) ORDER BY p.sku_code LIMIT 8)
		UNION ALL (SELECT 'sku', p.product_id, p.seller_id, c.code, p.name, p.status, c.code = ANY($2) FROM prices c
			JOIN specs p ON p.seller_id = c.seller_id AND p.id = c.spec_id
			WHERE c.seller_id = $1 AND (c.code = ANY($2) OR c.code >= $4 AND c.code < $5) ORDER BY c.code LIMIT 8)
		UNION ALL (SELECT 'product', id, seller_id, number, name, status, number = ANY($2) FROM products
			WHERE seller_id = $1 AND (number = ANY($2) OR number >= $4 AND number < $5) ORDER BY number LIMIT 8)`,
		pq.Array(w.codes), w.id, w.from, w.to)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(found, func(f market.Found) bool { return f.Exact }) {
		named, err := s.named(ctx, w.text)
		if err != nil {
			return nil, err
		}
		found = append(found, named...)
	}
	return seen(s.actor, found), nil
}

// named finds products by a part of their name and customers by how theirs begins.
func (s *Seller) named(ctx context.Context, text string) (found []market.Found, err error) {
	err = s.list(ctx, &found, `
		(SELECT 'product' AS kind, id, seller_id, number, name AS title, status AS note, false AS exact FROM products
			WHERE seller_id = $1 AND lower(name) ~>=~ lower($2) AND lower(name) ~<~ (lower($2) || U&'\+10FFFF') LIMIT 8)
		UNION (SELECT 'product', id, seller_id, number, name, status, false FROM (SELECT id, seller_id, number, name, status FROM products
			WHERE seller_id = $1 ORDER BY updated_at DESC, id DESC LIMIT 2000) p WHERE strpos(lower(name), lower($2)) > 0 LIMIT 8)
		UNION ALL (SELECT 'customer', '00000000-0000-0000-0000-000000000000', $1, customer_id, customer_name, '', false
			FROM customers_named($1, $2, 8))`, text)
	return found, err
}

// seen keeps what the actor may look at, in the order of the page.
func seen(actor market.Actor, found []market.Found) []market.Found {
	found = slices.DeleteFunc(found, func(f market.Found) bool { return !actor.Sees(f.Kind.Area()) })
	slices.SortStableFunc(found, func(a, b market.Found) int {
		return cmp.Or(slices.Index(market.FoundKinds, a.Kind)-slices.Index(market.FoundKinds, b.Kind), strings.Compare(b.Number, a.Number))
	})
	return found
}

// directoryKinds are the directory's words for what a search finds.
var directoryKinds = map[string]market.FoundKind{"order_line": market.FoundOrder, "price": market.FoundSKU, "spec": market.FoundSKU}

// Search finds numbers of all sellers through the directory, and sellers by number or name.
func (o *Operator) Search(ctx context.Context, text string) ([]market.Found, error) {
	w := want(text)
	if w.text == "" || len(w.text) > 100 {
		return nil, nil
	}
	var found []market.Found
	err := o.db.listRows(ctx, &found, `
		(SELECT d.kind, d.subject AS id, d.seller_id, d.number, s.company_name AS title, s.number AS note, d.number = ANY($1) AS exact
			FROM directory d JOIN sellers s ON s.id = d.seller_id WHERE d.number = ANY($1) LIMIT 8)
		UNION (SELECT d.kind, d.subject, d.seller_id, d.number, s.company_name, s.number, d.number = ANY($1)
			FROM directory d JOIN sellers s ON s.id = d.seller_id
			WHERE d.number >= $2 AND d.number < $3 AND d.kind <> 'order_line' ORDER BY d.number LIMIT 12)
		UNION ALL (SELECT 'seller', s.id, s.id, s.number, s.company_name, s.status, s.number = ANY($1)
			FROM sellers s WHERE s.number = ANY($1) OR s.number >= $2 AND s.number < $3 ORDER BY s.number LIMIT 8)
		UNION ALL (SELECT 'seller', s.id, s.id, s.number, s.company_name, s.status, false
			FROM sellers s WHERE s.company_name ~>=~ $4 AND s.company_name ~<~ ($4 || U&'\+10FFFF') ORDER BY s.company_name LIMIT 8)`,
		pq.Array(w.codes), w.from, w.to, w.text)
	if err != nil {
		return nil, err
	}
	for i, f := range found {
		if kind, other := directoryKinds[string(f.Kind)]; other {
			found[i].Kind = kind
		}
	}
	return seen(o.actor, found), nil
}
