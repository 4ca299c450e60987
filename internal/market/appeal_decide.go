package market

import (
	"slices"
	"time"
)

// AppealOutcome is what the operator decides.
type AppealOutcome string

// The outcomes (transactions.md §3).
const (
	OutcomeContinue AppealOutcome = "continue"
	OutcomeReturn   AppealOutcome = "return"
	OutcomeAccept   AppealOutcome = "accept"
	OutcomeRefund   AppealOutcome = "refund"
	OutcomeRefuse   AppealOutcome = "refuse" // a hardware return only: the goods stay with the buyer
	OutcomeReject   AppealOutcome = "reject"
)

// AppealOutcomes lists what can be decided over a delivery, ReturnOutcomes over a hardware
// return (§4.4).
var (
	AppealOutcomes = []AppealOutcome{OutcomeContinue, OutcomeReturn, OutcomeAccept, OutcomeRefund, OutcomeReject}
	ReturnOutcomes = []AppealOutcome{OutcomeRefund, OutcomeRefuse, OutcomeReject}
)

// Outcomes lists what the operator can decide about the appeal.
func (a Appeal) Outcomes() []AppealOutcome {
	if a.Returned() {
		return ReturnOutcomes
	}
	return AppealOutcomes
}

// Key names the outcome's words.
func (o AppealOutcome) Key() string { return "appeal.outcome_" + string(o) }

// Act is what deciding so is.
func (o AppealOutcome) Act() Act {
	if o == OutcomeReject {
		return RejectAppeal
	}
	return DecideAppeal
}

// ReturnOutcome is what becomes of a hardware return after a dispute (transactions.md §4.4).
type ReturnOutcome string

// What becomes of a disputed return.
const (
	ReturnRefund ReturnOutcome = "refund" // paid back, whole or in part
	ReturnResume ReturnOutcome = "resume" // the seller inspects on, with fresh time
	ReturnRefuse ReturnOutcome = "refuse" // nothing is paid back
)

