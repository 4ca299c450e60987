// Package agreements is the pages of what sellers sign.
package agreements

import (
	"context"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func title(ctx context.Context, a market.Agreement) string { return a.Title.V[i18n.Lang(ctx)] }

func signLead(ctx context.Context, first bool) string {
	if first {
		return i18n.T(ctx, "agreement.first_lead")
	}
	return i18n.T(ctx, "agreement.again_lead")
}

func when(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func facts(ctx context.Context, a market.Agreement) []ui.Fact {
	all := []ui.Fact{
		{Label: i18n.T(ctx, "agreement.counterparty"), Text: i18n.T(ctx, "agreement.marketplace")},
		{Label: i18n.T(ctx, "agreement.published_at"), Part: ui.Time(a.PublishedAt)},
		{Label: i18n.T(ctx, "agreement.effective_at"), Part: ui.Time(a.EffectiveAt)},
	}
	if a.SignedAt != nil {
		all = append(all, ui.Fact{Label: i18n.T(ctx, "agreement.signed_at"), Part: ui.Time(*a.SignedAt)},
			ui.Fact{Label: i18n.T(ctx, "agreement.signed_by"), Text: a.SignedBy})
	}
	return all
}

// newest and newestBody are what the next version begins with.
func newest(all []market.Agreement, lang string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0].Title.V[lang]
}

func newestBody(all []market.Agreement, lang string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0].Body.V[lang]
}
