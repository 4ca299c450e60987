package parameters

import (
	"context"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func kinds(ctx context.Context) (all []ui.Option) {
	for _, kind := range market.ParameterKinds {
		all = append(all, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key())})
	}
	return all
}

// answers is what an answer must be.
func answers(ctx context.Context, p market.Parameter) string {
	kind := i18n.T(ctx, p.Kind.Key())
	if p.Kind != market.ParameterChoice {
		return kind
	}
	return i18n.T(ctx, "parameter.one_of", strings.Join(p.Options.V, i18n.T(ctx, "common.list_join")))
}

func by(ctx context.Context, p market.Parameter) string {
	if p.CreatedBy == "" {
		return i18n.T(ctx, "rate.shipped")
	}
	return p.CreatedBy
}
