package market

import (
	"time"

	"github.com/google/uuid"
)

// FulfilmentID names a message.
type FulfilmentID = ID[Fulfilment]

// Fulfilment is one thing that a seller's server must be told. Messages of one lane (an
// order and its renewals) go out one after the other.
type Fulfilment struct {
	SellerID   SellerID
	ID         FulfilmentID
	OrderID    OrderID
	Lane       OrderID
	Line       int // of an order with several instances; 1 where there is one
	InstanceID *ID[Instance]
	EndpointID *EndpointID // nil: the seller has no address
	Activity   Activity
	Status     FulfilmentStatus
	Attempts   int
	Polls      int
	ResultCode ResultCode
	Cause      JSON[*Reason]
	BegunAt    time.Time
	NextAt     *time.Time // nil: waits for the message before it, or for the end
	DeadlineAt time.Time
	SettledAt  *time.Time
	Test       bool
	Version    int
}

// Waiting reports whether the message waits for the one before it.
func (f Fulfilment) Waiting() bool { return f.Status == FulfilmentQueued && f.NextAt == nil }

// Failing reports whether the last call failed.
func (f Fulfilment) Failing() bool {
	return f.Status == FulfilmentRetrying || f.Status == FulfilmentExhausted
}

// Attempt is one call of a message, kept whole.
type Attempt struct {
	ID           ID[Attempt]
	FulfilmentID FulfilmentID
	No           int
	Activity     Activity
	At           time.Time
	ResultCode   ResultCode
	Outcome      Outcome
	Exchange     JSON[Exchange]
}

// FulfilmentLine is a message as a list shows it.
type FulfilmentLine struct {
	Fulfilment
	OrderNumber    string
	OrderStatus    OrderStatus
	ProductName    string
	SpecName       string
	Quantity       Quantity
	Amount         Money
	Currency       Currency
	InstanceNumber string
	EndpointURL    string
}

// FulfilmentSearch is which messages of a list are wanted; empty fields want all.
type FulfilmentSearch struct {
	Status   string // a status, or failing
	Activity Activity
	Code     ResultCode
	Text     string // beginning of an order's number or an instance's id
}

// Dispatch is all that sending a message takes.
type Dispatch struct {
	Fulfilment
	OrderNumber     string
	OrderType       OrderType
	OrderExpires    *time.Time
	OrderProduct    string // the wire's productId
	OrderCharging   Charging
	InstanceStatus  InstanceStatus
	InstanceNumber  string // as the seller's server calls it; empty before it is known
	URL             string
	RequireBodySign bool
	Timeout         time.Duration
	Keys            []KeyInUse // the active one first, then those that retire
}

// Due reports whether the act is what the message waits for now; somebody may have been
// faster, and a restart overtakes the schedule.
func (d Dispatch) Due(act Act, now time.Time) error {
	if _, err := FulfilmentMoves.Next(d.Status, act); err != nil {
		return err
	}
	if d.NextAt == nil || d.NextAt.After(now) {
		return Conflict("fulfilment.not_due", string(d.Status))
	}
	return nil
}

// Asked is the question: the message itself, or how far its instance is.
func (d Dispatch) Asked(act Act) Asked {
	asked := Asked{Activity: d.Activity, Instance: d.InstanceNumber, RequireBodySign: d.RequireBodySign}
	if act == QueryFulfilment {
		asked.Activity = ActivityQueryInstance
	}
	return asked
}

// Body is the request's body. The business id is another one for every request.
func (d Dispatch) Body(act Act) []byte {
	line := OrderLine(d.OrderNumber, d.Line)
	if act == QueryFulfilment {
		return QueryInstanceBody{InstanceID: d.InstanceNumber, Test: d.Test}.JSON()
	}
	switch d.Activity {
	case ActivityNewInstance:
		body := NewInstanceBody{OrderID: d.OrderNumber, OrderLineID: line, BusinessID: uuid.NewString(), Test: d.Test}
		if d.OrderCharging == ChargeOnDemand {
			body.ProductID = ItemCode(d.OrderProduct, d.Line) // one order may open several (production-interface.md §1.2)
		} else if d.OrderCharging == ChargeOnDemandPackage {
			body.ProductID = d.OrderProduct
		}
		return body.JSON()
	case ActivityQueryInstance:
		return QueryInstanceBody{InstanceID: d.InstanceNumber, Test: d.Test}.JSON()
	case ActivityRefreshInstance:
		body := RefreshInstanceBody{Scene: sceneOf(d.OrderType), OrderID: d.OrderNumber, OrderLineID: line,
			InstanceID: d.InstanceNumber, Test: d.Test}
		if d.OrderExpires != nil {
			body.ExpireTime = *d.OrderExpires
		}
		if body.Scene == SceneTrialToFormal {
			body.ProductID = d.OrderProduct // from days to months or years
		}
		return body.JSON()
	case ActivityUpdateInstanceStatus:
		return UpdateInstanceStatusBody{InstanceID: d.InstanceNumber, Freeze: d.InstanceStatus != InstanceInUse, Test: d.Test}.JSON()
	case ActivityReleaseInstance:
		return ReleaseInstanceBody{InstanceID: d.InstanceNumber, OrderID: d.OrderNumber, OrderLineID: line, Test: d.Test}.JSON()
	case ActivityUpgradeInstance:
		return UpgradeInstanceBody{InstanceID: d.InstanceNumber, OrderID: d.OrderNumber, OrderLineID: line, Test: d.Test}.JSON()
	case ActivityRefreshLicence:
		body := RefreshLicenceBody{Scene: sceneOf(d.OrderType), OrderID: d.OrderNumber, OrderLineID: line, Licence: d.InstanceNumber, Test: d.Test}
		if d.OrderExpires != nil {
			body.ExpireTime = *d.OrderExpires
		}
		return body.JSON()
	case ActivityUpdateLicenceStatus:
		return UpdateLicenceStatusBody{Licence: d.InstanceNumber, Freeze: d.InstanceStatus != InstanceInUse, Test: d.Test}.JSON()
	case ActivityReleaseLicence:
		body := ReleaseLicenceBody{Licence: d.InstanceNumber, Test: d.Test}
		if d.OrderType == OrderUnsubscribe {
			body.OrderID, body.OrderLineID = d.OrderNumber, line
		}
		return body.JSON()
	case ActivityOrderNotify:
		return OrderNotifyBody{OrderID: d.OrderNumber, OrderLineID: line, Test: d.Test}.JSON()
	}
	return nil
}

