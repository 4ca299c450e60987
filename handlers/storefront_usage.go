package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// storefrontUsageRoutes are what a customer used, has left and owes of what is paid by use
// (transactions.md §5.4).
func (site *site) storefrontUsageRoutes(g *echo.Group) {
	g.GET("/orders/:number/usage", site.storefront(storefront.usage))
	g.GET("/orders/:number/usage-bills", site.storefront(storefront.usageBills))
	g.POST("/orders/:number/usage-bills/pay", site.storefront(storefront.payUsage))
}

type meterAnswer struct {
	Instance string          `json:"instance"`
	Item     string          `json:"item"`
	Unit     string          `json:"unit"`
	Cycle    string          `json:"cycle"`
	Used     market.Quantity `json:"used"` // since the first of the month
	Taken    market.Quantity `json:"taken"`
	Charge   market.Exact    `json:"charge"`
	Unpaid   market.Money    `json:"unpaid"`
	LastAt   *time.Time      `json:"last_at,omitempty"`
}

type packageAnswer struct {
	Order       string          `json:"order"`
	Instance    string          `json:"instance"`
	Item        string          `json:"item"`
	Total       market.Quantity `json:"total"`
	Used        market.Quantity `json:"used"`
	Left        market.Quantity `json:"left"`
	LeftPercent int             `json:"left_percent"`
	Stops       bool            `json:"stops"`
	BeginAt     time.Time       `json:"begin_at"`
	EndAt       *time.Time      `json:"end_at,omitempty"`
	StoppedAt   *time.Time      `json:"stopped_at,omitempty"`
}

func (s storefront) usage() error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	of, err := store.OrderUsage(s.ctx(), order)
	if err != nil {
		return err
	}
	meters, packages := []meterAnswer{}, []packageAnswer{}
	for _, m := range of.Meters {
		meters = append(meters, meterAnswer{m.InstanceNumber, m.Factor.V.Name, m.Factor.V.Unit, m.Factor.V.Cycle, m.MonthUsed, m.MonthTaken, m.MonthCharge, m.Unpaid, m.LastAt})
	}
	for _, p := range of.Packages {
		packages = append(packages, packageAnswer{p.OrderNumber, p.InstanceNumber, p.Item, p.Total, p.Used, p.Left(), p.LeftPercent(), p.Stops, p.BeginAt, p.EndAt, p.StoppedAt})
	}
	return s.JSON(http.StatusOK, map[string]any{"order": order.Number, "meters": meters, "packages": packages})
}

type usageBillAnswer struct {
	Number   string                 `json:"number"`
	Instance string                 `json:"instance"`
	Item     string                 `json:"item"`
	Unit     string                 `json:"unit"`
	BeginAt  time.Time              `json:"begin_at"`
	EndAt    time.Time              `json:"end_at"`
	Used     market.Quantity        `json:"used"`
	Taken    market.Quantity        `json:"taken"`
	Demanded market.Quantity        `json:"demanded"`
	Amount   market.Money           `json:"amount"`
	Currency market.Currency        `json:"currency"`
	Status   market.UsageBillStatus `json:"status"`
	IssuedAt *time.Time             `json:"issued_at,omitempty"`
	PaidAt   *time.Time             `json:"paid_at,omitempty"`
}

// usageBills are the order's bills, the newest cycle first; after goes on where a page ended.
func (s storefront) usageBills() error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	page, err := store.UsageBills(s.ctx(), market.UsageBillSearch{Status: market.UsageBillStatus(s.QueryParam("status")), Order: &order.ID, Test: order.Test},
		market.Ask{After: s.QueryParam("after"), Size: 100})
	if err != nil {
		return err
	}
	bills := []usageBillAnswer{}
	for _, b := range page.Rows {
		bills = append(bills, usageBillAnswer{b.Number, b.InstanceNumber, b.Item, b.Unit, b.BeginAt, b.EndAt, b.Used, b.Taken, b.Demanded, b.Amount, b.Currency, b.Status(), b.IssuedAt, b.PaidAt})
	}
	return s.JSON(http.StatusOK, map[string]any{"bills": bills, "next": page.Next})
}

// payUsage says that the customer's account paid a bill.
func (s storefront) payUsage() error {
	var asked struct {
		Bill string `json:"bill"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.does(market.PayUsage, func(store *db.Seller, order market.Order) error {
		if asked.Bill == "" {
			return market.Invalid("bill", "problem.required")
		}
		return store.PayUsage(s.ctx(), order.ID, asked.Bill)
	})
}
