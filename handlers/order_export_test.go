package handlers

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

// TestAFileOfOrdersGroupsItsColumns: catalogue.md §10: product, order and customer information.
func TestAFileOfOrdersGroupsItsColumns(t *testing.T) {
	t.Parallel()
	answer, _ := visit(t, dbtest.New(t), "owner@lanxi.example").get("/orders?as=csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(answer.Body.String(), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	at := func(name string) int {
		n := slices.IndexFunc(rows[0], func(head string) bool { return strings.HasPrefix(head, name) })
		require.NotEqual(t, -1, n, "%s in %v", name, rows[0])
		return n
	}
	product, order, customer := []int{at("Product")}, []int{at("Order no."), at("Paid amount")}, []int{at("Customer"), at("User name")}
	require.Less(t, slices.Max(product), slices.Min(order))
	require.Less(t, slices.Max(order), slices.Min(customer))
}
