package signing

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// V2 is one of the two ways in which V2 signs a body.
type V2 string

// The V2 schemes: Base hashes the payload before it is signed, Kit does not
// (production-interface.md §2.2, §2.3).
const (
	Base V2 = "base"
	Kit  V2 = "kit"
)

// Stamp is what a V2 message carries beside its body.
type Stamp struct {
	Signature string
	Timestamp string // milliseconds
	Nonce     string
}

// Query is the stamp as base messages carry it.
func (s Stamp) Query() string {
	return "signature=" + url.QueryEscape(s.Signature) + "&timestamp=" + url.QueryEscape(s.Timestamp) +
		"&nonce=" + url.QueryEscape(s.Nonce)
}

// Header puts the stamp where kit messages carry it.
func (s Stamp) Header(h http.Header) {
	h.Set("x-sign", s.Signature)
	h.Set("x-timestamp", s.Timestamp)
	h.Set("x-nonce", s.Nonce)
}

// QueryStamp reads the stamp of a base message.
func QueryStamp(q url.Values) Stamp {
	return Stamp{Signature: q.Get("signature"), Timestamp: q.Get("timestamp"), Nonce: q.Get("nonce")}
}

// HeaderStamp reads the stamp of a kit message.
func HeaderStamp(h http.Header) Stamp {
	return Stamp{Signature: h.Get("x-sign"), Timestamp: h.Get("x-timestamp"), Nonce: h.Get("x-nonce")}
}

// Sign stamps a body.
func (v V2) Sign(key string, body []byte, now time.Time, nonce string) (Stamp, error) {
	recipe, err := v.Recipe(key, body, Millis(now), nonce)
	if err != nil {
		return Stamp{}, err
	}
	return Stamp{Signature: recipe.Signature, Timestamp: Millis(now), Nonce: nonce}, nil
}

// Verify checks the stamp of a body: first its time and nonce, then its signature. That
// a nonce is not used twice within Tolerance is for the caller to remember.
func (v V2) Verify(key string, body []byte, stamp Stamp, now time.Time) error {
	if err := fresh(stamp.Timestamp, stamp.Nonce, now); err != nil {
		return err
	}
	signature := strings.ToUpper(stamp.Signature)
	payload, err := Payload(body)
	if err == nil && verified(key, signature, v.cook(key, string(payload), stamp.Timestamp, stamp.Nonce).Signature) == nil {
		return nil
	}
	// Some senders sign the bytes as they go out.
	return verified(key, signature, v.cook(key, string(body), stamp.Timestamp, stamp.Nonce).Signature)
}

// Recipe is how a V2 signature came about, with the key masked: fit to be shown.
type Recipe struct {
	Payload   string `json:"payload"`
	Inner     string `json:"inner,omitempty"` // hash of the payload; Base only
	Canonical string `json:"canonical"`       // key, nonce, timestamp, then Inner or Payload
	Signature string `json:"signature"`
}

// Step is one named value of a recipe.
type Step struct {
	Name  string // payload, inner, canonical, signature
	Value string
}

// Steps are the recipe's values in the order in which they are made.
func (r Recipe) Steps() []Step {
	steps := []Step{{"payload", r.Payload}, {"inner", r.Inner}, {"canonical", r.Canonical}, {"signature", r.Signature}}
	if r.Inner == "" {
		return append(steps[:1], steps[2:]...)
	}
	return steps
}

// Recipe computes a signature step by step.
func (v V2) Recipe(key string, body []byte, timestamp, nonce string) (Recipe, error) {
	payload, err := Payload(body)
	if err != nil {
		return Recipe{}, err
	}
	return v.cook(key, string(payload), timestamp, nonce), nil
}

func (v V2) cook(key, payload, timestamp, nonce string) Recipe {
	recipe := Recipe{Payload: payload}
	signed := nonce + timestamp + payload
	if v == Base {
		recipe.Inner = hmacHex(key, payload)
		signed = nonce + timestamp + recipe.Inner
	}
	recipe.Canonical = Mask(key) + signed
	recipe.Signature = strings.ToUpper(hmacHex(key, key+signed))
	return recipe
}

// Mask shows a key's first and last four characters, and of a short key nothing.
func Mask(key string) string {
	if len(key) < 16 {
		return "********"
	}
	return key[:4] + "********" + key[len(key)-4:]
}
