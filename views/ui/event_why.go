package ui

import "sellercenter/internal/market"

// eventReasons say why the system did it, by what an entry of an order's timeline says: nothing
// happens by itself without a rule that is named (look/experience.md).
var eventReasons = map[string]string{
	"order.event_attempt_success":    "order.why_call",
	"order.event_attempt_processing": "order.why_call_under_way",
	"order.event_attempt_failed":     "order.why_call_failed",
	"order.event_opened":             "order.why_opened",
	"order.event_released":           "order.why_released",
	"order.event_line_sale":          "order.why_line_sale",
	"order.event_line_refund":        "order.why_line_refund",
	"order.event_line_usage":         "order.why_line_usage",
	"order.event_line_adjustment":    "order.why_line_adjustment",
	"order.event_payout":             "order.why_payout",

	string(market.PlaceOrder):        "order.why_given_back",
	string(market.CompleteOrder):     "order.why_completed",
	string(market.RepayOrder):        "order.why_repaid",
	string(market.ExhaustFulfilment): "order.why_exhausted",
	string(market.CancelFulfilment):  "order.why_call_cancelled",
	string(market.FreezeInstance):    "order.why_frozen",
	string(market.RenewInstance):     "order.why_renewed",
	string(market.MeasureQuota):      "order.why_measured",
	string(market.BuyQuota):          "order.why_package",
	string(market.RemindTrial):       "order.why_trial",
	string(market.StopUsage):         "order.why_used_up",
	string(market.ResetUsage):        "order.why_full_again",
	string(market.BillUsage):         "order.why_usage_bill",
	string(market.WarnUsage):         "order.why_usage_silent",
	string(market.WarnSupervision):   "order.why_warned",
	string(market.RemindSupervision): "order.why_reminded_weekly",
	string(market.RemindAppeal):      "order.why_appeal_reminded",
	string(market.PayRefund):         "order.why_refund_paid",
	string(market.FinishRefund):      "order.why_refund_finished",
	string(market.RemindRefund):      "order.why_refund_reminded",
	string(market.EscalateRefund):    "order.why_refund_escalated",
	string(market.LapseRefund):       "order.why_refund_lapsed",
	string(market.AssumeRefund):      "order.why_refund_assumed",
	string(market.ConfirmInvoice):    "order.why_invoice_confirmed",
	string(market.RemindInvoice):     "order.why_invoice_reminded",
	string(market.CompleteStatement): "order.why_statement_completed",
}

// why is the rule by which an entry happened: its own words, else those of its act.
func why(e market.Event) *market.Reason {
	key := flowReasons[market.Act(e.Act)]
	if key == "" && e.Party == market.PartySystem {
		key = eventReasons[e.Act]
	}
	if e.Reason != nil || key == "" {
		return e.Reason
	}
	reason := market.Because(key)
	return &reason
}
