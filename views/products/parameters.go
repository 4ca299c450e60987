package products

import (
	"slices"

	"sellercenter/internal/market"
)

// parameters are what the checkout may ask for, and what the listing asks for already.
func (w Wizard) parameters() []market.Parameter {
	return slices.DeleteFunc(slices.Clone(w.Facts.Parameters), func(p market.Parameter) bool {
		return p.RetiredAt != nil && !slices.Contains(w.Content.Extensions, p.Code)
	})
}

// debugged reports whether the chosen address has been debugged with the value.
func (w Wizard) debugged(code string) bool {
	return w.Facts.Endpoint != nil && slices.Contains(w.Facts.Endpoint.Parameters, code)
}

// desk is where the chosen address is debugged with a purchase.
func (w Wizard) desk() string {
	path := "/endpoints/debug?activity=" + string(market.ActivityNewInstance)
	if w.Facts.Endpoint != nil {
		path += "&endpoint=" + w.Facts.Endpoint.ID.String()
	}
	return path
}
