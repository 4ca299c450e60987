package market

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Purchase is what a buyer wants: a price by its wire code, how many, for how long.
type Purchase struct {
	Type     OrderType
	Product  string // the wire's productId: one per spec and period
	Quantity Quantity
	Periods  int
	Discount Money // exclusive offer, as granted
	Coupon   Money
	Customer Customer
	Agreed   bool     // the service agreement was ticked
	Renews   string   // number of the order whose period is extended
	Address  *Address // where hardware goes

	Extend map[string]string // answers to the listing's extension parameters (catalogue.md §2.6)

	Offer    string // number of the exclusive offer that is used (catalogue.md §9.2)
	Voucher  string // number of the claimed coupon that is used (catalogue.md §9.7)
	Reseller string // account of the reseller that sells to the customer (catalogue.md §6)
	Partner  string // account of the provider that the customer chose (transactions.md §7.2)

	Renewal   *Expiry       // automatic renewal, ticked with the order (catalogue.md §9.4)
	Campaign  string        // of the marketplace, whose orders have a payment window of their own (transactions.md §1.2)
	PayWithin time.Duration // that window; zero is the window of the goods
}

// PayBy is until when the purchase waits for its payment (transactions.md §1.2): as its
// campaign says, else as long as the goods' kind.
func (p Purchase) PayBy(s Settings, access AccessType, now time.Time) time.Time {
	if p.PayWithin > 0 {
		return now.Add(p.PayWithin)
	}
	return now.Add(s.PayWindowOf(access))
}

// longestCampaign is the most that a campaign's order may wait for its payment.
const longestCampaign = 30 * 24 * time.Hour

// campaignFaults are what is wrong with a campaign: its name and its window belong together.
func (p Purchase) campaignFaults(faults Invalids) {
	switch n := utf8.RuneCountInString(p.Campaign); {
	case p.Campaign == "" && p.PayWithin != 0:
		faults.With("campaign", "problem.required")
	case n > 64:
		faults.With("campaign", "problem.too_long", 64, n)
	case p.PayWithin < 0 || p.PayWithin > longestCampaign:
		faults.With("pay_within", "problem.out_of_range", 1, int(longestCampaign.Minutes()), int(p.PayWithin.Minutes()))
	}
}

// Sale is what can be bought at this moment under one wire code.
type Sale struct {
	ProductID   ProductID
	RevisionID  ID[Revision]
	SpecID      ID[Spec]
	SKUID       ID[SKU]
	PriceID     ID[SKUPrice]
	ProductName string
	SpecName    string
	SKUName     string // the SKU's values, or the package's name; empty where the spec has one SKU
	ProductCode string
	SKUCode     string
	SaleType    SaleType
	AccessType  AccessType
	Site        Site
	Period      Period
	Charging    Charging
	UnitPrice   Price // the first; Pricing makes the price
	Pricing     JSON[Pricing]
	Attributes  JSON[[]SpecAttribute]
	Values      JSON[map[string]string]
	Package     JSON[*Package]
	Extensions  JSON[[]string]         // what the listing asks for at checkout
	Parameters  JSON[[]AskedParameter] // of which kind each is
	Category    string
	Flagged     bool // the listing says that its SaaS is supervised
	OnSale      bool // product, spec, SKU and seller are
	TrialDays   *int // nil: cannot be tried
}

// Name is the spec and, where it has several SKUs, which.
func (s Sale) Name() string {
	if s.SKUName == "" {
		return s.SpecName
	}
	return s.SpecName + " · " + s.SKUName
}

// Prices is how the sale's quantity becomes its price.
func (s Sale) Prices() Pricing {
	if s.Pricing.V.Model == "" {
		return FixedAt(s.UnitPrice)
	}
	return s.Pricing.V
}

// ChargedAs is how the sale is charged.
func (s Sale) ChargedAs() Charging {
	if s.Charging == "" {
		return s.Period.Charging()
	}
	return s.Charging
}

// Described are the sale's attributes with the values that are bought.
func (s Sale) Described(q Quantity) []AttributeValue {
	described := []AttributeValue{}
	for _, a := range s.Attributes.V {
		value := s.Values.V[a.Code]
		if a.Kind == AttributeNumber {
			value = q.String()
		}
		if value != "" {
			described = append(described, AttributeValue{Code: a.Code, Kind: a.Kind, NameZh: a.NameZh, NameEn: a.NameEn, Value: value, Unit: a.Unit})
		}
	}
	return described
}

