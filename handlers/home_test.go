package handlers

import (
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestEachRoleSeesOnlyItsPanels(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	for _, role := range market.SellerRoles {
		answer, page := visit(t, shop, string(role)+"@lanxi.example").get("/")
		require.Equal(t, http.StatusOK, answer.Code, role)
		actor := market.Actor{Roles: []market.Role{role}}
		for area, panel := range map[market.Area]string{market.Orders: "#sales", market.Supervisions: "#heat", market.Fulfilments: "#health"} {
			require.Equal(t, actor.Sees(area), page.Find(panel).Length() == 1, "%s %s", role, panel)
		}
		require.Equal(t, actor.Sees(market.Fulfilments), page.Find(`.due-tiles a[href^="/fulfilments"]`).Length() == 1, role)
		require.Equal(t, actor.Sees(market.Refunds), page.Find(`.due-tiles a[href^="/refunds"]`).Length() == 1, role)
	}
}

func TestEveryMarkOfTheOverviewOpensAList(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, page := visit(t, shop, "owner@lanxi.example").get("/?range=7")
	require.Equal(t, 14, page.Find("#sales .plot-hit[href*='paid_from=']").Length(), "7 days in two panels")
	require.Equal(t, "7 days", page.Find("#sales .segments [aria-current]").Text()[:6])
	require.NotZero(t, page.Find("#heat .heat-cell[href^='/supervisions?node=']").Length())
}

func TestStaffLandAtTheirOwnDeskAndSellersDoNot(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	answer, _ := visit(t, shop, "manager@platform.example").get("/")
	require.Equal(t, "/operator", answer.Header().Get("Location"))
	answer, page := visit(t, shop, "manager@platform.example").get("/operator")
	require.Equal(t, http.StatusOK, answer.Code)
	require.NotZero(t, page.Find(".due-tiles a[href='/operator/jobs']").Length())
	_, page = visit(t, shop, "reviewer@platform.example").get("/operator")
	require.Zero(t, page.Find(".due-tiles a[href='/operator/jobs']").Length())
	answer, _ = visit(t, shop, "owner@lanxi.example").get("/operator")
	require.Equal(t, http.StatusNotFound, answer.Code)
}

func TestTheNavigationCountsWhatIsDue(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`UPDATE supervisions SET turn = 'seller' WHERE seller_id = $1 AND status = 'running'`, shop.Lanxi)
	require.NoError(t, err)
	due, err := shop.Seller(shop.Lanxi).Due(t.Context())
	require.NoError(t, err)
	require.Positive(t, due.Supervisions)
	_, page := visit(t, shop, "owner@lanxi.example").get("/")
	require.Equal(t, strconv.Itoa(due.Supervisions), page.Find(`.nav a[href="/supervisions"] .due`).Text())
}

func TestASingleExactNumberOpensItsPage(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var number, id string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT number, id FROM orders WHERE seller_id = $1 LIMIT 1`, shop.Lanxi).Scan(&number, &id))
	answer, _ := visit(t, shop, "owner@lanxi.example").get("/search?q=" + strings.ToLower(number))
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.Equal(t, "/orders/"+id, answer.Header().Get("Location"))

	answer, page := visit(t, shop, "owner@yunzhan.example").get("/search?q=" + number)
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, 1, page.Find(".empty").Length(), "another seller's number finds nothing")

	answer, page = visit(t, shop, "owner@lanxi.example").get("/search?q=" + number[:5])
	require.Equal(t, http.StatusOK, answer.Code)
	require.NotZero(t, page.Find("#found-order .found a[href^='/orders/']").Length())
}

func TestOnlyTheManagerSeesTheJobs(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	for role, code := range map[string]int{"manager": http.StatusOK, "reviewer": http.StatusNotFound, "treasurer": http.StatusNotFound} {
		answer, _ := visit(t, shop, role+"@platform.example").get("/operator/jobs")
		require.Equal(t, code, answer.Code, role)
	}
}

func TestAJobIsRetriedFromItsRow(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var id market.JobID
	require.NoError(t, shop.DB.Pool().QueryRow(`INSERT INTO river_job (args, kind, state, attempt, max_attempts, scheduled_at, finalized_at, errors)
		VALUES (jsonb_build_object('seller', $1::text, 'act', 'refund.pay', 'subject', gen_random_uuid()), 'act', 'discarded', 25, 25, $2, $2,
			ARRAY[jsonb_build_object('at', $2::timestamptz, 'error', E'bank: no answer\nstack')]) RETURNING id`, shop.Lanxi, shop.Clock.Now()).Scan(&id))
	manager := visit(t, shop, "manager@platform.example")
	_, page := manager.get("/operator/jobs?state=given_up")
	form := page.Find("form[action='/operator/jobs/" + id.String() + "/retry']")
	require.Equal(t, 1, form.Length())
	require.Contains(t, page.Find(".job-fault").Text(), "bank: no answer")
	require.NotContains(t, page.Text(), "stack")
	answer, _ := manager.post(form.AttrOr("action", ""), nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = manager.post("/operator/jobs/"+id.String()+"/drop", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = manager.post("/operator/jobs/"+id.String()+"/drop", nil)
	require.Equal(t, http.StatusNotFound, answer.Code)
}

func TestTheGalleryIsForDevelopmentOnly(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	answer, _ := stranger(t, shop).get("/gallery")
	require.Equal(t, http.StatusNotFound, answer.Code)
	g := stranger(t, shop)
	g.router = New(shop.DB, Options{Development: true, Log: slog.New(slog.DiscardHandler)})
	answer, page := g.get("/gallery")
	require.Equal(t, http.StatusOK, answer.Code)
	require.NotZero(t, page.Find(".plot").Length())
}
