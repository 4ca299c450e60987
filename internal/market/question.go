package market

import (
	"slices"
	"strings"
	"time"
)

// Questions are what buyers ask about products on sale, for everybody to read (问答管理,
// catalogue.md §0.2).
var Questions = area("question", Owner, Operations, Support, Manager, Reviewer)

// The acts on a question (catalogue.md §0.2; transactions.md §8, §10.1).
var (
	AskQuestion    = act("question.ask", Buyer)
	AnswerQuestion = act("question.answer", Owner, Operations, Support)
	AmendQuestion  = act("question.amend", Owner, Operations, Support) // another answer
	HideQuestion   = act("question.hide", Manager, Reviewer)           // it, or its answer, is improper
	ShowQuestion   = act("question.show", Manager, Reviewer)
)

// How long a question and an answer may be.
const (
	QuestionMost = 500
	AnswerMost   = 1000
)

// QuestionID names a question.
type QuestionID = ID[Question]

// QuestionStatus is where a question stands.
type QuestionStatus string

// The states of a question.
const (
	QuestionWaiting  QuestionStatus = "waiting"
	QuestionAnswered QuestionStatus = "answered" // everybody reads it
	QuestionHidden   QuestionStatus = "hidden"   // only its asker and its seller do
)

// QuestionStatuses lists the states in the order of a question's life.
var QuestionStatuses = []QuestionStatus{QuestionWaiting, QuestionAnswered, QuestionHidden}

// Key names the status's words.
func (s QuestionStatus) Key() string { return "question.status_" + string(s) }

// Tone is the status's colour.
func (s QuestionStatus) Tone() Tone {
	switch s {
	case QuestionWaiting:
		return Warn
	case QuestionAnswered:
		return OK
	case QuestionHidden:
		return Neutral
	}
	return Neutral
}

// QuestionMoves is the life of a question. What is shown again is answered when it has an
// answer, and waits when it has none.
var QuestionMoves = Moves[QuestionStatus]{
	{QuestionWaiting, AnswerQuestion, QuestionAnswered},
	{QuestionWaiting, HideQuestion, QuestionHidden},
	{QuestionAnswered, AmendQuestion, QuestionAnswered},
	{QuestionAnswered, HideQuestion, QuestionHidden},
	{QuestionHidden, AmendQuestion, QuestionHidden}, // its answer was the improper part
	{QuestionHidden, ShowQuestion, QuestionAnswered},
	{QuestionHidden, ShowQuestion, QuestionWaiting},
}

// QuestionPart is what of a question is improper.
type QuestionPart string

// The parts.
const (
	PartQuestion QuestionPart = "question"
	PartAnswer   QuestionPart = "answer"
)

// QuestionParts lists the parts.
var QuestionParts = []QuestionPart{PartQuestion, PartAnswer}

// Key names the part's words.
func (p QuestionPart) Key() string { return "question.part_" + string(p) }

// Question is what a buyer asked about a product, with its answer.
type Question struct {
	SellerID     SellerID
	ID           QuestionID
	Number       string
	Status       QuestionStatus
	ProductID    ProductID
	CustomerID   string
	CustomerName string
	Text         string
	Answer       string
	AskedAt      time.Time
	AnsweredAt   *time.Time
	AmendedAt    *time.Time
	HiddenPart   QuestionPart // empty unless hidden
	HiddenReason string
	Version      int
}

// CheckQuestion refuses a question without content, or too long.
func CheckQuestion(text string) error {
	wrong := Invalids{}
	wrong.long("text", text, QuestionMost)
	return wrong.Err()
}

// Reply gives the first answer.
func (q *Question) Reply(text string, now time.Time) (err error) {
	if q.Status, err = q.may(AnswerQuestion, text); err != nil {
		return err
	}
	q.Answer, q.AnsweredAt = strings.TrimSpace(text), &now
	return nil
}

// Amend gives another answer. A hidden question's is taken where the answer was the fault.
func (q *Question) Amend(text string, now time.Time) (err error) {
	if q.Status == QuestionHidden && q.HiddenPart != PartAnswer {
		return Conflict("question.is_hidden")
	}
	status, err := q.may(AmendQuestion, text)
	if err != nil {
		return err
	}
	if strings.TrimSpace(text) == q.Answer {
		return Invalid("answer", "question.same_answer")
	}
	q.Status, q.Answer, q.AmendedAt = status, strings.TrimSpace(text), &now
	return nil
}

func (q *Question) may(act Act, text string) (QuestionStatus, error) {
	next, err := QuestionMoves.Next(q.Status, act)
	if err != nil {
		return q.Status, err
	}
	wrong := Invalids{}
	if wrong.long("answer", text, AnswerMost); len(wrong) > 0 {
		return q.Status, wrong.Err()
	}
	return next, nil
}

// Hide takes the question out of sight and says which part is improper and why.
func (q *Question) Hide(part QuestionPart, reason string) error {
	next, err := QuestionMoves.Next(q.Status, HideQuestion)
	if err != nil {
		return err
	}
	if !slices.Contains(QuestionParts, part) || part == PartAnswer && q.AnsweredAt == nil {
		return Invalid("part", "problem.not_an_option", string(part))
	}
	if err := CheckReason(reason); err != nil {
		return err
	}
	q.Status, q.HiddenPart, q.HiddenReason = next, part, strings.TrimSpace(reason)
	return nil
}

// Show puts the question back where it was.
func (q *Question) Show() error {
	if _, err := QuestionMoves.Next(q.Status, ShowQuestion); err != nil {
		return err
	}
	q.Status, q.HiddenPart, q.HiddenReason = QuestionWaiting, "", ""
	if q.AnsweredAt != nil {
		q.Status = QuestionAnswered
	}
	return nil
}

// Can reports whether the act is possible now.
func (q Question) Can(act Act) bool {
	if act == AmendQuestion && q.Status == QuestionHidden {
		return q.HiddenPart == PartAnswer
	}
	return QuestionMoves.Can(q.Status, act)
}

// Public is the answer as buyers may read it: none while the question or the answer is hidden.
func (q Question) Public() string {
	if q.Status != QuestionAnswered {
		return ""
	}
	return q.Answer
}
