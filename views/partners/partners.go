// Package partners is the pages of customer service providers and what they earn.
package partners

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// TermPage is setting one product's share.
type TermPage struct {
	Today market.Day
	Term  market.PartnerTermRow
}

// DetailPage is one provider's application.
type DetailPage struct {
	Partner market.Partner
	Refused *market.Reason
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.sales")}, {Text: i18n.T(ctx, "nav.partners")}}
	if len(more) > 0 {
		way[1].URL = "/partners"
	}
	return append(way, more...)
}

func operatorCrumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.operator_sales")}, {Text: i18n.T(ctx, "nav.operator_partners")}}
	if len(more) > 0 {
		way[1].URL = "/operator/partners"
	}
	return append(way, more...)
}

func url(id market.PartnerID, verb string) string {
	if verb == "" {
		return "/operator/partners/" + id.String()
	}
	return "/operator/partners/" + id.String() + "/" + verb
}

func setURL(t market.PartnerTermRow) string {
	return "/partners/set?product_id=" + t.ProductID.String()
}

func modelOptions(ctx context.Context) (all []ui.Option) {
	for _, m := range market.PartnerModels {
		all = append(all, ui.Option{Value: string(m), Label: i18n.T(ctx, m.Key()), Help: i18n.T(ctx, "partner.help_"+string(m))})
	}
	return all
}

func role(ctx context.Context, p market.Partner) string {
	if p.Role == "" {
		return ""
	}
	return i18n.T(ctx, p.Role.Key())
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "partner.number"), Part: ui.ID(p.Partner.Number, "")},
		{Label: i18n.T(ctx, "partner.account"), Text: p.Partner.Account},
		{Label: i18n.T(ctx, "partner.role"), Text: role(ctx, p.Partner)},
		{Label: i18n.T(ctx, "partner.created_at"), Part: ui.Time(p.Partner.CreatedAt)},
	}
	if p.Partner.SubmittedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "partner.submitted_at"), Part: ui.Time(*p.Partner.SubmittedAt)})
	}
	if p.Partner.DecidedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "partner.decided_at"), Part: ui.Time(*p.Partner.DecidedAt)}, ui.Fact{Label: i18n.T(ctx, "partner.decided_by"), Text: p.Partner.DecidedBy})
	}
	return facts
}

// proof is one proof with its words.
type proof struct{ name, text string }

func (p DetailPage) proofs() []proof {
	v := p.Partner.Proofs.V
	return []proof{{"product", v.Product}, {"authorization", v.Authorization}, {"sales", v.Sales}, {"contracts", v.Contracts}}
}

// example works the formula of the product's model out for an order of 10,000 with the tax of
// 6 % (transactions.md §6.7 F3, F4).
func example(ctx context.Context, t market.PartnerTermRow) ([][]ui.Term, []ui.Term) {
	deal, tax := market.Yuan("10000.00"), market.Percent("6")
	rates := market.PartnerRates{OutputVAT: tax, ServiceTax: tax}
	base := []ui.Term{{Value: i18n.Money(deal), Name: i18n.T(ctx, "partner.deal")}}
	earned := market.DealShare(deal, t.Share, rates)
	if t.Model == market.PartnerFloor {
		floor := deal.Times(t.Discount)
		base = []ui.Term{{Sign: "("}, {Value: i18n.Money(deal), Name: i18n.T(ctx, "partner.deal")}, {Sign: "−", Value: i18n.Money(floor), Name: i18n.T(ctx, "partner.floor")}, {Sign: ")"}}
		earned = market.FloorShare(deal, floor, t.Share, rates)
	}
	line := append(base, ui.Term{Sign: "×", Value: t.Share.String(), Name: i18n.T(ctx, "partner.share")},
		ui.Term{Sign: "÷", Value: "1.06", Name: i18n.T(ctx, "partner.vat")}, ui.Term{Sign: "×", Value: "1.06", Name: i18n.T(ctx, "partner.fee_tax")})
	return [][]ui.Term{line}, []ui.Term{{Sign: "=", Value: i18n.Money(earned), Name: i18n.T(ctx, "partner.earns"), Total: true}}
}

func begin(r market.Ratio) string {
	if r.IsZero() {
		return ""
	}
	return r.Percent()
}
