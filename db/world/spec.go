package world

import (
	"sellercenter/db"
	"sellercenter/internal/market"
)

// customSpec is a spec of the custom template; each SKU's cells are bounds, month and year,
// or bounds and the price per use.
func customSpec(name string, periods []market.Period, attributes []market.SpecAttribute, model market.PriceModel, cells ...[3]string) market.SpecContent {
	spec := market.SpecContent{Name: name, Template: market.TemplateCustom, Periods: periods, Attributes: attributes}
	spec.Generate(nil, market.DefaultBounds.SKUs)
	for k, cell := range cells {
		sku := &spec.SKUs[k]
		sku.Model, sku.Bounds = model, cell[0]
		for p, period := range periods {
			sku.Type(period, cell[1+p])
		}
		if sku.Bounds == "" {
			sku.Model = market.PriceLinear
		}
	}
	return spec
}

// The specs of listings that are more than a price: versions by users, days of a person by
// what they do, and what is metered.
var (
	memberSpec = customSpec("会员中台订阅", []market.Period{market.PerMonth, market.PerYear}, []market.SpecAttribute{
		{Code: "version", Kind: market.AttributeEnum, NameZh: "版本", NameEn: "Version", Preset: true, Values: []string{"标准版", "专业版", "旗舰版"}},
		{Code: "residency", Kind: market.AttributeEnum, NameZh: "数据驻留", NameEn: "Data residency", Values: []string{"境内单地域", "境内双地域"}},
		{Code: "users", Kind: market.AttributeNumber, NameZh: "用户数", NameEn: "Users", Min: "1", Max: "500", Step: "1", Unit: "用户"},
	}, market.PriceStep, [3]string{"", "6.00", "60.00"}, [3]string{"", "7.20", "72.00"},
		[3]string{"50 / 200", "10.00 / 8.00 / 6.00", "100.00 / 80.00 / 60.00"}, [3]string{"50 / 200", "12.00 / 9.60 / 7.20", "120.00 / 96.00 / 72.00"},
		[3]string{"50 / 200", "16.00 / 13.00 / 10.00", "160.00 / 130.00 / 100.00"}, [3]string{"50 / 200", "19.20 / 15.60 / 12.00", "192.00 / 156.00 / 120.00"})

	consultantSpec = customSpec("驻场服务", []market.Period{market.PerUse}, []market.SpecAttribute{
		{Code: "serviceItem", Kind: market.AttributeEnum, NameZh: "服务项目", NameEn: "Service item", Values: []string{"流程梳理", "数据迁移", "上线陪跑"}},
		{Code: "personDays", Kind: market.AttributeNumber, NameZh: "人天", NameEn: "Person-days", Min: "1", Max: "60", Step: "1", Unit: "人天"},
	}, market.PriceTiered, [3]string{"5 / 20", "2600.00 / 2400.00 / 2200.00"}, [3]string{"5 / 20", "3200.00 / 3000.00 / 2800.00"}, [3]string{"", "2400.00"})

	meteredSpec = market.SpecContent{Name: "识别按量", Template: market.TemplateDemand, Factors: []market.FactorContent{
		{Name: "识别页数", Unit: "页", Cycle: "day", Model: market.PriceStep, Accumulate: "month", Bounds: "10000 / 100000", Price: "0.05 / 0.04 / 0.03"},
		{Name: "存储量", Unit: "GB", Cycle: "day", Model: market.PriceFixed, Accumulate: "none", Price: "0.004"}}}

	quotaSpec = market.SpecContent{Name: "识别套餐包", Template: market.TemplatePackage, Packages: []market.PackageContent{
		{Name: "每月一万页", Item: "识别页数", Quantity: "10000", Reset: market.ResetMonth, Orders: "many", PriceTexts: market.PriceTexts{Month: "420.00", Year: "4200.00"}},
		{Name: "十万页", Item: "识别页数", Quantity: "100000", Reset: market.ResetNone, Orders: "many", PriceTexts: market.PriceTexts{Year: "3600.00"}},
		{Name: "五万页", Item: "识别页数", Quantity: "50000", Reset: market.ResetNone, Orders: "many", PriceTexts: market.PriceTexts{Use: "1900.00"}}}}
)

// specs are the attributes that sellers made, and which spec may grow into which.
func (b *builder) specs() error {
	for seller, attributes := range map[string][]market.AttributeContent{
		"lanxi": {
			{Code: "users", Kind: market.AttributeNumber, NameZh: "用户数", NameEn: "Users", Description: "同时可以登录的账号数"},
			{Code: "residency", Kind: market.AttributeEnum, NameZh: "数据驻留", NameEn: "Data residency", Description: "数据存放在几个地域"},
			{Code: "serviceItem", Kind: market.AttributeEnum, NameZh: "服务项目", NameEn: "Service item"},
			{Code: "personDays", Kind: market.AttributeNumber, NameZh: "人天", NameEn: "Person-days"},
		},
		"yunzhan": {{Code: "connectors", Kind: market.AttributeNumber, NameZh: "连接器数", NameEn: "Connectors"}},
	} {
		store := b.operations(seller)
		for _, attribute := range attributes {
			if _, err := store.AddAttribute(b.ctx, attribute); err != nil {
				return err
			}
		}
	}
	b.plan(b.morning(b.Today.AddDate(0, 0, -9), 3), func() error {
		detail, err := b.operations("lanxi").ProductDetail(b.ctx, b.Products["澜溪云 ERP SaaS 版"])
		if err != nil {
			return err
		}
		_, err = b.operations("lanxi").SetUpgrade(b.ctx, detail.Specs[0].ID, []market.SpecID{detail.Specs[1].ID, detail.Specs[2].ID}, nil)
		return err
	})
	b.plan(b.morning(b.Today.AddDate(0, 0, -8), 5), func() error {
		detail, err := b.operations("lanxi").ProductDetail(b.ctx, b.Products["澜溪会员中台"])
		if err != nil {
			return err
		}
		five := market.Count(5)
		_, err = b.operations("lanxi").SetUpgrade(b.ctx, detail.Specs[0].ID, []market.SpecID{detail.Specs[0].ID}, &five)
		return err
	})
	return nil
}

// operations is the person who looks after a seller's listings.
func (b *builder) operations(seller string) *db.Seller {
	return b.db.Seller(market.Actor{Person: b.People["operations@"+seller+".example"], Name: map[string]string{"lanxi": "许知行", "yunzhan": "何佳慧"}[seller],
		Roles: []market.Role{market.Operations}, From: "198.51.100.23"}, b.sellerOf(seller))
}
