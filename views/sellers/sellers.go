// Package sellers is the pages of a seller's profile and its way onto the marketplace.
package sellers

import (
	"context"
	"slices"
	"strings"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// OperatorPage is what the operator sees of one seller.
type OperatorPage struct {
	ui.Form
	Seller     market.Seller
	Onboarding market.Onboarding
	Members    []market.Member
	Reviews    []market.Review
	Identity   market.Identity
	Open       *market.Review // of the real-name data
	Visit      *market.Visit  // of the website, for the newest application
}

// ApplicationPage is the application with what is asked for before it can be handed in.
type ApplicationPage struct {
	ui.Form
	Seller     market.Seller
	Onboarding market.Onboarding
	Identity   market.Identity
	Joined     bool // the company is on the marketplace already
	Agreement  market.Agreement
}

// mayApply reports whether the real-name data let the company apply.
func (p ApplicationPage) mayApply() bool { return p.Identity.MayApply() == nil }

// pending is the application that waits for the operator.
func (p OperatorPage) pending() (market.Review, bool) {
	if len(p.Reviews) > 0 && p.Reviews[0].Status == market.ReviewPending {
		return p.Reviews[0], true
	}
	return market.Review{}, false
}

// said is what the seller says of itself: its profile, or its application until it is in.
func said(s market.Seller) func(field string) string {
	typed := s.Application.V
	if s.Status != market.SellerApplying {
		typed = map[string]string{"company_name": s.CompanyName, "credit_code": s.CreditCode, "website": s.Website, "years": s.Years,
			"staff": s.Staff, "capital_wan": s.CapitalWan.String(), "contact_name": s.ContactName, "contact_mobile": s.ContactMobile,
			"contact_email": s.ContactEmail, "service_phone": s.ServicePhone, "service_email": s.ServiceEmail, "province": s.Province,
			"city": s.City, "address": s.Address, "introduction": s.Introduction, "logo_file_id": file(s.LogoFileID), "licence_file_id": file(s.LicenceFileID)}
	}
	return func(field string) string { return typed[field] }
}

func file(id *market.FileID) string {
	if id == nil || id.IsZero() {
		return ""
	}
	return id.String()
}

func companyFacts(ctx context.Context, say func(string) string) []ui.Fact {
	return []ui.Fact{
		fact(ctx, "company_name", say), {Label: i18n.T(ctx, "seller.credit_code"), Part: ui.ID(say("credit_code"), "")},
		fact(ctx, "website", say), choice(ctx, "years", say), choice(ctx, "staff", say),
		{Label: i18n.T(ctx, "seller.capital_wan"), Text: wan(ctx, say("capital_wan"))},
	}
}

func contactFacts(ctx context.Context, say func(string) string) []ui.Fact {
	return []ui.Fact{fact(ctx, "contact_name", say), fact(ctx, "contact_mobile", say), fact(ctx, "contact_email", say),
		fact(ctx, "service_phone", say), fact(ctx, "service_email", say),
		{Label: i18n.T(ctx, "seller.address"), Text: say("province") + say("city") + say("address")}}
}

func fact(ctx context.Context, field string, say func(string) string) ui.Fact {
	return ui.Fact{Label: i18n.T(ctx, "seller."+field), Text: say(field)}
}

func choice(ctx context.Context, field string, say func(string) string) ui.Fact {
	if say(field) == "" {
		return ui.Fact{Label: i18n.T(ctx, "seller."+field)}
	}
	return ui.Fact{Label: i18n.T(ctx, "seller."+field), Text: i18n.T(ctx, "seller."+field+"_"+say(field))}
}

func wan(ctx context.Context, text string) string {
	amount, err := market.ReadMoney(text)
	if err != nil {
		return ""
	}
	return i18n.T(ctx, "seller.capital_wan_said", whole(amount))
}

// whole writes an amount without its places when they are nought.
func whole(amount market.Money) string { return strings.TrimSuffix(i18n.Money(amount), ".00") }

func options(ctx context.Context, field string, values []string) []ui.Option {
	all := make([]ui.Option, len(values))
	for i, value := range values {
		all[i] = ui.Option{Value: value, Label: i18n.T(ctx, "seller."+field+"_"+value)}
	}
	return all
}

// fileURL is where a file of the seller is served, at either door.
func fileURL(ctx context.Context, seller market.SellerID, id string) string {
	if ui.FrameOf(ctx).Door == ui.OperatorDoor {
		return "/operator/files/" + seller.String() + "/" + id
	}
	return "/files/" + id
}

// conditions are what the reviewer goes by (catalogue.md §1.2), with the present values.
func conditions(ctx context.Context, s market.Seller) []ui.Condition {
	say := said(s)
	application, _ := market.ReadApplication(s.Application.V) // what is wrong stands in the list below
	joining, _ := market.ReadJoining(s.Application.V)
	met := func(key string, holds bool, value string) ui.Condition {
		c := ui.Condition{Name: i18n.T(ctx, "seller.condition_"+key), Value: value, Verdict: ui.Met}
		if !holds {
			c.Verdict, c.How = ui.Unmet, i18n.T(ctx, "seller.condition_"+key+"_how")
		}
		return c
	}
	return []ui.Condition{
		met("code", market.CheckCreditCode("credit_code", say("credit_code")) == nil, say("credit_code")),
		met("years", application.Years != "" && application.Years != "under_1", choice(ctx, "years", say).Text),
		met("capital", !market.LeastCapital.Over(application.CapitalWan), wan(ctx, say("capital_wan"))),
		met("staff", application.Staff != "" && application.EnoughStaff(), choice(ctx, "staff", say).Text),
		met("licence", say("licence_file_id") != "", say("licence_name")),
		met("plans", joining.Free(), ""),
		met("service", joining.Staffed(), serviceSaid(ctx, joining)),
		met("qualification", !joining.QualificationFileID.IsZero(), say("qualification_name")),
	}
}

// serviceSaid is how the service is staffed.
func serviceSaid(ctx context.Context, j market.Joining) string {
	if j.ServiceDays == "" || j.ServiceHours == "" {
		return ""
	}
	return i18n.T(ctx, "seller.service_said", j.ServiceDays, j.ServiceHours)
}

func when(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func statusFilters(ctx context.Context) []ui.Filter {
	var states []ui.Option
	for _, status := range market.SellerStatuses {
		states = append(states, ui.Option{Value: string(status), Label: i18n.T(ctx, status.Key())})
	}
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "seller.text_hint")},
		{Name: "status", Kind: ui.FilterSelect, Options: states},
	}
}

func paperFacts(ctx context.Context, s market.Seller) []ui.Fact {
	say := said(s)
	var facts []ui.Fact
	if id := say("logo_file_id"); id != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "seller.logo"), Part: logoPicture(fileURL(ctx, s.ID, id))})
	}
	if id := say("licence_file_id"); id != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "seller.licence"), Part: ui.FileLink(i18n.T(ctx, "seller.licence"), fileURL(ctx, s.ID, id), "")})
	}
	if id := s.Application.V["qualification_file_id"]; id != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "seller.qualification"),
			Part: ui.FileLink(choice(ctx, "qualification_kind", func(field string) string { return s.Application.V[field] }).Text, fileURL(ctx, s.ID, id), "")})
	}
	return facts
}

func owner(m market.Member) bool { return slices.Contains(m.Roles.V, market.Owner) }

func or(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}
