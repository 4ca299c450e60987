package market

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Resales is what resellers may resell, and at which price (转售商务授权, catalogue.md §6).
var Resales = area("resale", Owner, Operations, Finance)

// The acts on a resale authorization (catalogue.md §6).
var (
	AuthorizeResale = act("resale.authorize", Owner, Operations)
	ChangeResale    = act("resale.change", Owner, Operations)
	EndResale       = act("resale.end", Owner, Operations)
	RemindResale    = act("resale.remind", Clock) // 7 days before the end
	ExpireResale    = act("resale.expire", Clock)
)

// ResaleID names a resale authorization.
type ResaleID = ID[Resale]

// ResaleLevel is for whom an authorization holds (catalogue.md §6).
type ResaleLevel string

// The levels; the narrower one is used: customer, then partner, then product.
const (
	ResaleProduct  ResaleLevel = "product"  // all resellers
	ResalePartner  ResaleLevel = "partner"  // all customers of one reseller
	ResaleCustomer ResaleLevel = "customer" // one customer of one reseller
)

// ResaleLevels lists the levels from the widest to the narrowest.
var ResaleLevels = []ResaleLevel{ResaleProduct, ResalePartner, ResaleCustomer}

// Key names the level's words.
func (l ResaleLevel) Key() string { return "resale.level_" + string(l) }

func (l ResaleLevel) rank() int { return slices.Index(ResaleLevels, l) }

// ResaleStatus is where an authorization stands.
type ResaleStatus string

// The states of an authorization: the last two stand under 已失效.
const (
	ResaleActive  ResaleStatus = "active"
	ResaleEnded   ResaleStatus = "ended"   // by the seller
	ResaleExpired ResaleStatus = "expired" // its last day is over
)

// ResaleStatuses lists the states.
var ResaleStatuses = []ResaleStatus{ResaleActive, ResaleEnded, ResaleExpired}

// Key names the status's words.
func (s ResaleStatus) Key() string { return "resale.status_" + string(s) }

// Tone is the status's colour.
func (s ResaleStatus) Tone() Tone {
	switch s {
	case ResaleActive:
		return OK
	case ResaleEnded, ResaleExpired:
		return Neutral
	}
	return Neutral
}

// ResaleMoves is the life of an authorization (catalogue.md §6).
var ResaleMoves = Moves[ResaleStatus]{
	{ResaleActive, ChangeResale, ResaleActive},
	{ResaleActive, EndResale, ResaleEnded},
	{ResaleActive, ExpireResale, ResaleExpired},
}

// resellable are the access types that may be resold (catalogue.md §6).
var resellable = []AccessType{AccessSaaS, AccessLicense, AccessService, AccessHardware, AccessImage}

// Resellable reports whether resellers may sell a product of these types (catalogue.md §6).
func Resellable(saleType SaleType, accessType AccessType) bool {
	return saleType == SaleGeneral && slices.Contains(resellable, accessType)
}

// Resale is one authorization: resellers pay Discount of the list price, from StartsOn to
// EndsOn, both days included.
type Resale struct {
	SellerID  SellerID
	ID        ResaleID
	Number    string
	BatchID   ID[Resale]
	Level     ResaleLevel
	ProductID ProductID
	Partner   string // the reseller's account; empty at product level
	Customer  string // the customer's account; only at customer level
	Project   string
	Discount  Ratio
	StartsOn  Day
	EndsOn    Day
	Status    ResaleStatus
	MadeBy    string
	MadeAt    time.Time
	EndedAt   *time.Time
	Reason    string
	Version   int
}

// ResaleRow is an authorization in a list, with the product it is about.
type ResaleRow struct {
	Resale
	ProductName   string
	ProductNumber string
	AccessType    AccessType
	Category      JSON[map[string]string] // by language
}

