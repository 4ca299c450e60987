package world

import (
	"fmt"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// jointGoods is what Lanxi sells together with the platform.
var jointGoods = kind{"joint", "澜溪智能工单联营版", "五十坐席", market.AccessSaaS, market.SaleJoint, `{}`, "6800.00", 16, 0, nil}

// settlements tell of joint goods, which the platform invoices to the customers: three months of
// sales, the first paid, the second with its invoices under review, the last to be invoiced
// (transactions.md §6.4).
func (b *builder) settlements() error {
	code, err := b.shelve(15, jointGoods)
	if err != nil {
		return err
	}
	if _, err := b.db.Pool().ExecContext(b.ctx, `INSERT INTO tracks (customer_id, track, marked_at, marked_by) VALUES ($1, 'empowerment', $2, '叶清和')`,
		customer(jointGoods.client).ID, b.Today.AddDate(0, -5, 0)); err != nil {
		return err
	}
	month := market.MonthOf(b.Today).Previous().Previous().Previous()
	b.plan(month.Begin().Add(9*time.Hour), func() error { return b.jointRates(market.DayOf(b.clock.Now())) })
	b.plan(month.Begin().Add(10*time.Hour), b.platformTitle)
	for n := range 3 {
		for i, client := range []int{jointGoods.client, jointGoods.client + 1} {
			b.plan(month.Day(6+8*i).Begin().Add(10*time.Hour+20*time.Minute), func() error { return b.sellJoint(code, client) })
		}
		if err := b.settle(b.Lanxi, "lanxi", month, market.SaleJoint, market.CNY, false); err != nil {
			return err
		}
		if err := b.invoicePlatform(month, n); err != nil {
			return err
		}
		month = month.Next()
	}
	return nil
}

// jointRates are the shares that the treasurer sets before the first sale.
func (b *builder) jointRates(from market.Day) error {
	desk := b.db.Operator(b.actor("treasurer@platform.example", market.Treasurer))
	for _, r := range []struct {
		kind    market.RateKind
		percent string
	}{{market.RateJointFee, "20"}, {market.RateManagement, "3"}} {
		if err := desk.AddRate(b.ctx, market.Rate{Kind: r.kind, Ratio: market.Percent(r.percent), EffectiveOn: from}); err != nil {
			return err
		}
	}
	return nil
}

// platformTitle is to whom the sellers' invoices are made out, and where they go.
func (b *builder) platformTitle() error {
	desk := b.db.Operator(b.actor("manager@platform.example", market.Manager))
	for _, s := range [][2]string{
		{"platform_title", "云帆软件市场运营有限公司"},
		{"platform_tax_number", "91330100MA2KJ0T23X"},
		{"invoice_mailbox", "invoices@platform.example"},
		{"invoice_address", "杭州市滨江区江汉路 1500 号 财务共享中心"},
		{"invoice_phone", "0571-8800 2266"},
	} {
		seen, err := market.DefaultSettings().Text(s[0])
		if err != nil {
			return err
		}
		typed := seen
		typed.Text = s[1]
		if err := desk.SetSetting(b.ctx, s[0], seen, typed); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) sellJoint(code string, n int) error {
	client := customer(n)
	counter := Buyer(b.db, b.Lanxi, client, false)
	order, err := counter.PlaceOrder(b.ctx, market.Purchase{Type: market.OrderNew, Product: code, Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true})
	if err != nil {
		return fmt.Errorf("joint order: %w", err)
	}
	b.Orders["lanxi joint"] = order.ID
	return counter.PayOrder(b.ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid})
}

// invoicePlatform plans the seller's invoices of the n-th month: handed in and passed, handed in
// yesterday, not yet made out.
func (b *builder) invoicePlatform(month market.Month, n int) error {
	calendar, err := b.db.Calendar(b.ctx)
	if err != nil {
		return err
	}
	settings, err := b.db.Settings(b.ctx)
	if err != nil {
		return err
	}
	noticed := calendar.WorkingDay(month.ClosingDay(market.CNY, settings, calendar), settings.StatementReviewDays+settings.CountersignDays)
	desk := b.treasury(b.Lanxi)
	on := func(at time.Time, status market.StatementStatus, do func(market.StatementID) error) {
		b.plan(at, func() error {
			id, now, err := b.statementOf(b.Lanxi, month, market.SaleJoint, market.CNY)
			if err != nil || now != status {
				return err
			}
			return do(id)
		})
	}
	invoiced := calendar.WorkingDay(noticed, 3).Begin().Add(15 * time.Hour)
	if n == 1 {
		invoiced = b.Today.Add(-20 * time.Hour)
	}
	if n < 2 {
		on(invoiced, market.StatementInvoicing, func(id market.StatementID) error { return b.handIn(b.deskOf("lanxi", "finance"), id) })
	}
	if n == 0 {
		passed := calendar.WorkingDay(market.DayOf(invoiced), 2)
		paid := calendar.WorkingDay(passed, 4)
		on(passed.Begin().Add(11*time.Hour), market.StatementInvoiceReviewing, func(id market.StatementID) error { return desk.PassInvoiceStatement(b.ctx, id) })
		on(calendar.WorkingDay(passed, 2).Begin().Add(11*time.Hour), market.StatementPaymentReviewing, func(id market.StatementID) error { return desk.ApproveStatement(b.ctx, id) })
		on(paid.Begin().Add(15*time.Hour), market.StatementPaying, func(id market.StatementID) error {
			return desk.PayStatement(b.ctx, id, "BK"+month.String()+"-J", paid)
		})
	}
	return nil
}

// handIn makes out one electronic invoice at each rate of the list, and submits them.
func (b *builder) handIn(seller *db.Seller, id market.StatementID) error {
	n, err := seller.InvoiceNotice(b.ctx, id)
	if err != nil {
		return err
	}
	for i, share := range n.Shares {
		invoice := market.SettlementInvoice{Number: fmt.Sprintf("2633200000%s%04d", n.Statement.Period, 1177+i), DatedOn: market.DayOf(b.clock.Now()), Rate: share.Rate,
			Amount: share.Amount, TaxNumber: n.TaxNumber, Remark: n.Remark(), Medium: market.MediumElectronic}
		if err := seller.AddInvoiceStatement(b.ctx, id, invoice, &market.Upload{Name: "电子发票-" + n.Statement.RequestNumber + ".pdf", Content: pdf("Invoice " + invoice.Number)}); err != nil {
			return err
		}
	}
	return seller.SubmitInvoiceStatement(b.ctx, id)
}