// quantityFault is what is wrong with how many are wanted: within the range of the numeric
// attribute and on its steps, one for what is metered, at most thirty packages that stop
// (catalogue.md §3.6, §3.8).
func (s Sale) quantityFault(q Quantity) *Reason {
	least, high, step := s.Quantities()
	if !q.Whole() || q.Over(Count(high)) || Count(least).Over(q) {
		reason := Because("problem.out_of_range", least, high, q)
		return &reason
	}
	if (q.d.IntPart()-int64(least))%int64(step) != 0 {
		reason := Because("order.off_step", least, step, q)
		return &reason
	}
	return nil
}

// Quantities are the bounds of what can be ordered at once, and the step between them.
func (s Sale) Quantities() (least, high, step int) {
	least, high, step = 1, mostQuantity, 1
	if number := measure(s.Attributes.V); number != nil {
		if from, to, by, ok := number.Range(); ok {
			least, high, step = from, to, by
		}
	}
	switch p := s.Package.V; {
	case s.ChargedAs() == ChargeOnDemand:
		high = 1
	case p != nil && p.Once:
		high = 1
	case p != nil && p.Stops:
		high = MostStopping
	}
	return least, high, step
}

// Quote is what a purchase costs.
type Quote struct {
	Sale           Sale
	Quantity       Quantity
	Periods        int
	ListAmount     Money
	DiscountAmount Money
	CouponAmount   Money
	Amount         Money // what the buyer pays
	Supervised     bool
	Reductions     []Reduction // in the order in which they are taken off
	Share          *Ratio      // the seller's share that an offer agreed; nil: the fee of the day
}

// The bounds of one order.
const (
	MostPeriods  = 36
	mostQuantity = 1_000_000
)

// Quote prices the purchase: the price of the quantity × periods, rounded once, then offer,
// then coupon (catalogue.md §3.6). What is metered costs nothing until it is used (§3.7).
func (p Purchase) Quote(sale Sale) (Quote, error) {
	faults := Invalids{}
	p, sale = p.Trying(sale)
	quote := Quote{Sale: sale, Quantity: p.Quantity, Periods: p.Periods, DiscountAmount: p.Discount, CouponAmount: p.Coupon}
	if !sale.OnSale {
		return quote, Conflict("order.not_on_sale", sale.ProductName, sale.Name())
	}
	if p.Type == OrderTrial && sale.TrialDays == nil {
		return quote, Conflict("trial.none", sale.ProductName, sale.SpecName)
	}
	if !slices.Contains([]OrderType{OrderNew, OrderRenew, OrderTrial, OrderTrialToFormal, OrderChange, OrderRenewalChange}, p.Type) {
		faults.With("type", "problem.not_an_option", string(p.Type))
	}
	if fault := sale.quantityFault(p.Quantity); fault != nil && p.Type != OrderChange { // there it counts with what runs
		faults.With("quantity", fault.Key, fault.Args...)
	}
	most := MostPeriods
	if sale.Period.Charging() == ChargeOneTime {
		most = 1
	}
	if p.Type == OrderTrial {
		most = MostTrialDays
	}
	if p.Periods < 1 || p.Periods > most {
		faults.With("periods", "problem.out_of_range", 1, most, p.Periods)
	}
	if (p.Type == OrderRenew || p.Type == OrderRenewalChange) && sale.ChargedAs() != ChargePeriod {
		faults.With("type", "order.once_not_renewed")
	}
	if p.Type == OrderTrialToFormal && sale.Period != PerYear && sale.Period != PerMonth {
		faults.With("type", "trial.formal_period")
	}
	if sale.ChargedAs() != ChargeOnDemand && len(faults) == 0 && p.Type != OrderChange {
		quote.ListAmount = sale.Prices().Amount(p.Quantity, p.Periods)
	}
	if p.Discount.Sign() < 0 || p.Discount.Over(quote.ListAmount) && p.Type != OrderChange {
		faults.With("discount", "order.discount_over", p.Discount, sale.Site.Currency().Sum(quote.ListAmount))
	}
	rest := quote.ListAmount.Minus(p.Discount)
	if p.Coupon.Sign() < 0 || p.Coupon.Over(rest) && p.Type != OrderChange {
		faults.With("coupon", "order.coupon_over", p.Coupon, sale.Site.Currency().Sum(rest))
	}
	quote.Amount = rest.Minus(p.Coupon)
	quote.Supervised = !p.Type.extends() && sale.AccessType.Supervises(sale.Flagged)
	return quote, faults.Err()
}

