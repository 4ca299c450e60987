package market

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// SealAudit links new entries into the chain that shows whether any was changed or taken
// away (transactions.md §8).
var SealAudit = act("audit.seal", Clock)

// AuditHash is a link's hash: SHA-256 over the link before it and its entry.
type AuditHash [sha256.Size]byte

// String is the hash in hexadecimal digits.
func (h AuditHash) String() string { return hex.EncodeToString(h[:]) }

// SealedEntry is everything of an audit entry that its link vouches for. Facts is the
// database's own text of them.
type SealedEntry struct {
	SellerID SellerID
	ID       ID[Audit]
	Act      string
	Area     string
	Subject  string
	PersonID string
	Actor    string
	Party    string
	Address  string
	At       time.Time
	Test     bool
	Facts    string
}

// Link is the hash of the entry behind the link before it.
func (e SealedEntry) Link(before AuditHash) AuditHash {
	e.At = e.At.UTC().Truncate(time.Microsecond)
	text, err := json.Marshal(e)
	if err != nil {
		panic(err) // strings, a time and a truth are always JSON
	}
	return sha256.Sum256(append(before[:], text...))
}

// AuditLink is one link as it is kept, with its entry; Entry is nil when that is gone.
type AuditLink struct {
	No    int64
	Hash  AuditHash
	Entry *SealedEntry
}

// AuditFaultKind is what is wrong with one place of the chain.
type AuditFaultKind string

// The faults of a chain.
const (
	AuditMissing  AuditFaultKind = "missing"  // the entry was taken away
	AuditChanged  AuditFaultKind = "changed"  // the entry is not what was sealed
	AuditBroken   AuditFaultKind = "broken"   // a link was taken away or put in
	AuditUnsealed AuditFaultKind = "unsealed" // old, and was never sealed: put in later
	AuditEarly    AuditFaultKind = "early"    // entries were removed that had to be kept
)

// Key names the fault's words.
func (k AuditFaultKind) Key() string { return "audit.fault_" + string(k) }

// AuditFault is one place where the chain does not hold.
type AuditFault struct {
	Kind  AuditFaultKind
	No    int64 // of the link; 0 for an unsealed entry
	Audit string
}

// AuditCheck is what reading the whole chain of one seller found.
type AuditCheck struct {
	Entries int       // that were ever sealed
	Removed int       // of them, when their time was over
	Until   time.Time // the youngest that was removed
	Head    AuditHash // the last link: noted elsewhere, it vouches for the whole chain
	Waiting int       // entries that wait for the next sealing
	Faults  []AuditFault
}

// Whole reports whether nothing is wrong.
func (c AuditCheck) Whole() bool { return len(c.Faults) == 0 }

// MostAuditFaults is how many faults are told; one is enough to worry.
const MostAuditFaults = 100

// Read takes in the next link of the chain, in order.
func (c *AuditCheck) Read(link AuditLink) {
	c.Entries++
	expected := int64(c.Entries)
	switch {
	case link.No != expected:
		c.fault(AuditBroken, link)
		c.Entries = int(link.No)
	case link.Entry == nil:
		c.fault(AuditMissing, link)
	case link.Entry.Link(c.Head) != link.Hash:
		c.fault(AuditChanged, link)
	}
	c.Head = link.Hash
}

func (c *AuditCheck) fault(kind AuditFaultKind, link AuditLink) {
	if len(c.Faults) >= MostAuditFaults {
		return
	}
	fault := AuditFault{Kind: kind, No: link.No}
	if link.Entry != nil {
		fault.Audit = link.Entry.ID.String()
	}
	c.Faults = append(c.Faults, fault)
}

// SealWithin is how long an entry may wait for its link before it counts as put in later.
const SealWithin = 48 * time.Hour

// SellerCheck is a check with whose chain it was, for the operator.
type SellerCheck struct {
	AuditCheck
	CompanyName string
}

// TrimAudit removes sealed entries whose time is over; the chain begins behind them then
// (transactions.md §8).
var TrimAudit = act("audit.trim", Clock)

// AuditLeastDays is a year: the least that an installation may keep.
const AuditLeastDays = 365

// AuditAnchor is where a chain begins after older entries were removed: the last link that is
// gone, how old the youngest of them was, and when that was done.
type AuditAnchor struct {
	No        int64
	Hash      AuditHash
	Until     time.Time
	TrimmedAt time.Time
}

// From begins the reading behind what was removed. An anchor that lets go what had to be kept,
// or that no removal made, does not hold.
func (c *AuditCheck) From(anchor AuditAnchor, made bool) {
	c.Entries, c.Removed, c.Head = int(anchor.No), int(anchor.No), anchor.Hash
	c.Until = anchor.Until
	if !made || anchor.Until.After(anchor.TrimmedAt.AddDate(0, 0, -AuditLeastDays)) {
		c.Faults = append(c.Faults, AuditFault{Kind: AuditEarly, No: anchor.No})
	}
}

// Trim is how many of the first links of a chain may go: whole, and older than the line.
func (c AuditCheck) Trim(links []AuditLink, line time.Time) (anchor AuditAnchor, n int) {
	for _, link := range links {
		if link.Entry == nil || !link.Entry.At.Before(line) {
			break
		}
		if c.Read(link); !c.Whole() {
			break // what does not hold is evidence
		}
		n++
		anchor.No, anchor.Hash = link.No, link.Hash
		if link.Entry.At.After(anchor.Until) {
			anchor.Until = link.Entry.At
		}
	}
	return anchor, n
}
