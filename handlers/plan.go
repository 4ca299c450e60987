package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/plans"
	"sellercenter/views/ui"
)

func (site *site) planRoutes(e *echo.Echo) {
	g := e.Group("/plans", sees(market.Plans))
	g.GET("", site.seller(seller.plans))
	g.POST("/set", site.seller(seller.setPlan))
}

func (s seller) plans() error { return s.showPlans(http.StatusOK, ui.Form{}) }

func (s seller) showPlans(status int, f ui.Form) (err error) {
	p := plans.Page{Years: market.PlanYears(s.site.db.Now())}
	if p.Joined, err = s.jointPlan(); err != nil {
		return err
	}
	if p.Rows, err = s.store.Plans(s.ctx()); err != nil {
		return err
	}
	return s.page(status, plans.List(f, p))
}

// setPlan reads the rows that hold an amount; a row that waits for the operator is not sent.
func (s seller) setPlan() error {
	f := readForm(s)
	var asks []market.PlanAsk
	for n := range min(f.number("rows"), 100) {
		typed := f.text(market.PlanField("note", n))
		for _, name := range market.PlanAmounts {
			typed += f.text(market.PlanField(name, n))
		}
		if typed == "" || f.text(market.PlanField("product", n)) == "" {
			continue
		}
		ask := market.PlanAsk{Row: n, ProductID: formID[market.Product](f, market.PlanField("product", n)), Note: f.line(market.PlanField("note", n))}
		for i, name := range market.PlanAmounts {
			ask.Amounts[i] = f.money(market.PlanField(name, n))
		}
		asks = append(asks, ask)
	}
	err := f.err()
	if err == nil {
		err = s.store.SetPlan(s.ctx(), asks)
	}
	if f.refused(err) {
		return s.showPlans(f.status, f.Form)
	}
	if err != nil {
		return s.site.failed(s, "/plans", err)
	}
	return s.done("/plans", market.SetPlan)
}
