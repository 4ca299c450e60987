// Package ui holds the parts that every page is composed of.
package ui

import (
	"context"
	"net/url"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// The doors: whose pages these are.
const (
	SellerDoor   = "seller"
	OperatorDoor = "operator"
)

// Frame is what surrounds every page of one request. It rides in the context and is read
// by Layout and by the parts that need to know who looks.
type Frame struct {
	Door         string // SellerDoor, OperatorDoor or empty before signing in
	Actor        market.Actor
	SellerName   string
	SellerNumber string
	Path         string     // path of this page
	Query        url.Values // what follows the question mark
	Flash        *Flash
	Due          map[string]int // red counts by navigation key: what waits for the reader
	Totals       map[string]int // grey counts by navigation key
	Unread       int            // messages
	Running      int            // jobs
	Lang         string
	Theme        string // light, dark, or empty for the system's
	CanSwitch    bool   // the person belongs to more than one seller
	RequestID    string
	Only         string // the one page of the navigation that is open yet: apply or sign
}

// Flash is the outcome of the last act, shown once.
type Flash struct {
	Reason market.Reason
	Bad    bool
	Link   string // where the outcome can be seen
}

// Link is a text that leads somewhere; without a URL it is only text.
type Link struct{ Text, URL string }

type frameKey struct{}

// WithFrame puts the frame into the context.
func WithFrame(ctx context.Context, frame Frame) context.Context {
	return context.WithValue(ctx, frameKey{}, &frame)
}

// FrameOf is the frame of this page; the zero Frame when there is none.
func FrameOf(ctx context.Context) Frame {
	if frame, known := ctx.Value(frameKey{}).(*Frame); known {
		return *frame
	}
	return Frame{}
}

// May reports whether the reader may do the act.
func May(ctx context.Context, act market.Act) bool {
	frame, known := ctx.Value(frameKey{}).(*Frame)
	return known && frame.Actor.May(act)
}

// Sees reports whether the reader may look at the area.
func Sees(ctx context.Context, area market.Area) bool {
	frame, known := ctx.Value(frameKey{}).(*Frame)
	return known && frame.Actor.Sees(area)
}

// Here is the address of this page, to come back to.
func Here(ctx context.Context) string {
	frame := FrameOf(ctx)
	if len(frame.Query) == 0 {
		return frame.Path
	}
	return frame.Path + "?" + frame.Query.Encode()
}

// SafeReturn is the path when it leads into this site, otherwise the overview.
func SafeReturn(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}

func (f Frame) initial() string {
	for _, r := range f.Actor.Name {
		return strings.ToUpper(string(r))
	}
	return ""
}

func (f Frame) home() string {
	if f.Door == OperatorDoor {
		return "/operator"
	}
	return "/"
}

// atDoor is a reason as the reader's door says it: staff have nobody's main account to ask.
func atDoor(ctx context.Context, reason market.Reason) market.Reason {
	if own := reason.Key + "_operator"; FrameOf(ctx).Door == OperatorDoor && i18n.Has(own) {
		reason.Key = own
	}
	return reason
}

func (f Frame) searchPath() string {
	if f.Door == OperatorDoor {
		return "/operator" + searchPath
	}
	return searchPath
}

func (f Frame) searchHint() string {
	if f.Door == OperatorDoor {
		return "nav.search_hint_operator"
	}
	return "nav.search_hint"
}
