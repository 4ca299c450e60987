package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
)

// priceFile is the price template of Lanxi with the cells of one column changed by their code.
func priceFile(t *testing.T, g *guest, change map[string]string) string {
	t.Helper()
	file, _ := g.get("/tasks/template?kind=price&as=csv")
	require.Equal(t, http.StatusOK, file.Code)
	lines := strings.Split(strings.TrimSpace(file.Body.String()), "\n")
	for i, line := range lines {
		if code, _, _ := strings.Cut(line, ","); change[code] != "" {
			lines[i] = line[:strings.LastIndex(line, ",")+1] + change[code]
		}
	}
	return strings.Join(lines, "\n")
}

func TestASheetOfPricesIsPreviewedAppliedAndTakenBack(t *testing.T) { // catalogue.md §2.10
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	year, month := shop.Codes["澜溪云 ERP SaaS 版/专业版/year"], shop.Codes["澜溪云 ERP SaaS 版/专业版/month"]
	answer, _ := g.upload("/tasks/upload", url.Values{"kind": {"price"}}, map[string]string{"file": priceFile(t, g, map[string]string{year: "13000", month: "1300.5"})})
	require.Equal(t, http.StatusSeeOther, answer.Code, answer.Body.String())
	path := answer.Header().Get("Location")
	_, page := g.get(path)
	require.Contains(t, page.Find(".acts").Text(), "Apply 2 rows")
	require.Equal(t, 2, page.Find("ins").Length())
	require.Contains(t, page.Find("ins").Text(), "13,000.00")
	require.Contains(t, page.Find(".panel").Text(), "unchanged rows folded")
	open := func() int {
		var n int
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM reviews WHERE seller_id = $1 AND kind = 'product_modify' AND status = 'pending'
			AND payload->'specs' @> '[{"year": "13000.00", "month": "1300.50"}]'`, shop.Lanxi).Scan(&n))
		return n
	}
	require.Zero(t, open())
	_, _ = g.post(path+"/apply", nil)
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Second))
	require.Equal(t, 1, open(), "one request for both prices of the product")
	_, page = g.get(path)
	require.Contains(t, page.Find(".acts").Text(), "Undo all 2 rows")
	_, _ = g.post(path+"/undo", nil)
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Second))
	require.Zero(t, open())
	_, page = g.get(path)
	require.Contains(t, page.Find(".head-facts").Text(), "Undone")
}

func TestAllFaultsOfASheetAreSaidAtOnceWithTheirPlaces(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	foreign := shop.Codes["云栈报表/标准版/year"]
	for name, code := range shop.Codes {
		if strings.HasPrefix(name, "云栈报表/") {
			foreign = code
		}
	}
	year := shop.Codes["澜溪云 ERP SaaS 版/专业版/year"]
	file := priceFile(t, g, map[string]string{year: "cheap"}) + "\n" + foreign + ",x,x,x,x,1\n,x,x,x,x,1\n" + year + ",x,x,x,x,0.001"
	answer, _ := g.upload("/tasks/upload", url.Values{"kind": {"price"}}, map[string]string{"file": file})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	path := answer.Header().Get("Location")
	_, page := g.get(path)
	text := page.Find("#task").Text()
	require.Contains(t, text, "4 rows have errors")
	require.Contains(t, text, foreign+" is not found", "another seller's price is not there")
	require.Contains(t, text, "CSV!I")
	require.Contains(t, text, "is in row")
	_, _ = g.post(path+"/apply", nil)
	_, page = g.get(path)
	require.Contains(t, page.Find(".head-facts").Text(), "Previewed", "wrong lines are not applied")
}

func TestAFileThatIsNoSheetIsSaidToBeNone(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	for file, why := range map[string]string{"PK nonsense": "cannot be read", "a,b,c\n1,2,3": "lacks the column", "": "no rows"} {
		answer, page := g.upload("/tasks/upload", url.Values{"kind": {"price"}}, map[string]string{"file": file})
		require.Equal(t, http.StatusUnprocessableEntity, answer.Code, file)
		require.Contains(t, page.Text(), why)
	}
	answer, _ := visit(t, shop, "finance@lanxi.example").get("/tasks/new?kind=price")
	require.Equal(t, http.StatusForbidden, answer.Code)
}

// transactions.md §6.11, §6.13: files are kept for three days.
func TestAnExportIsWrittenInTheBackgroundAndForgottenAfterThreeDays(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	answer, _ := g.post("/exports/create", url.Values{"return": {"/orders?status=cancelled"}, "title": {"Orders"}, "format": {"csv"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	path := answer.Header().Get("Location")
	works := world.Works(shop.Clock)
	for act, work := range jobs.Exports(WriteList(g.router)) {
		works[act] = work
	}
	shop.Turn(t, works, shop.Clock.Now().Add(time.Second))
	_, page := g.get(path)
	link := page.Find(`a[href^="/exports/"]`).AttrOr("href", "")
	file, _ := g.get(link)
	now, _ := g.get("/orders?status=cancelled&as=csv")
	require.Equal(t, now.Body.String(), file.Body.String())
	stolen, _ := visit(t, shop, "owner@qinghe.example").get(link)
	require.Equal(t, http.StatusNotFound, stolen.Code)
	shop.Turn(t, works, shop.Clock.Now().Add(time.Duration(market.DefaultSettings().ExportDays*24+1)*time.Hour))
	g = visit(t, shop, "finance@lanxi.example")
	file, _ = g.get(link)
	require.Equal(t, http.StatusNotFound, file.Code)
	_, page = g.get(path)
	require.Contains(t, page.Find(".banner").Text(), "expired")
}
