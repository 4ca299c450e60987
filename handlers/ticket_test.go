package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestSupportAnswersATicketAndTheOperatorHelps(t *testing.T) {
	t.Parallel() // catalogue.md §8
	shop := dbtest.New(t)
	path := "/tickets/" + shop.Tickets["lanxi dispatched"].String()
	operations := visit(t, shop, "operations@lanxi.example")
	_, page := operations.get(path)
	require.Zero(t, page.Find("form[action$='/accept']").Length())
	answer, _ := operations.post(path+"/accept", nil)
	require.Equal(t, http.StatusForbidden, answer.Code)

	g := visit(t, shop, "support@lanxi.example")
	answer, _ = g.post(path+"/solve", url.Values{"cause": {"x"}, "solution": {"x"}})
	require.Equal(t, http.StatusConflict, answer.Code, "not accepted yet")
	answer, _ = g.post(path+"/accept", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, page = g.post(path+"/reply", url.Values{"text": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#text-fault").Length())
	answer, page = g.post(path+"/ask", url.Values{"ask_reason": {strings.Repeat("x", 1001)}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#ask_reason-fault").Length(), "what is wrong stands at its field")
	require.Len(t, page.Find("#ask_reason").Text(), 1001, "what was typed is kept")
	answer, page = g.post(path+"/solve", url.Values{"cause": {"a full disk"}, "solution": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "a full disk", page.Find("#cause").Text(), "what was typed is kept")
	answer, _ = g.upload(path+"/reply", url.Values{"text": {"See the file."}}, map[string]string{"files": "%PDF-1.4\nx"})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = g.post(path+"/transfer", url.Values{"handler": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	answer, _ = g.post(path+"/escalate", url.Values{"escalate_reason": {"a matter of the platform"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(path)
	require.Equal(t, "frozen", page.Find(".turn-block .countdown").AttrOr("data-tone", ""), "the clock stands still")
	require.Equal(t, 1, page.Find("#timeline a[href^='/files/']").Length())

	manager := visit(t, shop, "manager@platform.example")
	_, page = manager.get("/operator/tickets")
	require.Equal(t, 1, page.Find("tbody a[href='/operator"+path+"']").Length())
	answer, _ = manager.post("/operator"+path+"/hand-back", url.Values{"advice": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	answer, _ = manager.post("/operator"+path+"/hand-back", url.Values{"advice": {"restart it"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = g.post(path+"/solve", url.Values{"cause": {"a full disk"}, "solution": {"emptied"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(path)
	require.Contains(t, page.Find(".head-facts").Text(), "To be confirmed")
}

func TestTheTicketListFindsAssignsAndExports(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	for query, least := range map[string]int{"tab=mine": 3, "tab=open": 5, "status=escalated": 1, "priority=urgent": 2, "": 8} {
		answer, page := g.get("/tickets?" + query)
		require.Equal(t, http.StatusOK, answer.Code)
		require.GreaterOrEqual(t, page.Find("tbody tr").Length(), least, query)
	}
	owner := shop.People["owner@lanxi.example"].String()
	answer, _ := g.post("/tickets/assign", url.Values{"id": {shop.Tickets["lanxi dispatched"].String(), shop.Tickets["lanxi urged"].String()}, "handler": {owner}, "return": {"/tickets?tab=open"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.Equal(t, "/tickets?tab=open", answer.Header().Get("Location"))
	_, page := g.get("/tickets?handler=" + owner)
	require.GreaterOrEqual(t, page.Find("tbody tr").Length(), 2)
	answer, _ = g.get("/tickets?as=csv")
	require.Equal(t, http.StatusOK, answer.Code)
	row, err := shop.Seller(shop.Lanxi).Ticket(t.Context(), shop.Tickets["lanxi rated"])
	require.NoError(t, err)
	require.Contains(t, answer.Body.String(), row.Number)
	late, page := visit(t, shop, "support@yunzhan.example").get("/tickets?tab=late")
	require.Equal(t, http.StatusOK, late.Code)
	require.Equal(t, "late", page.Find("tbody .countdown").First().AttrOr("data-tone", ""))
}

func TestReceptionHoursAreAtLeastFiveTimesEight(t *testing.T) {
	t.Parallel() // catalogue.md §8, §11.2
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	values := url.Values{"hours": {"1"}, "receives": {"yes"}, "days": {"1", "2", "3", "4"}, "from_1": {"09:00"}, "until_1": {"12:00"}}
	answer, page := g.post("/receptions/set", values)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	for _, field := range []string{"days", "spans"} {
		require.Equal(t, 1, page.Find("#"+field+"-fault").Length(), field)
	}
	require.Equal(t, "09:00", page.Find("#from_1").AttrOr("value", ""))
	require.Equal(t, 4, page.Find("input[name=days][checked]").Length(), "what was ticked stays ticked")
	values.Add("days", "5")
	values.Set("from_2", "13:00")
	values.Set("until_2", "18:00")
	answer, _ = g.post("/receptions/set", values)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get("/receptions")
	require.Equal(t, "18:00", page.Find("#until_2").AttrOr("value", ""))
	answer, _ = g.post("/receptions/set", url.Values{"hours": {"1"}, "receives": {"no"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get("/tickets")
	require.Equal(t, 1, page.Find(".banner a[href='/receptions']").Length())
}

func TestACustomersTicketThroughItsLife(t *testing.T) {
	t.Parallel() // catalogue.md §8: the buyer's side
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	order := f.ends(http.StatusCreated, "/orders", f.wanted(serviceCode(shop)))["number"].(string)
	f.ends(http.StatusUnprocessableEntity, "/tickets", fmt.Sprintf(`{"order": %q, "title": "", "text": "x"}`, order))
	ask := fmt.Sprintf(`{"order": %q, "title": "It does not start", "text": "Since this morning."}`, order)
	cancelled := f.ends(http.StatusCreated, "/tickets", ask)["number"].(string)
	f.ends(http.StatusOK, "/tickets/"+cancelled+"/cancel", "")
	number := f.ends(http.StatusCreated, "/tickets", ask)["number"].(string)
	f.ends(http.StatusOK, "/tickets/"+number+"/urge", "")
	f.ends(http.StatusOK, "/tickets/"+number+"/reply", `{"text": "See the file.", "files": [{"name": "log.pdf", "content": "JVBERi0xLjQKeA==", "kind": "other"}]}`)
	f.ends(http.StatusConflict, "/tickets/"+number+"/close", "")
	f.ends(http.StatusConflict, "/tickets/"+number+"/delete", "")

	support := shop.DB.Seller(market.Actor{Person: shop.People["support@lanxi.example"], Name: "support", Roles: []market.Role{market.Support}}, shop.Lanxi)
	page, err := support.Tickets(t.Context(), market.TicketSearch{Text: number}, market.Ask{})
	require.NoError(t, err)
	id := page.Rows[0].ID
	require.NoError(t, support.AcceptTicket(t.Context(), id))
	f.ends(http.StatusConflict, "/tickets/"+number+"/cancel", "")
	f.ends(http.StatusConflict, "/tickets/"+number+"/authorise", "")
	require.NoError(t, support.AskTicket(t.Context(), id, "to read the log"))
	f.ends(http.StatusOK, "/tickets/"+number+"/authorise", "")
	f.ends(http.StatusOK, "/tickets/"+number+"/refuse", "")
	require.NoError(t, support.SolveTicket(t.Context(), id, "a full disk", "emptied"))
	f.ends(http.StatusOK, "/tickets/"+number+"/reopen", `{"reason": "again"}`)
	require.NoError(t, support.SolveTicket(t.Context(), id, "a small disk", "a larger one"))
	f.ends(http.StatusConflict, "/tickets/"+number+"/rate", `{"stars": 5}`)
	f.ends(http.StatusOK, "/tickets/"+number+"/confirm", "")
	f.ends(http.StatusOK, "/tickets/"+number+"/rate", `{"stars": 5, "text": "fine"}`)
	code, said := f.get("/tickets/" + number)
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "closed", said["status"])
	require.Equal(t, "a larger one", said["solution"])
	require.Len(t, said["messages"], 12)
	f.ends(http.StatusOK, "/tickets/"+number+"/delete", "")
	code, _ = f.get("/tickets/" + number)
	require.Equal(t, http.StatusNotFound, code, "the buyer no longer sees it")
	_, mine := f.get("/tickets?seller=S-100001")
	require.Equal(t, cancelled, listOf(mine, "tickets")[0]["number"])
	require.Len(t, mine["tickets"], 1)
	kept, err := support.Ticket(t.Context(), id)
	require.NoError(t, err, "the seller keeps it")
	require.NotNil(t, kept.DeletedAt)
}

func TestSupportGroupsAreAtMostSixAndStayWhileUsed(t *testing.T) {
	t.Parallel() // catalogue.md §9.1, §11.2
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	group := url.Values{"hours": {"1"}, "name": {"Night shift"}, "phone": {"021-58301199"}, "email": {"night@lanxi.example"},
		"days": {"1", "2", "3", "4", "5"}, "from_1": {"09:00"}, "until_1": {"18:00"}}
	answer, page := g.post("/supports/add", url.Values{"hours": {"1"}, "name": {"x"}, "email": {"nobody"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	for _, field := range []string{"phone", "email", "days", "spans"} {
		require.Equal(t, 1, page.Find("#"+field+"-fault").Length(), field)
	}
	for n := range market.MostSupports - 3 {
		group.Set("name", fmt.Sprintf("Group %d", n))
		answer, _ = g.post("/supports/add", group)
		require.Equal(t, http.StatusSeeOther, answer.Code)
	}
	group.Set("name", "Seventh")
	answer, _ = g.post("/supports/add", group)
	require.Equal(t, http.StatusConflict, answer.Code, "no seventh")

	id := shop.Supports["lanxi ERP 售后组"] // listings of the demo name it
	require.ErrorContains(t, shop.Seller(shop.Lanxi, market.Support).RemoveSupport(t.Context(), id), "support.in_use")
	_, page = g.get("/supports/" + id.String())
	require.Equal(t, 1, page.Find(".banner").Length(), "it says that a product uses it")
	answer, _ = g.post("/supports/"+shop.Supports["lanxi 7×24 应急组"].String()+"/remove", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
}

func TestAnExtensionRingsAtMostFivePhones(t *testing.T) {
	t.Parallel() // catalogue.md §9.1
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	hours := url.Values{"hours": {"1"}, "days": {"1", "2", "3", "4", "5"}, "from_1": {"09:00"}, "until_1": {"18:00"}}
	hours.Set("numbers", "021-58301120\n021-58301121\n021-58301122\n021-58301123\n021-58301124\n021-58301125")
	answer, page := g.post("/extensions/bind", hours)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#numbers-fault").Length())
	hours.Set("numbers", "021-58301120\n021-58301121")
	answer, _ = g.post("/extensions/bind", hours)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	manager := visit(t, shop, "manager@platform.example")
	answer, _ = manager.post("/operator/extensions/"+shop.Yunzhan.String()+"/assign", url.Values{"extension": {"61108"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "it is another seller's")
	answer, _ = manager.post("/operator/extensions/"+shop.Yunzhan.String()+"/assign", url.Values{"extension": {"61109"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, page = manager.get("/operator/extensions")
	require.Equal(t, http.StatusOK, answer.Code)
	require.Contains(t, page.Find("tbody").Text(), "61109")
}
