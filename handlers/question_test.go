package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestASellerAnswersAQuestionAndAmendsTheAnswer(t *testing.T) {
	t.Parallel() // catalogue.md §0.2
	shop := dbtest.New(t)
	id := shop.Questions["lanxi waiting"]
	path := "/questions/" + id.String()
	answer, _ := visit(t, shop, "finance@lanxi.example").get(path)
	require.Equal(t, http.StatusNotFound, answer.Code, "no business of finance")

	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/questions?tab=waiting")
	require.Equal(t, 1, page.Find("tbody a[href='"+path+"']").Length())
	require.Equal(t, "2", page.Find(".nav a[href='/questions'] .due").Text(), "what waits is counted")
	_, page = g.get("/")
	require.Equal(t, 1, page.Find(".due-tiles a[href^='/questions']").Length(), "the overview's to-do list names it")
	long := strings.Repeat("a", market.AnswerMost+1)
	answer, page = g.post(path+"/answer", url.Values{"answer": {long}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#answer-fault").Length())
	require.Equal(t, long, page.Find("#answer").Text(), "what was typed is kept")
	answer, _ = g.post(path+"/amend", url.Values{"answer": {"Yes."}})
	require.Equal(t, http.StatusConflict, answer.Code, "there is no answer yet")
	answer, _ = g.post(path+"/answer", url.Values{"answer": {"Yes."}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = g.post(path+"/amend", url.Values{"answer": {"Yes, from 2027 on."}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(path)
	require.Contains(t, page.Find("#given").Text(), "from 2027 on")
	require.Equal(t, 3, page.Find("#timeline blockquote").Length(), "asked, answered, amended")
	require.Equal(t, 1, page.Find(".split > .stack:last-child a[href^='/products/']").Length())

	row, err := shop.Seller(shop.Lanxi).Question(t.Context(), id)
	require.NoError(t, err)
	_, messages := storefrontOf(t, shop, row.CustomerID).get("/messages")
	told := listOf(messages, "messages")[:2] // both at the same instant
	require.ElementsMatch(t, []any{"question.answer", "question.amend"}, []any{told[0]["kind"], told[1]["kind"]}, "the asker is told")
}

func TestTheQuestionListIsNarrowedAndExported(t *testing.T) {
	t.Parallel() // catalogue.md §0.2
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	for query, want := range map[string]int{"": 7, "tab=waiting": 2, "tab=answered": 3, "tab=hidden": 2, "text=" + url.QueryEscape("账套"): 1,
		"product=nothing": 0, "asked_from=2000-01-01&asked_until=2000-02-01": 0} {
		answer, page := g.get("/questions?" + query)
		require.Equal(t, http.StatusOK, answer.Code)
		require.Equal(t, want, page.Find("tbody tr").Length(), query)
	}
	answer, _ := g.get("/questions?as=csv")
	row, err := shop.Seller(shop.Lanxi).Question(t.Context(), shop.Questions["lanxi hidden"])
	require.NoError(t, err)
	require.Contains(t, answer.Body.String(), row.Number)
}

func TestTheOperatorHidesWhatIsImproper(t *testing.T) {
	t.Parallel() // catalogue.md §0.2
	shop := dbtest.New(t)
	id := shop.Questions["lanxi answered"]
	path := "/operator/questions/" + id.String()
	g := visit(t, shop, "reviewer@platform.example")
	_, page := g.get("/operator/questions?tab=answered")
	require.Equal(t, 1, page.Find("tbody a[href='"+path+"']").Length())
	answer, page := g.post(path+"/hide", url.Values{"part": {"answer"}, "reason": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.NotZero(t, page.Find("#reason-fault").Length())
	answer, _ = g.post(path+"/hide", url.Values{"part": {"answer"}, "reason": {"It names a price outside the marketplace."}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = g.post(path+"/hide", url.Values{"part": {"answer"}, "reason": {"again"}})
	require.Equal(t, http.StatusConflict, answer.Code)

	owner := visit(t, shop, "owner@lanxi.example")
	_, page = owner.get("/questions/" + id.String())
	require.Contains(t, page.Find(".banner").Text(), "outside the marketplace")
	require.Equal(t, 1, page.Find("form[action$='/amend']").Length(), "a hidden answer is mended")
	_, page = owner.get("/notices")
	require.NotZero(t, page.Find("a[href='/questions/"+id.String()+"'], a[href*='/notices/']").Length())
	_, page = owner.get("/questions/" + shop.Questions["lanxi hidden"].String())
	require.Zero(t, page.Find("form[action$='/answer'], form[action$='/amend']").Length(), "a hidden question is not")
	answer, _ = g.post(path+"/show", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	row, err := shop.Seller(shop.Lanxi).Question(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, market.QuestionAnswered, row.Status)
}

func TestABuyerAsksAndEverybodyReadsTheAnswer(t *testing.T) {
	t.Parallel() // catalogue.md §0.2, §2.10; transactions.md §8, §10.1
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	const hidden = "澜溪数据看板"
	number, link := numberOf(t, shop, hidden), codes(t, shop, hidden)[0]
	f.ends(http.StatusNotFound, "/products/"+number+"/questions", `{"text": "Is it there?"}`)
	path := "/products/" + number + "/questions?link=" + link
	f.lax = true
	f.ends(http.StatusUnprocessableEntity, path, fmt.Sprintf(`{"text": %q}`, strings.Repeat("a", market.QuestionMost+1)))
	f.lax = false
	f.ends(http.StatusUnprocessableEntity, path, `{"text": ""}`)
	asked := f.ends(http.StatusCreated, path, `{"customer": "何敏", "text": "Does it draw maps?"}`)["number"].(string)
	code, own := f.get("/questions/" + asked)
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "waiting", own["status"])
	_, public := f.get(path)
	require.Empty(t, listOf(public, "questions"), "not before it is answered")

	seller := shop.Seller(shop.Lanxi, market.Support)
	page, err := seller.Questions(t.Context(), market.QuestionSearch{Text: asked}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, page.Rows, 1)
	require.NoError(t, seller.AnswerQuestion(t.Context(), page.Rows[0].ID, "It does."))
	other := storefrontOf(t, shop, "C-901")
	_, public = other.get(path)
	shown := listOf(public, "questions")
	require.Len(t, shown, 1)
	require.Equal(t, "何***", shown[0]["asker"])
	require.Equal(t, "It does.", shown[0]["answer"])
	code, _ = other.get("/products/" + number + "/questions")
	require.Equal(t, http.StatusNotFound, code, "hidden without its link")
	code, _ = other.get("/questions/" + asked)
	require.Equal(t, http.StatusNotFound, code, "another buyer's")

	_, mine := f.get("/questions")
	require.Len(t, listOf(mine, "questions"), 1)
	_, messages := f.get("/messages")
	require.Equal(t, "question.answer", listOf(messages, "messages")[0]["kind"])
	reviewer := shop.DB.Operator(shop.Actor(market.Reviewer)).Seller(shop.Lanxi)
	require.NoError(t, reviewer.HideQuestion(t.Context(), page.Rows[0].ID, market.PartAnswer, "improper"))
	_, messages = f.get("/messages")
	require.True(t, slices.ContainsFunc(listOf(messages, "messages"), func(m map[string]any) bool { return m["kind"] == "question.hide" }), "the asker is told")
	_, public = f.get(path)
	require.Empty(t, listOf(public, "questions"))
	_, own = f.get("/questions/" + asked)
	require.Equal(t, "hidden", own["status"])
	require.NotContains(t, own, "answer")
}

func TestAMemberWithGrantsSeesOnlyTheirQuestions(t *testing.T) {
	t.Parallel() // catalogue.md §0.6
	shop := dbtest.New(t)
	actor := market.Actor{Person: shop.People["support@lanxi.example"], Name: "support", Roles: []market.Role{market.Support}, Products: []market.ProductID{}}
	page, err := shop.DB.Seller(actor, shop.Lanxi).Questions(t.Context(), market.QuestionSearch{}, market.Ask{})
	require.NoError(t, err)
	require.Empty(t, page.Rows)
	row, err := shop.Seller(shop.Lanxi).Question(t.Context(), shop.Questions["lanxi waiting"])
	require.NoError(t, err)
	actor.Products = []market.ProductID{row.ProductID}
	page, err = shop.DB.Seller(actor, shop.Lanxi).Questions(t.Context(), market.QuestionSearch{}, market.Ask{})
	require.NoError(t, err)
	require.NotEmpty(t, page.Rows)
	for _, row := range page.Rows {
		require.Equal(t, actor.Products[0], row.ProductID)
	}
}
