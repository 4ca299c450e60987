package world

import (
	"errors"
	"fmt"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// seller is the desk of one of the seller's people, by the house of their e-mail.
func (b *builder) deskOf(shop, role string) *db.Seller {
	name := role + "@" + shop + ".example"
	return b.as(name, b.sellerOf(shop), market.Role(role))
}

// sales tells of resale, offers and coupons: what runs today, what waits, what is over.
func (b *builder) sales() error {
	b.Resales, b.Offers, b.Coupons = map[string]market.ResaleID{}, map[string]market.OfferID{}, map[string]market.CouponID{}
	b.Demands, b.Partners = map[string]market.DemandID{}, map[string]market.PartnerID{}
	desk, today := b.deskOf("lanxi", "operations"), market.DayOf(b.Today)
	for _, r := range []struct {
		before   int // days before today
		level    market.ResaleLevel
		products []string
		discount string
		partner  string
		customer string
		project  string
		days     int
		name     string
	}{
		{140, market.ResaleProduct, []string{"澜溪云 ERP SaaS 版"}, "92", "", "", "", 90, ""},
		{40, market.ResaleProduct, []string{"澜溪云 ERP SaaS 版", "澜溪智能工单"}, "90", "", "", "", 180, "product"},
		{32, market.ResalePartner, []string{"澜溪云 ERP SaaS 版"}, "82", "R-20416", "", "华东渠道 2026 年度合作", 150, "partner"},
		{20, market.ResaleCustomer, []string{"澜溪云 ERP SaaS 版"}, "75", "R-20416", "C-23016", "北岭装备集团上云项目", 60, "customer"},
		{15, market.ResalePartner, []string{"澜溪等保合规服务"}, "88", "R-20533", "", "政务行业联合方案", 19, ""},
	} {
		b.plan(b.morning(today.Plus(-r.before).Begin(), 3), func() error {
			var rows []market.Resale
			from := market.DayOf(b.clock.Now())
			for _, product := range r.products {
				rows = append(rows, market.Resale{Level: r.level, ProductID: b.Products[product], Discount: market.Percent(r.discount),
					Partner: r.partner, Customer: r.customer, Project: r.project, StartsOn: from, EndsOn: from.Plus(r.days)})
			}
			made, err := desk.AuthorizeResale(b.ctx, rows)
			if err == nil && r.name != "" {
				b.Resales[r.name] = made[0]
			}
			return err
		})
	}
	b.plan(b.morning(today.Plus(-8).Begin(), 9), func() error {
		from := market.DayOf(b.clock.Now())
		made, err := desk.AuthorizeResale(b.ctx, []market.Resale{{Level: market.ResalePartner, ProductID: b.Products["澜溪智能工单"], Partner: "R-20388",
			Discount: market.Percent("85"), Project: "售后一体化试点", StartsOn: from, EndsOn: from.Plus(120)}})
		if err != nil {
			return err
		}
		b.plan(b.morning(today.Plus(-3).Begin(), 11), func() error {
			return desk.EndResale(b.ctx, made[0], "试点结束，双方改为按商品级折扣合作。")
		})
		return nil
	})
	b.plan(b.morning(today.Plus(-19).Begin(), 30), func() error { return b.resold(customer(0)) })
	b.coupons(desk, today)
	b.offers(desk, today)
	b.partnersOf(desk, today)
	b.standingsOf(today)
	b.demands(desk, today)
	return nil
}

// coupons tells of what Lanxi gave away: shown, granted, voided.
func (b *builder) coupons(desk *db.Seller, today market.Day) {
	for _, c := range []struct {
		before   int
		key      string
		name     string
		amount   string
		period   market.Period
		products []string
		days     int
		total    int
		shown    bool
		then     func(id market.CouponID) error
	}{
		{120, "year", "年付立减 100 元", "100", market.PerYear, []string{"澜溪云 ERP SaaS 版", "澜溪智能工单"}, 180, 500, true, nil},
		{70, "month", "首月立减 50 元", "50", market.PerMonth, []string{"澜溪云 ERP SaaS 版", "澜溪智能工单"}, 120, 300, true, nil},
		{45, "voided", "合同包限时券", "200", market.PerOnce, []string{"澜溪电子合同"}, 60, 100, true, func(id market.CouponID) error {
			b.plan(b.morning(today.Plus(-20).Begin(), 5), func() error { return desk.VoidCoupon(b.ctx, id) })
			return nil
		}},
		{25, "granted", "等保老客户专享", "2000", market.PerOnce, []string{"澜溪等保合规服务"}, 150, 20, false, func(id market.CouponID) error {
			return desk.GrantCoupon(b.ctx, id, []market.CouponGrant{{Customer: customer(2).ID, Name: customer(2).Name},
				{Customer: customer(4).ID, Name: customer(4).Name}, {Customer: customer(9).ID, Name: customer(9).Name}})
		}},
	} {
		b.plan(b.morning(today.Plus(-c.before).Begin(), 1), func() error {
			from := market.DayOf(b.clock.Now())
			draft := market.CouponDraft{Coupon: market.Coupon{Name: c.name, Amount: market.Yuan(c.amount), Period: c.period, StartsOn: from, EndsOn: from.Plus(c.days), Shown: c.shown, Total: c.total}}
			for _, product := range c.products {
				draft.Items = append(draft.Items, market.CouponItem{ProductID: b.Products[product]})
			}
			id, err := desk.PublishCoupon(b.ctx, draft)
			b.Coupons[c.key] = id
			if err != nil || c.then == nil {
				return err
			}
			return c.then(id)
		})
	}
}

// offers tells of Lanxi's exclusive offers: running, quoted, waiting for consent, refused.
func (b *builder) offers(desk *db.Seller, today market.Day) {
	for _, o := range []struct {
		before   int
		key      string
		name     string
		mode     market.OfferMode
		clients  []int
		codes    []string
		discount string
		quantity int
		basis    string
		decide   string // approve or reject, a day later
	}{
		{14, "discount", "自拓优惠-云ERP-85折", market.OfferDiscount, []int{6, 7}, []string{"澜溪云 ERP SaaS 版/标准版/year", "澜溪云 ERP SaaS 版/专业版/year"}, "85", 0, "华东区老客户增购", ""},
		{6, "quotation", "自拓优惠-等保三级-一口价", market.OfferQuotation, []int{11}, []string{"澜溪等保合规服务/三级系统/once"}, "82.5", 1, "客户已确认范围和金额", ""},
		{9, "rejected", "自拓优惠-智能工单-5折", market.OfferDiscount, []int{12}, []string{"澜溪智能工单/企业版/year"}, "50", 0, "冲刺季度目标", "reject"},
		{1, "waiting", "自拓优惠-ERP旗舰版-7折", market.OfferDiscount, []int{14}, []string{"澜溪云 ERP SaaS 版/旗舰版/year"}, "70", 0, "集团框架采购，三年合计 40 套，对手报价 7.2 折", ""},
	} {
		b.plan(b.morning(today.Plus(-o.before).Begin(), 21), func() error {
			now := b.clock.Now()
			draft := market.OfferDraft{Offer: market.Offer{Name: o.name, Mode: o.mode, StartsAt: now.Add(time.Hour), EndsAt: now.AddDate(0, 3, 0), Basis: o.basis}}
			for _, n := range o.clients {
				draft.Users = append(draft.Users, market.OfferUser{Customer: customer(n).ID, Name: customer(n).Name})
			}
			goods, err := desk.Offers(b.ctx)
			if err != nil {
				return err
			}
			for _, code := range o.codes {
				for _, sale := range goods {
					if sale.ProductCode == b.Codes[code] {
						draft.Items = append(draft.Items, market.OfferItem{Ordinal: len(draft.Items), SKUCode: sale.SKUCode, Code: sale.ProductCode, Quantity: market.Count(o.quantity), Periods: 1,
							Discount: market.Percent(o.discount), Share: market.Percent("95")})
					}
				}
			}
			id, err := desk.SubmitOffer(b.ctx, draft)
			b.Offers[o.key] = id
			if err != nil || o.decide == "" {
				return err
			}
			b.plan(now.Add(26*time.Hour), func() error {
				reviews, err := desk.ReviewsOf(b.ctx, id)
				if err != nil {
					return err
				}
				name := "reviewer@platform.example"
				staff := b.db.Operator(b.actor(name, market.Reviewer)).Seller(b.Lanxi)
				return staff.RejectReview(b.ctx, reviews[0].ID, "折扣低于同类商品的历史最低价，请补充客户的采购承诺后重新提交。")
			})
			return nil
		})
	}
}

// resold is an order that a reseller brought.
func (b *builder) resold(client market.Customer) error {
	counter := Buyer(b.db, b.Lanxi, client, false)
	order, err := counter.PlaceOrder(b.ctx, market.Purchase{Type: market.OrderNew, Product: b.Codes["澜溪云 ERP SaaS 版/专业版/year"], Quantity: market.Count(1),
		Periods: 1, Customer: client, Agreed: true, Reseller: "R-20416"})
	if err != nil {
		return err
	}
	return counter.PayOrder(b.ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid})
}

