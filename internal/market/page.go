package market

// Page is one screenful of a long list, reached by keyset: Next and Previous are cursors
// to put back into the URL, empty where the list ends.
type Page[T any] struct {
	Rows     []T
	Next     string
	Previous string
	Count    Bounded
}

// Whole reports whether the screenful is the whole list.
func (p Page[T]) Whole() bool { return p.Next == "" && p.Previous == "" }

// Ask is which screenful of a list is wanted.
type Ask struct {
	After  string // cursor: rows behind it
	Before string // cursor: rows in front of it
	Size   int    // rows a page; 50 unless told
	Sort   string // column; each list has its own
	Up     bool   // ascending
}

// The largest pages that are read at once; a browser gets at most 100 rows.
const (
	MostRows = 1000
	FileRows = 10_000 // for a file
)

// Rows is how many rows a page has.
func (a Ask) Rows() int {
	if a.Size < 1 || a.Size > FileRows {
		return 50
	}
	return a.Size
}

// Bounded is a count that stops counting: 10,000+ is enough to know.
type Bounded struct {
	N    int
	More bool // there are more than N
}

// CountLimit is where counting stops.
const CountLimit = 10_000
