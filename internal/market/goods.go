package market

import "time"

// Goods is a product on sale as shop fronts show it; a hidden one is only found by its
// purchase link (catalogue.md §2.10).
type Goods struct {
	SellerID     SellerID
	ID           ProductID
	Number       string
	Name         string
	SaleType     SaleType
	AccessType   AccessType
	Site         Site
	Public       bool
	ListedAt     time.Time
	Content      JSON[ProductContent]
	SellerNumber string
	CompanyName  string
}

// GoodsRow is a product in a shop front's list, with the lowest of its prices.
type GoodsRow struct {
	Goods
	FromPrice  *Price
	FromPeriod *Period
	TrialDays  *int // the longest trial of a spec; nil: none
}

// GoodsSearch is which goods of a list are wanted; empty fields want all.
type GoodsSearch struct {
	Text       string // part of the name, of the seller's name, or a tag
	Seller     string // number
	SaleType   SaleType
	AccessType AccessType
	Category   string // code of a leaf, or of its parent
	Site       Site
	Trial      bool // only what can be tried
}

// GoodsSpec is a spec of goods with what can be tried and what orders may change to.
type GoodsSpec struct {
	SpecDetail
	TrialDays *int
}

// Paper is a file of a product that its buyers may read.
type Paper struct {
	Kind string // logo, picture, video, description, case, guide, requirement, delivery
	FileRef
}

// Papers are the files of the listing that its page shows; proofs that were made for the
// operator are not among them.
func (c ProductContent) Papers() (papers []Paper) {
	one := func(kind string, file *FileRef) {
		if file != nil {
			papers = append(papers, Paper{kind, *file})
		}
	}
	one("logo", c.Logo)
	for _, file := range c.Pictures {
		one("picture", &file)
	}
	for _, file := range c.Videos {
		one("video", &file)
	}
	for _, file := range c.DescriptionPictures {
		one("description", &file)
	}
	for _, instance := range c.Cases {
		one("case", instance.Picture)
	}
	one("guide", c.Guide)
	one("requirement", c.RequirementTemplate)
	one("delivery", c.DeliveryTemplate)
	return papers
}

// OwnOrder is an order in its customer's own list.
type OwnOrder struct {
	ID           OrderID
	Number       string
	Type         OrderType
	Status       OrderStatus
	ProductName  string
	SpecName     string
	Currency     Currency
	Amount       Money
	Returned     Money // what an unsubscription gave back
	SellerNumber string
	CompanyName  string
	PlacedAt     time.Time
	PayBy        time.Time
	PaidAt       *time.Time
	ExpiresAt    *time.Time

	Flow  SupervisionStatus // of its supervised delivery; empty when it has none
	Node  Node
	Turn  Party
	Since *time.Time
	DueAt *time.Time
}

// OwnService is something that a customer has running.
type OwnService struct {
	ID           ID[Instance]
	Number       string
	Status       InstanceStatus
	OrderNumber  string
	ProductName  string
	SpecName     string
	FrontURL     string
	SellerNumber string
	CompanyName  string
	Policy       ExpiryPolicy
	OpenedAt     *time.Time
	ExpiresAt    *time.Time
	ReleasedAt   *time.Time
	At           time.Time // when it was ordered
}
