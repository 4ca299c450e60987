package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/timers"
)

func (site *site) timerRoutes(e *echo.Echo) {
	e.GET("/operator/timers", site.operator(operator.timers), sees(market.TimerPages))
}

// timers shows everything that happens by itself: after what time, by which rule.
func (o operator) timers() error {
	lines, err := o.store.Timers(o.ctx())
	if err != nil {
		return err
	}
	return o.page(http.StatusOK, timers.List(lines))
}
