package ui

import "sellercenter/internal/market"

// TurnNow says who has to act, what, and since when.
type TurnNow struct {
	Party market.Party
	Ours  bool   // the reader's own side
	Act   string // worded
	Since string // worded instant; empty hides the line
	Lacks string // worded: what is missing before the act; empty hides the line
}

func letterKey(p market.Party) string { return "turn.letter." + string(p) }

func partyKey(p market.Party) string { return "common.party_" + string(p) }
