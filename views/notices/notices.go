package notices

import (
	"context"

	"sellercenter/views/i18n"
)

// kind words what a message is about: its own word, or its area's.
func kind(ctx context.Context, name string) string {
	if key := "notice.kind_" + name; i18n.Has(key) {
		return i18n.T(ctx, key)
	}
	return i18n.T(ctx, name)
}
