package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/settings"
	"sellercenter/views/ui"
)

func (site *site) settingRoutes(e *echo.Echo) {
	g := e.Group("/operator/settings", sees(market.SettingPages))
	g.GET("", site.operator(operator.settings))
	g.GET("/:name", site.operator(operator.setting))
	g.POST("/:name/set", site.operator(operator.setSetting))
	g.POST("/:name/reset", site.operator(operator.resetSetting))

	c := e.Group("/operator/calendars", sees(market.Calendars))
	c.GET("", site.operator(operator.calendar))
	c.POST("/set", site.operator(operator.setCalendar))
	c.POST("/remove", site.operator(operator.removeCalendar))
}

// settings shows what the rules leave open.
func (o operator) settings() error {
	lines, err := o.store.Settings(o.ctx())
	if err != nil {
		return err
	}
	return o.page(http.StatusOK, settings.List(lines))
}

func (o operator) setting() error { return o.showSetting(ui.Form{}, http.StatusOK) }

func (o operator) showSetting(f ui.Form, status int) (err error) {
	var p settings.EditPage
	if p.Line, p.Now, p.Shipped, err = o.store.Setting(o.ctx(), o.Param("name")); err != nil {
		return err
	}
	return o.page(status, settings.Edit(f, p))
}

func (o operator) setSetting() error {
	f := readForm(o)
	seen := market.SettingText{Kind: market.SettingKind(f.text("seen_kind")), Text: f.text("seen"), Unit: f.text("seen_unit")}
	typed := market.SettingText{Kind: seen.Kind, Text: f.text("value"), Unit: f.text("unit")}
	err := o.store.SetSetting(o.ctx(), o.Param("name"), seen, typed)
	if f.refused(err) {
		return o.showSetting(f.Form, f.status)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/settings#"+o.Param("name"), market.SetSetting)
}

func (o operator) resetSetting() error {
	if err := o.store.ResetSetting(o.ctx(), o.Param("name")); err != nil {
		return err
	}
	return o.done("/operator/settings#"+o.Param("name"), market.ResetSetting)
}

func (o operator) calendar() error { return o.showCalendar(ui.Form{}, http.StatusOK) }

// showCalendar is the calendar's exceptions from this year on, and the form for more.
func (o operator) showCalendar(f ui.Form, status int) error {
	days, err := o.store.CalendarDays(o.ctx(), market.Day{Year: market.DayOf(o.site.db.Now()).Year, Month: 1, Day: 1})
	if err != nil {
		return err
	}
	return o.page(status, settings.Calendar(f, days))
}

func (o operator) setCalendar() error {
	f := readForm(o)
	change := market.CalendarChange{From: f.day("from"), Until: f.day("until"), Works: f.text("kind") == "works", Name: f.text("name")}
	err := f.err()
	if err == nil {
		err = o.store.SetCalendar(o.ctx(), change)
	}
	if f.refused(err) {
		return o.showCalendar(f.Form, f.status)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/calendars", market.SetCalendar)
}

func (o operator) removeCalendar() error {
	day, err := market.ReadDay(readForm(o).text("day"))
	if err == nil {
		err = o.store.RemoveCalendar(o.ctx(), day)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/calendars", market.RemoveCalendar)
}
