package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"sellercenter/views/i18n"
)

// Timings are the stages of one call.
type Timings struct{ DNS, Connect, TLS, Send, Wait, Receive time.Duration }

// Exchange is one recorded call: when, how long, what was sent, what came back, what was checked.
type Exchange struct {
	At       time.Time
	Timings  Timings
	Limit    time.Duration
	Request  Code
	Response Code // no spans: nothing was received
	Checks   []CheckLine
}

// AttemptChoice is one recorded call to choose among.
type AttemptChoice struct {
	Number  int
	At      time.Time
	Href    string
	Current bool
}

// Span is a piece of code in one colour: plain, quiet, strong, value, method, accent or bad.
type Span struct{ Text, Tone string }

// Code is text to be read exactly.
type Code struct {
	Title string
	Note  string // at the right of the title
	Spans []Span
	Copy  string // what the copy button copies; empty hides it
}

// Diagnosis explains a failure before showing it: what, why, and what to do.
type Diagnosis struct {
	Happened string
	Cause    string
	Next     []NextStep
}

// NextStep is one thing to do; with an address the text is a link.
type NextStep struct{ Text, Href string }

// RecipeStep is one intermediate value of a signature.
type RecipeStep struct {
	What     string
	Value    string
	OK       bool
	Expected string // shown when not OK
}

// stage is one part of the timings bar.
type stage struct {
	Key     string
	Took    time.Duration
	X, Wide string
}

// Total is the sum of all stages.
func (t Timings) Total() time.Duration {
	return t.DNS + t.Connect + t.TLS + t.Send + t.Wait + t.Receive
}

// stages lays the parts out from left to right in percent; none is thinner than half a percent.
func (t Timings) stages() []stage {
	all := []stage{
		{Key: "exchange.dns", Took: t.DNS}, {Key: "exchange.connect", Took: t.Connect}, {Key: "exchange.tls", Took: t.TLS},
		{Key: "exchange.send", Took: t.Send}, {Key: "exchange.wait", Took: t.Wait}, {Key: "exchange.receive", Took: t.Receive},
	}
	least := max(int64(t.Total())/200, 1)
	var sum, x int64
	for _, s := range all {
		sum += max(int64(s.Took), least)
	}
	for i, s := range all {
		wide := max(int64(s.Took), least)
		all[i].X, all[i].Wide = percent(x, sum), percent(wide, sum)
		x += wide
	}
	return all
}

func millis(d time.Duration) string { return i18n.Number(int(d.Milliseconds())) }

func wordedMillis(ctx context.Context, d time.Duration) string {
	return i18n.T(ctx, "exchange.ms", millis(d))
}

// precise is 11-20 10:31:05.204.
func precise(ctx context.Context, t time.Time) string {
	return i18n.T(ctx, "timeline.precise", i18n.Day(ctx, dayIn(ctx, t)), t.In(i18n.Zone(ctx)).Format("15:04:05.000"))
}

// RequestSpans colours a request: its line with one parameter a line, its headers, its body with
// the values of the named fields in accent.
func RequestSpans(method, url string, headers [][2]string, body string, marked ...string) []Span {
	spans := []Span{{method, "method"}, {" ", ""}}
	address, query, _ := strings.Cut(url, "?")
	spans = append(spans, Span{address + "\n", ""})
	for i, pair := range strings.Split(query, "&") {
		if pair == "" {
			continue
		}
		sign := "&"
		if i == 0 {
			sign = "?"
		}
		name, value, _ := strings.Cut(pair, "=")
		spans = append(spans, Span{"  " + sign + name + "=", ""}, Span{value + "\n", "strong"})
	}
	return append(append(spans, headerSpans(headers)...), jsonSpans(body, "accent", marked)...)
}

// ResponseSpans colours an answer; the values of the named fields are the failing ones.
func ResponseSpans(status string, headers [][2]string, body string, failing ...string) []Span {
	number, text, _ := strings.Cut(status, " ")
	spans := []Span{{number, "method"}, {" " + text + "\n", ""}}
	return append(append(spans, headerSpans(headers)...), JSONSpans(body, failing...)...)
}

func headerSpans(headers [][2]string) []Span {
	spans := []Span{{"\n", ""}}
	for _, h := range headers {
		spans = append(spans, Span{h[0] + ": " + h[1] + "\n", "quiet"})
	}
	return append(spans, Span{"\n", ""})
}

// JSONSpans indents JSON and marks the values of the named fields; other text stays as it is.
func JSONSpans(body string, failing ...string) []Span { return jsonSpans(body, "bad", failing) }

func jsonSpans(body, mark string, fields []string) []Span {
	var indented bytes.Buffer
	if json.Indent(&indented, []byte(body), "", "  ") != nil {
		return []Span{{body, ""}}
	}
	var spans []Span
	for line := range strings.Lines(indented.String()) {
		name, value, found := strings.Cut(line, ": ")
		if !found {
			spans = append(spans, Span{line, ""})
			continue
		}
		end := ""
		for _, tail := range []string{"\n", ","} {
			if rest, cut := strings.CutSuffix(value, tail); cut {
				value, end = rest, tail+end
			}
		}
		tone := "value"
		for _, field := range fields {
			if strings.TrimSpace(name) == strconv.Quote(field) {
				tone = mark
			}
		}
		spans = append(spans, Span{name + ": ", "quiet"}, Span{value, tone}, Span{end, ""})
	}
	return spans
}

// attemptTabs words the choices.
func attemptTabs(ctx context.Context, choices []AttemptChoice) []Tab {
	tabs := make([]Tab, len(choices))
	for i, c := range choices {
		tabs[i] = Tab{Text: i18n.T(ctx, "exchange.attempt", c.Number, clock(ctx, c.At)), URL: c.Href, Current: c.Current}
	}
	return tabs
}

func titled(c Code, title string) Code {
	if c.Title == "" {
		c.Title = title
	}
	return c
}

// silent is the code box of an answer that never came.
func silent(c Code, title, text string) Code {
	c = titled(c, title)
	c.Spans = []Span{{text, "quiet"}}
	return c
}

func passedKey(ok bool) string {
	if ok {
		return "exchange.passed"
	}
	return "exchange.broke"
}
