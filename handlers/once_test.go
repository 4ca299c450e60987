package handlers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
	"sellercenter/internal/signing"
)

// program is a seller's program in front of the real router.
type program struct {
	t      *testing.T
	shop   *dbtest.Shop
	serve  http.Handler
	access string
	secret string
}

func programOf(t *testing.T, shop *dbtest.Shop, seller market.SellerID) *program {
	t.Helper()
	number, secret := shop.AccessKey(t, seller)
	return &program{t, shop, stranger(t, shop).router, number, secret}
}

// asks sends a signed request; change spoils it after it was signed.
func (p *program) asks(method, path, body string, change func(*http.Request)) (int, map[string]any) {
	p.t.Helper()
	request := httptest.NewRequest(method, openPath+path, strings.NewReader(body))
	request.Header.Set("Accept-Language", "en")
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	require.NoError(p.t, signing.SignAKSK(request, []byte(body), p.access, p.secret, p.shop.Clock.Now()))
	if change != nil {
		change(request)
	}
	answer := httptest.NewRecorder()
	p.serve.ServeHTTP(answer, request)
	var said map[string]any
	require.NoError(p.t, json.Unmarshal(answer.Body.Bytes(), &said), answer.Body.String())
	return answer.Code, said
}

func keyed(key string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(idempotencyHeader, key) }
}

// transactions.md §10.2: every write carries an idempotency key, whatever route it takes.
func TestEveryWriteOfAProgramGoesByItsKey(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f, p := storefrontOf(t, shop, "C-900"), programOf(t, shop, shop.Lanxi)
	f.lax = true
	placed := f.request(http.MethodPost, "/orders", f.wanted(saasCode(shop)))
	used := placed.Header.Get(idempotencyHeader)
	code, _ := f.do(placed)
	require.Equal(t, http.StatusCreated, code)
	received, err := shop.Seller(shop.Lanxi).LicenceOf(t.Context(), shop.Orders["lanxi license_code"])
	require.NoError(t, err)
	code, said := p.asks(http.MethodPost, "/v1/license/activate", `{"license": "`+received.Code+`"}`, keyed("used"))
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, market.LicenceOK, said["error_code"])

	written := map[string]*openapi3.Operation{}
	for door, text := range map[string][]byte{storefrontPath: storefrontYAML, openPath: openYAML} {
		document, err := openapi3.NewLoader().LoadFromData(text)
		require.NoError(t, err)
		for path, item := range document.Paths.Map() {
			for method, operation := range item.Operations() {
				operation.Parameters = append(operation.Parameters, item.Parameters...)
				written[method+" "+door+path] = operation
			}
		}
	}
	before, tried := acts(t, shop), 0
	for _, route := range f.router.Routes() {
		machine := strings.HasPrefix(route.Path, storefrontPath) || strings.HasPrefix(route.Path, openPath)
		if !machine || route.Method == http.MethodGet || strings.HasSuffix(route.Path, "/*") || route.Path == lookups[0] {
			continue
		}
		name := route.Method + " " + braced.ReplaceAllString(route.Path, "{$1}")
		operation := written[name]
		require.NotNil(t, operation, "%s does not stand in the document", name)
		require.NotNil(t, operation.Parameters.GetByInAndName("header", idempotencyHeader), "%s: the document names no key", name)
		if path, opened := strings.CutPrefix(route.Path, openPath); opened {
			code, said := p.asks(route.Method, path, `{"license": "x", "other": 1}`, keyed("used"))
			require.Equal(t, http.StatusBadRequest, code, name)
			require.Equal(t, "MKT.0101", said["error_code"], name)
			continue
		}
		path := parameter.ReplaceAllString(strings.TrimPrefix(route.Path, storefrontPath), "X1")
		without := f.request(route.Method, path, "{}")
		without.Header.Del(idempotencyHeader)
		code, said := f.do(without)
		require.Equal(t, http.StatusUnprocessableEntity, code, name)
		require.Contains(t, said["fields"], idempotencyHeader, name)
		another := f.request(route.Method, path, "{}")
		another.Header.Set(idempotencyHeader, used)
		code, said = f.do(another)
		require.Equal(t, http.StatusConflict, code, name)
		require.Contains(t, said["message"], "was used for another act", name)
		tried++
	}
	require.Greater(t, tried, 30)
	require.Equal(t, before, acts(t, shop), "nothing was done")
}

