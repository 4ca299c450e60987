package db

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sellercenter/internal/market"
)

// fullFor is how long a list that was longer than we count is believed to be so: nobody
// sees a wrong number, because none is shown.
const fullFor = time.Minute

// A list of more than manyCounted rows is not counted again for manyFor, unless somebody of
// the seller's acts meanwhile.
const (
	manyCounted = 1000
	manyFor     = 10 * time.Second
)

// everything is a bound that no count reaches.
const everything = 1 << 40

// countOf names a count: whose rows, which statement, and with what.
type countOf struct {
	seller market.SellerID // zero: of all sellers
	query  string
	with   [sha256.Size]byte
}

// count is how many of the seller's rows the statement counts, which stops behind
// market.CountLimit. A long list is not counted again for a while.
func (s *Seller) count(ctx context.Context, query string, args ...any) (market.Bounded, error) {
	return s.db.bounded(s.scope(), query, args, func(n *int) error { return s.get(ctx, n, query, args...) })
}

// count is the same over all sellers' rows.
func (o *Operator) count(ctx context.Context, query string, args ...any) (market.Bounded, error) {
	return o.db.bounded(market.SellerID{}, query, args, func(n *int) error { return o.db.getRow(ctx, n, query, args...) })
}

func (db *DB) bounded(seller market.SellerID, query string, args []any, ask func(*int) error) (market.Bounded, error) {
	key := countOf{seller, query, countWith(args)}
	now := db.Now()
	if count, known := db.counts.get(key, now); known {
		return count, nil
	}
	var n int
	if err := ask(&n); err != nil {
		return market.Bounded{}, err
	}
	count := bounded(n)
	switch {
	case count.More:
		db.counts.set(key, count, now, fullFor)
	case n > manyCounted:
		db.counts.set(key, count, now, manyFor)
	default:
		db.counts.drop(key)
	}
	return count, nil
}

// changed forgets the counts of a seller, and those of all sellers: who acts sees them change
// at once.
func (db *DB) changed(seller market.SellerID) {
	db.due.drop(seller)
	db.flows.drop(seller)
	db.stalls.forget(func(of stallsOf) bool { return of.seller == seller || of.seller == market.Platform })
	db.counts.forget(func(of countOf) bool { return of.seller == seller || of.seller.IsZero() })
}

// countWith stands for the arguments of a count; the present only to the minute, because
// a list that is counted again is the same one.
func countWith(args []any) [sha256.Size]byte {
	args = slices.Clone(args)
	for i, arg := range args {
		if at, is := arg.(time.Time); is {
			args[i] = at.Truncate(fullFor)
		}
	}
	text, err := json.Marshal(args)
	if err != nil {
		text = fmt.Append(nil, args...)
	}
	return sha256.Sum256(text)
}

// bounded is a count that stopped behind the limit.
func bounded(n int) market.Bounded {
	return market.Bounded{N: min(n, market.CountLimit), More: n > market.CountLimit}
}
