package world

import (
	"errors"
	"fmt"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// paperwork is one invoice and what becomes of it: how long before the story's end it was
// asked for, and every further step.
type paperwork struct {
	name  string
	shop  string
	kind  market.InvoiceType
	title market.TitleKind
	steps []told
}

var paperworks = []paperwork{
	{"returned", "lanxi", market.InvoiceSpecialPaper, market.TitleEnterprise, []told{{"1500h", "ask"}, {"1460h", "issue"}, {"1390h", "sign"}, {"900h", "give back"}, {"830h", "return"}}},
	{"red", "lanxi", market.InvoiceOrdinaryDigital, market.TitlePersonal, []told{{"1180h", "ask"}, {"1150h", "issue"}, {"1000h", "return"}}},
	{"completed", "lanxi", market.InvoiceSpecialDigital, market.TitleEnterprise, []told{{"840h", "ask"}, {"790h", "issue"}, {"760h", "sign"}}},
	{"rejected", "lanxi", market.InvoiceOrdinaryDigital, market.TitleEnterprise, []told{{"610h", "ask"}, {"588h", "reject"}}},
	{"cancelled", "lanxi", market.InvoiceOrdinaryDigital, market.TitleEnterprise, []told{{"420h", "ask"}, {"418h", "cancel"}}},
	{"issued", "lanxi", market.InvoiceSpecialPaper, market.TitleEnterprise, []told{{"260h", "ask"}, {"236h", "issue"}}},
	{"returning", "lanxi", market.InvoiceSpecialDigital, market.TitleEnterprise, []told{{"330h", "ask"}, {"300h", "issue"}, {"290h", "sign"}, {"42h", "give back"}}},
	{"soon", "lanxi", market.InvoiceOrdinaryPaper, market.TitleOrganisation, []told{{"150h", "ask"}}},
	{"requested", "lanxi", market.InvoiceSpecialDigital, market.TitleEnterprise, []told{{"20h", "ask"}}},
	{"late", "yunzhan", market.InvoiceOrdinaryDigital, market.TitleEnterprise, []told{{"230h", "ask"}}},
	{"requested", "yunzhan", market.InvoiceSpecialDigital, market.TitleEnterprise, []told{{"50h", "ask"}}},
}

// invoices lets customers ask for invoices over what they bought, one in every state.
func (b *builder) invoices() error {
	b.Invoices = map[string]market.InvoiceID{}
	sellers := map[string]market.SellerID{"lanxi": b.Lanxi, "yunzhan": b.Yunzhan}
	for shop, seller := range sellers {
		b.plan(b.Today.AddDate(0, -3, 0), func() error {
			return b.finance(shop, seller).SetInvoice(b.ctx, market.InvoiceTerms{Types: market.JSON[[]market.InvoiceType]{V: []market.InvoiceType{
				market.InvoiceOrdinaryDigital, market.InvoiceOrdinaryPaper, market.InvoiceSpecialDigital, market.InvoiceSpecialPaper}},
				MailName: "财务部", MailPhone: "021-5830 1120", MailAddress: "上海市浦东新区银城路 88 号 12 层"})
		})
	}
	for i, p := range paperworks {
		for _, step := range p.steps {
			ago, err := time.ParseDuration(step.ago)
			if err != nil {
				return err
			}
			b.plan(b.Today.Add(-ago), func() error { return b.paperwork(sellers[p.shop], p, i, step.do) })
		}
	}
	return nil
}

// finance is the seller's person who makes invoices out.
func (b *builder) finance(shop string, seller market.SellerID) *db.Seller {
	return b.as("finance@"+shop+".example", seller, market.Finance)
}

// paperwork does one step of an invoice's story. Where no order can be invoiced, there is no
// story.
func (b *builder) paperwork(seller market.SellerID, p paperwork, n int, step string) error {
	name := p.shop + " " + p.name
	id, asked := b.Invoices[name]
	if step == "ask" {
		return b.askInvoice(seller, p, name)
	}
	if !asked {
		return nil
	}
	store := b.finance(p.shop, seller)
	row, err := store.Invoice(b.ctx, id)
	if err != nil {
		return err
	}
	counter := Buyer(b.db, seller, market.Customer{ID: row.CustomerID, Name: row.CustomerName}, false)
	switch step {
	case "issue":
		return store.IssueInvoice(b.ctx, id, b.issuing(row.Invoice, n))
	case "sign":
		return counter.SignInvoice(b.ctx, id)
	case "give back":
		return counter.GiveBackInvoice(b.ctx, id, "抬头少了“集团”二字，无法入账，请重开。")
	case "return":
		red := ""
		if row.Medium() != market.MediumPaper {
			red = fmt.Sprintf("26317000%012d", 730118+n)
		}
		return store.ReturnInvoice(b.ctx, id, "客户抬头变更，已开具红字发票。", red)
	case "reject":
		return store.RejectInvoice(b.ctx, id, "税号与企业名称对不上，请核对后重新申请。")
	case "cancel":
		return counter.CancelInvoice(b.ctx, id)
	}
	return fmt.Errorf("invoice %s: no step %s", name, step)
}

// askInvoice asks for an invoice over the newest order that can be invoiced.
func (b *builder) askInvoice(seller market.SellerID, p paperwork, name string) error {
	orders, err := b.finance(p.shop, seller).Orders(b.ctx, market.OrderSearch{Status: market.OrderCompleted}, market.Ask{Size: 100})
	if err != nil {
		return err
	}
	for _, row := range orders.Rows {
		order, err := b.finance(p.shop, seller).Order(b.ctx, row.ID)
		if err != nil {
			return err
		}
		wanted := market.InvoiceRequest{Orders: []market.OrderID{order.ID}, Type: p.kind, TitleKind: p.title, Title: order.CustomerName}
		if p.title == market.TitlePersonal {
			wanted.Title = "周明远"
		}
		if p.title == market.TitleEnterprise {
			wanted.TaxNumber = fmt.Sprintf("91310115MA1K%06d", 400000+len(b.Invoices)*7919)
			wanted.Address, wanted.Phone = "上海市徐汇区漕溪北路 331 号", "021-6439 8800"
			wanted.BankName, wanted.BankAccount = "招商银行上海徐家汇支行", fmt.Sprintf("1219 0763 %04d 801", 3300+len(b.Invoices))
		}
		if p.kind.Medium() == market.MediumPaper {
			wanted.Receiver = market.Receiver{Name: "李雯", Phone: "13916620478", Address: "上海市徐汇区漕溪北路 331 号 6 层财务室"}
		} else {
			wanted.Receiver = market.Receiver{Email: "finance@" + order.CustomerAccount[:min(4, len(order.CustomerAccount))] + ".example"}
		}
		counter := Buyer(b.db, seller, market.Customer{ID: order.CustomerID, Name: order.CustomerName}, false)
		id, err := counter.RequestInvoice(b.ctx, wanted)
		var problem *market.Problem
		if errors.As(err, &problem) && problem.Kind == market.KindConflict {
			continue // this one cannot be invoiced
		}
		if err == nil {
			b.Invoices[name] = id
		}
		return err
	}
	return nil
}

func (b *builder) issuing(i market.Invoice, n int) market.Issuing {
	what := market.Issuing{DatedOn: market.DayOf(b.clock.Now()), Amount: i.Amount}
	if i.Medium() == market.MediumPaper {
		what.PaperNumber, what.PaperCode = fmt.Sprintf("%08d", 31204417+n*13), "3100234130"
		what.Courier, what.CourierNumber = "顺丰速运", fmt.Sprintf("SF14402%08d", 61203314+n)
		return what
	}
	what.PaperNumber = fmt.Sprintf("26317000%012d", 512046+n*31)
	what.File = &market.Upload{Name: "数电发票-" + what.PaperNumber + ".pdf", Content: paper("Invoice " + what.PaperNumber)}
	return what
}
