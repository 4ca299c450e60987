package market

import (
	"slices"
	"strings"
	"time"
)

// Tickets are customers' questions about what they bought (客户工单, catalogue.md §8).
var Tickets = area("ticket", Owner, Operations, Support, Manager)

// The acts on a ticket (catalogue.md §8).
var (
	OpenTicket      = act("ticket.open", Buyer)
	AcceptTicket    = act("ticket.accept", Owner, Support)                // 受理
	ReplyTicket     = act("ticket.reply", Owner, Support, Manager, Buyer) // 留言
	TransferTicket  = act("ticket.transfer", Owner, Support)              // 转移
	EscalateTicket  = act("ticket.escalate", Owner, Support)              // 升级
	HandBackTicket  = act("ticket.hand_back", Manager)                    // the operator gives it back with advice
	AskTicket       = act("ticket.ask", Owner, Support)                   // 申请授权
	AuthoriseTicket = act("ticket.authorise", Buyer)                      // the buyer lets the handler in
	RefuseTicket    = act("ticket.refuse", Buyer)                         // refuses, or takes it back
	SolveTicket     = act("ticket.solve", Owner, Support, Manager)        // 确认解决
	ConfirmTicket   = act("ticket.confirm", Buyer)                        // the result is right
	ReopenTicket    = act("ticket.reopen", Buyer)                         // not solved
	UrgeTicket      = act("ticket.urge", Buyer)                           // 催单
	CancelTicket    = act("ticket.cancel", Buyer)                         // 撤销
	CloseTicket     = act("ticket.close", Buyer)                          // 关闭
	DeleteTicket    = act("ticket.delete", Buyer)                         // 删除: the buyer no longer sees it
	LapseTicket     = act("ticket.lapse", Clock)                          // closed because nobody answered
	RateTicket      = act("ticket.rate", Buyer)                           // 满意度
	RemindTicket    = act("ticket.remind", Clock)                         // its time ran out
	AssignTicket    = act("ticket.assign", Owner, Support)                // several at once
)

// TicketID names a ticket.
type TicketID = ID[Ticket]

// TicketStatus is where a ticket stands.
type TicketStatus string

// The states of a ticket (catalogue.md §8).
const (
	TicketDispatched TicketStatus = "dispatched" // 已派发
	TicketProcessing TicketStatus = "processing" // 处理中
	TicketEscalated  TicketStatus = "escalated"  // at the operator
	TicketConfirming TicketStatus = "confirming" // 待确认结果
	TicketClosed     TicketStatus = "closed"     // 已关闭
	TicketCancelled  TicketStatus = "cancelled"  // 已撤销
)

// TicketStatuses lists the states in the order of a ticket's life.
var TicketStatuses = []TicketStatus{TicketDispatched, TicketProcessing, TicketEscalated, TicketConfirming, TicketClosed, TicketCancelled}

// Key names the status's words.
func (s TicketStatus) Key() string { return "ticket.status_" + string(s) }

// Tone is the status's colour.
func (s TicketStatus) Tone() Tone {
	switch s {
	case TicketDispatched:
		return Warn
	case TicketProcessing, TicketEscalated, TicketConfirming:
		return Accent
	case TicketClosed:
		return OK
	case TicketCancelled:
		return Neutral
	}
	return Neutral
}

// Over reports whether nothing more is to be done.
func (s TicketStatus) Over() bool { return s == TicketClosed || s == TicketCancelled }

// TicketMoves is the life of a ticket (catalogue.md §8): 已派发 → 处理中 → 待确认结果 → 已关闭.
var TicketMoves = Moves[TicketStatus]{
	{TicketDispatched, AcceptTicket, TicketProcessing},
	{TicketDispatched, ReplyTicket, TicketDispatched},
	{TicketDispatched, TransferTicket, TicketDispatched},
	{TicketDispatched, UrgeTicket, TicketDispatched},
	{TicketDispatched, CancelTicket, TicketCancelled},
	{TicketProcessing, ReplyTicket, TicketProcessing},
	{TicketProcessing, TransferTicket, TicketProcessing},
	{TicketProcessing, EscalateTicket, TicketEscalated},
	{TicketProcessing, AskTicket, TicketProcessing},
	{TicketProcessing, AuthoriseTicket, TicketProcessing},
	{TicketProcessing, RefuseTicket, TicketProcessing},
	{TicketProcessing, SolveTicket, TicketConfirming},
	{TicketProcessing, UrgeTicket, TicketProcessing},
	{TicketProcessing, CloseTicket, TicketClosed},
	{TicketEscalated, ReplyTicket, TicketEscalated},
	{TicketEscalated, HandBackTicket, TicketProcessing},
	{TicketEscalated, SolveTicket, TicketConfirming},
	{TicketConfirming, ConfirmTicket, TicketClosed},
	{TicketConfirming, ReopenTicket, TicketProcessing},
	{TicketConfirming, LapseTicket, TicketClosed},
}

