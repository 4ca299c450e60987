package market

import (
	"slices"
	"strings"
	"time"
)

// Demands is what customers need, as partners and the platform report it (客户需求,
// catalogue.md §9.5).
var Demands = area("demand", Owner, Operations, Support, Reviewer, Manager)

// The acts on a demand (catalogue.md §9.5). It is converted by submitting an offer, and won
// when the customer orders with it.
var (
	ReportDemand   = act("demand.report", Buyer)
	AssignDemand   = act("demand.assign", Reviewer, Manager)
	AcceptDemand   = act("demand.accept", Owner, Operations)
	RefuseDemand   = act("demand.refuse", Owner, Operations)
	ProgressDemand = act("demand.progress", Owner, Operations, Support)
	EditDemand     = act("demand.edit", Owner, Operations)
	CloseDemand    = act("demand.close", Owner, Operations)
	RevealDemand   = act("demand.reveal", Owner, Operations)
	FailDemand     = act("demand.fail", Owner, Operations)
	RemindDemand   = act("demand.remind", Clock) // 1 day before the time is over
	ExpireDemand   = act("demand.expire", Clock)
)

// DemandID names a demand.
type DemandID = ID[Demand]

// DemandSource is where a demand comes from (catalogue.md §9.5).
type DemandSource string

// The sources of demands.
const (
	DemandCSP       DemandSource = "csp"
	DemandPlatform  DemandSource = "platform"
	DemandMarketing DemandSource = "marketing"
)

// DemandSources lists the sources.
var DemandSources = []DemandSource{DemandCSP, DemandPlatform, DemandMarketing}

// Key names the source's words.
func (s DemandSource) Key() string { return "demand.source_" + string(s) }

// DemandDeliveries are the modes of delivery that may be asked for.
var DemandDeliveries = []string{"cloud", "on_site", "remote"}

// DemandKinds are the types of demand.
var DemandKinds = []string{"purchase", "renewal", "expansion", "customisation"}

// DemandStatus is where a demand stands.
type DemandStatus string

// The states of a demand (catalogue.md §9.5).
const (
	DemandToAccept   DemandStatus = "to_accept"
	DemandConverting DemandStatus = "converting"
	DemandWon        DemandStatus = "won"
	DemandRefused    DemandStatus = "refused"
	DemandSucceeded  DemandStatus = "closed_success"
	DemandFailed     DemandStatus = "closed_failure"
	DemandTimedOut   DemandStatus = "timed_out" // counts as refused
)

// DemandStatuses lists the states in the order of a demand's life.
var DemandStatuses = []DemandStatus{DemandToAccept, DemandConverting, DemandWon, DemandSucceeded, DemandFailed, DemandRefused, DemandTimedOut}

// Key names the status's words.
func (s DemandStatus) Key() string { return "demand.status_" + string(s) }

// Tone is the status's colour.
func (s DemandStatus) Tone() Tone {
	switch s {
	case DemandToAccept:
		return Warn
	case DemandConverting:
		return Accent
	case DemandWon, DemandSucceeded:
		return OK
	case DemandTimedOut:
		return Bad
	case DemandRefused, DemandFailed:
		return Neutral
	}
	return Neutral
}

// DemandMoves is the life of a demand (catalogue.md §9.5): an order that is paid with its
// offer wins it.
var DemandMoves = Moves[DemandStatus]{
	{DemandToAccept, AcceptDemand, DemandConverting},
	{DemandToAccept, RefuseDemand, DemandRefused},
	{DemandToAccept, ExpireDemand, DemandTimedOut},
	{DemandConverting, ProgressDemand, DemandConverting},
	{DemandConverting, EditDemand, DemandConverting},
	{DemandConverting, SubmitOffer, DemandConverting},
	{DemandConverting, PayOrder, DemandWon},
	{DemandConverting, CloseDemand, DemandSucceeded},
	{DemandConverting, FailDemand, DemandFailed},
}

// Demand is one customer's need for a seller's joint product.
type Demand struct {
	SellerID     SellerID
	ID           DemandID
	Number       string
	Source       DemandSource
	Reporter     string
	Name         string
	ProductID    ProductID
	SpecWanted   string
	DeliveryMode string
	Kind         string
	Space        Money // what the customer may spend
	Request      string
	SigningOn    *Day
	SalesContact string
	SalesPhone   string
	Description  string
	Solutions    string
	Share        Ratio // the share that the provider expects
	CustomerName string
	Customer     string // the account; may be filled in later
	PhoneMask    string
	Status       DemandStatus
	AssignedAt   time.Time
	DueAt        time.Time
	AcceptedAt   *time.Time
	ClosedAt     *time.Time
	Reason       string
	OfferID      *OfferID
	OrderID      *OrderID
	Version      int
}

// DemandRow is a demand in a list.
type DemandRow struct {
	Demand
	ProductName string
	CompanyName string // whose demand it is, for the operator
}

// DemandReport is a demand as it is reported or assigned.
type DemandReport struct {
	Demand
	Phone string
	Email string
}

// DemandNote is one entry of a demand's progress.
type DemandNote struct {
	ID    ID[DemandNote]
	At    time.Time
	Act   Act
	Actor string
	Party Party
	Text  string
}

// DemandSearch is which demands of a list are wanted; empty fields want all.
type DemandSearch struct {
	Status DemandStatus
	Source DemandSource
	Text   string // number, name or product
	From   *time.Time
	Until  *time.Time
}

