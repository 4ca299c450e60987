package market

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// Coupons is vouchers that customers claim and use on one order (代金券, catalogue.md §9.7).
var Coupons = area("coupon", Owner, Operations, Finance)

// The acts on a coupon (catalogue.md §9.7). A joint coupon is approved as a review.
var (
	PublishCoupon = act("coupon.publish", Owner, Operations)
	GrantCoupon   = act("coupon.grant", Owner, Operations) // 指定客户
	VoidCoupon    = act("coupon.void", Owner, Operations)
	ClaimCoupon   = act("coupon.claim", Buyer)
	ExpireCoupon  = act("coupon.expire", Clock)
)

// CouponID names a coupon.
type CouponID = ID[Coupon]

// CouponScheme is who bears a coupon (catalogue.md §9.7).
type CouponScheme string

// The kinds: of general products the cost is shared by ratio; of joint ones the seller bears
// all of it, and the operator approves.
const (
	CouponGeneral CouponScheme = "general"
	CouponJoint   CouponScheme = "joint"
)

// CouponSchemes lists the kinds.
var CouponSchemes = []CouponScheme{CouponGeneral, CouponJoint}

// Key names the kind's words.
func (k CouponScheme) Key() string { return "coupon.kind_" + string(k) }

// CouponStatus is where a coupon stands.
type CouponStatus string

// The states of a coupon (catalogue.md §9.7).
const (
	CouponPending   CouponStatus = "pending"
	CouponRejected  CouponStatus = "rejected"
	CouponWithdrawn CouponStatus = "withdrawn"
	CouponActive    CouponStatus = "active"
	CouponVoided    CouponStatus = "voided"
	CouponExpired   CouponStatus = "expired"
)

// CouponStatuses lists the states in the order of a coupon's life.
var CouponStatuses = []CouponStatus{CouponPending, CouponActive, CouponVoided, CouponExpired, CouponRejected, CouponWithdrawn}

// Key names the status's words.
func (s CouponStatus) Key() string { return "coupon.status_" + string(s) }

// Tone is the status's colour.
func (s CouponStatus) Tone() Tone {
	switch s {
	case CouponPending:
		return Accent
	case CouponActive:
		return OK
	case CouponRejected:
		return Bad
	case CouponVoided, CouponExpired, CouponWithdrawn:
		return Neutral
	}
	return Neutral
}

// CouponMoves is the life of a coupon (catalogue.md §9.7).
var CouponMoves = Moves[CouponStatus]{
	{CouponPending, ApproveReview, CouponActive},
	{CouponPending, RejectReview, CouponRejected},
	{CouponPending, WithdrawReview, CouponWithdrawn},
	{CouponActive, VoidCoupon, CouponVoided},
	{CouponActive, ExpireCoupon, CouponExpired},
}

// CouponPeriods are the billing modes a coupon may be for: per use, monthly, yearly; what is
// charged on demand has none (catalogue.md §9.7).
var CouponPeriods = []Period{PerOnce, PerMonth, PerYear}

// Coupon takes a whole amount off one order of what it is for.
type Coupon struct {
	SellerID SellerID
	ID       CouponID
	Number   string
	Name     string
	Kind     CouponScheme
	Amount   Money
	Period   Period
	StartsOn Day
	EndsOn   Day
	Shown    bool // on the product's page
	Total    int
	Claimed  int
	Used     int
	Status   CouponStatus
	MadeBy   string
	MadeAt   time.Time
	VoidedAt *time.Time
	Note     string
	Version  int
}

// CouponItem is what a coupon is for: a product, or one of its SKUs.
type CouponItem struct {
	ProductID   ProductID
	ProductName string
	SaleType    SaleType
	SKUCode     string
	SpecName    string
}

// CouponDraft is a coupon as it is published.
type CouponDraft struct {
	Coupon
	Items []CouponItem
}

// CouponRow is a coupon in a list.
type CouponRow struct {
	Coupon
	Items    int
	ItemName string // the first product
}

// CouponClaim is one customer's copy of a coupon.
type CouponClaim struct {
	SellerID  SellerID
	ID        ID[CouponClaim]
	CouponID  CouponID
	Number    string
	Customer  string
	Name      string
	Status    CouponClaimStatus
	Granted   bool
	ClaimedAt time.Time
	OrderID   *OrderID
	UsedAt    *time.Time
}

