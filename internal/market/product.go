package market

import (
	"slices"
	"time"
)

// Products is what the seller lists.
var Products = area("product", Owner, Operations, Support, Finance, Reviewer, Manager)

// The acts on a listing (catalogue.md §2.10).
var (
	DraftProduct    = act("product.draft", Owner, Operations)
	EditProduct     = act("product.edit", Owner, Operations)
	ModifyProduct   = act("product.modify", Owner, Operations)
	SubmitProduct   = act("product.submit", Owner, Operations)
	DiscardProduct  = act("product.discard", Owner, Operations)
	DelistProduct   = act("product.delist", Owner, Operations)
	EntrustProduct  = act("product.entrust", Owner) // to a member who sees only what is granted
	TakeDownProduct = act("product.takedown", Reviewer, Manager)
)

// ProductID names a listing.
type ProductID = ID[Product]

// ProductStatus is where a listing stands.
type ProductStatus string

// The states of a listing (catalogue.md §2.10). ProductNone is a listing that does not
// exist: not yet, or no longer.
const (
	ProductNone     ProductStatus = ""
	ProductDraft    ProductStatus = "draft"
	ProductPending  ProductStatus = "pending"
	ProductRejected ProductStatus = "rejected"
	ProductOnSale   ProductStatus = "on_sale"
	ProductOffSale  ProductStatus = "off_sale"
)

// ProductStatuses lists the states in the order of a listing's life.
var ProductStatuses = []ProductStatus{ProductDraft, ProductPending, ProductRejected, ProductOnSale, ProductOffSale}

// Key names the status's words.
func (s ProductStatus) Key() string { return "product.status_" + string(s) }

// Tone is the status's colour.
func (s ProductStatus) Tone() Tone {
	switch s {
	case ProductNone, ProductDraft, ProductOffSale:
		return Neutral
	case ProductPending:
		return Accent
	case ProductRejected:
		return Bad
	case ProductOnSale:
		return OK
	}
	return Neutral
}

// ProductMoves is the life of a listing as the seller and the operator move it
// (catalogue.md §2.10). What a decided review does stands in ProductVerdicts.
var ProductMoves = Moves[ProductStatus]{
	{ProductNone, DraftProduct, ProductDraft},
	{ProductDraft, EditProduct, ProductDraft},
	{ProductDraft, SubmitProduct, ProductPending},
	{ProductDraft, DiscardProduct, ProductNone},
	{ProductRejected, EditProduct, ProductRejected},
	{ProductRejected, SubmitProduct, ProductPending},
	{ProductRejected, DiscardProduct, ProductNone}, // general products only, see Discard
	{ProductOnSale, ModifyProduct, ProductOnSale},
	{ProductOnSale, EditProduct, ProductOnSale},
	{ProductOnSale, SubmitProduct, ProductOnSale},
	{ProductOnSale, DiscardProduct, ProductOnSale},
	{ProductOnSale, DelistProduct, ProductOnSale},
	{ProductOnSale, TakeDownProduct, ProductOffSale},
	{ProductOnSale, BreachProduct, ProductOffSale},
}

// ProductVerdicts is where a decided review leads a listing, by what was asked
// (catalogue.md §2.10).
var ProductVerdicts = map[ReviewKind]Moves[ProductStatus]{
	ReviewProductPublish: {
		{ProductPending, ApproveReview, ProductOnSale},
		{ProductPending, RejectReview, ProductRejected},
		{ProductPending, WithdrawReview, ProductDraft},
	},
	ReviewProductModify: {
		{ProductOnSale, ApproveReview, ProductOnSale},
		{ProductOnSale, RejectReview, ProductOnSale},
		{ProductOnSale, WithdrawReview, ProductOnSale},
	},
	ReviewProductDelist: {
		{ProductOnSale, ApproveReview, ProductOffSale},
		{ProductOnSale, RejectReview, ProductOnSale},
		{ProductOnSale, WithdrawReview, ProductOnSale},
	},
	ReviewSpecDelist: {
		{ProductOnSale, ApproveReview, ProductOnSale},
		{ProductOnSale, RejectReview, ProductOnSale},
		{ProductOnSale, WithdrawReview, ProductOnSale},
	},
}

// Product is a listing: what the seller edits (Draft), and which revision is live.
type Product struct {
	SellerID     SellerID
	ID           ProductID
	Number       string
	Site         Site
	SaleType     SaleType
	AccessType   AccessType
	Status       ProductStatus
	Name         string
	Draft        JSON[*ProductContent]
	DraftVersion int
	RevisionID   *ID[Revision]
	Public       bool
	CreatedAt    time.Time
	UpdatedAt    time.Time
	ListedAt     *time.Time
	DelistedAt   *time.Time
	Version      int
}

