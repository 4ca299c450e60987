package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
)

func (site *site) storefrontQuestionRoutes(g *echo.Group) {
	g.GET("/products/:number/questions", site.storefront(storefront.productQuestions))
	g.POST("/products/:number/questions", site.storefront(storefront.askQuestion))
	g.GET("/questions", site.storefront(storefront.ownQuestions))
	g.GET("/questions/:number", site.storefront(storefront.ownQuestion))
}

// askQuestion answers with the number of the question about the product of the path; a hidden
// product is asked about through its purchase link (catalogue.md §2.10).
func (s storefront) askQuestion() error {
	var asked struct {
		Customer string `json:"customer"`
		Text     string `json:"text"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	goods, err := s.front("").GoodsNumbered(s.ctx(), s.Param("number"), s.QueryParam("link"))
	if err != nil {
		return err
	}
	store := s.buyer(goods.SellerID, asked.Customer)
	receipt, err := s.once(store, func(store *db.Seller) error {
		_, err := store.AskQuestion(s.ctx(), goods.ID, asked.Text)
		return err
	})
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Question](receipt.Subject)
	if err != nil {
		return err
	}
	question, err := store.Question(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusCreated, doneAnswer{question.Number, market.AskQuestion, receipt.At})
}

// publicQuestion is a question as everybody reads it.
type publicQuestion struct {
	Number     string     `json:"number"`
	Asker      string     `json:"asker"`
	Text       string     `json:"text"`
	Answer     string     `json:"answer"`
	AskedAt    time.Time  `json:"asked_at"`
	AnsweredAt *time.Time `json:"answered_at"`
	AmendedAt  *time.Time `json:"amended_at,omitempty"`
}

// productQuestions lists the answered questions about the product of the path.
func (s storefront) productQuestions() error {
	goods, err := s.front("").GoodsNumbered(s.ctx(), s.Param("number"), s.QueryParam("link"))
	if err != nil {
		return err
	}
	found, err := s.front("").Seller(goods.SellerID).ProductQuestions(s.ctx(), goods.ID, ask(s))
	if err != nil {
		return err
	}
	answer := struct {
		Questions []publicQuestion `json:"questions"`
		Next      string           `json:"next,omitempty"`
		Previous  string           `json:"previous,omitempty"`
	}{Questions: []publicQuestion{}, Next: found.Next, Previous: found.Previous}
	for _, q := range found.Rows {
		answer.Questions = append(answer.Questions, publicQuestion{q.Number, market.MaskName(q.CustomerName), q.Text, q.Public(), q.AskedAt, q.AnsweredAt, q.AmendedAt})
	}
	return s.JSON(http.StatusOK, answer)
}

// ownQuestionAnswer is a question as its asker reads it.
type ownQuestionAnswer struct {
	Number      string                `json:"number"`
	Status      market.QuestionStatus `json:"status"`
	Seller      string                `json:"seller,omitempty"`
	CompanyName string                `json:"company_name,omitempty"`
	Product     string                `json:"product"`
	ProductName string                `json:"product_name"`
	Text        string                `json:"text"`
	Answer      string                `json:"answer,omitempty"`
	AskedAt     time.Time             `json:"asked_at"`
	AnsweredAt  *time.Time            `json:"answered_at,omitempty"`
	AmendedAt   *time.Time            `json:"amended_at,omitempty"`
}

func questionSaid(q market.QuestionRow) ownQuestionAnswer {
	return ownQuestionAnswer{q.Number, q.Status, q.SellerNumber, q.CompanyName, q.ProductNumber, q.ProductName, q.Text, q.Public(), q.AskedAt, q.AnsweredAt, q.AmendedAt}
}

// ownQuestions lists what the customer asked at all sellers, newest first.
func (s storefront) ownQuestions() error {
	found, err := s.front("").Questions(s.ctx(), ask(s))
	if err != nil {
		return err
	}
	answer := struct {
		Questions []ownQuestionAnswer `json:"questions"`
		Next      string              `json:"next,omitempty"`
		Previous  string              `json:"previous,omitempty"`
	}{Questions: []ownQuestionAnswer{}, Next: found.Next, Previous: found.Previous}
	for _, q := range found.Rows {
		answer.Questions = append(answer.Questions, questionSaid(q))
	}
	return s.JSON(http.StatusOK, answer)
}

// ownQuestion is one question of the customer's own.
func (s storefront) ownQuestion() error {
	seller, subject, err := s.front("").Find(s.ctx(), "question", s.Param("number"))
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Question](subject)
	if err != nil {
		return err
	}
	question, err := s.buyer(seller, "").Question(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, questionSaid(question))
}
