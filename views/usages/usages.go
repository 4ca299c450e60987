// Package usages is the pages of usage records, and of the bills that they make.
package usages

import (
	"context"
	"encoding/json"
	"strconv"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is the records, the newest first (transactions.md §5.1); waiting are those that are
// being checked. The operator sees what failed, of all sellers.
func Listing(ctx context.Context, waiting int, operator bool) ui.Listing[market.UsageRow] {
	type row = market.UsageRow
	list := ui.Listing[row]{
		Area: "usage", Icon: "chart", Filters: filters(ctx, operator), Caption: i18n.T(ctx, "nav.usages"),
		First: ui.LinkButton(i18n.T(ctx, "usage.first"), "/specs?template=on_demand", "", ui.Primary),
		Head:  ui.Head{Title: i18n.T(ctx, "nav.usages"), Lead: i18n.T(ctx, "usage.lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.trade")}, {Text: i18n.T(ctx, "nav.usages")}}},
		Columns: []ui.Col[row]{
			{Name: "serial", Fixed: true, Width: "id", Value: func(r row) any { return r.Serial }, Cell: func(c *ui.Pen, r row) {
				url := "/usages/" + r.ID.String()
				if operator {
					url = ""
				}
				c.ID(r.Serial, url, r.Item)
			}},
			{Name: "item", Off: true, Value: func(r row) any { return r.Item }},
			{Name: "product", Width: "wide", Value: func(r row) any { return named(r.ProductName, r.SpecName) }, Cell: func(c *ui.Pen, r row) {
				if r.ProductName == "" {
					c.Dash()
					return
				}
				c.Two(r.ProductName, r.SpecName)
			}},
			{Name: "instance", Value: func(r row) any { return r.InstanceNumber }, Cell: func(c *ui.Pen, r row) {
				if r.OrderID == nil || operator {
					c.Two(r.InstanceNumber, r.CustomerName)
					return
				}
				c.Link(r.InstanceNumber, "/orders/"+r.OrderID.String(), r.CustomerName)
			}},
			{Name: "customer", Off: true, Value: func(r row) any { return r.CustomerName }},
			{Name: "order", Off: true, Value: func(r row) any { return r.OrderNumber }},
			{Name: "package", Off: true, Value: func(r row) any { return r.PackageNumber }},
			{Name: "begin", Width: "when", Value: func(r row) any { return r.BeginAt }, Cell: func(c *ui.Pen, r row) {
				if r.BeginAt == nil {
					c.Dash()
					return
				}
				c.At(*r.BeginAt)
			}},
			{Name: "end", Width: "when", Off: true, Value: func(r row) any { return r.EndAt }},
			{Name: "recorded_at", Width: "when", Off: true, Value: func(r row) any { return r.RecordedAt }},
			{Name: "used", Right: true, Value: func(r row) any { return used(r) }, Cell: func(c *ui.Pen, r row) {
				if r.Used == nil {
					c.Dash()
					return
				}
				c.Text(i18n.Quantity(*r.Used))
				c.Second(r.Unit)
			}},
			{Name: "taken", Right: true, Off: true, Value: func(r row) any { return r.TakenAll() }},
			{Name: "charge", Right: true, Width: "money", Value: func(r row) any { return r.Charge.String() }, Cell: func(c *ui.Pen, r row) {
				switch {
				case r.Status != market.UsageBilled:
					c.Dash()
				case r.Charge.IsZero() && len(r.Taken.V) > 0:
					c.Faint(c.T("usage.by_package"))
				default:
					c.Text(i18n.Unrounded(r.Charge))
					if len(r.Taken.V) > 0 {
						c.Second(c.T("usage.package_first", i18n.Quantity(r.TakenAll())))
					}
				}
			}},
			{Name: "status", Width: "chip", Value: func(r row) any { return market.Word(r.Status.Key()) }, Cell: func(c *ui.Pen, r row) {
				c.Chip(r.Status)
				if r.Status != market.UsageBilled {
					c.Second(c.T("usage.code_said", string(r.Code), market.Word(r.Code.Key())))
				} else if r.Late {
					c.Second(c.T("usage.late_short"))
				}
			}},
			{Name: "code", Off: true, Value: func(r row) any { return string(r.Code) }},
			{Name: "received_at", Width: "when", Aside: true, Value: func(r row) any { return r.ReceivedAt }},
		},
	}
	if operator {
		list.First, list.Head.Lead = nil, i18n.T(ctx, "usage.lead_operator")
		list.Head.Title, list.Head.Crumbs = i18n.T(ctx, "nav.operator_usages"), []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_usages")}}
		list.Columns = append(list.Columns[:1:1], append([]ui.Col[row]{{Name: "seller", Value: func(r row) any { return r.CompanyName }}}, list.Columns[1:]...)...)
		return list
	}
	list.Tabs = tabs(ctx)
	list.Head.Acts = listActs()
	if waiting > 0 {
		list.Above = ui.Banner(ui.BannerHead{Title: i18n.T(ctx, "usage.waiting_title", waiting), Text: i18n.T(ctx, "usage.waiting_text")})
	}
	return list
}

