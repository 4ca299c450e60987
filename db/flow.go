package db

import (
	"context"
	"errors"
	"strconv"
	"time"

	"sellercenter/internal/market"
)

// flowOf is the flow that a paid order starts with: what its listing chose, by the newest
// template, under the acceptance rule of its customer and coupon (transactions.md §2.3, §2.6).
func (t *tx) flowOf(order market.Order, settings market.Settings) (market.Flow, error) {
	var listed struct {
		Flow, Variant, Days string
		Document, Asks      market.JSON[*market.FileRef]
	}
	if err := t.get(&listed, `SELECT coalesce(content->>'flow', '') AS flow, coalesce(content->>'licence_flow', '') AS variant,
			coalesce(content->>'delivery_days', '') AS days, content->'delivery_template' AS document, content->'requirement_template' AS asks
		FROM revisions WHERE seller_id = $1 AND id = $2`, order.RevisionID); err != nil {
		return market.Flow{}, err
	}
	chosen := listed.Flow
	if order.AccessType == market.AccessLicense && listed.Variant != "" {
		chosen = listed.Variant
	}
	flow, err := t.template(market.FlowKey(order.AccessType, chosen, order.ProductName), 0, settings)
	if err != nil {
		return flow, err
	}
	marks, err := t.marks(order)
	if err != nil {
		return flow, err
	}
	days, err := strconv.Atoi(listed.Days)
	if err != nil {
		days = 0 // the listing declares nothing
	}
	flow.Document, flow.Asks = listed.Document.V, listed.Asks.V
	return flow.Declaring(days).Ruled(marks.Rule(order.SaleType), order.AccessType), nil
}

// template is that version of a template; 0 is the newest.
func (t *tx) template(key string, version int, settings market.Settings) (market.Flow, error) {
	flow, known := market.FlowTemplate(key, settings)
	if !known {
		return flow, market.NotFound
	}
	var edited struct {
		Version int
		Nodes   market.JSON[[]market.FlowNode]
	}
	err := t.shared(&edited, `SELECT version, nodes FROM flow_templates
		WHERE template = $1 AND ($2 = 0 OR version = $2) ORDER BY version DESC LIMIT 1`, key, version)
	switch {
	case errors.Is(err, market.NotFound):
		return flow, nil
	case err != nil:
		return flow, err
	}
	flow.Version, flow.Nodes = edited.Version, edited.Nodes.V
	return flow, nil
}

// marks are what the operator knows of the order's customer and coupon.
func (t *tx) marks(order market.Order) (marks market.Marks, err error) {
	err = t.get(&marks, `SELECT coalesce((SELECT track FROM tracks WHERE customer_id = o.customer_id), '') AS track, o.coupon_kind AS coupon
		FROM orders o WHERE o.seller_id = $1 AND o.id = $2`, order.ID)
	return marks, err
}

// FlowTemplates are all templates as they serve new orders, with who changed them last.
func (o *Operator) FlowTemplates(ctx context.Context) ([]market.FlowTemplateLine, error) {
	settings, err := o.db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	var edited []struct {
		Template  string
		Version   int
		Nodes     market.JSON[[]market.FlowNode]
		ChangedAt time.Time
		ChangedBy string
	}
	if err := o.db.listRows(ctx, &edited, `SELECT DISTINCT ON (template) template, version, nodes, changed_at, changed_by
		FROM flow_templates ORDER BY template, version DESC LIMIT 100`); err != nil {
		return nil, err
	}
	var running []struct {
		Template string
		N        int
	}
	if err := o.db.listRows(ctx, &running, `SELECT flow->>'template' AS template, count(*) AS n FROM supervisions
		WHERE status IN ('running', 'frozen') AND NOT test GROUP BY 1 LIMIT 100`); err != nil {
		return nil, err
	}
	var lines []market.FlowTemplateLine
	for _, flow := range market.FlowTemplates(settings) {
		line := market.FlowTemplateLine{Flow: flow}
		for _, e := range edited {
			if e.Template == flow.Template {
				line.Flow.Version, line.Flow.Nodes, line.ChangedAt, line.ChangedBy = e.Version, e.Nodes.V, &e.ChangedAt, e.ChangedBy
			}
		}
		for _, r := range running {
			if r.Template == flow.Template {
				line.Running = r.N
			}
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// EditFlow publishes a template's next version for new orders; seen is the version that was
// looked at.
func (o *Operator) EditFlow(ctx context.Context, key string, seen int, nodes []market.FlowNode) error {
	return o.Seller(market.Platform).act(ctx, market.EditFlow, flowName(key), func(tx *tx) error {
		settings, err := o.db.Settings(ctx)
		if err != nil {
			return err
		}
		// Whoever publishes next waits here, and then finds the version that was published.
		if err := tx.sharedExec(`SELECT pg_advisory_xact_lock(hashtext('flow ' || $1))`, key); err != nil {
			return err
		}
		flow, err := tx.template(key, 0, settings)
		if err != nil {
			return err
		}
		if seen != flow.Version {
			return market.Conflict("problem.stale")
		}
		tx.note("version", flow.Version, flow.Version+1)
		flow.Nodes = make([]market.FlowNode, len(nodes))
		for i, node := range nodes {
			flow.Nodes[i] = node.Kind(key)
		}
		if err := flow.Check(); err != nil {
			return err
		}
		return tx.sharedExec(`INSERT INTO flow_templates (template, version, nodes, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5)`,
			key, flow.Version+1, market.JSON[[]market.FlowNode]{V: flow.Nodes}, tx.now, o.actor.Name)
	})
}

// flowName is a template's key as the subject of an act.
type flowName string

// String is the key.
func (n flowName) String() string { return string(n) }
