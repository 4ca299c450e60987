package world

import (
	"sellercenter/internal/market"
)

// teamRights gives the busy seller two groups of menu rights, and a sub-user who sees two products.
func (b *builder) teamRights() error {
	b.clock.Set(b.Today.AddDate(0, 0, -8))
	owner := b.as("owner@lanxi.example", b.Lanxi, market.Owner)
	if _, err := b.as("owner@yunzhan.example", b.Yunzhan, market.Owner).AddGroup(b.ctx, market.GroupForm{Name: "财务组",
		Rights: []market.Right{"statement", "transaction", "order"}}); err != nil {
		return err
	}
	delivery, err := owner.AddGroup(b.ctx, market.GroupForm{Name: "交付组", Description: "跟进服务监管、退订和生产接口消息",
		Rights: []market.Right{"product", "order", "supervision", "appeal", "refund", "fulfilment"}})
	if err != nil {
		return err
	}
	if _, err := owner.AddGroup(b.ctx, market.GroupForm{Name: "商品运营组", Description: "发布商品，包括联营商品",
		Rights: []market.Right{"product", "review", "endpoint", market.RightJoint}}); err != nil {
		return err
	}
	if _, err := owner.InviteTeam(b.ctx, market.Invitation{Name: "沈一舟", Username: "shenyizhou", Email: "delivery@lanxi.example", Mobile: "13920009001",
		PasswordHash: b.hash, Groups: []market.GroupID{delivery}, Only: true}); err != nil {
		return err
	}
	members, err := owner.FindMembers(b.ctx, market.MemberSearch{Text: "delivery@lanxi.example"})
	if err != nil {
		return err
	}
	b.People["delivery@lanxi.example"] = members[0].PersonID
	if err := b.profileChange(); err != nil {
		return err
	}
	return owner.EntrustTeam(b.ctx, members[0].ID, []market.ProductID{b.Products["澜溪云 ERP SaaS 版"], b.Products["澜溪云 ERP 配套服务"]})
}

// profileChange leaves a change of the troubled seller's profile with the operator.
func (b *builder) profileChange() error {
	owner := b.as("owner@yunzhan.example", b.Yunzhan, market.Owner)
	profile, err := owner.Profile(b.ctx)
	if err != nil {
		return err
	}
	_, err = owner.ChangeSeller(b.ctx, map[string]string{"company_name": profile.CompanyName, "website": profile.Website, "years": profile.Years,
		"staff": "from_50", "capital_wan": "800", "contact_name": profile.ContactName, "province": profile.Province, "city": profile.City,
		"address": "高新区天府三街 199 号 7 栋 5 层", "introduction": profile.Introduction}, nil)
	return err
}
