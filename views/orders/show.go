package orders

import (
	"context"
	"strings"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// ShowPage is one order with all that belongs to it.
type ShowPage struct {
	Order   market.Order
	Form    ui.Form          // of the operator's acts on what runs
	Contact *market.Customer // revealed; nil shows the masks
	Timeline
	Parts    market.OrderParts
	Related  []market.Related
	Usage    *market.OrderUsage // of what is paid by use, and of packages
	Instance *market.Instance
	Expiry   market.Expiry // what its customer chose for its end
	Renewals []market.OrderRow
	Renews   *market.Order
	Billing  *market.Billability // why it is, or is not, in a statement; nil hides it
	Seller   string              // whose order it is, for the operator only
	Stall    *market.Stall       // what it waits for; nil while it goes on by itself
	Now      time.Time
	Calendar market.Calendar
}

func crumbs(ctx context.Context, operator bool) []ui.Link {
	if operator {
		return []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_orders")}}
	}
	return []ui.Link{{Text: i18n.T(ctx, "nav.trade")}, {Text: i18n.T(ctx, "nav.orders")}}
}

func (p ShowPage) path() string {
	if p.Seller != "" {
		return "/operator/orders"
	}
	return "/orders"
}

func (p ShowPage) url() string { return p.path() + "/" + p.Order.ID.String() }

func (p ShowPage) crumbs(ctx context.Context) []ui.Link {
	if p.Seller != "" {
		return []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_orders"), URL: p.path()}, {Text: p.Order.Number}}
	}
	return []ui.Link{{Text: i18n.T(ctx, "nav.trade")}, {Text: i18n.T(ctx, "nav.orders"), URL: p.path()}, {Text: p.Order.Number}}
}

func at(t *time.Time) templ.Component {
	if t == nil {
		return ui.Dash()
	}
	return ui.TimeWeek(*t)
}

func (p ShowPage) product(ctx context.Context) []ui.Fact {
	o := p.Order
	name := ui.TextLink(o.ProductName, "/products/"+o.ProductID.String())
	if p.Seller != "" {
		name = ui.Plain(o.ProductName)
	}
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "order.product"), Part: name},
		{Label: i18n.T(ctx, "order.spec"), Text: o.SpecName},
	}
	if p.Parts.Asset != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "order.asset"), Text: p.Parts.Asset})
	}
	for _, a := range o.Attributes.V { // as they were when it was bought
		facts = append(facts, ui.Fact{Label: ui.Named(ctx, a.NameZh, a.NameEn), Text: strings.TrimSpace(a.Value + " " + a.Unit)})
	}
	return append(facts, []ui.Fact{
		{Label: i18n.T(ctx, "order.charging"), Text: i18n.T(ctx, "order.charging_"+string(o.Charging))},
		{Label: i18n.T(ctx, "order.period"), Text: period(ctx, o)},
		{Label: i18n.T(ctx, "order.quantity"), Text: i18n.Quantity(o.Quantity)},
		{Label: i18n.T(ctx, "order.access"), Text: i18n.T(ctx, o.AccessType.Key())},
		{Label: i18n.T(ctx, "order.sale_type"), Text: i18n.T(ctx, o.SaleType.Key())},
		{Label: i18n.T(ctx, "order.product_code"), Part: ui.ID(o.ProductCode, "")},
		{Label: i18n.T(ctx, "order.sku_code"), Part: ui.ID(o.SKUCode, "")},
		{Label: i18n.T(ctx, "vat.kind"), Text: i18n.T(ctx, "vat.kind_at", market.Word(o.TaxKind.Key()), o.TaxRate)},
		{Label: i18n.T(ctx, "order.agreement"), Text: i18n.T(ctx, "order.agreement_of", p.Parts.RevisionNo)},
		{Label: i18n.T(ctx, "order.agreement_at"), Part: ui.TimeWeek(o.AgreementAt)},
	}...)
}

// period is how long one order lasts; what is bought once has no length.
func period(ctx context.Context, o market.Order) string {
	if o.PeriodType.Charging() == market.ChargeOneTime {
		return i18n.T(ctx, o.PeriodType.Key())
	}
	return i18n.T(ctx, "order.periods_of", o.Periods, market.Word(o.PeriodType.Key()))
}

