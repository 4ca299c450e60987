package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestASupportGroupCanBeReachedFiveTimesEight(t *testing.T) {
	t.Parallel() // catalogue.md §9.1: phone, mailbox and service time must be right
	fine := SupportGroup{Name: "ERP", Phone: "400-820-6610", Email: "erp@lanxi.example", Hours: JSON[Hours]{OfficeHours()}}
	require.NoError(t, fine.Check())
	require.ElementsMatch(t, []string{"name", "phone", "email", "days", "spans"}, faults(t, SupportGroup{}.Check()))
	require.Equal(t, 6, MostSupports)
}

func TestAnExtensionHasOneToFivePhones(t *testing.T) {
	t.Parallel() // catalogue.md §9.1
	for text, want := range map[string]int{"021-58301120": 1, "1380000001\n1380000002\n1380000003\n1380000004\n1380000005\n": 5} {
		numbers, err := ReadNumbers(text)
		require.NoError(t, err)
		require.Len(t, numbers, want)
	}
	for _, text := range []string{"", "call me", "1380000001\n1380000001", "1380000001\n1380000002\n1380000003\n1380000004\n1380000005\n1380000006"} {
		_, err := ReadNumbers(text)
		require.Error(t, err, text)
	}
	require.False(t, Extension{Extension: "61108"}.Works(), "without a phone the pre-sales contact is shown")
}

func TestAProductShowsItsGroupInsteadOfAContactOfItsOwn(t *testing.T) {
	t.Parallel() // catalogue.md §9.1: chosen when a product is published
	own := ProductContent{}.businessFaults(ProductFacts{AccessType: AccessSaaS})
	grouped := ProductContent{SupportID: "x"}.businessFaults(ProductFacts{AccessType: AccessSaaS})
	for _, field := range []string{"after_sales_phone", "after_sales_email", "service_hours"} {
		require.Contains(t, own, field)
		require.NotContains(t, grouped, field)
	}
}
