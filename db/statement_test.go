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

// shanghai is an instant on the marketplace's clock.
func shanghai(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, market.Shanghai)
	require.NoError(t, err)
	return at.UTC()
}

// soldOrder is an order as it stands after its payment; empty fields leave the usual.
type soldOrder struct {
	number, amount, coupon     string
	paid, effective, completed string
	repaid                     string // postpaid and repaid then; "open" for not yet
	typ, status                string
	supervised, test           bool
}

// settledShop is a shop whose sellers are certified and have nothing sold yet.
func settledShop(t *testing.T) *dbtest.Shop {
	t.Helper()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`TRUNCATE statement_lines, statement_absences, adjustments, statements, refunds, evidences, appeals,
		supervision_logs, supervisions, attempts, fulfilments, instances, orders, certifications, river_job CASCADE`)
	require.NoError(t, err)
	certify(t, shop, shop.Lanxi, "2024-03-18 10:00")
	return shop
}

func certify(t *testing.T, shop *dbtest.Shop, seller market.SellerID, at string) {
	t.Helper()
	_, err := shop.DB.Pool().Exec(`INSERT INTO certifications (seller_id, id, status, legal_name, credit_code, address, phone, taxpayer,
			vat_rate, bank_name, bank_branch, account_sealed, account_tail, test_amount, submitted_at, certified_at)
		VALUES ($1, gen_random_uuid(), 'certified', '', '', '', '', 'general', 0.06, '', '', '', '1234', 0.42, $2, $2)`, seller, shanghai(t, at))
	require.NoError(t, err)
}

// sell writes an order as the acts would have left it.
func sell(t *testing.T, shop *dbtest.Shop, seller market.SellerID, o soldOrder) market.OrderID {
	t.Helper()
	at := func(text string) any {
		if text == "" {
			return nil
		}
		return shanghai(t, text)
	}
	if o.effective == "" {
		o.effective = o.paid
	}
	if o.effective == "never" {
		o.effective = ""
	}
	if o.status == "" {
		o.status = "completed"
	}
	if o.status == "completed" && o.completed == "" {
		o.completed = o.paid
	}
	if o.typ == "" {
		o.typ = "new"
	}
	if o.coupon == "" {
		o.coupon = "0"
	}
	repaid := o.repaid
	if repaid == "open" {
		repaid = ""
	}
	id := market.NewID[market.Order](shanghai(t, o.paid))
	_, err := shop.DB.Pool().Exec(`INSERT INTO orders (seller_id, id, number, type, status, product_id, revision_id, spec_id, sku_id, price_id,
			product_name, spec_name, product_code, sku_code, sale_type, access_type, charging, period_type, periods, quantity, unit_price,
			list_amount, coupon_amount, amount, fee_ratio, supervised, test, postpaid, customer_id, customer_name, customer_account,
			contact_sealed, phone_mask, email_mask, agreement_at, placed_at, pay_by, paid_at, repaid_at, effective_at, completed_at)
		SELECT $1, $2, $3, $4, $5, p.id, p.revision_id, s.id, pr.sku_id, pr.id, p.name, s.name, pr.code, s.sku_code, 'general', p.access_type,
			'PERIOD', 'month', 1, 1, $6, $6, $7, $6::numeric - $7::numeric, 0.05, $8, $9, $10, 'C-1', '客户', 'customer', '', '', '', $11, $11, $11, $11, $12, $13, $14
		FROM products p JOIN specs s ON s.seller_id = p.seller_id AND s.product_id = p.id JOIN prices pr ON pr.seller_id = s.seller_id AND pr.spec_id = s.id
		WHERE p.seller_id = $1 AND p.revision_id IS NOT NULL ORDER BY p.id, s.id, pr.id LIMIT 1`,
		seller, id, o.number, o.typ, o.status, o.amount, o.coupon, o.supervised, o.test, o.repaid != "", shanghai(t, o.paid),
		at(repaid), at(o.effective), at(o.completed))
	require.NoError(t, err)
	return id
}

// refunded pays an amount of an order back.
func refunded(t *testing.T, shop *dbtest.Shop, seller market.SellerID, order market.OrderID, number, amount, paid string) {
	t.Helper()
	_, err := shop.DB.Pool().Exec(`INSERT INTO refunds (seller_id, id, number, order_id, cause, status, amount, requested_by, requested_at, paid_at, test)
		VALUES ($1, $2, $3, $4, 'negotiated', 'paid', $5, '客户', $6, $6, false)`,
		seller, market.NewID[market.Refund](shanghai(t, paid)), number, order, amount, shanghai(t, paid))
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`UPDATE orders SET refunded_amount = refunded_amount + $3, refunded_at = $4,
		status = CASE WHEN refunded_amount + $3 = amount THEN 'refunded' ELSE status END WHERE seller_id = $1 AND id = $2`,
		seller, order, amount, shanghai(t, paid))
	require.NoError(t, err)
}

