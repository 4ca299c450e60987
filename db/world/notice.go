package world

import (
	"fmt"
	"regexp"
	"time"

	"sellercenter/internal/market"
)

var sixDigits = regexp.MustCompile(`\d{6}`)

// reading plans when the sellers' people read their messages: each week, the last time the
// evening before yesterday.
func (b *builder) reading() error {
	evening := market.DayOf(b.Today).Begin().AddDate(0, 0, -2).Add(18 * time.Hour)
	for week := range 20 {
		b.plan(evening.AddDate(0, 0, -7*week), func() error {
			if err := b.as("support@lanxi.example", b.Lanxi, market.Support).ReadNotices(b.ctx, nil); err != nil {
				return err
			}
			return b.as("support@yunzhan.example", b.Yunzhan, market.Support).ReadNotices(b.ctx, nil)
		})
	}
	return nil
}

// receivers are who gets the busy seller's messages: one proved, one not yet; and the orders
// that are told to its server. From here on messages leave the seller center.
func (b *builder) receivers() error {
	b.clock.Set(b.Today.AddDate(0, 0, -10))
	b.db.Deliver(market.Mail, market.SMS)
	owner := b.as("owner@lanxi.example", b.Lanxi, market.Owner)
	duty, err := owner.AddReceiver(b.ctx, market.ReceiverForm{Name: "交付值班", Email: "duty@lanxi.example", Mobile: "13820005101", Language: "zh-CN",
		Types: []market.MessageType{market.MessageOpening, market.MessageOperation, market.MessageTicket}, ByMail: true})
	if err != nil {
		return err
	}
	if err := owner.SendReceiver(b.ctx, duty, market.Mail); err != nil {
		return err
	}
	if err := b.until(b.clock.Now().Add(time.Second)); err != nil {
		return err
	}
	texts := b.clock.Outbox().Texts()
	if len(texts) == 0 {
		return fmt.Errorf("no code was sent")
	}
	if err := owner.VerifyReceiver(b.ctx, duty, sixDigits.FindString(texts[len(texts)-1].Body)); err != nil {
		return err
	}
	if _, err := owner.AddReceiver(b.ctx, market.ReceiverForm{Name: "Finance desk", Email: "finance-desk@lanxi.example", Language: "en",
		Types: []market.MessageType{market.MessageSettlement}, ByMail: true}); err != nil {
		return err
	}
	saas := b.Products["澜溪云 ERP SaaS 版"]
	return owner.AddHook(b.ctx, b.Endpoints["lanxi"], "", &saas)
}
