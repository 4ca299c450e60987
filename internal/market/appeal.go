package market

import (
	"slices"
	"time"
)

// Appeals are disputes over a delivery, decided by the operator (transactions.md §3).
var Appeals = area("appeal", Owner, Operations, Support, Manager)

// The acts on an appeal.
var (
	FileAppeal     = act("appeal.file", Owner, Operations, Support, Buyer)
	WithdrawAppeal = act("appeal.withdraw", Owner, Operations, Support, Buyer)
	AskAppeal      = act("appeal.ask", Manager)
	SupplyAppeal   = act("appeal.supply", Owner, Operations, Support, Buyer)
	LapseAppeal    = act("appeal.lapse", Clock) // the time to supply is over: decided on file
	DecideAppeal   = act("appeal.decide", Manager)
	RejectAppeal   = act("appeal.reject", Manager)
)

// AppealID names an appeal.
type AppealID = ID[Appeal]

// AppealStatus is where an appeal stands.
type AppealStatus string

// The states of an appeal.
const (
	AppealPending   AppealStatus = "pending"
	AppealEvidence  AppealStatus = "evidence" // waits for more evidence
	AppealDecided   AppealStatus = "decided"
	AppealRejected  AppealStatus = "rejected"
	AppealWithdrawn AppealStatus = "withdrawn"
)

// AppealStatuses lists the states, for filters.
var AppealStatuses = []AppealStatus{AppealPending, AppealEvidence, AppealDecided, AppealRejected, AppealWithdrawn}

// Key names the status's words.
func (s AppealStatus) Key() string { return "appeal.status_" + string(s) }

// Tone is the status's colour.
func (s AppealStatus) Tone() Tone {
	switch s {
	case AppealPending:
		return Accent
	case AppealEvidence:
		return Warn
	case AppealDecided:
		return OK
	case AppealRejected:
		return Bad
	case AppealWithdrawn:
		return Neutral
	}
	return Neutral
}

// Open reports whether the appeal still waits for the operator.
func (s AppealStatus) Open() bool { return s == AppealPending || s == AppealEvidence }

// AppealMoves is the life of an appeal (transactions.md §3).
var AppealMoves = Moves[AppealStatus]{
	{AppealPending, WithdrawAppeal, AppealWithdrawn},
	{AppealPending, AskAppeal, AppealEvidence},
	{AppealEvidence, SupplyAppeal, AppealPending},
	{AppealEvidence, LapseAppeal, AppealPending},
	{AppealEvidence, WithdrawAppeal, AppealWithdrawn},
	{AppealPending, DecideAppeal, AppealDecided},
	{AppealPending, RejectAppeal, AppealRejected},
}

// Ground says why somebody appeals; some need papers of their own (transactions.md §3).
type Ground string

// The grounds.
const (
	GroundDispute     Ground = "dispute"     // what was agreed is disputed
	GroundIdle        Ground = "idle"        // the other side does nothing
	GroundNoAccept    Ground = "no_accept"   // seller: the buyer never accepts
	GroundUnreachable Ground = "unreachable" // seller: the buyer never accepts and cannot be reached
	GroundOther       Ground = "other"
)

// Key names the ground's words.
func (g Ground) Key() string { return "appeal.ground_" + string(g) }

// Grounds are those that a party may name at the node: that a buyer never accepts can only
// be said where acceptance is waited for.
func Grounds(by Party, at Node) []Ground {
	if by == PartySeller && at == NodeAccepting {
		return []Ground{GroundNoAccept, GroundUnreachable, GroundDispute, GroundOther}
	}
	return []Ground{GroundDispute, GroundIdle, GroundOther}
}

// Evidence is what the ground needs (transactions.md §3): delivery proof when the buyer
// never accepts, the letter of commitment too when the buyer cannot be reached.
func (g Ground) Evidence() []EvidenceKind {
	switch g {
	case GroundNoAccept:
		return []EvidenceKind{EvidenceSOW, EvidenceAcceptance}
	case GroundUnreachable:
		return []EvidenceKind{EvidenceSOW, EvidenceAcceptance, EvidenceCommitment}
	case GroundDispute, GroundIdle, GroundOther:
		return nil
	}
	return nil
}

// AppealOutcome is what the operator decides.
type AppealOutcome string

// The outcomes (transactions.md §3).
const (
	OutcomeContinue AppealOutcome = "continue"
	OutcomeReturn   AppealOutcome = "return"
	OutcomeAccept   AppealOutcome = "accept"
	OutcomeRefund   AppealOutcome = "refund"
	OutcomeReject   AppealOutcome = "reject"
)

// AppealOutcomes lists what can be decided.
var AppealOutcomes = []AppealOutcome{OutcomeContinue, OutcomeReturn, OutcomeAccept, OutcomeRefund, OutcomeReject}

// Key names the outcome's words.
func (o AppealOutcome) Key() string { return "appeal.outcome_" + string(o) }

// Act is what deciding so is.
func (o AppealOutcome) Act() Act {
	if o == OutcomeReject {
		return RejectAppeal
	}
	return DecideAppeal
}

