package db

import (
	"context"
	"encoding/json"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// DelistSpec asks the operator to take the spec off sale for good; with SKUs named, only
// those (catalogue.md §0.3, §2.10).
func (s *Seller) DelistSpec(ctx context.Context, id market.SpecID, skus ...market.ID[market.SKU]) error {
	return s.act(ctx, market.DelistSpec, id, func(tx *tx) error {
		var spec struct {
			Name      string
			ProductID market.ProductID
		}
		if err := tx.get(&spec, `SELECT name, product_id FROM specs WHERE seller_id = $1 AND id = $2`, id); err != nil {
			return err
		}
		product, live, err := tx.lockDelisting(spec.ProductID)
		if err != nil {
			return err
		}
		after, err := live.Delisting(id, skus)
		if err != nil {
			return err
		}
		review, err := tx.submitReview(market.ReviewSpecDelist, product.ID, product.Name+" · "+spec.Name, live, after)
		if err != nil {
			return err
		}
		tx.note("spec", spec.Name, nil)
		tx.note("review", nil, review.Number)
		return nil
	})
}

// approveSpecDelist takes what was asked for off sale. What was sold runs to its end;
// nothing is renewed, and upgrade rules that need it become void (catalogue.md §2.10).
func (t *tx) approveSpecDelist(review market.Review) error {
	product, err := t.lockProduct(market.ProductID{UUID: review.Subject})
	if err != nil {
		return err
	}
	if _, err := market.ProductVerdicts[review.Kind].Next(product.Status, market.ApproveReview); err != nil {
		return err
	}
	var after market.ProductContent
	if err := json.Unmarshal(review.Payload, &after); err != nil {
		return err
	}
	specs, skus := after.OffSale()
	if err := t.exec(`UPDATE skus k SET status = 'off_sale' FROM specs s WHERE k.seller_id = $1 AND s.seller_id = $1 AND s.id = k.spec_id
		AND s.product_id = $2 AND (s.id = ANY($3::uuid[]) OR k.id = ANY($4::uuid[]))`, product.ID, pq.Array(specs), pq.Array(skus)); err != nil {
		return err
	}
	if err := t.exec(`UPDATE specs s SET status = 'off_sale' WHERE s.seller_id = $1 AND s.product_id = $2 AND s.status = 'on_sale'
		AND NOT EXISTS (SELECT 1 FROM skus k WHERE k.seller_id = $1 AND k.spec_id = s.id AND k.status = 'on_sale')`, product.ID); err != nil {
		return err
	}
	if product.Draft.V != nil { // what is being changed meanwhile keeps it off sale
		if err := t.delisted(product.ID, product.Draft.V); err != nil {
			return err
		}
		if err := t.exec(`UPDATE products SET draft = $3, draft_version = draft_version + 1 WHERE seller_id = $1 AND id = $2`, product.ID, product.Draft); err != nil {
			return err
		}
	}
	return t.lapseUpgrades(product.ID, market.ApproveReview)
}

// specLine, skuLine and priceLine are rows on their way into the database, all at once.
type specLine struct {
	ID         market.SpecID          `json:"id"`
	SKUCode    string                 `json:"sku_code"`
	Name       string                 `json:"name"`
	Template   market.Template        `json:"template"`
	Status     market.ProductStatus   `json:"status"`
	Ordinal    int                    `json:"ordinal"`
	Attributes []market.SpecAttribute `json:"attributes"`
	Factors    []market.BillingFactor `json:"factors"`
	Stops      bool                   `json:"stops"`
	TrialDays  *int                   `json:"trial_days"`
	Hidden     bool                   `json:"hidden"`
}

type skuLine struct {
	ID      market.ID[market.SKU] `json:"id"`
	SpecID  market.SpecID         `json:"spec_id"`
	SKUCode string                `json:"sku_code"`
	Name    string                `json:"name"`
	Values  map[string]string     `json:"values"`
	Package *market.Package       `json:"package"`
	Status  market.ProductStatus  `json:"status"`
	Ordinal int                   `json:"ordinal"`
}

type priceLine struct {
	ID       market.ID[market.SKUPrice] `json:"id"`
	SpecID   market.SpecID              `json:"spec_id"`
	SKUID    market.ID[market.SKU]      `json:"sku_id"`
	Code     string                     `json:"code"`
	Period   market.Period              `json:"period"`
	Charging market.Charging            `json:"charging"`
	Amount   market.Price               `json:"amount"`
	Pricing  market.Pricing             `json:"pricing"`
}

func saleStatus(off bool) market.ProductStatus {
	if off {
		return market.ProductOffSale
	}
	return market.ProductOnSale
}

// listSpecs writes what can be bought now. Specs, SKUs and prices keep their ids and codes,
// so that what was bought before still finds them; what was delisted stays so.
func (t *tx) listSpecs(product market.ProductID, specs []market.SpecContent) error {
	// What is not traded here has none; the statements want an array all the same.
	listed, skus, prices := []specLine{}, []skuLine{}, []priceLine{}
	for n, spec := range specs {
		factors, err := spec.BillingFactors()
		if err != nil {
			return err
		}
		listed = append(listed, specLine{spec.ID, market.SKUCode(spec.ID), spec.Name, spec.Kind(), saleStatus(spec.Off), n,
			append([]market.SpecAttribute{}, spec.Attributes...), append([]market.BillingFactor{}, factors...), spec.Stops, spec.Tried(), spec.Hidden})
		listing, err := spec.Listing()
		if err != nil {
			return err
		}
		for k, sku := range listing {
			skus = append(skus, skuLine{sku.ID, spec.ID, sku.Code, sku.Name, sku.Values, sku.Package, saleStatus(sku.Off), k})
			for _, price := range sku.Prices {
				id := market.NewID[market.SKUPrice](t.now)
				prices = append(prices, priceLine{id, spec.ID, sku.ID, market.ProductCode(id), price.Period, price.Charging, price.Pricing.First(), price.Pricing})
			}
		}
	}
	if err := t.exec(`INSERT INTO specs (seller_id, id, product_id, sku_code, name, template, status, ordinal, attributes, factors, stops, trial_days, hidden)
		SELECT $1, r.id, $2, r.sku_code, r.name, r.template, r.status, r.ordinal, r.attributes, r.factors, r.stops, r.trial_days, r.hidden
		FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, sku_code text, name text, template text, status text, ordinal int, attributes jsonb, factors jsonb, stops boolean, trial_days int, hidden boolean)
		ON CONFLICT (seller_id, id) DO UPDATE SET name = excluded.name, ordinal = excluded.ordinal, attributes = excluded.attributes,
			factors = excluded.factors, stops = excluded.stops, trial_days = excluded.trial_days, hidden = excluded.hidden, status = CASE specs.status WHEN 'off_sale' THEN 'off_sale' ELSE excluded.status END
			WHERE specs.product_id = excluded.product_id`, product, market.JSON[[]specLine]{V: listed}); err != nil {
		return err
	}
	if err := t.exec(`INSERT INTO skus (seller_id, id, spec_id, sku_code, name, "values", package, status, ordinal)
		SELECT $1, r.id, r.spec_id, r.sku_code, r.name, r."values", nullif(r.package, 'null'), r.status, r.ordinal
		FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, spec_id uuid, sku_code text, name text, "values" jsonb, package jsonb, status text, ordinal int)
		ON CONFLICT (seller_id, id) DO UPDATE SET name = excluded.name, ordinal = excluded.ordinal, package = excluded.package,
			status = CASE skus.status WHEN 'off_sale' THEN 'off_sale' ELSE excluded.status END
			WHERE skus.spec_id = excluded.spec_id`, market.JSON[[]skuLine]{V: skus}); err != nil {
		return err
	}
	return t.exec(`WITH typed AS (SELECT r.id, r.spec_id, r.sku_id, r.code, r.period, r.charging, r.amount, r.pricing FROM jsonb_to_recordset($2::jsonb)
			AS r (id uuid, spec_id uuid, sku_id uuid, code text, period text, charging text, amount numeric, pricing jsonb)),
		changed AS (UPDATE prices p SET amount = t.amount, pricing = t.pricing FROM typed t
			WHERE p.seller_id = $1 AND p.sku_id = t.sku_id AND p.period = t.period),
		added AS (INSERT INTO prices (seller_id, id, spec_id, sku_id, code, period, charging, amount, pricing)
			SELECT $1, t.id, t.spec_id, t.sku_id, t.code, t.period, t.charging, t.amount, t.pricing FROM typed t
			WHERE NOT EXISTS (SELECT 1 FROM prices p WHERE p.seller_id = $1 AND p.sku_id = t.sku_id AND p.period = t.period)
			RETURNING id, code)
		INSERT INTO directory (seller_id, number, kind, subject) SELECT $1, code, 'price', id FROM added`,
		market.JSON[[]priceLine]{V: prices})
}

// delisted marks in a live content what was taken off sale since it was approved.
func (t *tx) delisted(product market.ProductID, content *market.ProductContent) error {
	var lines []struct {
		SpecID market.SpecID
		SKUID  market.ID[market.SKU]
		Whole  bool
	}
	if err := t.list(&lines, `SELECT s.id AS spec_id, k.id AS sku_id, s.status = 'off_sale' AS whole FROM specs s
		JOIN skus k ON k.seller_id = s.seller_id AND k.spec_id = s.id
		WHERE s.seller_id = $1 AND s.product_id = $2 AND k.status = 'off_sale'`, product); err != nil || len(lines) == 0 {
		return err
	}
	specs, skus := map[market.SpecID]bool{}, map[market.ID[market.SKU]]bool{}
	for _, line := range lines {
		skus[line.SKUID] = true
		specs[line.SpecID] = specs[line.SpecID] || line.Whole
	}
	content.Delisted(specs, skus)
	return nil
}

// named gives ids to specs, SKUs and packages that are new in the content.
func (t *tx) named(specs []market.SpecContent) {
	for i := range specs {
		spec := &specs[i]
		if spec.ID.IsZero() {
			spec.ID = market.NewID[market.Spec](t.now)
		}
		for k := range spec.SKUs {
			if spec.SKUs[k].ID.IsZero() {
				spec.SKUs[k].ID = market.NewID[market.SKU](t.now)
			}
		}
		for k := range spec.Packages {
			if spec.Packages[k].ID.IsZero() {
				spec.Packages[k].ID = market.NewID[market.SKU](t.now)
			}
		}
	}
}
