package handlers

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/exampleseller"
	"sellercenter/internal/market"
	"sellercenter/internal/signing"
)

// ownServer is a seller's server on this machine, as cmd/exampleseller runs it.
type ownServer struct {
	*httptest.Server
	t     *testing.T
	proof string
}

func (s *ownServer) behave(rules string) {
	s.t.Helper()
	answer, err := s.Client().Post(s.URL+"/behave", "application/json", strings.NewReader(rules))
	require.NoError(s.t, err)
	require.NoError(s.t, answer.Body.Close())
	require.Equal(s.t, http.StatusNoContent, answer.StatusCode)
}

// did counts what was really done of an activity.
func (s *ownServer) did(activity market.Activity) (n int) {
	s.t.Helper()
	answer, err := s.Client().Get(s.URL + "/effects")
	require.NoError(s.t, err)
	defer answer.Body.Close()
	var all []exampleseller.Effect
	require.NoError(s.t, json.NewDecoder(answer.Body).Decode(&all))
	for _, effect := range all {
		if effect.Activity == string(activity) {
			n += effect.Count
		}
	}
	return n
}

// serveExample starts the example server with a key for each of its interfaces.
func serveExample(t *testing.T, shop *dbtest.Shop) *ownServer {
	t.Helper()
	_, err := shop.Seller(shop.Lanxi, market.Owner).CreateKey(t.Context(), market.KeyLicence)
	require.NoError(t, err)
	var values []string
	for _, purpose := range []market.KeyPurpose{market.KeyBase, market.KeyGeneral, market.KeyLicence} {
		keys, err := shop.Seller(shop.Lanxi).KeysInUse(t.Context(), purpose)
		require.NoError(t, err)
		values = append(values, string(keys[0].Value))
	}
	s := &ownServer{t: t}
	handler, err := exampleseller.Config{Key: func() string { return values[0] }, Other: values[1:], Proof: func() string { return s.proof }, Now: shop.Clock.Now,
		Site: "https://app.example.com", Log: slog.New(slog.DiscardHandler)}.Handler()
	require.NoError(t, err)
	s.Server = httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s
}

// debugged tries every activity on the address with what the desk proposes.
func debugged(t *testing.T, g *guest, at string) {
	t.Helper()
	for _, activity := range market.DebugActivities {
		tries := []market.Charging{""}
		if activity == market.ActivityNewInstance {
			tries = market.Chargings
		}
		for _, charging := range tries {
			desk := "/endpoints/debug?endpoint=" + at + "&activity=" + string(activity) + "&charging=" + string(charging)
			_, page := g.get(desk)
			form := page.Find("form[action='/endpoints/" + at + "/debug']")
			values := url.Values{"activity": {string(activity)}, "charging": {string(charging)}}
			for _, field := range activity.DebugFields() {
				asked := form.Find("[name='" + field.Name + "']")
				require.Equal(t, 1, asked.Length(), "%s asks for %s", activity, field.Name)
				value := asked.AttrOr("value", "")
				if asked.Is("select") {
					value = asked.Find("option[selected]").AttrOr("value", field.Preset)
				}
				values.Set(field.Name, value)
			}
			answer, page := g.post("/endpoints/"+at+"/debug", values)
			require.Equal(t, http.StatusSeeOther, answer.Code, "%s %s: %s", activity, charging, page.Find("main").Text())
			_, page = g.get(desk)
			require.Contains(t, page.Find(".desk-cases").Text(), "Passed")
			require.Positive(t, page.Find(".exchange, .exchange-pair").Length(), "the saved exchange can be read")
		}
	}
}

