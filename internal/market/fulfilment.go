package market

import (
	"slices"
	"time"
)

// Fulfilments are the messages by which the marketplace asks a seller's server to open,
// renew, freeze and release what was bought (production-interface.md §1, §3).
var Fulfilments = area("fulfilment", Owner, Operations, Support, Reviewer, Manager)

// The acts on a message. Send and Query remember a call that was made and how it ended.
var (
	SendFulfilment    = act("fulfilment.send", Clock)
	QueryFulfilment   = act("fulfilment.query", Clock)
	ExhaustFulfilment = act("fulfilment.exhaust", Clock)
	CancelFulfilment  = act("fulfilment.cancel", Clock)
	RestartFulfilment = act("fulfilment.restart", Owner, Operations, Support)
)

// Activity is what a message asks for, in the protocol's spelling.
type Activity string

// The activities of V2.0 (production-interface.md §1.2).
const (
	ActivityNewInstance          Activity = "newInstance"
	ActivityQueryInstance        Activity = "queryInstance"
	ActivityRefreshInstance      Activity = "refreshInstance"
	ActivityUpdateInstanceStatus Activity = "updateInstanceStatus"
	ActivityReleaseInstance      Activity = "releaseInstance"
	ActivityUpgradeInstance      Activity = "upgradeInstance"
	ActivityOrderNotify          Activity = "orderNotify"
)

// Activities are all activities in the order of an instance's life.
var Activities = []Activity{ActivityNewInstance, ActivityQueryInstance, ActivityRefreshInstance,
	ActivityUpdateInstanceStatus, ActivityReleaseInstance, ActivityUpgradeInstance, ActivityOrderNotify}

// Key names the activity's words.
func (a Activity) Key() string { return "fulfilment.activity_" + string(a) }

// Polls reports whether 000004 means accepted and under way; to any other activity it is
// one more failure (production-interface.md §3.2).
func (a Activity) Polls() bool { return a == ActivityNewInstance || a == ActivityQueryInstance }

// Unsubscribes reports whether the order is given back when the message is exhausted
// (production-interface.md §3.1).
func (a Activity) Unsubscribes() bool {
	return a == ActivityNewInstance || a == ActivityQueryInstance || a == ActivityUpgradeInstance
}

// ResultCode is the resultCode of an answer.
type ResultCode string

// The codes that decide something; the others are only worded.
const (
	ResultOK         ResultCode = "000000"
	ResultProcessing ResultCode = "000004"
)

// ResultCodes are the documented codes (production-interface.md §1.6).
var ResultCodes = []ResultCode{ResultOK, "000001", "000002", "000003", ResultProcessing, "000005",
	"000100", "000101", "000102", "000103", "000104", "000105", "000106", "000107",
	"000900", "000901", "000902", "000903"}

// Known reports whether the code is documented.
func (c ResultCode) Known() bool { return slices.Contains(ResultCodes, c) }

// Key names the code's words.
func (c ResultCode) Key() string {
	if !c.Known() {
		return "fulfilment.code_unknown"
	}
	return "fulfilment.code_" + string(c)
}

// FulfilmentStatus is how far a message has come.
type FulfilmentStatus string

// The states of a message.
const (
	FulfilmentQueued     FulfilmentStatus = "queued"
	FulfilmentProcessing FulfilmentStatus = "processing" // accepted with 000004: we poll
	FulfilmentRetrying   FulfilmentStatus = "retrying"
	FulfilmentDone       FulfilmentStatus = "done"
	FulfilmentExhausted  FulfilmentStatus = "exhausted"
	FulfilmentCancelled  FulfilmentStatus = "cancelled"
)

// FulfilmentStatuses are all states in the order of a message's life.
var FulfilmentStatuses = []FulfilmentStatus{FulfilmentQueued, FulfilmentProcessing, FulfilmentRetrying,
	FulfilmentDone, FulfilmentExhausted, FulfilmentCancelled}

// Key names the state's words.
func (s FulfilmentStatus) Key() string { return "fulfilment.status_" + string(s) }

// Tone is the state's colour.
func (s FulfilmentStatus) Tone() Tone {
	return map[FulfilmentStatus]Tone{
		FulfilmentQueued:     Neutral,
		FulfilmentProcessing: Accent,
		FulfilmentRetrying:   Warn,
		FulfilmentDone:       OK,
		FulfilmentExhausted:  Bad,
		FulfilmentCancelled:  Neutral,
	}[s]
}

// Over reports whether nothing more happens by itself.
func (s FulfilmentStatus) Over() bool {
	return s == FulfilmentDone || s == FulfilmentExhausted || s == FulfilmentCancelled
}

