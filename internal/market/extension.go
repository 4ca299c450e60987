package market

import (
	"slices"
	"strings"
)

// extensionMost is the longest answer to an extension parameter.
const extensionMost = 128

// ExtensionField is the field of a purchase that answers an extension parameter.
func ExtensionField(name string) string { return "extend_" + name }

// asksMore reports whether the purchase opens something, so that the listing's extension
// parameters are asked for (扩展参数, catalogue.md §2.6).
func (p Purchase) asksMore() bool { return p.Type == OrderNew || p.Type == OrderTrial }

// Extended are the answers to what the listing asks for at checkout, in its order.
func (p Purchase) Extended(sale Sale) (values []OpenParam) {
	for _, name := range sale.Extensions.V {
		if value := strings.TrimSpace(p.Extend[name]); value != "" && p.asksMore() {
			values = append(values, OpenParam{name, value})
		}
	}
	return values
}

// extensionFaults: each parameter that the listing asks for is answered, and no other.
func (p Purchase) extensionFaults(sale Sale, faults Invalids) {
	if !p.asksMore() {
		return
	}
	for _, name := range sale.Extensions.V {
		sale.asks(name).answerFaults(ExtensionField(name), p.Extend[name], faults)
	}
	for name, value := range p.Extend {
		if value != "" && !slices.Contains(sale.Extensions.V, name) {
			faults.With(ExtensionField(name), "problem.not_an_option", name)
		}
	}
}

// asks is how the sale's checkout asks for the value.
func (s Sale) asks(name string) AskedParameter {
	for _, p := range s.Parameters.V {
		if p.Code == name {
			return p
		}
	}
	return AskedParameter{Code: name, Kind: ParameterText}
}

// Handed is what a purchase hands to the seller's server besides the order: the answers to
// the listing's extension parameters, and the contact that the buyer's authorisation is for
// (用户授权, catalogue.md §2.6).
type Handed struct {
	Extend       []OpenParam
	AuthorisedBy string // mobile, email, iam, or nothing
	Cipher       string // how the contact is encrypted; nothing: not at all
	Contact      string
}

// Hand adds what is handed over to the order as its seller's server reads it; conceal
// encrypts the contact.
func (o *OpenOrder) Hand(h Handed, conceal func(plain string) (string, error)) (err error) {
	o.Extend = h.Extend
	if h.Contact == "" || o.BuyerInfo == nil {
		return nil
	}
	if h.Cipher != "" {
		if h.Contact, err = conceal(h.Contact); err != nil {
			return err
		}
	}
	switch h.AuthorisedBy {
	case "mobile":
		o.BuyerInfo.MobilePhone = h.Contact
	case "email":
		o.BuyerInfo.Email = h.Contact
	case "iam":
		o.BuyerInfo.UserName = h.Contact
	}
	return nil
}