// catalogue.md §2.6, §2.2, production-interface.md §3.4, §3.5: a server on the seller's own machine
// is registered, shown to be the seller's, debugged activity by activity, and what is published
// with its address is bought and opened there. A call that fails says why and is not saved.
func TestAServerIsRegisteredDebuggedAndSoldFrom(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	server := serveExample(t, shop)
	g := visit(t, shop, "operations@lanxi.example")
	g.router = New(shop.DB, Options{Caller: shop.Clock.Street().Caller(), Development: true, Log: slog.New(slog.DiscardHandler)})
	answer, page := g.post("/endpoints/register", url.Values{"url": {server.URL + "/produce"}})
	require.Equal(t, http.StatusSeeOther, answer.Code, page.Find(".fault").Text())
	at := said(t, shop, `SELECT id FROM endpoints WHERE seller_id = $1 AND url LIKE $2`, server.URL+"%")
	verify := func() string {
		g.post("/endpoints/"+at+"/verify", nil)
		return said(t, shop, `SELECT status FROM endpoints WHERE seller_id = $1 AND id::text = $2`, at)
	}
	require.Equal(t, "unverified", verify(), "the proof is not there yet")
	answer, _ = g.post("/endpoints/"+at+"/debug", url.Values{"activity": {"queryInstance"}, "instanceId": {"1"}})
	require.NotEqual(t, http.StatusSeeOther, answer.Code, "nobody else's server is called")
	server.proof = said(t, shop, `SELECT proof FROM endpoints WHERE seller_id = $1 AND id::text = $2`, at)
	require.Equal(t, "verified", verify())

	server.behave(`[{"match":"queryInstance","behave":"badsign"}]`)
	answer, page = g.post("/endpoints/"+at+"/debug", url.Values{"activity": {"queryInstance"}, "instanceId": {"1"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, page.Find("main").Text(), "Body-Sign", "the page says what is wrong")
	require.Equal(t, "0", said(t, shop, `SELECT count(*) FROM debug_cases WHERE seller_id = $1 AND endpoint_id::text = $2`, at))
	server.behave(`[]`)
	debugged(t, g, at)
	require.Equal(t, "13", said(t, shop, `SELECT count(*) FROM debug_cases WHERE seller_id = $1 AND endpoint_id::text = $2`, at), "ten activities, four purchases")
	require.Zero(t, server.did(market.ActivityNewInstance), "testFlag: no real work")

	answer, _ = g.post("/products/draft", url.Values{"sale_type": {"general"}, "access_type": {"saas"}})
	run := wizardRun{market.AccessSaaS, url.Values{"endpoint_id": {at}, "supervised": {"no"}}, nil, priced("month", "99.00")}
	product := strings.TrimSuffix(answer.Header().Get("Location"), "/edit")
	run.toSale(t, shop, g, product, market.SaleGeneral)
	made := buyOne(t, shop, product)
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Minute))
	require.Equal(t, "completed", said(t, shop, `SELECT status FROM orders WHERE seller_id = $1 AND id::text = $2`, made.ID.String()))
	require.Equal(t, 1, server.did(market.ActivityNewInstance), "opened at the seller's server, once")
}

