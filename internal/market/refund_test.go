package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestARefundIsNeverMoreThanWhatIsLeft(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, paid, refunded, asked string
		want                        RefundStatus
	}{
		{"the rest", "100.00", "60.00", "40.00", RefundApproved},
		{"a cent too much", "100.00", "60.00", "40.01", RefundRequested},
	} {
		order := Order{Amount: Yuan(test.paid), RefundedAmount: Yuan(test.refunded)}
		refund := Refund{Status: RefundRequested, Amount: Yuan(test.asked)}
		_, err := refund.Approve(&order, "ok", DefaultSettings(), friday)
		require.Equal(t, test.want == RefundRequested, err != nil, test.name)
		require.Equal(t, test.want, refund.Status, test.name)
	}
}

// TestGuaranteePeriod: transactions.md §4.1 and §4.6.
func TestGuaranteePeriod(t *testing.T) {
	t.Parallel()
	running, done, frozen := flowAt(NodeDelivering), flowAt(NodeDone), flowAt(NodeDelivering)
	frozen.Freeze(friday, friday)
	for _, test := range []struct {
		name  string
		order Order
		flow  *Supervision
		key   string
	}{
		{"under way", Order{Supervised: true, Status: OrderProcessing}, &running, ""},
		{"trial", Order{Type: OrderTrial, Supervised: true, Status: OrderProcessing}, &running, "refund.no_trial"},
		{"not supervised", Order{Status: OrderProcessing}, nil, "refund.not_supervised"},
		{"frozen", Order{Supervised: true, Status: OrderProcessing}, &frozen, "refund.is_frozen"},
		{"done", Order{Supervised: true, Status: OrderCompleted}, &done, "refund.outside_guarantee"},
	} {
		err := test.order.Guarantee(test.flow)
		if test.key == "" {
			require.NoError(t, err, test.name)
			continue
		}
		require.ErrorContains(t, err, test.key, test.name)
	}
}

func TestAWholeRefundEndsTheOrderAndAPartCompletesIt(t *testing.T) {
	t.Parallel()
	for paid, want := range map[string]OrderStatus{"100.00": OrderRefunded, "30.00": OrderCompleted} {
		order := Order{Status: OrderProcessing, Amount: Yuan("100.00"), RefundedAmount: Yuan(paid)}
		refund := Refund{Status: RefundApproved, Amount: Yuan(paid)}
		require.NoError(t, refund.Pay(&order, friday, friday))
		require.Equal(t, RefundPaid, refund.Status)
		require.Equal(t, want, order.Status)
		require.NotNil(t, order.RefundedAt)
	}
}

// transactions.md §1.2: what was completed stays completed when all of it goes back.
func TestACompletedOrderThatGoesBackStaysCompleted(t *testing.T) {
	t.Parallel()
	order := Order{Status: OrderCompleted, Amount: Yuan("100.00"), RefundedAmount: Yuan("100.00")}
	require.False(t, order.Gone())
	require.NoError(t, (&Refund{Status: RefundApproved, Amount: Yuan("100.00"), Cause: RefundFiveDays}).Pay(&order, friday, friday))
	require.Equal(t, OrderCompleted, order.Status)
	require.True(t, order.Gone())
	require.Error(t, order.MayReview())
	require.ErrorContains(t, (&Order{}).Renew(Order{Status: OrderCompleted, GivenBack: true, Charging: ChargePeriod}), "order.renews_ended")
}

func TestEveryStateIsReachedAndEveryOpenOneIsLeft(t *testing.T) {
	t.Parallel()
	for _, status := range RefundStatuses {
		reached := status == RefundRequested || status == RefundTransit
		for _, move := range RefundMoves {
			reached = reached || move.To == status
		}
		require.True(t, reached, status)
	}
	for _, status := range AppealStatuses {
		reached := status == AppealPending
		for _, move := range AppealMoves {
			reached = reached || move.To == status
		}
		require.True(t, reached, status)
		require.Equal(t, status.Open(), len(AppealMoves.Open(status)) > 0)
	}
}

// transactions.md §4.3: how long a refund has waited is told in days, of today's in hours.
func TestAFreshRefundHasNotWaitedADay(t *testing.T) {
	now := *instant("2026-11-20 10:42")
	for since, want := range map[string]string{"2026-11-20 10:00": "refund.under_hour", "2026-11-20 09:30": "refund.hours", "2026-11-19 10:43": "refund.hours",
		"2026-11-19 10:42": "refund.days", "2026-11-10 10:00": "refund.days"} {
		row := RefundRow{Refund: Refund{Status: RefundRequested, RequestedAt: *instant(since)}}
		require.Equal(t, want, row.Waited(now).Key, since)
	}
	require.Equal(t, 10, RefundRow{Refund: Refund{Status: RefundRequested, RequestedAt: *instant("2026-11-10 10:00")}}.DaysWaiting(now))
}

// transactions.md §4.3: whoever decides after somebody else reads that it was decided, not that
// the money does not suffice any more.
func TestWhoDecidesTooLateReadsThatItWasDecided(t *testing.T) {
	t.Parallel()
	settings := DefaultSettings()
	for _, status := range []RefundStatus{RefundApproved, RefundPaid, RefundRejected, RefundWithdrawn, RefundReviewing} {
		for _, goods := range []GoodsState{"", GoodsReceived} {
			order := Order{Amount: Yuan("100.00"), RefundedAmount: Yuan("100.00"), Status: OrderRefunded}
			r := Refund{Status: status, Amount: Yuan("100.00"), Goods: goods, Note: "as agreed"}
			_, err := r.Approve(&order, "me too", settings, friday)
			require.ErrorContains(t, err, "problem.not_now", status)
			require.Equal(t, "as agreed", r.Note)
			_, err = r.Accept(&order, settings, friday)
			require.ErrorContains(t, err, "problem.not_now", status)
		}
	}
}

// transactions.md §4.1, §4.6: nothing was paid, so nothing can go back.
func TestWhatWasNotPaidIsNotRefunded(t *testing.T) {
	t.Parallel()
	for _, status := range []OrderStatus{OrderPendingPayment, OrderCancelled} {
		require.ErrorContains(t, Order{Status: status, AccessType: AccessService, Supervised: true}.Guarantee(nil), "refund.not_paid")
	}
}
