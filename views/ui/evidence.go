package ui

import "time"

// EvidenceRow is one stored version of one piece of evidence.
type EvidenceRow struct {
	Kind string
	File File
	Who  string
	At   time.Time
	Hash string // whole SHA-256 in hexadecimal
}

// CheckLine is one thing that is there or lacks, with what exactly.
type CheckLine struct {
	Name string
	Note string
	OK   bool
}

// lacking is how many checks fail.
func lacking(checks []CheckLine) int {
	n := 0
	for _, c := range checks {
		if !c.OK {
			n++
		}
	}
	return n
}

func tickOrCross(ok bool) string {
	if ok {
		return "check"
	}
	return "cross"
}
