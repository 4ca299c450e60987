// Package certifications is the pages of a seller's bank and tax data.
package certifications

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func startTitle(ctx context.Context, act market.Act) string {
	if act == market.ChangeCertification {
		return i18n.T(ctx, act)
	}
	return i18n.T(ctx, "certification.begin")
}

func companyFacts(ctx context.Context, c market.Certification) []ui.Fact {
	return []ui.Fact{
		{Label: i18n.T(ctx, "certification.legal_name"), Text: c.LegalName},
		{Label: i18n.T(ctx, "certification.credit_code"), Part: ui.ID(c.CreditCode, "")},
		{Label: i18n.T(ctx, "certification.address"), Text: c.Address},
		{Label: i18n.T(ctx, "certification.phone"), Text: c.Phone},
		{Label: i18n.T(ctx, "certification.taxpayer"), Text: i18n.T(ctx, "certification.taxpayer_"+c.Taxpayer)},
		{Label: i18n.T(ctx, "certification.vat_rate"), Text: c.VATRate.String()},
	}
}

func bankFacts(ctx context.Context, c market.Certification) []ui.Fact {
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "certification.account_name"), Text: c.LegalName},
		{Label: i18n.T(ctx, "certification.bank_name"), Text: c.BankName},
		{Label: i18n.T(ctx, "certification.bank_branch"), Text: c.BankBranch},
		{Label: i18n.T(ctx, "certification.account_no"), Part: ui.Masked(c.Account())},
		{Label: i18n.T(ctx, "certification.submitted_at"), Part: ui.Time(c.SubmittedAt)},
	}
	if c.ProofFileID != nil {
		url := "/files/" + c.ProofFileID.String()
		if ui.FrameOf(ctx).Door == ui.OperatorDoor {
			url = "/operator/files/" + c.SellerID.String() + "/" + c.ProofFileID.String()
		}
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "certification.proof"), Part: ui.FileLink(i18n.T(ctx, "certification.proof"), url, "")})
	}
	if c.CertifiedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "certification.certified_at"), Part: ui.Time(*c.CertifiedAt)})
	}
	return facts
}

func taxpayers(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, one := range market.Taxpayers {
		all = append(all, ui.Option{Value: one, Label: i18n.T(ctx, "certification.taxpayer_"+one)})
	}
	return all
}

func rates(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, one := range market.Taxpayers {
		for _, r := range market.VATRates[one] {
			all = append(all, ui.Option{Value: r.Percent(), Label: i18n.T(ctx, "certification.rate_for", r.String(), market.Word("certification.taxpayer_"+one))})
		}
	}
	return all
}

func rate(c market.Certification) string {
	if c.VATRate.IsZero() {
		return ""
	}
	return c.VATRate.Percent()
}

func or(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}

func statusFilters(ctx context.Context) []ui.Filter {
	var states []ui.Option
	for _, status := range market.CertificationStatuses {
		states = append(states, ui.Option{Value: string(status), Label: i18n.T(ctx, status.Key())})
	}
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "certification.text_hint")},
		{Name: "status", Kind: ui.FilterSelect, Options: states},
	}
}
