package db_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// armed is a timer that was begun by what begins it in life: what is done, to what, and when.
type armed struct {
	act     market.Act
	subject fmt.Stringer
	due     time.Time
}

// timed is how one timer of the register is driven by a clock: as an act that is due, by a test
// of its own that moves the clock, or by a look at two instants.
type timed struct {
	arm func(clock) armed
	own func(*testing.T)
	see func(clock)
}

// drives says how every timer is driven (transactions.md §10.3 and what stands beside it).
var drives = map[string]timed{
	"pay_window": {arm: func(c clock) armed {
		made := placed(c.T, counter(c.shop, "C-1"), wanted(c.shop.Codes["澜溪云 ERP SaaS 版/标准版/year"], 1))
		return armed{market.ExpireOrder, made.ID, c.now.Add(7 * 24 * time.Hour)}
	}},
	"hardware_pay_window": {arm: func(c clock) armed {
		buys := purchase(listing(c.T, c.shop, c.shop.Lanxi, market.AccessHardware, market.PerOnce, "100.00"))
		buys.Periods, buys.Address = 1, &market.Address{Recipient: "仓库 王平", Phone: "13800134021", Place: "北京市海淀区中关村大街 1 号"}
		return armed{market.ExpireOrder, placed(c.T, buyer(c.shop, c.shop.Lanxi, "C-1"), buys).ID, c.now.Add(time.Hour)}
	}},
	"order_sync": {own: TestADeliveryRunsFromRequirementToACompletedOrder},
	"refund_sync": {arm: func(c clock) armed {
		customer, made, _ := watched(c.T, c.shop, c.shop.Lanxi)
		id := c.asks(made, customer, "")
		require.NoError(c, c.store.ApproveRefund(c.Context(), id, "", market.Address{}))
		return armed{market.PayRefund, id, c.now}
	}},
	"delivery_window": {see: func(c clock) {
		made, id := c.failing()
		c.turn(c.now.Add(3*time.Hour - time.Second))
		require.Equal(c, market.OrderProcessing, order(c.T, c.store, made.ID).Status)
		c.turn(c.now.Add(3*time.Hour + time.Minute))
		require.Equal(c, market.FulfilmentExhausted, c.state(id))
		require.NotNil(c, order(c.T, c.store, made.ID).RefundedAt, "given back in full")
	}},
	"delivery_every": {see: func(c clock) {
		_, id := c.failing()
		for hour := range 3 {
			c.turn(c.now.Add(time.Duration(hour+1)*time.Hour - time.Second))
			require.Equal(c, hour+1, c.tries(id), "hour %d", hour)
		}
	}},
	"release_window": {see: func(c clock) {
		id := c.freezing()
		begun := c.shop.Clock.Now()
		c.turn(begun.Add(time.Hour - time.Minute))
		require.Equal(c, market.FulfilmentRetrying, c.state(id))
		c.turn(begun.Add(time.Hour + 6*time.Minute))
		require.Equal(c, market.FulfilmentExhausted, c.state(id))
	}},
	"release_every": {see: func(c clock) {
		id := c.freezing()
		begun := c.shop.Clock.Now()
		c.turn(begun.Add(5*time.Minute - time.Second))
		require.Equal(c, 1, c.tries(id))
		c.turn(begun.Add(5*time.Minute + time.Second))
		require.Equal(c, 2, c.tries(id))
	}},
	"licence_window": {own: TestACodesMessageIsTriedSixtyTimes},
	"licence_every":  {own: TestACodesMessageIsTriedSixtyTimes},
	"signed_days": {arm: func(c clock) armed {
		_, made := received(c.T, c.shop)
		row, err := c.store.SupervisionOf(c.Context(), made.ID)
		require.NoError(c, err)
		return armed{market.AssumeSupervision, row.ID, c.now.AddDate(0, 0, 10)}
	}},
	"appeal_idle_days": {own: TestTheOlderPolicyIsASwitch},
	"appeal_rejects":   {own: TestTheOlderPolicyIsASwitch},
	"appeal_days": {arm: func(c clock) armed {
		_, id := c.confirming()
		appeal, err := c.store.FileAppeal(c.Context(), id, market.Complaint{Ground: market.GroundDispute, Reason: "not what was agreed"})
		require.NoError(c, err)
		return armed{market.RemindAppeal, appeal, c.warning(3)}
	}},
	"supervision_close_days": {own: TestClosingAfterAYearRefundsWhereTheInstallationWantsIt},
	"supervision_remind": {arm: func(c clock) armed {
		_, _, id := watched(c.T, c.shop, c.shop.Lanxi)
		return armed{market.RemindSupervision, id, c.now.AddDate(0, 0, 180)}
	}},
	"refund_days": {arm: func(c clock) armed {
		customer, made, _ := watched(c.T, c.shop, c.shop.Lanxi)
		return armed{market.RemindRefund, c.asks(made, customer, ""), c.calendar.PlusDays(c.now, 7)}
	}},
	"refund_escalate_days": {arm: func(c clock) armed {
		customer, made, _ := watched(c.T, c.shop, c.shop.Lanxi)
		return armed{market.EscalateRefund, c.asks(made, customer, ""), c.calendar.PlusDays(c.now, 10)}
	}},
	"return_days": {arm: func(c clock) armed {
		customer, made := received(c.T, c.shop)
		id := c.asks(made, customer, market.GoodsReceived)
		require.NoError(c, c.store.ApproveRefund(c.Context(), id, "", warehouse))
		return armed{market.LapseRefund, id, c.now.AddDate(0, 0, 10)}
	}},
	"inspect_days": {arm: func(c clock) armed {
		customer, made := received(c.T, c.shop)
		id := c.asks(made, customer, market.GoodsReceived)
		require.NoError(c, c.store.ApproveRefund(c.Context(), id, "", warehouse))
		require.NoError(c, customer.ShipRefund(c.Context(), id, market.ReturnParcel{Courier: "SF", Tracking: "SF10"}))
		return armed{market.AssumeRefund, id, c.now.AddDate(0, 0, 15)}
	}},
	"five_days":            {own: TestWhatWasOpenedWithinFiveDaysGoesBackByAnOrderOfItsOwn},
	"five_day_times":       {own: TestWhatWasOpenedWithinFiveDaysGoesBackByAnOrderOfItsOwn},
	"invoice_days":         {own: TestAnInvoiceIsRememberedOnDaysFiveAndSevenAndConfirmedAfterNinety},
	"invoice_remind":       {own: TestAnInvoiceIsRememberedOnDaysFiveAndSevenAndConfirmedAfterNinety},
	"invoice_confirm_days": {own: TestAnInvoiceIsRememberedOnDaysFiveAndSevenAndConfirmedAfterNinety},
	"billing_day":          {own: TestTheClockClosesEachMonthAndPlansTheNext},
	"billing_day_abroad":   {own: TestTheClockClosesTheMonthAbroadOnItsOwnDay},
	"review_days_abroad": {see: func(c clock) {
		s := market.Statement{Status: market.StatementReviewing, Currency: market.USD, ClosedAt: c.now}
		require.Equal(c, c.calendar.WorkingDay(market.DayOf(c.now), 3), s.Due(c.settings, c.calendar))
	}},
	"statement_review_days":   {see: func(c clock) { c.statementDue(market.StatementReviewing, 2) }},
	"countersign_days":        {see: func(c clock) { c.statementDue(market.StatementCountersigning, 8) }},
	"platform_invoice_months": {own: TestASellerThatDoesNotInvoiceIsRemindedAfterAMonth},
	"invoice_review_days": {see: func(c clock) {
		s := market.Statement{Category: market.SaleJoint, Status: market.StatementInvoiceReviewing, InvoicedAt: &c.now}
		require.Equal(c, c.calendar.WorkingDay(market.DayOf(c.now), 2), s.Due(c.settings, c.calendar))
	}},
	"payment_review_days": {see: func(c clock) {
		s := market.Statement{Category: market.SaleJoint, Status: market.StatementPaymentReviewing, InvoicesPassedAt: &c.now}
		require.Equal(c, c.calendar.WorkingDay(market.DayOf(c.now), 8), s.Due(c.settings, c.calendar))
	}},
	"details_daily": {own: TestDailyTransactionDetailsEndWithTheDayBefore},
	"details_at": {see: func(c clock) {
		c.settings.DetailsDaily = true
		day := market.DayOf(c.now).Begin()
		require.Equal(c, day, *c.settings.DetailsUntil(day.Add(8 * time.Hour)))
		require.Equal(c, market.DayOf(c.now).Plus(-1).Begin(), *c.settings.DetailsUntil(day.Add(8*time.Hour - time.Second)))
	}},
	"statement_pay_days": {see: func(c clock) { c.statementDue(market.StatementPaying, 6) }},
	"export_days": {arm: func(c clock) armed {
		id, err := c.store.CreateExport(c.Context(), "Orders", "/orders", "csv")
		require.NoError(c, err)
		require.NoError(c, c.shop.Seller(c.shop.Lanxi, market.Clock).WriteExport(c.Context(), id, bytes.NewReader([]byte("number\n"))))
		return armed{market.ExpireExport, id, c.now.AddDate(0, 0, 3)}
	}},
	"freeze_retention": {arm: func(c clock) armed {
		_, made := opened(c.T, c.shop, "澜溪云 ERP SaaS 版/标准版/month", 1)
		c.turn(*made.ExpiresAt)
		return armed{market.ReleaseInstance, *made.InstanceID, made.ExpiresAt.AddDate(0, 0, 15)}
	}},
	"arrears_grace": {own: TestWhatIsPaidByUseRunsOnInArrearsIsFrozenAndReleased},
	"failed_orders": {own: TestAProductWhoseInterfaceFailsTooManyOrdersIsTakenOffSale},
	"demand_days": {arm: func(c clock) armed {
		var id market.DemandID
		var assigned time.Time
		require.NoError(c, c.shop.DB.Pool().QueryRow(`SELECT id, assigned_at FROM demands WHERE status = 'to_accept' AND assigned_at > $1 ORDER BY assigned_at DESC LIMIT 1`,
			c.now.AddDate(0, 0, -4)).Scan(&id, &assigned))
		return armed{market.ExpireDemand, id, assigned.AddDate(0, 0, 5)}
	}},
	"sanction_yellow": {arm: punishes(market.SanctionYellow, 3)},
	"sanction_trade":  {arm: punishes(market.SanctionTrade, 1)},
	"sanction_hide":   {arm: punishes(market.SanctionHide, 2)},
	"audit_retention": {own: TestOldEntriesGoAndTheRestOfTheChainHolds},

	"idle_first": {arm: func(c clock) armed {
		_, id := c.confirming()
		return armed{market.NudgeSupervision, id, c.now.Add(72 * time.Hour)}
	}},
	"idle_second": {arm: func(c clock) armed {
		_, id := c.confirming()
		c.turn(c.now.Add(72 * time.Hour))
		return armed{market.NudgeSupervision, id, c.now.Add(120 * time.Hour)}
	}},
	"confirm_days": {arm: func(c clock) armed {
		_, id := c.confirming()
		return armed{market.WarnSupervision, id, c.warning(3)}
	}},
	"deliver_days": {arm: func(c clock) armed {
		_, id := c.confirming()
		c.pass()
		require.NoError(c, c.store.ConfirmSupervision(c.Context(), id, 0))
		return armed{market.WarnSupervision, id, c.warning(10)}
	}},
	"website_days": {arm: func(c clock) armed {
		_, _, id := bought(c.T, c.shop, market.AccessService, `{"flow": "website"}`)
		return armed{market.WarnSupervision, id, c.warning(5)}
	}},
	"warn_before": {arm: func(c clock) armed {
		c.choose("warn_before", `"8h"`)
		c.settings.WarnBefore = market.Span{Duration: 8 * time.Hour}
		c.pass() // settings are remembered for some seconds
		_, id := c.confirming()
		return armed{market.WarnSupervision, id, c.warning(3)}
	}},
	"evidence_days": {arm: func(c clock) armed {
		customer, _, id := watched(c.T, c.shop, c.shop.Lanxi)
		appeal, err := customer.FileAppeal(c.Context(), id, market.Complaint{Ground: market.GroundDispute, Reason: "nothing begins"})
		require.NoError(c, err)
		require.NoError(c, c.shop.Seller(c.shop.Lanxi, market.Manager).AskAppeal(c.Context(), appeal, market.PartySeller, "say when"))
		return armed{market.LapseAppeal, appeal, c.now.AddDate(0, 0, 5)}
	}},
	"large_refund_in": {own: TestTheOperatorIsAskedFirst},
	"review_days": {see: func(c clock) {
		rows, err := c.shop.DB.Pool().Query(`SELECT submitted_at, due_at FROM reviews`)
		require.NoError(c, err)
		defer rows.Close()
		n := 0
		for ; rows.Next(); n++ {
			var submitted, due time.Time
			require.NoError(c, rows.Scan(&submitted, &due))
			require.True(c, c.calendar.PlusDays(submitted, 3).Equal(due), "%s: %s", submitted, due)
		}
		require.NoError(c, rows.Err())
		require.Positive(c, n)
	}},
	"quota_every":        {own: TestWhatIsLeftOfAPackageIsToldOncePerThreshold},
	"renew_before":       {own: TestWhatRenewsByItselfIsChargedSevenDaysBeforeItsEnd},
	"renew_at":           {own: TestARenewalThatCannotBeChargedIsTriedDaily},
	"ticket_accept":      {own: TestATicketsTimeRunsOutAtTheExactInstantAndIsToldOnce},
	"ticket_solve":       {own: TestATicketThroughItsLife},
	"ticket_close_days":  {own: TestATicketThatNobodyConfirmsClosesAfterSevenDays},
	"ticket_access_days": {own: TestATicketThroughItsLife},
	"quiet_from":         {see: func(c clock) { c.quiet("22:01", 8) }},
	"quiet_until":        {see: func(c clock) { c.quiet("07:58", 8) }},
	"key_overlap": {arm: func(c clock) armed {
		keys, err := c.store.KeysInUse(c.Context(), market.KeyBase)
		require.NoError(c, err)
		_, err = c.store.RotateKey(c.Context(), keys[0].ID)
		require.NoError(c, err)
		return armed{market.RetireKey, keys[0].ID, c.now.Add(72 * time.Hour)}
	}},
}

