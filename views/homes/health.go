// Package homes shows the overviews of both doors.
package homes

import (
	"context"
	"fmt"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// rate is the share of openings that went well by day.
func rate(ctx context.Context, h market.FulfilmentHealth, today market.Day) ui.RateSeries {
	s := ui.RateSeries{Series: ui.Series{Name: i18n.T(ctx, "home.rate"), Today: today}, Threshold: market.RateAlert}
	by := map[market.Day]market.FulfilmentDay{}
	for _, d := range h.Days {
		by[d.Day] = d
	}
	for d := market.RangeThree.From(today); !today.Before(d); d = d.Plus(1) {
		p := ui.Point{Day: d, None: true}
		if one := by[d]; one.Done > 0 {
			p.None, p.Value = false, int64(one.OK)*10000/int64(one.Done)
		}
		s.Points = append(s.Points, p)
	}
	return s
}

// rateFacts sums the days up.
func rateFacts(ctx context.Context, h market.FulfilmentHealth) string {
	ok, done := 0, 0
	for _, d := range h.Days {
		ok, done = ok+d.OK, done+d.Done
	}
	if done == 0 {
		return ""
	}
	return i18n.T(ctx, "home.rate_facts", share(ok, done), h.FailedMonth, market.MostFailedOrders)
}

// share is cut, not rounded, so that only all is 100.0%.
func share(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	n := part * 1000 / whole
	return fmt.Sprintf("%d.%d%%", n/10, n%10)
}

// sick is the address that needs an eye, if one does.
func sick(h market.FulfilmentHealth) (market.EndpointHealth, bool) {
	for _, a := range h.Addresses {
		if a.Failing() {
			return a, true
		}
	}
	return market.EndpointHealth{}, false
}

// sickText says what is wrong with the address and since when.
func sickText(ctx context.Context, a market.EndpointHealth) string {
	since := ""
	if a.FailedAt != nil {
		since = i18n.Near(ctx, *a.FailedAt)
	}
	return i18n.T(ctx, "home.sick_text", a.Calls, string(a.Code), market.Word(a.Code.Key()), since, a.Orders)
}

// place is an address without its scheme, as people speak of it.
func place(url string) string {
	for _, scheme := range []string{"https://", "http://"} {
		if len(url) > len(scheme) && url[:len(scheme)] == scheme {
			return url[len(scheme):]
		}
	}
	return url
}
