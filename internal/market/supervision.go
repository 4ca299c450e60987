package market

import (
	"net/url"
	"strings"
	"time"
)

// Supervisions is the delivery of what was bought, watched step by step (服务监管).
var Supervisions = area("supervision", Owner, Operations, Finance, Support, Reviewer, Manager)

// The acts on a delivery flow (transactions.md §2.3).
var (
	StartSupervision   = act("supervision.start", Clock) // the order was paid
	SubmitSupervision  = act("supervision.submit", Buyer)
	ConfirmSupervision = act("supervision.confirm", Owner, Operations, Support)
	RefuseSupervision  = act("supervision.refuse", Owner, Operations, Support)
	UploadSupervision  = act("supervision.upload", Owner, Operations, Support) // evidence before delivering
	DeliverSupervision = act("supervision.deliver", Owner, Operations, Support)
	AcceptSupervision  = act("supervision.accept", Buyer)
	RejectSupervision  = act("supervision.reject", Buyer)
	RemindSupervision  = act("supervision.remind", Clock) // §14.2: open for 180 days
	CloseSupervision   = act("supervision.close", Clock)  // §14.2: open for 365 days, off by default
)

// The acts of the other kinds of delivery (transactions.md §2.4).
var (
	PresentSupervision   = act("supervision.present", Owner, Operations, Support) // a draft or a test build
	AgreeSupervision     = act("supervision.agree", Buyer)                        // to the draft or the build
	IdentifySupervision  = act("supervision.identify", Buyer)                     // License 1.0: the code to deliver by
	ReceiveSupervision   = act("supervision.receive", Buyer)                      // License 2.0: takes the authorization code
	ActivateSupervision  = act("supervision.activate", Program)                   // the seller's program activates the code
	ProveSupervision     = act("supervision.prove", Owner, Operations, Support)   // delivery proof behind the activation
	ShipSupervision      = act("supervision.ship", Owner, Operations, Support)
	ReaddressSupervision = act("supervision.readdress", Buyer) // before the shipment only
	TrackSupervision     = act("supervision.track", Buyer)     // the courier's news, through the shop front
	AssumeSupervision    = act("supervision.assume", Clock)    // ten days after the courier reported signed
	DelegateSupervision  = act("supervision.delegate", Buyer)  // automatic deployment: who deploys in the buyer's account
	SecureSupervision    = act("supervision.secure", Buyer)    // automatic deployment: a security group for it
	LaunchSupervision    = act("supervision.launch", Buyer)    // automatic deployment begins
	DeploySupervision    = act("supervision.deploy", Buyer)    // the package runs
	WarnSupervision      = act("supervision.warn", Clock)      // a node's time runs out
)

// What the operator does to a delivery (transactions.md §2.6, §10.2).
var (
	ApproveSupervision   = act("supervision.approve", Reviewer) // first step of the platform's review
	EndorseSupervision   = act("supervision.endorse", Manager)  // second step
	DeclineSupervision   = act("supervision.decline", Reviewer, Manager)
	MarkSupervision      = act("supervision.mark", Reviewer, Manager) // track of the customer, kind of coupon
	ExtendSupervision    = act("supervision.extend", Manager)
	TerminateSupervision = act("supervision.terminate", Manager)
	ReopenSupervision    = act("supervision.reopen", Manager)
)

// SupervisionID names a delivery flow.
type SupervisionID = ID[Supervision]

// SupervisionStatus says whether the flow runs.
type SupervisionStatus string

// The states of a flow: an appeal freezes it, acceptance or a refund ends it.
const (
	SupervisionRunning SupervisionStatus = "running"
	SupervisionFrozen  SupervisionStatus = "frozen"
	SupervisionDone    SupervisionStatus = "done"
	SupervisionClosed  SupervisionStatus = "closed"
)

// SupervisionStatuses lists the states, for filters.
var SupervisionStatuses = []SupervisionStatus{SupervisionRunning, SupervisionFrozen, SupervisionDone, SupervisionClosed}

// Key names the status's words.
func (s SupervisionStatus) Key() string { return "supervision.status_" + string(s) }

// Tone is the status's colour.
func (s SupervisionStatus) Tone() Tone {
	switch s {
	case SupervisionRunning:
		return Accent
	case SupervisionFrozen:
		return Frozen
	case SupervisionDone:
		return OK
	case SupervisionClosed:
		return Warn
	}
	return Neutral
}

// Supervision is the delivery flow of one order.
type Supervision struct {
	SellerID      SellerID
	ID            SupervisionID
	OrderID       OrderID
	Flow          JSON[Flow]
	Node          Node
	Ordinal       int
	Turn          Party
	Status        SupervisionStatus
	StartedAt     time.Time
	EnteredAt     time.Time
	DueAt         *time.Time
	RankAt        time.Time // place in a list by remaining time
	FrozenAt      *time.Time
	Paused        time.Duration // working time that the node stood still
	OpenedAt      *time.Time    // actual service opening time (§1.4)
	Requirement   string
	Result        string
	SellerRejects int
	BuyerRejects  int
	DoneAt        *time.Time
	Test          bool
	Version       int
	Link          string        // where a draft or a test build is looked at
	Code          string        // identification code to deliver by (License 1.0)
	SellerSpent   time.Duration // working time that the seller's earlier turns took
}