// statementDue looks at a statement that reached the state just now.
func (c clock) statementDue(status market.StatementStatus, days int) {
	c.Helper()
	s := market.Statement{Category: market.SaleGeneral, Status: status, ClosedAt: c.now, SentAt: &c.now, CountersignedAt: &c.now}
	require.Equal(c, c.calendar.WorkingDay(market.DayOf(c.now), days), s.Due(c.settings, c.calendar))
}

// quiet leaves a message at that hour of the night: it goes out when the quiet hours end.
func (c clock) quiet(at string, until int) {
	c.Helper()
	c.shop.DB.Deliver(market.Mail)
	c.choose("quiet_hours", "true")
	hour, err := time.Parse("15:04", at)
	require.NoError(c, err)
	day := market.DayOf(c.now).Plus(1)
	night := day.Begin().Add(time.Duration(hour.Hour())*time.Hour + time.Duration(hour.Minute())*time.Minute)
	c.shop.Clock.Set(night)
	watched(c.T, c.shop, c.shop.Lanxi)
	if hour.Hour() >= until {
		day = day.Plus(1)
	}
	morning := day.Begin().Add(time.Duration(until) * time.Hour)
	require.Positive(c, c.count(`SELECT count(*) FROM deliveries WHERE created_at >= $1 AND next_at = $2`, night, morning))
	require.Zero(c, c.count(`SELECT count(*) FROM deliveries WHERE created_at >= $1 AND next_at <> $2`, night, morning))
	c.turn(morning.Add(-time.Second))
	require.Zero(c, c.count(`SELECT count(*) FROM deliveries WHERE created_at >= $1 AND status = 'sent'`, night))
	c.turn(morning)
	require.Zero(c, c.count(`SELECT count(*) FROM deliveries WHERE created_at >= $1 AND status <> 'sent'`, night))
}

