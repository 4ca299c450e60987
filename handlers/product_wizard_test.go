package handlers

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// paper is a file that a form carries.
type paper struct {
	name    string
	content []byte
}

func (g *guest) papers(path string, values url.Values, files map[string]paper) (*httptest.ResponseRecorder, *goquery.Document) {
	g.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, all := range values {
		for _, value := range all {
			require.NoError(g.t, form.WriteField(name, value))
		}
	}
	for field, file := range files {
		part, err := form.CreateFormFile(field, file.name)
		require.NoError(g.t, err)
		_, err = part.Write(file.content)
		require.NoError(g.t, err)
	}
	require.NoError(g.t, form.Close())
	request := httptest.NewRequest(http.MethodPost, path, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return g.send(request)
}

func drawn(t *testing.T, width, height int) []byte {
	t.Helper()
	var body bytes.Buffer
	require.NoError(t, png.Encode(&body, image.NewGray(image.Rect(0, 0, width, height))))
	return body.Bytes()
}

func written(t *testing.T) []byte {
	t.Helper()
	var body bytes.Buffer
	pack := zip.NewWriter(&body)
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml"} {
		file, err := pack.Create(name)
		require.NoError(t, err)
		_, err = file.Write([]byte(`<?xml version="1.0" encoding="UTF-8"?><document/>`))
		require.NoError(t, err)
	}
	require.NoError(t, pack.Close())
	return body.Bytes()
}

// priced are the spec forms by which the access types are sold.
func priced(period, price string) url.Values {
	return url.Values{"spec_count": {"1"}, "spec_name_0": {"标准规格"}, "spec_" + period + "_0": {price}}
}

// catalogue.md §2.1, §2.2, §2.6: each access type is begun empty, filled in step by step with
// its own fields, submitted, approved, and is on sale by itself.
func TestEveryAccessTypeGoesThroughTheWizardOnSale(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`UPDATE sellers SET letter_status = 'valid'`)
	require.NoError(t, err)
	for _, run := range wizardRuns(shop) {
		t.Run(string(run.access), func(t *testing.T) {
			g := visit(t, shop, "operations@"+run.handle(t, shop)+".example")
			answer, _ := g.post("/products/draft", url.Values{"sale_type": {"general"}, "access_type": {string(run.access)}})
			require.Equal(t, http.StatusSeeOther, answer.Code, answer.Body)
			run.toSale(t, shop, g, strings.TrimSuffix(answer.Header().Get("Location"), "/edit"), market.SaleGeneral)
		})
	}
}

// wizardRun is how a listing of an access type is filled in.
type wizardRun struct {
	access market.AccessType
	own    url.Values
	files  map[string]paper
	specs  url.Values
}

func wizardRuns(shop *dbtest.Shop) []wizardRun {
	return []wizardRun{
		{market.AccessSaaS, url.Values{"endpoint_id": {shop.Endpoints["lanxi"].String()}, "supervised": {"no"}}, nil, priced("month", "99.00")},
		{market.AccessLicense, url.Values{"licence_flow": {"offline"}, "licence_rule": {"按服务器授权"}}, nil, priced("once", "9900.00")},
		{market.AccessImage, url.Values{"regions": {"cn-north"}, "ports": {"443"}}, nil, priced("month", "99.00")},
		{market.AccessService, url.Values{"flow": {"website"}}, nil, priced("use", "9900.00")},
		{market.AccessAPI, url.Values{"gateway": {"agents"}, "api_group": {"group-of-this-test"}}, nil, nil},
		{market.AccessConsulting, url.Values{"jump_url": {"https://www.lanxi.example/advice"}}, nil, nil},
		{market.AccessDataFile, nil, nil, priced("year", "990.00")},
		{market.AccessDataAsset, url.Values{"asset_ref": {"dataarts-1"}}, nil, priced("year", "990.00")},
		{market.AccessHardware, url.Values{"shipping": {"顺丰包邮，三日内发出"}}, nil, priced("use", "990.00")},
		{market.AccessAI, url.Values{"dimension": {"time"}, "asset_ref": {"modelarts-1"}}, nil, priced("month", "990.00")},
		{market.AccessContainer, url.Values{"package_kind": {"helm"}}, map[string]paper{"test_report": {"report.pdf", []byte("%PDF-1.4 report")}}, priced("month", "990.00")},
		{market.AccessOrchestration, url.Values{"orchestration": {"三层架构的编排方案，线下交付。"}}, nil, priced("once", "990.00")},
		{market.AccessAppAsset, url.Values{"asset_ref": {"roma-1"}}, nil, priced("once", "990.00")},
	}
}

