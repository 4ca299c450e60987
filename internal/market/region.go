package market

import "slices"

// Regions are where a product of the international site is sold (销售区域, catalogue.md §10).
var Regions = area("region", Owner, Operations, Reviewer, Manager)

// SetRegion ticks the regions of one product.
var SetRegion = act("region.set", Owner, Operations)

// Region is one sales region; a buyer belongs to the region of registration.
type Region struct {
	Code    string
	Name    JSON[map[string]string]
	Entity  string
	Ordinal int

	EntityName JSON[map[string]string]
	Status     ContractStatus // of the seller's contract with the region's entity
	On         bool           // the product is sold here
	Renewing   int            // effective orders of the product that renew themselves here
}

// RegionProduct is a product of the international site with the names of where it is sold.
type RegionProduct struct {
	ID      ProductID
	Number  string
	Name    string
	Status  ProductStatus
	Regions JSON[[]map[string]string]
}

// MayTick reports whether the region can be sold in: its entity is signed and certified.
func (r Region) MayTick() bool { return r.Status == ContractCertified }

// SelectRegions says what would change when just these regions were ticked, or everything
// that stands against it: an entity that is not signed or certified, and regions where an
// order renews itself (catalogue.md §10).
func SelectRegions(all []Region, ticked []string) (on, off []Region, err error) {
	wrong := Invalids{}
	for _, code := range ticked {
		if !slices.ContainsFunc(all, func(r Region) bool { return r.Code == code }) {
			wrong.With("regions", "problem.not_an_option", code)
		}
	}
	if len(ticked) == 0 {
		wrong.With("regions", "region.none")
	}
	for _, region := range all {
		tick := slices.Contains(ticked, region.Code)
		switch {
		case tick && !region.On && !region.MayTick():
			wrong.With("regions", "region.not_certified", region.Name, region.EntityName)
		case !tick && region.On && region.Renewing > 0:
			wrong.With("regions", "region.renews", region.Name, region.Renewing)
		case tick && !region.On:
			on = append(on, region)
		case !tick && region.On:
			off = append(off, region)
		}
	}
	return on, off, wrong.Err()
}
