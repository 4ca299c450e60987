package supervisions

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// operatorViews are the ready-made views of the operator: what it reviews, what is disputed,
// what is late, everything.
var operatorViews = []market.SupervisionTab{market.TabReview, market.TabFrozen, market.TabLate, market.TabAll}

func operatorTabs(ctx context.Context, search market.SupervisionSearch) []ui.Tab {
	var all []ui.Tab
	q := ui.QueryOf(ctx)
	for _, tab := range operatorViews {
		all = append(all, ui.Tab{Text: i18n.T(ctx, tab.Key()), URL: q.With("tab", string(tab)), Current: search.Tab == tab})
	}
	return all
}

func trackOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, t := range market.Tracks {
		key := "supervision.track_none"
		if t != market.TrackNone {
			key = "supervision.track_" + string(t)
		}
		options = append(options, ui.Option{Value: string(t), Label: i18n.T(ctx, key)})
	}
	return options
}

func couponOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, c := range market.CouponKinds {
		options = append(options, ui.Option{Value: string(c), Label: i18n.T(ctx, c.Key())})
	}
	return options
}

// shape is how the document can be looked at.
func (p PreviewPage) shape() string {
	switch p.File.Mime {
	case "image/png", "image/jpeg", "image/gif":
		return "picture"
	case "application/pdf":
		return "pdf"
	}
	return ""
}

func (p PreviewPage) facts(ctx context.Context) []ui.Fact {
	return []ui.Fact{
		{Label: i18n.T(ctx, "supervision.kind"), Text: i18n.T(ctx, p.File.Kind.Key())},
		{Label: i18n.T(ctx, "supervision.uploaded_by"), Text: p.File.UploadedBy},
		{Label: i18n.T(ctx, "supervision.uploaded_at"), Part: ui.Time(p.File.AddedAt)},
		{Label: i18n.T(ctx, "supervision.mime"), Text: p.File.Mime},
		{Label: i18n.T(ctx, "supervision.hash"), Part: ui.ID(p.File.SHA256[:12], "")},
	}
}
