package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// catalogue.md §9.8: breaches cost points, first with a warning, then a punishment, at the
// end termination; a seller reads what it lost and what comes next.
func TestBreachesCostPointsUntilTheCooperationEnds(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	manager := visit(t, shop, "manager@platform.example")
	path := "/operator/standings/" + shop.Lanxi.String()
	_, page := manager.get(path)
	require.Contains(t, page.Find("#points-now").Text(), "of 100")
	res, page := manager.post(path+"/deduct", url.Values{"points": {"0"}, "breach": {"ticket"}, "reason": {"two tickets"}})
	require.Equal(t, http.StatusUnprocessableEntity, res.Code)
	require.Equal(t, "two tickets", page.Find("#change textarea").Text())
	before, err := shop.Seller(shop.Lanxi).Standing(t.Context())
	require.NoError(t, err)
	left := before.Points
	for _, step := range []struct {
		upTo  int
		state market.StandingState
	}{{80, market.StandingWarned}, {60, market.StandingPunished}, {0, market.StandingEnded}} {
		desk := shop.DB.Operator(shop.Actor(market.Manager)).Seller(shop.Lanxi)
		require.NoError(t, desk.DeductStanding(t.Context(), left-step.upTo, market.BreachTicket, "tickets without an answer"))
		left = step.upTo
		standing, err := shop.Seller(shop.Lanxi).Standing(t.Context())
		require.NoError(t, err)
		require.Equal(t, left, standing.Points)
		require.Equal(t, step.state, market.DefaultSettings().PointRules().State(standing.Points))
		res, page = visit(t, shop, "owner@lanxi.example").get("/standings")
		require.Equal(t, http.StatusOK, res.Code)
		require.Equal(t, 1, page.Find("[data-banner], .banner").Length(), step.state)
	}
	res, _ = manager.post(path+"/restore", url.Values{"points": {"20"}, "breach": {"ticket"}, "reason": {"mended"}})
	require.Equal(t, http.StatusSeeOther, res.Code)
	desk := shop.DB.Operator(shop.Actor(market.Manager)).Seller(shop.Lanxi)
	require.Error(t, desk.RestoreStanding(t.Context(), 90, market.BreachTicket, "too many"))
	res, _ = manager.post(path+"/grade", url.Values{"level": {"leading"}})
	require.Equal(t, http.StatusSeeOther, res.Code)
	_, page = visit(t, shop, "owner@lanxi.example").get("/standings")
	require.Contains(t, page.Find("#level-now").Text(), "Leading")
	require.Zero(t, page.Find("#change, #grade").Length(), "only the operator changes it")
	res, page = manager.get("/operator/standings?level=leading")
	require.Equal(t, http.StatusOK, res.Code)
	require.Equal(t, 1, page.Find("tbody tr").Length())
}

// catalogue.md §9.8: test credit is asked for with a sealed letter, decided by the operator,
// and ends by itself.
func TestTestCreditIsAskedForWithASealedLetter(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	res, page := g.post("/standings/apply", url.Values{"access_type": {"saas"}, "amount": {"500.00"}, "purpose": {"opening and renewal"}})
	require.Equal(t, http.StatusUnprocessableEntity, res.Code)
	require.Equal(t, "opening and renewal", page.Find("textarea[name=purpose]").Text())
	require.Positive(t, page.Find("[data-bad] input[name=letter], input[name=letter][aria-invalid]").Length())

	seller := shop.Seller(shop.Lanxi, market.Operations)
	letter := market.Upload{Name: "letter.pdf", Content: []byte("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")}
	id, err := seller.ApplyStanding(t.Context(), market.TestCredit{AccessType: market.AccessSaaS, Purpose: "opening", Amount: market.Yuan("500.00")}, letter)
	require.NoError(t, err)
	_, err = seller.ApplyStanding(t.Context(), market.TestCredit{AccessType: market.AccessHardware, Purpose: "x", Amount: market.Yuan("500.00")}, letter)
	require.Error(t, err, "only images and SaaS")
	reviews, err := seller.ReviewsOf(t.Context(), id)
	require.NoError(t, err)
	answer, _ := visit(t, shop, "reviewer@platform.example").get("/operator/reviews/" + reviews[0].ID.String())
	require.Equal(t, http.StatusOK, answer.Code)
	require.NoError(t, shop.Seller(shop.Lanxi, market.Reviewer).ApproveReview(t.Context(), reviews[0].ID))
	state := func() market.TestCredit {
		all, err := seller.TestCredits(t.Context())
		require.NoError(t, err)
		for _, credit := range all {
			if credit.ID == id {
				return credit
			}
		}
		return market.TestCredit{}
	}
	require.Equal(t, market.TestCreditActive, state().Status)
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().AddDate(0, market.TestCreditMonths, 1))
	require.Equal(t, market.TestCreditExpired, state().Status)
}