// CouponClaimStatus is where a customer's coupon stands.
type CouponClaimStatus string

// The states of a claimed coupon: a given back one is claimed again.
const (
	CouponClaimed CouponClaimStatus = "claimed"
	CouponUsed    CouponClaimStatus = "used"
)

// Key names the status's words.
func (s CouponClaimStatus) Key() string { return "coupon.claim_" + string(s) }

// Tone is the status's colour.
func (s CouponClaimStatus) Tone() Tone {
	if s == CouponUsed {
		return OK
	}
	return Neutral
}

// CouponGrant is one row of 指定客户: an account that shall have the coupon.
type CouponGrant struct {
	Customer string
	Name     string
}

// CouponSearch is which coupons of a list are wanted; empty fields want all.
type CouponSearch struct {
	Status CouponStatus
	Kind   CouponScheme
	Period Period
	Text   string // number, name or product
	From   *time.Time
	Until  *time.Time
}

const (
	couponName   = 60
	couponMonths = 6
	mostCoupons  = 1_000_000
	mostGrants   = 1000
)

// Check refuses what is wrong with the draft (catalogue.md §9.7: whole amounts from 1 to
// 1,000,000,000, one billing mode, valid for 6 months at most).
func (d CouponDraft) Check(today Day) Invalids {
	wrong := Invalids{}
	wrong.long("name", d.Name, couponName)
	if !d.Amount.d.IsInteger() || d.Amount.d.LessThan(decimal.NewFromInt(1)) || d.Amount.d.GreaterThan(decimal.New(1, 9)) {
		wrong.With("amount", "coupon.amount_range", d.Amount)
	}
	if !slices.Contains(CouponPeriods, d.Period) {
		wrong.With("period", "problem.not_an_option", string(d.Period))
	}
	switch {
	case d.StartsOn.IsZero():
		wrong.With("starts_on", "problem.required")
	case d.StartsOn.Before(today):
		wrong.With("starts_on", "resale.starts_in_past", today, d.StartsOn)
	}
	last := DayOf(d.StartsOn.Begin().AddDate(0, couponMonths, 0))
	switch {
	case d.EndsOn.IsZero():
		wrong.With("ends_on", "problem.required")
	case !d.StartsOn.Before(d.EndsOn):
		wrong.With("ends_on", "resale.ends_before", d.StartsOn, d.EndsOn)
	case last.Before(d.EndsOn):
		wrong.With("ends_on", "coupon.too_long", last, d.EndsOn)
	}
	if d.Total < 1 || d.Total > mostCoupons {
		wrong.With("total", "problem.out_of_range", 1, mostCoupons, d.Total)
	}
	if len(d.Items) == 0 {
		wrong.With("items", "coupon.no_items")
	}
	for _, item := range d.Items[min(1, len(d.Items)):] {
		if kindOf(item.SaleType) != kindOf(d.Items[0].SaleType) {
			wrong.With("items", "coupon.mixed", d.Items[0].ProductName, item.ProductName)
		}
	}
	return wrong
}

// OfItems is who bears the coupon, by the sale type of what it is for.
func (d CouponDraft) OfItems() CouponScheme {
	if len(d.Items) == 0 {
		return CouponGeneral
	}
	return kindOf(d.Items[0].SaleType)
}

func kindOf(saleType SaleType) CouponScheme {
	if saleType == SaleGeneral {
		return CouponGeneral
	}
	return CouponJoint
}

// Valid reports whether the day lies in the coupon's validity.
func (c Coupon) Valid(day Day) bool { return !day.Before(c.StartsOn) && !c.EndsOn.Before(day) }

// Ends is the instant at which the coupon is over.
func (c Coupon) Ends() time.Time { return c.EndsOn.Plus(1).Begin() }

// Claimable refuses a claim: only running coupons that are left, and those that are shown or
// were granted by the seller (catalogue.md §9.7).
func (c Coupon) Claimable(granted bool, day Day) error {
	switch {
	case c.Status != CouponActive || !granted && !c.Shown:
		return NotFound
	case c.EndsOn.Before(day):
		return Conflict("coupon.over", c.Number, c.EndsOn)
	case c.Claimed >= c.Total:
		return Conflict("coupon.none_left", c.Number, c.Total)
	}
	return nil
}

