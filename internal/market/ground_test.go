package market

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// transactions.md §0.2: who invoices the customer of each sale category.
func TestWhoInvoicesTheCustomerFollowsFromTheSaleCategory(t *testing.T) {
	t.Parallel()
	for sale, platform := range map[SaleType]bool{SaleGeneral: false, SaleJoint: true, SaleSelect: true, SalePlatform: true} {
		require.Equal(t, platform, sale.PlatformInvoices(), sale)
		sold := Invoiceable{Order: paidOrder("CS1", "10.00")}
		sold.Order.SaleType = sale
		require.Equal(t, platform, sold.Check() != nil, "what the platform invoices, the seller does not: %s", sale)
	}
}

// transactions.md §0.4: per year or month, once, by use, as a package of use, and as a trial.
func TestTheBillingModesAreTheSheets(t *testing.T) {
	t.Parallel()
	require.Equal(t, []Charging{"PERIOD", "ONE_TIME", "ON_DEMAND", "ON_DEMAND_PKG"}, Chargings)
	for period, mode := range map[Period]Charging{PerYear: ChargePeriod, PerMonth: ChargePeriod, PerOnce: ChargeOneTime} {
		require.Equal(t, mode, period.Charging(), period)
	}
	require.Contains(t, OrderTypes, OrderTrial)
}

// transactions.md §0.5: the identifiers that the seller's server reads.
func TestIdentifiersAreAsLongAsTheSheetAllows(t *testing.T) {
	t.Parallel()
	order := Order{Number: "CS2611201042AB12CD", ProductCode: strings.Repeat("p", 64)}
	require.Equal(t, order.Number+"-000001", order.Line())
	require.LessOrEqual(t, len(order.Line()), 64)
	require.Equal(t, order.Number+"-000012", OrderLine(order.Number, 12))
	require.Equal(t, "202611", Month{2026, 11}.String(), "a statement is its accounting period")
}
