package market

import (
	"maps"
	"strconv"
	"strings"
	"time"
)

// Plans are the business plans of joint products (商业规划, catalogue.md §2.9).
var Plans = area("plan", Owner, Operations, Finance, Reviewer, Manager)

// SetPlan asks the operator's consent to what joint products shall take in this year and the
// next two.
var SetPlan = act("plan.set", Owner, Operations)

// ReviewPlan asks for consent to a business plan.
const ReviewPlan ReviewKind = "plan"

// PlanID names a business plan.
type PlanID = ID[Plan]

// PlanStatus is where a business plan stands.
type PlanStatus string

// The states of a plan; PlanNone is a product without one.
const (
	PlanNone      PlanStatus = ""
	PlanPending   PlanStatus = "pending"
	PlanApproved  PlanStatus = "approved"
	PlanRejected  PlanStatus = "rejected"
	PlanWithdrawn PlanStatus = "withdrawn"
)

// Key names the status's words.
func (s PlanStatus) Key() string {
	if s == PlanNone {
		return "plan.status_none"
	}
	return "plan.status_" + string(s)
}

// Tone is the status's colour.
func (s PlanStatus) Tone() Tone {
	switch s {
	case PlanNone, PlanWithdrawn:
		return Neutral
	case PlanPending:
		return Accent
	case PlanApproved:
		return OK
	case PlanRejected:
		return Bad
	}
	return Neutral
}

// PlanMoves is the life of a plan: what is in force stays until another one is approved.
var PlanMoves = Moves[PlanStatus]{
	{PlanNone, SetPlan, PlanPending},
	{PlanApproved, SetPlan, PlanPending},
	{PlanRejected, SetPlan, PlanPending},
	{PlanWithdrawn, SetPlan, PlanPending},
	{PlanPending, ApproveReview, PlanApproved},
	{PlanPending, RejectReview, PlanRejected},
	{PlanPending, WithdrawReview, PlanWithdrawn},
}

// PlanYearsAhead is how many years a plan looks ahead, the present one among them.
const PlanYearsAhead = 3

// The limits of a plan.
const planNoteMost = 500

var planMost = Yuan("100000000000")

// PlanYears are the years that a plan made now is about (catalogue.md §2.9).
func PlanYears(now time.Time) (years [PlanYearsAhead]int) {
	for i := range years {
		years[i] = now.In(Shanghai).Year() + i
	}
	return years
}

// YearOf are the instants between which a year lies in Shanghai.
func YearOf(year int) (from, until time.Time) {
	return Day{Year: year, Month: time.January, Day: 1}.Begin(), Day{Year: year + 1, Month: time.January, Day: 1}.Begin()
}

// PlanFigures are amounts by year.
type PlanFigures map[string]Money

// In is the amount of a year; nil where nothing is planned.
func (f PlanFigures) In(year int) *Money {
	if amount, planned := f[strconv.Itoa(year)]; planned {
		return &amount
	}
	return nil
}

// Plan is the business plan of one joint product: what is in force, and what was asked for
// last.
type Plan struct {
	SellerID  SellerID
	ID        PlanID
	ProductID ProductID
	Status    PlanStatus
	Figures   JSON[PlanFigures] // in force
	Asked     JSON[PlanFigures]
	Note      string
	Reason    string // of the last rejection
	SetAt     time.Time
	Version   int
}

// PlanAsk is a plan as it is asked for.
type PlanAsk struct {
	Row       int // of the form
	ProductID ProductID
	Amounts   [PlanYearsAhead]Money
	Note      string
}

// Check is what is wrong with the plan, under the names of its row's fields.
func (a PlanAsk) Check() error {
	faults, row := Invalids{}, a.Row
	for i, amount := range a.Amounts {
		if amount.Sign() <= 0 {
			faults.With(PlanField(PlanAmounts[i], row), "plan.amount_missing")
		} else if amount.Over(planMost) {
			faults.With(PlanField(PlanAmounts[i], row), "plan.amount_most", planMost)
		}
	}
	text(faults, PlanField("note", row), a.Note, 0, planNoteMost)
	return faults.Err()
}

// PlanAmounts are the names of a plan's amounts, year by year.
var PlanAmounts = [PlanYearsAhead]string{"first", "second", "third"}

// PlanField is the name of a field in a row of the plan's form.
func PlanField(name string, row int) string { return name + "_" + strconv.Itoa(row) }

// Set asks for new figures; it reports whether they say anything new.
func (p *Plan) Set(ask PlanAsk, now time.Time) (changed bool, err error) {
	asked := PlanFigures{}
	for i, year := range PlanYears(now) {
		asked[strconv.Itoa(year)] = ask.Amounts[i]
	}
	before := p.Figures.V
	if p.Status == PlanPending {
		before = p.Asked.V
	}
	same := p.Status != PlanRejected && p.Status != PlanWithdrawn && strings.TrimSpace(ask.Note) == p.Note
	for year, amount := range asked {
		was, planned := before[year]
		same = same && planned && was.Equal(amount)
	}
	if same {
		return false, nil
	}
	if p.Status, err = PlanMoves.Next(p.Status, SetPlan); err != nil {
		return false, err
	}
	p.Asked.V, p.Note, p.Reason, p.SetAt = asked, strings.TrimSpace(ask.Note), "", now
	return true, nil
}

// Decide takes over the operator's verdict: what was approved replaces the years that it is
// about, earlier ones stay.
func (p *Plan) Decide(act Act, reason string) (err error) {
	if p.Status, err = PlanMoves.Next(p.Status, act); err != nil {
		return err
	}
	p.Reason = reason
	if act == ApproveReview {
		figures := maps.Clone(p.Figures.V)
		if figures == nil {
			figures = PlanFigures{}
		}
		maps.Copy(figures, p.Asked.V)
		p.Figures.V = figures
	}
	return nil
}

// PlanRow is a joint product with its plan and what it took this year.
type PlanRow struct {
	ProductID     ProductID
	Number        string
	Name          string
	ProductStatus ProductStatus
	Plan          Plan
	Taken         Money // paid this year, less what went back
}

// Reached is the part of this year's plan that was taken; nil where nothing is planned.
func (r PlanRow) Reached(year int) *Ratio {
	planned := r.Plan.Figures.V.In(year)
	if planned == nil || planned.Sign() <= 0 {
		return nil
	}
	return &Ratio{r.Taken.d.DivRound(planned.d, 3)}
}
