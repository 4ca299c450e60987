package db

import (
	"encoding/base64"
	"strings"
	"time"

	"github.com/google/uuid"

	"sellercenter/internal/market"
)

// cursor is a place in a list sorted by an instant and an id.
type cursor struct {
	At time.Time
	ID uuid.UUID
}

// String is the cursor as it stands in a URL.
func (c cursor) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(c.At.UTC().Format(time.RFC3339Nano) + " " + c.ID.String()))
}

// readCursor reads a cursor out of a URL; what is none starts at the beginning.
func readCursor(text string) (c cursor, ok bool) {
	plain, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return cursor{}, false
	}
	at, id, _ := strings.Cut(string(plain), " ")
	if c.At, err = time.Parse(time.RFC3339Nano, at); err != nil {
		return cursor{}, false
	}
	c.ID, err = uuid.Parse(id)
	return c, err == nil
}

// size is the page size asked for, within bounds.
func size(ask market.Ask) int { return ask.Rows() }

// page cuts rows, read one more than wanted, into a screenful. at names a row's place.
// Rows read backwards (ask.Before) arrive nearest first and are turned round.
func page[T any](ask market.Ask, rows []T, at func(T) cursor) market.Page[T] {
	_, backwards := readCursor(ask.Before)
	_, forwards := readCursor(ask.After)
	return screen(size(ask), backwards, forwards, rows, func(row T) string { return at(row).String() })
}

// screen is page for any kind of cursor.
func screen[T any](wanted int, backwards, forwards bool, rows []T, at func(T) string) market.Page[T] {
	more := len(rows) > wanted
	if more {
		rows = rows[:wanted]
	}
	if backwards {
		for i, j := 0, len(rows)-1; i < j; i, j = i+1, j-1 {
			rows[i], rows[j] = rows[j], rows[i]
		}
	}
	p := market.Page[T]{Rows: rows}
	if len(rows) == 0 {
		return p
	}
	if more || backwards {
		p.Next = at(rows[len(rows)-1])
	}
	if forwards && !backwards || backwards && more {
		p.Previous = at(rows[0])
	}
	return p
}

// keyset is what a list's statement needs of an Ask: where to start and which way to read.
type keyset struct {
	at    *time.Time // NULL: from the beginning
	id    *uuid.UUID
	limit int  // one more than the page
	up    bool // read ascending: wanted so, or reading backwards in a descending list
}

func (ask keysetAsk) keyset() keyset {
	k := keyset{limit: size(market.Ask(ask)) + 1, up: ask.Up}
	c, ok := readCursor(ask.Before)
	if ok {
		k.up = !ask.Up
	} else {
		c, ok = readCursor(ask.After)
	}
	if ok {
		k.at, k.id = &c.At, &c.ID
	}
	return k
}

type keysetAsk market.Ask

// from reads the keyset out of an Ask.
func from(ask market.Ask) keyset { return keysetAsk(ask).keyset() }
