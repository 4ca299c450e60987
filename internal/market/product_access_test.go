package market

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// The table of access types, cell by cell (catalogue.md §2.1, §3.2, §3.3, §4).
func TestAccessTypesAreSoldAndDeliveredAsTheSheetSays(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		access                     AccessType
		joint, custom, trial       bool
		supervised, whenFlagged    bool
		priced, compliance, opened bool
	}{
		{AccessSaaS, true, true, true, false, true, true, false, true},
		{AccessLicense, true, true, false, true, true, true, false, false},
		{AccessImage, true, false, false, false, false, true, false, false},
		{AccessService, true, true, false, true, true, true, false, false},
		{AccessAPI, true, false, false, false, false, true, false, false},
		{AccessConsulting, false, false, false, false, false, false, false, false},
		{AccessDataFile, false, false, false, true, true, true, true, false},
		{AccessDataAsset, false, false, false, false, false, true, true, false},
		{AccessHardware, true, true, false, true, true, true, false, false},
		{AccessAI, true, true, false, false, false, true, false, false},
		{AccessContainer, false, false, false, false, false, true, false, false},
		{AccessOrchestration, false, false, false, true, true, true, false, false},
		{AccessAppAsset, false, false, false, false, false, true, false, false},
	} {
		rules := row.access.Rules()
		require.True(t, row.access.Sold(SaleGeneral), row.access)
		require.Equal(t, row.joint, row.access.Sold(SaleJoint), row.access)
		require.Equal(t, row.custom, rules.CustomTemplate, row.access)
		require.Equal(t, row.trial, rules.Trial, row.access)
		require.Equal(t, row.supervised, row.access.Supervises(false), row.access)
		require.Equal(t, row.whenFlagged, row.access.Supervises(true), row.access)
		require.Equal(t, row.priced, rules.Priced, row.access)
		require.Equal(t, row.compliance, rules.Compliance, row.access)
		require.Equal(t, row.opened, rules.Opened, row.access)
		require.Equal(t, row.priced, len(rules.Chargings) > 0, "what is traded is charged somehow: %s", row.access)
		for _, period := range rules.Periods {
			require.True(t, slices.Contains(rules.Chargings, period.Charging()), "%s %s", row.access, period)
		}
	}
	require.False(t, AccessType("music").Known())
	require.False(t, AccessType("music").Sold(SaleGeneral))
	require.False(t, AccessType("music").Supervises(true))
}