// handle is the seller who has what the listing sells.
func (run wizardRun) handle(t *testing.T, shop *dbtest.Shop) string {
	t.Helper()
	if kind := run.access.Rules().Asset; kind != "" && run.access != market.AccessLicense {
		if _, owner := approvedAsset(t, shop, kind); owner == shop.Yunzhan.String() {
			return "yunzhan"
		}
	}
	return "lanxi"
}

func approvedAsset(t *testing.T, shop *dbtest.Shop, kind market.AssetKind) (asset, owner string) {
	t.Helper()
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT id, seller_id FROM assets WHERE kind = $1 AND status = 'approved' ORDER BY id LIMIT 1`, kind).Scan(&asset, &owner))
	return asset, owner
}

// toSale takes a begun listing through every step, its submission and its approval.
func (run wizardRun) toSale(t *testing.T, shop *dbtest.Shop, g *guest, product string, sale market.SaleType) {
	t.Helper()
	own := url.Values{}
	for name, values := range run.own {
		own[name] = values
	}
	if kind := run.access.Rules().Asset; kind != "" && run.access != market.AccessLicense {
		asset, _ := approvedAsset(t, shop, kind)
		own.Set("asset_id", asset)
	}
	step := func(name market.ProductStep, values url.Values, files map[string]paper) {
		t.Helper()
		_, page := g.get(product + "/edit?step=" + string(name))
		values.Set("draft_version", page.Find("[name=draft_version]").First().AttrOr("value", ""))
		values.Set("step", string(name))
		values.Set("then", "next")
		answer, page := g.papers(product+"/edit", values, files)
		require.Equal(t, http.StatusSeeOther, answer.Code, "%s: %s", name, page.Find(".error-summary, .faults, .fault").Text())
	}
	step(market.StepBasic, basics(run.access, sale), map[string]paper{"logo": {"logo.png", drawn(t, 120, 120)}, "pictures": {"main.png", drawn(t, 800, 600)}})
	switch {
	case run.access == market.AccessAPI:
		sellByCall(t, g, product)
	case run.specs != nil:
		specs := url.Values{}
		for name, values := range run.specs {
			specs[name] = values
		}
		step(market.StepSpecs, specs, nil)
	}
	step(market.StepAccess, own, run.files)
	step(market.StepBusiness, business(run.access, sale), documents(t, run.access, sale))
	_, page := g.get(product + "/edit?step=preview")
	answer, page := g.post(product+"/submit", url.Values{"draft_version": {page.Find("[name=draft_version]").First().AttrOr("value", "")}, "self_check": {"on"}})
	require.Equal(t, http.StatusSeeOther, answer.Code, page.Find(".error-summary, .faults, .fault").Text())
	review := answer.Header().Get("Location")
	answer, _ = visit(t, shop, "reviewer@platform.example").post("/operator"+review+"/approve", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	var status market.ProductStatus
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT status FROM products WHERE id = $1`, strings.TrimPrefix(product, "/products/")).Scan(&status))
	require.Equal(t, market.ProductOnSale, status, "approved products go on sale by themselves")
}

func basics(access market.AccessType, sale market.SaleType) url.Values {
	return url.Values{"name": {"向导试验" + strings.Repeat("甲", len(access)%7+1) + string(access) + string(sale)}, "name_en": {"Wizard trial"}, "version": {"V1.0"},
		"introduction": {"面向团队的云上产品，开箱即用。"}, "description": {strings.Repeat("这一段写产品的核心功能、适用场景与每个规格的差别，写得清楚完整。", 20)},
		"highlight_title_0": {"开箱即用"}, "highlight_text_0": {"付款后几分钟内就能用上。"}, "category": {"industry.collaboration"}}
}

func business(access market.AccessType, sale market.SaleType) url.Values {
	if sale == market.SaleJoint {
		values := business(access, market.SaleGeneral)
		values.Del("agreement")
		values.Set("support_terms", "平台受理一线支持，商家在两个工作日内处理升级的问题。")
		values.Set("goods_name", "软件服务")
		values.Set("platforms", "welink")
		return values
	}
	return url.Values{"agreement": {"商品服务协议：双方保护用户个人信息，有效期一年，适用于本商品。"}, "after_sales_phone": {"400-820-1842"},
		"after_sales_email": {"service@lanxi.example"}, "service_hours": {"工作日 09:00–18:00"}, "service_content": {"提供电话、邮件与远程协助三种服务方式。"},
		"ownership": {"matches"}, "delivery_days": {"15"}, "public": {"yes"}, "seo_title": {fmt.Sprint("wizard ", access)}}
}

