// Package audiences is the pages of target customers and of the users that are named one by
// one: for products, specs, trials and credit.
package audiences

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Line is a product of the list, or one of its specs below it.
type Line struct {
	market.AudienceRow
	Spec *market.AudienceSpec
}

// Lines are products, each with its specs below it.
func Lines(page market.Page[market.AudienceRow]) market.Page[Line] {
	lines := market.Page[Line]{Next: page.Next, Previous: page.Previous, Count: page.Count}
	for _, row := range page.Rows {
		lines.Rows = append(lines.Rows, Line{AudienceRow: row})
		for i := range row.Specs {
			lines.Rows = append(lines.Rows, Line{row, &row.Specs[i]})
		}
	}
	return lines
}

func (l Line) kind() market.AudienceKind {
	if l.Spec != nil {
		return l.Spec.Kind
	}
	return l.Kind
}

func (l Line) named() (id *market.AudienceID, users, targets int) {
	if l.Spec != nil {
		return l.Spec.AudienceID, l.Spec.Users, l.Spec.Targets
	}
	return l.AudienceID, l.Users, l.Targets
}

func (l Line) setURL() string {
	if l.Spec != nil {
		return "/audiences/specs/" + l.Spec.ID.String()
	}
	return "/audiences/products/" + l.ProductID.String()
}

// Listing is whom products and specs are sold to (对象配置, catalogue.md §5).
func Listing(ctx context.Context) ui.Listing[Line] {
	return ui.Listing[Line]{
		Area: "audience", Icon: "people", Filters: filters(ctx), Caption: i18n.T(ctx, "nav.audiences"),
		Head: ui.Head{Title: i18n.T(ctx, "nav.audiences"), Lead: i18n.T(ctx, "audience.lead"), Crumbs: crumbs(ctx), Acts: ui.ImportMenu(market.AudienceSheet.Kind)},
		Columns: []ui.Col[Line]{
			{Name: "product", Fixed: true, Width: "wide", Value: func(l Line) any { return l.ProductName }, Cell: func(c *ui.Pen, l Line) { c.Part(nameCell(l)) }},
			{Name: "spec", Off: true, Value: func(l Line) any {
				if l.Spec == nil {
					return ""
				}
				return l.Spec.Name
			}},
			{Name: "kind", Width: "chip", Value: func(l Line) any { return l.kind() }, Cell: func(c *ui.Pen, l Line) {
				if l.Spec != nil && !l.Spec.Own {
					c.Faint(c.T("audience.as_product"))
					return
				}
				c.Chip(l.kind())
			}},
			{Name: "users", Right: true, Width: "narrow", Value: func(l Line) any { _, users, _ := l.named(); return users }, Cell: func(c *ui.Pen, l Line) {
				id, users, targets := l.named()
				switch {
				case l.Spec != nil && !l.Spec.Own || id == nil:
					c.Dash()
				case l.kind() == market.AudienceSpecified:
					c.Link(c.T("audience.users_of", users), "/audiences/"+id.String(), "")
				case l.kind() == market.AudienceAssociated:
					c.Text(c.T("audience.targets_of", targets))
				default:
					c.Dash()
				}
			}},
			{Name: "updated_at", Width: "when", Value: func(l Line) any { return l.UpdatedAt }, Cell: func(c *ui.Pen, l Line) {
				if l.Spec != nil {
					c.Dash()
					return
				}
				c.Since(l.UpdatedAt)
			}},
			ui.RowActs(rowActs),
		},
	}
}

