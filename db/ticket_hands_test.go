package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §8: any handler that accepted, messaged, moved or escalated a ticket keeps its view
// rights; §0.6: nothing else of a product that is not granted is seen, and nothing is done.
func TestWhoeverHandledATicketGoesOnSeeingIt(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	customer, made, _ := watched(t, shop, shop.Lanxi)
	ask := func() market.TicketID {
		id, err := customer.OpenTicket(ctx, market.TicketAsk{OrderID: &made.ID, Title: "It does not start", Text: "Since this morning.", Priority: market.PriorityNormal})
		require.NoError(t, err)
		return id
	}
	handled, another, given := ask(), ask(), ask()
	actor := market.Actor{Person: shop.People["support@lanxi.example"], Name: "support", Roles: []market.Role{market.Support}, Products: []market.ProductID{made.ProductID}}
	require.NoError(t, shop.DB.Seller(actor, shop.Lanxi).AcceptTicket(ctx, handled))
	require.NoError(t, shop.DB.Seller(actor, shop.Lanxi).TransferTicket(ctx, handled, shop.People["owner@lanxi.example"], "yours"))
	require.NoError(t, shop.Seller(shop.Lanxi).AcceptTicket(ctx, given))
	require.NoError(t, shop.Seller(shop.Lanxi).TransferTicket(ctx, given, actor.Person, "only you know"))

	actor.Products = []market.ProductID{} // the grant is withdrawn
	store := shop.DB.Seller(actor, shop.Lanxi)
	row, err := store.Ticket(ctx, handled)
	require.NoError(t, err)
	require.Empty(t, row.ProductName, "the product is not granted")
	messages, err := store.TicketMessages(ctx, handled)
	require.NoError(t, err)
	require.NotEmpty(t, messages)
	require.ErrorIs(t, store.ReplyTicket(ctx, handled, market.TicketText{Text: "still here"}), conflict)
	_, err = store.Ticket(ctx, another)
	require.ErrorIs(t, err, market.NotFound)
	number := func(id market.TicketID) string {
		row, err := shop.Seller(shop.Lanxi).Ticket(ctx, id)
		require.NoError(t, err)
		return row.Number
	}
	list, err := store.Tickets(ctx, market.TicketSearch{}, market.Ask{})
	require.NoError(t, err)
	require.Contains(t, numbers(list.Rows), number(handled))
	require.Contains(t, numbers(list.Rows), number(given))
	require.NotContains(t, numbers(list.Rows), number(another))
	require.NoError(t, store.ReplyTicket(ctx, given, market.TicketText{Text: "looking"}), "whoever a ticket was given to answers it")
	_, err = store.Order(ctx, made.ID)
	require.ErrorIs(t, err, market.NotFound)
}