func documents(t *testing.T, access market.AccessType, sale market.SaleType) map[string]paper {
	t.Helper()
	rules := access.Rules()
	files := map[string]paper{}
	if !rules.Priced {
		return files
	}
	files["guide"] = paper{"guide.pdf", []byte("%PDF-1.4 guide")}
	if rules.Software {
		files["certificate"] = paper{"certificate.pdf", []byte("%PDF-1.4 certificate of " + string(access) + string(sale))}
	}
	if access.Supervises(false) {
		files["delivery_template"] = paper{"delivery.docx", written(t)}
	}
	if rules.Requirement {
		files["requirement_template"] = paper{"requirement.docx", written(t)}
	}
	return files
}

// sellByCall gives an API its on-demand spec on the spec's own page.
func sellByCall(t *testing.T, g *guest, product string) {
	t.Helper()
	_, page := g.get(product + "/edit?step=specs")
	version := func() string { return page.Find("[name=draft_version]").First().AttrOr("value", "") }
	answer, _ := g.post(product+"/edit", url.Values{"step": {"specs"}, "draft_version": {version()}, "spec_count": {"0"}, "then": {"add-spec-on_demand"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	spec := answer.Header().Get("Location")
	_, page = g.get(spec)
	at, err := url.Parse(spec)
	require.NoError(t, err)
	answer, page = g.post(product+"/edit", url.Values{"step": {"specs"}, "draft_version": {version()}, "spec": {at.Query().Get("spec")}, "then": {"checked"}, "spec_name_0": {"按调用计费"},
		"factor_count": {"1"}, "factor_name_0_0": {"调用次数"}, "factor_unit_0_0": {"次"}, "factor_cycle_0_0": {"day"}, "factor_model_0_0": {"fixed"}, "factor_accumulate_0_0": {"none"}, "factor_price_0_0": {"0.002"}})
	require.Equal(t, http.StatusSeeOther, answer.Code, page.Find(".fault").Text())
}

// catalogue.md §2.1, §2.11: the button for joint products is there for whom has the right,
// once the company joined the plan; the page asks how it is sold before what it is.
func TestWhoSeesTheButtonForJointProducts(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	button := func(email string) int {
		_, page := visit(t, shop, email).get("/products/new")
		asked := page.Find("[name=sale_type], [name=access_type]")
		require.Equal(t, "sale_type", asked.First().AttrOr("name", ""), "the sale type first")
		return page.Find(`a[href="/joints?status=passed"]`).Length()
	}
	require.Equal(t, 1, button("owner@lanxi.example"))
	require.Zero(t, button("owner@qinghe.example"), "the company has not joined the plan")
}

// catalogue.md §2.3: the three declarations beside a certificate that does not fit can be
// downloaded in both languages; nothing else can.
func TestTheDeclarationsCanBeDownloaded(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	for _, kind := range market.Ownerships[1:] {
		answer, _ := g.get("/products/declaration?kind=" + kind)
		require.Equal(t, http.StatusOK, answer.Code)
		require.Contains(t, answer.Header().Get("Content-Disposition"), ".docx")
		archive, err := zip.NewReader(bytes.NewReader(answer.Body.Bytes()), int64(answer.Body.Len()))
		require.NoError(t, err)
		file, err := archive.Open("word/document.xml")
		require.NoError(t, err)
		text, err := io.ReadAll(file)
		require.NoError(t, err)
		require.Greater(t, bytes.Count(text, []byte("<w:p>")), 5, "it is a whole declaration")
	}
	answer, _ := g.get("/products/declaration?kind=matches")
	require.Equal(t, http.StatusNotFound, answer.Code)
}

// catalogue.md §2.8: the seller reads under the product's details how it is settled.
func TestTheSettlementRuleIsToldUnderTheProductsDetails(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/products/" + shop.Products["澜溪会员中台"].String())
	require.Contains(t, page.Find("#settlement-example").Text(), "1,455,000.00")
	_, abroad := g.get("/products/" + shop.Products["Lanxi Sign"].String())
	require.Contains(t, abroad.Find("#settlement-abroad").Text(), "560.00", "(1000 − 150 − 50) × (1 − 15 %) − 100 − 20")
	_, err := shop.DB.Pool().Exec(`INSERT INTO rates (id, kind, access_type, from_amount, ratio, effective_on, created_by, created_at)
		VALUES (gen_random_uuid(), 'platform_fee', 'saas', 0, 0.04, $1, 'test', now())`, market.DayOf(shop.DB.Now()))
	require.NoError(t, err)
	_, page = g.get("/products/" + shop.Products["澜溪会员中台"].String())
	require.Equal(t, 1, page.Find("#settlement-apart").Length())
	require.Zero(t, page.Find("#settlement-example").Length(), "what is not at 5 % does not take part")
}
