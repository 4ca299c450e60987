package db

import (
	"context"
	"strconv"
	"strings"

	"sellercenter/internal/market"
)

// bulks are the acts that can be done on many rows.
var bulks = map[market.Act]bulk{
	market.ApproveRefund:      {check: checkRefunds(market.ApproveRefund), do: doApproveRefund, sum: sumRefunds},
	market.RejectRefund:       {check: checkRefunds(market.RejectRefund), do: onNoted((*Seller).RejectRefund), sum: sumRefunds},
	market.ConfirmSupervision: {check: checkConfirm, do: doConfirm},
	market.UrgeSupervision: {
		check: checkEach(`SELECT v.id, o.number AS label, CASE WHEN v.status <> 'running' THEN v.status ELSE v.turn END AS state
			FROM supervisions v JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id WHERE v.seller_id = $1 AND v.id = ANY($2)`,
			func(state string) error {
				if state != string(market.PartyBuyer) {
					return market.Conflict("supervision.not_the_buyers")
				}
				return nil
			}),
		do: onRow((*Seller).UrgeSupervision),
	},
	market.ApplyRelocation: {check: checkRelocations, do: doRelocation},
	market.RestartFulfilment: {
		check: checkEach(`SELECT id, id::text AS label, status AS state FROM fulfilments WHERE seller_id = $1 AND id = ANY($2)`,
			byMoves(market.FulfilmentMoves, market.RestartFulfilment)),
		do: onRow((*Seller).RestartFulfilment),
	},
	market.DelistProduct: {
		check: checkEach(`SELECT p.id, p.name AS label, CASE WHEN v.id IS NULL THEN p.status ELSE 'reviewed' END AS state FROM products p
			LEFT JOIN reviews v ON v.seller_id = p.seller_id AND v.subject = p.id AND v.status = 'pending'
			WHERE p.seller_id = $1 AND p.id = ANY($2)`, func(state string) error {
			if state == "reviewed" {
				return market.Conflict("task.under_review")
			}
			return byMoves(market.ProductMoves, market.DelistProduct)(state)
		}),
		do:   onRow((*Seller).DelistProduct),
		undo: withdrawDelisting,
	},
	market.DiscardProduct: {
		check: checkEach(`SELECT p.id, coalesce(nullif(p.name, ''), p.number) AS label, CASE WHEN v.id IS NOT NULL THEN 'reviewed' WHEN p.draft IS NULL THEN 'none'
				ELSE p.status || ' ' || p.sale_type END AS state FROM products p
			LEFT JOIN reviews v ON v.seller_id = p.seller_id AND v.subject = p.id AND v.status = 'pending'
			WHERE p.seller_id = $1 AND p.id = ANY($2)`, discards),
		do: onRow((*Seller).DiscardProduct),
	},
	market.RemoveTrial: {
		check: checkEach(`SELECT s.id, s.name AS label, CASE WHEN a.id IS NULL THEN 'everybody' ELSE 'whitelist' END AS state FROM specs s
			LEFT JOIN audiences a ON a.seller_id = s.seller_id AND a.spec_id = s.id AND a.purpose = 'trial'
			WHERE s.seller_id = $1 AND s.id = ANY($2)`, func(state string) error {
			if state != "whitelist" {
				return market.Conflict("trial.no_whitelist")
			}
			return nil
		}),
		do: onRow((*Seller).RemoveTrial),
	},
	market.EndResale: {
		check: checkEach(`SELECT id, number AS label, status AS state FROM resales WHERE seller_id = $1 AND id = ANY($2)`,
			byMoves(market.ResaleMoves, market.EndResale)),
		do: onNoted((*Seller).EndResale),
	},
	market.WithdrawOffer: {
		check: checkEach(`SELECT id, number AS label, status AS state FROM offers WHERE seller_id = $1 AND id = ANY($2)`,
			byMoves(market.OfferMoves, market.WithdrawOffer)),
		do: onRow((*Seller).WithdrawOffer),
	},
	market.VoidCoupon: {
		check: checkEach(`SELECT id, number AS label, status AS state FROM coupons WHERE seller_id = $1 AND id = ANY($2)`,
			byMoves(market.CouponMoves, market.VoidCoupon)),
		do: onRow((*Seller).VoidCoupon),
	},
	market.SubmitAsset: {
		check: checkEach(theAssets, byMoves(market.AssetMoves, market.SubmitAsset)),
		do:    onRow((*Seller).SubmitAsset),
	},
	market.DeleteAsset: {
		check: checkEach(theAssets, func(string) error { return nil }),
		do:    onRow((*Seller).DeleteAsset),
	},
	market.RemoveReceiver: {
		check: checkEach(`SELECT id, name AS label, '' AS state FROM receivers WHERE seller_id = $1 AND id = ANY($2)`, func(string) error { return nil }),
		do:    onRow((*Seller).RemoveReceiver),
	},
	market.RemoveHook: {
		check: checkEach(`SELECT x.id, e.url AS label, '' AS state FROM hooks x JOIN endpoints e ON e.seller_id = x.seller_id AND e.id = x.endpoint_id
			WHERE x.seller_id = $1 AND x.id = ANY($2)`, func(string) error { return nil }),
		do: onRow((*Seller).RemoveHook),
	},
	market.ResendNotice: {
		check: checkEach(`SELECT id, receiver AS label, status AS state FROM deliveries WHERE seller_id = $1 AND id = ANY($2)`,
			func(state string) error { return market.DeliveryStatus(state).Resend() }),
		do: onRow((*Seller).ResendNotice),
	},
	market.EndUpgrade: {
		check: checkEach(`SELECT u.id, s.name AS label, u.status AS state FROM upgrades u JOIN specs s ON s.seller_id = u.seller_id AND s.id = u.source_id
			WHERE u.seller_id = $1 AND u.id = ANY($2)`, byMoves(market.UpgradeMoves, market.EndUpgrade)),
		do: onRow((*Seller).EndUpgrade),
	},
	market.LiftLimit: {check: checkLift, do: onRow((*Seller).LiftLimit), undo: setAgain},
	market.WithdrawReview: {
		check: checkEach(`SELECT id, number AS label, status AS state FROM reviews WHERE seller_id = $1 AND id = ANY($2)`,
			byMoves(market.ReviewMoves, market.WithdrawReview)),
		do: onRow((*Seller).WithdrawReview),
	},
	market.ApproveReview: {operator: true, check: checkAll(theirReviews, byMoves(market.ReviewMoves, market.ApproveReview)),
		do: onTheirs(unnoted((*Seller).ApproveReview))},
	market.RejectReview: {operator: true, check: checkAll(theirReviews, byMoves(market.ReviewMoves, market.RejectReview)),
		do: onTheirs((*Seller).RejectReview)},
	market.ApprovePartner: {operator: true, check: checkAll(allPartners, byMoves(market.PartnerMoves, market.ApprovePartner)),
		do: atOperator(unnoted((*Operator).ApprovePartner))},
	market.RejectPartner: {operator: true, check: checkAll(allPartners, byMoves(market.PartnerMoves, market.RejectPartner)),
		do: atOperator((*Operator).RejectPartner)},
}

