package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// asked is a ticket of customer C-1 over a new order.
func asked(t *testing.T, shop *dbtest.Shop) market.TicketID {
	t.Helper()
	customer, made, _ := watched(t, shop, shop.Lanxi)
	id, err := customer.OpenTicket(t.Context(), market.TicketAsk{OrderID: &made.ID, Title: "It does not start", Text: "Since this morning.", Priority: market.PriorityNormal})
	require.NoError(t, err)
	return id
}

func TestATicketThroughItsLife(t *testing.T) {
	t.Parallel() // catalogue.md §8
	shop := dbtest.New(t)
	id := asked(t, shop)
	ctx := t.Context()
	me := market.Actor{Person: shop.People["support@lanxi.example"], Name: "support", Roles: []market.Role{market.Support}}
	support, customer := shop.DB.Seller(me, shop.Lanxi), buyer(shop, shop.Lanxi, "C-1")
	stands := func(status market.TicketStatus) market.TicketRow {
		row, err := support.Ticket(ctx, id)
		require.NoError(t, err)
		require.Equal(t, status, row.Status)
		return row
	}
	require.Contains(t, shop.JobsFor(t, id), market.RemindTicket)
	require.Nil(t, stands(market.TicketDispatched).HandlerID, "every support member, until products are granted")
	require.ErrorIs(t, support.SolveTicket(ctx, id, "x", "x"), conflict)
	require.NoError(t, support.AcceptTicket(ctx, id))
	require.Equal(t, me.Person, *stands(market.TicketProcessing).HandlerID)
	require.NoError(t, customer.ReplyTicket(ctx, id, market.TicketText{Text: "See the file.", Files: []market.Upload{pdf(market.EvidenceOther, "log")}}))
	require.ErrorIs(t, support.ReplyTicket(ctx, id, market.TicketText{}), invalid)
	require.NoError(t, support.TransferTicket(ctx, id, shop.People["owner@lanxi.example"], "yours"))
	require.ErrorIs(t, support.TransferTicket(ctx, id, shop.People["support@yunzhan.example"], ""), invalid, "nobody of ours")
	require.ErrorIs(t, support.TransferTicket(ctx, id, shop.People["finance@lanxi.example"], ""), invalid, "finance answers no tickets")

	manager := shop.DB.Operator(shop.Actor(market.Manager)).Seller(shop.Lanxi)
	require.ErrorIs(t, manager.ReplyTicket(ctx, id, market.TicketText{Text: "hello"}), conflict, "not escalated")
	require.ErrorIs(t, support.EscalateTicket(ctx, id, ""), invalid, "a reason is required")
	require.NoError(t, support.EscalateTicket(ctx, id, "a matter of the platform"))
	require.Nil(t, stands(market.TicketEscalated).DueAt, "the seller's time stops")
	queue, err := shop.DB.Operator(shop.Actor(market.Manager)).Tickets(ctx, market.TicketSearch{}, market.Ask{})
	require.NoError(t, err)
	require.Contains(t, numbers(queue.Rows), stands(market.TicketEscalated).Number)
	require.NoError(t, manager.ReplyTicket(ctx, id, market.TicketText{Text: "looking"}))
	require.NoError(t, manager.HandBackTicket(ctx, id, "restart it"))
	require.NotNil(t, stands(market.TicketProcessing).DueAt)

	require.NoError(t, support.SolveTicket(ctx, id, "a full disk", "emptied"))
	require.NoError(t, customer.ReopenTicket(ctx, id, "again"))
	require.NoError(t, support.SolveTicket(ctx, id, "a small disk", "a larger one"))
	require.ErrorIs(t, buyer(shop, shop.Lanxi, "C-2").ConfirmTicket(ctx, id), market.NotFound)
	require.NoError(t, customer.ConfirmTicket(ctx, id))
	require.NoError(t, customer.RateTicket(ctx, id, 4, "fine"))
	row := stands(market.TicketClosed)
	require.Equal(t, 1, row.Reopened)
	require.Equal(t, 4, *row.Stars)
	messages, err := support.TicketMessages(ctx, id)
	require.NoError(t, err)
	require.Len(t, messages, 12)
	files, err := support.TicketFiles(ctx, id)
	require.NoError(t, err)
	require.Len(t, files, 1)
}

