// Package hooks shows which orders are told to which interface.
package hooks

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Page is what can be chosen for a new rule.
type Page struct {
	ui.Form
	Endpoints []market.Endpoint
	Products  []market.ProductName
}

// scope is whose orders a rule tells of.
func scope(ctx context.Context, p market.Hook) string {
	if p.ProductID != nil {
		return p.ProductName
	}
	return i18n.T(ctx, p.AccessType.Key())
}

func (p Page) endpoints() []ui.Option {
	var options []ui.Option
	for _, one := range p.Endpoints {
		options = append(options, ui.Option{Value: one.ID.String(), Label: one.URL})
	}
	return options
}

func (p Page) products() []ui.Option {
	var options []ui.Option
	for _, one := range p.Products {
		if one.Name != "" {
			options = append(options, ui.Option{Value: one.ID.String(), Label: one.Name})
		}
	}
	return options
}

func accessTypes(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, one := range market.HookTypes() {
		options = append(options, ui.Option{Value: string(one), Label: i18n.T(ctx, one.Key())})
	}
	return options
}

// accessOf is the access type that the rule covers; nothing where it covers one product.
func accessOf(h market.Hook) any {
	if h.AccessType == "" {
		return ""
	}
	return market.Word(h.AccessType.Key())
}
