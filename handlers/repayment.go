package handlers

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/repayments"
)

func (site *site) repaymentRoutes(e *echo.Echo) {
	e.GET("/operator/repayments", site.operator(operator.repayments), sees(market.Repayments))
}

// storefrontRepaymentRoutes are what a postpaid customer owes, and what it paid back
// (transactions.md §10.1).
func (site *site) storefrontRepaymentRoutes(g *echo.Group) {
	g.GET("/repayments", site.storefront(storefront.creditCycles))
	g.POST("/repayments", site.storefront(storefront.reportRepayment))
}

func (o operator) repayments() error {
	q := o.QueryParams()
	search := market.CycleSearch{Text: strings.TrimSpace(q.Get("text")), State: market.RepaymentState(q.Get("status"))}
	if month, err := market.ReadMonth(q.Get("cycle")); err == nil {
		search.Cycle = month.String()
	}
	return show(o, repayments.Listing(o.ctx()), func(ask market.Ask) (market.Page[market.CreditCycle], error) {
		return o.store.CreditCycles(o.ctx(), search, ask)
	})
}

// cycleAnswer is what a customer owes for the orders of one month.
type cycleAnswer struct {
	Cycle     market.Month          `json:"cycle"`
	Currency  market.Currency       `json:"currency"`
	Orders    int                   `json:"orders"`
	Owed      market.Money          `json:"owed"`
	Repaid    market.Money          `json:"repaid"`
	Left      market.Money          `json:"left"`
	Status    market.RepaymentState `json:"status"`
	Said      string                `json:"said"`
	SettledAt *time.Time            `json:"settled_at,omitempty"`
}

func (s storefront) cycleSaid(c market.CreditCycle) cycleAnswer {
	return cycleAnswer{c.Cycle, c.Currency, c.Orders, c.Owed, c.Repaid, c.Left(), c.State(), i18n.T(s.ctx(), c.State().Key()), c.SettledAt}
}

func (s storefront) creditCycles() error {
	all, err := s.front("").CreditCycles(s.ctx())
	if err != nil {
		return err
	}
	said := []cycleAnswer{}
	for _, c := range all {
		said = append(said, s.cycleSaid(c))
	}
	return s.JSON(http.StatusOK, map[string]any{"repayments": said})
}

// reportRepayment takes what the customer paid back of one cycle's credit.
func (s storefront) reportRepayment() error {
	var asked struct {
		Cycle    string          `json:"cycle"`
		Currency market.Currency `json:"currency"`
		Amount   string          `json:"amount"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	faults := market.Invalids{}
	cycle, err := market.ReadMonth(asked.Cycle)
	if err != nil {
		faults.With("cycle", "repayment.no_month", asked.Cycle)
	}
	paid := amount(faults, "amount", asked.Amount)
	if err := faults.Err(); err != nil {
		return err
	}
	if asked.Currency == "" {
		asked.Currency = market.CNY
	}
	front := s.front(s.customer)
	var after market.CreditCycle
	if _, err := s.once(front.Seller(market.Platform), func(*db.Seller) (err error) {
		after, err = front.ReportRepayment(s.ctx(), cycle, asked.Currency, paid)
		return err
	}); err != nil {
		return err
	}
	if after.ID.IsZero() { // done before under the same key
		all, err := front.CreditCycles(s.ctx())
		if err != nil {
			return err
		}
		for _, c := range all {
			if c.Cycle == cycle && c.Currency == asked.Currency {
				after = c
			}
		}
	}
	return s.JSON(http.StatusOK, s.cycleSaid(after))
}
