package market

import "time"

// OpenCode is the number of an answer of the open API (production-interface.md §4.2); the
// prefix says by which pages the caller was written.
type OpenCode string

// The codes.
const (
	OpenOK        OpenCode = "0000"
	OpenInternal  OpenCode = "0999"
	OpenBadValue  OpenCode = "0100" // input check failed: range, value, format
	OpenBadParam  OpenCode = "0101" // unknown, extra or missing
	OpenUnsigned  OpenCode = "0102" // a usage push is not signed as it says
	OpenForbidden OpenCode = "0150" // not the caller's, or not signed as it says
	OpenNoToken   OpenCode = "0154" // not signed at all
	OpenCrowded   OpenCode = "0250" // too frequent

	OpenNoInstance OpenCode = "9001" // of a usage push: no seller has the instance
	OpenBadUsage   OpenCode = "9002" // a record that is none
	OpenManyUsage  OpenCode = "9003"
	OpenOldUsage   OpenCode = "9004" // it begins too far back
)

// The prefixes: today's, and that of older pages.
const (
	OpenPrefix    = "MKT."
	OpenOldPrefix = "CBC."
)

// Status is the HTTP status that goes with the code.
func (c OpenCode) Status() int {
	switch c {
	case OpenOK:
		return 200
	case OpenBadParam, OpenUnsigned:
		return 400
	case OpenForbidden:
		return 403
	case OpenNoToken:
		return 401
	case OpenCrowded:
		return 406
	case OpenInternal, OpenBadValue, OpenNoInstance, OpenBadUsage, OpenManyUsage, OpenOldUsage:
		return 500
	}
	return 500
}

// OpenTime is how the open API writes a moment, in UTC.
const OpenTime = "20060102150405"

// OpenOrder is an order as a seller's server reads it (production-interface.md §4.2).
type OpenOrder struct {
	OrderID    string      `json:"orderId"`
	OrderType  string      `json:"orderType"`
	CreateTime string      `json:"createTime"`
	OrderLine  []OpenLine  `json:"orderLine"`
	BuyerInfo  *OpenBuyer  `json:"buyerInfo,omitempty"`
	Extend     []OpenParam `json:"extendParams,omitempty"`
}

// OpenLine is the line of an order.
type OpenLine struct {
	OrderLineID           string        `json:"orderLineId"`
	ChargingMode          string        `json:"chargingMode"`
	ExpireTime            string        `json:"expireTime,omitempty"`
	PeriodType            string        `json:"periodType,omitempty"`
	PeriodNumber          int           `json:"periodNumber,omitempty"`
	ProductInfo           []OpenProduct `json:"productInfo"`
	Currency              string        `json:"currency,omitempty"`              // the order's amount; nothing for a refund
	CurrencyAfterDiscount string        `json:"currencyAfterDiscount,omitempty"` // the deal, coupons not taken off
	Extend                []OpenParam   `json:"extendParams,omitempty"`
}

// OpenProduct is what a line is of.
type OpenProduct struct {
	ProductID   string `json:"productId"`
	SKUCode     string `json:"skuCode"`
	LinearValue string `json:"linearValue"`
	ProductName string `json:"productName"`
}

// OpenBuyer is who bought. A contact is told where the listing asks for the buyer's
// authorisation (catalogue.md §2.6); others are shown in the seller center, where each showing
// is audited.
type OpenBuyer struct {
	CustomerID   string `json:"customerId"`
	CustomerName string `json:"customerName"`
	UserName     string `json:"userName,omitempty"` // the one that the buyer's authorisation is for
	MobilePhone  string `json:"mobilePhone,omitempty"`
	Email        string `json:"email,omitempty"`
}

