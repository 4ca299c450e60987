package handlers

import (
	"bytes"
	"image"
	"image/png"
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

// typed is what the form on the page would send.
func typed(page *goquery.Document) url.Values {
	values := url.Values{}
	page.Find("#product").Find("input, textarea, select").Each(func(_ int, field *goquery.Selection) {
		name := field.AttrOr("name", "")
		kind := field.AttrOr("type", "")
		_, checked := field.Attr("checked")
		switch {
		case name == "" || kind == "file" || (kind == "checkbox" || kind == "radio") && !checked:
		case field.Is("textarea"):
			values.Add(name, field.Text())
		case field.Is("select"):
			values.Add(name, field.Find("option[selected]").AttrOr("value", ""))
		default:
			values.Add(name, field.AttrOr("value", ""))
		}
	})
	return values
}

func TestAWrongPriceComesBackTypedWithItsFault(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path := "/products/" + shop.Products["澜溪客户通"].String() + "/edit"
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get(path + "?step=specs")
	values := typed(page)
	values.Set("spec_year_0", "12.345")
	values.Set("then", "next")

	answer, page := g.post(path, values)

	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "12.345", page.Find("#spec_year_0").AttrOr("value", ""))
	require.Equal(t, 1, page.Find("#spec_year_0-fault").Length())
	require.Equal(t, 1, page.Find(`.banner .faults a[href$="#spec_year_0"]`).Length())
	require.Contains(t, page.Find(".foot-fault").Text(), "Yearly price of spec 1")
}

func TestADraftIsKeptRightOrWrong(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path := "/products/" + shop.Products["澜溪客户通"].String() + "/edit"
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get(path + "?step=basic")
	values := typed(page)
	values.Set("name", "客户通 V2.0")

	answer, _ := g.post(path, values)
	require.Equal(t, http.StatusSeeOther, answer.Code)

	_, page = g.get(path + "?step=basic")
	require.Equal(t, "客户通 V2.0", page.Find("#name").AttrOr("value", ""))
}

func TestWhoSavedFirstIsNotOverwrittenAndNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path := "/products/" + shop.Products["澜溪客户通"].String() + "/edit"
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get(path + "?step=basic")
	mine, theirs := typed(page), typed(page)
	theirs.Set("introduction", "别人写的")
	answer, _ := g.post(path, theirs)
	require.Equal(t, http.StatusSeeOther, answer.Code)

	mine.Set("introduction", "我写的")
	answer, page = g.post(path, mine)

	require.Equal(t, http.StatusConflict, answer.Code)
	require.Equal(t, "我写的", page.Find("#introduction").Text())
	require.Contains(t, page.Find(".banner .faults").Text(), "别人写的")
	require.NotEqual(t, mine.Get("draft_version"), page.Find(`[name=draft_version]`).AttrOr("value", ""), "saving again is a decision")
}

func TestAutosaveAnswersWhatTheNextSaveMustSay(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path := "/products/" + shop.Products["澜溪客户通"].String() + "/edit"
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get(path + "?step=specs")
	values := typed(page)
	values.Set("spec_name_1", "旗舰版")
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Autosave", "1")
	answer, _ := g.send(request)
	require.Equal(t, http.StatusOK, answer.Code)
	require.Contains(t, answer.Body.String(), `"spec_id_1"`)

	_, page = g.get(path + "?step=specs")
	require.Contains(t, answer.Body.String(), page.Find("[name=draft_version]").AttrOr("value", "-"))
	require.Contains(t, answer.Body.String(), page.Find("[name=spec_id_1]").AttrOr("value", "-"))
}

func TestARenamedPictureIsRefusedAtItsField(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path := "/products/" + shop.Products["澜溪客户通"].String() + "/edit"
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get(path + "?step=basic")
	values := typed(page)
	values.Set("introduction", "还在")
	var drawn, body bytes.Buffer
	require.NoError(t, png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 800, 600))))
	parts := multipart.NewWriter(&body)
	for name := range values {
		require.NoError(t, parts.WriteField(name, values.Get(name)))
	}
	file, err := parts.CreateFormFile("pictures", "screen.jpg")
	require.NoError(t, err)
	_, err = file.Write(drawn.Bytes())
	require.NoError(t, err)
	require.NoError(t, parts.Close())
	request := httptest.NewRequest(http.MethodPost, path, &body)
	request.Header.Set("Content-Type", parts.FormDataContentType())

	answer, page := g.send(request)

	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, page.Find("#pictures-fault").Text(), "renamed")
	require.Equal(t, "还在", page.Find("#introduction").Text())
}

