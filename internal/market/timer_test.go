package market

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// sheet is the timer register of transactions.md §10.3 as it is written there, row by row,
// with the values that ship: of a setting by its name, of what is fixed as the page says it.
var sheet = []struct {
	row  string
	want map[string]any
}{
	{"Pay window", map[string]any{"pay_window": 7 * 24 * time.Hour, "hardware_pay_window": time.Hour}},
	{"Order status sync after acceptance", map[string]any{"order_sync": 3 * time.Hour}},
	{"Refund status sync after approval", map[string]any{"refund_sync": 3 * time.Hour}},
	{"Create/upgrade retries", map[string]any{"delivery_window": 3 * time.Hour}},
	{"Renew/freeze/release retries", map[string]any{"release_window": time.Hour}},
	{"Hardware auto accept", map[string]any{"signed_days": 10}},
	{"Legacy appeal idle / rejects", map[string]any{"appeal_idle_days": 5, "appeal_rejects": 3}},
	{"Appeal SLA", map[string]any{"appeal_days": 3}},
	{"Supervision overdue", map[string]any{"supervision_close_days": 0, "supervision_remind": 180 * 24 * time.Hour}}, // §14.2: off, reminded instead
	{"Seller refund review soft limit", map[string]any{"refund_days": 7}},
	{"Return shipment / return check", map[string]any{"return_days": 10, "inspect_days": 15}},
	{"5-day refund; annual quota", map[string]any{"five_days": 5, "five_day_times": 10}},
	{"Customer invoice", map[string]any{"invoice_days": 7}},
	{"Platform invoice after notice", map[string]any{"platform_invoice_months": 1}},
	{"Invoice review", map[string]any{"invoice_review_days": 2}},
	{"Billing day; review; countersign; pay", map[string]any{"billing_day": 3, "statement_review_days": 2, "countersign_days": 8, "statement_pay_days": 6}},
	{"Export retention", map[string]any{"export_days": 3}},
	{"Freeze period", map[string]any{"freeze_retention": 15 * 24 * time.Hour}},
	{"Demand", map[string]any{"demand_days": 5}},
	{"Usage lateness hourly / daily", map[string]any{"usage_hourly": 2 * time.Hour, "usage_daily": time.Hour}},
	{"Transaction data freshness", map[string]any{"details_daily": false, "details_at": 8 * time.Hour}}, // of now unless the installation wants them daily
	{"Audit retention (parity)", map[string]any{"audit_retention": 730}},                                // never less than a year: more than the 7 days of parity
}

// transactions.md §10.3
func TestTheRegisterIsTheSheets(t *testing.T) {
	t.Parallel()
	settings := map[string]any{}
	defaults := reflect.ValueOf(DefaultSettings())
	for i := range defaults.NumField() {
		value := defaults.Field(i).Interface()
		if span, is := value.(Span); is {
			value = span.Duration
		}
		settings[defaults.Type().Field(i).Tag.Get("json")] = value
	}
	for i, line := range sheet {
		found := map[string]any{}
		for _, timer := range Timers {
			if timer.Row != i+1 {
				continue
			}
			found[timer.Name] = settings[timer.Setting]
		}
		require.Equal(t, line.want, found, line.row)
	}
	for _, timer := range Timers {
		require.LessOrEqual(t, timer.Row, len(sheet), timer.Name)
	}
}

// untimed are the settings that are no timers.
var untimed = []string{"redeliver_files", "office_opens", "office_shuts", "trial_time_lost", "stock_warning", "call_timeout", "require_body_sign", "legacy_appeals",
	"least_payout", "least_payout_abroad", "platform_title", "platform_tax_number", "invoice_mailbox", "invoice_address", "invoice_phone", "marginal_tiers", "postage_from", "session_life", "lock_after", "lock_for", "storefront_calls", "open_calls", "keep_keys",
	"offer_free_discount", "offer_free_share", "points_first", "points_warn", "points_punish", "level_category", "level_campaign", "level_front", "level_manager", "spotlight_most", "spotlight_days", "five_day_once", "free_refund", "refund_abroad", "large_refund", "large_refund_abroad", "quiet_hours",
	"select_open", "platform_open", "name_letters", "highlight_count", "highlight_title", "highlight_text", "video_megabytes", "promised_days", "tags_abroad", "draft_count",
	"agreement_strict", "spec_count", "attribute_count", "value_count", "sku_count", "trial_filing", "trial_per_product",
	"usage_calls", "usage_refuse", "usage_overlap", "usage_tier_total"}

func TestEverySettingThatIsATimeStandsInTheRegister(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, timer := range Timers {
		require.False(t, names[timer.Name], "%s stands twice", timer.Name)
		names[timer.Name] = true
		require.Equal(t, timer.Way == TimerJob, len(timer.Acts) > 0, timer.Name)
		require.NotEmpty(t, timer.Setting, "%s: every timer is configurable (§10.3)", timer.Name)
		for _, act := range timer.Acts {
			require.Contains(t, Doers(act), Clock, "%s: %s", timer.Name, act)
		}
		require.True(t, strings.Contains(timer.Source, ".md"), timer.Name)
	}
	for field := range reflect.TypeFor[Settings]().Fields() {
		name := field.Tag.Get("json")
		chosen := slices.ContainsFunc(Timers, func(timer Timer) bool { return timer.Setting == name })
		require.True(t, chosen != slices.Contains(untimed, name), "%s: a timer of the register, or none", name)
	}
}
