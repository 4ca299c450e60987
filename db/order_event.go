package db

import (
	"context"
	"slices"
	"time"

	"sellercenter/internal/market"
)

// OrderEvents is all that happened to the order, newest first: its own life, calls to the
// seller's server, delivery, appeals, refunds, statements. One query a source.
func (s *Seller) OrderEvents(ctx context.Context, order market.Order) ([]market.Event, error) {
	var events []market.Event
	for _, read := range []func(context.Context, market.Order) ([]market.Event, error){
		s.ownEvents, s.callEvents, s.flowEvents, s.refundEvents, s.statementEvents,
	} {
		some, err := read(ctx, order)
		if err != nil {
			return nil, err
		}
		events = append(events, some...)
	}
	events = append(events, completion(order)...)
	slices.SortStableFunc(events, func(a, b market.Event) int { return a.At.Compare(b.At) })
	slices.Reverse(events) // of one instant the cause stands below what it caused
	return events, nil
}

// completion is the end of the order's flow, which no act of its own records.
func completion(order market.Order) []market.Event {
	if order.CompletedAt == nil {
		return nil
	}
	done := market.Event{At: *order.CompletedAt, Kind: market.EventOrder, Party: market.PartySystem, Act: string(market.CompleteOrder)}
	switch {
	case order.ExpiresAt != nil:
		done.Reason = because("order.runs_until", *order.EffectiveAt, *order.ExpiresAt)
	case order.EffectiveAt != nil:
		done.Reason = because("order.runs_from", *order.EffectiveAt)
	}
	return []market.Event{done}
}

// ownEvents are the acts on the order.
func (s *Seller) ownEvents(ctx context.Context, order market.Order) ([]market.Event, error) {
	var acts []struct {
		At    time.Time
		Act   market.Act
		Party market.Party
		Actor string
	}
	if err := s.list(ctx, &acts, `SELECT at, act, party, actor FROM audits
		WHERE seller_id = $1 AND subject = $2 AND area = 'order' ORDER BY at, id LIMIT 200`, order.ID.String()); err != nil {
		return nil, err
	}
	var events []market.Event
	for _, a := range acts {
		event := market.Event{At: a.At, Kind: market.EventOrder, Party: a.Party, Actor: a.Actor, Act: string(a.Act)}
		switch a.Act {
		case market.PlaceOrder:
			event.Rest = because("order.event_amount", order.Amount)
		case market.PayOrder:
			event.Rest = because("order.event_amount", order.Amount)
			event.Reason = because("order.then_opening")
			switch {
			case order.RenewsID != nil:
				event.Reason = because("order.then_renewal")
			case order.Supervised:
				event.Reason = because("order.then_supervision")
			}
		case market.ExpireOrder:
			event.Reason = because("order.window_over", order.PayBy)
		}
		events = append(events, event)
	}
	return events, nil
}

// callEvents are the attempts to reach the seller's server.
func (s *Seller) callEvents(ctx context.Context, order market.Order) ([]market.Event, error) {
	var attempts []struct {
		At         time.Time
		ID         string
		No         int
		Activity   market.Activity
		ResultCode string
		Outcome    string
	}
	if err := s.list(ctx, &attempts, `SELECT a.at, f.id, a.no, a.activity, a.result_code, a.outcome
		FROM fulfilments f JOIN attempts a ON a.seller_id = f.seller_id AND a.fulfilment_id = f.id
		WHERE f.seller_id = $1 AND f.order_id = $2 ORDER BY a.at LIMIT 500`, order.ID); err != nil {
		return nil, err
	}
	var events []market.Event
	for _, a := range attempts {
		events = append(events, market.Event{At: a.At, Kind: market.EventFulfilment, Party: market.PartySystem,
			Act: "order.event_attempt_" + a.Outcome, Link: "/fulfilments/" + a.ID,
			Rest: because("order.event_attempt", market.Word(a.Activity.Key()), a.No, a.ResultCode)})
	}
	return events, nil
}

// flowEvents are the steps of the delivery and of its appeals.
func (s *Seller) flowEvents(ctx context.Context, order market.Order) ([]market.Event, error) {
	var steps []struct {
		At      time.Time
		ID      string
		Act     market.Act
		Party   market.Party
		Actor   string
		Comment string
		Reason  market.JSON[*market.Reason]
	}
	if err := s.list(ctx, &steps, `SELECT l.at, v.id, l.act, l.party, l.actor, l.comment, l.reason
		FROM supervisions v JOIN supervision_logs l ON l.seller_id = v.seller_id AND l.supervision_id = v.id
		WHERE v.seller_id = $1 AND v.order_id = $2 ORDER BY l.at, l.id LIMIT 500`, order.ID); err != nil {
		return nil, err
	}
	var events []market.Event
	for _, l := range steps {
		kind := market.EventSupervision
		switch l.Act.Area() {
		case market.Refunds:
			continue // the refund itself says more
		case market.Appeals:
			kind = market.EventAppeal
		}
		events = append(events, market.Event{At: l.At, Kind: kind, Party: l.Party, Actor: l.Actor, Act: string(l.Act),
			Quote: l.Comment, Reason: l.Reason.V, Link: "/supervisions/" + l.ID})
	}
	return events, nil
}

