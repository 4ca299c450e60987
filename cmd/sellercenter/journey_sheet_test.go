package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
)

// sheet uploads a spreadsheet of a kind and stays on its preview.
func (w *walker) sheet(kind, content string) (task string) {
	w.t.Helper()
	w.open("/tasks/new?kind=" + kind)
	w.sound()
	w.attach("file", paper(w.t, kind+".csv", content))
	w.send("upload")
	w.sees("将改动")
	w.sound()
	return w.path()
}

// through does the rows of the task and looks what came of them.
func (w *walker) through(shop *shopfront, task, verb, says string) {
	w.t.Helper()
	w.send(verb)
	shop.pass(time.Second)
	w.open(task)
	w.sees(says)
	w.sound()
}

func TestJourneyPricesChangeBySheetAndComeBack(t *testing.T) {
	t.Parallel() // catalogue.md §2.10
	shop := open(t)
	operations := shop.signIn("operations@lanxi.example", "zh-CN")
	operations.open("/products")
	operations.sees("导入")
	operations.open("/tasks")
	operations.sees("批量改价")
	operations.sound()
	task := operations.sheet("price", fmt.Sprintf("商品编码,Price\n%s,13000\n", shop.Codes["澜溪云 ERP SaaS 版/专业版/year"]))
	operations.sees("13,000.00")
	operations.through(shop, task, "apply", "已完成")
	var open int
	count := func() int {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM reviews WHERE seller_id = $1 AND kind = 'product_modify' AND status = 'pending'
			AND payload->'specs' @> '[{"year": "13000.00"}]'`, shop.Lanxi).Scan(&open))
		return open
	}
	require.Equal(t, 1, count())
	operations.through(shop, task, "undo", "已撤销")
	require.Zero(t, count())
}

func TestJourneyResaleIsAuthorizedInABatch(t *testing.T) {
	t.Parallel() // catalogue.md §6
	shop := open(t)
	operations := shop.signIn("operations@lanxi.example", "zh-CN")
	operations.open("/resales")
	operations.sees("导入")
	rows, err := shop.DB.Pool().Query(`SELECT p.number FROM products p WHERE p.seller_id = $1 AND p.status = 'on_sale' AND p.sale_type = 'general' AND p.access_type = 'saas'
		AND NOT EXISTS (SELECT 1 FROM resales r WHERE r.seller_id = $1 AND r.product_id = p.id) ORDER BY p.number LIMIT 2`, shop.Lanxi)
	require.NoError(t, err)
	defer rows.Close()
	today := market.DayOf(shop.Clock.Now())
	file, n := "授权编号,授权级别,商品编号,转售折扣（%）,开始日期,结束日期\n", 0
	for rows.Next() {
		var number string
		require.NoError(t, rows.Scan(&number))
		file += fmt.Sprintf(",商品级,%s,88%%,%s,%s\n", number, today.Plus(1), today.Plus(60))
		n++
	}
	require.NoError(t, rows.Err())
	require.NotZero(t, n)
	task := operations.sheet("resale", file)
	operations.through(shop, task, "apply", "已完成")
	operations.open("/resales?tab=active")
	operations.sees("88%")
	operations.open(task)
	operations.through(shop, task, "undo", "已撤销")
}

func TestJourneyDeliveriesAreCarriedOnInOneSheet(t *testing.T) {
	t.Parallel() // transactions.md §2.3
	shop := open(t)
	support := shop.signIn("support@lanxi.example", "zh-CN")
	support.open("/supervisions")
	support.sees("导入")
	var number, id string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT o.number, v.id FROM supervisions v JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id
		WHERE v.seller_id = $1 AND v.node = 'REQ_REVIEW' AND v.status = 'running' AND NOT v.test LIMIT 1`, shop.Lanxi).Scan(&number, &id))
	task := support.sheet("delivery", "订单号,操作\n"+number+",确认需求\n")
	support.through(shop, task, "apply", "已完成")
	support.open("/supervisions/" + id)
	require.NotContains(t, support.main(), "等待确认需求")
	support.sound()
}
