package db

import "sellercenter/internal/market"

// linesOf are the lines of an order that a message is sent for: an order of packages that
// stop when used up has as many instances as packages (catalogue.md §3.8), one that is paid by
// use as many as billing items (production-interface.md §1.2), any other one.
func (t *tx) linesOf(order market.Order, activity market.Activity, lane market.OrderID) (lines []int, err error) {
	if !order.Charging.Several() {
		return []int{1}, nil
	}
	if activity != market.ActivityNewInstance {
		err = t.list(&lines, `SELECT line FROM instances WHERE seller_id = $1 AND order_id = $2 ORDER BY line LIMIT 50`, lane)
		if len(lines) == 0 {
			lines = []int{1}
		}
		return lines, err
	}
	var of struct {
		Stops bool
		Items int
	}
	if err := t.get(&of, `SELECT coalesce((k.package->>'stops')::boolean, false) AS stops, jsonb_array_length(s.factors) AS items
		FROM skus k JOIN specs s ON s.seller_id = k.seller_id AND s.id = k.spec_id WHERE k.seller_id = $1 AND k.id = $2`, order.SKUID); err != nil {
		return nil, err
	}
	count := order.Instances(of.Stops, of.Items)
	for line := 1; line <= count; line++ {
		lines = append(lines, line)
		if line > 1 {
			if err := t.enter(market.OrderLine(order.Number, line), "order_line", order.ID); err != nil {
				return nil, err
			}
		}
	}
	return lines, nil
}

// linesOpen reports whether other lines of the order still wait for their instance.
func (t *tx) linesOpen(f market.Fulfilment, order market.Order) (open bool, err error) {
	if !order.Charging.Several() {
		return false, nil
	}
	err = t.get(&open, `SELECT EXISTS (SELECT 1 FROM fulfilments WHERE seller_id = $1 AND order_id = $2 AND id <> $3
		AND activity = 'newInstance' AND status NOT IN ('done', 'cancelled'))`, order.ID, f.ID)
	return open, err
}
