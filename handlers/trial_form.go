package handlers

import "sellercenter/internal/market"

// trial reads what was typed about trying the nth spec.
func (f *form) trial(n int) market.TrialContent {
	at := func(name string) string { return f.line(market.SpecField(name, n)) }
	return market.TrialContent{Trial: at("trial") != "", TrialDays: at("trial_days"), TrialFiling: at("trial_filing")}
}
