package market

import (
	"encoding/json"
	"fmt"
	"time"
)

// Span is a duration that reads and writes as text: "72h", "15m".
type Span struct{ time.Duration }

// MarshalJSON writes the span as text.
func (s Span) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// UnmarshalJSON reads the span from text.
func (s *Span) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return fmt.Errorf("span %q: %w", text, err)
	}
	s.Duration = d
	return nil
}

func hours(n int) Span { return Span{time.Duration(n) * time.Hour} }

// Settings are the installation's choices where the marketplace's rules leave one open
// (transactions.md §10.3). A span counts elapsed time unless its name says Days: those are
// working days.
type Settings struct {
	OfficeOpens Span `json:"office_opens"` // working hours begin, from midnight in Shanghai
	OfficeShuts Span `json:"office_shuts"`

	PayWindow             Span   `json:"pay_window"`              // §1.2: default 7 d
	DeliveryWindow        Span   `json:"delivery_window"`         // §1.5: create and upgrade are tried for 3 h
	FreezeRetention       Span   `json:"freeze_retention"`        // §1.6: kept frozen for 15 d, then released
	ArrearsGrace          Span   `json:"arrears_grace"`           // §1.6: what is paid by use runs on in arrears
	OrderSync             Span   `json:"order_sync"`              // §1.2: an accepted order is completed within 3 h
	RefundSync            Span   `json:"refund_sync"`             // §4.3: an approved refund is paid within 3 h
	FailedOrders          int    `json:"failed_orders"`           // §1.5: more a month take a product off sale; 0 is never
	TrialTimeLost         bool   `json:"trial_time_lost"`         // catalogue.md §4: a converted trial begins anew at once
	StockWarning          int    `json:"stock_warning"`           // catalogue.md §5: percent of stock left
	DeliveryEvery         Span   `json:"delivery_every"`          // once an hour
	ReleaseWindow         Span   `json:"release_window"`          // refresh, status and release: 1 h
	ReleaseEvery          Span   `json:"release_every"`           // 5 min
	LicenceWindow         Span   `json:"licence_window"`          // production-interface.md §3.1: codes, 60 times
	LicenceEvery          Span   `json:"licence_every"`           // every 2 min
	CallTimeout           Span   `json:"call_timeout"`            // production-interface.md §3.2: 5 s
	RequireBodySign       bool   `json:"require_body_sign"`       // production-interface.md §6 Q1
	AppealDays            int    `json:"appeal_days"`             // §3: 3 working days
	EvidenceDays          int    `json:"evidence_days"`           // §3: 5 days to supply more evidence
	ReviewDays            int    `json:"review_days"`             // catalogue.md §0.3: 3 working days
	LegacyAppeals         bool   `json:"legacy_appeals"`          // §3: the policy before 2025-03-26
	AppealIdleDays        int    `json:"appeal_idle_days"`        // §3: by that policy, so many days without anything
	AppealRejects         int    `json:"appeal_rejects"`          // §3: or sent back more often than this
	ConfirmDays           int    `json:"confirm_days"`            // §2.4: the seller confirms a requirement
	DeliverDays           int    `json:"deliver_days"`            // §2.4: the seller delivers
	WebsiteDays           int    `json:"website_days"`            // §2.4: the buyer's nodes of website building
	SignedDays            int    `json:"signed_days"`             // §2.4: hardware is accepted so many days after signing
	IdleFirst             Span   `json:"idle_first"`              // §9: a node that stands still for 3 d is told of
	IdleSecond            Span   `json:"idle_second"`             // §9: and again after 5 d
	RedeliverFiles        bool   `json:"redeliver_files"`         // §2.3: what the platform declined comes again with new proof
	WarnBefore            Span   `json:"warn_before"`             // working time before a node is late: a reminder
	HardwarePayWindow     Span   `json:"hardware_pay_window"`     // §1.2: 1 h
	RenewBefore           Span   `json:"renew_before"`            // §1.6: automatic renewal from 7 d before expiry
	RenewAt               Span   `json:"renew_at"`                // §1.6: at 03:00, daily until expiry
	RefundDays            int    `json:"refund_days"`             // §4.3: the seller decides on a refund
	RefundEscalateDays    int    `json:"refund_escalate_days"`    // §4.3: the operator hears of a refund that nobody decides
	FiveDays              int    `json:"five_days"`               // §4.2: days in which what was opened goes back without a reason
	FiveDayTimes          int    `json:"five_day_times"`          // §4.1: how often an account may do so a calendar year
	FiveDayOnce           bool   `json:"five_day_once"`           // §4.1: also SaaS that is bought once
	FreeRefund            bool   `json:"free_refund"`             // catalogue.md §3.9: free products go back too
	RefundAbroad          bool   `json:"refund_abroad"`           // §4.1: the international site's policy
	LargeRefund           Money  `json:"large_refund"`            // §4.3: above it the operator approves; 0 is never
	LargeRefundAbroad     Money  `json:"large_refund_abroad"`     // the same of what was sold in dollars
	LargeRefundIn         Span   `json:"large_refund_in"`         // §4.3: within 24 h
	ReturnDays            int    `json:"return_days"`             // §4.4: the buyer sends the goods back
	InspectDays           int    `json:"inspect_days"`            // §4.4: the seller inspects them
	SupervisionRemind     Span   `json:"supervision_remind"`      // §14.2: weekly after 180 days
	SupervisionCloseDays  int    `json:"supervision_close_days"`  // §14.2: 365-day closing; 0 is off
	BillingDay            int    `json:"billing_day"`             // §6.3: day 3
	BillingDayAbroad      int    `json:"billing_day_abroad"`      // §6.3: day 7
	StatementReviewDays   int    `json:"statement_review_days"`   // §6.4: review and send, working days
	ReviewDaysAbroad      int    `json:"review_days_abroad"`      // §6.3: 3 working days
	CountersignDays       int    `json:"countersign_days"`        // §6.4: countersigning, working days
	StatementPayDays      int    `json:"statement_pay_days"`      // §6.4: payment, working days
	PlatformInvoiceMonths int    `json:"platform_invoice_months"` // §6.4: the seller invoices after the notice
	InvoiceReviewDays     int    `json:"invoice_review_days"`     // §6.4: its invoices are reviewed, working days
	PaymentReviewDays     int    `json:"payment_review_days"`     // §6.4: the payment request of goods that the platform invoices, working days
	PlatformTitle         string `json:"platform_title"`          // §6.10: to whom the seller's invoices are made out
	PlatformTaxNumber     string `json:"platform_tax_number"`     // §6.10: its tax number
	InvoiceMailbox        string `json:"invoice_mailbox"`         // §6.10: where electronic invoices are sent
	InvoiceAddress        string `json:"invoice_address"`         // §6.10: where paper is sent, and to whom
	InvoicePhone          string `json:"invoice_phone"`           // §6.10: whom to ask
	DetailsDaily          bool   `json:"details_daily"`           // §6.9: transaction details are refreshed once a day
	DetailsAt             Span   `json:"details_at"`              // §6.9: at 08:00, until the end of the day before
	SanctionYellow        int    `json:"sanction_yellow"`         // §2.6: months on the yellow list
	SanctionTrade         int    `json:"sanction_trade"`          // §2.6: months without trade in joint products
	SanctionHide          int    `json:"sanction_hide"`           // §2.6: months that a product is hidden
	UsageHourly           Span   `json:"usage_hourly"`            // §5.3: hourly records come within 2 h
	UsageDaily            Span   `json:"usage_daily"`             // §5.3: daily ones by 01:00
	UsageDays             int    `json:"usage_days"`              // production-interface.md §4.3: a record begins at most 21 days back
	UsageCalls            int    `json:"usage_calls"`             // production-interface.md §4.2: .0250, signed pushes a minute of one seller
	UsageRefuse           bool   `json:"usage_refuse"`            // §5.5: a push with a badly written record is refused whole
	UsageOverlap          bool   `json:"usage_overlap"`           // §5.2: intervals of one instance may overlap
	UsageTierTotal        bool   `json:"usage_tier_total"`        // catalogue.md §3.7: Tier goes by the accumulated quantity
	LeastPayout           Money  `json:"least_payout"`            // §14.3: 1,000 CNY
	LeastPayoutAbroad     Money  `json:"least_payout_abroad"`     // §14.3: one of each currency; USD
	MarginalTiers         bool   `json:"marginal_tiers"`          // §6.7, §14.1: whole band by default
	InvoiceDays           int    `json:"invoice_days"`            // catalogue.md §7.2: 7 days from the request
	InvoiceRemind         Span   `json:"invoice_remind"`          // catalogue.md §11.2: a reminder on day 5, one on day 7
	InvoiceConfirmDays    int    `json:"invoice_confirm_days"`    // catalogue.md §7.2: 90 days
	PostageFrom           Money  `json:"postage_from"`            // catalogue.md §7.2: below it the buyer pays postage
	TicketAccept          Span   `json:"ticket_accept"`           // catalogue.md §8: reception time until a ticket is accepted
	TicketSolve           Span   `json:"ticket_solve"`            // catalogue.md §8: reception time until it is solved
	TicketCloseDays       int    `json:"ticket_close_days"`       // catalogue.md §8: closed after 7 days without an answer
	TicketAccessDays      int    `json:"ticket_access_days"`      // catalogue.md §8: how long a buyer's authorisation holds
	KeyOverlap            Span   `json:"key_overlap"`             // how long a rotated key stays valid
	SessionLife           Span   `json:"session_life"`            // design.md §6: 12 h
	LockAfter             int    `json:"lock_after"`              // wrong passwords before the account is locked
	LockFor               Span   `json:"lock_for"`

	StorefrontCalls int  `json:"storefront_calls"` // calls a minute of one shop front
	OpenCalls       int  `json:"open_calls"`       // production-interface.md §4.2: .0250, calls a minute of one access key
	PointsFirst     int  `json:"points_first"`     // catalogue.md §9.8: points of a new seller
	PointsWarn      int  `json:"points_warn"`      // catalogue.md §9.8: a warning from here on
	PointsPunish    int  `json:"points_punish"`    // catalogue.md §9.8: a punishment from here on
	LevelCategory   int  `json:"level_category"`   // catalogue.md §9.8: the level that each right begins with
	LevelCampaign   int  `json:"level_campaign"`   // likewise
	LevelFront      int  `json:"level_front"`      // likewise
	LevelManager    int  `json:"level_manager"`    // likewise
	SpotlightMost   int  `json:"spotlight_most"`   // catalogue.md §9.8: products of one seller in a place at once
	SpotlightDays   int  `json:"spotlight_days"`   // and for how long
	KeepKeys        Span `json:"keep_keys"`        // transactions.md §10.2: how long an idempotency key is remembered

	ExportDays int  `json:"export_days"` // §6.11: a file is kept
	DemandDays int  `json:"demand_days"` // §7.2: the seller accepts a demand, calendar days
	AuditDays  int  `json:"audit_days"`  // §8: audit entries are kept; never less than a year
	QuietHours bool `json:"quiet_hours"` // §9: what is not urgent waits for the morning
	QuietFrom  Span `json:"quiet_from"`  // from midnight in Shanghai
	QuietUntil Span `json:"quiet_until"`

	SelectOpen      bool `json:"select_open"`       // catalogue.md §2.1: curated products may be published
	PlatformOpen    bool `json:"platform_open"`     // catalogue.md §2.1: self-service products may be published
	NameLetters     int  `json:"name_letters"`      // catalogue.md §2.3
	HighlightCount  int  `json:"highlight_count"`   // catalogue.md §2.3: 1 to 5 highlights
	HighlightTitle  int  `json:"highlight_title"`   // catalogue.md §2.3: 20 letters
	HighlightText   int  `json:"highlight_text"`    // catalogue.md §2.3: 100 letters
	VideoMegabytes  int  `json:"video_megabytes"`   // catalogue.md §2.3: 200 MB
	PromisedDays    int  `json:"promised_days"`     // catalogue.md §2.3: the longest delivery time that can be promised
	TagsAbroad      int  `json:"tags_abroad"`       // catalogue.md §2.3: labels of what is sold abroad
	DraftCount      int  `json:"draft_count"`       // catalogue.md §11.2: drafts of one seller
	AgreementStrict bool `json:"agreement_strict"`  // catalogue.md §2.4: refused, not only warned about
	SpecCount       int  `json:"spec_count"`        // catalogue.md §3.5
	AttributeCount  int  `json:"attribute_count"`   // catalogue.md §3.5
	ValueCount      int  `json:"value_count"`       // catalogue.md §3.5
	SKUCount        int  `json:"sku_count"`         // catalogue.md §3.5
	TrialFiling     bool `json:"trial_filing"`      // catalogue.md §4: a filing number for joint and self-service trials
	TrialPerProduct bool `json:"trial_per_product"` // catalogue.md §4: one trial per customer and product, not per spec
	QuotaEvery      Span `json:"quota_every"`       // catalogue.md §3.8: how often the rest of a watched package is asked for

	OfferFreeDiscount Ratio `json:"offer_free_discount"` // catalogue.md §9.2: 免审批, not less of the list price
	OfferFreeShare    Ratio `json:"offer_free_share"`    // catalogue.md §9.2: not more for the seller
}

