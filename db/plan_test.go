package db_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §2.9: the business plan of joint products: the GMV of this year and the next
// two, asked for in one go, in force once the operator consents.
func TestABusinessPlanIsInForceOnceItIsApproved(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi, market.Operations)
	joint := draftJoint(t, shop)
	ask := func(product market.ProductID, first, second, third string) market.PlanAsk {
		return market.PlanAsk{ProductID: product, Amounts: [3]market.Money{market.Yuan(first), market.Yuan(second), market.Yuan(third)}, Note: "按渠道投放测算"}
	}
	plan := func() market.Plan {
		rows, err := store.Plans(ctx)
		require.NoError(t, err)
		for _, row := range rows {
			if row.ProductID == joint {
				return row.Plan
			}
		}
		require.Fail(t, "the joint product is not among the plans")
		return market.Plan{}
	}
	open := func() market.ReviewID {
		reviews, err := store.ReviewsOf(ctx, plan().ID)
		require.NoError(t, err)
		at := slices.IndexFunc(reviews, func(r market.Review) bool { return r.Status == market.ReviewPending })
		require.GreaterOrEqual(t, at, 0)
		return reviews[at].ID
	}
	decide := func(reject bool) {
		t.Helper()
		desk := shop.Seller(shop.Lanxi, market.Manager)
		if reject {
			require.NoError(t, desk.RejectReview(ctx, open(), "第二年过高，请重新测算"))
		} else {
			require.NoError(t, desk.ApproveReview(ctx, open()))
		}
	}
	years := market.PlanYears(shop.DB.Now())
	require.Equal(t, [3]int{2026, 2027, 2028}, years, "this year and the next two")
	require.ErrorIs(t, store.SetPlan(ctx, []market.PlanAsk{ask(shop.Products[erp], "1.00", "1.00", "1.00")}), market.NotFound, "joint products only")
	require.ErrorIs(t, store.SetPlan(ctx, []market.PlanAsk{ask(joint, "1000000.00", "0", "3000000.00")}), invalid, "all three years")
	require.ErrorIs(t, shop.Seller(shop.Lanxi, market.Finance).SetPlan(ctx, []market.PlanAsk{ask(joint, "1.00", "1.00", "1.00")}), market.Denied)
	require.ErrorIs(t, shop.Seller(shop.Qinghe).SetPlan(ctx, nil), conflict, "who has not joined the joint plan has none")

	require.NoError(t, store.SetPlan(ctx, []market.PlanAsk{ask(joint, "1000000.00", "2000000.00", "3000000.00")}))
	require.Equal(t, market.PlanPending, plan().Status)
	require.Nil(t, plan().Figures.V.In(2026), "not before the operator consents")
	require.ErrorIs(t, store.SetPlan(ctx, []market.PlanAsk{ask(joint, "5.00", "6.00", "7.00")}), conflict, "it is in review")
	decide(false)
	require.Equal(t, market.PlanApproved, plan().Status)
	require.Equal(t, "2000000.00", plan().Figures.V.In(2027).String())
	require.ErrorIs(t, store.SetPlan(ctx, []market.PlanAsk{ask(joint, "1000000.00", "2000000.00", "3000000.00")}), conflict, "nothing new")

	require.NoError(t, store.SetPlan(ctx, []market.PlanAsk{ask(joint, "1000000.00", "9000000.00", "9000000.00")}))
	decide(true)
	require.Equal(t, market.PlanRejected, plan().Status)
	require.Equal(t, "第二年过高，请重新测算", plan().Reason)
	require.Equal(t, "2000000.00", plan().Figures.V.In(2027).String(), "what is in force stays")
	require.NoError(t, store.SetPlan(ctx, []market.PlanAsk{ask(joint, "1000000.00", "4000000.00", "4000000.00")}), "and can be asked for anew")
	require.NoError(t, store.WithdrawReview(ctx, open()))
	require.Equal(t, market.PlanWithdrawn, plan().Status)

	shop.Clock.Pass(90 * 24 * time.Hour)
	require.NoError(t, store.SetPlan(ctx, []market.PlanAsk{ask(joint, "5000000.00", "6000000.00", "7000000.00")}))
	decide(false)
	require.Equal(t, "1000000.00", plan().Figures.V.In(2026).String(), "years that are over keep what was planned")
	require.Equal(t, "5000000.00", plan().Figures.V.In(2027).String())
}
