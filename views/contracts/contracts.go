// Package contracts is the pages of whom a seller contracts with to sell abroad.
package contracts

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func name(ctx context.Context, e market.Entity) string { return e.Name.V[i18n.Lang(ctx)] }

// regionNames words the regions of an entity.
func regionNames(ctx context.Context, entity string, regions []market.Region) string {
	var names []string
	for _, region := range regions {
		if region.Entity == entity {
			names = append(names, region.Name.V[i18n.Lang(ctx)])
		}
	}
	return strings.Join(names, i18n.T(ctx, "common.list_join"))
}

func when(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func signed(contracts []market.Contract) int {
	n := 0
	for _, c := range contracts {
		if c.Status == market.ContractCertified {
			n++
		}
	}
	return n
}

func contractFacts(ctx context.Context, c market.Contract) []ui.Fact {
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "contract.signed_at"), Part: ui.Time(when(c.SignedAt))},
		{Label: i18n.T(ctx, "contract.signed_by"), Text: c.SignedBy},
		{Label: i18n.T(ctx, "contract.currency"), Text: i18n.T(ctx, market.International.Currency().Key())},
	}
	if c.Supplement {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "contract.kind"), Text: i18n.T(ctx, "contract.kind_supplement")})
	}
	return facts
}

func bankFacts(ctx context.Context, c market.Contract) []ui.Fact {
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "contract.legal_name"), Text: c.LegalName},
		{Label: i18n.T(ctx, "contract.address"), Text: c.Address},
		{Label: i18n.T(ctx, "contract.tax_number"), Part: ui.ID(c.TaxNumber, "")},
		{Label: i18n.T(ctx, "contract.bank_name"), Text: c.BankName},
		{Label: i18n.T(ctx, "contract.swift"), Part: ui.ID(c.Swift, "")},
		{Label: i18n.T(ctx, "contract.account_no"), Part: ui.Masked(c.Account())},
	}
	if c.ProofFileID != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "contract.proof"), Part: ui.FileLink(i18n.T(ctx, "contract.proof"), "/files/"+c.ProofFileID.String(), "")})
	}
	if c.CertifiedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "contract.certified_at"), Part: ui.Time(*c.CertifiedAt)})
	}
	return facts
}

// known is the entity that is changed, the zero one for a new one.
func known(all []market.Contract, code string) market.Entity {
	at := slices.IndexFunc(all, func(c market.Contract) bool { return c.Code == code })
	if at < 0 {
		return market.Entity{}
	}
	return all[at].Entity
}

// filled is the form as it begins: the regions that the entity has are ticked.
func filled(f ui.Form, regions []market.Region, code string) ui.Form {
	if f.Values != nil {
		return f
	}
	var ticked []string
	for _, region := range regions {
		if region.Entity == code {
			ticked = append(ticked, region.Code)
		}
	}
	f.Values = url.Values{"regions": ticked}
	return f
}

func regionOptions(ctx context.Context, regions []market.Region) []ui.Option {
	options := make([]ui.Option, len(regions))
	for i, region := range regions {
		options[i] = ui.Option{Value: region.Code, Label: region.Name.V[i18n.Lang(ctx)]}
	}
	return options
}

func entityOptions(ctx context.Context, all []market.Contract, without string) []ui.Option {
	var options []ui.Option
	for _, one := range all {
		if one.Code != without {
			options = append(options, ui.Option{Value: one.Code, Label: name(ctx, one.Entity)})
		}
	}
	return options
}

func replacedOn(e market.Entity) string {
	if e.ReplacedOn == nil {
		return ""
	}
	return e.ReplacedOn.String()
}

func tick(on bool) string {
	if on {
		return "on"
	}
	return ""
}
