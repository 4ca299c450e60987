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
	Acts     int
	Handed   int // handed over
	Returned int // of the flows handed over, sent back by the buyer afterwards
	LastAt   time.Time
}
