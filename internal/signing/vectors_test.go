package signing

import (
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const key = "test-access-key-0001"

func readJSON(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, into))
}

func vector(t *testing.T, name string) map[string]string {
	t.Helper()
	var all map[string]map[string]string
	readJSON(t, "vectors.json", &all)
	require.Contains(t, all, name)
	return all[name]
}

func fieldsOf(canonical string) map[string]string {
	fields := map[string]string{}
	for pair := range strings.SplitSeq(canonical, "&") {
		name, value, _ := strings.Cut(pair, "=")
		fields[name] = value
	}
	return fields
}

func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

func TestV1QueryMatchesTheVector(t *testing.T) {
	t.Parallel()
	v := vector(t, "v1_get")
	fields := fieldsOf(v["canonical"])
	require.Equal(t, v["canonical"], V1Canonical(fields))
	require.Equal(t, v["authToken"], AuthToken(key, fields))
	require.Equal(t, v["url_query"], SignV1Query(key, fields))
	require.NoError(t, VerifyV1Query(key, v["url_query"]))

	small := vector(t, "v1_doc_p1p3")
	require.Equal(t, small["authToken"], AuthToken(key, fieldsOf(small["canonical"])))
}

func TestV1KitMatchesTheVectorAndSkipsBlankFields(t *testing.T) {
	t.Parallel()
	v := vector(t, "v1_kit_post")
	body := []byte(`{"instanceId":"","orderId":" ","note":null,"tenantId":"68cbc86abc2018ab880d92f36422fa0e","tenantCode":"huawei",
		"name":"huaweitest","domainName":"https://example.tenantaccount.com","flag":1,"testFlag":1,"timeStamp":"20260413093539534"}`)
	fields, err := V1KitFields(body)
	require.NoError(t, err)
	require.Equal(t, v["canonical"], V1Canonical(fields))
	token, err := SignV1Kit(key, body)
	require.NoError(t, err)
	require.Equal(t, v["authToken"], token)
	require.NoError(t, VerifyV1Kit(key, body, token))
}

func TestV2BaseMatchesTheVectorStepByStep(t *testing.T) {
	t.Parallel()
	v := vector(t, "v2_base")
	shuffled := []byte(`{ "testFlag":"1", "orderLineId":"CS2211181819B4LVS-000001", "orderId":"CS2211181819B4LVS", "gone":null,
		"businessId":"87b94795-0603-4e24-8ae5-69420d60e3c8", "activity":"newInstance" }`)
	recipe, err := Base.Recipe(key, shuffled, v["timestamp"], v["nonce"])
	require.NoError(t, err)
	require.Equal(t, v["payload"], recipe.Payload)
	require.Equal(t, v["payload_hmac_hex"], recipe.Inner)
	require.Equal(t, v["canonical"], strings.Replace(recipe.Canonical, Mask(key), key, 1))
	require.Equal(t, v["signature"], recipe.Signature)

	stamp, err := Base.Sign(key, shuffled, moment(1680508066618), v["nonce"])
	require.NoError(t, err)
	require.Equal(t, v["signature"], stamp.Signature)
	require.NoError(t, Base.Verify(key, []byte(v["payload"]), stamp, moment(1680508066618)))
}

func TestV2KitMatchesTheVector(t *testing.T) {
	t.Parallel()
	v, base := vector(t, "v2_kit"), vector(t, "v2_base")
	recipe, err := Kit.Recipe(key, []byte(v["payload_sorted"]), base["timestamp"], base["nonce"])
	require.NoError(t, err)
	require.Equal(t, v["payload_sorted"], recipe.Payload)
	require.Equal(t, v["canonical"], strings.Replace(recipe.Canonical, Mask(key), key, 1))
	require.Equal(t, v["x-sign"], recipe.Signature)
	stamp := Stamp{Signature: v["x-sign"], Timestamp: base["timestamp"], Nonce: base["nonce"]}
	require.NoError(t, Kit.Verify(key, []byte(v["payload_sorted"]), stamp, moment(1680508066618)))
}

func TestBodySignMatchesTheVector(t *testing.T) {
	t.Parallel()
	v := vector(t, "body_sign")
	header := BodySign(key, []byte(v["body"]))
	require.Equal(t, v["header"], "Body-Sign: "+header)
	signature, ok := ParseBodySign(header)
	require.True(t, ok)
	require.Equal(t, v["signature"], signature)
	require.Equal(t, BodySignOK, CheckBodySign(key, header, []byte(v["body"])).Result)
}

