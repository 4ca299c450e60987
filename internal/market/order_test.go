package market_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "sellercenter/internal/market"
)

// transactions.md §1.2, row by row: only the moves of the table are possible. Delivery and
// refund end an order through their own areas.
func TestOrderMovesAreTheSheetsTable(t *testing.T) {
	t.Parallel()
	table := map[OrderStatus]map[Act]OrderStatus{
		OrderPendingPayment: {PayOrder: OrderProcessing, CancelOrder: OrderCancelled, ExpireOrder: OrderCancelled},
		OrderProcessing:     {CompleteOrder: OrderCompleted},
		OrderCompleted:      {ReopenSupervision: OrderProcessing}, // §10.2: the operator's
		OrderCancelled:      {}, OrderRefunded: {},
	}
	for _, from := range OrderStatuses {
		for _, act := range []Act{PayOrder, CancelOrder, ExpireOrder, CompleteOrder, ReopenSupervision} {
			to, err := OrderMoves.Next(from, act)
			want, possible := table[from][act]
			require.Equal(t, possible, err == nil, "%s %s", from, act)
			if possible {
				require.Equal(t, want, to, "%s %s", from, act)
			}
		}
	}
}

// transactions.md §1.2: who brings about each of them, and nobody else.
func TestOnlyTheSheetsActorsMoveAnOrder(t *testing.T) {
	t.Parallel()
	table := map[Act][]Role{PlaceOrder: {Buyer}, PayOrder: {Buyer}, CancelOrder: {Buyer}, RepayOrder: {Buyer, Clock}, UnsubscribeOrder: {Buyer},
		ExpireOrder: {Clock}, CompleteOrder: {Clock}, AcceptSupervision: {Buyer}, AssumeSupervision: {Clock}, CloseSupervision: {Clock},
		FreezeInstance: {Clock}, ReleaseInstance: {Clock}, RenewInstance: {Clock}, SetInstance: {Buyer}}
	for act, who := range table {
		for _, role := range slices.Concat(SellerRoles, OperatorRoles, []Role{Buyer, Program, Clock, Self}) {
			require.Equal(t, slices.Contains(who, role), Actor{Roles: []Role{role}}.May(act), "%s %s", role, act)
		}
	}
}

// transactions.md §1.4: bought and opened on 1 January, accepted on 1 February.
func TestTheServiceRunsFromTheActualOpening(t *testing.T) {
	t.Parallel()
	opened, accepted := Day{2026, 1, 1}.Begin(), Day{2026, 2, 1}.Begin()
	for _, test := range []struct {
		name            string
		effective, ends time.Time
	}{
		{"field empty: from acceptance", accepted, Day{2026, 3, 1}.Begin()},
		{"field filled: over already", opened, Day{2026, 2, 1}.Begin()},
	} {
		t.Run(test.name, func(t *testing.T) {
			order := Order{Status: OrderProcessing, Charging: ChargePeriod, PeriodType: PerMonth, Periods: 1}
			require.NoError(t, order.Complete(test.effective, accepted))
			require.Equal(t, test.ends, *order.ExpiresAt)
			require.Equal(t, accepted, *order.CompletedAt)
		})
	}
}

func TestARenewalTakesEffectWhenTheRunningPeriodEnds(t *testing.T) {
	t.Parallel()
	paid := Day{2026, 11, 20}.Begin()
	for _, test := range []struct {
		name        string
		runs, begin time.Time
	}{
		{"still running", Day{2026, 12, 5}.Begin(), Day{2026, 12, 5}.Begin()},
		{"over", Day{2026, 11, 1}.Begin(), paid},
	} {
		t.Run(test.name, func(t *testing.T) {
			order := Order{Status: OrderProcessing, Charging: ChargePeriod, PeriodType: PerYear, Periods: 2}
			order.Extend(test.runs, paid)
			require.NoError(t, order.Complete(paid, paid))
			require.Equal(t, test.begin, *order.EffectiveAt)
			require.Equal(t, test.begin.AddDate(2, 0, 0), *order.ExpiresAt)
		})
	}
}

var erp = Sale{ProductName: "ERP", SpecName: "Pro", AccessType: AccessSaaS, Period: PerMonth, UnitPrice: UnitPrice("33.335"), OnSale: true}

func TestAQuoteIsRoundedOnceThenOfferThenCoupon(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name               string
		quantity, periods  int
		discount, coupon   string
		list, amount, wire string
	}{
		{"half a cent goes up once", 1, 1, "0", "0", "33.34", "33.34", ""},
		{"no rounding before the product", 2, 3, "0", "0", "200.01", "200.01", ""},
		{"offer and coupon", 10, 12, "400.20", "600.00", "4000.20", "3000.00", ""},
		{"down to nothing", 1, 1, "33.34", "0", "33.34", "0.00", ""},
		{"offer over the list price", 1, 1, "33.35", "0", "", "", "discount"},
		{"coupon over the rest", 1, 1, "30.00", "3.35", "", "", "coupon"},
		{"no quantity", 0, 1, "0", "0", "", "", "quantity"},
		{"too many periods", 1, 37, "0", "0", "", "", "periods"},
	} {
		t.Run(test.name, func(t *testing.T) {
			quote, err := Purchase{Type: OrderNew, Quantity: Count(test.quantity), Periods: test.periods,
				Discount: Yuan(test.discount), Coupon: Yuan(test.coupon)}.Quote(erp)
			if test.wire != "" {
				var problem *Problem
				require.ErrorAs(t, err, &problem)
				require.Contains(t, problem.Fields, test.wire)
				return
			}
			require.NoError(t, err)
			require.Equal(t, test.list, quote.ListAmount.String())
			require.Equal(t, test.amount, quote.Amount.String())
		})
	}
}

