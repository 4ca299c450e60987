package handlers

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §2.6: files are added one by one without a script; a refused delivery keeps
// them all.
func TestAFileIsKeptBeforeTheDeliveryIsHandedOver(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	at := "/supervisions/" + shop.Supervisions["lanxi delivering"].String()
	draft := "/drafts/" + shop.Supervisions["lanxi delivering"].String()
	guest := visit(t, shop, "support@lanxi.example")
	const sow, acceptance = "%PDF-1.7 statement of work", "%PDF-1.7 acceptance"

	answer, _ := guest.upload(draft+"/attach?use=delivery", url.Values{"result": {"typed before"}}, map[string]string{"file_sow": sow})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.Equal(t, at+"/deliver", answer.Header().Get("Location"))
	_, page := guest.get(at + "/deliver")
	require.Contains(t, page.Find("#draft-files .draft-files").Text(), "file_sow.pdf")
	require.Equal(t, "typed before", page.Find("#result").Text())

	answer, page = guest.upload(draft+"/attach?use=delivery", url.Values{"result": {"typed again"}}, map[string]string{"file_acceptance": "no pdf at all"})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "typed again", page.Find("#result").Text())
	require.NotEmpty(t, page.Find(".field[data-bad] #file_acceptance").Nodes)

	answer, page = guest.upload(at+"/deliver", url.Values{}, map[string]string{"file_acceptance": acceptance})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "without a word on the result")
	require.Contains(t, page.Find("#draft-files").Text(), "file_acceptance.pdf", "what was uploaded with it is kept")
	require.Equal(t, 2, page.Find("#draft-files .draft-files li").Length())

	file := page.Find("#draft-files .draft-files li:contains('file_acceptance.pdf') button").AttrOr("value", "")
	answer, _ = guest.post(draft+"/detach?use=delivery", url.Values{"file": {file}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, page = guest.post(at+"/deliver", url.Values{"result": {"done"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#draft-missing li:not([data-ok])").Length(), "the checklist says the same as the refusal")
	answer, _ = guest.upload(draft+"/attach?use=delivery", nil, map[string]string{"file_acceptance": acceptance})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = guest.post(at+"/deliver", url.Values{"result": {"done"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = guest.get(at)
	require.Contains(t, page.Find(".evidence").Text(), "file_sow.pdf")
	require.Contains(t, page.Find(".evidence").Text(), "file_acceptance.pdf")
}

// offer sends one file as the script does.
func offer(g *guest, path, field, name, content string) *httptest.ResponseRecorder {
	g.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(field, name)
	require.NoError(g.t, err)
	_, err = part.Write([]byte(content))
	require.NoError(g.t, err)
	require.NoError(g.t, form.Close())
	request := httptest.NewRequest(http.MethodPost, path, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("Accept", "application/json")
	answer, _ := g.send(request)
	return answer
}

func TestAScriptHearsWhyAFileIsRefused(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	guest := visit(t, shop, "support@lanxi.example")
	draft := "/drafts/" + shop.Supervisions["lanxi delivering"].String()
	answer := offer(guest, draft+"/attach?use=delivery", "file_sow", "x.exe", "MZ")
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.True(t, strings.HasPrefix(answer.Body.String(), `{"error":"`), answer.Body.String())
	require.Contains(t, answer.Body.String(), "exe")
	require.Equal(t, http.StatusOK, offer(guest, draft+"/attach?use=delivery", "file_sow", "x.pdf", "%PDF-1.7").Code)
	require.Equal(t, http.StatusConflict, offer(guest, draft+"/attach?use=supply", "file_appeal", "x.pdf", "%PDF-1.7").Code)
}

// transactions.md §10.1: the buyer's files go up one by one through a shop front too.
func TestABuyerPreparesARequirementFileByFile(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var number, customer string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT o.number, o.customer_id FROM supervisions v JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id
		WHERE v.seller_id = $1 AND v.node = $2 AND v.status = 'running' AND NOT v.test LIMIT 1`, shop.Lanxi, market.NodeRequirement).Scan(&number, &customer))
	f := storefrontOf(t, shop, customer)
	at := "/orders/" + number + "/drafts"
	f.ends(http.StatusOK, at, `{"use": "requirement", "file": {"name": "scope.pdf", "content": "JVBERi0xLjcgeA=="}}`)
	f.ends(http.StatusUnprocessableEntity, at, `{"use": "requirement", "file": {"name": "scope.pdf", "content": "AAAA"}}`)
	prepared := func() []any {
		request := httptest.NewRequest(http.MethodGet, storefrontPath+at+"?use=requirement&customer="+customer, nil)
		f.sign(request)
		_, body := f.do(request)
		return body["files"].([]any)
	}
	files := prepared()
	require.Len(t, files, 1)
	id := files[0].(map[string]any)["id"].(string)
	f.ends(http.StatusOK, at+"/detach", `{"use": "requirement", "id": "`+id+`"}`)
	f.ends(http.StatusNotFound, at+"/detach", `{"use": "requirement", "id": "`+id+`"}`)
	f.ends(http.StatusOK, at, `{"use": "requirement", "file": {"name": "scope.pdf", "content": "JVBERi0xLjcgeA=="}}`)
	f.ends(http.StatusOK, "/orders/"+number+"/requirement", `{"text": "move our ERP"}`)
	require.Empty(t, prepared())
}
