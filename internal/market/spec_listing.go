package market

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// SKUListing is a SKU as it goes on sale when its content is approved.
type SKUListing struct {
	ID      ID[SKU]
	SpecID  SpecID
	Code    string
	Name    string
	Values  map[string]string
	Package *Package
	Off     bool
	Prices  []PriceListing
}

// PriceListing is a SKU's price for one billing period as it goes on sale.
type PriceListing struct {
	Period   Period
	Charging Charging
	Pricing  Pricing
}

// SKUCodeOf is the code of a SKU that has a spec to itself, or shares one.
func SKUCodeOf(id ID[SKU]) string {
	return fmt.Sprintf("SKU-%012X", binary.BigEndian.Uint64(id.UUID[8:])&0xFFFFFFFFFFFF)
}

// OnlySKU is the one SKU of a spec without attributes: it has the spec's id.
func OnlySKU(id SpecID) ID[SKU] { return ID[SKU](id) }

// Listing is what the spec puts on sale; its faults were found before.
func (s SpecContent) Listing() (skus []SKUListing, err error) {
	only := SKUListing{ID: OnlySKU(s.ID), SpecID: s.ID, Code: SKUCode(s.ID), Values: map[string]string{}, Off: s.Off}
	switch s.Kind() {
	case TemplateSimple:
		for _, period := range Periods {
			price, priced, err := s.Price(period)
			if err != nil {
				return nil, err
			}
			if priced {
				only.Prices = append(only.Prices, PriceListing{period, period.Charging(), FixedAt(price)})
			}
		}
	case TemplateDemand:
		only.Prices = []PriceListing{{PerUse, ChargeOnDemand, FixedAt(Price{})}}
	case TemplateCustom:
		return s.customListing()
	case TemplatePackage:
		return s.packageListing()
	}
	return []SKUListing{only}, nil
}

func (s SpecContent) customListing() (skus []SKUListing, err error) {
	for _, sku := range s.SKUs {
		listing := SKUListing{ID: sku.ID, SpecID: s.ID, Code: SKUCodeOf(sku.ID), Name: SKUName(s.Attributes, sku.Values), Values: sku.Values, Off: s.Off || sku.Off}
		for _, period := range s.Periods {
			if sku.Typed(period) == "" {
				continue
			}
			pricing, _, fault := sku.pricing(s, period)
			if fault == nil {
				listing.Prices = append(listing.Prices, PriceListing{period, period.Charging(), pricing})
			} else if !listing.Off {
				return nil, Conflict(fault.Key, fault.Args...)
			}
		}
		skus = append(skus, listing)
	}
	return skus, nil
}

func (s SpecContent) packageListing() (skus []SKUListing, err error) {
	for _, p := range s.Packages {
		first, more, err := p.held()
		if err != nil {
			return nil, err
		}
		listing := SKUListing{ID: p.ID, SpecID: s.ID, Code: SKUCodeOf(p.ID), Name: p.Name, Values: map[string]string{}, Off: s.Off || p.Off,
			Package: &Package{Item: first.Item, Quantity: first.Quantity, More: more, Reset: p.Reset, Once: p.Orders == "once", Stops: s.Stops}}
		for _, period := range PackagePeriods {
			if p.Typed(period) == "" {
				continue
			}
			price, err := ReadPrice(p.Typed(period))
			if err != nil {
				return nil, err
			}
			listing.Prices = append(listing.Prices, PriceListing{period, ChargeOnDemandPackage, FixedAt(price)})
		}
		skus = append(skus, listing)
	}
	return skus, nil
}

// BillingFactors are the factors of on-demand pricing as they go on sale.
func (s SpecContent) BillingFactors() (factors []BillingFactor, err error) {
	for _, f := range s.Factors {
		pricing, _, fault := f.pricing()
		if fault != nil {
			return nil, Conflict(fault.Key, fault.Args...)
		}
		factors = append(factors, BillingFactor{Name: f.Name, Unit: f.Unit, Cycle: f.Cycle, Accumulate: f.Accumulate, Pricing: pricing})
	}
	return factors, nil
}

// Sale is what one SKU of a draft would sell for the period: the calculator prices it with
// the code that prices orders. NotFound while there is no such price.
func (s SpecContent) Sale(id ID[SKU], period Period) (Sale, error) {
	only := s // the others may be half typed
	only.SKUs = slices.DeleteFunc(slices.Clone(s.SKUs), func(k SKUContent) bool { return k.ID != id })
	only.Packages = slices.DeleteFunc(slices.Clone(s.Packages), func(p PackageContent) bool { return p.ID != id })
	skus, err := only.Listing()
	if err != nil {
		return Sale{}, err
	}
	for _, sku := range skus {
		for _, price := range sku.Prices {
			if sku.ID == id && price.Period == period {
				return Sale{SpecID: s.ID, SKUID: id, SpecName: s.Name, SKUName: sku.Name, SKUCode: sku.Code, Period: period, Charging: price.Charging,
					UnitPrice: price.Pricing.First(), Pricing: JSON[Pricing]{V: price.Pricing}, Attributes: JSON[[]SpecAttribute]{V: s.Attributes},
					Values: JSON[map[string]string]{V: sku.Values}, Package: JSON[*Package]{V: sku.Package}, OnSale: true}, nil
			}
		}
	}
	return Sale{}, NotFound
}

// SKURow is a SKU of a listed spec with its prices.
type SKURow struct {
	ID      ID[SKU]
	SpecID  SpecID
	SKUCode string
	Name    string
	Values  JSON[map[string]string]
	Package JSON[*Package]
	Status  ProductStatus
	Ordinal int
	Prices  []PriceRow
}

// Price is the row of the period, if there is one.
func (s SKURow) Price(p Period) *PriceRow {
	for i := range s.Prices {
		if s.Prices[i].Period == p {
			return &s.Prices[i]
		}
	}
	return nil
}

// SpecDetail is all that one page tells of a listed spec.
type SpecDetail struct {
	SpecRow
	ProductID   ProductID
	ProductName string
	AccessType  AccessType
	SaleType    SaleType
	Site        Site
	OnSale      bool // the product is
	Attributes  JSON[[]SpecAttribute]
	Factors     JSON[[]BillingFactor]
	Stops       bool
	SKUs        []SKURow
	Upgrades    []Upgrade
}

// Measure is the numeric attribute that prices go by, if the spec has one.
func (d SpecDetail) Measure() *SpecAttribute { return measure(d.Attributes.V) }

// SpecSearch is which SKUs of a list are wanted; empty fields want all.
type SpecSearch struct {
	Text     string // a beginning of the SKU's code, or part of the product's or the spec's name
	Template Template
	Status   ProductStatus
}

// SKULine is a SKU in the list over all products.
type SKULine struct {
	SpecID      SpecID
	SKUID       ID[SKU]
	ProductID   ProductID
	ProductName string
	SpecName    string
	Name        string
	SKUCode     string
	Site        Site
	Template    Template
	Status      ProductStatus
	Charging    Charging
	Month       *Price // first unit price per period
	Year        *Price
	Use         *Price
	Once        *Price
}
