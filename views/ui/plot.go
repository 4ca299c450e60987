package ui

import (
	"context"
	"fmt"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Point is the measure of one day.
type Point struct {
	Day   market.Day
	Value int64  // a count, an amount in fen (market.Money.Fen), or hundredths of a percent
	Text  string // the exact value, worded; empty writes Value
	Href  string // the list behind it
	None  bool   // there is no value on this day: the line breaks
}

// Series is one measure over days, the unit of every plot.
type Series struct {
	Name   string
	Points []Point
	Money  bool                  // values are in fen
	Unit   string                // a measure word for the peak's note: 单
	Today  market.Day            // hollow and dotted, because it is not over
	Peak   string                // a word for the peak: 促销
	Rests  func(market.Day) bool // which days are shaded; Saturday and Sunday unless said
}

// RateSeries is a share over days with the line that it should not fall below.
type RateSeries struct {
	Series
	Threshold int64 // hundredths of a percent: 9800
}

// panel is one measure laid out: where its lines and marks are.
type panel struct {
	Series
	Kind   string // line, bar or rate
	Top    int
	Height int
	Ticks  []tick
	lo, hi int64
	Spots  []spot
	peak   int // index of the peak, −1 for none
	edge   int64
}

type tick struct {
	Y    int
	Text string
	Zero bool
}

// spot is one point laid out.
type spot struct {
	Point
	X, Left, Wide string // percent of the plot's width
	Y             int
	Low           bool   // below the threshold
	Open          bool   // today
	Near          string // which side has room for a note: start or end
}

// frame is a picture: one or two panels above one time axis.
type frame struct {
	Panels []panel
	Height int
	Days   []dayLabel
	Shades []shade
}

type dayLabel struct{ X, Text, Anchor string }

type shade struct{ Left, Wide string }

const (
	lineHeight = 150
	barHeight  = 68
	nameHeight = 18 // the measure's name above its panel
	panelGap   = 12 // more above a second panel
	rateSpace  = 8  // a rate needs no name, its panel says it
	axisHeight = 22 // the days below the last panel
)

// framed lays the panels out below each other.
func framed(ctx context.Context, panels ...panel) frame {
	f := frame{}
	for i, p := range panels {
		p.Top = f.Height + nameHeight
		if p.Kind == "rate" {
			p.Top = f.Height + rateSpace
		}
		if i > 0 {
			p.Top += panelGap
		}
		p.layOut(ctx)
		f.Height = p.Top + p.Height
		panels[i] = p
	}
	f.Panels = panels
	s := panels[len(panels)-1].Series
	f.Days, f.Shades = s.dayLabels(ctx), s.shades()
	f.Height += axisHeight
	return f
}

func (p *panel) layOut(ctx context.Context) {
	p.scale()
	p.peak = -1
	n := len(p.Points)
	for i, point := range p.Points {
		s := spot{Point: point, X: column(2*i+1, 2*n), Left: column(i, n), Wide: column(1, n)}
		s.Y, s.Open, s.Near = p.y(point.Value), point.Day == p.Today, "start"
		s.Low = p.Kind == "rate" && !point.None && point.Value < p.edge
		if p.leans(i) {
			s.Near = "end"
		}
		if s.Text == "" {
			s.Text = p.word(ctx, point)
		}
		p.Spots = append(p.Spots, s)
		if !point.None && point.Value > 0 && (p.peak < 0 || point.Value > p.Points[p.peak].Value) {
			p.peak = i
		}
	}
	for v, step := p.lo, p.step(); v <= p.hi; v += step {
		p.Ticks = append(p.Ticks, tick{p.y(v), p.axisText(ctx, v), v == 0})
	}
}

// leans reports whether a note beside the point fits better at its left: where a line has
// more room, where bars are lower.
func (p *panel) leans(i int) bool {
	n := len(p.Points)
	if p.Kind != "bar" || i < 4 || i >= n-4 {
		return i*2 >= n
	}
	return p.Points[i-1].Value+p.Points[i-2].Value < p.Points[i+1].Value+p.Points[i+2].Value
}

// scale finds round ends of the axis around all values.
func (p *panel) scale() {
	if p.Kind == "rate" {
		p.lo, p.hi = p.edge-1, 10000 // a little below, so that the line of the threshold stands clear of the axis
		for _, point := range p.Points {
			if !point.None {
				p.lo = min(p.lo, point.Value)
			}
		}
		p.lo = 10000 - 2*roundStep((10000-p.lo+1)/2, []int64{50, 100, 200, 250, 500, 1000, 2500, 5000})
		return
	}
	p.lo, p.hi = 0, 0
	for _, point := range p.Points {
		p.lo, p.hi = min(p.lo, point.Value), max(p.hi, point.Value)
	}
	step := p.step()
	p.lo, p.hi = -((-p.lo+step-1)/step)*step, max((p.hi+step-1)/step, 1)*step
}

// step is the distance of the grid lines.
func (p *panel) step() int64 {
	if p.Kind == "rate" {
		return max((p.hi-p.lo)/2, 1)
	}
	lines := int64(3)
	if p.Kind == "bar" {
		lines = 2
	}
	unit := int64(1)
	if p.Money {
		unit = 100
	}
	return unit * niceStep((p.hi-p.lo+lines*unit-1)/(lines*unit))
}

// niceStep is the smallest round number that is not less than n.
func niceStep(n int64) int64 {
	for ten := int64(1); ; ten *= 10 {
		for _, tenths := range []int64{10, 15, 20, 25, 30, 40, 50, 60, 80} {
			if step := tenths * ten / 10; step >= n && (tenths*ten)%10 == 0 {
				return step
			}
		}
	}
}

func roundStep(n int64, steps []int64) int64 {
	for _, step := range steps {
		if step >= n {
			return step
		}
	}
	return steps[len(steps)-1]
}

func (p *panel) y(v int64) int {
	if p.hi == p.lo {
		return p.Top + p.Height
	}
	return p.Top + int((p.hi-v)*int64(p.Height)/(p.hi-p.lo))
}

// word writes a value exactly.
func (p *panel) word(ctx context.Context, point Point) string {
	switch {
	case point.None:
		return i18n.T(ctx, "plot.none")
	case p.Kind == "rate":
		return fmt.Sprintf("%d.%d%%", point.Value/100, point.Value/10%10) // cut, so that only all is 100.0%
	case p.Money:
		return i18n.Money(market.Yuan(decimals(point.Value, 2)))
	}
	return i18n.Number(int(point.Value))
}

// axisText writes a value of the axis shortly: 30 万, 300k.
func (p *panel) axisText(ctx context.Context, v int64) string {
	if p.Kind == "rate" {
		return decimals(v, 2) + "%"
	}
	if p.Money {
		v /= 100
	}
	english := i18n.Lang(ctx) == "en"
	switch size := max(v, -v); {
	case size >= 100_000_000 && !english:
		return i18n.T(ctx, "plot.hundred_million", decimals(v/1_000_000, 2))
	case size >= 1_000_000 && english:
		return i18n.T(ctx, "plot.million", decimals(v/10_000, 2))
	case size >= 10_000 && !english:
		return i18n.T(ctx, "plot.ten_thousand", decimals(v/100, 2))
	case size >= 10_000:
		return i18n.T(ctx, "plot.thousand", decimals(v/10, 2))
	}
	return i18n.Number(int(v))
}

// paths are the unbroken stretches of the line, without today, in a box 1000 wide.
func (p panel) paths(closed bool) string {
	var d strings.Builder
	n, open, last := len(p.Spots), false, 0
	bottom := p.y(max(p.lo, 0))
	end := func() {
		if open && closed {
			fmt.Fprintf(&d, "V%dH%sZ", bottom-p.Top, across(last, n))
		}
		open = false
	}
	for i, s := range p.Spots {
		if s.None || s.Open {
			end()
			continue
		}
		if open {
			fmt.Fprintf(&d, "L%s %d", across(i, n), s.Y-p.Top)
		} else {
			fmt.Fprintf(&d, "M%s %d", across(i, n), s.Y-p.Top)
			last = i
		}
		open = true
	}
	end()
	return d.String()
}

// edges are the pieces that the one path cannot draw: towards today, and those that fail.
func (p panel) edges() [][2]spot {
	var pairs [][2]spot
	for i := 1; i < len(p.Spots); i++ {
		from, to := p.Spots[i-1], p.Spots[i]
		if !from.None && !to.None && (to.Open || to.Low) {
			pairs = append(pairs, [2]spot{from, to})
		}
	}
	return pairs
}

// lowest is the last failing point, which gets the label.
func (p panel) lowest() (spot, bool) {
	for i := len(p.Spots) - 1; i >= 0; i-- {
		if !p.Spots[i].Low {
			continue
		}
		for i > 0 && p.Spots[i-1].Low && p.Spots[i-1].Y == p.Spots[i].Y {
			i-- // the note stands before the run, not on it
		}
		return p.Spots[i], true
	}
	return spot{}, false
}

// title is what hovering a mark says.
func (s spot) title(ctx context.Context) string {
	return i18n.T(ctx, "plot.mark", s.day(ctx), s.Text)
}

func (s spot) day(ctx context.Context) string {
	day := i18n.DayWeek(ctx, s.Day)
	if s.Open {
		return i18n.T(ctx, "plot.unfinished", day)
	}
	return day
}

// note words the peak: 11-11 促销 268,464.00.
func (p panel) note(ctx context.Context) string {
	s := p.Spots[p.peak]
	text := s.Text
	if p.Unit != "" {
		text = i18n.T(ctx, "plot.unit", text, p.Unit)
	}
	if p.Kind == "bar" {
		return text
	}
	return strings.Join(strings.Fields(i18n.T(ctx, "plot.peak", i18n.Day(ctx, s.Day), p.Peak, text)), " ")
}

func linePanel(s Series) panel { return panel{Series: s, Kind: "line", Height: lineHeight} }

func barPanel(s Series) panel { return panel{Series: s, Kind: "bar", Height: barHeight} }

func ratePanel(r RateSeries) panel {
	return panel{Series: r.Series, Kind: "rate", Height: 82, edge: r.Threshold}
}

// column is part of whole in percent.
func column(part, whole int) string { return percent(int64(part), int64(whole)) }

// across is the middle of column i of n in a box 1000 wide.
func across(i, n int) string { return decimals(int64((2*i+1)*100000/(2*n)), 2) }

func px(n int) string { return fmt.Sprint(n) }
