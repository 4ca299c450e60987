package ui

import "sellercenter/internal/market"

// DueTile is one figure of what is due, with its worst case in words.
type DueTile struct {
	Name   string
	Figure string
	Unit   string
	Worst  string      // already worded
	Tone   market.Tone // of the worst case: Bad, Warn or Neutral
	Line   string      // one grey line below
	Href   string
}

func (t DueTile) icon() string {
	switch t.Tone {
	case market.Bad:
		return "alert"
	case market.Warn:
		return "clock"
	case market.Frozen:
		return "snow"
	}
	return ""
}
