// Package agreements is the pages of what sellers sign.
package agreements

import (
	"cmp"
	"context"
	"strings"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func title(ctx context.Context, a market.Agreement) string { return a.Title.V[i18n.Lang(ctx)] }

// kind words which agreement it is.
func kind(ctx context.Context, a market.Agreement) string {
	k, _ := market.AgreementKindOf(a.Code)
	return i18n.T(ctx, k.Key())
}

func signLead(ctx context.Context, a market.Agreement, first bool) string {
	switch {
	case first:
		return i18n.T(ctx, "agreement.first_lead")
	case a.Version > 1:
		return i18n.T(ctx, "agreement.again_lead", waits(ctx, a))
	}
	return i18n.T(ctx, "agreement.sign_lead", waits(ctx, a))
}

// waits names what waits for the agreement.
func waits(ctx context.Context, a market.Agreement) string {
	k, _ := market.AgreementKindOf(a.Code)
	var all []string
	if k.Entry {
		all = append(all, i18n.T(ctx, "agreement.gate_entry"))
	}
	for _, area := range k.Areas {
		all = append(all, i18n.T(ctx, "agreement.gate_page", i18n.T(ctx, "nav."+string(area)+"s")))
	}
	for _, act := range k.Acts {
		all = append(all, i18n.T(ctx, act))
	}
	return cmp.Or(strings.Join(all, i18n.T(ctx, "common.list_join")), i18n.T(ctx, "agreement.gate_none"))
}

func topics(ctx context.Context, a market.Agreement) []string {
	all := make([]string, len(a.Topics.V))
	for i, topic := range a.Topics.V {
		all[i] = i18n.T(ctx, topic.Key())
	}
	return all
}

func when(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func facts(ctx context.Context, a market.Agreement) []ui.Fact {
	all := []ui.Fact{
		{Label: i18n.T(ctx, "agreement.counterparty"), Text: i18n.T(ctx, "agreement.marketplace")},
		{Label: i18n.T(ctx, "agreement.published_at"), Part: ui.Time(a.PublishedAt)},
		{Label: i18n.T(ctx, "agreement.effective_at"), Part: ui.Time(a.EffectiveAt)},
		{Label: i18n.T(ctx, "agreement.who_signs"), Text: ui.Roles(ctx, []market.Role{market.Owner})},
		{Label: i18n.T(ctx, "agreement.renewal"), Text: i18n.T(ctx, a.Renewal.Key())},
		{Label: i18n.T(ctx, "agreement.waits"), Text: waits(ctx, a)},
	}
	if a.SignedAt != nil {
		all = append(all, ui.Fact{Label: i18n.T(ctx, "agreement.signed_at"), Part: ui.Time(*a.SignedAt)},
			ui.Fact{Label: i18n.T(ctx, "agreement.signed_by"), Text: a.SignedBy})
	}
	return all
}

// newest is the newest version of that code, which the next begins with.
func newest(all []market.Agreement, code string) market.Agreement {
	for _, a := range all {
		if a.Code == code {
			return a
		}
	}
	return market.Agreement{}
}

func codes(ctx context.Context) (options []ui.Option) {
	for _, k := range market.AgreementKinds {
		options = append(options, ui.Option{Value: k.Code, Label: i18n.T(ctx, k.Key())})
	}
	return options
}

func topicOptions(ctx context.Context) (options []ui.Option) {
	for _, topic := range market.Topics {
		options = append(options, ui.Option{Value: string(topic), Label: i18n.T(ctx, topic.Key())})
	}
	return options
}

func renewalOptions(ctx context.Context) (options []ui.Option) {
	for _, r := range market.Renewals {
		options = append(options, ui.Option{Value: string(r), Label: i18n.T(ctx, r.Key())})
	}
	return options
}

// Signers is one version for the operator: the text, and where every seller stands with it.
func Signers(ctx context.Context, a, before market.Agreement, status market.AgreementStatus) ui.Listing[market.Signer] {
	q := ui.QueryOf(ctx)
	open := q.Get("unsigned") != ""
	return ui.Listing[market.Signer]{
		Area: "signer", Icon: "doc", Sort: "created_at", Dense: true, Above: versionPanel(a, before), Caption: i18n.T(ctx, "signer.list"),
		Head: ui.Head{Title: title(ctx, a), Facts: ui.Chips(ui.Chip(status), ui.Plain(kind(ctx, a)), ui.Plain(i18n.T(ctx, "agreement.version_no", a.Version))),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_agreements"), URL: "/operator/agreements"}, {Text: title(ctx, a)}}},
		Tabs: []ui.Tab{
			{Text: i18n.T(ctx, "common.any"), URL: q.Without("unsigned"), Count: i18n.Number(a.Wanted), Current: !open},
			{Text: i18n.T(ctx, "signer.unsigned"), URL: q.With("unsigned", "1"), Current: open},
		},
		Columns: []ui.Col[market.Signer]{
			{Name: "company_name", Fixed: true, Width: "wide", Cell: func(c *ui.Pen, s market.Signer) {
				c.Link(s.CompanyName, "/operator/sellers/"+s.SellerID.String(), s.Number)
			}, Value: func(s market.Signer) any { return s.CompanyName }},
			{Name: "number", Off: true, Value: func(s market.Signer) any { return s.Number }},
			{Name: "created_at", Width: "when", Sort: true, Value: func(s market.Signer) any { return s.CreatedAt }},
			{Name: "status", Width: "chip", Cell: func(c *ui.Pen, s market.Signer) { c.Chip(s.Status()) },
				Value: func(s market.Signer) any { return i18n.T(ctx, s.Status().Key()) }},
			{Name: "signed_at", Width: "when", Value: func(s market.Signer) any { return when(s.SignedAt) }},
			{Name: "signed_by", Value: func(s market.Signer) any { return s.SignedBy }},
			{Name: "used_at", Width: "when", Value: func(s market.Signer) any { return when(s.UsedAt) }},
		},
	}
}
