package handlers

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/products"
	"sellercenter/views/ui"
)

// openSpec points the wizard at the spec that is edited by itself, named by text; empty
// means all specs.
func (s seller) openSpec(w *products.Wizard, text string) error {
	if w.Step != market.StepSpecs || text == "" {
		return nil
	}
	id, err := market.ParseID[market.Spec](text)
	if err != nil {
		return market.NotFound
	}
	w.SpecNo = slices.IndexFunc(w.Content.Specs, func(spec market.SpecContent) bool { return spec.ID == id })
	if w.SpecNo < 0 || w.Content.Specs[w.SpecNo].Simple() {
		return market.NotFound
	}
	w.Spec = &w.Content.Specs[w.SpecNo]
	if w.AccessType == market.AccessAI {
		w.Choices = market.ComputeAttributes
		return nil
	}
	w.Choices, err = s.store.AttributeChoices(s.ctx())
	return err
}

// liveSpec is the spec as it is on sale, if it is.
func liveSpec(live *market.ProductContent, id market.SpecID) *market.SpecContent {
	if live == nil {
		return nil
	}
	for i := range live.Specs {
		if live.Specs[i].ID == id {
			return &live.Specs[i]
		}
	}
	return nil
}

// addSpec appends a spec of the template that a button names: add-spec-custom.
func addSpec(content *market.ProductContent, then string) {
	template, is := strings.CutPrefix(then, "add-spec-")
	if !is || market.Template(template) == market.TemplateSimple || len(content.Specs) >= market.CeilingSpecs {
		return
	}
	content.Specs = append(content.Specs, market.SpecContent{Template: market.Template(template)})
}

// specPage is the address of the spec that a button opens: one that was just added, or one
// of the table; empty when the button does something else.
func specPage(saved market.Product, then string) string {
	specs := saved.Draft.V.Specs
	page := "/products/" + saved.ID.String() + "/edit?saved=1&step=" + string(market.StepSpecs) + "&spec="
	if template, is := strings.CutPrefix(then, "add-spec-"); is && market.Template(template) != market.TemplateSimple && len(specs) > 0 {
		return page + specs[len(specs)-1].ID.String()
	}
	if id, is := strings.CutPrefix(then, "spec-"); is {
		return page + url.QueryEscape(id)
	}
	return ""
}

// draftCalculation prices a SKU of the draft with the code that prices orders.
func draftCalculation(c echo.Context, w products.Wizard) ui.Calculation {
	calculation := ui.Calculation{Path: "/products/" + w.ID.String() + "/edit",
		Carries: []ui.Pair{{Name: "step", Value: string(market.StepSpecs)}, {Name: "spec", Value: w.Spec.ID.String()}}}
	periods := w.Spec.Periods
	for _, sku := range w.Spec.SKUs {
		if !sku.ID.IsZero() && !sku.Off {
			calculation.SKUs = append(calculation.SKUs, ui.Option{Value: sku.ID.String(), Label: market.SKUName(w.Spec.Attributes, sku.Values)})
		}
	}
	for _, p := range w.Spec.Packages {
		if !p.ID.IsZero() && !p.Off {
			calculation.SKUs = append(calculation.SKUs, ui.Option{Value: p.ID.String(), Label: p.Name})
			periods = market.PackagePeriods
		}
	}
	return calculate(c, calculation, periods, w.Spec.Measure(), func(sku market.ID[market.SKU], period market.Period, wanted market.Purchase) (market.Quote, error) {
		sale, err := w.Spec.Sale(sku, period)
		if err != nil {
			return market.Quote{}, err
		}
		return wanted.Quote(sale)
	})
}

// calculate reads what the calculator is asked and answers it; price is how.
func calculate(c echo.Context, calculation ui.Calculation, periods []market.Period, measure *market.SpecAttribute,
	price func(market.ID[market.SKU], market.Period, market.Purchase) (market.Quote, error)) ui.Calculation {
	if len(calculation.SKUs) == 0 || len(periods) == 0 {
		return calculation
	}
	calculation.SKU, calculation.Typed, calculation.Times = calculation.SKUs[0].Value, "1", "1"
	if measure != nil {
		calculation.Typed, calculation.Unit = measure.Min, measure.Unit
	}
	for _, period := range periods {
		calculation.Periods = append(calculation.Periods, ui.Option{Value: string(period), Label: i18n.T(c.Request().Context(), period.Key())})
	}
	calculation.Period = periods[0]
	for _, asked := range []struct {
		name string
		into *string
	}{{"calc_sku", &calculation.SKU}, {"calc_quantity", &calculation.Typed}, {"calc_periods", &calculation.Times}} {
		if text := strings.TrimSpace(c.QueryParam(asked.name)); text != "" {
			*asked.into = text
		}
	}
	if period := market.Period(c.QueryParam("calc_period")); slices.Contains(periods, period) {
		calculation.Period = period
	}
	faults := market.Invalids{}
	wanted := market.Purchase{Type: market.OrderNew, Periods: 1}
	quantity, err := market.ReadQuantity(calculation.Typed)
	if err != nil {
		faults.With("calc_quantity", "problem.not_a_quantity", calculation.Typed)
	}
	wanted.Quantity = quantity
	if calculation.Period.Charging() == market.ChargePeriod {
		if wanted.Periods, err = strconv.Atoi(calculation.Times); err != nil {
			faults.With("calc_periods", "problem.not_a_number", calculation.Times)
		}
	}
	sku, err := market.ParseID[market.SKU](calculation.SKU)
	if err != nil {
		faults.With("calc_sku", "problem.not_found")
	}
	if len(faults) > 0 {
		calculation.Problem = faults
		return calculation
	}
	quote, err := price(sku, calculation.Period, wanted)
	var problem *market.Problem
	switch found := errors.As(err, &problem); {
	case err == nil:
		calculation.Quote = &quote
	case !found || problem.Kind == market.KindNotFound:
		reason := market.Because("spec.no_price_yet")
		calculation.Reason = &reason
	case len(problem.Fields) > 0:
		calculation.Problem = problem.Fields
	default:
		calculation.Reason = &problem.Reason
	}
	return calculation
}