// OpenParam is one additional value.
type OpenParam struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// openTypes are the order types of the wire (production-interface.md §4.2).
var openTypes = map[OrderType]string{
	OrderNew: "NEW", OrderTrial: "TRIAL", OrderTrialToFormal: "TRIAL_TO_FORMAL", OrderRenew: "RENEW", OrderChange: "CHANGE",
	OrderRenewalChange: "CHANGE", OrderUnsubscribe: "UNSUBSCRIBE", OrderUnsubscribeRenewal: "UNSUBSCRIBE",
}

// Opened is the order as its seller's server reads it; back is what an unsubscription gives
// back: its deal amount is negative, an order amount it has none (transactions.md §1.1).
func (o Order) Opened(back *Returned) OpenOrder {
	line := OpenLine{OrderLineID: o.Line(), ChargingMode: string(o.Charging),
		ProductInfo: []OpenProduct{{o.ProductCode, o.SKUCode, o.Quantity.String(), o.ProductName}}}
	if o.Charging == ChargePeriod {
		line.PeriodType, line.PeriodNumber = string(o.PeriodType), o.Periods
	}
	if o.ExpiresAt != nil {
		line.ExpireTime = o.ExpiresAt.UTC().Format(OpenTime)
	}
	if back != nil {
		line.CurrencyAfterDiscount = back.Amount.Negated().String()
	}
	if !o.Type.GivesBack() {
		line.Currency, line.CurrencyAfterDiscount = o.ListAmount.String(), o.ListAmount.Minus(o.DiscountAmount).String()
	}
	for _, a := range o.Attributes.V {
		line.Extend = append(line.Extend, OpenParam{a.Code, a.Value})
	}
	return OpenOrder{OrderID: o.Number, OrderType: openTypes[o.Type], CreateTime: o.PlacedAt.UTC().Format(OpenTime), OrderLine: []OpenLine{line},
		BuyerInfo: &OpenBuyer{CustomerID: o.CustomerID, CustomerName: o.CustomerName}}
}

// mockOrders are the orders that everybody may read while debugging.
var mockOrders = map[string]struct {
	kind     OrderType
	charging Charging
	period   Period
}{
	"MOCKPERIODYEARNEW":      {OrderNew, ChargePeriod, PerYear},
	"MOCKONETIMENEW":         {OrderNew, ChargeOneTime, ""},
	"MOCKONDEMAND":           {OrderNew, ChargeOnDemand, ""},
	"MOCKONDEMANDPKG":        {OrderNew, ChargeOnDemandPackage, ""},
	"MOCKPERIODDAYTRIAL":     {OrderTrial, ChargePeriod, PerDay},
	"MOCKMONTYTRIALTOFORMAL": {OrderTrialToFormal, ChargePeriod, PerMonth},
	"MOCKMONTYUNSUBSCRIBE":   {OrderUnsubscribe, ChargePeriod, PerMonth},
	"MOCKMONTYRENEW":         {OrderRenew, ChargePeriod, PerMonth},
	"MOCKMONTYCHANGE":        {OrderChange, ChargePeriod, PerMonth},
}

// MockOrder is one of the orders that everybody may read while debugging
// (production-interface.md §4.2).
func MockOrder(number string) (OpenOrder, bool) {
	mock, known := mockOrders[number]
	if !known {
		return OpenOrder{}, false
	}
	placed := time.Date(2026, time.January, 1, 2, 0, 0, 0, time.UTC)
	order := Order{Number: number, Type: mock.kind, Charging: mock.charging, PeriodType: mock.period, Periods: 1, Quantity: Count(1),
		ProductCode: "OFFI000000000000000", SKUCode: "00000000-0000-0000-0000-000000000000", ProductName: "Mock",
		ListAmount: Yuan("100.00"), CustomerID: "68cbc86abc2018ab880d92f36422fa0e", CustomerName: "mock", PlacedAt: placed}
	if ends := mock.period.After(placed, 1); mock.charging == ChargePeriod && !ends.IsZero() {
		order.ExpiresAt = &ends
	}
	return order.Opened(nil), true
}