// october is the period that most stories are about; it closes on Tuesday 2026-11-03.
var (
	october  = market.Month{Year: 2026, Month: time.October}
	november = market.Month{Year: 2026, Month: time.November}
)

// closed makes the statement by hand and reads it.
func closed(t *testing.T, shop *dbtest.Shop, seller market.SellerID, period market.Month) market.Statement {
	t.Helper()
	require.NoError(t, shop.Seller(seller, market.Treasurer).CloseStatement(t.Context(), period))
	return newest(t, shop, seller)
}

func newest(t *testing.T, shop *dbtest.Shop, seller market.SellerID) market.Statement {
	t.Helper()
	page, err := shop.Seller(seller, market.Finance).Statements(t.Context(), market.StatementSearch{Category: market.SaleGeneral}, market.Ask{})
	require.NoError(t, err)
	require.NotEmpty(t, page.Rows)
	return page.Rows[0]
}

// told are the lines of a statement, one text each.
func told(t *testing.T, shop *dbtest.Shop, seller market.SellerID, st market.Statement) (lines []string) {
	t.Helper()
	page, err := shop.Seller(seller, market.Finance).StatementFile(t.Context(), st.ID, "")
	require.NoError(t, err)
	for _, l := range page.Rows {
		lines = append(lines, fmt.Sprintf("%d %s %s %s", l.Ordinal, l.Kind, l.OrderNumber, l.Amount))
	}
	return lines
}

// transactions.md §6.2, §6.3, §6.6: what meets its conditions in the month, and earlier lines that
// never entered, with sales, coupons and the settlement amount.
func TestAStatementHoldsWhatMetItsConditionsByTheMonthsEnd(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "12345.67", paid: "2026-10-12 10:00"})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS02", amount: "10000.00", coupon: "500.00", paid: "2026-10-31 23:59"})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS03", amount: "100.00", paid: "2026-10-31 23:00", effective: "2026-11-01 00:00", typ: "renew"})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS04", amount: "100.00", paid: "2026-10-12 10:00", repaid: "open"})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS05", amount: "100.00", paid: "2026-10-12 10:00", repaid: "2026-11-01 00:00"})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS06", amount: "100.00", paid: "2026-10-12 10:00", test: true})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS07", amount: "100.00", paid: "2026-10-12 10:00", supervised: true, status: "processing", effective: "never"})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS08", amount: "200.00", paid: "2026-08-12 10:00"})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS09", amount: "0.00", paid: "2026-10-12 10:00", typ: "trial"})
	sell(t, shop, shop.Yunzhan, soldOrder{number: "CS10", amount: "999.00", paid: "2026-10-12 10:00"})

	st := closed(t, shop, shop.Lanxi, october)
	require.Equal(t, []string{"1 sale CS01 11728.39", "2 sale CS02 9025.00", "3 sale CS08 190.00"}, told(t, shop, shop.Lanxi, st))
	require.Equal(t, "202610", st.Number)
	require.Equal(t, market.StatementReviewing, st.Status)
	require.Equal(t, "22545.67", st.Sales.String())
	require.Equal(t, "500.00", st.Coupon.String())
	require.Equal(t, "20943.39", st.Payable.String())
	require.Equal(t, 1, st.CouponLines)
	require.Equal(t, 4, st.AbsentOrders)
	require.Equal(t, "400.00", st.AbsentAmount.String())

	absent, err := shop.Seller(shop.Lanxi).Absences(t.Context(), st, 0)
	require.NoError(t, err)
	why := map[string]string{}
	for _, a := range absent {
		why[a.OrderNumber] = a.Reasons[0].Key
	}
	require.Equal(t, map[string]string{"CS03": "billing.effective_later", "CS04": "billing.not_repaid",
		"CS05": "billing.repaid_late", "CS07": "billing.not_supervised"}, why)
	act, subject := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.CloseStatement, act)
	require.Equal(t, shop.Lanxi.String(), subject)

	shop.Clock.Set(shanghai(t, "2026-12-03 09:00"))
	require.Equal(t, []string{"1 sale CS03 95.00", "2 sale CS05 95.00"}, told(t, shop, shop.Lanxi, closed(t, shop, shop.Lanxi, november)))
}

