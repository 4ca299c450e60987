package handlers

import (
	"context"
	"errors"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/ui"
)

// statusOf is the answer's status code for every kind of refusal.
var statusOf = map[market.Kind]int{
	market.KindInvalid:  http.StatusUnprocessableEntity,
	market.KindConflict: http.StatusConflict,
	market.KindDenied:   http.StatusForbidden,
	market.KindNotFound: http.StatusNotFound,
}

// statusLeft is the answer that nobody reads: the browser went away.
const statusLeft = 499

// fail is where every error ends: a person's refusal becomes a page, anything else is
// logged once and answered without its text.
func (site *site) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	status, page := failure(err)
	if status >= http.StatusInternalServerError {
		site.options.Log.Error("request failed", "request", requestID(c), "method", c.Request().Method,
			"route", c.Path(), "error", err) // the route: a path may hold an invitation's secret
	}
	if c.Request().Method == http.MethodHead {
		err = c.NoContent(status)
	} else {
		var frame ui.Frame
		if frame, err = site.frame(c, doorOf(c)); err == nil {
			frame.RequestID = requestID(c)
			err = send(c, ui.WithFrame(c.Request().Context(), frame), status, page)
		}
	}
	if err != nil {
		site.options.Log.Error("error page failed", "request", requestID(c), "error", err)
	}
}

func failure(err error) (int, templ.Component) {
	var problem *market.Problem
	var refused *echo.HTTPError
	switch {
	case errors.As(err, &problem):
		return statusOf[problem.Kind], ui.Refusal(problem)
	case errors.As(err, &refused):
		return refused.Code, refusedPage(refused.Code)
	case errors.Is(err, context.Canceled):
		return statusLeft, ui.Internal()
	}
	return http.StatusInternalServerError, ui.Internal()
}

func refusedPage(code int) templ.Component {
	switch code {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return ui.NotFound()
	case http.StatusBadRequest, http.StatusUnsupportedMediaType:
		return ui.Unreadable()
	case http.StatusForbidden, http.StatusUnauthorized:
		return ui.Denied()
	case http.StatusTooManyRequests:
		return ui.TooMany(60)
	case http.StatusRequestEntityTooLarge:
		return ui.Conflicted(market.Because("problem.too_large"))
	}
	return ui.Internal()
}

// doorOf is the frame an error page stands in: the one the visitor came in by.
func doorOf(c echo.Context) string {
	v := visitor(c)
	switch {
	case v.Person.IsZero(), v.WaitsForCode:
		return ""
	case v.Operator:
		return ui.OperatorDoor
	case v.Seller.IsZero():
		return ""
	}
	return ui.SellerDoor
}

func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }
