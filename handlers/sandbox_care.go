package handlers

import (
	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/sandboxes"
)

// sandboxCare adds what the test buyer asked for after it bought: its invoices and tickets.
func (s seller) sandboxCare(page *sandboxes.ShowPage) error {
	invoices, err := s.buyer().InvoicesOf(s.ctx(), page.Order.ID)
	if err != nil {
		return err
	}
	if len(invoices) > 0 {
		page.Invoice = &invoices[0]
	}
	terms, err := s.store.InvoiceTerms(s.ctx())
	if err != nil {
		return err
	}
	page.InvoiceTypes = terms.Types.V
	tickets, err := s.buyer().CustomerTickets(s.ctx())
	for n, ticket := range tickets {
		if ticket.OrderID != nil && *ticket.OrderID == page.Order.ID {
			page.Ticket = &tickets[n]
			break
		}
	}
	return err
}

// onInvoice is an act on the order's last invoice.
func onInvoice(do func(s seller, f *form, store *db.Seller, id market.InvoiceID) error) func(seller, *form, *db.Seller, sandboxes.ShowPage) error {
	return func(s seller, f *form, store *db.Seller, page sandboxes.ShowPage) error {
		if page.Invoice == nil {
			return market.Conflict("sandbox.no_invoice")
		}
		return do(s, f, store, page.Invoice.ID)
	}
}

// onTicket is an act on the order's last ticket.
func onTicket(do func(s seller, f *form, store *db.Seller, id market.TicketID) error) func(seller, *form, *db.Seller, sandboxes.ShowPage) error {
	return func(s seller, f *form, store *db.Seller, page sandboxes.ShowPage) error {
		if page.Ticket == nil {
			return market.Conflict("sandbox.no_ticket")
		}
		return do(s, f, store, page.Ticket.ID)
	}
}

// carePlays are the buyer's acts on invoices and tickets (catalogue.md §7, §8).
var carePlays = map[string]sandboxPlay{
	"invoice": {market.RequestInvoice, func(s seller, f *form, store *db.Seller, page sandboxes.ShowPage) error {
		_, err := store.RequestInvoice(s.ctx(), market.InvoiceRequest{Orders: []market.OrderID{page.Order.ID}, Type: market.InvoiceType(f.text("invoice_type")),
			TitleKind: market.TitleKind(f.text("title_kind")), Title: f.text("title"), TaxNumber: f.text("tax_number"), BankName: f.text("bank_name"),
			BankAccount: f.text("bank_account"), Address: f.text("address"), Phone: f.text("phone"),
			Receiver: market.Receiver{Name: f.text("receiver_name"), Phone: f.text("receiver_phone"), Address: f.text("receiver_address"), Email: f.text("receiver_email")}})
		return err
	}},
	"invoice-cancel": {market.CancelInvoice, onInvoice(func(s seller, _ *form, store *db.Seller, id market.InvoiceID) error {
		return store.CancelInvoice(s.ctx(), id)
	})},
	"invoice-sign": {market.SignInvoice, onInvoice(func(s seller, _ *form, store *db.Seller, id market.InvoiceID) error {
		return store.SignInvoice(s.ctx(), id)
	})},
	"invoice-return": {market.GiveBackInvoice, onInvoice(func(s seller, f *form, store *db.Seller, id market.InvoiceID) error {
		return store.GiveBackInvoice(s.ctx(), id, f.text("reason"))
	})},
	"ticket": {market.OpenTicket, func(s seller, f *form, store *db.Seller, page sandboxes.ShowPage) error {
		order := page.Order.ID
		_, err := store.OpenTicket(s.ctx(), market.TicketAsk{OrderID: &order, Title: f.text("title"), Text: f.text("text"), Priority: market.TicketPriority(f.text("priority"))})
		return err
	}},
	"ticket-reply": {market.ReplyTicket, onTicket(func(s seller, f *form, store *db.Seller, id market.TicketID) error {
		return store.ReplyTicket(s.ctx(), id, market.TicketText{Text: f.text("text")})
	})},
	"ticket-confirm": {market.ConfirmTicket, onTicket(func(s seller, _ *form, store *db.Seller, id market.TicketID) error {
		return store.ConfirmTicket(s.ctx(), id)
	})},
	"ticket-reopen": {market.ReopenTicket, onTicket(func(s seller, f *form, store *db.Seller, id market.TicketID) error {
		return store.ReopenTicket(s.ctx(), id, f.text("reason"))
	})},
	"ticket-urge": {market.UrgeTicket, onTicket(func(s seller, _ *form, store *db.Seller, id market.TicketID) error {
		return store.UrgeTicket(s.ctx(), id)
	})},
	"ticket-cancel": {market.CancelTicket, onTicket(func(s seller, _ *form, store *db.Seller, id market.TicketID) error {
		return store.CancelTicket(s.ctx(), id)
	})},
	"ticket-close": {market.CloseTicket, onTicket(func(s seller, _ *form, store *db.Seller, id market.TicketID) error {
		return store.CloseTicket(s.ctx(), id)
	})},
	"ticket-delete": {market.DeleteTicket, onTicket(func(s seller, _ *form, store *db.Seller, id market.TicketID) error {
		return store.DeleteTicket(s.ctx(), id)
	})},
	"ticket-authorise": {market.AuthoriseTicket, onTicket(func(s seller, _ *form, store *db.Seller, id market.TicketID) error {
		return store.AuthoriseTicket(s.ctx(), id)
	})},
	"ticket-refuse": {market.RefuseTicket, onTicket(func(s seller, _ *form, store *db.Seller, id market.TicketID) error {
		return store.RefuseTicket(s.ctx(), id)
	})},
	"ticket-rate": {market.RateTicket, onTicket(func(s seller, f *form, store *db.Seller, id market.TicketID) error {
		return store.RateTicket(s.ctx(), id, f.number("stars"), f.text("text"))
	})},
}
