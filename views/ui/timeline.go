package ui

import (
	"context"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Entry is one thing that happened: who did what when, and why.
type Entry struct {
	ID       string // anchor on the page; empty for none
	At       time.Time
	Party    market.Party
	Ours     bool
	Actor    string
	From     string         // the address from which it was done; empty hides it
	Act      string         // already worded; bold
	Rest     string         // what follows the act without a space, already worded
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

// version words which version it is; empty for none.
func (f File) version(ctx context.Context) string {
	if f.Version == 0 {
		return ""
	}
	return i18n.T(ctx, "timeline.version", f.Version)
}

// title is the name with its version.
func (f File) title(ctx context.Context) string {
	if version := f.version(ctx); version != "" {
		return f.Name + " " + version
	}
	return f.Name
}
