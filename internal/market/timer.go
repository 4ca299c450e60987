package market

import "time"

// Timers are all spans after which something happens by itself, or may no longer happen: one
// register of transactions.md §10.3 and of the timers around it.
var TimerPages = area("timer", Manager, Treasurer, Reviewer)

// TimerWay is how a timer is kept.
type TimerWay string

// The ways: a due act of the clock; a rule that is asked whenever something is read or done;
// in the same transaction, so never later; not part of this house.
const (
	TimerJob       TimerWay = "job"
	TimerRule      TimerWay = "rule"
	TimerAtOnce    TimerWay = "at_once"
	TimerElsewhere TimerWay = "elsewhere"
)

// Key names the way's words.
func (w TimerWay) Key() string { return "timer.way_" + string(w) }

// Tone is the way's colour.
func (w TimerWay) Tone() Tone {
	switch w {
	case TimerJob:
		return Accent
	case TimerRule:
		return Neutral
	case TimerAtOnce:
		return OK
	case TimerElsewhere:
		return Neutral
	}
	return Neutral
}

// Timer is one entry of the register.
type Timer struct {
	Name    string // of its words: timer.<name>
	Row     int    // of the table of §10.3, from 1; 0: beside it
	Setting string // where its value is chosen
	Source  string // section of the sheets
	Way     TimerWay
	Acts    []Act // what the clock does
}

