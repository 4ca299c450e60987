package refunds

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.RefundRow

// Listing is the list of refunds, newest first; the operator's names the seller of each and
// begins with what waits for the operator (transactions.md §4.3).
func Listing(ctx context.Context, search market.RefundSearch, c Clock, counts map[market.RefundStatus]int, desk *market.RefundDesk) ui.Listing[row] {
	l := ui.Listing[row]{Area: "refund", Icon: "undo", Sort: "requested_at", Filters: filters(ctx, desk != nil),
		Head: ui.Head{Title: i18n.T(ctx, "refund.title"), Lead: i18n.T(ctx, "refund.lead", c.Settings.RefundDays, c.Settings.RefundEscalateDays),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.trade")}, {Text: i18n.T(ctx, "nav.refunds")}}}}
	path := "/refunds/"
	if desk != nil {
		path = "/operator/refunds/"
		l.Head = ui.Head{Title: i18n.T(ctx, "refund.desk_title"), Lead: i18n.T(ctx, "refund.desk_lead", market.CNY.Sum(c.Settings.LargeRefund), market.USD.Sum(c.Settings.LargeRefundAbroad), int(c.Settings.LargeRefundIn.Hours())),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_refunds")}}}
		l.Tabs = deskTabs(ctx, search, *desk)
	} else {
		l.Tabs = tabs(ctx, search, counts)
		l.Row = func(r row) (string, string) { return r.ID.String(), r.Number }
		l.Bulk = []ui.Bulk{{Act: market.RejectRefund, Style: ui.Danger}, {Act: market.ApproveRefund, Style: ui.Primary}}
	}
	l.Columns = []ui.Col[row]{
		{Name: "number", Fixed: true, Width: "id", Value: func(r row) any { return r.Number },
			Cell: func(cell *ui.Pen, r row) { cell.ID(r.Number, path+r.ID.String(), cell.T(r.Cause.Key())) }},
		{Name: "order", Value: func(r row) any { return r.OrderNumber }, Cell: func(cell *ui.Pen, r row) { cell.Two(r.ProductName, r.OrderNumber) }},
		{Name: "product", Off: true, Value: func(r row) any { return r.ProductName }},
		{Name: "cause", Off: true, Value: func(r row) any { return market.Word(r.Cause.Key()) }},
		{Name: "type", Off: true, Value: func(r row) any { return market.Word(r.OrderType.Key()) }},
		customer(desk != nil),
		{Name: "contact", Off: true, Value: contactOf},
		{Name: "amount", Right: true, Width: "money", Unit: "common.yuan", Value: func(r row) any { return r.Amount },
			Cell: func(cell *ui.Pen, r row) {
				cell.MoneyIn(r.Amount, r.Currency)
				cell.Second(cell.T("refund.of_paid", i18n.Money(r.OrderAmount)))
			}},
		{Name: "paid", Off: true, Right: true, Width: "money", Unit: "common.yuan", Value: func(r row) any { return r.OrderAmount }},
		{Name: "requested_by", Off: true, Value: func(r row) any { return r.RequestedBy }},
		{Name: "decided_at", Off: true, Width: "when", Value: func(r row) any { return r.DecidedAt }},
		{Name: "paid_at", Off: true, Width: "when", Value: func(r row) any { return r.PaidAt }},
		{Name: "reason", Off: true, Width: "wide", Value: func(r row) any { return r.Reason }},
		{Name: "goods", Off: true, Value: goodsOf},
		{Name: "requested_at", Sort: true, Width: "when", Value: func(r row) any { return r.RequestedAt },
			Cell: func(cell *ui.Pen, r row) {
				cell.At(r.RequestedAt)
				if waited := r.Waited(c.Now); len(waited.Args) == 0 {
					cell.Second(cell.T("refund.waited_under"))
				} else {
					cell.Second(cell.T("refund.waited", waited))
				}
			}},
		{Name: "days_waiting", Off: true, Right: true, Value: func(r row) any { return r.DaysWaiting(c.Now) }},
		{Name: "left", Cell: func(cell *ui.Pen, r row) {
			if r.Status.Open() && r.Status != market.RefundApproved {
				cell.Part(ui.CountdownCell(countdown(r.Refund, false, c)))
			} else {
				cell.Dash()
			}
		}, Value: func(r row) any { return r.DueAt }},
		{Name: "status", Width: "chip", Value: func(r row) any { return r.Status },
			Cell: func(cell *ui.Pen, r row) {
				cell.Chip(r.Status)
				switch {
				case r.Exception():
					cell.Second(cell.T("refund.exception"))
				case r.Goods != "" && r.Status.Open():
					cell.Second(cell.T(r.Goods.Key()))
				}
			}},
	}
	return l
}

func customer(operator bool) ui.Col[row] {
	if operator {
		return ui.Col[row]{Name: "seller", Cell: func(c *ui.Pen, r row) { c.Two(r.CompanyName, r.CustomerName) }, Value: func(r row) any { return r.CompanyName }}
	}
	return ui.Col[row]{Name: "customer", Cell: func(c *ui.Pen, r row) { c.Two(r.CustomerName, r.CustomerID) }, Value: func(r row) any { return r.CustomerName }}
}

func contactOf(r row) any {
	if !r.ContactShown {
		return nil
	}
	return r.PhoneMask
}

func goodsOf(r row) any {
	if r.Goods == "" {
		return nil
	}
	return market.Word(r.Goods.Key())
}

// tabs are the states that the seller works through first; the rest stand in the filter.
func tabs(ctx context.Context, s market.RefundSearch, counts map[market.RefundStatus]int) []ui.Tab {
	q := ui.QueryOf(ctx)
	sum := 0
	for _, n := range counts {
		sum += n
	}
	all := []ui.Tab{{Text: i18n.T(ctx, "refund.all"), URL: q.Without("status", "exception"), Count: i18n.Number(sum), Current: s.Status == "" && !s.Exception}}
	for _, status := range market.RefundStatuses {
		if counts[status] == 0 && status != market.RefundRequested && status != market.RefundApproved && status != market.RefundPaid && s.Status != status {
			continue // a tab without rows says nothing
		}
		all = append(all, ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status), "exception", ""), Count: i18n.Number(counts[status]),
			Current: s.Status == status && !s.Exception})
	}
	return all
}

