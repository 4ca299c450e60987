package handlers

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
	"sellercenter/internal/signing"
)

// front is a shop front in front of the real router. It checks every request and every
// answer against the document.
type front struct {
	t        *testing.T
	shop     *dbtest.Shop
	router   *echo.Echo
	paths    routers.Router
	customer string
	key      int
	lax      bool // sends what the document forbids
}

func storefrontOf(t *testing.T, shop *dbtest.Shop, customer string) *front {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromData(storefrontYAML)
	require.NoError(t, err)
	require.NoError(t, document.Validate(t.Context()))
	paths, err := gorillamux.NewRouter(document)
	require.NoError(t, err)
	return &front{t: t, shop: shop, router: stranger(t, shop).router, paths: paths, customer: customer}
}

func (f *front) request(method, path, body string) *http.Request {
	joint := "?"
	if strings.Contains(path, "?") {
		joint = "&"
	}
	request := httptest.NewRequest(method, storefrontPath+path+joint+"customer="+f.customer, strings.NewReader(body))
	request.Header.Set("Accept-Language", "en")
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if method == http.MethodPost {
		f.key++
		request.Header.Set(idempotencyHeader, fmt.Sprintf("%s-%d", f.customer, f.key))
	}
	f.sign(request)
	return request
}

func (f *front) sign(request *http.Request) {
	body, err := io.ReadAll(request.Body)
	require.NoError(f.t, err)
	request.Body = io.NopCloser(bytes.NewReader(body))
	signing.SignRequest(request, body, f.shop.StorefrontAccess, f.shop.StorefrontSecret, f.shop.Clock.Now(), signing.NewNonce())
}

// do sends the request and decodes the answer.
func (f *front) do(request *http.Request) (int, map[string]any) {
	f.t.Helper()
	body, err := io.ReadAll(request.Body)
	require.NoError(f.t, err)
	request.Body = io.NopCloser(bytes.NewReader(body))
	route, parameters, err := f.paths.FindRoute(request)
	require.NoError(f.t, err)
	asked := &openapi3filter.RequestValidationInput{Request: request, PathParams: parameters, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, SkipSettingDefaults: true}}
	if !f.lax {
		require.NoError(f.t, openapi3filter.ValidateRequest(f.t.Context(), asked))
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	response := httptest.NewRecorder()
	f.router.ServeHTTP(response, request)
	require.NoError(f.t, openapi3filter.ValidateResponse(f.t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: asked, Status: response.Code, Header: response.Header(),
		Body: io.NopCloser(bytes.NewReader(response.Body.Bytes()))}), response.Body.String())
	var answer map[string]any
	require.NoError(f.t, json.Unmarshal(response.Body.Bytes(), &answer))
	return response.Code, answer
}

func (f *front) get(path string) (int, map[string]any) {
	f.t.Helper()
	return f.do(f.request(http.MethodGet, path, ""))
}

func (f *front) post(path, body string) (int, map[string]any) {
	f.t.Helper()
	return f.do(f.request(http.MethodPost, path, body))
}

// ends is a request that must end with this status.
func (f *front) ends(status int, path, body string) map[string]any {
	f.t.Helper()
	code, answer := f.post(path, body)
	require.Equal(f.t, status, code, answer)
	return answer
}

func (f *front) wanted(code string) string {
	return fmt.Sprintf(`{"seller": "S-100001", "product": %q, "quantity": 1, "periods": 1, "agreed": true,
		"customer": {"name": "北岭装备制造有限公司", "account": "beiling_erp", "phone": "13800134021"}}`, code)
}

// serviceCode and saasCode are wire codes of the demo's listings.
func serviceCode(shop *dbtest.Shop) string {
	return shop.Codes["澜溪云 ERP 配套服务/标准实施/once"]
}
func saasCode(shop *dbtest.Shop) string { return shop.Codes["澜溪云 ERP SaaS 版/标准版/year"] }

