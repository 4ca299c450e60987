// Package limits is the pages of purchase limits and of the simulator that asks every rule.
package limits

import (
	"context"
	"strconv"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type limitCol = ui.Col[market.LimitRow]

// Listing is the seller's purchase limits (限购配置, catalogue.md §5).
func Listing(ctx context.Context) ui.Listing[market.LimitRow] {
	return ui.Listing[market.LimitRow]{
		Area: "limit", Icon: "lock", First: addButton(), Sort: "updated_at", Filters: filters(ctx), Caption: i18n.T(ctx, "nav.limits"),
		Head:    ui.Head{Title: i18n.T(ctx, "nav.limits"), Lead: i18n.T(ctx, "limit.lead"), Acts: headActs(), Crumbs: crumbs(ctx)},
		Row:     func(r market.LimitRow) (string, string) { return r.ID.String(), r.ProductName + " / " + r.SpecName },
		Bulk:    []ui.Bulk{{Act: market.LiftLimit, Style: ui.Danger}},
		Columns: append(columns(), ui.RowActs(rowActs)),
	}
}

// OperatorListing is the purchase limits of all sellers.
func OperatorListing(ctx context.Context) ui.Listing[market.LimitRow] {
	l := ui.Listing[market.LimitRow]{
		Area: "limit", Icon: "lock", Sort: "updated_at", Filters: filters(ctx), Caption: i18n.T(ctx, "nav.limits"),
		Head: ui.Head{Title: i18n.T(ctx, "nav.limits"), Lead: i18n.T(ctx, "limit.operator_lead"),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_review")}, {Text: i18n.T(ctx, "nav.limits")}}},
		Columns: append([]limitCol{{Name: "company_name", Value: func(r market.LimitRow) any { return r.CompanyName }}}, columns()...),
	}
	return l
}

func columns() []limitCol {
	return []limitCol{
		{Name: "product", Fixed: true, Width: "wide", Value: func(r market.LimitRow) any { return r.ProductName },
			Cell: func(c *ui.Pen, r market.LimitRow) { c.Two(r.ProductName, r.SpecName) }},
		{Name: "spec", Off: true, Value: func(r market.LimitRow) any { return r.SpecName }},
		{Name: "sku_code", Width: "id", Value: func(r market.LimitRow) any { return r.SKUCode }, Cell: func(c *ui.Pen, r market.LimitRow) { c.Code(r.SKUCode) }},
		{Name: "often", Value: func(r market.LimitRow) any { return r.Count() }, Cell: func(c *ui.Pen, r market.LimitRow) { c.Text(i18n.Say(c.Ctx(), r.Count())) }},
		{Name: "quantity", Right: true, Value: func(r market.LimitRow) any { most, _ := r.Most(); return most },
			Cell: func(c *ui.Pen, r market.LimitRow) {
				most, bound := r.Most()
				if !bound {
					c.Faint(c.T("limit.free"))
					return
				}
				c.Number(most)
				if name := r.Measure.V[i18n.Lang(c.Ctx())]; name != "" {
					c.Second(name)
				}
			}},
		{Name: "updated_at", Width: "when", Value: func(r market.LimitRow) any { return r.UpdatedAt }},
		{Name: "updated_by", Off: true, Value: func(r market.LimitRow) any { return r.UpdatedBy }},
	}
}

func filters(ctx context.Context) []ui.Filter {
	var rules []ui.Option
	for _, rule := range []market.CountRule{market.CountFree, market.CountLifetime, market.CountExpiry} {
		rules = append(rules, ui.Option{Value: string(rule), Label: i18n.T(ctx, "limit.filter_"+string(rule))})
	}
	return []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "limit.text_hint")}, {Name: "rule", Options: rules}}
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.configuration")}, {Text: i18n.T(ctx, "nav.limits")}}
	if len(more) > 0 {
		way[1].URL = "/limits"
	}
	return append(way, more...)
}

// ChoosePage is the specs that can be limited.
type ChoosePage struct {
	Text  string
	Specs []market.LimitSpec
}

// byProduct are the specs in groups of one product.
func byProduct(specs []market.LimitSpec) (groups [][]market.LimitSpec) {
	for _, spec := range specs {
		if last := len(groups) - 1; last >= 0 && groups[last][0].ProductID == spec.ProductID {
			groups[last] = append(groups[last], spec)
		} else {
			groups = append(groups, []market.LimitSpec{spec})
		}
	}
	return groups
}

func countOptions(ctx context.Context) (options []ui.Option) {
	for _, rule := range market.CountRules {
		options = append(options, ui.Option{Value: string(rule), Label: i18n.T(ctx, "limit.choose_"+string(rule))})
	}
	return options
}

func rule(s market.LimitSpec) string {
	if s.CountRule == nil {
		return string(market.CountLifetime)
	}
	return string(*s.CountRule)
}

func times(s market.LimitSpec) string {
	if s.CountN == nil {
		return "1"
	}
	return strconv.Itoa(*s.CountN)
}

func quantity(s market.LimitSpec) string {
	if len(s.Quantities.V) == 0 {
		return ""
	}
	return strconv.Itoa(s.Quantities.V[0].Most)
}

func unit(ctx context.Context, s market.LimitSpec) string {
	if s.Attribute == "" {
		return i18n.T(ctx, "limit.copies")
	}
	return s.Attribute
}

func editURL(id market.ID[market.Spec]) string { return "/limits/new?spec=" + id.String() }

// SimulatePage is a purchase that nobody makes and what the rules say to it.
type SimulatePage struct {
	Offers    []market.Sale
	Asked     bool
	Quote     market.Quote
	Admission market.Admission
	Refused   *market.Reason // the purchase cannot even be priced
}

func offers(ctx context.Context, sales []market.Sale) (options []ui.Option) {
	for _, sale := range sales {
		options = append(options, ui.Option{Value: sale.ProductCode, Label: sale.ProductName + " · " + sale.Name() + " · " + i18n.T(ctx, sale.Period.Key())})
	}
	return options
}

func orderTypes(ctx context.Context) (options []ui.Option) {
	for _, kind := range []market.OrderType{market.OrderNew, market.OrderTrial, market.OrderTrialToFormal, market.OrderRenew} {
		options = append(options, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key())})
	}
	return options
}

func realNames(ctx context.Context) (options []ui.Option) {
	for _, name := range []market.RealName{market.RealEnterprise, market.RealIndividual} {
		options = append(options, ui.Option{Value: string(name), Label: i18n.T(ctx, name.Key())})
	}
	return options
}

func methods(ctx context.Context) (options []ui.Option) {
	for _, method := range market.PayMethods {
		options = append(options, ui.Option{Value: string(method), Label: i18n.T(ctx, method.Key())})
	}
	return options
}
