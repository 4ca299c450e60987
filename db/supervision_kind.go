package db

import (
	"cmp"
	"context"

	"sellercenter/internal/market"
)

// PresentSupervision hands over a draft or a test build of a website (transactions.md §2.4).
func (s *Seller) PresentSupervision(ctx context.Context, id market.SupervisionID, what market.Delivery) error {
	return s.onFlow(ctx, market.PresentSupervision, id, what.Seen, func(d *delivery) error {
		return d.handOver(market.PresentSupervision, what)
	})
}

// AgreeSupervision is the buyer's consent to a draft or a build.
func (s *Seller) AgreeSupervision(ctx context.Context, id market.SupervisionID, comment string) error {
	return s.onFlow(ctx, market.AgreeSupervision, id, 0, func(d *delivery) error {
		return d.step(market.AgreeSupervision, comment, nil)
	})
}

// IdentifySupervision hands in the code by which a License 1.0 is delivered: a system code
// is made here, a hardware code is the buyer's own (transactions.md §2.4).
func (s *Seller) IdentifySupervision(ctx context.Context, id market.SupervisionID, by market.Identification) error {
	return s.onFlow(ctx, market.IdentifySupervision, id, 0, func(d *delivery) error {
		if err := d.flow.Now(market.IdentifySupervision); err != nil {
			return err
		}
		if err := by.Check(); err != nil {
			return err
		}
		if by.Kind == market.IdentSystem {
			if err := d.enter(by.Code, "identification", d.order.ID); err != nil {
				return err
			}
		}
		d.flow.Code = by.Code
		d.note("kind", nil, by.Kind)
		return d.step(market.IdentifySupervision, by.Code, nil)
	})
}

// LaunchSupervision begins an automatic deployment with what the buyer picked (§2.4); without
// a security group, in the one that was made for it.
func (s *Seller) LaunchSupervision(ctx context.Context, id market.SupervisionID, what market.Launch) error {
	return s.onFlow(ctx, market.LaunchSupervision, id, 0, func(d *delivery) error {
		if err := d.flow.Now(market.LaunchSupervision); err != nil {
			return err
		}
		if what.Group == "" {
			if err := d.get(&what.Group, `SELECT coalesce((SELECT comment FROM supervision_logs WHERE seller_id = $1 AND supervision_id = $2 AND act = $3
				ORDER BY at DESC, no DESC LIMIT 1), '')`, id, market.SecureSupervision); err != nil {
				return err
			}
		}
		if err := what.Check(); err != nil {
			return err
		}
		return d.step(market.LaunchSupervision, what.Server+", "+what.Network+", "+what.Group, nil)
	})
}

// DelegateSupervision makes the agency by which the resource orchestration deploys in the
// buyer's account (创建资源部署委托, transactions.md §8).
func (s *Seller) DelegateSupervision(ctx context.Context, id market.SupervisionID, name string) error {
	return s.prepare(ctx, market.DelegateSupervision, id, name)
}

// SecureSupervision makes a security group for the deployment (创建安全组, transactions.md §8).
func (s *Seller) SecureSupervision(ctx context.Context, id market.SupervisionID, name string) error {
	return s.prepare(ctx, market.SecureSupervision, id, name)
}

// prepare keeps what is made for an automatic deployment that has not begun.
func (s *Seller) prepare(ctx context.Context, act market.Act, id market.SupervisionID, name string) error {
	return s.onFlow(ctx, act, id, 0, func(d *delivery) error {
		if err := cmp.Or(d.flow.Now(market.LaunchSupervision), market.CheckAgency(name)); err != nil {
			return err
		}
		d.note("name", nil, name)
		return d.log(act, name, nil, nil, nil)
	})
}

// DeploySupervision says that the package runs; that alone finishes the supervision (§2.4).
func (s *Seller) DeploySupervision(ctx context.Context, id market.SupervisionID, comment string) error {
	return s.onFlow(ctx, market.DeploySupervision, id, 0, func(d *delivery) error {
		return d.step(market.DeploySupervision, comment, nil)
	})
}

// WarnSupervision tells the seller that a node's time runs out (transactions.md §2.7).
func (s *Seller) WarnSupervision(ctx context.Context, id market.SupervisionID) error {
	return s.onFlow(ctx, market.WarnSupervision, id, 0, func(d *delivery) error {
		due, again, err := d.flow.Warn(d.settings, d.calendar, d.now)
		if err != nil {
			return err
		}
		if !due {
			waits, err := d.waits(again, market.WarnSupervision, id)
			if err == nil && waits { // the node that was entered meanwhile has a reminder of its own
				err = market.Conflict("problem.not_now", market.Word(market.WarnSupervision), string(d.flow.Node))
			}
			return cmp.Or(err, d.at(again, market.WarnSupervision, id))
		}
		if d.flow.Turn == market.PartyBuyer {
			if err := d.tellBuyer(market.WarnSupervision); err != nil {
				return err
			}
		}
		return d.notify(string(market.WarnSupervision), market.Because("notice.supervision.warn", d.order.Number, d.order.ProductName,
			market.Word(d.flow.Node.Key()), *d.flow.DueAt, market.Word("notice.party_"+string(d.flow.Turn))), "/supervisions/"+id.String())
	})
}

// ApproveSupervision is the first step of the platform's review (transactions.md §2.6).
func (s *Seller) ApproveSupervision(ctx context.Context, id market.SupervisionID, comment string) error {
	return s.onFlow(ctx, market.ApproveSupervision, id, 0, func(d *delivery) error {
		return d.step(market.ApproveSupervision, comment, nil)
	})
}

