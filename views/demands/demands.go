// Package demands is the pages of what customers need.
package demands

import (
	"context"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// DetailPage is one demand with its progress.
type DetailPage struct {
	Now     time.Time
	Demand  market.DemandRow
	Notes   []market.DemandNote
	Contact *market.Customer
	Refused *market.Reason
}

// AssignPage is the operator's form.
type AssignPage struct {
	Products []market.JointProduct
	Days     int // to accept it
}

func url(id market.DemandID, verb string) string {
	if verb == "" {
		return "/demands/" + id.String()
	}
	return "/demands/" + id.String() + "/" + verb
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.sales")}, {Text: i18n.T(ctx, "nav.demands")}}
	if len(more) > 0 {
		way[1].URL = "/demands"
	}
	return append(way, more...)
}

// left is how long the demand still waits, in calendar days.
func left(d market.Demand, now time.Time) ui.Countdown {
	return ui.Countdown{Due: d.DueAt, Now: now, Left: d.DueAt.Sub(now), Used: now.Sub(d.AssignedAt), Natural: true, Since: d.AssignedAt}
}

func (p DetailPage) turn(ctx context.Context) ui.TurnNow {
	return ui.TurnNow{Party: market.PartySeller, Ours: true, Act: i18n.T(ctx, market.AcceptDemand), Since: i18n.Moment(ctx, p.Demand.AssignedAt)}
}

func customer(ctx context.Context, d market.DemandRow) string {
	if !d.Open() {
		return i18n.T(ctx, "demand.hidden_short")
	}
	return d.CustomerName
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	d := p.Demand
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "demand.number"), Part: ui.ID(d.Number, "")},
		{Label: i18n.T(ctx, "demand.source"), Text: i18n.T(ctx, d.Source.Key())},
		{Label: i18n.T(ctx, "demand.reporter"), Text: d.Reporter},
		{Label: i18n.T(ctx, "demand.product"), Text: d.ProductName},
		{Label: i18n.T(ctx, "demand.delivery_mode"), Text: i18n.T(ctx, "demand.delivery_"+d.DeliveryMode)},
		{Label: i18n.T(ctx, "demand.kind"), Text: i18n.T(ctx, "demand.kind_"+d.Kind)},
		{Label: i18n.T(ctx, "demand.space"), Part: ui.MoneyUnit(d.Space)},
	}
	if d.SigningOn != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "demand.signing_on"), Part: ui.Day(*d.SigningOn)})
	}
	if !d.Share.IsZero() {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "demand.share"), Part: ui.Percent(d.Share)})
	}
	return append(facts,
		ui.Fact{Label: i18n.T(ctx, "demand.sales_contact"), Text: d.SalesContact},
		ui.Fact{Label: i18n.T(ctx, "demand.sales_phone"), Text: d.SalesPhone},
		ui.Fact{Label: i18n.T(ctx, "demand.assigned"), Part: ui.Time(d.AssignedAt)})
}

func (p DetailPage) customerFacts(ctx context.Context) []ui.Fact {
	d := p.Demand
	phone := ui.Fact{Label: i18n.T(ctx, "demand.phone"), Part: ui.Masked(d.PhoneMask)}
	facts := []ui.Fact{{Label: i18n.T(ctx, "demand.customer_name"), Text: d.CustomerName}, {Label: i18n.T(ctx, "demand.customer"), Text: d.Customer}, phone}
	if p.Contact != nil {
		facts[2] = ui.Fact{Label: i18n.T(ctx, "demand.phone"), Text: p.Contact.Phone}
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "demand.email"), Text: p.Contact.Email})
	}
	if d.SpecWanted != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "demand.spec_wanted"), Text: d.SpecWanted})
	}
	return facts
}

func (p DetailPage) entries(ctx context.Context) (entries []ui.Entry) {
	for _, n := range p.Notes {
		entry := ui.Entry{At: n.At, Party: n.Party, Ours: n.Party == market.PartySeller, Actor: n.Actor, Act: i18n.Did(ctx, n.Act), Quote: n.Text}
		if n.Party == market.PartySystem {
			entry.Actor = i18n.T(ctx, "resale.system")
		}
		entries = append(entries, entry)
	}
	return entries
}

func (p DetailPage) converting() bool {
	return p.Demand.Status == market.DemandConverting
}

func options(ctx context.Context, prefix string, values []string) (all []ui.Option) {
	for _, v := range values {
		all = append(all, ui.Option{Value: v, Label: i18n.T(ctx, prefix+v)})
	}
	return all
}

func (p AssignPage) options() (all []ui.Option) {
	for _, j := range p.Products {
		all = append(all, ui.Option{Value: j.SellerID.String() + " " + j.ID.String(), Label: j.CompanyName + " / " + j.Name})
	}
	return all
}