// Appeal is one dispute over one flow.
type Appeal struct {
	SellerID      SellerID
	ID            AppealID
	Number        string
	SupervisionID SupervisionID
	OrderID       OrderID
	FiledBy       Party
	Filer         string
	Node          Node
	Ground        Ground
	Reason        string
	Status        AppealStatus
	Outcome       AppealOutcome
	ReturnNode    Node
	RefundAmount  *Money
	Asked         string
	AskedParty    Party
	Conclusion    string
	DecidedBy     string
	FiledAt       time.Time
	DueAt         time.Time
	DecidedAt     *time.Time
	Test          bool
	Version       int
}

// Complaint is what somebody files.
type Complaint struct {
	By     Party
	Ground Ground
	Reason string
	Files  []Upload
}

// Check refuses a complaint that lacks its reason or the papers of its ground (§3).
func (c Complaint) Check(at Node, have []EvidenceKind) error {
	wrong := Invalids{}
	wrong.long("reason", c.Reason, 2000)
	if !slices.Contains(Grounds(c.By, at), c.Ground) {
		wrong.With("ground", "problem.not_an_option", string(c.Ground))
	}
	for _, f := range c.Files {
		have = append(have, f.Kind)
	}
	if missing := MissingEvidence(c.Ground.Evidence(), have); len(missing) > 0 {
		wrong.With("files", "evidence.missing_these", len(missing), Words(missing))
	}
	return wrong.uploads(c.Files, "files").Err()
}

// Withdraw takes the appeal back; only the side that filed it may (§3).
func (a *Appeal) Withdraw(by Party, now time.Time) (err error) {
	if by != a.FiledBy {
		return Conflict("appeal.not_yours", Word("common.party_"+string(a.FiledBy)))
	}
	a.Status, err = AppealMoves.Next(a.Status, WithdrawAppeal)
	a.DecidedAt = &now
	return err
}

// Ask makes one side supply more evidence until then (§3).
func (a *Appeal) Ask(party Party, text string, until time.Time) (err error) {
	wrong := Invalids{}
	wrong.long("asked", text, 1000)
	if party != PartySeller && party != PartyBuyer {
		wrong.With("asked_party", "problem.not_an_option", string(party))
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	a.Status, err = AppealMoves.Next(a.Status, AskAppeal)
	a.Asked, a.AskedParty, a.DueAt = text, party, until
	return err
}

// Supply answers the question; the operator decides until then.
func (a *Appeal) Supply(by Party, until time.Time) error {
	next, err := AppealMoves.Next(a.Status, SupplyAppeal)
	if err != nil {
		return err
	}
	if by != a.AskedParty {
		return Conflict("appeal.not_asked", Word("common.party_"+string(a.AskedParty)))
	}
	a.Status, a.DueAt = next, until
	return nil
}

// Lapse ends the time to supply: the operator decides on file until then (§3).
func (a *Appeal) Lapse(now, until time.Time) (err error) {
	if a.Status == AppealEvidence && now.Before(a.DueAt) {
		return Conflict("problem.not_now", Word(string(LapseAppeal)), string(a.Status))
	}
	a.Status, err = AppealMoves.Next(a.Status, LapseAppeal)
	a.DueAt = until
	return err
}

// Decision is what the operator decides, and why.
type Decision struct {
	Outcome    AppealOutcome
	ReturnNode Node
	Amount     Money
	Conclusion string
}

// Decide closes the appeal (§3): a return needs a node of the flow that was passed already,
// acceptance on behalf needs the proof, a refund an amount that may still be paid back.
func (a *Appeal) Decide(d Decision, s Supervision, order Order, have []EvidenceKind, by string, now time.Time) error {
	if !a.Status.Open() {
		return Conflict("appeal.is_over", Word(a.Status.Key()))
	}
	wrong := Invalids{}
	wrong.long("conclusion", d.Conclusion, 2000)
	switch d.Outcome {
	case OutcomeContinue, OutcomeReject:
	case OutcomeReturn:
		if i := s.Flow.V.Index(d.ReturnNode); i == len(s.Flow.V.Nodes) || i > s.Flow.V.Index(s.Node) {
			wrong.With("return_node", "appeal.no_such_node", Word(s.Node.Key()))
		}
		a.ReturnNode = d.ReturnNode
	case OutcomeAccept:
		need := GroundNoAccept.Evidence()
		if a.Ground == GroundUnreachable {
			need = a.Ground.Evidence()
		}
		if missing := MissingEvidence(need, have); len(missing) > 0 {
			wrong.With("outcome", "evidence.missing_these", len(missing), Words(missing))
		}
	case OutcomeRefund:
		if d.Amount.Sign() <= 0 || d.Amount.Over(order.Refundable()) {
			wrong.With("amount", "refund.amount_outside", order.Refundable(), d.Amount)
		}
		a.RefundAmount = &d.Amount
	default:
		wrong.With("outcome", "problem.not_an_option", string(d.Outcome))
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	next, err := AppealMoves.Next(a.Status, d.Outcome.Act())
	if err != nil {
		return err
	}
	a.Status, a.Outcome, a.Conclusion, a.DecidedBy, a.DecidedAt = next, d.Outcome, d.Conclusion, by, &now
	return nil
}
