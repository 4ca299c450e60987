package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// codes are the wire codes of a product's prices.
func codes(t *testing.T, shop *dbtest.Shop, product string) (all []string) {
	t.Helper()
	rows, err := shop.DB.Pool().Query(`SELECT r.code FROM prices r JOIN specs s ON s.seller_id = r.seller_id AND s.id = r.spec_id
		JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id WHERE p.seller_id = $1 AND p.name = $2 ORDER BY 1`, shop.Lanxi, product)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var code string
		require.NoError(t, rows.Scan(&code))
		all = append(all, code)
	}
	require.NoError(t, rows.Err())
	require.NotEmpty(t, all)
	return all
}

func numberOf(t *testing.T, shop *dbtest.Shop, product string) (number string) {
	t.Helper()
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT number FROM products WHERE seller_id = $1 AND name = $2`, shop.Lanxi, product).Scan(&number))
	return number
}

// rowsOf are the objects of a list in an answer.
func listOf(answer map[string]any, name string) (all []map[string]any) {
	rows, listed := answer[name].([]any)
	if !listed {
		panic(fmt.Sprint("no list of ", name, " in ", answer))
	}
	for _, row := range rows {
		all = append(all, row.(map[string]any))
	}
	return all
}

// catalogue.md §2.10: a hidden product is in no list and no search; its link sells it.
func TestHiddenProductsAreBoughtByTheirLinkOnly(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	const hidden = "澜溪数据看板"
	link, number := codes(t, shop, hidden)[0], numberOf(t, shop, hidden)
	for _, path := range []string{"/products", "/products?q=" + url.QueryEscape(hidden), "/products?seller=S-100001"} {
		code, answer := f.get(path)
		require.Equal(t, http.StatusOK, code)
		for _, row := range listOf(answer, "products") {
			require.NotEqual(t, number, row["number"], path)
		}
	}
	for path, want := range map[string]int{"/products/" + number: 404, "/products/" + number + "?link=" + saasCode(shop): 404, "/offers/OFFI-NOTHING": 404,
		"/products/" + number + "?link=" + link: 200, "/offers/" + link: 200} {
		code, answer := f.get(path)
		require.Equal(t, want, code, path)
		if code == http.StatusOK {
			require.Equal(t, true, answer["hidden"])
			require.Equal(t, hidden, answer["name"])
		}
	}
	_, answer := f.get("/offers/" + link)
	require.Equal(t, link, answer["linked"])
	f.ends(http.StatusOK, "/quotes", f.wanted(link))
}

// catalogue.md §2, §3, §4, §3.10: what a shop front shows of a product.
func TestAShopFrontShowsAProductWholeAndListsByPages(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	seen, after := map[string]bool{}, ""
	for range 50 {
		code, answer := f.get("/products?size=3&after=" + after)
		require.Equal(t, http.StatusOK, code)
		rows := listOf(answer, "products")
		require.LessOrEqual(t, len(rows), 3)
		for _, row := range rows {
			require.False(t, seen[row["number"].(string)], "twice")
			seen[row["number"].(string)] = true
		}
		next, more := answer["next"].(string)
		if !more {
			break
		}
		after = next
	}
	_, all := f.get("/products?size=100")
	require.Len(t, seen, len(listOf(all, "products")))
	code, found := f.get("/products?q=erp&seller=S-100001&access_type=saas")
	require.Equal(t, http.StatusOK, code, found)
	require.NotEmpty(t, listOf(found, "products"))
	row := listOf(found, "products")[0]
	require.Equal(t, "S-100001", row["seller"])
	require.NotEmpty(t, row["from_price"])
	_, none := f.get("/products?seller=S-999999")
	require.Empty(t, listOf(none, "products"))
	_, tried := f.get("/products?trial=true")
	for _, row := range listOf(tried, "products") {
		require.Contains(t, row, "trial_days")
	}

	code, product := f.get("/products/" + numberOf(t, shop, "澜溪云 ERP SaaS 版"))
	require.Equal(t, http.StatusOK, code)
	specs := listOf(product, "specs")
	require.NotEmpty(t, specs)
	sku := specs[0]["skus"].([]any)[0].(map[string]any)
	require.NotEmpty(t, sku["prices"])
	require.NotEmpty(t, product["agreement"])
	require.Contains(t, specs[0], "upgrades")

	var paper map[string]any
	for _, one := range listOf(product, "documents") {
		paper = one
	}
	require.NotNil(t, paper)
	path := strings.TrimPrefix(paper["url"].(string), storefrontPath)
	answer := httptest.NewRecorder()
	f.router.ServeHTTP(answer, f.request(http.MethodGet, path, ""))
	require.Equal(t, http.StatusOK, answer.Code)
	require.Len(t, answer.Body.Bytes(), int(paper["size"].(float64)))
	other := "/products/" + numberOf(t, shop, "澜溪电子合同") + path[strings.Index(path, "/files/"):]
	answer = httptest.NewRecorder()
	f.router.ServeHTTP(answer, f.request(http.MethodGet, other, ""))
	require.Equal(t, http.StatusNotFound, answer.Code, "not on that product's page")
	var proof string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT id FROM files WHERE seller_id = $1 AND purpose <> 'picture' ORDER BY id LIMIT 1`, shop.Lanxi).Scan(&proof))
	answer = httptest.NewRecorder()
	f.router.ServeHTTP(answer, f.request(http.MethodGet, path[:strings.Index(path, "/files/")]+"/files/"+proof, ""))
	require.Equal(t, http.StatusNotFound, answer.Code, "evidence is nobody's to read here")
}

