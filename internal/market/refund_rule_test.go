package market

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// sheetRules is the table of transactions.md §4.1, typed from the sheet: access type, billing,
// supervised, and what it says. "period/one-time" are two rows, "–" is any.
var sheetRules = []struct {
	access     AccessType
	billing    []Charging
	supervised bool
	says       string
}{
	{AccessImage, []Charging{ChargePeriod}, false, "5-day no-reason; over quota or over 5 d used fee deducted"},
	{AccessImage, []Charging{ChargeOnDemand}, false, "not refundable"},
	{AccessSaaS, []Charging{ChargePeriod}, false, "5-day"},
	{AccessSaaS, []Charging{ChargeOneTime}, false, "5-day"},
	{AccessSaaS, []Charging{ChargePeriod, ChargeOneTime}, true, "negotiated"},
	{AccessLicense, []Charging{ChargePeriod, ChargeOneTime}, true, "negotiated"},
	{AccessService, []Charging{ChargePeriod, ChargeOneTime}, true, "negotiated"},
	{AccessHardware, []Charging{ChargePeriod, ChargeOneTime}, true, "negotiated; return process §4.4"},
	{AccessOrchestration, []Charging{ChargePeriod, ChargeOneTime}, true, "negotiated"},
	{AccessDataFile, []Charging{ChargePeriod, ChargeOneTime}, true, "negotiated"},
	{AccessAPI, []Charging{ChargePeriod, ChargeOneTime, ChargeOnDemand, ChargeOnDemandPackage}, false, "not supported"},
	{AccessContainer, []Charging{ChargePeriod, ChargeOneTime, ChargeOnDemand}, false, "not supported"},
	{AccessConsulting, []Charging{ChargePeriod, ChargeOneTime}, false, "not supported"},
}

// transactions.md §4.1: the table of rules is the sheet's.
func TestTheTableOfRefundRulesIsTheSheets(t *testing.T) {
	t.Parallel()
	means := map[string]RefundRule{
		"5-day no-reason; over quota or over 5 d used fee deducted": {Way: WayFiveDay, Deducts: true},
		"5-day": {Way: WayFiveDay}, "not refundable": {Way: WayNone}, "not supported": {Way: WayNone},
		"negotiated": {Way: WayNegotiated}, "negotiated; return process §4.4": {Way: WayNegotiated, Returns: true},
	}
	settings, seen := DefaultSettings(), map[RefundRule]bool{}
	for _, row := range sheetRules {
		for _, charging := range row.billing {
			rule := settings.RefundRule(Order{AccessType: row.access, Charging: charging, Supervised: row.supervised, Currency: CNY})
			want, name := means[row.says], fmt.Sprint(row.access, charging, row.supervised)
			require.Equal(t, want.Way, rule.Way, name)
			require.Equal(t, want.Deducts, rule.Deducts, name)
			require.Equal(t, want.Returns, rule.Returns, name)
			seen[rule] = true
		}
	}
	for _, rule := range RefundRules {
		require.True(t, seen[rule], "not in the sheet: %v", rule)
	}
	for _, access := range AccessTypes { // what the table does not name cannot be given back
		for _, charging := range []Charging{ChargePeriod, ChargeOneTime, ChargeOnDemand, ChargeOnDemandPackage} {
			for _, supervised := range []bool{true, false} {
				named := false
				for _, row := range sheetRules {
					for _, c := range row.billing {
						named = named || row.access == access && row.supervised == supervised && (c == charging || row.access == AccessOrchestration || row.access == AccessDataFile)
					}
				}
				rule := settings.RefundRule(Order{AccessType: access, Charging: charging, Supervised: supervised, Currency: CNY})
				require.True(t, named || rule.Way == WayNone, "%s %s %v", access, charging, supervised)
			}
		}
	}
}

// transactions.md §4.1: the international site's policy is a setting, and so is the one-time line.
func TestTheInternationalSiteRefundsNothingUnsupervised(t *testing.T) {
	t.Parallel()
	settings := DefaultSettings()
	abroad := Order{AccessType: AccessSaaS, Charging: ChargePeriod, Currency: USD}
	require.Equal(t, WayNone, settings.RefundRule(abroad).Way)
	abroad.Supervised = true
	require.Equal(t, WayNegotiated, settings.RefundRule(abroad).Way)
	abroad.Supervised, settings.RefundAbroad = false, false
	require.Equal(t, WayFiveDay, settings.RefundRule(abroad).Way)
	settings.FiveDayOnce = false
	require.Equal(t, WayNone, settings.RefundRule(Order{AccessType: AccessSaaS, Charging: ChargeOneTime}).Way)
}

