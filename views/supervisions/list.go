package supervisions

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.SupervisionRow

// Listing is the seller's deliveries, what is due first.
func Listing(ctx context.Context, clock Clock, search market.SupervisionSearch, counts market.SupervisionCounts) ui.Listing[row] {
	return ui.Listing[row]{
		Area: "supervision", Icon: "truck", Sort: "rank_at", Up: true, Filters: filters(ctx), Tabs: tabs(ctx, search, counts),
		Head: ui.Head{
			Title:  i18n.T(ctx, "supervision.title"),
			Lead:   i18n.T(ctx, "supervision.lead", clockText(clock.Settings.OfficeOpens.Duration), clockText(clock.Settings.OfficeShuts.Duration)),
			Crumbs: crumbs(ctx), Acts: listActs(),
		},
		Row:  func(r row) (string, string) { return r.ID.String(), r.OrderNumber },
		Bulk: []ui.Bulk{{Act: market.ConfirmSupervision, Style: ui.Primary}, {Act: market.UrgeSupervision}},
		Columns: []ui.Col[row]{
			{Name: "placed_at", Fixed: true, Sort: true, Width: "id", Value: func(r row) any { return r.OrderNumber },
				Cell: func(c *ui.Pen, r row) {
					c.ID(r.OrderNumber, url(r.ID, ""), c.T("supervision.ordered", i18n.Moment(ctx, r.PlacedAt)))
				}},
			{Name: "product", Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, specLine(ctx, r)) }, Value: func(r row) any { return r.ProductName }},
			{Name: "spec", Off: true, Value: func(r row) any { return r.SpecName }},
			{Name: "customer", Aside: true, Value: func(r row) any { return r.CustomerName },
				Cell: func(c *ui.Pen, r row) { c.Two(r.CustomerName, c.T("supervision.customer_id", r.CustomerID)) }},
			{Name: "step", Value: func(r row) any { return market.Word(r.Node.Key()) },
				Cell: func(c *ui.Pen, r row) { c.Part(ui.Dots(ui.FlowDots(ctx, r.Supervision, r.Late(clock.Now)))) }},
			{Name: "whose", Cell: whoseCell, Value: func(r row) any {
				if r.Over() {
					return nil
				}
				return market.Word("common.party_" + string(r.Turn))
			}},
			{Name: "rank_at", Sort: true, Unit: "supervision.working", Value: func(r row) any { return r.DueAt },
				Cell: func(c *ui.Pen, r row) {
					if r.Over() {
						c.Faint(c.T("supervision.ended", i18n.Moment(ctx, *r.DoneAt)))
						return
					}
					c.Part(ui.CountdownCell(left(r, clock)))
				}},
			{Name: "amount", Aside: true, Right: true, Unit: "common.yuan", Value: func(r row) any { return r.Amount },
				Cell: func(c *ui.Pen, r row) { amountCell(c, r) }},
			{Name: "order_status", Off: true, Width: "chip", Value: func(r row) any { return r.OrderStatus }},
			{Name: "access", Off: true, Value: func(r row) any { return market.Word(r.AccessType.Key()) }},
			{Name: "entered_at", Off: true, Width: "when", Value: func(r row) any { return r.EnteredAt },
				Cell: func(c *ui.Pen, r row) { c.Since(&r.EnteredAt) }},
			{Name: "flags", Aside: true, Cell: func(c *ui.Pen, r row) {
				if chips := flags(ctx, r, clock); len(chips) > 0 {
					c.Part(ui.Chips(chips...))
				}
			}},
			ui.RowActs(rowAct),
		},
	}
}

// amountCell is what was paid, and how the order stands (transactions.md §2.2).
func amountCell(c *ui.Pen, r row) {
	c.MoneyIn(r.Amount, r.Currency)
	c.Second(c.T(r.OrderStatus.Key()))
}

// left is the time left of a row; one that waits for a refund says so.
func left(r row, clock Clock) ui.Countdown {
	count := ui.FlowCountdown(r.Supervision, r.AppealDueAt, clock.Now, clock.Calendar)
	if r.RefundStatus != "" && r.Status == market.SupervisionRunning {
		count.Reason = market.Because("supervision.refund_waits", market.Word(r.RefundStatus.Key()))
	}
	return count
}

