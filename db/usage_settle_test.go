package db_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// billed has a customer use something and lets its bills be made.
func billed(t *testing.T, shop *dbtest.Shop) (market.Order, []market.UsageBillRow) {
	t.Helper()
	order, pages, storage := metering(t, shop)
	begin := shop.Clock.Now().Truncate(time.Hour).Add(time.Hour)
	shop.Turn(t, world.Works(shop.Clock), begin.Add(3*time.Hour))
	pushes(t, shop, used("s-1", pages, begin, "10500.5"), used("s-2", storage, begin, "777.25"))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(50*time.Hour))
	return order, billsOf(t, shop, order)
}

func billsOf(t *testing.T, shop *dbtest.Shop, order market.Order) []market.UsageBillRow {
	t.Helper()
	page, err := shop.Seller(shop.Lanxi).UsageBills(t.Context(), market.UsageBillSearch{Order: &order.ID}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, page.Rows, 2)
	return page.Rows
}

// transactions.md §5.4, §6.2, §6.3: what is paid by use is settled per listing and month of
// payment; a bill that is not paid waits, and enters the statement of the month in which it is.
func TestAStatementCountsUsageBillsToTheCent(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	order, bills := billed(t, shop)
	amounts := map[string]market.UsageBillRow{}
	for _, bill := range bills {
		amounts[bill.Amount.String()] = bill
	}
	require.Contains(t, amounts, "520.02")
	require.Contains(t, amounts, "3.11", "777.25 × 0.004 = 3.109")
	owner, desk := shop.Seller(shop.Lanxi), shop.Seller(shop.Lanxi, market.Treasurer)
	buyer := world.Buyer(shop.DB, shop.Lanxi, market.Customer{ID: order.CustomerID, Name: order.CustomerName}, false)
	paid, waiting := amounts["520.02"], amounts["3.11"]
	before, err := owner.SettlementForecast(t.Context())
	require.NoError(t, err)
	require.NoError(t, buyer.PayUsage(t.Context(), order.ID, paid.Number))
	after, err := owner.SettlementForecast(t.Context())
	require.NoError(t, err)
	require.Equal(t, "494.02", after.Settleable.Amount.Minus(before.Settleable.Amount).String(), "520.02 × 95 %")

	explained := func(number string) market.Billability {
		why, err := owner.BillabilityOf(t.Context(), number, market.Month{})
		require.NoError(t, err)
		return why
	}
	require.True(t, explained(paid.Number).Waits(), "only the closing day is missing")
	why := explained(waiting.Number)
	require.Equal(t, []market.ConditionVerdict{market.Met, market.Unmet, market.Met, market.Met},
		[]market.ConditionVerdict{why.Conditions[0].Verdict, why.Conditions[1].Verdict, why.Conditions[2].Verdict, why.Conditions[3].Verdict})

	period := market.MonthOf(shop.Clock.Now())
	shop.Turn(t, world.Works(shop.Clock), period.End().Add(time.Hour))
	require.NoError(t, desk.CloseStatement(t.Context(), period))
	statement := newest(t, shop, shop.Lanxi)
	require.Equal(t, []any{1, "520.02"}, []any{statement.UsageLines, statement.UsageSales.String()})
	number := fmt.Sprintf("U%s-01", period)
	line := lineOf(t, shop, number, period)
	require.Equal(t, []any{1, "520.02", "26.00", "494.02"}, []any{line.Lines[0].Bills, line.Lines[0].Sales.String(), line.Lines[0].Fee.String(), line.Lines[0].Amount.String()},
		"transactions.md §6.7, F1: sales × (1 − 5 %), rounded once a line")
	require.Equal(t, order.Number, line.Usage.Shares[0].OrderNumber)
	require.Equal(t, statement.ID, explained(paid.Number).Statement.ID)
	require.Nil(t, explained(waiting.Number).Statement)

	digest := statement.Digest
	require.NoError(t, buyer.PayUsage(t.Context(), order.ID, waiting.Number), "after the period")
	require.NoError(t, desk.CloseStatement(t.Context(), period))
	require.Equal(t, digest, newest(t, shop, shop.Lanxi).Digest, "made again it is the same")
	next := period.Next()
	shop.Turn(t, world.Works(shop.Clock), next.End().Add(time.Hour))
	require.NoError(t, desk.CloseStatement(t.Context(), next))
	statement = newest(t, shop, shop.Lanxi)
	require.Equal(t, []any{next, 1, "3.11"}, []any{statement.Period, statement.UsageLines, statement.UsageSales.String()}, "each bill enters one statement")

	page, err := owner.OrderTimeline(t.Context(), order, market.EventUsage, market.Ask{})
	require.NoError(t, err)
	acts := map[string]int{}
	for _, e := range page.Rows {
		acts[e.Act]++
	}
	require.Positive(t, acts["order.event_usage_records"], "what was pushed")
	require.Positive(t, acts[string(market.BillUsage)], "what was billed")
	require.Equal(t, 2, acts[string(market.PayUsage)], "what was paid")
	entered, err := owner.OrderTimeline(t.Context(), order, market.EventStatement, market.Ask{})
	require.NoError(t, err)
	require.Contains(t, fmt.Sprint(entered.Rows), "order.event_line_usage")

	found, err := owner.Search(t.Context(), "s-1")
	require.NoError(t, err)
	require.Equal(t, market.FoundUsage, found[0].Kind)
	found, err = owner.Search(t.Context(), paid.Number)
	require.NoError(t, err)
	require.Equal(t, []any{market.FoundUsageBill, true}, []any{found[0].Kind, found[0].Exact})
	stranger, err := shop.Seller(shop.Yunzhan).Search(t.Context(), paid.Number)
	require.NoError(t, err)
	require.Empty(t, stranger)
}