// Usable refuses a claimed coupon that does not fit the purchase: used, out of time, another
// product, another billing mode, or a general coupon whose product became joint
// (catalogue.md §9.7). A voided coupon that was claimed stays usable.
func (d CouponDraft) Usable(claim CouponClaim, sale Sale, day Day) error {
	switch {
	case claim.Status == CouponUsed:
		return Invalid("coupon", "coupon.used_already", claim.Number)
	case d.Status != CouponActive && d.Status != CouponVoided || !d.Valid(day):
		return Invalid("coupon", "coupon.not_valid", claim.Number, d.StartsOn, d.EndsOn)
	case !slices.ContainsFunc(d.Items, func(i CouponItem) bool {
		return i.ProductID == sale.ProductID && (i.SKUCode == "" || i.SKUCode == sale.SKUCode)
	}):
		return Invalid("coupon", "coupon.other_goods", claim.Number, sale.ProductName, sale.SpecName)
	case kindOf(sale.SaleType) != d.Kind:
		return Invalid("coupon", "coupon.became_joint", claim.Number, sale.ProductName)
	case !d.fits(sale.Period):
		return Invalid("coupon", "coupon.other_mode", claim.Number, Word(d.Period.Key()))
	}
	return nil
}

// fits reports whether the coupon is for the billing mode; a single use counts as once.
func (c Coupon) fits(p Period) bool {
	return p == c.Period || c.Period == PerOnce && p == "use"
}

// Void hides the coupon at once; what was claimed stays valid (catalogue.md §9.7).
func (c *Coupon) Void(now time.Time) (err error) {
	c.Status, err = CouponMoves.Next(c.Status, VoidCoupon)
	c.VoidedAt = &now
	return err
}

// Expire ends the coupon when its last day is over.
func (c *Coupon) Expire(now time.Time) (err error) {
	if now.Before(c.Ends()) {
		return Conflict("problem.not_now", Word(ExpireCoupon), Word(c.Status.Key()))
	}
	c.Status, err = CouponMoves.Next(c.Status, ExpireCoupon)
	return err
}

// CheckGrants refuses the accounts that cannot be granted, each with its line; every fault at
// once.
func (c Coupon) CheckGrants(rows []CouponGrant) error {
	wrong := Invalids{}
	if len(rows) == 0 {
		wrong.With("customers", "problem.required")
	}
	if len(rows) > mostGrants {
		wrong.With("customers", "coupon.too_many_grants", mostGrants, len(rows))
	}
	if c.Shown {
		wrong.With("customers", "coupon.shown_not_granted")
	}
	if left := c.Total - c.Claimed; len(rows) > left {
		wrong.With("customers", "coupon.not_enough", left, len(rows))
	}
	for n, row := range rows {
		one := Invalids{}
		one.account("customers", row.Customer, 64)
		if one.Err() != nil {
			wrong.With("customers", "coupon.grant_line", n+1, row.Customer)
		}
	}
	return wrong.Err()
}

// BearsCoupon is how much of a used coupon the seller bears: its ratio of a general one, all
// of a joint one (catalogue.md §9.7, transactions.md §6.7 F1).
func BearsCoupon(kind CouponScheme, used Money, sellerRatio Ratio) Money {
	if kind == CouponJoint {
		return used
	}
	return used.Times(sellerRatio)
}

// CouponSettlement is what the seller gets of sales with a coupon: sales × its ratio − what it
// bears of the coupon (transactions.md §6.7, variant of F1).
func CouponSettlement(kind CouponScheme, sales, used Money, sellerRatio Ratio) Money {
	if kind == CouponJoint {
		return sales.Times(sellerRatio).Minus(used)
	}
	return round(sales.d.Mul(sellerRatio.d).Sub(used.d.Mul(sellerRatio.d)))
}

// CouponClaimRow is a copy with the order that used it.
type CouponClaimRow struct {
	CouponClaim
	OrderNumber string
}

// VoucherRow is a buyer's copy with what it is worth.
type VoucherRow struct {
	CouponClaim
	CouponName   string
	Amount       Money
	Period       Period
	StartsOn     Day
	EndsOn       Day
	SellerNumber string
}