// transactions.md §6.5: a confirmed error is adjusted, and what was sent is not made again.
func TestMadeAgainAStatementIsTheSameUnlessSomethingChanged(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	order := sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "12345.67", paid: "2026-10-12 10:00"})
	refunded(t, shop, shop.Lanxi, order, "RF1", "345.67", "2026-10-20 10:00")
	first := closed(t, shop, shop.Lanxi, october)
	lines := told(t, shop, shop.Lanxi, first)
	require.Equal(t, first, closed(t, shop, shop.Lanxi, october))
	require.Equal(t, lines, told(t, shop, shop.Lanxi, first))

	_, err := shop.DB.Pool().Exec(`INSERT INTO adjustments (seller_id, id, amount, reason, created_by, created_at)
		VALUES ($1, gen_random_uuid(), 12.50, '补差', '顾明远', $2)`, shop.Lanxi, shanghai(t, "2026-10-30 10:00"))
	require.NoError(t, err)
	second := closed(t, shop, shop.Lanxi, october)
	require.NotEqual(t, first.Digest, second.Digest)
	require.Equal(t, first.ID, second.ID)
	require.Equal(t, append(lines, "3 adjustment  12.50"), told(t, shop, shop.Lanxi, second))

	desk := shop.Seller(shop.Lanxi, market.Treasurer)
	require.NoError(t, desk.SendStatement(t.Context(), second.ID))
	require.ErrorIs(t, desk.CloseStatement(t.Context(), october), &market.Problem{Kind: market.KindConflict})
}

// transactions.md §6.4, §6.5: sent, countersigned, requested, approved, paid; each failure is restarted.
func TestAStatementGoesItsWayToTheBank(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "2000.00", paid: "2026-10-12 10:00"})
	st := closed(t, shop, shop.Lanxi, october)
	desk, ctx := shop.Seller(shop.Lanxi, market.Treasurer), t.Context()
	require.ErrorIs(t, shop.Seller(shop.Lanxi, market.Owner).SendStatement(ctx, st.ID), market.Denied)
	require.ErrorIs(t, desk.PayStatement(ctx, st.ID, "B", market.DayOf(dbtest.Today)), &market.Problem{Kind: market.KindConflict})
	require.NoError(t, desk.SendStatement(ctx, st.ID))
	require.NoError(t, desk.FailRequestStatement(ctx, st.ID, "系统没有应答"))
	require.NoError(t, desk.RestartStatement(ctx, st.ID))
	require.ErrorIs(t, desk.RejectStatement(ctx, st.ID, " "), &market.Problem{Kind: market.KindInvalid})
	require.NoError(t, desk.RejectStatement(ctx, st.ID, "账号有误"))
	require.Equal(t, "账号有误", newest(t, shop, shop.Lanxi).Reason)
	require.NoError(t, desk.RestartStatement(ctx, st.ID))
	require.NoError(t, desk.ApproveStatement(ctx, st.ID))
	require.NoError(t, desk.FailStatement(ctx, st.ID, "银行退回"))
	require.NoError(t, desk.RestartStatement(ctx, st.ID))
	require.NoError(t, desk.PayStatement(ctx, st.ID, "BANK-1", market.DayOf(dbtest.Today)))
	require.Equal(t, []market.Act{market.CompleteStatement}, shop.JobsFor(t, st.ID))
	shop.Turn(t, world.Works(shop.Clock), dbtest.Today.Add(time.Minute))
	done := newest(t, shop, shop.Lanxi)
	require.Equal(t, market.StatementCompleted, done.Status)
	require.Equal(t, "BANK-1", done.PayoutReference)
}

func TestWhatWasSentNeverChangesNotEvenInTheDatabase(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "2000.00", paid: "2026-10-12 10:00"})
	st := closed(t, shop, shop.Lanxi, october)
	require.NoError(t, shop.Seller(shop.Lanxi, market.Treasurer).SendStatement(t.Context(), st.ID))
	for _, tamper := range []string{
		`UPDATE statements SET fee = fee - 1, settlement = settlement + 1, payable = payable + 1`, `DELETE FROM statements`,
		`DELETE FROM statement_lines`, `UPDATE statement_lines SET note = 'x'`,
		`INSERT INTO statement_lines SELECT seller_id, statement_id, 9, 'adjustment', NULL, NULL, NULL, NULL, '', '', '', '', '', '', met_at, 0, 0, 0, 0, 0, 0, 1, '' FROM statement_lines`,
	} {
		_, err := shop.DB.Pool().Exec(tamper)
		require.ErrorContains(t, err, "never", tamper)
	}
}