func deskTabs(ctx context.Context, s market.RefundSearch, d market.RefundDesk) []ui.Tab {
	q := ui.QueryOf(ctx)
	tab := func(key, status, desk string, n int) ui.Tab {
		t := ui.Tab{Text: i18n.T(ctx, key), URL: q.With("status", status, "scope", desk), Current: string(s.Status) == status && s.Desk == (desk == "")}
		if n >= 0 {
			t.Count = i18n.Number(n)
		}
		return t
	}
	return []ui.Tab{
		tab("refund.desk_all", "", "", d.Sum()),
		tab("refund.desk_large", string(market.RefundReviewing), "", d.Large),
		tab("refund.desk_transit", string(market.RefundTransit), "", d.Transit),
		tab("refund.desk_disputed", string(market.RefundDisputed), "", -1),
		tab("refund.desk_appealed", string(market.RefundAppealed), "", -1),
		tab("refund.desk_escalated", string(market.RefundRequested), "", d.Escalated),
		tab("refund.desk_everything", "", "all", -1),
	}
}

func filters(ctx context.Context, operator bool) []ui.Filter {
	var causes, states, goods []ui.Option
	for _, cause := range market.RefundCauses {
		causes = append(causes, ui.Option{Value: string(cause), Label: i18n.T(ctx, cause.Key())})
	}
	for _, status := range market.RefundStatuses {
		states = append(states, ui.Option{Value: string(status), Label: i18n.T(ctx, status.Key())})
	}
	for _, g := range market.GoodsStates {
		goods = append(goods, ui.Option{Value: string(g), Label: i18n.T(ctx, g.Key())})
	}
	yes := []ui.Option{{Value: "1", Label: i18n.T(ctx, "refund.only")}}
	all := []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "refund.text_hint")},
		{Name: "product", Kind: ui.FilterText},
		{Name: "customer", Kind: ui.FilterText},
		{Name: "requested", Kind: ui.FilterRange},
		{Name: "status", Kind: ui.FilterSelect, Options: states, More: true},
		{Name: "cause", Kind: ui.FilterSelect, Options: causes, More: true},
		{Name: "goods", Kind: ui.FilterSelect, Options: goods, More: true},
		{Name: "exception", Kind: ui.FilterSelect, Options: yes, More: true},
		{Name: "late", Kind: ui.FilterSelect, Options: yes, More: true},
	}
	if operator {
		all = append(all[:3:3], append([]ui.Filter{{Name: "seller", Kind: ui.FilterText}}, all[3:]...)...)
	}
	return all
}