func TestAShopFrontSellsADeliveryFromQuoteToAcceptance(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	quote := f.ends(http.StatusOK, "/quotes", f.wanted(serviceCode(shop)))
	require.Equal(t, true, quote["supervised"])
	placed := f.ends(http.StatusCreated, "/orders", f.wanted(serviceCode(shop)))
	require.Equal(t, quote["amount"], placed["amount"])
	order := "/orders/" + placed["number"].(string)
	require.Contains(t, f.ends(http.StatusUnprocessableEntity, order+"/pay", `{"amount": "1.00", "method": "postpaid"}`)["fields"], "amount")
	paid := f.ends(http.StatusOK, order+"/pay", fmt.Sprintf(`{"amount": %q, "method": "postpaid"}`, placed["amount"]))
	require.Equal(t, "order.pay", paid["act"])
	f.ends(http.StatusConflict, order+"/cancel", "")

	sow := base64.StdEncoding.EncodeToString([]byte("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"))
	f.ends(http.StatusOK, order+"/requirement", `{"text": "三个仓库的期初库存", "files": [{"name": "需求.pdf", "content": "`+sow+`"}]}`)
	_, progress := f.get(order + "/progress")
	require.Equal(t, "REQ_REVIEW", progress["supervision"].(map[string]any)["node"])
	f.ends(http.StatusConflict, order+"/accept", `{}`)

	appeal := f.ends(http.StatusCreated, order+"/appeals", `{"ground": "dispute", "reason": "与约定的范围不一致，请平台裁定。"}`)
	_, progress = f.get(order + "/progress")
	require.Equal(t, "frozen", progress["supervision"].(map[string]any)["status"])
	require.Equal(t, appeal["number"], progress["appeal"].(map[string]any)["number"])
	f.ends(http.StatusConflict, "/appeals/"+appeal["number"].(string)+"/supply", `{"text": "没有人问", "files": [{"name": "a.pdf", "content": "`+sow+`"}]}`)
	f.ends(http.StatusOK, "/appeals/"+appeal["number"].(string)+"/withdraw", "")
	refund := f.ends(http.StatusCreated, order+"/refunds", `{"amount": "100.00", "reason": "部分服务不再需要"}`)
	f.ends(http.StatusOK, "/refunds/"+refund["number"].(string)+"/withdraw", "")

	f.ends(http.StatusOK, "/repayments", fmt.Sprintf(`{"cycle": %q, "amount": %q}`, market.MonthOf(shop.Clock.Now()), placed["amount"]))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now())
	code, read := f.get(order)
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "processing", read["status"])
	require.NotEmpty(t, read["repaid_at"])
}

func TestTheSameKeyIsAnsweredAsTheFirstTime(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	first := f.request(http.MethodPost, "/orders", f.wanted(saasCode(shop)))
	code, placed := f.do(first)
	require.Equal(t, http.StatusCreated, code)
	number := placed["number"].(string)
	f.ends(http.StatusOK, "/orders/"+number+"/cancel", "")
	shop.Clock.Pass(time.Minute)

	again := f.request(http.MethodPost, "/orders", f.wanted(saasCode(shop)))
	again.Header.Set(idempotencyHeader, first.Header.Get(idempotencyHeader))
	code, answer := f.do(again)
	require.Equal(t, http.StatusCreated, code)
	require.Equal(t, placed, answer)

	other := f.request(http.MethodPost, "/orders", strings.Replace(f.wanted(saasCode(shop)), `"quantity": 1`, `"quantity": 2`, 1))
	other.Header.Set(idempotencyHeader, first.Header.Get(idempotencyHeader))
	code, answer = f.do(other)
	require.Equal(t, http.StatusConflict, code)
	require.Equal(t, "conflict", answer["code"])

	f.lax = true
	without := f.request(http.MethodPost, "/orders", f.wanted(saasCode(shop)))
	without.Header.Del(idempotencyHeader)
	code, _ = f.do(without)
	require.Equal(t, http.StatusUnprocessableEntity, code)
}

func TestOnlyAFreshUnspentSignatureComesIn(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	f.lax = true
	good := func() *http.Request { return f.request(http.MethodPost, "/quotes", f.wanted(saasCode(shop))) }
	code, _ := f.do(good())
	require.Equal(t, http.StatusOK, code)
	for name, change := range map[string]func(*http.Request){
		"unknown key":     func(r *http.Request) { r.Header.Set(signing.AccessHeader, "SF-NOBODY") },
		"no signature":    func(r *http.Request) { r.Header.Del(signing.SignatureHeader) },
		"wrong signature": func(r *http.Request) { r.Header.Set(signing.SignatureHeader, strings.Repeat("0", 64)) },
		"another address": func(r *http.Request) { r.URL.RawQuery = "customer=C-901" },
		"another body":    func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader(`{}`)) },
		"malformed nonce": func(r *http.Request) { r.Header.Set(signing.NonceHeader, "short") },
		"61 s old": func(r *http.Request) {
			body, err := io.ReadAll(r.Body)
			require.NoError(t, err)
			r.Body = io.NopCloser(bytes.NewReader(body))
			signing.SignRequest(r, body, shop.StorefrontAccess, shop.StorefrontSecret, shop.Clock.Now().Add(-61*time.Second), signing.NewNonce())
		},
	} {
		t.Run(name, func(t *testing.T) {
			request := good()
			change(request)
			code, answer := f.do(request)
			require.Equal(t, http.StatusUnauthorized, code)
			require.Equal(t, "unauthorized", answer["code"])
		})
	}
	request := good()
	body, err := io.ReadAll(request.Body)
	require.NoError(t, err)
	for _, want := range []int{http.StatusOK, http.StatusUnauthorized} {
		request.Body = io.NopCloser(bytes.NewReader(body))
		code, _ := f.do(request)
		require.Equal(t, want, code, "a nonce is spent once")
	}
}