// ResaleSearch is which authorizations of a list are wanted; empty fields want all.
type ResaleSearch struct {
	Level   ResaleLevel
	Status  string // active, invalid, or one state
	Access  AccessType
	Text    string // number, product, reseller, customer or project
	Product ProductID
}

// ResaleTarget is a product that may be authorized.
type ResaleTarget struct {
	ID         ProductID
	Number     string
	Name       string
	SaleType   SaleType
	AccessType AccessType
	Site       Site
	Category   string
	OnSale     bool
	Code       string // the cheapest price's wire code, for the waterfall
	Price      Price
	Period     Period
	ListedAt   *time.Time
}

// ResaleRefusal is what speaks against an authorization: an overlap, or the order of levels.
type ResaleRefusal struct {
	With   Resale
	Reason Reason
}

// Valid reports whether the authorization holds on the day.
func (r Resale) Valid(day Day) bool {
	return r.Status == ResaleActive && !day.Before(r.StartsOn) && !r.EndsOn.Before(day)
}

// Ends is the instant at which the authorization is over.
func (r Resale) Ends() time.Time { return r.EndsOn.Plus(1).Begin() }

// Reminds is when the reseller hears of the end: 7 days before it (catalogue.md §6).
func (r Resale) Reminds() time.Time { return r.Ends().AddDate(0, 0, -resaleNotice) }

const (
	resaleNotice   = 7
	resaleProject  = 100
	resaleAccount  = 64
	MostResaleRows = 200 // rows of one batch
)

// ResaleField is the field of one row of a batch: discount_3.
func ResaleField(name string, row int) string { return fmt.Sprintf("%s_%d", name, row) }

// Check refuses what is wrong with the row by itself (catalogue.md §6: 0.01–100.00 % with two
// places, start not in the past, end after start).
func (r Resale) Check(today Day, begun bool) Invalids {
	wrong := Invalids{}
	percent := r.Discount.d.Shift(2)
	if r.Discount.d.Sign() <= 0 || r.Discount.d.GreaterThan(Percent("100").d) || !percent.Equal(percent.Round(2)) {
		wrong.With("discount", "resale.discount_range", r.Discount)
	}
	switch {
	case r.StartsOn.IsZero():
		wrong.With("starts_on", "problem.required")
	case !begun && r.StartsOn.Before(today):
		wrong.With("starts_on", "resale.starts_in_past", today, r.StartsOn)
	}
	switch {
	case r.EndsOn.IsZero():
		wrong.With("ends_on", "problem.required")
	case !r.StartsOn.IsZero() && !r.StartsOn.Before(r.EndsOn):
		wrong.With("ends_on", "resale.ends_before", r.StartsOn, r.EndsOn)
	case r.EndsOn.Before(today):
		wrong.With("ends_on", "resale.ends_in_past", today, r.EndsOn)
	}
	if r.Level.rank() < 0 {
		wrong.With("level", "problem.not_an_option", string(r.Level))
	}
	if r.Level != ResaleProduct {
		wrong.account("partner", r.Partner, resaleAccount)
		wrong.long("project", r.Project, resaleProject)
	}
	if r.Level == ResaleCustomer {
		wrong.account("customer", r.Customer, resaleAccount)
	}
	return wrong
}

// account is a required account of letters, digits, - and _.
func (i Invalids) account(field, text string, most int) {
	switch {
	case strings.TrimSpace(text) == "":
		i.With(field, "problem.required")
	case len(text) > most:
		i.With(field, "problem.too_long", most, len(text))
	case strings.ContainsFunc(text, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.')
	}):
		i.With(field, "resale.not_an_account", text)
	}
}

// Overlaps reports whether both hold on at least one day.
func (r Resale) Overlaps(o Resale) bool {
	return !r.EndsOn.Before(o.StartsOn) && !o.EndsOn.Before(r.StartsOn)
}

// same reports whether both are for the same product, reseller and customer at one level.
func (r Resale) same(o Resale) bool {
	return r.ProductID == o.ProductID && r.Level == o.Level && r.Partner == o.Partner && r.Customer == o.Customer
}

