package world

import (
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// tried lets a spec be tried for so many days.
func tried(spec market.SpecContent, days string) market.SpecContent {
	spec.TrialContent = market.TrialContent{Trial: true, TrialDays: days}
	return spec
}

// limits tells who may buy what: trials that were taken, converted and let expire in these
// weeks, and on the last morning target customers, whitelists, limits and stock.
func (b *builder) limits() error {
	b.trials()
	morning := market.DayOf(b.Today).Begin().Add(9 * time.Hour)
	if morning.After(b.Today) {
		morning = morning.AddDate(0, 0, -1)
	}
	store := b.db.Seller(market.Actor{Person: b.People["operations@lanxi.example"], Name: "许知行", Roles: []market.Role{market.Operations}, From: "198.51.100.23"}, b.Lanxi)
	b.plan(morning, func() error { return b.configure(store) })
	return nil
}

func (b *builder) trials() {
	now := b.Today
	for n, trial := range []struct {
		name      string
		before    int // days before today
		converted int // days after it was taken; 0: not
	}{{"trial released", 40, 0}, {"trial frozen", 22, 0}, {"trial converted", 19, 11}, {"trial ending", 14, 0}, {"trial", 6, 0}} {
		client := customer(20 + n)
		counter := Buyer(b.db, b.Lanxi, client, false)
		b.plan(now.AddDate(0, 0, -trial.before).Add(-time.Duration(n+1)*37*time.Minute), func() error {
			order, err := counter.PlaceOrder(b.ctx, market.Purchase{Type: market.OrderTrial, Product: b.Codes["澜溪智能工单/团队版/year"], Customer: client, Agreed: true})
			if err != nil {
				return err
			}
			b.Orders["lanxi "+trial.name] = order.ID
			if trial.converted == 0 {
				return nil
			}
			b.plan(b.clock.Now().AddDate(0, 0, trial.converted), func() error {
				formal, err := counter.PlaceOrder(b.ctx, market.Purchase{Type: market.OrderTrialToFormal, Product: b.Codes["澜溪智能工单/团队版/year"],
					Quantity: market.Count(5), Periods: 1, Customer: client, Agreed: true, Renews: order.Number})
				if err != nil {
					return err
				}
				b.Orders["lanxi formal"] = formal.ID
				return counter.PayOrder(b.ctx, formal.ID, market.Payment{Amount: formal.Amount, Method: market.Prepaid})
			})
			return nil
		})
	}
}

// spec is the spec that a price is of.
func (b *builder) spec(store *db.Seller, code string) (market.LimitSpec, error) {
	var spec market.ID[market.Spec]
	err := b.db.Pool().QueryRowContext(b.ctx, `SELECT spec_id FROM prices WHERE code = $1`, b.Codes[code]).Scan(&spec.UUID)
	if err != nil {
		return market.LimitSpec{}, err
	}
	specs, err := store.LimitSpecsNamed(b.ctx, []market.ID[market.Spec]{spec})
	if err != nil {
		return market.LimitSpec{}, err
	}
	return specs[0], nil
}

func (b *builder) configure(store *db.Seller) error {
	level, err := b.spec(store, "澜溪等保合规服务/三级系统/once")
	if err != nil {
		return err
	}
	if _, err := store.SetAudience(b.ctx, market.AudienceAsk{ProductID: level.ProductID, Kind: market.AudienceEnterprise}); err != nil {
		return err
	}
	named, err := store.SetAudience(b.ctx, market.AudienceAsk{SpecID: &level.SpecID, Kind: market.AudienceSpecified})
	if err != nil {
		return err
	}
	if err := store.AdmitCustomers(b.ctx, named, users(4, 8)); err != nil {
		return err
	}
	build, err := b.spec(store, "澜溪云 ERP 配套服务/驻场一个月/once")
	if err != nil {
		return err
	}
	if _, err := store.SetAudience(b.ctx, market.AudienceAsk{ProductID: build.ProductID, Kind: market.AudienceAll}); err != nil {
		return err
	}
	board, err := b.spec(store, "澜溪数据看板/十个看板/month")
	if err != nil {
		return err
	}
	if err := store.AddTrials(b.ctx, []market.ID[market.Spec]{board.SpecID}); err != nil {
		return err
	}
	trials, err := store.Trials(b.ctx, market.TrialSearch{Open: "whitelist"})
	if err != nil {
		return err
	}
	if err := store.AdmitCustomers(b.ctx, *trials[0].AudienceID, users(10, 15)); err != nil {
		return err
	}
	var asks []market.LimitAsk
	for _, limit := range []struct {
		code string
		ask  market.LimitAsk
	}{
		{"澜溪电子合同/一百份合同包/once", market.LimitAsk{CountRule: market.CountLifetime, CountN: 1}},
		{"澜溪智能工单/企业版/year", market.LimitAsk{CountRule: market.CountExpiry, Quantity: 200}},
		{"澜溪数据看板/不限看板/month", market.LimitAsk{CountRule: market.CountFree, Quantity: 20}},
	} {
		spec, err := b.spec(store, limit.code)
		if err != nil {
			return err
		}
		limit.ask.SpecID = spec.SpecID
		asks = append(asks, limit.ask)
	}
	if err := store.SetLimits(b.ctx, asks); err != nil {
		return err
	}
	return b.restock(store, level.ProductID, board.ProductID)
}

// restock leaves a product with little and another with more than it began with.
func (b *builder) restock(store *db.Seller, scarce, plenty market.ProductID) error {
	stock, err := store.Stock(b.ctx, scarce)
	if err != nil {
		return err
	}
	return store.SetStocks(b.ctx, []market.StockAsk{
		{ProductID: scarce, Change: 2 - stock.Left(), Note: "顾问团队本季度只能再接两个项目"},
		{ProductID: plenty, Change: 2000, Note: "新集群上线，增加两千个实例"},
	})
}

// users are customers as an audience names them.
func users(from, until int) (named []market.AudienceUser) {
	for n := from; n < until; n++ {
		client := customer(n)
		named = append(named, market.AudienceUser{AccountName: client.Account, AccountID: client.ID})
	}
	return named
}