func (p ShowPage) order(ctx context.Context) []ui.Fact {
	o := p.Order
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "order.number"), Part: ui.ID(o.Number, "")},
		{Label: i18n.T(ctx, "order.line"), Part: ui.ID(o.Line(), "")},
		{Label: i18n.T(ctx, "order.type"), Text: i18n.T(ctx, o.Type.Key())},
		{Label: i18n.T(ctx, "order.status"), Part: ui.Chip(o.Status)},
		{Label: i18n.T(ctx, "order.channel"), Text: p.channel(ctx)},
		{Label: i18n.T(ctx, "order.placed_at"), Part: ui.TimeWeek(o.PlacedAt)},
	}
	if back := p.Parts.Returns; back != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "order.original"), Part: ui.ID(back.Number+market.OrderLineSuffix, p.path()+"/"+back.ID.String())})
	}
	if o.Type.GivesBack() { // there is nothing to pay, and nothing runs
		return append(facts, ui.Fact{Label: i18n.T(ctx, "order.completed_at"), Part: at(o.CompletedAt)})
	}
	switch {
	case o.Status == market.OrderPendingPayment:
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "order.pay_by"), Part: ui.TimeWeek(o.PayBy)})
	case o.CancelledAt != nil:
		return append(facts, ui.Fact{Label: i18n.T(ctx, "order.cancelled_at"), Part: at(o.CancelledAt)})
	}
	facts = append(facts, ui.Fact{Label: i18n.T(ctx, "order.paid_at"), Part: at(o.PaidAt)})
	if o.Postpaid {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "order.repaid_at"), Part: at(o.RepaidAt)})
	}
	if !o.Type.GivesBack() { // which runs for no time of its own
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "order.effective_at"), Part: at(o.EffectiveAt)},
			ui.Fact{Label: i18n.T(ctx, "order.expires_at"), Part: at(o.ExpiresAt)})
	}
	facts = append(facts, ui.Fact{Label: i18n.T(ctx, "order.completed_at"), Part: at(o.CompletedAt)})
	if o.RefundedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "order.refunded_at"), Part: at(o.RefundedAt)})
	}
	return facts
}

func (p ShowPage) customer(ctx context.Context) []ui.Fact {
	o := p.Order
	phone, email := ui.Masked(o.PhoneMask), ui.Masked(o.EmailMask)
	if p.Contact != nil {
		phone, email = ui.ID(p.Contact.Phone, ""), ui.ID(p.Contact.Email, "")
	}
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "order.customer"), Text: o.CustomerName},
		{Label: i18n.T(ctx, "order.customer_id"), Part: ui.ID(o.CustomerID, "")},
		{Label: i18n.T(ctx, "order.customer_account"), Part: ui.ID(o.CustomerAccount, "")},
		{Label: i18n.T(ctx, "order.phone"), Part: phone},
		{Label: i18n.T(ctx, "order.email"), Part: email},
	}
	if parcel := p.Parts.Parcel; parcel != nil && parcel.Address.Recipient != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "order.recipient"), Text: parcel.Address.Recipient})
		if p.Contact != nil {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, "order.recipient_phone"), Part: ui.ID(parcel.Address.Phone, "")},
				ui.Fact{Label: i18n.T(ctx, "order.delivery_place"), Text: parcel.Address.Place})
		} else {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, "order.recipient_phone"), Part: ui.Masked(market.MaskPhone(parcel.Address.Phone))})
		}
	}
	for _, param := range p.Parts.Extend {
		facts = append(facts, ui.Fact{Label: p.asked(ctx, param.Name), Text: param.Value})
	}
	return facts
}

// asked is the name of what the checkout asked for.
func (p ShowPage) asked(ctx context.Context, code string) string {
	asked, known := market.NamedParameter(p.Parts.Parameters, code)
	if !known {
		return code
	}
	return asked.Name.V[i18n.Lang(ctx)]
}

// channel is how the order came about, and by whom.
func (p ShowPage) channel(ctx context.Context) string {
	channel, partner := p.Parts.Channel()
	if partner == "" {
		return i18n.T(ctx, channel.Key())
	}
	return i18n.T(ctx, "order.channel_of", market.Word(channel.Key()), partner)
}

// deal is what was paid, or given back: then it is negative (transactions.md §1.1).
func (p ShowPage) deal() market.Money {
	if back := p.Parts.Returns; back != nil {
		return back.Amount.Negated()
	}
	return p.Order.Amount
}

