package world

import (
	"fmt"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// kind is one kind of delivery beside manual services, and how far its order has come.
type kind struct {
	name    string // how tests reach for it: "lanxi license_code"
	product string
	spec    string
	access  market.AccessType
	sale    market.SaleType
	content string // of the listing's revision
	price   string
	client  int
	ago     time.Duration
	steps   []market.Act // what was done already, in order
}

var deliver, submit, confirm = market.DeliverSupervision, market.SubmitSupervision, market.ConfirmSupervision

// kindsOfDelivery are one delivery of every kind at a node worth seeing.
var kindsOfDelivery = []kind{
	{"license_code", "澜溪数据脱敏引擎 授权码版", "十万条授权", market.AccessLicense, market.SaleGeneral, `{"licence_flow": "license_code"}`, "26000.00", 30, 60 * time.Hour, []market.Act{deliver, market.ReceiveSupervision}},
	{"license_prove", "澜溪数据脱敏引擎 集群版", "百万条授权", market.AccessLicense, market.SaleGeneral, `{"licence_flow": "license_code"}`, "98000.00", 31, 80 * time.Hour, []market.Act{deliver, market.ReceiveSupervision, market.ActivateSupervision}},
	{"license_ident", "澜溪加密网关软件", "单节点", market.AccessLicense, market.SaleGeneral, `{"licence_flow": "license_ident"}`, "36000.00", 32, 50 * time.Hour, []market.Act{market.IdentifySupervision}},
	{"license_offline", "澜溪 ERP HCS 私有化版", "五十用户", market.AccessLicense, market.SaleGeneral, `{"licence_flow": "offline"}`, "128000.00", 33, 120 * time.Hour, []market.Act{deliver}},
	{"license_package", "澜溪日志审计软件包", "标准包", market.AccessLicense, market.SaleGeneral, `{"licence_flow": "package"}`, "18000.00", 34, 30 * time.Hour, []market.Act{deliver}},
	{"license_automatic", "澜溪监控自动部署版", "二十主机", market.AccessLicense, market.SaleGeneral, `{"licence_flow": "automatic"}`, "22000.00", 35, 26 * time.Hour, []market.Act{market.LaunchSupervision}},
	{"hardware", "澜溪仓储手持终端", "十台装", market.AccessHardware, market.SaleGeneral, `{}`, "32800.00", 36, 20 * time.Hour, nil},
	{"hardware_signed", "澜溪仓储扫描枪", "三台装", market.AccessHardware, market.SaleGeneral, `{}`, "10200.00", 37, 150 * time.Hour, []market.Act{market.ShipSupervision, market.TrackSupervision}},
	{"orchestration", "澜溪电商中台编排应用", "基础编排", market.AccessOrchestration, market.SaleGeneral, `{}`, "45000.00", 38, 90 * time.Hour, []market.Act{submit, confirm}},
	{"data_file", "澜溪行业词库数据集", "年度数据包", market.AccessDataFile, market.SaleGeneral, `{}`, "8800.00", 39, 70 * time.Hour, []market.Act{submit}},
	{"saas supervised", "澜溪智造协同平台", "工厂版", market.AccessSaaS, market.SaleGeneral, `{"supervised": true}`, "56000.00", 11, 95 * time.Hour, []market.Act{submit, confirm}},
	{"platform review", "澜溪联营 ERP 上云服务", "赋能云专属", market.AccessService, market.SaleJoint, `{}`, "68000.00", 15, 140 * time.Hour, []market.Act{market.MarkSupervision, submit, confirm, deliver}},
	{"website", "澜溪品牌官网定制", "五页官网", market.AccessService, market.SaleGeneral, `{"flow": "website", "delivery_days": "20"}`, "12800.00", 8, 200 * time.Hour, []market.Act{submit, confirm, market.PresentSupervision, market.AgreeSupervision}},
}

// kinds plans one delivery of every kind.
func (b *builder) kinds() error {
	for n, k := range kindsOfDelivery {
		code, err := b.shelve(n, k)
		if err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
		b.plan(b.Today.Add(-k.ago), func() error { return b.begin(k, code) })
	}
	return nil
}

// shelve puts one thing of the seller on sale, as if it had been published long ago.
func (b *builder) shelve(n int, k kind) (code string, err error) {
	at := b.Today.AddDate(0, -4, n)
	product, revision, spec, price := market.NewID[market.Product](at), market.NewID[market.Revision](at), market.NewID[market.Spec](at), market.NewID[market.SKUPrice](at)
	code = fmt.Sprintf("OFFI9%017d", 700+n)
	for _, step := range []struct {
		query string
		args  []any
	}{
		{`INSERT INTO products (seller_id, id, number, sale_type, access_type, status, name, created_at, updated_at, listed_at)
			VALUES ($1, $2, $3, $4, $5, 'on_sale', $6, $7, $7, $7)`, []any{product, fmt.Sprintf("P9%05d", 100+n), k.sale, k.access, k.product, at}},
		{`INSERT INTO revisions (seller_id, id, product_id, no, content, review_id, approved_at)
			VALUES ($1, $2, $3, 1, $4::jsonb || $5::jsonb, $2, $6)`, []any{revision, product, market.JSON[market.ProductContent]{V: k.listing(spec).content(b.Endpoints["lanxi"])}, k.content, at}},
		{`UPDATE products SET revision_id = $3 WHERE seller_id = $1 AND id = $2`, []any{product, revision}},
		{`INSERT INTO specs (seller_id, id, product_id, sku_code, name, template, status, ordinal)
			VALUES ($1, $2, $3, $4, $5, 'simple', 'on_sale', 1)`, []any{spec, product, fmt.Sprintf("SKU9%06d", 100+n), k.spec}},
		{`INSERT INTO skus (seller_id, id, spec_id, sku_code, status, ordinal) VALUES ($1, $2, $2, $3, 'on_sale', 0)`, []any{spec, fmt.Sprintf("SKU9%06d", 100+n)}},
		{`INSERT INTO prices (seller_id, id, spec_id, sku_id, code, period, charging, amount) VALUES ($1, $2, $3, $3, $4, 'once', 'ONE_TIME', $5)`,
			[]any{price, spec, code, k.price}},
		{`INSERT INTO directory (seller_id, number, kind, subject) VALUES ($1, $2, 'product', $3), ($1, $4, 'price', $5)`,
			[]any{fmt.Sprintf("P9%05d", 100+n), product, code, price}},
	} {
		if _, err := b.db.Pool().ExecContext(b.ctx, step.query, append([]any{b.Lanxi}, step.args...)...); err != nil {
			return code, err
		}
	}
	return code, nil
}

// listing is what the product's page says.
func (k kind) listing(spec market.SpecID) listing {
	l := listing{seller: "lanxi", name: k.product, access: k.access, version: "V1.0", category: "industry.manufacturing",
		lead: k.product + "，按规格“" + k.spec + "”整份交付，附安装与使用说明。", for_: "已有业务系统、需要按约定范围交付的企业",
		does:  []string{"按单交付|一份订单一次交付，范围写在规格里，交付物与凭证随单保存", "随单支持|交付后一年内答复使用问题，远程协助排查"},
		specs: []market.SpecContent{{ID: spec, Name: k.spec, Once: k.price}}}
	switch k.access {
	case market.AccessService: // a website's flow is said by the kind
		l.category = "professional.implementation"
	case market.AccessDataFile:
		l.category = "data.platform"
	default:
	}
	return l
}

// begin lets the customer buy and pay; the steps follow three working hours apart.
func (b *builder) begin(k kind, code string) error {
	client := customer(k.client)
	counter := Buyer(b.db, b.Lanxi, client, false)
	order, err := counter.PlaceOrder(b.ctx, market.Purchase{Type: market.OrderNew, Product: code, Quantity: market.Count(1), Periods: 1,
		Customer: client, Agreed: true, Address: addressOf(client)})
	if err != nil {
		return fmt.Errorf("delivery %s: %w", k.name, err)
	}
	if err := counter.PayOrder(b.ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid}); err != nil {
		return err
	}
	play, err := b.play(order, client, "lanxi "+k.name)
	if err != nil {
		return err
	}
	b.Orders[play.name], b.Supervisions[play.name] = order.ID, play.flow
	at := b.clock.Now()
	for _, act := range k.steps {
		at = market.Office().Plus(at, 3*time.Hour)
		b.plan(at, func() error { return play.kind(act, counter) })
	}
	return nil
}