func numbers(rows []market.TicketRow) (all []string) {
	for _, row := range rows {
		all = append(all, row.Number)
	}
	return all
}

func TestATicketsTimeRunsOutAtTheExactInstantAndIsToldOnce(t *testing.T) {
	t.Parallel() // catalogue.md §8, §11.2: overdue
	shop := dbtest.New(t)
	id := asked(t, shop)
	row, err := shop.Seller(shop.Lanxi).Ticket(t.Context(), id)
	require.NoError(t, err)
	told := func() (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE kind = 'ticket.remind' AND link = $1`, "/tickets/"+id.String()).Scan(&n))
		return n
	}
	shop.Turn(t, world.Works(shop.Clock), row.DueAt.Add(-time.Second))
	require.Zero(t, told())
	shop.Turn(t, world.Works(shop.Clock), *row.DueAt)
	require.Equal(t, 1, told())
	shop.Turn(t, world.Works(shop.Clock), row.DueAt.AddDate(0, 0, 3))
	require.Equal(t, 1, told())
}

func TestATicketThatNobodyConfirmsClosesAfterSevenDays(t *testing.T) {
	t.Parallel() // catalogue.md §8
	shop := dbtest.New(t)
	id := asked(t, shop)
	support := shop.Seller(shop.Lanxi, market.Support)
	require.NoError(t, support.AcceptTicket(t.Context(), id))
	require.NoError(t, support.SolveTicket(t.Context(), id, "cause", "solution"))
	solved := shop.Clock.Now()
	shop.Turn(t, world.Works(shop.Clock), solved.AddDate(0, 0, 7).Add(-time.Second))
	row, err := support.Ticket(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, market.TicketConfirming, row.Status)
	shop.Turn(t, world.Works(shop.Clock), solved.AddDate(0, 0, 7))
	row, err = support.Ticket(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, market.TicketClosed, row.Status)
}

func TestWhoDoesNotReceiveTicketsHasNoEntry(t *testing.T) {
	t.Parallel() // catalogue.md §8
	shop := dbtest.New(t)
	support := shop.Seller(shop.Lanxi, market.Support)
	short := market.Reception{Receives: true, Hours: market.JSON[market.Hours]{V: market.Hours{Days: market.Weekdays[:5], Spans: []market.HourSpan{{From: 540, Until: 600}}}}}
	require.ErrorIs(t, support.SetReception(t.Context(), short), invalid, "less than 5×8")
	require.NoError(t, support.SetReception(t.Context(), market.Reception{Receives: false}))
	customer, made, _ := watched(t, shop, shop.Lanxi)
	_, err := customer.OpenTicket(t.Context(), market.TicketAsk{OrderID: &made.ID, Title: "x", Text: "x", Priority: market.PriorityNormal})
	require.ErrorContains(t, err, "ticket.no_reception")
	service, err := customer.ServiceOf(t.Context(), made.ProductID)
	require.NoError(t, err)
	require.False(t, service.Tickets)
}

func TestTicketsAreFoundAndAssignedTogether(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, support := t.Context(), shop.Seller(shop.Lanxi, market.Support)
	id := shop.Tickets["lanxi dispatched"]
	row, err := support.Ticket(ctx, id)
	require.NoError(t, err)
	for name, search := range map[string]market.TicketSearch{
		"number": {Text: row.Number}, "order": {Text: *row.OrderNumber}, "title": {Text: row.Title}, "customer": {Text: row.CustomerName},
		"status": {Status: market.TicketDispatched}, "mine": {Tab: market.TicketsMine}, "open": {Tab: market.TicketsOpen}, "all": {},
	} {
		page, err := support.Tickets(ctx, search, market.Ask{})
		require.NoError(t, err, name)
		require.Contains(t, numbers(page.Rows), row.Number, name)
	}
	require.NoError(t, support.AssignTicket(ctx, []market.TicketID{id, shop.Tickets["lanxi processing"]}, shop.People["owner@lanxi.example"]))
	page, err := support.Tickets(ctx, market.TicketSearch{Tab: market.TicketsMine}, market.Ask{})
	require.NoError(t, err)
	require.NotContains(t, numbers(page.Rows), row.Number)
	require.ErrorIs(t, support.AssignTicket(ctx, []market.TicketID{shop.Tickets["yunzhan late"]}, shop.People["owner@lanxi.example"]), market.NotFound)
}