func TestASubmittedListingWaitsForTheOperator(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	id := shop.Products["澜溪考勤排班"].String()
	g := visit(t, shop, "owner@lanxi.example")
	_, page := g.get("/products/" + id + "/edit?step=preview")
	version := page.Find("[name=draft_version]").AttrOr("value", "")
	require.NotEmpty(t, version)

	answer, page := g.post("/products/"+id+"/submit", url.Values{"draft_version": {version}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "the self-check was not ticked")
	version = page.Find("[name=draft_version]").AttrOr("value", "")
	answer, _ = g.post("/products/"+id+"/submit", url.Values{"draft_version": {version}, "self_check": {"on"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)

	_, page = g.get(answer.Header().Get("Location"))
	require.Equal(t, "accent", page.Find(".head-facts .chip").AttrOr("data-tone", ""))
	_, page = visit(t, shop, "reviewer@platform.example").get("/operator/reviews")
	require.Contains(t, page.Find("table").Text(), "澜溪考勤排班")
}

func TestTheOperatorSeesWhatAModificationChanges(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	id := shop.Reviews["澜溪电子合同"].String()
	g := visit(t, shop, "reviewer@platform.example")
	_, page := g.get("/operator/reviews/" + id)
	require.Equal(t, "V2.4", strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(page.Find("#change-version .before").Text()), "Before")))
	require.Equal(t, "V2.5", strings.TrimSpace(page.Find("#change-version .after").Text()))
	require.Contains(t, page.Find("#change-description ins").Text(), "上门")
	require.Equal(t, "1,980.00", page.Find("#change-specs del").Text())
	require.Zero(t, page.Find("#change-name").Length(), "what stays is not shown")

	answer, page := g.post("/operator/reviews/"+id+"/reject", url.Values{"reason": {" "}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#reason-fault").Length())
	answer, _ = g.post("/operator/reviews/"+id+"/approve", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = visit(t, shop, "finance@lanxi.example").get("/products/" + shop.Products["澜溪电子合同"].String())
	require.Contains(t, page.Find("table").First().Text(), "1,880.00")
	require.Zero(t, page.Find(`form[action$="/modify"]`).Length(), "finance looks, and does not modify")
}

func TestEveryPageOfListingsIsWordedInBothLanguages(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	owner, desk := visit(t, shop, "owner@lanxi.example"), visit(t, shop, "manager@platform.example")
	paths := []string{"/products", "/products/new", "/drafts", "/reviews", "/products?status=on_sale&text=ERP", "/reviews?status=rejected"}
	for _, step := range market.ProductSteps {
		for _, name := range []string{"澜溪考勤排班", "澜溪客户通", "澜溪数据看板"} {
			paths = append(paths, "/products/"+shop.Products[name].String()+"/edit?step="+string(step))
		}
	}
	for name, id := range shop.Products {
		if strings.HasPrefix(name, "澜溪") {
			paths = append(paths, "/products/"+id.String())
		}
	}
	for name, id := range shop.Reviews {
		if strings.HasPrefix(name, "澜溪") {
			paths = append(paths, "/reviews/"+id.String())
		}
	}
	for _, language := range []string{"en", "zh-CN"} {
		_, err := shop.DB.Pool().Exec(`UPDATE people SET language = $1`, language)
		require.NoError(t, err)
		for _, path := range paths {
			answer, page := owner.get(path)
			require.Equal(t, http.StatusOK, answer.Code, path)
			require.NotRegexp(t, `\b(product|review|spec|draft|price|file)\.[a-z_]+\b`, page.Find("main").Text(), path)
			require.Zero(t, page.Find("[style], script:not([src])").Length(), path)
		}
		for _, path := range []string{"/operator/reviews", "/operator/products", "/operator/reviews/" + shop.Reviews["澜溪零售云"].String()} {
			answer, page := desk.get(path)
			require.Equal(t, http.StatusOK, answer.Code, path)
			require.NotRegexp(t, `\b(product|review|spec|draft|price|file)\.[a-z_]+\b`, page.Find("main").Text(), path)
		}
	}
}

func TestAFileIsServedAsWhatItIsAndToItsOwnersOnly(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	detail, err := shop.Seller(shop.Lanxi).ProductDetail(t.Context(), shop.Products["澜溪智能工单"])
	require.NoError(t, err)
	guide, logo := detail.Content.Guide.ID.String(), detail.Content.Logo.ID.String()
	owner := visit(t, shop, "support@lanxi.example")

	answer, _ := owner.get("/files/" + guide)
	require.Equal(t, http.StatusOK, answer.Code)
	require.Contains(t, answer.Header().Get("Content-Disposition"), "attachment")
	require.Equal(t, "default-src 'none'; sandbox", answer.Header().Get("Content-Security-Policy"))
	require.Equal(t, "nosniff", answer.Header().Get("X-Content-Type-Options"))
	answer, _ = owner.get("/files/" + logo)
	require.Equal(t, "image/png", answer.Header().Get("Content-Type"))

	answer, _ = visit(t, shop, "owner@yunzhan.example").get("/files/" + guide)
	require.Equal(t, http.StatusNotFound, answer.Code)
	answer, _ = visit(t, shop, "reviewer@platform.example").get("/operator/files/" + shop.Lanxi.String() + "/" + guide)
	require.Equal(t, http.StatusOK, answer.Code)
}

// TestAnApplicationOffersWhatItsStateAllows: catalogue.md §2.9, the table of my applications.
func TestAnApplicationOffersWhatItsStateAllows(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	for status, offers := range map[market.ReviewStatus]string{
		market.ReviewPending: "withdraw", market.ReviewApproved: "",
	} {
		_, page := g.get("/reviews?kind=product_publish&status=" + string(status))
		rows := page.Find("tbody tr")
		require.Positive(t, rows.Length(), status)
		rows.Each(func(_ int, row *goquery.Selection) {
			withdraws := row.Find("form[action$='/withdraw'], [data-act$='withdraw'], a[href*='withdraw']").Length() > 0
			require.Equal(t, offers == "withdraw", withdraws, "%s: %s", status, row.Text())
		})
	}
	_, page := g.get("/products")
	for _, filter := range []string{"text", "access_type", "status", "public"} {
		require.Equal(t, 1, page.Find("[name="+filter+"]").First().Length(), "my products are narrowed by %s", filter)
	}
}
