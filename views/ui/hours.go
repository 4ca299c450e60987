package ui

import (
	"context"
	"strconv"
	"strings"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// HoursText words service hours: the days, then the spans of each.
func HoursText(ctx context.Context, h market.Hours) string {
	if len(h.Days) == 0 || len(h.Spans) == 0 {
		return ""
	}
	spans := make([]string, len(h.Spans))
	for i, span := range h.Spans {
		spans[i] = span.String()
	}
	return daysText(ctx, h.Days) + " " + strings.Join(spans, i18n.T(ctx, "common.list_join"))
}

// daysText words weekdays, runs of them as from–to.
func daysText(ctx context.Context, days []time.Weekday) string {
	has := map[time.Weekday]bool{}
	for _, day := range days {
		has[day] = true
	}
	var parts []string
	for i := 0; i < len(market.Weekdays); i++ {
		if !has[market.Weekdays[i]] {
			continue
		}
		first := i
		for i+1 < len(market.Weekdays) && has[market.Weekdays[i+1]] {
			i++
		}
		part := dayWord(ctx, market.Weekdays[first])
		if i > first {
			part += i18n.T(ctx, "reception.day_to") + dayWord(ctx, market.Weekdays[i])
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, i18n.T(ctx, "common.list_join"))
}

func dayWord(ctx context.Context, day time.Weekday) string {
	return i18n.T(ctx, "reception.day_"+strconv.Itoa(int(day)))
}

func dayOptions(ctx context.Context) []Option {
	options := make([]Option, len(market.Weekdays))
	for i, day := range market.Weekdays {
		options[i] = Option{Value: strconv.Itoa(int(day)), Label: dayWord(ctx, day)}
	}
	return options
}

// HoursForm is the form as typed, or as the hours begin: days, from_1 … until_3.
func HoursForm(f Form, begin market.Hours) Form {
	if f.Values["hours"] != nil {
		return f
	}
	values := map[string][]string{"hours": {"1"}}
	for name, all := range f.Values {
		values[name] = all
	}
	for _, day := range begin.Days {
		values["days"] = append(values["days"], strconv.Itoa(int(day)))
	}
	for i, span := range begin.Spans {
		n := strconv.Itoa(i + 1)
		values["from_"+n], values["until_"+n] = []string{span.Begin()}, []string{strings.Replace(span.End(), "24:00", "00:00", 1)} // a clock knows no 24:00
	}
	f.Values = values
	return f
}

func spanNumbers() []string {
	numbers := make([]string, market.MostSpans)
	for i := range numbers {
		numbers[i] = strconv.Itoa(i + 1)
	}
	return numbers
}
