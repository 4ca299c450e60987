package market

// checkPriceCell holds a price to what a listing may ask (catalogue.md §3.6, §3.9).
func checkPriceCell(column, text string) error {
	price, err := ReadPrice(text)
	switch {
	case err != nil:
		return err
	case price.IsZero():
		return Invalid(column, "spec.zero_price")
	case !price.d.Equal(price.d.Round(2)):
		return Invalid(column, "spec.price_places", text)
	case price.d.GreaterThan(most.d):
		return Invalid(column, "spec.price_too_high", most, price)
	}
	return nil
}

// Repricing is a new price of one spec for one period.
type Repricing struct {
	Spec   ID[Spec]
	Period Period
	Price  string // as it is typed
}

// Reprice types the new price into the listing; false when the listing has no such price.
func (c *ProductContent) Reprice(r Repricing) bool {
	for i := range c.Specs {
		spec := &c.Specs[i]
		if spec.ID != r.Spec || spec.Off || spec.Typed(r.Period) == "" {
			continue
		}
		switch r.Period {
		case PerYear:
			spec.Year = r.Price
		case PerMonth:
			spec.Month = r.Price
		case PerOnce:
			spec.Once = r.Price
		default:
			return false
		}
		return true
	}
	return false
}

// Repriceable says why the prices of a listing cannot be changed now, or nil.
func Repriceable(name string, status ProductStatus, reviewed, drafted bool) *Reason {
	var why Reason
	switch {
	case status != ProductOnSale:
		why = Because("task.price_not_on_sale", name)
	case reviewed:
		why = Because("review.already_open", name)
	case drafted:
		why = Because("task.price_drafted", name)
	default:
		return nil
	}
	return &why
}