// Timers lists the register in the order of §10.3, then what stands beside it.
var Timers = []Timer{
	{Name: "pay_window", Row: 1, Setting: "pay_window", Source: "transactions.md §1.2", Way: TimerJob, Acts: []Act{ExpireOrder}},
	{Name: "hardware_pay_window", Row: 1, Setting: "hardware_pay_window", Source: "transactions.md §1.2", Way: TimerJob, Acts: []Act{ExpireOrder}},
	{Name: "order_sync", Row: 2, Setting: "order_sync", Source: "transactions.md §1.2", Way: TimerAtOnce},
	{Name: "refund_sync", Row: 3, Setting: "refund_sync", Source: "transactions.md §4.3", Way: TimerJob, Acts: []Act{PayRefund}},
	{Name: "delivery_window", Row: 4, Setting: "delivery_window", Source: "transactions.md §1.5", Way: TimerJob, Acts: []Act{SendFulfilment, QueryFulfilment, ExhaustFulfilment}},
	{Name: "release_window", Row: 5, Setting: "release_window", Source: "transactions.md §14.4", Way: TimerJob, Acts: []Act{SendFulfilment, ExhaustFulfilment}},
	{Name: "signed_days", Row: 6, Setting: "signed_days", Source: "transactions.md §2.4", Way: TimerJob, Acts: []Act{AssumeSupervision}},
	{Name: "appeal_idle_days", Row: 7, Setting: "appeal_idle_days", Source: "transactions.md §3", Way: TimerRule},
	{Name: "appeal_rejects", Row: 7, Setting: "appeal_rejects", Source: "transactions.md §3", Way: TimerRule},
	{Name: "appeal_days", Row: 8, Setting: "appeal_days", Source: "transactions.md §3", Way: TimerJob, Acts: []Act{RemindAppeal}},
	{Name: "supervision_close_days", Row: 9, Setting: "supervision_close_days", Source: "transactions.md §14.2", Way: TimerJob, Acts: []Act{CloseSupervision}},
	{Name: "supervision_remind", Row: 9, Setting: "supervision_remind", Source: "transactions.md §14.2", Way: TimerJob, Acts: []Act{RemindSupervision}},
	{Name: "refund_days", Row: 10, Setting: "refund_days", Source: "transactions.md §4.3", Way: TimerJob, Acts: []Act{RemindRefund}},
	{Name: "return_days", Row: 11, Setting: "return_days", Source: "transactions.md §4.4", Way: TimerJob, Acts: []Act{LapseRefund}},
	{Name: "inspect_days", Row: 11, Setting: "inspect_days", Source: "transactions.md §4.4", Way: TimerJob, Acts: []Act{AssumeRefund}},
	{Name: "five_days", Row: 12, Setting: "five_days", Source: "transactions.md §4.2", Way: TimerRule},
	{Name: "five_day_times", Row: 12, Setting: "five_day_times", Source: "transactions.md §4.1", Way: TimerRule},
	{Name: "invoice_days", Row: 13, Setting: "invoice_days", Source: "catalogue.md §7.2", Way: TimerJob, Acts: []Act{RemindInvoice}},
	{Name: "platform_invoice_months", Row: 14, Setting: "platform_invoice_months", Source: "transactions.md §6.4", Way: TimerJob, Acts: []Act{RemindInvoiceStatement}},
	{Name: "invoice_review_days", Row: 15, Setting: "invoice_review_days", Source: "transactions.md §6.4", Way: TimerRule},
	{Name: "billing_day", Row: 16, Setting: "billing_day", Source: "transactions.md §6.3", Way: TimerJob, Acts: []Act{CloseStatement}},
	{Name: "statement_review_days", Row: 16, Setting: "statement_review_days", Source: "transactions.md §6.4", Way: TimerRule},
	{Name: "countersign_days", Row: 16, Setting: "countersign_days", Source: "transactions.md §6.4", Way: TimerRule},
	{Name: "statement_pay_days", Row: 16, Setting: "statement_pay_days", Source: "transactions.md §6.4", Way: TimerRule},
	{Name: "export_days", Row: 17, Setting: "export_days", Source: "transactions.md §6.11", Way: TimerJob, Acts: []Act{ExpireExport}},
	{Name: "freeze_retention", Row: 18, Setting: "freeze_retention", Source: "transactions.md §1.6", Way: TimerJob, Acts: []Act{FreezeInstance, ReleaseInstance}},
	{Name: "demand_days", Row: 19, Setting: "demand_days", Source: "transactions.md §7.2", Way: TimerJob, Acts: []Act{RemindDemand, ExpireDemand}},
	{Name: "usage_hourly", Row: 20, Setting: "usage_hourly", Source: "transactions.md §5.3", Way: TimerJob, Acts: []Act{BillUsage, WarnUsage}},
	{Name: "usage_daily", Row: 20, Setting: "usage_daily", Source: "transactions.md §5.3", Way: TimerJob, Acts: []Act{BillUsage, WarnUsage}},
	{Name: "details_daily", Row: 21, Setting: "details_daily", Source: "transactions.md §6.9", Way: TimerRule},
	{Name: "details_at", Row: 21, Setting: "details_at", Source: "transactions.md §6.9", Way: TimerRule},
	{Name: "audit_retention", Row: 22, Setting: "audit_days", Source: "transactions.md §8", Way: TimerJob, Acts: []Act{TrimAudit}},

	{Name: "payment_review_days", Setting: "payment_review_days", Source: "transactions.md §6.4", Way: TimerRule},
	{Name: "billing_day_abroad", Setting: "billing_day_abroad", Source: "transactions.md §6.3", Way: TimerJob, Acts: []Act{CloseStatement}},
	{Name: "review_days_abroad", Setting: "review_days_abroad", Source: "transactions.md §6.3", Way: TimerRule},
	{Name: "arrears_grace", Setting: "arrears_grace", Source: "transactions.md §1.6", Way: TimerJob, Acts: []Act{FreezeInstance}},
	{Name: "failed_orders", Setting: "failed_orders", Source: "transactions.md §1.5", Way: TimerJob, Acts: []Act{BreachProduct}},
	{Name: "delivery_every", Setting: "delivery_every", Source: "transactions.md §1.5", Way: TimerJob, Acts: []Act{SendFulfilment}},
	{Name: "release_every", Setting: "release_every", Source: "transactions.md §14.4", Way: TimerJob, Acts: []Act{SendFulfilment}},
	{Name: "licence_window", Setting: "licence_window", Source: "production-interface.md §3.1", Way: TimerJob, Acts: []Act{SendFulfilment, ExhaustFulfilment}},
	{Name: "licence_every", Setting: "licence_every", Source: "production-interface.md §3.1", Way: TimerJob, Acts: []Act{SendFulfilment}},
	{Name: "idle_first", Setting: "idle_first", Source: "transactions.md §9", Way: TimerJob, Acts: []Act{NudgeSupervision}},
	{Name: "idle_second", Setting: "idle_second", Source: "transactions.md §9", Way: TimerJob, Acts: []Act{NudgeSupervision}},
	{Name: "confirm_days", Setting: "confirm_days", Source: "transactions.md §2.4", Way: TimerJob, Acts: []Act{WarnSupervision}},
	{Name: "deliver_days", Setting: "deliver_days", Source: "transactions.md §2.4", Way: TimerJob, Acts: []Act{WarnSupervision}},
	{Name: "website_days", Setting: "website_days", Source: "transactions.md §2.4", Way: TimerJob, Acts: []Act{WarnSupervision}},
	{Name: "sanction_yellow", Setting: "sanction_yellow", Source: "transactions.md §2.6", Way: TimerJob, Acts: []Act{EndSanction}},
	{Name: "sanction_trade", Setting: "sanction_trade", Source: "transactions.md §2.6", Way: TimerJob, Acts: []Act{EndSanction}},
	{Name: "sanction_hide", Setting: "sanction_hide", Source: "transactions.md §2.6", Way: TimerJob, Acts: []Act{EndSanction}},
	{Name: "warn_before", Setting: "warn_before", Source: "look/design.md §6", Way: TimerJob, Acts: []Act{WarnSupervision}},
	{Name: "evidence_days", Setting: "evidence_days", Source: "transactions.md §3", Way: TimerJob, Acts: []Act{LapseAppeal}},
	{Name: "refund_escalate_days", Setting: "refund_escalate_days", Source: "transactions.md §4.3", Way: TimerJob, Acts: []Act{EscalateRefund}},
	{Name: "large_refund_in", Setting: "large_refund_in", Source: "transactions.md §4.3", Way: TimerRule},
	{Name: "review_days", Setting: "review_days", Source: "catalogue.md §0.3", Way: TimerRule},
	{Name: "renew_before", Setting: "renew_before", Source: "transactions.md §1.6", Way: TimerJob, Acts: []Act{RenewInstance}},
	{Name: "renew_at", Setting: "renew_at", Source: "transactions.md §1.6", Way: TimerJob, Acts: []Act{RenewInstance}},
	{Name: "usage_days", Setting: "usage_days", Source: "production-interface.md §4.3", Way: TimerRule},
	{Name: "quota_every", Setting: "quota_every", Source: "catalogue.md §3.8", Way: TimerJob, Acts: []Act{MeasureQuota, BuyQuota}},
	{Name: "invoice_remind", Setting: "invoice_remind", Source: "catalogue.md §11.2", Way: TimerJob, Acts: []Act{RemindInvoice}},
	{Name: "invoice_confirm_days", Setting: "invoice_confirm_days", Source: "catalogue.md §7.2", Way: TimerJob, Acts: []Act{ConfirmInvoice}},
	{Name: "ticket_accept", Setting: "ticket_accept", Source: "catalogue.md §8", Way: TimerJob, Acts: []Act{RemindTicket}},
	{Name: "ticket_solve", Setting: "ticket_solve", Source: "catalogue.md §8", Way: TimerJob, Acts: []Act{RemindTicket}},
	{Name: "ticket_close_days", Setting: "ticket_close_days", Source: "catalogue.md §8", Way: TimerJob, Acts: []Act{LapseTicket}},
	{Name: "ticket_access_days", Setting: "ticket_access_days", Source: "catalogue.md §8", Way: TimerRule},
	{Name: "quiet_from", Setting: "quiet_from", Source: "transactions.md §9", Way: TimerJob, Acts: []Act{DeliverNotice}},
	{Name: "quiet_until", Setting: "quiet_until", Source: "transactions.md §9", Way: TimerJob, Acts: []Act{DeliverNotice}},
	{Name: "key_overlap", Setting: "key_overlap", Source: "production-interface.md", Way: TimerJob, Acts: []Act{RetireKey}},
}

// TimerLine is a timer as it is read: what it is now, what shipped, what waits for it.
type TimerLine struct {
	Timer
	Value   Reason
	Shipped *Reason    // where the value was changed
	Waiting int        // due acts that wait for it
	NextAt  *time.Time // the first of them
}

// TimerLines are the register's lines for the settings.
func TimerLines(settings Settings) []TimerLine {
	now, shipped := map[string]Reason{}, map[string]Reason{}
	for _, line := range settings.Lines() {
		now[line.Name] = line.Value
	}
	for _, line := range DefaultSettings().Lines() {
		shipped[line.Name] = line.Value
	}
	lines := make([]TimerLine, len(Timers))
	for i, timer := range Timers {
		lines[i] = TimerLine{Timer: timer, Value: now[timer.Setting]}
		if first := shipped[timer.Setting]; first.text() != lines[i].Value.text() {
			lines[i].Shipped = &first
		}
	}
	return lines
}
