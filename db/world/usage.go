package world

import (
	"encoding/json"
	"fmt"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// usages tells of customers who pay by use: their seller's program reports every day what was
// read and kept, some of it wrongly, and one customer has a package as well (transactions.md
// §5). It is left out of the small world: every day of it is looked at by the clock.
func (b *builder) usages() error {
	if b.size.Orders < Demo.Orders {
		return nil
	}
	const days, customers = 75, 3
	for n := range customers {
		client := customer(37 + n)
		counter := Buyer(b.db, b.Lanxi, client, false)
		first := b.Today.AddDate(0, 0, -days-1)
		b.plan(b.morning(first, 1+n), func() error {
			order, err := counter.PlaceOrder(b.ctx, market.Purchase{Type: market.OrderNew, Product: b.Codes["澜溪票据识别/识别按量/use"],
				Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true})
			if err != nil {
				return err
			}
			for day := range days {
				b.plan(b.morning(first.AddDate(0, 0, day+1), 5), func() error { return b.report(order.ID, n, day, day == days-1) })
				if day < days-2 || n > 0 { // one customer owes the last days
					b.plan(b.morning(first.AddDate(0, 0, day+1), 6), func() error { return b.settleUsage(counter, order.ID) })
				}
			}
			return nil // nothing is to be paid before it is used
		})
	}
	return nil
}

// settleUsage is the customer's account paying what was billed.
func (b *builder) settleUsage(counter *db.Seller, order market.OrderID) error {
	bills, err := counter.UsageBills(b.ctx, market.UsageBillSearch{Status: market.UsageBillIssued, Order: &order}, market.Ask{Size: 100})
	if err != nil {
		return err
	}
	for _, bill := range bills.Rows {
		if err := counter.PayUsage(b.ctx, order, bill.Number); err != nil {
			return err
		}
	}
	return nil
}

// report is what the seller's program says of a day: pages and storage, four times six hours.
func (b *builder) report(id market.OrderID, customer, day int, last bool) error {
	program := b.db.Seller(market.Actor{Name: "meter.lanxi.example", Roles: []market.Role{market.Program}, From: "198.51.100.77"}, b.Lanxi)
	owner := b.db.Seller(market.Actor{Name: "meter.lanxi.example", Roles: []market.Role{market.Owner}}, b.Lanxi)
	order, err := owner.Order(b.ctx, id)
	if err != nil {
		return err
	}
	of, err := owner.OrderUsage(b.ctx, order)
	if err != nil {
		return err
	}
	now := b.clock.Now()
	var records []market.UsageSent
	for n, meter := range of.Meters {
		for part := range 4 {
			end := now.Add(-time.Duration(3-part) * 6 * time.Hour).Truncate(time.Hour)
			value := fmt.Sprintf("%d", 160+(day*37+part*91+customer*53)%240)
			if n == 1 {
				value = fmt.Sprintf("%d.%d", 20+day%30+customer*4, part)
			}
			records = append(records, market.UsageSent{InstanceID: meter.InstanceNumber, Serial: fmt.Sprintf("lx-%d-%d-%d-%d", customer, day, n, part), Value: market.UsageValue(value),
				BeginTime: market.UsageTime(end.Add(-6 * time.Hour)), EndTime: market.UsageTime(end), RecordTime: market.UsageTime(end)})
		}
	}
	if last && len(records) > 1 { // a program that was changed yesterday
		records[0].Serial, records[1].InstanceID = "", "inst-gone"
	}
	body, err := json.Marshal(map[string]any{"usage_records": records})
	if err != nil || len(records) == 0 {
		return err
	}
	batch, code, _ := market.ReadPush(body, false, market.DefaultSettings(), now)
	if code != market.OpenOK {
		return fmt.Errorf("push refused: %s", code)
	}
	return program.PushUsage(b.ctx, batch, "")
}
