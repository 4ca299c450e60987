package world

import (
	"strings"

	"sellercenter/internal/market"
)

// groups are the sellers' customer-service groups.
var groups = []struct {
	shop, name, phone, email string
	hours                    market.Hours
}{
	{"lanxi", "ERP 售后组", "400-820-6610", "erp@lanxi.example", market.OfficeHours()},
	{"lanxi", "电子合同售后组", "400-820-6612", "esign@lanxi.example", market.OfficeHours()},
	{"lanxi", "7×24 应急组", "021-5830 1199", "oncall@lanxi.example", market.Hours{Days: market.Weekdays, Spans: []market.HourSpan{{From: 0, Until: 24 * 60}}}},
	{"yunzhan", "数据平台售后组", "028-6155 2080", "service@yunzhan.example", market.OfficeHours()},
}

// group makes a customer-service group when it is needed first.
func (b *builder) group(name string) (id market.SupportID, err error) {
	if b.Supports == nil {
		b.Supports = map[string]market.SupportID{}
	}
	for _, one := range groups {
		key := one.shop + " " + one.name
		if one.name != name {
			continue
		}
		if id, known := b.Supports[key]; known {
			return id, nil
		}
		b.Supports[key], err = b.support(one.shop, b.sellerOf(one.shop)).AddSupport(b.ctx, market.SupportGroup{Name: one.name, Phone: one.phone, Email: one.email,
			Hours: market.JSON[market.Hours]{V: one.hours}})
		return b.Supports[key], err
	}
	return id, market.NotFound
}

// groupOf is the group that answers for the listing; a few print their own contact instead.
func (l listing) groupOf() string {
	switch {
	case l.end == drafted:
		return ""
	case strings.Contains(l.name, "电子合同"):
		return "电子合同售后组"
	case strings.Contains(l.name, "ERP"):
		return "ERP 售后组"
	case l.seller == "yunzhan":
		return "数据平台售后组"
	}
	return ""
}

// supports gives the sellers the groups that no listing asked for, and their extensions.
func (b *builder) supports() error {
	for _, one := range groups {
		b.plan(b.Today.AddDate(0, -4, 0), func() error {
			_, err := b.group(one.name)
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
