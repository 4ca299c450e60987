package world

import "sellercenter/internal/market"

// views are the lists as some of Lanxi's people want to see them: one for oneself, two for
// everybody.
func (b *builder) views() error {
	operations := b.as("operations@lanxi.example", b.Lanxi, market.Operations)
	finance := b.as("finance@lanxi.example", b.Lanxi, market.Finance)
	if _, err := operations.SaveView(b.ctx, market.Kept{List: "/products", Name: "在售 SaaS", Query: "access_type=saas&status=on_sale"}); err != nil {
		return err
	}
	if _, err := operations.SaveView(b.ctx, market.Kept{List: "/supervisions", Name: "人工服务待确认", Shared: true,
		Query: "access=service&node=REQ_REVIEW"}); err != nil {
		return err
	}
	_, err := finance.SaveView(b.ctx, market.Kept{List: "/orders", Name: "最近 30 天大单", Shared: true, Query: "paid=30d&sort=amount",
		Arrangement: market.Arrangement{Columns: market.JSON[[]string]{V: []string{"number", "customer", "product", "amount", "paid_at", "status"}}}})
	return err
}
