package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// named says which kind of row the parameter at the end of a path names. A route with a
// parameter that is not here fails the tests below until somebody says what it takes.
var named = map[string]string{
	"/operator/standings/:seller":            "seller",
	"/sanctions/:id":                         "sanction",
	"/operator/sanctions/:id":                "sanction",
	"/contracts/:entity":                     "entity",
	"/spotlights/:id":                        "spotlight",
	"/regions/:id":                           "abroad",
	"/views/:id":                             "view",
	"/tasks/:id":                             "task",
	"/exports/:id":                           "task",
	"/operator/tasks/:id":                    "task",
	"/operator/exports/:id":                  "task",
	"/operator/views/:id":                    "view",
	"/operator/storefronts/:id":              "storefront",
	"/operator/statements/:id":               "statement",
	"/statements/:id":                        "statement",
	"/statements/:id/lines.:format":          "format",
	"/agreements/:id":                        "agreement",
	"/audits/:id":                            "audit",
	"/operator/audits/:id":                   "audit",
	"/appeals/:id":                           "appeal",
	"/joints/:id":                            "joint",
	"/operator/joints/:id":                   "joint",
	"/assets/:id":                            "asset",
	"/scans/:id":                             "scan",
	"/scans/:id/report.:format":              "format",
	"/endpoints/:id":                         "endpoint",
	"/relocations/:id":                       "order",
	"/files/:id":                             "file",
	"/fulfilments/:id":                       "fulfilment",
	"/usages/:id":                            "usage",
	"/usages/bills/:id":                      "usage_bill",
	"/invoices/:id":                          "invoice",
	"/groups/:id":                            "group",
	"/keys/:id":                              "key",
	"/operator/notices/:id":                  "desk_notice",
	"/notices/:id":                           "notice",
	"/receivers/:id":                         "receiver",
	"/hooks/:id":                             "hook",
	"/audiences/products/:id":                "product",
	"/audiences/specs/:id":                   "spec",
	"/audiences/:id":                         "audience",
	"/limits/:id":                            "limit",
	"/trials/:id":                            "spec",
	"/stocks/:id":                            "product",
	"/credits/:id":                           "product",
	"/orders/:id":                            "order",
	"/products/:id":                          "product",
	"/refunds/:id":                           "refund",
	"/operator/refunds/:id":                  "refund",
	"/offers/:id":                            "offer",
	"/coupons/:id":                           "coupon",
	"/demands/:id":                           "demand",
	"/operator/partners/:id":                 "partner",
	"/resales/:id":                           "resale",
	"/attributes/:id":                        "attribute",
	"/specs/:id":                             "spec",
	"/upgrades/:id":                          "upgrade",
	"/reviews/:id":                           "review",
	"/sandboxes/:id":                         "test order",
	"/sessions/:id":                          "session",
	"/supervisions/:id":                      "supervision",
	"/drafts/:id":                            "supervision",
	"/operator/instances/:id":                "instance",
	"/supervisions/:id/files/:file":          "file",
	"/operator/supervisions/:id/files/:file": "file",
	"/operator/drafts/:id":                   "supervision",
	"/operator/supervisions/:id":             "supervision",
	"/operator/flows/:template":              "template",
	"/operator/settings/:name":               "setting",
	"/teams/:id":                             "member",
	"/credentials/:id":                       "credential",
	"/operator/credentials/:seller":          "seller",
	"/supports/:id":                          "support",
	"/operator/extensions/:seller":           "seller",
	"/comments/:id":                          "comment",
	"/operator/comments/:id":                 "comment",
	"/tickets/:id":                           "ticket",
	"/operator/tickets/:id":                  "ticket",
	"/questions/:id":                         "question",
	"/operator/questions/:id":                "question",
	"/welcome/:link":                         "nothing", // a secret that only the invited know
	"/operator/adjustments/:seller":          "seller",
	"/operator/deposits/:seller":             "seller",
	"/operator/agreements/:id":               "agreement",
	"/operator/appeals/:id":                  "appeal",
	"/operator/certifications/:seller":       "seller",
	"/operator/files/:seller":                "seller",
	"/operator/files/:seller/:id":            "file",
	"/operator/jobs/:id":                     "job",
	"/operator/orders/:id":                   "order",
	"/operator/products/:id":                 "product",
	"/operator/reviews/:id":                  "review",
	"/operator/scans/:id":                    "scan",
	"/operator/sellers/:seller":              "seller",
	"/operator/sellers/:seller/missed":       "seller",
	"/operator/stores/:seller":               "seller",
}

