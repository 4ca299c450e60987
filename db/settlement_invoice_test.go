package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// sellJoint sells something joint on the empowerment track: the seller's part is 80 %.
func sellJoint(t *testing.T, shop *dbtest.Shop, number, amount, paid string) market.OrderID {
	t.Helper()
	id := sell(t, shop, shop.Lanxi, soldOrder{number: number, amount: amount, paid: paid})
	for _, query := range []string{
		`UPDATE orders SET sale_type = 'joint', fee_ratio = 0.2 WHERE seller_id = $1 AND number = $2`,
		`UPDATE products SET sale_type = 'joint' WHERE seller_id = $1 AND id = (SELECT product_id FROM orders WHERE seller_id = $1 AND number = $2)`,
	} {
		_, err := shop.DB.Pool().Exec(query, shop.Lanxi, number)
		require.NoError(t, err)
	}
	return id
}

func tracked(t *testing.T, shop *dbtest.Shop) {
	t.Helper()
	for _, query := range []string{`INSERT INTO tracks (customer_id, track, marked_at, marked_by) VALUES ('C-1', 'empowerment', now(), 'x')`,
		`INSERT INTO rates (id, kind, ratio, effective_on, created_by, created_at) VALUES (gen_random_uuid(), 'management', 0.03, '2026-01-01', 'x', now())`,
		`UPDATE certifications SET credit_code = '91330100MA2XXXXX1A', legal_name = '澜溪软件'`} {
		_, err := shop.DB.Pool().Exec(query)
		require.NoError(t, err)
	}
}

// ofCategory is the seller's newest statement of a kind of goods.
func ofCategory(t *testing.T, store *db.Seller, category market.SaleType) market.Statement {
	t.Helper()
	page, err := store.Statements(t.Context(), market.StatementSearch{Category: category}, market.Ask{})
	require.NoError(t, err)
	require.NotEmpty(t, page.Rows)
	return page.Rows[0]
}

// transactions.md §0.2, §6.3, §6.7: a statement for each kind of goods; made again it is the same.
func TestEachKindOfGoodsHasAStatementOfItsOwn(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	tracked(t, shop)
	desk, finance := shop.Seller(shop.Lanxi, market.Treasurer), shop.Seller(shop.Lanxi, market.Finance)
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS100", amount: "1000.00", paid: "2026-10-05 10:00"})
	_, err := shop.DB.Pool().Exec(`UPDATE products SET sale_type = 'general'`)
	require.NoError(t, err)
	require.NoError(t, desk.CloseStatement(t.Context(), october))
	page, err := finance.Statements(t.Context(), market.StatementSearch{}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, page.Rows, 1, "without joint goods there is never a joint statement")
	general := page.Rows[0]

	joint := sellJoint(t, shop, "CS200", "10000.00", "2026-10-06 10:00")
	e, err := finance.BillabilityFor(t.Context(), joint, october)
	require.NoError(t, err)
	require.Nil(t, e.Never)
	require.Equal(t, "7700.00", e.Forecast.Amount.String())
	require.NoError(t, desk.AddAdjustment(t.Context(), market.SaleJoint, market.CNY, market.Yuan("300.00"), "TK1"))
	_, err = shop.DB.Pool().Exec(`UPDATE adjustments SET created_at = '2026-10-20'`)
	require.NoError(t, err)
	require.NoError(t, desk.CloseStatement(t.Context(), october))
	require.Equal(t, general.Digest, ofCategory(t, finance, market.SaleGeneral).Digest, "general goods stay as they were")
	st := ofCategory(t, finance, market.SaleJoint)
	require.Equal(t, "202610-JOINT", st.Number)
	require.Equal(t, []string{"10000.00", "2000.00", "300.00", "300.00", "8000.00"},
		[]string{st.Sales.String(), st.Fee.String(), st.Management.String(), st.Adjustments.String(), st.Payable.String()})
	ratios, err := finance.StatementRatios(t.Context(), st.ID)
	require.NoError(t, err)
	require.Equal(t, "80 3", ratios.PartnerMost.Percent()+" "+ratios.ManagementMost.Percent())

	require.NoError(t, desk.CloseStatement(t.Context(), october))
	require.Equal(t, st.Digest, ofCategory(t, finance, market.SaleJoint).Digest)
	rows, err := finance.Transactions(t.Context(), market.TransactionSearch{Sale: market.SaleJoint}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, rows.Rows, 1)
	require.Equal(t, "202610-JOINT", rows.Rows[0].StatementNumber)

	refunded(t, shop, shop.Lanxi, joint, "RF1", "10000.00", "2026-11-10 10:00")
	shop.Clock.Set(shanghai(t, "2026-12-03 10:00"))
	require.NoError(t, desk.SendStatement(t.Context(), st.ID))
	require.NoError(t, desk.CloseStatement(t.Context(), november))
	require.Equal(t, "-7700.00", ofCategory(t, finance, market.SaleJoint).Refunds.String(), "the exact negation (§6.8)")
}

