package world

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// told is one step of a delivery's story: how long before the story's end, and what.
type told struct {
	ago string
	do  string
}

// tale is one order of a manual service and what becomes of it. Together they are every node
// and every outcome, at every age.
type tale struct {
	name   string // how tests reach for it: "lanxi late"
	shop   string
	offer  int // of the shop's manual services
	client int
	steps  []told
}

// tales are told so that at the story's end, a Friday at 10:42, each stands where it should:
// three working days are 27 hours of 9 to 18 o'clock.
var tales = []tale{
	{"late", "lanxi", 1, 2, []told{{"438h", "pay"}, {"430h", "submit"}, {"425h", "confirm"}, {"410h", "sow"}}},
	{"review", "lanxi", 0, 1, []told{{"74h", "pay"}, {"70h48m", "submit"}}},
	{"soon", "lanxi", 2, 3, []told{{"75h", "pay"}, {"68h20m", "submit"}}},
	{"today", "lanxi", 3, 10, []told{{"76h", "pay"}, {"64h42m", "submit"}}},
	{"fresh", "lanxi", 4, 12, []told{{"40h", "pay"}, {"19h", "submit"}}},
	{"delivering", "lanxi", 0, 6, []told{{"96h", "pay"}, {"92h", "submit"}, {"71h", "confirm"}, {"44h", "sow"}}},
	{"sent back", "lanxi", 2, 14, []told{{"200h", "pay"}, {"195h", "submit"}, {"188h", "refuse"}, {"140h", "submit"}, {"116h", "confirm"}, {"70h", "deliver"}, {"45h", "reject"}}},
	{"accepting", "lanxi", 5, 7, []told{{"260h", "pay"}, {"256h", "submit"}, {"236h", "confirm"}, {"93h", "deliver"}}},
	{"waiting", "lanxi", 4, 13, []told{{"620h", "pay"}, {"616h", "submit"}, {"597h", "confirm"}, {"430h", "deliver"}}},
	{"asked", "lanxi", 1, 0, []told{{"408h", "pay"}, {"380h", "submit"}, {"360h", "confirm"}, {"186h", "deliver"}, {"69h", "reject"}, {"18h20m", "appeal"}, {"1h7m", "ask seller"}}},
	{"frozen", "lanxi", 3, 12, []told{{"500h", "pay"}, {"493h", "submit"}, {"450h", "confirm"}, {"260h", "deliver"}, {"42h", "no accept"}, {"20h", "call nobody"}}},
	{"asked buyer", "lanxi", 2, 9, []told{{"300h", "pay"}, {"290h", "submit"}, {"286h", "confirm"}, {"115h", "appeal"}, {"93h", "ask buyer"}}},
	{"supplied", "lanxi", 0, 16, []told{{"330h", "pay"}, {"310h", "submit"}, {"308h", "confirm"}, {"190h", "deliver"}, {"165h", "reject"}, {"92h", "appeal"}, {"91h", "take"}, {"90h", "call buyer"}, {"72h", "call seller"}, {"70h", "ask seller"}, {"24h", "supply"}, {"21h", "note"}}},
	{"requirement", "lanxi", 1, 17, []told{{"30h", "pay"}}},
	{"refund asked", "lanxi", 5, 18, []told{{"170h", "pay"}, {"165h", "submit"}, {"140h", "confirm"}, {"23h", "refund part"}}},
	{"continued", "lanxi", 0, 19, []told{{"700h", "pay"}, {"690h", "submit"}, {"668h", "confirm"}, {"500h", "appeal"}, {"452h", "continue"}, {"380h", "deliver"}, {"356h", "accept"}}},
	{"returned", "lanxi", 2, 20, []told{{"560h", "pay"}, {"555h", "submit"}, {"530h", "confirm"}, {"380h", "appeal"}, {"332h", "return"}, {"91h", "confirm"}, {"20h", "prepare"}}},
	{"accepted for", "lanxi", 3, 21, []told{{"1400h", "pay"}, {"1390h", "submit"}, {"1370h", "confirm"}, {"1200h", "deliver"}, {"980h", "unreachable"}, {"932h", "accept for"}}},
	{"refunded", "lanxi", 4, 22, []told{{"900h", "pay"}, {"890h", "submit"}, {"870h", "confirm"}, {"620h", "appeal"}, {"572h", "refund all"}}},
	{"refunded part", "lanxi", 1, 23, []told{{"1250h", "pay"}, {"1244h", "submit"}, {"1220h", "confirm"}, {"1050h", "deliver"}, {"1028h", "reject"}, {"930h", "appeal"}, {"925h", "take"}, {"923h", "call buyer"}, {"906h", "ask seller"}, {"880h", "supply"}, {"860h", "refund some"}}},
	{"dismissed", "lanxi", 0, 24, []told{{"460h", "pay"}, {"455h", "submit"}, {"430h", "confirm"}, {"260h", "deliver"}, {"236h", "appeal"}, {"188h", "dismiss"}}},
	{"withdrawn", "lanxi", 5, 25, []told{{"350h", "pay"}, {"332h", "submit"}, {"330h", "confirm"}, {"212h", "appeal"}, {"164h", "withdraw"}, {"95h", "deliver"}}},
	{"given back", "lanxi", 2, 26, []told{{"640h", "pay"}, {"600h", "refund whole"}, {"572h", "approve"}}},
	{"kept", "lanxi", 3, 27, []told{{"240h", "pay"}, {"236h", "submit"}, {"212h", "refund whole"}, {"188h", "turn down"}, {"165h", "confirm"}}},

	{"late", "yunzhan", 0, 28, []told{{"600h", "pay"}, {"590h", "submit"}, {"570h", "confirm"}}},
	{"unconfirmed", "yunzhan", 2, 29, []told{{"260h", "pay"}, {"250h", "submit"}}},
	{"refund late", "yunzhan", 1, 30, []told{{"500h", "pay"}, {"490h", "submit"}, {"480h", "confirm"}, {"330h", "refund whole"}}},
	{"appealed", "yunzhan", 3, 31, []told{{"700h", "pay"}, {"690h", "submit"}, {"680h", "confirm"}, {"115h", "idle"}}},
}