func named(product, spec string) string {
	if product == "" {
		return ""
	}
	return product + " · " + spec
}

func used(r market.UsageRow) any {
	if r.Used == nil {
		return nil
	}
	return *r.Used
}

func tabs(ctx context.Context) []ui.Tab {
	q := ui.QueryOf(ctx)
	tabs := []ui.Tab{{Text: i18n.T(ctx, "usage.tab_all"), URL: q.Without("status", "after", "before"), Current: q.Get("status") == ""}}
	for _, status := range market.UsageStatuses {
		tabs = append(tabs, ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status)), Current: q.Get("status") == string(status)})
	}
	return tabs
}

func filters(ctx context.Context, operator bool) []ui.Filter {
	hint := "usage.text_hint"
	if operator {
		hint = "usage.text_hint_operator"
	}
	codes := make([]ui.Option, len(market.UsageCodes))
	for n, code := range market.UsageCodes {
		codes[n] = ui.Option{Value: string(code), Label: i18n.T(ctx, "usage.code_said", string(code), market.Word(code.Key()))}
	}
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, hint)},
		{Name: "product", Kind: ui.FilterText},
		{Name: "begin", Kind: ui.FilterRange},
		{Name: "code", Kind: ui.FilterSelect, Options: codes},
	}
}

// Bills is the bills of billing cycles, the newest cycle first (transactions.md §5.4).
func Bills(ctx context.Context) ui.Listing[market.UsageBillRow] {
	type row = market.UsageBillRow
	return ui.Listing[row]{
		Area: "usage", Icon: "card", Caption: i18n.T(ctx, "usage.bills"),
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "usage.bill_hint")},
			{Name: "begin", Kind: ui.FilterRange}, {Name: "status", Kind: ui.FilterSelect, Options: ui.OptionsOf(ctx, market.UsageBillStatuses)}},
		Head: ui.Head{Title: i18n.T(ctx, "usage.bills"), Lead: i18n.T(ctx, "usage.bills_lead"),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.trade")}, {Text: i18n.T(ctx, "nav.usages"), URL: "/usages"}, {Text: i18n.T(ctx, "usage.bills")}}},
		Columns: []ui.Col[row]{
			{Name: "bill_number", Fixed: true, Width: "id", Value: func(r row) any { return r.Number }, Cell: func(c *ui.Pen, r row) {
				c.ID(r.Number, "/usages/bills/"+r.ID.String(), r.CustomerName)
			}},
			{Name: "customer", Off: true, Value: func(r row) any { return r.CustomerName }},
			{Name: "product", Width: "wide", Value: func(r row) any { return named(r.ProductName, r.Item) }, Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, r.Item) }},
			{Name: "order", Off: true, Value: func(r row) any { return r.OrderNumber }},
			{Name: "cycle", Width: "when", Value: func(r row) any { return r.BeginAt }, Cell: func(c *ui.Pen, r row) {
				c.At(r.BeginAt)
				c.Second(c.T("spec.cycle_" + r.Cycle))
			}},
			{Name: "used", Right: true, Value: func(r row) any { return r.Used }, Cell: func(c *ui.Pen, r row) {
				c.Text(i18n.Quantity(r.Used))
				c.Second(r.Unit)
			}},
			{Name: "taken", Right: true, Value: func(r row) any { return r.Taken }},
			{Name: "demanded", Right: true, Value: func(r row) any { return r.Demanded }},
			{Name: "amount", Right: true, Width: "money", Value: func(r row) any { return r.Amount }, Cell: func(c *ui.Pen, r row) {
				if r.IssuedAt == nil {
					c.Faint(i18n.Unrounded(r.Exact))
					return
				}
				c.MoneyIn(r.Amount, r.Currency)
			}},
			{Name: "status", Width: "chip", Value: func(r row) any { return market.Word(r.Status().Key()) }, Cell: func(c *ui.Pen, r row) { c.Chip(r.Status()) }},
			{Name: "period", Value: func(r row) any { return r.Period }, Cell: func(c *ui.Pen, r row) {
				if r.Period == nil {
					c.Dash()
					return
				}
				c.Link(r.Period.String(), "/statements/"+r.StatementID.String(), "")
			}},
			{Name: "issued_at", Width: "when", Off: true, Value: func(r row) any { return r.IssuedAt }},
			{Name: "paid_at", Width: "when", Off: true, Value: func(r row) any { return r.PaidAt }},
		},
	}
}

