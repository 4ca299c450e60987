package handlers

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestWhatAFormChangesInManyRowsIsTakenBackAtOnce(t *testing.T) { // catalogue.md §5, §6
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	file := template(t, g, "limit")
	form := url.Values{"rows": {"2"}}
	for n, row := range file.rows[1:3] {
		id := said(t, shop, `SELECT id FROM specs WHERE seller_id = $1 AND sku_code = $2`, row[0])
		form.Set(market.RowField("spec", n), id)
		form.Set(market.RowField("count", n), "lifetime")
		form.Set(market.RowField("times", n), "41")
	}
	count := func() string {
		return said(t, shop, `SELECT count(*) FROM limits WHERE seller_id = $1 AND count_n = 41`)
	}
	answer, _ := g.post("/limits/set", form)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.Equal(t, "2", count())
	task := "/tasks/" + said(t, shop, `SELECT id FROM tasks WHERE seller_id = $1 AND kind = 'limit' ORDER BY created_at DESC LIMIT 1`)
	_, page := g.get(task)
	require.Contains(t, page.Find(".acts").Text(), "Undo all 2 rows")
	page = run(t, shop, g, task, "undo")
	require.Contains(t, page.Find(".head-facts").Text(), "Undone", page.Find("#task").Text())
	require.Equal(t, "0", count())
}

func TestTiersInACellNeverBecomeDates(t *testing.T) { // catalogue.md §3.6
	t.Parallel()
	for text, dated := range map[string]bool{"10 / 8": true, "10/8": true, "10 / 8 / 6": true, "10.5 / 8": false, "50000 / 8": false, "10": false, "10 / ": false, "a/b": false} {
		require.Equal(t, dated, looksDated(text), text)
	}
	var file bytes.Buffer
	table, err := newCSV(&file)
	require.NoError(t, err)
	require.NoError(t, table.row([]string{"A-1", "10 / 8"}, []bool{false, false}))
	require.NoError(t, table.close())
	require.Contains(t, file.String(), "'10 / 8")
	file.Reset()
	table, err = newXLSX(&file)
	require.NoError(t, err)
	require.NoError(t, table.row([]string{"A", "B"}, []bool{false, false}))
	require.NoError(t, table.row([]string{"A-1", "10 / 8"}, []bool{false, false}))
	require.NoError(t, table.close())
	book, err := excelize.OpenReader(&file)
	require.NoError(t, err)
	style, err := book.GetCellStyle("Sheet1", "B2")
	require.NoError(t, err)
	require.Equal(t, 3, style, "text, also when it is typed over")
}

func TestABatchOfAuthorizationsIsTakenBackAtOnce(t *testing.T) { // catalogue.md §6
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	today := market.DayOf(shop.Clock.Now())
	form := url.Values{"level": {"product"}, "discount": {"71"}, "starts_on": {today.Plus(1).String()}, "ends_on": {today.Plus(30).String()}}
	free, err := shop.Seller(shop.Lanxi).Resellable(t.Context())
	require.NoError(t, err)
	for _, product := range free {
		if len(form["id"]) < 2 && said(t, shop, `SELECT count(*) FROM resales WHERE seller_id = $1 AND product_id = $2`, product.ID.String()) == "0" {
			form.Add("id", product.ID.String())
		}
	}
	require.Len(t, form["id"], 2)
	answer, page := g.post("/resales/authorize", form)
	require.Equal(t, http.StatusSeeOther, answer.Code, page.Find("#error-summary, .row-fault").Text())
	active := func() string {
		return said(t, shop, `SELECT count(*) FROM resales WHERE seller_id = $1 AND discount = 0.71 AND status = 'active'`)
	}
	require.Equal(t, "2", active())
	task := "/tasks/" + said(t, shop, `SELECT id FROM tasks WHERE seller_id = $1 AND kind = 'resale' ORDER BY created_at DESC LIMIT 1`)
	page = run(t, shop, g, task, "undo")
	require.Contains(t, page.Find(".head-facts").Text(), "Undone", page.Find("#task").Text())
	require.Equal(t, "0", active(), page.Find("#task").Text())
}

func TestUsersAdmittedTogetherAreTakenBackAtOnce(t *testing.T) { // catalogue.md §5
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	audience := said(t, shop, `SELECT id FROM audiences WHERE seller_id = $1 AND kind = 'specified' AND purpose IN ('product', 'spec') ORDER BY id LIMIT 1`)
	rows, err := shop.DB.Pool().QueryContext(t.Context(), `SELECT DISTINCT ON (o.customer_id) o.customer_account, o.customer_id FROM orders o WHERE o.seller_id = $1 AND o.customer_account <> '' AND NOT o.test
		AND NOT EXISTS (SELECT 1 FROM audience_users u WHERE u.seller_id = $1 AND u.audience_id = $2 AND u.account_id = o.customer_id) ORDER BY o.customer_id, o.placed_at DESC LIMIT 2`, shop.Lanxi, audience)
	require.NoError(t, err)
	defer rows.Close()
	var users []string
	for rows.Next() {
		var name, account string
		require.NoError(t, rows.Scan(&name, &account))
		users = append(users, name+", "+account)
	}
	require.NoError(t, rows.Err())
	require.Len(t, users, 2)
	members := func() string {
		return said(t, shop, `SELECT count(*) FROM audience_users WHERE seller_id = $1 AND audience_id = $2`, audience)
	}
	before := members()
	answer, page := g.post("/audiences/"+audience+"/admit", url.Values{"users": {strings.Join(users, "\n")}})
	require.Equal(t, http.StatusSeeOther, answer.Code, page.Find("#error-summary").Text())
	require.NotEqual(t, before, members())
	task := "/tasks/" + said(t, shop, `SELECT id FROM tasks WHERE seller_id = $1 AND kind = 'audience' ORDER BY created_at DESC LIMIT 1`)
	page = run(t, shop, g, task, "undo")
	require.Contains(t, page.Find(".head-facts").Text(), "Undone", page.Find("#task").Text())
	require.Equal(t, before, members())
}
