package world

import (
	"fmt"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// talk is one ticket and what becomes of it.
type talk struct {
	name  string
	shop  string
	title string
	text  string
	hurry market.TicketPriority
	steps []told
}

var talks = []talk{
	{"rated", "lanxi", "发票抬头如何修改", "我们公司更名了，新订单的发票抬头在哪里改？", market.PriorityNormal, []told{{"640h", "open"}, {"639h", "accept"}, {"638h", "solve"}, {"620h", "confirm"}, {"619h", "rate"}}},
	{"lapsed", "lanxi", "导入物料时提示编码重复", "从 Excel 导入 1,200 条物料，第 318 行提示编码重复，但表里没有重复。", market.PriorityNormal, []told{{"410h", "open"}, {"408h", "accept"}, {"406h", "reply"}, {"404h", "answer"}, {"384h", "solve"}}},
	{"cancelled", "lanxi", "无法登录", "密码错误，不用处理了，已经找回。", market.PriorityNormal, []told{{"300h", "open"}, {"299h", "cancel"}}},
	{"reopened", "lanxi", "月末结转后科目余额不平", "结转损益后，本年利润与利润表差 0.35 元。", market.PriorityUrgent, []told{{"120h", "open"}, {"119h", "accept"}, {"96h", "solve"}, {"72h", "reopen"}, {"71h", "transfer"}}},
	{"escalated", "lanxi", "单点登录回跳后白屏", "从云商店控制台点“立即使用”，跳转后页面空白，控制台报 403。", market.PriorityUrgent, []told{{"74h", "open"}, {"73h", "accept"}, {"72h", "reply"}, {"70h", "escalate"}, {"46h", "platform"}}},
	{"confirming", "lanxi", "考勤机数据没有同步", "昨天 14 点后的打卡记录没有进系统。", market.PriorityNormal, []told{{"97h", "open"}, {"96h", "accept"}, {"73h", "ask"}, {"72h", "authorise"}, {"44h", "solve"}}},
	{"processing", "lanxi", "审批流节点能不能按金额分支", "合同金额超过 50 万时要多一级审批，怎么配置？", market.PriorityNormal, []told{{"47h", "open"}, {"46h", "accept"}, {"23h", "ask"}}},
	{"dispatched", "lanxi", "试用转正式后数据是否保留", "试用期内录入的客户资料，购买正式版后还在吗？", market.PriorityNormal, []told{{"14h", "open"}}},
	{"urged", "lanxi", "打印模板偏移", "送货单打印整体下移 3 毫米，急着发货。", market.PriorityUrgent, []told{{"1h", "open"}, {"20m", "urge"}}},
	{"late", "yunzhan", "集成任务频繁超时", "每天 02:00 的同步任务连续三天超时失败。", market.PriorityUrgent, []told{{"98h", "open"}}},
	{"late too", "yunzhan", "报表导出缺列", "导出的 Excel 少了“区域”一列。", market.PriorityNormal, []told{{"170h", "open"}, {"166h", "accept"}}},
}

// tickets lets customers ask about what they bought, one ticket in every state.
func (b *builder) tickets() error {
	b.Tickets = map[string]market.TicketID{}
	sellers := map[string]market.SellerID{"lanxi": b.Lanxi, "yunzhan": b.Yunzhan}
	for shop, seller := range sellers {
		b.plan(b.Today.AddDate(0, -2, 0), func() error {
			return b.support(shop, seller).SetReception(b.ctx, market.Reception{Receives: true, Hours: market.JSON[market.Hours]{V: market.OfficeHours()}})
		})
	}
	for i, t := range talks {
		for _, step := range t.steps {
			ago, err := time.ParseDuration(step.ago)
			if err != nil {
				return err
			}
			b.plan(b.Today.Add(-ago), func() error { return b.talk(sellers[t.shop], t, i, step.do) })
		}
	}
	return nil
}

// support is the seller's person who answers customers.
func (b *builder) support(shop string, seller market.SellerID) *db.Seller {
	return b.as("support@"+shop+".example", seller, market.Support)
}

func (b *builder) talk(seller market.SellerID, t talk, n int, step string) error {
	name := t.shop + " " + t.name
	id, asked := b.Tickets[name]
	if step == "open" {
		return b.askTicket(seller, t, n, name)
	}
	if !asked {
		return nil
	}
	store := b.support(t.shop, seller)
	row, err := store.Ticket(b.ctx, id)
	if err != nil {
		return err
	}
	client := Buyer(b.db, seller, market.Customer{ID: row.CustomerID, Name: row.CustomerName}, false)
	switch step {
	case "accept":
		return store.AcceptTicket(b.ctx, id)
	case "reply":
		return store.ReplyTicket(b.ctx, id, market.TicketText{Text: "已收到，请提供出现问题的时间和浏览器版本，我们先在测试环境复现。"})
	case "answer":
		return client.ReplyTicket(b.ctx, id, market.TicketText{Text: "截图见附件，时间是今天 9:20 左右。",
			Files: []market.Upload{{Kind: market.EvidenceOther, Name: "截图与日志.pdf", Content: paper("Screenshot and log")}}})
	case "ask":
		return store.AskTicket(b.ctx, id, "需要登录实例查看同步日志，只读，不修改数据。")
	case "authorise":
		return client.AuthoriseTicket(b.ctx, id)
	case "escalate":
		return store.EscalateTicket(b.ctx, id, "单点登录由平台签发票据，我们这边验签通过，疑似平台侧回调白名单缺失。")
	case "platform":
		manager := b.db.Operator(b.actor("manager@platform.example", market.Manager)).Seller(seller)
		return manager.ReplyTicket(b.ctx, id, market.TicketText{Text: "已核对白名单，缺少新域名，安排今天补齐。"})
	case "solve":
		return store.SolveTicket(b.ctx, id, "数据在夜间批处理时被重复提交，编码带有不可见空格。", "已清理空格并重新导入；导入模板增加了编码校验，避免再次出现。")
	case "confirm":
		return client.ConfirmTicket(b.ctx, id)
	case "rate":
		return client.RateTicket(b.ctx, id, 5, "答复很快，步骤清楚。")
	case "reopen":
		return client.ReopenTicket(b.ctx, id, "重新结转后差额还在，变成 0.70 元。")
	case "transfer":
		return store.TransferTicket(b.ctx, id, b.People["owner@"+t.shop+".example"], "涉及账务引擎，请负责人看一下。")
	case "urge":
		return client.UrgeTicket(b.ctx, id)
	case "cancel":
		return client.CancelTicket(b.ctx, id)
	}
	return fmt.Errorf("ticket %s: no step %s", name, step)
}

// askTicket asks about one of the seller's newest orders.
func (b *builder) askTicket(seller market.SellerID, t talk, n int, name string) error {
	orders, err := b.support(t.shop, seller).Orders(b.ctx, market.OrderSearch{Status: market.OrderCompleted}, market.Ask{Size: 20})
	if err != nil || len(orders.Rows) == 0 {
		return err
	}
	row := orders.Rows[n%len(orders.Rows)]
	client := Buyer(b.db, seller, market.Customer{ID: row.CustomerID, Name: row.CustomerName}, false)
	id, err := client.OpenTicket(b.ctx, market.TicketAsk{OrderID: &row.ID, Title: t.title, Text: t.text, Priority: t.hurry})
	if err == nil {
		b.Tickets[name] = id
	}
	return err
}
