package market

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// Vats is the table from which a sale's tax type follows (税类, catalogue.md §2.7).
var Vats = area("vat", Treasurer, Manager)

// AddVat adds a row that holds from a day on; earlier rows are never changed.
var AddVat = act("vat.add", Treasurer, Manager)

// VatID names a row of the tax types.
type VatID = ID[Vat]

// TaxKind is what a sale is to the tax office.
type TaxKind string

// The tax types (catalogue.md §2.7).
const (
	TaxHardware     TaxKind = "hardware"
	TaxSoftware     TaxKind = "software"
	TaxService      TaxKind = "service"
	TaxTelecomBasic TaxKind = "telecom_basic" // 基础电信服务
	TaxTelecomValue TaxKind = "telecom_value" // 增值电信服务
)

// TaxKinds lists the tax types.
var TaxKinds = []TaxKind{TaxHardware, TaxSoftware, TaxService, TaxTelecomBasic, TaxTelecomValue}

// Key names the tax type's words.
func (k TaxKind) Key() string { return "vat.kind_" + string(k) }

// Vat is one row: of what, which tax type, at which rates, from which day on.
type Vat struct {
	ID          VatID
	AccessType  AccessType // empty: of every access type
	Charging    Charging   // empty: of every billing mode
	Category    string     // a group of categories or one of them; empty: of all
	Kind        TaxKind
	Rate        Ratio
	SmallRate   Ratio // of small-scale taxpayers
	EffectiveOn Day
	CreatedBy   string
	CreatedAt   time.Time
}

// Same reports whether both rows speak of the same sales, so that the later one takes over.
func (v Vat) Same(other Vat) bool {
	return v.AccessType == other.AccessType && v.Charging == other.Charging && v.Category == other.Category
}

// Check refuses a row that would change the past, or that says nothing.
func (v Vat) Check(today Day) error {
	wrong := Invalids{}
	if v.AccessType != "" && !slices.Contains(AccessTypes, v.AccessType) {
		wrong.With("access_type", "problem.not_an_option", string(v.AccessType))
	}
	if v.Charging != "" && !slices.Contains(Chargings, v.Charging) {
		wrong.With("charging", "problem.not_an_option", string(v.Charging))
	}
	if !slices.Contains(TaxKinds, v.Kind) {
		wrong.With("kind", "problem.not_an_option", string(v.Kind))
	}
	for field, rate := range map[string]Ratio{"rate": v.Rate, "small_rate": v.SmallRate} {
		if rate.d.IsNegative() || rate.d.GreaterThan(decimal.NewFromInt(1)) || !rate.d.Equal(rate.d.Round(6)) {
			wrong.With(field, "rate.ratio_outside", rate.Percent())
		}
	}
	if v.SmallRate.Over(v.Rate) {
		wrong.With("small_rate", "vat.small_over", v.Rate, v.SmallRate)
	}
	if v.EffectiveOn.IsZero() {
		wrong.With("effective_on", "problem.required")
	} else if v.EffectiveOn.Before(today) {
		wrong.With("effective_on", "rate.in_the_past", today, v.EffectiveOn)
	}
	return wrong.Err()
}

// SaleTax is the tax type of a sale with its rates, as the order keeps them.
type SaleTax struct {
	TaxKind  TaxKind
	TaxRate  Ratio
	TaxSmall Ratio
}

// Of is the rate at which the taxpayer invoices: a small-scale one at the rate that it was
// certified with, otherwise at the row's (catalogue.md §2.7).
func (t SaleTax) Of(taxpayer string, own Ratio) Ratio {
	switch {
	case taxpayer != "small":
		return t.TaxRate
	case own.IsZero():
		return t.TaxSmall
	}
	return own
}
