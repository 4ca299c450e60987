// Package refunds is the pages of money that goes back to buyers, for both doors.
package refunds

import (
	"context"
	"slices"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Clock is what pages need to say how much time is left.
type Clock struct {
	Now      time.Time
	Calendar market.Calendar
	Settings market.Settings
}

// DetailPage is one refund with its order, what it does, and its story.
type DetailPage struct {
	Clock
	Operator bool
	Refund   market.RefundRow
	Order    market.Order
	Flow     *market.Supervision
	Parcel   *market.Parcel // of the way to the buyer
	Back     market.Address // where returned goods go; zero until it is said
	Effects  market.RefundEffects
	Logs     []market.RefundLog
	Couriers []market.Courier
	Appeals  []market.Appeal // over the delivery, newest first
	Refused  *market.Reason  // why an act just now did not fit
}

// door is where the reader's addresses begin.
func (p DetailPage) door() string {
	if p.Operator {
		return "/operator"
	}
	return ""
}

func (p DetailPage) url(verb string) string {
	path := p.door() + "/refunds/" + p.Refund.ID.String()
	if verb != "" {
		path += "/" + verb
	}
	return path
}

func (p DetailPage) fileURL(id market.FileID) string {
	if p.Operator {
		return "/operator/files/" + p.Refund.SellerID.String() + "/" + id.String()
	}
	return "/files/" + id.String()
}

// ours is the reader's side.
func (p DetailPage) ours() market.Party {
	if p.Operator {
		return market.PartyOperator
	}
	return market.PartySeller
}

// can reports whether the act is possible now and by the reader.
func (p DetailPage) can(ctx context.Context, act market.Act) bool {
	return market.RefundMoves.Can(p.Refund.Status, act) && ui.May(ctx, act) && !p.frozen()
}

// asks reports whether the page has a form for its reader now.
func (p DetailPage) asks(ctx context.Context) bool {
	acts := []market.Act{market.ApproveRefund, market.AcceptRefund}
	if p.Operator {
		acts = []market.Act{market.GrantRefund, market.ConfirmRefund, market.SettleRefund}
	}
	return slices.ContainsFunc(acts, func(act market.Act) bool { return p.can(ctx, act) })
}

func (p DetailPage) frozen() bool {
	return p.Flow != nil && p.Flow.Status == market.SupervisionFrozen && p.Refund.Status.Open() && p.Refund.Status != market.RefundApproved
}

func (p DetailPage) crumbs(ctx context.Context) []ui.Link {
	if p.Operator {
		return []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_refunds"), URL: "/operator/refunds"}, {Text: p.Refund.Number}}
	}
	return []ui.Link{{Text: i18n.T(ctx, "nav.trade")}, {Text: i18n.T(ctx, "nav.refunds"), URL: "/refunds"}, {Text: p.Refund.Number}}
}

// countdown is how long whoever's turn it is still has: working days where the rule counts
// them, calendar time for goods and for the operator's 24 hours.
func countdown(r market.Refund, frozen bool, c Clock) ui.Countdown {
	since := r.RequestedAt
	if r.DueAt == nil {
		if r.DecidedAt != nil {
			since = *r.DecidedAt
		}
		return ui.Countdown{NoLimit: true, Now: c.Now, Used: c.Calendar.Between(since, c.Now), Day: c.Calendar.DayLength()}
	}
	down := ui.Countdown{Due: *r.DueAt, Now: c.Now, Since: since, Frozen: frozen, Day: c.Calendar.DayLength()}
	switch r.Status {
	case market.RefundReturning, market.RefundInspecting, market.RefundReviewing, market.RefundTransit:
		days := map[market.RefundStatus]time.Duration{market.RefundReturning: time.Duration(c.Settings.ReturnDays) * 24 * time.Hour,
			market.RefundInspecting: time.Duration(c.Settings.InspectDays) * 24 * time.Hour}[r.Status]
		if days == 0 {
			days = c.Settings.LargeRefundIn.Duration
		}
		down.Natural, down.Left, down.Used = true, r.DueAt.Sub(c.Now), c.Now.Sub(r.DueAt.Add(-days))
		down.Since = r.DueAt.Add(-days)
	default:
		down.Left, down.Used = c.Calendar.Between(c.Now, *r.DueAt), c.Calendar.Between(since, c.Now)
		if c.Now.After(*r.DueAt) {
			down.Left = -c.Calendar.Between(*r.DueAt, c.Now)
		}
	}
	return down
}

func (p DetailPage) turn(ctx context.Context) ui.TurnNow {
	party := p.Refund.Status.Turn()
	act := i18n.T(ctx, "refund.turn_"+string(p.Refund.Status))
	if p.Refund.Exception() {
		party, act = market.PartySeller, i18n.T(ctx, "refund.turn_exception")
	} else if p.invoiced() {
		party, act = market.PartySeller, i18n.T(ctx, "refund.turn_invoice")
	}
	since := p.Refund.RequestedAt
	if len(p.Logs) > 0 {
		since = p.Logs[0].At
	}
	return ui.TurnNow{Party: party, Ours: party == p.ours(), Act: act, Since: i18n.Moment(ctx, since)}
}

// invoiced reports whether the agreed money waits for an invoice that comes back first (§4.5).
func (p DetailPage) invoiced() bool {
	return p.Refund.Status == market.RefundApproved && p.Refund.PaidAt == nil && p.Effects.Invoice != nil
}

// causeBeside is the cause beside the reason that somebody wrote; without one it stands alone.
func (p DetailPage) causeBeside(ctx context.Context) string {
	if p.Refund.Reason == "" {
		return ""
	}
	return i18n.T(ctx, p.Refund.Cause.Key())
}

// otherwise is what happens if nobody acts, in one sentence.
func (p DetailPage) otherwise() market.Reason {
	r := p.Refund
	switch {
	case r.Exception():
		return market.Because("refund.otherwise_exception")
	case p.invoiced():
		return market.Because("refund.otherwise_invoice", p.Effects.Invoice.Number)
	case r.Status == market.RefundRequested && r.EscalatedAt != nil:
		return market.Because("refund.otherwise_escalated")
	case r.Status == market.RefundRequested:
		return market.Because("refund.otherwise_requested", p.Settings.RefundDays, p.Settings.RefundEscalateDays)
	case r.Status == market.RefundApproved:
		return market.Because("refund.otherwise_approved", int(p.Settings.RefundSync.Hours()))
	case r.Status == market.RefundReturning:
		return market.Because("refund.otherwise_returning", p.Settings.ReturnDays)
	case r.Status == market.RefundInspecting:
		return market.Because("refund.otherwise_inspecting", p.Settings.InspectDays, r.Currency.Sum(r.Amount))
	}
	return market.Because("refund.otherwise_" + string(r.Status))
}

// steps is the refund's way: only the stations that this one passes.
func (p DetailPage) steps(ctx context.Context) []ui.Step {
	r := p.Refund
	way := []market.RefundStatus{}
	if r.Goods == market.GoodsMissing && (r.Status == market.RefundTransit || p.passed(market.RefundTransit)) {
		way = append(way, market.RefundTransit)
	}
	if r.Cause == market.RefundNegotiated {
		way = append(way, market.RefundRequested)
	}
	if r.Goods == market.GoodsReceived {
		way = append(way, market.RefundReturning, market.RefundInspecting)
		for _, odd := range []market.RefundStatus{market.RefundDisputed, market.RefundAppealed} {
			if r.Status == odd || p.passed(odd) {
				way = append(way, odd)
			}
		}
	}
	if r.Status == market.RefundReviewing || p.passed(market.RefundReviewing) || r.Status.Undecided() && r.Large(p.Settings, p.Refund.Currency) {
		way = append(way, market.RefundReviewing)
	}
	way = append(way, market.RefundApproved, market.RefundPaid)
	steps := []ui.Step{{Label: i18n.T(ctx, "refund.step_asked"), State: ui.StepPast, Lines: []string{p.requester(ctx) + " " + i18n.Near(ctx, r.RequestedAt)}}}
	state := ui.StepPast
	for _, status := range way {
		step := ui.Step{Label: i18n.T(ctx, "refund.step_"+string(status)), State: state}
		if status == r.Status {
			step.State, state = ui.StepNow, ui.StepFuture
			switch {
			case status == market.RefundPaid:
				step.State = ui.StepPast
			case p.frozen() || status == market.RefundAppealed:
				step.State = ui.StepFrozen
			case r.Late(p.Now) || r.Exception():
				step.State = ui.StepLate
			case status.Turn() != p.ours():
				step.State = ui.StepOther
			}
			step.Lines = []string{i18n.T(ctx, "refund.step_now")}
			if r.DueAt != nil {
				step.Lines = []string{i18n.T(ctx, "refund.step_until", i18n.Near(ctx, *r.DueAt))}
			}
		} else if at := p.leftAt(status); at != nil && state == ui.StepPast {
			step.Lines = []string{i18n.Near(ctx, *at)}
		}
		if status == market.RefundPaid && r.PaidAt != nil {
			step.Lines = []string{i18n.Near(ctx, *r.PaidAt)}
		}
		steps = append(steps, step)
	}
	return steps
}

// passed reports whether the refund stood there once.
func (p DetailPage) passed(status market.RefundStatus) bool { return p.leftAt(status) != nil }

// leftAt is when the refund left a state for good.
func (p DetailPage) leftAt(status market.RefundStatus) *time.Time {
	for _, log := range p.Logs { // newest first
		if log.FromStatus == status && log.ToStatus != status {
			return &log.At
		}
	}
	return nil
}

func (p DetailPage) requester(ctx context.Context) string {
	if p.Refund.RequestedBy == market.TheClock.Name {
		return i18n.T(ctx, "refund.system")
	}
	return p.Refund.RequestedBy
}

func (p DetailPage) entries(ctx context.Context, eyes market.Party) []ui.Entry {
	var all []ui.Entry
	for _, log := range p.Logs {
		entry := ui.Entry{At: log.At, Party: log.Party, Ours: log.Party == eyes, Actor: log.NameFor(eyes), Act: i18n.Did(ctx, string(log.Act)), Quote: log.Comment}
		if log.Party == market.PartySystem {
			entry.Actor = i18n.T(ctx, "refund.system")
		} else if entry.Actor == "" {
			entry.Actor = i18n.T(ctx, "common.party_"+string(log.Party))
		}
		if log.FromStatus != log.ToStatus {
			entry.Rest = i18n.T(ctx, "refund.into", market.Word(log.ToStatus.Key()))
		}
		for _, f := range log.Files {
			entry.Files = append(entry.Files, ui.File{Name: f.Name, URL: p.fileURL(f.ID)})
		}
		all = append(all, entry)
	}
	return all
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	r := p.Refund
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "refund.number"), Part: ui.ID(r.Number, "")},
		{Label: i18n.T(ctx, "refund.cause"), Text: i18n.T(ctx, r.Cause.Key())},
		{Label: i18n.T(ctx, "refund.requested_by"), Text: p.requester(ctx)},
		{Label: i18n.T(ctx, "refund.requested_at"), Part: ui.Time(r.RequestedAt)},
		{Label: i18n.T(ctx, "refund.days_waiting"), Text: i18n.Say(ctx, r.Waited(p.Now))},
	}
	if r.DecidedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "refund.decided_at"), Part: ui.Time(*r.DecidedAt)})
	}
	if r.PaidAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "refund.paid_at"), Part: ui.Time(*r.PaidAt)})
	}
	if r.Cause == market.RefundNegotiated {
		contact := ui.Plain(i18n.T(ctx, "refund.contact_hidden"))
		if r.ContactShown {
			contact = ui.Masked(r.PhoneMask)
		}
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "refund.contact"), Part: contact})
	}
	return facts
}

