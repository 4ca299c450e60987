package handlers

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/supports"
	"sellercenter/views/ui"
)

func (site *site) receptionRoutes(e *echo.Echo) {
	g := e.Group("/receptions", sees(market.Receptions))
	g.GET("", site.seller(seller.reception))
	g.POST("/set", site.seller(seller.setReception))
}

// hours reads service hours: the ticked days and the spans that were filled in.
func (f *form) hours() (hours market.Hours) {
	for _, text := range f.Values["days"] {
		day, err := strconv.Atoi(text)
		if err != nil || day < 0 || day > 6 {
			f.fault("days", market.Because("problem.not_an_option", text))
			continue
		}
		hours.Days = append(hours.Days, time.Weekday(day))
	}
	for n := 1; n <= market.MostSpans; n++ {
		from, until := f.text("from_"+strconv.Itoa(n)), f.text("until_"+strconv.Itoa(n))
		if from == "" && until == "" {
			continue
		}
		begin, ok := market.ReadMinute(from)
		end, ok2 := market.ReadMinute(until)
		if !ok || !ok2 {
			f.fault("spans", market.Because("reception.not_a_span", from, until))
			continue
		}
		if end == 0 {
			end = 24 * 60 // midnight is the day's end
		}
		hours.Spans = append(hours.Spans, market.HourSpan{From: begin, Until: end})
	}
	return hours
}

func (s seller) reception() error { return s.showReception(http.StatusOK, ui.Form{}) }

func (s seller) showReception(status int, f ui.Form) error {
	reception, err := s.store.Reception(s.ctx())
	if err != nil {
		return err
	}
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, supports.Reception(f, reception, settings))
}

func (s seller) setReception() error {
	f := readForm(s)
	reception := market.Reception{Receives: f.text("receives") == "yes", Hours: market.JSON[market.Hours]{V: f.hours()}}
	err := f.err()
	if err == nil {
		err = s.store.SetReception(s.ctx(), reception)
	}
	if f.refused(err) {
		return s.showReception(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/receptions", market.SetReception)
}
