package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// catalogue.md §2.7: rows of the tax types hold from today or later, at rates that can be.
func TestATaxTypeIsAddedForTheFuture(t *testing.T) {
	t.Parallel()
	today := Day{Year: 2026, Month: time.November, Day: 20}
	right := Vat{AccessType: AccessSaaS, Charging: ChargePeriod, Kind: TaxService, Rate: Percent("6"), SmallRate: Percent("3"), EffectiveOn: today}
	require.NoError(t, right.Check(today))
	for field, spoil := range map[string]func(*Vat){
		"access_type":  func(v *Vat) { v.AccessType = "boat" },
		"charging":     func(v *Vat) { v.Charging = "WEEKLY" },
		"kind":         func(v *Vat) { v.Kind = "telecom" },
		"rate":         func(v *Vat) { v.Rate = Percent("100.0001") },
		"small_rate":   func(v *Vat) { v.SmallRate = Percent("6.1") },
		"effective_on": func(v *Vat) { v.EffectiveOn = today.Plus(-1) },
	} {
		wrong := right
		spoil(&wrong)
		require.Contains(t, faults(t, wrong.Check(today)), field)
	}
}
