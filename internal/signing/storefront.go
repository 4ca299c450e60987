package signing

import (
	"net/http"
	"strings"
	"time"
)

// The headers of a signed Storefront API request.
const (
	AccessHeader    = "X-Access-Key"
	TimestampHeader = "X-Timestamp" // milliseconds
	NonceHeader     = "X-Nonce"
	SignatureHeader = "X-Signature"
)

// SignRequest signs a Storefront API request: method, path with query, timestamp, nonce
// and the hash of the body, one a line, under the secret.
func SignRequest(r *http.Request, body []byte, access, secret string, now time.Time, nonce string) {
	r.Header.Set(AccessHeader, access)
	r.Header.Set(TimestampHeader, Millis(now))
	r.Header.Set(NonceHeader, nonce)
	r.Header.Set(SignatureHeader, hmacHex(secret, RequestCanonical(r, body)))
}

// VerifyRequest checks a Storefront API request. That a nonce is not used twice within
// Tolerance is for the caller to remember.
func VerifyRequest(r *http.Request, body []byte, secret string, now time.Time) error {
	if err := fresh(r.Header.Get(TimestampHeader), r.Header.Get(NonceHeader), now); err != nil {
		return err
	}
	return verified(secret, strings.ToLower(r.Header.Get(SignatureHeader)), hmacHex(secret, RequestCanonical(r, body)))
}

// RequestCanonical is the text that a Storefront API request signs.
func RequestCanonical(r *http.Request, body []byte) string {
	return strings.Join([]string{r.Method, r.URL.RequestURI(),
		r.Header.Get(TimestampHeader), r.Header.Get(NonceHeader), sha256Hex(body)}, "\n")
}
