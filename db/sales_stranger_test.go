package db_test

import (
	"maps"
	"reflect"

	"sellercenter/internal/market"
)

// What helps to sell has kinds of ids of its own.
func init() {
	maps.Copy(lanxisRows, map[reflect.Type]string{
		reflect.TypeFor[market.SpotlightID]():          `SELECT id FROM spotlights WHERE seller_id = $1 LIMIT 1`,
		reflect.TypeFor[market.ResaleID]():             `SELECT id FROM resales WHERE seller_id = $1 AND status = 'active' LIMIT 1`,
		reflect.TypeFor[market.OfferID]():              `SELECT id FROM offers WHERE seller_id = $1 LIMIT 1`,
		reflect.TypeFor[market.ID[market.OfferItem]](): `SELECT id FROM offer_items WHERE seller_id = $1 LIMIT 1`,
		reflect.TypeFor[market.TestCreditID](): `INSERT INTO test_credits (seller_id, id, number, access_type, purpose, amount, letter_id, status, applied_by, applied_at)
		SELECT f.seller_id, gen_random_uuid(), 'TC-' || left(gen_random_uuid()::text, 8), 'saas', 'x', 1, f.id, 'pending', 'x', now() FROM files f WHERE f.seller_id = $1 LIMIT 1 RETURNING id`,
		reflect.TypeFor[market.ID[market.OfferLetter]](): `INSERT INTO offer_letters (seller_id, id, offer_id, customer, channel, address_sealed, address_mask, created_at)
		SELECT seller_id, gen_random_uuid(), id, gen_random_uuid()::text, 'sms', '', '', now() FROM offers WHERE seller_id = $1 LIMIT 1 RETURNING id`,
		reflect.TypeFor[market.ID[market.Missed]](): `INSERT INTO missed_answers (seller_id, id, product_id, channel, asked_on, note, recorded_by, recorded_at)
		SELECT seller_id, gen_random_uuid(), id, 'service_phone', current_date, 'x', 'x', now() FROM products WHERE seller_id = $1 LIMIT 1 RETURNING id`,
		reflect.TypeFor[market.CouponID]():               `SELECT id FROM coupons WHERE seller_id = $1 LIMIT 1`,
		reflect.TypeFor[market.ID[market.CouponClaim]](): `SELECT id FROM coupon_claims WHERE seller_id = $1 LIMIT 1`,
		reflect.TypeFor[market.ID[market.PartnerTerm]](): `SELECT gen_random_uuid() WHERE $1::uuid IS NOT NULL`,
		reflect.TypeFor[market.DemandID](): `INSERT INTO demands (seller_id, id, number, source, reporter, name, product_id, delivery_mode, kind, request,
		customer_name, contact_sealed, status, assigned_at, due_at) SELECT seller_id, gen_random_uuid(), 'DM-1', 'platform', 'x', 'x', id, 'cloud', 'purchase', 'x', 'x', '', 'to_accept', now(), now()
		FROM products WHERE seller_id = $1 LIMIT 1 RETURNING id`,
	})
}
