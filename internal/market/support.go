package market

import (
	"slices"
	"strings"
	"time"
)

// Supports are the seller's customer-service groups (商品售后客服, catalogue.md §9.1).
var Supports = area("support", Owner, Operations, Support, Manager)

// The acts on a group.
var (
	AddSupport    = act("support.add", Owner, Support)
	EditSupport   = act("support.edit", Owner, Support)
	RemoveSupport = act("support.remove", Owner, Support)
)

// Extensions are the sellers' pre-sales extensions of the hotline (售前分机号, catalogue.md §9.1).
var Extensions = area("extension", Owner, Operations, Support, Manager)

// The acts on an extension.
var (
	AssignExtension = act("extension.assign", Manager)      // the operator gives the seller its extension
	BindExtension   = act("extension.bind", Owner, Support) // which phones ring, and when
)

// The most of each (catalogue.md §9.1).
const (
	MostSupports         = 6
	MostExtensionNumbers = 5
)

// SupportID names a group.
type SupportID = ID[SupportGroup]

// SupportGroup is one group of people who help with products after the sale.
type SupportGroup struct {
	ID        SupportID
	Name      string
	Phone     string
	Email     string
	Hours     JSON[Hours]
	Products  int // that use it
	AddedAt   time.Time
	UpdatedAt time.Time
	Version   int
}

// Check refuses a group that cannot be reached, or less than 5×8 (catalogue.md §9.1).
func (g SupportGroup) Check() error {
	wrong := Invalids{}
	wrong.long("name", g.Name, 30)
	for _, err := range []error{CheckPhone("phone", g.Phone), CheckEmail("email", g.Email), g.Hours.V.Check()} {
		if err := wrong.Join(err); err != nil {
			return err
		}
	}
	return wrong.Err()
}

// Extension is a seller's extension of the marketplace's hotline: a caller is connected to a
// random one of its phones.
type Extension struct {
	Extension  string
	Numbers    JSON[[]string]
	Hours      JSON[Hours]
	AssignedAt time.Time
	UpdatedAt  time.Time
	Version    int
}

// Works reports whether the extension can be called: it shows on the product page then,
// instead of the pre-sales contact (catalogue.md §9.1).
func (e Extension) Works() bool { return e.Extension != "" && len(e.Numbers.V) > 0 }

// ReadNumbers reads the phones that somebody typed, one a line: one to five, each once.
func ReadNumbers(text string) ([]string, error) {
	var numbers []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if err := CheckPhone("numbers", line); err != nil {
			return nil, err
		}
		if slices.Contains(numbers, line) {
			return nil, Invalid("numbers", "extension.twice", line)
		}
		numbers = append(numbers, line)
	}
	switch {
	case len(numbers) == 0:
		return nil, Invalid("numbers", "problem.required")
	case len(numbers) > MostExtensionNumbers:
		return nil, Invalid("numbers", "extension.too_many", MostExtensionNumbers, len(numbers))
	}
	return numbers, nil
}

// CheckExtension refuses what is no extension: three to six digits.
func CheckExtension(text string) error {
	if len(text) < 3 || len(text) > 6 || strings.Trim(text, "0123456789") != "" {
		return Invalid("extension", "extension.not_one", text)
	}
	return nil
}

// Service is how a product's buyers reach the seller: what its page shows under service and
// support (catalogue.md §8, §9.1).
type Service struct {
	Tickets     bool // the ticket entry is shown
	TicketHours Hours
	Extension   string // of the hotline; empty for none
	CallHours   Hours
	PreSales    string // phone, shown only without an extension
	PreSaleMail string // customer-service mailbox beside it (catalogue.md §1.9)
	GroupName   string
	GroupPhone  string
	GroupEmail  string
	GroupHours  Hours
}

// ExtensionRow is a seller with its extension, for the operator.
type ExtensionRow struct {
	SellerID    SellerID
	Number      string
	CompanyName string
	CreatedAt   time.Time
	Extension   string
	Phones      int
	AssignedAt  *time.Time
}
