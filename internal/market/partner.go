package market

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"encoding/binary"
)

// Partners is customer service providers and what they earn (客户服务商, catalogue.md §9.6).
var Partners = area("partner", Owner, Operations, Finance, Reviewer, Manager)

// The acts of the provider plan (catalogue.md §9.6, transactions.md §7).
var (
	DraftPartner   = act("partner.draft", Buyer)
	JoinPartner    = act("partner.join", Buyer)
	BindPartner    = act("partner.bind", Buyer)
	ApprovePartner = act("partner.approve", Reviewer, Manager)
	RejectPartner  = act("partner.reject", Reviewer, Manager)
	EndPartner     = act("partner.end", Manager)
	SetPartner     = act("partner.set", Owner, Operations) // a product's share and authorised discount
)

// PartnerID names a provider.
type PartnerID = ID[Partner]

// PartnerRole is the role a provider is certified in (catalogue.md §9.6).
type PartnerRole string

// The roles that may join the plan.
const (
	PartnerSoftware PartnerRole = "software"
	PartnerService  PartnerRole = "service"
	PartnerSI       PartnerRole = "si"
)

// PartnerRoles lists the roles.
var PartnerRoles = []PartnerRole{PartnerSoftware, PartnerService, PartnerSI}

// Key names the role's words.
func (r PartnerRole) Key() string { return "partner.role_" + string(r) }

// PartnerStatus is where a provider stands.
type PartnerStatus string

// The states of a provider (catalogue.md §9.6).
const (
	PartnerDraft     PartnerStatus = "draft"
	PartnerSubmitted PartnerStatus = "submitted"
	PartnerRejected  PartnerStatus = "rejected"
	PartnerJoined    PartnerStatus = "joined"
	PartnerLeft      PartnerStatus = "left"
)

// PartnerStatuses lists the states in the order of a provider's life.
var PartnerStatuses = []PartnerStatus{PartnerDraft, PartnerSubmitted, PartnerJoined, PartnerRejected, PartnerLeft}

// Key names the status's words.
func (s PartnerStatus) Key() string { return "partner.status_" + string(s) }

// Tone is the status's colour.
func (s PartnerStatus) Tone() Tone {
	switch s {
	case PartnerSubmitted:
		return Warn
	case PartnerJoined:
		return OK
	case PartnerRejected:
		return Bad
	case PartnerDraft, PartnerLeft:
		return Neutral
	}
	return Neutral
}

// PartnerMoves is the life of a provider's membership (catalogue.md §9.6).
var PartnerMoves = Moves[PartnerStatus]{
	{PartnerDraft, DraftPartner, PartnerDraft},
	{PartnerDraft, JoinPartner, PartnerSubmitted},
	{PartnerRejected, DraftPartner, PartnerDraft},
	{PartnerRejected, JoinPartner, PartnerSubmitted},
	{PartnerSubmitted, ApprovePartner, PartnerJoined},
	{PartnerSubmitted, RejectPartner, PartnerRejected},
	{PartnerJoined, EndPartner, PartnerLeft},
}

// PartnerProofs is what shows a provider's ability to serve (catalogue.md §9.6).
type PartnerProofs struct {
	Product       string `json:"product"`       // product information
	Authorization string `json:"authorization"` // the vendor's authorization
	Sales         string `json:"sales"`         // sales records
	Contracts     string `json:"contracts"`     // customer contracts
}

// Partner is a provider's membership of the plan.
type Partner struct {
	ID          PartnerID
	Number      string
	Account     string
	Name        string
	Role        PartnerRole
	Proofs      JSON[PartnerProofs]
	Status      PartnerStatus
	CreatedAt   time.Time
	SubmittedAt *time.Time
	DecidedAt   *time.Time
	DecidedBy   string
	Reason      string
	Version     int
}

// PartnerNumber is the provider's number.
func PartnerNumber(id PartnerID) string {
	return fmt.Sprintf("CP%08X", binary.BigEndian.Uint32(id.UUID[12:]))
}

