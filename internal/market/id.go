package market

import (
	"crypto/rand"
	"encoding/binary"
	"time"

	"github.com/google/uuid"
)

// ID names one row of one kind: an order's id cannot be passed as a refund's.
type ID[T any] struct{ uuid.UUID }

// NewID makes an id of version 7: it sorts by the moment it was made.
func NewID[T any](now time.Time) ID[T] {
	var id uuid.UUID
	rand.Read(id[:]) // crypto/rand never fails: it ends the process instead
	var moment [8]byte
	binary.BigEndian.PutUint64(moment[:], uint64(now.UnixMilli()))
	copy(id[:6], moment[2:])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return ID[T]{id}
}

// ParseID reads an id; what is no id is not found.
func ParseID[T any](text string) (ID[T], error) {
	id, err := uuid.Parse(text)
	if err != nil {
		return ID[T]{}, NotFound
	}
	return ID[T]{id}, nil
}

// IsZero reports whether the id names nothing.
func (id ID[T]) IsZero() bool { return id.UUID == uuid.Nil }

// PersonID names a person who can sign in.
type PersonID = ID[Person]

// SellerID names a seller.
type SellerID = ID[Seller]

// Platform is the seller id under which the operator's own acts are audited.
var Platform = SellerID{}
