package market

import (
	"slices"
	"strings"
)

// listedFaults are what may not change of specs that are on sale (catalogue.md §2.10): they
// are delisted, never deleted, keep their template, billing mode and steps, and do not come
// back.
func listedFaults(specs, live []SpecContent, access AccessType, faults Invalids) {
	for at, listed := range live {
		n := slices.IndexFunc(specs, func(s SpecContent) bool { return s.ID == listed.ID })
		if n < 0 {
			faults.With(SpecField("name", at), "spec.deleted", listed.Name)
			continue
		}
		spec := specs[n]
		if listed.Off && !spec.Off {
			faults.With(SpecField("name", n), "spec.back", listed.Name)
		}
		if listed.Kind() != spec.Kind() {
			faults.With(SpecField("name", n), "spec.template_changed", listed.Name, Word(listed.Kind().Key()))
			continue
		}
		if listed.Charging() != spec.Charging() {
			field := SpecField("once", n)
			if !spec.Simple() {
				field = SpecField("periods", n)
			}
			faults.With(field, "spec.mode_changed", listed.Name, Word("price.mode_"+strings.ToLower(string(listed.Charging()))))
			continue
		}
		switch listed.Kind() {
		case TemplateSimple:
			for _, period := range Periods {
				if listed.Typed(period) != "" && spec.Typed(period) == "" {
					faults.With(SpecField(string(period), n), "spec.price_removed", Word(period.Key()))
				}
			}
		case TemplateCustom:
			spec.customListed(n, listed, faults)
		case TemplateDemand:
			spec.demandListed(n, listed, access, faults)
		case TemplatePackage:
			spec.packagesListed(n, listed, faults)
		}
	}
}

// customListed: SKUs stay, the step of a numeric attribute is fixed, a billing period is
// added and never taken away (catalogue.md §2.10, §3.5).
func (s SpecContent) customListed(n int, listed SpecContent, faults Invalids) {
	for _, period := range listed.Periods {
		if !slices.Contains(s.Periods, period) {
			faults.With(SpecField("periods", n), "spec.price_removed", Word(period.Key()))
		}
	}
	if was := listed.Measure(); was != nil {
		k := slices.IndexFunc(s.Attributes, func(a SpecAttribute) bool { return a.Code == was.Code })
		switch {
		case k < 0:
			faults.With(SpecField("attributes", n), "spec.number_removed", was.NameZh)
		case s.Attributes[k].Step != was.Step:
			faults.With(CellField("attribute", "step", n, k), "spec.step_changed", was.Step, s.Attributes[k].Step)
		}
	}
	for _, was := range listed.SKUs {
		k := slices.IndexFunc(s.SKUs, func(sku SKUContent) bool { return sku.ID == was.ID })
		switch {
		case k < 0:
			faults.With(SpecField("generate", n), "spec.sku_deleted", SKUName(listed.Attributes, was.Values))
		case was.Off && !s.SKUs[k].Off:
			faults.With(CellField("sku", "off", n, k), "spec.sku_back", SKUName(listed.Attributes, was.Values))
		}
	}
}

// demandListed: a billing item of an API stays as it is sold, and no billing mode is added
// to an existing spec (catalogue.md §2.10); elsewhere the unit and the cycles stay, because
// running instances are metered by them.
func (s SpecContent) demandListed(n int, listed SpecContent, access AccessType, faults Invalids) {
	for _, was := range listed.Factors {
		k := slices.IndexFunc(s.Factors, func(f FactorContent) bool { return f.Name == was.Name })
		switch {
		case k < 0:
			faults.With(CellField("factor", "name", n, 0), "spec.factor_deleted", was.Name)
		case s.Factors[k].Model != was.Model || s.Factors[k].Cycle != was.Cycle || s.Factors[k].Unit != was.Unit || s.Factors[k].Accumulate != was.Accumulate:
			faults.With(CellField("factor", "model", n, k), "spec.factor_changed", was.Name)
		}
	}
	if access == AccessAPI && len(s.Factors) > len(listed.Factors) {
		faults.With(CellField("factor", "name", n, len(listed.Factors)), "spec.factor_added")
	}
}

