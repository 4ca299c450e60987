package market

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Quotas is what is left of the packages that customers have (套餐包余量, catalogue.md §3.8).
var Quotas = area("quota", Owner, Operations, Finance, Support)

// The acts on what is left of a package (catalogue.md §3.8).
var (
	SetQuota     = act("quota.set", Buyer)     // when its customer is told, and whether it is bought again
	MeasureQuota = act("quota.measure", Clock) // keeps how much the seller's server says is used
	BuyQuota     = act("quota.buy", Clock)     // buys the package again, as its customer wants it
)

// QuotaMeasure is what a customer counts the rest of a package in.
type QuotaMeasure string

// The measures (catalogue.md §3.8: percentage or absolute).
const (
	QuotaPercent QuotaMeasure = "percent"
	QuotaAmount  QuotaMeasure = "amount"
)

// QuotaMeasures lists the measures.
var QuotaMeasures = []QuotaMeasure{QuotaPercent, QuotaAmount}

// Key names the measure's words.
func (m QuotaMeasure) Key() string { return "quota.measure_" + string(m) }

// The bounds of what a customer may wish.
const (
	mostQuotaAlerts = 5
	mostQuotaTimes  = 99
)

// QuotaWish is when a customer wants to be told how little is left of a package, by which
// channels, and the standing consent to buying it again (catalogue.md §3.8).
type QuotaWish struct {
	Measure  QuotaMeasure // of Alerts and BuyAt
	Alerts   []Quantity   // told once when so much or less is left
	Channels []Channel
	BuyAt    Quantity // bought again when so much or less is left
	Times    int      // so often; 0: never
	Most     Money    // one purchase may cost no more
	Agreed   bool     // the customer agreed to purchases that nobody confirms
}

// Off reports that nothing is wished any more.
func (w QuotaWish) Off() bool { return len(w.Alerts) == 0 && w.Times == 0 }

// Check is what is wrong with the wish for a package that holds so much (catalogue.md §3.8).
func (w QuotaWish) Check(total Quantity, once bool) error {
	faults := Invalids{}
	if !slices.Contains(QuotaMeasures, w.Measure) {
		return faults.With("measure", "problem.not_an_option", string(w.Measure)).Err()
	}
	high := Count(100)
	if w.Measure == QuotaAmount {
		high = total
	}
	if len(w.Alerts) > mostQuotaAlerts {
		faults.With("alerts", "quota.too_many", mostQuotaAlerts, len(w.Alerts))
	}
	for n, at := range w.Alerts {
		switch {
		case at.IsZero() || at.d.IsNegative() || !high.Over(at):
			faults.With("alerts", "quota.threshold", high, at)
		case slices.ContainsFunc(w.Alerts[:n], at.equal):
			faults.With("alerts", "quota.twice", at)
		}
	}
	if len(w.Channels) == 0 && !w.Off() {
		faults.With("channels", "problem.required")
	}
	for _, channel := range w.Channels {
		if !slices.Contains(CustomerChannels, channel) {
			faults.With("channels", "problem.not_an_option", string(channel))
		}
	}
	switch {
	case w.Times < 0 || w.Times > mostQuotaTimes:
		faults.With("times", "problem.out_of_range", 0, mostQuotaTimes, w.Times)
	case w.Times == 0:
	case once:
		faults.With("times", "quota.once_only")
	default:
		if w.BuyAt.d.IsNegative() || !high.Over(w.BuyAt) {
			faults.With("buy_at", "quota.buy_at_range", high, w.BuyAt)
		}
		if w.Most.Sign() <= 0 {
			faults.With("most", "problem.required")
		}
		if !w.Agreed {
			faults.With("agreed", "quota.no_consent")
		}
	}
	return faults.Err()
}

func (q Quantity) equal(o Quantity) bool { return q.d.Equal(o.d) }

// Watches refuses packages whose rest is not watched: only API packages that do not reset
// and packages sold per use are (catalogue.md §3.8).
func (o Order) Watches(of *Package) error {
	if of == nil || o.Charging != ChargeOnDemandPackage || of.Reset != ResetNone || o.AccessType != AccessAPI && o.PeriodType != PerUse {
		return Conflict("quota.not_watched", o.SpecName)
	}
	return nil
}

// QuotaUse is how much of a package one on-demand instance used (catalogue.md §3.8: a package
// may cover several).
type QuotaUse struct {
	Instance string   `json:"instance"`
	Used     Quantity `json:"used"`
}

