package statements

import (
	"context"

	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// feeFacts are what the invoice says.
func (p ShowPage) feeFacts(ctx context.Context) []ui.Fact {
	i := p.Fee
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "statement.fee_amount"), Part: ui.MoneyIn(i.Amount, i.Currency)},
		{Label: i18n.T(ctx, "statement.fee_title"), Text: i.Title},
		{Label: i18n.T(ctx, "statement.fee_tax_number"), Text: i.TaxNumber},
		{Label: i18n.T(ctx, "statement.fee_asked"), Text: i18n.T(ctx, "statement.fee_by", i.AskedBy, i.AskedAt)},
	}
	if i.IssuedAt == nil {
		return append(facts, ui.Fact{Label: i18n.T(ctx, "statement.fee_number"), Text: i18n.T(ctx, "statement.fee_waits")})
	}
	path := "/files/" + i.FileID.String()
	if p.Operator {
		path = "/operator/files/" + p.Statement.SellerID.String() + "/" + i.FileID.String()
	}
	return append(facts,
		ui.Fact{Label: i18n.T(ctx, "statement.fee_number"), Part: ui.TextLink(i.Number, path)},
		ui.Fact{Label: i18n.T(ctx, "statement.fee_issued"), Part: ui.Time(*i.IssuedAt)})
}
