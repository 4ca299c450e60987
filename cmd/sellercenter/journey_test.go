package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

func TestJourneyAListingIsMendedReviewedAndPutOnSale(t *testing.T) {
	t.Parallel()
	shop := open(t)
	owner := shop.signIn("owner@lanxi.example", "zh-CN")
	owner.open("/drafts")
	owner.sound()
	owner.open("/products/" + shop.Products["澜溪考勤排班"].String() + "/edit?step=basic")
	owner.fill("introduction", "按门店与班组排班,考勤自动汇总,异常当天提醒。")
	owner.sound()
	owner.press("#product button[name=then][value=next]")
	owner.open("/products/" + shop.Products["澜溪考勤排班"].String() + "/edit?step=preview")
	owner.sound()
	owner.press("form[action$='/submit'] button[type=submit], form[action$='/submit'] button:not([type])")
	owner.sees("待审核")

	reviewer := shop.signIn("reviewer@platform.example", "en")
	reviewer.open("/operator/reviews")
	reviewer.sound()
	reviewer.open("/operator/reviews/" + shop.newestReview("澜溪考勤排班"))
	reviewer.sees("按门店与班组排班")
	reviewer.sound()
	reviewer.press("form[action$='/approve'] button[type=submit], form[action$='/approve'] button:not([type])")

	owner.open("/products/" + shop.Products["澜溪考勤排班"].String())
	owner.sees("在销售")
	owner.sound()
}

// newestReview is the newest application about a product.
func (s *shopfront) newestReview(product string) (id string) {
	s.t.Helper()
	require.NoError(s.t, s.DB.Pool().QueryRow(`SELECT id FROM reviews WHERE seller_id = $1 AND subject = $2
		ORDER BY submitted_at DESC LIMIT 1`, s.Lanxi, s.Products[product]).Scan(&id))
	return id
}

func TestJourneyAnOrderIsOpenedByTheSellersServer(t *testing.T) {
	t.Parallel()
	shop := open(t)
	owner := shop.signIn("owner@lanxi.example", "en")
	owner.buy("澜溪智能工单")
	owner.sound()
	owner.press("form[action$='/pay'] button[type=submit], form[action$='/pay'] button:not([type])")
	shop.pass(time.Minute)
	owner.open(owner.path())
	owner.sees("Completed")

	owner.press("main a[href^='/orders/']")
	owner.sound()
	owner.press("main a[href^='/fulfilments/']")
	owner.sees("000000")
	owner.sees("newInstance")
	owner.sound()
}

func TestJourneyADeliveryIsDisputedAndAccepted(t *testing.T) {
	t.Parallel()
	shop := open(t)
	owner := shop.signIn("owner@lanxi.example", "en")
	owner.buy("澜溪云 ERP 配套服务")
	sandbox := owner.path()
	owner.press("form[action$='/pay'] button[type=submit], form[action$='/pay'] button:not([type])")
	owner.fill("text", "Set up three warehouses and import the opening stock.")
	owner.press("form[action$='/submit'] button[type=submit], form[action$='/submit'] button:not([type])")

	owner.press("main a[href^='/orders/']")
	owner.press("main a[href^='/supervisions/']")
	flow := owner.path()
	owner.sound()
	owner.press("a[href$='/confirm']")
	owner.sound()
	owner.press("form[action$='/confirm'] button[type=submit], form[action$='/confirm'] button:not([type])")
	owner.open(flow + "/deliver")
	owner.press("form[action$='/deliver'] button[type=submit], form[action$='/deliver'] button:not([type])")
	require.True(t, strings.HasPrefix(owner.path(), flow), "without its documents nothing is delivered")
	owner.axe()
	owner.attach("file_sow", paper(t, "scope.pdf", pdf))
	owner.attach("file_acceptance", paper(t, "acceptance.pdf", pdf))
	owner.fill("result", "All three warehouses are set up; the opening stock is imported.")
	owner.press("form[action$='/deliver'] button[type=submit], form[action$='/deliver'] button:not([type])")

	owner.open(sandbox)
	owner.fill("ground", "dispute")
	owner.fill("appeal-reason", "One warehouse is missing.")
	owner.press("form[action$='/appeal'] button[type=submit], form[action$='/appeal'] button:not([type])")
	owner.open(flow)
	owner.sees("frozen")
	owner.sound()
	appeal := owner.text("main a[href^='/appeals/']", "href")
	require.NotEmpty(t, appeal)

	manager := shop.signIn("manager@platform.example", "zh-CN")
	manager.open("/operator" + appeal)
	manager.sound()
	manager.fill("outcome", "continue")
	manager.fill("conclusion", "材料齐全,请客户继续验收。")
	manager.press("form[action$='/decide'] button[type=submit], form[action$='/decide'] button:not([type])")

	owner.open(sandbox)
	owner.press("form[action$='/accept'] button[type=submit], form[action$='/accept'] button:not([type])")
	owner.sees("Completed")
	owner.open(flow)
	for _, said := range []string{"scope.pdf", "One warehouse is missing."} {
		owner.sees(said)
	}
}