// refundEvents are the steps of the order's refunds.
func (s *Seller) refundEvents(ctx context.Context, order market.Order) ([]market.Event, error) {
	refunds, err := s.RefundsOf(ctx, order.ID)
	if err != nil {
		return nil, err
	}
	var events []market.Event
	for _, r := range refunds {
		step := func(at time.Time, party market.Party, actor string, act market.Act, quote string) {
			events = append(events, market.Event{At: at, Kind: market.EventRefund, Party: party, Actor: actor, Act: string(act), Quote: quote,
				Rest: because("order.event_amount", r.Amount), Link: "/refunds/" + r.ID.String(), Name: r.Number})
		}
		by := market.PartyBuyer
		if r.Cause != market.RefundNegotiated {
			by = market.PartySystem
		}
		step(r.RequestedAt, by, r.RequestedBy, market.RequestRefund, r.Reason)
		if r.DecidedAt != nil && r.Cause == market.RefundNegotiated {
			act := market.ApproveRefund
			switch r.Status {
			case market.RefundRejected:
				act = market.RejectRefund
			case market.RefundWithdrawn:
				act = market.WithdrawRefund
			}
			step(*r.DecidedAt, market.PartySeller, "", act, r.Note)
		}
		if r.PaidAt != nil {
			step(*r.PaidAt, market.PartySystem, "", market.PayRefund, "")
		}
	}
	return events, nil
}

// statementEvents are the statements that the order or its refunds entered.
func (s *Seller) statementEvents(ctx context.Context, order market.Order) ([]market.Event, error) {
	var lines []struct {
		ID       string
		Period   string
		Kind     string
		Amount   market.Money
		ClosedAt time.Time
		PaidAt   *time.Time
	}
	if err := s.list(ctx, &lines, `SELECT t.id, t.period, l.kind, l.amount, t.closed_at, t.paid_at
		FROM statement_lines l JOIN statements t ON t.seller_id = l.seller_id AND t.id = l.statement_id
		WHERE l.seller_id = $1 AND l.order_id = $2 ORDER BY t.closed_at LIMIT 50`, order.ID); err != nil {
		return nil, err
	}
	var events []market.Event
	for _, l := range lines {
		event := market.Event{At: l.ClosedAt, Kind: market.EventStatement, Party: market.PartySystem, Act: "order.event_line_" + l.Kind,
			Rest: because("order.event_amount", l.Amount), Link: "/statements/" + l.ID, Name: l.Period}
		events = append(events, event)
		if l.PaidAt != nil {
			event.At, event.Act, event.Party = *l.PaidAt, "order.event_payout", market.PartyOperator
			events = append(events, event)
		}
	}
	return events, nil
}

func because(key string, args ...any) *market.Reason {
	reason := market.Because(key, args...)
	return &reason
}

// OrderRelated are the rows of other areas that belong to the order.
func (s *Seller) OrderRelated(ctx context.Context, id market.OrderID) (related []market.Related, err error) {
	err = s.list(ctx, &related, `
		SELECT 'supervision' AS kind, id::text, '' AS number, 'supervision.status_' || status AS status
			FROM supervisions WHERE seller_id = $1 AND order_id = $2
		UNION ALL SELECT 'fulfilment', id::text, activity, 'fulfilment.status_' || status
			FROM fulfilments WHERE seller_id = $1 AND order_id = $2
		UNION ALL SELECT 'appeal', id::text, number, 'appeal.status_' || status
			FROM appeals WHERE seller_id = $1 AND order_id = $2
		UNION ALL SELECT 'refund', id::text, number, 'refund.status_' || status
			FROM refunds WHERE seller_id = $1 AND order_id = $2
		UNION ALL SELECT DISTINCT 'statement', t.id::text, t.period, 'statement.status_' || t.status
			FROM statement_lines l JOIN statements t ON t.seller_id = l.seller_id AND t.id = l.statement_id
			JOIN orders o ON o.seller_id = l.seller_id AND o.id = l.order_id
			WHERE l.seller_id = $1 AND l.order_id = $2`, id)
	return related, err
}
