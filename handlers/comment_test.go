package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

// catalogue.md §0.2: 评价管理.
func TestTheSellerAnswersAReviewAndTheOperatorHidesIt(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path := "/comments/" + shop.Comments["lanxi waiting"].String()
	g := visit(t, shop, "support@lanxi.example")
	answer, page := g.get("/comments?tab=waiting")
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, 1, page.Find("tbody a[href='"+path+"']").Length())
	require.GreaterOrEqual(t, page.Find(".figures > div").Length(), 6, "the average and each number of stars")
	_, page = g.get("/comments?stars=2")
	require.Equal(t, 1, page.Find("tbody tr").Length())
	answer, _ = g.get("/comments?as=csv")
	require.Equal(t, http.StatusOK, answer.Code)

	answer, page = g.post(path+"/reply", url.Values{"reply": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#reply-fault").Length())
	answer, _ = g.post(path+"/reply", url.Values{"reply": {"Thank you."}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(path)
	require.Equal(t, "Thank you.", page.Find("#reply").Text(), "it can be amended")
	answer, _ = visit(t, shop, "finance@lanxi.example").post(path+"/reply", url.Values{"reply": {"x"}})
	require.Equal(t, http.StatusNotFound, answer.Code, "finance does not see the area")

	reviewer := visit(t, shop, "reviewer@platform.example")
	_, page = reviewer.get("/operator/comments")
	require.Equal(t, 1, page.Find("tbody a[href='/operator"+path+"']").Length())
	answer, _ = reviewer.post("/operator"+path+"/hide", url.Values{"reason": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	answer, _ = reviewer.post("/operator"+path+"/hide", url.Values{"reason": {"an advertisement"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = g.post(path+"/reply", url.Values{"reply": {"again"}})
	require.Equal(t, http.StatusConflict, answer.Code)
	_, page = g.get(path)
	require.Contains(t, page.Find(".banner").Text(), "an advertisement")
	answer, _ = reviewer.post("/operator"+path+"/show", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
}

// transactions.md §8, §10.1: reviews and favorites of a buyer, with the audit's own names.
func TestACustomerReviewsWhatItBoughtAndKeepsFavorites(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	row, err := shop.Seller(shop.Lanxi).Comment(t.Context(), shop.Comments["lanxi low"])
	require.NoError(t, err)
	f := storefrontOf(t, shop, row.CustomerID)
	said := `{"stars": 4, "text": "Better now."}`
	f.ends(http.StatusConflict, "/orders/"+row.OrderNumber+"/comments", said)
	f.ends(http.StatusOK, "/comments/"+row.Number+"/update", said)
	f.ends(http.StatusUnprocessableEntity, "/comments/"+row.Number+"/update", `{"stars": 4, "text": ""}`)
	f.ends(http.StatusOK, "/comments/"+row.Number+"/delete", "")
	f.ends(http.StatusConflict, "/comments/"+row.Number+"/delete", "")
	number := f.ends(http.StatusCreated, "/orders/"+row.OrderNumber+"/comments", said)["number"].(string)
	code, own := f.get("/comments")
	require.Equal(t, http.StatusOK, code)
	require.Contains(t, fmt.Sprint(own["comments"]), number)
	require.NotContains(t, fmt.Sprint(own["comments"]), row.Number)
	code, public := f.get("/products/" + row.ProductNumber + "/comments?size=1")
	require.Equal(t, http.StatusOK, code)
	require.Len(t, public["stars"], 5)
	require.NotContains(t, fmt.Sprint(public["comments"]), row.CustomerName, "names are masked")

	stranger := storefrontOf(t, shop, "C-nobody")
	stranger.ends(http.StatusNotFound, "/comments/"+number+"/delete", "")
	stranger.ends(http.StatusNotFound, "/orders/"+row.OrderNumber+"/comments", said)
	for range 2 {
		stranger.ends(http.StatusOK, "/favorites/"+row.ProductNumber+"/add", "")
	}
	code, kept := stranger.get("/favorites")
	require.Equal(t, http.StatusOK, code)
	require.Len(t, kept["favorites"], 1)
	stranger.ends(http.StatusOK, "/favorites/"+row.ProductNumber+"/delete", "")
	_, kept = stranger.get("/favorites")
	require.Empty(t, kept["favorites"])
}
