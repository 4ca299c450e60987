// Package jobs shows the operator what works in the background.
package jobs

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func tabs(ctx context.Context, current market.JobState, counts market.JobCounts) []ui.Tab {
	var all []ui.Tab
	for _, state := range market.JobStates {
		all = append(all, ui.Tab{Text: i18n.T(ctx, state.Key()), URL: "/operator/jobs?state=" + string(state),
			Count: i18n.Bounded(counts.Of(state)), Current: state == current})
	}
	return all
}