// catalogue.md §2.6, production-interface.md §1.5: License delivered by authorization codes: a test
// code is applied for, the seller's program activates it, the three interfaces are debugged with
// it, a failing one blocks the submission, and a customer's code is frozen at the server.
func TestALicenceServerIsDebuggedWithATestCodeAndSoldFrom(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	server := serveExample(t, shop)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	endpoint, err := store.RegisterEndpoint(ctx, server.URL, true)
	require.NoError(t, err)
	at := endpoint.ID.String()
	_, err = store.CodeEndpoint(ctx, endpoint.ID)
	require.ErrorIs(t, err, &market.Problem{Kind: market.KindConflict}, "first the address is shown to be the seller's")
	require.NoError(t, store.VerifyEndpoint(ctx, endpoint.ID, market.Exchange{Status: http.StatusOK, ResponseBody: endpoint.Proof}))

	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/endpoints/debug?endpoint=" + at + "&activity=releaseLicenseCode")
	require.Equal(t, 1, page.Find("#code form[action$='/code']").Length())
	answer, _ := g.post("/endpoints/"+at+"/code", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(answer.Header().Get("Location"))
	code := page.Find("[name=license]").AttrOr("value", "")
	require.Regexp(t, `^PL[0-9A-Z]{30}$`, code, "the desk uses the test code")

	number, secret := shop.AccessKey(t, shop.Lanxi)
	say := func(path, code string) map[string]any {
		request := httptest.NewRequest(http.MethodPost, openPath+path, strings.NewReader(`{"license": "`+code+`"}`))
		request.Header.Set("Content-Type", "application/json")
		require.NoError(t, signing.SignAKSK(request, []byte(`{"license": "`+code+`"}`), number, secret, shop.Clock.Now()))
		answer := httptest.NewRecorder()
		g.router.ServeHTTP(answer, request)
		var told map[string]any
		require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &told))
		return told
	}
	require.Equal(t, market.LicenceOK, say("/v1/license/activate", code)["error_code"])
	shop.Clock.Pass(time.Second)
	require.Equal(t, market.LicenceBadState, say("/v1/license/activate", code)["error_code"], "once")
	require.Equal(t, "ALIVE", say("/v1/license/heartbeat", code)["data"].(map[string]any)["status"])
	require.Equal(t, market.LicenceUnknown, say("/v1/license/heartbeat", "PLNOBODYS")["error_code"])
	debugged(t, g, at)

	answer, _ = g.post("/products/draft", url.Values{"sale_type": {"general"}, "access_type": {"license"}})
	run := wizardRun{market.AccessLicense, url.Values{"licence_flow": {market.FlowLicenseCode}, "licence_rule": {"按服务器授权"}, "endpoint_id": {at}}, nil, priced("month", "99.00")}
	product := strings.TrimSuffix(answer.Header().Get("Location"), "/edit")
	run.toSale(t, shop, g, product, market.SaleGeneral)
	require.NoError(t, store.ModifyProduct(ctx, idOf[market.Product](t, product)))
	server.behave(`[{"match":"releaseLicenseCode","behave":"code:000005"}]`)
	_, page = g.get(product + "/edit?step=preview")
	answer, page = g.post(product+"/submit", url.Values{"draft_version": {page.Find("[name=draft_version]").First().AttrOr("value", "")}, "self_check": {"on"}})
	require.NotContains(t, answer.Header().Get("Location"), "/reviews/", "§2.2: a failing case blocks it: %s", page.Find(".banner").Text())
	server.behave(`[]`)

	made := buyOne(t, shop, product)
	counter := world.Buyer(shop.DB, shop.Lanxi, buyingOne, false)
	flow, err := counter.SupervisionOf(ctx, made.ID)
	require.NoError(t, err)
	require.NoError(t, store.DeliverSupervision(ctx, flow.ID, market.Delivery{Result: "ready"}))
	require.NoError(t, counter.ReceiveSupervision(ctx, flow.ID))
	licence, err := counter.LicenceOf(ctx, made.ID)
	require.NoError(t, err)
	require.Equal(t, market.LicenceOK, say("/v1/license/activate", licence.Code)["error_code"])
	proof := func(kind market.EvidenceKind) market.Upload {
		return market.Upload{Name: string(kind) + ".pdf", Kind: kind, Content: []byte("%PDF-1.4 " + kind)}
	}
	require.NoError(t, store.ProveSupervision(ctx, flow.ID, market.Delivery{Result: "done", Files: []market.Upload{proof(market.EvidenceSOW), proof(market.EvidenceAcceptance)}}))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().AddDate(0, 1, 1))
	require.Equal(t, 1, server.did(market.ActivityUpdateLicenceStatus), "the customer's code was frozen there")
}

var buyingOne = market.Customer{ID: "C-SALE", Name: "北岭装备制造有限公司", Account: "beiling_erp", Phone: "13800134021", Email: "it@beiling.example", RealName: market.RealEnterprise}