func TestWhatIsOffSaleHasNoQuote(t *testing.T) {
	t.Parallel()
	off := erp
	off.OnSale = false
	_, err := Purchase{Type: OrderNew, Quantity: Count(1), Periods: 1}.Quote(off)
	require.ErrorIs(t, err, &Problem{Kind: KindConflict})
}

func TestEverythingWrongWithAPurchaseIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	wanted := Purchase{Type: OrderNew, Periods: 1, Customer: Customer{ID: "C-1", Email: "nobody", Phone: "12a"}}
	_, err := wanted.Quote(erp)
	err = wanted.Check(erp, err)
	var problem *Problem
	require.ErrorAs(t, err, &problem)
	for _, field := range []string{"quantity", "customer_name", "customer_account", "email", "phone", "agreed"} {
		require.Contains(t, problem.Fields, field)
	}
}

func TestOnlyTheWholeAmountInTimePays(t *testing.T) {
	t.Parallel()
	now := Day{2026, 11, 20}.Begin()
	waiting := Order{Status: OrderPendingPayment, Amount: Yuan("100.00"), PayBy: now.Add(time.Hour)}
	for _, test := range []struct {
		name   string
		amount string
		at     time.Time
		kind   Kind
	}{
		{"all of it", "100.00", now, ""},
		{"a cent less", "99.99", now, KindInvalid},
		{"a cent more", "100.01", now, KindInvalid},
		{"too late", "100.00", now.Add(2 * time.Hour), KindConflict},
	} {
		t.Run(test.name, func(t *testing.T) {
			order := waiting
			err := order.Pay(Payment{Yuan(test.amount), Prepaid}, test.at)
			if test.kind != "" {
				require.ErrorIs(t, err, &Problem{Kind: test.kind})
				require.Nil(t, order.PaidAt)
				return
			}
			require.NoError(t, err)
			require.Equal(t, OrderProcessing, order.Status)
		})
	}
}

func TestOnlyAPaidPostpaidOrderIsRepaidOnce(t *testing.T) {
	t.Parallel()
	now := Day{2026, 11, 20}.Begin()
	require.Error(t, (&Order{PaidAt: &now}).Repay(now))
	require.Error(t, (&Order{Postpaid: true}).Repay(now))
	order := Order{PaidAt: &now, Postpaid: true}
	require.NoError(t, order.Repay(now))
	require.Error(t, order.Repay(now))
}

func TestARenewalIsOfTheSameCustomerAndSpecAndOfWhatWasDelivered(t *testing.T) {
	t.Parallel()
	spec, root := NewID[Spec](time.Unix(1, 0)), NewID[Order](time.Unix(1, 0))
	good := Order{ID: root, SpecID: spec, CustomerID: "C-1", Charging: ChargePeriod, Status: OrderCompleted}
	for name, change := range map[string]func(*Order){
		"another customer's": func(o *Order) { o.CustomerID = "C-2" },
		"a test order":       func(o *Order) { o.Test = true },
		"another spec":       func(o *Order) { o.SpecID = NewID[Spec](time.Unix(2, 0)) },
		"bought once":        func(o *Order) { o.Charging = ChargeOneTime },
		"under way":          func(o *Order) { o.Status = OrderProcessing },
		"given back":         func(o *Order) { o.Status = OrderRefunded },
		"a refund order":     func(o *Order) { o.Type = OrderUnsubscribe },
	} {
		t.Run(name, func(t *testing.T) {
			renewed := good
			change(&renewed)
			require.Error(t, (&Order{SpecID: spec, CustomerID: "C-1"}).Renew(renewed))
		})
	}
	first := Order{SpecID: spec, CustomerID: "C-1"}
	require.NoError(t, first.Renew(good))
	again := Order{SpecID: spec, CustomerID: "C-1"}
	renewal := good
	renewal.RenewsID = first.RenewsID
	require.NoError(t, again.Renew(renewal))
	require.Equal(t, root, *again.RenewsID, "every renewal hangs on the first order")
}

func TestALineNumberFindsItsOrder(t *testing.T) {
	t.Parallel()
	number, ok := ReadOrderNumber(" cs2611131402X8KDPQ-000001 ")
	require.True(t, ok)
	require.Equal(t, "CS2611131402X8KDPQ", number)
	_, ok = ReadOrderNumber("ERP")
	require.False(t, ok)
}
