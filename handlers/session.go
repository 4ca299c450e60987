package handlers

import (
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/internal/password"
	"sellercenter/views/sessions"
	"sellercenter/views/ui"
)

// How many tries at a password or code one address has: a burst, then one a second.
const (
	tryBurst  = 30
	trySecond = 1
)

func (site *site) sessionRoutes(e *echo.Echo) {
	limited := middleware.RateLimiterWithConfig(middleware.RateLimiterConfig{
		Store: middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
			Rate: trySecond, Burst: tryBurst, ExpiresIn: 3 * time.Minute}),
		IdentifierExtractor: func(c echo.Context) (string, error) { return c.RealIP(), nil },
		DenyHandler: func(echo.Context, string, error) error {
			return echo.NewHTTPError(http.StatusTooManyRequests)
		},
	})
	e.GET("/sign-in", site.signInPage)
	e.POST("/sign-in", site.signIn, limited)
	e.GET("/sign-in/code", site.codePage)
	e.POST("/sign-in/code", site.verifyCode, limited)
	e.GET("/register", site.registerPage)
	e.POST("/register", site.register, limited)
	e.POST("/register/code", site.registerCode, limited)
	e.GET("/welcome/:link", site.welcomePage)
	e.POST("/welcome/:link", site.welcome, limited)
	e.POST("/sign-out", site.person(person.signOut))
	e.POST("/language", site.language)
	e.POST("/theme", site.theme)

	g := e.Group("/sessions")
	g.GET("", site.person(person.sessions))
	g.GET("/shops", site.person(person.shops))
	g.POST("/switch", site.person(person.switchSession))
	g.POST("/change", site.person(person.changePassword), limited)
	g.POST("/quiet", site.person(person.quietSession))
	g.POST("/:id/revoke", site.person(person.revokeSession))
}

func (site *site) signInPage(c echo.Context) error {
	if v := visitor(c); !v.Person.IsZero() && !v.WaitsForCode {
		return c.Redirect(http.StatusSeeOther, localPath(c.QueryParam("next"), home(v)))
	}
	return site.showSignIn(c, http.StatusOK, ui.Form{Values: url.Values{"next": {c.QueryParam("next")}, "seller": {c.QueryParam("seller")}, "remember": {"on"}}})
}

func (site *site) showSignIn(c echo.Context, status int, f ui.Form) error {
	settings, err := site.db.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	page := sessions.SignInPage{Form: f, Hours: int(settings.SessionLife.Hours()), Most: settings.LockAfter,
		Minutes: int(settings.LockFor.Minutes())}
	if number := f.Values.Get("seller"); number != "" {
		if page.Company, err = site.db.LoginCompany(c.Request().Context(), number); err != nil && !isNotFound(err) {
			return err
		}
	}
	if site.options.Development {
		page.Demo, page.DemoPassword = demoPeople, demoPassword
	}
	return site.plain(c, status, sessions.SignIn(page))
}