// recordFacts say what the record is of.
func recordFacts(ctx context.Context, r market.UsageRow) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "usage.instance"), Part: ui.ID(r.InstanceNumber, "")}}
	if r.OrderID != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "usage.order"), Part: ui.ID(r.OrderNumber, "/orders/"+r.OrderID.String())},
			ui.Fact{Label: i18n.T(ctx, "usage.product"), Text: named(r.ProductName, r.SpecName)}, ui.Fact{Label: i18n.T(ctx, "usage.customer"), Text: r.CustomerName})
	}
	if r.Item != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "usage.item"), Text: r.Item})
	}
	if r.PackageNumber != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "usage.package"), Part: ui.ID(r.PackageNumber, "")})
	}
	if r.BeginAt != nil && r.EndAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "usage.begin"), Part: ui.Time(*r.BeginAt)}, ui.Fact{Label: i18n.T(ctx, "usage.end"), Part: ui.Time(*r.EndAt)})
	}
	if r.RecordedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "usage.recorded_at"), Part: ui.Time(*r.RecordedAt)})
	}
	return append(facts, ui.Fact{Label: i18n.T(ctx, "usage.received_at"), Part: ui.Time(r.ReceivedAt)}, ui.Fact{Label: i18n.T(ctx, "usage.rated_at"), Part: ui.Time(r.RatedAt)})
}

// formula is how the record's price came about: what packages took, then tier by tier
// (transactions.md §5.4).
func formula(ctx context.Context, d market.UsageDetail) (lines [][]ui.Term, result []ui.Term) {
	r := d.Record
	if len(r.Taken.V) > 0 {
		line := []ui.Term{{Value: i18n.Quantity(*r.Used), Name: i18n.T(ctx, "usage.term_used", r.Unit)}}
		for _, taken := range r.Taken.V {
			line = append(line, ui.Term{Sign: "−", Value: i18n.Quantity(taken.Quantity), Name: i18n.T(ctx, "usage.term_taken", taken.Number)})
		}
		lines = append(lines, append(line, ui.Term{Sign: "=", Value: i18n.Quantity(r.Demanded), Name: i18n.T(ctx, "usage.term_demanded")}))
	}
	for _, step := range d.Steps {
		name := i18n.T(ctx, "usage.term_units", r.Unit)
		if step.Tier > 0 {
			name = i18n.T(ctx, "usage.term_tier", step.Tier)
		}
		lines = append(lines, []ui.Term{{Value: i18n.Quantity(step.Quantity), Name: name}, {Sign: "×", Value: i18n.Price(step.Unit), Name: i18n.T(ctx, "usage.term_price")},
			{Sign: "=", Value: i18n.Unrounded(step.Amount), Name: i18n.T(ctx, "usage.term_part")}})
	}
	return lines, []ui.Term{{Sign: "=", Value: i18n.Unrounded(r.Charge), Name: i18n.T(ctx, "usage.charge"), Total: true}}
}