// kinds are where rows are found: one id of the seller, the newest.
var kinds = map[string]string{
	"agreement": `SELECT id::text FROM agreements WHERE $1::uuid IS NOT NULL ORDER BY id DESC LIMIT 1`,
	"usage": `INSERT INTO usage_records (seller_id, id, serial, instance_number, instance_id, order_id, product_id, package_number, item, unit, received_at, rated_at, status, code, demanded, before, charge, late, digest, test)
		SELECT i.seller_id, gen_random_uuid(), 'sn-x', i.number, i.id, i.order_id, i.product_id, '', '', '', now(), now(), 'failed', '001', 0, 0, 0, false, 1, false
		FROM instances i WHERE i.seller_id = $1 AND NOT i.test LIMIT 1 RETURNING id::text`,
	"usage_bill": `INSERT INTO usage_bills (seller_id, id, number, instance_id, order_id, product_id, item, unit, cycle, begin_at, end_at, due_at, records, used, taken, demanded, exact, test)
		SELECT i.seller_id, gen_random_uuid(), gen_random_uuid()::text, i.id, i.order_id, i.product_id, 'x', 'x', 'day', clock_timestamp(), now(), now(), 1, 1, 0, 1, 1, false
		FROM instances i WHERE i.seller_id = $1 AND NOT i.test LIMIT 1 RETURNING id::text`,
	"instance":    `SELECT id::text FROM instances WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"joint":       `SELECT id::text FROM joints WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"scan":        `SELECT id::text FROM scans WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"asset":       `SELECT id::text FROM assets WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"audit":       `SELECT id::text FROM audits WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"audience":    `SELECT id::text FROM audiences WHERE seller_id = $1 AND kind = 'specified' ORDER BY id DESC LIMIT 1`,
	"limit":       `SELECT id::text FROM limits WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"appeal":      `SELECT id::text FROM appeals WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"endpoint":    `SELECT id::text FROM endpoints WHERE seller_id = $1 AND status = 'verified' ORDER BY id DESC LIMIT 1`,
	"file":        `SELECT id::text FROM files WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"fulfilment":  `SELECT id::text FROM fulfilments WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"sanction":    `SELECT id::text FROM sanctions WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"invoice":     `SELECT id::text FROM invoices WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"group":       `SELECT id::text FROM groups WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"job":         `SELECT id::text FROM river_job WHERE args->>'seller' = $1 ORDER BY id DESC LIMIT 1`,
	"key":         `SELECT id::text FROM keys WHERE seller_id = $1 AND status = 'active' ORDER BY id DESC LIMIT 1`,
	"member":      `SELECT id::text FROM members WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"notice":      `SELECT id::text FROM notices WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"desk_notice": `SELECT id::text FROM desk_notices WHERE $1::uuid IS NOT NULL ORDER BY id DESC LIMIT 1`,
	"order":       `SELECT id::text FROM orders WHERE seller_id = $1 AND NOT test ORDER BY id DESC LIMIT 1`,
	"product":     `SELECT id::text FROM products WHERE seller_id = $1 ORDER BY (draft IS NOT NULL) DESC, id DESC LIMIT 1`,
	"receiver":    `SELECT id::text FROM receivers WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"hook":        `SELECT id::text FROM hooks WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"attribute":   `SELECT id::text FROM attributes WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"spec":        `SELECT id::text FROM specs WHERE seller_id = $1 ORDER BY (template = 'custom') DESC, id DESC LIMIT 1`,
	"upgrade":     `SELECT id::text FROM upgrades WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"refund":      `SELECT id::text FROM refunds WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"offer":       `SELECT id::text FROM offers WHERE seller_id = $1 AND status = 'pending' ORDER BY id DESC LIMIT 1`,
	"coupon":      `SELECT id::text FROM coupons WHERE seller_id = $1 AND status = 'active' ORDER BY id DESC LIMIT 1`,
	"demand":      `SELECT id::text FROM demands WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"partner":     `SELECT id::text FROM partners WHERE $1::uuid IS NOT NULL ORDER BY id DESC LIMIT 1`,
	"resale":      `SELECT id::text FROM resales WHERE seller_id = $1 AND status = 'active' ORDER BY id DESC LIMIT 1`,
	"review":      `SELECT id::text FROM reviews WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"seller":      `SELECT id::text FROM sellers WHERE id = $1`,
	"session":     `SELECT id::text FROM sessions WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"statement":   `SELECT id::text FROM statements WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"abroad":      `SELECT id::text FROM products WHERE seller_id = $1 AND site = 'international' ORDER BY id DESC LIMIT 1`,
	"spotlight":   `SELECT id::text FROM spotlights WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"storefront":  `SELECT id::text FROM storefronts WHERE $1::uuid IS NOT NULL ORDER BY id DESC LIMIT 1`,
	"supervision": `SELECT id::text FROM supervisions WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"view":        `SELECT id::text FROM views WHERE seller_id = $1 AND NOT shared ORDER BY id DESC LIMIT 1`,
	"ticket":      `SELECT id::text FROM tickets WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"comment":     `SELECT id::text FROM comments WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"question":    `SELECT id::text FROM questions WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"support":     `SELECT id::text FROM supports WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"credential":  `SELECT id::text FROM credentials WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"task":        `SELECT id::text FROM tasks WHERE seller_id = $1 ORDER BY id DESC LIMIT 1`,
	"test order":  `SELECT id::text FROM orders WHERE seller_id = $1 AND test ORDER BY id DESC LIMIT 1`,
}