// Quota is what is left of the packages of one order, and what its customer wants of it.
type Quota struct {
	SellerID    SellerID
	OrderID     OrderID
	CustomerID  string
	Item        string // what the package is of
	Total       Quantity
	Used        Quantity
	Uses        JSON[[]QuotaUse]
	Measure     QuotaMeasure
	Alerts      JSON[[]Quantity]
	Told        JSON[[]Quantity] // of the alerts
	Channels    JSON[[]Channel]
	BuyAt       Quantity
	Times       int // how often it is still bought again
	Most        Money
	ConsentedAt *time.Time
	Tries       int
	TryAt       *time.Time    // a purchase that was refused is not tried before
	Refusal     JSON[*Reason] // why the last purchase was refused
	BoughtID    *OrderID      // the order that was placed
	MeasuredAt  *time.Time    // when its server last said how much is used
	Cause       JSON[*Reason] // why the last look told nothing
	NextAt      *time.Time    // the next look; nil: nobody looks any more
	ChangedAt   time.Time
	Test        bool
}

// NewQuota is the watch over an order's packages: all of them together.
func NewQuota(o Order, of Package, wish QuotaWish, now time.Time) Quota {
	q := Quota{SellerID: o.SellerID, OrderID: o.ID, CustomerID: o.CustomerID, Item: of.Item, Total: of.Quantity.Times(o.Quantity), Test: o.Test}
	q.Uses.V = []QuotaUse{}
	q.Wish(wish, now)
	return q
}

// Wish takes over what the customer wants from now on; what was told of a threshold that
// stays is not told again.
func (q *Quota) Wish(wish QuotaWish, now time.Time) {
	q.Measure, q.Alerts.V, q.Channels.V, q.ChangedAt = wish.Measure, append([]Quantity{}, wish.Alerts...), append([]Channel{}, wish.Channels...), now
	q.BuyAt, q.Times, q.Most, q.ConsentedAt, q.TryAt, q.Refusal.V = wish.BuyAt, wish.Times, wish.Most, nil, nil, nil
	if wish.Times > 0 {
		q.ConsentedAt = &now
	}
	q.Told.V = slices.DeleteFunc(append([]Quantity{}, q.Told.V...), func(told Quantity) bool { return !slices.ContainsFunc(wish.Alerts, told.equal) })
	q.NextAt = &now
	if wish.Off() {
		q.NextAt = nil
	}
}

// Left is what is left of it.
func (q Quota) Left() Quantity {
	return Quantity{decimal.Max(q.Total.d.Sub(q.Used.d), decimal.Zero)}
}

// LeftPercent is how much of a hundred is left, rounded down: a rest is never nothing.
func (q Quota) LeftPercent() int {
	if q.Total.IsZero() {
		return 0
	}
	return int(q.Left().d.Mul(decimal.NewFromInt(100)).Div(q.Total.d).IntPart())
}

// reached reports whether no more is left than the threshold.
func (q Quota) reached(at Quantity) bool {
	if q.Measure == QuotaPercent {
		at = Quantity{q.Total.d.Mul(at.d).Shift(-2)}
	}
	return !q.Left().Over(at)
}

// Threshold words a threshold in the customer's measure.
func (q Quota) Threshold(at Quantity) Reason {
	return Because("quota.at_"+string(q.Measure), at.figure(), q.Item)
}

// figure is the quantity as a sentence that is kept can still group it: a whole one as a count.
func (q Quantity) figure() any {
	if q.Whole() {
		return q.d.IntPart()
	}
	return q
}

// Low says what is left of the order's packages and which threshold that reaches.
func (q Quota) Low(o Order, at Quantity) Reason {
	return Because("quota.notice_low", o.ProductName, o.SpecName, o.Number, q.Left().figure(), q.Total.figure(), q.Item, q.Threshold(at))
}

// Measures refuses a look that is not due: somebody looked meanwhile.
func (q Quota) Measures(now time.Time) error {
	if q.NextAt == nil || q.NextAt.After(now) {
		return Conflict("problem.not_now", Word(MeasureQuota))
	}
	return nil
}

// See keeps how much is used. Of the thresholds that are reached for the first time the
// lowest is told, and all of them count as told (catalogue.md §3.8).
func (q *Quota) See(uses []QuotaUse, now time.Time) (tell *Quantity) {
	q.Used, q.Uses.V, q.MeasuredAt, q.Cause.V = Quantity{}, uses, &now, nil
	for _, use := range uses {
		q.Used = q.Used.Plus(use.Used)
	}
	for _, at := range q.Alerts.V {
		if !q.reached(at) || slices.ContainsFunc(q.Told.V, at.equal) {
			continue
		}
		q.Told.V = append(q.Told.V, at)
		if tell == nil || tell.Over(at) {
			tell = &at
		}
	}
	return tell
}

// Fail keeps why a look told nothing.
func (q *Quota) Fail(cause Reason) { q.Cause.V = &cause }

// Buys reports whether the package is to be bought again now.
func (q Quota) Buys(now time.Time) bool {
	return q.Times > 0 && q.BoughtID == nil && q.MeasuredAt != nil && q.reached(q.BuyAt) && (q.TryAt == nil || !q.TryAt.After(now))
}