// sceneOf is why an order changes an instance's end.
func sceneOf(t OrderType) RefreshScene {
	switch t {
	case OrderTrialToFormal:
		return SceneTrialToFormal
	case OrderUnsubscribeRenewal:
		return SceneUnsubscribeRenewal
	case OrderRenewalChange:
		return SceneRenewalChange
	case OrderNew, OrderRenew, OrderChange, OrderTrial, OrderUnsubscribe:
		return SceneRenewal
	}
	return SceneRenewal
}

// Message is the request to be signed with the key.
func (d Dispatch) Message(act Act, key KeyInUse) Message {
	return Message{URL: d.URL, Body: d.Body(act), Asked: d.Asked(act), Key: key, Deadline: d.Timeout}
}

// ResultForged is the code of a server that does not know our signature. While a key is
// being replaced the call is made again with the key before.
const ResultForged ResultCode = "000001"

// Settle takes an answer: the next state, when to try again, or that the end has come:
// then NextAt is nil and the state not over, and ExhaustFulfilment must follow.
func (f *Fulfilment) Settle(call Act, verdict Verdict, plans Schedules, now time.Time, wish time.Duration) (err error) {
	if f.Status, err = f.Status.After(call, verdict.Outcome); err != nil {
		return err
	}
	planned := now
	if f.NextAt != nil && now.Sub(*f.NextAt) < time.Minute {
		planned = *f.NextAt // a few milliseconds a try must not lose the last one
	}
	f.ResultCode, f.Cause, f.NextAt = verdict.Code, JSON[*Reason]{&verdict.Cause}, nil
	f.Attempts++
	if call == QueryFulfilment {
		f.Polls++
	}
	if f.Status.Over() {
		f.SettledAt = &now
		return nil
	}
	plan, count := plans[f.Activity], f.Attempts
	if f.Status == FulfilmentProcessing {
		plan, count = plans[ActivityQueryInstance], f.Polls+1
	}
	next, again := plan.Next(count, planned, f.DeadlineAt.Add(-plan.Window))
	if !again && planned.Before(f.DeadlineAt) && f.Status == FulfilmentProcessing {
		next, again = f.DeadlineAt, true // one last look
	}
	if wished := now.Add(wish); again && wished.After(next) && !wished.After(f.DeadlineAt) {
		next = wished
	}
	if again {
		f.NextAt = &next
	}
	return nil
}

// Call is the act that calls the seller's server next.
func (f Fulfilment) Call() Act {
	if f.Status == FulfilmentProcessing {
		return QueryFulfilment
	}
	return SendFulfilment
}

// Restart sends the message again now, during its window and after
// (production-interface.md §3.1). An order that was given back is not opened any more.
func (f *Fulfilment) Restart(order OrderStatus, plans Schedules, now time.Time) (err error) {
	if f.Activity.Unsubscribes() && order != OrderProcessing {
		return Conflict("fulfilment.order_over", Word(order.Key()))
	}
	if f.Status, err = FulfilmentMoves.Next(f.Status, RestartFulfilment); err != nil {
		return err
	}
	if !now.Before(f.DeadlineAt) {
		f.DeadlineAt = now.Add(plans[f.Activity].Window)
	}
	f.NextAt, f.SettledAt, f.Polls = &now, nil, 0
	return nil
}

// Begin lets a message go out that waited for the one before it.
func (f *Fulfilment) Begin(plan Schedule, now time.Time) {
	f.BegunAt, f.NextAt, f.DeadlineAt = now, &now, plan.Ends(now)
}

