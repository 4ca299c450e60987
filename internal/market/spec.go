package market

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// Spec is one choice of a product (规格).
type Spec struct{}

// SKUPrice is a spec's price for one billing period.
type SKUPrice struct{}

// Most specs of one product, and of SKUs (catalogue.md §3.1, picture 04).
const (
	MostSpecs     = 50
	specNameLimit = 50
)

// SpecContent is one spec with the simple template: one fixed price per billing period
// (catalogue.md §3.3). Prices are kept as they were typed until the content is approved.
type SpecContent struct {
	ID    ID[Spec] `json:"id"`
	Name  string   `json:"name"`
	Year  string   `json:"year,omitempty"`
	Month string   `json:"month,omitempty"`
	Once  string   `json:"once,omitempty"`
	Off   bool     `json:"off,omitempty"` // delisted: nobody can buy it any more
}

// Periods are the billing periods that can be priced.
var Periods = []Period{PerMonth, PerYear, PerOnce}

// Typed is the price of the period as it was typed.
func (s SpecContent) Typed(p Period) string {
	switch p {
	case PerYear:
		return s.Year
	case PerMonth:
		return s.Month
	case PerOnce:
		return s.Once
	}
	return ""
}

// Blank reports a spec without a word in it.
func (s SpecContent) Blank() bool {
	return s.Name == "" && s.Year == "" && s.Month == "" && s.Once == ""
}

// Charging is the billing mode of the spec: per period, or once.
func (s SpecContent) Charging() Charging {
	if s.Once != "" {
		return ChargeOneTime
	}
	return ChargePeriod
}

// Price reads the price of the period; ok is false when there is none.
func (s SpecContent) Price(p Period) (price Price, ok bool, err error) {
	text := s.Typed(p)
	if text == "" {
		return Price{}, false, nil
	}
	price, err = ReadPrice(text)
	return price, true, err
}

// most is the highest price of one period.
var most = UnitPrice("99999999.99")

// SpecField is the name of a spec's form field: spec_year_0.
func SpecField(name string, n int) string { return fmt.Sprintf("spec_%s_%d", name, n) }

// specFaults are the faults of all specs (catalogue.md §2.10, §3.1–3.3, §3.9).
func specFaults(specs []SpecContent, live *ProductContent) Invalids {
	faults := Invalids{}
	if len(specs) == 0 {
		return faults.With(SpecField("name", 0), "spec.none")
	}
	if len(specs) > MostSpecs {
		faults.With(SpecField("name", MostSpecs), "spec.too_many", MostSpecs, len(specs))
	}
	names := map[string]bool{}
	onSale := 0
	for n, spec := range specs {
		if !spec.Off {
			onSale++
		}
		name := SpecField("name", n)
		length := len([]rune(spec.Name))
		switch {
		case length == 0:
			faults.With(name, "problem.required")
		case length > specNameLimit:
			faults.With(name, "problem.too_long", specNameLimit, length)
		case names[spec.Name]:
			faults.With(name, "spec.same_name", spec.Name)
		}
		if found := phonePattern.FindString(spec.Name); found != "" {
			faults.With(name, "product.has_phone", found)
		}
		if found := askPattern.FindString(spec.Name); found != "" {
			faults.With(name, "product.has_ask", found)
		}
		names[spec.Name] = true
		spec.priceFaults(n, faults)
	}
	if onSale == 0 {
		faults.With(SpecField("name", 0), "spec.all_off")
	}
	if live != nil {
		listedFaults(specs, live.Specs, faults)
	}
	return faults
}

func (s SpecContent) priceFaults(n int, faults Invalids) {
	priced := false
	for _, period := range Periods {
		field := SpecField(string(period), n)
		price, typed, err := s.Price(period)
		switch {
		case !typed:
			continue
		case err != nil:
			faults.With(field, "problem.not_a_price", s.Typed(period))
		case price.IsZero():
			faults.With(field, "spec.zero_price")
		case !price.d.Equal(price.d.Round(2)):
			faults.With(field, "spec.price_places", s.Typed(period))
		case price.d.GreaterThan(most.d):
			faults.With(field, "spec.price_too_high", most, price)
		}
		priced = true
	}
	if !priced {
		faults.With(SpecField("month", n), "spec.unpriced")
	}
	if s.Once != "" && (s.Year != "" || s.Month != "") {
		faults.With(SpecField("once", n), "spec.mixed")
	}
}

// listedFaults are what may not change of specs that are on sale (catalogue.md §2.10): they
// are delisted, never deleted, keep their billing mode and do not come back.
func listedFaults(specs, live []SpecContent, faults Invalids) {
	for at, listed := range live {
		n := slices.IndexFunc(specs, func(s SpecContent) bool { return s.ID == listed.ID })
		if n < 0 {
			faults.With(SpecField("name", at), "spec.deleted", listed.Name)
			continue
		}
		spec := specs[n]
		if listed.Off && !spec.Off {
			faults.With(SpecField("name", n), "spec.back", listed.Name)
		}
		if listed.Charging() != spec.Charging() {
			faults.With(SpecField("once", n), "spec.mode_changed", listed.Name, Word("price.mode_"+strings.ToLower(string(listed.Charging()))))
			continue
		}
		for _, period := range Periods {
			if listed.Typed(period) != "" && spec.Typed(period) == "" {
				faults.With(SpecField(string(period), n), "spec.price_removed", Word(period.Key()))
			}
		}
	}
}

// SKUCode is the spec's code, the same for all its prices (catalogue.md §3.1).
func SKUCode(id ID[Spec]) string {
	return fmt.Sprintf("SKU-%08X", binary.BigEndian.Uint32(id.UUID[12:]))
}

// ProductCode is the wire's productId of one price (catalogue.md §3.1).
func ProductCode(id ID[SKUPrice]) string {
	return fmt.Sprintf("OFFI%018d", binary.BigEndian.Uint64(id.UUID[8:])%1_000_000_000_000_000_000)
}

// SpecRow is a spec that can be, or could be, bought.
type SpecRow struct {
	ID      ID[Spec]
	SKUCode string
	Name    string
	Status  ProductStatus
	Ordinal int
	Prices  []PriceRow
}

// Price is the row of the period, if there is one.
func (s SpecRow) Price(p Period) *PriceRow {
	for i := range s.Prices {
		if s.Prices[i].Period == p {
			return &s.Prices[i]
		}
	}
	return nil
}

// PriceRow is a spec's price for one period; its code is the wire's productId.
type PriceRow struct {
	ID     ID[SKUPrice]
	SpecID ID[Spec]
	Code   string
	Period Period
	Amount Price
}
