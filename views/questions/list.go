package questions

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.QuestionRow

// Listing is what buyers asked about the seller's products, newest first.
func Listing(ctx context.Context, search market.QuestionSearch, counts market.QuestionCounts) ui.Listing[row] {
	l := listing(ctx, search, counts, "/questions/")
	l.Head = ui.Head{Title: i18n.T(ctx, "nav.questions"), Lead: i18n.T(ctx, "question.lead"),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.product")}, {Text: i18n.T(ctx, "nav.questions")}}}
	return l
}

// OperatorListing is what buyers asked of all sellers, newest first.
func OperatorListing(ctx context.Context, search market.QuestionSearch, counts market.QuestionCounts) ui.Listing[row] {
	l := listing(ctx, search, counts, "/operator/questions/")
	l.Head = ui.Head{Title: i18n.T(ctx, "nav.operator_questions"), Lead: i18n.T(ctx, "question.operator_lead"),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_review")}, {Text: i18n.T(ctx, "nav.operator_questions")}}}
	seller := ui.Col[row]{Name: "seller", Value: func(r row) any { return r.CompanyName }}
	l.Columns = append(l.Columns[:3:3], append([]ui.Col[row]{seller}, l.Columns[3:]...)...)
	return l
}

func listing(ctx context.Context, search market.QuestionSearch, counts market.QuestionCounts, path string) ui.Listing[row] {
	l := ui.Listing[row]{Area: "question", Icon: "headset", Sort: "asked_at", Tabs: tabs(ctx, search, counts)}
	l.Filters = []ui.Filter{{Name: "text", Label: i18n.T(ctx, "question.find"), Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "question.text_hint")},
		{Name: "product", Kind: ui.FilterText, Placeholder: i18n.T(ctx, "question.product_hint")},
		{Name: "asked", Kind: ui.FilterRange}}
	l.Columns = []ui.Col[row]{
		{Name: "number", Fixed: true, Width: "id", Value: func(r row) any { return r.Number },
			Cell: func(c *ui.Pen, r row) { c.ID(r.Number, path+r.ID.String(), "") }},
		{Name: "text", Width: "wide", Value: func(r row) any { return r.Text }, Cell: func(c *ui.Pen, r row) { c.Two(short(r.Text), answerLine(ctx, r)) }},
		{Name: "product", Value: func(r row) any { return r.ProductName }, Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, r.ProductNumber) }},
		{Name: "customer", Aside: true, Value: func(r row) any { return r.CustomerName }},
		{Name: "answer", Off: true, Value: func(r row) any { return r.Answer }},
		{Name: "asked_at", Label: i18n.T(ctx, "question.asked"), Sort: true, Width: "when", Value: func(r row) any { return r.AskedAt }},
		{Name: "answered_at", Aside: true, Width: "when", Value: func(r row) any { return r.AnsweredAt }},
		{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
	}
	return l
}

// lineMost is how much of a text a list shows.
const lineMost = 60

func short(text string) string {
	if signs := []rune(text); len(signs) > lineMost {
		return string(signs[:lineMost]) + "…"
	}
	return text
}

func answerLine(ctx context.Context, r row) string {
	switch {
	case r.Status == market.QuestionHidden:
		return i18n.T(ctx, "question.hidden_line", i18n.T(ctx, r.HiddenPart.Key()), short(r.HiddenReason))
	case r.Answer == "":
		return i18n.T(ctx, "question.no_answer")
	}
	return i18n.T(ctx, "question.answer_line", short(r.Answer))
}

func tabs(ctx context.Context, search market.QuestionSearch, counts market.QuestionCounts) []ui.Tab {
	q := ui.QueryOf(ctx)
	var all []ui.Tab
	for _, tab := range market.QuestionTabs {
		all = append(all, ui.Tab{Text: i18n.T(ctx, tab.Key()), URL: q.With("tab", string(tab)), Count: i18n.Bounded(counts.Of(tab)), Current: search.Tab == tab})
	}
	return all
}