// unowned are parameters that name nobody's row.
var unowned = map[string]string{"template": "standard", "format": "csv", "nothing": "nothing", "entity": "europe", "setting": "refund_days"}

// bodies are what a stranger types where an empty form would be refused before anybody
// looks whose row it is.
var bodies = map[string]url.Values{
	"/certifications/verify":       {"amount": {"0.37"}},
	"/endpoints/register":          {"url": {"https://api.example.com/orders"}},
	"/products/:id/edit":           {"step": {"preview"}, "draft_version": {"1"}},
	"/operator/agreements/publish": {"title_zh": {"x"}, "title_en": {"x"}, "body_zh": {"x"}, "body_en": {"x"}, "effective_on": {"2027-01-01"}},
}

// nobodys are ids that stand in a form or a query instead of the path: kind of row, by
// route and field. The answer names nothing of the other seller.
var nobodys = map[string]map[string]string{
	"GET /appeals/letter":                     {"supervision": "supervision"},
	"GET /appeals/file":                       {"supervision": "supervision"},
	"POST /appeals/file":                      {"supervision": "supervision"},
	"POST /spotlights/place":                  {"product_id": "product"},
	"POST /fulfilments/restart":               {"id": "fulfilment"},
	"POST /tickets/assign":                    {"id": "ticket"},
	"POST /sessions/switch":                   {"seller_id": "seller"},
	"POST /teams/assign":                      {"group_id": "group", "id": "member"},
	"POST /teams/:id/entrust":                 {"product_id": "product"},
	"POST /products/:id/entrust":              {"member_id": "member"},
	"POST /hooks/add":                         {"endpoint_id": "endpoint", "product_id": "product"},
	"GET /limits/new":                         {"spec": "spec"},
	"POST /trials/add":                        {"id": "spec"},
	"POST /tasks/draft":                       {"id": "supervision"},
	"GET /endpoints/debug":                    {"endpoint": "endpoint"},
	"POST /operator/sellers/:seller/reinvite": {"id": "member"},
	"POST /operator/sellers/:seller/miss":     {"product": "product"},
}

