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
	AssignAppeal   = act("appeal.assign", Manager)  // who handles it
	ContactAppeal  = act("appeal.contact", Manager) // a call or a mail that was made
	RemindAppeal   = act("appeal.remind", Clock)    // the time to decide runs out
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
	GroundLate        Ground = "late"        // buyer: the declared delivery time has passed (§2.4)
	GroundNoAccept    Ground = "no_accept"   // seller: the buyer never accepts
	GroundUnreachable Ground = "unreachable" // seller: the buyer never accepts and cannot be reached
	GroundReturn      Ground = "return"      // seller: hardware came back damaged or incomplete (§4.4)
	GroundOther       Ground = "other"
)

// Key names the ground's words.
func (g Ground) Key() string { return "appeal.ground_" + string(g) }

// Grounds are those that a party may name at the node: that a buyer never accepts can only
// be said where the buyer has the last word.
func Grounds(by Party, at Node) []Ground {
	if by == PartySeller && (at == NodeAccepting || at == NodeDeploy) {
		return []Ground{GroundNoAccept, GroundUnreachable, GroundDispute, GroundOther}
	}
	if by == PartyBuyer {
		return []Ground{GroundDispute, GroundIdle, GroundLate, GroundOther}
	}
	return []Ground{GroundDispute, GroundIdle, GroundOther}
}

// Proof is what shows that the flow's service was delivered: the documents of its handing
// over; a flow without any is proved by its waybill or by what shows the deployment.
func (f Flow) Proof() []EvidenceKind {
	switch need := f.Handover().Evidence; {
	case len(need) > 0:
		return need
	case f.Template == FlowHardware:
		return []EvidenceKind{EvidenceShipment}
	}
	return []EvidenceKind{EvidenceDeployment}
}

// Evidence is what the ground needs (transactions.md §3): delivery proof when the buyer
// never accepts, the letter of commitment too when the buyer cannot be reached.
func (g Ground) Evidence(flow Flow) []EvidenceKind {
	switch g {
	case GroundNoAccept:
		return flow.Proof()
	case GroundUnreachable:
		return append(slices.Clone(flow.Proof()), EvidenceCommitment)
	case GroundDispute, GroundIdle, GroundLate, GroundReturn, GroundOther:
		return nil
	}
	return nil
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
	RefundID      *RefundID // the hardware return that it is about (§4.4); nil: the delivery
	HandlerID     *PersonID // who of the operator's people handles it
	Handler       string
	RemindedAt    *time.Time
}

// Returned reports whether it is about a hardware return (§4.4).
func (a Appeal) Returned() bool { return a.RefundID != nil }

// Late reports whether the operator let the time to decide pass (§3: 3 working days).
func (a Appeal) Late(now time.Time) bool { return a.Status.Open() && now.After(a.DueAt) }

// Complaint is what somebody files.
type Complaint struct {
	By     Party
	Ground Ground
	Reason string
	Files  []Upload
}

// Check refuses a complaint that lacks its reason or the papers of its ground (§3).
func (c Complaint) Check(flow Flow, at Node, have []EvidenceKind) error {
	wrong := Invalids{}
	wrong.long("reason", c.Reason, 2000)
	if !slices.Contains(Grounds(c.By, at), c.Ground) {
		wrong.With("ground", "problem.not_an_option", string(c.Ground))
	}
	for _, f := range c.Files {
		have = append(have, f.Kind)
	}
	if missing := MissingEvidence(c.Ground.Evidence(flow), have); len(missing) > 0 {
		wrong.With("files", "evidence.missing_these", len(missing), Words(missing))
	}
	return wrong.uploads(c.Files, "files").Err()
}

// CheckReturn refuses a dispute over a hardware return without reason or evidence (§4.4).
func (c Complaint) CheckReturn() error {
	wrong := Invalids{}
	wrong.long("reason", c.Reason, 2000)
	if len(c.Files) == 0 {
		wrong.With("files", "problem.required")
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
