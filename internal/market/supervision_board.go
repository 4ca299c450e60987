package market

import "time"

// BoardDays is how many days of acts the board of people counts.
const BoardDays = 30

// Board is where the open deliveries stand by product, and who of the seller does what.
type Board struct {
	Products []BoardProduct
	People   []BoardPerson
}

// BoardProduct is one product's open deliveries.
type BoardProduct struct {
	Name   string
	Open   int
	Ours   int // it is the seller's turn
	Late   int
	Oldest *time.Time // since when the longest-waiting stands at its node
}

// BoardPerson is what one of the seller's people did lately.
type BoardPerson struct {
	Name     string
	Flows    int // deliveries that the person did something to
	Handed   int // of them, in which the person handed something over
	Returned int // of those, sent back by the buyer afterwards
	LastAt   time.Time
}
