package handlers

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"

	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/ui"
)

// done redirects after a successful act and leaves a sentence for the next page.
func (site *site) done(c echo.Context, url string, reason market.Reason) error {
	site.leaveFlash(c, ui.Flash{Reason: reason})
	return c.Redirect(http.StatusSeeOther, url)
}

// failed redirects after an act that is not possible now, and says why on the next page.
func (site *site) failed(c echo.Context, url string, err error) error {
	var problem *market.Problem
	if !errors.As(err, &problem) || problem.Kind == market.KindNotFound || problem.Kind == market.KindDenied {
		return err
	}
	site.leaveFlash(c, ui.Flash{Reason: problem.Told(), Bad: true})
	return c.Redirect(http.StatusSeeOther, url)
}

// again shows a thing's page once more: with what was typed, or with why an act is not possible
// now.
type again func(f ui.Form, status int, refused *market.Reason) error

// answer is how an act on a thing's page ends: on to url with the act's own words, or as end.
func (f *form) answer(by door, err error, show again, url string, act market.Act) error {
	return f.end(err, show, func() error { return by.done(url, act) })
}

// end shows the page again when the act did not do: 409 with the reason to whoever came too
// late, 422 with what is wrong with what was typed. Otherwise it goes on.
func (f *form) end(err error, show again, on func() error) error {
	if reason := conflictOf(err); reason != nil {
		return show(f.Form, http.StatusConflict, reason)
	}
	if f.refused(err) {
		return show(f.Form, f.status, nil)
	}
	if err != nil {
		return err
	}
	return on()
}

// conflictOf is why an act is not possible now; nil for anything else.
func conflictOf(err error) *market.Reason {
	var problem *market.Problem
	if errors.As(err, &problem) && problem.Kind == market.KindConflict {
		told := problem.Told()
		return &told
	}
	return nil
}

func (site *site) leaveFlash(c echo.Context, flash ui.Flash) {
	text, err := json.Marshal(flash)
	if err != nil {
		site.options.Log.Error("flash", "error", err)
		return
	}
	c.SetCookie(site.cookie(flashCookie, base64.RawURLEncoding.EncodeToString(text), time.Minute))
}

// takeFlash reads the sentence that the last act left and removes it.
func takeFlash(c echo.Context, secure bool) *ui.Flash {
	cookie, err := c.Cookie(flashCookie)
	if err != nil {
		return nil
	}
	c.SetCookie(&http.Cookie{Name: flashCookie, Path: "/", MaxAge: -1, HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode})
	text, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return nil
	}
	var flash ui.Flash
	if json.Unmarshal(text, &flash) != nil {
		return nil
	}
	return &flash
}

// ask reads which screenful of a list the URL wants.
func ask(c echo.Context) market.Ask {
	rows, err := strconv.Atoi(c.QueryParam("size"))
	if err != nil || rows > 100 {
		rows = 0 // the list's own default
	}
	return market.Ask{After: c.QueryParam("after"), Before: c.QueryParam("before"), Size: rows,
		Sort: c.QueryParam("sort"), Up: c.QueryParam("up") != ""}
}

// pathID reads an id out of the path; what is none is not found.
func pathID[T any](c echo.Context, name string) (market.ID[T], error) {
	return market.ParseID[T](c.Param(name))
}

// localPath is a path of this site to return to; anything else leads to fallback.
func localPath(text, fallback string) string {
	if !strings.HasPrefix(text, "/") || strings.HasPrefix(text, "//") || strings.ContainsAny(text, "\\\r\n\t") {
		return fallback
	}
	return text
}

func isNotFound(err error) bool { return errors.Is(err, market.NotFound) }