// Waits reports whether there is still something to be told or bought.
func (q Quota) Waits() bool {
	return len(q.Told.V) < len(q.Alerts.V) || q.Times > 0 && q.BoughtID == nil
}

// Refused keeps why the purchase was refused; it is tried again a day later. told is false
// where the customer has heard of the same reason before.
func (q *Quota) Refused(cause Reason, now time.Time) (told bool) {
	told = q.Refusal.V == nil || q.Refusal.V.Key != cause.Key
	again := now.Add(24 * time.Hour)
	q.Refusal.V, q.TryAt, q.Tries = &cause, &again, q.Tries+1
	return told
}

// Follow is the watch over the order that was bought in its turn: the same wishes, one
// purchase less.
func (q *Quota) Follow(bought Order, now, next time.Time) Quota {
	q.BoughtID, q.Refusal.V, q.TryAt = &bought.ID, nil, nil
	after := *q
	after.OrderID, after.BoughtID, after.Times = bought.ID, nil, q.Times-1
	after.Used, after.Uses.V, after.Told.V, after.MeasuredAt, after.Cause.V = Quantity{}, []QuotaUse{}, []Quantity{}, nil, nil
	after.Tries, after.ChangedAt, after.NextAt = 0, now, nil
	if after.Waits() {
		after.NextAt = &next
	}
	return after
}

// UsesOf is how much of these instances is used by the answer; a Reason when it does not say
// it of all of them. What the answer lacks to open the application does not matter here.
func (v Verdict) UsesOf(numbers []string) (uses []QuotaUse, fault *Reason) {
	for _, check := range v.Checks {
		if !check.OK && check.Name != "fields" {
			return nil, &v.Cause
		}
	}
	for _, number := range numbers {
		n := slices.IndexFunc(v.Instances, func(in InstanceInfo) bool { return in.InstanceID == number })
		if n < 0 || len(v.Instances[n].Usage) == 0 {
			reason := Because("quota.no_usage", number)
			return nil, &reason
		}
		for _, usage := range v.Instances[n].Usage {
			used, err := readDecimal(usage.UsageValue.String())
			if err != nil || used.IsNegative() || used.GreaterThanOrEqual(decimal.New(1, 12)) {
				reason := Because("quota.bad_usage", number, cutText(usage.UsageValue.String(), 32))
				return nil, &reason
			}
			of := usage.RelatedInstanceID
			if of == "" {
				of = number
			}
			uses = append(uses, QuotaUse{Instance: cutText(of, 64), Used: Quantity{used.Round(8)}})
		}
	}
	return uses, nil
}

// QuotaState is how a watch stands, for lists.
type QuotaState string

// The states.
const (
	QuotaEnough  QuotaState = "enough"
	QuotaLow     QuotaState = "low"     // a threshold is reached
	QuotaUsedUp  QuotaState = "used_up" // nothing is left
	QuotaUnseen  QuotaState = "unseen"  // its server has not said yet
	QuotaFailing QuotaState = "failing" // its server does not say
)

// QuotaStates lists the states.
var QuotaStates = []QuotaState{QuotaEnough, QuotaLow, QuotaUsedUp, QuotaUnseen, QuotaFailing}

// Key names the state's words.
func (s QuotaState) Key() string { return "quota.state_" + string(s) }

// Tone is the state's colour.
func (s QuotaState) Tone() Tone {
	switch s {
	case QuotaEnough:
		return OK
	case QuotaLow:
		return Warn
	case QuotaUsedUp, QuotaFailing:
		return Bad
	case QuotaUnseen:
		return Neutral
	}
	return Neutral
}

// QuotaRow is a watch as the seller's list shows it.
type QuotaRow struct {
	Quota
	OrderNumber  string
	CustomerName string
	ProductName  string
	SpecName     string
	BoughtNumber string // of the order that followed
	State        QuotaState
}

// QuotaSearch is which watches of a list are wanted; empty fields want all.
type QuotaSearch struct {
	Text  string // beginning of an order's number, or part of the customer's or the product's name
	State QuotaState
}

// Affords refuses a purchase that costs more than the customer agreed to.
func (q Quota) Affords(amount Money) error {
	if amount.Over(q.Most) {
		return Conflict("quota.dearer", amount, q.Most)
	}
	return nil
}

// Question asks a seller's server how much of the instances is used
// (production-interface.md §1.2).
func (q Quota) Question(instances []string, url string, key KeyInUse, settings Settings) Message {
	return Message{URL: url, Key: key, Deadline: settings.CallTimeout.Duration,
		Body:  QueryInstanceBody{InstanceID: strings.Join(instances, ","), Test: q.Test}.JSON(),
		Asked: Asked{Activity: ActivityQueryInstance, Instance: instances[0], RequireBodySign: settings.RequireBodySign}}
}