func TestJourneyAMonthIsClosedSentAndExplained(t *testing.T) {
	t.Parallel()
	shop := open(t)
	shop.Turn(t, shop.works, time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC))
	treasurer := shop.signIn("treasurer@platform.example", "zh-CN")
	treasurer.open("/operator/statements")
	treasurer.sound()
	treasurer.open("/operator/statements?q=202611&period=202611")
	treasurer.press("tbody a[href^='/operator/statements/']")
	treasurer.sound()
	treasurer.press("form[action$='/send'] button[type=submit], form[action$='/send'] button:not([type])")

	owner := shop.signIn("owner@lanxi.example", "en")
	owner.open("/statements")
	owner.sees("The agreement has a new version")
	owner.sound()
	owner.fill("agreed", "on")
	owner.press("form[action$='/sign'] button[type=submit], form[action$='/sign'] button:not([type])")
	require.Equal(t, "/statements", owner.path())

	finance := shop.signIn("finance@lanxi.example", "en")
	finance.open("/statements")
	finance.sound()
	finance.press("tbody a[href^='/statements/']")
	finance.sound()
	finance.press("a[href*='why=']")
	finance.sees("not in this statement")
	finance.sound()
	finance.press(".drawer a[href^='/orders/'], a.btn[href^='/orders/']")
	finance.sound()
}

// buy plays the buyer in the sandbox: it orders the product and stands at its order.
func (w *walker) buy(product string) {
	w.t.Helper()
	w.open("/sandboxes")
	w.sound()
	w.fill("product", w.shop.code(product))
	w.fill("quantity", "1")
	w.fill("periods", "1")
	w.fill("agreed", "on")
	w.press("form[action$='/place'] button[type=submit]:not([name]), form[action$='/place'] button:not([type]):not([name])")
}

func TestAListIsUsedByKeyboardAlone(t *testing.T) {
	t.Parallel()
	shop := open(t)
	owner := shop.signIn("owner@lanxi.example", "en")
	owner.open("/supervisions")
	owner.do(chromedp.KeyEvent("/"))
	owner.await(`document.activeElement.type === "search"`)
	owner.do(chromedp.KeyEvent(kb.Escape))
	eval[bool](owner, `(() => { document.activeElement.blur(); return true })()`)
	owner.do(chromedp.KeyEvent("j"), chromedp.KeyEvent("j"), chromedp.KeyEvent("k"), chromedp.KeyEvent("x"))
	owner.await(`document.querySelectorAll("tbody input[type=checkbox]:checked").length === 1`)
	require.True(t, eval[bool](owner, `document.querySelector("tbody input[type=checkbox]").checked`), "two down and one up is the first")
	owner.do(chromedp.KeyEvent(kb.Enter))
	owner.await(`/^\/supervisions\/[0-9a-f-]{36}/.test(location.pathname)`)
}

func TestADeliveryIsConfirmedDeliveredAndDisputedWithoutScripts(t *testing.T) {
	t.Parallel()
	shop := open(t)
	support := shop.signIn("support@lanxi.example", "en")
	support.withoutScripts()
	support.open("/supervisions/" + shop.Supervisions["lanxi review"].String())
	require.Equal(t, "undefined", eval[string](support, `typeof window.htmx`))
	flow := support.path()
	support.press("a[href$='/confirm']")
	support.press("form[action$='/confirm'] button[type=submit], form[action$='/confirm'] button:not([type])")
	require.Equal(t, flow, support.path())

	support.press("a[href$='/deliver']")
	support.fill("result", "Everything stands as agreed.")
	support.press("form[action$='/deliver'] button[type=submit], form[action$='/deliver'] button:not([type])")
	require.True(t, strings.HasPrefix(support.path(), flow), "without its documents nothing is delivered")
	require.Equal(t, "Everything stands as agreed.", eval[string](support, `document.querySelector("[name=result]").value`), "what was typed is kept")
	support.attach("file_sow", paper(t, "scope.pdf", pdf))
	support.attach("file_acceptance", paper(t, "acceptance.pdf", pdf))
	support.press("form[action$='/deliver'] button[type=submit], form[action$='/deliver'] button:not([type])")
	require.Equal(t, flow, support.path())
	support.sees("scope.pdf")

	support.press("a[href^='/appeals/file']")
	support.fill("ground", "no_accept")
	support.fill("reason", "The customer has not answered for a month.")
	support.press("form[action$='/appeals/file'] .form-acts button")
	support.open(flow)
	support.sees("frozen")
}