// deliveries plans the tales, and what becomes of every other order under supervision.
func (b *builder) deliveries() error {
	b.Supervisions, b.Appeals, b.Refunds = map[string]market.SupervisionID{}, map[string]market.AppealID{}, map[string]market.RefundID{}
	b.delivery = b.supervise
	for _, shop := range []struct {
		name   string
		seller market.SellerID
	}{{"lanxi", b.Lanxi}, {"yunzhan", b.Yunzhan}} {
		var services []offer
		for _, o := range b.offersOf(shop.name) {
			if o.access == market.AccessService {
				services = append(services, o)
			}
		}
		for _, t := range tales {
			if t.shop != shop.name {
				continue
			}
			first, err := time.ParseDuration(t.steps[0].ago)
			if err != nil {
				return err
			}
			b.plan(b.Today.Add(-first), func() error { return b.tell(t, shop.seller, services[t.offer%len(services)]) })
		}
	}
	return nil
}

// tell lets the customer buy and pay, and plans the rest of the tale.
func (b *builder) tell(t tale, seller market.SellerID, o offer) error {
	client := customer(t.client)
	counter := Buyer(b.db, seller, client, false)
	order, err := counter.PlaceOrder(b.ctx, market.Purchase{Type: market.OrderNew, Product: o.code,
		Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true})
	if err != nil {
		return fmt.Errorf("tale %s: %w", t.name, err)
	}
	if err := counter.PayOrder(b.ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid}); err != nil {
		return err
	}
	play, err := b.play(order, client, t.shop+" "+t.name)
	if err != nil {
		return err
	}
	b.Orders[play.name], b.Supervisions[play.name] = order.ID, play.flow
	for _, step := range t.steps[1:] {
		ago, err := time.ParseDuration(step.ago)
		if err != nil {
			return err
		}
		b.plan(b.Today.Add(-ago), func() error { return play.do(step.do) })
	}
	return nil
}