// Check is everything that is wrong with the purchase: with its price, which is priced,
// with the customer and the agreement, all at once.
func (p Purchase) Check(sale Sale, priced error) error {
	faults := Invalids{}
	if err := faults.Join(priced); err != nil {
		return err
	}
	p.Customer.check(faults)
	p.campaignFaults(faults)
	p.extensionFaults(sale, faults)
	if sale.AccessType == AccessHardware && p.Address == nil {
		faults.With("address", "problem.required")
	}
	if p.Address != nil {
		if err := faults.Join(p.Address.Check()); err != nil {
			return err
		}
	}
	if !p.Agreed {
		faults.With("agreed", "order.not_agreed")
	}
	if err := faults.Join(p.Renewable(sale)); err != nil {
		return err
	}
	return faults.Err()
}

// Renewable refuses automatic renewal of what never renews by itself, and with anything but a
// first order (catalogue.md §9.4: period products only, may be ticked at order).
func (p Purchase) Renewable(sale Sale) error {
	switch {
	case p.Renewal == nil:
		return nil
	case p.Type != OrderNew:
		return Invalid("renewal", "instance.no_auto_renewal")
	}
	err := p.Renewal.Check(Order{AccessType: sale.AccessType, Charging: sale.ChargedAs()})
	faults, inside := Invalids{}, Invalids{}
	if err := inside.Join(err); err != nil {
		return err
	}
	for _, reason := range inside {
		faults.With("renewal", reason.Key, reason.Args...)
	}
	return faults.Err()
}

// Place makes the order of a purchase at its quote; it waits for payment until payBy.
func (p Purchase) Place(quote Quote, now, payBy time.Time) Order {
	sale := quote.Sale
	return Order{
		Type: p.Type, Status: OrderPendingPayment,
		ProductID: sale.ProductID, RevisionID: sale.RevisionID, SpecID: sale.SpecID, SKUID: sale.SKUID, PriceID: sale.PriceID,
		ProductName: sale.ProductName, SpecName: sale.Name(), ProductCode: sale.ProductCode, SKUCode: sale.SKUCode,
		SaleType: sale.SaleType, Currency: sale.Site.Currency(), Region: p.Customer.Region, AccessType: sale.AccessType, Charging: sale.ChargedAs(),
		PeriodType: sale.Period, Periods: p.Periods, Quantity: p.Quantity, UnitPrice: sale.Prices().UnitAt(p.Quantity),
		Pricing: JSON[Pricing]{V: sale.Prices()}, Attributes: JSON[[]AttributeValue]{V: sale.Described(p.Quantity)},
		ListAmount: quote.ListAmount, DiscountAmount: quote.DiscountAmount, CouponAmount: quote.CouponAmount,
		Amount: quote.Amount, Supervised: quote.Supervised,
		CustomerID: p.Customer.ID, CustomerName: p.Customer.Name, CustomerAccount: p.Customer.Account,
		PhoneMask: MaskPhone(p.Customer.Phone), EmailMask: MaskEmail(p.Customer.Email),
		AgreementAt: now, PlacedAt: now, PayBy: payBy, Version: 1,
	}
}

// Renew ties the order to the one whose period it extends: the same customer's, of the
// same spec, delivered and not given back (transactions.md §2.5).
func (o *Order) Renew(renewed Order) error {
	switch {
	case renewed.CustomerID != o.CustomerID || renewed.Test != o.Test:
		return Invalid("renews", "problem.not_found")
	case o.Type == OrderRenewalChange && renewed.ProductID != o.ProductID:
		return Invalid("product", "order.change_other_product", renewed.ProductName)
	case o.Type != OrderRenewalChange && (renewed.SpecID != o.SpecID || renewed.SKUID != o.SKUID):
		return Invalid("renews", "order.renews_other_spec", renewed.SpecName, o.SpecName)
	case renewed.Type == OrderTrial && renewed.RenewsID == nil:
		return Conflict("trial.not_renewed", renewed.Number)
	case renewed.Charging != ChargePeriod:
		return Invalid("renews", "order.once_not_renewed")
	case renewed.Status == OrderProcessing:
		return Conflict("order.renews_under_way", renewed.Number)
	case renewed.Status != OrderCompleted || renewed.Gone() || renewed.Type.GivesBack():
		return Conflict("order.renews_ended", renewed.Number, Word(renewed.Standing()))
	}
	root := renewed.ID
	if renewed.RenewsID != nil {
		root = *renewed.RenewsID
	}
	o.RenewsID, o.InstanceID = &root, renewed.InstanceID
	return nil
}

// ReadOrderNumber is the order's number out of what somebody typed: an order number or the
// number of its line; ok is false for anything else.
func ReadOrderNumber(text string) (number string, ok bool) {
	number = strings.TrimSuffix(strings.ToUpper(strings.TrimSpace(text)), OrderLineSuffix)
	return number, len(number) == 18 && strings.HasPrefix(number, "CS")
}
