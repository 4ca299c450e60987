package market

import "slices"

// PayMethod is when the customer's money comes.
type PayMethod string

// The ways of paying: at once, or with the customer's later repayment.
const (
	Prepaid  PayMethod = "prepaid"
	Postpaid PayMethod = "postpaid"

	PayCreditCoupon PayMethod = "credit_coupon" // 授信现金券
	PayCreditLimit  PayMethod = "credit_limit"  // 信用额度: settled later, like postpaid
)

// PayMethods lists the ways of paying.
var PayMethods = []PayMethod{Prepaid, Postpaid, PayCreditCoupon, PayCreditLimit}

// Key names the method's words.
func (m PayMethod) Key() string { return "order.method_" + string(m) }

// Known reports whether there is such a way.
func (m PayMethod) Known() bool { return slices.Contains(PayMethods, m) }

// Later reports whether the money comes after the goods.
func (m PayMethod) Later() bool { return m == Postpaid || m == PayCreditLimit }

// Payment is what the shop reports of a buyer's payment.
type Payment struct {
	Amount Money
	Method PayMethod
}