func TestARevokedKeyEndsAtOnce(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	desk := shop.DB.Operator(shop.Actor(market.Manager))
	fronts, err := desk.Storefronts(t.Context())
	require.NoError(t, err)
	require.NoError(t, desk.RevokeStorefront(t.Context(), fronts[0].ID))
	require.Error(t, desk.RevokeStorefront(t.Context(), fronts[0].ID))
	f := storefrontOf(t, shop, "C-900")
	code, _ := f.get("/orders/CS2611201042AAAAAA")
	require.Equal(t, http.StatusUnauthorized, code)
}

func TestACustomerReachesOnlyItsOwnOrders(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	mine, theirs := storefrontOf(t, shop, "C-900"), storefrontOf(t, shop, "C-901")
	placed := mine.ends(http.StatusCreated, "/orders", mine.wanted(serviceCode(shop)))
	order := "/orders/" + placed["number"].(string)
	mine.ends(http.StatusOK, order+"/pay", fmt.Sprintf(`{"amount": %q, "method": "prepaid"}`, placed["amount"]))
	appeal := "/appeals/" + mine.ends(http.StatusCreated, order+"/appeals", `{"ground": "dispute", "reason": "与约定的范围不一致。"}`)["number"].(string)
	for path, body := range map[string]string{
		order + "/pay": `{"amount": "1.00", "method": "prepaid"}`, order + "/cancel": "",
		order + "/requirement": `{"text": "x"}`, order + "/accept": `{}`, order + "/reject": `{"reason": "x"}`,
		order + "/appeals": `{"ground": "other", "reason": "x"}`, order + "/refunds": `{"amount": "1.00", "reason": "x"}`,
		appeal + "/withdraw": "", appeal + "/supply": `{"text": "x", "files": []}`,
		"/orders/CS2611201042AAAAAA/cancel": "", "/orders/nothing/cancel": "", "/refunds/nothing/withdraw": "",
	} {
		answer := theirs.ends(http.StatusNotFound, path, body)
		require.Equal(t, "not_found", answer["code"], path)
	}
	for _, path := range []string{order, order + "/progress"} {
		code, _ := theirs.get(path)
		require.Equal(t, http.StatusNotFound, code)
	}
}

func TestARefusalIsWordedForItsReader(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	f.lax = true
	said := map[string]string{}
	for _, language := range []string{"en", "zh-CN"} {
		request := f.request(http.MethodPost, "/orders", `{"seller": "S-100001", "product": "`+saasCode(shop)+`", "quantity": 0}`)
		request.Header.Set("Accept-Language", language)
		code, answer := f.do(request)
		require.Equal(t, http.StatusUnprocessableEntity, code)
		fields := answer["fields"].(map[string]any)
		for _, field := range []string{"quantity", "agreed", "customer_name", "customer_account", "phone"} {
			require.Contains(t, fields, field)
		}
		said[language] = fields["agreed"].(string)
	}
	require.NotEqual(t, said["en"], said["zh-CN"])
	for _, body := range []string{`{"seller": "S-999999", "product": "x", "quantity": 1}`, `{"discount": "1.234"}`, `{"nobody": 1}`, `[`} {
		code, answer := f.post("/orders", body)
		require.Equal(t, http.StatusUnprocessableEntity, code, answer)
	}
}

// braced are the parameters of a route, as the document writes them.
var braced = regexp.MustCompile(`:(\w+)`)

