package ui

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Query is the state of a list as it stands in the URL: filters by their names, sort
// (column), up (1 = ascending), size, after and before (cursors), at (first row's number,
// only shown), view (saved view).
type Query struct {
	path   string
	values url.Values
}

// QueryOf is the query of this page.
func QueryOf(ctx context.Context) Query {
	frame := FrameOf(ctx)
	return Query{frame.Path, frame.Query}
}

// Get is one value of the query.
func (q Query) Get(name string) string { return q.values.Get(name) }

// passing are the parts of an address that no link of the list carries on.
var passing = []string{"after", "before", "at", "as", "arrange"}

// With is the address of the list with these names set, in pairs of name and value; an
// empty value drops the name. Any change leads back to the first page.
func (q Query) With(pairs ...string) string {
	changed := url.Values{}
	for name, all := range q.values {
		if !slices.Contains(passing, name) && len(all) > 0 && all[0] != "" {
			changed[name] = all
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			changed.Del(pairs[i])
		} else {
			changed.Set(pairs[i], pairs[i+1])
		}
	}
	if len(changed) == 0 {
		return q.path
	}
	return q.path + "?" + changed.Encode()
}

// Bare is the list's address without what its filter form sent empty; the same address where
// that says something, or where nothing is empty.
func (q Query) Bare(filters []Filter) (at string, emptied bool) {
	var empty []string
	for _, filter := range filters {
		for _, name := range names([]Filter{filter}) {
			if given, sent := q.values[name]; sent && filter.Value == "" && !slices.ContainsFunc(given, func(v string) bool { return v != "" }) {
				empty = append(empty, name)
			}
		}
	}
	return q.Without(empty...), len(empty) > 0
}

// Without is the address of the list without these names.
func (q Query) Without(names ...string) string {
	pairs := make([]string, 0, 2*len(names))
	for _, name := range names {
		pairs = append(pairs, name, "")
	}
	return q.With(pairs...)
}

// FilterKind is how a filter is asked for.
type FilterKind string

// The kinds of filter.
const (
	FilterSelect FilterKind = "select"
	FilterSearch FilterKind = "search"
	FilterText   FilterKind = "text"
	FilterDate   FilterKind = "date"
	FilterRange  FilterKind = "range" // two days, name_from and name_until, or a span that moves along: name
)

// Filter is one field of a filter bar; its label is area.name unless Label says otherwise.
type Filter struct {
	Name        string
	Kind        FilterKind
	Label       string
	Options     []Option
	Placeholder string // of a select: the empty choice, worded
	More        bool   // stands behind 更多条件
	Value       string // what the list assumes when the URL says nothing
}

func (f Filter) label(ctx context.Context, area string) string {
	if f.Label != "" {
		return f.Label
	}
	return areaSays(ctx, area, f.Name)
}

func (f Filter) value(q Query) string {
	if from, until := q.Get(f.Name+"_from"), q.Get(f.Name+"_until"); f.Kind == FilterRange && q.Get(f.Name) == "" {
		if from == "" && until == "" {
			return ""
		}
		return from + "–" + until
	}
	if given, known := q.values[f.Name]; known && len(given) > 0 {
		return given[0]
	}
	return f.Value
}

// said is the value as the reader knows it.
func (f Filter) said(ctx context.Context, q Query) string {
	if span := market.Stretch(q.Get(f.Name)); f.Kind == FilterRange && slices.Contains(market.Stretches, span) {
		return i18n.T(ctx, span.Key())
	}
	if f.Kind == FilterSelect || f.Kind == "" {
		var labels []string
		for _, option := range f.Options {
			if slices.Contains(q.values[f.Name], option.Value) && option.Value != "" {
				labels = append(labels, option.Label)
			}
		}
		if len(labels) > 0 {
			return strings.Join(labels, "、")
		}
	}
	return f.value(q)
}

