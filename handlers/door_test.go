package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestSearchesFindNothingOfAnotherSeller(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	lanxi := visit(t, shop, "owner@lanxi.example")
	rows, err := shop.DB.Pool().Query(`SELECT number, subject FROM directory WHERE seller_id = $1`, shop.Yunzhan)
	require.NoError(t, err)
	defer rows.Close()
	tried := 0
	for rows.Next() {
		var number, subject string
		require.NoError(t, rows.Scan(&number, &subject))
		if tried++; tried > 40 {
			break
		}
		answer, _ := lanxi.get("/search?q=" + url.QueryEscape(number))
		require.Equal(t, http.StatusOK, answer.Code, number)
		require.NotContains(t, answer.Body.String(), subject, number)
		_, page := lanxi.get("/orders?number=" + url.QueryEscape(number))
		require.Zero(t, page.Find("tbody a[href*='"+subject+"']").Length(), number)
	}
	require.NoError(t, rows.Err())
	require.NotZero(t, tried)
}

func TestNobodyComesInWithoutSigningIn(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	nobody := stranger(t, shop)
	for _, r := range routesOf(t, nobody.router) {
		ids := make([]string, len(r.params))
		for i, kind := range r.params {
			if ids[i] = unowned[kind]; ids[i] == "" {
				ids[i] = row(t, shop, kind, shop.Lanxi)
			}
		}
		path := r.filled(ids)
		if r.method == http.MethodGet {
			answer, _ := nobody.get(path)
			require.Equal(t, http.StatusSeeOther, answer.Code, r.path)
			require.Regexp(t, `^/sign-in($|\?next=)`, answer.Header().Get("Location"), r.path)
			continue
		}
		answer, _ := nobody.post(path, r.values(t, shop))
		require.Equal(t, http.StatusSeeOther, answer.Code, r.path)
		require.Equal(t, "/sign-in", answer.Header().Get("Location"), r.path)
	}
}

func TestEachDoorIsClosedToTheOthers(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var wrong faults
	owner, manager := visit(t, shop, "owner@lanxi.example"), visit(t, shop, "manager@platform.example")
	before := acts(t, shop)
	for _, r := range routesOf(t, owner.router) {
		ids, _ := r.ids(t, shop, shop.Lanxi)
		if ids == nil {
			ids = make([]string, len(r.params))
		}
		switch {
		case r.persons():
		case r.operators():
			wrong.unless(owner.ask(r, r.filled(ids), nil), r, "a seller", http.StatusNotFound)
		default:
			wrong.unless(manager.ask(r, r.filled(ids), nil), r, "staff", http.StatusSeeOther, http.StatusNotFound)
		}
	}
	require.Empty(t, wrong)
	require.Equal(t, before, acts(t, shop), "nothing was done")
}

func TestWhoMayNotLookFindsNothingAndWhoMayNotActIsTold(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var wrong faults
	before := acts(t, shop)
	for _, staff := range []bool{false, true} {
		roles, house := market.SellerRoles, "@lanxi.example"
		if staff {
			roles, house = market.OperatorRoles, "@platform.example"
		}
		for _, role := range roles {
			guest := visit(t, shop, string(role)+house)
			for _, r := range routesOf(t, guest.router) {
				ids, found := r.ids(t, shop, shop.Lanxi)
				if r.operators() != staff || r.persons() || !found {
					continue
				}
				switch {
				case !slices.Contains(market.Viewers(r.area()), role):
					wrong.unless(guest.ask(r, r.filled(ids), r.values(t, shop)), r, string(role), http.StatusNotFound)
				case r.method == http.MethodPost && market.Doers(r.act()) != nil && !slices.Contains(market.Doers(r.act()), role):
					wrong.unless(guest.ask(r, r.filled(ids), r.values(t, shop)), r, string(role), http.StatusForbidden)
				}
			}
		}
	}
	require.Empty(t, wrong)
	require.Equal(t, before, acts(t, shop), "nothing was done")
}

func TestASellerThatIsNotLetInYetSeesOnlyItsApplication(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	newcomer := visit(t, shop, "owner@jingluo.example")
	for _, r := range routesOf(t, newcomer.router) {
		ids, found := r.ids(t, shop, shop.Lanxi)
		if r.operators() || r.persons() || openWhileApplying[r.path] || !found {
			continue
		}
		require.Contains(t, []int{http.StatusSeeOther, http.StatusNotFound}, newcomer.ask(r, r.filled(ids), nil), "%s %s", r.method, r.path)
		if r.method == http.MethodGet {
			answer, _ := newcomer.get(r.filled(ids))
			require.Regexp(t, `^(/sellers/apply|/agreements/sign\?next=.*|)$`, answer.Header().Get("Location"), r.path)
		}
	}
}
