package handlers

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/views/i18n"
)

// tables are pages with a table of rows that is no list to live in: each with what it is.
var tables = map[string]string{
	"/appeals/:id":                  "one appeal's evidence",
	"/audiences/:id":                "the users of one audience",
	"/audits/verify":                "a proof, read from top to bottom",
	"/contracts":                    "the three contracting entities",
	"/couriers":                     "whom one may ship with, beside a form",
	"/invoices/:id":                 "the orders of one invoice",
	"/deposits":                     "the few moves of one's own deposit",
	"/limits/new":                   "the form's specs",
	"/operator/adjustments/:seller": "one seller's corrections",
	"/operator/appeals/:id":         "one appeal's evidence",
	"/operator/audits/verify":       "a proof, read from top to bottom",
	"/operator/calendars":           "a year's exceptions beside their form",
	"/operator/contracts":           "the contracting entities",
	"/operator/couriers":            "a configuration beside its form",
	"/operator/credentials/:seller": "one seller's platforms",
	"/operator/deposits/:seller":    "the few moves of one seller's deposit",
	"/operator/flows":               "the ten templates",
	"/operator/flows/:template":     "one template's nodes",
	"/operator/parameters":          "a configuration beside its form",
	"/operator/rates":               "a configuration",
	"/operator/sellers/:seller":     "one seller",
	"/operator/settings":            "a configuration",
	"/operator/standings/:seller":   "one seller's points",
	"/operator/statements/:id":      "one statement's sums",
	"/operator/storefronts":         "a configuration beside its form",
	"/operator/timers":              "the register of timers",
	"/operator/vats":                "a configuration beside its form",
	"/operator":                     "the overview",
	"/regions/:id":                  "one product's regions to tick",
	"/sandboxes":                    "a form, with the newest test orders",
	"/sessions/shops":               "which seller to enter",
	"/sessions":                     "one's own devices",
	"/spotlights":                   "the few places and what they show",
	"/standings":                    "one's own points and levels",
	"/statements/:id":               "one statement's sums",
	"/supervisions/board":           "the board",
	"/tasks/:id":                    "one task's preview, cell by cell",
	"/tasks/new":                    "what each column takes",
	"/usages/bills/:id":             "one bill's records",
}

// catalogue.md §11.2, look/design.md: every page that lists rows keeps views, lets its columns be
// chosen, is taken along as a file and, where rows can be ticked, selects all that match.
func TestEveryListHasWhatAListHas(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	owner, manager := visit(t, shop, "owner@lanxi.example"), visit(t, shop, "manager@platform.example")
	lists, bulk, unseen := 0, 0, []string{}
	var wrong []string
	for _, r := range routesOf(t, owner.router) {
		query, odd := elsewhere[r.path]
		if r.method != http.MethodGet || odd && query == "" || newcomers[r.path] != "" || strings.Contains(r.path, "/export") {
			continue
		}
		ids, found := r.ids(t, shop, shop.Lanxi)
		if !found || states[r.path] != "" {
			continue // pages of an act
		}
		guest, door := owner, ""
		if r.operators() {
			guest, door = manager, "/operator"
		}
		path := r.filled(ids) + query
		answer, page := guest.get(path)
		if answer.Code != http.StatusOK {
			continue // the sweep of pages says so
		}
		fault := func(format string, args ...any) { wrong = append(wrong, r.path+": "+fmt.Sprintf(format, args...)) }
		if page.Find(".chooser").Length() == 0 {
			rows := page.Find("main table[data-rows]").Length() > 0
			if rows && tables[r.path] == "" {
				fault("is a table of rows without columns to choose")
			}
			if rows {
				unseen = append(unseen, r.path)
			}
			continue
		}
		lists++
		for what, has := range map[string]string{
			"views to save":    `form[action="` + door + `/views/save"]`,
			"columns in order": `form[action="` + door + `/views/arrange"] button[name=move]`,
			"a CSV":            `main a[href*="as=csv"]`,
			"an XLSX":          `main a[href*="as=xlsx"]`,
		} {
			if page.Find(has).Length() == 0 {
				fault("no %s", what)
			}
		}
		if page.Find("#list .tabs").Length() == 0 {
			fault("no tabs for its views")
		}
		acts := page.Find("#bulk button[name=act], #bulk button[formaction]").Length()
		ticks := page.Find("#list tbody input[type=checkbox]").Length()
		if acts > 0 {
			bulk++
			if page.Find(`#bulk input[name=all]`).Length() != 1 {
				fault("rows can be ticked, but not all that match")
			}
			if ticks == 0 {
				fault("acts on many, and nothing to tick")
			}
		}
		file, _ := guest.get(path + jointTo(path) + "as=csv")
		cells, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.Body.String(), "\ufeff"))).ReadAll()
		if err != nil || len(cells) == 0 {
			fault("its CSV is none: %v", err)
		}
		for _, line := range cells {
			if at := slices.IndexFunc(line, func(cell string) bool { return strings.HasPrefix(cell, "product.access_") || i18n.Has(cell) }); at >= 0 {
				fault("its CSV says %q", line[at])
			}
		}
	}
	slices.Sort(wrong)
	require.Empty(t, slices.Compact(wrong))
	require.Greater(t, lists, 60)
	require.Greater(t, bulk, 15)
	for path := range tables {
		require.Contains(t, unseen, path, "has no such table any more")
	}
}

func jointTo(path string) string {
	if strings.Contains(path, "?") {
		return "&"
	}
	return "?"
}