// invoiceOf is what the seller types for the whole of a notice.
func invoiceOf(n market.InvoiceNotice, number, amount string, now time.Time) market.SettlementInvoice {
	return market.SettlementInvoice{Number: number, DatedOn: market.DayOf(now), Rate: n.Shares[0].Rate, Amount: market.Yuan(amount), TaxNumber: n.TaxNumber,
		Remark: n.Remark(), Medium: market.MediumPaper, Courier: "顺丰速运", CourierNumber: "SF1"}
}

// toBeInvoiced is a joint statement whose seller was told to invoice it.
func toBeInvoiced(t *testing.T, shop *dbtest.Shop) (market.Statement, market.InvoiceNotice) {
	t.Helper()
	tracked(t, shop)
	desk := shop.Seller(shop.Lanxi, market.Treasurer)
	sellJoint(t, shop, "CS200", "10000.00", "2026-10-06 10:00")
	require.NoError(t, desk.CloseStatement(t.Context(), october))
	st := ofCategory(t, desk, market.SaleJoint)
	require.NoError(t, desk.SendStatement(t.Context(), st.ID))
	require.NoError(t, desk.CountersignStatement(t.Context(), st.ID))
	st = ofCategory(t, desk, market.SaleJoint)
	require.Equal(t, market.StatementInvoicing, st.Status)
	require.Equal(t, []market.Act{market.RemindInvoiceStatement}, shop.JobsFor(t, st.ID))
	notice, err := desk.InvoiceNotice(t.Context(), st.ID)
	require.NoError(t, err)
	require.Len(t, notice.Shares, 1)
	require.Equal(t, "7700.00", notice.Shares[0].Amount.String())
	return st, notice
}