// given is an order that was opened so many days before friday and runs for a year.
func given(days int, with ...func(*Order)) Order {
	began := friday.AddDate(0, 0, -days)
	ends := began.AddDate(0, 0, 360)
	o := Order{Number: "CS1", Type: OrderNew, Status: OrderCompleted, AccessType: AccessSaaS, Charging: ChargePeriod, Currency: CNY,
		Amount: Yuan("3600.00"), EffectiveAt: &began, ExpiresAt: &ends}
	for _, change := range with {
		change(&o)
	}
	return o
}

// transactions.md §4.1, §4.2, §4.6: what goes back without the seller's consent, how much, and
// every refusal.
func TestUnsubscribingWithoutConsent(t *testing.T) {
	t.Parallel()
	image := func(o *Order) { o.AccessType = AccessImage }
	root := NewID[Order](friday)
	for _, test := range []struct {
		name   string
		order  Order
		used   int
		cause  RefundCause
		amount string
		key    string
	}{
		{"§4.2 within five days", given(4), 9, RefundFiveDays, "3600.00", ""},
		{"§4.2 to the last moment", given(5), 0, RefundFiveDays, "3600.00", ""},
		{"§4.2 a moment later", given(5, func(o *Order) { at := o.EffectiveAt.Add(-time.Second); o.EffectiveAt = &at }), 0, "", "", "order.five_days_over"},
		{"§4.1 the quota is ten", given(1), 10, "", "", "order.five_days_quota"},
		{"§4.1 an image over five days", given(36, image), 0, RefundUsed, "3240.00", ""},
		{"§4.1 an image over the quota", given(1, image), 10, RefundUsed, "3590.00", ""},
		{"§4.1 an image in the quota", given(1, image), 9, RefundFiveDays, "3600.00", ""},
		{"§4.1 an image all used", given(359, image, func(o *Order) {
			began, ends := o.EffectiveAt.Add(-12*time.Hour), friday.Add(time.Hour)
			o.EffectiveAt, o.ExpiresAt = &began, &ends
		}), 0, "", "", "refund.all_used"},
		{"§4.1 pay-per-use image", given(1, image, func(o *Order) { o.Charging = ChargeOnDemand }), 0, "", "", "refund.no_usage"},
		{"§4.1 package in use", given(1, func(o *Order) { o.Charging = ChargeOnDemandPackage }), 0, "", "", "refund.no_usage"},
		{"§4.1 un-effective renewal", given(-30, func(o *Order) { o.Type, o.RenewsID = OrderRenew, &root }), 10, RefundOfRenewal, "3600.00", ""},
		{"§4.1 effective renewal", given(1, func(o *Order) { o.Type, o.RenewsID = OrderRenew, &root }), 0, "", "", "order.renewal_runs"},
		{"§4.1 trial", given(1, func(o *Order) { o.Type = OrderTrial }), 0, "", "", "refund.no_trial"},
		{"§4.1 expired", given(1, func(o *Order) { ends := friday.Add(-time.Hour); o.ExpiresAt = &ends }), 0, "", "", "refund.expired"},
		{"§4.1 supervision done", given(1, func(o *Order) { o.Supervised = true }), 0, "", "", "refund.outside_guarantee"},
		{"§4.1 given back before", given(1, func(o *Order) { o.RefundedAmount = Yuan("1") }), 0, "", "", "refund.gone_back"},
		{"§4.1 not opened", given(1, func(o *Order) { o.Status = OrderProcessing }), 0, "", "", "order.not_completed"},
		{"§4.1 API", given(1, func(o *Order) { o.AccessType = AccessAPI }), 0, "", "", "order.no_five_days"},
		{"§4.1 abroad", given(1, func(o *Order) { o.Currency = USD }), 0, "", "", "order.no_five_days"},
	} {
		u, err := test.order.Unsubscribe(FiveDayQuota{Used: test.used, Of: 10}, DefaultSettings(), friday)
		if test.key != "" {
			require.ErrorIs(t, err, &Problem{Kind: KindConflict}, test.name)
			require.ErrorContains(t, err, test.key, test.name)
			continue
		}
		require.NoError(t, err, test.name)
		require.Equal(t, test.cause, u.Cause, test.name)
		require.Equal(t, test.amount, u.Amount.String(), test.name)
	}
}

