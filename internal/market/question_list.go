package market

import "time"

// QuestionStep is one thing that was said or done about a question.
type QuestionStep struct {
	ID    ID[QuestionStep]
	At    time.Time
	Party Party
	Actor string
	Act   Act
	Text  string
}

// QuestionTab is one of the ready-made views of the list.
type QuestionTab string

// The views.
const (
	QuestionsWaiting  QuestionTab = "waiting"
	QuestionsAnswered QuestionTab = "answered"
	QuestionsHidden   QuestionTab = "hidden"
	QuestionsAll      QuestionTab = ""
)

// QuestionTabs are the views in the order of the page.
var QuestionTabs = []QuestionTab{QuestionsWaiting, QuestionsAnswered, QuestionsHidden, QuestionsAll}

// Key names the view's words.
func (t QuestionTab) Key() string {
	if t == QuestionsAll {
		return "question.tab_all"
	}
	return QuestionStatus(t).Key()
}

// QuestionSearch is what a list of questions is narrowed by.
type QuestionSearch struct {
	Tab         QuestionTab
	Text        string // beginning of the number, part of the question or the answer
	Product     string // beginning of its number, part of its name
	From, Until *time.Time
}

// QuestionRow is a question with what a list shows.
type QuestionRow struct {
	Question
	ProductName   string
	ProductNumber string
	CompanyName   string // for the operator
	SellerNumber  string // for the shop front
}

// QuestionCounts is how many questions each view holds.
type QuestionCounts struct{ Waiting, Answered, Hidden, All int }

// Of is the count of one view.
func (c QuestionCounts) Of(tab QuestionTab) Bounded {
	n := map[QuestionTab]int{QuestionsWaiting: c.Waiting, QuestionsAnswered: c.Answered, QuestionsHidden: c.Hidden, QuestionsAll: c.All}[tab]
	return Bounded{N: min(n, CountLimit), More: n > CountLimit}
}
