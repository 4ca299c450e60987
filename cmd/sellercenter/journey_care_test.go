package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// send presses the button of the form that does the verb.
func (w *walker) send(verb string) {
	w.press("form[action$='/" + verb + "'] button[type=submit], form[action$='/" + verb + "'] button:not([type])")
}

func TestJourneyAnInvoiceIsIssuedAndReturned(t *testing.T) {
	t.Parallel() // catalogue.md §7.2, §7.3
	shop := open(t)
	finance := shop.signIn("finance@lanxi.example", "zh-CN")
	finance.open("/invoices?status=requested")
	finance.sound()
	invoice := "/invoices/" + shop.Invoices["lanxi requested"].String()
	finance.open(invoice)
	finance.sound()
	finance.fill("paper_number", "26317000000000512999")
	finance.attach("file", paper(t, "invoice.pdf", pdf))
	finance.send("issue")
	finance.sees("待签收")

	row, err := shop.Seller(shop.Lanxi).Invoice(t.Context(), shop.Invoices["lanxi requested"])
	require.NoError(t, err)
	customer := world.Buyer(shop.DB, shop.Lanxi, market.Customer{ID: row.CustomerID, Name: row.CustomerName}, false)
	require.NoError(t, customer.SignInvoice(t.Context(), row.ID))
	require.NoError(t, customer.GiveBackInvoice(t.Context(), row.ID, "抬头写错了。"))
	finance.open(invoice)
	finance.sees("抬头写错了。")
	finance.sound()
	finance.fill("red_number", "26317000000000730999")
	finance.send("return")
	finance.sees("已退票")
}

func TestJourneyATicketThroughItsLife(t *testing.T) {
	t.Parallel() // catalogue.md §8
	shop := open(t)
	id := shop.Tickets["lanxi dispatched"]
	support := shop.signIn("support@lanxi.example", "en")
	support.open("/tickets?tab=mine")
	support.sound()
	support.open("/tickets/" + id.String())
	support.sound()
	support.send("accept")
	support.fill("text", "We are looking into it.")
	support.send("reply")
	support.sees("We are looking into it.")
	support.fill("escalate_reason", "Only the platform can see this.")
	support.send("escalate")
	support.sees("stands still")

	manager := shop.signIn("manager@platform.example", "zh-CN")
	manager.open("/operator/tickets")
	manager.sound()
	manager.open("/operator/tickets/" + id.String())
	manager.sound()
	manager.fill("advice", "请客户重新登录后再试。")
	manager.send("hand-back")

	support.open("/tickets/" + id.String())
	support.fill("cause", "An old session.")
	support.fill("solution", "Sign in again.")
	support.send("solve")
	support.sees("To be confirmed")
	row, err := shop.Seller(shop.Lanxi).Ticket(t.Context(), id)
	require.NoError(t, err)
	customer := world.Buyer(shop.DB, shop.Lanxi, market.Customer{ID: row.CustomerID, Name: row.CustomerName}, false)
	require.NoError(t, customer.ConfirmTicket(t.Context(), id))
	require.NoError(t, customer.RateTicket(t.Context(), id, 5, "Thank you."))
	support.open("/tickets/" + id.String())
	support.sees("Thank you.")
	support.sound()
}