// OperatorListing is what all sellers restrict.
func OperatorListing(ctx context.Context) ui.Listing[market.AudienceDetail] {
	return ui.Listing[market.AudienceDetail]{
		Area: "audience", Icon: "people", Sort: "updated_at", Filters: filters(ctx), Caption: i18n.T(ctx, "nav.audiences"),
		Head: ui.Head{Title: i18n.T(ctx, "nav.audiences"), Lead: i18n.T(ctx, "audience.operator_lead"),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_review")}, {Text: i18n.T(ctx, "nav.audiences")}}},
		Columns: []ui.Col[market.AudienceDetail]{
			{Name: "company_name", Value: func(d market.AudienceDetail) any { return d.CompanyName }},
			{Name: "product", Fixed: true, Width: "wide", Value: func(d market.AudienceDetail) any { return d.Name() }, Cell: func(c *ui.Pen, d market.AudienceDetail) { c.Two(d.ProductName, d.SpecName) }},
			{Name: "purpose", Value: func(d market.AudienceDetail) any { return market.Word(d.Purpose.Key()) }},
			{Name: "kind", Width: "chip", Value: func(d market.AudienceDetail) any { return d.Kind }, Cell: func(c *ui.Pen, d market.AudienceDetail) { c.Chip(d.Kind) }},
			{Name: "users", Right: true, Width: "narrow", Value: func(d market.AudienceDetail) any { return d.Users }},
			{Name: "updated_at", Width: "when", Value: func(d market.AudienceDetail) any { return d.UpdatedAt }},
			{Name: "updated_by", Off: true, Value: func(d market.AudienceDetail) any { return d.UpdatedBy }},
		},
	}
}

func filters(ctx context.Context) []ui.Filter {
	var kinds []ui.Option
	for _, kind := range market.AudienceKinds {
		kinds = append(kinds, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key())})
	}
	return []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "audience.text_hint")}, {Name: "kind", Options: kinds}}
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.configuration")}, {Text: i18n.T(ctx, "nav.audiences")}}
	if len(more) > 0 {
		way[1].URL = "/audiences"
	}
	return append(way, more...)
}

// SetPage is whom a product or a spec is sold to, to be changed.
type SetPage struct {
	Product market.AudienceRow
	Spec    *market.AudienceSpec
	Targets []market.AudienceTarget       // associated now
	Choices []market.AudienceTargetChoice // that can be associated
}

func (p SetPage) name() string {
	if p.Spec != nil {
		return p.Spec.Name
	}
	return p.Product.ProductName
}

func (p SetPage) begin() string {
	if p.Spec != nil {
		return string(p.Spec.Kind)
	}
	return string(p.Product.Kind)
}

func (p SetPage) locked() bool { return p.Spec != nil && p.Product.Kind.Locked() }

func (p SetPage) action() string {
	if p.Spec != nil {
		return "/audiences/specs/" + p.Spec.ID.String() + "/set"
	}
	return "/audiences/products/" + p.Product.ProductID.String() + "/set"
}

func (p SetPage) users() *market.AudienceID {
	switch {
	case p.Spec != nil && p.Spec.Own && p.Spec.Kind == market.AudienceSpecified:
		return p.Spec.AudienceID
	case p.Spec == nil && p.Product.Kind == market.AudienceSpecified:
		return p.Product.AudienceID
	}
	return nil
}

// kinds are the choices: for a spec only what its product's level lets it be.
func (p SetPage) kinds(ctx context.Context) (options []ui.Option) {
	kinds := market.AudienceKinds
	if p.Spec != nil {
		kinds = p.Product.Kind.Specs()
	}
	level := "product"
	if p.Spec != nil {
		level = "spec"
	}
	for _, kind := range kinds {
		options = append(options, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key()), Help: i18n.T(ctx, "audience.help_"+level+"_"+string(kind))})
	}
	return options
}

func (p SetPage) associated(id market.ID[market.AudienceTarget]) bool {
	for _, target := range p.Targets {
		if target.TargetID == id {
			return true
		}
	}
	return false
}

func (p SetPage) holds(f ui.Form, id market.ID[market.AudienceTarget]) bool {
	if f.Values != nil {
		return f.Holds("targets", id.String(), "")
	}
	return p.associated(id)
}

// UsersPage is the users of an audience.
type UsersPage struct {
	Audience market.AudienceDetail
	Text     string
	Page     market.Page[market.AudienceUser]
	Ask      market.Ask
}

func (p UsersPage) back(ctx context.Context) ui.Link {
	switch p.Audience.Purpose {
	case market.ForTrial:
		return ui.Link{Text: i18n.T(ctx, "nav.trials"), URL: "/trials"}
	case market.ForCreditCoupon, market.ForCreditLimit:
		return ui.Link{Text: i18n.T(ctx, "nav.credits"), URL: "/credits"}
	case market.ForProduct, market.ForSpec:
	}
	return ui.Link{Text: i18n.T(ctx, "nav.audiences"), URL: "/audiences"}
}

func (p UsersPage) url() string { return "/audiences/" + p.Audience.ID.String() }

func userFilters(ctx context.Context) []ui.Filter {
	return []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "audience.user_hint")}}
}

func lead(ctx context.Context, p SetPage) string {
	if p.Spec == nil {
		return i18n.T(ctx, "audience.set_lead")
	}
	return i18n.T(ctx, "audience.set_spec_lead", p.Product.ProductName, market.Word(p.Product.Kind.Key()))
}
