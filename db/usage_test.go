package db_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

func init() {
	maps.Copy(lanxisRows, map[reflect.Type]string{
		reflect.TypeFor[market.UsageID](): `INSERT INTO usage_records (seller_id, id, serial, instance_number, package_number, item, unit, received_at, rated_at, status, code, demanded, before, charge, late, digest, test)
		VALUES ($1, gen_random_uuid(), 'sn-x', 'inst-x', '', '', '', now(), now(), 'failed', '001', 0, 0, 0, false, 1, false) RETURNING id`,
		reflect.TypeFor[market.UsageBillID](): `INSERT INTO usage_bills (seller_id, id, number, instance_id, order_id, product_id, item, unit, cycle, begin_at, end_at, due_at, records, used, taken, demanded, exact, test)
		SELECT i.seller_id, gen_random_uuid(), gen_random_uuid()::text, i.id, i.order_id, i.product_id, 'x', 'x', 'day', clock_timestamp(), now(), now(), 1, 1, 0, 1, 1, false
		FROM instances i WHERE i.seller_id = $1 AND NOT i.test LIMIT 1 RETURNING id`,
	})
}

// metered is a listing that is paid by use, with two billing items: one instance for each.
const metered = "澜溪票据识别/识别按量/use"

// metering is a customer of it, and the instances of pages (Step by the month) and storage.
func metering(t *testing.T, shop *dbtest.Shop) (order market.Order, pages, storage string) {
	t.Helper()
	_, order = opened(t, shop, metered, 1)
	of, err := shop.Seller(shop.Lanxi).OrderUsage(t.Context(), order)
	require.NoError(t, err)
	require.Len(t, of.Meters, 2, "production-interface.md §1.2: one instance for each billing item")
	require.Equal(t, []string{"识别页数", "存储量"}, []string{of.Meters[0].Factor.V.Name, of.Meters[1].Factor.V.Name})
	return order, of.Meters[0].InstanceNumber, of.Meters[1].InstanceNumber
}

// pushes reports what a seller's program measured, and lets it be rated.
func pushes(t *testing.T, shop *dbtest.Shop, records ...market.UsageSent) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"usage_records": records})
	require.NoError(t, err)
	push, code, _ := market.ReadPush(body, false, market.DefaultSettings(), shop.Clock.Now())
	require.Equal(t, market.OpenOK, code)
	program := shop.DB.Seller(market.Actor{Name: "meter", Roles: []market.Role{market.Program}}, shop.Lanxi)
	require.NoError(t, program.PushUsage(t.Context(), push, market.NewID[market.UsagePush](shop.Clock.Now()).String()))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now())
}

func used(serial, instance string, begin time.Time, value string) market.UsageSent {
	end := begin.Add(time.Hour)
	return market.UsageSent{InstanceID: instance, Serial: serial, BeginTime: market.UsageTime(begin), EndTime: market.UsageTime(end), RecordTime: market.UsageTime(end), Value: market.UsageValue(value)}
}

func usagesOf(t *testing.T, shop *dbtest.Shop, order market.Order) (rows []market.UsageRow) {
	t.Helper()
	page, err := shop.Seller(shop.Lanxi).Usages(t.Context(), market.UsageSearch{Order: &order.ID}, market.Ask{Size: 100})
	require.NoError(t, err)
	return page.Rows
}

// transactions.md §5 as a whole: reported, checked, priced, billed, paid and settled.
func TestUsageIsReportedPricedBilledAndPaid(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	order, pages, storage := metering(t, shop)
	begin := shop.Clock.Now().Truncate(time.Hour).Add(time.Hour)
	shop.Turn(t, world.Works(shop.Clock), begin.Add(3*time.Hour))
	first := used("m-1", pages, begin, "10500.5")
	pushes(t, shop, first, used("m-2", storage, begin, "2.5"), used("m-3", "nobody", begin, "1"))
	rows := usagesOf(t, shop, order)
	require.Len(t, rows, 2)
	charges := map[string]string{}
	for _, row := range rows {
		charges[row.Item] = row.Charge.String()
	}
	require.Equal(t, map[string]string{"识别页数": "520.02", "存储量": "0.01"}, charges, "10,000 × 0.05 + 500.5 × 0.04; 2.5 × 0.004")
	failed, err := shop.Seller(shop.Lanxi).Usages(t.Context(), market.UsageSearch{Status: market.UsageFailed, Text: "m-3"}, market.Ask{})
	require.NoError(t, err)
	require.Equal(t, market.UsageNoInstance, failed.Rows[0].Code)

	pushes(t, shop, first) // §5.5: the same again
	require.Len(t, usagesOf(t, shop, order), 2)
	detail, err := shop.Seller(shop.Lanxi).Usage(t.Context(), rows[0].ID)
	require.NoError(t, err)
	require.NotEmpty(t, detail.Steps)
	require.Equal(t, market.UsageBillOpen, detail.Bill.Status())

	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(50*time.Hour))
	bills, err := shop.Seller(shop.Lanxi).UsageBills(t.Context(), market.UsageBillSearch{Order: &order.ID}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, bills.Rows, 2)
	buyer := world.Buyer(shop.DB, shop.Lanxi, market.Customer{ID: order.CustomerID, Name: order.CustomerName}, false)
	for _, bill := range bills.Rows {
		require.Equal(t, market.UsageBillIssued, bill.Status())
		require.NoError(t, buyer.PayUsage(t.Context(), order.ID, bill.Number))
		require.ErrorContains(t, buyer.PayUsage(t.Context(), order.ID, bill.Number), "usage.bill_paid_before")
	}
	of, err := shop.Seller(shop.Lanxi).OrderUsage(t.Context(), order)
	require.NoError(t, err)
	require.Equal(t, "0.00", of.Meters[0].Unpaid.String())
	require.Equal(t, "10500.5", of.Meters[0].MonthUsed.String())

	var told int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE seller_id = $1 AND kind = 'usage.tell'`, shop.Lanxi).Scan(&told))
	require.Equal(t, 1, told, "transactions.md §5.5: one digest an hour of what failed")
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE seller_id = $1 AND kind = 'usage.warn'`, shop.Lanxi).Scan(&told))
	require.Equal(t, 1, told, "transactions.md §5.3: an instance that reports nothing is told of once")
}

