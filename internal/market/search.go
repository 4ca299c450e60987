package market

// Searches finds anything by its number or name; each finding shows only to who may look
// at its area.
var Searches = area("search", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// FoundKind is what sort of thing a search found.
type FoundKind string

// The kinds of finding, in the order in which they are listed.
const (
	FoundOrder       FoundKind = "order"
	FoundInstance    FoundKind = "instance"
	FoundFulfilment  FoundKind = "fulfilment"
	FoundSupervision FoundKind = "supervision"
	FoundAppeal      FoundKind = "appeal"
	FoundRefund      FoundKind = "refund"
	FoundUsage       FoundKind = "usage"
	FoundUsageBill   FoundKind = "usage_bill"
	FoundStatement   FoundKind = "statement"
	FoundReview      FoundKind = "review"
	FoundSKU         FoundKind = "sku"
	FoundProduct     FoundKind = "product"
	FoundCustomer    FoundKind = "customer"
	FoundSeller      FoundKind = "seller" // only for the operator
)

// FoundKinds are all kinds in the order of the page.
var FoundKinds = []FoundKind{FoundOrder, FoundInstance, FoundFulfilment, FoundSupervision, FoundAppeal, FoundRefund,
	FoundUsage, FoundUsageBill, FoundStatement, FoundReview, FoundSKU, FoundProduct, FoundCustomer, FoundSeller}

// Key names the kind's words.
func (k FoundKind) Key() string { return "search.kind_" + string(k) }

// Area is what one must be allowed to see to find it.
func (k FoundKind) Area() Area {
	switch k {
	case FoundInstance, FoundCustomer:
		return Orders
	case FoundUsageBill:
		return Usages
	case FoundSKU:
		return Products
	}
	return Area(k)
}

// Found is one thing that a search found.
type Found struct {
	Kind     FoundKind
	ID       ID[Found] // of the row to open: an instance opens its order, a SKU its product
	SellerID SellerID
	Number   string
	Title    string
	Note     string // a code: a status key, a customer id
	Exact    bool   // it is what was typed, not only begins like it
}
