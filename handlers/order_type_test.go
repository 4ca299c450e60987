package handlers

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// life is a customer of a shop front through the months.
type life struct {
	*front
	t *testing.T
}

// buys places an order of the type, pays it, and lets the hour pass in which its seller's
// server is told.
func (l life) buys(kind market.OrderType, code, renews string, periods int) string {
	l.t.Helper()
	body := fmt.Sprintf(`{"seller": "S-100001", "product": %q, "type": %q, "renews": %q, "quantity": 1, "periods": %d, "agreed": true,
		"customer": {"name": "北岭装备制造有限公司", "account": "beiling_erp", "phone": "13800134021", "real_name": "enterprise"}}`, code, kind, renews, periods)
	placed := l.ends(http.StatusCreated, "/orders", body)
	number := placed["number"].(string)
	if placed["amount"] != "0.00" {
		l.ends(http.StatusOK, "/orders/"+number+"/pay", fmt.Sprintf(`{"amount": %q, "method": "prepaid"}`, placed["amount"]))
		require.Equal(l.t, "processing", l.order(number)["status"])
	}
	l.hour()
	return number
}

func (l life) hour() { l.shop.Turn(l.t, world.Works(l.shop.Clock), l.shop.Clock.Now().Add(time.Hour)) }

func (l life) order(number string) map[string]any {
	l.t.Helper()
	code, answer := l.get("/orders/" + number)
	require.Equal(l.t, http.StatusOK, code)
	return answer
}

// newest is the number of the customer's newest order of the type.
func (l life) newest(kind market.OrderType) string {
	l.t.Helper()
	_, answer := l.get("/orders?size=50")
	for _, one := range answer["orders"].([]any) {
		if row := one.(map[string]any); row["type"] == string(kind) {
			return row["number"].(string)
		}
	}
	l.t.Fatalf("no order of type %s", kind)
	return ""
}

