package signing

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	akskAlgorithm = "SDK-HMAC-SHA256"
	akskDate      = "20060102T150405Z"
	akskTolerance = 15 * time.Minute
	unsignedBody  = "UNSIGNED-PAYLOAD"
)

// Authorization is an open API request's Authorization header taken apart.
type Authorization struct {
	Access    string
	Signed    []string // names of the signed headers, lower case
	Signature string
}

// String is the header's value.
func (a Authorization) String() string {
	return fmt.Sprintf("%s Access=%s, SignedHeaders=%s, Signature=%s",
		akskAlgorithm, a.Access, strings.Join(a.Signed, ";"), a.Signature)
}

// ParseAuthorization reads an Authorization header.
func ParseAuthorization(header string) (Authorization, error) {
	var a Authorization
	rest, ok := strings.CutPrefix(header, akskAlgorithm+" ")
	if !ok {
		return a, ErrMissing
	}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "Access":
			a.Access = value
		case "SignedHeaders":
			a.Signed = strings.Split(strings.ToLower(value), ";")
		case "Signature":
			a.Signature = value
		}
	}
	if a.Access == "" || a.Signature == "" || !slices.Contains(a.Signed, "x-sdk-date") {
		return Authorization{}, ErrMissing
	}
	return a, nil
}

// SignAKSK signs an open API request over its host, its date and the named headers
// (production-interface.md §2.6).
func SignAKSK(r *http.Request, body []byte, access, secret string, now time.Time, headers ...string) error {
	r.Header.Set("X-Sdk-Date", now.UTC().Format(akskDate))
	signed := []string{"host", "x-sdk-date"}
	for _, name := range headers {
		signed = append(signed, strings.ToLower(name))
	}
	slices.Sort(signed)
	signed = slices.Compact(signed)
	text, err := AKSKCanonical(r, body, signed)
	if err != nil {
		return err
	}
	a := Authorization{Access: access, Signed: signed, Signature: hmacHex(secret, AKSKStringToSign(r, text))}
	r.Header.Set("Authorization", a.String())
	return nil
}

// VerifyAKSK checks an open API request against its raw body. The list of signed headers
// is the sender's: clients differ.
func VerifyAKSK(r *http.Request, body []byte, secret string, now time.Time) error {
	a, err := ParseAuthorization(r.Header.Get("Authorization"))
	if err != nil {
		return err
	}
	date, err := time.Parse(akskDate, r.Header.Get("X-Sdk-Date"))
	if err != nil || now.Sub(date).Abs() > akskTolerance {
		return ErrTimestamp
	}
	// A hash that was sent must be this body's; JSON may not go unsigned.
	switch sent := r.Header.Get("X-Sdk-Content-Sha256"); {
	case sent == "" || strings.EqualFold(sent, sha256Hex(body)):
	case sent == unsignedBody && !strings.Contains(r.Header.Get("Content-Type"), "json"):
	default:
		return ErrSignature
	}
	text, err := AKSKCanonical(r, body, a.Signed)
	if err != nil {
		return err
	}
	return verified(secret, strings.ToLower(a.Signature), hmacHex(secret, AKSKStringToSign(r, text)))
}

// AKSKCanonical is the canonical request over the named headers.
func AKSKCanonical(r *http.Request, body []byte, signed []string) (string, error) {
	path, err := canonicalPath(r.URL)
	if err != nil {
		return "", err
	}
	query, err := canonicalQuery(r.URL.RawQuery)
	if err != nil {
		return "", err
	}
	var headers strings.Builder
	for _, name := range signed {
		for _, value := range headerValues(r, name) {
			headers.WriteString(name + ":" + strings.TrimSpace(value) + "\n")
		}
	}
	hash := r.Header.Get("X-Sdk-Content-Sha256")
	if hash == "" {
		hash = sha256Hex(body)
	}
	return strings.Join([]string{r.Method, path, query, headers.String(), strings.Join(signed, ";"), hash}, "\n"), nil
}

// AKSKStringToSign is what the secret key signs.
func AKSKStringToSign(r *http.Request, canonical string) string {
	return akskAlgorithm + "\n" + r.Header.Get("X-Sdk-Date") + "\n" + sha256Hex([]byte(canonical))
}

func headerValues(r *http.Request, name string) []string {
	if name == "host" {
		if r.Host != "" {
			return []string{r.Host}
		}
		return []string{r.URL.Host}
	}
	return slices.Sorted(slices.Values(r.Header.Values(name)))
}

// canonicalPath encodes each segment anew and ends in a slash, for signing only.
func canonicalPath(u *url.URL) (string, error) {
	segments := strings.Split(u.EscapedPath(), "/")
	for i, segment := range segments {
		plain, err := url.PathUnescape(segment)
		if err != nil {
			return "", ErrSignature
		}
		segments[i] = strictEscape(plain)
	}
	return strings.TrimSuffix(strings.Join(segments, "/"), "/") + "/", nil
}

func canonicalQuery(raw string) (string, error) {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return "", ErrSignature
	}
	var pairs [][2]string
	for name, values := range query {
		for _, value := range values {
			pairs = append(pairs, [2]string{name, value})
		}
	}
	slices.SortFunc(pairs, func(a, b [2]string) int {
		if n := strings.Compare(a[0], b[0]); n != 0 {
			return n
		}
		return strings.Compare(a[1], b[1])
	})
	texts := make([]string, len(pairs))
	for i, pair := range pairs {
		texts[i] = strictEscape(pair[0]) + "=" + strictEscape(pair[1])
	}
	return strings.Join(texts, "&"), nil
}

// strictEscape leaves only the unreserved characters of RFC 3986 as they are.
func strictEscape(text string) string {
	var out strings.Builder
	for _, c := range []byte(text) {
		if letterOrDigit(c) || strings.IndexByte("-_.~", c) >= 0 {
			out.WriteByte(c)
		} else {
			fmt.Fprintf(&out, "%%%02X", c)
		}
	}
	return out.String()
}
