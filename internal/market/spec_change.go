package market

import (
	"slices"
	"strings"
)

// SpecCell is one value of a spec or of one of its rows: what it was, what it shall be.
type SpecCell struct {
	Name          string // price, model, bounds … of the grid
	Before, After string
}

// Changed reports whether the value is another one.
func (c SpecCell) Changed() bool { return c.Before != c.After }

// RowChange is one row of a spec: a SKU, a billing factor or a package.
type RowChange struct {
	Name           string
	New, Gone, Off bool // Off: it goes off sale with this change
	Cells          []SpecCell
}

// Changed reports whether anything of the row is another one.
func (r RowChange) Changed() bool {
	return r.New || r.Gone || r.Off || slices.ContainsFunc(r.Cells, SpecCell.Changed)
}

// Fields are what changes of the spec besides its rows: its attributes with their values and
// ranges, its trial, whether it is hidden and whether its packages stop when used up.
func (c SpecChange) Fields() (fields []SpecCell) {
	for _, field := range []struct {
		name string
		text func(SpecContent) string
	}{
		{"attributes", func(s SpecContent) string { return attributeText(s.Attributes) }},
		{"trial", func(s SpecContent) string { return s.trialText() }},
		{"hidden", func(s SpecContent) string { return flag(s.Hidden) }},
		{"stops", func(s SpecContent) string { return flag(s.Stops) }},
	} {
		change := SpecCell{Name: field.name, Before: field.text(c.Before), After: field.text(c.After)}
		if change.Changed() {
			fields = append(fields, change)
		}
	}
	return fields
}

func flag(on bool) string {
	if on {
		return "common.yes"
	}
	return ""
}

func attributeText(attributes []SpecAttribute) string {
	lines := make([]string, len(attributes))
	for i, a := range attributes {
		lines[i] = a.NameZh + ": " + strings.Join(a.Values, " / ")
		if a.Kind == AttributeNumber {
			lines[i] = a.NameZh + ": " + a.Min + " – " + a.Max + " / " + a.Step + " " + a.Unit
		}
	}
	return strings.Join(lines, "\n")
}

func (c TrialContent) trialText() string {
	if !c.Trial {
		return ""
	}
	return strings.TrimSpace(c.TrialDays + " " + c.TrialFiling)
}

// RowCells are the names of the cells of a template's rows, in their order.
func RowCells(template Template) []string {
	switch template {
	case TemplateCustom:
		return []string{"model", "bounds", string(PerMonth), string(PerYear), string(PerUse), string(PerOnce)}
	case TemplateDemand:
		return []string{"unit", "cycle", "model", "accumulate", "bounds", "price"}
	case TemplatePackage:
		return []string{"item", "quantity", "reset", "orders", string(PerMonth), string(PerYear), string(PerUse)}
	case TemplateSimple:
	}
	return nil
}

// Rows are the rows of a spec that is more than a fixed price, each with what it was and
// what it shall be; those that went stand last (catalogue.md §2.10).
func (c SpecChange) Rows() []RowChange {
	before, after := c.Before.rows(), c.After.rows()
	if c.Gone {
		after = nil
	}
	template := c.After.Kind()
	if c.Gone {
		template = c.Before.Kind()
	}
	var rows []RowChange
	for _, is := range after {
		was := specRow{}
		at := slices.IndexFunc(before, func(r specRow) bool { return r.id == is.id })
		if at >= 0 {
			was = before[at]
		}
		rows = append(rows, RowChange{Name: is.name, New: at < 0, Off: is.off && !was.off, Cells: cellChanges(template, was.cells, is.cells)})
	}
	for _, was := range before {
		if !slices.ContainsFunc(after, func(r specRow) bool { return r.id == was.id }) {
			rows = append(rows, RowChange{Name: was.name, Gone: true, Cells: cellChanges(template, was.cells, nil)})
		}
	}
	return rows
}

func cellChanges(template Template, was, is map[string]string) (cells []SpecCell) {
	for _, name := range RowCells(template) {
		cells = append(cells, SpecCell{Name: name, Before: was[name], After: is[name]})
	}
	return cells
}

// specRow is a row of a spec by which it is found again, and its cells by their names.
type specRow struct {
	id, name string
	off      bool
	cells    map[string]string
}

func (s SpecContent) rows() (rows []specRow) {
	switch s.Kind() {
	case TemplateCustom:
		for _, sku := range s.SKUs {
			cells := map[string]string{"model": sku.Model.Key(), "bounds": sku.Bounds}
			for _, period := range s.Periods {
				cells[string(period)] = sku.Typed(period)
			}
			name := SKUName(s.Attributes, sku.Values)
			if name == "" {
				name = s.Name
			}
			rows = append(rows, specRow{sku.ID.String(), name, sku.Off, cells})
		}
	case TemplateDemand:
		for _, f := range s.Factors {
			rows = append(rows, specRow{f.Name, f.Name, false, map[string]string{"unit": f.Unit, "cycle": orNothing("spec.cycle_", f.Cycle), "model": f.Model.Key(),
				"accumulate": orNothing("spec.accumulate_", f.Accumulate), "bounds": f.Bounds, "price": f.Price}})
		}
	case TemplatePackage:
		for _, p := range s.Packages {
			rows = append(rows, specRow{p.ID.String(), p.Name, p.Off, map[string]string{"item": p.Item, "quantity": p.Quantity, "reset": p.Reset.Key(),
				"orders": orNothing("spec.orders_", p.Orders), string(PerMonth): p.Month, string(PerYear): p.Year, string(PerUse): p.Use}})
		}
	case TemplateSimple:
	}
	return rows
}
