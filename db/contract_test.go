package db_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

func abroadForm() (market.ContractForm, *db.Upload) {
	return market.ContractForm{LegalName: "Chengdu Yunzhan Data Co., Ltd.", Address: "199 Tianfu 3rd Street, Chengdu, China", TaxNumber: "91510100MA6C8K2Q9W",
			BankName: "China Construction Bank", Swift: "PCBCCNBJSCX", AccountNo: "5105 0186 0836 0000 1234"},
		&db.Upload{Field: "proof", Purpose: market.FileProof, Name: "proof.pdf", Content: []byte("%PDF-1.4\n%%EOF\n")}
}

// catalogue.md §10: join, sign, certify; only then are the entity's regions sold in.
func TestASellerGoesAbroadStepByStep(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store := shop.Seller(shop.Yunzhan)
	_, err := store.DraftProduct(ctx, market.Listing{Site: market.International, Sale: market.SaleGeneral, Access: market.AccessSaaS})
	require.Equal(t, "contract.not_joined", said(t, err).Key)
	require.Equal(t, "contract.not_joined", said(t, store.SignContract(ctx, "singapore", true)).Key)
	var problem *market.Problem
	require.ErrorAs(t, store.JoinContract(ctx, false, false), &problem)
	require.Len(t, problem.Fields, 2, "both boxes at once")
	require.NoError(t, store.JoinContract(ctx, true, true))
	require.Equal(t, "contract.joined_already", said(t, store.JoinContract(ctx, true, true)).Key)

	form, proof := abroadForm()
	require.Equal(t, "problem.not_now", said(t, store.CertifyContract(ctx, "singapore", form, proof)).Key, "before it is signed")
	require.NoError(t, store.SignContract(ctx, "singapore", true))
	require.NoError(t, store.CertifyContract(ctx, "singapore", form, proof))
	contract, err := store.Contract(ctx, "singapore")
	require.NoError(t, err)
	reviews, err := store.ReviewsOf(ctx, contract.ID)
	require.NoError(t, err)
	require.NotContains(t, string(reviews[0].Payload), "51050186083600001234")
	desk := shop.Seller(shop.Yunzhan, market.Reviewer)
	require.NoError(t, desk.RejectReview(ctx, reviews[0].ID, "账户证明看不清"))
	contract, err = store.Contract(ctx, "singapore")
	require.NoError(t, err)
	require.Equal(t, market.ContractRejected, contract.Status)
	require.Equal(t, "账户证明看不清", contract.Reason)

	require.NoError(t, store.CertifyContract(ctx, "singapore", form, nil), "the proof is kept")
	reviews, err = store.ReviewsOf(ctx, contract.ID)
	require.NoError(t, err)
	open := slices.IndexFunc(reviews, func(r market.Review) bool { return r.Status == market.ReviewPending })
	require.NoError(t, desk.ApproveReview(ctx, reviews[open].ID))
	regions, err := store.SalesRegions(ctx)
	require.NoError(t, err)
	for _, region := range regions {
		require.Equal(t, region.Entity == "singapore", region.MayTick(), region.Code)
	}
}

// catalogue.md §10: a buyer may buy only when the account's region is ticked; in dollars.
func TestABuyerAbroadBuysOnlyWhereTheProductIsSold(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	order, err := shop.Seller(shop.Lanxi).Order(ctx, shop.Orders["lanxi abroad"])
	require.NoError(t, err)
	require.Equal(t, market.USD, order.Currency)
	why, err := shop.Seller(shop.Lanxi).Billability(ctx, order.ID)
	require.NoError(t, err)
	require.Nil(t, why.Never, "it is settled in dollars")

	client := market.Customer{ID: "C-1", Name: "A", Account: "a", Email: "a@a.example"}
	buy := func(region string) error {
		client.Region = region
		_, err := world.Buyer(shop.DB, shop.Lanxi, client, false).PlaceOrder(ctx, market.Purchase{Type: market.OrderNew, Product: order.ProductCode,
			Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true})
		return err
	}
	require.NoError(t, buy("africa"))
	for region, key := range map[string]string{"": "problem.required", "europe": "region.not_sold", "mars": "region.not_sold"} {
		var problem *market.Problem
		require.ErrorAs(t, buy(region), &problem)
		require.Equal(t, key, problem.Fields["region"].Key, region)
	}
}

