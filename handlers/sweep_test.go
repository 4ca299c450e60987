package handlers

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/views/i18n"
)

// elsewhere are pages of a GET route that is not a page, or needs more than its path to be
// one: each with the query that makes it one; empty when it never is.
var elsewhere = map[string]string{
	"/files/:id":                             "",
	"/operator/files/:seller/:id":            "",
	"/orders/export.:format":                 "",
	"/coupons/template":                      "",
	"/operator/sanctions/impose":             "", // opened by the test of sanctions
	"/partners/set":                          "", // opened by the test of a provider's share
	"/tasks/:id/result":                      "",
	"/operator/tasks/:id":                    "", // opened by the test of staff deciding on many
	"/operator/tasks/:id/result":             "",
	"/operator/exports/:id":                  "",
	"/tasks/template":                        "",
	"/exports/:id":                           "", // no file is written in the tests' world
	"/statements/:id/lines.:format":          "",
	"/scans/:id/report.:format":              "",
	"/supervisions/:id/log.csv":              "",
	"/supervisions/:id/files/:file":          "", // opened by the test of the preview
	"/sellers/letter.txt":                    "", // a template to print
	"/contracts/:entity/certify":             "", // opened by the test of going abroad
	"/appeals/letter":                        "", // a template to print
	"/operator/supervisions/:id/files/:file": "", // opened by the test of a decision
	"/products/agreement":                    "", // a plain text to read in a new window
	"/products/declaration":                  "", // a document to download
}

// newcomers are who can open a page that those who settled down are led away from.
var newcomers = map[string]string{
	"/sellers/apply":        "owner@shiguang.example",
	"/agreements/sign":      "owner@qinghe.example",
	"/certifications/start": "owner@yunzhan.example",
}

// states choose the row on which a page of an act can be opened, by route.
var states = map[string]string{
	"/audiences/products/:id":   `SELECT id::text FROM products WHERE seller_id = $1 AND status = 'on_sale' ORDER BY id LIMIT 1`,
	"/operator/scans/:id":       `SELECT scan_id::text FROM scan_results WHERE seller_id = $1 LIMIT 1`,
	"/stocks/:id":               `SELECT product_id::text FROM stock_changes WHERE seller_id = $1 LIMIT 1`,
	"/supervisions/:id/confirm": `SELECT id::text FROM supervisions WHERE seller_id = $1 AND node = 'REQ_REVIEW' AND status = 'running' LIMIT 1`,
	"/supervisions/:id/refuse":  `SELECT id::text FROM supervisions WHERE seller_id = $1 AND node = 'REQ_REVIEW' AND status = 'running' LIMIT 1`,
	"/supervisions/:id/deliver": `SELECT v.id::text FROM supervisions v JOIN orders o USING (seller_id) WHERE v.order_id = o.id AND v.seller_id = $1 AND node = 'DELIVERING' AND v.status = 'running' AND o.access_type = 'service' LIMIT 1`,
	"/supervisions/:id/present": `SELECT id::text FROM supervisions WHERE seller_id = $1 AND node IN ('DRAFTING', 'BUILDING') AND status = 'running' LIMIT 1`,
	"/supervisions/:id/prove":   `SELECT id::text FROM supervisions WHERE seller_id = $1 AND node = 'PROVING' AND status = 'running' LIMIT 1`,
	"/supervisions/:id/ship":    `SELECT v.id::text FROM supervisions v JOIN orders o USING (seller_id) WHERE v.order_id = o.id AND v.seller_id = $1 AND node = 'DELIVERING' AND v.status = 'running' AND o.access_type = 'hardware' LIMIT 1`,
	"/supervisions/:id/upload":  `SELECT id::text FROM supervisions WHERE seller_id = $1 AND node = 'DELIVERING' AND status = 'running' LIMIT 1`,
	"/relocations/:id": `SELECT o.id::text FROM orders o JOIN revisions b ON b.seller_id = o.seller_id AND b.id = o.revision_id
		JOIN products p ON p.seller_id = o.seller_id AND p.id = o.product_id JOIN revisions l ON l.seller_id = p.seller_id AND l.id = p.revision_id
		JOIN instances i ON i.seller_id = o.seller_id AND i.order_id = o.id AND i.status = 'in_use'
		WHERE o.seller_id = $1 AND o.endpoint_id IS NULL AND b.content->>'endpoint_id' <> l.content->>'endpoint_id' LIMIT 1`,
	"/appeals/:id/supply": `SELECT id::text FROM appeals WHERE seller_id = $1 AND status = 'evidence' AND asked_party = 'seller' LIMIT 1`,
	"/appeals/file":       `SELECT id::text FROM supervisions WHERE seller_id = $1 AND node = 'DELIVERING' AND status = 'running' LIMIT 1`,
}

// unworded are the keys that pages asked for in vain; the hook is one for the process.
var unworded struct {
	sync.Mutex
	keys map[string]bool
}

// keyShape is how a key of the word lists looks.
var keyShape = regexp.MustCompile(`^[a-z_]+\.[A-Za-z0-9_]+$`)

func listenForUnworded() {
	unworded.keys = map[string]bool{}
	i18n.Missing = func(key string) {
		if !keyShape.MatchString(key) {
			return // a made-up sentence of the parts' gallery
		}
		unworded.Lock()
		defer unworded.Unlock()
		unworded.keys[key] = true
	}
}