// packagesListed: base price, quota, validity and reset rule of a package are fixed, of a
// per-use package its name and quota (catalogue.md §2.10).
func (s SpecContent) packagesListed(n int, listed SpecContent, faults Invalids) {
	if s.Stops != listed.Stops {
		faults.With(SpecField("stops", n), "spec.stops_changed")
	}
	for _, was := range listed.Packages {
		k := slices.IndexFunc(s.Packages, func(p PackageContent) bool { return p.ID == was.ID })
		if k < 0 {
			faults.With(CellField("package", "name", n, 0), "spec.package_deleted", was.Name)
			continue
		}
		is, at := s.Packages[k], func(name string) string { return CellField("package", name, n, k) }
		if was.Off && !is.Off {
			faults.With(at("off"), "spec.sku_back", was.Name)
		}
		if is.Quantity != was.Quantity || is.Item != was.Item {
			faults.With(at("quantity"), "spec.package_changed", was.Name)
		}
		if was.Use != "" && is.Name != was.Name {
			faults.With(at("name"), "spec.package_changed", was.Name)
		}
		if is.Reset != was.Reset {
			faults.With(at("reset"), "spec.package_changed", was.Name)
		}
		for _, period := range PackagePeriods {
			if is.Typed(period) != was.Typed(period) && (period != PerUse || was.Typed(period) == "" || is.Typed(period) == "") {
				faults.With(at(string(period)), "spec.package_changed", was.Name)
			}
		}
	}
}

// AllOff reports content of which everything was delisted: nothing can be added or changed
// any more (catalogue.md §2.10).
func (c ProductContent) AllOff() bool {
	return len(c.Specs) > 0 && !slices.ContainsFunc(c.Specs, func(s SpecContent) bool { return !s.Off })
}

// Publicised shows every spec of a product that was hidden and is public now (catalogue.md
// §2.10); live is what was on sale, if anything was.
func (c *ProductContent) Publicised(live *ProductContent) {
	if c.Hidden || live == nil || !live.Hidden {
		return
	}
	c.Specs = slices.Clone(c.Specs)
	for i := range c.Specs {
		c.Specs[i].Hidden = false
	}
}

// Delisting is the content without the spec on sale, or without some of its SKUs or
// packages; NotFound when one of them is not on sale any more.
func (c ProductContent) Delisting(id SpecID, skus []ID[SKU]) (ProductContent, error) {
	at := slices.IndexFunc(c.Specs, func(s SpecContent) bool { return s.ID == id })
	if at < 0 {
		return c, NotFound
	}
	if c.Specs[at].Off {
		return c, Conflict("spec.off_already", c.Specs[at].Name)
	}
	gone, whole := map[ID[SKU]]bool{}, map[SpecID]bool{id: len(skus) == 0}
	for _, sku := range skus {
		if !c.Specs[at].sells(sku) {
			return c, NotFound
		}
		gone[sku] = true
	}
	c.Delisted(whole, gone)
	return c, nil
}

// sells reports whether the SKU, or the package, is on sale.
func (s SpecContent) sells(id ID[SKU]) bool {
	return slices.ContainsFunc(s.SKUs, func(k SKUContent) bool { return k.ID == id && !k.Off }) ||
		slices.ContainsFunc(s.Packages, func(p PackageContent) bool { return p.ID == id && !p.Off })
}

// OffSale are the specs, and the SKUs and packages of the others, that are off sale.
func (c ProductContent) OffSale() (specs []string, skus []string) {
	specs, skus = []string{}, []string{}
	for _, spec := range c.Specs {
		if spec.Off {
			specs = append(specs, spec.ID.String())
		}
		for _, sku := range spec.SKUs {
			if sku.Off {
				skus = append(skus, sku.ID.String())
			}
		}
		for _, p := range spec.Packages {
			if p.Off {
				skus = append(skus, p.ID.String())
			}
		}
	}
	return specs, skus
}

// Delisted marks what was taken off sale since the content was approved.
func (c *ProductContent) Delisted(specs map[SpecID]bool, skus map[ID[SKU]]bool) {
	c.Specs = slices.Clone(c.Specs)
	for i := range c.Specs {
		s := &c.Specs[i]
		s.Off = s.Off || specs[s.ID]
		s.SKUs, s.Packages = slices.Clone(s.SKUs), slices.Clone(s.Packages)
		for k := range s.SKUs {
			s.SKUs[k].Off = s.SKUs[k].Off || skus[s.SKUs[k].ID]
		}
		for k := range s.Packages {
			s.Packages[k].Off = s.Packages[k].Off || skus[s.Packages[k].ID]
		}
	}
}
