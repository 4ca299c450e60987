package world

import (
	"fmt"
	"time"

	"sellercenter/internal/market"
)

// sentBack is hardware whose buyer wants the money back, and how far that has come.
type sentBack struct {
	name   string // how tests reach for it: "lanxi return inspecting"
	count  int
	client int
	steps  []told
}

// returns are told so that at the story's end one refund stands at every place of a return,
// with some of its time left.
var returns = []sentBack{
	{"transit", 1, 28, []told{{"60h", "pay"}, {"51h", "ship"}, {"20h", "want missing"}}},
	{"asked", 2, 29, []told{{"200h", "pay"}, {"192h", "ship"}, {"150h", "signed"}, {"18h", "want"}}},
	{"returning", 1, 30, []told{{"330h", "pay"}, {"320h", "ship"}, {"280h", "signed"}, {"250h", "want"}, {"219h", "agree"}}},
	{"inspecting", 3, 31, []told{{"500h", "pay"}, {"490h", "ship"}, {"450h", "signed"}, {"430h", "want"}, {"400h", "agree"}, {"331h", "send"}}},
	{"disputed", 1, 32, []told{{"600h", "pay"}, {"590h", "ship"}, {"550h", "signed"}, {"520h", "want"}, {"500h", "agree"}, {"300h", "send"}, {"19h", "fault"}}},
	{"appealed", 2, 33, []told{{"700h", "pay"}, {"690h", "ship"}, {"640h", "signed"}, {"620h", "want"}, {"600h", "agree"}, {"420h", "send"}, {"190h", "fault"}, {"42h", "dispute"}}},
	{"large", 12, 34, []told{{"400h", "pay"}, {"390h", "ship"}, {"350h", "signed"}, {"320h", "want"}, {"300h", "agree"}, {"200h", "send"}, {"17h", "take back"}}},
	{"settled", 2, 35, []told{{"900h", "pay"}, {"890h", "ship"}, {"850h", "signed"}, {"830h", "want"}, {"810h", "agree"}, {"760h", "send"}, {"712h", "dispute"}, {"664h", "deduct"}}},
	{"refused", 1, 38, []told{{"1000h", "pay"}, {"990h", "ship"}, {"950h", "signed"}, {"930h", "want"}, {"910h", "agree"}, {"860h", "send"}, {"808h", "fault"}, {"760h", "keep"}}},
	{"lapsed", 1, 39, []told{{"800h", "pay"}, {"790h", "ship"}, {"750h", "signed"}, {"740h", "want"}, {"712h", "agree"}}},
}

// sentBacks plans the returns of one kind of hardware.
func (b *builder) sentBacks() error {
	code, err := b.shelve(40, kind{product: "澜溪门店收银一体机", spec: "双屏标准版", access: market.AccessHardware, sale: market.SaleGeneral, content: `{}`, price: "4680.00"})
	if err != nil {
		return err
	}
	for _, r := range returns {
		first, err := time.ParseDuration(r.steps[0].ago)
		if err != nil {
			return err
		}
		b.plan(b.Today.Add(-first), func() error { return b.returned(r, code) })
	}
	return nil
}

// returned lets the customer buy and pay, and plans what becomes of the goods.
func (b *builder) returned(r sentBack, code string) error {
	client := customer(r.client)
	counter := Buyer(b.db, b.Lanxi, client, false)
	order, err := counter.PlaceOrder(b.ctx, market.Purchase{Type: market.OrderNew, Product: code, Quantity: market.Count(r.count), Periods: 1,
		Customer: client, Agreed: true, Address: addressOf(client)})
	if err != nil {
		return fmt.Errorf("return %s: %w", r.name, err)
	}
	if err := counter.PayOrder(b.ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid}); err != nil {
		return err
	}
	play, err := b.play(order, client, "lanxi return "+r.name)
	if err != nil {
		return err
	}
	b.Orders[play.name], b.Supervisions[play.name] = order.ID, play.flow
	for _, step := range r.steps[1:] {
		ago, err := time.ParseDuration(step.ago)
		if err != nil {
			return err
		}
		b.plan(b.Today.Add(-ago), func() error {
			if err := play.back(step.do); err != nil {
				return fmt.Errorf("return of %s %q: %s: %w", order.Number, play.name, step.do, err)
			}
			return nil
		})
	}
	return nil
}

// back is one step of a return.
func (p *play) back(step string) (err error) {
	ctx := p.ctx
	want := func(goods market.GoodsState, why string) (err error) {
		p.refund, err = p.counter.RequestRefund(ctx, market.RefundRequest{OrderID: p.order.ID, Amount: p.order.Amount, Goods: goods, ContactShown: true, Reason: why})
		p.Refunds[p.name] = p.refund
		return err
	}
	switch step {
	case "ship":
		return p.one(market.ShipSupervision)
	case "signed":
		return p.kind(market.TrackSupervision, p.counter)
	case "want missing":
		return want(market.GoodsMissing, "门店开业推迟，货还在路上，申请退订并请快递退回。")
	case "want":
		return want(market.GoodsReceived, "门店收银台尺寸放不下这款一体机，包装完好，申请退货退款。")
	case "agree":
		return p.money.ApproveRefund(ctx, p.refund, "同意退货，请保留全部配件和原包装，寄到下面的地址。", market.Address{
			Recipient: "澜溪售后仓", Phone: "13900134021", Place: "杭州市余杭区良渚街道仓前路 9 号 2 号库"})
	case "send":
		return p.counter.ShipRefund(ctx, p.refund, market.ReturnParcel{Courier: "SF", Tracking: "SF1" + p.order.Number[8:]})
	case "take back":
		return p.money.AcceptRefund(ctx, p.refund, "")
	case "fault":
		return p.money.DisputeRefund(ctx, p.refund, "开箱发现客显屏右上角碎裂，缺电源适配器，与寄出时的验机记录不符。", []market.Upload{
			{Kind: market.EvidenceOther, Name: "客显屏碎裂.png", Content: logo("screen of " + p.order.Number)},
			{Kind: market.EvidenceOther, Name: "开箱验机记录.pdf", Content: paper("Inspection of " + p.order.Number)}})
	case "dispute":
		if err := p.money.AppealRefund(ctx, p.refund, "客显屏碎裂且缺少配件，维修报价 1,860 元，请平台裁定由客户承担。", []market.Upload{
			{Kind: market.EvidenceAppeal, Name: "维修报价单.pdf", Content: paper("Repair of " + p.order.Number)},
			{Kind: market.EvidenceAppeal, Name: "破损照片.png", Content: logo("damage of " + p.order.Number)}}); err != nil {
			return err
		}
		appeals, err := p.store.AppealsOf(ctx, p.flow)
		if err == nil && len(appeals) > 0 {
			p.appeal = appeals[0].ID
			p.Appeals[p.name] = p.appeal
		}
		return err
	case "deduct":
		return p.desk.DecideAppeal(ctx, p.appeal, market.Decision{Outcome: market.OutcomeRefund, Amount: p.order.Amount.Minus(market.Yuan("1860.00")),
			Conclusion: "照片与验机记录显示损坏发生在寄回途中，包装由客户负责，扣除维修费后退款。"})
	case "keep":
		return p.desk.SettleRefund(ctx, p.refund, market.ReturnDecision{Outcome: market.ReturnRefuse, Note: "整机序列号与发货记录不一致，退货不成立，货由客户取回。"})
	}
	return fmt.Errorf("nobody knows how to %q", step)
}