// Discards reports whether a draft in that state may be thrown away: a rejected joint
// listing is mended, never deleted (catalogue.md §2.9, §2.10).
func (s ProductStatus) Discards(sale SaleType) bool {
	return ProductMoves.Can(s, DiscardProduct) && (s != ProductRejected || sale != SaleJoint)
}

// Discard is where throwing the draft away leads.
func (p Product) Discard() (ProductStatus, error) {
	next, err := ProductMoves.Next(p.Status, DiscardProduct)
	if err == nil && !p.Status.Discards(p.SaleType) {
		return "", Conflict("product.joint_stays", p.Name)
	}
	return next, err
}

// Listing is what a product is begun as; it stays so for good (catalogue.md §2.1, §10).
type Listing struct {
	Site   Site
	Sale   SaleType
	Access AccessType
}

// Check says what cannot be begun: abroad, general products of four types are sold.
func (l Listing) Check() error {
	switch {
	case l.Site != Mainland && l.Site != International:
		return Invalid("site", "problem.not_an_option", string(l.Site))
	case !l.Access.Known():
		return Invalid("access_type", "problem.not_an_option", string(l.Access))
	case !l.Access.Sold(l.Sale):
		return Invalid("sale_type", "product.not_sold_so", Word(l.Access.Key()), Word(l.Sale.Key()))
	case l.Site == International && l.Sale != SaleGeneral:
		return Invalid("sale_type", "site.general_only")
	case l.Site == International && !slices.Contains(OverseasTypes, l.Access):
		return Invalid("access_type", "site.not_abroad", Word(l.Access.Key()))
	}
	return nil
}

// OverseasTypes are the access types that are sold abroad (catalogue.md §10).
var OverseasTypes = []AccessType{AccessSaaS, AccessLicense, AccessImage, AccessService}

// Revision is an approved content of a product; orders keep the one they were placed on.
type Revision struct {
	SellerID   SellerID
	ID         ID[Revision]
	ProductID  ProductID
	No         int
	Content    JSON[ProductContent]
	ReviewID   ReviewID
	ApprovedAt time.Time
}

// Category is a node of the two-level tree of listings; the leaf decides the tax type
// (catalogue.md §2.7).
type Category struct {
	Code    string
	Parent  *string
	Name    JSON[map[string]string] // by language
	TaxType string
}

// ProductSearch is which listings of a list are wanted; empty fields want all.
type ProductSearch struct {
	Text       string // a beginning of the number, or part of the name
	SaleType   SaleType
	AccessType AccessType
	Status     ProductStatus
	Public     string     // yes or no
	From       *time.Time // when it was last changed
	Until      *time.Time
}

// DraftSearch is which drafts are wanted; empty fields want all.
type DraftSearch struct {
	Text       string // part of the name
	AccessType AccessType
}

// ProductRow is a listing in a list (catalogue.md §2.9).
type ProductRow struct {
	SellerID    SellerID
	ID          ProductID
	Number      string
	SaleType    SaleType
	AccessType  AccessType
	Status      ProductStatus
	Name        string
	Edition     string // the version text
	Logo        FileID
	Public      bool
	Specs       int
	Favorites   int         // customers who keep it in mind; more than FavoritesMost are not counted
	Changed     bool        // a modification is in the drafts
	ReviewKind  *ReviewKind // of the open review
	ListedAt    *time.Time
	UpdatedAt   time.Time
	CompanyName string // for the operator
}

// ProductDetail is all that one page tells of a listing.
type ProductDetail struct {
	Product
	Content   ProductContent // live, or the draft of what was never live
	Specs     []SpecRow
	Revisions []Revision
	Reviews   []Review
	Category  []Category // from the root to the leaf
	Holders   []Member   // the members to whom it is granted; for the main account
	Grantable []Member   // the members to whom it could be
	Favorites Bounded    // customers who keep it in mind
	Takedown  string     // why the platform took it off sale; empty: it did not
	Taxes     []SaleTax  // of its billing modes, today (catalogue.md §2.7)
	SettlementRule
}

// Open is the review that waits for the operator, if any.
func (d ProductDetail) Open() *Review {
	for i := range d.Reviews {
		if d.Reviews[i].Status == ReviewPending {
			return &d.Reviews[i]
		}
	}
	return nil
}

// ProductEditing is all that the publishing pages need.
type ProductEditing struct {
	Product
	Content     ProductContent
	Facts       ProductFacts
	Categories  []Category
	Endpoints   []EndpointFacts
	Supports    []SupportGroup
	Assets      []Asset      // that could be sold
	Credentials []Credential // that a joint SaaS could name
	Scans       []Scan       // that have a result
	Open        *Review      // the pending review; nothing can be edited until it is decided
	Rejected    string       // why the last review was rejected
}
