package market

import (
	"strconv"
	"time"
)

// Homes is the overview: what is due and how business goes.
var Homes = area("home", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// DueLimit is where counts of due things stop: a badge has no room for more.
const DueLimit = 1000

// Due is what waits for a seller's people; every count stops at DueLimit.
type Due struct {
	Supervisions int // flows whose next step is ours
	Fulfilments  int // messages that fail and are still tried
	Refunds      int // to decide
	Appeals      int // that ask us for evidence
	OpenAppeals  int
	Reviews      int // our applications that wait for the operator
	Statements   int // to review and send
	Notices      int // unread
	Invoices     int // to make out or to take back
	Tickets      int // on our side
	Questions    int // not answered
	Running      int // tasks under way
}

// OperatorDue is what waits for the marketplace's staff, with when the oldest is due.
type OperatorDue struct {
	Onboardings    Queue
	Certifications Queue
	Products       Queue // listings to publish, change or take off sale
	Appeals        Queue
	Refunds        Queue // large, in transit, disputed, or not decided by their seller
	InvoiceReviews Queue // statements whose invoices to the platform wait for a look
	PaymentReviews Queue // statements whose documents wait for a look
	Payouts        Queue // statements that wait for money
	FailedJobs     int
}

// Queue is how many wait, and when the first of them is due.
type Queue struct {
	N     int
	Late  int
	DueAt *time.Time
}

// And joins two queues.
func (q Queue) And(o Queue) Queue {
	q.N, q.Late = q.N+o.N, q.Late+o.Late
	if q.DueAt == nil || o.DueAt != nil && o.DueAt.Before(*q.DueAt) {
		q.DueAt = o.DueAt
	}
	return q
}

// DueTiles is what the strip at the top of the overview shows, worst cases beside counts.
type DueTiles struct {
	ConfirmN, ConfirmLate, ConfirmToday int
	ConfirmAt                           *time.Time
	DeliverN, DeliverLate               int // due until the end of today, and those too late
	DeliverOpen                         int // all that wait to be delivered
	DeliverAt                           *time.Time
	FailingN, FailingAddresses          int
	FailingCode, FailingOther           string // smallest and largest code: the same when all fail alike
	FailingAt                           *time.Time
	RefundsN                            int
	RefundsAmount                       Money
	RefundsAt                           *time.Time
	AppealsN, AppealsAsked              int
	AppealsAt                           *time.Time
	QuestionsN                          int        // not answered
	QuestionsAt                         *time.Time // since when the first of them waits
}

// DaySales is what was paid on one day.
type DaySales struct {
	Day    Day
	Orders int
	Amount Money
}

// Sales is what was paid in a range of days, and in as many days before it.
type Sales struct {
	Days         []DaySales
	Orders       int
	Amount       Money
	OrdersBefore int
	AmountBefore Money
	Refunded     Money
	At           time.Time // when it was added up
}

// Average is the amount of one order; zero without orders.
func (s Sales) Average() Money { return average(s.Amount, s.Orders) }

// AverageBefore is the amount of one order in the days before.
func (s Sales) AverageBefore() Money { return average(s.AmountBefore, s.OrdersBefore) }

func average(sum Money, n int) Money {
	if n == 0 {
		return Money{}
	}
	return sum.Of(Yuan("1"), Yuan(strconv.Itoa(n)))
}

// Range is how many days the overview's plot shows.
type Range string

// The ranges of the overview.
const (
	RangeWeek  Range = "7"
	RangeThree Range = "30"
	RangeMonth Range = "month" // this accounting month
)

// Ranges are all ranges, shortest first.
var Ranges = []Range{RangeWeek, RangeThree, RangeMonth}

// Key names the range's words.
func (r Range) Key() string { return "home.range_" + string(r) }

// From is the first day of the range that ends today.
func (r Range) From(today Day) Day {
	switch r {
	case RangeWeek:
		return today.Plus(-6)
	case RangeMonth:
		return Day{today.Year, today.Month, 1}
	}
	return today.Plus(-29)
}

// ReadRange reads a range; what is none is thirty days.
func ReadRange(text string) Range {
	for _, r := range Ranges {
		if string(r) == text {
			return r
		}
	}
	return RangeThree
}

// Ages are the steps, in working days, by which the overview tells how long a flow has
// stood at its node; the last column is open.
var Ages = []int{1, 3, 5, 10}

// AgeBounds are the instants behind which a flow has stood longer than each step of Ages.
func AgeBounds(c Calendar, now time.Time) []time.Time {
	bounds := make([]time.Time, len(Ages))
	for i, days := range Ages {
		bounds[i] = c.Before(now, time.Duration(days)*c.DayLength())
	}
	return bounds
}

// AgeWindow is between which instants a flow entered its node that stands in that column of
// the overview, "0" to "4"; anything else leaves both ends open.
func AgeWindow(column string, c Calendar, now time.Time) (after, until *time.Time) {
	n, err := strconv.Atoi(column)
	if err != nil || n < 0 || n > len(Ages) {
		return nil, nil
	}
	bounds := AgeBounds(c, now)
	if n < len(Ages) {
		after = &bounds[n]
	}
	if n > 0 {
		until = &bounds[n-1]
	}
	return after, until
}

// HeatCount is how many open flows stand at a node for how long, and how many are late.
type HeatCount struct {
	Node Node
	Age  int // column: 0 for less than Ages[0] … len(Ages) for more than the last
	N    int
	Late int
}

// FulfilmentDay is how the openings that began on a day went.
type FulfilmentDay struct {
	Day  Day
	OK   int
	Done int // settled or failing; what is only under way does not count
}

// EndpointHealth is how a production address answered today.
type EndpointHealth struct {
	EndpointID *EndpointID
	URL        string
	Calls      int
	OK         int
	Code       ResultCode // the most frequent failure
	FailedAt   *time.Time // the first failure after the last success
	Orders     int        // concerned by failures
}

// Failing reports an address that needs an eye: nothing of the last calls got through.
func (h EndpointHealth) Failing() bool { return h.Calls >= 3 && h.OK == 0 }

// FulfilmentHealth is how well what was sold is opened.
type FulfilmentHealth struct {
	Days        []FulfilmentDay
	FailedMonth int // openings that failed for good this month (production-interface.md §3.2)
	Addresses   []EndpointHealth
}

// MostFailedOrders is how many orders of a product may fail in a month before it is taken
// off sale (production-interface.md §3.2).
const MostFailedOrders = 5

// RateAlert is the share of openings, in hundredths of a percent, below which the overview
// warns (look/design.md §6).
const RateAlert = 9800

// Trouble is a seller that the operator should look at.
type Trouble struct {
	SellerID    SellerID
	Number      string
	CompanyName string
	Late        int // deliveries past their limit
	Failing     int // messages that fail
	Appeals     int // open
	OldestAt    *time.Time
}
