package market

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Stocks are how much of a product may still be sold (库存管理, catalogue.md §5).
var Stocks = area("stock", Owner, Operations, Support, Reviewer, Manager)

// SetStock raises or lowers the stock of a product.
var SetStock = act("stock.set", Owner, Operations)

// The bounds of stock (catalogue.md §5).
const (
	FirstStock      = 999
	MostStockChange = 9_999_999
	stockNoteLimit  = 200
)

// Stock is what may be sold of a product altogether and what is sold or held already.
type Stock struct {
	SellerID  SellerID
	ProductID ProductID
	Total     int64
	Consumed  int64
	Warned    bool
}

// Left is what can still be sold.
func (s Stock) Left() int64 { return s.Total - s.Consumed }

// Low reports whether so little is left that the seller is warned (code 501).
func (s Stock) Low(percent int) bool { return s.Left()*100 <= s.Total*int64(percent) }

// StockRow is a product's stock as its list shows it.
type StockRow struct {
	Stock
	ProductName string
	Number      string
	AccessType  AccessType
	ListedAt    time.Time
	ChangedAt   *time.Time
}

// StockSearch is which stocks of a list are wanted; empty fields want all.
type StockSearch struct {
	Text  string
	Level string // out | low
}

// StockChange is one change of a product's stock.
type StockChange struct {
	ID        ID[StockChange]
	ProductID ProductID
	Change    int64
	Total     int64
	Consumed  int64
	Note      string
	Actor     string
	At        time.Time
}

// StockAsk is a change that a product's stock shall have.
type StockAsk struct {
	ProductID ProductID
	Change    int64
	Note      string
}

// StockFacts is a product as a change of its stock meets it.
type StockFacts struct {
	Stock
	ProductName string
	OnSale      bool
}

// CheckStocks are the faults of changes of stock, all rows at once: change_N and note_N
// (catalogue.md §5): −9,999,999 to 9,999,999, and more must be left than is sold.
func CheckStocks(asks []StockAsk, stocks map[ProductID]StockFacts) error {
	if len(asks) == 0 {
		return Invalid("change", "problem.required")
	}
	faults, seen := Invalids{}, map[ProductID]bool{}
	for n, ask := range asks {
		change, note := RowField("change", n), RowField("note", n)
		stock := stocks[ask.ProductID]
		switch total := stock.Total + ask.Change; {
		case seen[ask.ProductID]:
			faults.With(change, "stock.twice", stock.ProductName)
		case !stock.OnSale:
			faults.With(change, "stock.off_sale", stock.ProductName)
		case ask.Change == 0 || ask.Change < -MostStockChange || ask.Change > MostStockChange:
			faults.With(change, "stock.out_of_range", MostStockChange, ask.Change)
		case ask.Change < 0 && total <= stock.Consumed:
			faults.With(change, "stock.below_sold", stock.Total, stock.Consumed, ask.Change, total)
		}
		seen[ask.ProductID] = true
		length := utf8.RuneCountInString(strings.TrimSpace(ask.Note))
		if length == 0 {
			faults.With(note, "stock.no_note")
		} else if length > stockNoteLimit {
			faults.With(note, "problem.too_long", stockNoteLimit, length)
		}
	}
	return faults.Err()
}

// Takes is how much of the stock a purchase holds: a device each, otherwise one instance.
// Renewals, changes and conversions go on with what was bought; the sandbox takes nothing.
func (p Purchase) Takes(sale Sale, test bool) int64 {
	switch {
	case test || p.Type != OrderNew && p.Type != OrderTrial:
		return 0
	case sale.AccessType == AccessHardware && p.Quantity.Whole():
		return p.Quantity.d.IntPart()
	}
	return 1
}