// TicketAccess is whether the handler may log in to the buyer's resource (申请授权).
type TicketAccess string

// The states of an authorisation.
const (
	AccessNone    TicketAccess = ""
	AccessAsked   TicketAccess = "asked"
	AccessGranted TicketAccess = "granted"
	AccessRefused TicketAccess = "refused"
)

// Key names the state's words.
func (a TicketAccess) Key() string {
	if a == AccessNone {
		return "ticket.access_none"
	}
	return "ticket.access_" + string(a)
}

// TicketPriority is how much hurry a ticket has.
type TicketPriority string

// The priorities.
const (
	PriorityNormal TicketPriority = "normal"
	PriorityUrgent TicketPriority = "urgent"
)

// TicketPriorities lists the priorities.
var TicketPriorities = []TicketPriority{PriorityNormal, PriorityUrgent}

// Key names the priority's words.
func (p TicketPriority) Key() string { return "ticket.priority_" + string(p) }

// Ticket is one question of a customer and how far its answer is.
type Ticket struct {
	SellerID     SellerID
	ID           TicketID
	Number       string
	Status       TicketStatus
	Priority     TicketPriority
	ProductID    ProductID
	OrderID      *OrderID
	Title        string
	CustomerID   string
	CustomerName string
	HandlerID    *PersonID // nil: every support member
	Hours        JSON[Hours]
	OpenedAt     time.Time
	EnteredAt    time.Time // into this state
	DueAt        *time.Time
	Late         bool // its time ran out in this state
	Urged        int
	RepliedAt    time.Time
	Cause        string // 出现原因
	Solution     string // 解决方案
	Reopened     int
	Access       TicketAccess
	AccessUntil  *time.Time
	ClosesAt     *time.Time // closed by itself, while the customer shall confirm
	ClosedAt     *time.Time
	DeletedAt    *time.Time // by its buyer; the seller keeps it
	Stars        *int
	Rating       string
	Test         bool
	Version      int
}

// Turn is whose act is awaited.
func (t Ticket) Turn() Party {
	switch t.Status {
	case TicketDispatched, TicketProcessing:
		return PartySeller
	case TicketEscalated:
		return PartyOperator
	case TicketConfirming:
		return PartyBuyer
	case TicketClosed, TicketCancelled:
		return PartySystem
	}
	return PartySystem
}

// Limit is how much reception time the seller has in this state (catalogue.md §8).
func (t Ticket) Limit(s Settings) time.Duration {
	switch t.Status {
	case TicketDispatched:
		return s.TicketAccept.Duration
	case TicketProcessing:
		return s.TicketSolve.Duration
	case TicketEscalated, TicketConfirming, TicketClosed, TicketCancelled:
		return 0
	}
	return 0
}

// Start begins the time of the state that the ticket is in: it runs in reception hours and
// on working days only, and not at all while somebody else's act is awaited.
func (t *Ticket) Start(hours Hours, c Calendar, s Settings, now time.Time) {
	t.EnteredAt, t.Late, t.DueAt, t.Hours.V = now, false, nil, hours
	if limit := t.Limit(s); limit > 0 {
		if due := hours.Plus(c, now, limit); !due.IsZero() {
			t.DueAt = &due
		}
	}
}

// TicketClock is how a ticket's time stands: what is left, what is used, and why it stands
// still when it does.
type TicketClock struct {
	Due        time.Time
	Left, Used time.Duration // reception time; Left is negative once late
	Day        time.Duration // length of a day of reception
	Pause      Reason        // why the clock stands still; an empty key while it runs
	None       bool          // nothing is awaited from anybody
}

// Clock tells how the ticket's time stands (catalogue.md §8): outside the reception hours
// the ticket is taken, but the clock stops; it stops too while the customer or the operator
// has it.
func (t Ticket) Clock(c Calendar, now time.Time) TicketClock {
	hours := t.Hours.V
	clock := TicketClock{Day: max(hours.Length(), time.Hour), Used: hours.Between(c, t.EnteredAt, now)}
	switch {
	case t.Status.Over():
		return TicketClock{None: true}
	case t.Status == TicketConfirming:
		clock.Pause = Because("ticket.pause_buyer")
		return clock
	case t.Status == TicketEscalated:
		clock.Pause = Because("ticket.pause_operator")
		return clock
	case t.DueAt == nil:
		clock.Pause = Because("ticket.pause_never")
		return clock
	}
	clock.Due, clock.Left = *t.DueAt, hours.Between(c, now, *t.DueAt)
	if now.After(*t.DueAt) {
		clock.Left = -hours.Between(c, *t.DueAt, now)
		return clock
	}
	if !hours.Opens(c, now) {
		clock.Pause = Because("ticket.pause_closed", hours.Next(c, now))
	}
	return clock
}