// transactions.md §10.2: twelve times the same order at once is one order and one answer.
func TestManyAtOnceUnderOneKeyAreOneOrder(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	orders := func() (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM orders WHERE customer_id = 'C-900'`).Scan(&n))
		return n
	}
	before := orders()
	requests := make([]*http.Request, 12)
	for i := range requests {
		requests[i] = f.request(http.MethodPost, "/orders", f.wanted(saasCode(shop)))
		requests[i].Header.Set(idempotencyHeader, "one intention")
	}
	answers := make([]*httptest.ResponseRecorder, len(requests))
	var all sync.WaitGroup
	for i, request := range requests {
		answers[i] = httptest.NewRecorder()
		all.Go(func() { f.router.ServeHTTP(answers[i], request) })
	}
	all.Wait()
	for _, answer := range answers {
		require.Equal(t, http.StatusCreated, answer.Code, answer.Body.String())
		require.Equal(t, answers[0].Body.String(), answer.Body.String())
	}
	require.Equal(t, before+1, orders())
}

func TestWhatWasDoneButNotAnsweredIsAnsweredTheSecondTime(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	send := func(body, key string) (*httptest.ResponseRecorder, string) {
		request := f.request(http.MethodPost, "/orders", body)
		request.Header.Set(idempotencyHeader, key)
		answer := httptest.NewRecorder()
		f.router.ServeHTTP(answer, request)
		return answer, answer.Body.String()
	}
	first, said := send(f.wanted(saasCode(shop)), "k")
	require.Equal(t, http.StatusCreated, first.Code)
	require.Empty(t, first.Header().Get(replayedHeader))
	again, told := send(f.wanted(saasCode(shop)), "k")
	require.Equal(t, "true", again.Header().Get(replayedHeader))
	require.Equal(t, said, told)
	_, err := shop.DB.Pool().Exec(`UPDATE idempotencies SET status = NULL, answer = NULL WHERE key = 'k'`) // the process died in between
	require.NoError(t, err)
	_, told = send(f.wanted(saasCode(shop)), "k")
	require.Equal(t, said, told)

	refused, _ := send(f.wanted("OFFI-NOTHING"), "free")
	require.Equal(t, http.StatusUnprocessableEntity, refused.Code)
	mended, _ := send(f.wanted(saasCode(shop)), "free")
	require.Equal(t, http.StatusCreated, mended.Code, "a refusal keeps nothing")

	shop.Clock.Pass(29 * 24 * time.Hour)
	kept, told := send(f.wanted(saasCode(shop)), "k")
	require.Equal(t, "true", kept.Header().Get(replayedHeader))
	require.Equal(t, said, told)
	shop.Clock.Pass(2 * 24 * time.Hour)
	send(f.wanted(saasCode(shop)), "later")
	late, told := send(f.wanted(saasCode(shop)), "k")
	require.Empty(t, late.Header().Get(replayedHeader), "after thirty days a key is new again")
	require.NotEqual(t, said, told)
}

// unread is a body that must not be read.
type unread struct{ t *testing.T }

// Read fails the test.
func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

// production-interface.md §2.2: the key comes first, then time and nonce, then the signature;
// who cannot name a key costs nothing, and who cannot sign spends nobody's nonce.
func TestTheKeyComesFirstAndOnlyASignatureSpendsANonce(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	message := func(change func(*http.Request)) string {
		request := f.request(http.MethodPost, "/quotes", f.wanted(saasCode(shop)))
		change(request)
		answer := httptest.NewRecorder()
		f.router.ServeHTTP(answer, request)
		require.Equal(t, http.StatusUnauthorized, answer.Code)
		var said refusal
		require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &said))
		return said.Message
	}
	require.Contains(t, message(func(r *http.Request) {
		r.Body = io.NopCloser(unread{t})
		r.Header.Set(signing.AccessHeader, "SF-NOBODY")
		r.Header.Del(signing.TimestampHeader)
		r.Header.Del(signing.SignatureHeader)
	}), signing.AccessHeader)
	require.Contains(t, message(func(r *http.Request) {
		r.Header.Set(signing.TimestampHeader, "1")
		r.Header.Set(signing.NonceHeader, "short")
		r.Header.Del(signing.SignatureHeader)
	}), signing.TimestampHeader)
	require.Contains(t, message(func(r *http.Request) {
		r.Header.Set(signing.NonceHeader, "short")
		r.Header.Del(signing.SignatureHeader)
	}), signing.NonceHeader)
	var nonce string
	require.Contains(t, message(func(r *http.Request) {
		nonce = r.Header.Get(signing.NonceHeader)
		r.Header.Set(signing.SignatureHeader, strings.Repeat("0", 64))
	}), signing.SignatureHeader)
	request := f.request(http.MethodPost, "/quotes", f.wanted(saasCode(shop)))
	body, err := io.ReadAll(request.Body)
	require.NoError(t, err)
	request.Body = io.NopCloser(bytes.NewReader(body))
	signing.SignRequest(request, body, shop.StorefrontAccess, shop.StorefrontSecret, shop.Clock.Now(), nonce)
	code, _ := f.do(request)
	require.Equal(t, http.StatusOK, code, "the wrong signature spent nothing")
}

// clock skew: a minute either way, not a second more (production-interface.md §2.2).
func TestAShopFrontsClockMayBeAMinuteOff(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	for off, want := range map[time.Duration]int{-time.Minute: http.StatusOK, time.Minute: http.StatusOK,
		-61 * time.Second: http.StatusUnauthorized, 61 * time.Second: http.StatusUnauthorized} {
		request := f.request(http.MethodGet, "/vouchers", "")
		signing.SignRequest(request, nil, shop.StorefrontAccess, shop.StorefrontSecret, shop.Clock.Now().Add(off), signing.NewNonce())
		code, _ := f.do(request)
		require.Equal(t, want, code, off)
	}
}

// production-interface.md §4.2, transactions.md §11: the codes of the open API, with their
// statuses: .0000, .0150 (403), .0101 (400), .0250 (406).
func TestTheOpenAPISpeaksInItsCodes(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	p := programOf(t, shop, shop.Lanxi)
	order, err := shop.Seller(shop.Lanxi).Order(t.Context(), shop.Orders["lanxi saas"])
	require.NoError(t, err)
	foreign, err := shop.Seller(shop.Yunzhan).Order(t.Context(), shop.Orders["yunzhan saas"])
	require.NoError(t, err)
	query := "/v1/order/query?orderId="
	signedAt := func(off time.Duration) func(*http.Request) {
		return func(r *http.Request) {
			require.NoError(t, signing.SignAKSK(r, nil, p.access, p.secret, shop.Clock.Now().Add(off)))
		}
	}
	for name, c := range map[string]struct {
		path   string
		change func(*http.Request)
		status int
		code   string
	}{
		"an order of one's own":     {query + order.Number, nil, 200, "0000"},
		"with its line":             {query + order.Number + "&orderLineId=" + order.Line(), nil, 200, "0000"},
		"a mock order":              {query + "MOCKPERIODYEARNEW&orderLineId=MOCKPERIODYEARNEW-000001", nil, 200, "0000"},
		"a missing parameter":       {"/v1/order/query", nil, 400, "0101"},
		"an extra parameter":        {query + order.Number + "&page=2", nil, 400, "0101"},
		"a parameter too long":      {query + strings.Repeat("9", 65), nil, 500, "0100"},
		"another order's line":      {query + order.Number + "&orderLineId=CS2611201042AAAAAA-000001", nil, 500, "0100"},
		"another seller's order":    {query + foreign.Number, nil, 403, "0150"},
		"an order that is not":      {query + "CS2611201042AAAAAA", nil, 403, "0150"},
		"not signed":                {query + order.Number, func(r *http.Request) { r.Header.Del("Authorization") }, 401, "0154"},
		"signed with another's key": {query + order.Number, func(r *http.Request) { r.Header.Set("X-Sdk-Date", "20240105T080910Z") }, 403, "0150"},
		"changed on the way":        {query + order.Number, func(r *http.Request) { r.URL.RawQuery = "orderId=" + foreign.Number }, 403, "0150"},
		"fifteen minutes late":      {query + order.Number, signedAt(-15 * time.Minute), 200, "0000"},
		"sixteen minutes late":      {query + order.Number, signedAt(-16 * time.Minute), 403, "0150"},
		"sixteen minutes early":     {query + order.Number, signedAt(16 * time.Minute), 403, "0150"},
		"an unknown key": {query + order.Number, func(r *http.Request) {
			require.NoError(t, signing.SignAKSK(r, nil, "AKNOBODY", p.secret, shop.Clock.Now()))
		}, 403, "0150"},
	} {
		t.Run(name, func(t *testing.T) {
			status, said := p.asks(http.MethodGet, c.path, "", c.change)
			require.Equal(t, c.status, status, said)
			require.Equal(t, "MKT."+c.code, said["resultCode"])
			if c.code != "0000" {
				require.Equal(t, said["error_code"], said["resultCode"])
				require.NotEmpty(t, said["error_msg"])
			}
		})
	}
	_, said := p.asks(http.MethodGet, query+order.Number, "", nil)
	info := said["orderInfo"].(map[string]any)
	require.Equal(t, "NEW", info["orderType"])
	line := info["orderLine"].([]any)[0].(map[string]any)
	require.Equal(t, order.ProductCode, line["productInfo"].([]any)[0].(map[string]any)["productId"])
	require.Equal(t, order.ListAmount.String(), line["currency"])
	require.NotContains(t, fmt.Sprint(said), "138", "no contact is told")
	_, said = p.asks(http.MethodGet, query+"MOCKMONTYUNSUBSCRIBE", "", nil)
	line = said["orderInfo"].(map[string]any)["orderLine"].([]any)[0].(map[string]any)
	require.NotContains(t, line, "currency", "a refund has no amount")

	_, said = p.asks(http.MethodGet, "/v1/order/query", "", func(r *http.Request) { r.Header.Set("Accept-Language", "zh-CN") })
	require.Contains(t, said["error_msg"], "缺少 orderId")
}

// production-interface.md §4.2: .0250 (406) when it is too often; the shop fronts hear 429.
func TestACallTooManyIsRefusedUntilTheNextMinute(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`INSERT INTO settings (name, value, changed_at) VALUES ('open_calls', '2', now()), ('storefront_calls', '1', now())
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`)
	require.NoError(t, err)
	shop.Clock.Pass(time.Minute) // settings are remembered for some seconds
	p, f := programOf(t, shop, shop.Lanxi), storefrontOf(t, shop, "C-900")
	calls := func() (codes []int) {
		for range 3 {
			code, said := p.asks(http.MethodGet, "/v1/order/query?orderId=MOCKONETIMENEW", "", nil)
			if codes = append(codes, code); code != http.StatusOK {
				require.Equal(t, "MKT.0250", said["error_code"])
				require.NotEmpty(t, said["extra_info"])
			}
		}
		for range 2 {
			code, said := f.get("/vouchers")
			if codes = append(codes, code); code != http.StatusOK {
				require.Equal(t, "too_many", said["code"])
			}
		}
		return codes
	}
	require.Equal(t, []int{200, 200, 406, 200, 429}, calls())
	shop.Clock.Pass(time.Minute)
	require.Equal(t, []int{200, 200, 406, 200, 429}, calls())
}
