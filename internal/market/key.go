package market

import (
	"crypto/rand"
	"encoding/json"
	"math/big"
	"time"
)

// Keys are the secrets that the marketplace and a seller's server share (catalogue.md §1.8).
var Keys = area("key", Owner, Operations)

// The acts on a key; showing one is an act so that it stands in the audit.
var (
	CreateKey = act("key.create", Owner)
	RevealKey = act("key.reveal", Owner)
	RotateKey = act("key.rotate", Owner)
	RetireKey = act("key.retire", Clock)
	RevokeKey = act("key.revoke", Owner)
	CodeKey   = act("key.code", Owner, Operations, Finance, Support)  // sends a code to one's own mobile
	IssueKey  = act("key.issue", Owner, Operations, Finance, Support) // an access key of one's own, with the code
)

// AccessKeysMost is how many access keys one person may have at a time, so that one can take
// the other's place.
const AccessKeysMost = 2

// KeyID names a key.
type KeyID = ID[Key]

// KeyPurpose is the interface type that a key is bound to; no key serves two
// (production-interface.md §2).
type KeyPurpose string

// The interface types.
const (
	KeyBase    KeyPurpose = "base"    // 基础接口: instances
	KeyGeneral KeyPurpose = "general" // 通用接口: order notifications
	KeyLicence KeyPurpose = "licence" // License 授权码: refresh, freeze and release of codes
	KeyOpen    KeyPurpose = "open"    // 开放接口: the access key of the seller's own programs
)

// KeyPurposes are all interface types.
var KeyPurposes = []KeyPurpose{KeyBase, KeyGeneral, KeyLicence, KeyOpen}

// Key names the purpose's words.
func (p KeyPurpose) Key() string { return "key.purpose_" + string(p) }

// KeyStatus is whether a key is used.
type KeyStatus string

// The life of a key. A retiring one is still accepted until the new one is everywhere.
const (
	KeyActive   KeyStatus = "active"
	KeyRetiring KeyStatus = "retiring"
	KeyRevoked  KeyStatus = "revoked"
)

// KeyStatuses are all states.
var KeyStatuses = []KeyStatus{KeyActive, KeyRetiring, KeyRevoked}

// Key names the state's words.
func (s KeyStatus) Key() string { return "key.status_" + string(s) }

// Tone is the state's colour.
func (s KeyStatus) Tone() Tone {
	return map[KeyStatus]Tone{KeyActive: OK, KeyRetiring: Warn, KeyRevoked: Neutral}[s]
}

// KeyMoves is the life of a key.
var KeyMoves = Moves[KeyStatus]{
	{KeyActive, RotateKey, KeyRetiring},
	{KeyActive, RevokeKey, KeyRevoked},
	{KeyRetiring, RetireKey, KeyRevoked},
	{KeyRetiring, RevokeKey, KeyRevoked},
}

// Key is an access key without its value.
type Key struct {
	SellerID   SellerID
	ID         KeyID
	Number     string
	Purpose    KeyPurpose
	Status     KeyStatus
	Tail       string // its last characters
	CreatedBy  string
	CreatedAt  time.Time
	RevealedAt *time.Time
	RetiresAt  *time.Time
}

// Kept refuses to show or replace an access key: its value was shown once, and whoever needs
// another has one issued (catalogue.md §1.8).
func (k Key) Kept() error {
	if k.Purpose == KeyOpen {
		return Conflict("key.shown_once", k.Number)
	}
	return nil
}

// Masked is what is shown of a key before it is revealed.
func (k Key) Masked() string { return "************************" + k.Tail }

// Rotate replaces the key: it stays valid beside the new one for the overlap.
func (k *Key) Rotate(now time.Time, overlap time.Duration) (err error) {
	if k.Status, err = KeyMoves.Next(k.Status, RotateKey); err != nil {
		return err
	}
	ends := now.Add(overlap)
	k.RetiresAt = &ends
	return nil
}

// Retire ends a replaced key when its overlap is over.
func (k *Key) Retire(now time.Time) (err error) {
	if k.RetiresAt != nil && now.Before(*k.RetiresAt) {
		return Conflict("key.overlap_open", *k.RetiresAt)
	}
	k.Status, err = KeyMoves.Next(k.Status, RetireKey)
	return err
}

// Revoke ends the key at once.
func (k *Key) Revoke(now time.Time) (err error) {
	if k.Status, err = KeyMoves.Next(k.Status, RevokeKey); err != nil {
		return err
	}
	k.RetiresAt = &now
	return nil
}

// Secret is a value that must not be printed, logged or stored by accident.
type Secret string

// String hides the value.
func (Secret) String() string { return "********" }

// MarshalJSON hides the value.
func (Secret) MarshalJSON() ([]byte, error) { return json.Marshal("********") }

// Tail is the end of the value by which people know it.
func (s Secret) Tail() string { return string(s[max(0, len(s)-4):]) }

// secretLetters leaves out what is mistaken for one another.
const secretLetters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"

// NewSecret draws an access key of 32 letters and digits.
func NewSecret() Secret {
	drawn := make([]byte, 32)
	for i := range drawn {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(secretLetters))))
		if err != nil {
			panic(err) // the system has no randomness
		}
		drawn[i] = secretLetters[n.Int64()]
	}
	return Secret(drawn)
}

// KeyInUse is a key with its value, for signing.
type KeyInUse struct {
	ID     KeyID
	Number string
	Status KeyStatus
	Value  Secret
}