// sheetMoves are the tables of transactions.md §4.2–§4.4, typed from the sheet: from, event,
// actor, to.
var sheetMoves = []struct {
	from  RefundStatus
	event Act
	actor Role
	to    []RefundStatus
}{
	{RefundTransit, ConfirmRefund, Manager, []RefundStatus{RefundRequested}},                                  // in transit needs operator confirmation first
	{RefundTransit, DenyRefund, Manager, []RefundStatus{RefundRejected}},                                      // which may be refused
	{RefundTransit, WithdrawRefund, Buyer, []RefundStatus{RefundWithdrawn}},                                   //
	{RefundRequested, WithdrawRefund, Buyer, []RefundStatus{RefundWithdrawn}},                                 // 撤回退订
	{RefundRequested, ApproveRefund, Owner, []RefundStatus{RefundApproved, RefundReturning, RefundReviewing}}, // 同意; + return address; large
	{RefundRequested, RejectRefund, Owner, []RefundStatus{RefundRejected}},                                    // 驳回
	{RefundReturning, ShipRefund, Buyer, []RefundStatus{RefundInspecting}},                                    // upload return courier data
	{RefundReturning, WithdrawRefund, Buyer, []RefundStatus{RefundWithdrawn}},                                 //
	{RefundReturning, LapseRefund, Clock, []RefundStatus{RefundWithdrawn}},                                    // 10 d pass
	{RefundInspecting, AcceptRefund, Owner, []RefundStatus{RefundApproved, RefundReviewing}},                  // 确认验收
	{RefundInspecting, DisputeRefund, Owner, []RefundStatus{RefundDisputed}},                                  // 验收异常
	{RefundInspecting, AppealRefund, Owner, []RefundStatus{RefundAppealed}},                                   //
	{RefundInspecting, AssumeRefund, Clock, []RefundStatus{RefundApproved, RefundReviewing}},                  // 15 d pass
	{RefundDisputed, ShipRefund, Buyer, []RefundStatus{RefundInspecting}},                                     // operator or buyer reacts
	{RefundDisputed, WithdrawRefund, Buyer, []RefundStatus{RefundWithdrawn}},                                  //
	{RefundDisputed, AcceptRefund, Owner, []RefundStatus{RefundApproved, RefundReviewing}},
	{RefundDisputed, AppealRefund, Owner, []RefundStatus{RefundAppealed}},
	{RefundDisputed, SettleRefund, Manager, []RefundStatus{RefundApproved, RefundInspecting, RefundRejected}},
	{RefundAppealed, SettleRefund, Manager, []RefundStatus{RefundApproved, RefundInspecting, RefundRejected}}, // operator decides
	{RefundReviewing, GrantRefund, Manager, []RefundStatus{RefundApproved}},                                   // > 50,000
	{RefundReviewing, DenyRefund, Manager, []RefundStatus{RefundRejected}},
	{RefundApproved, PayRefund, Clock, []RefundStatus{RefundPaid}},    // refund executed
	{RefundApproved, FinishRefund, Clock, []RefundStatus{RefundPaid}}, // release call accepted
}

