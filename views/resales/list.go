package resales

import (
	"context"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.ResaleRow

type target = market.ResaleTarget

// ListPage is one level's authorizations, or the products that wait for one.
type ListPage struct {
	Level   market.ResaleLevel
	Tab     string // open, active, invalid, all
	Today   market.Day
	Open    market.Bounded
	Active  int
	Invalid int
}

// Listing is one level of authorizations (catalogue.md §6).
func Listing(ctx context.Context, p ListPage) ui.Listing[row] {
	return ui.Listing[row]{
		Area: "resale", Icon: "store", Sort: "made_at", Filters: filters(ctx), Tabs: tabs(ctx, p), Above: levelLine(p), First: authorizeButton(p),
		Head: ui.Head{Title: i18n.T(ctx, "resale.title"), Lead: i18n.T(ctx, "resale.lead"), Crumbs: crumbs(ctx), Acts: headActs(p)},
		Row:  func(r row) (string, string) { return r.ID.String(), r.Number },
		Bulk: []ui.Bulk{{Act: market.EndResale, Style: ui.Danger}},
		Columns: []ui.Col[row]{
			{Name: "number", Fixed: true, Sort: true, By: "made_at", Width: "id", Value: func(r row) any { return r.Number },
				Cell: func(c *ui.Pen, r row) { c.ID(r.Number, url(r.ID, ""), i18n.Moment(ctx, r.MadeAt)) }},
			{Name: "level", Off: true, Value: func(r row) any { return market.Word(r.Level.Key()) }},
			{Name: "product", Width: "wide", Value: func(r row) any { return r.ProductName },
				Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, c.T(r.AccessType.Key())) }},
			{Name: "product_number", Off: true, Width: "id", Value: func(r row) any { return r.ProductNumber }},
			{Name: "access", Off: true, Value: func(r row) any { return market.Word(r.AccessType.Key()) }},
			{Name: "category", Label: i18n.T(ctx, "product.category"), Off: true, Value: func(r row) any { return r.Category }},
			{Name: "partner", Off: p.Level == market.ResaleProduct, Value: func(r row) any { return r.Partner },
				Cell: func(c *ui.Pen, r row) {
					c.Two(who(ctx, market.Resale{Level: partnerOnly(r.Level), Partner: r.Partner}), r.Project)
				}},
			{Name: "customer", Off: p.Level != market.ResaleCustomer, Value: func(r row) any { return r.Customer }},
			{Name: "project", Off: true, Value: func(r row) any { return r.Project }},
			{Name: "discount", Right: true, Width: "narrow", Value: func(r row) any { return r.Discount }},
			{Name: "validity", Value: func(r row) any { return validity(ctx, r.Resale) },
				Cell: func(c *ui.Pen, r row) { c.Two(validity(ctx, r.Resale), begins(ctx, r.Resale, p.Today)) }},
			{Name: "starts_on", Off: true, Width: "when", Value: func(r row) any { return r.StartsOn }},
			{Name: "ends_on", Off: true, Width: "when", Value: func(r row) any { return r.EndsOn }},
			{Name: "made_by", Value: func(r row) any { return r.MadeBy }},
			{Name: "made_at", Off: true, Sort: true, Width: "when", Value: func(r row) any { return r.MadeAt }},
			{Name: "reason", Off: true, Value: func(r row) any { return r.Reason }},
			{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
		},
	}
}

// partnerOnly is the level as far as the column of resellers goes.
func partnerOnly(level market.ResaleLevel) market.ResaleLevel {
	if level == market.ResaleCustomer {
		return market.ResalePartner
	}
	return level
}

// Targets is the products that wait for an authorization of all resellers (待授权).
func Targets(ctx context.Context, p ListPage) ui.Listing[target] {
	return ui.Listing[target]{
		Area: "resale", Icon: "tick", Sort: "listed_at", Filters: filters(ctx), Tabs: tabs(ctx, p), Above: levelLine(p),
		Head: ui.Head{Title: i18n.T(ctx, "resale.title"), Lead: i18n.T(ctx, "resale.lead"), Crumbs: crumbs(ctx), Acts: headActs(p)},
		Row:  func(t target) (string, string) { return t.ID.String(), t.Name },
		Bulk: []ui.Bulk{{Act: market.AuthorizeResale, Style: ui.Primary, URL: "/resales/authorize", Get: true, Word: "resale.batch"}},
		Columns: []ui.Col[target]{
			{Name: "product", Fixed: true, Width: "wide", Value: func(t target) any { return t.Name }, Cell: func(c *ui.Pen, t target) { c.Two(t.Name, t.Number) }},
			{Name: "number", Label: i18n.T(ctx, "resale.product_number"), Off: true, Width: "id", Value: func(t target) any { return t.Number }},
			{Name: "access", Value: func(t target) any { return market.Word(t.AccessType.Key()) }},
			{Name: "price", Right: true, Value: func(t target) any {
				if t.Code == "" {
					return nil
				}
				return t.Price
			}, Cell: func(c *ui.Pen, t target) {
				if t.Code != "" {
					c.Text(c.T("resale.from_price", i18n.Price(t.Price), ui.Unit(ctx, t.Site.Currency())))
				}
			}},
			{Name: "listed_at", Sort: true, Width: "when", Value: func(t target) any { return t.ListedAt }},
			ui.RowActs(func(t target) templ.Component { return authorizeOne(t) }),
		},
	}
}

func tabs(ctx context.Context, p ListPage) []ui.Tab {
	tab := func(name, n string) ui.Tab {
		return ui.Tab{Text: i18n.T(ctx, "resale.tab_"+name), URL: "/resales?level=" + string(p.Level) + "&tab=" + name, Count: n, Current: p.Tab == name}
	}
	var all []ui.Tab
	switch p.Level {
	case market.ResaleProduct:
		all = append(all, tab("open", i18n.Bounded(p.Open)))
	case market.ResaleCustomer:
		all = append(all, tab("all", i18n.Number(p.Active+p.Invalid)))
	case market.ResalePartner:
	}
	return append(all, tab("active", i18n.Number(p.Active)), tab("invalid", i18n.Number(p.Invalid)))
}

func levels(ctx context.Context, p ListPage) []ui.Tab {
	var all []ui.Tab
	for _, level := range market.ResaleLevels {
		all = append(all, ui.Tab{Text: i18n.T(ctx, level.Key()), URL: "/resales?level=" + string(level), Current: level == p.Level})
	}
	return all
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "resale.text_hint")},
		{Name: "access", Options: ui.OptionsOf(ctx, []market.AccessType{market.AccessSaaS, market.AccessLicense, market.AccessService, market.AccessHardware, market.AccessImage})},
	}
}
