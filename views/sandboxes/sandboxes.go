// Package sandboxes is where a seller plays the buyer with test orders.
package sandboxes

import (
	"context"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// ListPage is what can be bought, and the test orders so far.
type ListPage struct {
	Form   ui.Form
	Seller string // number
	Offers []market.Sale
	Orders market.Page[market.OrderRow]
	Quote  *market.Quote
}

// ShowPage is one test order as its buyer sees it.
type ShowPage struct {
	Order  market.Order
	Events []market.Event
	Flow   *market.Supervision
	Logs   []market.SupervisionLog
	Appeal *market.Appeal // the one under way
	Refund *market.Refund // the one under way

	Offer    *market.RefundOffer // how the order could be given back now
	Asked    market.Money        // for so much
	Back     market.Address      // where the goods go back to
	Couriers []market.Courier

	Invoice      *market.Invoice // the order's last
	InvoiceTypes []market.InvoiceType
	Ticket       *market.TicketRow // the last about the order

	Usage *market.OrderUsage    // of what is paid by use, and of packages
	Bills []market.UsageBillRow // issued, to be paid

	Draft market.Draft // of the requirement
	Now   time.Time
	Form  ui.Form
	Act   market.Act // whose form came back
}

func crumbs(ctx context.Context, order string) []ui.Link {
	links := []ui.Link{{Text: i18n.T(ctx, "nav.trade")}, {Text: i18n.T(ctx, "nav.sandboxes")}}
	if order != "" {
		links[1].URL = "/sandboxes"
		links = append(links, ui.Link{Text: order})
	}
	return links
}

func offers(ctx context.Context, sales []market.Sale) []ui.Option {
	var options []ui.Option
	for _, sale := range sales {
		options = append(options, ui.Option{Value: sale.ProductCode, Label: i18n.T(ctx, "sandbox.offer", sale.ProductName, sale.SpecName,
			market.Word(sale.Period.Key()), sale.UnitPrice, ui.Unit(ctx, sale.Site.Currency()))})
	}
	return options
}

func methods(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, method := range market.PayMethods {
		options = append(options, ui.Option{Value: string(method), Label: i18n.T(ctx, method.Key())})
	}
	return options
}

func (p ShowPage) grounds(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, ground := range market.Grounds(market.PartyBuyer, p.Flow.Node) {
		options = append(options, ui.Option{Value: string(ground), Label: i18n.T(ctx, ground.Key())})
	}
	return options
}

func (p ShowPage) url(verb string) string {
	if verb == "" {
		return "/sandboxes/" + p.Order.ID.String()
	}
	return "/sandboxes/" + p.Order.ID.String() + "/" + verb
}

// draftBox is where the requirement's files are prepared.
func (p ShowPage) draftBox(ctx context.Context) ui.DraftBox {
	return ui.DraftBox{URL: p.url(""), Use: market.DraftRequirement, Draft: p.Draft,
		Kinds: []ui.DraftKind{{Kind: market.EvidenceRequirement, Help: i18n.T(ctx, "sandbox.files_help")}},
		File:  func(id market.FileID) string { return "/files/" + id.String() }}
}

// form is what was typed, on the form that it belongs to.
func (p ShowPage) form(act market.Act) ui.Form {
	if p.Act == act {
		return p.Form
	}
	return ui.Form{}
}

// can reports whether the buyer's act on the delivery is possible now.
func (p ShowPage) can(act market.Act) bool { return p.Flow != nil && p.Flow.Now(act) == nil }

func (p ShowPage) ledger(ctx context.Context) ([]ui.LedgerLine, ui.LedgerLine) {
	return ledger(ctx, p.Order.ListAmount, p.Order.DiscountAmount, p.Order.CouponAmount, p.Order.Amount)
}

func ledger(ctx context.Context, list, discount, coupon, sum market.Money) (lines []ui.LedgerLine, total ui.LedgerLine) {
	lines = []ui.LedgerLine{{Name: i18n.T(ctx, "order.list_amount"), Amount: list}}
	if discount.Sign() != 0 {
		lines = append(lines, ui.LedgerLine{Name: i18n.T(ctx, "order.discount"), Amount: discount.Negated()})
	}
	if coupon.Sign() != 0 {
		lines = append(lines, ui.LedgerLine{Name: i18n.T(ctx, "order.coupon"), Amount: coupon.Negated()})
	}
	return lines, ui.LedgerLine{Name: i18n.T(ctx, "order.due_amount"), Amount: sum}
}

func (p ListPage) quote(ctx context.Context) ([]ui.LedgerLine, ui.LedgerLine) {
	q := p.Quote
	return ledger(ctx, q.ListAmount, q.DiscountAmount, q.CouponAmount, q.Amount)
}

func (p ListPage) quoteUnit(ctx context.Context) string {
	if p.Quote == nil {
		return ""
	}
	return ui.Unit(ctx, p.Quote.Sale.Site.Currency())
}

// unit is what reductions are typed in: the currency of the quote, or of all offers alike.
func (p ListPage) unit(ctx context.Context) string {
	if p.Quote != nil {
		return p.quoteUnit(ctx)
	}
	for n, sale := range p.Offers {
		if n > 0 && sale.Site != p.Offers[0].Site {
			return i18n.T(ctx, "adjustment.unit_either")
		}
	}
	return ""
}

func (p ListPage) grid(ctx context.Context) ui.Grid {
	return ui.Grid{Area: "order", Columns: []ui.Column{{Name: "number", Width: "id"}, {Name: "product"},
		{Name: "amount", Unit: i18n.T(ctx, "common.yuan"), Right: true, Width: "money"}, {Name: "status", Width: "chip"}, {Name: "supervision", Width: "chip"}}}
}

func late(p ShowPage) bool { return p.Flow.Late(p.Now) }
