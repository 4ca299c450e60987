package timers

import (
	"context"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// acts words what the clock does.
func acts(ctx context.Context, all []market.Act) string {
	words := make([]string, len(all))
	for i, act := range all {
		words[i] = i18n.T(ctx, act)
	}
	return strings.Join(words, i18n.T(ctx, "timer.join"))
}
