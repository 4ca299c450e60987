package handlers

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// upload posts a form that carries files.
func (g *guest) upload(path string, values url.Values, files map[string]string) (*httptest.ResponseRecorder, *goquery.Document) {
	g.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, all := range values {
		for _, value := range all {
			require.NoError(g.t, form.WriteField(name, value))
		}
	}
	for name, content := range files {
		part, err := form.CreateFormFile(name, name+".pdf")
		require.NoError(g.t, err)
		_, err = part.Write([]byte(content))
		require.NoError(g.t, err)
	}
	require.NoError(g.t, form.Close())
	request := httptest.NewRequest(http.MethodPost, path, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return g.send(request)
}

func flowOf(t *testing.T, shop *dbtest.Shop, name string) (market.Supervision, string) {
	t.Helper()
	flow, err := shop.Seller(shop.Lanxi).Supervision(t.Context(), shop.Supervisions["lanxi "+name])
	require.NoError(t, err)
	return flow, "/supervisions/" + flow.ID.String()
}

// transactions.md §2.2: the seller's list, by what is due.
func TestTheListBeginsWithWhatIsLate(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	answer, page := visit(t, shop, "support@lanxi.example").get("/supervisions")
	require.Equal(t, http.StatusOK, answer.Code)
	first := page.Find("tbody tr").First()
	require.Equal(t, "late", first.Find(".countdown").AttrOr("data-tone", ""))
	require.Equal(t, 7, page.Find(".tabs li").Length()) // six of the page, one that somebody shared
	late, _ := flowOf(t, shop, "late")
	_, page = visit(t, shop, "support@lanxi.example").get("/supervisions?tab=late")
	require.Equal(t, 1, page.Find("tbody input[value='"+late.ID.String()+"']").Length())
	_, page = visit(t, shop, "finance@lanxi.example").get("/supervisions?tab=mine")
	require.Zero(t, page.Find("tbody a.btn[href$='/deliver']").Length(), "finance looks but has no buttons")
}

func TestTheListTurnsItsPagesByCursor(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	_, page := g.get("/supervisions?size=20")
	next, more := page.Find("#page-next").Attr("href")
	require.True(t, more)
	seen := page.Find("tbody a.id").First().Text()
	_, page = g.get(next)
	require.NotEqual(t, seen, page.Find("tbody a.id").First().Text())
	_, page = g.get(page.Find("#page-previous").AttrOr("href", ""))
	require.Equal(t, seen, page.Find("tbody a.id").First().Text())
}

func TestADeliveryWithoutItsDocumentSaysWhichAndKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	flow, path := flowOf(t, shop, "delivering") // its SOW is there
	_, page := g.get(path + "/deliver")
	require.Equal(t, 1, page.Find(".missing li:not([data-ok])").Length(), "the checklist knows the same")

	values := url.Values{"seen": {strconv.Itoa(flow.Version)}, "result": {"all imported"}}
	answer, page := g.upload(path+"/deliver", values, nil)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, page.Find("#error-summary").Text(), "Acceptance document")
	require.Equal(t, "all imported", page.Find("#result").Text())

	answer, page = g.upload(path+"/deliver", values, map[string]string{"file_acceptance": "MZ this is a program"})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#error-summary").Length())

	answer, _ = g.upload(path+"/deliver", values, map[string]string{"file_acceptance": "%PDF-1.4 accepted"})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(path)
	require.Equal(t, "Supervision", page.Find(".crumbs a").Text())
	require.Contains(t, page.Find(".turn-block").Text(), "Buyer")
}

func TestTheSlowerOfTwoIsToldWhatChanged(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	flow, path := flowOf(t, shop, "review")
	values := url.Values{"seen": {strconv.Itoa(flow.Version)}}
	answer, _ := visit(t, shop, "support@lanxi.example").post(path+"/confirm", values)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, page := visit(t, shop, "operations@lanxi.example").post(path+"/confirm", values)
	require.Equal(t, http.StatusConflict, answer.Code)
	require.Contains(t, page.Find(".banner[data-tone=bad]").Text(), "陆子昂 did “Confirm requirement”")
}

