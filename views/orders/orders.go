// Package orders shows what buyers bought.
package orders

import (
	"context"
	"io"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// ListPage is one screenful of orders and how it was asked for.
type ListPage struct {
	Page     market.Page[market.OrderRow]
	Search   market.OrderSearch
	Ask      market.Ask
	Operator bool
}

func (p ListPage) lead() string {
	if p.Operator {
		return "order.lead_operator"
	}
	return "order.lead"
}

func (p ListPage) path() string {
	if p.Operator {
		return "/operator/orders"
	}
	return "/orders"
}

func (p ListPage) size() int {
	if p.Ask.Size == 0 {
		return 50
	}
	return p.Ask.Size
}

func (p ListPage) sort() string {
	if p.Ask.Sort == "amount" && !p.Operator {
		return "amount"
	}
	return "placed_at"
}

func (p ListPage) grid(ctx context.Context) ui.Grid {
	columns := []ui.Column{
		{Name: "placed_at", Label: i18n.T(ctx, "order.number"), Sort: true, Width: "id"},
		{Name: "product"}, {Name: "customer"}, {Name: "type"},
		{Name: "amount", Unit: i18n.T(ctx, "common.yuan"), Right: true, Sort: !p.Operator, Width: "money"},
		{Name: "status", Width: "chip"}, {Name: "supervision", Width: "chip"}, {Name: "paid_at", Width: "when"},
	}
	if p.Operator {
		columns[2] = ui.Column{Name: "seller"}
	}
	return ui.Grid{Area: "order", Columns: columns, Sort: p.sort(), Up: p.Ask.Up}
}

func options[T interface {
	~string
	Key() string
}](ctx context.Context, all []T) []ui.Option {
	var some []ui.Option
	for _, one := range all {
		some = append(some, ui.Option{Value: string(one), Label: i18n.T(ctx, one.Key())})
	}
	return some
}

func accessOptions(ctx context.Context) []ui.Option {
	var some []ui.Option
	for _, access := range market.AccessTypes {
		some = append(some, ui.Option{Value: string(access), Label: i18n.T(ctx, access.Key())})
	}
	return some
}

func (p ListPage) filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{
		{Name: "number", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "order.number_hint")},
		{Name: "customer", Kind: ui.FilterText},
		{Name: "product", Kind: ui.FilterText},
		{Name: "placed", Kind: ui.FilterRange},
		{Name: "paid", Kind: ui.FilterRange, More: true},
		{Name: "status", Kind: ui.FilterSelect, Options: options(ctx, market.OrderStatuses), More: true},
		{Name: "type", Kind: ui.FilterSelect, Options: options(ctx, []market.OrderType{market.OrderNew, market.OrderRenew}), More: true},
		{Name: "access", Kind: ui.FilterSelect, Options: accessOptions(ctx), More: true},
	}
}

// tabs are the states that are looked for most, and the sandbox's orders apart.
func (p ListPage) tabs(ctx context.Context) []ui.Tab {
	q := ui.QueryOf(ctx)
	tabs := []ui.Tab{{Text: i18n.T(ctx, "order.tab_all"), URL: q.Without("status", "test"), Current: p.Search.Status == "" && !p.Search.Test}}
	for _, status := range market.OrderStatuses {
		tabs = append(tabs, ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status), "test", ""),
			Current: p.Search.Status == status && !p.Search.Test})
	}
	return append(tabs, ui.Tab{Text: i18n.T(ctx, "order.tab_test"), URL: q.With("test", "1", "status", ""), Current: p.Search.Test})
}

func (p ListPage) exportURL(ctx context.Context, format string) string {
	q := ui.QueryOf(ctx)
	return p.path() + "/export." + format + q.With()[len(p.path()):]
}

// rows writes the table's body by hand: lists are looked at more than anything else, and
// this costs a third of the same rows as a template.
func rows(p ListPage) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		words := wordsOf(ctx)
		b := make([]byte, 0, 640*len(p.Page.Rows))
		for i := range p.Page.Rows {
			b = words.row(ctx, b, p, &p.Page.Rows[i])
		}
		_, err := w.Write(b)
		return err
	})
}

// words are what every row of one table says, looked up once.
type words struct {
	seen  map[string]string
	chips map[market.Status]string
}

func wordsOf(ctx context.Context) *words {
	return &words{seen: map[string]string{}, chips: map[market.Status]string{}}
}

func (s *words) say(ctx context.Context, key string) string {
	text, known := s.seen[key]
	if !known {
		text = templ.EscapeString(i18n.T(ctx, key))
		s.seen[key] = text
	}
	return text
}