// transactions.md §6.3, §6.4.
func TestTheClockClosesEachMonthAndPlansTheNext(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	shop.Clock.Set(shanghai(t, "2026-10-20 10:00"))
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "2000.00", paid: "2026-10-12 10:00"})
	clock := shop.DB.Seller(market.TheClock, shop.Lanxi)
	require.NoError(t, clock.CloseStatement(t.Context(), market.Month{})) // nothing was sold in September
	require.Equal(t, []market.Act{market.CloseStatement}, shop.JobsFor(t, shop.Lanxi))
	shop.Turn(t, world.Works(shop.Clock), shanghai(t, "2026-11-03 08:59"))
	page, err := shop.Seller(shop.Lanxi).Statements(t.Context(), market.StatementSearch{Category: market.SaleGeneral}, market.Ask{})
	require.NoError(t, err)
	require.Empty(t, page.Rows)
	shop.Turn(t, world.Works(shop.Clock), shanghai(t, "2026-11-03 09:01"))
	require.Equal(t, "202610", newest(t, shop, shop.Lanxi).Number)
	require.Equal(t, []market.Act{market.CloseStatement}, shop.JobsFor(t, shop.Lanxi))
}

// transactions.md §6.1, §6.13.
func TestASellerWithoutCertificationGetsNoStatement(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	sell(t, shop, shop.Yunzhan, soldOrder{number: "CS10", amount: "2000.00", paid: "2026-10-12 10:00"})
	require.ErrorIs(t, shop.Seller(shop.Yunzhan, market.Treasurer).CloseStatement(t.Context(), october), &market.Problem{Kind: market.KindConflict})
	require.NoError(t, shop.DB.Seller(market.TheClock, shop.Yunzhan).CloseStatement(t.Context(), market.Month{}))

	certify(t, shop, shop.Yunzhan, "2026-11-19 10:00")
	shop.Clock.Set(shanghai(t, "2026-12-03 09:00"))
	st := closed(t, shop, shop.Yunzhan, november)
	require.Equal(t, []string{"1 sale CS10 1900.00"}, told(t, shop, shop.Yunzhan, st))
}