// EndorseSupervision is the second step of the platform's review.
func (s *Seller) EndorseSupervision(ctx context.Context, id market.SupervisionID, comment string) error {
	return s.onFlow(ctx, market.EndorseSupervision, id, 0, func(d *delivery) error {
		return d.step(market.EndorseSupervision, comment, nil)
	})
}

// DeclineSupervision sends a report back to the seller with a reason.
func (s *Seller) DeclineSupervision(ctx context.Context, id market.SupervisionID, reason string) error {
	return s.refuse(ctx, market.DeclineSupervision, id, 0, reason)
}

// MarkSupervision records the customer's track and the order's kind of coupon, which choose
// the acceptance rule (transactions.md §2.6): of this delivery if it was not handed over yet,
// and of the customer's next ones.
func (s *Seller) MarkSupervision(ctx context.Context, id market.SupervisionID, marks market.Marks) error {
	return s.onFlow(ctx, market.MarkSupervision, id, 0, func(d *delivery) error {
		if err := marks.Check(); err != nil {
			return err
		}
		flow := &d.flow.Flow.V
		before := flow.Rule
		rule := marks.Rule(d.order.SaleType)
		if rule != before {
			if d.flow.Over() || flow.Index(d.flow.Node) > flow.Index(flow.Handover().Key) {
				return market.Conflict("supervision.mark_too_late")
			}
			base, err := d.template(flow.Template, flow.Version, d.settings)
			if err != nil {
				return err
			}
			days := 0
			for _, node := range flow.Nodes {
				if node.Declared && node.Natural {
					days = node.Days
				}
			}
			base.Document, base.Asks = flow.Document, flow.Asks
			d.flow.Flow.V = base.Declaring(days).Ruled(rule, d.order.AccessType)
		}
		d.note("rule", before, rule)
		return cmp.Or(
			d.exec(`UPDATE orders SET coupon_kind = $3 WHERE seller_id = $1 AND id = $2`, d.order.ID, marks.Coupon),
			d.sharedExec(`INSERT INTO tracks (customer_id, track, marked_at, marked_by) VALUES ($1, $2, $3, $4)
				ON CONFLICT (customer_id) DO UPDATE SET track = excluded.track, marked_at = excluded.marked_at, marked_by = excluded.marked_by`,
				d.order.CustomerID, marks.Track, d.now, s.actor.Name),
			d.keep(),
			d.log(market.MarkSupervision, "", because(rule.Key()), nil, nil))
	})
}

// Marks are what the operator knows of the delivery's customer and coupon.
func (s *Seller) Marks(ctx context.Context, id market.SupervisionID) (marks market.Marks, err error) {
	err = s.get(ctx, &marks, `SELECT coalesce(k.track, '') AS track, o.coupon_kind AS coupon
		FROM supervisions v JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id
		LEFT JOIN tracks k ON k.customer_id = o.customer_id WHERE v.seller_id = $1 AND v.id = $2`, id)
	return marks, err
}

// ExtendSupervision gives a node more time, by the operator's decision (transactions.md §10.2).
func (s *Seller) ExtendSupervision(ctx context.Context, id market.SupervisionID, days int, reason string) error {
	return s.onFlow(ctx, market.ExtendSupervision, id, 0, func(d *delivery) error {
		if err := market.CheckReason(reason); err != nil {
			return err
		}
		if err := d.flow.Extend(days, d.calendar); err != nil {
			return err
		}
		d.note("due_at", nil, *d.flow.DueAt)
		return cmp.Or(d.keep(), d.log(market.ExtendSupervision, reason, nil, nil, nil), d.tell(market.ExtendSupervision, days))
	})
}

// TerminateSupervision ends a delivery and pays the order back, by the operator's decision
// (transactions.md §10.2).
func (s *Seller) TerminateSupervision(ctx context.Context, id market.SupervisionID, reason string) error {
	return s.onFlow(ctx, market.TerminateSupervision, id, 0, func(d *delivery) error {
		if d.flow.Over() || d.flow.Status == market.SupervisionFrozen {
			return market.Conflict("supervision.is_over", market.Word(d.flow.Node.Key()))
		}
		if err := market.CheckReason(reason); err != nil {
			return err
		}
		d.flow.Close(d.now, d.calendar)
		if err := cmp.Or(d.keep(), d.log(market.TerminateSupervision, reason, nil, nil, nil), d.tell(market.TerminateSupervision, 0)); err != nil {
			return err
		}
		return d.refundOrder(&d.order, string(market.RefundOverdue), d.order.Refundable(), reason)
	})
}

// ReopenSupervision sets a finished delivery back to where the seller hands over; what has
// entered a statement stays finished (transactions.md §10.2).
func (s *Seller) ReopenSupervision(ctx context.Context, id market.SupervisionID, reason string) error {
	return s.onFlow(ctx, market.ReopenSupervision, id, 0, func(d *delivery) error {
		if err := market.CheckReason(reason); err != nil {
			return err
		}
		var billed bool
		if err := d.get(&billed, `SELECT EXISTS (SELECT 1 FROM statement_lines WHERE seller_id = $1 AND order_id = $2)`, d.order.ID); err != nil {
			return err
		}
		if billed {
			return market.Conflict("supervision.billed_already")
		}
		if err := d.flow.Reopen(d.now, d.calendar); err != nil {
			return err
		}
		if err := d.order.Reopen(); err != nil {
			return err
		}
		return cmp.Or(d.keep(), d.saveOrder(d.order), d.log(market.ReopenSupervision, reason, nil, nil, nil),
			d.planWarning(), d.tell(market.ReopenSupervision, 0))
	})
}
