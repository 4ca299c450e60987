package handlers

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/questions"
	"sellercenter/views/ui"
)

func (site *site) questionRoutes(e *echo.Echo) {
	g := e.Group("/questions", sees(market.Questions))
	g.GET("", site.seller(seller.questions))
	g.GET("/:id", site.seller(seller.question))
	g.POST("/:id/answer", site.seller(seller.answerQuestion))
	g.POST("/:id/amend", site.seller(seller.amendQuestion))

	o := e.Group("/operator/questions", sees(market.Questions))
	o.GET("", site.operator(operator.questions))
	o.GET("/:id", site.operator(operator.question))
	o.POST("/:id/hide", site.operator(operator.hideQuestion))
	o.POST("/:id/show", site.operator(operator.showQuestion))
}

func questionSearch(c echo.Context) market.QuestionSearch {
	q := c.QueryParams()
	search := market.QuestionSearch{Tab: market.QuestionTab(q.Get("tab")), Text: strings.TrimSpace(q.Get("text")), Product: strings.TrimSpace(q.Get("product")),
		From: dayIn(q, "asked_from", 0), Until: dayIn(q, "asked_until", 1)}
	if !slices.Contains(market.QuestionTabs, search.Tab) {
		search.Tab = market.QuestionsAll
	}
	return search
}

func (s seller) questions() error {
	search := questionSearch(s)
	counts, err := s.store.QuestionCounts(s.ctx())
	if err != nil {
		return err
	}
	return show(s, questions.Listing(s.ctx(), search, counts), func(ask market.Ask) (market.Page[market.QuestionRow], error) {
		return s.store.Questions(s.ctx(), search, ask)
	})
}

func (s seller) question() error { return s.questionPage(ui.Form{}, http.StatusOK, nil) }

func (s seller) questionPage(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Question](s, "id")
	if err != nil {
		return err
	}
	p := questions.DetailPage{Refused: refused}
	if p.Question, err = s.store.Question(s.ctx(), id); err != nil {
		return err
	}
	if p.Steps, err = s.store.QuestionSteps(s.ctx(), id); err != nil {
		return err
	}
	return s.page(status, questions.Detail(f, p))
}

func (s seller) answerQuestion() error {
	f := readForm(s)
	return s.changeQuestion(f, market.AnswerQuestion, func(id market.QuestionID) error {
		return s.store.AnswerQuestion(s.ctx(), id, f.prose("answer"))
	})
}

func (s seller) amendQuestion() error {
	f := readForm(s)
	return s.changeQuestion(f, market.AmendQuestion, func(id market.QuestionID) error {
		return s.store.AmendQuestion(s.ctx(), id, f.prose("answer"))
	})
}

func (s seller) changeQuestion(f *form, act market.Act, do func(market.QuestionID) error) error {
	id, err := pathID[market.Question](s, "id")
	if err != nil {
		return err
	}
	err = do(id)
	return f.answer(s, err, s.questionPage, "/questions/"+id.String(), act)
}

func (o operator) questions() error {
	search := questionSearch(o)
	counts, err := o.store.QuestionCounts(o.ctx())
	if err != nil {
		return err
	}
	return show(o, questions.OperatorListing(o.ctx(), search, counts), func(ask market.Ask) (market.Page[market.QuestionRow], error) {
		return o.store.Questions(o.ctx(), search, ask)
	})
}

func (o operator) question() error { return o.questionPage(ui.Form{}, http.StatusOK, nil) }

func (o operator) questionPage(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Question](o, "id")
	if err != nil {
		return err
	}
	p := questions.DetailPage{Operator: true, Refused: refused}
	if p.Question, err = o.store.Question(o.ctx(), id); err != nil {
		return err
	}
	if p.Steps, err = o.store.Seller(p.Question.SellerID).QuestionSteps(o.ctx(), id); err != nil {
		return err
	}
	return o.page(status, questions.Detail(f, p))
}

func (o operator) hideQuestion() error {
	f := readForm(o)
	return o.changeQuestion(f, market.HideQuestion, func(store *db.Seller, id market.QuestionID) error {
		return store.HideQuestion(o.ctx(), id, market.QuestionPart(f.text("part")), f.prose("reason"))
	})
}

func (o operator) showQuestion() error {
	return o.changeQuestion(readForm(o), market.ShowQuestion, func(store *db.Seller, id market.QuestionID) error {
		return store.ShowQuestion(o.ctx(), id)
	})
}

func (o operator) changeQuestion(f *form, act market.Act, do func(*db.Seller, market.QuestionID) error) error {
	id, err := pathID[market.Question](o, "id")
	if err != nil {
		return err
	}
	row, err := o.store.Question(o.ctx(), id)
	if err != nil {
		return err
	}
	err = do(o.store.Seller(row.SellerID), id)
	return f.answer(o, err, o.questionPage, "/operator/questions/"+id.String(), act)
}