func TestAClosingThatIsCutOffLeavesNothing(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "2000.00", paid: "2026-10-12 10:00"})
	_, err := shop.DB.Pool().Exec(`CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
		CREATE TRIGGER cut AFTER INSERT ON statement_lines FOR EACH ROW EXECUTE FUNCTION cut()`)
	require.NoError(t, err)
	require.Error(t, shop.Seller(shop.Lanxi, market.Treasurer).CloseStatement(t.Context(), october))
	var left int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT (SELECT count(*) FROM statements) + (SELECT count(*) FROM statement_lines) + (SELECT count(*) FROM statement_absences)`).Scan(&left))
	require.Zero(t, left)
	_, err = shop.DB.Pool().Exec(`DROP TRIGGER cut ON statement_lines`)
	require.NoError(t, err)
	require.Equal(t, 1, closed(t, shop, shop.Lanxi, october).Lines)
}

func TestTheIncrementCountsWhatTheProductSoldInTheMonthOfPayment(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "900000.00", paid: "2026-10-12 10:00"})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS02", amount: "600000.00", paid: "2026-10-20 10:00", effective: "2026-11-02 10:00"})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS03", amount: "700000.00", paid: "2026-10-20 10:00", test: true})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS04", amount: "100.00", paid: "2026-11-20 10:00"})
	require.Equal(t, []string{"1 sale CS01 873000.00"}, told(t, shop, shop.Lanxi, closed(t, shop, shop.Lanxi, october)))
	shop.Clock.Set(shanghai(t, "2026-12-03 09:00"))
	st := closed(t, shop, shop.Lanxi, november)
	require.Equal(t, []string{"1 sale CS02 582000.00", "2 sale CS04 95.00"}, told(t, shop, shop.Lanxi, st))
	require.Equal(t, 1, st.TierProducts)
}

func TestMarginalTiersFollowTheOrderOfPayment(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	_, err := shop.DB.Pool().Exec(`INSERT INTO settings (name, value, changed_at) VALUES ('marginal_tiers', 'true', now())`)
	require.NoError(t, err)
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "900000.00", paid: "2026-10-20 10:00"})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS02", amount: "600000.00", paid: "2026-10-12 10:00"})
	st := closed(t, shop, shop.Lanxi, october)
	// CS02 was paid first: 1 % of 100,000. CS01: 1 % of 400,000 and 2 % of 500,000.
	require.Equal(t, []string{"1 sale CS01 869000.00", "2 sale CS02 571000.00"}, told(t, shop, shop.Lanxi, st))
}

func TestAnOrdersBillabilityIsJudgedForItsStatementOrTheRunningMonth(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	in := sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "2000.00", paid: "2026-10-12 10:00"})
	refunded(t, shop, shop.Lanxi, in, "RF1", "2000.00", "2026-11-05 10:00")
	waits := sell(t, shop, shop.Lanxi, soldOrder{number: "CS02", amount: "500.00", paid: "2026-11-12 10:00"})
	open := sell(t, shop, shop.Lanxi, soldOrder{number: "CS03", amount: "600.00", paid: "2026-10-28 10:00", repaid: "open"})
	st := closed(t, shop, shop.Lanxi, october)
	store := shop.Seller(shop.Lanxi, market.Finance)

	e, err := store.Billability(t.Context(), in)
	require.NoError(t, err)
	require.Equal(t, st.ID, e.Statement.ID)
	require.Len(t, e.Lines, 1, "the refund enters in November")
	require.Equal(t, october, e.Against)

	e, err = store.Billability(t.Context(), waits)
	require.NoError(t, err)
	require.True(t, e.Waits())
	require.Equal(t, november, e.Earliest)
	require.Equal(t, "475.00", e.Forecast.Amount.String())

	e, err = store.BillabilityOf(t.Context(), "CS03", october)
	require.NoError(t, err)
	require.Equal(t, open, e.OrderID)
	require.Equal(t, market.Unmet, e.Conditions[1].Verdict)
	require.Equal(t, november, e.Earliest)

	f, err := store.SettlementForecast(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, f.Settleable.Orders)
	require.Equal(t, "475.00", f.Settleable.Amount.String())
	require.Equal(t, "billing.not_repaid", f.Blocked[0].Reason.Key)
	require.Equal(t, "570.00", f.Blocked[0].Amount.String())
}

func TestARateHoldsFromItsDayOn(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	desk := shop.DB.Operator(shop.Actor(market.Treasurer))
	today := market.DayOf(dbtest.Today)
	rate := market.Rate{Kind: market.RatePlatformFee, Ratio: market.Percent("6"), EffectiveOn: today.Plus(1)}
	require.NoError(t, desk.AddRate(t.Context(), rate))
	require.ErrorIs(t, desk.AddRate(t.Context(), rate), &market.Problem{Kind: market.KindInvalid})
	rate.EffectiveOn = today.Plus(-1)
	require.ErrorIs(t, desk.AddRate(t.Context(), rate), &market.Problem{Kind: market.KindInvalid})
	require.ErrorIs(t, shop.DB.Operator(shop.Actor(market.Owner)).AddRate(t.Context(), rate), market.Denied)
	act, _ := shop.LastAudit(t, market.Platform)
	require.Equal(t, market.AddRate, act)
	_, err := shop.DB.Pool().Exec(`UPDATE rates SET ratio = 0`)
	require.ErrorContains(t, err, "never changed")
}

func TestAStrangerFindsNoStatement(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	order := sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "2000.00", paid: "2026-10-12 10:00"})
	st := closed(t, shop, shop.Lanxi, october)
	stranger, ctx := shop.Seller(shop.Yunzhan, market.Owner, market.Treasurer), t.Context()
	_, err := stranger.Statement(ctx, st.ID)
	require.ErrorIs(t, err, market.NotFound)
	_, err = stranger.Billability(ctx, order)
	require.ErrorIs(t, err, market.NotFound)
	_, err = stranger.BillabilityOf(ctx, "CS01", october)
	require.ErrorIs(t, err, market.NotFound)
	for _, act := range []error{
		stranger.SendStatement(ctx, st.ID), stranger.CountersignStatement(ctx, st.ID), stranger.FailRequestStatement(ctx, st.ID, "x"),
		stranger.ApproveStatement(ctx, st.ID), stranger.RejectStatement(ctx, st.ID, "x"), stranger.RestartStatement(ctx, st.ID),
		stranger.PayStatement(ctx, st.ID, "B", market.DayOf(dbtest.Today)), stranger.FailStatement(ctx, st.ID, "x"),
	} {
		require.ErrorIs(t, act, market.NotFound)
	}
}
