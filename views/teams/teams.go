// Package teams is the pages of who belongs to a seller.
// Package teams shows a seller's members and what they may do.
package teams

import (
	"context"
	"net/url"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func roleOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, role := range market.SellerRoles {
		options = append(options, ui.Option{Value: string(role), Label: i18n.T(ctx, "common.role_"+string(role))})
	}
	return options
}

// taken ticks what the member holds on a fresh page.
func taken(f ui.Form, held []market.Role) ui.Form {
	if f.Values == nil && len(held) > 0 {
		f.Values = url.Values{}
		for _, role := range held {
			f.Values.Add("roles", string(role))
		}
	}
	return f
}

func seen(m market.Member) time.Time {
	if m.LastSeenAt == nil {
		return time.Time{}
	}
	return *m.LastSeenAt
}

// masked keeps the ends of a mobile number.
func masked(mobile string) string {
	if len(mobile) < 11 {
		return mobile
	}
	return mobile[:3] + "****" + mobile[7:]
}
