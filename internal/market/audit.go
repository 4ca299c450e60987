package market

import "time"

// Audits is who did what; nobody can change it.
var Audits = area("audit", Owner, Finance, Manager)

// Audit is one entry: an act that was done.
type Audit struct {
	SellerID    SellerID
	ID          ID[Audit]
	Act         Act
	Area        Area
	Subject     string
	Actor       string
	Party       Party
	Address     string
	At          time.Time
	Test        bool
	Facts       JSON[map[string]AuditFact]
	CompanyName string // for the operator
}

// AuditFact is one fact of an entry: what it was and what it became.
type AuditFact struct {
	Before any `json:"before"`
	After  any `json:"after"`
}

// AuditSearch is which entries are wanted; empty fields want all.
type AuditSearch struct {
	Area    Area
	Act     Act
	Actor   string // part of the name
	Subject string
	From    Day // inclusive
	Until   Day // inclusive
}
