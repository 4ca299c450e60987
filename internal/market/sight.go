package market

import (
	"errors"
	"slices"
	"time"
)

// Sight is a delivery as one side sees it: what it may do now or why not, and which lines,
// files and calls it knows of. The storefront answers the buyer by it, and whoever wants to
// see as the other side is shown it.
type Sight struct {
	Party    Party
	Chances  []Chance
	Logs     []SupervisionLog
	Files    []Evidence
	Contacts []AppealContact
	Hidden   int // lines, files and calls that this side does not see
}

// Chance is an act that a side may do, or why it may not now.
type Chance struct {
	Act Act
	Why *Reason // nil: it may
}

// Open reports whether the side may do it now.
func (c Chance) Open() bool { return c.Why == nil }

// Scene is all that is known of a delivery, as its keeper sees it.
type Scene struct {
	Flow     Supervision
	Order    Order
	Logs     []SupervisionLog // newest first
	Files    []Evidence
	Appeals  []Appeal // newest first
	Contacts []AppealContact
	Refund   *Refund // where the page is about a refund: then about nothing else
}

// appeal is the dispute that is open; nil for none.
func (s Scene) appeal() *Appeal {
	for i := range s.Appeals {
		if s.Appeals[i].Status.Open() {
			return &s.Appeals[i]
		}
	}
	return nil
}

// See is the delivery as the party sees it.
func (s Scene) See(party Party, rules AppealPolicy, now time.Time) Sight {
	return s.SeeAs(party, party, rules, now)
}

// SeeAs is the delivery as the party sees it, shown to somebody who stands on another side:
// what that reader may not know is left out, and counted is what the party does not know.
func (s Scene) SeeAs(reader, party Party, rules AppealPolicy, now time.Time) Sight {
	sight := Sight{Party: party, Chances: s.chances(party, rules, now)}
	for _, log := range s.Logs {
		switch {
		case !SeesLog(reader, log):
		case SeesLog(party, log):
			log.Actor = nameFor(party, log.Party, log.Actor)
			sight.Logs = append(sight.Logs, log)
		default:
			sight.Hidden++
		}
	}
	for _, file := range s.Files {
		switch {
		case !s.SeesFile(reader, file):
		case s.SeesFile(party, file):
			file.UploadedBy = nameFor(party, file.Party, file.UploadedBy)
			sight.Files = append(sight.Files, file)
		default:
			sight.Hidden++
		}
	}
	for _, contact := range s.Contacts {
		switch {
		case reader != PartyOperator && !contact.Shared:
		case party == PartyOperator || contact.Shared:
			contact.Actor = nameFor(party, PartyOperator, contact.Actor)
			contact.Person = nameFor(party, PartyOperator, contact.Person)
			sight.Contacts = append(sight.Contacts, contact)
		default:
			sight.Hidden++
		}
	}
	return sight
}

// nameFor is who of a side did something, as the party knows it: a buyer deals with the seller
// and the marketplace, not with their people.
func nameFor(party, of Party, name string) string {
	if party == PartyBuyer && of != PartyBuyer {
		return ""
	}
	return name
}

// NameFor is who did a step of the refund, as the party knows it.
func (l RefundLog) NameFor(party Party) string { return nameFor(party, l.Party, l.Actor) }

// inside are the acts of a flow's log that are nobody else's business than the seller's and
// the operator's.
var inside = []Act{UploadSupervision, MarkSupervision}

// SeesLog reports whether the side sees the line: the buyer does not see what the seller
// prepares, nor how the operator sorts its customers.
func SeesLog(party Party, log SupervisionLog) bool {
	return party != PartyBuyer || !slices.Contains(inside, log.Act)
}

// SeesFile reports whether the side sees the document: a letter of commitment is between the
// seller and the operator, and what the seller prepared is the buyer's once it is handed over.
func (s Scene) SeesFile(party Party, file Evidence) bool {
	if party != PartyBuyer || file.Party == PartyBuyer {
		return true
	}
	if file.Kind == EvidenceCommitment {
		return false
	}
	for _, log := range s.Logs { // newest first
		if log.ID == ptr(file.LogID) {
			return log.Act != UploadSupervision
		}
		if log.Party == PartySeller && s.Flow.Flow.V.Index(log.ToNode) > s.Flow.Flow.V.Index(log.FromNode) && log.FromNode != NodeReview {
			return true
		}
	}
	return file.LogID == nil
}

