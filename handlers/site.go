// Package handlers is the front door: read a request, ask for one thing, show a page.
package handlers

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Options of the front door.
type Options struct {
	Development    bool           // shows the gallery and the demo accounts
	Secure         bool           // cookies only over https
	BaseURL        string         // how the world reaches us: https://seller.example
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed; nobody's when empty
	Caller         Caller         // reaches sellers' servers
	Log            *slog.Logger
}

// site is what every handler shares.
type site struct {
	db      *db.DB
	options Options
	router  http.Handler // the whole house, for looks from inside
}

// buffers are reused: a page is rendered whole before its first byte is sent.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// send renders a page whole and answers with it.
func send(c echo.Context, ctx context.Context, status int, page templ.Component) error {
	buffer := buffers.Get().(*bytes.Buffer)
	buffer.Reset()
	defer buffers.Put(buffer)
	if err := page.Render(ctx, buffer); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentLength, strconv.Itoa(buffer.Len()))
	return c.HTMLBlob(status, buffer.Bytes())
}

// visitor is who the session cookie belongs to; the zero visitor when nobody is signed in.
func visitor(c echo.Context) market.Visitor {
	v, _ := c.Get(visitorKey).(market.Visitor)
	return v
}

const (
	visitorKey    = "visitor"
	sessionCookie = "session"
	flashCookie   = "flash"
	langCookie    = "language"
)

// recognise looks up the session once per request and settles language and zone.
func (site *site) recognise(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if strings.HasPrefix(c.Path(), "/static/") {
			return next(c)
		}
		ctx := c.Request().Context()
		language := preferredLanguage(c)
		if look := insideOf(ctx); look != nil {
			c.Set(visitorKey, look.visitor)
			ctx = i18n.With(ctx, look.visitor.Language)
			if zone, err := time.LoadLocation(look.visitor.Zone); err == nil {
				ctx = i18n.WithZone(ctx, zone)
			}
			c.SetRequest(c.Request().WithContext(i18n.WithNow(ctx, site.db.Now())))
			return next(c)
		}
		if cookie, err := c.Cookie(site.sessionCookie()); err == nil && cookie.Value != "" {
			v, err := site.db.Visitor(ctx, cookie.Value)
			switch {
			case err == nil:
				c.Set(visitorKey, v)
				language = v.Language
				if zone, err := time.LoadLocation(v.Zone); err == nil {
					ctx = i18n.WithZone(ctx, zone)
				}
			case !isNotFound(err):
				return err
			}
		}
		c.SetRequest(c.Request().WithContext(i18n.WithNow(i18n.With(ctx, language), site.db.Now())))
		return next(c)
	}
}

func preferredLanguage(c echo.Context) string {
	if cookie, err := c.Cookie(langCookie); err == nil {
		return i18n.Match(cookie.Value)
	}
	return i18n.Match(c.Request().Header.Get("Accept-Language"))
}

// frame is what every page needs around it.
func (site *site) frame(c echo.Context, door string) (ui.Frame, error) {
	v := visitor(c)
	frame := ui.Frame{
		Door: door, Actor: v.Actor(c.RealIP()), SellerName: v.SellerName, SellerNumber: v.SellerNumber,
		Path: c.Request().URL.Path, Query: c.Request().URL.Query(), Lang: i18n.Lang(c.Request().Context()), Theme: v.Theme,
		CanSwitch: v.Shops > 1, Flash: takeFlash(c, site.options.Secure),
	}
	switch {
	case door != ui.SellerDoor:
	case v.Applying():
		frame.Only = "apply"
	case v.MustSign():
		frame.Only = "sign"
	}
	return frame, site.counted(c, &frame)
}

// stand says who asks, and where, before there is a page: a list's tabs and links are made of
// its address.
func stand(c echo.Context, door string, actor market.Actor) {
	r := c.Request()
	c.SetRequest(r.WithContext(ui.WithFrame(r.Context(), ui.Frame{Door: door, Actor: actor, Path: r.URL.Path, Query: r.URL.Query()})))
}

// counted fills in what waits for the reader.
func (site *site) counted(c echo.Context, frame *ui.Frame) error {
	ctx, v := c.Request().Context(), visitor(c)
	switch frame.Door {
	case ui.SellerDoor:
		due, err := site.db.Seller(frame.Actor, v.Seller).Due(ctx)
		if err != nil {
			return err
		}
		frame.Due = map[string]int{"supervisions": due.Supervisions, "fulfilments": due.Fulfilments, "refunds": due.Refunds,
			"appeals": due.Appeals, "statements": due.Statements, "invoices": due.Invoices, "tickets": due.Tickets, "questions": due.Questions}
		frame.Totals = map[string]int{"appeals": due.OpenAppeals, "reviews": due.Reviews}
		frame.Unread, frame.Running = due.Notices, due.Running
		if frame.Actor.Sees(market.Stalls) {
			stalls, err := site.db.Seller(frame.Actor, v.Seller).StallCounts(ctx)
			if err != nil {
				return err
			}
			frame.Due["stalls"] = stalls.OursLate
		}
	case ui.OperatorDoor:
		due, err := site.db.Operator(frame.Actor).Due(ctx)
		if err != nil {
			return err
		}
		frame.Due = map[string]int{"operator_sellers": due.Onboardings.N, "operator_certifications": due.Certifications.N,
			"operator_reviews": due.Products.N, "operator_appeals": due.Appeals.N, "operator_refunds": due.Refunds.N,
			"operator_statements": due.InvoiceReviews.N + due.PaymentReviews.N + due.Payouts.N, "operator_jobs": due.FailedJobs}
		if frame.Unread, err = site.db.Operator(frame.Actor).Unread(ctx); err != nil {
			return err
		}
		if frame.Actor.Sees(market.Stalls) {
			stalls, err := site.db.Operator(frame.Actor).StallCounts(ctx)
			if err != nil {
				return err
			}
			frame.Due["operator_stalls"] = stalls.Operator
		}
	}
	return nil
}

// address is where the request came from: X-Forwarded-For counts only from trusted proxies.
func (site *site) address() echo.IPExtractor {
	if len(site.options.TrustedProxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, prefix := range site.options.TrustedProxies {
		trust = append(trust, echo.TrustIPRange(&net.IPNet{
			IP: prefix.Addr().AsSlice(), Mask: net.CIDRMask(prefix.Bits(), prefix.Addr().BitLen())}))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

func (site *site) cookie(name, value string, life time.Duration) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(life.Seconds()),
		HttpOnly: true, Secure: site.options.Secure, SameSite: http.SameSiteLaxMode}
}