func whoseCell(c *ui.Pen, r row) {
	if !r.Over() {
		c.Part(ui.TurnBadge(r.Turn, r.Turn == market.PartySeller))
	}
}

func tabs(ctx context.Context, search market.SupervisionSearch, counts market.SupervisionCounts) []ui.Tab {
	var all []ui.Tab
	q := ui.QueryOf(ctx)
	for _, tab := range market.SupervisionTabs {
		all = append(all, ui.Tab{Text: i18n.T(ctx, tab.Key()), URL: q.With("tab", string(tab)),
			Count: i18n.Bounded(counts.Of(tab)), Current: search.Tab == tab})
	}
	return all
}

func filters(ctx context.Context) []ui.Filter {
	var nodes, parties, kinds []ui.Option
	for _, node := range market.Nodes {
		nodes = append(nodes, ui.Option{Value: string(node), Label: i18n.T(ctx, node.Key())})
	}
	for _, party := range []market.Party{market.PartySeller, market.PartyBuyer, market.PartyOperator} {
		parties = append(parties, ui.Option{Value: string(party), Label: i18n.T(ctx, "common.party_"+string(party))})
	}
	for _, kind := range market.SupervisedTypes() {
		kinds = append(kinds, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key())})
	}
	var ages []ui.Option
	for i, name := range ui.Ages(ctx) {
		ages = append(ages, ui.Option{Value: strconv.Itoa(i), Label: name})
	}
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "supervision.text_hint")},
		{Name: "node", Options: nodes},
		{Name: "turn", Options: parties},
		{Name: "access", Options: kinds},
		{Name: "placed", Kind: ui.FilterRange},
		{Name: "age", Label: i18n.T(ctx, "heat.age"), Options: ages, More: true},
		{Name: "product", Kind: ui.FilterText, More: true},
		{Name: "person", Kind: ui.FilterText, More: true},
		{Name: "did", Options: []ui.Option{{Value: "handed", Label: i18n.T(ctx, "supervision.did_handed")}, {Value: "returned", Label: i18n.T(ctx, "supervision.did_returned")}}, More: true},
	}
}

func specLine(ctx context.Context, r market.SupervisionRow) string {
	dot := i18n.T(ctx, "supervision.join")
	line := i18n.T(ctx, r.AccessType.Key()) + dot + r.SpecName
	if r.Quantity.Over(market.Count(1)) {
		line += dot + i18n.Quantity(r.Quantity)
	}
	return line
}

// flags are the chips of a row.
func flags(ctx context.Context, r market.SupervisionRow, c Clock) []templ.Component {
	var chips []templ.Component
	if r.Late(c.Now) {
		chips = append(chips, ui.ChipIcon(market.Bad, "alert", i18n.T(ctx, "supervision.flag_late")))
	}
	if r.Status == market.SupervisionFrozen {
		chips = append(chips, ui.ChipIcon(market.Frozen, "snow", i18n.T(ctx, "supervision.flag_frozen")))
	}
	if r.RefundStatus != "" && !r.Over() {
		chips = append(chips, ui.ChipIcon(r.RefundStatus.Tone(), "undo", i18n.T(ctx, "supervision.flag_refund")))
	}
	if r.Turn == market.PartyOperator && r.Status == market.SupervisionRunning {
		chips = append(chips, ui.ChipIcon(market.Accent, "eye", i18n.T(ctx, "supervision.flag_review")))
	}
	if n := r.BuyerRejects + r.SellerRejects; n > 0 && !r.Over() {
		chips = append(chips, ui.ChipIcon(market.Warn, "undo", i18n.T(ctx, "supervision.flag_rejected", n)))
	}
	if r.Node == market.NodeAccepting && r.Status == market.SupervisionRunning && r.Used(c.Now, c.Calendar) > longWait*c.Calendar.DayLength() {
		chips = append(chips, ui.ChipIcon(market.Warn, "clock", i18n.T(ctx, "supervision.flag_waiting")))
	}
	if r.Postpaid {
		chips = append(chips, ui.ChipIcon(market.Neutral, "card", i18n.T(ctx, "supervision.flag_postpaid")))
	}
	return chips
}
