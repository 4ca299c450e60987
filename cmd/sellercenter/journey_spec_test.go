package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestJourneyACustomSpecGoesFromAttributesToSale: the three steps of catalogue.md §3.5 in a
// real browser, the grid filled by pasting a block, the price tried, and the way to sale.
func TestJourneyACustomSpecGoesFromAttributesToSale(t *testing.T) {
	t.Parallel()
	shop := open(t)
	owner := shop.signIn("owner@lanxi.example", "zh-CN")
	owner.open("/attributes/add")
	owner.axe()
	for name, value := range map[string]string{"kind": "number", "code": "seats", "name_zh": "席位数", "name_en": "Seats"} {
		owner.fill(name, value)
	}
	owner.press("main form[action='/attributes/add'] button")
	owner.sees("席位数")

	edit := "/products/" + shop.Products["澜溪考勤排班"].String() + "/edit?step="
	owner.open(edit + "specs")
	owner.press("button[value='add-spec-custom']")
	n := strings.TrimPrefix(owner.text("[id^='spec_name_']", "id"), "spec_name_")
	owner.fill("spec_name_"+n, "席位订阅")
	for _, code := range []string{"version", "seats"} {
		owner.fill("attribute_new", code)
		owner.press("button[value='attribute']")
	}
	owner.fill("attribute_values_"+n+"_0", "标准版、专业版")
	owner.fill("attribute_max_"+n+"_1", "500")
	owner.fill("attribute_unit_"+n+"_1", "席")
	eval[bool](owner, `(() => { for (const box of document.getElementsByName("spec_periods")) box.checked = ["month", "year"].includes(box.value); return true })()`)
	owner.press("button[value='generate']")
	owner.axe()

	eval[bool](owner, `(() => {
		const cell = document.getElementById("sku_model_`+n+`_0");
		cell.focus();
		const block = new DataTransfer();
		block.setData("text/plain", "linear\t\t6\t60\nstep\t50 / 200\t10 / 8 / 6\t100 / 80 / 60\n");
		return cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: block, bubbles: true, cancelable: true })) || true })()`)
	require.Equal(t, "100 / 80 / 60", eval[string](owner, `document.getElementById("sku_year_`+n+`_1").value`), "a block of a spreadsheet fills the cells")
	eval[bool](owner, `(() => {
		const cell = document.getElementById("sku_month_`+n+`_0");
		cell.focus();
		cell.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
		return true })()`)
	require.Equal(t, "sku_month_"+n+"_1", eval[string](owner, `document.activeElement.id`), "Enter goes down a column")
	owner.press("button[value='checked']")

	owner.press("button[name=then][value^='spec-']")
	owner.fill("calc_period", "year")
	owner.fill("calc_quantity", "120")
	eval[bool](owner, `(() => { const sku = document.getElementById("calc_sku"); sku.selectedIndex = 1; sku.dispatchEvent(new Event("change", { bubbles: true })); return true })()`)
	owner.await(`document.getElementById("calculated").innerText.includes("10,600.00")`)
	owner.open(edit + "preview")
	owner.sees("席位订阅")
	owner.press("form[action$='/submit'] button[type=submit], form[action$='/submit'] button:not([type])")
	owner.sees("待审核")

	reviewer := shop.signIn("reviewer@platform.example", "zh-CN")
	reviewer.open("/operator/reviews/" + shop.newestReview("澜溪考勤排班"))
	reviewer.press("form[action$='/approve'] button[type=submit], form[action$='/approve'] button:not([type])")

	owner.open("/specs?template=custom&text=考勤")
	owner.sees("专业版")
	owner.press("tbody a[href^='/specs/']")
	owner.sees("50 / 200")
	owner.sound()
}
