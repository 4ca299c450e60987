package world

import (
	"time"

	"sellercenter/internal/market"
)

// opinion is one review and what becomes of it.
type opinion struct {
	name  string
	shop  string
	stars int
	text  string
	reply string
	hide  string // why the operator hid it
}

var opinions = []opinion{
	{"replied", "lanxi", 5, "实施顾问很专业，两周完成上线，财务结账从五天缩短到一天。", "感谢认可，月结模板有更新会在服务群里通知。", ""},
	{"good", "lanxi", 4, "功能齐全，报表可以再快一点。", "新版本已优化大报表，下周二夜间升级。", ""},
	{"waiting", "lanxi", 5, "审批流配置灵活，业务部门自己就能改。", "", ""},
	{"low", "lanxi", 2, "导入物料多次失败，客服第二天才回复。", "", ""},
	{"hidden", "lanxi", 1, "加微信返现，联系方式见主页。", "", "评价内容是广告，与商品无关。"},
	{"low", "yunzhan", 1, "同步任务连续超时，影响了日报。", "", ""},
	{"replied", "yunzhan", 3, "能用，文档偏少。", "文档正在补充，接口示例本月上线。", ""},
}

// comments lets customers say what they think of completed orders, each of another one.
func (b *builder) comments() error {
	b.Comments = map[string]market.CommentID{}
	for i, o := range opinions {
		b.plan(b.Today.Add(-time.Duration(30+9*i)*time.Hour), func() error { return b.opinion(o) })
	}
	return nil
}

// opinion writes a review of the newest completed order that has none. Where no order can be
// reviewed, there is no story.
func (b *builder) opinion(o opinion) error {
	seller := map[string]market.SellerID{"lanxi": b.Lanxi, "yunzhan": b.Yunzhan}[o.shop]
	store := b.as("operations@"+o.shop+".example", seller, market.Operations)
	orders, err := store.Orders(b.ctx, market.OrderSearch{Status: market.OrderCompleted}, market.Ask{Size: 50})
	if err != nil {
		return err
	}
	written, err := store.Comments(b.ctx, market.CommentSearch{}, market.Ask{Size: 50})
	if err != nil {
		return err
	}
	reviewed := map[market.OrderID]bool{}
	for _, one := range written.Rows {
		reviewed[one.OrderID] = true
	}
	for _, row := range orders.Rows {
		if reviewed[row.ID] {
			continue
		}
		order, err := store.Order(b.ctx, row.ID)
		if err != nil {
			return err
		}
		if order.MayReview() != nil {
			continue
		}
		client := Buyer(b.db, seller, market.Customer{ID: row.CustomerID, Name: row.CustomerName}, false)
		id, err := client.AddComment(b.ctx, row.ID, market.CommentText{Stars: o.stars, Text: o.text})
		if err != nil {
			return err
		}
		b.Comments[o.shop+" "+o.name] = id
		if err := client.AddFavorite(b.ctx, order.ProductID); err != nil {
			return err
		}
		if o.reply != "" {
			return store.ReplyComment(b.ctx, id, o.reply)
		}
		if o.hide != "" {
			return b.db.Operator(b.actor("reviewer@platform.example", market.Reviewer)).Seller(seller).HideComment(b.ctx, id, o.hide)
		}
		return nil
	}
	return nil
}