// Fill takes over what the provider typed; a draft may be incomplete, a submission not
// (catalogue.md §9.6: certified in one of the roles, with proof of its ability).
func (p *Partner) Fill(act Act, name string, role PartnerRole, certified bool, proofs PartnerProofs, now time.Time) (err error) {
	wrong := Invalids{}
	wrong.long("name", name, 100)
	if role != "" && !slices.Contains(PartnerRoles, role) {
		wrong.With("role", "problem.not_an_option", string(role))
	}
	if act == JoinPartner {
		if role == "" {
			wrong.With("role", "problem.required")
		}
		if !certified {
			wrong.With("certified", "partner.not_certified")
		}
		for field, text := range map[string]string{"product": proofs.Product, "authorization": proofs.Authorization, "sales": proofs.Sales, "contracts": proofs.Contracts} {
			wrong.long(field, text, 2000)
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	if p.Status, err = PartnerMoves.Next(p.Status, act); err != nil {
		return err
	}
	p.Name, p.Role, p.Proofs.V, p.Reason = strings.TrimSpace(name), role, proofs, ""
	if act == JoinPartner {
		p.SubmittedAt = &now
	}
	return nil
}

// Decide lets the provider into the plan or not; a rejection says why.
func (p *Partner) Decide(act Act, by, reason string, now time.Time) (err error) {
	if act != ApprovePartner {
		if err := CheckReason(reason); err != nil {
			return err
		}
	}
	p.Status, err = PartnerMoves.Next(p.Status, act)
	p.DecidedAt, p.DecidedBy, p.Reason = &now, by, reason
	return err
}

// PartnerModel is how a provider's share is calculated (transactions.md §6.7).
type PartnerModel string

// The models: a share of the deal price, or of what lies above the floor price.
const (
	PartnerDeal  PartnerModel = "deal"
	PartnerFloor PartnerModel = "floor"
)

// PartnerModels lists the models.
var PartnerModels = []PartnerModel{PartnerDeal, PartnerFloor}

// Key names the model's words.
func (m PartnerModel) Key() string { return "partner.model_" + string(m) }

// PartnerTerm is what providers earn on a product from a day on, and the lowest discount they
// may offer without the seller (授权折扣).
type PartnerTerm struct {
	SellerID  SellerID
	ID        ID[PartnerTerm]
	ProductID ProductID
	Model     PartnerModel
	Share     Ratio
	Discount  Ratio
	Policy    string
	FromOn    Day
	MadeBy    string
	MadeAt    time.Time
}

// PartnerTermRow is a term with its product; providers see it with its seller.
type PartnerTermRow struct {
	PartnerTerm
	ProductName   string
	ProductNumber string
	AccessType    AccessType
	SellerNumber  string
	CompanyName   string
	HasTerm       bool // false: the product has none yet
}

// PartnerBinding is a customer that a provider serves.
type PartnerBinding struct {
	Customer string
	Partner  string
	BoundAt  time.Time
}

// PartnerSearch is which providers of a list are wanted.
type PartnerSearch struct {
	Status PartnerStatus
	Role   PartnerRole
	Text   string
}

// Check refuses a term that is out of range or begins in the past.
func (t PartnerTerm) Check(today Day) error {
	wrong := Invalids{}
	if !slices.Contains(PartnerModels, t.Model) {
		wrong.With("model", "problem.not_an_option", string(t.Model))
	}
	if t.Share.d.Sign() <= 0 || t.Share.Over(mostPartnerShare) {
		wrong.With("share", "partner.share_range", mostPartnerShare, t.Share)
	}
	if t.Discount.d.Sign() <= 0 || t.Discount.Over(Percent("100")) {
		wrong.With("discount", "resale.discount_range", t.Discount)
	}
	if t.FromOn.IsZero() {
		wrong.With("from_on", "problem.required")
	} else if t.FromOn.Before(today) {
		wrong.With("from_on", "resale.starts_in_past", today, t.FromOn)
	}
	if n := len([]rune(t.Policy)); n > 500 {
		wrong.With("policy", "problem.too_long", 500, n)
	}
	return wrong.Err()
}

// mostPartnerShare is the highest share of a provider (transactions.md §6.7 F5: 90 %).
var mostPartnerShare = Percent("90")

// PartnerRates are the taxes of a provider's settlement.
type PartnerRates struct {
	OutputVAT  Ratio // of the product
	ServiceTax Ratio // of the provider's fee
}

// DealShare is F3 (transactions.md §6.7): base × share ÷ (1 + output VAT) × (1 + fee tax),
// rounded once.
func DealShare(base Money, share Ratio, rates PartnerRates) Money {
	return partnerFee(base, share, rates)
}

// FloorShare is F4 (transactions.md §6.7): (deal − floor) × share ÷ (1 + output VAT) ×
// (1 + fee tax); below the floor it is nothing.
func FloorShare(deal, floor Money, share Ratio, rates PartnerRates) Money {
	if !deal.Over(floor) {
		return Money{}
	}
	return partnerFee(deal.Minus(floor), share, rates)
}

// ResellerShare is F5 (transactions.md §6.7): (deal − floor) ÷ (1 + VAT) × (1 + fee tax) ×
// 90 %; together with the platform's sales the agreed commission, at most 90 %, takes its place.
func ResellerShare(deal, floor Money, rates PartnerRates, agreed *Ratio) Money {
	share := mostPartnerShare
	if agreed != nil && share.Over(*agreed) {
		share = *agreed
	}
	return FloorShare(deal, floor, share, rates)
}

func partnerFee(base Money, share Ratio, rates PartnerRates) Money {
	one := Percent("100").d
	return round(base.d.Mul(share.d).Mul(one.Add(rates.ServiceTax.d)).DivRound(one.Add(rates.OutputVAT.d), 12))
}

// PartnerOrder is an order that a provider or a reseller brought.
type PartnerOrder struct {
	ID           OrderID
	Number       string
	ProductID    ProductID
	ProductName  string
	SpecName     string
	CustomerName string
	Amount       Money
	ListAmount   Money
	CouponAmount Money
	PlacedAt     time.Time
	Status       OrderStatus
	Partner      string
	Kind         ReductionKind
	Ratio        Ratio
	SellerNumber string // for the provider
}
