package market

import "time"

// SupervisionTab is one of the ready-made views of the list.
type SupervisionTab string

// The views: what waits for the seller, what is due, what is late, what stands still.
const (
	TabAll       SupervisionTab = ""
	TabMine      SupervisionTab = "mine"
	TabToday     SupervisionTab = "today"
	TabLate      SupervisionTab = "late"
	TabFrozen    SupervisionTab = "frozen"
	TabAccepting SupervisionTab = "accepting"
	TabReview    SupervisionTab = "review" // the operator's: what waits for the platform
)

// SupervisionTabs are the views in the order of the page.
var SupervisionTabs = []SupervisionTab{TabMine, TabToday, TabLate, TabFrozen, TabAccepting, TabAll}

// Key names the view's words.
func (t SupervisionTab) Key() string {
	if t == TabAll {
		return "supervision.tab_all"
	}
	return "supervision.tab_" + string(t)
}

// SupervisionSearch is what a list of flows is narrowed by.
type SupervisionSearch struct {
	Tab    SupervisionTab
	Text   string // beginning of the order's number, part of product or customer
	Node   Node
	Turn   Party
	Access string
	From   *time.Time // order placed
	Until  *time.Time

	Product string // its whole name
	Person  string // who of the seller's people did something to it lately (BoardDays)
	Did     string // what: handed, returned; anything when empty

	EnteredAfter, EnteredUntil *time.Time // when the flow came to its node: AgeWindow
}

// SupervisionRow is a flow with what a list shows of its order and its open appeal.
type SupervisionRow struct {
	Supervision
	OrderNumber  string
	ProductName  string
	SpecName     string
	SaleType     SaleType
	AccessType   AccessType
	Quantity     Quantity
	CustomerID   string
	CustomerName string
	Amount       Money
	Currency     Currency
	Postpaid     bool
	PlacedAt     time.Time
	OrderStatus  OrderStatus
	AppealID     *AppealID
	AppealStatus *AppealStatus
	AppealDueAt  *time.Time
	RefundStatus RefundStatus // of the refund that is open
}

// OperatorSupervision is a flow of any seller.
type OperatorSupervision struct {
	SupervisionRow
	CompanyName string
}

// SupervisionCounts is how many flows each view holds.
type SupervisionCounts struct {
	Mine, Today, Late, Frozen, Accepting, All int
}

// Of is the count of one view.
func (c SupervisionCounts) Of(tab SupervisionTab) Bounded {
	n := map[SupervisionTab]int{TabMine: c.Mine, TabToday: c.Today, TabLate: c.Late,
		TabFrozen: c.Frozen, TabAccepting: c.Accepting, TabAll: c.All}[tab]
	return Bounded{N: min(n, CountLimit), More: n > CountLimit}
}

// AppealSearch is what a list of appeals is narrowed by.
type AppealSearch struct {
	Status  AppealStatus
	Open    bool // only those that wait for the operator
	Late    bool // open, and the time to decide is over
	By      Party
	Text    string // beginning of the appeal's or order's number, part of product or seller
	Node    Node   // where the flow stood
	Ground  Ground
	Outcome AppealOutcome
	Handler string     // id of one of the operator's people; none: nobody's
	From    *time.Time // filed
	Until   *time.Time
}

// Nobody is the handler of an appeal that nobody has taken yet, in an AppealSearch.
const Nobody = "none"

// AppealRow is an appeal with what a list shows of its order and its seller.
type AppealRow struct {
	Appeal
	OrderNumber  string
	ProductName  string
	SpecName     string
	CustomerID   string
	CustomerName string
	Amount       Money
	Currency     Currency
	CompanyName  string
	Files        int // pieces of evidence handed in for it
}