// favour lets the seller make the customer an exclusive offer on what it wants to order, and
// the order name it.
func (t *trade) favour(wanted *market.Purchase, quote market.Quote) error {
	shop := "lanxi"
	if t.seller == t.Yunzhan {
		shop = "yunzhan"
	}
	desk, now := t.deskOf(shop, "operations"), t.clock.Now()
	id, err := desk.SubmitOffer(t.ctx, market.OfferDraft{
		Offer: market.Offer{Name: fmt.Sprintf("自拓优惠-%s-9折-%s", quote.Sale.SpecName, now.In(market.Shanghai).Format("0102150405")), Mode: market.OfferDiscount,
			StartsAt: now.Add(time.Second), EndsAt: now.AddDate(0, 0, 10), Basis: "老客户续约与增购优惠"},
		Users: []market.OfferUser{{Customer: wanted.Customer.ID, Name: wanted.Customer.Name}},
		Items: []market.OfferItem{{SKUCode: quote.Sale.SKUCode, Discount: market.Percent("90"), Share: market.Percent("95")}}})
	var refused *market.Problem
	if errors.As(err, &refused) {
		return nil // the customer has one already
	}
	if err != nil {
		return err
	}
	t.clock.Set(now.Add(2 * time.Second))
	made, err := desk.Offer(t.ctx, id)
	wanted.Offer = made.Number
	return err
}

