package market

import (
	"slices"
	"time"
)

// Credits are which products may be paid with credit, and by whom (信控设置, catalogue.md §5).
var Credits = area("credit", Owner, Operations, Finance, Reviewer, Manager)

// SetCredit switches a way of paying with credit on or off.
var SetCredit = act("credit.set", Owner, Operations)

// CreditPurposes are the two ways: credit cash coupons (授信现金券支付) and the credit limit
// (信用额度支付).
var CreditPurposes = []AudiencePurpose{ForCreditCoupon, ForCreditLimit}

// CreditState is whether a way is off, on for everybody, or on for named users.
type CreditState string

// The states.
const (
	CreditOff       CreditState = "off"
	CreditAll       CreditState = "all"
	CreditSpecified CreditState = "specified"
)

// CreditStates lists the states.
var CreditStates = []CreditState{CreditOff, CreditAll, CreditSpecified}

// Key names the state's words.
func (s CreditState) Key() string { return "credit.state_" + string(s) }

// Tone is the state's colour.
func (s CreditState) Tone() Tone {
	switch s {
	case CreditOff:
		return Neutral
	case CreditAll:
		return OK
	case CreditSpecified:
		return Accent
	}
	return Neutral
}

// CreditRow is a product with its two switches, as their list shows it.
type CreditRow struct {
	SellerID    SellerID
	ProductID   ProductID
	ProductName string
	Number      string
	SaleType    SaleType
	AccessType  AccessType
	ListedAt    time.Time
	CouponID    *AudienceID // named users of the coupons
	CouponState CreditState
	CouponUsers int
	LimitID     *AudienceID
	LimitState  CreditState
	LimitUsers  int
}

// CreditAsk is a switch that shall be set.
type CreditAsk struct {
	ProductID ProductID
	Purpose   AudiencePurpose
	State     CreditState
}

// Check refuses what is no switch, and general products: their sellers are paid by the
// customer alone (catalogue.md §5: joint and platform products).
func (a CreditAsk) Check(sale SaleType) error {
	switch {
	case !slices.Contains(CreditPurposes, a.Purpose):
		return Invalid("purpose", "problem.not_an_option", string(a.Purpose))
	case !slices.Contains(CreditStates, a.State):
		return Invalid("state", "problem.not_an_option", string(a.State))
	case sale == SaleGeneral:
		return Conflict("credit.general")
	}
	return nil
}

// Credit is the switch that a way of paying needs; empty when it needs none.
func (m PayMethod) Credit() AudiencePurpose {
	switch m {
	case PayCreditCoupon:
		return ForCreditCoupon
	case PayCreditLimit:
		return ForCreditLimit
	case Prepaid, Postpaid:
		return ""
	}
	return ""
}
