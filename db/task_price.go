package db

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// priceNow is a price as a sheet shows it; its code is the wire's productId.
type priceNow struct {
	Code       string
	ProductID  market.ID[market.TaskRow]
	SpecID     market.ID[market.Spec]
	SKUID      market.ID[market.SKU]
	Product    string
	Spec       string
	Choice     string
	SKUCode    string
	Template   market.Template
	Period     market.Period
	Amount     market.Price
	Pricing    market.JSON[market.Pricing]
	Attributes market.JSON[[]market.SpecAttribute]
	Status     market.ProductStatus
	On         bool
	Reviewed   bool
	Drafted    bool
}

// cells are the price's model, ends of tiers and amounts.
func (p priceNow) cells() (model, bounds, amount string) {
	return market.PriceCells(p.Pricing.V, p.Amount)
}

// priceNowQuery leaves out what is metered, and of packages what may not change
// (catalogue.md §2.10).
const priceNowQuery = `SELECT c.code, p.id AS product_id, s.id AS spec_id, k.id AS sku_id, p.name AS product, s.name AS spec, k.name AS choice,
		k.sku_code, s.template, c.period, c.amount, c.pricing, s.attributes, p.status, s.status = 'on_sale' AND k.status = 'on_sale' AS on,
		p.draft IS NOT NULL AS drafted,
		EXISTS (SELECT 1 FROM reviews v WHERE v.seller_id = p.seller_id AND v.subject = p.id AND v.status = 'pending') AS reviewed
	FROM prices c JOIN specs s ON s.seller_id = c.seller_id AND s.id = c.spec_id
		JOIN skus k ON k.seller_id = c.seller_id AND k.id = c.sku_id
		JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id
	WHERE c.seller_id = $1 AND (s.template IN ('simple', 'custom') OR s.template = 'package' AND c.period = 'use')`

func pricesNow(t *tx, lines []market.SheetLine) ([]market.SheetNow, error) {
	var rows []priceNow
	err := t.list(&rows, priceNowQuery+` AND c.code = ANY($2)`, pq.Array(column(lines, "code")))
	return sheetPrices(rows), err
}

func allPrices(t *tx, after string) ([]market.SheetNow, error) {
	var rows []priceNow
	err := t.list(&rows, priceNowQuery+` AND c.code > $2 AND p.status = 'on_sale' AND s.status = 'on_sale' AND k.status = 'on_sale'
		ORDER BY c.code LIMIT $3`, after, chunk)
	return sheetPrices(rows), err
}

func sheetPrices(rows []priceNow) []market.SheetNow {
	now := make([]market.SheetNow, len(rows))
	for i, r := range rows {
		model, bounds, amount := r.cells()
		about := market.PriceAbout{Template: r.Template, SKU: r.SKUID, Measure: market.SpecDetail{Attributes: r.Attributes}.Measure()}
		now[i] = market.SheetNow{Key: r.Code, Subject: r.ProductID, Label: r.Code, About: about, Cells: map[string]string{
			"code": r.Code, "product": r.Product, "spec": r.Spec, "choice": r.Choice, "sku": r.SKUCode, "period": r.Period.Key(),
			"model": model, "bounds": bounds, "amount": amount}}
		now[i].Closed = market.Repriceable(r.Product, r.Status, r.Reviewed, r.Drafted)
		if now[i].Closed == nil && !r.On {
			why := market.Because("task.price_spec_off", r.Spec)
			now[i].Closed = &why
		}
	}
	return now
}

