package db_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/exampleseller"
	"sellercenter/internal/market"
)

// TestSavedCasesAreProbedAndAFailureIsTold: catalogue.md §2.6; transactions.md §9.
func TestSavedCasesAreProbedAndAFailureIsTold(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	lanxi := shop.Seller(shop.Lanxi)
	round := func() market.Probe {
		require.NoError(t, shop.DB.Seller(market.TheClock, market.Platform).PlanEndpoint(ctx))
		shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Minute))
		probes, err := lanxi.Probes(ctx)
		require.NoError(t, err)
		return probes[0]
	}
	require.NoError(t, shop.Clock.Street().Behave("api.lanxi.example"))
	well := round()
	require.Zero(t, well.Failed, well.Results)
	require.Greater(t, well.Cases, 5)

	require.NoError(t, shop.Clock.Street().Behave("api.lanxi.example", exampleseller.Rule{Match: "releaseInstance", Behave: "code:000001"}))
	failing := round()
	require.Equal(t, 1, failing.Failed)
	require.NotNil(t, failing.FailingSince)
	page, err := lanxi.Notices(ctx, market.NoticeSearch{Type: market.MessageOperation}, market.Ask{})
	require.NoError(t, err)
	require.Equal(t, "endpoint.probe", page.Rows[0].Kind)
	health, err := shop.DB.Operator(shop.Actor(market.Manager)).Health(ctx)
	require.NoError(t, err)
	var seen bool
	for _, one := range health {
		seen = seen || one.SellerID == shop.Lanxi && one.FailingSince != nil
	}
	require.True(t, seen, "the operator sees which products' interface fails")
}

// TestAClosedCustomersThingsAreReleasedAndTheSellerIsTold: catalogue.md §0.4, code 103.
func TestAClosedCustomersThingsAreReleasedAndTheSellerIsTold(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	var customer string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT customer_id FROM instances WHERE seller_id = $1 AND status = 'in_use' AND NOT test ORDER BY id LIMIT 1`, shop.Lanxi).Scan(&customer))
	front := shop.DB.Storefront(market.Actor{Customer: customer, Roles: []market.Role{market.Buyer}})
	sellers, err := front.Sellers(ctx)
	require.NoError(t, err)
	require.Contains(t, sellers, shop.Lanxi)
	require.NoError(t, front.Seller(shop.Lanxi).ClearInstance(ctx, customer))
	var running int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM instances WHERE seller_id = $1 AND customer_id = $2 AND status <> 'released'`, shop.Lanxi, customer).Scan(&running))
	require.Zero(t, running)
	page, err := shop.Seller(shop.Lanxi).Notices(ctx, market.NoticeSearch{Type: market.MessageReleased}, market.Ask{})
	require.NoError(t, err)
	require.Equal(t, "instance.clear", page.Rows[0].Kind)
	require.ErrorIs(t, front.Seller(shop.Lanxi).ClearInstance(ctx, customer), market.NotFound, "there is nothing left")
}

// TestEveryMessageThatWasSentIsOfAKnownKind: transactions.md §9.
func TestEveryMessageThatWasSentIsOfAKnownKind(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	rows, err := shop.DB.Pool().Query(`SELECT DISTINCT kind FROM notices ORDER BY kind`)
	require.NoError(t, err)
	defer rows.Close()
	sent := 0
	for rows.Next() {
		var kind string
		require.NoError(t, rows.Scan(&kind))
		area, _, _ := strings.Cut(kind, ".")
		require.True(t, slices.Contains(market.NoticeKinds(), kind) || slices.Contains(market.NoticeKinds(), area), kind)
		sent++
	}
	require.NoError(t, rows.Err())
	require.Greater(t, sent, 15)
}