func TestAFrozenDeliveryShowsWhyAndTakesNoAct(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	_, path := flowOf(t, shop, "asked")
	answer, page := g.get(path)
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, 1, page.Find(".banner[data-tone=frozen]").Length())
	require.Equal(t, 1, page.Find(".head .btn[disabled]").Length())
	require.Equal(t, "Supply evidence", page.Find(".head .btn[data-look=primary]").Text())
	answer, page = g.upload(path+"/deliver", url.Values{"result": {"x"}}, nil)
	require.Equal(t, http.StatusConflict, answer.Code)
	require.Contains(t, page.Find(".banner[data-tone=bad]").Text(), "frozen")
}

func TestTheTimelinesKindsAddUp(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	_, path := flowOf(t, shop, "asked")
	_, page := g.get(path)
	all := page.Find(".timeline > li").Length()
	_, appeals := g.get(path + "?kind=appeal")
	_, deliveries := g.get(path + "?kind=supervision")
	_, payments := g.get(path + "?kind=order")
	require.Equal(t, all, appeals.Find(".timeline > li").Length()+deliveries.Find(".timeline > li").Length()+payments.Find(".timeline > li").Length())
}

func TestConfirmingManySaysWhoIsLeftOutFirst(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	review, _ := flowOf(t, shop, "review")
	soon, _ := flowOf(t, shop, "soon")
	frozen, _ := flowOf(t, shop, "frozen")
	answer, _ := g.post("/tasks/draft", url.Values{"act": {"supervision.confirm"}, "id": {review.ID.String(), soon.ID.String(), frozen.ID.String()},
		"return": {"/supervisions?tab=mine"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	path := answer.Header().Get("Location")
	_, page := g.get(path)
	require.Contains(t, page.Find(".acts").Text(), "Apply 2 rows")
	require.Contains(t, page.Find(".panel").Last().Text(), "frozen")
	still, _ := flowOf(t, shop, "review")
	require.Equal(t, market.NodeReview, still.Node, "a preview changes nothing")

	answer, _ = g.post(path+"/apply", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(path)
	require.Equal(t, 1, page.Find("#task[hx-get] .meter, #task[hx-get] [role=progressbar], #task[hx-get] progress").Length())
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Second))
	done, _ := flowOf(t, shop, "review")
	require.Equal(t, market.NodeDelivering, done.Node)
	file, _ := g.get(path + "/result?as=csv")
	require.Equal(t, 4, strings.Count(file.Body.String(), "\n"))
}

func TestAllThatMatchAreChosenThroughTheListItself(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	_, list := g.get("/supervisions?tab=mine&node=REQ_REVIEW&size=20")
	answer, _ := g.post("/tasks/draft", url.Values{"act": {"supervision.confirm"}, "all": {"1"}, "return": {"/supervisions?tab=mine&node=REQ_REVIEW"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page := g.get(answer.Header().Get("Location"))
	count := strings.TrimSuffix(strings.Fields(list.Find(".count b").Text())[0], ",")
	require.Contains(t, page.Find(".figures").Text(), "of "+count+" rows")
	finance := visit(t, shop, "finance@lanxi.example")
	answer, _ = finance.get(answer.Header().Get("Location"))
	require.Equal(t, http.StatusNotFound, answer.Code, "a colleague's task")
}

// transactions.md §2.7: the log is taken along for an appeal.
func TestTheLogLeavesAsATable(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, path := flowOf(t, shop, "asked")
	answer, _ := visit(t, shop, "owner@lanxi.example").get(path + "/log.csv")
	require.Equal(t, http.StatusOK, answer.Code)
	require.Contains(t, answer.Body.String(), "Hand over the service")
}

func TestStrangersFindNoDelivery(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, path := flowOf(t, shop, "asked")
	for _, email := range []string{"owner@yunzhan.example", "owner@qinghe.example"} {
		answer, _ := visit(t, shop, email).get(path)
		require.Equal(t, http.StatusNotFound, answer.Code)
	}
	answer, _ := visit(t, shop, "finance@lanxi.example").post(path+"/confirm", url.Values{})
	require.Equal(t, http.StatusForbidden, answer.Code)
}
