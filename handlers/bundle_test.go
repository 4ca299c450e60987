package handlers

import (
	"archive/zip"
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/bundle"
	"sellercenter/internal/market"
)

// evidence is the bundle of an order as support takes it.
func evidence(t *testing.T, shop *dbtest.Shop, id market.OrderID) []byte {
	t.Helper()
	answer, _ := visit(t, shop, "support@lanxi.example").post("/orders/"+id.String()+"/bundle", nil)
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, "application/zip", answer.Header().Get("Content-Type"))
	return answer.Body.Bytes()
}

// repacked is the bundle with one of its files changed by do; nil takes it out.
func repacked(t *testing.T, content []byte, name string, do func([]byte) []byte) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	require.NoError(t, err)
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, f := range from.File {
		in, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(in)
		require.NoError(t, err)
		if f.Name == name || strings.HasPrefix(f.Name, name) && strings.HasSuffix(name, "/") {
			if text = do(text); text == nil {
				continue
			}
		}
		into, err := to.Create(f.Name)
		require.NoError(t, err)
		_, err = into.Write(text)
		require.NoError(t, err)
	}
	require.NoError(t, to.Close())
	return out.Bytes()
}

func provenOrder(t *testing.T, shop *dbtest.Shop) (id market.OrderID) {
	t.Helper()
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT v.order_id FROM supervisions v JOIN evidences e ON e.seller_id = v.seller_id AND e.supervision_id = v.id
		WHERE v.seller_id = $1 AND NOT v.test GROUP BY v.order_id ORDER BY count(*) DESC, v.order_id LIMIT 1`, shop.Lanxi).Scan(&id))
	return id
}

// transactions.md §2.7, §8: the evidence of an appeal proves by itself that nothing was replaced.
func TestABundleOfEvidenceShowsWhateverWasReplaced(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, _, err := shop.Seller(shop.Lanxi, market.Clock).SealAudit(t.Context())
	require.NoError(t, err)
	content := evidence(t, shop, provenOrder(t, shop))
	check := func(content []byte) bundle.Report {
		report, err := bundle.Check(bytes.NewReader(content), int64(len(content)))
		require.NoError(t, err)
		return report
	}
	whole := check(content)
	require.Empty(t, whole.Faults)
	require.Greater(t, whole.Links, 3, "the seals of its audit entries hold")
	require.Equal(t, bundle.PublicKey(shop.DB.SigningKey()), whole.PublicKey)
	require.Greater(t, whole.Parts, 9)
	act, _ := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.BundleOrder, act)

	spoil := func(text []byte) []byte { return append(text, ' ') }
	for name, wrong := range map[string]struct {
		file string
		do   func([]byte) []byte
		kind market.BundleFaultKind
	}{
		"a file of the delivery": {"files/", spoil, market.BundleChanged},
		"the timeline":           {"timeline.html", spoil, market.BundleChanged},
		"the list of hashes":     {bundle.ListPath, spoil, market.BundleUnsigned},
		"a record taken out":     {"records/refunds.json", func([]byte) []byte { return nil }, market.BundleMissing},
		"another root": {bundle.SignaturePath, func(text []byte) []byte {
			return bytes.Replace(text, []byte(`"root": "`), []byte(`"root": "0`), 1)
		}, market.BundleUnsigned},
		"an audit entry": {bundle.AuditsPath, func(text []byte) []byte {
			return bytes.Replace(text, []byte(`"Actor": "`), []byte(`"Actor": "x`), 1)
		}, market.BundleUnsealed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := check(repacked(t, content, wrong.file, wrong.do))
			kinds := []market.BundleFaultKind{}
			for _, fault := range report.Faults {
				kinds = append(kinds, fault.Kind)
			}
			require.Contains(t, kinds, wrong.kind)
		})
	}
	var put bytes.Buffer
	put.Write(content)
	_, err = bundle.Check(strings.NewReader("no zip"), 6)
	require.ErrorIs(t, err, bundle.ErrNone)
}

// hand posts one file to a form.
func (g *guest) hand(path, field, name string, content []byte) (*httptest.ResponseRecorder, *goquery.Document) {
	g.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	into, err := form.CreateFormFile(field, name)
	require.NoError(g.t, err)
	_, err = into.Write(content)
	require.NoError(g.t, err)
	require.NoError(g.t, form.Close())
	request := httptest.NewRequest(http.MethodPost, path, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return g.send(request)
}

func TestAnUploadedBundleIsJudgedOnThePage(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	content := evidence(t, shop, provenOrder(t, shop))
	operator := visit(t, shop, "manager@platform.example")
	answer, page := operator.hand("/operator/bundles/check", "file", "evidence.zip", content)
	require.Equal(t, http.StatusOK, answer.Code)
	require.Contains(t, page.Find(".banner").Text(), "Whole")

	_, page = operator.hand("/operator/bundles/check", "file", "evidence.zip", repacked(t, content, "timeline.html", bytes.ToUpper))
	require.Contains(t, page.Find("#faults").Text(), "timeline.html")

	answer, page = operator.hand("/operator/bundles/check", "file", "notes.txt", []byte("hello"))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, page.Text(), "notes.txt")

	_, page = visit(t, shop, "owner@lanxi.example").get("/bundles")
	require.Equal(t, 1, page.Find("tbody tr").Length(), "who took what is listed")
	_, page = visit(t, shop, "owner@yunzhan.example").get("/bundles")
	require.Zero(t, page.Find("tbody tr").Length())
}

func TestEvidenceIsTakenOnlyByWhoMay(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path := "/orders/" + provenOrder(t, shop).String() + "/bundle"
	answer, _ := visit(t, shop, "owner@yunzhan.example").post(path, nil)
	require.Equal(t, http.StatusNotFound, answer.Code)
	answer, _ = visit(t, shop, "treasurer@platform.example").post("/operator"+path, nil)
	require.Equal(t, http.StatusForbidden, answer.Code)
	answer, _ = visit(t, shop, "manager@platform.example").post("/operator"+path, nil)
	require.Equal(t, http.StatusOK, answer.Code)
}
