package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestARoundOfProbingSaysSinceWhenItFails: catalogue.md §2.6.
func TestARoundOfProbingSaysSinceWhenItFails(t *testing.T) {
	t.Parallel()
	morning := time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)
	bad := []ProbeResult{{Activity: ActivityNewInstance, Passed: true}, {Activity: ActivityReleaseInstance}}
	good := []ProbeResult{{Activity: ActivityNewInstance, Passed: true}}
	first := NewProbe(EndpointID{}, nil, bad, morning)
	require.Equal(t, []int{2, 1}, []int{first.Cases, first.Failed})
	require.Equal(t, morning, *first.FailingSince)
	second := NewProbe(EndpointID{}, &first, bad, morning.Add(6*time.Hour))
	require.Equal(t, morning, *second.FailingSince, "the first of an unbroken row")
	require.Equal(t, Word(ActivityReleaseInstance.Key()), second.Notice("https://x").Args[3], "it names what failed first")
	third := NewProbe(EndpointID{}, &second, good, morning.Add(24*time.Hour))
	require.Nil(t, third.FailingSince)
	require.Equal(t, morning.Add(30*time.Hour), *NewProbe(EndpointID{}, &third, bad, morning.Add(30*time.Hour)).FailingSince)

	require.Equal(t, morning, NextProbe(morning.Add(-time.Minute)), "nine in Shanghai")
	require.Equal(t, morning.Add(6*time.Hour), NextProbe(morning), "and three in the afternoon")
	require.Equal(t, morning.Add(24*time.Hour), NextProbe(morning.Add(6*time.Hour)))
	settings := DefaultSettings()
	require.False(t, settings.Breaches(5))
	require.True(t, settings.Breaches(6), "more than five failed orders in a month (transactions.md §1.5)")
	settings.FailedOrders = 0
	require.False(t, settings.Breaches(60), "switched off")
}

// TestEachWayOfChargingNeedsItsOwnPurchaseTried: catalogue.md §2.6, §3.7.
func TestEachWayOfChargingNeedsItsOwnPurchaseTried(t *testing.T) {
	t.Parallel()
	for charging, needs := range map[Charging][]Activity{
		ChargePeriod:          {ActivityNewInstance, ActivityRefreshInstance, ActivityUpdateInstanceStatus, ActivityReleaseInstance},
		ChargeOneTime:         {ActivityNewInstance, ActivityReleaseInstance},
		ChargeOnDemand:        {ActivityNewInstance, ActivityQueryInstance, ActivityReleaseInstance},
		ChargeOnDemandPackage: {ActivityNewInstance, ActivityQueryInstance, ActivityReleaseInstance},
	} {
		lacks := EndpointFacts{}.Lacks([]Charging{charging})
		require.Len(t, lacks, len(needs), charging)
		require.Equal(t, SavedCase{ActivityNewInstance, charging}, lacks[0], "a purchase of this kind")
		for i, need := range needs {
			require.Equal(t, need, lacks[i].Activity, charging)
		}
	}
}
