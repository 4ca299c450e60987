package db

import (
	"context"

	"sellercenter/internal/market"
)

// dataFilesNow are the lines that make a data file; one that is there already is changed on its
// own page.
func dataFilesNow(_ *tx, lines []market.SheetLine) (now []market.SheetNow, err error) {
	for _, line := range lines {
		if line.Cells["asset"] == "" {
			now = append(now, market.SheetNow{Key: market.DataFileSheet.KeyOf(line), Label: line.Cells["asset_name"], New: true})
		}
	}
	return now, nil
}

// noDataFiles: the template begins empty.
func noDataFiles(*tx, string) ([]market.SheetNow, error) { return nil, nil }

// doDataFile makes one data file, an act of its own.
func doDataFile(ctx context.Context, s *Seller, row *market.TaskRow) error {
	id, err := s.AddAsset(ctx, market.DataFileOf(func(name string) string { return row.After.V[name] }), nil)
	if err != nil {
		return err
	}
	effect := market.ID[market.TaskRow](id)
	row.Effect = &effect
	return nil
}

// undoDataFile removes what a line made, unless somebody handed it in since.
func undoDataFile(ctx context.Context, s *Seller, row *market.TaskRow) error {
	if row.Effect == nil {
		return market.Conflict("task.nothing_made")
	}
	return s.DeleteAsset(ctx, market.AssetID{UUID: row.Effect.UUID})
}
