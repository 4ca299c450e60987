package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §2.2: a draft can be saved on every step; the preview shows the future page, on which
// nothing can be chosen; submitting asks once more.
func TestADraftIsSavedOnEveryStepAndPreviewed(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	path := "/products/" + shop.Products["澜溪考勤排班"].String() + "/edit?step="
	for _, step := range market.ProductSteps[:len(market.ProductSteps)-1] {
		_, page := g.get(path + string(step))
		require.Positive(t, page.Find("#product button:not([name])").Length(), "%s: save draft", step)
	}
	_, page := g.get(path + string(market.StepPreview))
	require.Contains(t, page.Find("main").Text(), "澜溪考勤排班")
	require.Zero(t, page.Find("main select").Length(), "nothing is chosen in the preview")
	require.Equal(t, 1, page.Find("form[action$='/submit'] [name=self_check]").Length())
	require.Contains(t, page.Find("form[action$='/submit']").Text(), "Submit", "it is asked once more")
}

// catalogue.md §2.4: a template of the agreement can be taken along, and its box grows.
func TestTheAgreementHasATemplateAndABigBox(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/products/" + shop.Products["澜溪考勤排班"].String() + "/edit?step=business")
	require.Equal(t, 1, page.Find("textarea#agreement").Length())
	answer, _ := g.get(page.Find("a[href^='/products/agreement']").AttrOr("href", ""))
	require.Equal(t, http.StatusOK, answer.Code)
	require.Contains(t, answer.Header().Get("Content-Disposition"), "attachment")
	for _, word := range []string{"____", "盖章", "签字生效", "签订地点"} {
		require.NotContains(t, answer.Body.String(), word, "the template keeps its own rules")
	}
}

// catalogue.md §2.5: a product that was listed before is completed with its delivery template by a
// modification that changes nothing else.
func TestADeliveryTemplateIsAddedLater(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	const name = "澜溪云 ERP 配套服务"
	id := shop.Products[name].String()
	_, err := shop.DB.Pool().Exec(`UPDATE revisions SET content = content - 'delivery_template' WHERE seller_id = $1 AND id = (SELECT revision_id FROM products WHERE id = $2)`, shop.Lanxi, id)
	require.NoError(t, err)
	g := visit(t, shop, "operations@lanxi.example")
	answer, _ := g.post("/products/"+id+"/modify", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	submit := func() string {
		_, page := g.get("/products/" + id + "/edit?step=preview")
		answer, page := g.post("/products/"+id+"/submit", url.Values{"draft_version": {page.Find("[name=draft_version]").First().AttrOr("value", "")}, "self_check": {"on"}})
		return answer.Header().Get("Location") + page.Find(".banner").Text()
	}
	require.NotContains(t, submit(), "/reviews/", "it is needed now")
	_, page := g.get("/products/" + id + "/edit?step=business")
	values := typed(page)
	answer, page = g.papers("/products/"+id+"/edit", values, map[string]paper{"delivery_template": {"delivery.docx", written(t)}})
	require.Equal(t, http.StatusSeeOther, answer.Code, page.Find(".fault").Text())
	review := submit()
	require.Contains(t, review, "/reviews/")
	_, page = visit(t, shop, "reviewer@platform.example").get("/operator" + review)
	require.Equal(t, 1, page.Find("#change-delivery_template").Length())
	page.Find("[id^='change-']").Each(func(_ int, change *goquery.Selection) {
		require.Equal(t, "change-delivery_template", change.AttrOr("id", ""), "nothing else changes: %s", change.Text())
	})
}

// catalogue.md §2.11, §0.6: without the right of its own a sub-user sees no button to publish joint
// products, neither where a product begins nor at a certification that has passed.
func TestASubUserWithoutTheRightSeesNoJointButton(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	joint := said(t, shop, `SELECT id FROM joints WHERE seller_id = $1 AND status = 'passed' LIMIT 1`)
	require.NotEmpty(t, joint)
	_, err := shop.DB.Pool().Exec(`UPDATE products SET joint_id = NULL WHERE joint_id = $1`, joint)
	require.NoError(t, err)
	_, page := visit(t, shop, "owner@lanxi.example").get("/joints/" + joint)
	require.Equal(t, 1, page.Find("form[action$='/publish']").Length())
	grant := func(rights string) {
		_, err := shop.DB.Pool().Exec(`UPDATE groups SET rights = $3::jsonb WHERE seller_id = $1 AND id IN (SELECT x.group_id FROM group_members x
			JOIN members m ON m.seller_id = x.seller_id AND m.id = x.member_id WHERE m.seller_id = $1 AND m.person_id = $2)`, shop.Lanxi, shop.People["delivery@lanxi.example"], rights)
		require.NoError(t, err)
	}
	shown := func() (begin, passed int) {
		helper := visit(t, shop, "delivery@lanxi.example")
		_, page := helper.get("/products/new")
		_, certified := helper.get("/joints/" + joint)
		return page.Find(`a[href="/joints?status=passed"]`).Length(), certified.Find("form[action$='/publish']").Length()
	}
	grant(`["product", "joint"]`)
	begin, passed := shown()
	require.Equal(t, []int{0, 0}, []int{begin, passed})
	answer, _ := visit(t, shop, "delivery@lanxi.example").post("/joints/"+joint+"/publish", nil)
	require.NotContains(t, answer.Header().Get("Location"), "/products/")
	grant(`["product", "joint", "` + string(market.RightJoint) + `"]`)
	begin, passed = shown()
	require.Equal(t, []int{1, 1}, []int{begin, passed}, "with it")
}

// catalogue.md §2.6: data files are made in one go from a template; everything that is wrong with a
// line is listed together, separated by “;”, and what was made can be taken back.
func TestDataFilesAreMadeByTheSheet(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	file := template(t, g, "data_file")
	require.Len(t, file.rows, 1, "an empty template")
	line := func(name, edition, source string) {
		row := make([]string, len(file.rows[0]))
		row[file.column("asset_name")], row[file.column("edition")], row[file.column("source")] = name, edition, source
		file.rows = append(file.rows, row)
	}
	line("工", "v0.1", "ftp://bucket.lanxi.example/b.csv")
	task, _ := file.upload()
	answer, _ := g.get(task + "/result?as=csv")
	require.Equal(t, http.StatusOK, answer.Code)
	for _, wrong := range []string{"Name At least", "; Version ", "; Bucket address "} {
		require.Contains(t, answer.Body.String(), wrong, "three faults of one line")
	}
	file.rows = file.rows[:1]
	line("工业指数 2026", "V1.0", "https://bucket.lanxi.example/a.csv")
	task, _ = file.upload()
	run(t, shop, g, task, "apply")
	made := `SELECT count(*) FROM assets WHERE seller_id = $1 AND kind = 'data_file' AND name = '工业指数 2026'`
	require.Equal(t, "1", said(t, shop, made))
	run(t, shop, g, task, "undo")
	require.Equal(t, "0", said(t, shop, made))
}
