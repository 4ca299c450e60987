package handlers

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
	"sellercenter/views/ui"
)

// transactions.md §1.2, §2.3, §4.3, §4.4: of every order that stands still, whoever has to act is
// led to where it is done, and everybody else to a page that they may read.
func TestEveryStalledOrderLeadsToWhereItIsCarriedOn(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	mine, err := shop.Seller(shop.Lanxi).Stalls(t.Context(), market.StallSearch{}, market.Ask{Size: 1000})
	require.NoError(t, err)
	all, err := shop.DB.Operator(shop.Actor(market.Manager)).Stalls(t.Context(), market.StallSearch{Owner: market.PartyOperator}, market.Ask{Size: 1000})
	require.NoError(t, err)
	owner, finance, manager := visit(t, shop, "owner@lanxi.example"), visit(t, shop, "finance@lanxi.example"), visit(t, shop, "manager@platform.example")
	leads := func(g *guest, s market.Stall, reader market.Party) {
		t.Helper()
		act := s.Act()
		answer, page := g.get(ui.StallDoing(s, reader))
		require.Equal(t, http.StatusOK, answer.Code, "%s %s", s.Cause, s.Number)
		if doers := market.Doers(act); !slices.Contains(doers, market.Owner) && !slices.Contains(doers, market.Manager) {
			return // it is asked for by the clock
		}
		if act == market.DecideAppeal && s.Refund == market.RefundAppealed {
			require.Equal(t, 1, page.Find(`a[href^="/operator/appeals/"]`).Length(), "the appeal decides over the return")
			return
		}
		verb := "/" + act.Verb()
		require.Positive(t, page.Find(`[action$="`+verb+`"], [formaction$="`+verb+`"], [href$="`+verb+`"], [action*="`+verb+`?"]`).Length(), "%s: %s of %s", s.Cause, act, s.Number)
	}
	causes := map[market.StallCause]bool{}
	for _, s := range mine.Rows {
		causes[s.Cause] = true
		if s.Owner == market.PartySeller {
			leads(owner, s, market.PartySeller)
		}
	}
	for _, page := range []string{"/stalls?size=50", "/stalls?size=50&owner=buyer", "/stalls?size=50&owner=operator"} {
		_, queue := finance.get(page)
		require.Positive(t, queue.Find("tbody td:last-child a").Length(), page)
		for _, link := range queue.Find("tbody td:last-child a").EachIter() {
			answer, _ := finance.get(link.AttrOr("href", ""))
			require.Equal(t, http.StatusOK, answer.Code, "whoever may not act reads %s", link.AttrOr("href", ""))
		}
	}
	for _, cause := range []market.StallCause{market.StallRefund, market.StallReturning, market.StallInspecting, market.StallDeciding} {
		require.True(t, causes[cause], cause)
	}
	require.NotEmpty(t, all.Rows)
	reviewed := map[market.Act]bool{}
	for _, s := range all.Rows {
		if s.Act() == market.ApproveSupervision { // the reviewer's step
			continue
		}
		reviewed[s.Act()] = true
		leads(manager, s, market.PartyOperator)
	}
	for _, act := range []market.Act{market.ConfirmRefund, market.GrantRefund, market.SettleRefund, market.DecideAppeal} {
		require.True(t, reviewed[act], act)
	}
}

// transactions.md §2.3, §2.4, §4.4: while a refund is open nothing is accepted by itself; the
// delivery's page, its list and the customer's answer say who decides over the refund and until
// when, as the queue and the order's page do.
func TestADeliverySaysThatItWaitsForARefund(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	for _, name := range []string{"transit", "asked", "returning", "inspecting", "disputed", "large"} {
		name = "lanxi return " + name
		order, err := shop.Seller(shop.Lanxi).Order(t.Context(), shop.Orders[name])
		require.NoError(t, err)
		stall, err := shop.Seller(shop.Lanxi).StallOf(t.Context(), order)
		require.NoError(t, err)
		require.NotNil(t, stall, name)

		at := "/supervisions/" + shop.Supervisions[name].String()
		_, page := g.get(at)
		_, whole := g.get("/orders/" + order.ID.String())
		for _, part := range []string{".turn-name", ".countdown-left", ".turn-otherwise", ".turn-more"} {
			require.Equal(t, whole.Find("#turn "+part).First().Text(), page.Find(".turn-block "+part).First().Text(), "%s: %s", name, part)
		}
		require.NotContains(t, page.Find(".turn-block, #escalation").Text(), "Accepted automatically", name)
		require.Zero(t, page.Find(`form[action="`+at+`/urge"]`).Length(), "%s: nobody is asked to accept what goes back", name)
		require.Equal(t, stall.Owner == market.PartySeller && market.Actor{Roles: []market.Role{market.Support}}.May(stall.Act()),
			page.Find(`.head a[href^="/refunds/"]`).Length() == 1, "%s: the refund is decided first", name)

		_, answer := storefrontOf(t, shop, order.CustomerID).get("/orders/" + order.Number + "/progress")
		stands := answer["supervision"].(map[string]any)
		require.Equal(t, string(stall.Owner), stands["turn"], name)
		require.Equal(t, page.Find(".turn-otherwise").Text(), stands["otherwise"], name)
		require.NotContains(t, stands["parcel"], "accepts_at", name)

		_, list := g.get("/supervisions?text=" + order.Number)
		require.Contains(t, list.Find("tbody").Text(), "Refund:", name)
	}
}
