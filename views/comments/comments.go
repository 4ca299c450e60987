// Package comments is the pages of buyers' reviews.
package comments

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.CommentRow

// ListPage is what a seller's list of reviews shows besides them.
type ListPage struct {
	Search   market.CommentSearch
	Counts   market.CommentCounts
	Score    market.Score // of the product that the list is narrowed to, or of all
	Products []market.ProductName
}

// DetailPage is one review with its reply.
type DetailPage struct {
	Operator bool
	Comment  market.CommentRow
	Refused  *market.Reason
}

// Listing is the reviews of a seller's products, newest first.
func Listing(ctx context.Context, p ListPage) ui.Listing[row] {
	l := listing(ctx, "/comments/", false)
	l.Head = ui.Head{Title: i18n.T(ctx, "nav.comments"), Lead: i18n.T(ctx, "comment.lead"),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.trade")}, {Text: i18n.T(ctx, "nav.comments")}}}
	l.Tabs, l.Above = tabs(ctx, p), summary(p)
	var products []ui.Option
	for _, one := range p.Products {
		products = append(products, ui.Option{Value: one.ID.String(), Label: one.Name})
	}
	l.Filters = slices.Insert(l.Filters, 1, ui.Filter{Name: "product", Options: products})
	return l
}

// OperatorListing is the reviews of all sellers, newest first.
func OperatorListing(ctx context.Context, search market.CommentSearch) ui.Listing[row] {
	l := listing(ctx, "/operator/comments/", true)
	l.Head = ui.Head{Title: i18n.T(ctx, "nav.operator_comments"), Lead: i18n.T(ctx, "comment.operator_lead"),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_comments")}}}
	q := ui.QueryOf(ctx)
	for _, tab := range market.CommentTabs {
		l.Tabs = append(l.Tabs, ui.Tab{Text: i18n.T(ctx, tab.Key()), URL: q.With("tab", string(tab)), Current: search.Tab == tab})
	}
	return l
}

// listing is what both lists show.
func listing(ctx context.Context, path string, operator bool) ui.Listing[row] {
	l := ui.Listing[row]{Area: "comment", Icon: "star", Sort: "written_at"}
	l.Filters = []ui.Filter{{Name: "text", Label: i18n.T(ctx, "comment.find"), Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "comment.text_hint")},
		{Name: "stars", Options: starOptions(ctx)}, {Name: "written", Kind: ui.FilterRange}}
	l.Columns = []ui.Col[row]{
		{Name: "number", Fixed: true, Width: "id", Value: func(r row) any { return r.Number },
			Cell: func(c *ui.Pen, r row) { c.ID(r.Number, path+r.ID.String(), r.OrderNumber) }},
		{Name: "stars", Width: "narrow", Value: func(r row) any { return r.Stars }, Cell: func(c *ui.Pen, r row) { c.Part(given(r.Stars)) }},
		{Name: "text", Width: "wide", Value: func(r row) any { return r.Text }, Cell: func(c *ui.Pen, r row) { c.Part(said(r)) }},
		{Name: "product", Value: func(r row) any { return r.ProductName }, Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, r.CustomerName) }},
		{Name: "customer", Off: true, Value: func(r row) any { return r.CustomerName }},
		{Name: "order", Off: true, Value: func(r row) any { return r.OrderNumber }},
		{Name: "reply", Off: true, Value: func(r row) any { return r.Reply }},
		{Name: "written_at", Sort: true, Width: "when", Value: func(r row) any { return r.WrittenAt }},
		{Name: "replied_at", Off: true, Width: "when", Value: func(r row) any { return r.RepliedAt }},
		{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
	}
	if operator {
		l.Columns[3].Cell = func(c *ui.Pen, r row) { c.Two(r.ProductName, r.CompanyName) }
		l.Columns = append(l.Columns, ui.Col[row]{Name: "seller", Off: true, Value: func(r row) any { return r.CompanyName }})
	}
	return l
}

func starOptions(ctx context.Context) (options []ui.Option) {
	for stars := market.MostStars; stars > 0; stars-- {
		options = append(options, ui.Option{Value: strconv.Itoa(stars), Label: i18n.T(ctx, "comment.stars_given", stars)})
	}
	return options
}

func tabs(ctx context.Context, p ListPage) (all []ui.Tab) {
	q := ui.QueryOf(ctx)
	for _, tab := range market.CommentTabs {
		all = append(all, ui.Tab{Text: i18n.T(ctx, tab.Key()), URL: q.With("tab", string(tab)), Count: i18n.Bounded(p.Counts.Of(tab)), Current: p.Search.Tab == tab})
	}
	return all
}

// figures are the average and how many gave each number of stars, each a way to those.
func (p ListPage) figures(ctx context.Context) []ui.Figure {
	q := ui.QueryOf(ctx)
	figures := []ui.Figure{{Label: i18n.T(ctx, "comment.average"), Figure: p.Score.Average(), Unit: i18n.T(ctx, "comment.of_five"),
		Note: i18n.T(ctx, "comment.count", p.Score.All())}}
	for stars := market.MostStars; stars > 0; stars-- {
		figures = append(figures, ui.Figure{Label: i18n.T(ctx, "comment.stars_given", stars), Figure: i18n.Number(p.Score.Of(stars)),
			Note: i18n.Number(p.Score.Percent(stars)) + "%", URL: q.With("stars", strconv.Itoa(stars), "tab", "")})
	}
	return figures
}

func drawn(stars int) string {
	return strings.Repeat("★", stars) + strings.Repeat("☆", market.MostStars-stars)
}

func (p DetailPage) url(verb string) string {
	path := "/comments/" + p.Comment.ID.String()
	if p.Operator {
		path = "/operator" + path
	}
	return path + "/" + verb
}

func (p DetailPage) crumbs(ctx context.Context) []ui.Link {
	if p.Operator {
		return []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_comments"), URL: "/operator/comments"}, {Text: p.Comment.Number}}
	}
	return []ui.Link{{Text: i18n.T(ctx, "nav.trade")}, {Text: i18n.T(ctx, "nav.comments"), URL: "/comments"}, {Text: p.Comment.Number}}
}

func (p DetailPage) may(ctx context.Context, act market.Act) bool {
	return market.CommentMoves.Can(p.Comment.Status, act) && ui.May(ctx, act)
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	c, door := p.Comment, ""
	if p.Operator {
		door = "/operator"
	}
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "comment.product"), Part: ui.TextLink(c.ProductName, door+"/products/"+c.ProductID.String())},
		{Label: i18n.T(ctx, "comment.order"), Part: ui.ID(c.OrderNumber, door+"/orders/"+c.OrderID.String())},
		{Label: i18n.T(ctx, "comment.customer"), Text: c.CustomerName},
		{Label: i18n.T(ctx, "comment.written_at"), Part: ui.Time(c.WrittenAt)},
	}
	if p.Operator {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "comment.seller"), Part: ui.TextLink(c.CompanyName, "/operator/sellers/"+c.SellerID.String())})
	}
	if c.ChangedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "comment.changed_at"), Part: ui.Time(*c.ChangedAt)})
	}
	if c.RepliedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "comment.replied_at"), Part: ui.Time(*c.RepliedAt)},
			ui.Fact{Label: i18n.T(ctx, "comment.replied_by"), Text: c.RepliedBy})
	}
	return facts
}

// replyTitle words the form: the first reply, or an amended one.
func (p DetailPage) replyTitle(ctx context.Context) string {
	if p.Comment.Reply != "" {
		return i18n.T(ctx, "comment.amend")
	}
	return i18n.T(ctx, market.ReplyComment)
}
