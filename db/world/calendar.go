package world

import (
	"time"

	"sellercenter/internal/market"
)

// arrangement is the State Council's arrangement of 2026: the days off, and the weekends
// that are worked to make up for them.
var arrangement = []market.CalendarChange{
	{From: date(2026, 1, 1), Until: date(2026, 1, 3), Name: "元旦"},
	{From: date(2026, 1, 4), Works: true, Name: "元旦调休"},
	{From: date(2026, 2, 15), Until: date(2026, 2, 23), Name: "春节"},
	{From: date(2026, 2, 14), Works: true, Name: "春节调休"},
	{From: date(2026, 2, 28), Works: true, Name: "春节调休"},
	{From: date(2026, 4, 4), Until: date(2026, 4, 6), Name: "清明节"},
	{From: date(2026, 5, 1), Until: date(2026, 5, 5), Name: "劳动节"},
	{From: date(2026, 5, 9), Works: true, Name: "劳动节调休"},
	{From: date(2026, 6, 19), Until: date(2026, 6, 21), Name: "端午节"},
	{From: date(2026, 9, 25), Until: date(2026, 9, 27), Name: "中秋节"},
	{From: date(2026, 10, 1), Until: date(2026, 10, 7), Name: "国庆节"},
	{From: date(2026, 9, 20), Works: true, Name: "国庆节调休"},
	{From: date(2026, 10, 10), Works: true, Name: "国庆节调休"},
}

// calendar sets the holidays before anything counts working days.
func (b *builder) calendar() error {
	operator := b.db.Operator(b.actor("manager@platform.example", market.Manager))
	for _, change := range arrangement {
		if err := operator.SetCalendar(b.ctx, change); err != nil {
			return err
		}
	}
	return nil
}

func date(year int, month time.Month, day int) market.Day {
	return market.Day{Year: year, Month: month, Day: day}
}
