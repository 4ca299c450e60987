package ui

import (
	"context"

	"sellercenter/views/i18n"
)

// Verdict is whether a condition holds.
type Verdict string

// The verdicts over a condition.
const (
	Met     Verdict = "met"
	Unmet   Verdict = "unmet"
	MetLate Verdict = "met_late" // holds, but only after the period in question
)

// Condition is one rule of a list with its present value.
type Condition struct {
	Name     string
	Value    string // present value with its date, already worded
	Verdict  Verdict
	How      string // how to meet it; shown only where it is not met
	Href     string // where to act; empty for none
	HrefText string
}

func (c Condition) icon() string {
	switch c.Verdict {
	case Met:
		return "check"
	case MetLate:
		return "clock"
	}
	return "cross"
}

// conditionsHead counts what is not met and what is met too late.
func conditionsHead(ctx context.Context, list []Condition) string {
	unmet, late := 0, 0
	for _, c := range list {
		switch c.Verdict {
		case Unmet:
			unmet++
		case MetLate:
			late++
		}
	}
	switch {
	case unmet > 0 && late > 0:
		return i18n.T(ctx, "condition.some_both", len(list), unmet, late)
	case unmet > 0:
		return i18n.T(ctx, "condition.some_unmet", len(list), unmet)
	case late > 0:
		return i18n.T(ctx, "condition.some_late", len(list), late)
	}
	return i18n.T(ctx, "condition.all_met", len(list))
}

func verdictKey(v Verdict) string { return "condition." + string(v) }
