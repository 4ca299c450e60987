package couriers

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func (p Page) back() string { return "/supervisions/" + p.Flow + "/ship" }

func (p Page) crumbs(ctx context.Context) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.delivery")}}
	if p.Flow != "" {
		way = append(way, ui.Link{Text: i18n.T(ctx, "nav.supervisions"), URL: "/supervisions"}, ui.Link{Text: p.Number, URL: "/supervisions/" + p.Flow},
			ui.Link{Text: i18n.T(ctx, market.ShipSupervision), URL: p.back()})
	}
	return append(way, ui.Link{Text: i18n.T(ctx, "nav.couriers")})
}

// answer says until when the operator answers, or when it did.
func answer(ctx context.Context, ask market.Review) string {
	if ask.DecidedAt == nil {
		return i18n.T(ctx, "courier.answer_by", i18n.Moment(ctx, ask.DueAt))
	}
	return i18n.T(ctx, "courier.answered", i18n.Moment(ctx, *ask.DecidedAt), ask.DecidedBy)
}
