package handlers

import (
	"bytes"
	"encoding/csv"
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

// apply posts a form with files: field → file name and content.
func (g *guest) apply(path string, values url.Values, files map[string][2]string) (*httptest.ResponseRecorder, *goquery.Document) {
	g.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, all := range values {
		for _, value := range all {
			require.NoError(g.t, form.WriteField(name, value))
		}
	}
	for field, file := range files {
		part, err := form.CreateFormFile(field, file[0])
		require.NoError(g.t, err)
		_, err = part.Write([]byte(file[1]))
		require.NoError(g.t, err)
	}
	require.NoError(g.t, form.Close())
	request := httptest.NewRequest(http.MethodPost, path, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return g.send(request)
}

const (
	aPNG = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
	aPDF = "%PDF-1.4\n%%EOF\n"
)

func application() url.Values {
	return url.Values{"company_name": {"测试云科技有限公司"}, "credit_code": {"91350100M000100Y43"}, "website": {"https://www.test.example"},
		"years": {"from_3"}, "staff": {"from_15"}, "capital_wan": {"80"}, "contact_name": {"林测试"}, "contact_mobile": {"13800009999"},
		"contact_email": {"owner@test.example"}, "service_phone": {"400-800-1234"}, "service_email": {"service@test.example"},
		"province": {"福建省"}, "city": {"福州市"}, "address": {"鼓楼区软件大道 89 号"}, "introduction": {"为中小企业提供日程与任务协同的在线应用。"}, "agreed": {"on"},
		"no_distributor": {"on"}, "no_solution": {"on"}, "no_uipm": {"on"}, "service_days": {"5"}, "service_hours": {"8"}, "qualification_kind": {"copyright"}}
}

// codeSent is a code as its receiver reads it.
func codeSent(t *testing.T, shop *dbtest.Shop, seller market.SellerID, sent string) string {
	t.Helper()
	id, err := market.ParseID[market.Verification](sent)
	require.NoError(t, err)
	_, code, err := shop.DB.Seller(market.TheClock, seller).CodeNotice(t.Context(), id)
	require.NoError(t, err)
	return code
}

// newestCode is the code that was sent last, to whomever.
func newestCode(t *testing.T, shop *dbtest.Shop) string {
	t.Helper()
	var sent string
	var seller market.SellerID
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT seller_id, id FROM verifications WHERE used_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1`).Scan(&seller, &sent))
	return codeSent(t, shop, seller, sent)
}

// approved approves the review of that title that waits.
func approved(t *testing.T, shop *dbtest.Shop, title string) {
	t.Helper()
	var seller market.SellerID
	var id market.ReviewID
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT seller_id, id FROM reviews WHERE title = $1 AND status = 'pending'`, title).Scan(&seller, &id))
	require.NoError(t, shop.Seller(seller, market.Reviewer).ApproveReview(t.Context(), id))
}