// redeem lets the customer claim a coupon of the seller's and use it, where one fits.
func (t *trade) redeem(wanted *market.Purchase, quote market.Quote) error {
	counter := Buyer(t.db, t.seller, wanted.Customer, false)
	shown, err := counter.ShownCoupons(t.ctx, quote.Sale.ProductID)
	if err != nil {
		return err
	}
	for _, coupon := range shown {
		if coupon.Period != quote.Sale.Period || !quote.Amount.Over(coupon.Amount) {
			continue
		}
		var refused *market.Problem
		if err := counter.ClaimCoupon(t.ctx, coupon.ID); err != nil && !errors.As(err, &refused) {
			return err
		}
		claim, err := counter.Voucher(t.ctx, coupon.ID)
		if err == nil && claim.Status == market.CouponClaimed {
			wanted.Voucher = claim.Number
		}
		return err
	}
	return nil
}

// partnersOf tells of providers that joined the plan, ask to and were refused, of what they
// earn, and of the demands that they and the platform bring.
func (b *builder) partnersOf(desk *db.Seller, today market.Day) {
	staff := b.db.Operator(market.Actor{Person: b.People["manager@platform.example"], Name: "叶清和", Roles: []market.Role{market.Manager}})
	for _, p := range []struct {
		before                    int
		account, name             string
		role                      market.PartnerRole
		product, sales, contracts string
		end                       string // join, wait, reject or draft
	}{
		{80, "P-3301", "启衡数字科技有限公司", market.PartnerSI, "制造业上云集成方案，含 ERP、MES 与数据看板的一体化交付。", "近两年完成 32 个制造企业上云项目，合同额合计 2,180 万元。", "北岭装备、恒泽精密等 12 份客户合同及验收单。", "join"},
		{12, "P-3318", "云帆渠道服务有限公司", market.PartnerService, "面向中小企业的云产品咨询、开通与培训服务。", "2026 年上半年服务客户 86 家。", "服务合同 9 份。", "reject"},
		{2, "P-3326", "博衍软件有限公司", market.PartnerSoftware, "供应链协同软件与云 ERP 的对接方案。", "联合销售记录 7 单。", "联合方案合同 3 份。", "wait"},
	} {
		b.plan(b.morning(today.Plus(-p.before).Begin(), 15), func() error {
			front := b.db.Storefront(market.Actor{Name: p.name, Customer: p.account, Roles: []market.Role{market.Buyer}})
			if err := front.JoinPartner(b.ctx, db.PartnerForm{Name: p.name, Role: p.role, Certified: true,
				Proofs: market.PartnerProofs{Product: p.product, Authorization: "原厂授权书（2026 年度）", Sales: p.sales, Contracts: p.contracts}}); err != nil {
				return err
			}
			made, err := front.Partner(b.ctx)
			if err != nil {
				return err
			}
			b.Partners[p.account] = made.ID
			b.plan(b.clock.Now().Add(20*time.Hour), func() error {
				switch p.end {
				case "join":
					return staff.ApprovePartner(b.ctx, made.ID)
				case "reject":
					return staff.RejectPartner(b.ctx, made.ID, "服务能力证明缺少客户合同的盖章页，请补充后重新提交。")
				}
				return nil
			})
			return nil
		})
	}
	b.plan(b.morning(today.Plus(-70).Begin(), 4), func() error {
		for _, t := range []struct{ product, share, discount, policy string }{
			{"澜溪云 ERP SaaS 版", "12", "90", "季度成交满 20 套，分成提高到 15%。"}, {"澜溪智能工单", "15", "85", ""}} {
			if err := desk.SetPartner(b.ctx, market.PartnerTerm{ProductID: b.Products[t.product], Model: market.PartnerDeal, Share: market.Percent(t.share),
				Discount: market.Percent(t.discount), Policy: t.policy, FromOn: market.DayOf(b.clock.Now())}); err != nil {
				return err
			}
		}
		return nil
	})
	b.plan(b.morning(today.Plus(-30).Begin(), 40), func() error {
		client := customer(17)
		front := b.db.Storefront(market.Actor{Name: client.Name, Customer: client.ID, Roles: []market.Role{market.Buyer}})
		if err := front.BindPartner(b.ctx, "P-3301"); err != nil {
			return err
		}
		counter := Buyer(b.db, b.Lanxi, client, false)
		order, err := counter.PlaceOrder(b.ctx, market.Purchase{Type: market.OrderNew, Product: b.Codes["澜溪云 ERP SaaS 版/专业版/year"], Quantity: market.Count(1),
			Periods: 1, Customer: client, Agreed: true, Partner: "P-3301"})
		if err != nil {
			return err
		}
		return counter.PayOrder(b.ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid})
	})
}