// catalogue.md §8: without reception of tickets the product's page has no ticket entry.
func TestTheTicketEntryStandsOnlyWhereTicketsAreReceived(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	path := "/products/" + numberOf(t, shop, "澜溪云 ERP SaaS 版")
	_, product := f.get(path)
	require.Contains(t, product["service"], "tickets")
	for _, hours := range []string{`receives = false`, `receives = true, hours = '{"spans": [{"days": [1, 2, 3, 4], "opens": 540, "shuts": 1080}]}'`} {
		_, err := shop.DB.Pool().Exec(`UPDATE receptions SET `+hours+` WHERE seller_id = $1`, shop.Lanxi)
		require.NoError(t, err)
		_, product = f.get(path)
		require.NotContains(t, product["service"], "tickets", hours)
	}
}

// catalogue.md §1.3, §1.9, §9.1: the product's page prints the customer-service phone and
// mailbox of the profile while no extension answers, and never the contact address.
func TestAProductsPageSaysHowTheSellerIsReached(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	path := "/products/" + numberOf(t, shop, "澜溪云 ERP SaaS 版")
	profile, err := shop.Seller(shop.Lanxi).Profile(t.Context())
	require.NoError(t, err)
	for _, test := range []struct {
		name, numbers string
		extension     bool
	}{{"an extension without a phone", `[]`, false}, {"an extension that rings", `["021-58301120"]`, true}} {
		_, err := shop.DB.Pool().Exec(`INSERT INTO extensions (seller_id, extension, numbers, hours, assigned_at, updated_at)
			VALUES ($1, '69999', $2::jsonb, '{"days": [1, 2, 3, 4, 5], "spans": [{"from": 540, "until": 1080}]}', now(), now())
			ON CONFLICT (seller_id) DO UPDATE SET extension = '69999', numbers = $2::jsonb`, shop.Lanxi, test.numbers)
		require.NoError(t, err)
		_, product := f.get(path)
		service := product["service"].(map[string]any)
		if test.extension {
			require.Equal(t, "69999", service["extension"], test.name)
			require.NotContains(t, service, "pre_sales", test.name)
			require.NotContains(t, service, "pre_sales_email", test.name)
		} else {
			require.NotContains(t, service, "extension", test.name)
			require.Equal(t, profile.ServicePhone, service["pre_sales"], test.name)
			require.Equal(t, profile.ServiceEmail, service["pre_sales_email"], test.name)
		}
		said, err := json.Marshal(product)
		require.NoError(t, err)
		require.NotContains(t, string(said), profile.Address, test.name)
		require.NotContains(t, string(said), profile.ContactMobile, test.name)
	}
}

