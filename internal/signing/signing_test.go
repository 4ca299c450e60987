package signing

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var noon = time.Date(2026, 7, 27, 12, 0, 0, 0, time.UTC)

func TestAStampIsGoodForSixtySecondsEitherWay(t *testing.T) {
	t.Parallel()
	body := []byte(`{"activity":"newInstance"}`)
	for _, scheme := range []V2{Base, Kit} {
		stamp, err := scheme.Sign(key, body, noon, NewNonce())
		require.NoError(t, err)
		require.NoError(t, scheme.Verify(key, body, stamp, noon.Add(60*time.Second)))
		require.NoError(t, scheme.Verify(key, body, stamp, noon.Add(-60*time.Second)))
		require.ErrorIs(t, scheme.Verify(key, body, stamp, noon.Add(60*time.Second+time.Millisecond)), ErrTimestamp)
		require.ErrorIs(t, scheme.Verify(key, body, stamp, noon.Add(-61*time.Second)), ErrTimestamp)
	}
}

func TestAStampThatWasTouchedIsRefused(t *testing.T) {
	t.Parallel()
	body := []byte(`{"activity":"newInstance","orderId":"CS1"}`)
	good, err := Base.Sign(key, body, noon, NewNonce())
	require.NoError(t, err)
	with := func(change func(*Stamp)) error {
		stamp := good
		change(&stamp)
		return Base.Verify(key, body, stamp, noon)
	}
	require.ErrorIs(t, with(func(s *Stamp) { s.Timestamp = "" }), ErrTimestamp)
	require.ErrorIs(t, with(func(s *Stamp) { s.Timestamp = "99999999999999999999" }), ErrTimestamp)
	require.ErrorIs(t, with(func(s *Stamp) { s.Timestamp = "-9223372036854775808" }), ErrTimestamp)
	require.ErrorIs(t, with(func(s *Stamp) { s.Timestamp = Millis(noon.Add(time.Second)) }), ErrSignature)
	require.ErrorIs(t, with(func(s *Stamp) { s.Nonce = "" }), ErrNonce)
	require.ErrorIs(t, with(func(s *Stamp) { s.Nonce = strings.Repeat("A", 65) }), ErrNonce)
	require.ErrorIs(t, with(func(s *Stamp) { s.Nonce = NewNonce() }), ErrSignature)
	require.ErrorIs(t, with(func(s *Stamp) { s.Signature = "" }), ErrMissing)
	require.ErrorIs(t, with(func(s *Stamp) { s.Signature = "C506" }), ErrSignature)
	require.NoError(t, with(func(s *Stamp) { s.Signature = strings.ToLower(s.Signature) }))
	require.ErrorIs(t, Base.Verify("another-key", body, good, noon), ErrSignature)
	require.ErrorIs(t, Base.Verify(key, []byte(`{"activity":"newInstance","orderId":"CS2"}`), good, noon), ErrSignature)
	require.ErrorIs(t, Kit.Verify(key, body, good, noon), ErrSignature)
}

func TestAnEmptyKeyVerifiesNothing(t *testing.T) {
	t.Parallel()
	body := []byte(`{"a":1}`)
	stamp, err := Base.Sign("", body, noon, NewNonce())
	require.NoError(t, err)
	require.ErrorIs(t, Base.Verify("", body, stamp, noon), ErrSignature)
	r := ask(t, "GET", "https://market.example.com/v1", "")
	SignRequest(r, nil, "access", "", noon, NewNonce())
	require.ErrorIs(t, VerifyRequest(r, nil, "", noon), ErrSignature)
	require.NoError(t, SignAKSK(r, nil, access, "", noon))
	require.ErrorIs(t, VerifyAKSK(r, nil, "", noon), ErrSignature)
}

func TestASenderMaySignTheBytesAsTheyGoOut(t *testing.T) {
	t.Parallel()
	body := []byte(`{"b":1, "a":2}`)
	nonce := NewNonce()
	raw := Base.cook(key, string(body), Millis(noon), nonce)
	require.NoError(t, Base.Verify(key, body, Stamp{raw.Signature, Millis(noon), nonce}, noon))
}

func TestAStampTravelsInQueryAndHeaders(t *testing.T) {
	t.Parallel()
	stamp, err := Kit.Sign(key, []byte(`{}`), noon, NewNonce())
	require.NoError(t, err)
	require.Equal(t, stamp, QueryStamp(query(t, stamp.Query())))
	h := http.Header{}
	stamp.Header(h)
	require.Equal(t, stamp, HeaderStamp(h))
}