// Exhaust ends the message when its last try failed.
func (f *Fulfilment) Exhaust(now time.Time) (err error) {
	if f.NextAt != nil || f.Waiting() {
		return Conflict("fulfilment.not_due", string(f.Status)) // somebody restarted it
	}
	if f.Status, err = FulfilmentMoves.Next(f.Status, ExhaustFulfilment); err != nil {
		return err
	}
	f.SettledAt = &now
	return nil
}

// FailedOrdersLimit is how many orders a month may fail before the product is taken off
// sale (production-interface.md §3.1).
const FailedOrdersLimit = 5

// SchedulesOf are the cadences under the installation's settings.
func SchedulesOf(s Settings) Schedules {
	all := DefaultSchedules()
	for _, a := range LicenceActivities {
		all[a] = Schedule{Every: []time.Duration{s.LicenceEvery.Duration}, Window: s.LicenceWindow.Duration}
	}
	for _, a := range Activities {
		plan := all[a]
		switch {
		case a == ActivityQueryInstance:
			plan.Window = s.DeliveryWindow.Duration
		case a.Unsubscribes():
			plan = Schedule{Every: []time.Duration{s.DeliveryEvery.Duration}, Window: s.DeliveryWindow.Duration}
		default:
			plan = Schedule{Every: []time.Duration{s.ReleaseEvery.Duration}, Window: s.ReleaseWindow.Duration}
		}
		all[a] = plan
	}
	return all
}

// Planned are the tries that are still to come if each fails: the first and the last of
// them, and how many there are.
func (f Fulfilment) Planned(plans Schedules) (first, last time.Time, count int) {
	if f.NextAt == nil || f.Status.Over() {
		return time.Time{}, time.Time{}, 0
	}
	plan := plans[f.Activity]
	if f.Status == FulfilmentProcessing {
		plan = plans[ActivityQueryInstance]
	}
	tries := f.Attempts
	if f.Status == FulfilmentProcessing {
		tries = f.Polls
	}
	first, last = *f.NextAt, *f.NextAt
	for count = 1; count < 500; count++ {
		next, again := plan.Next(tries+count, last, f.DeadlineAt.Add(-plan.Window))
		if !again {
			break
		}
		last = next
	}
	return first, last, count
}

// Diagnosis explains a failed call: what happened, why probably, and what to do.
type Diagnosis struct {
	Happened Reason
	Cause    Reason
	Next     []Reason
}

// Suspicion is what else is known about the address when a call to it has failed.
type Suspicion struct {
	Key      *Key // that signed
	Before   *Key // the one before it, if it was replaced lately
	Same     int  // calls of the last day with this result
	Calls    int  // calls of the last day
	Verified bool // the signature was computed anew and is the one that was sent
}

// Diagnose explains an attempt.
func Diagnose(f Fulfilment, attempt Attempt, seen Suspicion) Diagnosis {
	verdict := attempt.Exchange.V.Verdict
	var d Diagnosis
	switch {
	case verdict.Outcome == OutcomeSuccess:
		d.Happened, d.Cause = Because("fulfilment.happened_done", attempt.No), Because("fulfilment.cause_success")
		d.Next = []Reason{Because("fulfilment.next_nothing")}
		return d
	case verdict.Outcome == OutcomeProcessing:
		d.Happened, d.Cause = Because("fulfilment.happened_processing"), Because("fulfilment.likely_processing")
		d.Next = []Reason{Because("fulfilment.next_answer"), Because("fulfilment.next_or_restart")}
		return d
	case verdict.Code == ResultForged && seen.Verified:
		d.Happened = Because("fulfilment.happened_forged", string(verdict.Code), Word(verdict.Code.Key()), attempt.Exchange.V.KeyNumber)
	case verdict.Code != "":
		d.Happened = Because("fulfilment.happened_code", string(verdict.Code), Word(verdict.Code.Key()))
	default:
		d.Happened = Because("fulfilment.happened_failed", attempt.No, verdict.Cause)
	}
	switch {
	case verdict.Code == ResultForged && seen.Before != nil && seen.Key != nil:
		d.Cause = Because("fulfilment.likely_rotated", seen.Key.CreatedAt, seen.Before.Number, seen.Key.Number, seen.Same, seen.Calls)
		d.Next = append(d.Next, Because("fulfilment.next_use_key", seen.Key.Number))
	case verdict.Code == ResultForged:
		d.Cause = Because("fulfilment.likely_key", attempt.Exchange.V.KeyNumber, seen.Same, seen.Calls)
	default:
		d.Cause = Because("fulfilment.likely_"+failedCheck(verdict), seen.Same, seen.Calls)
	}
	if verdict.Advice.Key != "" {
		d.Next = append(d.Next, verdict.Advice)
	}
	if f.Status != FulfilmentDone && f.Status != FulfilmentCancelled {
		d.Next = append(d.Next, Because("fulfilment.next_restart"))
	}
	return d
}

func failedCheck(v Verdict) string {
	for _, check := range v.Checks {
		if !check.OK {
			return check.Name
		}
	}
	return "answered"
}
