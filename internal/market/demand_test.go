package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestADemandIsAcceptedWithinFiveDaysOrCloses(t *testing.T) { // catalogue.md §9.5
	t.Parallel()
	now := day("2026-11-20").Begin()
	d := Demand{Status: DemandToAccept, DueAt: DefaultSettings().DemandDue(now), CustomerName: "Beiling", Source: DemandCSP}
	shown := d
	shown.Hide()
	require.Empty(t, shown.CustomerName, "hidden until accepted")
	require.Error(t, d.Accept(false, now), "the rules must be agreed")
	late := d
	require.Error(t, late.Accept(true, now.AddDate(0, 0, 5)))
	require.NoError(t, late.Expire(now.AddDate(0, 0, 5)))
	require.Equal(t, DemandTimedOut, late.Status)
	require.Error(t, d.Expire(now.AddDate(0, 0, 4)))
	require.NoError(t, d.Accept(true, now.AddDate(0, 0, 4)))
	require.Error(t, d.Close(CloseDemand, "signed", now), "a provider's demand is not closed by the seller")
	require.NoError(t, d.Edit("C-1", "flagship"))
	require.Error(t, d.Edit("C-2", "flagship"), "the account is filled in once")
	require.NoError(t, d.Convert(OfferID{}))
	require.Error(t, d.Edit("C-1", "standard"), "after an offer nothing changes")
	require.NoError(t, d.Win(OrderID{}, now))
	require.Equal(t, DemandWon, d.Status)
}

// catalogue.md §9.5: joint products only; the three sources; who closes what.
func TestWhoReportsAndWhoClosesADemand(t *testing.T) {
	t.Parallel()
	report := DemandReport{Demand: Demand{Source: DemandCSP, Name: "ERP for two plants", CustomerName: "Beiling", Request: "two plants", DeliveryMode: "cloud", Kind: "purchase", Share: Percent("10")}, Phone: "13800001234"}
	for _, test := range []struct {
		rule   string
		sale   SaleType
		change func(*DemandReport)
		wrong  string
	}{
		{"a joint product, as much as the highest share", SaleJoint, func(*DemandReport) {}, ""},
		{"a general product", SaleGeneral, func(*DemandReport) {}, "product"},
		{"a platform product", SalePlatform, func(*DemandReport) {}, "product"},
		{"more than the highest share", SaleJoint, func(r *DemandReport) { r.Share = Percent("10.01") }, "share"},
		{"nobody's share is asked of the platform's team", SaleJoint, func(r *DemandReport) { r.Source, r.Share = DemandPlatform, Percent("99") }, ""},
		{"without a customer", SaleJoint, func(r *DemandReport) { r.CustomerName = "" }, "customer_name"},
	} {
		one := report
		test.change(&one)
		fields := fieldsOf(one.Check(test.sale, Percent("10")))
		require.Equal(t, test.wrong != "", len(fields) > 0, "%s: %v", test.rule, fields)
		if test.wrong != "" {
			require.Contains(t, fields, test.wrong, test.rule)
		}
	}
	now := day("2026-11-20").Begin()
	require.Equal(t, []DemandSource{DemandCSP, DemandPlatform, DemandMarketing}, DemandSources)
	for _, source := range DemandSources {
		for act, ends := range map[Act]DemandStatus{CloseDemand: DemandSucceeded, FailDemand: DemandFailed} {
			d := Demand{Source: source, Status: DemandConverting}
			err := d.Close(act, "signed elsewhere", now)
			require.Equal(t, source == DemandCSP, err != nil, "%s by %s: a provider's is won by its order only", source, act)
			if err == nil {
				require.Equal(t, ends, d.Status)
			}
		}
	}
	require.Equal(t, now.AddDate(0, 0, 5), DefaultSettings().DemandDue(now), "5 days")
	waiting := Demand{Status: DemandToAccept, DueAt: now.AddDate(0, 0, 5)}
	require.Error(t, waiting.Refuse("", now))
	require.NoError(t, waiting.Refuse("not our product", now))
	require.Equal(t, DemandRefused, waiting.Status)
}