func TestARecipeNeverShowsTheKey(t *testing.T) {
	t.Parallel()
	for _, scheme := range []V2{Base, Kit} {
		for _, k := range []string{key, "short", ""} {
			recipe, err := scheme.Recipe(k, []byte(`{"a":1}`), Millis(noon), NewNonce())
			require.NoError(t, err)
			for _, step := range recipe.Steps() {
				require.NotEmpty(t, step.Value, step.Name)
				if k != "" {
					require.NotContains(t, step.Value, k)
				}
			}
		}
	}
	base, _ := Base.Recipe(key, []byte(`{}`), "1", "n")
	require.Len(t, base.Steps(), 4)
	kit, _ := Kit.Recipe(key, []byte(`{}`), "1", "n")
	require.Equal(t, []string{"payload", "canonical", "signature"}, []string{kit.Steps()[0].Name, kit.Steps()[1].Name, kit.Steps()[2].Name})
}

func TestAPayloadIsWrittenAsTheMarketplaceWritesIt(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"b":1,"a":"x"}`:                             `{"a":"x","b":1}`,
		`{"Z":1,"a":2,"A":null}`:                      `{"Z":1,"a":2}`,
		`{"n":1.50,"big":12345678901234567890}`:       `{"big":12345678901234567890,"n":1.50}`,
		`{"o":{"z":[1, {"y":null,"b":true}],"a":{}}}`: `{"o":{"z":[1,{"y":null,"b":true}],"a":{}}}`,
		"{\"u\":\"\\u4e2d\u2028\\/<&>\\u001f\\n\"}":   "{\"u\":\"中\u2028/<&>\\u001F\\n\"}",
		` { } `: `{}`,
	} {
		out, err := Payload([]byte(in))
		require.NoError(t, err, in)
		require.Equal(t, want, string(out))
	}
	for _, bad := range []string{"", "null", "[]", `"x"`, `{"a":1}{}`, `{"a":}`, strings.Repeat(`{"a":`, 20_000)} {
		_, err := Payload([]byte(bad))
		require.ErrorIs(t, err, ErrPayload)
		_, err = Sorted([]byte(bad))
		require.ErrorIs(t, err, ErrPayload)
	}
}

func TestAPlusSignLostOnTheWayStillVerifies(t *testing.T) {
	t.Parallel()
	fields := map[string]string{"p": "", "timeStamp": "20260727073711903"}
	for n := 0; !strings.Contains(AuthToken(key, fields), "+"); n++ {
		fields["p"] = strings.Repeat("x", n)
	}
	raw := "p=" + fields["p"] + "&timeStamp=" + fields["timeStamp"] + "&authToken=" + AuthToken(key, fields)
	require.NoError(t, VerifyV1Query(key, raw))
	require.ErrorIs(t, VerifyV1Query(key, raw+"&more=1"), ErrSignature)
	require.ErrorIs(t, VerifyV1Query(key, "timeStamp=1"), ErrMissing)
	require.ErrorIs(t, VerifyV1Query(key, "authToken=1"), ErrTimestamp)
}

func TestEveryFaultOfBodySignHasItsOwnMessage(t *testing.T) {
	t.Parallel()
	body := []byte(`{"resultCode":"000000"}`)
	good := BodySign(key, body)
	for header, want := range map[string]BodySignResult{
		"":                                BodySignMissing,
		strings.ReplaceAll(good, `"`, ``): BodySignMalformed,
		strings.Replace(good, "SHA256", "SHA1", 1):              BodySignMalformed,
		`sign_type="HMAC-SHA256", signature=""`:                 BodySignMalformed,
		BodySign("another", body):                               BodySignMismatch,
		strings.Replace(good, `signature=`, `signature= `, 1):   BodySignOK,
		strings.Replace(good, `", signature`, `",signature`, 1): BodySignOK,
	} {
		require.Equal(t, want, CheckBodySign(key, header, body).Result, header)
	}
	require.Equal(t, "http header->bodySign is empty.", CheckBodySign(key, "", body).Message())
	require.Equal(t, "http header->sign_type is not equals HMAC-SHA256 or signature is empty.", CheckBodySign(key, "x", body).Message())
	wrong := CheckBodySign(key, BodySign("another", body), body)
	require.Contains(t, wrong.Message(), wrong.Expected)
	require.Equal(t, good, `sign_type="HMAC-SHA256", signature="`+wrong.Expected+`"`)
	require.Empty(t, CheckBodySign(key, good, body).Message())
}

func TestAFieldIsReadBackByItsOwnKeyAndTypeOnly(t *testing.T) {
	t.Parallel()
	for _, plain := range []string{"", "a", "exactly16letters", "管理员@example.com"} {
		field, err := EncryptField(key, AES256, plain, NewIV())
		require.NoError(t, err)
		back, err := DecryptField(key, AES256, field)
		require.NoError(t, err)
		require.Equal(t, plain, back)
		other, err := DecryptField(key, AES128, field)
		require.True(t, err != nil || other != plain)
	}
	_, err := EncryptField(key, AES256, strings.Repeat("a", 80), NewIV())
	require.ErrorIs(t, err, ErrFieldLong)
	_, err = EncryptField(key, AES256, "a", "too short")
	require.ErrorIs(t, err, ErrField)
	for _, bad := range []string{"", "A1b2C3d4E5f6G7h8", "A1b2C3d4E5f6G7h8!!", "A1b2C3d4E5f6G7h8YWJj", strings.Repeat("A", 200)} {
		_, err := DecryptField(key, AES256, bad)
		require.ErrorIs(t, err, ErrField)
	}
}

