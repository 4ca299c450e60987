package signing

import "regexp"

// BodySign is the value of the Body-Sign header for a response's exact bytes
// (production-interface.md §2.4).
func BodySign(key string, body []byte) string {
	return `sign_type="HMAC-SHA256", signature="` + hmacBase64(key, string(body)) + `"`
}

// BodySignResult is what a check of Body-Sign found.
type BodySignResult string

// The findings; each but the first has its message on the debugging page.
const (
	BodySignOK        BodySignResult = "ok"
	BodySignMissing   BodySignResult = "missing"
	BodySignMalformed BodySignResult = "malformed"
	BodySignMismatch  BodySignResult = "mismatch"
)

// BodySignCheck is a finding, and the signature we expected.
type BodySignCheck struct {
	Result   BodySignResult
	Expected string
}

// CheckBodySign checks the header of a response against its exact bytes.
func CheckBodySign(key, header string, body []byte) BodySignCheck {
	check := BodySignCheck{Result: BodySignOK, Expected: hmacBase64(key, string(body))}
	signature, ok := ParseBodySign(header)
	switch {
	case header == "":
		check.Result = BodySignMissing
	case !ok:
		check.Result = BodySignMalformed
	case !same(signature, check.Expected):
		check.Result = BodySignMismatch
	}
	return check
}

// Message is the text of the marketplace's own debugging page; it is part of the
// protocol and therefore not translated.
func (c BodySignCheck) Message() string {
	switch c.Result {
	case BodySignMissing:
		return "http header->bodySign is empty."
	case BodySignMalformed:
		return "http header->sign_type is not equals HMAC-SHA256 or signature is empty."
	case BodySignMismatch:
		return "http body signature check failed, expected signature: " + c.Expected
	default:
		return ""
	}
}

// Both values must be quoted; a space after signature= is in the marketplace's own example.
var bodySignForm = regexp.MustCompile(`^\s*sign_type="HMAC-SHA256"\s*,\s*signature=\s*"([^"]+)"\s*$`)

// ParseBodySign takes the signature out of a Body-Sign header.
func ParseBodySign(header string) (signature string, ok bool) {
	match := bodySignForm.FindStringSubmatch(header)
	if match == nil {
		return "", false
	}
	return match[1], true
}
