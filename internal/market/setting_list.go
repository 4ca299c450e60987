package market

import "time"

// SettingPages is where the operator reads the installation's choices.
var SettingPages = area("setting", Manager, Treasurer, Reviewer)

// SettingLine is one choice as it is read: its value in words and the rule that leaves it open.
type SettingLine struct {
	Name      string
	Topic     SettingTopic
	Value     Reason
	Source    string     // section of the sheets; empty: no rule speaks of it
	ChangedAt *time.Time // nil: the default
}

// SettingTopic is what a choice is about.
type SettingTopic string

// The topics, in the order in which they are read.
const (
	TopicWeek        SettingTopic = "week"
	TopicListings    SettingTopic = "listings"
	TopicOrders      SettingTopic = "orders"
	TopicCalls       SettingTopic = "calls"
	TopicSupervision SettingTopic = "supervision"
	TopicAppeals     SettingTopic = "appeals"
	TopicRefunds     SettingTopic = "refunds"
	TopicService     SettingTopic = "service"
	TopicSales       SettingTopic = "sales"
	TopicSettlement  SettingTopic = "settlement"
	TopicMessages    SettingTopic = "messages" // and files, and the audit log
	TopicAccounts    SettingTopic = "accounts"
)

// SettingTopics are all of them.
func SettingTopics() []SettingTopic {
	return []SettingTopic{TopicWeek, TopicListings, TopicOrders, TopicCalls, TopicSupervision, TopicAppeals, TopicRefunds, TopicService, TopicSales, TopicSettlement, TopicMessages, TopicAccounts}
}

// Key is the topic's word.
func (t SettingTopic) Key() string { return "setting.topic_" + string(t) }

// CalendarDay is one exception of the working calendar.
type CalendarDay struct {
	Day   Day
	Works bool
	Name  string
}

