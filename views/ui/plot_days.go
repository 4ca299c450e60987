package ui

import (
	"context"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

func (s Series) rests(d market.Day) bool {
	if s.Rests != nil {
		return s.Rests(d)
	}
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
}

func (s Series) shades() []shade {
	var all []shade
	for i := 0; i < len(s.Points); i++ {
		from := i
		for i < len(s.Points) && s.rests(s.Points[i].Day) {
			i++
		}
		if i > from {
			all = append(all, shade{column(from, len(s.Points)), column(i-from, len(s.Points))})
		}
	}
	return all
}

// dayLabels name about six days, always the last one.
func (s Series) dayLabels(ctx context.Context) []dayLabel {
	n := len(s.Points)
	every := max((n+5)/6, 1)
	var all []dayLabel
	for i, point := range s.Points {
		last := i == n-1
		if !last && (i%every != 0 || n-1-i < (every+1)/2) {
			continue
		}
		label := dayLabel{column(2*i+1, 2*n), i18n.Day(ctx, point.Day), "middle"}
		if last {
			label.X, label.Anchor = "100", "end"
		}
		if point.Day == s.Today {
			label.Text = i18n.T(ctx, "timeline.today")
		}
		all = append(all, label)
	}
	return all
}