func TestANewcomerJoinsFromRegistrationToCertification(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := stranger(t, shop)
	shop.DB.Deliver(market.Mail, market.SMS)
	answer, page := g.post("/register/code", url.Values{"mobile": {"123"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "123", page.Find("#mobile").AttrOr("value", ""))
	answer, _ = g.post("/register/code", url.Values{"mobile": {"13800009999"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	next := answer.Header().Get("Location")
	require.NotContains(t, next, "13800009999", "an address ends in logs")
	_, page = g.get(next)
	require.Contains(t, page.Text(), "138****9999")
	sent := page.Find("input[name=sent]").AttrOr("value", "")
	answer, page = g.post("/register", url.Values{"sent": {sent}, "code": {"1"}, "company_name": {"测试云科技有限公司"}, "name": {"林"}, "email": {"owner@lanxi.example"}, "password": {"short"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 2, page.Find(".field[data-bad]").Length(), "name and password")
	newcomer := url.Values{"sent": {sent}, "code": {"12345x"}, "company_name": {"测试云科技有限公司"}, "name": {"林测试"}, "email": {"owner@test.example"}, "password": {"long-enough"}}
	answer, page = g.post("/register", newcomer)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find(".field[data-bad] #code").Length())
	newcomer.Set("code", codeSent(t, shop, market.Platform, sent))
	answer, _ = g.post("/register", newcomer)
	require.Equal(t, "/sellers/identity", answer.Header().Get("Location"))

	_, page = g.get("/sellers/apply")
	require.Zero(t, page.Find("form[action='/sellers/apply']").Length(), "real-name authentication comes first")
	answer, page = g.apply("/sellers/identify", url.Values{"identity_type": {"enterprise"}, "identity_name": {"测试云科技有限公司"}, "credit_code": {"91350100M000100Y44"}, "representative": {"林测试"}}, nil)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find(".field[data-bad] #credit_code").Length())
	answer, _ = g.apply("/sellers/identify", url.Values{"identity_type": {"enterprise"}, "identity_name": {"测试云科技有限公司"}, "credit_code": {"91350100M000100Y43"}, "representative": {"林测试"}},
		map[string][2]string{"identity": {"licence.pdf", aPDF}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	approved(t, shop, "测试云科技有限公司")

	for _, path := range []string{"/teams", "/sellers", "/agreements", "/certifications", "/audits"} {
		answer, _ = g.get(path)
		require.Equal(t, "/sellers/apply", answer.Header().Get("Location"), path)
	}
	typed := application()
	typed.Set("introduction", "请看 www.test.example，里面有全部介绍。")
	answer, page = g.apply("/sellers/apply", typed, map[string][2]string{"logo": {"logo.png", aPNG}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	var bad []string
	page.Find(".field[data-bad]").Find("input,textarea").Each(func(_ int, s *goquery.Selection) { bad = append(bad, s.AttrOr("name", "")) })
	require.ElementsMatch(t, []string{"introduction", "licence", "qualification", "contact_email"}, bad)
	require.Equal(t, "鼓楼区软件大道 89 号", page.Find("#address").AttrOr("value", ""))
	_, page = g.get("/sellers/apply")
	require.Equal(t, "80", page.Find("#capital_wan").AttrOr("value", ""), "what was typed is kept")
	require.Equal(t, 1, page.Find("a.file").Length(), "so is the logo")

	answer, _ = g.apply("/sellers/apply", application(), map[string][2]string{"licence": {"licence.pdf", aPNG}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "a picture renamed to pdf")
	mailed := application()
	mailed.Set("field", "contact_email")
	answer, _ = g.apply("/sellers/code", mailed, map[string][2]string{"qualification": {"copyright.pdf", aPDF}})
	require.Equal(t, "/sellers/apply#contact_mobile", answer.Header().Get("Location"))
	mailed.Set("contact_email_code", "nonsense")
	answer, page = g.apply("/sellers/apply", mailed, map[string][2]string{"licence": {"licence.pdf", aPDF}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find(".field[data-bad] #contact_email_code").Length())
	mailed.Set("contact_email_code", newestCode(t, shop))
	answer, _ = g.apply("/sellers/apply", mailed, map[string][2]string{"licence": {"licence.pdf", aPDF}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = g.apply("/sellers/draft", application(), nil)
	require.Equal(t, http.StatusConflict, answer.Code, "the form is locked while the operator has it")

	o := visit(t, shop, "reviewer@platform.example")
	_, page = o.get("/operator/sellers?text=" + url.QueryEscape("测试云"))
	link := page.Find("a[data-open]").AttrOr("href", "")
	seller, err := market.ParseID[market.Seller](strings.TrimPrefix(link, "/operator/sellers/"))
	require.NoError(t, err)
	answer, page = o.get(link)
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, 1, page.Find("form[action$='/approve']").Length())
	reviewer := shop.DB.Operator(shop.Actor(market.Reviewer)).Seller(seller)
	reviews, err := reviewer.ReviewsOf(t.Context(), seller)
	require.NoError(t, err)
	require.NoError(t, reviewer.ApproveReview(t.Context(), reviews[0].ID))

	answer, _ = g.get("/teams")
	require.Equal(t, "/agreements/sign", answer.Header().Get("Location"), "the first entry waits for the agreement")
	_, page = g.get("/agreements/sign")
	sign := page.Find("form[action$='/sign']").AttrOr("action", "")
	answer, page = g.post(sign, url.Values{})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find(".field[data-bad] #agreed").Length())
	answer, _ = g.post(sign, url.Values{"agreed": {"on"}})
	require.Equal(t, "/certifications", answer.Header().Get("Location"))

	bank := url.Values{"address": {"福州市鼓楼区软件大道 89 号"}, "phone": {"0591-87654321"}, "taxpayer": {"small"}, "vat_rate": {"13"},
		"bank_name": {"招商银行"}, "bank_branch": {"福州支行"}, "account_no": {"6214 8888 1234 5678"}}
	answer, page = g.apply("/certifications/start", bank, nil)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find(".field[data-bad] #vat_rate").Length(), "not a small taxpayer's rate")
	bank.Set("vat_rate", "1")
	answer, _ = g.apply("/certifications/start", bank, map[string][2]string{"proof": {"proof.pdf", aPDF}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, page = g.get("/certifications")
	require.NotContains(t, answer.Body.String(), "6214888812345678")
	require.Equal(t, "**** 5678", page.Find(".masked").Contents().First().Text())

	paid, err := reviewer.Certification(t.Context())
	require.NoError(t, err)
	answer, _ = g.post("/certifications/verify", url.Values{"amount": {"1.00"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	answer, _ = g.post("/certifications/verify", url.Values{"amount": {paid.TestAmount.String()}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	reviews, err = reviewer.ReviewsOf(t.Context(), paid.ID)
	require.NoError(t, err)
	require.NoError(t, reviewer.ApproveReview(t.Context(), reviews[0].ID))
	onboarding, err := reviewer.Onboarding(t.Context())
	require.NoError(t, err)
	require.NoError(t, onboarding.Ready())
}

func TestANewAgreementGatesTheStatementsUntilItIsSigned(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	answer, _ := g.get("/agreements")
	require.Equal(t, http.StatusOK, answer.Code)
	o := visit(t, shop, "manager@platform.example")
	answer, page := o.post("/operator/agreements/publish", url.Values{"title_zh": {"合作协议"}, "effective_on": {"2020-01-01"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "合作协议", page.Find("#title_zh").AttrOr("value", ""))
	long := strings.Repeat("一", 40)
	answer, _ = o.post("/operator/agreements/publish", url.Values{"title_zh": {"合作协议"}, "title_en": {"Agreement"}, "body_zh": {long}, "body_en": {long},
		"effective_on": {market.DayOf(shop.Clock.Now()).String()}, "code": {"cooperation"}, "renewal": {"sign"}, "topics": {"rights", "termination"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)

	visitor, err := shop.DB.Visitor(t.Context(), g.cookies[sessionCookie].Value)
	require.NoError(t, err)
	require.True(t, visitor.Unsigned(market.Cooperation))
	require.False(t, visitor.MustSign(), "everything else stays open")
	_, page = g.get("/agreements/sign?next=/statements")
	answer, _ = g.post(page.Find("form[action$='/sign']").AttrOr("action", ""), url.Values{"agreed": {"on"}, "next": {"/statements"}})
	require.Equal(t, "/statements", answer.Header().Get("Location"))
	_, page = g.get("/notices")
	require.Positive(t, page.Find("tr[data-unread]").Length(), "everybody was told")
}

// TestWhatWaitsForAnAgreementLeadsToItAndBack: catalogue.md §1.4.
func TestWhatWaitsForAnAgreementLeadsToItAndBack(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@qinghe.example")
	answer, _ := g.post("/joints/join", nil)
	require.Equal(t, "/agreements/sign?code=joint&next=%2Fjoints", answer.Header().Get("Location"))
	_, page := g.get("/agreements/sign?code=joint&next=/joints")
	form := page.Find("form[action$='/sign']")
	require.Equal(t, "/joints", form.Find("input[name=next]").AttrOr("value", ""))
	answer, page = g.post(form.AttrOr("action", ""), url.Values{"next": {"/joints"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("input[name=agreed]").Length(), "the same agreement, not another")
	answer, _ = g.post(form.AttrOr("action", ""), url.Values{"agreed": {"on"}, "next": {"/joints"}})
	require.Equal(t, "/joints", answer.Header().Get("Location"))
	answer, _ = g.post("/joints/join", nil)
	require.Equal(t, "/joints", answer.Header().Get("Location"))
	joined, err := shop.Seller(shop.Qinghe).JointPlan(t.Context())
	require.NoError(t, err)
	require.False(t, joined.IsZero())

	_, page = visit(t, shop, "operations@yunzhan.example").get("/agreements")
	require.Positive(t, page.Find(".chip").Length(), "everybody of the seller reads them")
	o := visit(t, shop, "manager@platform.example")
	_, page = o.get("/operator/agreements")
	require.GreaterOrEqual(t, page.Find("table").Last().Find("tbody tr").Length(), len(market.AgreementKinds), "what waits for which agreement")
	var second string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT id FROM agreements WHERE code = 'resale' AND version = 2`).Scan(&second))
	_, page = o.get("/operator/agreements/" + second)
	require.Contains(t, page.Find(".compared ins").Text(), "Seven days before")
	require.Equal(t, 3, page.Find("tbody tr").Length(), "where every seller stands")
}

func TestMessagesAreReadAndLeadToWhatTheyAreAbout(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@qinghe.example")
	_, page := g.get("/notices?unread=1")
	rows := page.Find("tr[data-unread]").Length()
	require.Positive(t, rows)
	answer, _ := g.post(page.Find("tr[data-unread] form").First().AttrOr("action", ""), nil)
	require.True(t, strings.HasPrefix(answer.Header().Get("Location"), "/"))
	_, page = g.get("/notices?unread=1")
	require.Equal(t, rows-1, page.Find("tr[data-unread]").Length())
	g.post("/notices/read", nil)
	_, page = g.get("/notices")
	require.Zero(t, page.Find("tr[data-unread]").Length())
	require.Zero(t, page.Find(".top .due").Length())
}

func TestTheAuditIsFilteredByTheURLAndTakenAlong(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	_, page := g.get("/audits?area=team&act=team.invite")
	require.Equal(t, 4, page.Find(".table tbody tr").Length())
	require.Contains(t, page.Find(".audit-facts").First().Text(), "@lanxi.example")
	_, entry := g.get(page.Find(".table tbody a[data-open]").First().AttrOr("href", ""))
	require.Equal(t, page.Find(".table tbody a[data-open]").First().Text(), strings.TrimSpace(entry.Find("h1").Text()), "an act opens its own entry")
	answer, _ := g.get("/audits?area=team&act=team.invite&as=csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(answer.Body.String(), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 5)
	answer, _ = g.get("/audits?as=pdf")
	require.Equal(t, http.StatusNotFound, answer.Code)
	answer, _ = visit(t, shop, "support@lanxi.example").get("/audits")
	require.Equal(t, http.StatusNotFound, answer.Code)

	o := visit(t, shop, "manager@platform.example")
	_, page = o.get("/operator/audits?act=seller.register")
	require.Equal(t, 5, page.Find(".table tbody tr").Length(), "in every seller")
}

func TestEveryPageOfThePeopleOpensInBothLanguages(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	for email, paths := range map[string][]string{
		"owner@lanxi.example":       {"/sellers", "/agreements", "/certifications", "/teams", "/audits", "/notices", "/sessions", "/sessions/shops", "/factors"},
		"owner@qinghe.example":      {"/sellers", "/certifications"},
		"manager@platform.example":  {"/operator/sellers", "/operator/agreements", "/operator/certifications", "/operator/audits", "/operator/sellers/" + shop.Lanxi.String(), "/operator/certifications/" + shop.Lanxi.String(), "/sessions"},
		"reviewer@platform.example": {"/operator/sellers/" + shop.Qinghe.String()},
	} {
		g := visit(t, shop, email)
		for _, lang := range []string{"en", "zh-CN"} {
			g.post("/language", url.Values{"lang": {lang}})
			for _, path := range paths {
				answer, page := g.get(path)
				require.Equal(t, http.StatusOK, answer.Code, path)
				require.NotEmpty(t, page.Find("h1").Text(), path)
			}
		}
	}
}
