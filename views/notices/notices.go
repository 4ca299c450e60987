// Package notices is the page of a seller's messages.
package notices

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// kind words what a message is about: its own word, the act that it tells of, or its area.
func kind(ctx context.Context, name string) string {
	if key := "notice.kind_" + name; i18n.Has(key) {
		return i18n.T(ctx, key)
	}
	if i18n.Has(name) {
		return i18n.T(ctx, name)
	}
	return ui.AreaWord(ctx, market.Area(name))
}