// supervise plans one order's delivery by its fate: most are accepted, some after a
// rejection, a few wait for their customer or are given back.
func (b *builder) supervise(order market.Order, client market.Customer, fate int) error {
	play, err := b.play(order, client, "")
	if err != nil {
		return err
	}
	story := "6h submit, 20h confirm, 60h sow, 130h deliver, 40h accept"
	switch {
	case fate%9 == 4:
		story = "3h submit, 9h refuse, 30h submit, 9h confirm, 100h deliver, 26h reject, 50h deliver, 20h accept"
	case fate%17 == 6:
		story = "26h submit, 22h confirm, 200h deliver"
	case fate%19 == 7:
		story = "5h submit, 28h refund whole, 30h approve"
	case fate%23 == 8:
		story = "8h submit, 18h confirm, 120h deliver, 22h reject, 90h appeal, 40h return, 60h deliver, 30h accept"
	}
	at := b.clock.Now()
	for part := range strings.SplitSeq(story, ", ") {
		gap, step, _ := strings.Cut(part, " ")
		passes, err := time.ParseDuration(gap)
		if err != nil {
			return err
		}
		at = market.Office().Plus(at.Add(passes), time.Duration(fate%40)*time.Minute)
		b.plan(at, func() error { return play.do(step) })
	}
	return nil
}

// play is one delivery with the people who act in it.
type play struct {
	*builder
	name    string
	order   market.Order
	client  market.Customer
	counter *db.Seller // the customer's
	store   *db.Seller // the seller's support
	desk    *db.Seller // the operator's manager
	money   *db.Seller // the seller's finance
	flow    market.SupervisionID
	appeal  market.AppealID
	refund  market.RefundID
}

func (b *builder) play(order market.Order, client market.Customer, name string) (*play, error) {
	handle := "lanxi"
	if order.SellerID == b.Yunzhan {
		handle = "yunzhan"
	}
	p := &play{builder: b, name: name, order: order, client: client, counter: Buyer(b.db, order.SellerID, client, false),
		store: b.as("support@"+handle+".example", order.SellerID, market.Support),
		money: b.as("finance@"+handle+".example", order.SellerID, market.Finance),
		desk:  b.as("manager@platform.example", order.SellerID, market.Manager)}
	flow, err := p.counter.SupervisionOf(b.ctx, order.ID)
	p.flow = flow.ID
	return p, err
}

// do is one step of the play.
func (p *play) do(step string) error {
	err := p.act(step)
	if err != nil {
		err = fmt.Errorf("delivery of %s %q: %s: %w", p.order.Number, p.name, step, err)
	}
	return err
}

func (p *play) act(step string) (err error) {
	ctx := p.ctx
	about := p.order.ProductName + "，" + p.order.SpecName
	if skips, err := p.skips(step); skips || err != nil {
		return err
	}
	switch step {
	case "submit":
		return p.counter.SubmitSupervision(ctx, p.flow, market.Requirement{
			Text:  "需要在本月内完成" + about + "。现有系统运行三年，数据分布在三个仓库和两个分公司，须由顾问到场梳理。附件是我们整理的需求表。",
			Files: []market.Upload{{Name: "实施需求表.xlsx", Content: sheet("requirement of " + p.order.Number)}}})
	case "confirm":
		return p.store.ConfirmSupervision(ctx, p.flow, 0)
	case "refuse":
		return p.store.RefuseSupervision(ctx, p.flow, 0, "需求表没有写明分公司的网络条件和数据量，请补充后重新提交。")
	case "sow":
		return p.store.UploadSupervision(ctx, p.flow, []market.Upload{{Kind: market.EvidenceSOW, Name: "实施范围说明.docx", Content: letter("scope of " + p.order.Number)}})
	case "prepare":
		return errors.Join(
			p.store.AttachDraft(ctx, p.flow, market.DraftDelivery, market.Upload{Kind: market.EvidenceSOW, Name: "实施范围说明.docx", Content: letter("scope of " + p.order.Number)}),
			p.store.KeepDraft(ctx, p.flow, market.DraftDelivery, map[string]string{"result": "已按平台裁定重新核对范围，三个仓库的期初数据导入完成，正在等待客户签字的验收报告。"}))
	case "deliver":
		return p.over()
	case "accept":
		return p.counter.AcceptSupervision(ctx, p.flow, "已按验收文档逐项核对，可以使用。")
	case "reject":
		return p.counter.RejectSupervision(ctx, p.flow, "3 个仓库的期初库存没有导入，无法开账。")
	}
	if strings.HasPrefix(step, "refund ") && p.appeal.IsZero() || step == "approve" || step == "turn down" {
		return p.giveBack(step)
	}
	return p.dispute(step)
}