// transactions.md §10.1: query progress, orders, offers; the customer's own, and in its language.
func TestACustomerReadsWhatIsItsOwn(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var customer, number string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT o.customer_id, o.number FROM orders o JOIN instances i ON i.seller_id = o.seller_id AND i.order_id = o.id
		WHERE o.seller_id = $1 AND NOT o.test AND i.status = 'in_use' ORDER BY o.id DESC LIMIT 1`, shop.Lanxi).Scan(&customer, &number))
	f, other := storefrontOf(t, shop, customer), storefrontOf(t, shop, "C-nobody")
	_, answer := f.get("/orders?size=100")
	require.NotEmpty(t, listOf(answer, "orders"))
	for _, row := range listOf(answer, "orders") {
		var owner string
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT customer_id FROM orders WHERE number = $1`, row["number"]).Scan(&owner))
		require.Equal(t, customer, owner)
	}
	_, answer = f.get("/orders?status=completed")
	for _, row := range listOf(answer, "orders") {
		require.Equal(t, "completed", row["status"])
		require.Equal(t, "Completed", row["said"])
	}
	_, answer = f.get("/services")
	require.NotEmpty(t, listOf(answer, "services"))
	code, service := f.get("/orders/" + number + "/service")
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "in_use", service["status"])
	require.Equal(t, "freeze", service["policy"])
	code, _ = other.get("/orders/" + number + "/service")
	require.Equal(t, http.StatusNotFound, code)
	for path, list := range map[string]string{"/orders": "orders", "/services": "services", "/messages": "messages", "/private-offers": "offers",
		"/partners/orders": "orders", "/partners/offers": "offers", "/partners/products": "products", "/partners/customers": "customers", "/demands": "demands"} {
		code, answer := other.get(path)
		require.Equal(t, http.StatusOK, code, path)
		require.Empty(t, answer[list], path)
	}
	offer, err := shop.Seller(shop.Lanxi).Offer(t.Context(), shop.Offers["discount"])
	require.NoError(t, err)
	guest := storefrontOf(t, shop, offer.Users[0].Customer)
	said := map[string]string{}
	for _, language := range []string{"en", "zh-CN"} {
		request := guest.request(http.MethodGet, "/messages", "")
		request.Header.Set("Accept-Language", language)
		_, answer := guest.do(request)
		require.NotEmpty(t, listOf(answer, "messages"))
		said[language] = listOf(answer, "messages")[0]["text"].(string)
	}
	require.NotEqual(t, said["en"], said["zh-CN"])
	_, answer = guest.get("/private-offers")
	require.Equal(t, offer.Number, listOf(answer, "offers")[0]["number"])
}

