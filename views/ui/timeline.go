package ui

import (
	"time"

	"sellercenter/internal/market"
)

// Entry is one thing that happened: who did what when, and why.
type Entry struct {
	ID       string // anchor on the page; empty for none
	At       time.Time
	Party    market.Party
	Ours     bool
	Actor    string
	Act      string         // already worded; bold
	Rest     string         // what follows the act, already worded
	Reason   *market.Reason // 原因
	Quote    string         // what somebody wrote
	Files    []File
	Kind     string
	Link     string // address of the thing; with LinkText as its name, otherwise the act is the link
	LinkText string
}

// File is a stored file that can be opened.
type File struct {
	Name    string
	URL     string
	Version int // 0 hides it
}

// KindCount is one choice of a timeline's filter.
type KindCount struct {
	Name    string // already worded; empty is "all"
	Count   int
	Href    string
	Current bool
}
