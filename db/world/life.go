package world

import (
	"context"
	"fmt"
	"time"

	"sellercenter/db"
	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
)

// life is one order of a month's subscription and what becomes of it over time. Together they
// are every state that only time brings (transactions.md §1.2, §1.6, §6.2): a newcomer finds
// one of each by its customer.
type life struct {
	name   string // how it is reached: "lanxi life frozen"
	client int
	began  int // days before the story's end
	months int
	steps  []aged
}

// aged is one step of a life: how many days before the story's end, and what.
type aged struct {
	days int
	do   string
}

// lives, in the order of what a subscription can come to.
var lives = []life{
	{"lapsed", 20, 9, 1, nil},                                                                       // never paid: the window ended two days ago
	{"expiring", 21, 27, 1, []aged{{27, "pay"}}},                                                    // runs out in a few days, nobody has renewed
	{"automatic", 22, 27, 1, []aged{{27, "pay"}, {26, "automatic"}}},                                // renewed by itself a week before its end
	{"renewed", 23, 34, 1, []aged{{34, "pay"}, {33, "automatic"}}},                                  // the same, its second month runs
	{"frozen", 24, 38, 1, []aged{{38, "pay"}}},                                                      // over and not renewed: frozen, its data kept
	{"thawed", 25, 45, 1, []aged{{45, "pay"}, {9, "renew"}}},                                        // renewed while frozen: runs again
	{"released", 26, 64, 1, []aged{{64, "pay"}}},                                                    // frozen through its retention, then released
	{"ended", 27, 40, 1, []aged{{40, "pay"}, {39, "end"}}},                                          // its customer wants no renewal
	{"given back", 28, 25, 2, []aged{{25, "pay"}, {20, "renew"}, {8, "give back renewal"}}},         // a renewal that had not begun: both rows in the statement
	{"given back before", 29, 70, 4, []aged{{70, "pay"}, {60, "renew"}, {48, "give back renewal"}}}, // the same, in a closed statement
	{"owing", 30, 44, 6, []aged{{44, "pay later"}}},                                                 // postpaid, its cycle is not paid back
	{"partly repaid", 31, 46, 6, []aged{{46, "pay later"}, {12, "repay half"}}},                     // in part
	{"repaid", 32, 48, 6, []aged{{48, "pay later"}, {13, "repay"}}},                                 // all of it: enters the statement now
}

// lifeProduct is what they buy.
const lifeProduct = "澜溪智能工单/团队版/month"

// lives plans the lives. They are left out of the small world.
func (b *builder) lives() error {
	if b.size.Orders < Demo.Orders {
		return nil
	}
	return b.tellLives()
}

// Lives lets them be lived in a world that stands, until the given day.
func Lives(ctx context.Context, store *db.DB, clock *Clock, works jobs.Works, w World, until time.Time) (World, error) {
	b := &builder{World: w, ctx: ctx, db: store, clock: clock, works: works}
	b.Today = until
	if err := b.tellLives(); err != nil {
		return b.World, err
	}
	if err := b.live(); err != nil {
		return b.World, err
	}
	return b.World, b.until(until)
}

func (b *builder) tellLives() error {
	for n, l := range lives {
		at := b.morning(b.Today.AddDate(0, 0, -l.began), n%8)
		b.plan(at, func() error {
			if err := b.lifeOf(l); err != nil {
				return fmt.Errorf("life %s: %w", l.name, err)
			}
			return nil
		})
	}
	return nil
}

// lifeOf lets the customer buy, and plans the rest.
func (b *builder) lifeOf(l life) error {
	client := customer(l.client)
	counter := Buyer(b.db, b.Lanxi, client, false)
	order, err := counter.PlaceOrder(b.ctx, market.Purchase{Type: market.OrderNew, Product: b.Codes[lifeProduct], Quantity: market.Count(1),
		Periods: l.months, Customer: client, Agreed: true})
	if err != nil {
		return err
	}
	b.Orders["lanxi life "+l.name] = order.ID
	for _, step := range l.steps {
		b.plan(b.clock.Now().AddDate(0, 0, l.began-step.days).Add(20*time.Minute), func() error {
			if err := b.lifeStep(counter, l.name, order, client, step.do); err != nil {
				return fmt.Errorf("life %s: %s: %w", l.name, step.do, err)
			}
			return nil
		})
	}
	return nil
}

// lifeStep is one thing that the customer does.
func (b *builder) lifeStep(counter *db.Seller, name string, order market.Order, client market.Customer, do string) error {
	ctx := b.ctx
	switch do {
	case "pay":
		return counter.PayOrder(ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid})
	case "pay later":
		return counter.PayOrder(ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Postpaid})
	case "automatic":
		return counter.SetInstance(ctx, order.ID, market.Expiry{Policy: market.PolicyRenew, Periods: 1, Times: 3})
	case "end":
		return counter.SetInstance(ctx, order.ID, market.Expiry{Policy: market.PolicyEnd, Periods: 1})
	case "renew":
		again, err := counter.PlaceOrder(ctx, market.Purchase{Type: market.OrderRenew, Product: order.ProductCode, Quantity: order.Quantity,
			Periods: 1, Customer: client, Agreed: true, Renews: order.Number})
		if err != nil {
			return err
		}
		b.Orders["lanxi life "+name+" renewal"] = again.ID
		return counter.PayOrder(ctx, again.ID, market.Payment{Amount: again.Amount, Method: market.Prepaid})
	case "give back renewal":
		return counter.UnsubscribeOrder(ctx, b.Orders["lanxi life "+name+" renewal"], "下个周期改用其他方案，续费尚未生效，申请退订。", 0)
	}
	return b.repayLife(client, order, do == "repay half")
}

// repayLife pays back what the customer owes of the order's month, or half of it.
func (b *builder) repayLife(client market.Customer, order market.Order, half bool) error {
	shop := front(b.db, client, false)
	cycles, err := shop.CreditCycles(b.ctx)
	if err != nil {
		return err
	}
	for _, c := range cycles {
		if c.Cycle != market.MonthOf(order.PlacedAt) || c.Left().Sign() == 0 {
			continue
		}
		amount := c.Left()
		if half {
			amount = amount.Times(market.Percent("50"))
		}
		if _, err := shop.ReportRepayment(b.ctx, c.Cycle, c.Currency, amount); err != nil {
			return err
		}
	}
	return nil
}