func TestEveryPageIsWholeInBothLanguages(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	owner, manager := visit(t, shop, "owner@lanxi.example"), visit(t, shop, "manager@platform.example")
	_, err := shop.DB.Pool().Exec(`DELETE FROM signatures WHERE seller_id = $1`, shop.Qinghe)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`UPDATE certifications SET status = 'rejected' WHERE seller_id = $1`, shop.Yunzhan)
	require.NoError(t, err)
	opened := 0
	var wrong []string
	for _, r := range routesOf(t, owner.router) {
		query, odd := elsewhere[r.path]
		if r.method != http.MethodGet || odd && query == "" || strings.Contains(r.path, "/export") { // a file is no page
			continue
		}
		ids, found := r.ids(t, shop, shop.Lanxi)
		require.True(t, found, "the world has no row for %s", r.path)
		if sql := states[r.path]; sql != "" {
			var id string
			require.NoError(t, shop.DB.Pool().QueryRow(sql, shop.Lanxi).Scan(&id), r.path)
			if len(ids) > 0 {
				ids[0] = id
			} else {
				query = "?supervision=" + id
			}
		}
		guest := owner
		if r.operators() {
			guest = manager
		}
		if newcomer := newcomers[r.path]; newcomer != "" {
			guest = visit(t, shop, newcomer)
		}
		for _, lang := range i18n.Langs {
			guest.speak(shop, lang)
			path := r.filled(ids) + query
			answer, page := guest.get(path)
			opened++
			if answer.Code != http.StatusOK {
				wrong = append(wrong, fmt.Sprintf("%s: %d %s", r.path, answer.Code, answer.Header().Get("Location")))
				continue
			}
			for _, fault := range faultsOf(page, lang) {
				wrong = append(wrong, fmt.Sprintf("%s in %s: %s", r.path, lang, fault))
			}
		}
	}
	slices.Sort(wrong)
	require.Empty(t, slices.Compact(wrong))
	require.Greater(t, opened, 100)
	unworded.Lock()
	defer unworded.Unlock()
	require.Empty(t, unworded.keys, "keys without words")
}

// speak changes everybody's language.
func (g *guest) speak(shop *dbtest.Shop, lang string) {
	g.t.Helper()
	_, err := shop.DB.Pool().Exec(`UPDATE people SET language = $1`, lang)
	require.NoError(g.t, err)
}

// faultsOf says what is wrong with a page's frame and forms, whatever it is about.
func faultsOf(page *goquery.Document, lang string) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if spoken := page.Find("html").AttrOr("lang", ""); spoken != lang {
		fault("says it speaks %q", spoken)
	}
	if heads := page.Find("h1"); heads.Length() != 1 || strings.TrimSpace(heads.Text()) == "" {
		fault("has %d headings %q", heads.Length(), strings.TrimSpace(heads.Text()))
	}
	if strings.TrimSpace(page.Find("title").First().Text()) == "" {
		fault("has no title")
	}
	seen := map[string]bool{}
	page.Find("[id]").Each(func(_ int, element *goquery.Selection) {
		id := element.AttrOr("id", "")
		if seen[id] {
			fault("has id %q twice", id)
		}
		seen[id] = true
	})
	page.Find("[aria-labelledby], [aria-describedby], [aria-controls], [popovertarget], label[for]").Each(func(_ int, element *goquery.Selection) {
		for _, name := range []string{"aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "for"} {
			if element.Is("output") && name == "for" {
				continue
			}
			for id := range strings.FieldsSeq(element.AttrOr(name, "")) {
				if !seen[id] {
					fault("%s names %q, which is not there", name, id)
				}
			}
		}
	})
	page.Find("input, select, textarea").Each(func(_ int, control *goquery.Selection) {
		kind := control.AttrOr("type", "")
		if slices.Contains([]string{"hidden", "submit", "button"}, kind) {
			return
		}
		id := control.AttrOr("id", "")
		labelled := strings.TrimSpace(control.AttrOr("aria-label", "")) != "" || control.AttrOr("aria-labelledby", "") != "" ||
			strings.TrimSpace(control.Closest("label").Text()) != "" ||
			id != "" && strings.TrimSpace(page.Find(`label[for="`+id+`"]`).Text()) != ""
		if !labelled {
			fault("%s %q has no label", goquery.NodeName(control), control.AttrOr("name", ""))
		}
	})
	page.Find("button, a[href]").Each(func(_ int, control *goquery.Selection) {
		if strings.TrimSpace(control.Text()) == "" && control.AttrOr("aria-label", "") == "" && control.AttrOr("title", "") == "" &&
			control.Find("img[alt], [aria-label], title").Length() == 0 {
			fault("%s to %q says nothing", goquery.NodeName(control), control.AttrOr("href", control.AttrOr("class", "")))
		}
	})
	page.Find("img").Each(func(_ int, image *goquery.Selection) {
		if _, said := image.Attr("alt"); !said {
			fault("picture %q has no words", image.AttrOr("src", ""))
		}
	})
	page.Find("form").Each(func(_ int, form *goquery.Selection) {
		if form.ParentsFiltered("form").Length() > 0 {
			fault("form %q stands in a form", form.AttrOr("action", ""))
		}
	})
	page.Find("[style], [onclick], [onchange], script:not([src])").Each(func(_ int, element *goquery.Selection) {
		fault("%s carries style or script of its own", goquery.NodeName(element))
	})
	return faults
}
