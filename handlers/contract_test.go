package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

// catalogue.md §10
func TestAnOwnerSignsAndSendsTheDataOfAnEntityAbroad(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@yunzhan.example")
	_, page := g.get("/")
	require.Equal(t, 1, page.Find(`.top .sites a[href="/contracts"]`).Length(), "the other site is chosen at the top")
	answer, page := g.post("/contracts/join", url.Values{"agreed": {"on"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find(`.field[data-bad] input[name="privacy"]`).Length())
	_, checked := page.Find(`input[name="agreed"]`).Attr("checked")
	require.True(t, checked, "what was ticked stays ticked")
	answer, _ = g.post("/contracts/join", url.Values{"agreed": {"on"}, "privacy": {"on"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)

	answer, page = g.post("/contracts/europe/sign", url.Values{})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find(`form[action="/contracts/europe/sign"]`).Length())
	answer, _ = g.post("/contracts/europe/sign", url.Values{"agreed": {"on"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)

	typed := url.Values{"legal_name": {"成都云栈数据科技有限公司"}, "address": {"199 Tianfu 3rd Street, Chengdu"}, "tax_number": {"91510100MA6C8K2Q9W"},
		"bank_name": {"China Construction Bank"}, "swift": {"PCBCCNBJSCX"}, "account_no": {"51050186083600001234"}}
	answer, page = g.apply("/contracts/europe/certify", typed, map[string][2]string{"proof": {"proof.pdf", aPDF}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find(`.field[data-bad]`).Length())
	require.Equal(t, "China Construction Bank", page.Find(`input[name="bank_name"]`).AttrOr("value", ""))
	typed.Set("legal_name", "Chengdu Yunzhan Data Co., Ltd.")
	answer, _ = g.apply("/contracts/europe/certify", typed, map[string][2]string{"proof": {"proof.pdf", aPDF}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = g.get("/contracts/europe/certify")
	require.Equal(t, http.StatusSeeOther, answer.Code, "it is under review")
	_, page = g.get("/contracts/europe")
	require.NotContains(t, page.Text(), "51050186083600001234")
	require.Contains(t, page.Text(), "1234")
}

// catalogue.md §10: sales region configuration.
func TestRegionsOfAnInternationalProductAreTickedWhereCertified(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	path := "/regions/" + shop.Products["Lanxi Sign"].String()
	_, page := g.get(path)
	require.Equal(t, 5, page.Find(`input[name="regions"][checked]`).Length(), "a listed product is sold wherever the seller is certified")
	require.Equal(t, 2, page.Find(`input[name="regions"][disabled]`).Length())
	answer, page := g.post(path+"/set", url.Values{"regions": {"africa", "europe"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 2, page.Find(`input[name="regions"][checked]`).Length(), "what was ticked stays ticked")
	answer, _ = g.post(path+"/set", url.Values{"regions": {"africa"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get("/regions")
	require.Equal(t, "1", page.Find("tbody tr td.right").First().Text())
}
