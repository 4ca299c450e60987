package world

import (
	"errors"
	"slices"
	"time"

	"sellercenter/internal/market"
)

// asked is one buyer's question about a product and what becomes of it.
type asked struct {
	name     string
	shop     string
	customer market.Customer
	text     string
	steps    []told
}

var askings = []asked{
	{"answered", "lanxi", market.Customer{ID: "C-201", Name: "何敏"}, "支持和企业微信的组织架构同步吗？多久同步一次？", []told{{"530h", "ask"}, {"526h", "answer"}}},
	{"amended", "lanxi", market.Customer{ID: "C-202", Name: "陈立群"}, "标准版最多可以建多少个账套？", []told{{"340h", "ask"}, {"338h", "answer"}, {"170h", "amend"}}},
	{"hidden", "lanxi", market.Customer{ID: "C-203", Name: "路人"}, "加我微信 kf8866，同款软件五折出售。", []told{{"290h", "ask"}, {"286h", "hide"}}},
	{"improper", "lanxi", market.Customer{ID: "C-204", Name: "沈知行"}, "可以私下签合同，不走云商店吗？", []told{{"150h", "ask"}, {"149h", "answer"}, {"126h", "hide answer"}}},
	{"shown", "lanxi", market.Customer{ID: "C-205", Name: "高远"}, "试用期结束后数据会保留多久？", []told{{"122h", "ask"}, {"121h", "answer"}, {"98h", "hide"}, {"97h", "show"}}},
	{"waiting", "lanxi", market.Customer{ID: "C-206", Name: "苏禾"}, "能否对接金蝶云星空的凭证接口？需要额外付费吗？", []told{{"26h", "ask"}}},
	{"waiting too", "lanxi", market.Customer{ID: "C-201", Name: "何敏"}, "移动端审批支持离线查看附件吗？", []told{{"3h", "ask"}}},
	{"waiting", "yunzhan", market.Customer{ID: "C-207", Name: "贺一鸣"}, "集成任务失败后会自动重试吗？最多几次？", []told{{"190h", "ask"}}},
	{"answered", "yunzhan", market.Customer{ID: "C-208", Name: "唐宁"}, "支持从 Oracle 11g 抽取数据吗？", []told{{"260h", "ask"}, {"212h", "answer"}}},
	{"hidden", "yunzhan", market.Customer{ID: "C-209", Name: "匿名"}, "低价代充，联系 138 开头的号码。", []told{{"146h", "ask"}, {"144h", "hide"}}},
}

var replies = map[string]string{
	"lanxi answered":   "支持。授权后每 30 分钟同步一次，也可以在“组织 > 同步”里手动同步。",
	"lanxi amended":    "标准版最多 5 个账套，更多账套请选择专业版。",
	"lanxi improper":   "可以的，直接加我们销售的微信谈价格。",
	"lanxi shown":      "试用结束后数据保留 30 天，期间购买正式版可以继续使用。",
	"yunzhan answered": "支持 Oracle 11g R2 及以上版本，建议使用只读账号。",
}

// questions lets buyers ask about products on sale.
func (b *builder) questions() error {
	b.Questions = map[string]market.QuestionID{}
	sellers := map[string]market.SellerID{"lanxi": b.Lanxi, "yunzhan": b.Yunzhan}
	for i, q := range askings {
		for _, step := range q.steps {
			ago, err := time.ParseDuration(step.ago)
			if err != nil {
				return err
			}
			b.plan(b.Today.Add(-ago), func() error { return b.question(sellers[q.shop], q, i, step.do) })
		}
	}
	return nil
}

func (b *builder) question(seller market.SellerID, q asked, n int, step string) error {
	name := q.shop + " " + q.name
	if step == "ask" {
		return b.askQuestion(seller, q, n, name)
	}
	id, known := b.Questions[name]
	if !known {
		return nil
	}
	store := b.as("operations@"+q.shop+".example", seller, market.Operations)
	reviewer := b.db.Operator(b.actor("reviewer@platform.example", market.Reviewer)).Seller(seller)
	switch step {
	case "answer":
		return store.AnswerQuestion(b.ctx, id, replies[name])
	case "amend":
		return store.AmendQuestion(b.ctx, id, "标准版最多 8 个账套（自本月起由 5 个增加到 8 个），更多账套请选择专业版。")
	case "hide":
		return reviewer.HideQuestion(b.ctx, id, market.PartQuestion, "含有广告和联系方式，与商品无关。")
	case "hide answer":
		return reviewer.HideQuestion(b.ctx, id, market.PartAnswer, "引导客户线下交易，违反商家协议，请修改回答。")
	case "show":
		return reviewer.ShowQuestion(b.ctx, id)
	}
	return errors.New("question " + name + ": no step " + step)
}

// askQuestion asks about one of the seller's public products on sale.
func (b *builder) askQuestion(seller market.SellerID, q asked, n int, name string) error {
	goods, err := b.db.Storefront(market.Actor{Roles: []market.Role{market.Buyer}}).Goods(b.ctx, market.GoodsSearch{}, market.Ask{Size: 100})
	if err != nil {
		return err
	}
	rows := slices.DeleteFunc(goods.Rows, func(g market.GoodsRow) bool { return g.SellerID != seller })
	if len(rows) == 0 {
		return nil
	}
	id, err := Buyer(b.db, seller, q.customer, false).AskQuestion(b.ctx, rows[n%len(rows)].ID, q.text)
	if err == nil {
		b.Questions[name] = id
	}
	return err
}
