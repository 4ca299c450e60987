package market

import "time"

// Bundles are the evidence of orders, packed for a dispute: timeline, files, records.
var Bundles = area("bundle", Owner, Operations, Finance, Support, Reviewer, Manager)

// The acts on bundles. Who took which evidence, and who checked one, is recorded.
var (
	BundleOrder = act("order.bundle", Owner, Operations, Finance, Support, Manager)
	CheckBundle = act("bundle.check", Owner, Operations, Finance, Support, Reviewer, Manager)
)

// Bundle is one that was made: its root hash names what was in it.
type Bundle struct {
	SellerID    SellerID
	ID          ID[Bundle]
	OrderID     OrderID
	OrderNumber string
	ProductName string
	Root        string
	Files       int
	Bytes       int64
	Party       Party
	MadeBy      string
	MadeAt      time.Time
	CompanyName string // for the operator
}

// BundleFaultKind is what is wrong with a bundle.
type BundleFaultKind string

// The faults of a bundle.
const (
	BundleChanged  BundleFaultKind = "changed"  // is not what was listed
	BundleMissing  BundleFaultKind = "missing"  // was taken out
	BundleExtra    BundleFaultKind = "extra"    // was put in
	BundleUnsigned BundleFaultKind = "unsigned" // the signature does not hold
	BundleUnsealed BundleFaultKind = "unsealed" // an audit entry is not what its link sealed
	BundleForeign  BundleFaultKind = "foreign"  // another installation signed it
)

// Key names the fault's words.
func (k BundleFaultKind) Key() string { return "bundle.fault_" + string(k) }

// Dossier is what is known of an order, as it stood at one moment.
type Dossier struct {
	Order       Order
	CompanyName string
	SellerNo    string
	At          time.Time
	Events      []Event
	Counts      EventCounts
	Files       []EventFile
	Logs        []SupervisionLog
	Evidences   []Evidence
	Flow        *Supervision
	Appeals     []Appeal
	Refunds     []Refund
	Attempts    []DossierCall
	Audits      []DossierAudit
}

// DossierCall is one call to the seller's server, without what was said.
type DossierCall struct {
	At         time.Time
	Activity   Activity
	No         int
	Outcome    Outcome
	ResultCode string
}

// DossierAudit is an audit entry of the order with its seal.
type DossierAudit struct {
	SealedEntry
	No         int64  // of its link; 0 while it waits
	Hash       []byte // of its link
	BeforeHash []byte // of the link before
}
