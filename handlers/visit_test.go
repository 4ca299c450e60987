package handlers

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
)

// guest is a browser in front of the real router.
type guest struct {
	t       *testing.T
	router  *echo.Echo
	cookies map[string]*http.Cookie
}

// visit opens the shop as somebody who is already signed in, in English so that tests read.
// The person is named by e-mail; somebody@platform.example comes in by the operator's door.
func visit(t *testing.T, shop *dbtest.Shop, email string) *guest {
	t.Helper()
	begin := db.NewSession{Person: shop.People[email], Address: "192.0.2.1", Agent: "test"}
	require.False(t, begin.Person.IsZero(), "nobody is called %s", email)
	_, domain, _ := strings.Cut(email, "@")
	switch domain {
	case "lanxi.example":
		begin.Seller = shop.Lanxi
	case "yunzhan.example":
		begin.Seller = shop.Yunzhan
	case "qinghe.example":
		begin.Seller = shop.Qinghe
	case "platform.example":
		begin.Operator = true
	default:
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT seller_id FROM members WHERE person_id = $1`, begin.Person).Scan(&begin.Seller))
	}
	token, err := shop.DB.StartSession(t.Context(), begin)
	require.NoError(t, err)
	g := stranger(t, shop)
	g.cookies[sessionCookie] = &http.Cookie{Name: sessionCookie, Value: token}
	_, err = shop.DB.Pool().Exec(`UPDATE people SET language = 'en' WHERE id = $1`, begin.Person)
	require.NoError(t, err)
	return g
}

// stranger opens the shop as somebody who is not signed in.
func stranger(t *testing.T, shop *dbtest.Shop) *guest {
	t.Helper()
	return &guest{t: t, router: New(shop.DB, Options{Caller: shop.Clock.Street().Caller(), Log: slog.New(slog.DiscardHandler)}),
		cookies: map[string]*http.Cookie{langCookie: {Name: langCookie, Value: "en"}}}
}

func (g *guest) get(path string) (*httptest.ResponseRecorder, *goquery.Document) {
	g.t.Helper()
	return g.send(httptest.NewRequest(http.MethodGet, path, nil))
}

func (g *guest) post(path string, values url.Values) (*httptest.ResponseRecorder, *goquery.Document) {
	g.t.Helper()
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return g.send(request)
}

// send asks the router and keeps the cookies that it sets.
func (g *guest) send(request *http.Request) (*httptest.ResponseRecorder, *goquery.Document) {
	g.t.Helper()
	for _, cookie := range g.cookies {
		request.AddCookie(cookie)
	}
	answer := httptest.NewRecorder()
	g.router.ServeHTTP(answer, request)
	for _, cookie := range answer.Result().Cookies() {
		g.cookies[cookie.Name] = cookie
		if cookie.MaxAge < 0 {
			delete(g.cookies, cookie.Name)
		}
	}
	page, err := goquery.NewDocumentFromReader(strings.NewReader(answer.Body.String()))
	require.NoError(g.t, err)
	return answer, page
}

func TestWhatDoesNotExistIsAPageOfItsOwn(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	answer, page := visit(t, shop, "owner@lanxi.example").get("/nowhere")
	require.Equal(t, http.StatusNotFound, answer.Code)
	require.Equal(t, "404", page.Find(".error-code").Text())
}

func TestNobodyElsesSiteMayPost(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	request := httptest.NewRequest(http.MethodPost, "/language", nil)
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	answer, _ := g.send(request)
	require.Equal(t, http.StatusForbidden, answer.Code)
}

func TestMachinesLearnWhetherTheProcessIsUp(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		answer, _ := stranger(t, shop).get(path)
		require.Equal(t, http.StatusOK, answer.Code, path)
	}
}