func (p DetailPage) orderURL() string { return p.door() + "/orders/" + p.Order.ID.String() }

func (p DetailPage) orderFacts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "refund.order"), Part: ui.ID(p.Order.Number, p.orderURL())}}
	if id := p.Refund.UnsubscriptionID; id != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "refund.unsubscription"), Part: ui.ID(p.Refund.Unsubscription, p.door()+"/orders/"+id.String())})
	}
	if p.Operator {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "refund.seller"), Text: p.Refund.CompanyName})
	}
	facts = append(facts,
		ui.Fact{Label: i18n.T(ctx, "refund.customer"), Text: p.Order.CustomerName},
		ui.Fact{Label: i18n.T(ctx, "refund.type"), Text: i18n.T(ctx, p.Order.Type.Key()) + " · " + i18n.T(ctx, p.Order.AccessType.Key())},
		ui.Fact{Label: i18n.T(ctx, "refund.order_status"), Part: ui.Chip(p.Order.Status)})
	if p.Flow != nil {
		path := p.door() + "/supervisions/" + p.Flow.ID.String()
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "nav.supervisions"), Part: ui.TextLink(i18n.T(ctx, p.Flow.Node.Key()), path)})
	}
	return facts
}

func (p DetailPage) goodsFacts(ctx context.Context) []ui.Fact {
	r := p.Refund
	facts := []ui.Fact{{Label: i18n.T(ctx, "refund.goods"), Text: i18n.T(ctx, r.Goods.Key())}}
	if p.Parcel != nil && p.Parcel.ShippedAt != nil {
		sent := i18n.T(ctx, "refund.sent_out", courierName(p.Couriers, p.Parcel.Courier), p.Parcel.Tracking)
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "refund.out"), Text: sent})
		if p.Parcel.SignedAt != nil {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, "refund.signed_at"), Part: ui.Time(*p.Parcel.SignedAt)})
		}
	}
	if p.Back.Place != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "refund.back_to"), Text: i18n.T(ctx, "refund.address_line", p.Back.Recipient, p.Back.Phone, p.Back.Place)})
	}
	if r.SentAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "refund.back_by"), Text: courierName(p.Couriers, r.Courier) + " " + r.Tracking},
			ui.Fact{Label: i18n.T(ctx, "refund.sent_at"), Part: ui.Time(*r.SentAt)})
	}
	return facts
}