func TestUsageMayBeSortedAtTheTopOnly(t *testing.T) {
	t.Parallel()
	body := []byte(`{"usage_records":[{"usage_value":"1","begin_time":"x"}],"a":1}`)
	nonce := NewNonce()
	top, err := Payload(body)
	require.NoError(t, err)
	for _, form := range [][]byte{top, body} {
		stamp := Stamp{hmacBase64(key, UsageMessage(Millis(noon), nonce, form)), Millis(noon), nonce}
		require.NoError(t, VerifyUsage(key, body, stamp, noon))
		require.ErrorIs(t, VerifyUsage(key, []byte(`{}`), stamp, noon), ErrSignature)
		require.ErrorIs(t, VerifyUsage(key, body, stamp, noon.Add(time.Hour)), ErrTimestamp)
	}
	require.ErrorIs(t, VerifyUsage(key, body, Stamp{"", Millis(noon), nonce}, noon), ErrMissing)
}

func TestAnOpenAPIRequestThatWasTouchedIsRefused(t *testing.T) {
	t.Parallel()
	body := []byte(`{"usage_records":[]}`)
	signed := func() *http.Request {
		r := ask(t, "POST", "https://market.example.com/rest/marketplace/v1/isv/usage-data?a=1", string(body))
		r.Header.Set("Content-Type", "application/json")
		require.NoError(t, SignAKSK(r, body, access, secret, noon, "Content-Type"))
		return r
	}
	require.NoError(t, VerifyAKSK(signed(), body, secret, noon.Add(15*time.Minute)))
	require.ErrorIs(t, VerifyAKSK(signed(), body, secret, noon.Add(16*time.Minute)), ErrTimestamp)
	require.ErrorIs(t, VerifyAKSK(signed(), body, "another", noon), ErrSignature)
	for name, touch := range map[string]func(*http.Request){
		"method": func(r *http.Request) { r.Method = "PUT" },
		"path":   func(r *http.Request) { r.URL.Path += "x" },
		"query":  func(r *http.Request) { r.URL.RawQuery = "a=2" },
		"broken": func(r *http.Request) { r.URL.RawQuery = "a=%zz" },
		"host":   func(r *http.Request) { r.Host = "evil.example.com" },
		"header": func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") },
		"hash":   func(r *http.Request) { r.Header.Set("X-Sdk-Content-Sha256", sha256Hex([]byte("other"))) },
		"no hash, though JSON": func(r *http.Request) {
			r.Header.Set("X-Sdk-Content-Sha256", unsignedBody)
			require.NoError(t, SignAKSK(r, body, access, secret, noon, "Content-Type"))
		},
	} {
		r := signed()
		touch(r)
		require.ErrorIs(t, VerifyAKSK(r, body, secret, noon), ErrSignature, name)
	}
	for _, header := range []string{"", "Basic abc", "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=b", "SDK-HMAC-SHA256 Access=, SignedHeaders=x-sdk-date, Signature=b"} {
		r := signed()
		r.Header.Set("Authorization", header)
		require.ErrorIs(t, VerifyAKSK(r, body, secret, noon), ErrMissing)
	}
}

func TestAStorefrontRequestIsVerifiedAsSent(t *testing.T) {
	t.Parallel()
	body := []byte(`{"sku":"1"}`)
	signed := func() *http.Request {
		r := ask(t, "POST", "https://market.example.com/storefront/v1/orders?page=1", string(body))
		SignRequest(r, body, "access", secret, noon, NewNonce())
		return r
	}
	require.NoError(t, VerifyRequest(signed(), body, secret, noon.Add(time.Minute)))
	require.ErrorIs(t, VerifyRequest(signed(), body, secret, noon.Add(61*time.Second)), ErrTimestamp)
	require.ErrorIs(t, VerifyRequest(signed(), []byte(`{"sku":"2"}`), secret, noon), ErrSignature)
	for name, touch := range map[string]func(*http.Request){
		"method": func(r *http.Request) { r.Method = "PUT" },
		"query":  func(r *http.Request) { r.URL.RawQuery = "page=2" },
		"nonce":  func(r *http.Request) { r.Header.Set(NonceHeader, NewNonce()) },
		"time":   func(r *http.Request) { r.Header.Set(TimestampHeader, Millis(noon.Add(time.Second))) },
	} {
		r := signed()
		touch(r)
		require.ErrorIs(t, VerifyRequest(r, body, secret, noon), ErrSignature, name)
	}
	r := signed()
	r.Header.Del(SignatureHeader)
	require.ErrorIs(t, VerifyRequest(r, body, secret, noon), ErrMissing)
}
