package ui

// Term is one number of a formula with its name beneath, or one sign.
type Term struct {
	Sign  string // ( ) + − × ÷ =; stands before the number, or alone
	Value string // already formatted
	Name  string
	Total bool // the result: larger
}
