package world

import (
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// statements plans what the treasurer does with each month's statement, which the clock
// makes by itself: review and send, countersign, approve, pay. Time ends in the middle of
// the last one.
func (b *builder) statements() error {
	b.Statements = map[string]market.StatementID{}
	month := market.MonthOf(b.Today)
	for range 5 {
		month = month.Previous()
		if err := b.settle(b.Lanxi, "lanxi", month, market.SaleGeneral, market.CNY, false); err != nil {
			return err
		}
		if err := b.settle(b.Lanxi, "lanxi", month, market.SaleGeneral, market.USD, false); err != nil {
			return err
		}
		if err := b.settle(b.Yunzhan, "yunzhan", month, market.SaleGeneral, market.CNY, month.Next() == market.MonthOf(b.Today)); err != nil {
			return err
		}
	}
	objection := market.MonthOf(b.Today).Previous().Day(20).Begin().Add(15*time.Hour + 20*time.Minute)
	b.plan(objection, func() error {
		return b.treasury(b.Lanxi).AddAdjustment(b.ctx, market.SaleGeneral, market.CNY, market.Yuan("1250.00"), "工单 TK26100912：上期一行按旧比例计算，补回差额")
	})
	// Before Yunzhan sold anything: a statement of one small adjustment, carried to the next.
	b.plan(month.Day(24).Begin().Add(11*time.Hour), func() error {
		return b.treasury(b.Yunzhan).AddAdjustment(b.ctx, market.SaleGeneral, market.CNY, market.Yuan("86.50"), "工单 TK26062407：退回入驻时多收的认证打款手续费")
	})
	for _, paid := range []struct {
		seller market.SellerID
		amount string
		day    int
	}{{b.Lanxi, "50000.00", 8}, {b.Yunzhan, "20000.00", 9}} {
		b.plan(month.Day(paid.day).Begin().Add(14*time.Hour), func() error {
			return b.treasury(paid.seller).AddDeposit(b.ctx, market.CNY, market.Yuan(paid.amount), "入驻保证金，银行回单已核对")
		})
	}
	return nil
}

// treasury is the marketplace's treasurer at a seller's books.
func (b *builder) treasury(seller market.SellerID) *db.Seller {
	return b.as("treasurer@platform.example", seller, market.Treasurer)
}

// settle plans the way of one statement; a troubled one is rejected at the last step.
func (b *builder) settle(seller market.SellerID, name string, month market.Month, category market.SaleType, currency market.Currency, troubled bool) error {
	settings, err := b.db.Settings(b.ctx)
	if err != nil {
		return err
	}
	calendar, err := b.db.Calendar(b.ctx)
	if err != nil {
		return err
	}
	closed := month.ClosingDay(currency, settings, calendar)
	sent := calendar.WorkingDay(closed, settings.ReviewDaysIn(currency))
	signed := calendar.WorkingDay(sent, settings.CountersignDays)
	approved, paid := calendar.WorkingDay(signed, 1), calendar.WorkingDay(signed, 4)
	step := func(day market.Day, after time.Duration, act market.Act, do func(market.StatementID) error) {
		b.plan(day.Begin().Add(10*time.Hour+after), func() error {
			id, status, err := b.statementOf(seller, month, category, currency)
			if err != nil || !market.StatementMoves.Can(status, act) {
				return err
			}
			b.Statements[name+" "+market.StatementNumber(month, category, currency)] = id
			return do(id)
		})
	}
	desk := b.treasury(seller)
	step(sent, 12*time.Minute, market.SendStatement, func(id market.StatementID) error { return desk.SendStatement(b.ctx, id) })
	step(signed, 41*time.Minute, market.CountersignStatement, func(id market.StatementID) error { return desk.CountersignStatement(b.ctx, id) })
	if troubled {
		step(approved, 23*time.Minute, market.RejectStatement, func(id market.StatementID) error {
			return desk.RejectStatement(b.ctx, id, "收款账户的户名与商业信息认证不一致，请核对后联系平台。")
		})
		return nil
	}
	step(approved, 23*time.Minute, market.ApproveStatement, func(id market.StatementID) error { return desk.ApproveStatement(b.ctx, id) })
	step(paid, 5*time.Hour, market.PayStatement, func(id market.StatementID) error {
		return desk.PayStatement(b.ctx, id, "BK"+market.StatementNumber(month, category, currency)+"-"+id.String()[30:], paid)
	})
	return nil
}

// statementOf finds the seller's statement of the month, the category and the currency, if there is
// one.
func (b *builder) statementOf(seller market.SellerID, month market.Month, category market.SaleType, currency market.Currency) (market.StatementID, market.StatementStatus, error) {
	page, err := b.treasury(seller).Statements(b.ctx, market.StatementSearch{}, market.Ask{Size: 100})
	for _, s := range page.Rows {
		if s.Period == month && s.Category == category && s.Currency == currency {
			return s.ID, s.Status, nil
		}
	}
	return market.StatementID{}, "", err
}
