package db_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// erp is the demo's best-selling listing, contracts the one whose change waits.
const (
	erp       = "澜溪云 ERP SaaS 版"
	contracts = "澜溪电子合同"
)

// draft reads what is being edited.
func draft(t *testing.T, store *db.Seller, id market.ProductID) (market.Product, market.ProductContent) {
	t.Helper()
	product, err := store.Product(t.Context(), id)
	require.NoError(t, err)
	require.NotNil(t, product.Draft.V)
	return product, *product.Draft.V
}

// modified begins a modification of the ERP, changes it and ticks the self-check.
func modified(t *testing.T, shop *dbtest.Shop, change func(*market.ProductContent)) market.Product {
	t.Helper()
	store, id := shop.Seller(shop.Lanxi), shop.Products[erp]
	require.NoError(t, store.ModifyProduct(t.Context(), id))
	product, content := draft(t, store, id)
	content.SelfCheck = true
	change(&content)
	product, err := store.EditProduct(t.Context(), id, product.DraftVersion, content)
	require.NoError(t, err)
	return product
}

func TestTheWorldShowsAListingAtEveryStageOfItsLife(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	for name, want := range map[string]market.ProductStatus{
		erp: market.ProductOnSale, "澜溪零售云": market.ProductPending, "澜溪考勤排班": market.ProductRejected,
		"澜溪客户通": market.ProductDraft, "澜溪表单收集": market.ProductOffSale, contracts: market.ProductOnSale,
	} {
		product, err := shop.Seller(shop.Lanxi).Product(t.Context(), shop.Products[name])
		require.NoError(t, err)
		require.Equal(t, want, product.Status, name)
	}
	require.NotEmpty(t, shop.Codes[erp+"/标准版/year"])
}

func TestAModificationIsLiveOnlyWhenItIsApproved(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store, id := shop.Seller(shop.Lanxi), shop.Products[erp]
	product := modified(t, shop, func(c *market.ProductContent) {
		c.Specs[0].Year = "6500.00"
		c.Specs = append(c.Specs, market.SpecContent{Name: "集团版", Year: "58000.00"})
	})
	review, err := store.SubmitProduct(t.Context(), id, product.DraftVersion)
	require.NoError(t, err)
	before, err := store.ProductDetail(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, "6800.00", before.Specs[0].Price(market.PerYear).Amount.String())
	require.Len(t, before.Specs, 3)

	require.NoError(t, shop.Seller(shop.Lanxi, market.Reviewer).ApproveReview(t.Context(), review.ID))

	after, err := store.ProductDetail(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, "6500.00", after.Specs[0].Price(market.PerYear).Amount.String())
	require.Equal(t, before.Specs[0].Price(market.PerYear).Code, after.Specs[0].Price(market.PerYear).Code, "a price keeps its productId")
	require.Equal(t, before.Specs[0].SKUCode, after.Specs[0].SKUCode, "a spec keeps its code")
	require.Len(t, after.Specs, 4)
	require.Len(t, after.Revisions, len(before.Revisions)+1)
	require.Nil(t, after.Draft.V)
	act, subject := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.ApproveReview, act)
	require.Equal(t, review.ID.String(), subject)
}

