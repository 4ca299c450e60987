package sandboxes

import (
	"context"
	"slices"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// cares are the acts on invoices and tickets: the last word of the sandbox's path, the end of
// the shop front's path, and its body.
var cares = map[market.Act][3]string{
	market.RequestInvoice:  {"invoice", "/invoices", `{"orders": ["{order}"], "type": "ordinary_digital", "title_kind": "enterprise", "title": "...", "tax_number": "...", "receiver": {"email": "..."}}`},
	market.CancelInvoice:   {"invoice-cancel", "/cancel", ""},
	market.SignInvoice:     {"invoice-sign", "/confirm", ""},
	market.GiveBackInvoice: {"invoice-return", "/return", `{"reason": "..."}`},
	market.OpenTicket:      {"ticket", "/tickets", `{"order": "{order}", "title": "...", "text": "...", "priority": "normal", "files": []}`},
	market.ReplyTicket:     {"ticket-reply", "/reply", `{"text": "...", "files": []}`},
	market.ConfirmTicket:   {"ticket-confirm", "/confirm", ""},
	market.ReopenTicket:    {"ticket-reopen", "/reopen", `{"reason": "..."}`},
	market.UrgeTicket:      {"ticket-urge", "/urge", ""},
	market.CancelTicket:    {"ticket-cancel", "/cancel", ""},
	market.CloseTicket:     {"ticket-close", "/close", ""},
	market.DeleteTicket:    {"ticket-delete", "/delete", ""},
	market.AuthoriseTicket: {"ticket-authorise", "/authorise", ""},
	market.RefuseTicket:    {"ticket-refuse", "/refuse", ""},
	market.RateTicket:      {"ticket-rate", "/rate", `{"stars": 5, "text": "..."}`},
}

// carePath is where a shop front does the act; empty where it is none of these.
func (p ShowPage) carePath(act market.Act) (path, body string) {
	care, known := cares[act]
	switch {
	case !known:
		return "", ""
	case act == market.RequestInvoice || act == market.OpenTicket:
		return care[1], care[2]
	case act.Area() == market.Invoices && p.Invoice != nil:
		return "/invoices/" + p.Invoice.Number + care[1], care[2]
	case act.Area() == market.Tickets && p.Ticket != nil:
		return "/tickets/" + p.Ticket.Number + care[1], care[2]
	}
	return "", ""
}

// invoiceActs are what the buyer can do about the order's invoice now.
func (p ShowPage) invoiceActs() (acts []market.Act) {
	if p.Invoice == nil || !p.Invoice.Status.Holds() {
		if p.Order.PaidAt != nil && len(p.InvoiceTypes) > 0 {
			return []market.Act{market.RequestInvoice}
		}
		return nil
	}
	for _, act := range []market.Act{market.CancelInvoice, market.SignInvoice, market.GiveBackInvoice} {
		if market.InvoiceMoves.Can(p.Invoice.Status, act) {
			acts = append(acts, act)
		}
	}
	return acts
}

// ticketActs are what the buyer can do about its question now.
func (p ShowPage) ticketActs() (acts []market.Act) {
	t := p.Ticket
	if t == nil {
		return []market.Act{market.OpenTicket}
	}
	if t.Status.Over() && (t.Stars != nil || t.Status == market.TicketCancelled) {
		return []market.Act{market.OpenTicket, market.DeleteTicket}
	}
	if t.Status.Over() {
		return []market.Act{market.RateTicket, market.OpenTicket, market.DeleteTicket}
	}
	for _, act := range []market.Act{market.ConfirmTicket, market.ReopenTicket, market.ReplyTicket, market.AuthoriseTicket, market.RefuseTicket,
		market.UrgeTicket, market.CancelTicket, market.CloseTicket} {
		asked := t.Access == market.AccessAsked || act == market.RefuseTicket && t.Access == market.AccessGranted
		if market.TicketMoves.Can(t.Status, act) && (asked || act != market.AuthoriseTicket && act != market.RefuseTicket) {
			acts = append(acts, act)
		}
	}
	return acts
}

// gentle is how the button of an act looks.
func gentle(act market.Act) ui.Style {
	if slices.Contains([]market.Act{market.CancelInvoice, market.GiveBackInvoice, market.CancelTicket, market.CloseTicket, market.DeleteTicket, market.RefuseTicket}, act) {
		return ui.Danger
	}
	return ui.Secondary
}

func invoiceTypes(ctx context.Context, types []market.InvoiceType) (options []ui.Option) {
	for _, kind := range types {
		options = append(options, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key())})
	}
	return options
}

func titleKinds(ctx context.Context) (options []ui.Option) {
	for _, kind := range market.TitleKinds {
		options = append(options, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key())})
	}
	return options
}

func priorities(ctx context.Context) (options []ui.Option) {
	for _, priority := range market.TicketPriorities {
		options = append(options, ui.Option{Value: string(priority), Label: i18n.T(ctx, priority.Key())})
	}
	return options
}
