package sellers

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// preconditions are what is checked when the form opens (catalogue.md §1.2).
func (p ApplicationPage) preconditions(ctx context.Context) []ui.Condition {
	met := func(key string, holds bool, value string) ui.Condition {
		c := ui.Condition{Name: i18n.T(ctx, "seller.before_"+key), Value: value, Verdict: ui.Met}
		if !holds {
			c.Verdict, c.How = ui.Unmet, i18n.T(ctx, "seller.before_"+key+"_how")
		}
		return c
	}
	who := i18n.T(ctx, p.Onboarding.Identity.Key())
	if p.Identity.Name != "" {
		who = i18n.T(ctx, "seller.identity_said", i18n.T(ctx, "seller.identity_type_"+string(p.Identity.Type)), p.Identity.Name, who)
	}
	return []ui.Condition{
		met("account", true, p.Seller.Number),
		met("identity", p.mayApply(), who),
		met("owner", ui.May(ctx, market.ApplySeller), ""),
		met("joined", !p.Joined, p.Identity.CreditCode),
	}
}

// IdentityPage is who stands behind the account, and the request that waits, if any.
type IdentityPage struct {
	ui.Form
	Seller     market.Seller
	Onboarding market.Onboarding
	Identity   market.Identity
	Open       *market.Review
}

// may reports whether the real-name data can be handed in now.
func (p IdentityPage) may(ctx context.Context) bool {
	return ui.May(ctx, market.IdentifySeller) && p.Seller.Status == market.SellerApplying && p.Onboarding.ReviewStatus != market.ReviewPending &&
		market.IdentityMoves.Can(p.Onboarding.Identity, market.IdentifySeller)
}

func identityFacts(ctx context.Context, i market.Identity) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "seller.identity_type"), Text: i18n.T(ctx, "seller.identity_type_"+string(i.Type))},
		{Label: i18n.T(ctx, "seller.identity_name"), Text: i.Name}}
	if i.Type == market.RealEnterprise {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "seller.credit_code"), Part: ui.ID(i.CreditCode, "")},
			ui.Fact{Label: i18n.T(ctx, "seller.representative"), Text: i.Representative})
	} else {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "seller.identity_number"), Part: ui.Masked(i.Number())})
	}
	facts = append(facts, ui.Fact{Label: i18n.T(ctx, "seller.identity"), Part: ui.FileLink(i18n.T(ctx, "seller.identity"), fileURL(ctx, i.SellerID, i.FileID.String()), "")},
		ui.Fact{Label: i18n.T(ctx, "seller.submitted_at"), Part: ui.Time(i.SubmittedAt)})
	if i.DecidedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "seller.decided_at"), Part: ui.Time(*i.DecidedAt)})
	}
	return facts
}

func identityTypes(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, one := range market.IdentityTypes {
		key := "seller.identity_type_" + string(one)
		all = append(all, ui.Option{Value: string(one), Label: i18n.T(ctx, key), Help: i18n.T(ctx, key+"_text")})
	}
	return all
}