func (site *site) signIn(c echo.Context) error {
	f := readForm(c)
	in, err := site.db.SignIn(c.Request().Context(), db.Credentials{Email: f.text("email"), Seller: f.text("seller"), Password: f.Values.Get("password"),
		Address: c.RealIP(), Agent: c.Request().UserAgent()})
	if f.refused(err) {
		f.Values.Del("password")
		return site.showSignIn(c, f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return site.signedIn(c, in, f.checked("remember"), f.text("next"))
}

// signedIn hands out the session's cookie and leads on: to the second factor, to where the
// person wanted to go, or home.
func (site *site) signedIn(c echo.Context, in db.SignedIn, remember bool, next string) error {
	settings, err := site.db.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	life := time.Duration(0) // until the browser is closed
	if remember {
		life = settings.SessionLife.Duration
	}
	c.SetCookie(site.cookie(site.sessionCookie(), in.Token, life))
	if in.WaitsForCode {
		onward := url.Values{"next": {localPath(next, "")}}
		if remember {
			onward.Set("remember", "on")
		}
		return c.Redirect(http.StatusSeeOther, "/sign-in/code?"+onward.Encode())
	}
	v, err := site.db.Visitor(c.Request().Context(), in.Token)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, localPath(next, home(v)))
}

func (site *site) codePage(c echo.Context) error {
	if !visitor(c).WaitsForCode {
		return c.Redirect(http.StatusSeeOther, "/sign-in")
	}
	return site.plain(c, http.StatusOK, sessions.Code(ui.Form{Values: c.QueryParams()}))
}

func (site *site) verifyCode(c echo.Context) error {
	f := readForm(c)
	cookie, err := c.Cookie(site.sessionCookie())
	if err != nil || !visitor(c).WaitsForCode {
		return c.Redirect(http.StatusSeeOther, "/sign-in")
	}
	in, err := site.db.VerifyCode(c.Request().Context(), cookie.Value, f.text("code"))
	if f.refused(err) {
		f.Values.Del("code")
		return site.plain(c, f.status, sessions.Code(f.Form))
	}
	if err != nil {
		return err
	}
	return site.signedIn(c, in, f.checked("remember"), f.text("next"))
}

func (site *site) welcomePage(c echo.Context) error {
	return site.showWelcome(c, http.StatusOK, ui.Form{})
}

func (site *site) showWelcome(c echo.Context, status int, f ui.Form) error {
	who, err := site.db.Invited(c.Request().Context(), c.Param("link"))
	if isNotFound(err) {
		return site.plain(c, http.StatusNotFound, sessions.LinkOver())
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Referrer-Policy", "no-referrer") // the address is the key
	return site.plain(c, status, sessions.Welcome(f, who))
}

func (site *site) welcome(c echo.Context) error {
	f := readForm(c)
	hash := f.newPassword()
	if err := f.err(); f.refused(err) {
		return site.showWelcome(c, f.status, f.Form)
	}
	err := site.db.JoinTeam(c.Request().Context(), c.Param("link"), hash, c.RealIP())
	if isNotFound(err) {
		return site.plain(c, http.StatusNotFound, sessions.LinkOver())
	}
	if err != nil {
		return err
	}
	return site.done(c, "/sign-in", market.Because("session.password_set"))
}

func (p person) signOut() error {
	if err := p.store.SignOut(p.ctx()); err != nil {
		return err
	}
	p.SetCookie(p.site.cookie(p.site.sessionCookie(), "", -time.Second))
	return p.Redirect(http.StatusSeeOther, "/sign-in")
}

func (site *site) language(c echo.Context) error {
	lang := "zh-CN"
	if c.FormValue("lang") == "en" {
		lang = "en"
	}
	c.SetCookie(site.cookie(langCookie, lang, 365*24*time.Hour))
	if v := visitor(c); !v.Person.IsZero() {
		if err := site.db.Person(v, c.RealIP()).SetLanguage(c.Request().Context(), lang); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, localPath(c.FormValue("return"), "/"))
}

func (site *site) theme(c echo.Context) error {
	theme := c.FormValue("theme")
	if theme != "light" && theme != "dark" {
		theme = "system"
	}
	if v := visitor(c); !v.Person.IsZero() {
		if err := site.db.Person(v, c.RealIP()).SetTheme(c.Request().Context(), theme); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, localPath(c.FormValue("return"), "/"))
}

func (p person) sessions() error { return p.showSessions(http.StatusOK, ui.Form{}) }

func (p person) showSessions(status int, f ui.Form) error {
	all, err := p.store.Sessions(p.ctx())
	if err != nil {
		return err
	}
	page := sessions.DevicesPage{Form: f, Sessions: all, Visitor: p.visitor}
	if page.Quiet, err = p.store.Quiet(p.ctx()); err != nil {
		return err
	}
	settings, err := p.site.db.Settings(p.ctx())
	if err != nil {
		return err
	}
	page.House = settings.Quiet()
	return p.page(status, sessions.Devices(page))
}

// quietSession sets one's own quiet hours.
func (p person) quietSession() error {
	f := readForm(p)
	if err := p.store.QuietSession(p.ctx(), f.quiet()); f.refused(err) {
		return p.showSessions(f.status, f.Form)
	} else if err != nil {
		return err
	}
	return p.done("/sessions#quiet-hours", market.QuietSession)
}

// quiet reads quiet hours as typed; hours that are none are out of every day.
func (f *form) quiet() market.Quiet {
	clock := func(name string) time.Duration {
		at, err := time.Parse("15:04", f.text(name))
		if err != nil {
			return -1
		}
		return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	}
	own := market.Quiet{Way: market.QuietWay(f.text("quiet"))}
	if own.Way == market.QuietOwn {
		own.From, own.Until = clock("quiet_from"), clock("quiet_until")
	}
	return own
}

func (p person) revokeSession() error {
	id, err := pathID[market.Session](p, "id")
	if err != nil {
		return err
	}
	if err := p.store.RevokeSession(p.ctx(), id); err != nil {
		return err
	}
	return p.done("/sessions", market.RevokeSession)
}

func (p person) changePassword() error {
	f := readForm(p)
	hash := f.newPassword()
	err := f.err()
	if err == nil {
		err = p.store.ChangePassword(p.ctx(), f.Values.Get("current_password"), hash)
	}
	if f.refused(err) {
		f.Values = nil
		return p.showSessions(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return p.done("/sessions", market.ChangePassword)
}

func (p person) shops() error {
	shops, err := p.store.Shops(p.ctx())
	if err != nil {
		return err
	}
	return p.page(http.StatusOK, sessions.Shops(shops, p.visitor))
}

func (p person) switchSession() error {
	seller := market.Platform
	if text := p.FormValue("seller_id"); text != "" {
		id, err := market.ParseID[market.Seller](text)
		if err != nil {
			return err
		}
		seller = id
	}
	if err := p.store.SwitchSession(p.ctx(), seller); err != nil {
		return err
	}
	if seller.IsZero() {
		return p.Redirect(http.StatusSeeOther, "/operator")
	}
	return p.Redirect(http.StatusSeeOther, "/")
}

// plain shows a page before signing in.
func (site *site) plain(c echo.Context, status int, body templ.Component) error {
	frame, err := site.frame(c, "")
	if err != nil {
		return err
	}
	return send(c, ui.WithFrame(c.Request().Context(), frame), status, body)
}

// sessionCookie is the cookie's name; over https a browser takes it from this host only.
func (site *site) sessionCookie() string {
	if site.options.Secure {
		return "__Host-" + sessionCookie
	}
	return sessionCookie
}

// newPassword reads a new password and answers its hash; neither ever goes back to the page.
func (f *form) newPassword() string {
	plain := f.Values.Get("password")
	f.Values.Del("password")
	if err := market.CheckPassword("password", plain); err != nil {
		f.refused(err)
		return ""
	}
	hash, err := password.Hash(f.context.Request().Context(), plain)
	if err != nil {
		f.fault("password", market.Because("problem.internal"))
	}
	return hash
}

// demoPassword is everybody's in the demo world.
const demoPassword = "seller-center"

// demoPeople are who can be signed in with one press while developing.
var demoPeople = []sessions.DemoPerson{
	{Email: "owner@lanxi.example", Role: market.Owner}, {Email: "operations@lanxi.example", Role: market.Operations},
	{Email: "finance@lanxi.example", Role: market.Finance}, {Email: "support@lanxi.example", Role: market.Support},
	{Email: "owner@yunzhan.example", Role: market.Owner}, {Email: "owner@qinghe.example", Role: market.Owner},
	{Email: "reviewer@platform.example", Role: market.Reviewer}, {Email: "treasurer@platform.example", Role: market.Treasurer},
	{Email: "manager@platform.example", Role: market.Manager},
}
