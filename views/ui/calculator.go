package ui

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Calculation is what the price calculator shows: what is asked, and what an order of it
// would cost, priced by the code that prices orders.
type Calculation struct {
	Path    string // of the page that calculates
	Carries []Pair // other names of the page's address
	SKUs    []Option
	SKU     string
	Periods []Option
	Period  market.Period
	Typed   string // quantity
	Times   string // periods
	Unit    string // of the quantity
	Quote   *market.Quote
	Problem map[string]market.Reason
	Reason  *market.Reason // why there is no price, apart from the fields
}

// Named is a name of data in the reader's language.
func Named(ctx context.Context, zh, en string) string {
	if i18n.Lang(ctx) == i18n.Chinese || en == "" {
		return zh
	}
	return en
}

func (c Calculation) form() Form { return Form{Fields: c.Problem} }

// lines are the parts of the price.
func (c Calculation) lines() []market.PriceLine { return c.Quote.Sale.Prices().Lines(c.Quote.Quantity) }

// comparison is the same quantity under another model.
type comparison struct {
	Model  market.PriceModel
	Amount market.Money
}

// others are what the other models would ask; there is nothing to compare for a fixed price.
func (c Calculation) others() (list []comparison) {
	prices := c.Quote.Sale.Prices()
	if !prices.Model.Tiered() {
		return nil
	}
	for _, model := range market.PriceModels {
		if model != prices.Model {
			list = append(list, comparison{model, prices.As(model).Amount(c.Quote.Quantity, c.Quote.Periods)})
		}
	}
	return list
}

func lineName(ctx context.Context, line market.PriceLine) string {
	if line.Tier == 0 {
		return i18n.T(ctx, "spec.line_price")
	}
	return i18n.T(ctx, "spec.line_tier", line.Tier)
}
