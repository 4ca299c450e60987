package signing

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzParsersNeitherPanicNorContradictThemselves(f *testing.F) {
	for _, seed := range []string{
		`{"b":[1,{"c":null}],"a":"中"}`, `{"a":"\ud800"}`, `{"a":1e400}`, `{"":{"":[]}}`,
		`sign_type="HMAC-SHA256", signature="1Mc9="`,
		`SDK-HMAC-SHA256 Access=a, SignedHeaders=host;x-sdk-date, Signature=b`,
		"A1b2C3d4E5f6G7h8TYzZ5YxTtYw+l3F0lQ56Aat8Y+Rov3FHl7crzdY9bZc=",
		`a=1&timeStamp=2&authToken=%2B`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, form := range []func([]byte) ([]byte, error){Payload, Sorted} {
			if out, err := form(text); err == nil {
				require.True(t, json.Valid(out), "%s", out)
				again, err := form(out)
				require.NoError(t, err)
				require.True(t, bytes.Equal(out, again), "%s became %s", out, again)
			}
		}
		if fields, err := V1KitFields(text); err == nil && fields["timeStamp"] != "" {
			require.NoError(t, VerifyV1Kit(key, text, AuthToken(key, fields)))
		}
		if a, err := ParseAuthorization(string(text)); err == nil {
			b, err := ParseAuthorization(a.String())
			require.NoError(t, err)
			require.Equal(t, a, b)
		}
		if plain, err := DecryptField(key, AES256, string(text)); err == nil {
			_, err := EncryptField(key, AES256, plain, string(text[:16]))
			require.NoError(t, err)
		}
		_ = VerifyV1Query(key, string(text))
		CheckBodySign(key, string(text), text)
	})
}