// Lines are all choices in the order of the rules.
func (s Settings) Lines() []SettingLine {
	days := func(n int) Reason { return Because("setting.working_days", n) }
	span := func(d Span) Reason { return Because("setting.span", d.Duration) }
	clock := func(d Span) Reason { return Because("setting.clock", time.Time{}.Add(d.Duration).Format("15:04")) }
	yes := func(on bool) Reason {
		if on {
			return Because("setting.on")
		}
		return Because("setting.off")
	}
	level := func(n int) Reason {
		return Because("setting.level", Word(PartnerLevels[min(max(n, 1), len(PartnerLevels))-1].Key()))
	}
	words := func(text string) Reason {
		if text == "" {
			return Because("setting.unsaid")
		}
		return Because("setting.words", text)
	}
	closing := Because("setting.off")
	if s.SupervisionCloseDays > 0 {
		closing = Because("setting.days", s.SupervisionCloseDays)
	}
	large := Because("setting.off")
	if s.LargeRefund.Sign() > 0 {
		large = Because("common.with_yuan", s.LargeRefund)
	}
	largeAbroad := Because("setting.off")
	if s.LargeRefundAbroad.Sign() > 0 {
		largeAbroad = Because("common.with_dollar", s.LargeRefundAbroad)
	}
	failed := Because("setting.off")
	if s.FailedOrders > 0 {
		failed = Because("setting.orders", s.FailedOrders)
	}
	return []SettingLine{
		{Name: "office_opens", Topic: TopicWeek, Value: clock(s.OfficeOpens)},
		{Name: "office_shuts", Topic: TopicWeek, Value: clock(s.OfficeShuts)},
		{Name: "pay_window", Topic: TopicOrders, Value: span(s.PayWindow), Source: "transactions.md §1.2"},
		{Name: "hardware_pay_window", Topic: TopicOrders, Value: span(s.HardwarePayWindow), Source: "transactions.md §1.2"},
		{Name: "freeze_retention", Topic: TopicOrders, Value: span(s.FreezeRetention), Source: "transactions.md §1.6"},
		{Name: "arrears_grace", Topic: TopicOrders, Value: span(s.ArrearsGrace), Source: "transactions.md §1.6"},
		{Name: "order_sync", Topic: TopicOrders, Value: span(s.OrderSync), Source: "transactions.md §1.2"},
		{Name: "failed_orders", Topic: TopicCalls, Value: failed, Source: "transactions.md §1.5"},
		{Name: "trial_time_lost", Topic: TopicOrders, Value: yes(s.TrialTimeLost), Source: "catalogue.md §4"},
		{Name: "quota_every", Topic: TopicOrders, Value: span(s.QuotaEvery), Source: "catalogue.md §3.8"},
		{Name: "stock_warning", Topic: TopicOrders, Value: Because("setting.percent", s.StockWarning), Source: "catalogue.md §5"},
		{Name: "delivery_window", Topic: TopicCalls, Value: span(s.DeliveryWindow), Source: "transactions.md §1.5"},
		{Name: "delivery_every", Topic: TopicCalls, Value: span(s.DeliveryEvery), Source: "transactions.md §1.5"},
		{Name: "release_window", Topic: TopicCalls, Value: span(s.ReleaseWindow), Source: "transactions.md §14.4"},
		{Name: "release_every", Topic: TopicCalls, Value: span(s.ReleaseEvery), Source: "transactions.md §14.4"},
		{Name: "licence_window", Topic: TopicCalls, Value: span(s.LicenceWindow), Source: "production-interface.md §3.1"},
		{Name: "licence_every", Topic: TopicCalls, Value: span(s.LicenceEvery), Source: "production-interface.md §3.1"},
		{Name: "call_timeout", Topic: TopicCalls, Value: Because("setting.seconds", int(s.CallTimeout.Seconds())), Source: "production-interface.md §3.2"},
		{Name: "require_body_sign", Topic: TopicCalls, Value: yes(s.RequireBodySign), Source: "production-interface.md §6"},
		{Name: "review_days", Topic: TopicWeek, Value: days(s.ReviewDays), Source: "catalogue.md §0.3"},
		{Name: "confirm_days", Topic: TopicSupervision, Value: days(s.ConfirmDays), Source: "transactions.md §2.4"},
		{Name: "deliver_days", Topic: TopicSupervision, Value: days(s.DeliverDays), Source: "transactions.md §2.4"},
		{Name: "website_days", Topic: TopicSupervision, Value: days(s.WebsiteDays), Source: "transactions.md §2.4"},
		{Name: "signed_days", Topic: TopicSupervision, Value: Because("setting.days", s.SignedDays), Source: "transactions.md §2.4"},
		{Name: "idle_first", Topic: TopicSupervision, Value: span(s.IdleFirst), Source: "transactions.md §9"},
		{Name: "idle_second", Topic: TopicSupervision, Value: span(s.IdleSecond), Source: "transactions.md §9"},
		{Name: "redeliver_files", Topic: TopicSupervision, Value: yes(s.RedeliverFiles), Source: "transactions.md §2.3"},
		{Name: "warn_before", Topic: TopicWeek, Value: span(s.WarnBefore)},
		{Name: "supervision_remind", Topic: TopicSupervision, Value: Because("setting.days", int(s.SupervisionRemind.Hours()/24)), Source: "transactions.md §14.2"},
		{Name: "supervision_close_days", Topic: TopicSupervision, Value: closing, Source: "transactions.md §14.2"},
		{Name: "sanction_yellow", Topic: TopicSupervision, Value: Because("timer.months", s.SanctionYellow), Source: "transactions.md §2.6"},
		{Name: "sanction_trade", Topic: TopicSupervision, Value: Because("timer.months", s.SanctionTrade), Source: "transactions.md §2.6"},
		{Name: "sanction_hide", Topic: TopicSupervision, Value: Because("timer.months", s.SanctionHide), Source: "transactions.md §2.6"},
		{Name: "renew_before", Topic: TopicOrders, Value: span(s.RenewBefore), Source: "transactions.md §1.6"},
		{Name: "renew_at", Topic: TopicOrders, Value: clock(s.RenewAt), Source: "transactions.md §1.6"},
		{Name: "appeal_days", Topic: TopicAppeals, Value: days(s.AppealDays), Source: "transactions.md §3"},
		{Name: "evidence_days", Topic: TopicAppeals, Value: Because("setting.days", s.EvidenceDays), Source: "transactions.md §3"},
		{Name: "legacy_appeals", Topic: TopicAppeals, Value: yes(s.LegacyAppeals), Source: "transactions.md §3"},
		{Name: "appeal_idle_days", Topic: TopicAppeals, Value: Because("setting.days", s.AppealIdleDays), Source: "transactions.md §3"},
		{Name: "appeal_rejects", Topic: TopicAppeals, Value: Because("setting.times", s.AppealRejects), Source: "transactions.md §3"},
		{Name: "refund_days", Topic: TopicRefunds, Value: days(s.RefundDays), Source: "transactions.md §4.3"},
		{Name: "refund_escalate_days", Topic: TopicRefunds, Value: days(s.RefundEscalateDays), Source: "transactions.md §4.3"},
		{Name: "five_days", Topic: TopicRefunds, Value: Because("setting.days", s.FiveDays), Source: "transactions.md §4.2"},
		{Name: "five_day_times", Topic: TopicRefunds, Value: Because("setting.times", s.FiveDayTimes), Source: "transactions.md §4.1"},
		{Name: "five_day_once", Topic: TopicRefunds, Value: yes(s.FiveDayOnce), Source: "transactions.md §4.1"},
		{Name: "free_refund", Topic: TopicRefunds, Value: yes(s.FreeRefund), Source: "catalogue.md §3.9"},
		{Name: "refund_abroad", Topic: TopicRefunds, Value: yes(s.RefundAbroad), Source: "transactions.md §4.1"},
		{Name: "large_refund", Topic: TopicRefunds, Value: large, Source: "transactions.md §4.3"},
		{Name: "large_refund_abroad", Topic: TopicRefunds, Value: largeAbroad, Source: "transactions.md §4.3"},
		{Name: "large_refund_in", Topic: TopicRefunds, Value: span(s.LargeRefundIn), Source: "transactions.md §4.3"},
		{Name: "refund_sync", Topic: TopicRefunds, Value: span(s.RefundSync), Source: "transactions.md §4.3"},
		{Name: "return_days", Topic: TopicRefunds, Value: Because("setting.days", s.ReturnDays), Source: "transactions.md §4.4"},
		{Name: "inspect_days", Topic: TopicRefunds, Value: Because("setting.days", s.InspectDays), Source: "transactions.md §4.4"},
		{Name: "billing_day", Topic: TopicSettlement, Value: Because("setting.of_month", s.BillingDay), Source: "transactions.md §6.3"},
		{Name: "billing_day_abroad", Topic: TopicSettlement, Value: Because("setting.of_month", s.BillingDayAbroad), Source: "transactions.md §6.3"},
		{Name: "statement_review_days", Topic: TopicSettlement, Value: days(s.StatementReviewDays), Source: "transactions.md §6.4"},
		{Name: "review_days_abroad", Topic: TopicSettlement, Value: days(s.ReviewDaysAbroad), Source: "transactions.md §6.3"},
		{Name: "countersign_days", Topic: TopicSettlement, Value: days(s.CountersignDays), Source: "transactions.md §6.4"},
		{Name: "statement_pay_days", Topic: TopicSettlement, Value: days(s.StatementPayDays), Source: "transactions.md §6.4"},
		{Name: "platform_invoice_months", Topic: TopicSettlement, Value: Because("timer.months", s.PlatformInvoiceMonths), Source: "transactions.md §6.4"},
		{Name: "invoice_review_days", Topic: TopicSettlement, Value: days(s.InvoiceReviewDays), Source: "transactions.md §6.4"},
		{Name: "payment_review_days", Topic: TopicSettlement, Value: days(s.PaymentReviewDays), Source: "transactions.md §6.4"},
		{Name: "details_daily", Topic: TopicSettlement, Value: yes(s.DetailsDaily), Source: "transactions.md §6.9"},
		{Name: "details_at", Topic: TopicSettlement, Value: clock(s.DetailsAt), Source: "transactions.md §6.9"},
		{Name: "platform_title", Topic: TopicSettlement, Value: words(s.PlatformTitle), Source: "transactions.md §6.10"},
		{Name: "platform_tax_number", Topic: TopicSettlement, Value: words(s.PlatformTaxNumber), Source: "transactions.md §6.10"},
		{Name: "invoice_mailbox", Topic: TopicSettlement, Value: words(s.InvoiceMailbox), Source: "transactions.md §6.10"},
		{Name: "invoice_address", Topic: TopicSettlement, Value: words(s.InvoiceAddress), Source: "transactions.md §6.10"},
		{Name: "invoice_phone", Topic: TopicSettlement, Value: words(s.InvoicePhone), Source: "transactions.md §6.10"},
		{Name: "usage_hourly", Topic: TopicSettlement, Value: span(s.UsageHourly), Source: "transactions.md §5.3"},
		{Name: "usage_daily", Topic: TopicSettlement, Value: clock(s.UsageDaily), Source: "transactions.md §5.3"},
		{Name: "usage_days", Topic: TopicSettlement, Value: Because("setting.days", s.UsageDays), Source: "production-interface.md §4.3"},
		{Name: "usage_calls", Topic: TopicCalls, Value: Because("setting.a_minute", s.UsageCalls), Source: "production-interface.md §4.2"},
		{Name: "usage_refuse", Topic: TopicSettlement, Value: yes(s.UsageRefuse), Source: "transactions.md §5.5"},
		{Name: "usage_overlap", Topic: TopicSettlement, Value: yes(s.UsageOverlap), Source: "transactions.md §5.2"},
		{Name: "usage_tier_total", Topic: TopicSettlement, Value: yes(s.UsageTierTotal), Source: "catalogue.md §3.7"},
		{Name: "least_payout", Topic: TopicSettlement, Value: Because("common.with_yuan", s.LeastPayout), Source: "transactions.md §14.3"},
		{Name: "least_payout_abroad", Topic: TopicSettlement, Value: Because("common.with_dollar", s.LeastPayoutAbroad), Source: "transactions.md §14.3"},
		{Name: "marginal_tiers", Topic: TopicSettlement, Value: yes(s.MarginalTiers), Source: "transactions.md §14.1"},
		{Name: "invoice_days", Topic: TopicService, Value: Because("setting.days", s.InvoiceDays), Source: "catalogue.md §7.2"},
		{Name: "invoice_remind", Topic: TopicService, Value: span(s.InvoiceRemind), Source: "catalogue.md §11.2"},
		{Name: "invoice_confirm_days", Topic: TopicService, Value: Because("setting.days", s.InvoiceConfirmDays), Source: "catalogue.md §7.2"},
		{Name: "postage_from", Topic: TopicService, Value: Because("common.with_yuan", s.PostageFrom), Source: "catalogue.md §7.2"},
		{Name: "ticket_accept", Topic: TopicService, Value: span(s.TicketAccept), Source: "catalogue.md §8"},
		{Name: "ticket_solve", Topic: TopicService, Value: span(s.TicketSolve), Source: "catalogue.md §8"},
		{Name: "ticket_close_days", Topic: TopicService, Value: Because("setting.days", s.TicketCloseDays), Source: "catalogue.md §8"},
		{Name: "ticket_access_days", Topic: TopicService, Value: Because("setting.days", s.TicketAccessDays), Source: "catalogue.md §8"},
		{Name: "offer_free_discount", Topic: TopicSales, Value: Because("setting.share", s.OfferFreeDiscount), Source: "catalogue.md §9.2"},
		{Name: "offer_free_share", Topic: TopicSales, Value: Because("setting.share", s.OfferFreeShare), Source: "catalogue.md §9.2"},
		{Name: "points_first", Topic: TopicSales, Value: Because("setting.points", s.PointsFirst), Source: "catalogue.md §9.8"},
		{Name: "points_warn", Topic: TopicSales, Value: Because("setting.points", s.PointsWarn), Source: "catalogue.md §9.8"},
		{Name: "points_punish", Topic: TopicSales, Value: Because("setting.points", s.PointsPunish), Source: "catalogue.md §9.8"},
		{Name: "level_category", Topic: TopicSales, Value: level(s.LevelCategory), Source: "catalogue.md §9.8"},
		{Name: "level_campaign", Topic: TopicSales, Value: level(s.LevelCampaign), Source: "catalogue.md §9.8"},
		{Name: "level_front", Topic: TopicSales, Value: level(s.LevelFront), Source: "catalogue.md §9.8"},
		{Name: "level_manager", Topic: TopicSales, Value: level(s.LevelManager), Source: "catalogue.md §9.8"},
		{Name: "spotlight_most", Topic: TopicSales, Value: Because("setting.products", s.SpotlightMost), Source: "catalogue.md §9.8"},
		{Name: "spotlight_days", Topic: TopicSales, Value: Because("setting.days", s.SpotlightDays), Source: "catalogue.md §9.8"},
		{Name: "storefront_calls", Topic: TopicCalls, Value: Because("setting.a_minute", s.StorefrontCalls), Source: "transactions.md §10.2"},
		{Name: "open_calls", Topic: TopicCalls, Value: Because("setting.a_minute", s.OpenCalls), Source: "production-interface.md §4.2"},
		{Name: "keep_keys", Topic: TopicCalls, Value: span(s.KeepKeys), Source: "transactions.md §10.2"},
		{Name: "key_overlap", Topic: TopicCalls, Value: span(s.KeyOverlap), Source: "production-interface.md"},
		{Name: "session_life", Topic: TopicAccounts, Value: span(s.SessionLife)},
		{Name: "lock_after", Topic: TopicAccounts, Value: Because("setting.times", s.LockAfter)},
		{Name: "lock_for", Topic: TopicAccounts, Value: span(s.LockFor)},
		{Name: "export_days", Topic: TopicMessages, Value: Because("setting.days", s.ExportDays), Source: "transactions.md §6.11"},
		{Name: "demand_days", Topic: TopicSales, Value: Because("setting.days", s.DemandDays), Source: "transactions.md §7.2"},
		{Name: "audit_days", Topic: TopicMessages, Value: Because("setting.days", s.AuditDays), Source: "transactions.md §8"},
		{Name: "quiet_hours", Topic: TopicMessages, Value: yes(s.QuietHours), Source: "transactions.md §9"},
		{Name: "quiet_from", Topic: TopicMessages, Value: clock(s.QuietFrom), Source: "transactions.md §9"},
		{Name: "quiet_until", Topic: TopicMessages, Value: clock(s.QuietUntil), Source: "transactions.md §9"},
		{Name: "select_open", Topic: TopicListings, Value: yes(s.SelectOpen), Source: "catalogue.md §2.1"},
		{Name: "platform_open", Topic: TopicListings, Value: yes(s.PlatformOpen), Source: "catalogue.md §2.1"},
		{Name: "name_letters", Topic: TopicListings, Value: Because("setting.letters", s.NameLetters), Source: "catalogue.md §2.3"},
		{Name: "highlight_count", Topic: TopicListings, Value: Because("setting.pieces", s.HighlightCount), Source: "catalogue.md §2.3"},
		{Name: "highlight_title", Topic: TopicListings, Value: Because("setting.letters", s.HighlightTitle), Source: "catalogue.md §2.3"},
		{Name: "highlight_text", Topic: TopicListings, Value: Because("setting.letters", s.HighlightText), Source: "catalogue.md §2.3"},
		{Name: "video_megabytes", Topic: TopicListings, Value: Because("setting.megabytes", s.VideoMegabytes), Source: "catalogue.md §2.3"},
		{Name: "promised_days", Topic: TopicListings, Value: Because("setting.days", s.PromisedDays), Source: "catalogue.md §2.3"},
		{Name: "tags_abroad", Topic: TopicListings, Value: Because("setting.pieces", s.TagsAbroad), Source: "catalogue.md §2.3"},
		{Name: "draft_count", Topic: TopicListings, Value: Because("setting.pieces", s.DraftCount), Source: "catalogue.md §11.2"},
		{Name: "agreement_strict", Topic: TopicListings, Value: yes(s.AgreementStrict), Source: "catalogue.md §2.4"},
		{Name: "spec_count", Topic: TopicListings, Value: Because("setting.pieces", s.SpecCount), Source: "catalogue.md §3.5"},
		{Name: "attribute_count", Topic: TopicListings, Value: Because("setting.pieces", s.AttributeCount), Source: "catalogue.md §3.5"},
		{Name: "value_count", Topic: TopicListings, Value: Because("setting.pieces", s.ValueCount), Source: "catalogue.md §3.5"},
		{Name: "sku_count", Topic: TopicListings, Value: Because("setting.pieces", s.SKUCount), Source: "catalogue.md §3.5"},
		{Name: "trial_filing", Topic: TopicListings, Value: yes(s.TrialFiling), Source: "catalogue.md §4"},
		{Name: "trial_per_product", Topic: TopicListings, Value: yes(s.TrialPerProduct), Source: "catalogue.md §4"},
	}
}