// Step is the node that the flow stands at.
func (s Supervision) Step() FlowNode { return s.Flow.V.At(s.Node) }

// Over reports whether nothing more can happen.
func (s Supervision) Over() bool {
	return s.Status == SupervisionDone || s.Status == SupervisionClosed
}

// Now refuses an act that the flow does not wait for (transactions.md §2.8).
func (s Supervision) Now(act Act) error {
	switch step := s.Step(); {
	case s.Over():
		return Conflict("supervision.is_over", Word(s.Node.Key()))
	case s.Status == SupervisionFrozen:
		return Conflict("supervision.is_frozen", Word(string(act)))
	case act != step.Act && act != step.Back:
		return Conflict("supervision.not_your_turn", Word("common.party_"+string(step.Party)), Word(s.Node.Key()))
	}
	return nil
}

// Open lists what the flow waits for, for the actor.
func (s Supervision) Open(actor Actor) []Act {
	var open []Act
	for _, a := range []Act{s.Step().Act, s.Step().Back} {
		if a != "" && actor.May(a) && s.Now(a) == nil {
			open = append(open, a)
		}
	}
	return open
}

// Begin puts a new flow to its first node.
func (s *Supervision) Begin(now time.Time, calendar Calendar) {
	s.StartedAt, s.Status = now, SupervisionRunning
	s.enter(s.Flow.V.Nodes[0].Key, now, calendar)
}

// Do carries the flow on or sends it back (transactions.md §2.3).
func (s *Supervision) Do(act Act, now time.Time, calendar Calendar) error {
	if err := s.Now(act); err != nil {
		return err
	}
	step := s.Step()
	if act == step.Back {
		if step.Party == PartySeller {
			s.SellerRejects++
		} else {
			s.BuyerRejects++
		}
		s.enter(step.BackTo, now, calendar)
		return nil
	}
	s.enter(s.Flow.V.After(s.Node), now, calendar)
	return nil
}

// Freeze stops the flow for an appeal; until then the other side is waited for (§3).
func (s *Supervision) Freeze(now, until time.Time) {
	s.Status, s.FrozenAt, s.Turn, s.RankAt = SupervisionFrozen, &now, PartyOperator, until
}

// Ask makes a frozen flow wait for a party until then.
func (s *Supervision) Ask(party Party, until time.Time) { s.Turn, s.RankAt = party, until }

// Thaw lets the flow go on where it stood; the time it stood still does not count.
func (s *Supervision) Thaw(now time.Time, calendar Calendar) {
	if s.FrozenAt == nil {
		return
	}
	still := calendar.Between(*s.FrozenAt, now)
	s.Paused += still
	if s.DueAt != nil {
		due := calendar.Plus(*s.DueAt, still)
		s.DueAt = &due
	}
	s.Status, s.FrozenAt, s.Turn = SupervisionRunning, nil, s.Step().Party
	s.rank()
}

// Return sends a frozen flow to an earlier node by the operator's decision (§3).
func (s *Supervision) Return(to Node, now time.Time, calendar Calendar) {
	s.Thaw(now, calendar)
	s.enter(to, now, calendar)
}

// Finish ends the flow: the service is accepted, by the buyer or on the buyer's behalf.
func (s *Supervision) Finish(now time.Time, calendar Calendar) {
	s.Thaw(now, calendar)
	s.enter(NodeDone, now, calendar)
}

// Close ends the flow because its order is refunded (§2.3).
func (s *Supervision) Close(now time.Time, calendar Calendar) {
	s.Thaw(now, calendar)
	s.enter(NodeClosed, now, calendar)
}

func (s *Supervision) enter(node Node, now time.Time, calendar Calendar) {
	step := s.Flow.V.At(node)
	if before := s.Step(); before.Party == PartySeller && !s.EnteredAt.IsZero() {
		s.SellerSpent += s.Used(now, calendar)
	}
	s.Node, s.Turn = node, step.Party
	if node != NodeClosed { // a closed flow keeps how far it came
		s.Ordinal = s.Flow.V.Index(node)
	}
	s.EnteredAt, s.Paused, s.DueAt = now, 0, nil
	if step.Days > 0 {
		due := step.Due(now, calendar)
		s.DueAt = &due
	}
	switch node {
	case NodeDone:
		s.Status, s.DoneAt = SupervisionDone, &now
	case NodeClosed:
		s.Status, s.DoneAt = SupervisionClosed, &now
	}
	s.rank()
}

