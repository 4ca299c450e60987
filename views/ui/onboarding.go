package ui

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// OnboardingSteps words the way to the first product for Steps: what is done, what waits
// for the platform, what is the seller's turn.
func OnboardingSteps(ctx context.Context, o market.Onboarding) []Step {
	var steps []Step
	now := true // the first step that is not done is the seller's turn
	for _, one := range o.Steps() {
		step := Step{Label: i18n.T(ctx, one.Key), State: StepFuture, Lines: []string{i18n.T(ctx, one.Key+"_todo")}}
		switch {
		case one.Done:
			step.State, step.Lines = StepPast, []string{i18n.T(ctx, one.Key+"_done")}
		case now && one.Wait:
			step.State, step.Lines, now = StepOther, []string{i18n.T(ctx, one.Key+"_wait")}, false
		case now:
			step.State, now = StepNow, false
			if FrameOf(ctx).Door == SellerDoor {
				step.Href = one.URL
			}
		}
		steps = append(steps, step)
	}
	return steps
}
