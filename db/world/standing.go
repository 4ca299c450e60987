package world

import (
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// standingsOf tells of points that were taken and given back, of levels, and of test credit.
func (b *builder) standingsOf(today market.Day) {
	manager := market.Actor{Person: b.People["manager@platform.example"], Name: "叶清和", Roles: []market.Role{market.Manager, market.Reviewer}}
	desk := func(id market.SellerID) *db.Seller { return b.db.Operator(manager).Seller(id) }
	for _, e := range []struct {
		before int
		do     func() error
	}{
		{118, func() error {
			_, err := desk(b.Lanxi).ImposeSanction(b.ctx, market.SanctionAsk{Violation: market.ViolationOther, Kinds: []market.SanctionKind{market.SanctionYellow},
				Reason: "交付的部署环境与订单约定的规格不符，经核实后已补齐。"})
			return err
		}},
		{75, func() error { return desk(b.Lanxi).GradeStanding(b.ctx, market.LevelPreferred) }},
		{61, func() error {
			return desk(b.Lanxi).DeductStanding(b.ctx, 5, market.BreachTicket, "九月有两张工单超过 48 小时没有回复。")
		}},
		{44, func() error {
			return desk(b.Yunzhan).DeductStanding(b.ctx, 10, market.BreachProbe, "生产接口连续三天拨测失败。")
		}},
		{23, func() error {
			return desk(b.Yunzhan).DeductStanding(b.ctx, 15, market.BreachDelivery, "两单交付超过约定日期且没有说明。")
		}},
		{22, func() error {
			_, err := desk(b.Yunzhan).ImposeSanction(b.ctx, market.SanctionAsk{Violation: market.ViolationForged, Kinds: []market.SanctionKind{market.SanctionYellow},
				Reason: "交付证明中的部署截图经过修改，与客户现场不一致。"})
			return err
		}},
		{5, func() error {
			_, err := b.deskOf("lanxi", "operations").PlaceSpotlight(b.ctx, market.Spotlight{ProductID: b.Products["澜溪云 ERP SaaS 版"], Place: market.PrivilegeCategory,
				FromOn: today.Plus(-5), UntilOn: today.Plus(9)})
			return err
		}},
		{9, func() error {
			return desk(b.Lanxi).RestoreStanding(b.ctx, 2, market.BreachTicket, "整改完成，工单响应达标。")
		}},
	} {
		b.plan(b.morning(today.Plus(-e.before).Begin(), 55), e.do)
	}
	b.plan(b.morning(today.Plus(-33).Begin(), 25), func() error {
		id, err := b.deskOf("lanxi", "operations").ApplyStanding(b.ctx, market.TestCredit{AccessType: market.AccessSaaS,
			Purpose: "澜溪云 ERP 新版本接入联调，验证开通、续费与升级接口。", Amount: market.Yuan("3000.00")}, market.Upload{Name: "测试券申请函.pdf", Content: pdf("Test credit")})
		if err != nil {
			return err
		}
		b.plan(b.clock.Now().Add(26*time.Hour), func() error {
			reviews, err := desk(b.Lanxi).ReviewsOf(b.ctx, id)
			if err != nil {
				return err
			}
			return desk(b.Lanxi).ApproveReview(b.ctx, reviews[0].ID)
		})
		return nil
	})
}
