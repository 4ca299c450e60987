package world

import "sellercenter/internal/market"

// quotas tells of customers who watch what is left of their packages: one is told, one has
// bought again, one has enough (catalogue.md §3.8). It is left out of the small world, whose
// clock is moved for months: a watch looks every hour.
func (b *builder) quotas() error {
	if b.size.Orders < Demo.Orders {
		return nil
	}
	for n, watch := range []struct {
		before, since int // days before today: bought, watched
		times         int
	}{{27, 2, 2}, {22, 3, 3}, {5, 1, 0}} {
		client := customer(30 + n)
		counter := Buyer(b.db, b.Lanxi, client, false)
		wish := market.QuotaWish{Measure: market.QuotaPercent, Alerts: []market.Quantity{market.Count(50), market.Count(20), market.Count(5)},
			Channels: []market.Channel{market.Inbox, market.Mail}, BuyAt: market.Count(10), Times: watch.times, Most: market.Yuan("1900.00"), Agreed: watch.times > 0}
		b.plan(b.morning(b.Today.AddDate(0, 0, -watch.before), 2+n), func() error {
			order, err := counter.PlaceOrder(b.ctx, market.Purchase{Type: market.OrderNew, Product: b.Codes["澜溪票据识别/识别套餐包 · 五万页/use"],
				Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true})
			if err != nil {
				return err
			}
			b.plan(b.morning(b.Today.AddDate(0, 0, -watch.since), 1+n), func() error { return counter.SetQuota(b.ctx, order.ID, wish) })
			return counter.PayOrder(b.ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid})
		})
	}
	return nil
}
