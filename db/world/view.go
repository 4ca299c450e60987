package world

import (
	"sellercenter/db"
	"sellercenter/internal/market"
)

// views are the lists as some of Lanxi's people want to see them: one for oneself, two for
// everybody.
func (b *builder) views() error {
	operations := b.as("operations@lanxi.example", b.Lanxi, market.Operations)
	finance := b.as("finance@lanxi.example", b.Lanxi, market.Finance)
	for store, kept := range map[*db.Seller][]market.Kept{
		operations: {{List: "/products", Name: "在售 SaaS", Query: "access_type=saas&status=on_sale"},
			{List: "/supervisions", Name: "人工服务待确认", Shared: true, Query: "access=service&node=REQ_REVIEW"}},
		finance: {{List: "/orders", Name: "最近 30 天大单", Shared: true, Query: "paid=30d&sort=amount",
			Arrangement: market.Arrangement{Columns: market.JSON[[]string]{V: []string{"number", "customer", "product", "amount", "paid_at", "status"}}}}},
	} {
		for _, view := range kept {
			if _, err := store.SaveView(b.ctx, view); err != nil {
				return err
			}
		}
	}
	return b.tasks()
}

// tasks are changes of many rows: prices that wait to be applied.
func (b *builder) tasks() error {
	operations := b.as("operations@lanxi.example", b.Lanxi, market.Operations)
	lines := []market.SheetLine{
		{No: 2, Cells: map[string]string{"code": b.Codes["澜溪云 ERP SaaS 版/标准版/year"], "amount": "9800"}},
		{No: 3, Cells: map[string]string{"code": b.Codes["澜溪云 ERP SaaS 版/专业版/year"], "amount": "13,600"}},
		{No: 4, Cells: map[string]string{"code": b.Codes["澜溪电子合同/一百份合同包/once"], "amount": "380"}},
	}
	_, err := operations.UploadTask(b.ctx, market.PriceSheet.Kind, market.SheetFile{Name: "年付调价.xlsx", Sheet: "Sheet1", Letters: "amount=F&code=A", Lines: lines})
	return err
}
