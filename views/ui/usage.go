package ui

func meterGrid() Grid {
	return Grid{Area: "usage", Columns: []Column{{Name: "item"}, {Name: "month_used", Right: true}, {Name: "taken", Right: true}, {Name: "charge", Right: true},
		{Name: "unpaid", Right: true}, {Name: "last_at", Width: "when"}}}
}

func packageGrid() Grid {
	return Grid{Area: "usage", Columns: []Column{{Name: "package_name"}, {Name: "item"}, {Name: "left", Right: true}, {Name: "left_share"}, {Name: "window_end", Width: "when"}}}
}