// discards reports whether a draft in that state, sold that way, may be thrown away.
func discards(state string) error {
	status, sale, _ := strings.Cut(state, " ")
	switch {
	case state == "reviewed":
		return market.Conflict("task.under_review")
	case state == "none":
		return market.Conflict("task.no_draft")
	}
	_, err := market.Product{Status: market.ProductStatus(status), SaleType: market.SaleType(sale)}.Discard()
	return err
}

const theAssets = `SELECT id, name || ' ' || edition AS label, status AS state FROM assets WHERE seller_id = $1 AND id = ANY($2)`

const theirReviews = `SELECT id, number || ' ' || title AS label, status AS state, seller_id FROM reviews WHERE id = ANY($1)`

const allPartners = `SELECT id, number || ' ' || name AS label, status AS state FROM partners WHERE id = ANY($1)`

// checkLift keeps what each limit was, so that it can be set again.
func checkLift(ctx context.Context, s *Seller, rows []market.TaskRow) ([]market.TaskRow, error) {
	var limits []struct {
		market.Limit
		Label string
	}
	if err := s.list(ctx, &limits, `SELECT l.id, l.spec_id, l.count_rule, l.count_n, l.quantities, p.name || ' / ' || s.name AS label
		FROM limits l JOIN specs s ON s.seller_id = l.seller_id AND s.id = l.spec_id
			JOIN products p ON p.seller_id = l.seller_id AND p.id = l.product_id
		WHERE l.seller_id = $1 AND l.id = ANY($2)`, subjects(rows)); err != nil {
		return nil, err
	}
	found := map[market.ID[market.TaskRow]]int{}
	for i, limit := range limits {
		found[market.ID[market.TaskRow]{UUID: limit.ID.UUID}] = i
	}
	own := rows[:0]
	for _, row := range rows {
		i, known := found[row.Subject]
		if !known {
			continue
		}
		most, _ := limits[i].Most()
		row.Label = limits[i].Label
		row.Before.V = map[string]string{"spec": limits[i].SpecID.String(), "rule": string(limits[i].CountRule),
			"times": strconv.Itoa(limits[i].CountN), "most": strconv.Itoa(most)}
		own = append(own, row)
	}
	return own, nil
}

// setAgain sets a limit that was lifted, unless another has been set since.
func setAgain(ctx context.Context, s *Seller, _ market.Task, row *market.TaskRow) error {
	was := row.Before.V
	spec, err := market.ParseID[market.Spec](was["spec"])
	if err != nil {
		return err
	}
	times, err := strconv.Atoi(was["times"])
	if err != nil {
		return err
	}
	most, err := strconv.Atoi(was["most"])
	if err != nil {
		return err
	}
	now, err := s.LimitSpecsNamed(ctx, []market.ID[market.Spec]{spec})
	if err != nil {
		return err
	}
	if len(now) > 0 && now[0].CountRule != nil {
		return market.Conflict("limit.set_since", now[0].SpecName)
	}
	return s.SetLimits(ctx, []market.LimitAsk{{SpecID: spec, CountRule: market.CountRule(was["rule"]), CountN: times, Quantity: most}})
}