// FulfilmentMoves is the life of a message. Where a call leads that did not succeed, After
// says.
var FulfilmentMoves = Moves[FulfilmentStatus]{
	{FulfilmentQueued, SendFulfilment, FulfilmentDone},
	{FulfilmentQueued, ExhaustFulfilment, FulfilmentExhausted},
	{FulfilmentQueued, CancelFulfilment, FulfilmentCancelled},
	{FulfilmentProcessing, QueryFulfilment, FulfilmentDone},
	{FulfilmentProcessing, RestartFulfilment, FulfilmentQueued},
	{FulfilmentProcessing, ExhaustFulfilment, FulfilmentExhausted},
	{FulfilmentProcessing, CancelFulfilment, FulfilmentCancelled},
	{FulfilmentRetrying, SendFulfilment, FulfilmentDone},
	{FulfilmentRetrying, RestartFulfilment, FulfilmentQueued},
	{FulfilmentRetrying, ExhaustFulfilment, FulfilmentExhausted},
	{FulfilmentRetrying, CancelFulfilment, FulfilmentCancelled},
	{FulfilmentExhausted, RestartFulfilment, FulfilmentQueued},
	{FulfilmentExhausted, CancelFulfilment, FulfilmentCancelled},
}

// Outcome is what an answer amounts to.
type Outcome string

// The outcomes of a call.
const (
	OutcomeSuccess    Outcome = "success"
	OutcomeProcessing Outcome = "processing"
	OutcomeFailed     Outcome = "failed"
)

// Key names the outcome's words.
func (o Outcome) Key() string { return "fulfilment.outcome_" + string(o) }

// Tone is the outcome's colour.
func (o Outcome) Tone() Tone {
	return map[Outcome]Tone{OutcomeSuccess: OK, OutcomeProcessing: Accent, OutcomeFailed: Bad}[o]
}

// unfinished is where a call leads that did not succeed. A poll that fails is polled
// again: the seller has accepted the order already.
var unfinished = map[Act]map[Outcome]FulfilmentStatus{
	SendFulfilment:  {OutcomeProcessing: FulfilmentProcessing, OutcomeFailed: FulfilmentRetrying},
	QueryFulfilment: {OutcomeProcessing: FulfilmentProcessing, OutcomeFailed: FulfilmentProcessing},
}

// After is the state after a call: SendFulfilment or QueryFulfilment, and how it ended.
func (s FulfilmentStatus) After(call Act, outcome Outcome) (FulfilmentStatus, error) {
	success, err := FulfilmentMoves.Next(s, call)
	if err != nil {
		return s, err
	}
	if next, ok := unfinished[call][outcome]; ok {
		return next, nil
	}
	return success, nil
}

// Schedule is when a message is sent again: after each interval in turn, the last one
// repeated, as long as the window is open.
type Schedule struct {
	Every  []time.Duration
	Window time.Duration
}

// Next is when to try again after so many attempts, the last of them at last; false when
// the window that opened at begun is over by then.
func (s Schedule) Next(attempt int, last, begun time.Time) (time.Time, bool) {
	if len(s.Every) == 0 {
		return time.Time{}, false
	}
	next := last.Add(s.Every[min(max(attempt, 1), len(s.Every))-1])
	return next, !next.After(s.Ends(begun))
}

// Ends is when the window closes that opened at begun.
func (s Schedule) Ends(begun time.Time) time.Time { return begun.Add(s.Window) }

// Schedules are the cadences of all activities; the operator may set others.
type Schedules map[Activity]Schedule

// DefaultSchedules are the marketplace's cadences (production-interface.md §3.1). The
// interval within the one-hour windows and that of polling are our choice.
func DefaultSchedules() Schedules {
	hourly := Schedule{Every: []time.Duration{time.Hour}, Window: 3 * time.Hour}
	often := Schedule{Every: []time.Duration{5 * time.Minute}, Window: time.Hour}
	coded := Schedule{Every: []time.Duration{2 * time.Minute}, Window: 118 * time.Minute} // 60 times
	return Schedules{
		ActivityNewInstance:          hourly,
		ActivityUpgradeInstance:      hourly,
		ActivityRefreshInstance:      often,
		ActivityUpdateInstanceStatus: often,
		ActivityReleaseInstance:      often,
		ActivityOrderNotify:          often,
		ActivityRefreshLicence:       coded,
		ActivityUpdateLicenceStatus:  coded,
		ActivityReleaseLicence:       coded,
		ActivityQueryInstance: { // within the window of newInstance
			Every: []time.Duration{5 * time.Second, 10 * time.Second, 30 * time.Second,
				time.Minute, 2 * time.Minute, 5 * time.Minute},
			Window: 3 * time.Hour,
		},
	}
}