func lineOf(t *testing.T, shop *dbtest.Shop, number string, period market.Month) market.Billability {
	t.Helper()
	why, err := shop.Seller(shop.Lanxi).BillabilityOf(t.Context(), number, period)
	require.NoError(t, err)
	return why
}

// transactions.md §6.2, catalogue.md §10: sandbox bills and those of sellers that are
// not certified enter nothing.
func TestBillsThatAreNobodysMoneyEnterNoStatement(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]string{
		"sandbox":       `UPDATE usage_bills SET test = true WHERE seller_id = $1`,
		"not certified": `UPDATE certifications SET certified_at = '2099-01-01' WHERE seller_id = $1 AND status = 'certified'`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shop := dbtest.New(t)
			order, bills := billed(t, shop)
			buyer := world.Buyer(shop.DB, shop.Lanxi, market.Customer{ID: order.CustomerID, Name: order.CustomerName}, false)
			for _, bill := range bills {
				require.NoError(t, buyer.PayUsage(t.Context(), order.ID, bill.Number))
			}
			_, err := shop.DB.Pool().Exec(spoil, shop.Lanxi)
			require.NoError(t, err)
			period := market.MonthOf(shop.Clock.Now())
			shop.Turn(t, world.Works(shop.Clock), period.End().Add(time.Hour))
			require.NoError(t, shop.Seller(shop.Lanxi, market.Treasurer).CloseStatement(t.Context(), period))
			var settled int
			require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM usage_bills WHERE seller_id = $1 AND statement_id IS NOT NULL`, shop.Lanxi).Scan(&settled))
			require.Zero(t, settled)
		})
	}
}

// transactions.md §0.2, §6.4: what is used of joint goods enters their own statement.
func TestBillsOfJointGoodsEnterTheJointStatement(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	order, bills := billed(t, shop)
	buyer := world.Buyer(shop.DB, shop.Lanxi, market.Customer{ID: order.CustomerID, Name: order.CustomerName}, false)
	for _, bill := range bills {
		require.NoError(t, buyer.PayUsage(t.Context(), order.ID, bill.Number))
	}
	_, err := shop.DB.Pool().Exec(`UPDATE orders SET sale_type = 'joint' WHERE seller_id = $1 AND id = $2`, shop.Lanxi, order.ID)
	require.NoError(t, err)
	period := market.MonthOf(shop.Clock.Now())
	shop.Turn(t, world.Works(shop.Clock), period.End().Add(time.Hour))
	require.NoError(t, shop.Seller(shop.Lanxi, market.Treasurer).CloseStatement(t.Context(), period))
	var in, elsewhere int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FILTER (WHERE s.category = 'joint'), count(*) FILTER (WHERE s.category <> 'joint')
		FROM usage_bills b JOIN statements s ON s.seller_id = b.seller_id AND s.id = b.statement_id WHERE b.seller_id = $1 AND b.order_id = $2`,
		shop.Lanxi, order.ID).Scan(&in, &elsewhere))
	require.Positive(t, in)
	require.Zero(t, elsewhere)
}
