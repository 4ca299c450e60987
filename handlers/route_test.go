package handlers

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// public are the routes for whoever comes by, signed in or not.
var public = []string{"/healthz", "/readyz", "/metrics", "/static/*", "/gallery", "/sign-in", "/sign-in/code",
	"/register", "/register/code", "/welcome/:link", "/language", "/theme"}

// machines are the doors of programs: they answer with JSON and know no sign-in page.
var machines = []string{"/storefront/v1", "/open/", "/api/", "/rest/"}

type route struct {
	method, path string
	params       []string // kinds of rows, in the path's order
}

// act is the act that a POST route does, by the rule of the house.
func (r route) act() market.Act {
	return actOf(r.path)
}

// area is the area that the route stands in.
func (r route) area() market.Area {
	path := strings.TrimPrefix(r.path, "/operator")
	if strings.HasPrefix(path, "/drafts/:id/") { // what is prepared for a delivery or a dispute
		return market.Area("draft")
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if elsewhere, known := map[string]market.Area{"": market.Homes, "search": market.Searches, "drafts": market.Products,
		"sandboxes": market.Sandboxes}[first]; known {
		return elsewhere
	}
	return market.Area(strings.TrimSuffix(first, "s"))
}

func (r route) operators() bool {
	return r.path == "/operator" || strings.HasPrefix(r.path, "/operator/")
}

// persons reports whether the route is about one's own account, whichever door one came by.
func (r route) persons() bool {
	return r.path == "/sign-out" || slices.Contains([]market.Area{market.Sessions, "factor"}, r.area())
}

var parameter = regexp.MustCompile(`:\w+`)

// filled is the path with these ids in it.
func (r route) filled(ids []string) string {
	i := -1
	return parameter.ReplaceAllStringFunc(r.path, func(string) string { i++; return ids[i] })
}

// routes are the doors for people: every route of the router but the public ones and the
// machines'.
func routesOf(t *testing.T, router *echo.Echo) (all []route) {
	t.Helper()
	for _, found := range router.Routes() {
		machine := slices.ContainsFunc(machines, func(door string) bool { return strings.HasPrefix(found.Path, door) })
		if machine || slices.Contains(public, found.Path) || found.Method != http.MethodGet && found.Method != http.MethodPost {
			continue
		}
		r := route{method: found.Method, path: found.Path}
		for _, place := range parameter.FindAllStringIndex(found.Path, -1) {
			kind := named[found.Path[:place[1]]]
			require.NotEmpty(t, kind, "say in named which row %s takes", found.Path[:place[1]])
			r.params = append(r.params, kind)
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b route) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	require.Greater(t, len(all), 100)
	return all
}

// row is the newest row of that kind that the seller has; nothing when it has none.
func row(t *testing.T, shop *dbtest.Shop, kind string, seller market.SellerID) string {
	t.Helper()
	query, known := kinds[kind]
	require.True(t, known, "say in kinds where a %s is found", kind)
	var id string
	if !strings.HasPrefix(query, "INSERT") { // a row that the world has not
		query = `SELECT coalesce((` + query + `), '')`
	}
	if err := shop.DB.Pool().QueryRow(query, seller).Scan(&id); !errors.Is(err, sql.ErrNoRows) {
		require.NoError(t, err, kind)
	}
	return id
}

// ids fills in what the seller has for each of the route's parameters; ok when it has all.
func (r route) ids(t *testing.T, shop *dbtest.Shop, seller market.SellerID) (ids []string, ok bool) {
	t.Helper()
	for _, kind := range r.params {
		id, fixed := unowned[kind]
		if !fixed {
			id = row(t, shop, kind, seller)
		}
		if id == "" {
			return nil, false
		}
		ids = append(ids, id)
	}
	return ids, true
}

// values are what is typed where an empty form would be refused: the seller's own rows.
func (r route) values(t *testing.T, shop *dbtest.Shop) url.Values {
	t.Helper()
	values := url.Values{}
	maps.Copy(values, bodies[r.path])
	for field, kind := range nobodys[r.method+" "+r.path] {
		values.Set(field, row(t, shop, kind, shop.Lanxi))
	}
	return values
}

func acts(t *testing.T, shop *dbtest.Shop) (n int) {
	t.Helper()
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM audits`).Scan(&n))
	return n
}

// faults are answers that were not to be, all told at the end.
type faults []string

func (f *faults) unless(status int, r route, who string, wanted ...int) {
	if !slices.Contains(wanted, status) {
		*f = append(*f, fmt.Sprintf("%s %s: %d %s", r.method, r.path, status, who))
	}
}

// ask does what the route does, as the guest.
func (g *guest) ask(r route, path string, values url.Values) int {
	g.t.Helper()
	if r.method == http.MethodGet {
		answer, _ := g.get(path)
		return answer.Code
	}
	answer, _ := g.post(path, values)
	return answer.Code
}