func (f Filter) drop(q Query) string {
	if f.Kind == FilterRange {
		return q.Without(f.Name, f.Name+"_from", f.Name+"_until")
	}
	return q.Without(f.Name)
}

// used are the filters that the URL sets.
func used(q Query, filters []Filter) []Filter {
	var some []Filter
	for _, filter := range filters {
		if set := filter.value(q); set != "" && set != filter.Value {
			some = append(some, filter)
		}
	}
	return some
}

// folded are the filters that a small screen keeps in a sheet of their own; the field for
// finding stays in sight.
func folded(filters []Filter) []Filter {
	return slices.DeleteFunc(slices.Clone(filters), func(f Filter) bool { return f.Kind == FilterSearch && !f.More })
}

func names(filters []Filter) []string {
	var all []string
	for _, filter := range filters {
		all = append(all, filter.Name, filter.Name+"_from", filter.Name+"_until")
	}
	return all
}

// kept are the values that a filter form carries along unseen.
func kept(q Query, filters []Filter) []Pair {
	own := append(names(filters), passing...)
	var pairs []Pair
	for _, name := range sorted(q.values) {
		if !slices.Contains(own, name) && q.Get(name) != "" {
			pairs = append(pairs, Pair{name, q.Get(name)})
		}
	}
	return pairs
}

// Column is one column of a table; its head is area.name unless Label says otherwise.
type Column struct {
	Name  string
	Label string
	Unit  string // worded, behind the head
	Sort  bool   // the list can be sorted by it
	By    string // what it is sorted by, where that is not the column itself
	Right bool   // figures
	Width string // one of the widths of app.css: id, when, money, chip, acts, narrow, wide
	Quiet bool   // the head is only for screen readers
	Aside bool   // put away on a narrow page
}

// Grid describes a table.
type Grid struct {
	Area    string
	Caption string // worded name for screen readers; the area's otherwise
	Columns []Column
	Select  bool   // rows begin with RowBox
	Sort    string // column that the list is sorted by
	Up      bool
	Dense   bool            // one line a row
	Stack   bool            // on a phone the rows become cards
	Foot    templ.Component // rows of sums below
}

func (c Column) label(ctx context.Context, area string) string {
	if c.Label != "" || c.Name == "" {
		return c.Label
	}
	return areaSays(ctx, area, c.Name)
}

func (c Column) by() string {
	if c.By != "" {
		return c.By
	}
	return c.Name
}

// sorted tells whether the table is sorted by this column: of several that sort alike, the one
// of that very name, or the first where none of them is shown.
func (g Grid) sorted(c Column) bool {
	if g.Sort == "" || g.Sort != c.by() {
		return false
	}
	own := slices.IndexFunc(g.Columns, func(o Column) bool { return o.Sort && o.Name == g.Sort })
	if own < 0 {
		own = slices.IndexFunc(g.Columns, func(o Column) bool { return o.Sort && o.by() == g.Sort })
	}
	return own < 0 || g.Columns[own].Name == c.Name
}

func (g Grid) order(c Column) string {
	switch {
	case !c.Sort:
		return ""
	case !g.sorted(c):
		return "none"
	case g.Up:
		return "ascending"
	default:
		return "descending"
	}
}

func (g Grid) sortURL(q Query, c Column) string {
	if g.Sort == c.by() && !g.Up {
		return q.With("sort", c.by(), "up", "1")
	}
	return q.With("sort", c.by(), "up", "")
}

// Sum is the line above a table: how many there are, and in which order in words.
type Sum struct {
	Area  string
	Count market.Bounded
	Sort  string // column
	Up    bool
	Label string // worded name of that column, when it is not the area's
}

