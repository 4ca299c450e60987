package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// catalogue.md §2.10: what a modification changes is seen SKU by SKU, price by price.
func TestAChangedSpecNamesEachRowAndCellThatIsDifferent(t *testing.T) {
	t.Parallel()
	was := custom()
	is := clone(t, was)
	is.SKUs[1].Year, is.SKUs[0].Off, is.Hidden = "88 / 77 / 66", true, true
	is.Attributes[1].Max = "1000"
	change := SpecChange{Before: was, After: is}
	rows := change.Rows()
	require.Len(t, rows, len(was.SKUs))
	require.True(t, rows[0].Off, "it goes off sale")
	changed := []string{}
	for _, cell := range rows[1].Cells {
		if cell.Changed() {
			changed = append(changed, cell.Name+": "+cell.Before+" → "+cell.After)
		}
	}
	require.Equal(t, []string{"year: " + was.SKUs[1].Year + " → 88 / 77 / 66"}, changed)
	fields := []string{}
	for _, field := range change.Fields() {
		fields = append(fields, field.Name)
	}
	require.Equal(t, []string{"attributes", "hidden"}, fields)

	for _, spec := range []SpecContent{custom(), demand(), packages()} {
		for _, row := range (SpecChange{After: spec, New: true}).Rows() {
			require.True(t, row.New && row.Changed(), "a first publication shows all: %s", row.Name)
		}
		for _, row := range (SpecChange{Before: spec, Gone: true}).Rows() {
			require.True(t, row.Gone)
		}
		for _, row := range (SpecChange{Before: spec, After: clone(t, spec)}).Rows() {
			require.False(t, row.Changed(), row.Name)
		}
	}
}

// catalogue.md §2.10: a product that was hidden and is made public shows all its specs; one
// that was public keeps a hidden spec.
func TestAProductMadePublicShowsAllItsSpecs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name             string
		before, is, want bool
	}{{"hidden to public", true, false, false}, {"public as before", false, false, true}, {"hidden as before", true, true, true}, {"public to hidden", false, true, true}} {
		content := ProductContent{Hidden: c.is, Specs: []SpecContent{{Name: "一", Hidden: true}}}
		content.Publicised(&ProductContent{Hidden: c.before})
		require.Equal(t, c.want, content.Specs[0].Hidden, c.name)
	}
	first := ProductContent{Specs: []SpecContent{{Name: "一", Hidden: true}}}
	first.Publicised(nil)
	require.True(t, first.Specs[0].Hidden, "a first publication stays as it was asked for")
}

// catalogue.md §2.10: a delisting names a spec, or SKUs that are on sale, and nothing else.
func TestADelistingTakesWhatIsNamedAndNothingElse(t *testing.T) {
	t.Parallel()
	content := ProductContent{Specs: []SpecContent{custom(), packages()}}
	for i := range content.Specs {
		content.Specs[i].ID = SpecID(newSKU(int64(100 + i)))
	}
	after, err := content.Delisting(content.Specs[0].ID, []ID[SKU]{content.Specs[0].SKUs[1].ID})
	require.NoError(t, err)
	specs, skus := after.OffSale()
	require.Empty(t, specs)
	require.Equal(t, []string{content.Specs[0].SKUs[1].ID.String()}, skus)
	_, err = after.Delisting(content.Specs[0].ID, []ID[SKU]{content.Specs[0].SKUs[1].ID})
	require.ErrorIs(t, err, NotFound, "it is off already")
	after, err = content.Delisting(content.Specs[1].ID, nil)
	require.NoError(t, err)
	specs, _ = after.OffSale()
	require.Equal(t, []string{content.Specs[1].ID.String()}, specs)
	require.False(t, content.Specs[1].Off, "what is live stays until it is approved")
	_, err = after.Delisting(content.Specs[1].ID, nil)
	var problem *Problem
	require.ErrorAs(t, err, &problem)
	require.Equal(t, "spec.off_already", problem.Reason.Key)
}
