package market

import (
	"strings"
	"time"
)

// The acts on the platform's invoice for its fee (平台费发票, transactions.md §6.10, §10.2).
var (
	AskFeeStatement   = act("statement.ask_fee", Owner, Finance)
	IssueFeeStatement = act("statement.issue_fee", Treasurer, Manager)
)

// FeeInvoice is the marketplace's invoice to the seller for what it kept of a statement.
type FeeInvoice struct {
	ID          ID[FeeInvoice]
	StatementID StatementID
	Amount      Money
	Currency    Currency
	Title       string // of the seller, as it is certified
	TaxNumber   string
	AskedBy     string
	AskedAt     time.Time
	Number      string
	FileID      *FileID
	IssuedBy    string
	IssuedAt    *time.Time
}

// FeeInvoiceable refuses an invoice before the payment succeeded, or for no fee at all.
func (s Statement) FeeInvoiceable(fee Money) error {
	switch {
	case s.Category.PlatformInvoices(): // [doc]: of general goods only
		return Conflict("statement.fee_general_only", s.Number)
	case s.PaidAt == nil:
		return Conflict("statement.fee_not_paid", s.Number)
	case fee.Sign() <= 0:
		return Conflict("statement.fee_none", s.Number)
	}
	return nil
}

// Issue books the invoice's number; its file comes along.
func (i *FeeInvoice) Issue(number string, file *Upload, by string, now time.Time) error {
	if i.IssuedAt != nil {
		return Conflict("statement.fee_issued_before", i.Number)
	}
	wrong := Invalids{}
	number = strings.TrimSpace(number)
	if err := wrong.Join(checkLength("fee_number", number, 1, 40)); err != nil {
		return err
	}
	if file == nil {
		wrong.With("fee_file", "problem.required")
	}
	i.Number, i.IssuedBy, i.IssuedAt = number, by, &now
	return wrong.Err()
}