func (s Sum) order(ctx context.Context) string {
	if s.Sort == "" {
		return ""
	}
	key := "sorted_down"
	if s.Up {
		key = "sorted_up"
	}
	if own := s.Area + "." + key + "_" + s.Sort; i18n.Has(own) {
		return i18n.T(ctx, own)
	}
	if s.Sort == "at" || strings.HasSuffix(s.Sort, "_at") || strings.HasSuffix(s.Sort, "_on") { // the kinds of sort that read as time
		return i18n.T(ctx, "common."+key+"_at", s.label(ctx))
	}
	return i18n.T(ctx, "common."+key, s.label(ctx))
}

func (s Sum) label(ctx context.Context) string {
	if s.Label != "" {
		return inSentence(s.Label)
	}
	return inSentence(areaSays(ctx, s.Area, s.Sort))
}

// inSentence is a label as it stands inside a sentence: "Time left" is "time left", while
// "SKU code" keeps its capitals.
func inSentence(label string) string {
	first, size := utf8.DecodeRuneInString(label)
	second, _ := utf8.DecodeRuneInString(label[size:])
	if unicode.IsLower(second) {
		return string(unicode.ToLower(first)) + label[size:]
	}
	return label
}

// behind is the order as it follows the count.
func (s Sum) behind(ctx context.Context) string {
	if order := s.order(ctx); order != "" {
		return i18n.T(ctx, "common.count_sorted", "", order)
	}
	return ""
}

// Pages describes a pager.
type Pages struct {
	Area           string
	Next, Previous string // cursors
	Shown          int    // rows on this page
	Count          market.Bounded
	Size           int
}

// PagesOf describes the pager of a page of rows.
func PagesOf[T any](area string, page market.Page[T], size int) Pages {
	return Pages{Area: area, Next: page.Next, Previous: page.Previous, Shown: len(page.Rows), Count: page.Count, Size: size}
}

// PageSizes are the sizes that a reader may choose.
var PageSizes = []int{20, 50, 100}

func (p Pages) first(q Query) int {
	at, err := strconv.Atoi(q.Get("at"))
	if err != nil || at < 1 || q.Get("after") == "" && q.Get("before") == "" {
		return 1
	}
	return at
}

func (p Pages) position(ctx context.Context, q Query) string {
	first := p.first(q)
	return areaT(ctx, p.Area, "position", first, first+p.Shown-1, p.Count)
}

func (p Pages) nextURL(q Query) string {
	return q.With("after", p.Next, "before", "", "at", strconv.Itoa(p.first(q)+p.Shown))
}

func (p Pages) previousURL(q Query) string {
	return q.With("before", p.Previous, "after", "", "at", strconv.Itoa(max(1, p.first(q)-p.Size)))
}

// areaSays is the area's word for a name, or the common one.
func areaSays(ctx context.Context, area, name string) string { return areaT(ctx, area, name) }

func areaT(ctx context.Context, area, name string, args ...any) string {
	if key := area + "." + name; i18n.Has(key) || !i18n.Has("common."+name) {
		return i18n.T(ctx, key, args...)
	}
	return i18n.T(ctx, "common."+name, args...)
}

// Tab is a saved view, a page of a detail or a step of a range.
type Tab struct {
	Text    string
	URL     string
	Count   string // worded; empty shows none
	Current bool
	Shared  bool
	Changed bool
}

func hasMore(filters []Filter) bool {
	return slices.ContainsFunc(filters, func(f Filter) bool { return f.More })
}

func areaText(ctx context.Context, area, name string) string {
	if i18n.Has(area + "." + name) {
		return i18n.T(ctx, area+"."+name)
	}
	return ""
}

func filteredText(ctx context.Context, area string, filters []Filter) string {
	q := QueryOf(ctx)
	var parts []string
	for _, filter := range used(q, filters) {
		parts = append(parts, i18n.T(ctx, "common.empty_filter", filter.label(ctx, area), filter.said(ctx, q)))
	}
	if len(parts) == 0 {
		return ""
	}
	return i18n.T(ctx, "common.empty_filtered", strings.Join(parts, i18n.T(ctx, "common.empty_join")))
}