// pricesBeside holds the rows of one SKU against each other: model and tiers are the SKU's,
// so all its periods change with them.
func pricesBeside(t *tx, rows []market.TaskRow, now map[string]market.SheetNow) error {
	changed := map[market.ID[market.SKU]][]int{} // SKUs whose model or tiers change, and their rows
	for i, row := range rows {
		about, _ := now[row.Key].About.(market.PriceAbout)
		_, model := row.After.V["model"]
		_, bounds := row.After.V["bounds"]
		if row.State == market.RowReady && (model || bounds) {
			changed[about.SKU] = append(changed[about.SKU], i)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	skus := make([]string, 0, len(changed))
	for sku := range changed {
		skus = append(skus, sku.String())
	}
	var prices []priceNow
	if err := t.list(&prices, priceNowQuery+` AND c.sku_id = ANY($2)`, pq.Array(skus)); err != nil {
		return err
	}
	wanted := map[string]market.TaskRow{}
	for _, row := range rows {
		wanted[row.Key] = row
	}
	for _, price := range prices {
		model, bounds, amount := price.cells()
		for name, text := range map[string]*string{"model": &model, "bounds": &bounds, "amount": &amount} {
			if value, changes := wanted[price.Code].After.V[name]; changes {
				*text = value
			}
		}
		for _, i := range changed[price.SKUID] {
			if row := &rows[i]; row.Key != price.Code {
				is := now[row.Key].Cells
				mine := func(name string) string {
					if value, changes := row.After.V[name]; changes {
						return value
					}
					return is[name]
				}
				if mine("model") != model || mine("bounds") != bounds {
					fault(row, "model", market.Because("task.price_other_row", market.Word(price.Period.Key()), price.Code))
				}
			}
		}
	}
	return nil
}

// doPrices asks for a modification of every product whose prices change.
func doPrices(ctx context.Context, as, clock *Seller, task market.Task, rows []market.TaskRow) error {
	return as.act(ctx, market.SubmitProduct, task.ID, func(tx *tx) error {
		if err := tx.reprice(rows, market.RowDone, market.RowFailed, func(r market.TaskRow) map[string]string { return r.After.V }); err != nil {
			return err
		}
		return tx.keepRows(task.ID, rows)
	})
}

// livePrices is a product that shall get other prices.
type livePrices struct {
	ID       market.ID[market.TaskRow]
	Name     string
	Status   market.ProductStatus
	Content  market.JSON[*market.ProductContent]
	Reviewed bool
	Drafted  bool
}

// wantedCells are the cells that a row shall have.
type wantedCells = func(market.TaskRow) map[string]string

// reprice asks the operator to let other prices replace the live ones: one request per
// product (catalogue.md §2.10), written for all products at once. Rows of a product that
// cannot be changed now fail together.
func (t *tx) reprice(rows []market.TaskRow, well, ill market.TaskRowState, wanted wantedCells) error {
	if err := t.ready(); err != nil {
		return err
	}
	prices, err := t.pricesOf(rows)
	if err != nil {
		return err
	}
	var products []livePrices
	if err := t.list(&products, `SELECT p.id, p.name, p.status, r.content, p.draft IS NOT NULL AS drafted,
			EXISTS (SELECT 1 FROM reviews v WHERE v.seller_id = p.seller_id AND v.subject = p.id AND v.status = 'pending') AS reviewed
		FROM products p LEFT JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
		WHERE p.seller_id = $1 AND p.id = ANY($2) ORDER BY p.id FOR UPDATE OF p`, subjects(rows)); err != nil {
		return err
	}
	bySubject := map[market.ID[market.TaskRow]][]int{}
	for i, row := range rows {
		bySubject[row.Subject] = append(bySubject[row.Subject], i)
	}
	var asked requests
	for _, product := range products {
		mine := overtaken(rows, bySubject[product.ID], prices, ill)
		if len(mine) == 0 {
			continue
		}
		why := market.Repriceable(product.Name, product.Status, product.Reviewed, product.Drafted)
		if why == nil {
			why = retyped(product.Content.V, rows, mine, prices, wanted)
		}
		if why != nil {
			for _, i := range mine {
				rows[i].Because(ill, *why)
			}
			continue
		}
		review := market.NewID[market.Review](t.now)
		if err := asked.add(review, product); err != nil {
			return err
		}
		for _, i := range mine {
			effect := market.ID[market.TaskRow](review)
			rows[i].State, rows[i].Reasons.V, rows[i].Effect = well, nil, &effect
		}
	}
	for i := range rows {
		if rows[i].State != well && rows[i].State != ill { // the product is gone
			rows[i].Because(ill, market.NotFound.Reason)
		}
	}
	return t.ask(asked)
}

// overtaken marks the rows whose price somebody changed since they were previewed.
func overtaken(rows []market.TaskRow, mine []int, prices map[string]priceNow, ill market.TaskRowState) (left []int) {
	for _, i := range mine {
		price, is := prices[rows[i].Key], market.SheetNow{Cells: map[string]string{}}
		is.Cells["model"], is.Cells["bounds"], is.Cells["amount"] = price.cells()
		if why := market.PriceSheet.Again(market.TaskRow{Key: rows[i].Key, Before: rows[i].Before}, is, time.Time{}); why != nil && ill == market.RowFailed {
			rows[i].Because(ill, *why)
			continue
		}
		left = append(left, i)
	}
	return left
}

// retyped types the wanted prices into the content, or says which price is not there.
func retyped(content *market.ProductContent, rows []market.TaskRow, mine []int, prices map[string]priceNow, wanted wantedCells) *market.Reason {
	for _, i := range mine {
		price := prices[rows[i].Key]
		model, bounds, amount := price.cells()
		r := market.Repricing{Spec: price.SpecID, SKU: price.SKUID, Period: price.Period, Model: market.PriceModel(model), Bounds: bounds, Price: amount}
		for name, text := range wanted(rows[i]) {
			switch name {
			case "model":
				r.Model = market.PriceModel(text)
			case "bounds":
				r.Bounds = text
			case "amount":
				r.Price = text
			}
		}
		if content == nil || !content.Reprice(r) {
			why := market.Because("task.price_gone", rows[i].Label)
			return &why
		}
	}
	content.SelfCheck = true
	return nil
}

func (t *tx) pricesOf(rows []market.TaskRow) (map[string]priceNow, error) {
	codes := make([]string, len(rows))
	for i, row := range rows {
		codes[i] = row.Key
	}
	var found []priceNow
	if err := t.list(&found, priceNowQuery+` AND c.code = ANY($2)`, pq.Array(codes)); err != nil {
		return nil, err
	}
	prices := make(map[string]priceNow, len(found))
	for _, price := range found {
		prices[price.Code] = price
	}
	return prices, nil
}

// requests are modifications that shall be asked for together.
type requests struct{ ids, subjects, titles, payloads []string }

func (r *requests) add(review market.ReviewID, product livePrices) error {
	payload, err := json.Marshal(product.Content.V)
	if err != nil {
		return err
	}
	r.ids, r.subjects = append(r.ids, review.String()), append(r.subjects, product.ID.String())
	r.titles, r.payloads = append(r.titles, product.Content.V.Name), append(r.payloads, string(payload))
	return nil
}

// ask submits the modifications: the same as ModifyProduct and SubmitProduct do for one
// product, with an audit entry of each.
func (t *tx) ask(r requests) error {
	if len(r.ids) == 0 {
		return nil
	}
	settings, err := t.s.db.Settings(t.ctx)
	if err != nil {
		return err
	}
	calendar, err := t.s.db.Calendar(t.ctx)
	if err != nil {
		return err
	}
	numbers, err := t.numbers("AP", "review", r.ids)
	if err != nil {
		return err
	}
	if err := t.exec(`INSERT INTO reviews (seller_id, id, number, kind, subject, title, before, payload, status, submitted_by, submitted_at, due_at)
		SELECT $1, n.id, n.number, 'product_modify', n.subject, n.title, v.content, n.payload, 'pending', $7, $8, $9
		FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::jsonb[]) AS n (id, number, subject, title, payload)
			JOIN products p ON p.seller_id = $1 AND p.id = n.subject
			JOIN revisions v ON v.seller_id = p.seller_id AND v.id = p.revision_id`,
		pq.Array(r.ids), pq.Array(numbers), pq.Array(r.subjects), pq.Array(r.titles), pq.Array(r.payloads),
		t.s.actor.Name, t.now, calendar.PlusDays(t.now, settings.ReviewDays)); err != nil {
		return err
	}
	if err := t.exec(`UPDATE products p SET draft = v.payload, draft_version = p.draft_version + 1, updated_at = $3, version = p.version + 1
		FROM reviews v WHERE v.seller_id = $1 AND v.id = ANY($2) AND p.seller_id = $1 AND p.id = v.subject`, pq.Array(r.ids), t.now); err != nil {
		return err
	}
	audits := make([]string, len(r.ids))
	for i := range audits {
		audits[i] = market.NewID[market.Audit](t.now).String()
	}
	actor := t.s.actor
	return t.exec(`INSERT INTO audits (seller_id, id, act, area, subject, person_id, actor, party, address, at, test, facts)
		SELECT $1, n.id, $4, $5, n.subject, $6, $7, $8, $9, $10, false, jsonb_build_object('review', jsonb_build_object('after', n.number))
		FROM unnest($2::uuid[], $3::text[], $11::text[]) AS n (id, subject, number)`,
		pq.Array(audits), pq.Array(r.subjects), market.SubmitProduct, market.SubmitProduct.Area(), nullable(actor.Person), actor.Name,
		actor.Party(), actor.From, t.now, pq.Array(numbers))
}

// numbers draws as many of the seller's own numbers as there are subjects, at once.
func (t *tx) numbers(prefix, kind string, subjects []string) ([]string, error) {
	name := prefix + t.now.In(market.Shanghai).Format("0601")
	var last int64
	if err := t.get(&last, `INSERT INTO counters (seller_id, name, last) VALUES ($1, $2, $3)
		ON CONFLICT (seller_id, name) DO UPDATE SET last = counters.last + $3 RETURNING last`, name, len(subjects)); err != nil {
		return nil, err
	}
	var seller string
	if err := t.get(&seller, `SELECT substr(number, 3) FROM sellers WHERE id = $1`); err != nil {
		return nil, err
	}
	numbers := make([]string, len(subjects))
	for i := range numbers {
		numbers[i] = fmt.Sprintf("%s%s%05d", name, seller, last-int64(len(subjects)-1-i))
	}
	return numbers, t.exec(`INSERT INTO directory (seller_id, number, kind, subject)
		SELECT $1, n.number, $2, n.subject FROM unnest($3::text[], $4::uuid[]) AS n (number, subject)`, kind, pq.Array(numbers), pq.Array(subjects))
}