// transactions.md §1.3: all eight types of order, placed by a shop front, each to its end, and
// each in the seller's list under its type.
func TestEveryTypeOfOrderIsPlacedByAShopFrontAndSeenToItsEnd(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	l := life{storefrontOf(t, shop, "C-940"), t}
	month := shop.Codes["澜溪智能工单/团队版/month"]
	standard, flagship := shop.Codes["澜溪云 ERP SaaS 版/标准版/year"], shop.Codes["澜溪云 ERP SaaS 版/旗舰版/year"]
	_, err := shop.DB.Pool().Exec(`INSERT INTO upgrades (seller_id, id, product_id, source_id, targets, status, created_at)
		SELECT $1, gen_random_uuid(), s.product_id, s.id, (SELECT jsonb_agg(t.id) FROM specs t WHERE t.seller_id = $1 AND t.product_id = s.product_id AND t.id <> s.id), 'active', now()
		FROM specs s JOIN prices r ON r.seller_id = s.seller_id AND r.spec_id = s.id WHERE r.code = $2
			AND NOT EXISTS (SELECT FROM upgrades u WHERE u.seller_id = $1 AND u.source_id = s.id AND u.status = 'active')`, shop.Lanxi, standard)
	require.NoError(t, err)
	ended := map[market.OrderType]string{}
	completed := func(kind market.OrderType, number string) map[string]any {
		t.Helper()
		row := l.order(number)
		require.Equal(t, []any{string(kind), "completed"}, []any{row["type"], row["status"]})
		ended[kind] = number
		return row
	}
	running := completed(market.OrderNew, l.buys(market.OrderNew, month, "", 1))
	require.NotEmpty(t, running["instance"])
	renewal := completed(market.OrderRenew, l.buys(market.OrderRenew, month, running["number"].(string), 2))
	require.Equal(t, running["expires_at"], renewal["effective_at"], "§1.4: it takes effect when the running period ends")
	require.Equal(t, running["number"], renewal["renews"])

	l.ends(http.StatusOK, "/orders/"+renewal["number"].(string)+"/unsubscribe", `{"reason": "not needed"}`)
	l.hour()
	back := completed(market.OrderUnsubscribeRenewal, l.newest(market.OrderUnsubscribeRenewal))
	require.True(t, strings.HasPrefix(back["amount"].(string), "-"), "§1.1: the deal amount of a refund is negative")
	l.ends(http.StatusOK, "/orders/"+running["number"].(string)+"/unsubscribe", `{"reason": "not needed"}`)
	l.hour()
	completed(market.OrderUnsubscribe, l.newest(market.OrderUnsubscribe))

	erp := l.order(l.buys(market.OrderNew, standard, "", 1))
	change := completed(market.OrderChange, l.buys(market.OrderChange, flagship, erp["number"].(string), 1))
	require.Equal(t, erp["expires_at"], change["expires_at"], "it runs as long as before")
	next := completed(market.OrderRenewalChange, l.buys(market.OrderRenewalChange, standard, change["number"].(string), 1))
	require.Equal(t, change["expires_at"], next["effective_at"])

	trial := completed(market.OrderTrial, l.buys(market.OrderTrial, month, "", 1))
	require.Equal(t, "0.00", trial["amount"])
	l.ends(http.StatusConflict, "/orders/"+trial["number"].(string)+"/unsubscribe", `{"reason": "a trial cannot be refunded"}`)
	formal := completed(market.OrderTrialToFormal, l.buys(market.OrderTrialToFormal, month, trial["number"].(string), 1))
	require.Equal(t, trial["instance"], formal["instance"], "the same instance goes on")

	require.Len(t, ended, len(market.OrderTypes))
	g := visit(t, shop, "support@lanxi.example")
	for kind, number := range ended {
		_, page := g.get("/orders?type=" + string(kind) + "&number=" + number)
		require.Equal(t, 1, page.Find("tbody a.id").Length(), kind)
		link, _ := page.Find("tbody a.id").First().Attr("href")
		answer, page := g.get(link)
		require.Equal(t, http.StatusOK, answer.Code, kind)
		require.Positive(t, page.Find("#timeline .timeline > li").Length(), kind)
		require.Equal(t, kind.GivesBack(), strings.Contains(page.Find(".head").Text(), "−"), "§1.1: the deal amount of %s", kind)
		require.Equal(t, kind.GivesBack(), strings.Contains(page.Find("#timeline").Text(), "the money went back"), kind)
	}
}

// transactions.md §1.2, §10.3: how long an order waits for its payment, by kind of goods and by
// campaign; then it is cancelled, and its stock is free again.
func TestAnOrderWaitsForItsPaymentAsLongAsItsGoodsSay(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	l := life{storefrontOf(t, shop, "C-941"), t}
	address := `, "address": {"recipient": "W", "phone": "13800134021", "place": "Beijing 1"}`
	for name, c := range map[string]struct {
		code, more string
		window     time.Duration
	}{
		"seven days":             {saasCode(shop), "", 7 * 24 * time.Hour},
		"hardware one hour":      {codeOf(t, shop, "澜溪仓储手持终端"), address, time.Hour},
		"as its campaign says":   {saasCode(shop), `, "campaign": "11.11", "pay_within": 30`, 30 * time.Minute},
		"hardware in a campaign": {codeOf(t, shop, "澜溪仓储手持终端"), address + `, "campaign": "11.11", "pay_within": 120`, 2 * time.Hour},
	} {
		begun := shop.Clock.Now()
		placed := l.ends(http.StatusCreated, "/orders", strings.Replace(l.wanted(c.code), `"agreed": true`, `"agreed": true`+c.more, 1))
		until, err := time.Parse(time.RFC3339, placed["pay_by"].(string))
		require.NoError(t, err)
		require.WithinDuration(t, begun.Add(c.window), until, time.Minute, name)
		shop.Turn(t, world.Works(shop.Clock), until.Add(-time.Second))
		require.Equal(t, "pending_payment", l.order(placed["number"].(string))["status"], name)
		shop.Turn(t, world.Works(shop.Clock), until.Add(time.Minute))
		require.Equal(t, "cancelled", l.order(placed["number"].(string))["status"], name)
		l.ends(http.StatusConflict, "/orders/"+placed["number"].(string)+"/pay", fmt.Sprintf(`{"amount": %q, "method": "prepaid"}`, placed["amount"]))
	}
}