// catalogue.md §9.7, transactions.md §4.2: only the five-day refund gives a coupon back.
func TestACouponComesBackInTheFiveDayRefundOnly(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	seller := shop.Seller(shop.Lanxi, market.Operations, market.Finance)
	for customer, fiveDays := range map[string]bool{"C-90002": true, "C-90003": false} {
		today := market.DayOf(shop.Clock.Now())
		f := storefrontOf(t, shop, customer)
		product, sold, period := "澜溪云 ERP SaaS 版", saasCode(shop), market.PerYear
		if !fiveDays {
			product, sold, period = "澜溪云 ERP 配套服务", serviceCode(shop), market.PerOnce
		}
		id, err := seller.PublishCoupon(t.Context(), market.CouponDraft{Coupon: market.Coupon{Name: "for " + customer, Amount: market.Yuan("100"), Period: period,
			StartsOn: today, EndsOn: today.Plus(30), Shown: true, Total: 2}, Items: []market.CouponItem{{ProductID: shop.Products[product]}}})
		require.NoError(t, err)
		coupon, err := seller.Coupon(t.Context(), id)
		require.NoError(t, err)
		voucher := f.ends(http.StatusOK, "/coupons/"+coupon.Number+"/claim", `{}`)["number"].(string)
		wanted := strings.Replace(f.wanted(sold), `"agreed"`, `"coupon": "`+voucher+`", "agreed"`, 1)
		quote := f.ends(http.StatusOK, "/quotes", wanted)
		require.Equal(t, "coupon", listOf(quote, "reductions")[0]["kind"])
		placed := f.ends(http.StatusCreated, "/orders", wanted)
		order := "/orders/" + placed["number"].(string)
		f.ends(http.StatusOK, order+"/pay", fmt.Sprintf(`{"amount": %q, "method": "prepaid"}`, placed["amount"]))
		status := func() string {
			_, vouchers := f.get("/vouchers")
			return listOf(vouchers, "vouchers")[0]["status"].(string)
		}
		require.Equal(t, "used", status())
		if fiveDays {
			shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Hour))
			f.ends(http.StatusOK, order+"/unsubscribe", `{"reason": "not needed"}`)
			require.Equal(t, "claimed", status())
			_, refunds := f.get(order + "/refunds")
			require.Equal(t, "five_day", listOf(refunds, "refunds")[0]["cause"])
			continue
		}
		number := f.ends(http.StatusCreated, order+"/refunds", fmt.Sprintf(`{"amount": %q, "reason": "not needed"}`, placed["amount"]))["number"].(string)
		_, refund := f.get("/refunds/" + number)
		require.Equal(t, "requested", refund["status"])
		var refunded market.RefundID
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT id FROM refunds WHERE number = $1`, number).Scan(&refunded.UUID))
		require.NoError(t, seller.ApproveRefund(t.Context(), refunded, "agreed", market.Address{}))
		shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(24*time.Hour))
		_, refund = f.get("/refunds/" + number)
		require.Equal(t, "paid", refund["status"])
		require.Equal(t, "used", status())
	}
}

// catalogue.md §9.5, §9.6, transactions.md §7: a provider's whole way through its partner center.
func TestAProviderJoinsThePlanAndBringsCustomers(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	partner, customer := storefrontOf(t, shop, "P-77"), storefrontOf(t, shop, "C-90004")
	code, _ := partner.get("/partners/me")
	require.Equal(t, http.StatusNotFound, code)
	partner.ends(http.StatusOK, "/partners/draft", `{"name": "启衡数字科技"}`)
	_, me := partner.get("/partners/me")
	require.Equal(t, "draft", me["status"])
	refused := partner.ends(http.StatusUnprocessableEntity, "/partners/join", `{"name": "启衡数字科技", "role": "si", "certified": false}`)
	require.Contains(t, refused["fields"], "certified", "a role must be certified")
	require.Contains(t, refused["fields"], "contracts", "with proof of the ability to serve")
	whole := `{"name": "启衡数字科技", "role": "si", "certified": true, "proofs": {"product": "a", "authorization": "b", "sales": "c", "contracts": "d"}}`
	joined := partner.ends(http.StatusOK, "/partners/join", whole)
	require.Equal(t, "partner.join", joined["act"])
	require.Equal(t, me["number"], joined["number"])
	_, products := partner.get("/partners/products")
	require.Empty(t, products["products"], "nothing before it joined")
	refused = customer.ends(http.StatusUnprocessableEntity, "/partners/bind", `{"partner": "P-77"}`)
	require.Contains(t, refused["fields"], "partner")

	var id market.PartnerID
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT id FROM partners WHERE account = 'P-77'`).Scan(&id.UUID))
	require.NoError(t, shop.DB.Operator(shop.Actor(market.Manager)).ApprovePartner(t.Context(), id))
	_, messages := partner.get("/messages")
	require.Equal(t, "partner.approve", listOf(messages, "messages")[0]["kind"])
	_, products = partner.get("/partners/products")
	require.NotEmpty(t, products["products"])
	customer.ends(http.StatusOK, "/partners/bind", `{"partner": "P-77"}`)
	_, customers := partner.get("/partners/customers")
	require.Equal(t, "C-90004", listOf(customers, "customers")[0]["customer"])

	var sku string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT k.sku_code FROM skus k JOIN prices p ON p.seller_id = k.seller_id AND p.sku_id = k.id WHERE p.code = $1`, saasCode(shop)).Scan(&sku))
	offer := func(name, percent, customer string) string {
		return fmt.Sprintf(`{"seller": "S-100001", "name": %q, "mode": "discount", "starts_at": %q, "ends_at": %q, "users": [{"customer": %q}],
			"items": [{"sku_code": %q, "percent": %q}], "basis": "a yearly framework", "supplement": "two plants"}`, name, shop.Clock.Now().Add(time.Minute).Format(time.RFC3339),
			shop.Clock.Now().Add(30*24*time.Hour).Format(time.RFC3339), customer, sku, percent)
	}
	refused = partner.ends(http.StatusUnprocessableEntity, "/partners/offers", offer("stranger", "95", "C-90005"))
	require.Equal(t, "offer.not_bound", refused["rules"].(map[string]any)["users"], "only bound customers")
	made := partner.ends(http.StatusCreated, "/partners/offers", offer("within", "95", "C-90004"))
	_, offers := partner.get("/partners/offers")
	require.Equal(t, "effective", listOf(offers, "offers")[0]["status"])
	shop.Clock.Pass(2 * time.Minute)
	placed := customer.ends(http.StatusCreated, "/orders", strings.Replace(customer.wanted(saasCode(shop)), `"agreed"`, `"offer": "`+made["number"].(string)+`", "agreed"`, 1))
	_, orders := partner.get("/partners/orders")
	require.Equal(t, placed["number"], listOf(orders, "orders")[0]["number"])

	var product string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT number FROM products WHERE seller_id = $1 AND sale_type = 'joint' AND status = 'on_sale' LIMIT 1`, shop.Lanxi).Scan(&product))
	demand := fmt.Sprintf(`{"product": %q, "name": "连锁门店总部管控", "delivery_mode": "cloud", "kind": "purchase", "request": "总部统一采购", "space": "76000.00",
		"signing_on": "2027-01-31", "customer": {"name": "北岭装备", "phone": "13800134021"}}`, product)
	reported := partner.ends(http.StatusCreated, "/demands", demand)
	_, demands := partner.get("/demands")
	require.Equal(t, reported["number"], listOf(demands, "demands")[0]["number"])
	require.Equal(t, "to_accept", listOf(demands, "demands")[0]["status"])
	customer.ends(http.StatusConflict, "/demands", demand)
}
