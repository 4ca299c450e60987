package market

import (
	"slices"
	"time"
)

// Stalls are the orders that do not move: each with what it waits for, who must act, and
// until when. The deadlines are those of the timers; nothing is counted a second time.
var Stalls = area("stall", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// StallCause is what an order waits for.
type StallCause string

// The causes, by the step of the order's life that does not come to its end.
const (
	StallUnpaid      StallCause = "unpaid"      // §1.2: the payment window is open
	StallUnopened    StallCause = "unopened"    // paid, and nobody asks the seller's server to open it
	StallOpening     StallCause = "opening"     // §1.5: the seller's server said "under way"
	StallFailing     StallCause = "failing"     // §1.5: calls fail and are tried again
	StallExhausted   StallCause = "exhausted"   // §1.5: no more tries; to be restarted by hand
	StallBuyer       StallCause = "buyer"       // §2.3: the delivery waits for the buyer
	StallSeller      StallCause = "seller"      // §2.3: the delivery waits for the seller
	StallDocument    StallCause = "document"    // §2.6: the seller cannot hand over, documents are missing
	StallOperator    StallCause = "operator"    // §2.6: the platform reviews the delivery
	StallActivation  StallCause = "activation"  // §2.4: the authorization code is not activated
	StallAppeal      StallCause = "appeal"      // §3: an appeal freezes the delivery
	StallRefund      StallCause = "refund"      // §4.3: the seller has to decide
	StallReturning   StallCause = "returning"   // §4.4: the buyer has to send the goods back
	StallInspecting  StallCause = "inspecting"  // §4.4: the seller has to inspect what came back
	StallDeciding    StallCause = "deciding"    // §4.3, §4.4: the operator has to decide over the refund
	StallInvoice     StallCause = "invoice"     // §4.5: an invoice must be returned first
	StallPaying      StallCause = "paying"      // §4.3: the money is on its way back
	StallIssuing     StallCause = "issuing"     // catalogue.md §7.2: an invoice was asked for
	StallUnrepaid    StallCause = "unrepaid"    // §6.2: a postpaid customer has not settled
	StallUncertified StallCause = "uncertified" // §6.2: no certified account, so no statement
)

// StallCauses lists the causes in the order of an order's life.
var StallCauses = []StallCause{StallUnpaid, StallUnopened, StallOpening, StallFailing, StallExhausted, StallBuyer, StallSeller, StallDocument,
	StallOperator, StallActivation, StallAppeal, StallRefund, StallReturning, StallInspecting, StallDeciding,
	StallInvoice, StallPaying, StallIssuing, StallUnrepaid, StallUncertified}

// Key names the cause's words.
func (c StallCause) Key() string { return "stall.cause_" + string(c) }

// Tone is the cause's colour: red only for what fails.
func (c StallCause) Tone() Tone {
	switch c {
	case StallFailing, StallExhausted:
		return Bad
	case StallDocument, StallUnopened, StallInvoice, StallUncertified:
		return Warn
	case StallAppeal:
		return Frozen
	case StallSeller, StallRefund, StallInspecting, StallIssuing:
		return Accent
	case StallUnpaid, StallOpening, StallBuyer, StallOperator, StallActivation, StallReturning, StallDeciding, StallPaying, StallUnrepaid:
		return Neutral
	}
	return Neutral
}

// StallSearch is which of them are wanted; empty fields want all.
type StallSearch struct {
	Cause StallCause
	Owner Party
	Late  bool
	Text  string     // beginning of the order's number, part of the product or the customer
	After *time.Time // waits since later than that
	Until *time.Time // waits since that or longer
}

// Stall is one order that does not move.
type Stall struct {
	SellerID     SellerID
	OrderID      OrderID
	Number       string
	ProductID    ProductID
	ProductName  string
	SpecName     string
	CustomerID   string
	CustomerName string
	Amount       Money
	Currency     Currency
	PlacedAt     time.Time
	CompanyName  string // for the operator

	Cause   StallCause
	Owner   Party
	Subject string // id of the row that it waits at
	Since   time.Time
	DueAt   *time.Time // nil: no limit
	RankAt  time.Time

	Refund   RefundStatus   // of the refund that it waits for
	Invoice  *InvoiceID     // that has to go back before the money
	Activity Activity       // of the message
	Code     ResultCode     // its last answer
	Flow     *Supervision   // the delivery, where it waits there
	Appeal   *Appeal        // the one that freezes it
	Missing  []EvidenceNeed // documents without which it cannot be handed over
	Handlers []string       // who of the seller's people holds the product and may act
}

// Late reports whether who must act let the time pass.
func (s Stall) Late(now time.Time) bool { return s.DueAt != nil && now.After(*s.DueAt) }

// Working reports whether the time left is counted in working time (§2.4, §3, §4.3): the
// windows of payment and calls, and invoices, run in calendar time.
func (s Stall) Working() bool {
	switch s.Cause {
	case StallBuyer, StallSeller, StallDocument, StallOperator, StallActivation:
		return s.Flow == nil || !s.Flow.Step().Natural
	case StallAppeal:
		return s.Appeal == nil || s.Appeal.Status != AppealEvidence
	case StallRefund:
		return true
	case StallDeciding:
		return s.Refund == RefundDisputed || s.Refund == RefundAppealed
	case StallUnpaid, StallUnopened, StallOpening, StallFailing, StallExhausted, StallReturning, StallInspecting, StallInvoice, StallPaying,
		StallIssuing, StallUnrepaid, StallUncertified:
		return false
	}
	return false
}

// Act is what carries the order on; empty where it is nobody's act of this house.
func (s Stall) Act() Act {
	switch s.Cause {
	case StallUnpaid:
		return PayOrder
	case StallUnopened, StallFailing, StallExhausted:
		return RestartFulfilment
	case StallOpening:
		return QueryFulfilment
	case StallBuyer, StallSeller, StallOperator, StallActivation:
		if s.Flow != nil {
			return s.Flow.Step().Act
		}
	case StallDocument:
		return UploadSupervision
	case StallAppeal:
		if s.Owner == PartyOperator {
			return DecideAppeal
		}
		return SupplyAppeal
	case StallRefund:
		return ApproveRefund
	case StallReturning:
		return ShipRefund
	case StallInspecting:
		return AcceptRefund
	case StallDeciding:
		return map[RefundStatus]Act{RefundTransit: ConfirmRefund, RefundReviewing: GrantRefund, RefundAppealed: DecideAppeal, RefundDisputed: SettleRefund}[s.Refund]
	case StallPaying:
		return PayRefund
	case StallInvoice:
		if s.Owner == PartyBuyer {
			return GiveBackInvoice
		}
		return ReturnInvoice
	case StallIssuing:
		return IssueInvoice
	case StallUnrepaid:
		return RepayOrder
	case StallUncertified:
		return StartCertification
	}
	return ""
}

// Where is the kind of page on which it is done.
func (s Stall) Where() Area {
	switch s.Cause {
	case StallUnpaid, StallUnopened, StallUnrepaid:
		return Orders
	case StallOpening, StallFailing, StallExhausted:
		return Fulfilments
	case StallBuyer, StallSeller, StallDocument, StallOperator, StallActivation:
		return Supervisions
	case StallAppeal:
		return Appeals
	case StallRefund, StallReturning, StallInspecting, StallDeciding, StallPaying:
		return Refunds
	case StallInvoice, StallIssuing:
		return Invoices
	case StallUncertified:
		return Certifications
	}
	return Orders
}

// Otherwise is what happens if nobody does it (§1.2, §1.5, §2.3, §3, §4.3-§4.5, §6.2; invoices:
// catalogue.md §7.2).
func (s Stall) Otherwise() Reason {
	sum := s.Currency.Sum(s.Amount)
	switch s.Cause {
	case StallBuyer, StallSeller, StallDocument, StallOperator, StallActivation:
		return Because("stall.otherwise_delivery", sum)
	case StallOpening, StallFailing:
		if s.Activity == ActivityNewInstance || s.Activity == ActivityQueryInstance || s.Activity == ActivityUpgradeInstance {
			return Because("stall.otherwise_opening", sum)
		}
		return Because("stall.otherwise_call")
	case StallUnopened, StallInspecting, StallPaying:
		return Because("stall.otherwise_"+string(s.Cause), sum)
	case StallUnpaid, StallExhausted, StallAppeal, StallRefund, StallReturning, StallDeciding, StallInvoice, StallIssuing, StallUnrepaid, StallUncertified:
	}
	return Because("stall.otherwise_" + string(s.Cause))
}

// Judge settles what the delivery itself says: whose turn it is, what is missing, until when
// (§2.3, §2.6, §3). have are the documents that are there.
func (s *Stall) Judge(flow Supervision, appeal *Appeal, have []EvidenceKind) {
	s.Flow, s.Appeal, s.Owner, s.DueAt = &flow, appeal, flow.Turn, flow.DueAt
	switch {
	case flow.Status == SupervisionFrozen:
		s.Cause = StallAppeal
		if s.DueAt = nil; appeal != nil {
			s.DueAt = &appeal.DueAt
		}
		return
	case flow.Turn == PartyBuyer:
		s.Cause = StallBuyer
	case flow.Turn == PartyOperator:
		s.Cause = StallOperator
	case flow.Turn == PartySystem:
		s.Cause = StallActivation
	case flow.Turn == PartySeller:
		s.Cause = StallSeller
		s.Missing = slices.DeleteFunc(EvidenceNeeds(flow.Step().Evidence, have), func(n EvidenceNeed) bool { return n.Missing == 0 })
		if len(s.Missing) > 0 {
			s.Cause = StallDocument
		}
	}
}

// StallCounts is how many stand still, by who must act.
type StallCounts struct {
	Seller, Buyer, Operator, System int
	Late                            int // of all
	OursLate                        int // the seller's
}

// All is how many stand still.
func (c StallCounts) All() int { return c.Seller + c.Buyer + c.Operator + c.System }

// Of is how many wait for the party.
func (c StallCounts) Of(party Party) int {
	return map[Party]int{PartySeller: c.Seller, PartyBuyer: c.Buyer, PartyOperator: c.Operator, PartySystem: c.System}[party]
}

// Holder is somebody of the seller to whom a product is granted (catalogue.md §0.6).
type Holder struct {
	ProductID ProductID
	Name      string
	Roles     JSON[[]Role]
	Rights    JSON[[]Right]
}

// HandledBy names who of the holders may do what carries the order on.
func (s Stall) HandledBy(holders []Holder) (names []string) {
	act := s.Act()
	if s.Owner != PartySeller || act == "" {
		return nil
	}
	for _, h := range holders {
		if h.ProductID == s.ProductID && (Actor{Roles: h.Roles.V, Rights: h.Rights.V}).May(act) {
			names = append(names, h.Name)
		}
	}
	return names
}
