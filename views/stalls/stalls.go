// Package stalls shows the orders that do not move, and who moves them.
package stalls

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Clock is what remaining time is counted by.
type Clock struct {
	Now      time.Time
	Calendar market.Calendar
}

// Owners are the sides that an order can wait for, in the order of the tabs.
var Owners = []market.Party{market.PartySeller, market.PartyBuyer, market.PartyOperator, market.PartySystem}

type row = market.Stall

// Listing is the queue: what is due first, then what has no limit, longest waiting first.
func Listing(ctx context.Context, clock Clock, search market.StallSearch, counts market.StallCounts, operator bool) ui.Listing[row] {
	reader, way := market.PartySeller, []ui.Link{{Text: i18n.T(ctx, "nav.trade")}, {Text: i18n.T(ctx, "nav.stalls")}}
	if operator {
		reader, way = market.PartyOperator, []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_stalls")}}
	}
	l := ui.Listing[row]{
		Area: "stall", Icon: "clock", Sort: "due", Up: true, Filters: filters(ctx), Tabs: tabs(ctx, search, counts, reader),
		Head: ui.Head{Title: i18n.T(ctx, "stall.title"), Lead: i18n.T(ctx, "stall.lead"), Crumbs: way},
	}
	l.Columns = []ui.Col[row]{
		{Name: "number", Fixed: true, Width: "id", Value: func(r row) any { return r.Number },
			Cell: func(c *ui.Pen, r row) {
				c.ID(r.Number, orderPath(operator, r), c.T("order.placed_short", i18n.Moment(ctx, r.PlacedAt)))
			}},
		{Name: "product", Aside: operator, Value: func(r row) any { return r.ProductName }, Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, r.SpecName) }},
		{Name: "customer", Aside: true, Value: func(r row) any { return r.CustomerName }, Off: operator, Cell: func(c *ui.Pen, r row) { c.Two(r.CustomerName, r.CustomerID) }},
		{Name: "cause", Value: func(r row) any { return market.Word(r.Cause.Key()) },
			Cell: func(c *ui.Pen, r row) {
				c.Part(ui.ChipText(r.Cause.Tone(), i18n.T(ctx, r.Cause.Key())))
				c.Second(detail(ctx, r))
			}},
		{Name: "detail", Off: true, Value: func(r row) any { return detail(ctx, r) }},
		{Name: "owner", Value: func(r row) any { return market.Word("common.party_" + string(r.Owner)) },
			Cell: func(c *ui.Pen, r row) {
				c.Part(ui.TurnBadge(r.Owner, r.Owner == reader))
				since := i18n.T(ctx, "stall.since_at", i18n.Moment(ctx, r.Since))
				if len(r.Handlers) > 0 {
					since = i18n.T(ctx, "stall.held", strings.Join(r.Handlers, i18n.T(ctx, "stall.join")), since)
				}
				c.Second(since)
			}},
		{Name: "handlers", Off: true, Value: func(r row) any { return strings.Join(r.Handlers, i18n.T(ctx, "stall.join")) }},
		{Name: "due", By: "due", Value: func(r row) any { return r.DueAt }, Cell: func(c *ui.Pen, r row) { c.Part(ui.CountdownCell(ui.StallCountdown(r, clock.Now, clock.Calendar))) }},
		{Name: "since", Off: true, Width: "when", Value: func(r row) any { return r.Since }, Cell: func(c *ui.Pen, r row) { c.At(r.Since) }},
		{Name: "amount", Aside: true, Unit: "common.yuan", Right: true, Width: "money", Value: func(r row) any { return r.Amount },
			Cell: func(c *ui.Pen, r row) {
				c.MoneyIn(r.Amount, r.Currency)
			}},
		{Name: "next", Off: true, Value: func(r row) any { return nextWord(ctx, r) }},
		ui.RowActs(func(r row) templ.Component { return next(r, reader) }),
	}
	if operator {
		seller := ui.Col[row]{Name: "seller", Value: func(r row) any { return r.CompanyName }, Cell: func(c *ui.Pen, r row) { c.Two(r.CompanyName, r.CustomerName) }}
		l.Columns = append(l.Columns[:2], append([]ui.Col[row]{seller}, l.Columns[2:]...)...)
		l.Head.Lead = i18n.T(ctx, "stall.lead_operator")
	}
	return l
}

func door(operator bool) string {
	if operator {
		return "/operator"
	}
	return ""
}

func orderPath(operator bool, r row) string { return door(operator) + "/orders/" + r.OrderID.String() }

// detail says what exactly it waits for.
func detail(ctx context.Context, r row) string {
	switch {
	case len(r.Missing) > 0:
		var kinds []string
		for _, need := range r.Missing {
			kinds = append(kinds, i18n.T(ctx, need.Kind.Key()))
		}
		return i18n.T(ctx, "stall.missing", strings.Join(kinds, i18n.T(ctx, "stall.join")))
	case r.Flow != nil:
		return i18n.T(ctx, r.Flow.Node.Key())
	case r.Activity != "" && r.Code != "" && r.Code != market.ResultOK:
		return i18n.T(ctx, "stall.call", market.Word(r.Activity.Key()), string(r.Code), market.Word(r.Code.Key()))
	case r.Activity != "":
		return i18n.T(ctx, r.Activity.Key())
	}
	return ""
}

// nextWord is what carries the order on.
func nextWord(ctx context.Context, r row) string {
	if act := r.Act(); act != "" {
		return i18n.T(ctx, act)
	}
	return i18n.T(ctx, "stall.look")
}

func tabs(ctx context.Context, search market.StallSearch, counts market.StallCounts, reader market.Party) []ui.Tab {
	q := ui.QueryOf(ctx)
	count := func(n int) string { return i18n.Bounded(market.Bounded{N: n, More: n >= market.CountLimit/10}) }
	all := []ui.Tab{{Text: i18n.T(ctx, "stall.tab_all"), Count: count(counts.All()), URL: q.Without("owner", "late"), Current: search.Owner == "" && !search.Late},
		{Text: i18n.T(ctx, "stall.tab_late"), Count: count(counts.Late), URL: q.With("late", "1", "owner", ""), Current: search.Late && search.Owner == ""}}
	for _, owner := range Owners {
		all = append(all, ui.Tab{Text: i18n.T(ctx, "stall.tab_waits", market.Word("common.party_"+string(owner))), Count: count(counts.Of(owner)),
			URL: q.With("owner", string(owner), "late", ""), Current: search.Owner == owner})
	}
	return all
}

func filters(ctx context.Context) []ui.Filter {
	var causes, ages []ui.Option
	for _, cause := range market.StallCauses {
		causes = append(causes, ui.Option{Value: string(cause), Label: i18n.T(ctx, cause.Key())})
	}
	for i, name := range ui.Ages(ctx) {
		ages = append(ages, ui.Option{Value: strconv.Itoa(i), Label: name})
	}
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "stall.text_hint")},
		{Name: "cause", Options: causes},
		{Name: "age", Label: i18n.T(ctx, "heat.age"), Options: ages},
	}
}
