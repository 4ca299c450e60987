package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// catalogue.md §10: certification is made for each signed entity.
func TestAContractIsSignedOnceAndOnlyWithWhoIsInPlace(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)
	day := DayOf(now)
	fresh := Contract{}
	require.NoError(t, fresh.Sign(true, "周澜", now))
	require.Equal(t, ContractSigned, fresh.Status)
	require.Error(t, fresh.Sign(true, "周澜", now), "twice")

	unticked := Contract{}
	require.ErrorContains(t, unticked.Sign(false, "周澜", now), "agreement.not_agreed")
	replaced := Contract{Entity: Entity{ReplacedBy: "singapore", ReplacedOn: &day}}
	require.ErrorContains(t, replaced.Sign(true, "周澜", now), "contract.replaced")
	tomorrow := day.Plus(1)
	soon := Contract{Entity: Entity{ReplacedBy: "singapore", ReplacedOn: &tomorrow}}
	require.NoError(t, soon.Sign(true, "周澜", now), "until the day before")
}

func TestBankDataForAbroadIsEnglishWithSwiftAndAccount(t *testing.T) {
	t.Parallel()
	right := ContractForm{LegalName: "Hangzhou Lanxi Software Co., Ltd.", Address: "368 Jianghong Road, Hangzhou", TaxNumber: "91330108MA2B4C6D11",
		BankName: "China Merchants Bank", Swift: "cmbccnbs571", AccountNo: "5719 0888-6632 901"}
	account, err := right.Check()
	require.NoError(t, err)
	require.Equal(t, "571908886632901", account)
	for field, wrong := range map[string]ContractForm{
		"legal_name": {LegalName: "杭州澜溪软件有限公司"},
		"address":    {Address: "China"},
		"tax_number": {TaxNumber: "??"},
		"bank_name":  {BankName: "招商银行"},
		"swift":      {Swift: "CMB"},
		"account_no": {AccountNo: "12345"},
	} {
		_, err := wrong.Check()
		require.Contains(t, err.(*Problem).Fields, field)
	}
}

// catalogue.md §10: sales regions.
func TestRegionsAreTickedOnlyWhereCertifiedAndStayWhereOrdersRenew(t *testing.T) {
	t.Parallel()
	all := []Region{{Code: "asia", Status: ContractCertified, On: true, Renewing: 2}, {Code: "africa", Status: ContractCertified},
		{Code: "europe", Status: ContractSigned}, {Code: "latin", Status: ContractCertified, On: true}}
	on, off, err := SelectRegions(all, []string{"asia", "africa"})
	require.NoError(t, err)
	require.Equal(t, "africa", on[0].Code)
	require.Equal(t, "latin", off[0].Code)
	for name, ticked := range map[string][]string{"region.none": nil, "region.not_certified": {"asia", "europe"},
		"region.renews": {"africa"}, "problem.not_an_option": {"asia", "mars"}} {
		_, _, err := SelectRegions(all, ticked)
		require.Equal(t, name, err.(*Problem).Fields["regions"].Key)
	}
}

// catalogue.md §2.8: (1000 − 150 − 50) × (1 − 15 %) − 100 − 20 = 560.
func TestTheShareOfAnOrderAbroadIsTheSheetsExample(t *testing.T) {
	t.Parallel()
	require.Equal(t, Yuan("560.00").String(), OverseasShare(Yuan("1000"), Yuan("150"), Yuan("50"), Percent("15"), Yuan("100"), Yuan("20")).String())
}

// catalogue.md §10: general products of four access types.
func TestAbroadOnlyGeneralProductsOfFourTypesAreBegun(t *testing.T) {
	t.Parallel()
	for _, access := range AccessTypes {
		err := Listing{International, SaleGeneral, access}.Check()
		if access == AccessSaaS || access == AccessLicense || access == AccessImage || access == AccessService {
			require.NoError(t, err, access)
		} else {
			require.ErrorContains(t, err, "site.not_abroad", access)
		}
	}
	require.ErrorContains(t, Listing{International, SaleJoint, AccessSaaS}.Check(), "site.general_only")
	require.ErrorContains(t, Listing{"mars", SaleGeneral, AccessSaaS}.Check(), "problem.not_an_option")
	require.Equal(t, USD, International.Currency())
	require.Equal(t, CNY, Mainland.Currency())
}