// transactions.md §6.4, §6.5, §6.10, §6.13: the whole way of a joint statement.
func TestAJointStatementFromItsNoticeToItsPayment(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	st, notice := toBeInvoiced(t, shop)
	ctx, now := t.Context(), shop.Clock.Now()
	desk, seller := shop.Seller(shop.Lanxi, market.Treasurer), shop.Seller(shop.Lanxi, market.Finance)
	status := func() market.StatementStatus { return ofCategory(t, seller, market.SaleJoint).Status }
	whole := invoiceOf(notice, "26332000000012345678", "7700.00", now)

	wrong := func(field string, change func(*market.SettlementInvoice)) {
		i := whole
		change(&i)
		err := seller.AddInvoiceStatement(ctx, st.ID, i, nil)
		require.ErrorIs(t, err, &market.Problem{Kind: market.KindInvalid})
		require.Contains(t, faults(t, err), field)
	}
	wrong("invoice_number", func(i *market.SettlementInvoice) { i.Number = "12" })
	wrong("invoice_amount", func(i *market.SettlementInvoice) { i.Amount = market.Yuan("7700.01") })
	wrong("invoice_rate", func(i *market.SettlementInvoice) { i.Rate = market.Percent("13") })
	wrong("tax_number", func(i *market.SettlementInvoice) { i.TaxNumber = "9133" })
	wrong("remark", func(i *market.SettlementInvoice) { i.Remark = "202610" })
	wrong("dated_on", func(i *market.SettlementInvoice) { i.DatedOn = market.DayOf(now).Plus(1) })
	wrong("dated_on", func(i *market.SettlementInvoice) { i.DatedOn = market.DayOf(now).Plus(-1) })
	wrong("courier_number", func(i *market.SettlementInvoice) { i.CourierNumber = "" })
	wrong("invoice_file", func(i *market.SettlementInvoice) { i.Medium = market.MediumElectronic })

	part := whole
	part.Amount = market.Yuan("700.00")
	require.NoError(t, seller.AddInvoiceStatement(ctx, st.ID, part, nil))
	require.ErrorIs(t, seller.SubmitInvoiceStatement(ctx, st.ID), &market.Problem{Kind: market.KindConflict}, "the sum is short")
	rest := whole
	rest.Amount = market.Yuan("7000.00")
	err := seller.AddInvoiceStatement(ctx, st.ID, rest, nil)
	require.Contains(t, faults(t, err), "invoice_number", "each number once")
	rest.Number, rest.Medium = "26332000000012345679", market.MediumElectronic
	require.NoError(t, seller.AddInvoiceStatement(ctx, st.ID, rest, &market.Upload{Name: "fapiao.pdf", Content: []byte("%PDF-1.4 invoice")}))
	require.NoError(t, seller.SubmitInvoiceStatement(ctx, st.ID))
	require.Equal(t, market.StatementInvoiceReviewing, status())
	act, _ := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.AuditEvent{Event: "submitSettlementInvoice", Resource: "SettlementInvoice"}, market.EventOf(act))
	require.ErrorIs(t, seller.AddInvoiceStatement(ctx, st.ID, whole, nil), &market.Problem{Kind: market.KindConflict})
	due, err := shop.DB.Operator(market.Actor{Roles: []market.Role{market.Treasurer}}).Due(ctx)
	require.NoError(t, err)
	require.Equal(t, 1, due.InvoiceReviews.N)

	require.NoError(t, desk.RefuseInvoiceStatement(ctx, st.ID, "抬头不对"))
	require.Equal(t, market.StatementInvoicing, status())
	require.NoError(t, seller.AddInvoiceStatement(ctx, st.ID, whole, nil), "a rejected number may be typed again")
	require.NoError(t, seller.SubmitInvoiceStatement(ctx, st.ID))
	require.NoError(t, desk.PassInvoiceStatement(ctx, st.ID))
	require.Equal(t, market.StatementPaymentReviewing, status())

	notice, err = seller.InvoiceNotice(ctx, st.ID)
	require.NoError(t, err)
	var passed market.SettlementInvoiceID
	for _, i := range notice.Invoices {
		if i.Status == market.SettlementInvoicePassed {
			passed = i.ID
		}
	}
	require.NoError(t, desk.RejectStatement(ctx, st.ID, "发票遗失", passed))
	require.ErrorIs(t, desk.RestartStatement(ctx, st.ID), &market.Problem{Kind: market.KindConflict}, "the missing invoice comes first (§6.5)")
	whole.Number = "26332000000012345680"
	require.NoError(t, seller.AddInvoiceStatement(ctx, st.ID, whole, nil))
	require.NoError(t, seller.SubmitInvoiceStatement(ctx, st.ID))
	require.Equal(t, market.StatementPaymentRejected, status())
	require.NoError(t, desk.RestartStatement(ctx, st.ID))
	require.NoError(t, desk.ApproveStatement(ctx, st.ID))
	require.NoError(t, desk.PayStatement(ctx, st.ID, "BANK-9", market.DayOf(now)))
	require.Equal(t, market.StatementPaid, status())
	require.ErrorIs(t, seller.AskFeeStatement(ctx, st.ID), &market.Problem{Kind: market.KindConflict}, "fee invoices are of general goods")
	rows, err := seller.InvoiceNotices(ctx, market.Ask{})
	require.NoError(t, err)
	require.Equal(t, "7700.00", rows.Rows[0].Invoiced.String())
}

// transactions.md §6.13, §10.3: a month after the notice the seller is reminded, and the payment
// waits.
func TestASellerThatDoesNotInvoiceIsRemindedAfterAMonth(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	st, _ := toBeInvoiced(t, shop)
	settings, err := shop.DB.Settings(t.Context())
	require.NoError(t, err)
	clock := shop.DB.Seller(market.TheClock, shop.Lanxi)
	require.Error(t, clock.RemindInvoiceStatement(t.Context(), st.ID), "not before")
	shop.Clock.Set(st.InvoiceBy(settings).Plus(1).Begin().Add(9 * time.Hour))
	require.NoError(t, clock.RemindInvoiceStatement(t.Context(), st.ID))
	var told int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE kind = 'statement.remind_invoice'`).Scan(&told))
	require.Equal(t, 1, told)
	require.Equal(t, market.StatementInvoicing, ofCategory(t, clock, market.SaleJoint).Status)
}

// transactions.md §6.9: details that are refreshed daily do not know what came after.
func TestDailyTransactionDetailsEndWithTheDayBefore(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS1", amount: "10.00", paid: "2026-10-05 10:00"})
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS2", amount: "10.00", paid: "2026-10-06 10:00"})
	closed(t, shop, shop.Lanxi, october)
	until := shanghai(t, "2026-10-06 00:00")
	rows, err := shop.Seller(shop.Lanxi, market.Finance).Transactions(t.Context(), market.TransactionSearch{AsOf: &until}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, rows.Rows, 1)
	require.Equal(t, market.Unbilled, rows.Rows[0].Billing(), "its statement was made later")
	require.Nil(t, rows.Rows[0].Settled)
}