// transactions.md §4.2–§4.4: every state, every act, every actor: allowed where the sheet says
// so, refused everywhere else.
func TestARefundMovesAsTheSheetWritesAndByWhomItWrites(t *testing.T) {
	t.Parallel()
	acts := []Act{WithdrawRefund, ApproveRefund, RejectRefund, GrantRefund, DenyRefund, PayRefund, FinishRefund, ConfirmRefund,
		ShipRefund, LapseRefund, AcceptRefund, AssumeRefund, DisputeRefund, AppealRefund, SettleRefund}
	mayDo := map[Act][]Role{ // whose side of the table an act is, and which members of it
		WithdrawRefund: {Buyer}, ShipRefund: {Buyer}, RequestRefund: {Buyer},
		ApproveRefund: {Owner, Finance}, RejectRefund: {Owner, Finance},
		AcceptRefund: {Owner, Finance, Support}, DisputeRefund: {Owner, Finance, Support}, AppealRefund: {Owner, Finance, Support},
		ConfirmRefund: {Manager}, SettleRefund: {Manager}, GrantRefund: {Manager, Treasurer}, DenyRefund: {Manager, Treasurer},
		PayRefund: {Clock}, FinishRefund: {Clock}, LapseRefund: {Clock}, AssumeRefund: {Clock}, RemindRefund: {Clock}, EscalateRefund: {Clock},
	}
	for act, roles := range mayDo {
		for _, role := range []Role{Buyer, Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager, Program, Clock, Self} {
			want := false
			for _, r := range roles {
				want = want || r == role
			}
			require.Equal(t, want, Actor{Roles: []Role{role}}.May(act), "%s by %s", act, role)
		}
	}
	for _, from := range RefundStatuses {
		for _, act := range acts {
			want := map[RefundStatus]bool{}
			for _, row := range sheetMoves {
				if row.from == from && row.event == act {
					require.True(t, Actor{Roles: []Role{row.actor}}.May(act), "%s by %s", act, row.actor)
					for _, to := range row.to {
						want[to] = true
					}
				}
			}
			for _, to := range RefundStatuses {
				r := Refund{Status: from}
				err := r.move(act, to)
				require.Equal(t, want[to], err == nil, "%s --%s--> %s", from, act, to)
			}
			require.Equal(t, len(want) > 0, RefundMoves.Can(from, act), "%s %s", from, act)
		}
	}
}

// transactions.md §4.4: timers, in-transit goods, and what an inspection needs.
func TestHardwareComesBack(t *testing.T) {
	t.Parallel()
	settings, calendar := DefaultSettings(), Office()
	shipped, signed := friday.Add(-48*time.Hour), friday.Add(-time.Hour)
	for _, test := range []struct {
		name   string
		goods  GoodsState
		parcel Parcel
		want   RefundStatus
		key    string
	}{
		{"not sent yet", GoodsMissing, Parcel{}, RefundRequested, ""},
		{"in transit", GoodsMissing, Parcel{ShippedAt: &shipped}, RefundTransit, ""},
		{"refused at the door", GoodsMissing, Parcel{ShippedAt: &shipped, State: string(CourierRefused)}, RefundRequested, ""},
		{"received", GoodsReceived, Parcel{ShippedAt: &shipped, SignedAt: &signed}, RefundRequested, ""},
		{"received what was not sent", GoodsReceived, Parcel{}, "", "refund.goods_not_sent"},
		{"missing though delivered", GoodsMissing, Parcel{ShippedAt: &shipped, SignedAt: &signed}, "", "refund.goods_signed"},
		{"not said", "", Parcel{}, "", "refund.goods_required"},
	} {
		r := Refund{Goods: test.goods, Amount: Yuan("100.00")}
		err := r.Open(&test.parcel, settings, calendar, friday)
		if test.key != "" {
			require.ErrorContains(t, err, test.key, test.name)
			continue
		}
		require.NoError(t, err, test.name)
		require.Equal(t, test.want, r.Status, test.name)
	}

	order := Order{Amount: Yuan("100.00"), Status: OrderProcessing}
	r := Refund{Status: RefundRequested, Goods: GoodsReceived, Amount: Yuan("100.00")}
	booked, err := r.Approve(&order, "", settings, friday)
	require.NoError(t, err)
	require.False(t, booked, "the goods come back first")
	require.Equal(t, RefundReturning, r.Status)
	require.Equal(t, friday.AddDate(0, 0, 10), *r.DueAt)
	couriers := []Courier{{Code: "SF"}}
	require.ErrorContains(t, r.Ship(ReturnParcel{"XX", ""}, couriers, settings, friday), "courier")
	late := r
	require.ErrorContains(t, late.Ship(ReturnParcel{"SF", "1"}, couriers, settings, friday.AddDate(0, 0, 11)), "refund.return_over")
	require.Error(t, late.Lapse(friday.AddDate(0, 0, 9)), "not before its time")
	require.NoError(t, late.Lapse(friday.AddDate(0, 0, 10)))
	require.Equal(t, RefundWithdrawn, late.Status)

	require.NoError(t, r.Ship(ReturnParcel{"SF", "77"}, couriers, settings, friday))
	require.Equal(t, friday.AddDate(0, 0, 15), *r.DueAt)
	require.ErrorContains(t, r.Dispute("", nil, settings, calendar, friday), "fault")
	require.ErrorContains(t, r.Dispute("scratched", nil, settings, calendar, friday), "refund.photos_needed")
	silent, silentOrder := r, order
	_, err = silent.Assume(&silentOrder, settings, friday.AddDate(0, 0, 14))
	require.Error(t, err)
	booked, err = silent.Assume(&silentOrder, settings, friday.AddDate(0, 0, 15))
	require.NoError(t, err)
	require.True(t, booked)
	require.Equal(t, RefundApproved, silent.Status)

	r.Status = RefundDisputed
	over := r
	_, err = over.Settle(ReturnDecision{ReturnRefund, Yuan("100.01"), "x"}, &order, settings, friday)
	require.ErrorContains(t, err, "amount")
	resumed := r
	_, err = resumed.Settle(ReturnDecision{ReturnResume, Money{}, "look again"}, &order, settings, friday)
	require.NoError(t, err)
	require.Equal(t, RefundInspecting, resumed.Status)
	booked, err = r.Settle(ReturnDecision{ReturnRefund, Yuan("60.00"), "half is fair"}, &order, settings, friday)
	require.NoError(t, err)
	require.True(t, booked)
	require.Equal(t, "60.00", order.RefundedAmount.String())
}

