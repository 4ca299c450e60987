package supervisions

import (
	"context"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// handedFacts are what this kind of delivery has brought so far.
func (p DetailPage) handedFacts(ctx context.Context) []ui.Fact {
	var facts []ui.Fact
	add := func(key string, part templ.Component) {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "supervision."+key), Part: part})
	}
	if p.Flow.Link != "" {
		add("link", ui.ID(p.Flow.Link, ""))
	}
	if p.Flow.Code != "" {
		add("code", ui.ID(p.Flow.Code, ""))
	}
	if l := p.Licence; l != nil {
		add("licence", ui.ID(l.Masked(), ""))
		add("licence_status", ui.Chip(l.Status))
		add("received_at", maybeTime(l.ReceivedAt))
		add("activated_at", maybeTime(l.ActivatedAt))
	}
	if parcel := p.Parcel; parcel != nil {
		if parcel.Address.Recipient != "" {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, "supervision.recipient"), Text: parcel.Address.Recipient},
				ui.Fact{Label: i18n.T(ctx, "supervision.phone"), Part: ui.Masked(market.MaskPhone(parcel.Address.Phone))},
				ui.Fact{Label: i18n.T(ctx, "supervision.place"), Text: i18n.T(ctx, "supervision.place_hidden")}) // each showing is recorded (transactions.md §1.1)
		}
		if parcel.Tracking != "" {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, "supervision.courier"), Text: p.courier()})
			add("tracking", ui.ID(parcel.Tracking, ""))
			add("shipped_at", maybeTime(parcel.ShippedAt))
			add("signed_at", maybeTime(parcel.SignedAt))
		}
		if parcel.State != "" {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, "supervision.courier_state"), Text: i18n.T(ctx, market.CourierState(parcel.State).Key())})
		}
	}
	return facts
}

// courier is the name of who carries the parcel.
func (p DetailPage) courier() string {
	for _, c := range p.Couriers {
		if c.Code == p.Parcel.Courier {
			return c.Name
		}
	}
	return p.Parcel.Courier // it is no longer used
}

func (p DetailPage) orderFacts(ctx context.Context) []ui.Fact {
	o := p.Order
	return []ui.Fact{
		{Label: i18n.T(ctx, "supervision.number"), Part: ui.ID(o.Number, p.door()+"/orders/"+o.ID.String())},
		{Label: i18n.T(ctx, "supervision.type"), Text: i18n.T(ctx, o.Type.Key())},
		{Label: i18n.T(ctx, "supervision.order_status"), Part: ui.Chip(o.Status)},
		{Label: i18n.T(ctx, "supervision.placed"), Part: ui.Time(o.PlacedAt)},
		{Label: i18n.T(ctx, "supervision.paid_at"), Part: maybeTime(o.PaidAt)},
		{Label: i18n.T(ctx, "supervision.effective_at"), Part: maybeTime(o.EffectiveAt)},
		{Label: i18n.T(ctx, "supervision.completes"), Text: i18n.T(ctx, "supervision.completes_in", int(p.Settings.OrderSync.Hours()))},
	}
}

func (p DetailPage) amounts(ctx context.Context) []ui.Fact {
	o := p.Order
	money := func(m market.Money) templ.Component { return ui.Money(m) }
	if o.Currency != market.CNY {
		money = func(m market.Money) templ.Component { return ui.MoneyIn(m, o.Currency) }
	}
	facts := []ui.Fact{{Label: i18n.T(ctx, "supervision.list_amount"), Part: money(o.ListAmount)}}
	if o.DiscountAmount.Sign() > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "supervision.discount"), Part: money(o.DiscountAmount.Negated())})
	}
	if o.CouponAmount.Sign() > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "supervision.coupon"), Part: money(o.CouponAmount.Negated())})
	}
	facts = append(facts, ui.Fact{Label: i18n.T(ctx, "supervision.paid_amount"), Part: money(o.Amount), Sum: true})
	if o.RefundedAmount.Sign() > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "supervision.refunded"), Part: money(o.RefundedAmount.Negated())})
	}
	return facts
}

func (p DetailPage) productFacts(ctx context.Context) []ui.Fact {
	o := p.Order
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "supervision.name"), Part: ui.TextLink(o.ProductName, p.door()+"/products/"+o.ProductID.String())},
		{Label: i18n.T(ctx, "supervision.spec"), Text: o.SpecName},
		{Label: i18n.T(ctx, "supervision.quantity"), Part: ui.Quantity(o.Quantity)},
		{Label: i18n.T(ctx, "supervision.access"), Text: i18n.T(ctx, o.AccessType.Key())},
		{Label: i18n.T(ctx, "supervision.sale"), Text: i18n.T(ctx, o.SaleType.Key())},
		{Label: i18n.T(ctx, "supervision.flow"), Text: i18n.T(ctx, "supervision.flow_"+p.Flow.Flow.V.Template) + i18n.T(ctx, "supervision.join") + "v" + strconv.Itoa(p.Flow.Flow.V.Version)},
	}
	if days := p.Flow.Flow.V.Promised(); days > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "supervision.promised"), Text: i18n.T(ctx, "supervision.promised_days", days)})
	}
	return append(facts, ui.Fact{Label: i18n.T(ctx, "supervision.sku"), Part: ui.ID(o.SKUCode, "")})
}

func (p DetailPage) customerFacts(ctx context.Context) []ui.Fact {
	o := p.Order
	return []ui.Fact{
		{Label: i18n.T(ctx, "supervision.company"), Text: o.CustomerName},
		{Label: i18n.T(ctx, "supervision.account"), Part: ui.ID(o.CustomerAccount, "")},
		{Label: i18n.T(ctx, "supervision.phone"), Part: ui.Masked(o.PhoneMask)},
		{Label: i18n.T(ctx, "supervision.email"), Part: ui.Masked(o.EmailMask)},
	}
}

func maybeTime(t *time.Time) templ.Component {
	if t == nil {
		return ui.Dash()
	}
	return ui.Time(*t)
}