func TestUsagePushMatchesTheVector(t *testing.T) {
	t.Parallel()
	v := vector(t, "usage_new")
	_, body, _ := strings.Cut(v["message"], "&body=")
	nonce, at := "6c63c221-1f6b-4141-8ff4-22f5dfe82b65", moment(1709690865879)
	require.Equal(t, v["message"], UsageMessage("1709690865879", nonce, []byte(body)))
	unsorted := []byte(`{"usage_records": [{"usage_value":"99","record_time":"20220809T091000Z","metering_sn":"0d4f3c1e-0000-4000-8000-000000000001",
		"instance_id":"7f141bf1-aec8-4859-8323-fb3a8ad50721","end_time":"20220809T090000Z","begin_time":"20220809T080000Z"}]}`)
	stamp, err := SignUsage(key, unsorted, at, nonce)
	require.NoError(t, err)
	require.Equal(t, v["signature"], stamp.Signature)
	require.NoError(t, VerifyUsage(key, unsorted, stamp, at))
}

func TestEncryptedFieldsMatchTheVectors(t *testing.T) {
	t.Parallel()
	v := vector(t, "aes")
	for kind, name := range map[EncryptType][2]string{AES256: {"aes256_key", "type1"}, AES128: {"aes128_key", "type2"}} {
		require.Equal(t, v[name[0]], hex.EncodeToString(FieldKey(key, kind)))
		field, err := EncryptField(key, kind, v["plain"], v["iv"])
		require.NoError(t, err)
		require.Equal(t, v[name[1]], field)
		plain, err := DecryptField(key, kind, field)
		require.NoError(t, err)
		require.Equal(t, v["plain"], plain)
	}
}

const (
	access = "AKEXAMPLE0000000001"
	secret = "SKexample000000000000000000000000000001"
)

var akskMoment = time.Date(2024, 1, 5, 8, 9, 10, 0, time.UTC)

func TestAKSKMatchesTheVectors(t *testing.T) {
	t.Parallel()
	for name, request := range map[string]struct{ method, url, body, signed string }{
		"aksk_get":  {"GET", "https://mkt.myhuaweicloud.com/api/mkp-openapi-public/global/v1/order/query?orderLineId=CS2207261447AUY4H-000001&orderId=CS2207261447AUY4H", "", "host"},
		"aksk_post": {"POST", "https://mkt.myhuaweicloud.com/rest/marketplace/v1/isv/usage-data", `{"usage_records":[]}`, "Content-Type"},
	} {
		v := vector(t, name)
		r := ask(t, request.method, request.url, request.body)
		r.Header.Set("Content-Type", "application/json")
		require.NoError(t, SignAKSK(r, []byte(request.body), access, secret, akskMoment, request.signed))
		require.Equal(t, v["authorization"], r.Header.Get("Authorization"))
		a, err := ParseAuthorization(v["authorization"])
		require.NoError(t, err)
		require.Equal(t, v["authorization"], a.String())
		canonical, err := AKSKCanonical(r, []byte(request.body), a.Signed)
		require.NoError(t, err)
		require.Equal(t, v["canonical"], canonical)
		require.Equal(t, v["sts"], AKSKStringToSign(r, canonical))
		require.NoError(t, VerifyAKSK(r, []byte(request.body), secret, akskMoment))
	}
}

// The vector that the vendor publishes with its client for another language (§2.6).
func TestAKSKMatchesThePublishedVector(t *testing.T) {
	t.Parallel()
	r := ask(t, "POST", "https://mkt.myhuaweicloud.com/api/mkp-openapi-public/global/v1/license/activate", "")
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("x-stage", "RELEASE")
	at := time.Date(2024, 3, 17, 14, 42, 37, 0, time.UTC)
	require.NoError(t, SignAKSK(r, nil, "ak", "123", at, "content-type", "x-stage"))
	require.Contains(t, r.Header.Get("Authorization"), "Signature=77595ad624b6e4e49990b8c4e84bf1c287457fca61069c4e60b9b6765b52053d")
}

// testdata/vendor.json was recorded with the vendor's own client, huaweicloud-sdk-go-v3
// v0.1.207, core/auth/signer: it signs neither content type nor, by itself, the host.
func TestAKSKAcceptsWhatTheVendorsClientSends(t *testing.T) {
	t.Parallel()
	var sent []struct {
		Name, Method, URL, Body, Authorization string
		Headers                                map[string]string
	}
	readJSON(t, "vendor.json", &sent)
	require.NotEmpty(t, sent)
	for _, s := range sent {
		r := ask(t, s.Method, s.URL, s.Body)
		for name, value := range s.Headers {
			r.Header.Set(name, value)
		}
		r.Header.Set("Authorization", s.Authorization)
		require.NoError(t, VerifyAKSK(r, []byte(s.Body), secret, akskMoment), s.Name)
		require.ErrorIs(t, VerifyAKSK(r, []byte(s.Body+" "), secret, akskMoment), ErrSignature, s.Name)
	}
}

func ask(t *testing.T, method, address, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	require.NoError(t, err)
	return r
}

func query(t *testing.T, raw string) url.Values {
	t.Helper()
	q, err := url.ParseQuery(raw)
	require.NoError(t, err)
	return q
}
