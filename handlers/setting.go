package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/settings"
)

func (site *site) settingRoutes(e *echo.Echo) {
	e.GET("/operator/settings", site.operator(operator.settings), sees(market.SettingPages))
}

// settings shows what the rules leave open; the calendar from this year on.
func (o operator) settings() error {
	lines, err := o.store.Settings(o.ctx())
	if err != nil {
		return err
	}
	days, err := o.store.CalendarDays(o.ctx(), market.Day{Year: market.DayOf(o.site.db.Now()).Year, Month: 1, Day: 1})
	if err != nil {
		return err
	}
	return o.page(http.StatusOK, settings.List(lines, days))
}
