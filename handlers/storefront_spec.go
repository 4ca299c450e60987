package handlers

import (
	"net/http"

	"sellercenter/internal/market"
)

// specAnswer is a spec as a shop front shows it: what can be chosen and what it costs.
type specAnswer struct {
	SKUCode     string                 `json:"sku_code"`
	Name        string                 `json:"name"`
	ProductName string                 `json:"product_name"`
	Template    market.Template        `json:"template"`
	Attributes  []specAttributeAnswer  `json:"attributes"`
	SKUs        []skuAnswer            `json:"skus"`
	Factors     []market.BillingFactor `json:"factors"`
	TrialDays   int                    `json:"trial_days,omitempty"`
	Upgrades    []upgradeAnswer        `json:"upgrades"`
}

// upgradeAnswer is what orders of the spec may change to, and in which steps their quantity
// may grow.
type upgradeAnswer struct {
	To        []string `json:"to"`
	Expansion string   `json:"expansion,omitempty"`
}

type specAttributeAnswer struct {
	Code   string               `json:"code"`
	Kind   market.AttributeKind `json:"kind"`
	NameZh string               `json:"name_zh"`
	NameEn string               `json:"name_en"`
	Values []string             `json:"values,omitempty"`
	Min    int                  `json:"min,omitempty"`
	Max    int                  `json:"max,omitempty"`
	Step   int                  `json:"step,omitempty"`
	Unit   string               `json:"unit,omitempty"`
}

type skuAnswer struct {
	SKUCode string            `json:"sku_code"`
	Name    string            `json:"name"`
	Values  map[string]string `json:"values"`
	Package *market.Package   `json:"package,omitempty"`
	Prices  []priceAnswer     `json:"prices"`
}

type priceAnswer struct {
	Product  string          `json:"product"`
	Period   market.Period   `json:"period"`
	Charging market.Charging `json:"charging"`
	Pricing  market.Pricing  `json:"pricing"`
}

// spec tells what a productId belongs to; only what is on sale is told.
func (s storefront) spec() error {
	seller, _, err := s.front("").Find(s.ctx(), "price", s.Param("product"))
	if err != nil {
		return err
	}
	store := s.buyer(seller, "")
	detail, err := store.SpecOfPrice(s.ctx(), s.Param("product"))
	if err != nil {
		return err
	}
	if !detail.OnSale || detail.Status != market.ProductOnSale {
		return market.NotFound
	}
	return s.JSON(http.StatusOK, specSaid(market.GoodsSpec{SpecDetail: detail}))
}

// specSaid is a spec as shop fronts show it: what is off sale is left out.
func specSaid(detail market.GoodsSpec) specAnswer {
	answer := specAnswer{SKUCode: detail.SKUCode, Name: detail.Name, ProductName: detail.ProductName, Template: detail.Template,
		Attributes: []specAttributeAnswer{}, SKUs: []skuAnswer{}, Factors: append([]market.BillingFactor{}, detail.Factors.V...), Upgrades: []upgradeAnswer{}}
	if detail.TrialDays != nil {
		answer.TrialDays = *detail.TrialDays
	}
	for _, rule := range detail.Upgrades {
		if rule.SourceID != detail.ID {
			continue
		}
		told := upgradeAnswer{To: append([]string{}, rule.TargetNames.V...)}
		if rule.Expansion != nil {
			told.Expansion = rule.Expansion.String()
		}
		answer.Upgrades = append(answer.Upgrades, told)
	}
	for _, a := range detail.Attributes.V {
		told := specAttributeAnswer{Code: a.Code, Kind: a.Kind, NameZh: a.NameZh, NameEn: a.NameEn, Values: a.Values, Unit: a.Unit}
		if least, most, step, ok := a.Range(); ok && a.Kind == market.AttributeNumber {
			told.Min, told.Max, told.Step = least, most, step
		}
		answer.Attributes = append(answer.Attributes, told)
	}
	for _, sku := range detail.SKUs {
		if sku.Status != market.ProductOnSale {
			continue
		}
		told := skuAnswer{SKUCode: sku.SKUCode, Name: sku.Name, Values: sku.Values.V, Package: sku.Package.V, Prices: []priceAnswer{}}
		for _, price := range sku.Prices {
			pricing := price.Pricing.V
			if pricing.Model == "" {
				pricing = market.FixedAt(price.Amount)
			}
			told.Prices = append(told.Prices, priceAnswer{price.Code, price.Period, price.Charging, pricing})
		}
		answer.SKUs = append(answer.SKUs, told)
	}
	return answer
}
