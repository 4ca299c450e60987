package db

import (
	"encoding/base64"
	"strings"

	"github.com/google/uuid"

	"sellercenter/internal/market"
)

// amountCursor is a place in a list sorted by an amount and an id.
type amountCursor struct {
	Amount market.Money
	ID     uuid.UUID
}

// String is the cursor as it stands in a URL.
func (c amountCursor) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(c.Amount.String() + " " + c.ID.String()))
}

// readAmountCursor reads a cursor out of a URL; what is none starts at the beginning.
func readAmountCursor(text string) (c amountCursor, ok bool) {
	plain, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return amountCursor{}, false
	}
	amount, id, _ := strings.Cut(string(plain), " ")
	if c.Amount, err = market.ReadMoney(amount); err != nil {
		return amountCursor{}, false
	}
	c.ID, err = uuid.Parse(id)
	return c, err == nil
}

// amountKeyset is a keyset whose place is an amount.
type amountKeyset struct {
	amount *market.Money // NULL: from the beginning
	id     *uuid.UUID
	limit  int
	up     bool // read ascending: wanted so, or reading backwards in a descending list

	backwards, forwards bool
}

// fromAmount reads the keyset of an amount out of an Ask.
func fromAmount(ask market.Ask) amountKeyset {
	k := amountKeyset{limit: size(ask) + 1, up: ask.Up}
	c, ok := readAmountCursor(ask.Before)
	if ok {
		k.up, k.backwards = !ask.Up, true
	} else if c, ok = readAmountCursor(ask.After); ok {
		k.forwards = true
	}
	if ok {
		k.amount, k.id = &c.Amount, &c.ID
	}
	return k
}