func courierName(all []market.Courier, code string) string {
	for _, c := range all {
		if c.Code == code {
			return c.Name
		}
	}
	return code
}

// files are the photos and documents of the inspection.
func (p DetailPage) files() []market.File {
	var all []market.File
	for _, log := range p.Logs {
		all = append(all, log.Files...)
	}
	return all
}

func (p DetailPage) fileBoxes() []ui.File {
	var all []ui.File
	for _, f := range p.files() {
		all = append(all, ui.File{Name: f.Name, URL: p.fileURL(f.ID)})
	}
	return all
}

func (p DetailPage) outcomes(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, o := range market.ReturnDecisions {
		all = append(all, ui.Option{Value: string(o), Label: i18n.T(ctx, o.Key()), Help: i18n.T(ctx, o.Key()+"_text")})
	}
	return all
}

func (p DetailPage) banner(ctx context.Context) *ui.BannerHead {
	r := p.Refund
	switch {
	case p.Refused != nil:
		return &ui.BannerHead{Tone: "bad", Title: i18n.T(ctx, "problem.conflict_title"), Text: i18n.Say(ctx, *p.Refused)}
	case p.frozen():
		return &ui.BannerHead{Tone: "frozen", Title: i18n.T(ctx, "refund.frozen_title"), Text: i18n.T(ctx, "refund.is_frozen"), Act: appealLink(p)}
	case r.Exception():
		return &ui.BannerHead{Tone: "bad", Title: i18n.T(ctx, "refund.exception_title"), Text: i18n.T(ctx, "refund.exception_text"), Act: restart(p)}
	case r.Status == market.RefundRequested && r.EscalatedAt != nil:
		return &ui.BannerHead{Tone: "bad", Title: i18n.T(ctx, "refund.escalated_title", r.DaysWaiting(p.Now)), Text: i18n.T(ctx, "refund.escalated_text")}
	case p.Effects.Invoice != nil && r.Status.Open() && r.PaidAt == nil:
		return &ui.BannerHead{Tone: "warn", Title: i18n.T(ctx, "refund.invoice_title", p.Effects.Invoice.Number), Text: i18n.T(ctx, "refund.invoice_text"), Act: invoiceLink(p)}
	}
	return nil
}
