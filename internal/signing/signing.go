// Package signing makes and checks the signatures and encrypted fields of the
// marketplace's protocols. It does no I/O and is told the time.
package signing

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"
)

// Tolerance is how far a timestamp may be from our clock (production-interface.md §2.2).
const Tolerance = 60 * time.Second

// What can be wrong with a signed message; whoever answers picks the protocol's code.
var (
	ErrTimestamp = errors.New("timestamp is missing, unreadable or too far from now")
	ErrNonce     = errors.New("nonce is missing or malformed")
	ErrMissing   = errors.New("signature is missing or malformed")
	ErrSignature = errors.New("signature does not match")
	ErrPayload   = errors.New("body is not a JSON object")
)

// NewNonce makes a nonce in the form of the marketplace's examples: 64 upper-case hex digits.
func NewNonce() string {
	var random [32]byte
	rand.Read(random[:]) // crypto/rand never fails: it ends the process instead
	return strings.ToUpper(hex.EncodeToString(random[:]))
}

// ValidNonce reports whether the nonce is 16 to 64 letters, digits, dashes or underscores.
func ValidNonce(nonce string) bool {
	if len(nonce) < 16 || len(nonce) > 64 {
		return false
	}
	for _, c := range []byte(nonce) {
		if !letterOrDigit(c) && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// Millis writes an instant as the protocols do: UNIX time in milliseconds.
func Millis(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }

// fresh checks a timestamp in milliseconds and a nonce; remembering nonces is the caller's.
func fresh(timestamp, nonce string, now time.Time) error {
	ms, err := strconv.ParseInt(timestamp, 10, 64)
	// Compared as milliseconds: a time.Duration would overflow for absurd timestamps.
	if err != nil || ms < now.UnixMilli()-Tolerance.Milliseconds() || ms > now.UnixMilli()+Tolerance.Milliseconds() {
		return ErrTimestamp
	}
	if !ValidNonce(nonce) {
		return ErrNonce
	}
	return nil
}

func hmacSHA256(key, message string) []byte {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(message))
	return mac.Sum(nil)
}

func hmacHex(key, message string) string { return hex.EncodeToString(hmacSHA256(key, message)) }
func hmacBase64(key, message string) string {
	return base64.StdEncoding.EncodeToString(hmacSHA256(key, message))
}

func sha256Hex(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// verified compares a signature with the one that the key makes, in constant time. An empty
// key, as of a row without one, verifies nothing.
func verified(key, signature, expected string) error {
	if signature == "" {
		return ErrMissing
	}
	if key == "" || !same(signature, expected) {
		return ErrSignature
	}
	return nil
}

// same compares in constant time.
func same(a, b string) bool { return hmac.Equal([]byte(a), []byte(b)) }

func letterOrDigit(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