func (s *words) chip(ctx context.Context, status market.Status) string {
	text, known := s.chips[status]
	if !known {
		var out sink
		if err := ui.Chip(status).Render(ctx, &out); err != nil {
			return ""
		}
		text = string(out)
		s.chips[status] = text
	}
	return text
}

type sink []byte

// Write appends.
func (s *sink) Write(p []byte) (int, error) {
	*s = append(*s, p...)
	return len(p), nil
}

func (s *words) row(ctx context.Context, b []byte, p ListPage, r *market.OrderRow) []byte {
	b = append(b, `<tr><td><a class="id" data-open href="`...)
	b = append(b, p.path()...)
	b = append(b, '/')
	b = append(b, r.ID.String()...)
	b = append(b, `">`...)
	b = append(b, r.Number...)
	b = append(b, `</a><small>`...)
	b = append(b, i18n.T(ctx, "order.placed_short", i18n.Moment(ctx, r.PlacedAt))...)
	b = append(b, `</small></td>`...)
	b = two(b, r.ProductName, specOf(ctx, s, r))
	if p.Operator {
		b = two(b, r.SellerName, r.CustomerName)
	} else {
		b = two(b, r.CustomerName, r.CustomerID)
	}
	b = append(b, `<td><span class="fact">`...)
	b = append(b, s.say(ctx, r.Type.Key())...)
	b = append(b, `</span><small>`...)
	b = append(b, s.say(ctx, r.AccessType.Key())...)
	b = append(b, `</small></td><td class="right">`...)
	b = append(b, i18n.Money(r.Amount)...)
	if !r.ListAmount.Equal(r.Amount) {
		b = append(b, `<small>`...)
		b = append(b, s.say(ctx, "order.list_short")...)
		b = append(b, ' ')
		b = append(b, i18n.Money(r.ListAmount)...)
		b = append(b, `</small>`...)
	}
	b = append(b, `</td><td>`...)
	b = append(b, s.chip(ctx, r.Status)...)
	b = append(b, `</td><td>`...)
	if r.Supervision != nil {
		b = append(b, s.chip(ctx, *r.Supervision)...)
	} else {
		b = append(b, `<span class="dash">–</span>`...)
	}
	b = append(b, `</td><td class="when">`...)
	b = moment(ctx, b, r.PaidAt)
	if r.EffectiveAt != nil {
		b = append(b, `<small>`...)
		b = append(b, s.say(ctx, "order.effective_short")...)
		b = append(b, ' ')
		b = append(b, i18n.Day(ctx, market.DayOf(*r.EffectiveAt))...)
		b = append(b, `</small>`...)
	} else if r.Postpaid {
		b = append(b, `<small>`...)
		b = append(b, s.say(ctx, "order.method_postpaid")...)
		b = append(b, `</small>`...)
	}
	return append(b, `</td></tr>`...)
}

func two(b []byte, fact, second string) []byte {
	fact = templ.EscapeString(fact)
	b = append(b, `<td title="`...)
	b = append(b, fact...)
	b = append(b, `"><span class="fact">`...)
	b = append(b, fact...)
	b = append(b, `</span><small>`...)
	b = append(b, templ.EscapeString(second)...)
	return append(b, `</small></td>`...)
}

func moment(ctx context.Context, b []byte, t *time.Time) []byte {
	if t == nil {
		return append(b, `<span class="dash">–</span>`...)
	}
	return append(b, i18n.Moment(ctx, *t)...)
}

// specOf is the second line of the product: its spec, period and quantity.
func specOf(ctx context.Context, s *words, r *market.OrderRow) string {
	return i18n.T(ctx, "order.spec_line", r.SpecName, i18n.T(ctx, r.PeriodType.Key()), r.Quantity)
}

// ExportHead is the worded first line of an exported list.
func ExportHead(ctx context.Context) []string {
	var head []string
	for _, name := range []string{"number", "type", "product", "spec", "access", "customer", "customer_id", "quantity", "period",
		"list_amount", "amount", "status", "placed_at", "paid_at", "effective_at", "supervision"} {
		head = append(head, i18n.T(ctx, "order."+name))
	}
	return head
}

// ExportRow is an order as a line of an exported list.
func ExportRow(r market.OrderRow) []any {
	var supervision any
	if r.Supervision != nil {
		supervision = *r.Supervision
	}
	return []any{r.Number, market.Word(r.Type.Key()), r.ProductName, r.SpecName, market.Word(r.AccessType.Key()),
		r.CustomerName, r.CustomerID, r.Quantity, market.Because("order.periods_of", r.Periods, market.Word(r.PeriodType.Key())),
		r.ListAmount, r.Amount, r.Status, r.PlacedAt, r.PaidAt, r.EffectiveAt, supervision}
}
