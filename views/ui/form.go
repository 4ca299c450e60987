package ui

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Form is what was typed and what is wrong with it; its zero value is a fresh page.
type Form struct {
	Values  url.Values
	Fields  map[string]market.Reason
	Problem *market.Reason // what is wrong with the whole
}

// Refused is the form that comes back with what was typed and what the problem says.
func Refused(values url.Values, problem *market.Problem) Form {
	return Form{Values: values, Fields: problem.Fields, Problem: &problem.Reason}
}

// Or is what was typed into the field, or how it begins.
func (f Form) Or(name, begin string) string {
	if typed, known := f.Values[name]; known && len(typed) > 0 {
		return typed[0]
	}
	return begin
}

// typed is the first of the fields that something was written into.
func (f Form) typed(names ...string) string {
	for _, name := range names {
		if text := strings.TrimSpace(f.Or(name, "")); text != "" {
			return text
		}
	}
	return ""
}

// Holds reports whether the value of a box or choice is taken.
func (f Form) Holds(name, value, begin string) bool {
	if f.Values != nil {
		return slices.Contains(f.Values[name], value)
	}
	return value == begin
}

// Fault is what is wrong with the field.
func (f Form) Fault(name string) (market.Reason, bool) {
	reason, bad := f.Fields[name]
	return reason, bad
}

// Bad reports whether the field is wrong.
func (f Form) Bad(name string) bool {
	_, bad := f.Fields[name]
	return bad
}

// Option is one choice of a field.
type Option struct {
	Value, Label string
	Help         string // a second line, for Cards
}

// Input is one field: Area.Name is the key of its label, Area.Name_help of its help.
type Input struct {
	Area, Name   string
	ID           string // when a page has the name twice; otherwise the name
	Label        string // worded text instead of the key
	Begin        string // value on a fresh page
	Kind         string // email, password, tel, url, search, month, datetime-local, …
	Required     bool
	ReadOnly     bool
	Disabled     string // worded reason why it cannot be changed now
	Help         string // key of the help line when it is not Area.Name_help
	HelpText     string // worded help
	Unit         string // worded, inside at the right
	Max          int    // characters; shows a counter
	Low, High    string // bounds of a number or a date
	Rows         int
	Options      []Option
	Autocomplete string
	Placeholder  string // worded; of a Select: the empty choice
	Accept       string // kinds of file
	Multiple     bool
	Autofocus    bool
}

// faultKey words a field of the summary; in rows of a table (discount_3) the column's word.
func faultKey(area, name string) string {
	for _, key := range []string{area + "." + name, area + "." + strings.TrimRight(name, "_0123456789")} {
		if i18n.Has(key) {
			return key
		}
	}
	return ""
}

func (in Input) id() string {
	if in.ID != "" {
		return in.ID
	}
	return in.Name
}

func (in Input) label(ctx context.Context) string {
	if in.Label != "" {
		return in.Label
	}
	return i18n.T(ctx, in.Area+"."+in.Name)
}

func (in Input) help(ctx context.Context) string {
	switch {
	case in.Disabled != "":
		return in.Disabled
	case in.HelpText != "":
		return in.HelpText
	case in.Help != "":
		return i18n.T(ctx, in.Help)
	case i18n.Has(in.Area + "." + in.Name + "_help"):
		return i18n.T(ctx, in.Area+"."+in.Name+"_help")
	}
	return ""
}

func (in Input) describedBy(ctx context.Context, f Form) string {
	switch {
	case f.Bad(in.Name):
		return in.id() + "-fault"
	case in.help(ctx) != "":
		return in.id() + "-help"
	}
	return ""
}

func (in Input) kind() string {
	if in.Kind == "" {
		return "text"
	}
	return in.Kind
}

func (in Input) counted(f Form) string {
	return strconv.Itoa(utf8.RuneCountInString(f.Or(in.Name, in.Begin))) + " / " + i18n.Number(in.Max)
}

func (in Input) rows() string { return strconv.Itoa(max(in.Rows, 3)) }

func (in Input) optionID(n int) string { return in.id() + "-" + strconv.Itoa(n) }

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func (in Input) empty(ctx context.Context) string {
	if in.Placeholder != "" {
		return in.Placeholder
	}
	return i18n.T(ctx, "common.choose")
}

// attributes are those that every control shares. Browsers' own required bubbles are left
// out on purpose: the server words what is missing, next to the field.
func (in Input) attributes(ctx context.Context, f Form) templ.Attributes {
	all := templ.Attributes{}
	if by := in.describedBy(ctx, f); by != "" {
		all["aria-describedby"] = by
	}
	if f.Bad(in.Name) {
		all["aria-invalid"] = "true"
	}
	if in.Required {
		all["aria-required"] = "true"
	}
	if in.ReadOnly {
		all["readonly"] = true
	}
	if in.Disabled != "" {
		all["disabled"] = true
	}
	if in.Autofocus {
		all["autofocus"] = true
	}
	if in.Autocomplete != "" {
		all["autocomplete"] = in.Autocomplete
	}
	if in.Placeholder != "" && in.Options == nil {
		all["placeholder"] = in.Placeholder
	}
	return all
}
