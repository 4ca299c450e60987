package handlers

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §2.6: the demo's scans are there, their reports can be read and taken along.
func TestAScanHasItsReportOnThePageAndAsAFile(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	page, err := shop.Seller(shop.Lanxi).Scans(t.Context(), market.ScanSearch{}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, page.Rows, 3)
	owner := visit(t, shop, "owner@lanxi.example")
	verdicts := map[market.ScanVerdict]int{}
	for _, scan := range page.Rows {
		verdicts[scan.Verdict]++
		path := "/scans/" + scan.ID.String()
		_, shown := owner.get(path)
		if scan.Verdict == "" {
			require.Equal(t, 1, shown.Find("#proof").Length())
			continue
		}
		require.Equal(t, 14, shown.Find("#checks [data-check]").Length())
		for _, format := range []string{"csv", "html"} {
			answer, _ := owner.get(path + "/report." + format)
			require.Equal(t, http.StatusOK, answer.Code)
			require.Contains(t, answer.Header().Get("Content-Disposition"), "attachment")
		}
	}
	require.Equal(t, map[market.ScanVerdict]int{market.ScanPassed: 1, market.ScanRisky: 1, "": 1}, verdicts)
}
