package market

// DataFileSheet makes data files in one go, a line each, from what a bucket holds
// (数据文件资产, catalogue.md §2.6).
var DataFileSheet = Sheet{Kind: "data_file", Act: AddAsset, Page: "/assets", Makes: true, Undo: true, Rule: dataFileRule, Columns: []SheetColumn{
	{Name: "asset", Kind: CellText}, {Name: "asset_name", Kind: CellText, Edit: true}, {Name: "edition", Kind: CellText, Edit: true},
	{Name: "source", Kind: CellText, Edit: true}, {Name: "asset_note", Kind: CellText, Edit: true},
}}

// dataFileColumns are the columns of a data file's fields.
var dataFileColumns = map[string]string{"name": "asset_name", "edition": "edition", "source": "source", "file": "source", "note": "asset_note"}

// DataFileOf is the data file that a row asks for.
func DataFileOf(cell func(string) string) Asset {
	return Asset{Kind: AssetDataFile, Site: Mainland, Name: cell("asset_name"), Edition: cell("edition"), Source: cell("source"), Note: cell("asset_note")}
}

// dataFileRule says everything that is wrong with a line at once.
func dataFileRule(row *SheetRow) {
	faults := faultsOf(DataFileOf(row.Cell).Ready())
	for _, field := range sortedKeys(faults) {
		row.Faults.With(dataFileColumns[field], faults[field].Key, faults[field].Args...)
	}
}
