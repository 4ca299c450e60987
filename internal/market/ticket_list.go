package market

import (
	"slices"
	"time"
)

// TicketMessage is one thing that was said or done on a ticket.
type TicketMessage struct {
	ID     ID[TicketMessage]
	At     time.Time
	Party  Party
	Actor  string
	Act    Act
	Text   string
	Reason JSON[*Reason]
}

// TicketFile is a file of a message.
type TicketFile struct {
	MessageID ID[TicketMessage]
	FileID    FileID
	Name      string
}

// TicketTab is one of the ready-made views of the list (catalogue.md §8: To me, All).
type TicketTab string

// The views.
const (
	TicketsMine TicketTab = "mine" // 待我处理
	TicketsLate TicketTab = "late"
	TicketsOpen TicketTab = "open"
	TicketsAll  TicketTab = "" // 全部工单
)

// TicketTabs are the views in the order of the page.
var TicketTabs = []TicketTab{TicketsMine, TicketsLate, TicketsOpen, TicketsAll}

// Key names the view's words.
func (t TicketTab) Key() string {
	if t == TicketsAll {
		return "ticket.tab_all"
	}
	return "ticket.tab_" + string(t)
}

// TicketSearch is what a list of tickets is narrowed by.
type TicketSearch struct {
	Tab         TicketTab
	Status      TicketStatus
	Priority    TicketPriority
	Handler     *PersonID
	Text        string // beginning of the ticket's or order's number, part of title, product or customer
	From, Until *time.Time
}

// TicketRow is a ticket with what a list shows.
type TicketRow struct {
	Ticket
	ProductName string
	OrderNumber *string
	HandlerName *string
	CompanyName string // for the operator
}

// TicketCounts is how many tickets each view holds.
type TicketCounts struct{ Mine, Late, Open, All int }

// Of is the count of one view.
func (c TicketCounts) Of(tab TicketTab) Bounded {
	n := map[TicketTab]int{TicketsMine: c.Mine, TicketsLate: c.Late, TicketsOpen: c.Open, TicketsAll: c.All}[tab]
	return Bounded{N: min(n, CountLimit), More: n > CountLimit}
}

// Handler is a member who answers tickets.
type Handler struct {
	ID   PersonID
	Name string
}

// Handles refuses somebody to whom the ticket's product is not granted and who does not handle
// it: whoever once did keeps the view of it, and nothing more (catalogue.md §8).
func (t Ticket) Handles(who Actor) error {
	if !who.Limited() || slices.Contains(who.Products, t.ProductID) || t.HandlerID != nil && *t.HandlerID == who.Person {
		return nil
	}
	return Conflict("ticket.view_only")
}
