package market

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// Views are lists as somebody wants to see them again: filters, columns, order and sort.
var Views = area("view", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// The acts on a view: keeping what is seen under a name, keeping what changed, its name and
// who sees it, dropping it; and arranging the columns of a list for oneself.
var (
	SaveView    = act("view.save", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)
	ChangeView  = act("view.change", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)
	EditView    = act("view.edit", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)
	DropView    = act("view.drop", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)
	ArrangeView = act("view.arrange", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)
)

// ViewID names a view.
type ViewID = ID[View]

// View is a list under a name: private to its maker, or shared with everybody in the house.
type View struct {
	ID       ViewID
	PersonID PersonID
	Kept
}

// Kept is what a view keeps.
type Kept struct {
	List   string // path of the list's page
	Name   string
	Shared bool
	Query  string // filters and sort as the URL has them
	Arrangement
}

// Arrangement is which columns a list shows, in which order, and how dense its rows are. No
// columns means those of the list.
type Arrangement struct {
	Columns JSON[[]string]
	Dense   bool
}

// Same reports whether both arrangements show the same.
func (a Arrangement) Same(other Arrangement) bool {
	return a.Dense == other.Dense && slices.Equal(a.Columns.V, other.Columns.V)
}

// ListViews is what a list knows of its reader: the views, the one that is open, and how
// the columns stand now.
type ListViews struct {
	Views   []View
	Open    *View
	Now     Arrangement
	Changed bool // the columns are not those of the open view
}

// The bounds of views.
const (
	MostViews     = 50 // of one list that a person can see
	longestView   = 30 // characters of a name
	longestQuery  = 2000
	mostColumns   = 60
	longestColumn = 60
)

// notKept are the parts of a list's address that say where in it one is, not what it is.
var notKept = []string{"view", "after", "before", "at", "count", "as", "arrange", "drawer"}

// ViewQuery is what a view keeps of a list's address: filters, sort and page size.
func ViewQuery(values url.Values) string {
	kept := url.Values{}
	for name, all := range values {
		if len(all) > 0 && all[0] != "" && !slices.Contains(notKept, name) {
			kept[name] = all
		}
	}
	return kept.Encode()
}

// Check reports what is wrong with a view that shall be kept.
func (v *Kept) Check() error {
	v.Name = strings.TrimSpace(v.Name)
	faults := Invalids{}
	switch n := utf8.RuneCountInString(v.Name); {
	case n == 0:
		faults.With("name", "problem.required")
	case n > longestView:
		faults.With("name", "view.name_long", longestView, n)
	}
	if len(v.Query) > longestQuery {
		faults.With("name", "view.query_long")
	}
	if err := faults.Join(v.Arrangement.Check()); err != nil {
		return err
	}
	return faults.Err()
}

// Check reports an arrangement that no list can have.
func (a Arrangement) Check() error {
	if len(a.Columns.V) > mostColumns || slices.ContainsFunc(a.Columns.V, func(name string) bool { return len(name) > longestColumn }) {
		return Invalid("columns", "problem.not_found")
	}
	return nil
}

// Owned answers whether the actor may change the view: its maker, and of a shared one the
// main account too.
func (v View) Owned(actor Actor) error {
	if v.PersonID == actor.Person || v.Shared && (actor.Is(Owner) || actor.Is(Manager)) {
		return nil
	}
	return Conflict("view.of_another", v.Name)
}
