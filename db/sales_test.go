package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

const (
	soldYearly = erp + "/标准版/year"
	contractOf = "澜溪电子合同"
)

// buyerOf is one customer's counter at Lanxi.
func buyerOf(shop *dbtest.Shop, customer string) *db.Seller {
	return world.Buyer(shop.DB, shop.Lanxi, market.Customer{ID: customer, Name: customer}, false)
}

func buys(shop *dbtest.Shop, code, customer string) market.Purchase {
	return market.Purchase{Type: market.OrderNew, Product: shop.Codes[code], Quantity: market.Count(2), Periods: 1, Agreed: true,
		Customer: market.Customer{ID: customer, Name: customer, Account: customer, Phone: "13800001234"}}
}

func skuOf(t *testing.T, shop *dbtest.Shop, code string) (sku string) {
	t.Helper()
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT x.sku_code FROM prices p JOIN skus x ON x.seller_id = p.seller_id AND x.id = p.sku_id WHERE p.code = $1`, shop.Codes[code]).Scan(&sku))
	return sku
}

func TestABatchOfAuthorizationsPricesResellersOrders(t *testing.T) { // catalogue.md §6
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	today := market.DayOf(shop.Clock.Now())
	seller := shop.Seller(shop.Lanxi, market.Operations)
	clean(t, shop)
	row := func(product string, level market.ResaleLevel, discount string) market.Resale {
		r := market.Resale{Level: level, ProductID: shop.Products[product], Discount: market.Percent(discount), StartsOn: today, EndsOn: today.Plus(30)}
		if level != market.ResaleProduct {
			r.Partner, r.Project = "R-1", "rollout"
		}
		if level == market.ResaleCustomer {
			r.Customer = "C-77"
		}
		return r
	}
	_, err := seller.AuthorizeResale(ctx, []market.Resale{row(erp, market.ResaleProduct, "90"), row(erp, market.ResaleProduct, "85"), {Level: market.ResaleProduct, ProductID: shop.Products[contractOf]}})
	var refused *market.Problem
	require.ErrorAs(t, err, &refused)
	require.Contains(t, refused.Fields, "overlap_1", "rows of one batch are checked against each other")
	require.Contains(t, refused.Fields, "discount_2")
	require.Contains(t, refused.Fields, "ends_on_2", "all faults of all rows at once")

	made, err := seller.AuthorizeResale(ctx, []market.Resale{row(erp, market.ResaleProduct, "90"), row(contractOf, market.ResaleProduct, "85"), row(erp, market.ResalePartner, "80")})
	require.NoError(t, err)
	require.Len(t, made, 3)
	_, err = seller.PreviewResale(ctx, []market.Resale{row(erp, market.ResaleCustomer, "80")})
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "resale.not_below", refused.Fields["overlap_0"].Key)
	_, err = seller.AuthorizeResale(ctx, []market.Resale{row(erp, market.ResaleCustomer, "70")})
	require.NoError(t, err)

	for _, test := range []struct{ reseller, customer, want string }{
		{"R-1", "C-77", "9520.00"}, {"R-1", "C-1", "10880.00"}, {"R-2", "C-77", "12240.00"}, {"", "C-77", "13600.00"},
	} {
		want := buys(shop, soldYearly, test.customer)
		want.Reseller = test.reseller
		quote, err := buyerOf(shop, test.customer).Quote(ctx, want)
		require.NoError(t, err)
		require.Equal(t, test.want, quote.Amount.String(), test)
	}
	want := buys(shop, soldYearly, "C-77")
	want.Reseller = "R-1"
	order, err := buyerOf(shop, "C-77").PlaceOrder(ctx, want)
	require.NoError(t, err)
	require.NoError(t, seller.EndResale(ctx, made[2], "the project is over"))
	kept, err := seller.Order(ctx, order.ID)
	require.NoError(t, err)
	require.Equal(t, "9520.00", kept.Amount.String(), "what was placed keeps its price")
	reductions, err := seller.Reductions(ctx, order.ID)
	require.NoError(t, err)
	require.Equal(t, "R-1", reductions[0].Partner)

	require.NoError(t, seller.ChangeResale(ctx, made[0], market.Percent("88"), today, today.Plus(8)))
	require.ErrorIs(t, seller.ChangeResale(ctx, made[0], market.Percent("60"), today, today.Plus(8)), invalid, "a customer has 70 %")
	shop.Turn(t, world.Works(shop.Clock), today.Plus(10).Begin())
	row0, err := seller.Resale(ctx, made[0])
	require.NoError(t, err)
	require.Equal(t, market.ResaleExpired, row0.Status)
	messages, err := shop.DB.Storefront(market.Actor{Customer: "R-1", Roles: []market.Role{market.Buyer}}).Messages(ctx)
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(messages), 3)
}

// clean takes what the demo sold away from the named customers of these tests.
func clean(t *testing.T, shop *dbtest.Shop) {
	t.Helper()
	_, err := shop.DB.Pool().Exec(`UPDATE resales SET status = 'ended' WHERE seller_id = $1`, shop.Lanxi)
	require.NoError(t, err)
}

func offerOf(t *testing.T, shop *dbtest.Shop, mode market.OfferMode, discount string) market.OfferDraft {
	t.Helper()
	now := shop.Clock.Now()
	item := market.OfferItem{SKUCode: skuOf(t, shop, soldYearly), Discount: market.Percent(discount), Share: market.Percent("95")}
	if mode == market.OfferQuotation {
		item.Code, item.Quantity, item.Periods = shop.Codes[soldYearly], market.Count(2), 1
	}
	return market.OfferDraft{Offer: market.Offer{Name: "offer " + string(mode) + discount, Mode: mode, StartsAt: now.Add(time.Minute), EndsAt: now.AddDate(0, 1, 0), Basis: "because"},
		Users: []market.OfferUser{{Customer: "C-77"}}, Items: []market.OfferItem{item}}
}

func TestAFixedQuotationIsOrderedOnceAndGivenBackWhenCancelled(t *testing.T) { // catalogue.md §9.2
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	seller, buyer := shop.Seller(shop.Lanxi, market.Operations), buyerOf(shop, "C-77")
	id, err := seller.SubmitOffer(ctx, offerOf(t, shop, market.OfferQuotation, "90"))
	require.NoError(t, err)
	_, err = seller.SubmitOffer(ctx, offerOf(t, shop, market.OfferDiscount, "95"))
	require.ErrorIs(t, err, invalid, "one active offer per user and SKU")
	again := offerOf(t, shop, market.OfferQuotation, "90")
	again.Users = []market.OfferUser{{Customer: "C-80"}}
	_, err = seller.SubmitOffer(ctx, again)
	require.ErrorContains(t, err, "offer.name_taken", "§9.2: the name is the offer's unique key")
	shop.Clock.Set(shop.Clock.Now().Add(2 * time.Minute))
	offer, err := buyer.PrivateOffer(ctx, id)
	require.NoError(t, err)
	_, err = buyerOf(shop, "C-78").PrivateOffer(ctx, id)
	require.ErrorIs(t, err, market.NotFound)
	want := buys(shop, soldYearly, "C-77")
	want.Offer = offer.Number
	order, err := buyer.PlaceOrder(ctx, want)
	require.NoError(t, err)
	require.Equal(t, "12240.00", order.Amount.String())
	require.Equal(t, "5%", order.FeeRatio.String())
	_, err = buyer.PlaceOrder(ctx, want)
	require.ErrorIs(t, err, invalid)
	offer, err = seller.Offer(ctx, id)
	require.NoError(t, err)
	require.Equal(t, market.OfferUsedUp, offer.Status)
	require.NoError(t, buyer.CancelOrder(ctx, order.ID))
	offer, err = seller.Offer(ctx, id)
	require.NoError(t, err)
	require.Equal(t, market.OfferEffective, offer.Status)
	require.Nil(t, offer.Items[0].OrderID)
	_, err = buyer.PlaceOrder(ctx, want)
	require.NoError(t, err)
}

func TestBeyondTheLimitsTheOperatorDecidesOnAnOffer(t *testing.T) { // catalogue.md §9.2
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	seller := shop.Seller(shop.Lanxi, market.Operations)
	id, err := seller.SubmitOffer(ctx, offerOf(t, shop, market.OfferDiscount, "60"))
	require.NoError(t, err)
	offer, err := seller.Offer(ctx, id)
	require.NoError(t, err)
	require.Equal(t, market.OfferPending, offer.Status)
	reviews, err := seller.ReviewsOf(ctx, id)
	require.NoError(t, err)
	require.NoError(t, shop.Seller(shop.Lanxi, market.Reviewer).ApproveReview(ctx, reviews[0].ID))
	offer, err = seller.Offer(ctx, id)
	require.NoError(t, err)
	require.Equal(t, market.OfferEffective, offer.Status)
	require.Contains(t, shop.JobsFor(t, id), market.ExpireOffer)

	second := offerOf(t, shop, market.OfferDiscount, "50")
	second.Users = []market.OfferUser{{Customer: "C-79"}}
	id, err = seller.SubmitOffer(ctx, second)
	require.NoError(t, err)
	require.NoError(t, seller.WithdrawOffer(ctx, id))
	reviews, err = seller.ReviewsOf(ctx, id)
	require.NoError(t, err)
	require.Equal(t, market.ReviewWithdrawn, reviews[0].Status)
	require.ErrorIs(t, seller.WithdrawOffer(ctx, id), conflict)
}

func TestACouponIsClaimedUsedOnceAndReturnedWhenNobodyPaid(t *testing.T) { // catalogue.md §9.7
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	seller, buyer := shop.Seller(shop.Lanxi, market.Operations), buyerOf(shop, "C-77")
	today := market.DayOf(shop.Clock.Now())
	draft := market.CouponDraft{Coupon: market.Coupon{Name: "year", Amount: market.Yuan("100"), Period: market.PerYear, StartsOn: today, EndsOn: today.Plus(30), Shown: true, Total: 2},
		Items: []market.CouponItem{{ProductID: shop.Products[erp]}}}
	id, err := seller.PublishCoupon(ctx, draft)
	require.NoError(t, err)
	require.NoError(t, buyer.ClaimCoupon(ctx, id))
	require.ErrorIs(t, buyer.ClaimCoupon(ctx, id), conflict)
	claim, err := buyer.Voucher(ctx, id)
	require.NoError(t, err)
	want := buys(shop, soldYearly, "C-77")
	want.Voucher = claim.Number
	order, err := buyer.PlaceOrder(ctx, want)
	require.NoError(t, err)
	require.Equal(t, "13500.00", order.Amount.String())
	_, err = buyer.PlaceOrder(ctx, want)
	require.ErrorIs(t, err, invalid)
	_, err = buyerOf(shop, "C-78").Quote(ctx, want)
	require.ErrorIs(t, err, invalid, "somebody else's")
	require.NoError(t, buyer.CancelOrder(ctx, order.ID))
	require.NoError(t, seller.VoidCoupon(ctx, id))
	_, err = buyer.PlaceOrder(ctx, want)
	require.NoError(t, err, "claimed ones stay valid")
	require.ErrorIs(t, buyerOf(shop, "C-78").ClaimCoupon(ctx, id), market.NotFound)

	draft.Shown, draft.Name = false, "granted"
	id, err = seller.PublishCoupon(ctx, draft)
	require.NoError(t, err)
	require.ErrorIs(t, buyer.ClaimCoupon(ctx, id), market.NotFound, "only who was named")
	require.ErrorIs(t, seller.GrantCoupon(ctx, id, []market.CouponGrant{{Customer: "C-77"}, {Customer: "no account"}, {Customer: "C-78"}}), invalid)
	require.NoError(t, seller.GrantCoupon(ctx, id, []market.CouponGrant{{Customer: "C-77"}, {Customer: "C-77"}, {Customer: "C-78"}}))
	_, err = buyerOf(shop, "C-78").Voucher(ctx, id)
	require.NoError(t, err)
}

// jointly makes the ERP a joint product.
func jointly(t *testing.T, shop *dbtest.Shop) {
	t.Helper()
	_, err := shop.DB.Pool().Exec(`UPDATE products SET sale_type = 'joint' WHERE seller_id = $1 AND id = $2`, shop.Lanxi, shop.Products[erp])
	require.NoError(t, err)
}

func provider(t *testing.T, shop *dbtest.Shop, account string) *db.Storefront {
	t.Helper()
	front := shop.DB.Storefront(market.Actor{Name: account, Customer: account, Roles: []market.Role{market.Buyer}})
	require.NoError(t, front.JoinPartner(t.Context(), db.PartnerForm{Name: "Provider " + account, Role: market.PartnerSI, Certified: true, Proofs: market.PartnerProofs{Product: "a", Authorization: "b", Sales: "c", Contracts: "d"}}))
	p, err := front.Partner(t.Context())
	require.NoError(t, err)
	require.NoError(t, shop.DB.Operator(shop.Actor(market.Manager)).ApprovePartner(t.Context(), p.ID))
	return front
}

func TestADemandIsWonWhenItsOfferIsPaid(t *testing.T) { // catalogue.md §9.5
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	jointly(t, shop)
	seller := shop.Seller(shop.Lanxi, market.Operations)
	provider(t, shop, "P-1")
	require.NoError(t, seller.SetPartner(ctx, market.PartnerTerm{ProductID: shop.Products[erp], Model: market.PartnerDeal, Share: market.Percent("10"), Discount: market.Percent("90"), FromOn: market.DayOf(shop.Clock.Now())}))
	report := market.DemandReport{Demand: market.Demand{Name: "ERP for Beiling", ProductID: shop.Products[erp], DeliveryMode: "cloud", Kind: "purchase", Request: "two plants", CustomerName: "Beiling", Share: market.Percent("11")}, Phone: "13800001234"}
	partner := buyerOf(shop, "P-1")
	_, err := partner.ReportDemand(ctx, report)
	require.ErrorIs(t, err, invalid, "above the highest share")
	report.Share = market.Percent("10")
	_, err = buyerOf(shop, "P-2").ReportDemand(ctx, report)
	require.ErrorIs(t, err, conflict, "not in the plan")
	id, err := partner.ReportDemand(ctx, report)
	require.NoError(t, err)
	hidden, err := seller.Demand(ctx, id)
	require.NoError(t, err)
	require.Empty(t, hidden.CustomerName)
	_, err = seller.RevealDemand(ctx, id)
	require.ErrorIs(t, err, conflict)
	require.NoError(t, seller.AcceptDemand(ctx, id, true))
	contact, err := seller.RevealDemand(ctx, id)
	require.NoError(t, err)
	require.Equal(t, "13800001234", contact.Phone)
	require.NoError(t, seller.EditDemand(ctx, id, "C-77", "flagship"))
	require.NoError(t, seller.ProgressDemand(ctx, id, "visited"))
	draft := offerOf(t, shop, market.OfferDiscount, "90")
	draft.DemandID = &id
	offerID, err := seller.SubmitOffer(ctx, draft)
	require.NoError(t, err)
	require.ErrorIs(t, seller.EditDemand(ctx, id, "C-77", "standard"), conflict)
	shop.Clock.Set(shop.Clock.Now().Add(2 * time.Minute))
	offer, err := seller.Offer(ctx, offerID)
	require.NoError(t, err)
	want := buys(shop, soldYearly, "C-77")
	want.Offer = offer.Number
	buyer := buyerOf(shop, "C-77")
	order, err := buyer.PlaceOrder(ctx, want)
	require.NoError(t, err)
	require.NoError(t, buyer.PayOrder(ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid}))
	won, err := seller.Demand(ctx, id)
	require.NoError(t, err)
	require.Equal(t, market.DemandWon, won.Status)

	id, err = shop.Seller(shop.Lanxi, market.Manager).AssignDemand(ctx, report)
	require.NoError(t, err)
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().AddDate(0, 0, 6))
	late, err := seller.Demand(ctx, id)
	require.NoError(t, err)
	require.Equal(t, market.DemandTimedOut, late.Status, "five days")
}

func TestAProvidersOfferAndThePlatformsOwn(t *testing.T) { // catalogue.md §9.2, transactions.md §7.2
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	seller := shop.Seller(shop.Lanxi, market.Operations)
	provider(t, shop, "P-1")
	require.NoError(t, seller.SetPartner(ctx, market.PartnerTerm{ProductID: shop.Products[erp], Model: market.PartnerFloor, Share: market.Percent("80"), Discount: market.Percent("90"), FromOn: market.DayOf(shop.Clock.Now())}))
	partner, buyer := buyerOf(shop, "P-1"), buyerOf(shop, "C-77")
	draft := offerOf(t, shop, market.OfferDiscount, "90")
	_, err := partner.ProposeOffer(ctx, draft)
	require.ErrorIs(t, err, invalid, "the customer is not bound")
	want := buys(shop, soldYearly, "C-77")
	want.Partner = "P-1"
	plain, err := buyer.PlaceOrder(ctx, want)
	require.NoError(t, err)
	reductions, err := seller.Reductions(ctx, plain.ID)
	require.NoError(t, err)
	require.Empty(t, reductions, "without an offer the provider earns nothing")
	customer := shop.DB.Storefront(market.Actor{Name: "C-77", Customer: "C-77", Roles: []market.Role{market.Buyer}})
	require.NoError(t, customer.BindPartner(ctx, "P-1"))
	order, err := buyer.PlaceOrder(ctx, want)
	require.NoError(t, err)
	require.Equal(t, "13600.00", order.Amount.String(), "100 % is the list price")
	reductions, err = seller.Reductions(ctx, order.ID)
	require.NoError(t, err)
	require.Equal(t, "P-1", reductions[0].Partner)

	require.NoError(t, shop.DB.Storefront(market.Actor{Name: "C-80", Customer: "C-80", Roles: []market.Role{market.Buyer}}).BindPartner(ctx, "P-1"))
	draft.Users = []market.OfferUser{{Customer: "C-80"}}
	id, err := partner.ProposeOffer(ctx, draft)
	require.NoError(t, err)
	offer, err := seller.Offer(ctx, id)
	require.NoError(t, err)
	require.Equal(t, market.OfferEffective, offer.Status, "within the authorised discount")
	require.NoError(t, shop.DB.Storefront(market.Actor{Name: "C-81", Customer: "C-81", Roles: []market.Role{market.Buyer}}).BindPartner(ctx, "P-1"))
	deep := offerOf(t, shop, market.OfferDiscount, "89")
	deep.Users = []market.OfferUser{{Customer: "C-81"}}
	id, err = partner.ProposeOffer(ctx, deep)
	require.NoError(t, err)
	offer, err = seller.Offer(ctx, id)
	require.NoError(t, err)
	require.Equal(t, market.OfferPending, offer.Status, "beyond it is a special business application")
	products, err := shop.DB.Storefront(market.Actor{Customer: "P-1", Roles: []market.Role{market.Buyer}}).PartnerProducts(ctx)
	require.NoError(t, err)
	require.NotEmpty(t, products)
}
