package reviews

import (
	"context"
	"slices"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// openRows is how many changed rows of a spec are shown without being asked for.
const openRows = 20

// changedRows are the rows of a spec that are different; unchangedRows counts the others.
func changedRows(one market.SpecChange) []market.RowChange {
	return slices.DeleteFunc(one.Rows(), func(r market.RowChange) bool { return !r.Changed() })
}

func unchangedRows(one market.SpecChange) int { return len(one.Rows()) - len(changedRows(one)) }

// filledCells are the cells that any of the rows has: a spec without tiers shows none.
func filledCells(one market.SpecChange, rows []market.RowChange) []string {
	template := one.After.Kind()
	if one.Gone {
		template = one.Before.Kind()
	}
	return slices.DeleteFunc(slices.Clone(market.RowCells(template)), func(name string) bool {
		return !slices.ContainsFunc(rows, func(row market.RowChange) bool {
			return slices.ContainsFunc(row.Cells, func(c market.SpecCell) bool { return c.Name == name && c.Before+c.After != "" })
		})
	})
}

func shows(cells []string, name string) bool { return slices.Contains(cells, name) }

// numeric reports a cell that is read from its right end.
func numeric(name string) bool {
	return slices.Contains([]string{"bounds", "price", "quantity", "month", "year", "use", "once"}, name)
}

func specName(one market.SpecChange) string {
	if one.Gone {
		return one.Before.Name
	}
	return one.After.Name
}

// cellText words a value that is a key of the word lists; any other is shown as typed.
func cellText(ctx context.Context, value string) string {
	if i18n.Has(value) {
		return i18n.T(ctx, value)
	}
	return value
}

func rowState(row market.RowChange) (key string, tone market.Tone) {
	switch {
	case row.New:
		return "review.spec_new", market.OK
	case row.Gone:
		return "review.spec_gone", market.Bad
	case row.Off:
		return "review.spec_off", market.Warn
	}
	return "review.spec_changed", market.Accent
}
