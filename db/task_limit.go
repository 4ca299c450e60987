package db

import (
	"strconv"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const limitSheetQuery = limitSpecs + ` AND s.sku_code = ANY($2) ORDER BY s.id`

// limitsNow are the specs whose limits a sheet sets, by the code of their SKU; inside an act
// they stay as they are until it ends.
func limitsNow(t *tx, lines []market.SheetLine) ([]market.SheetNow, error) {
	var specs []market.LimitSpec
	query := limitSheetQuery
	if t.lock() != "" {
		query += ` FOR UPDATE OF s`
	}
	if err := t.list(&specs, query, pq.Array(column(lines, "sku"))); err != nil {
		return nil, err
	}
	return sheetLimits(t, specs)
}

func allLimits(t *tx, after string) ([]market.SheetNow, error) {
	var specs []market.LimitSpec
	if err := t.list(&specs, limitSpecs+` AND s.sku_code > $2 AND p.status = 'on_sale' AND s.status = 'on_sale'
		AND EXISTS (SELECT 1 FROM prices pr WHERE pr.seller_id = $1 AND pr.spec_id = s.id AND pr.charging <> 'ON_DEMAND')
		ORDER BY s.sku_code LIMIT $3`, after, chunk); err != nil {
		return nil, err
	}
	return sheetLimits(t, specs)
}

func sheetLimits(t *tx, specs []market.LimitSpec) ([]market.SheetNow, error) {
	ids := make([]string, len(specs))
	for i, spec := range specs {
		ids[i] = spec.SpecID.String()
	}
	var touched []market.Limit
	if err := t.list(&touched, `SELECT `+limitColumns+` FROM limits WHERE seller_id = $1 AND spec_id = ANY($2)`, pq.Array(ids)); err != nil {
		return nil, err
	}
	by := map[market.ID[market.Spec]]market.Limit{}
	for _, limit := range touched {
		by[limit.SpecID] = limit
	}
	now := make([]market.SheetNow, len(specs))
	for i, spec := range specs {
		rule, times, quantity := spec.LimitCells()
		now[i] = market.SheetNow{Key: spec.SKUCode, Subject: market.ID[market.TaskRow](spec.SpecID), Label: spec.SKUCode, About: spec,
			Cells: map[string]string{"sku": spec.SKUCode, "product": spec.ProductName, "spec": spec.SpecName,
				"limit_rule": rule, "limit_times": times, "limit_quantity": quantity}}
		if limit, set := by[spec.SpecID]; set {
			now[i].By, now[i].At = limit.UpdatedBy, &limit.UpdatedAt
		}
		var why market.Reason
		switch {
		case spec.OnDemand:
			why = market.Because("limit.on_demand", spec.SpecName)
		case !spec.OnSale:
			why = market.Because("limit.off_sale", spec.SpecName)
		default:
			continue
		}
		now[i].Closed = &why
	}
	return now, nil
}

// putLimits writes the limits of all rows at once; a row without a rule lifts its limit.
func putLimits(t *tx, changes []change) error {
	var lifted, ids, products, specs, rules, quantities []string
	var times []int64
	for _, c := range changes {
		spec, _ := c.was.About.(market.LimitSpec)
		rule, quantity := c.cell("limit_rule"), c.cell("limit_quantity")
		if rule == string(market.CountFree) && quantity == "" {
			lifted = append(lifted, spec.SpecID.String())
			continue
		}
		n, err := strconv.ParseInt(c.cell("limit_times"), 10, 64)
		if err != nil {
			n = 1 // the rule does not count
		}
		most := "[]"
		if quantity != "" {
			most = `[{"attribute": ` + strconv.Quote(spec.Attribute) + `, "most": ` + quantity + `}]`
		}
		ids, products = append(ids, market.NewID[market.Limit](t.now).String()), append(products, spec.ProductID.String())
		specs, rules, times, quantities = append(specs, spec.SpecID.String()), append(rules, rule), append(times, n), append(quantities, most)
	}
	if err := t.exec(`DELETE FROM limits WHERE seller_id = $1 AND spec_id = ANY($2)`, pq.Array(lifted)); err != nil {
		return err
	}
	return t.exec(`INSERT INTO limits (seller_id, id, product_id, spec_id, count_rule, count_n, quantities, updated_at, updated_by)
		SELECT $1, n.id, n.product_id, n.spec_id, n.rule, n.times, n.quantities, $8, $9
		FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::int[], $7::jsonb[]) AS n (id, product_id, spec_id, rule, times, quantities)
		ON CONFLICT (seller_id, spec_id) DO UPDATE SET count_rule = excluded.count_rule, count_n = excluded.count_n,
			quantities = excluded.quantities, updated_at = excluded.updated_at, updated_by = excluded.updated_by, version = limits.version + 1`,
		pq.Array(ids), pq.Array(products), pq.Array(specs), pq.Array(rules), pq.Array(times), pq.Array(quantities), t.now, t.s.actor.Name)
}
