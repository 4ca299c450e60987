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
	return b.db.Seller(market.Actor{Person: b.People[name], Name: name, Roles: []market.Role{market.Role(role)}}, b.sellerOf(shop))
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
				staff := b.db.Operator(market.Actor{Person: b.People[name], Name: name, Roles: []market.Role{market.Reviewer}}).Seller(b.Lanxi)
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