// within reports whether o is the wider authorization that r refines.
func (r Resale) within(o Resale) bool {
	return r.ProductID == o.ProductID && o.Level.rank() < r.Level.rank() && (o.Partner == "" || o.Partner == r.Partner)
}

// Against is what speaks against the authorization beside the others of its product: the
// same one may not hold twice on a day, and the discounts must fall from product to partner
// to customer (catalogue.md §6).
func (r Resale) Against(others []Resale) (refusals []ResaleRefusal) {
	for _, o := range others {
		if o.ID == r.ID || o.Status != ResaleActive || !r.Overlaps(o) {
			continue
		}
		var reason Reason
		switch {
		case r.same(o):
			reason = Because("resale.overlaps", o.Number, o.StartsOn, o.EndsOn, o.Discount)
		case r.within(o) && !o.Discount.Over(r.Discount):
			reason = Because("resale.not_below", Word(o.Level.Key()), o.Number, o.Discount, r.Discount)
		case o.within(r) && !r.Discount.Over(o.Discount):
			reason = Because("resale.not_above", Word(o.Level.Key()), o.Number, o.Discount, r.Discount)
		default:
			continue
		}
		refusals = append(refusals, ResaleRefusal{o, reason})
	}
	return refusals
}

// Change gives the authorization another discount or end; what began keeps its first day.
func (r *Resale) Change(discount Ratio, starts, ends, today Day) error {
	status, err := ResaleMoves.Next(r.Status, ChangeResale)
	if err != nil {
		return err
	}
	begun := !today.Before(r.StartsOn)
	if begun && starts != r.StartsOn {
		return Invalid("starts_on", "resale.begun", r.StartsOn)
	}
	r.Status, r.Discount, r.StartsOn, r.EndsOn = status, discount, starts, ends
	return r.Check(today, begun).Err()
}

// End takes the authorization back; orders that were placed keep their price.
func (r *Resale) End(reason string, now time.Time) (err error) {
	wrong := Invalids{}
	wrong.long("reason", reason, 500)
	if err := wrong.Err(); err != nil {
		return err
	}
	r.Status, err = ResaleMoves.Next(r.Status, EndResale)
	r.EndedAt, r.Reason = &now, reason
	return err
}

// Expire ends the authorization when its last day is over.
func (r *Resale) Expire(now time.Time) (err error) {
	if now.Before(r.Ends()) {
		return Conflict("problem.not_now", Word(ExpireResale), Word(r.Status.Key()))
	}
	r.Status, err = ResaleMoves.Next(r.Status, ExpireResale)
	r.EndedAt = &now
	return err
}

// ChooseResale is the authorization that prices the reseller's order: the customer's, then
// the partner's, then the product's (catalogue.md §6).
func ChooseResale(all []Resale, partner, customer string, day Day) (chosen Resale, ok bool) {
	for _, r := range all {
		if !r.Valid(day) || r.Partner != "" && r.Partner != partner || r.Customer != "" && r.Customer != customer {
			continue
		}
		if !ok || r.Level.rank() > chosen.Level.rank() {
			chosen, ok = r, true
		}
	}
	return chosen, ok
}

// Quote is what a reseller would pay for one piece of the product's cheapest price under the
// authorization, by the very code that prices orders.
func (t ResaleTarget) Quote(r Resale) (Quote, error) {
	sale := Sale{ProductID: t.ID, ProductName: t.Name, ProductCode: t.Code, SaleType: t.SaleType, AccessType: t.AccessType,
		Period: t.Period, UnitPrice: t.Price, OnSale: true}
	quote, err := (Purchase{Type: OrderNew, Product: t.Code, Quantity: Count(1), Periods: 1}).Quote(sale)
	if err != nil {
		return quote, err
	}
	quote.Resell(r, r.Partner)
	return quote, nil
}
