package ui

import "strconv"

// Step is one node of a flow with its label and what is to be said below it.
type Step struct {
	Said bool // its lines say how it stands

	Label string
	Lines []string // who and when, already worded; one line where steps lie, up to two where they stand
	State StepState
	Href  string // where the step can be opened; empty for plain text
}

// mark is the picture inside a step's circle; without one it shows its number.
func (s Step) mark() string {
	switch s.State {
	case StepPast:
		return "check"
	case StepFrozen:
		return "snow"
	}
	return ""
}

// underWay reports whether the flow stands at this step.
func (s Step) underWay() bool { return s.State != StepPast && s.State != StepFuture }

func direction(vertical bool) string {
	if vertical {
		return "down"
	}
	return "across"
}

func ordinal(i int) string { return strconv.Itoa(i + 1) }