func (p *play) handover() market.Delivery {
	opened := p.clock.Now().Add(-3 * time.Hour)
	return market.Delivery{OpenedAt: &opened, Result: "已完成" + p.order.SpecName + "约定的全部内容，三个仓库的期初数据导入并核对，权限按岗位配置，交付文档见附件。",
		Files: []market.Upload{
			{Kind: market.EvidenceSOW, Name: "实施范围说明.docx", Content: letter("scope of " + p.order.Number)},
			{Kind: market.EvidenceAcceptance, Name: "项目验收报告.pdf", Content: paper("Acceptance of " + p.order.Number)},
			{Kind: market.EvidenceDeployment, Name: "交付截图.png", Content: logo(p.order.Number)},
		}}
}

// giveBack is what becomes of a customer's wish to have money back.
func (p *play) giveBack(step string) (err error) {
	ctx := p.ctx
	switch step {
	case "refund whole":
		p.refund, err = p.counter.RequestRefund(ctx, market.RefundRequest{OrderID: p.order.ID, Amount: p.order.Amount, ContactShown: true,
			Reason: "公司调整了年度预算，这个项目今年不再实施，申请全额退订。"})
	case "refund part":
		p.refund, err = p.counter.RequestRefund(ctx, market.RefundRequest{OrderID: p.order.ID, Amount: p.order.Amount.Times(market.Percent("40")),
			Reason: "两个分公司暂缓上线，申请退还对应部分的费用。"})
	case "approve":
		return p.money.ApproveRefund(ctx, p.refund, "已与客户确认，同意退订。", market.Address{})
	case "turn down":
		return p.money.RejectRefund(ctx, p.refund, "需求已经确认并安排了顾问，请按原计划继续；如有困难可以与我们商量改期。")
	}
	if err == nil && p.name != "" {
		p.Refunds[p.name] = p.refund
	}
	return err
}