// buyOne orders and pays what a listing sells first.
func buyOne(t *testing.T, shop *dbtest.Shop, product string) market.Order {
	t.Helper()
	detail, err := shop.Seller(shop.Lanxi).ProductDetail(t.Context(), idOf[market.Product](t, product))
	require.NoError(t, err)
	counter := world.Buyer(shop.DB, shop.Lanxi, buyingOne, false)
	order, err := counter.PlaceOrder(t.Context(), market.Purchase{Type: market.OrderNew, Product: detail.Specs[0].Prices[0].Code,
		Quantity: market.Count(1), Periods: 1, Customer: buyingOne, Agreed: true})
	require.NoError(t, err)
	require.NoError(t, counter.PayOrder(t.Context(), order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid}))
	return order
}

// idOf is the id at the end of a page's address.
func idOf[T any](t *testing.T, path string) market.ID[T] {
	t.Helper()
	id, err := market.ParseID[T](path[strings.LastIndex(path, "/")+1:])
	require.NoError(t, err)
	return id
}

// catalogue.md §2.6: what is ticked in the wizard is asked for at checkout, and the reviewer reads which values the checkout shall ask for by their names.
func TestAReviewNamesTheValuesOfTheCheckout(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	asked, err := shop.DB.Parameters(t.Context())
	require.NoError(t, err)
	wanted := asked[0]
	_, err = shop.DB.Pool().Exec(`INSERT INTO debug_parameters (seller_id, endpoint_id, code, value, saved_by, saved_at) VALUES ($1, $2, $3, '1', 'test', now())
		ON CONFLICT DO NOTHING`, shop.Lanxi, shop.Endpoints["lanxi"], wanted.Code)
	require.NoError(t, err)
	answer, _ := g.post("/products/draft", url.Values{"sale_type": {"general"}, "access_type": {"saas"}})
	run := wizardRun{market.AccessSaaS, url.Values{"endpoint_id": {shop.Endpoints["lanxi"].String()}, "supervised": {"no"}, "extensions": {wanted.Code}}, nil, priced("month", "99.00")}
	product := strings.TrimSuffix(answer.Header().Get("Location"), "/edit")
	run.toSale(t, shop, g, product, market.SaleGeneral)
	review := said(t, shop, `SELECT id FROM reviews WHERE seller_id = $1 AND subject = $2`, strings.TrimPrefix(product, "/products/"))
	for _, page := range []string{"/reviews/" + review, "/operator/reviews/" + review} {
		who := g
		if strings.HasPrefix(page, "/operator") {
			who = visit(t, shop, "reviewer@platform.example")
		}
		_, shown := who.get(page)
		require.Contains(t, shown.Find("#change-extensions").Text(), wanted.Name.V["en"], page)
	}
}

// transactions.md §6.6, catalogue.md §2.7: each line of a statement has the rate at which its order
// is invoiced: a small-scale taxpayer's own.
func TestALineOfAStatementHasItsTaxRate(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	path := "/statements/" + lanxiOctober(t, shop)
	rates := func() (shown string, file string) {
		_, page := g.get(path)
		require.Contains(t, page.Find(".table thead").Text(), "Tax")
		answer, _ := g.get(path + "/lines.csv")
		return page.Find("tbody tr:has(a[data-open])").First().Text(), answer.Body.String()
	}
	shown, file := rates()
	require.Contains(t, shown, "6%")
	require.Contains(t, strings.SplitN(file, "\n", 2)[0], "Tax rate")
	_, err := shop.DB.Pool().Exec(`UPDATE certifications SET taxpayer = 'small', vat_rate = 0.01 WHERE seller_id = $1`, shop.Lanxi)
	require.NoError(t, err)
	shown, _ = rates()
	require.Contains(t, shown, "1%")
	answer, _ := g.get("/transactions?as=csv")
	require.Contains(t, strings.SplitN(answer.Body.String(), "\n", 2)[0], "Tax rate")
}
