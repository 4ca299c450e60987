// Package questions is the pages of what buyers ask about products.
package questions

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// DetailPage is one question with its answers.
type DetailPage struct {
	Operator bool
	Question market.QuestionRow
	Steps    []market.QuestionStep
	Refused  *market.Reason
}

func (p DetailPage) url(verb string) string {
	path := "/questions/" + p.Question.ID.String() + "/" + verb
	if p.Operator {
		return "/operator" + path
	}
	return path
}

func (p DetailPage) may(ctx context.Context, act market.Act) bool {
	return p.Question.Can(act) && ui.May(ctx, act)
}

// gives is the act that gives an answer now.
func (p DetailPage) gives() market.Act {
	if p.Question.AnsweredAt == nil {
		return market.AnswerQuestion
	}
	return market.AmendQuestion
}

func (p DetailPage) crumbs(ctx context.Context) []ui.Link {
	if p.Operator {
		return []ui.Link{{Text: i18n.T(ctx, "nav.operator_review")}, {Text: i18n.T(ctx, "nav.operator_questions"), URL: "/operator/questions"}, {Text: p.Question.Number}}
	}
	return []ui.Link{{Text: i18n.T(ctx, "nav.product")}, {Text: i18n.T(ctx, "nav.questions"), URL: "/questions"}, {Text: p.Question.Number}}
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	q := p.Question
	product := "/products/" + q.ProductID.String()
	facts := []ui.Fact{}
	if p.Operator {
		product = "/operator" + product
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "question.seller"), Part: ui.TextLink(q.CompanyName, "/operator/sellers/"+q.SellerID.String())})
	}
	facts = append(facts,
		ui.Fact{Label: i18n.T(ctx, "question.product"), Part: ui.TextLink(q.ProductName, product)},
		ui.Fact{Label: i18n.T(ctx, "question.customer"), Text: q.CustomerName},
		ui.Fact{Label: i18n.T(ctx, "question.public_name"), Text: market.MaskName(q.CustomerName)},
		ui.Fact{Label: i18n.T(ctx, "question.asked"), Part: ui.Time(q.AskedAt)})
	if q.AnsweredAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "question.answered_at"), Part: ui.Time(*q.AnsweredAt)})
	}
	if q.AmendedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "question.amended_at"), Part: ui.Time(*q.AmendedAt)})
	}
	return facts
}

// parts are what of the question can be improper.
func (p DetailPage) parts(ctx context.Context) []ui.Option {
	if p.Question.AnsweredAt == nil {
		return ui.OptionsOf(ctx, market.QuestionParts[:1])
	}
	return ui.OptionsOf(ctx, market.QuestionParts)
}

func (p DetailPage) entries(ctx context.Context) []ui.Entry {
	ours := market.PartySeller
	if p.Operator {
		ours = market.PartyOperator
	}
	entries := make([]ui.Entry, 0, len(p.Steps))
	for i := len(p.Steps) - 1; i >= 0; i-- {
		step := p.Steps[i]
		entries = append(entries, ui.Entry{At: step.At, Party: step.Party, Ours: step.Party == ours, Actor: step.Actor, Act: i18n.Did(ctx, step.Act), Quote: step.Text})
	}
	return entries
}
