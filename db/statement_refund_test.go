package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
)

func TestRefundsOfOneOrderNetToNothing(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	order := sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "1000.03", coupon: "0.02", paid: "2026-10-12 10:00"})
	refunded(t, shop, shop.Lanxi, order, "RF1", "333.33", "2026-10-20 10:00")
	refunded(t, shop, shop.Lanxi, order, "RF2", "333.33", "2026-10-21 10:00")
	october := closed(t, shop, shop.Lanxi, october)
	require.Equal(t, []string{"1 sale CS01 950.01", "2 refund CS01 -316.66", "3 refund CS01 -316.67"}, told(t, shop, shop.Lanxi, october))

	refunded(t, shop, shop.Lanxi, order, "RF3", "333.35", "2026-11-05 10:00")
	shop.Clock.Set(shanghai(t, "2026-12-03 09:00"))
	rest := closed(t, shop, shop.Lanxi, november)
	require.Equal(t, []string{"1 refund CS01 -316.68"}, told(t, shop, shop.Lanxi, rest))
	require.Equal(t, "0.00", october.Settlement.Plus(rest.Settlement).String())
}

// transactions.md §1.2, §6.8: a refund is an order of its own, and yet no cent counts twice: the
// original's statement has one line of the sale and one of the refund, nobody waits for the
// refund order, and it is asked for in no statement.
func TestARefundOrderCountsNoCentTwice(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	customer, whole := opened(t, shop, "澜溪智能工单/团队版/month", 1)
	_, kept := opened(t, shop, "澜溪智能工单/企业版/month", 1)
	require.NoError(t, customer.UnsubscribeOrder(t.Context(), whole.ID, "not needed", 0))
	turned(t, shop, shop.Clock.Now().Add(time.Hour))
	refunds, err := shop.Seller(shop.Lanxi).RefundsOf(t.Context(), whole.ID)
	require.NoError(t, err)
	require.Equal(t, market.RefundPaid, refunds[0].Status)

	why, err := shop.Seller(shop.Lanxi).Billability(t.Context(), whole.ID)
	require.NoError(t, err)
	require.Nil(t, why.Never)
	require.Equal(t, why.Forecast.Amount.Negated(), why.Back, "it is said beforehand that both lines come to nothing")

	shop.Clock.Set(shanghai(t, "2026-12-03 09:00"))
	st := closed(t, shop, shop.Lanxi, november)
	page, err := shop.Seller(shop.Lanxi, market.Finance).StatementFile(t.Context(), st.ID, "")
	require.NoError(t, err)
	lines, back := map[string]market.Money{}, market.Money{}
	for _, line := range page.Rows {
		lines[string(line.Kind)+line.OrderNumber] = line.Amount
		if line.OrderNumber == whole.Number {
			back = back.Plus(line.Amount)
		}
	}
	require.Len(t, page.Rows, 3)
	require.Zero(t, back.Sign(), "sale and refund of what went back")
	require.Equal(t, lines["sale"+kept.Number], st.Settlement)
	require.Zero(t, st.AbsentOrders)
	for refunds, want := range map[bool]int{false: 2, true: 1} {
		details, err := shop.Seller(shop.Lanxi, market.Finance).Transactions(t.Context(), market.TransactionSearch{Refunds: refunds}, market.Ask{Size: 50})
		require.NoError(t, err)
		require.Len(t, details.Rows, want)
	}
	forecast, err := shop.Seller(shop.Lanxi).SettlementForecast(t.Context())
	require.NoError(t, err)
	require.Zero(t, forecast.Settleable.Orders)
	require.Empty(t, forecast.Blocked)
}

// transactions.md §6.8: a renewal that goes back before it began stands in the statement of that
// month with both rows, sum 0; it was waited for as long as it ran.
func TestARenewalGivenBackBeforeItBeganShowsBothRows(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	customer, running := opened(t, shop, "澜溪智能工单/团队版/month", 2)
	renewal := wanted(running.ProductCode, 1)
	renewal.Type, renewal.Renews = market.OrderRenew, running.Number
	early, err := customer.PlaceOrder(t.Context(), renewal)
	require.NoError(t, err)
	require.NoError(t, customer.PayOrder(t.Context(), early.ID, market.Payment{Amount: early.Amount, Method: market.Prepaid}))
	turned(t, shop, shanghai(t, "2026-12-02 10:00"))
	seller := shop.Seller(shop.Lanxi, market.Finance)

	require.NoError(t, customer.UnsubscribeOrder(t.Context(), early.ID, "not needed", 0))
	turned(t, shop, shanghai(t, "2026-12-03 09:00"))
	first := closed(t, shop, shop.Lanxi, november)
	require.Equal(t, 1, first.AbsentOrders, "in November it had neither begun nor gone back")

	shop.Clock.Set(shanghai(t, "2027-01-04 09:00"))
	second := closed(t, shop, shop.Lanxi, market.Month{Year: 2026, Month: time.December})
	page, err := seller.StatementFile(t.Context(), second.ID, "")
	require.NoError(t, err)
	sum, kinds := market.Money{}, []market.LineKind{}
	for _, line := range page.Rows {
		require.Equal(t, early.Number, line.OrderNumber)
		sum, kinds = sum.Plus(line.Amount), append(kinds, line.Kind)
	}
	require.Equal(t, []market.LineKind{market.LineSale, market.LineRefund}, kinds)
	require.Zero(t, sum.Sign())
	why, err := seller.Billability(t.Context(), early.ID)
	require.NoError(t, err)
	require.Nil(t, why.Never)
	require.Len(t, why.Lines, 2)
}

func TestABelowLeastStatementIsCarriedIntoTheNext(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "600.00", paid: "2026-10-12 10:00"})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS02", amount: "800.00", paid: "2026-11-12 10:00"})
	desk := shop.Seller(shop.Lanxi, market.Treasurer)
	st := closed(t, shop, shop.Lanxi, october)
	require.NoError(t, desk.SendStatement(t.Context(), st.ID))
	require.NoError(t, desk.CountersignStatement(t.Context(), st.ID))
	require.Equal(t, market.StatementCarried, newest(t, shop, shop.Lanxi).Status)

	shop.Clock.Set(shanghai(t, "2026-12-03 09:00"))
	next := closed(t, shop, shop.Lanxi, november)
	require.Equal(t, "570.00", next.BroughtForward.String())
	require.Equal(t, "1330.00", next.Payable.String())
	require.Equal(t, next, closed(t, shop, shop.Lanxi, november), "brought forward once, made again the same")
	require.NoError(t, desk.SendStatement(t.Context(), next.ID))
	require.NoError(t, desk.CountersignStatement(t.Context(), next.ID))
	paying := newest(t, shop, shop.Lanxi)
	require.Equal(t, market.StatementPaymentReviewing, paying.Status)
	require.Regexp(t, `^SF2612\d{9,}$`, paying.RequestNumber)
}
