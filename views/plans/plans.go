// Package plans is the page of the business plans of joint products.
package plans

import (
	"context"
	"strconv"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Page is the joint products with their plans.
type Page struct {
	Years  [market.PlanYearsAhead]int
	Rows   []market.PlanRow
	Joined *time.Time // the joint plan; nil before
}

// fillable reports whether any plan can be asked for now.
func (p Page) fillable() bool {
	for _, row := range p.Rows {
		if row.Plan.Status != market.PlanPending {
			return true
		}
	}
	return false
}

func crumbs(ctx context.Context) []ui.Link {
	return []ui.Link{{Text: i18n.T(ctx, "nav.product")}, {Text: i18n.T(ctx, "nav.products"), URL: "/products"}, {Text: i18n.T(ctx, "nav.plans")}}
}

// begin is what a cell shows first: what was asked for last, otherwise what is in force.
func begin(plan market.Plan, year int) string {
	if amount := plan.Asked.V.In(year); amount != nil && plan.Status != market.PlanWithdrawn {
		return amount.String()
	}
	if amount := plan.Figures.V.In(year); amount != nil {
		return amount.String()
	}
	return ""
}

// inForce is the amount of a year that the operator consented to, where the cell says another.
func inForce(plan market.Plan, year int) string {
	amount := plan.Figures.V.In(year)
	if amount == nil || amount.String() == begin(plan, year) {
		return ""
	}
	return i18n.Money(*amount)
}

// reached is how much of this year's plan was taken.
func reached(row market.PlanRow, year int) string {
	if share := row.Reached(year); share != nil {
		return i18n.Percent(*share)
	}
	return ""
}

func yearHead(ctx context.Context, p Page, i int) string {
	return i18n.T(ctx, "plan."+market.PlanAmounts[i]+"_of", strconv.Itoa(p.Years[i]))
}

// amount is a plain amount as a page writes it; none is a dash.
func amount(text string) string {
	read, err := market.ReadMoney(text)
	if text == "" || err != nil {
		return "–"
	}
	return i18n.Money(read)
}
