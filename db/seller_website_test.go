package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// TestTheWebsiteOfAProfileIsOpenedForItsReviewer: catalogue.md §1.3: it must open and is no login page.
func TestTheWebsiteOfAProfileIsOpenedForItsReviewer(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store := shop.Seller(shop.Lanxi)
	profile, err := store.Profile(ctx)
	require.NoError(t, err)
	typed := map[string]string{"company_name": profile.CompanyName, "years": profile.Years, "staff": profile.Staff,
		"capital_wan": profile.CapitalWan.String(), "contact_name": profile.ContactName, "province": profile.Province, "city": profile.City,
		"address": profile.Address, "introduction": profile.Introduction}
	for _, test := range []struct {
		website, title string
		want           market.VisitVerdict
	}{
		{"https://portal.lanxi.example", "portal.lanxi.example", market.VisitGood},
		{"http://portal.lanxi.example", "portal.lanxi.example", market.VisitGood}, // it leads on to https
		{"https://www.shiguang.example", "拾光相册 登录", market.VisitLogin},
		{"https://nobody.example", "", market.VisitShut},
	} {
		typed["website"] = test.website
		review, err := store.ChangeSeller(ctx, typed, nil)
		require.NoError(t, err)
		require.Equal(t, []market.Act{market.VisitSeller}, shop.JobsFor(t, review.ID))
		shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Second))
		visit, err := store.Visit(ctx, review.ID)
		require.NoError(t, err)
		require.Equal(t, test.want, visit.Verdict(), test.website)
		require.Equal(t, test.title, visit.Title)
		require.NoError(t, store.WithdrawReview(ctx, review.ID))
	}
}

// TestMoreThanTwoUnansweredQuestionsProposeADelisting: catalogue.md §1.3, §1.9.
func TestMoreThanTwoUnansweredQuestionsProposeADelisting(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	desk := shop.Seller(shop.Lanxi, market.Manager)
	missed := market.Missed{ProductID: shop.Products[contracts], Channel: "service_phone", AskedOn: market.DayOf(shop.Clock.Now()), Note: "问交付时间，无人接听"}
	require.Equal(t, "seller.missed_early", faults(t, desk.MissSeller(ctx, missed))["asked_on"].Key, "24 hours have to pass")
	missed.AskedOn = missed.AskedOn.Plus(-3)
	require.ErrorIs(t, shop.Seller(shop.Lanxi).MissSeller(ctx, missed), market.Denied, "not the seller's to say")
	require.ErrorIs(t, shop.Seller(shop.Qinghe, market.Manager).MissSeller(ctx, missed), market.NotFound)
	told := func() (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(DISTINCT at) FROM desk_notices WHERE kind = 'seller.miss'`).Scan(&n))
		return n
	}
	for n := 1; n <= market.MissesMost+1; n++ {
		require.NoError(t, desk.MissSeller(ctx, missed))
		products, err := desk.MissedProducts(ctx)
		require.NoError(t, err)
		require.Equal(t, n, products[0].Misses)
		require.Equal(t, n > market.MissesMost, products[0].ToDelist())
		require.Equal(t, max(0, n-market.MissesMost), told())
		shop.Clock.Pass(time.Hour)
	}
	all, err := desk.Missed(ctx)
	require.NoError(t, err)
	require.Len(t, all, 3)
	require.NoError(t, desk.TakeDownProduct(ctx, missed.ProductID, "客服多次未应答"))
	products, err := desk.MissedProducts(ctx)
	require.NoError(t, err)
	require.False(t, products[0].ToDelist(), "it is off sale")
}