func ptr[T any](p *T) (value T) {
	if p != nil {
		value = *p
	}
	return value
}

// chances are the acts that the side might want now, each with why it is closed.
func (s Scene) chances(party Party, rules AppealPolicy, now time.Time) []Chance {
	var all []Chance
	add := func(act Act, err error) {
		chance := Chance{Act: act}
		var problem *Problem
		if errors.As(err, &problem) {
			chance.Why = &problem.Reason
		}
		all = append(all, chance)
	}
	if step := s.Flow.Step(); s.Refund == nil && !s.Flow.Over() && step.Party == party {
		for _, act := range []Act{step.Act, step.Back} {
			if act != "" {
				add(act, s.Flow.Now(act))
			}
		}
	}
	open := s.appeal()
	switch party {
	case PartyOperator:
		if open != nil {
			asked, decided := *open, *open
			add(DecideAppeal, moved(AppealMoves.Next(decided.Status, DecideAppeal)))
			add(AskAppeal, moved(AppealMoves.Next(asked.Status, AskAppeal)))
		}
	case PartySeller, PartyBuyer:
		switch {
		case open == nil && s.Flow.ID.IsZero(), open == nil && s.Refund != nil && s.Flow.Over():
		case open == nil:
			add(FileAppeal, s.Flow.MayAppeal(party, rules, now))
		default:
			supplied, withdrawn := *open, *open
			if open.Status == AppealEvidence {
				add(SupplyAppeal, supplied.Supply(party, now))
			} else {
				add(SupplyAppeal, Conflict("appeal.nothing_asked"))
			}
			add(WithdrawAppeal, withdrawn.Withdraw(party, now))
		}
	case PartySystem:
	}
	return append(all, s.refundChances(party)...)
}

// refundActs are what each side does about a refund, in the order of its life; the first is
// what it is told of when nothing can be done.
var refundActs = map[Party][]Act{
	PartySeller:   {ApproveRefund, RejectRefund, AcceptRefund, DisputeRefund, AppealRefund},
	PartyBuyer:    {WithdrawRefund, ShipRefund},
	PartyOperator: {ConfirmRefund, GrantRefund, DenyRefund, SettleRefund},
}

// refundChances are what the side may do about a refund: ask for one, or decide on it. While
// the flow is frozen nobody may (transactions.md §2.3).
func (s Scene) refundChances(party Party) []Chance {
	var all []Chance
	add := func(act Act, err error) {
		chance := Chance{Act: act}
		var problem *Problem
		if errors.As(err, &problem) {
			chance.Why = &problem.Reason
		}
		all = append(all, chance)
	}
	switch {
	case s.Refund == nil && party == PartyBuyer && !s.Flow.Over():
		add(RequestRefund, s.Order.Guarantee(&s.Flow))
	case s.Refund == nil || !s.Refund.Status.Open():
	case s.Flow.Status == SupervisionFrozen && s.Refund.Status != RefundApproved:
		for _, act := range refundActs[party] {
			if s.Refund.Status == RefundAppealed && act == refundActs[party][0] || s.Refund.Status != RefundAppealed && RefundMoves.Can(s.Refund.Status, act) {
				add(act, Conflict("refund.is_frozen"))
			}
		}
	default:
		for _, act := range refundActs[party] {
			if RefundMoves.Can(s.Refund.Status, act) {
				add(act, nil)
			}
		}
		if len(all) == 0 && party != PartyOperator && party != PartySystem {
			add(refundActs[party][0], moved(RefundMoves.Next(s.Refund.Status, refundActs[party][0])))
		}
	}
	return all
}

// moved keeps of a move whether it may be made.
func moved[S ~string](_ S, err error) error { return err }
