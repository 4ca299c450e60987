package reviews

import (
	"context"
	"slices"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is the seller's applications (我的申请, catalogue.md §2.9).
func Listing(ctx context.Context, counts map[market.ReviewStatus]int) ui.Listing[market.ReviewRow] {
	l := ui.Listing[market.ReviewRow]{
		Area: "review", Icon: "doc", Sort: "submitted_at", Filters: filters(ctx, false), Tabs: tabs(ctx, counts),
		Head: ui.Head{Title: i18n.T(ctx, "nav.reviews"), Lead: i18n.T(ctx, "review.lead"),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.product")}, {Text: i18n.T(ctx, "nav.reviews")}}},
		Row:     func(r market.ReviewRow) (string, string) { return r.ID.String(), r.Number },
		Bulk:    []ui.Bulk{{Act: market.WithdrawReview, Style: ui.Danger}},
		Columns: columns(ctx, "/reviews/", func(r market.ReviewRow) market.Review { return r.Review }, func(market.ReviewRow) string { return "" }),
	}
	access := ui.Col[market.ReviewRow]{Name: "access_type", Aside: true, Label: i18n.T(ctx, "product.access_type"), Value: func(r market.ReviewRow) any {
		if r.Product == nil {
			return nil
		}
		return market.Word(r.Product.AccessType.Key())
	}, Cell: func(c *ui.Pen, r market.ReviewRow) {
		if r.Product == nil {
			c.Dash()
		} else {
			c.Two(c.T(r.Product.AccessType.Key()), c.T(r.Product.SaleType.Key()))
		}
	}}
	l.Columns = slices.Insert(l.Columns, 2, access)
	l.Columns = append(l.Columns, ui.RowActs(rowActs))
	return l
}

// OperatorListing is the queue of everything that waits for consent, the oldest first.
func OperatorListing(ctx context.Context, search market.ReviewSearch, counts map[market.ReviewKind]int, now time.Time) ui.Listing[market.OperatorReview] {
	l := ui.Listing[market.OperatorReview]{
		Area: "review", Icon: "check", Sort: "submitted_at", Up: search.Status == market.ReviewPending, Filters: filters(ctx, true), Tabs: operatorTabs(ctx, counts),
		Head: ui.Head{Title: i18n.T(ctx, "review.operator_title"), Lead: i18n.T(ctx, "review.operator_lead"), Acts: ui.LinkButton(i18n.T(ctx, "product.operator_title"), "/operator/products", "box", ui.Secondary),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_review")}, {Text: i18n.T(ctx, "review.operator_title")}}},
		Row:     func(r market.OperatorReview) (string, string) { return r.ID.String(), r.Number },
		Bulk:    []ui.Bulk{{Act: market.ApproveReview, Style: ui.Primary}, {Act: market.RejectReview, Style: ui.Danger}},
		Columns: columns(ctx, "/operator/reviews/", func(r market.OperatorReview) market.Review { return r.Review }, func(r market.OperatorReview) string { return r.CompanyName }),
	}
	for i := range l.Columns {
		if l.Columns[i].Name == "due_at" {
			l.Columns[i].Off = false
			l.Columns[i].Cell = func(c *ui.Pen, r market.OperatorReview) { c.Part(due(ctx, r.Review, now)) }
		}
	}
	company := ui.Col[market.OperatorReview]{Name: "company", Off: true, Value: func(r market.OperatorReview) any { return r.CompanyName }}
	l.Columns = append(l.Columns, company)
	return l
}

// columns are those of both lists: of is the application in a row, whose the seller, if told.
func columns[T any](ctx context.Context, path string, of func(T) market.Review, whose func(T) string) []ui.Col[T] {
	value := func(read func(market.Review) any) func(T) any { return func(row T) any { return read(of(row)) } }
	when := func(c *ui.Pen, at *time.Time, by string) {
		c.Since(at)
		c.Second(by)
	}
	return []ui.Col[T]{
		{Name: "number", Fixed: true, Width: "id", Value: value(func(r market.Review) any { return r.Number }),
			Cell: func(c *ui.Pen, row T) { c.ID(of(row).Number, path+of(row).ID.String(), "") }},
		{Name: "title", Width: "wide", Value: value(func(r market.Review) any { return r.Title }), Cell: func(c *ui.Pen, row T) {
			second := whose(row)
			if r := of(row); second == "" && r.Reason != "" {
				second = c.T("review.because", r.Reason)
			}
			c.Two(of(row).Title, second)
		}},
		{Name: "kind", Class: "nowrap", Value: value(func(r market.Review) any { return market.Word(r.Kind.Key()) })},
		{Name: "status", Width: "chip", Value: value(func(r market.Review) any { return r.Status })},
		{Name: "submitted_at", Label: i18n.T(ctx, "review.submitted"), Sort: true, Width: "when", Value: value(func(r market.Review) any { return r.SubmittedAt }),
			Cell: func(c *ui.Pen, row T) { at := of(row).SubmittedAt; when(c, &at, of(row).SubmittedBy) }},
		{Name: "due_at", Off: true, Width: "when", Value: value(func(r market.Review) any { return r.DueAt })},
		{Name: "decided", Aside: true, Width: "when", Value: value(func(r market.Review) any { return r.DecidedAt }),
			Cell: func(c *ui.Pen, row T) { when(c, of(row).DecidedAt, of(row).DecidedBy) }},
		{Name: "reason", Off: true, Value: value(func(r market.Review) any { return r.Reason })},
	}
}

func filters(ctx context.Context, operator bool) []ui.Filter {
	list := []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "review.text_hint")},
		{Name: "kind", Options: ui.OptionsOf(ctx, market.ReviewKinds)},
	}
	if !operator {
		sales := []ui.Option{}
		for _, sale := range market.SaleTypes {
			sales = append(sales, ui.Option{Value: string(sale), Label: i18n.T(ctx, sale.Key())})
		}
		list = append(list, ui.Filter{Name: "sale_type", Label: i18n.T(ctx, "product.sale_type"), Options: sales})
	} else {
		list[0].Placeholder = i18n.T(ctx, "review.text_hint_operator")
	}
	return list
}

// tabs are the states as the pages of the list.
func tabs(ctx context.Context, counts map[market.ReviewStatus]int) []ui.Tab {
	q := ui.QueryOf(ctx)
	all := 0
	for _, n := range counts {
		all += n
	}
	list := []ui.Tab{{Text: i18n.T(ctx, "common.any"), URL: q.Without("status"), Count: i18n.Number(all), Current: q.Get("status") == ""}}
	for _, status := range market.ReviewStatuses {
		list = append(list, ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status)), Count: i18n.Number(counts[status]), Current: q.Get("status") == string(status)})
	}
	return append(list, ui.Tab{Text: i18n.T(ctx, "nav.drafts"), URL: "/drafts"})
}

func operatorTabs(ctx context.Context, counts map[market.ReviewKind]int) []ui.Tab {
	q := ui.QueryOf(ctx)
	waiting := 0
	for _, n := range counts {
		waiting += n
	}
	now := q.Get("status")
	if now == "" {
		now = string(market.ReviewPending)
	}
	var list []ui.Tab
	for _, status := range market.ReviewStatuses {
		tab := ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status)), Current: now == string(status)}
		if status == market.ReviewPending {
			tab.Count = i18n.Number(waiting)
		}
		list = append(list, tab)
	}
	return list
}