// kind does one step of a kind of delivery.
func (p *play) kind(act market.Act, counter *db.Seller) error {
	switch act {
	case submit:
		return p.act("submit")
	case confirm:
		return p.act("confirm")
	case market.MarkSupervision:
		return p.desk.MarkSupervision(p.ctx, p.flow, market.Marks{Track: market.TrackEmpowerment})
	case market.TrackSupervision:
		parcel, err := counter.Parcel(p.ctx, p.order.ID)
		if err != nil {
			return err
		}
		return counter.TrackSupervision(p.ctx, p.flow, market.CourierNews{Tracking: parcel.Tracking, State: market.CourierSigned, At: p.clock.Now()})
	case deliver:
		if p.name == "lanxi platform review" {
			return p.store.DeliverSupervision(p.ctx, p.flow, p.report())
		}
	}
	return p.one(act)
}

// report is a delivery by the empowerment rule, with all its key items.
func (p *play) report() market.Delivery {
	d := p.handover()
	for _, f := range []struct {
		kind market.EvidenceKind
		name string
	}{{market.EvidenceCloudAuth, "行业云平台授权截图.png"}, {market.EvidenceScreenshot, "远程交付截图一.png"}, {market.EvidenceScreenshot, "远程交付截图二.png"},
		{market.EvidenceScreenshot, "远程交付截图三.png"}, {market.EvidenceSigned, "三方签字盖章页.png"}} {
		d.Files = append(d.Files, market.Upload{Kind: f.kind, Name: f.name, Content: logo(f.name + p.order.Number)})
	}
	return d
}