// DefaultSettings are the values that ship.
func DefaultSettings() Settings {
	return Settings{
		OfficeOpens: hours(9), OfficeShuts: hours(18),
		PayWindow: hours(7 * 24), FreezeRetention: hours(15 * 24), ArrearsGrace: hours(15 * 24), OrderSync: hours(3), RefundSync: hours(3), FailedOrders: 5, StockWarning: 10, DeliveryWindow: hours(3), DeliveryEvery: hours(1),
		ReleaseWindow: hours(1), ReleaseEvery: Span{5 * time.Minute},
		LicenceWindow: Span{118 * time.Minute}, LicenceEvery: Span{2 * time.Minute}, CallTimeout: Span{5 * time.Second},
		ConfirmDays: 3, DeliverDays: 10, WebsiteDays: 5, SignedDays: 10, RedeliverFiles: true, WarnBefore: hours(4), IdleFirst: hours(72), IdleSecond: hours(120), RefundDays: 7,
		RefundEscalateDays: 10, FiveDays: 5, FiveDayTimes: 10, FiveDayOnce: true, RefundAbroad: true, LargeRefund: Yuan("50000.00"), LargeRefundAbroad: Yuan("7000.00"),
		LargeRefundIn: hours(24), ReturnDays: 10, InspectDays: 15,
		HardwarePayWindow: hours(1), RenewBefore: hours(7 * 24), RenewAt: hours(3),
		AppealDays: 3, EvidenceDays: 5, AppealIdleDays: 5, AppealRejects: 3, ReviewDays: 3,
		SupervisionRemind: hours(180 * 24), BillingDay: 3, BillingDayAbroad: 7, StatementReviewDays: 2, ReviewDaysAbroad: 3, CountersignDays: 8, StatementPayDays: 6, PlatformInvoiceMonths: 1, InvoiceReviewDays: 2, PaymentReviewDays: 8, DetailsAt: hours(8), SanctionYellow: 3, SanctionTrade: 1, SanctionHide: 2,
		UsageHourly: hours(2), UsageDaily: hours(1), UsageDays: 21, UsageCalls: 6000, LeastPayout: Yuan("1000.00"), LeastPayoutAbroad: Yuan("150.00"),
		InvoiceDays: 7, InvoiceRemind: hours(48), InvoiceConfirmDays: 90, PostageFrom: Yuan("100.00"),
		TicketAccept: hours(4), TicketSolve: hours(24), TicketCloseDays: 7, TicketAccessDays: 3,
		StorefrontCalls: 6000, OpenCalls: 600, KeepKeys: hours(30 * 24), PointsFirst: 100, PointsWarn: 80, PointsPunish: 60,
		LevelCategory: 2, LevelCampaign: 2, LevelFront: 3, LevelManager: 3, SpotlightMost: 2, SpotlightDays: 30,
		KeyOverlap: hours(72), SessionLife: hours(12), LockAfter: 5, LockFor: Span{15 * time.Minute},
		NameLetters: 60, HighlightCount: 5, HighlightTitle: 20, HighlightText: 100, VideoMegabytes: 200, PromisedDays: 365, TagsAbroad: 3, DraftCount: 100,
		SpecCount: 50, AttributeCount: 5, ValueCount: 20, SKUCount: 200, TrialFiling: true, QuotaEvery: hours(1),
		OfferFreeDiscount: Percent("80"), OfferFreeShare: Percent("95"),
		ExportDays: 3, DemandDays: 5, AuditDays: 730, QuietFrom: hours(22), QuietUntil: hours(8),
	}
}

// BillingDayIn is the day of the month on which statements in the currency are made
// (transactions.md §6.3).
func (s Settings) BillingDayIn(currency Currency) int {
	if currency.Abroad() {
		return s.BillingDayAbroad
	}
	return s.BillingDay
}

// ReviewDaysIn is in how many working days a statement in the currency is reviewed and sent
// (transactions.md §6.3, §6.4).
func (s Settings) ReviewDaysIn(currency Currency) int {
	if currency.Abroad() {
		return s.ReviewDaysAbroad
	}
	return s.StatementReviewDays
}

// LeastPayoutIn is what a statement in the currency must reach to be paid (transactions.md
// §14.3).
func (s Settings) LeastPayoutIn(currency Currency) Money {
	if currency.Abroad() {
		return s.LeastPayoutAbroad
	}
	return s.LeastPayout
}

// PayWindowOf is how long an order of the access type waits for its payment (transactions.md
// §1.2, §10.3).
func (s Settings) PayWindowOf(access AccessType) time.Duration {
	if access == AccessHardware {
		return s.HardwarePayWindow.Duration
	}
	return s.PayWindow.Duration
}