// transactions.md §4.3: above the threshold the operator approves, within 24 hours.
func TestALargeRefundWaitsForTheOperator(t *testing.T) {
	t.Parallel()
	settings := DefaultSettings()
	for amount, want := range map[string]RefundStatus{"50000.00": RefundApproved, "50000.01": RefundReviewing} {
		order := Order{Amount: Yuan("60000.00"), Status: OrderProcessing}
		r := Refund{Status: RefundRequested, Amount: Yuan(amount)}
		booked, err := r.Approve(&order, "", settings, friday)
		require.NoError(t, err)
		require.Equal(t, want, r.Status)
		require.Equal(t, want == RefundApproved, booked)
		if !booked {
			require.Equal(t, friday.Add(24*time.Hour), *r.DueAt)
			require.NoError(t, r.Grant(&order, settings, friday))
			require.Equal(t, amount, order.RefundedAmount.String())
		}
	}
	settings.LargeRefund = Money{}
	require.False(t, Refund{Amount: Yuan("999999.00")}.Large(settings, CNY), "0 is never")
	require.True(t, Refund{Amount: Yuan("7000.01")}.Large(settings, USD), "dollars have a limit of their own")
	require.False(t, Refund{Amount: Yuan("7000.00")}.Large(settings, USD))
}

// transactions.md §4.3: the money goes back even where the release call fails; the refund
// keeps the exception until the call is accepted.
func TestAFailedReleaseIsAnExceptionAndNotARefusal(t *testing.T) {
	t.Parallel()
	order := Order{Amount: Yuan("100.00"), RefundedAmount: Yuan("100.00"), Status: OrderProcessing}
	r := Refund{Status: RefundApproved, Amount: Yuan("100.00"), Release: ReleaseWaiting}
	require.NoError(t, r.Pay(&order, friday, friday))
	require.Equal(t, RefundApproved, r.Status)
	require.Equal(t, OrderRefunded, order.Status)
	require.NoError(t, r.Released(false))
	require.True(t, r.Exception())
	require.Equal(t, RefundApproved, r.Status)
	require.NoError(t, r.Released(true))
	require.Equal(t, RefundPaid, r.Status)
	require.Error(t, r.Pay(&order, friday, friday), "never twice")
}

// transactions.md §4.3, §4.4: if nobody acts.
func TestWhatHappensToARefundWhenNobodyActs(t *testing.T) {
	t.Parallel()
	settings, calendar := DefaultSettings(), Office()
	r := Refund{Amount: Yuan("1.00")}
	require.NoError(t, r.Open(nil, settings, calendar, friday))
	all := r.Escalations(settings, calendar, friday)
	require.Len(t, all, 2)
	require.Equal(t, calendar.PlusDays(friday, 7), all[0].At)
	require.Equal(t, calendar.PlusDays(friday, 10), all[1].At, "the operator hears of it")
	require.False(t, all[0].Past)
}
