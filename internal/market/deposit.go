package market

import (
	"slices"
	"strings"
	"time"
)

// Deposits are what sellers leave with the marketplace against what they may owe (保证金,
// transactions.md §6.8).
var Deposits = area("deposit", Owner, Finance, Treasurer, Manager)

// What the operator does to a deposit (transactions.md §10.2).
var (
	AddDeposit    = act("deposit.add", Treasurer, Manager)    // the seller paid in
	OffsetDeposit = act("deposit.offset", Treasurer, Manager) // against the next statement
	ReturnDeposit = act("deposit.return", Treasurer, Manager) // to the seller
)

// DepositID names an entry of a deposit's ledger.
type DepositID = ID[DepositEntry]

// DepositKind is what an entry of a deposit's ledger is.
type DepositKind string

// The kinds of entry.
const (
	DepositPaid     DepositKind = "paid"
	DepositOffset   DepositKind = "offset"
	DepositReturned DepositKind = "returned"
)

// Key names the kind's words.
func (k DepositKind) Key() string { return "deposit.kind_" + string(k) }

// DepositEntry is one line of a deposit's ledger; what is taken out is negative.
type DepositEntry struct {
	ID           DepositID
	Kind         DepositKind
	Currency     Currency
	Amount       Money
	Balance      Money // behind it
	Reason       string
	AdjustmentID *AdjustmentID
	StatementID  *StatementID // that the set-off entered
	Period       *Month
	CreatedBy    string
	CreatedAt    time.Time
}

// DepositMove is what somebody wants to do to a deposit: so much in or out, and why.
type DepositMove struct {
	Kind     DepositKind
	Currency Currency
	Amount   Money // above 0
	Reason   string
}

// Entry is the move as a line of the ledger behind the balance; more than is there is not
// taken out.
func (m DepositMove) Entry(balance Money) (DepositEntry, error) {
	wrong := Invalids{}
	if !slices.Contains(Currencies, m.Currency) {
		wrong.With("currency", "problem.not_an_option", string(m.Currency))
	}
	entry := DepositEntry{Kind: m.Kind, Currency: m.Currency, Amount: m.Amount, Reason: strings.TrimSpace(m.Reason)}
	if m.Kind != DepositPaid {
		entry.Amount = m.Amount.Negated()
	}
	entry.Balance = balance.Plus(entry.Amount)
	switch {
	case m.Amount.Sign() <= 0:
		wrong.With("amount", "deposit.amount_above_zero")
	case entry.Balance.Sign() < 0:
		wrong.With("amount", "deposit.amount_over", m.Currency.Sum(balance), m.Currency.Sum(m.Amount))
	}
	if err := wrong.Join(checkLength("reason", entry.Reason, 1, 200)); err != nil {
		return entry, err
	}
	return entry, wrong.Err()
}
