package ui

import (
	"context"
	"time"

	"sellercenter/internal/market"
)

// StallCountdown is the time left of an order that does not move, counted as the timer counts it.
func StallCountdown(r market.Stall, now time.Time, calendar market.Calendar) Countdown {
	switch {
	case r.Appeal != nil:
		return AppealCountdown(*r.Appeal, r.Since, now, calendar)
	case r.Flow != nil:
		return FlowCountdown(*r.Flow, nil, now, calendar)
	}
	c := Countdown{Now: now, Since: r.Since, Day: calendar.DayLength(), Used: calendar.Between(r.Since, now)}
	switch {
	case r.DueAt == nil && r.Working():
		c.NoLimit = true
	case r.DueAt == nil:
		c.NoLimit, c.Natural, c.Used = true, true, now.Sub(r.Since)
	case r.Working():
		c.Due, c.Left = *r.DueAt, calendar.Between(now, *r.DueAt)
		if r.Late(now) {
			c.Left = -calendar.Between(*r.DueAt, now)
		}
	default:
		c.Natural, c.Due, c.Left, c.Used = true, *r.DueAt, r.DueAt.Sub(now), now.Sub(r.Since)
	}
	return c
}

// StallDoing is where the reader does what carries the order on.
func StallDoing(r market.Stall, reader market.Party) string {
	path := StallPath(r, reader)
	if r.Where() == market.Supervisions && r.Owner == market.PartySeller && reader == market.PartySeller {
		return path + "/" + r.Act().Verb()
	}
	return path
}

// StallLook is where the reader sees what an order waits for: its page, or the order where that
// page is not the reader's to see.
func StallLook(ctx context.Context, r market.Stall, reader market.Party) string {
	path := StallPath(r, reader)
	if reader == market.PartySeller && !Sees(ctx, r.Where()) {
		return "/orders/" + r.OrderID.String()
	}
	return path
}

// StallPath is the page of what an order waits for that does not move, at the reader's door.
func StallPath(r market.Stall, reader market.Party) string {
	area, id := r.Where(), r.Subject
	if r.Appeal != nil {
		id = r.Appeal.ID.String()
	}
	if r.Invoice != nil {
		id = r.Invoice.String()
	}
	if reader == market.PartyOperator {
		switch area {
		case market.Supervisions, market.Appeals, market.Refunds:
			return "/operator/" + string(area) + "s/" + id
		case market.Certifications:
			return "/operator/certifications/" + r.SellerID.String()
		}
		return "/operator/orders/" + r.OrderID.String() + "/timeline"
	}
	if area == market.Certifications {
		return "/certifications"
	}
	return "/" + string(area) + "s/" + id
}