// punishes imposes a sanction that ends after so many months.
func punishes(kind market.SanctionKind, months int) func(clock) armed {
	return func(c clock) armed {
		id, err := c.shop.Seller(c.shop.Lanxi, market.Manager).ImposeSanction(c.Context(), market.SanctionAsk{Violation: market.ViolationForged,
			Kinds: []market.SanctionKind{kind}, Product: c.shop.Products[erp], Reason: "the screenshot was edited"})
		require.NoError(c, err)
		return armed{market.EndSanction, id, c.now.In(market.Shanghai).AddDate(0, months, 0)}
	}
}

// transactions.md §10.3: every timer of the register is driven by a clock: due, and not before;
// once, also when the worker was killed before it crossed the job off. A new timer fails here
// until it says how.
func TestEveryTimerOfTheRegisterIsDrivenByAClock(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, timer := range market.Timers {
		known[timer.Name] = true
		t.Run(timer.Name, func(t *testing.T) {
			t.Parallel()
			drive, said := drives[timer.Name]
			if timer.Way == market.TimerElsewhere {
				require.False(t, said, "nothing here keeps it")
				return
			}
			require.True(t, said, "say in drives how a clock drives %s", timer.Name)
			if drive.own != nil {
				return // a test of its own moves the clock
			}
			shop := dbtest.New(t)
			_, err := shop.DB.Pool().Exec(`DELETE FROM river_job WHERE args->>'act' NOT LIKE 'demand.%'`)
			require.NoError(t, err)
			c := clock{T: t, shop: shop, now: shop.Clock.Now(), store: shop.Seller(shop.Lanxi)}
			c.settings, err = shop.DB.Settings(t.Context())
			require.NoError(t, err)
			c.calendar, err = shop.DB.Calendar(t.Context())
			require.NoError(t, err)
			if drive.see != nil {
				drive.see(c)
				return
			}
			require.Equal(t, market.TimerJob, timer.Way)
			a := drive.arm(c)
			require.Contains(t, timer.Acts, a.act)
			c.fires(a)
		})
	}
	for name := range drives {
		require.True(t, known[name], "%s stands in no register", name)
	}
}

func (c clock) fires(a armed) {
	c.Helper()
	before := c.done(a)
	if a.due.After(c.shop.Clock.Now()) {
		c.turn(a.due.Add(-time.Second))
		require.Equal(c, before, c.done(a), "%s too early", a.act)
	}
	pool := c.shop.DB.Pool()
	_, err := pool.Exec(`CREATE TABLE crossed_off AS SELECT river_job.* FROM river_job WHERE args->>'act' = $1 AND args->>'subject' = $2 AND scheduled_at <= $3
		AND state IN ('available', 'scheduled', 'retryable')`, a.act, a.subject.String(), a.due)
	require.NoError(c, err)
	require.Positive(c, c.count(`SELECT count(*) FROM crossed_off`), "%s is not planned for %s", a.act, a.due)
	c.turn(a.due)
	require.Equal(c, before+1, c.done(a), "%s not done at %s", a.act, a.due)
	_, err = pool.Exec(`INSERT INTO river_job TABLE crossed_off`) // as a killed worker leaves it
	require.NoError(c, err)
	c.turn(a.due.Add(time.Second))
	require.Equal(c, before+1, c.done(a), "%s done twice", a.act)
}
