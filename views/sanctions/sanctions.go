// Package sanctions is the pages of what sellers suffer for forged proof, for both doors.
package sanctions

import (
	"context"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.SanctionRow

// ShowPage is one penalty.
type ShowPage struct {
	Row      row
	Operator bool
	Refused  *market.Reason
}

// NewPage is the form that punishes a violation.
type NewPage struct {
	Settings market.Settings
	Seller   market.SellerStanding
	Flow     market.SupervisionID
	Order    *market.Order // of the delivery that it is about
	Products []market.ProductRow
	Running  []row
	Refused  *market.Reason
}

// Listing is a seller's own penalties, OperatorListing those of all sellers.
func Listing(ctx context.Context) ui.Listing[row] { return listing(ctx, "") }

// OperatorListing lists the penalties of all sellers.
func OperatorListing(ctx context.Context) ui.Listing[row] { return listing(ctx, "/operator") }

func listing(ctx context.Context, door string) ui.Listing[row] {
	l := ui.Listing[row]{
		Area: "sanction", Icon: "alert", Sort: "imposed_at",
		Filters: []ui.Filter{
			{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "sanction.text_hint")},
			{Name: "kind", Options: ui.OptionsOf(ctx, market.SanctionKinds)},
			{Name: "status", Options: ui.OptionsOf(ctx, market.SanctionStatuses)},
		},
		Head: ui.Head{Title: i18n.T(ctx, "nav.sanctions"), Lead: i18n.T(ctx, "sanction.lead"), Crumbs: crumbs(ctx, door)},
		Columns: []ui.Col[row]{
			{Name: "number", Fixed: true, Sort: true, By: "imposed_at", Width: "id", Value: func(r row) any { return r.Number },
				Cell: func(c *ui.Pen, r row) {
					c.ID(r.Number, door+"/sanctions/"+r.ID.String(), i18n.Moment(ctx, r.ImposedAt))
				}},
			{Name: "kind", Width: "wide", Value: func(r row) any { return market.Word(r.Kind.Key()) },
				Cell: func(c *ui.Pen, r row) { c.Two(i18n.T(ctx, r.Kind.Key()), r.ProductName) }},
			{Name: "violation", Value: func(r row) any { return market.Word(r.Violation.Key()) }},
			{Name: "order", Off: true, Value: func(r row) any { return r.OrderNumber }},
			{Name: "imposed_by", Off: true, Value: func(r row) any { return r.ImposedBy }},
			{Name: "imposed_at", Off: true, Width: "when", Value: func(r row) any { return r.ImposedAt }},
			{Name: "ends_at", Width: "when", Value: func(r row) any { return r.EndsAt }, Cell: func(c *ui.Pen, r row) {
				if r.EndsAt == nil {
					c.Faint(c.T("sanction.for_good"))
					return
				}
				c.At(*r.EndsAt)
			}},
			{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
		},
	}
	if door != "" {
		seller := ui.Col[row]{Name: "seller", Width: "wide", Value: func(r row) any { return r.CompanyName }}
		l.Columns = append(l.Columns[:1:1], append([]ui.Col[row]{seller}, l.Columns[1:]...)...)
	}
	return l
}

func crumbs(ctx context.Context, door string, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.seller")}, {Text: i18n.T(ctx, "nav.sanctions")}}
	if door != "" {
		way[0].Text = i18n.T(ctx, "nav.operator_people")
	}
	if len(more) > 0 {
		way[1].URL = door + "/sanctions"
	}
	return append(way, more...)
}

func (p ShowPage) door() string {
	if p.Operator {
		return "/operator"
	}
	return ""
}

func (p ShowPage) head(ctx context.Context) ui.Head {
	return ui.Head{Title: i18n.T(ctx, p.Row.Kind.Key()), Unit: p.Row.Number, Crumbs: crumbs(ctx, p.door(), ui.Link{Text: p.Row.Number})}
}

func (p ShowPage) facts(ctx context.Context) []ui.Fact {
	r := p.Row
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "sanction.status"), Part: ui.Chip(r.Status)},
		{Label: i18n.T(ctx, "sanction.violation"), Text: i18n.T(ctx, r.Violation.Key())},
	}
	if p.Operator {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "sanction.seller"), Text: r.CompanyName})
	}
	if r.ProductID != nil {
		path := "/products/"
		if p.Operator {
			path = "/operator/products/"
		}
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "sanction.product"), Part: ui.TextLink(r.ProductName, path+r.ProductID.String())})
	}
	if r.FlowID != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "sanction.flow"), Part: ui.ID(r.OrderNumber, p.door()+"/supervisions/"+r.FlowID.String())})
	}
	facts = append(facts, ui.Fact{Label: i18n.T(ctx, "sanction.imposed_at"), Part: ui.Time(r.ImposedAt)},
		ui.Fact{Label: i18n.T(ctx, "sanction.imposed_by"), Text: r.ImposedBy})
	if r.EndsAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "sanction.ends_at"), Part: ui.Time(*r.EndsAt)})
	}
	if r.EndedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "sanction.ended_at"), Part: ui.Time(*r.EndedAt)})
	}
	return facts
}

func (p ShowPage) liftable() bool {
	return p.Operator && p.Row.Status == market.SanctionRunning && p.Row.Kind != market.SanctionDelist
}

// kinds are the consequences to choose from, each with how long it lasts.
func (p NewPage) kinds(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, kind := range market.SanctionKinds {
		option := ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key()), Help: i18n.T(ctx, "sanction.for_good_text")}
		if months := kind.Months(p.Settings); months > 0 {
			option.Help = i18n.T(ctx, "sanction.does_"+string(kind), months)
		}
		all = append(all, option)
	}
	return all
}

func (p NewPage) products() []ui.Option {
	all := []ui.Option{{}}
	for _, product := range p.Products {
		all = append(all, ui.Option{Value: product.ID.String(), Label: product.Name + " · " + product.Number})
	}
	return all
}

// product is the one that the delivery is of.
func (p NewPage) product() string {
	if p.Order == nil {
		return ""
	}
	return p.Order.ProductID.String()
}

func (p NewPage) back() string {
	if p.Order != nil {
		return "/operator/supervisions/" + p.Flow.String()
	}
	return "/operator/standings/" + p.Seller.SellerID.String()
}

// about names the delivery whose proof is punished.
func (p NewPage) about(ctx context.Context) string {
	if p.Order == nil {
		return ""
	}
	return i18n.T(ctx, "sanction.about", p.Order.Number, p.Order.ProductName)
}

func ends(r row) time.Time {
	if r.EndsAt == nil {
		return time.Time{}
	}
	return *r.EndsAt
}
