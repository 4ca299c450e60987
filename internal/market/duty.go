package market

import "github.com/shopspring/decimal"

// Duties are what is taken off an order of the international site besides the platform's
// share: the tax in its price and what the customer withholds before the split, withholding
// tax and digital service tax after it (catalogue.md §2.8, transactions.md §6.7 F6).
type Duties struct {
	Tax         Money // in the price
	CustomerTax Money // withheld by the customer
	Withholding Money // withheld from the seller
	Digital     Money // digital service tax
}

// Sum is all of them.
func (d Duties) Sum() Money {
	return d.Tax.Plus(d.CustomerTax).Plus(d.Withholding).Plus(d.Digital)
}

// Plus adds each to its own kind.
func (d Duties) Plus(o Duties) Duties {
	return Duties{d.Tax.Plus(o.Tax), d.CustomerTax.Plus(o.CustomerTax), d.Withholding.Plus(o.Withholding), d.Digital.Plus(o.Digital)}
}

// Minus takes each off its own kind.
func (d Duties) Minus(o Duties) Duties {
	return Duties{d.Tax.Minus(o.Tax), d.CustomerTax.Minus(o.CustomerTax), d.Withholding.Minus(o.Withholding), d.Digital.Minus(o.Digital)}
}

// Of is the part/whole of each, rounded once.
func (d Duties) Of(part, whole Money) Duties {
	return Duties{d.Tax.Of(part, whole), d.CustomerTax.Of(part, whole), d.Withholding.Of(part, whole), d.Digital.Of(part, whole)}
}

// Any reports whether there is one that is not zero.
func (d Duties) Any() bool {
	return d.Tax.Sign() != 0 || d.CustomerTax.Sign() != 0 || d.Withholding.Sign() != 0 || d.Digital.Sign() != 0
}

// DutyRatios are the shares of what an order cost by which its duties are reckoned. The sheet
// gives amounts only; that each is a share of the price is inferred, and each is a rate of the
// operator's for a region and from a day on.
type DutyRatios struct {
	Tax, CustomerTax, Withholding, Digital Ratio
}

// On are the duties on an amount, each rounded once.
func (d DutyRatios) On(paid Money) Duties {
	return Duties{paid.Times(d.Tax), paid.Times(d.CustomerTax), paid.Times(d.Withholding), paid.Times(d.Digital)}
}

// DutyRatios are those that hold on the day for what is sold into the region.
func (t Terms) DutyRatios(region string, on Day) DutyRatios {
	of := func(kind RateKind) Ratio {
		for _, own := range []string{region, ""} {
			for _, r := range t.rates {
				if r.Kind == kind && r.Region == own && !on.Before(r.EffectiveOn) {
					return r.Ratio
				}
			}
		}
		return Ratio{}
	}
	return DutyRatios{of(RateAbroadTax), of(RateAbroadCustomer), of(RateAbroadWithholding), of(RateAbroadDigital)}
}

// settleAbroad calculates the line of an order abroad: (price − tax − the customer's
// withholding) × (1 − fee) − withholding tax − digital service tax, in its own currency
// (catalogue.md §2.8, transactions.md §6.7 F6). The ratios are those of the day of payment.
func (t Terms) settleAbroad(b Billable, on Day) Settlement {
	s := Settlement{Sales: b.Sales(), Coupon: b.CouponAmount, FeeRatio: b.FeeRatio}
	paid := s.Sales.Minus(s.Coupon)
	s.Duties = t.DutyRatios(b.Region, on).On(paid)
	s.Amount = OverseasShare(paid, s.Tax, s.CustomerTax, s.FeeRatio, s.Withholding, s.Digital)
	s.Fee = paid.Minus(s.Duties.Sum()).Minus(s.Amount)
	return s
}

// ForecastAbroad is what is expected of orders abroad that paid so much together.
func (t Terms) ForecastAbroad(paid Money, fee Ratio, region string, on Day) Money {
	d := t.DutyRatios(region, on).On(paid)
	return OverseasShare(paid, d.Tax, d.CustomerTax, fee, d.Withholding, d.Digital)
}

// OverseasShare is what a seller gets of an order abroad: what is left after the tax in its
// price and what the customer withholds, without the platform's fee, less withholding tax and
// digital service tax (catalogue.md §2.8). Rounded half up once, at the end.
func OverseasShare(amount, tax, customer Money, fee Ratio, withholding, digital Money) Money {
	base := amount.Minus(tax).Minus(customer)
	return round(base.d.Mul(decimal.NewFromInt(1).Sub(fee.d)).Sub(withholding.d).Sub(digital.d))
}
