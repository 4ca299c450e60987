package audits

import (
	"context"
	"encoding/json"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func checkColumns(checks []market.SellerCheck) []ui.Column {
	columns := []ui.Column{{Name: "entries", Right: true}, {Name: "removed", Right: true}, {Name: "waiting", Right: true}, {Name: "faults", Right: true}, {Name: "head", Width: "id"}}
	if len(checks) > 1 {
		return append([]ui.Column{{Name: "company_name"}}, columns...)
	}
	return columns
}

func whose(ctx context.Context, check market.SellerCheck) string {
	if check.CompanyName == "" {
		return i18n.T(ctx, "audit.own_house")
	}
	return check.CompanyName
}

func broken(checks []market.SellerCheck) (n int) {
	for _, check := range checks {
		n += len(check.Faults)
	}
	return n
}

func verifyURL(ctx context.Context) string {
	path, _, _ := strings.Cut(ui.QueryOf(ctx).With(), "?")
	return path + "/verify"
}

func entryURL(ctx context.Context, a market.Audit) string {
	path, _, _ := strings.Cut(ui.QueryOf(ctx).With(), "?")
	return path + "/" + a.ID.String()
}

func entryFacts(ctx context.Context, a market.Audit) []ui.Fact {
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "audit.actor"), Text: Actor(ctx, a)},
		{Label: i18n.T(ctx, "audit.party"), Text: i18n.T(ctx, "common.party_"+string(a.Party))},
		{Label: i18n.T(ctx, "audit.at"), Part: ui.TimeWeek(a.At)},
		{Label: i18n.T(ctx, "audit.address"), Text: a.Address},
		{Label: i18n.T(ctx, "audit.subject"), Part: ui.ID(a.Subject, "")},
		{Label: i18n.T(ctx, "audit.event"), Text: a.Event().Event},
		{Label: i18n.T(ctx, "audit.resource"), Text: a.Event().Resource},
		{Label: i18n.T(ctx, "audit.level"), Text: i18n.T(ctx, a.Level().Key())},
	}
	if a.CompanyName != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "audit.company_name"), Text: a.CompanyName})
	}
	return append(facts, Facts(ctx, a)...)
}

// record is the entry as other systems read it, indented.
func record(a market.Audit) string {
	text, err := json.MarshalIndent(a.Record(), "", "  ")
	if err != nil {
		return ""
	}
	return string(text)
}
