package world

import "sellercenter/internal/market"

// supports gives the sellers their customer-service groups and extensions.
func (b *builder) supports() error {
	b.Supports = map[string]market.SupportID{}
	for _, one := range []struct {
		shop, name, phone, email string
		seller                   market.SellerID
		hours                    market.Hours
	}{
		{"lanxi", "ERP 售后组", "400-820-6610", "erp@lanxi.example", b.Lanxi, market.OfficeHours()},
		{"lanxi", "电子合同售后组", "400-820-6612", "esign@lanxi.example", b.Lanxi, market.OfficeHours()},
		{"lanxi", "7×24 应急组", "021-5830 1199", "oncall@lanxi.example", b.Lanxi, market.Hours{Days: market.Weekdays, Spans: []market.HourSpan{{From: 0, Until: 24 * 60}}}},
		{"yunzhan", "数据平台售后组", "028-6155 2080", "service@yunzhan.example", b.Yunzhan, market.OfficeHours()},
	} {
		b.plan(b.Today.AddDate(0, -4, 0), func() error {
			id, err := b.support(one.shop, one.seller).AddSupport(b.ctx, market.SupportGroup{Name: one.name, Phone: one.phone, Email: one.email, Hours: market.JSON[market.Hours]{V: one.hours}})
			b.Supports[one.shop+" "+one.name] = id
			return err
		})
	}
	b.plan(b.Today.AddDate(0, -4, 1), func() error {
		manager := b.db.Operator(b.actor("manager@platform.example", market.Manager)).Seller(b.Lanxi)
		if err := manager.AssignExtension(b.ctx, "61108"); err != nil {
			return err
		}
		return b.support("lanxi", b.Lanxi).BindExtension(b.ctx, []string{"021-58301120", "021-58301121", "13917720461"}, market.OfficeHours())
	})
	return nil
}