// Move does an act that only changes the state and ends what the state no longer needs.
func (t *Ticket) Move(act Act, now time.Time) (err error) {
	if t.Status, err = TicketMoves.Next(t.Status, act); err != nil {
		return err
	}
	if t.Status != TicketConfirming {
		t.ClosesAt = nil
	}
	if t.Status.Over() {
		t.ClosedAt = &now
		t.dropAccess() // deleted when the ticket is finished (catalogue.md §8)
	}
	return nil
}

func (t *Ticket) dropAccess() { t.Access, t.AccessUntil = AccessNone, nil }

// Solve ends the seller's work: why it happened and what was done about it. Who does not
// answer within the days has confirmed (catalogue.md §8).
func (t *Ticket) Solve(cause, solution string, days int, now time.Time) error {
	wrong := Invalids{}
	wrong.long("cause", cause, 1000)
	wrong.long("solution", solution, 2000)
	if err := wrong.Err(); err != nil {
		return err
	}
	if err := t.Move(SolveTicket, now); err != nil {
		return err
	}
	closes := now.AddDate(0, 0, days)
	t.Cause, t.Solution, t.ClosesAt = strings.TrimSpace(cause), strings.TrimSpace(solution), &closes
	t.dropAccess()
	return nil
}

// Lapse closes what nobody confirmed or sent back in time.
func (t *Ticket) Lapse(now time.Time) error {
	if t.ClosesAt != nil && now.Before(*t.ClosesAt) {
		return Conflict("ticket.not_yet", *t.ClosesAt)
	}
	return t.Move(LapseTicket, now)
}

// Ask asks the customer to let the handler log in to its resource; asked once at a time.
func (t *Ticket) Ask(now time.Time) error {
	if t.Access == AccessAsked || t.MayEnter(now) {
		return Conflict("ticket.asked_already")
	}
	if err := t.Move(AskTicket, now); err != nil {
		return err
	}
	t.Access, t.AccessUntil = AccessAsked, nil
	return nil
}

// Authorise lets the handler in for some days.
func (t *Ticket) Authorise(days int, now time.Time) error {
	if t.Access != AccessAsked {
		return Conflict("ticket.not_asked")
	}
	if err := t.Move(AuthoriseTicket, now); err != nil {
		return err
	}
	until := now.AddDate(0, 0, days)
	t.Access, t.AccessUntil = AccessGranted, &until
	return nil
}

// Refuse keeps the handler out: the customer says no, or takes back what it gave.
func (t *Ticket) Refuse(now time.Time) error {
	if t.Access != AccessAsked && t.Access != AccessGranted {
		return Conflict("ticket.not_asked")
	}
	if err := t.Move(RefuseTicket, now); err != nil {
		return err
	}
	t.Access, t.AccessUntil = AccessRefused, nil
	return nil
}

// MayEnter reports whether the handler may log in now: an authorisation is over once it
// expires (catalogue.md §8).
func (t Ticket) MayEnter(now time.Time) bool {
	return t.Access == AccessGranted && t.AccessUntil != nil && now.Before(*t.AccessUntil)
}

// Delete takes a finished ticket out of what its buyer sees (catalogue.md §8).
func (t *Ticket) Delete(now time.Time) error {
	if !t.Status.Over() {
		return Conflict("problem.not_now", Word(DeleteTicket), Word(t.Status.Key()))
	}
	t.DeletedAt = &now
	return nil
}

// Rate keeps how satisfied the customer is, once, when the ticket is closed.
func (t *Ticket) Rate(stars int, text string) error {
	switch {
	case t.Status != TicketClosed:
		return Conflict("problem.not_now", Word(RateTicket))
	case t.Stars != nil:
		return Conflict("ticket.rated_already", *t.Stars)
	case stars < 1 || stars > 5:
		return Invalid("stars", "ticket.stars_outside", 1, 5, stars)
	case len([]rune(text)) > 500:
		return Invalid("text", "problem.too_long", 500, len([]rune(text)))
	}
	t.Stars, t.Rating = &stars, strings.TrimSpace(text)
	return nil
}

// TicketAsk is what a customer asks when it opens a ticket.
type TicketAsk struct {
	Product  string // its wire code or number
	OrderID  *OrderID
	Title    string
	Text     string
	Priority TicketPriority
	Files    []Upload
}

// Check refuses a question without content.
func (q TicketAsk) Check() error {
	wrong := Invalids{}
	wrong.long("title", q.Title, 100)
	wrong.long("text", q.Text, 2000)
	if !slices.Contains(TicketPriorities, q.Priority) {
		wrong.With("priority", "problem.not_an_option", string(q.Priority))
	}
	return wrong.uploads(q.Files, "files").Err()
}

// TicketText is what somebody writes on a ticket.
type TicketText struct {
	Text  string
	Files []Upload
}

// Check refuses an empty message and files that are not taken.
func (m TicketText) Check() error {
	wrong := Invalids{}
	wrong.long("text", m.Text, 2000)
	return wrong.uploads(m.Files, "files").Err()
}