func TestARejectedModificationLeavesWhatIsLiveAndKeepsTheDraft(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store, id := shop.Seller(shop.Lanxi), shop.Products[contracts]
	require.NoError(t, shop.Seller(shop.Lanxi, market.Reviewer).RejectReview(t.Context(), shop.Reviews[contracts], "价格没有说明"))

	product, content := draft(t, store, id)
	require.Equal(t, market.ProductOnSale, product.Status)
	require.Equal(t, "V2.5", content.Edition)
	review, err := store.Review(t.Context(), shop.Reviews[contracts])
	require.NoError(t, err)
	require.Equal(t, "价格没有说明", review.Reason)
	var told int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE link = $1`, "/reviews/"+review.ID.String()).Scan(&told))
	require.Equal(t, 1, told)
}

func TestOnlyOneApplicationIsOpenForAListing(t *testing.T) { // catalogue.md §2.10
	t.Parallel()
	shop := dbtest.New(t)
	store, id := shop.Seller(shop.Lanxi), shop.Products[contracts]
	conflict := &market.Problem{Kind: market.KindConflict}
	require.ErrorIs(t, store.DelistProduct(t.Context(), id), conflict)
	require.ErrorIs(t, store.ModifyProduct(t.Context(), id), conflict)

	require.NoError(t, store.WithdrawReview(t.Context(), shop.Reviews[contracts]))

	require.NoError(t, store.DelistProduct(t.Context(), id))
}

func TestASubmissionWithFaultsNamesThemAll(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store, id := shop.Seller(shop.Lanxi), shop.Products["澜溪客户通"]
	product, _ := draft(t, store, id)
	_, err := store.SubmitProduct(t.Context(), id, product.DraftVersion)
	found := market.Invalids{}
	require.NoError(t, found.Join(err))
	for _, field := range []string{"pictures", "agreement", "certificate", "guide", "self_check"} {
		require.Contains(t, found, field)
	}
}

func TestTwoPeopleDoNotOverwriteEachOther(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store, id := shop.Seller(shop.Lanxi), shop.Products["澜溪客户通"]
	product, content := draft(t, store, id)
	var wait sync.WaitGroup
	answers := make([]error, 2)
	for i := range answers {
		wait.Go(func() {
			mine := content
			mine.Introduction = fmt.Sprint("第", i, "个人")
			_, answers[i] = store.EditProduct(t.Context(), id, product.DraftVersion, mine)
		})
	}
	wait.Wait()
	refused := 0
	for _, err := range answers {
		if err != nil {
			require.ErrorIs(t, err, &market.Problem{Kind: market.KindConflict})
			refused++
		}
	}
	require.Equal(t, 1, refused)
}

func TestASellerThatIsNotReadyCannotList(t *testing.T) { // catalogue.md §2.2
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.Seller(shop.Lanxi, market.Finance).DraftProduct(t.Context(), market.Listing{Site: market.Mainland, Sale: market.SaleGeneral, Access: market.AccessSaaS})
	require.ErrorIs(t, err, market.Denied)
	_, err = shop.DB.Pool().Exec(`UPDATE sellers SET status = 'suspended' WHERE id = $1`, shop.Lanxi)
	require.NoError(t, err)
	_, err = shop.Seller(shop.Lanxi).DraftProduct(t.Context(), market.Listing{Site: market.Mainland, Sale: market.SaleGeneral, Access: market.AccessSaaS})
	require.Error(t, err)
}

func TestAnApprovedDelistingEndsAllSpecs(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	name := "澜溪官网建站服务"
	require.NoError(t, shop.Seller(shop.Lanxi, market.Reviewer).ApproveReview(t.Context(), shop.Reviews[name]))
	detail, err := shop.Seller(shop.Lanxi).ProductDetail(t.Context(), shop.Products[name])
	require.NoError(t, err)
	require.Equal(t, market.ProductOffSale, detail.Status)
	for _, spec := range detail.Specs {
		require.Equal(t, market.ProductOffSale, spec.Status)
	}
	require.Error(t, shop.Seller(shop.Lanxi).ModifyProduct(t.Context(), detail.ID))
}

func TestATakenDownListingIsOffSaleAtOnceAndItsReviewRejected(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	desk := shop.Seller(shop.Lanxi, market.Manager)
	require.Error(t, desk.TakeDownProduct(t.Context(), shop.Products[contracts], ""), "needs a reason")
	require.NoError(t, desk.TakeDownProduct(t.Context(), shop.Products[contracts], "冒用他人商标"))
	product, err := desk.Product(t.Context(), shop.Products[contracts])
	require.NoError(t, err)
	require.Equal(t, market.ProductOffSale, product.Status)
	review, err := desk.Review(t.Context(), shop.Reviews[contracts])
	require.NoError(t, err)
	require.Equal(t, market.ReviewRejected, review.Status)
}

func TestADiscardedDraftIsGoneAndADiscardedChangeLeavesTheListing(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi)
	require.NoError(t, store.DiscardProduct(t.Context(), shop.Products["澜溪客户通"]))
	_, err := store.Product(t.Context(), shop.Products["澜溪客户通"])
	require.ErrorIs(t, err, market.NotFound)

	require.NoError(t, store.DiscardProduct(t.Context(), shop.Products["澜溪数据看板"]))
	product, err := store.Product(t.Context(), shop.Products["澜溪数据看板"])
	require.NoError(t, err)
	require.Equal(t, market.ProductOnSale, product.Status)
	require.Nil(t, product.Draft.V)
}

func TestUploadsEndWithTheDaysQuota(t *testing.T) { // catalogue.md §0.5
	t.Parallel()
	shop := dbtest.New(t)
	store, id := shop.Seller(shop.Lanxi), shop.Products["澜溪客户通"]
	var logo bytes.Buffer
	require.NoError(t, png.Encode(&logo, image.NewGray(image.Rect(0, 0, 120, 120))))
	upload := db.ProductUpload{Field: "logo", Name: "logo.png", Content: logo.Bytes()}
	product, content := draft(t, store, id)
	_, err := shop.DB.Pool().Exec(`INSERT INTO counters (seller_id, name, last) VALUES ($1, $2, 99)
		ON CONFLICT (seller_id, name) DO UPDATE SET last = 99`, shop.Lanxi, "files "+market.DayOf(shop.Clock.Now()).String())
	require.NoError(t, err)

	product, err = store.EditProduct(t.Context(), id, product.DraftVersion, content, upload)
	require.NoError(t, err, "the hundredth")
	_, err = store.EditProduct(t.Context(), id, product.DraftVersion, content, upload)
	found := market.Invalids{}
	require.NoError(t, found.Join(err))
	require.Equal(t, "file.daily_count", found["logo"].Key)

	file, err := store.File(t.Context(), product.Draft.V.Logo.ID)
	require.NoError(t, err)
	kept, err := store.FileContent(t.Context(), file.ID)
	require.NoError(t, err)
	require.Equal(t, logo.Bytes(), kept)
}

func TestAnotherSellersListingsReviewsAndFilesAreNotFound(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	own, stranger := shop.Seller(shop.Lanxi), shop.Seller(shop.Yunzhan, market.Owner, market.Manager)
	id, review := shop.Products[erp], shop.Reviews[contracts]
	product, err := own.ProductDetail(t.Context(), id)
	require.NoError(t, err)
	ctx := t.Context()
	for name, try := range map[string]func() error{
		"Product":        func() error { _, err := stranger.Product(ctx, id); return err },
		"ProductDetail":  func() error { _, err := stranger.ProductDetail(ctx, id); return err },
		"ProductEditing": func() error { _, err := stranger.ProductEditing(ctx, id); return err },
		"EditProduct":    func() error { _, err := stranger.EditProduct(ctx, id, 1, product.Content); return err },
		"ModifyProduct":  func() error { return stranger.ModifyProduct(ctx, id) },
		"SubmitProduct":  func() error { _, err := stranger.SubmitProduct(ctx, id, 1); return err },
		"DiscardProduct": func() error { return stranger.DiscardProduct(ctx, id) },
		"DelistProduct":  func() error { return stranger.DelistProduct(ctx, id) },
		"TakeDown":       func() error { return stranger.TakeDownProduct(ctx, id, "x") },
		"Review":         func() error { _, err := stranger.Review(ctx, review); return err },
		"ApproveReview":  func() error { return stranger.ApproveReview(ctx, review) },
		"RejectReview":   func() error { return stranger.RejectReview(ctx, review, "x") },
		"WithdrawReview": func() error { return stranger.WithdrawReview(ctx, review) },
		"File":           func() error { _, err := stranger.File(ctx, product.Content.Logo.ID); return err },
		"FileContent":    func() error { _, err := stranger.FileContent(ctx, product.Content.Logo.ID); return err },
	} {
		require.ErrorIs(t, try(), market.NotFound, name)
	}
	reviews, err := stranger.ReviewsOf(ctx, id)
	require.NoError(t, err)
	require.Empty(t, reviews)
}

func TestListsArePagedBothWays(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi)
	first, err := store.Products(t.Context(), market.ProductSearch{}, market.Ask{Size: 4})
	require.NoError(t, err)
	require.Len(t, first.Rows, 4)
	require.Empty(t, first.Previous)
	second, err := store.Products(t.Context(), market.ProductSearch{}, market.Ask{Size: 4, After: first.Next})
	require.NoError(t, err)
	back, err := store.Products(t.Context(), market.ProductSearch{}, market.Ask{Size: 4, Before: second.Previous})
	require.NoError(t, err)
	require.Equal(t, first.Rows, back.Rows)

	hidden, err := store.Products(t.Context(), market.ProductSearch{Public: "no"}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, hidden.Rows, 1)
	queue, err := shop.DB.Operator(shop.Actor(market.Reviewer)).Reviews(t.Context(), market.ReviewSearch{Status: market.ReviewPending, Kind: market.ReviewProductModify}, market.Ask{})
	require.NoError(t, err)
	require.Equal(t, contracts, queue.Rows[0].Title)
	require.Equal(t, 1, queue.Count.N)
}
