package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

func signInForm(email, password string) url.Values {
	return url.Values{"email": {email}, "password": {password}}
}

func TestSigningInLeadsToWhereThePersonWantedToGoButNeverAway(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	for next, want := range map[string]string{
		"":                        "/",
		"/teams?x=1":              "/teams?x=1",
		"https://evil.example":    "/",
		"//evil.example":          "/",
		"/\\evil.example":         "/",
		"javascript:alert(1)":     "/",
		"/\t/evil.example":        "/",
		"http:evil.example/teams": "/",
	} {
		form := signInForm("owner@lanxi.example", world.Password)
		form.Set("next", next)
		answer, _ := stranger(t, shop).post("/sign-in", form)
		require.Equal(t, http.StatusSeeOther, answer.Code)
		require.Equal(t, want, answer.Header().Get("Location"), next)
	}
}

func TestAWrongPasswordIsSaidOnceForAllAndNothingElseIsLost(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var said []string
	for _, email := range []string{"owner@lanxi.example", "nobody@nowhere.example"} {
		answer, page := stranger(t, shop).post("/sign-in", signInForm(email, "wrong-password"))
		require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
		require.Equal(t, email, page.Find("#email").AttrOr("value", ""))
		require.Empty(t, page.Find("#password").AttrOr("value", ""))
		said = append(said, page.Find("#error-summary").Text())
	}
	require.Equal(t, said[0], said[1])
}

func TestOneAddressCannotTryForever(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g, last := stranger(t, shop), 0
	for range tryBurst + 2 {
		answer, _ := g.post("/sign-in/code", url.Values{})
		last = answer.Code
	}
	require.Equal(t, http.StatusTooManyRequests, last)
}

func TestTheSecondFactorIsSetUpAndAskedForInTheBrowser(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	g.post("/factors/enrol", nil)
	_, page := g.get("/factors")
	require.True(t, strings.HasPrefix(page.Find(".qr img").AttrOr("src", ""), "data:image/png;base64,"))
	secret := strings.ReplaceAll(page.Find(".facts .id").Text(), " ", "")
	code := func() string {
		code, err := totp.GenerateCode(secret, shop.Clock.Now())
		require.NoError(t, err)
		return code
	}
	answer, page := g.post("/factors/confirm", url.Values{"code": {"000000"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find(".field[data-bad] #code").Length())
	answer, page = g.post("/factors/confirm", url.Values{"code": {code()}})
	require.Equal(t, http.StatusOK, answer.Code)
	require.Len(t, strings.Fields(page.Find(".pre").Text()), 10)

	shop.Clock.Pass(time.Minute)
	guest := stranger(t, shop)
	answer, _ = guest.post("/sign-in", signInForm("owner@lanxi.example", world.Password))
	require.Contains(t, answer.Header().Get("Location"), "/sign-in/code")
	answer, _ = guest.get("/teams")
	require.Equal(t, "/sign-in?next=%2Fteams", answer.Header().Get("Location"), "half signed in is not signed in")
	answer, _ = guest.post("/sign-in/code", url.Values{"code": {code()}, "next": {"/teams"}})
	require.Equal(t, "/teams", answer.Header().Get("Location"))
	answer, _ = guest.get("/teams")
	require.Equal(t, http.StatusOK, answer.Code)
}

func TestAMemberIsInvitedAndSetsAPasswordByTheLink(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	answer, page := g.post("/teams/invite", url.Values{"name": {"New colleague"}, "email": {"not an address"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "New colleague", page.Find("#name").AttrOr("value", ""))
	require.Equal(t, 2, page.Find(".field[data-bad]").Length(), "address and roles")

	answer, page = g.post("/teams/invite", url.Values{"name": {"New colleague"}, "email": {"new@lanxi.example"}, "roles": {"finance", "support"}})
	require.Equal(t, http.StatusOK, answer.Code)
	link, found := strings.CutPrefix(page.Find("pre").Text(), "http://example.com")
	require.True(t, found, page.Find("pre").Text())

	newcomer := stranger(t, shop)
	answer, _ = newcomer.post(link, url.Values{"password": {"short"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	answer, _ = newcomer.post(link, url.Values{"password": {"long-enough"}})
	require.Equal(t, "/sign-in", answer.Header().Get("Location"))
	answer, _ = newcomer.get(link)
	require.Equal(t, http.StatusNotFound, answer.Code)
	answer, _ = newcomer.post("/sign-in", signInForm("new@lanxi.example", "long-enough"))
	require.Equal(t, "/", answer.Header().Get("Location"))
	answer, _ = newcomer.get("/teams")
	require.Equal(t, http.StatusNotFound, answer.Code, "not the main account")

	members, err := shop.Seller(shop.Lanxi).Members(t.Context())
	require.NoError(t, err)
	g.post("/teams/"+members[len(members)-1].ID.String()+"/remove", nil)
	answer, _ = newcomer.get("/files/x")
	require.Equal(t, "/sessions/shops", answer.Header().Get("Location"), "access ends at once")
}

func TestARevokedBrowserHasToSignInAgain(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	stolen, mine := visit(t, shop, "owner@lanxi.example"), visit(t, shop, "owner@lanxi.example")
	_, page := mine.get("/sessions")
	action := page.Find("form[action$='/revoke']").AttrOr("action", "")
	answer, _ := mine.post(action, nil)
	require.Equal(t, "/sessions", answer.Header().Get("Location"))
	answer, _ = stolen.get("/teams")
	require.Equal(t, "/sign-in?next=%2Fteams", answer.Header().Get("Location"))
}

func TestSigningOutEndsTheSession(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "manager@platform.example")
	old := g.cookies[sessionCookie]
	g.post("/sign-out", nil)
	g.cookies[sessionCookie] = old
	answer, _ := g.get("/sessions")
	require.Equal(t, "/sign-in?next=%2Fsessions", answer.Header().Get("Location"))
	act, _ := shop.LastAudit(t, market.Platform)
	require.Equal(t, market.EndSession, act)
}

func TestLanguageAndThemeAreRemembered(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	answer, _ := g.post("/language", url.Values{"lang": {"zh-CN"}, "return": {"//evil.example"}})
	require.Equal(t, "/", answer.Header().Get("Location"))
	g.post("/theme", url.Values{"theme": {"dark"}, "return": {"/sessions"}})
	_, page := g.get("/sessions")
	require.Equal(t, "zh-CN", page.Find("html").AttrOr("lang", ""))
	require.Equal(t, "dark", page.Find("html").AttrOr("data-theme", ""))
}
