package handlers

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// sheetFile is the template of a kind as its reader gets it, to be changed and sent back.
type sheetFile struct {
	t    *testing.T
	g    *guest
	kind string
	rows [][]string
}

func template(t *testing.T, g *guest, kind string) *sheetFile {
	t.Helper()
	file, _ := g.get("/tasks/template?as=csv&kind=" + kind)
	require.Equal(t, http.StatusOK, file.Code, file.Body.String())
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file.Body.Bytes(), []byte("\xef\xbb\xbf")))).ReadAll()
	require.NoError(t, err)
	return &sheetFile{t, g, kind, rows}
}

// column is where a column stands by its name.
func (f *sheetFile) column(name string) int {
	f.t.Helper()
	at := slices.Index(f.rows[0], i18n.T(i18n.With(f.t.Context(), i18n.English), "task.col_"+name))
	require.GreaterOrEqual(f.t, at, 0, name)
	return at
}

// row is the first row whose cells are these, by the columns' names.
func (f *sheetFile) row(cells map[string]string) []string {
	f.t.Helper()
	for _, row := range f.rows[1:] {
		fits := true
		for name, text := range cells {
			fits = fits && row[f.column(name)] == text
		}
		if fits {
			return row
		}
	}
	require.Fail(f.t, "no such row", cells)
	return nil
}

func (f *sheetFile) set(row []string, cells map[string]string) {
	f.t.Helper()
	for name, text := range cells {
		row[f.column(name)] = text
	}
}

// add is a new row with those cells.
func (f *sheetFile) add(cells map[string]string) {
	f.t.Helper()
	row := make([]string, len(f.rows[0]))
	f.set(row, cells)
	f.rows = append(f.rows, row)
}

// upload previews the file and answers with the task's address and page.
func (f *sheetFile) upload() (path string, page *goquery.Document) {
	f.t.Helper()
	var file strings.Builder
	require.NoError(f.t, csv.NewWriter(&file).WriteAll(f.rows))
	answer, page := f.g.upload("/tasks/upload", url.Values{"kind": {f.kind}}, map[string]string{"file": file.String()})
	require.Equal(f.t, http.StatusSeeOther, answer.Code, page.Find(".field-error, .error-summary").Text())
	path = answer.Header().Get("Location")
	_, page = f.g.get(path)
	return path, page
}

// run does the rows of a task and shows it.
func run(t *testing.T, shop *dbtest.Shop, g *guest, path, verb string) *goquery.Document {
	t.Helper()
	answer, _ := g.post(path+"/"+verb, nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Second))
	_, page := g.get(path)
	return page
}

