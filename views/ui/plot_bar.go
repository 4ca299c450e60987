package ui

import ()

// barTop and barHigh place a bar that may hang below zero.
func (p panel) barTop(s spot) int { return min(s.Y, p.y(0)) }

func (p panel) barHigh(s spot) int { return max(p.y(0)-s.Y, s.Y-p.y(0)) }

// bars leave a little less than half of each column free.
func (s spot) barLeft(n int) string { return s.inset(n, 22) }

// barEdge is the side of the bar at which its note stands.
func (s spot) barEdge(n int) string {
	if s.Near == "end" {
		return s.barLeft(n)
	}
	return s.inset(n, 78)
}

func (s spot) barWide(n int) string { return decimals(int64(10000*56/100/max(n, 1)), 2) }

func (s spot) inset(n, hundredths int) string {
	for i := range n {
		if s.Left == column(i, n) {
			return decimals(int64((100*i+hundredths)*100/n), 2)
		}
	}
	return s.Left
}
