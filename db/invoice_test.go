package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

func invoiceOver(made market.Order) market.InvoiceRequest {
	return market.InvoiceRequest{Orders: []market.OrderID{made.ID}, Type: market.InvoiceOrdinaryDigital, TitleKind: market.TitlePersonal,
		Title: "Zhou", Receiver: market.Receiver{Email: "zhou@beiling.example"}}
}

func issued(i market.InvoiceRow, now time.Time) market.Issuing {
	return market.Issuing{PaperNumber: "26317000000000512046", DatedOn: market.DayOf(now), Amount: i.Amount, File: &market.Upload{Name: "x.pdf", Content: pdf("", "x").Content}}
}

func TestAnInvoiceStandsInTheWayOfARefund(t *testing.T) {
	t.Parallel() // catalogue.md §7.3, transactions.md §4.6
	shop := dbtest.New(t)
	customer, made, _ := watched(t, shop, shop.Lanxi)
	finance := shop.Seller(shop.Lanxi, market.Finance)
	ask := market.RefundRequest{OrderID: made.ID, Amount: made.Amount, Reason: "plans changed"}

	first, err := customer.RequestInvoice(t.Context(), invoiceOver(made))
	require.NoError(t, err)
	_, err = customer.RequestInvoice(t.Context(), invoiceOver(made))
	require.ErrorIs(t, err, conflict, "an order is invoiced once")
	_, err = customer.RequestRefund(t.Context(), ask)
	require.ErrorContains(t, err, "invoice.refund_cancel_first")
	require.NoError(t, customer.CancelInvoice(t.Context(), first))

	second, err := customer.RequestInvoice(t.Context(), invoiceOver(made))
	require.NoError(t, err)
	row, err := finance.Invoice(t.Context(), second)
	require.NoError(t, err)
	require.NoError(t, finance.IssueInvoice(t.Context(), second, issued(row, shop.Clock.Now())))
	require.ErrorIs(t, finance.RejectInvoice(t.Context(), second, "late"), conflict, "§7.2: cancel only before issuing")
	_, err = customer.RequestRefund(t.Context(), ask)
	require.ErrorContains(t, err, "invoice.refund_return_first")
	require.NoError(t, finance.ReturnInvoice(t.Context(), second, "the order is refunded", "26317000000000730118"))

	refund, err := customer.RequestRefund(t.Context(), ask)
	require.NoError(t, err)
	_, err = customer.RequestInvoice(t.Context(), invoiceOver(made))
	require.ErrorContains(t, err, "invoice.refund_open", "no invoice while a refund waits")
	require.NoError(t, finance.ApproveRefund(t.Context(), refund, "", market.Address{}))
}

func TestAMoneyBackThatNobodyAskedForWaitsForTheReturn(t *testing.T) {
	t.Parallel() // catalogue.md §7.3: only then the refund finishes
	shop := dbtest.New(t)
	customer, made, flow := watched(t, shop, shop.Lanxi)
	finance := shop.Seller(shop.Lanxi, market.Finance)
	invoice, err := customer.RequestInvoice(t.Context(), invoiceOver(made))
	require.NoError(t, err)
	row, err := finance.Invoice(t.Context(), invoice)
	require.NoError(t, err)
	require.NoError(t, finance.IssueInvoice(t.Context(), invoice, issued(row, shop.Clock.Now())))
	appeal, err := customer.FileAppeal(t.Context(), flow, market.Complaint{Ground: market.GroundOther, Reason: "not what was agreed"})
	require.NoError(t, err)
	require.NoError(t, shop.Seller(shop.Lanxi, market.Manager).DecideAppeal(t.Context(), appeal, market.Decision{Outcome: market.OutcomeRefund, Amount: made.Amount, Conclusion: "give it back"}))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Minute))
	refunds, err := finance.RefundsOf(t.Context(), made.ID)
	require.NoError(t, err)
	require.Equal(t, market.RefundApproved, refunds[0].Status, "not paid while the invoice is out")

	require.NoError(t, finance.ReturnInvoice(t.Context(), invoice, "decided by appeal", "26317000000000730118"))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Minute))
	refunds, err = finance.RefundsOf(t.Context(), made.ID)
	require.NoError(t, err)
	require.Equal(t, market.RefundPaid, refunds[0].Status)
}

func TestAnInvoiceIsRememberedOnDaysFiveAndSevenAndConfirmedAfterNinety(t *testing.T) {
	t.Parallel() // catalogue.md §7.2, §11.2
	shop := dbtest.New(t)
	customer, made, _ := watched(t, shop, shop.Lanxi)
	invoice, err := customer.RequestInvoice(t.Context(), invoiceOver(made))
	require.NoError(t, err)
	asked := shop.Clock.Now()
	reminded := func() (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE kind = 'invoice.remind' AND link = $1`, "/invoices/"+invoice.String()).Scan(&n))
		return n
	}
	for _, step := range []struct{ day, want int }{{4, 0}, {5, 1}, {6, 1}, {7, 2}, {9, 2}} {
		shop.Turn(t, world.Works(shop.Clock), asked.AddDate(0, 0, step.day))
		require.Equal(t, step.want, reminded(), "day %d", step.day)
	}
	finance := shop.Seller(shop.Lanxi, market.Finance)
	row, err := finance.Invoice(t.Context(), invoice)
	require.NoError(t, err)
	require.NoError(t, finance.IssueInvoice(t.Context(), invoice, issued(row, shop.Clock.Now())))
	sent := shop.Clock.Now()
	shop.Turn(t, world.Works(shop.Clock), sent.AddDate(0, 0, 90).Add(-time.Second))
	row, err = finance.Invoice(t.Context(), invoice)
	require.NoError(t, err)
	require.Equal(t, market.InvoiceIssued, row.Status)
	shop.Turn(t, world.Works(shop.Clock), sent.AddDate(0, 0, 90))
	row, err = finance.Invoice(t.Context(), invoice)
	require.NoError(t, err)
	require.Equal(t, market.InvoiceCompleted, row.Status)
}

func TestWhereAnInvoiceGoesIsSealedAndShownOnlyOnTheRecord(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made, _ := watched(t, shop, shop.Lanxi)
	invoice, err := customer.RequestInvoice(t.Context(), invoiceOver(made))
	require.NoError(t, err)
	var sealed []byte
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT sealed FROM invoices WHERE id = $1`, invoice).Scan(&sealed))
	require.NotContains(t, string(sealed), "zhou@")
	receiver, err := shop.Seller(shop.Lanxi, market.Finance).RevealInvoice(t.Context(), invoice)
	require.NoError(t, err)
	require.Equal(t, "zhou@beiling.example", receiver.Email)
	var seen int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM audits WHERE act = 'invoice.reveal' AND subject = $1`, invoice).Scan(&seen))
	require.Equal(t, 1, seen)
	stranger := buyer(shop, shop.Lanxi, "C-nobody")
	_, err = stranger.Invoice(t.Context(), invoice)
	require.ErrorIs(t, err, market.NotFound)
	require.ErrorIs(t, stranger.CancelInvoice(t.Context(), invoice), market.NotFound)
}