// dispute is a step of an appeal.
func (p *play) dispute(step string) (err error) {
	ctx := p.ctx
	decide := func(outcome market.AppealOutcome, amount market.Money, why string) error {
		return p.desk.DecideAppeal(ctx, p.appeal, market.Decision{Outcome: outcome, ReturnNode: market.NodeReview, Amount: amount, Conclusion: why})
	}
	file := func(store *db.Seller, c market.Complaint) error {
		if p.appeal, err = store.FileAppeal(ctx, p.flow, c); err == nil && p.name != "" {
			p.Appeals[p.name] = p.appeal
		}
		return err
	}
	switch step {
	case "appeal":
		return file(p.counter, market.Complaint{Ground: market.GroundDispute, Reason: "重新导入 3 个仓库的期初库存，或退还对应 6 人天费用。", Files: []market.Upload{
			{Kind: market.EvidenceAppeal, Name: "库存差异清单.xlsx", Content: sheet("differences of " + p.order.Number)},
			{Kind: market.EvidenceAppeal, Name: "沟通记录.pdf", Content: paper("Talks about " + p.order.Number)}}})
	case "idle":
		return file(p.counter, market.Complaint{Ground: market.GroundIdle, Reason: "确认需求后一直没有顾问到场，电话也没有人接，要求尽快实施或全额退款。"})
	case "no accept":
		return file(p.store, market.Complaint{Ground: market.GroundNoAccept, Reason: "交付后客户一直不验收，三次电话都说在忙，请平台协助确认验收。"})
	case "unreachable":
		return file(p.store, market.Complaint{Ground: market.GroundUnreachable, Reason: "交付后客户电话停机、邮件退回，无法联系，请平台代为验收。", Files: []market.Upload{
			{Kind: market.EvidenceCommitment, Name: "申诉介入处理承诺函.pdf", Content: paper("Letter of commitment for " + p.order.Number)}}})
	case "withdraw":
		return p.counter.WithdrawAppeal(ctx, p.appeal)
	case "take":
		return p.desk.AssignAppeal(ctx, p.appeal, p.People["manager@platform.example"])
	case "call buyer":
		return p.desk.ContactAppeal(ctx, p.appeal, market.AppealContact{Channel: market.ContactCall, Party: market.PartyBuyer, Person: "王经理", Reached: true, Shared: true,
			Text: "客户确认三个仓库中有一个缺期初库存，愿意在补齐后验收，也接受退还对应部分。"})
	case "call seller":
		return p.desk.ContactAppeal(ctx, p.appeal, market.AppealContact{Channel: market.ContactMail, Party: market.PartySeller, Person: "交付负责人", Reached: true,
			Text: "请商家说明三个仓库的导入批次，并准备导入日志。"})
	case "call nobody":
		return p.desk.ContactAppeal(ctx, p.appeal, market.AppealContact{Channel: market.ContactCall, Party: market.PartyBuyer, Text: "拨打两次均无人接听，已留言请客户回电。"})
	case "note":
		return p.desk.ContactAppeal(ctx, p.appeal, market.AppealContact{Channel: market.ContactNote, Text: "导入记录的行数与差异清单对得上，倾向退还一个仓库的费用。"})
	case "ask seller":
		return p.desk.AskAppeal(ctx, p.appeal, market.PartySeller, "客户称期初库存未导入；请提供导入记录与客户签收单。")
	case "ask buyer":
		return p.desk.AskAppeal(ctx, p.appeal, market.PartyBuyer, "请提供双方约定实施范围的合同页或邮件。")
	case "supply":
		return p.store.SupplyAppeal(ctx, p.appeal, "导入记录共 1,284 行，三个仓库均在其中，签收单见附件。", []market.Upload{
			{Kind: market.EvidenceAppeal, Name: "导入记录.xlsx", Content: sheet("import log of " + p.order.Number)},
			{Kind: market.EvidenceAppeal, Name: "客户签收单.pdf", Content: paper("Receipt of " + p.order.Number)}})
	case "continue":
		return decide(market.OutcomeContinue, market.Money{}, "商家已说明延期原因并给出新的排期，客户同意，继续履约。")
	case "return":
		return decide(market.OutcomeReturn, market.Money{}, "双方对需求理解不一致，退回商家确认需求，重新核对范围后再实施。")
	case "accept for":
		return decide(market.OutcomeAccept, market.Money{}, "交付证明和承诺函齐全，客户在公示期内没有回应，平台代为验收。")
	case "refund all":
		return decide(market.OutcomeRefund, p.order.Amount, "商家未能按约定实施，全额退款。")
	case "refund some":
		return decide(market.OutcomeRefund, p.order.Amount.Times(market.Percent("30")), "一个仓库的数据没有交付，退还对应的三成费用，其余部分有效。")
	case "dismiss":
		return decide(market.OutcomeReject, market.Money{}, "验收文档与现场截图显示期初库存已导入，申诉不成立。")
	}
	return fmt.Errorf("nobody knows how to %q", step)
}