// transactions.md §5.2: what failed is put right and reported again under a new number.
func TestWhatFailedIsReportedAgain(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	order, pages, _ := metering(t, shop)
	begin := shop.Clock.Now().Truncate(time.Hour).Add(time.Hour)
	shop.Turn(t, world.Works(shop.Clock), begin.Add(3*time.Hour))
	wrong := used("r-1", pages, begin, "5")
	wrong.EndTime = wrong.BeginTime
	pushes(t, shop, wrong)
	rows := usagesOf(t, shop, order)
	require.Equal(t, market.UsageBadRange, rows[0].Code)
	owner := shop.Seller(shop.Lanxi)
	again := used("r-1", pages, begin, "5")
	require.ErrorContains(t, owner.RepeatUsage(t.Context(), rows[0].ID, again), "metering_sn", "a new number")
	again.Serial = "r-2"
	require.NoError(t, owner.RepeatUsage(t.Context(), rows[0].ID, again))
	require.Error(t, owner.RepeatUsage(t.Context(), rows[0].ID, again), "once")
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now())
	rows = usagesOf(t, shop, order)
	require.Len(t, rows, 2)
	require.ElementsMatch(t, []market.UsageStatus{market.UsageBilled, market.UsageSuperseded}, []market.UsageStatus{rows[0].Status, rows[1].Status})
}

// catalogue.md §3.7, §3.8: on demand and packages of one listing go together: the package
// first, what is over by use.
func TestAPackageAndOnDemandGoTogether(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	order, pages, _ := metering(t, shop)
	_, bought := opened(t, shop, pack, 1)
	begin := shop.Clock.Now().Truncate(time.Hour).Add(time.Hour)
	shop.Turn(t, world.Works(shop.Clock), begin.Add(5*time.Hour))
	pushes(t, shop, used("p-1", pages, begin, "49000"), used("p-2", pages, begin.Add(time.Hour), "3000"))
	rows := usagesOf(t, shop, order)
	slices.SortFunc(rows, func(a, b market.UsageRow) int { return b.BeginAt.Compare(*a.BeginAt) })
	require.Equal(t, []string{"1000", "2000", "100.00"}, []string{rows[0].TakenAll().String(), rows[0].Demanded.String(), rows[0].Charge.String()})
	of, err := shop.Seller(shop.Lanxi).OrderUsage(t.Context(), bought)
	require.NoError(t, err)
	require.Equal(t, "0", of.Packages[0].Left().String())
}

// transactions.md §5.2: a nonce counts once.
func TestANonceCountsOnce(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	program := shop.DB.Seller(market.Actor{Name: "meter", Roles: []market.Role{market.Program}}, shop.Lanxi)
	push := func() market.UsageBatch {
		push, err := market.RepeatPush(used("n-1", "nobody", shop.Clock.Now(), "1"))
		require.NoError(t, err)
		return push
	}
	require.NoError(t, program.PushUsage(t.Context(), push(), "once"))
	require.ErrorContains(t, program.PushUsage(t.Context(), push(), "once"), "usage.nonce_used")
	require.NoError(t, program.PushUsage(t.Context(), push(), "twice"))
}

// Every method on usage is tried with another seller's rows.
func TestAnotherSellersUsageIsNotFound(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	order, _, _ := metering(t, shop)
	stranger := shop.DB.Seller(market.Actor{Name: "x", Roles: append(everybody, market.Buyer)}, shop.Yunzhan)
	var record market.UsageID
	var bill market.UsageBillID
	require.NoError(t, shop.DB.Pool().QueryRow(lanxisRows[reflect.TypeFor[market.UsageID]()], shop.Lanxi).Scan(&record.UUID))
	require.NoError(t, shop.DB.Pool().QueryRow(lanxisRows[reflect.TypeFor[market.UsageBillID]()], shop.Lanxi).Scan(&bill.UUID))
	for name, try := range map[string]func() error{
		"Usage":     func() error { _, err := stranger.Usage(t.Context(), record); return err },
		"UsageBill": func() error { _, err := stranger.UsageBill(t.Context(), bill); return err },
		"RepeatUsage": func() error {
			return stranger.RepeatUsage(t.Context(), record, used("s-1", "i", shop.Clock.Now(), "1"))
		},
		"PayUsage":   func() error { return stranger.PayUsage(t.Context(), order.ID, "x") },
		"ResetUsage": func() error { return stranger.ResetUsage(t.Context(), *order.InstanceID) },
	} {
		require.ErrorIs(t, try(), market.NotFound, name)
	}
	mine, err := stranger.Usages(t.Context(), market.UsageSearch{Order: &order.ID}, market.Ask{})
	require.NoError(t, err)
	require.Empty(t, mine.Rows, fmt.Sprint("not of ", order.Number))
}
