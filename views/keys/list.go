package keys

import (
	"context"
	"slices"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// lacking are the interface types without a key in use.
func lacking(all []market.Key) []market.KeyPurpose {
	return slices.DeleteFunc(slices.Clone(market.KeyPurposes), func(p market.KeyPurpose) bool {
		return slices.ContainsFunc(all, func(k market.Key) bool { return k.Purpose == p && k.Status == market.KeyActive })
	})
}

// who tells those who may not change keys who may.
func who(ctx context.Context) string {
	if ui.May(ctx, market.RotateKey) {
		return ""
	}
	return i18n.T(ctx, "key.who_may")
}

func ends(ctx context.Context, key market.Key) string {
	if key.Status == market.KeyRetiring {
		return i18n.T(ctx, "key.retires", *key.RetiresAt)
	}
	return i18n.T(ctx, "key.ended", *key.RetiresAt)
}
