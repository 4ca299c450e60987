package ui

import (
	"cmp"
	"context"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// QuietNow says which quiet hours hold for somebody.
func QuietNow(ctx context.Context, own, house market.Quiet) string {
	hours := own.Or(house)
	if hours.Way == market.QuietNever {
		return i18n.T(ctx, "notice.quiet_off")
	}
	return i18n.T(ctx, "notice.quiet_hours", clockOf(hours.From), clockOf(hours.Until))
}

func clockOf(at time.Duration) string { return time.Time{}.Add(at).Format("15:04") }

func quietBegin(now market.Quiet) string { return string(cmp.Or(now.Way, market.QuietHouse)) }

func quietClock(now market.Quiet, at time.Duration, otherwise string) string {
	if now.Way != market.QuietOwn {
		return otherwise
	}
	return clockOf(at)
}

func quietZone(ctx context.Context, now market.Quiet) string {
	return cmp.Or(now.Zone, i18n.T(ctx, "notice.quiet_zone"))
}

func quietOptions(ctx context.Context, house market.Quiet) []Option {
	var options []Option
	for _, way := range market.QuietWays {
		option := Option{Value: string(way), Label: i18n.T(ctx, way.Key())}
		if way == market.QuietHouse {
			option.Label = i18n.T(ctx, "notice.quiet_house_now", QuietNow(ctx, market.Quiet{}, house))
		}
		options = append(options, option)
	}
	return options
}
