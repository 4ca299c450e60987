package ui

import "github.com/a-h/templ"

// PanelHead names a panel; Facts is a grey line at the right, Acts are small buttons there.
type PanelHead struct {
	Title string
	Facts string
	Acts  templ.Component
	Ruled bool // a line under the head, for a body that is a table or a timeline
	ID    string
}

// Fact is one line of a list of facts: its worded label and its text or part.
type Fact struct {
	Label string
	Text  string
	Part  templ.Component // instead of Text
	Sum   bool            // a total, after a rule
}

// Figure is one measure of a panel: its name, the figure at 20 and a grey line.
type Figure struct {
	Label, Figure, Unit, Note string
	URL                       string
}

// BannerHead is the one thing that the page must say first.
type BannerHead struct {
	Tone  string // bad, warn, frozen, or empty for plain
	Title string // a fact
	Text  string // its consequence
	Act   templ.Component
}

// DrawerHead names a side drawer; Close is the address without it.
type DrawerHead struct {
	Title string
	ID    string
	URL   string // the whole page of the same thing
	Close string
	Acts  templ.Component // fixed at its foot
}

var bannerIcons = map[string]string{"bad": "alert", "warn": "clock", "frozen": "snow", "ok": "check"}

func (b BannerHead) icon() string {
	if icon, known := bannerIcons[b.Tone]; known {
		return icon
	}
	return "info"
}

func toastRole(flash Flash) string {
	if flash.Bad {
		return "alert"
	}
	return "status"
}