// transactions.md §1.4: bought and opened on 1 January for a month, accepted on 1 February: with
// the opening time typed the service is over at its acceptance, left empty it begins there.
func TestWhatWasOpenedOnTheFirstIsOverWhenItIsAcceptedAMonthLater(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	l := life{storefrontOf(t, shop, "C-942"), t}
	var code string
	require.NoError(t, shop.DB.Pool().QueryRow(`UPDATE prices SET period = 'month', charging = 'PERIOD' WHERE code = $1 RETURNING code`, codeOf(t, shop, "澜溪智造协同平台")).Scan(&code))
	for name, typed := range map[string]bool{"typed": true, "left empty": false} {
		placed := l.ends(http.StatusCreated, "/orders", l.wanted(code))
		order := "/orders/" + placed["number"].(string)
		l.ends(http.StatusOK, order+"/pay", fmt.Sprintf(`{"amount": %q, "method": "prepaid"}`, placed["amount"]))
		l.ends(http.StatusOK, order+"/requirement", `{"text": "one factory"}`)
		var id market.SupervisionID
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT v.id FROM supervisions v JOIN orders o ON o.id = v.order_id WHERE o.number = $1`, placed["number"]).Scan(&id))
		store := shop.Seller(shop.Lanxi)
		require.NoError(t, store.ConfirmSupervision(t.Context(), id, 0))
		shop.Clock.Pass(time.Minute)
		opened := shop.Clock.Now().Truncate(time.Minute)
		what := market.Delivery{Result: "runs", Files: []market.Upload{{Kind: market.EvidenceSOW, Name: "a.pdf", Content: []byte("%PDF-1.4 a")}, {Kind: market.EvidenceAcceptance, Name: "b.pdf", Content: []byte("%PDF-1.4 b")}}}
		if typed {
			what.OpenedAt = &opened
		}
		shop.Clock.Pass(time.Hour)
		require.NoError(t, store.DeliverSupervision(t.Context(), id, what))
		shop.Turn(t, world.Works(shop.Clock), market.PerMonth.After(opened, 1).Add(time.Hour))
		accepted := shop.Clock.Now()
		l.ends(http.StatusOK, order+"/accept", `{"comment": "fine"}`)
		row := l.order(placed["number"].(string))
		require.Equal(t, "completed", row["status"], "§1.2: within three hours")
		begins, err := time.Parse(time.RFC3339, row["effective_at"].(string))
		require.NoError(t, err)
		ends, err := time.Parse(time.RFC3339, row["expires_at"].(string))
		require.NoError(t, err)
		from := accepted
		if typed {
			from = opened
		}
		require.WithinDuration(t, from, begins, time.Minute, name)
		require.WithinDuration(t, market.PerMonth.After(from, 1), ends, time.Minute, name)
		require.Equal(t, typed, ends.Before(accepted), "%s: already over at acceptance", name)
	}
}

// supervised is an order of a customer that was delivered and accepted, or only paid.
func (l life) supervised(code string, accepted bool) (number string) {
	l.t.Helper()
	placed := l.ends(http.StatusCreated, "/orders", l.wanted(code))
	number = placed["number"].(string)
	order := "/orders/" + number
	l.ends(http.StatusOK, order+"/pay", fmt.Sprintf(`{"amount": %q, "method": "prepaid"}`, placed["amount"]))
	if !accepted {
		return number
	}
	l.ends(http.StatusOK, order+"/requirement", `{"text": "one factory"}`)
	store, id := l.shop.Seller(l.shop.Lanxi), l.flow(number)
	require.NoError(l.t, store.ConfirmSupervision(l.t.Context(), id, 0))
	require.NoError(l.t, store.DeliverSupervision(l.t.Context(), id, market.Delivery{Result: "runs", Files: []market.Upload{
		{Kind: market.EvidenceSOW, Name: "a.pdf", Content: []byte("%PDF-1.4 a")}, {Kind: market.EvidenceAcceptance, Name: "b.pdf", Content: []byte("%PDF-1.4 b")}}}))
	l.ends(http.StatusOK, order+"/accept", `{"comment": "fine"}`)
	require.Equal(l.t, "completed", l.order(number)["status"])
	return number
}

// flow is the delivery of the order of that number; none is the zero id.
func (l life) flow(number string) (id market.SupervisionID) {
	l.t.Helper()
	require.NoError(l.t, l.shop.DB.Pool().QueryRow(`SELECT coalesce((SELECT v.id FROM supervisions v JOIN orders o ON o.id = v.order_id WHERE o.number = $1),
		'00000000-0000-0000-0000-000000000000')`, number).Scan(&id))
	return id
}

// transactions.md §2.5: what is under supervision is not renewed; a renewal afterwards has no
// flow of its own, a change of supervised goods has one. §1.6: what people handed over for a
// period renews by itself, is frozen at its end and released.
func TestASupervisedOrderIsRenewedWithoutAFlowAndChangedWithOne(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	l := life{storefrontOf(t, shop, "C-943"), t}
	code := codeOf(t, shop, "澜溪智造协同平台")
	_, err := shop.DB.Pool().Exec(`UPDATE prices SET period = 'month', charging = 'PERIOD' WHERE code = $1`, code)
	require.NoError(t, err)
	extends := func(kind market.OrderType, number string) string {
		return strings.Replace(l.wanted(code), `"agreed": true`, fmt.Sprintf(`"agreed": true, "type": %q, "renews": %q`, kind, number), 1)
	}
	waits := l.supervised(code, false)
	l.ends(http.StatusConflict, "/orders", extends(market.OrderRenew, waits))

	first := l.supervised(code, true)
	pay := func(placed map[string]any) string {
		l.ends(http.StatusOK, "/orders/"+placed["number"].(string)+"/pay", fmt.Sprintf(`{"amount": %q, "method": "prepaid"}`, placed["amount"]))
		l.hour()
		return placed["number"].(string)
	}
	changed := pay(l.ends(http.StatusCreated, "/orders", extends(market.OrderChange, first)))
	require.Equal(t, "processing", l.order(changed)["status"])
	require.False(t, l.flow(changed).IsZero(), "supervised goods: a new flow")

	second := l.supervised(code, true)
	renewed := pay(l.ends(http.StatusCreated, "/orders", extends(market.OrderRenew, second)))
	row := l.order(renewed)
	require.Equal(t, []any{"completed", l.order(second)["expires_at"]}, []any{row["status"], row["effective_at"]})
	require.True(t, l.flow(renewed).IsZero(), "no new flow")

	l.ends(http.StatusOK, "/orders/"+second+"/expiry", `{"policy": "renew", "periods": 1, "times": 1}`)
	ends, err := time.Parse(time.RFC3339, row["expires_at"].(string))
	require.NoError(t, err)
	shop.Turn(t, world.Works(shop.Clock), ends.Add(time.Hour))
	again := l.order(l.newest(market.OrderRenew))
	require.Equal(t, row["expires_at"], again["effective_at"], "it was renewed by itself, once")
	last, err := time.Parse(time.RFC3339, again["expires_at"].(string))
	require.NoError(t, err)
	state := func() (status string) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT i.status FROM instances i JOIN orders o ON o.id = i.order_id WHERE o.number = $1`, second).Scan(&status))
		return status
	}
	require.Equal(t, "in_use", state())
	shop.Turn(t, world.Works(shop.Clock), last.Add(time.Hour))
	require.Equal(t, "frozen", state())
	shop.Turn(t, world.Works(shop.Clock), last.Add(15*24*time.Hour+time.Hour))
	require.Equal(t, "released", state())
}
