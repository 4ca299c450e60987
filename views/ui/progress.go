package ui

import (
	"context"
	"strings"

	"sellercenter/views/i18n"
)

// StepState is where one node of a flow stands.
type StepState string

// The states of a node, as dots and steps draw them.
const (
	StepPast   StepState = "past"
	StepNow    StepState = "now"   // the reader's own turn
	StepHere   StepState = "here"  // under way, whoever's turn it is
	StepLate   StepState = "late"  // past its limit
	StepOther  StepState = "other" // the other side's turn
	StepFrozen StepState = "frozen"
	StepFuture StepState = "future"
)

// Dot is one node of a flow in a list row.
type Dot struct {
	Name  string
	State StepState
}

// DotsAt makes the dots of a flow that stands at its node at (from 0); at the end all are past.
func DotsAt(names []string, at int, state StepState) []Dot {
	dots := make([]Dot, len(names))
	for i, name := range names {
		dots[i] = Dot{name, StepFuture}
		switch {
		case i < at:
			dots[i].State = StepPast
		case i == at:
			dots[i].State = state
		}
	}
	return dots
}

// begun reports whether the flow stands anywhere; a template does not.
func begun(dots []Dot) bool { return dots[0].State != StepFuture }

// way names the nodes one after the other.
func way(ctx context.Context, dots []Dot) string {
	var names []string
	for _, dot := range dots {
		names = append(names, dot.Name)
	}
	return strings.Join(names, i18n.T(ctx, "step.then"))
}

// underWay is the index of the node under way; the last node when all are past.
func underWay(dots []Dot) int {
	for i, dot := range dots {
		if dot.State != StepPast {
			return i
		}
	}
	return len(dots) - 1
}

func stepKey(s StepState) string { return "step." + string(s) }