// said is one value of Lanxi's.
func said(t *testing.T, shop *dbtest.Shop, query string, args ...any) (value string) {
	t.Helper()
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT coalesce((`+query+`)::text, '')`, append([]any{shop.Lanxi}, args...)...).Scan(&value))
	return value
}

func TestLimitsAreSetLiftedAndTakenBackBySheet(t *testing.T) { // catalogue.md §5
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	file := template(t, g, "limit")
	one, two := file.rows[1], file.rows[2]
	limit := func(row []string) string {
		return said(t, shop, `SELECT l.count_rule || ' ' || l.count_n || ' ' || l.quantities FROM limits l JOIN specs s ON s.seller_id = l.seller_id AND s.id = l.spec_id
			WHERE l.seller_id = $1 AND s.sku_code = $2`, row[0])
	}
	before := [2]string{limit(one), limit(two)}
	file.set(one, map[string]string{"limit_rule": "限购固定次数", "limit_times": "3", "limit_quantity": "1,000"})
	file.set(two, map[string]string{"limit_rule": "One at a time", "limit_times": "", "limit_quantity": "0"})
	path, page := file.upload()
	require.Contains(t, page.Find(".acts").Text(), "Apply 2 rows", page.Find("#task").Text())
	page = run(t, shop, g, path, "apply")
	require.Contains(t, page.Find(".acts").Text(), "Undo all 2 rows", page.Find("#task").Text())
	require.Contains(t, limit(one), "lifetime 3 ")
	require.Contains(t, limit(one), `"most": 1000`)
	require.Contains(t, limit(two), "until_expiry")
	require.NotEmpty(t, said(t, shop, `SELECT facts->'task'->>'after' FROM audits WHERE seller_id = $1 AND act = 'limit.set' ORDER BY at DESC, id DESC LIMIT 1`), "the audit names the task")
	page = run(t, shop, g, path, "undo")
	require.Contains(t, page.Find(".head-facts").Text(), "Undone", page.Find("#task").Text())
	require.Equal(t, before, [2]string{limit(one), limit(two)})
}

func TestWhatWasChangedSinceIsNeitherAppliedNorTakenBack(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	file := template(t, g, "limit")
	one, two := file.rows[1], file.rows[2]
	file.set(one, map[string]string{"limit_rule": "A number of times", "limit_times": "7"})
	file.set(two, map[string]string{"limit_rule": "A number of times", "limit_times": "8"})
	specs := map[string]market.ID[market.Spec]{}
	for _, row := range [][]string{one, two} {
		id, err := market.ParseID[market.Spec](said(t, shop, `SELECT id FROM specs WHERE seller_id = $1 AND sku_code = $2`, row[0]))
		require.NoError(t, err)
		specs[row[0]] = id
	}
	set := func(row []string, times int) {
		require.NoError(t, shop.Seller(shop.Lanxi).SetLimits(t.Context(), []market.LimitAsk{{SpecID: specs[row[0]], CountRule: market.CountLifetime, CountN: times}}))
	}
	path, _ := file.upload()
	set(one, 5)
	page := run(t, shop, g, path, "apply")
	require.Contains(t, page.Text(), "1 row failed")
	require.Contains(t, page.Text(), "was changed since the preview")
	set(two, 6)
	page = run(t, shop, g, path, "undo")
	require.Contains(t, page.Text(), "1 row could not be undone")
	require.Contains(t, page.Text(), "changed Times again")
	require.Equal(t, "6", said(t, shop, `SELECT count_n FROM limits WHERE seller_id = $1 AND spec_id = $2`, specs[two[0]]))
}

func TestStockIsRaisedAndTakenBackBySheetWhileItIsNotSold(t *testing.T) { // catalogue.md §5
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	file := template(t, g, "stock")
	one, two := file.rows[1], file.rows[2]
	total := func(row []string) string {
		return said(t, shop, `SELECT coalesce(k.total, 999) FROM products p LEFT JOIN stocks k ON k.seller_id = p.seller_id AND k.product_id = p.id WHERE p.seller_id = $1 AND p.number = $2`, row[0])
	}
	before := [2]string{total(one), total(two)}
	file.set(one, map[string]string{"stock_change": "+5000", "stock_note": "补货"})
	file.set(two, map[string]string{"stock_change": "12"})
	_, page := file.upload()
	require.Contains(t, page.Find("#task").Text(), "1 row has errors", "a note is required")
	file.set(two, map[string]string{"stock_note": "more"})
	path, page := file.upload()
	require.Contains(t, page.Find("ins").Text(), "+5,000")
	run(t, shop, g, path, "apply")
	require.NotEqual(t, before, [2]string{total(one), total(two)})
	_, err := shop.DB.Pool().Exec(`UPDATE stocks SET consumed = total WHERE seller_id = $1 AND product_id = (SELECT id FROM products WHERE seller_id = $1 AND number = $2)`, shop.Lanxi, one[0])
	require.NoError(t, err)
	page = run(t, shop, g, path, "undo")
	require.Contains(t, page.Text(), "have been sold since")
	require.Equal(t, before[1], total(two))
	require.NotEqual(t, before[0], total(one))
}

func TestTargetCustomersAreSetAndNamedBySheet(t *testing.T) { // catalogue.md §5
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	file := template(t, g, "audience")
	row := file.row(map[string]string{"audience_kind": "Everybody", "account": ""})
	code := row[file.column("target")]
	kind := func() string {
		return said(t, shop, `SELECT a.kind FROM audiences a JOIN products p ON p.seller_id = a.seller_id AND p.id = a.product_id WHERE a.seller_id = $1 AND a.purpose = 'product' AND p.number = $2`, code)
	}
	users := func() string {
		return said(t, shop, `SELECT count(*) FROM audience_users u JOIN audiences a ON a.seller_id = u.seller_id AND a.id = u.audience_id
			JOIN products p ON p.seller_id = a.seller_id AND p.id = a.product_id WHERE a.seller_id = $1 AND p.number = $2`, code)
	}
	file.set(row, map[string]string{"audience_kind": "Specified users"})
	file.add(map[string]string{"target": code, "account": "C-90001", "account_name": "first"})
	file.add(map[string]string{"target": code, "account": "C-90002", "account_name": "second", "membership": "Add"})
	path, page := file.upload()
	require.Contains(t, page.Find(".acts").Text(), "Apply 3 rows", page.Find("#task").Text())
	page = run(t, shop, g, path, "apply")
	require.Contains(t, page.Find(".acts").Text(), "Undo all 3 rows", page.Find("#task").Text())
	require.Equal(t, "specified", kind())
	require.Equal(t, "2", users())

	again := template(t, g, "audience")
	again.set(again.row(map[string]string{"target": code, "account": "C-90001"}), map[string]string{"membership": "Remove"})
	again.add(map[string]string{"target": code, "account": "C-90003"})
	_, page = again.upload()
	require.Contains(t, page.Find("#task").Text(), "1 row has errors", "a name is required")
	again.rows = again.rows[:len(again.rows)-1]
	dropped, _ := again.upload()
	run(t, shop, g, dropped, "apply")
	require.Equal(t, "1", users())
	page = run(t, shop, g, path, "undo")
	require.Contains(t, page.Text(), "1 row could not be undone", page.Text())
	require.Equal(t, "0", users())
	require.Equal(t, "all", kind())
}

func TestResaleIsAuthorizedChangedAndTakenBackBySheet(t *testing.T) { // catalogue.md §6
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	today := market.DayOf(shop.Clock.Now())
	file := template(t, g, "resale")
	running := file.row(map[string]string{"level": "Customer level"})
	number, discount := running[0], running[file.column("discount")]
	product := said(t, shop, `SELECT p.number FROM products p WHERE p.seller_id = $1 AND p.status = 'on_sale' AND p.sale_type = 'general' AND p.access_type = 'saas'
		AND NOT EXISTS (SELECT 1 FROM resales r WHERE r.seller_id = $1 AND r.product_id = p.id) LIMIT 1`)
	file.set(running, map[string]string{"discount": "0.5"})
	fresh := map[string]string{"level": "商品级", "number": product, "discount": "90%", "starts_on": today.Plus(1).String(), "ends_on": today.Plus(90).String()}
	file.add(fresh)
	file.add(fresh)
	_, page := file.upload()
	require.Contains(t, page.Find("#task").Text(), "1 row has errors", "the same may not be authorized twice: "+page.Find("#task").Text())
	file.rows = file.rows[:len(file.rows)-1]
	path, page := file.upload()
	require.Contains(t, page.Find(".acts").Text(), "Apply 2 rows", page.Find("#task").Text())
	page = run(t, shop, g, path, "apply")
	require.Contains(t, page.Find(".acts").Text(), "Undo all 2 rows", page.Find("#task").Text())
	made := func() string {
		return said(t, shop, `SELECT r.discount || ' ' || r.status FROM resales r JOIN products p ON p.seller_id = r.seller_id AND p.id = r.product_id WHERE r.seller_id = $1 AND p.number = $2`, product)
	}
	require.Equal(t, "0.900000 active", made())
	is := func() string {
		return said(t, shop, `SELECT trim_scale(discount * 100) FROM resales WHERE seller_id = $1 AND number = $2`, number)
	}
	require.Equal(t, "0.5", is())
	page = run(t, shop, g, path, "undo")
	require.Contains(t, page.Find(".head-facts").Text(), "Undone", page.Find("#task").Text())
	require.Equal(t, "0.900000 ended", made())
	require.Equal(t, strings.TrimSuffix(discount, ".00"), is())
}

func TestDeliveriesAreCarriedOnBySheet(t *testing.T) { // transactions.md §2.3, §2.4
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	file := template(t, g, "delivery")
	confirm := file.row(map[string]string{"node": i18n.T(i18n.With(t.Context(), i18n.English), market.NodeReview.Key())})
	deliver := file.row(map[string]string{"node": i18n.T(i18n.With(t.Context(), i18n.English), market.NodeDelivering.Key())})
	file.set(confirm, map[string]string{"step": "确认需求"})
	file.set(deliver, map[string]string{"step": "Hand over the service", "result": "Done.", "opened_at": "2020-01-01 10:00"})
	_, page := file.upload()
	text := page.Find("#task").Text()
	require.Contains(t, text, "1 row has errors", text)
	require.Contains(t, text, "Actual opening", "the opening lies before the payment")
	if deliver[file.column("missing")] != "0" {
		require.Contains(t, text, "Step", "documents are missing")
	}
	file.set(deliver, map[string]string{"step": "", "result": "", "opened_at": ""})
	path, page := file.upload()
	require.Contains(t, page.Find(".acts").Text(), "Apply 1 row", page.Find("#task").Text())
	page = run(t, shop, g, path, "apply")
	require.NotContains(t, page.Find(".acts").Text(), "Undo all", "a delivery cannot be taken back")
	require.NotEqual(t, string(market.NodeReview), said(t, shop, `SELECT v.node FROM supervisions v JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id
		WHERE v.seller_id = $1 AND o.number = $2`, confirm[0]))
}

func TestNothingOfAnotherSellerIsFoundByASheet(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	stranger, own := visit(t, shop, "owner@yunzhan.example"), visit(t, shop, "owner@lanxi.example")
	today := market.DayOf(shop.Clock.Now())
	for _, sheet := range market.Sheets {
		theirs := template(t, own, string(sheet.Kind))
		mine := template(t, stranger, string(sheet.Kind))
		if len(theirs.rows) < 2 {
			continue
		}
		head := mine.rows[0]
		mine.rows = [][]string{head, theirs.rows[1]}
		for name, text := range map[string]string{"amount": "7", "limit_quantity": "7", "stock_change": "7", "stock_note": "x", "step": "confirm", "discount": "77", "audience_kind": "individual"} {
			if at := slices.Index(head, i18n.T(i18n.With(t.Context(), i18n.English), "task.col_"+name)); at >= 0 {
				mine.rows[1][at] = text
			}
		}
		_, page := mine.upload()
		require.Contains(t, page.Find("#task").Text(), theirs.rows[1][0]+" is not found", string(sheet.Kind))
	}
	file := template(t, stranger, "resale")
	file.add(map[string]string{"level": "product", "number": said(t, shop, `SELECT number FROM products WHERE seller_id = $1 AND status = 'on_sale' LIMIT 1`),
		"discount": "90", "starts_on": today.Plus(1).String(), "ends_on": today.Plus(9).String()})
	_, page := file.upload()
	require.Contains(t, page.Find("#task").Text(), "is not found", "another seller's product in a new row")
}

func TestASpreadsheetsFormulasSharesAndDatesAreRead(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	defer book.Close()
	share, err := book.NewStyle(&excelize.Style{NumFmt: 10})
	require.NoError(t, err)
	for i, name := range []string{"授权编号", "discount", "First day", "结束日期", "project"} {
		cell, err := excelize.CoordinatesToCellName(i+1, 1)
		require.NoError(t, err)
		require.NoError(t, book.SetCellValue("Sheet1", cell, name))
	}
	require.NoError(t, book.SetCellValue("Sheet1", "A2", "RS1"))
	require.NoError(t, book.SetCellValue("Sheet1", "B2", 0.855))
	require.NoError(t, book.SetCellStyle("Sheet1", "B2", "B2", share))
	require.NoError(t, book.SetCellValue("Sheet1", "C2", time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)))
	require.NoError(t, book.SetCellValue("Sheet1", "D2", "2026/12/1"))
	require.NoError(t, book.SetCellFormula("Sheet1", "E2", `=UPPER("x")`))
	var file bytes.Buffer
	require.NoError(t, book.Write(&file))
	read, err := readSheet(t.Context(), market.ResaleSheet, upload{"resale.xlsx", file.Bytes()})
	require.NoError(t, err)
	require.Equal(t, "task.formula", read.Lines[0].Bad["project"].Key, "a formula without a result is no empty cell")
	require.Equal(t, map[string]string{"resale": "RS1", "discount": "85.5", "starts_on": "2026-11-22", "ends_on": "2026-12-01", "project": ""}, read.Lines[0].Cells)
	require.Equal(t, "discount=B&ends_on=D&project=E&resale=A&starts_on=C", read.Letters)

	shanghai := i18n.WithZone(t.Context(), market.Shanghai)
	moment := market.DeliverySheet.Column("opened_at")
	for text, want := range map[string]string{"2026-11-20 10:30": "2026-11-20T02:30:00Z", "2026/11/20 10:30": "2026-11-20T02:30:00Z", "46346.4375": "2026-11-20T02:30:00Z", "yesterday": "yesterday"} {
		require.Equal(t, want, entered(shanghai, moment, text, false, nil), text)
	}
}