func TestWhatBelongsToAnotherSellerIsNotFound(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var wrong faults
	lanxi, yunzhan := visit(t, shop, "owner@lanxi.example"), visit(t, shop, "owner@yunzhan.example")
	before := acts(t, shop)
	for _, r := range routesOf(t, lanxi.router) {
		owned := slices.ContainsFunc(r.params, func(kind string) bool { return unowned[kind] == "" && kind != "agreement" })
		if r.operators() || !owned {
			continue
		}
		guest := lanxi
		ids, found := r.ids(t, shop, shop.Yunzhan)
		if !found {
			guest = yunzhan
			ids, found = r.ids(t, shop, shop.Lanxi)
		}
		require.True(t, found, "the world has no row for %s", r.path)
		wrong.unless(guest.ask(r, r.filled(ids), r.values(t, shop)), r, "", http.StatusNotFound)
	}
	require.Empty(t, wrong)
	require.Equal(t, before, acts(t, shop), "nothing was done")
}

func TestWhatIsNoIDIsNotFound(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var wrong faults
	owner, manager := visit(t, shop, "owner@lanxi.example"), visit(t, shop, "manager@platform.example")
	for _, r := range routesOf(t, owner.router) {
		guest := owner
		if r.operators() {
			guest = manager
		}
		for _, id := range []string{"x", "00000000-0000-0000-0000-000000000000", "%27%20OR%201=1"} {
			ids := make([]string, len(r.params))
			for i, kind := range r.params {
				if ids[i] = id; unowned[kind] != "" {
					ids[i] = unowned[kind]
				}
			}
			if slices.Contains(ids, id) {
				answers := []int{http.StatusNotFound}
				if r.operators() && market.Doers(r.act()) != nil && !slices.Contains(market.Doers(r.act()), market.Manager) {
					answers = append(answers, http.StatusForbidden) // told before any id is read
				}
				wrong.unless(guest.ask(r, r.filled(ids), r.values(t, shop)), r, id, answers...)
			}
		}
	}
	require.Empty(t, wrong)
}

func TestAnotherSellersIDsInFormsAndQueriesDoNothing(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	owner, manager := visit(t, shop, "owner@lanxi.example"), visit(t, shop, "manager@platform.example")
	before, routes := acts(t, shop), routesOf(t, owner.router)
	for at, fields := range nobodys {
		method, path, _ := strings.Cut(at, " ")
		i := slices.IndexFunc(routes, func(r route) bool { return r.method == method && r.path == path })
		require.NotEqual(t, -1, i, "no such route any more: %s", at)
		ids, found := routes[i].ids(t, shop, shop.Lanxi)
		require.True(t, found, at)
		guest := owner
		if routes[i].operators() {
			guest = manager
		}
		values := url.Values{"confirmed": {"on"}, "ground": {"dispute"}, "reason": {"because it is so"}}
		for field, kind := range fields {
			values.Set(field, row(t, shop, kind, shop.Yunzhan))
		}
		var answer *httptest.ResponseRecorder
		if method == http.MethodGet {
			answer, _ = guest.get(path + "?" + values.Encode())
		} else {
			answer, _ = guest.post(routes[i].filled(ids), values)
		}
		require.Less(t, answer.Code, http.StatusInternalServerError, at)
		require.NotEqual(t, http.StatusForbidden, answer.Code, at)
		for field := range fields {
			id := values.Get(field)
			said := strings.NewReplacer(`value="`+id+`"`, "", field+"="+id, "").Replace(answer.Body.String()) // what was typed comes back
			require.NotContains(t, said, id, "%s names it", at)
		}
	}
	require.Equal(t, before, acts(t, shop), "nothing was done")
}