// rule says by which rule the record was priced.
func rule(ctx context.Context, d market.UsageDetail) string {
	f := d.Factor
	if f == nil {
		return i18n.T(ctx, "usage.rule_stops")
	}
	said := i18n.T(ctx, "usage.rule_"+string(f.Pricing.Model))
	if _, accumulates := f.Accumulated(d.Record.ReceivedAt); accumulates && f.Pricing.Model.Tiered() {
		said += i18n.T(ctx, "usage.rule_before", market.Word("spec.accumulate_"+f.Accumulate), i18n.Quantity(d.Record.Before))
	}
	return said
}

// payload is the record as it was pushed.
func payload(r market.UsageRow) string {
	text, err := json.MarshalIndent(r.Payload(), "", "  ")
	if err != nil {
		return ""
	}
	return string(text)
}

// billTerms are how the bill's amount came about.
func billTerms(ctx context.Context, b market.UsageBillRow) (lines [][]ui.Term, result []ui.Term) {
	lines = append(lines, []ui.Term{{Value: i18n.Quantity(b.Used), Name: i18n.T(ctx, "usage.term_used", b.Unit)},
		{Sign: "−", Value: i18n.Quantity(b.Taken), Name: i18n.T(ctx, "usage.taken")}, {Sign: "=", Value: i18n.Quantity(b.Demanded), Name: i18n.T(ctx, "usage.demanded")}})
	sum := []ui.Term{{Value: i18n.Unrounded(b.Exact), Name: i18n.T(ctx, "usage.term_records", b.Records)}}
	if b.IssuedAt == nil {
		return append(lines, sum), nil
	}
	sum = append(sum, ui.Term{Sign: "+", Value: i18n.Unrounded(b.Carried), Name: i18n.T(ctx, "usage.term_carried")})
	return append(lines, sum), []ui.Term{{Sign: "=", Value: i18n.Money(b.Amount), Name: i18n.T(ctx, "usage.term_amount"), Total: true}}
}

func billFacts(ctx context.Context, b market.UsageBillRow) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "usage.order"), Part: ui.ID(b.OrderNumber, "/orders/"+b.OrderID.String())},
		{Label: i18n.T(ctx, "usage.product"), Text: named(b.ProductName, b.Item)}, {Label: i18n.T(ctx, "usage.customer"), Text: b.CustomerName},
		{Label: i18n.T(ctx, "usage.instance"), Part: ui.ID(b.InstanceNumber, "")},
		{Label: i18n.T(ctx, "usage.begin"), Part: ui.Time(b.BeginAt)}, {Label: i18n.T(ctx, "usage.end"), Part: ui.Time(b.EndAt)},
		{Label: i18n.T(ctx, "usage.due_at"), Part: ui.Time(b.DueAt)}}
	if b.PaidAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "usage.paid_at"), Part: ui.Time(*b.PaidAt)})
	}
	if b.Period != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "usage.period"), Part: ui.ID(b.Period.String(), "/statements/"+b.StatementID.String())})
	}
	return facts
}

// recordGrid heads a bill's records.
func recordGrid() ui.Grid {
	return ui.Grid{Area: "usage", Columns: []ui.Column{{Name: "serial"}, {Name: "begin", Width: "when"}, {Name: "used", Right: true}, {Name: "taken", Right: true},
		{Name: "demanded", Right: true}, {Name: "charge", Right: true}}}
}

// begin is what the form of a repeated record begins with.
func begin(r market.UsageRow, name string) string {
	sent := r.Payload()
	switch name {
	case "instance_id":
		return sent.InstanceID
	case "begin_time":
		return sent.BeginTime
	case "end_time":
		return sent.EndTime
	case "record_time":
		return sent.RecordTime
	case "usage_value":
		return string(sent.Value)
	case "relate_pkg_instance":
		return sent.Package
	}
	return sent.Serial + "-" + strconv.Itoa(2)
}
