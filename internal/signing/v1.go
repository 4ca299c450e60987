package signing

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// AuthToken signs V1 fields: every name but authToken, sorted, values as they are, under
// the key followed by the request's own timeStamp (production-interface.md §2.1).
func AuthToken(key string, fields map[string]string) string {
	return hmacBase64(key+fields["timeStamp"], V1Canonical(fields))
}

// V1Canonical is the text that V1 signs.
func V1Canonical(fields map[string]string) string {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if name != "authToken" {
			pairs = append(pairs, name+"="+fields[name])
		}
	}
	return strings.Join(pairs, "&")
}

// SignV1Query is the query of a V1 request, authToken last.
func SignV1Query(key string, fields map[string]string) string {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if name != "authToken" {
			pairs = append(pairs, queryEscape(name)+"="+queryEscape(fields[name]))
		}
	}
	return strings.Join(append(pairs, "authToken="+queryEscape(AuthToken(key, fields))), "&")
}

// VerifyV1Query checks the query of a V1 request. V1 states no time limit.
func VerifyV1Query(key, rawQuery string) error {
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return ErrMissing
	}
	fields := map[string]string{}
	for name := range query {
		fields[name] = query.Get(name)
	}
	return verifyV1(key, fields, fields["authToken"])
}

// SignV1Kit makes the authToken header of a V1 kit request from its body.
func SignV1Kit(key string, body []byte) (string, error) {
	fields, err := V1KitFields(body)
	if err != nil {
		return "", err
	}
	return AuthToken(key, fields), nil
}

// VerifyV1Kit checks the authToken header of a V1 kit request.
func VerifyV1Kit(key string, body []byte, authToken string) error {
	fields, err := V1KitFields(body)
	if err != nil {
		return err
	}
	return verifyV1(key, fields, authToken)
}

// V1KitFields are the top-level fields of a kit body that V1 signs: blank ones are not.
func V1KitFields(body []byte) (map[string]string, error) {
	raw, err := object(body)
	if err != nil {
		return nil, err
	}
	fields := map[string]string{}
	for name, value := range raw {
		var text string
		if json.Unmarshal(value, &text) != nil { // not a string: as it is written
			var written bytes.Buffer
			if err := compact(&written, value); err != nil {
				return nil, err
			}
			text = written.String()
		}
		if string(value) != "null" && strings.TrimSpace(text) != "" {
			fields[name] = text
		}
	}
	return fields, nil
}

func verifyV1(key string, fields map[string]string, authToken string) error {
	if fields["timeStamp"] == "" {
		return ErrTimestamp
	}
	// A plus sign that was sent unencoded arrives as a space; Base64 has no spaces.
	return verified(key, strings.ReplaceAll(authToken, " ", "+"), AuthToken(key, fields))
}

// queryEscape writes a space as %20: the marketplace never sends a plus sign for it.
func queryEscape(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