func TestAnotherBuyersRowsAreNotFound(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	nobody := storefrontOf(t, shop, "C-nobody")
	nobody.lax = true
	kindOf := map[string]string{"/orders/": "order", "/appeals/": "appeal", "/refunds/": "refund", "/invoices/": "invoice", "/tickets/": "ticket", "/questions/": "question"}
	numbers := map[string]string{}
	for start, kind := range kindOf {
		var number string
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT number FROM directory WHERE kind = $1 ORDER BY number DESC LIMIT 1`, kind).Scan(&number))
		numbers[start] = number
	}
	kindOf["/private-offers/"] = "offer"
	var offer string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT id FROM offers ORDER BY id LIMIT 1`).Scan(&offer))
	numbers["/private-offers/"] = offer
	kindOf["/comments/"] = "comment"
	var comment string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT number FROM comments ORDER BY number LIMIT 1`).Scan(&comment))
	numbers["/comments/"] = comment
	before, tried := acts(t, shop), 0
	for _, found := range nobody.router.Routes() {
		path, ours := strings.CutPrefix(found.Path, storefrontPath)
		if !ours || !strings.Contains(path, ":") || slices.ContainsFunc(everybuyers, func(start string) bool { return strings.HasPrefix(path, start) }) {
			continue
		}
		var number string
		for start := range kindOf {
			if strings.HasPrefix(path, start) {
				number = numbers[start]
			}
		}
		require.NotEmpty(t, number, "say in kindOf which row %s takes", path)
		path = parameter.ReplaceAllString(path, number)
		status := 0
		if found.Method == http.MethodGet {
			status, _ = nobody.get(path)
		} else {
			_, verb, _ := strings.Cut(found.Path, ":number/")
			body, known := buyersBodies[verb]
			if !known {
				body = buyersBodies[path[strings.LastIndex(path, "/")+1:]]
			}
			status, _ = nobody.post(path, body)
		}
		require.Equal(t, http.StatusNotFound, status, "%s %s", found.Method, found.Path)
		tried++
	}
	require.Greater(t, tried, 10)
	require.Equal(t, before, acts(t, shop), "nothing was done")
}

// everybuyers are what any buyer may name: what is on sale, whose shop it is, and what is
// offered to all.
var everybuyers = []string{"/specs/", "/coupons/", "/stores/", "/products/", "/offers/", "/favorites/", "/subscriptions/"}

// buyersBodies are well-formed requests of a shop front, by the last word of their path.
var buyersBodies = map[string]string{
	"sync":            `{"call": "tenantSync"}`,
	"comments":        `{"stars": 5, "text": "a"}`,
	"update":          `{"stars": 5, "text": "a"}`,
	"ship":            `{"courier": "SF", "tracking": "SF1"}`,
	"return":          `{"reason": "the title is wrong"}`,
	"pay":             `{"amount": "1.00", "method": "postpaid"}`,
	"usage-bills/pay": `{"bill": "x"}`,
	"requirement":     `{"text": "three warehouses"}`,
	"accept":          `{"comment": "fine"}`,
	"agree":           `{"comment": "fine"}`,
	"unsubscribe":     `{"reason": "not needed"}`,
	"expiry":          `{"policy": "freeze"}`,
	"quota":           `{"measure": "percent", "alerts": ["20"], "channels": ["mail"]}`,
	"deployed":        `{"comment": "fine"}`,
	"deployment":      `{"server": "ecs", "network": "vpc", "security_group": "sg"}`,
	"agency":          `{"name": "deploy"}`,
	"security-group":  `{"name": "sg-web"}`,
	"address":         `{"recipient": "W", "phone": "13800134021", "place": "x"}`,
	"courier":         `{"tracking": "1", "status": "signed", "at": "2026-11-20T02:00:00Z"}`,
	"identification":  `{"kind": "system"}`,
	"reject":          `{"reason": "not what was agreed"}`,
	"appeals":         `{"ground": "dispute", "reason": "not what was agreed"}`,
	"supply":          `{"text": "here it is"}`,
	"refunds":         `{"amount": "1.00", "reason": "not needed"}`,
	"drafts":          `{"use": "requirement", "file": {"name": "a.pdf", "content": "JVBERi0xLjQK"}}`,
	"detach":          `{"use": "requirement", "id": "00000000-0000-0000-0000-000000000000"}`,
	"reply":           `{"text": "any news?"}`,
	"reopen":          `{"reason": "it happens again"}`,
	"rate":            `{"stars": 5}`,
}
