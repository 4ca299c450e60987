package db

import (
	"cmp"
	"context"
	"strings"

	"sellercenter/internal/market"
)

const questionColumns = `q.seller_id, q.id, q.number, q.status, q.product_id, q.customer_id, q.customer_name, q.text, q.answer,
	q.asked_at, q.answered_at, q.amended_at, q.hidden_part, q.hidden_reason, q.version`

// AskQuestion is a buyer's question about a product on sale; the seller is told (transactions.md
// §8, §10.1).
func (s *Seller) AskQuestion(ctx context.Context, product market.ProductID, text string) (market.QuestionID, error) {
	id := market.NewID[market.Question](s.db.Now())
	err := s.act(ctx, market.AskQuestion, id, func(tx *tx) error {
		var name string
		if err := tx.get(&name, `SELECT name FROM products WHERE seller_id = $1 AND id = $2 AND status = 'on_sale'`, product); err != nil {
			return err
		}
		if err := market.CheckQuestion(text); err != nil {
			return err
		}
		q := market.Question{ID: id, Status: market.QuestionWaiting, ProductID: product, CustomerID: s.actor.Customer, CustomerName: s.actor.Name,
			Text: strings.TrimSpace(text), AskedAt: tx.now}
		var err error
		if q.Number, err = tx.number("QA", "question", id); err != nil {
			return err
		}
		tx.note("number", nil, q.Number)
		tx.note("product", nil, name)
		if err := tx.exec(`INSERT INTO questions (seller_id, id, number, product_id, status, customer_id, customer_name, text, asked_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			id, q.Number, product, q.Status, q.CustomerID, q.CustomerName, q.Text, q.AskedAt); err != nil {
			return err
		}
		return cmp.Or(tx.questionStep(id, market.AskQuestion, q.Text),
			tx.notify(string(market.AskQuestion), market.Because("notice.question.ask", q.Number, market.MaskName(q.CustomerName), name), questionPath(id)))
	})
	return id, err
}

func questionPath(id market.QuestionID) string { return "/questions/" + id.String() }

// AnswerQuestion answers a question for everybody to read; the asker is told.
func (s *Seller) AnswerQuestion(ctx context.Context, id market.QuestionID, text string) error {
	return s.onQuestion(ctx, market.AnswerQuestion, id, func(tx *tx, q *market.QuestionRow) error {
		if err := q.Reply(text, tx.now); err != nil {
			return err
		}
		return cmp.Or(tx.questionStep(id, market.AnswerQuestion, q.Answer), tx.tellAsker(*q, market.AnswerQuestion, market.Because("notice.to_question", q.ProductName, q.Answer)))
	})
}

// AmendQuestion replaces the answer; the one before stays in the history.
func (s *Seller) AmendQuestion(ctx context.Context, id market.QuestionID, text string) error {
	return s.onQuestion(ctx, market.AmendQuestion, id, func(tx *tx, q *market.QuestionRow) error {
		before := q.Answer
		if err := q.Amend(text, tx.now); err != nil {
			return err
		}
		tx.note("answer", before, q.Answer)
		if err := tx.questionStep(id, market.AmendQuestion, q.Answer); err != nil || q.Status != market.QuestionAnswered {
			return err
		}
		return tx.tellAsker(*q, market.AmendQuestion, market.Because("notice.to_question", q.ProductName, q.Answer))
	})
}

// HideQuestion takes an improper question, or one with an improper answer, out of sight.
func (s *Seller) HideQuestion(ctx context.Context, id market.QuestionID, part market.QuestionPart, reason string) error {
	return s.onQuestion(ctx, market.HideQuestion, id, func(tx *tx, q *market.QuestionRow) error {
		if err := q.Hide(part, reason); err != nil {
			return err
		}
		tx.note("part", nil, part)
		tx.note("reason", nil, q.HiddenReason)
		return cmp.Or(tx.questionStep(id, market.HideQuestion, q.HiddenReason),
			tx.tellAsker(*q, market.HideQuestion, market.Because("notice.to_question_hide", q.ProductName, market.Word(part.Key()), q.HiddenReason)),
			tx.notify(string(market.HideQuestion), market.Because("notice.question.hide", q.Number, q.ProductName, market.Word(part.Key()), q.HiddenReason), questionPath(id)))
	})
}

// ShowQuestion puts a hidden question back.
func (s *Seller) ShowQuestion(ctx context.Context, id market.QuestionID) error {
	return s.onQuestion(ctx, market.ShowQuestion, id, func(tx *tx, q *market.QuestionRow) error {
		if err := q.Show(); err != nil {
			return err
		}
		return cmp.Or(tx.questionStep(id, market.ShowQuestion, ""),
			tx.tellAsker(*q, market.ShowQuestion, market.Because("notice.to_question_show", q.ProductName)),
			tx.notify(string(market.ShowQuestion), market.Because("notice.question.show", q.Number, q.ProductName), questionPath(id)))
	})
}

// onQuestion does an act on a question and keeps what it changed.
func (s *Seller) onQuestion(ctx context.Context, act market.Act, id market.QuestionID, do func(*tx, *market.QuestionRow) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		var q market.QuestionRow
		if err := tx.get(&q, `SELECT `+questionRow+questionFrom+` WHERE q.seller_id = $1 AND q.id = $2 FOR UPDATE OF q`, id); err != nil {
			return err
		}
		before := q.Status
		if err := do(tx, &q); err != nil {
			return err
		}
		tx.note("number", nil, q.Number)
		tx.note("status", before, q.Status)
		return tx.one(`UPDATE questions SET status = $3, answer = $4, answered_at = $5, amended_at = $6, hidden_part = $7, hidden_reason = $8, version = version + 1
			WHERE seller_id = $1 AND id = $2 AND version = $9`,
			id, q.Status, q.Answer, q.AnsweredAt, q.AmendedAt, q.HiddenPart, q.HiddenReason, q.Version)
	})
}

func (t *tx) questionStep(id market.QuestionID, act market.Act, text string) error {
	actor := t.s.actor
	return t.exec(`INSERT INTO question_steps (seller_id, id, question_id, at, party, actor, person_id, act, text)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		market.NewID[market.QuestionStep](t.now), id, t.now, actor.Party(), actor.Name, nullable(actor.Person), act, text)
}

// tellAsker puts what became of a question before who asked it.
func (t *tx) tellAsker(q market.QuestionRow, act market.Act, reason market.Reason) error {
	return t.tell(q.CustomerID, string(act), reason, "/storefront/v1/questions/"+q.Number)
}
