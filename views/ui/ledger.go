package ui

import "sellercenter/internal/market"

// LedgerLine is one signed amount with its name and a note.
type LedgerLine struct {
	Name   string
	Note   string
	Amount market.Money
	Href   string
}