// demands tells of what a provider and the platform reported for Lanxi's joint product.
func (b *builder) demands(desk *db.Seller, today market.Day) {
	for _, d := range []struct {
		before  int
		key     string
		source  market.DemandSource
		name    string
		client  int
		space   string
		request string
		then    func(id market.DemandID, client market.Customer) error
	}{
		{9, "lost", market.DemandMarketing, "纺织行业上云线索", 21, "60000", "希望先了解同行案例。", nil},
		{6, "won", market.DemandPlatform, "华东制造企业 ERP 上云", 18, "150000", "两个工厂的进销存与财务一体化，年底前上线。", func(id market.DemandID, client market.Customer) error {
			if err := desk.AcceptDemand(b.ctx, id, true); err != nil {
				return err
			}
			if err := desk.ProgressDemand(b.ctx, id, "已与客户信息部开需求会，确认两个工厂分两批上线。"); err != nil {
				return err
			}
			return desk.EditDemand(b.ctx, id, client.ID, "赋能云专属")
		}},
		{3, "converting", market.DemandCSP, "自动化产线配套 ERP", 23, "98000", "产线数据要进 ERP，关注与 MES 的接口。", func(id market.DemandID, client market.Customer) error {
			return desk.AcceptDemand(b.ctx, id, true)
		}},
		{1, "waiting", market.DemandCSP, "连锁门店总部管控", 25, "76000", "总部统一采购与门店要货，预计三个月内签约。", nil},
	} {
		b.plan(b.morning(today.Plus(-d.before).Begin(), 50), func() error {
			var product market.ProductID
			if err := b.db.Pool().QueryRowContext(b.ctx, `SELECT id FROM products WHERE seller_id = $1 AND sale_type = 'joint' AND status = 'on_sale' ORDER BY created_at LIMIT 1`,
				b.Lanxi).Scan(&product.UUID); err != nil {
				return err
			}
			client := customer(d.client)
			report := market.DemandReport{Demand: market.Demand{Source: d.source, Name: d.name, ProductID: product, DeliveryMode: "cloud", Kind: "purchase",
				Space: market.Yuan(d.space), Request: d.request, SalesContact: "平台售前 周岚", SalesPhone: "010-88650001", CustomerName: client.Name,
				Description: "客户已有线下系统，需要评估数据迁移。", Solutions: "制造业上云方案"}, Phone: client.Phone, Email: client.Email}
			var id market.DemandID
			var err error
			if d.source == market.DemandCSP {
				id, err = Buyer(b.db, b.Lanxi, market.Customer{ID: "P-3301", Name: "启衡数字科技有限公司"}, false).ReportDemand(b.ctx, report)
			} else {
				staff := market.Actor{Person: b.People["manager@platform.example"], Name: "叶清和", Roles: []market.Role{market.Manager}}
				id, err = b.db.Operator(staff).Seller(b.Lanxi).AssignDemand(b.ctx, report)
			}
			b.Demands[d.key] = id
			if err != nil || d.then == nil {
				return err
			}
			b.plan(b.clock.Now().Add(5*time.Hour), func() error { return d.then(id, client) })
			return nil
		})
	}
}