// ReturnOutcome is what the decision means for the disputed return.
func (o AppealOutcome) ReturnOutcome() ReturnOutcome {
	switch o {
	case OutcomeRefund:
		return ReturnRefund
	case OutcomeRefuse:
		return ReturnRefuse
	case OutcomeContinue, OutcomeReturn, OutcomeAccept, OutcomeReject:
	}
	return ReturnResume
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
	if !slices.Contains(a.Outcomes(), d.Outcome) {
		wrong.With("outcome", "problem.not_an_option", string(d.Outcome))
	}
	switch d.Outcome {
	case OutcomeReturn:
		if !slices.Contains(s.Earlier(), d.ReturnNode) {
			wrong.With("return_node", "appeal.no_such_node", Word(s.Node.Key()))
		}
	case OutcomeAccept:
		if missing := MissingEvidence(a.acceptanceProof(s), have); len(missing) > 0 {
			wrong.With("outcome", "evidence.missing_these", len(missing), Words(missing))
		}
	case OutcomeRefund:
		if d.Amount.Sign() <= 0 || d.Amount.Over(order.Refundable()) {
			wrong.With("amount", "refund.amount_outside", order.Currency.Sum(order.Refundable()), order.Currency.Sum(d.Amount))
		}
	case OutcomeContinue, OutcomeRefuse, OutcomeReject:
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	next, err := AppealMoves.Next(a.Status, d.Outcome.Act())
	if err != nil {
		return err
	}
	switch d.Outcome {
	case OutcomeReturn:
		a.ReturnNode = d.ReturnNode
	case OutcomeRefund:
		a.RefundAmount = &d.Amount
	case OutcomeContinue, OutcomeAccept, OutcomeRefuse, OutcomeReject:
	}
	a.Status, a.Outcome, a.Conclusion, a.DecidedBy, a.DecidedAt = next, d.Outcome, d.Conclusion, by, &now
	return nil
}

// acceptanceProof is what accepting on the buyer's behalf needs (§3): delivery proof, and the
// letter of commitment when the buyer cannot be reached.
func (a Appeal) acceptanceProof(s Supervision) []EvidenceKind {
	if a.Ground == GroundUnreachable {
		return GroundUnreachable.Evidence(s.Flow.V)
	}
	return GroundNoAccept.Evidence(s.Flow.V)
}

// AcceptanceProof is what accepting on the buyer's behalf needs of the flow's documents.
func (a Appeal) AcceptanceProof(s Supervision) []EvidenceKind { return a.acceptanceProof(s) }

// Earlier are the nodes of the flow's own template before the one where it stands.
func (s Supervision) Earlier() []Node {
	var nodes []Node
	for i, node := range s.Flow.V.Nodes {
		if i < s.Ordinal {
			nodes = append(nodes, node.Key)
		}
	}
	return nodes
}

// OfReturn is what the decision says to the disputed return.
func (d Decision) OfReturn() ReturnDecision {
	return ReturnDecision{Outcome: d.Outcome.ReturnOutcome(), Amount: d.Amount, Note: d.Conclusion}
}

// Settle carries the decision out on the flow (§3): it goes on where it stood, goes back, is
// accepted or closed. After a dispute over a hardware return it goes on where it stood: what
// is decided befalls the return (§4.4).
func (s *Supervision) Settle(a Appeal, d Decision, now time.Time, calendar Calendar) {
	switch {
	case s.Over():
	case a.Returned():
		s.Thaw(now, calendar)
	case d.Outcome == OutcomeReturn:
		s.Return(d.ReturnNode, now, calendar)
	case d.Outcome == OutcomeAccept:
		s.Finish(now, calendar)
	case d.Outcome == OutcomeRefund:
		s.Close(now, calendar)
	default:
		s.Thaw(now, calendar)
	}
}

// Effect is one thing that a decision will do.
type Effect struct {
	Reason Reason
	Stop   bool // it keeps the decision from being made
}

// Effects are what the decision will do, by the very rules that carry it out: the flow is
// settled on a copy, so that the page shows what the act does. Invoiced is what the
// money waits for (§4.5), nil when nothing is in its way.
func (a Appeal) Effects(d Decision, s Supervision, order Order, have []EvidenceKind, invoiced *Reason, now time.Time, calendar Calendar) []Effect {
	var all []Effect
	say := func(key string, args ...any) { all = append(all, Effect{Reason: Because(key, args...)}) }
	stop := func(key string, args ...any) { all = append(all, Effect{Because(key, args...), true}) }
	after := s
	after.Settle(a, d, now, calendar)
	switch d.Outcome {
	case OutcomeContinue, OutcomeReject:
		if a.Returned() {
			say("appeal.effect_inspect")
			break
		}
		say("appeal.effect_goes_on", Word(after.Node.Key()), Word("common.party_"+string(after.Turn)))
		if after.DueAt != nil {
			say("appeal.effect_due", *after.DueAt)
		}
		if d.Outcome == OutcomeReject {
			say("appeal.effect_dismissed")
		}
	case OutcomeReturn:
		if len(s.Earlier()) == 0 {
			stop("appeal.effect_first_node", Word(s.Node.Key()))
			break
		}
		if d.ReturnNode == "" {
			say("appeal.effect_choose_node")
			break
		}
		say("appeal.effect_goes_back", Word(after.Node.Key()), Word("common.party_"+string(after.Turn)))
		if after.DueAt != nil {
			say("appeal.effect_fresh_due", *after.DueAt)
		} else {
			say("appeal.effect_no_limit")
		}
	case OutcomeAccept:
		if missing := MissingEvidence(a.acceptanceProof(s), have); len(missing) > 0 {
			stop("appeal.effect_lacks", len(missing), Words(missing))
		}
		say("appeal.effect_done")
		say("appeal.effect_billable", order.Currency.Sum(order.Refundable()), s.Effective(now))
	case OutcomeRefund:
		all = append(all, refundEffects(d.Amount, order)...)
		if invoiced != nil {
			say("appeal.effect_waits_invoice")
		}
	case OutcomeRefuse:
		say("appeal.effect_refused")
	}
	if after.Over() || a.Returned() && d.Outcome == OutcomeRefund {
		say("appeal.effect_told_over")
	} else {
		say("appeal.effect_told")
	}
	return all
}

// refundEffects are what becomes of the order when so much goes back (§4.3, §4.5, §6.8).
func refundEffects(amount Money, order Order) []Effect {
	left, sum := order.Refundable(), order.Currency.Sum
	part := func(key string, args ...any) Effect { return Effect{Reason: Because(key, args...)} }
	switch {
	case amount.Sign() == 0:
		return []Effect{part("appeal.effect_whole_or_part", sum(left))}
	case left.Over(amount):
		return []Effect{part("appeal.effect_refund_part", sum(amount), sum(left.Minus(amount))), part("appeal.effect_part_billable", sum(left.Minus(amount)))}
	}
	all := []Effect{part("appeal.effect_refund_whole", sum(amount)), part("appeal.effect_not_billable")}
	if order.InstanceID != nil {
		all = append(all, part("appeal.effect_released"))
	}
	return all
}