func TestTheDocumentsAndTheRoutesAreTheSame(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	router := stranger(t, shop).router
	for door, text := range map[string][]byte{storefrontPath: storefrontYAML, openPath: openYAML} {
		document, err := openapi3.NewLoader().LoadFromData(text)
		require.NoError(t, err)
		require.NoError(t, document.Validate(t.Context()))
		var written, registered []string
		for path, item := range document.Paths.Map() {
			for method, operation := range item.Operations() {
				written = append(written, method+" "+path)
				named := operation.Parameters.GetByInAndName("query", "customer") != nil || item.Parameters.GetByInAndName("query", "customer") != nil
				require.Equal(t, door == storefrontPath && path != "/openapi.json", named, "%s: whom it is for", path)
			}
		}
		for _, route := range router.Routes() {
			path, mine := strings.CutPrefix(route.Path, door)
			if mine && !strings.HasSuffix(path, "/*") && path != "" {
				registered = append(registered, route.Method+" "+braced.ReplaceAllString(path, "{$1}"))
			}
		}
		slices.Sort(written)
		slices.Sort(registered)
		require.Equal(t, written, registered)

		response := httptest.NewRecorder()
		router.ServeHTTP(response, httptest.NewRequest(http.MethodGet, door+"/openapi.json", nil))
		require.Equal(t, http.StatusOK, response.Code)
		served, err := openapi3.NewLoader().LoadFromData(response.Body.Bytes())
		require.NoError(t, err)
		require.NoError(t, served.Validate(t.Context()))

		response = httptest.NewRecorder()
		router.ServeHTTP(response, httptest.NewRequest(http.MethodGet, door+"/nothing", nil))
		require.GreaterOrEqual(t, response.Code, http.StatusBadRequest)
		require.Contains(t, response.Header().Get("Content-Type"), "json")
	}
}

func TestTheOperatorAddsAndRevokesShopFronts(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "manager@platform.example")
	res, page := g.post("/operator/storefronts/add", nil)
	require.Equal(t, http.StatusUnprocessableEntity, res.Code)
	require.Equal(t, 1, page.Find(`#add [data-bad]`).Length())
	res, page = g.post("/operator/storefronts/add", map[string][]string{"name": {"小程序商城"}})
	require.Equal(t, http.StatusOK, res.Code)
	require.Equal(t, "no-store", res.Header().Get("Cache-Control"))
	shown := page.Find("#added code.id").Map(func(_ int, code *goquery.Selection) string { return code.Text() })
	shop.StorefrontAccess, shop.StorefrontSecret = shown[0], shown[1]
	f := storefrontOf(t, shop, "C-900")
	f.ends(http.StatusOK, "/quotes", f.wanted(saasCode(shop)))

	_, page = g.get("/operator/storefronts")
	require.NotContains(t, page.Text(), shown[1], "the secret is shown once")
	path, _ := page.Find(`form[action$="/revoke"]`).First().Attr("action")
	res, _ = g.post(path, nil)
	require.Equal(t, http.StatusSeeOther, res.Code)
	code, _ := f.post("/quotes", f.wanted(saasCode(shop)))
	require.Equal(t, http.StatusUnauthorized, code)
	res, _ = visit(t, shop, "treasurer@platform.example").get("/operator/storefronts")
	require.Equal(t, http.StatusNotFound, res.Code)
}

// transactions.md §2.7, §8: the audit log and the delivery's log keep from where the customer
// acted, as the shop front says; both pages show it.
func TestABuyersStepsKeepTheBuyersAddress(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var id, number, customer string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT v.id, o.number, o.customer_id FROM supervisions v JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id
		WHERE v.id = $1`, shop.Supervisions["lanxi requirement"].String()).Scan(&id, &number, &customer))
	f := storefrontOf(t, shop, customer)
	status, said := f.post("/orders/"+number+"/requirement?client_ip=nowhere", `{"text": "三个仓库"}`)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, said["fields"], "client_ip")
	status, _ = f.post("/orders/"+number+"/requirement?client_ip=198.51.100.23", `{"text": "三个仓库"}`)
	require.Equal(t, http.StatusOK, status)
	for _, query := range []string{`SELECT address FROM supervision_logs WHERE supervision_id = $1 AND act = 'supervision.submit'`,
		`SELECT address FROM audits WHERE subject = $1::text AND act = 'supervision.submit'`} {
		var address string
		require.NoError(t, shop.DB.Pool().QueryRow(query, id).Scan(&address))
		require.Equal(t, "198.51.100.23", address, query)
	}
	guest := visit(t, shop, "support@lanxi.example")
	_, page := guest.get("/supervisions/" + id)
	require.Contains(t, page.Find(".timeline-from").Text(), "198.51.100.23")
	_, page = guest.get("/orders/" + shop.Orders["lanxi requirement"].String() + "/timeline")
	require.Contains(t, page.Find(".timeline-from").Text(), "198.51.100.23")
}
