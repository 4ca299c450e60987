package world

import (
	"errors"
	"time"

	"sellercenter/db"
	"sellercenter/internal/exampleseller"
	"sellercenter/internal/market"
)

// messages plans the orders whose messages go wrong: one refused by a server that does not
// know the new key, one being opened, one given back after its last try, and a renewal that
// nobody tries any more.
func (b *builder) messages() error {
	b.Messages = map[string]market.FulfilmentID{}
	var rules []exampleseller.Rule
	misbehave := func(rule exampleseller.Rule) error {
		rules = append(rules, rule)
		return b.clock.Street().Behave("api.lanxi.example", rules...)
	}
	morning := market.DayOf(b.Today).Begin()
	b.plan(morning.Add(-3*time.Hour+7*time.Minute), func() error { // yesterday 21:07
		_, err := b.owner("lanxi").RotateKey(b.ctx, b.Keys["lanxi base"])
		return err
	})
	for _, m := range []struct {
		name    string
		paid    time.Time
		client  int
		count   int
		behaves string
	}{
		{"exhausted", morning.Add(-10 * time.Hour), 6, 5, "status:503"},
		{"refused", b.Today.Add(-2*time.Hour - 11*time.Minute + 5*time.Second), 7, 12, "code:000001"},
		{"polling", b.Today.Add(-2 * time.Minute), 8, 4, "async:90"},
	} {
		b.plan(m.paid.Add(-8*time.Minute), func() error {
			client := customer(m.client)
			order, err := b.order(client, m.count)
			if err != nil {
				return err
			}
			if err := misbehave(exampleseller.Rule{Match: "newInstance", Order: order.Number, Behave: m.behaves}); err != nil {
				return err
			}
			b.plan(m.paid, func() error { return b.paid(m.name, client, order) })
			return nil
		})
	}
	b.plan(b.Today.AddDate(0, -2, -4), func() error {
		client := customer(9)
		order, err := b.order(client, 10)
		if err != nil {
			return err
		}
		b.plan(b.Today.Add(-28*time.Hour), func() error { return b.renew(client, order, misbehave) })
		return b.paid("opened", client, order)
	})
	return nil
}

// order buys a year of the busy seller's first SaaS.
func (b *builder) order(client market.Customer, count int) (market.Order, error) {
	for _, o := range b.offersOf("lanxi") {
		if o.access == market.AccessSaaS && o.period == "year" && o.from.Before(b.clock.Now()) {
			return Buyer(b.db, b.Lanxi, client, false).PlaceOrder(b.ctx, market.Purchase{Type: market.OrderNew, Product: o.code,
				Quantity: market.Count(count), Periods: 1, Customer: client, Agreed: true})
		}
	}
	return market.Order{}, errors.New("nothing to buy")
}

// paid pays the order and remembers the message that goes out.
func (b *builder) paid(name string, client market.Customer, order market.Order) error {
	if err := Buyer(b.db, b.Lanxi, client, false).PayOrder(b.ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid}); err != nil {
		return err
	}
	lines, err := b.owner("lanxi").FulfilmentsOfOrder(b.ctx, order.ID)
	if err != nil || len(lines) == 0 {
		return errors.Join(err, errors.New("no message went out"))
	}
	b.Messages[name] = lines[0].ID
	return nil
}

// renew renews an order whose instance the seller's server has lost.
func (b *builder) renew(client market.Customer, opened market.Order, misbehave func(exampleseller.Rule) error) error {
	order, err := Buyer(b.db, b.Lanxi, client, false).PlaceOrder(b.ctx, market.Purchase{Type: market.OrderRenew, Product: opened.ProductCode,
		Quantity: opened.Quantity, Periods: 1, Customer: client, Agreed: true, Renews: opened.Number})
	if err != nil {
		return err
	}
	if err := misbehave(exampleseller.Rule{Match: "refreshInstance", Order: order.Number, Behave: "code:000003"}); err != nil {
		return err
	}
	return b.paid("stopped", client, order)
}

// owner is the main account of a seller.
func (b *builder) owner(handle string) *db.Seller {
	id := map[string]market.SellerID{"lanxi": b.Lanxi, "yunzhan": b.Yunzhan, "qinghe": b.Qinghe}[handle]
	return b.db.Seller(market.Actor{Person: b.People["owner@"+handle+".example"], Name: "周予宁", Roles: []market.Role{market.Owner}, From: "198.51.100.23"}, id)
}
