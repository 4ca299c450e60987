package market

import (
	"fmt"
	"slices"
	"time"
)

// The acts of the probing of saved cases (拨测, catalogue.md §2.6): every morning and
// afternoon the cases of every address that a product on sale uses are tried again.
var (
	PlanEndpoint  = act("endpoint.plan", Clock)
	ProbeEndpoint = act("endpoint.probe", Clock)
)

// ProbeHours are when the marketplace probes, in Shanghai; the documents say morning and
// afternoon (catalogue.md §2.6).
var ProbeHours = []int{9, 15}

// BreachProduct takes a product off sale whose interface failed too many orders in a month
// (transactions.md §1.5, catalogue.md §2.6).
var BreachProduct = act("product.breach", Clock)

// NextProbe is when the marketplace probes next after that moment.
func NextProbe(now time.Time) time.Time {
	for day := DayOf(now); ; day = day.Plus(1) {
		for _, hour := range ProbeHours {
			if at := day.Begin().Add(time.Duration(hour) * time.Hour); at.After(now) {
				return at
			}
		}
	}
}

// ProbeResult is how one saved case did.
type ProbeResult struct {
	Activity Activity `json:"activity"`
	Charging Charging `json:"charging,omitempty"`
	Passed   bool     `json:"passed"`
	Cause    Reason   `json:"cause"`
}

// Probe is one round over the saved cases of an address.
type Probe struct {
	ID           ID[Probe]
	EndpointID   EndpointID
	At           time.Time
	Cases        int
	Failed       int
	FailingSince *time.Time // when the first of an unbroken row of failing rounds was
	Results      JSON[[]ProbeResult]
}

// NewProbe sums a round up; before is the round before it, nil for the first.
func NewProbe(endpoint EndpointID, before *Probe, results []ProbeResult, now time.Time) Probe {
	p := Probe{ID: NewID[Probe](now), EndpointID: endpoint, At: now, Cases: len(results), Results: JSON[[]ProbeResult]{V: results}}
	for _, r := range results {
		if !r.Passed {
			p.Failed++
		}
	}
	if p.Failed > 0 {
		p.FailingSince = &now
		if before != nil && before.FailingSince != nil {
			p.FailingSince = before.FailingSince
		}
	}
	return p
}

// FailingMost is how long an address may fail its rounds in a row before the operator steps in
// (transactions.md §1.5: 5 days).
const FailingMost = 5 * 24 * time.Hour

// Alarming reports whether the operator has to hear of the round.
func (p Probe) Alarming() bool {
	return p.FailingSince != nil && p.At.Sub(*p.FailingSince) >= FailingMost
}

// Notice is what the seller is told of a failing round.
func (p Probe) Notice(url string) Reason {
	for _, r := range p.Results.V {
		if !r.Passed {
			return Because("endpoint.notice_probe", url, p.Failed, p.Cases, Word(r.Activity.Key()), *p.FailingSince)
		}
	}
	return Reason{}
}

// ProbeRequest is the saved case as a request of today: same values, signed anew.
func (c DebugCase) ProbeRequest(endpoint Endpoint, keys []KeyInUse) (Message, error) {
	return DebugMessage(endpoint, c.Activity, keys, func(name string) string {
		value, known := c.Body.V[name]
		if !known || value == nil {
			return ""
		}
		return fmt.Sprint(value)
	})
}

// Health is how the interface behind a product does; for the operator.
type Health struct {
	SellerID     SellerID
	CompanyName  string
	ProductID    ProductID
	ProductName  string
	URL          string
	ProbedAt     *time.Time
	FailingSince *time.Time
	FailedOrders int // this month
}

// Breaches reports whether the product failed more orders this month than it may.
func (s Settings) Breaches(failed int) bool { return s.FailedOrders > 0 && failed > s.FailedOrders }

// Tries reports whether a saved case is run before the listing is handed in: of an online
// product every one, of authorization codes those of codes; asked for no activity, whether any
// is (catalogue.md §2.2, §2.6).
func (c ProductContent) Tries(access AccessType, activity Activity) bool {
	switch access {
	case AccessSaaS:
		return true
	case AccessLicense:
		return c.LicenceFlow == FlowLicenseCode && (activity == "" || slices.Contains(LicenceActivities, activity))
	default:
		return false
	}
}