// rank places the flow: what is due first, then what has no limit, longest waiting first,
// then what is over.
func (s *Supervision) rank() {
	switch {
	case s.Over():
		s.RankAt = s.EnteredAt.AddDate(2000, 0, 0)
	case s.DueAt != nil:
		s.RankAt = *s.DueAt
	default:
		s.RankAt = s.EnteredAt.AddDate(1000, 0, 0)
	}
}

// Left is the working time until the node is late, negative when it is; it stands still
// while the flow is frozen.
func (s Supervision) Left(now time.Time, calendar Calendar) time.Duration {
	if s.FrozenAt != nil {
		now = *s.FrozenAt
	}
	switch {
	case s.DueAt == nil:
		return 0
	case now.After(*s.DueAt):
		return -calendar.Between(*s.DueAt, now)
	}
	return calendar.Between(now, *s.DueAt)
}

// Used is the working time since the node was entered, without what it stood still.
func (s Supervision) Used(now time.Time, calendar Calendar) time.Duration {
	if s.FrozenAt != nil {
		now = *s.FrozenAt
	}
	return max(calendar.Between(s.EnteredAt, now)-s.Paused, 0)
}

// Late reports whether the node's time has run out.
func (s Supervision) Late(now time.Time) bool {
	return s.Status == SupervisionRunning && s.DueAt != nil && now.After(*s.DueAt)
}

// Effective is when the service runs from: the actual opening time, else acceptance (§1.4).
func (s Supervision) Effective(accepted time.Time) time.Time {
	if s.OpenedAt != nil {
		return *s.OpenedAt
	}
	return accepted
}

// Requirement is what a buyer submits at the first node.
type Requirement struct {
	Text  string
	Files []Upload
}

// Check refuses a requirement without text (transactions.md §2.3).
func (r Requirement) Check() error {
	wrong := Invalids{}
	wrong.long("requirement", r.Text, 4000)
	return wrong.uploads(r.Files, "files").Err()
}

// Delivery is what a seller hands over (transactions.md §2.4).
type Delivery struct {
	Seen     int // version of the flow that the person looked at; 0 does not care
	OpenedAt *time.Time
	Result   string
	Link     string // of a draft or a test build
	Files    []Upload
}

// Deliver books the delivery at the flow (§1.4, §2.3): the documents must be there, the
// opening time lies between payment and now.
func (s *Supervision) Deliver(d Delivery, have []EvidenceKind, paid, now time.Time, calendar Calendar) error {
	return s.HandOver(DeliverSupervision, d, have, paid, now, calendar)
}

// HandOver books what the seller hands over at any of its nodes: a draft, a test build, a
// shipment, a proof, the service itself. The node says which documents it takes.
func (s *Supervision) HandOver(act Act, d Delivery, have []EvidenceKind, paid, now time.Time, calendar Calendar) error {
	if err := s.Now(act); err != nil {
		return err
	}
	wrong := Invalids{}
	for _, f := range d.Files {
		have = append(have, f.Kind)
	}
	if missing := MissingEvidence(s.Step().Evidence, have); len(missing) > 0 {
		wrong.With("files", "evidence.missing_these", len(EvidenceNeeds(missing, nil)), Words(missing))
	}
	if d.OpenedAt != nil && (d.OpenedAt.Before(paid) || d.OpenedAt.After(now)) {
		wrong.With("opened_at", "supervision.opened_outside", paid, now, *d.OpenedAt)
	}
	wrong.long("result", d.Result, 2000)
	switch {
	case act != PresentSupervision:
	case d.Link == "" && len(d.Files) == 0:
		wrong.With("link", "supervision.link_or_files")
	case d.Link != "" && !webAddress(d.Link):
		wrong.With("link", "supervision.not_a_link", d.Link)
	}
	if err := wrong.uploads(d.Files, "files").Err(); err != nil {
		return err
	}
	if d.OpenedAt != nil {
		s.OpenedAt = d.OpenedAt
	} else if act == DeliverSupervision {
		s.OpenedAt = nil
	}
	s.Result = d.Result
	if d.Link != "" {
		s.Link = d.Link
	}
	return s.Do(act, now, calendar)
}

func webAddress(text string) bool {
	at, err := url.Parse(text)
	return err == nil && len(text) <= 500 && at.Host != "" && (at.Scheme == "http" || at.Scheme == "https")
}

// long adds a fault when a required text is empty or too long.
func (i Invalids) long(field, text string, most int) {
	if n := len([]rune(strings.TrimSpace(text))); n == 0 {
		i.With(field, "problem.required")
	} else if n > most {
		i.With(field, "problem.too_long", most, n)
	}
}

// CheckReason refuses to send something back without saying why.
func CheckReason(reason string) error {
	wrong := Invalids{}
	wrong.long("reason", reason, 1000)
	return wrong.Err()
}