// catalogue.md §10: a region where orders renew themselves stays on sale until none does.
func TestARegionWhereAnOrderRenewsItselfStaysOnSale(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store := shop.Seller(shop.Lanxi)
	order, err := store.Order(ctx, shop.Orders["lanxi abroad"])
	require.NoError(t, err)
	regions, err := store.Regions(ctx, order.ProductID)
	require.NoError(t, err)
	var ticked, rest []string
	for _, region := range regions {
		require.Zero(t, region.Renewing, region.Code)
		if region.On {
			ticked = append(ticked, region.Code)
		}
	}
	for _, code := range ticked {
		if code != order.Region {
			rest = append(rest, code)
		}
	}
	pool := shop.DB.Pool()
	_, err = pool.Exec(`INSERT INTO expiry_policies (seller_id, instance_id, policy, changed_at, changed_by)
		SELECT seller_id, id, 'renew', now(), 'buyer' FROM instances WHERE order_id = $1 ON CONFLICT (seller_id, instance_id) DO UPDATE SET policy = 'renew'`, order.ID)
	require.NoError(t, err)
	_, err = pool.Exec(`UPDATE instances SET status = 'in_use' WHERE order_id = $1`, order.ID)
	require.NoError(t, err)

	var problem *market.Problem
	require.ErrorAs(t, store.SetRegion(ctx, order.ProductID, rest), &problem)
	require.Equal(t, "region.renews", problem.Fields["regions"].Key)

	_, err = pool.Exec(`UPDATE expiry_policies SET policy = 'end' WHERE instance_id IN (SELECT id FROM instances WHERE order_id = $1)`, order.ID)
	require.NoError(t, err)
	require.NoError(t, store.SetRegion(ctx, order.ProductID, rest))
}

// catalogue.md §10: the old entity is replaced with a supplementary signing.
func TestWhoSignedWithAReplacedEntitySignsASupplementWithItsSuccessor(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store, manager := shop.Seller(shop.Lanxi), shop.DB.Operator(shop.Actor(market.Manager))
	today := market.DayOf(shop.Clock.Now())
	names := market.JSON[map[string]string]{V: map[string]string{"zh-CN": "中东签约主体", "en": "Middle East entity"}}
	text := market.JSON[map[string]string]{V: map[string]string{"zh-CN": "商家与该主体约定在其所辖区域以美元销售并提供英文售后服务。", "en": "The seller sells in the entity's regions in US dollars."}}
	require.NoError(t, manager.DefineContract(ctx, market.Entity{Code: "mideast", Name: names, Text: text}, []string{"middle_east"}))
	old := market.Entity{Code: "singapore", Name: names, Text: text, ReplacedBy: "mideast", ReplacedOn: &today}
	require.NoError(t, manager.DefineContract(ctx, old, nil))

	contract, err := store.Contract(ctx, "singapore")
	require.NoError(t, err)
	require.True(t, contract.Supplemented)
	require.NoError(t, store.SignContract(ctx, "mideast", true))
	fresh, err := store.Contract(ctx, "mideast")
	require.NoError(t, err)
	require.True(t, fresh.Supplement)
	regions, err := manager.Regions(ctx)
	require.NoError(t, err)
	for _, region := range regions {
		require.NotEqual(t, "singapore", region.Entity, "its regions moved to the successor")
	}
	require.ErrorIs(t, shop.DB.Operator(shop.Actor(market.Reviewer)).DefineContract(ctx, old, nil), market.Denied)
}
