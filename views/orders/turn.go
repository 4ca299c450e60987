package orders

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// turn is whose move it is: named by the act where the reader may do it, otherwise by what is
// waited for.
func (p ShowPage) turn(ctx context.Context) ui.TurnNow {
	stall := *p.Stall
	now := ui.TurnNow{Party: stall.Owner, Ours: stall.Owner == p.reader(), Act: i18n.T(ctx, stall.Cause.Key()), Since: i18n.Moment(ctx, stall.Since)}
	if p.does(ctx) {
		now.Act = i18n.T(ctx, stall.Act())
	}
	if len(stall.Missing) > 0 {
		var kinds []string
		for _, need := range stall.Missing {
			kinds = append(kinds, i18n.T(ctx, need.Kind.Key()))
		}
		now.Lacks = i18n.T(ctx, "stall.missing", strings.Join(kinds, i18n.T(ctx, "stall.join")))
	}
	return now
}

// goOn leads to where the order is carried on, or to what it waits for; nothing where that is
// this page.
func goOn(p ShowPage) templ.Component {
	if p.Stall == nil || ui.StallPath(*p.Stall, p.reader()) == p.url() {
		return nil
	}
	return onward(p, ui.StallPath(*p.Stall, p.reader()))
}

// does reports whether the reader may do what carries the order on.
func (p ShowPage) does(ctx context.Context) bool {
	act := p.Stall.Act()
	return p.Stall.Owner == p.reader() && act != "" && ui.May(ctx, act)
}

// there is the kind of page that the order waits at; the operator reads the whole timeline
// where the operator has no such page.
func (p ShowPage) there() market.Area {
	switch area := p.Stall.Where(); {
	case p.Seller == "" || area == market.Supervisions || area == market.Appeals || area == market.Refunds || area == market.Certifications:
		return area
	}
	return market.Orders
}