// ledger is how the amount came about and what was paid back.
func (p ShowPage) ledger(ctx context.Context) (lines []ui.LedgerLine, total ui.LedgerLine) {
	o := p.Order
	list := ui.LedgerLine{Name: i18n.T(ctx, "order.list_amount"), Amount: o.ListAmount}
	if o.Periods > 1 || o.Quantity.Over(market.Count(1)) {
		list.Note = i18n.T(ctx, "order.price_note", o.UnitPrice, o.Quantity, o.Periods)
	}
	if back := p.Parts.Returns; back != nil { // a refund order has no order amount, its deal amount is negative (§1.1)
		return []ui.LedgerLine{{Name: i18n.T(ctx, "order.refunded_amount"), Amount: back.Amount.Negated()}}, ui.LedgerLine{Name: i18n.T(ctx, "order.deal_amount"), Amount: back.Amount.Negated()}
	}
	lines = append(lines, list)
	for _, r := range p.Parts.Reductions {
		note := i18n.T(ctx, "order.reduced_by", r.Number, r.Name)
		if r.Kind != market.ReducedCoupon {
			note = i18n.T(ctx, "order.reduced_to", r.Number, r.Ratio)
		}
		lines = append(lines, ui.LedgerLine{Name: i18n.T(ctx, r.Kind.Key()), Note: note, Amount: r.Amount.Negated()})
	}
	if len(p.Parts.Reductions) == 0 {
		if o.DiscountAmount.Sign() != 0 {
			lines = append(lines, ui.LedgerLine{Name: i18n.T(ctx, "order.discount"), Amount: o.DiscountAmount.Negated()})
		}
		if o.CouponAmount.Sign() != 0 {
			lines = append(lines, ui.LedgerLine{Name: i18n.T(ctx, "order.coupon"), Amount: o.CouponAmount.Negated()})
		}
	}
	name := "order.paid_amount"
	if o.PaidAt == nil {
		name = "order.due_amount"
	}
	if o.RefundedAmount.Sign() == 0 {
		return lines, ui.LedgerLine{Name: i18n.T(ctx, name), Amount: o.Amount}
	}
	lines = append(lines, ui.LedgerLine{Name: i18n.T(ctx, name), Amount: o.Amount},
		ui.LedgerLine{Name: i18n.T(ctx, "order.refunded_amount"), Amount: o.RefundedAmount.Negated()})
	return lines, ui.LedgerLine{Name: i18n.T(ctx, "order.left_amount"), Amount: o.Refundable()}
}

var relatedPaths = map[market.EventKind]string{
	market.EventSupervision: "/supervisions/", market.EventFulfilment: "/fulfilments/", market.EventAppeal: "/appeals/",
	market.EventRefund: "/refunds/", market.EventStatement: "/statements/", market.EventInvoice: "/invoices/",
}

var relatedAreas = map[market.EventKind]market.Area{
	market.EventSupervision: "supervision", market.EventFulfilment: "fulfilment", market.EventAppeal: "appeal",
	market.EventRefund: "refund", market.EventStatement: "statement", market.EventInvoice: "invoice",
}

// related are links to what belongs to the order, each with its state.
func (p ShowPage) related(ctx context.Context) []ui.Fact {
	var facts []ui.Fact
	for _, r := range p.Related {
		text := i18n.T(ctx, r.Kind.Key())
		if r.Number != "" && r.Kind != market.EventFulfilment {
			text += " " + r.Number
		}
		if r.Kind == market.EventFulfilment {
			text = i18n.T(ctx, market.Activity(r.Number).Key())
		}
		if p.Seller == "" && ui.Sees(ctx, relatedAreas[r.Kind]) {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, r.Status), Part: ui.TextLink(text, relatedPaths[r.Kind]+r.ID)})
		} else {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, r.Status), Text: text})
		}
	}
	if back := p.Parts.Returns; back != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "order.gives_back"), Part: ui.ID(back.Number, p.path()+"/"+back.ID.String())})
	} else if p.Renews != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "order.renews"), Part: ui.ID(p.Renews.Number, p.path()+"/"+p.Renews.ID.String())})
	}
	for _, r := range p.Renewals {
		label := "order.renewed_by"
		if r.Type.GivesBack() {
			label = "order.given_back_by"
		}
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, label), Part: ui.ID(r.Number, p.path()+"/"+r.ID.String())})
	}
	return facts
}

func (p ShowPage) instance(ctx context.Context) []ui.Fact {
	i := p.Instance
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "instance.number"), Part: ui.ID(i.Number, "")},
		{Label: i18n.T(ctx, "instance.status"), Part: ui.Chip(i.Status)},
		{Label: i18n.T(ctx, "instance.opened_at"), Part: at(i.OpenedAt)},
		{Label: i18n.T(ctx, "instance.expires_at"), Part: at(i.ExpiresAt)},
	}
	if i.ReleasesAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "instance.releases_at"), Part: at(i.ReleasesAt)})
	}
	if i.ReleasedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "instance.released_at"), Part: at(i.ReleasedAt)})
	}
	if i.BlockedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "instance.blocked_at"), Part: at(i.BlockedAt)})
	}
	if p.Expiry.Policy != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "instance.policy"), Text: i18n.T(ctx, p.Expiry.Policy.Key())})
	}
	if p.Expiry.Policy == market.PolicyRenew {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "instance.renewals"), Text: i18n.T(ctx, "instance.renewals_of", p.Expiry.Periods, p.Expiry.Times)})
	}
	return facts
}