// DemandDue is until when the demand must be accepted: 5 calendar days as it ships
// (catalogue.md §9.5, transactions.md §7.2).
func (s Settings) DemandDue(assigned time.Time) time.Time {
	return assigned.AddDate(0, 0, s.DemandDays)
}

// Check refuses a report that is not whole, or asks for more than the highest share
// (catalogue.md §9.5).
func (r DemandReport) Check(saleType SaleType, most Ratio) error {
	wrong := Invalids{}
	wrong.long("name", r.Name, 60)
	wrong.long("customer_name", r.CustomerName, 100)
	wrong.long("request", r.Request, 500)
	if r.Customer != "" {
		wrong.account("customer", r.Customer, 64)
	}
	if !slices.Contains(DemandDeliveries, r.DeliveryMode) {
		wrong.With("delivery_mode", "problem.not_an_option", r.DeliveryMode)
	}
	if !slices.Contains(DemandKinds, r.Kind) {
		wrong.With("kind", "problem.not_an_option", r.Kind)
	}
	if r.Phone == "" && r.Email == "" {
		wrong.With("phone", "order.no_contact")
	} else if r.Phone != "" && !phone(r.Phone) {
		wrong.With("phone", "problem.not_a_phone", r.Phone)
	}
	if r.Space.Sign() < 0 {
		wrong.With("space", "problem.not_an_amount", r.Space)
	}
	if saleType != SaleJoint {
		wrong.With("product", "demand.not_joint")
	}
	if r.Source == DemandCSP && r.Share.Over(most) {
		wrong.With("share", "demand.share_over", most, r.Share)
	}
	for field, text := range map[string]string{"description": r.Description, "solutions": r.Solutions} {
		if n := len([]rune(text)); n > 1000 {
			wrong.With(field, "problem.too_long", 1000, n)
		}
	}
	return wrong.Err()
}

// Open reports whether the customer's data may be seen: only after accepting (catalogue.md
// §9.5).
func (d Demand) Open() bool { return d.AcceptedAt != nil }

// Hide takes the customer's data away until the seller accepts.
func (d *Demand) Hide() {
	if !d.Open() {
		d.CustomerName, d.Customer, d.PhoneMask = "", "", ""
	}
}

// Accept takes the demand on; the rules must be agreed, within five days (catalogue.md §9.5).
func (d *Demand) Accept(agreed bool, now time.Time) (err error) {
	if !agreed {
		return Invalid("agreed", "demand.not_agreed")
	}
	if d.Status == DemandToAccept && !now.Before(d.DueAt) {
		return Conflict("demand.too_late", d.DueAt)
	}
	d.Status, err = DemandMoves.Next(d.Status, AcceptDemand)
	d.AcceptedAt = &now
	return err
}

// Refuse gives the demand back for a reason.
func (d *Demand) Refuse(reason string, now time.Time) (err error) {
	if err := CheckReason(reason); err != nil {
		return err
	}
	d.Status, err = DemandMoves.Next(d.Status, RefuseDemand)
	d.ClosedAt, d.Reason = &now, reason
	return err
}

// Expire closes the demand that nobody accepted in five days: it counts as refused.
func (d *Demand) Expire(now time.Time) (err error) {
	if now.Before(d.DueAt) {
		return Conflict("problem.not_now", Word(ExpireDemand), Word(d.Status.Key()))
	}
	d.Status, err = DemandMoves.Next(d.Status, ExpireDemand)
	d.ClosedAt = &now
	return err
}

// Edit fills in the customer's account, if it is empty, and the specs wanted; once there is
// an offer nothing changes any more (catalogue.md §9.5).
func (d *Demand) Edit(customer, specs string) error {
	if d.OfferID != nil {
		return Conflict("demand.has_offer")
	}
	if _, err := DemandMoves.Next(d.Status, EditDemand); err != nil {
		return err
	}
	if d.Customer != "" && customer != "" && customer != d.Customer {
		return Invalid("customer", "demand.customer_known", d.Customer)
	}
	if customer != "" {
		wrong := Invalids{}
		wrong.account("customer", customer, 64)
		if err := wrong.Err(); err != nil {
			return err
		}
		d.Customer = customer
	}
	d.SpecWanted = strings.TrimSpace(specs)
	if n := len([]rune(d.SpecWanted)); n > 200 {
		return Invalid("spec_wanted", "problem.too_long", 200, n)
	}
	return nil
}

// Close ends the conversion as the seller says it ended; a provider's demand is not closed by
// the seller (catalogue.md §9.5).
func (d *Demand) Close(act Act, reason string, now time.Time) (err error) {
	if d.Source == DemandCSP {
		return Conflict("demand.csp_not_closed")
	}
	if err := CheckReason(reason); err != nil {
		return err
	}
	d.Status, err = DemandMoves.Next(d.Status, act)
	d.ClosedAt, d.Reason = &now, reason
	return err
}

// Convert ties the demand to the offer that its customer may order with.
func (d *Demand) Convert(offer OfferID) (err error) {
	if d.OfferID != nil {
		return Conflict("demand.has_offer")
	}
	d.Status, err = DemandMoves.Next(d.Status, SubmitOffer)
	d.OfferID = &offer
	return err
}

// Win ends the demand with the order that was paid.
func (d *Demand) Win(order OrderID, now time.Time) (err error) {
	d.Status, err = DemandMoves.Next(d.Status, PayOrder)
	d.OrderID, d.ClosedAt = &order, &now
	return err
}

// JointProduct is a joint product that a demand may be about.
type JointProduct struct {
	SellerID    SellerID
	ID          ProductID
	Name        string
	CompanyName string
}
