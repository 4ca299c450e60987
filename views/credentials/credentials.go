// Package credentials is the pages of application credentials.
package credentials

import (
	"context"
	"strings"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// FormPage is the form of an application or a change.
type FormPage struct {
	Row       market.CredentialRow // zero for an application
	Endpoints []market.Endpoint
	Platforms []string // that the operator whitelisted
}

// DetailPage is one credential with the orders that still use what it was before.
type DetailPage struct {
	Row      market.CredentialRow
	Orders   []market.CredentialOrder
	Reviews  []market.Review
	Products []market.ProductRow
}

// SellerPage is a seller's credentials and platforms, for the operator.
type SellerPage struct {
	Seller    market.Seller
	Platforms []string
	Rows      []market.CredentialRow
}

func url(id market.CredentialID, verb string) string {
	path := "/credentials/" + id.String()
	if verb != "" {
		path += "/" + verb
	}
	return path
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.integration")}, {Text: i18n.T(ctx, "nav.credentials")}}
	if len(more) > 0 {
		way[1].URL = "/credentials"
	}
	return append(way, more...)
}

func filters(ctx context.Context) []ui.Filter {
	var statuses []ui.Option
	for _, status := range market.CredentialStatuses {
		statuses = append(statuses, ui.Option{Value: string(status), Label: i18n.T(ctx, status.Key())})
	}
	return []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "credential.text_hint")}, {Name: "status", Options: statuses}}
}

func words(ctx context.Context, prefix string, values []string) []ui.Option {
	options := make([]ui.Option, len(values))
	for i, value := range values {
		options[i] = ui.Option{Value: value, Label: i18n.T(ctx, "credential."+prefix+"_"+value)}
	}
	return options
}

func said(ctx context.Context, prefix string, values []string) string {
	all := make([]string, len(values))
	for i, value := range values {
		all[i] = i18n.T(ctx, "credential."+prefix+"_"+value)
	}
	return strings.Join(all, i18n.T(ctx, "common.list_join"))
}

func (p FormPage) fresh() bool { return p.Row.ID.IsZero() }

func (p FormPage) act() market.Act {
	if p.fresh() {
		return market.ApplyCredential
	}
	return market.ModifyCredential
}

func (p FormPage) action() string {
	if p.fresh() {
		return "/credentials/apply"
	}
	return url(p.Row.ID, "modify")
}

func (p FormPage) back() string {
	if p.fresh() {
		return "/credentials"
	}
	return url(p.Row.ID, "")
}

func (p FormPage) oauth() bool { return p.fresh() || p.Row.Auth == "oauth2" }

func (p FormPage) addresses() []ui.Option {
	var options []ui.Option
	for _, endpoint := range p.Endpoints {
		if endpoint.Status == market.EndpointVerified {
			options = append(options, ui.Option{Value: endpoint.ID.String(), Label: endpoint.URL})
		}
	}
	return options
}

func (p FormPage) begin() string {
	if p.fresh() {
		return ""
	}
	return p.Row.Terms.V.EndpointID.String()
}

func termFacts(ctx context.Context, t market.CredentialTerms) []ui.Fact {
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "credential.address"), Text: t.Address},
		{Label: i18n.T(ctx, "credential.login_type"), Text: i18n.T(ctx, "credential.login_"+t.LoginType)},
	}
	if t.LoginURL != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "credential.login_url"), Text: t.LoginURL}, ui.Fact{Label: i18n.T(ctx, "credential.callback_url"), Text: t.CallbackURL})
	}
	return append(facts, ui.Fact{Label: i18n.T(ctx, "credential.public_key"), Text: i18n.T(ctx, "credential.bits_of", t.Bits)},
		ui.Fact{Label: i18n.T(ctx, "credential.fingerprint"), Part: ui.Hash(t.Fingerprint)})
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	c := p.Row
	return []ui.Fact{
		{Label: i18n.T(ctx, "credential.number"), Part: ui.ID(c.Number, "")},
		{Label: i18n.T(ctx, "credential.status"), Part: ui.Chip(c.Status)},
		{Label: i18n.T(ctx, "credential.auth"), Text: i18n.T(ctx, "credential.auth_"+c.Auth)},
		{Label: i18n.T(ctx, "credential.platforms"), Text: said(ctx, "platform", c.Platforms.V)},
		{Label: i18n.T(ctx, "credential.client_id"), Part: ui.ID(c.ClientID, "")},
		{Label: i18n.T(ctx, "credential.product"), Part: productPart(c)},
		{Label: i18n.T(ctx, "credential.applied_at"), Part: ui.Time(c.AppliedAt)},
		{Label: i18n.T(ctx, "credential.approved_at"), Part: ui.Time(when(c.ApprovedAt))},
	}
}

func productPart(c market.CredentialRow) templ.Component {
	if c.ProductID == nil {
		return ui.Dash()
	}
	return ui.TextLink(c.ProductName, "/products/"+c.ProductID.String())
}

func (p DetailPage) products() []ui.Option {
	var options []ui.Option
	for _, product := range p.Products {
		if product.Status != market.ProductOffSale {
			options = append(options, ui.Option{Value: product.ID.String(), Label: product.Name})
		}
	}
	return options
}

func testFacts(ctx context.Context, c market.CredentialRow) []ui.Fact {
	return []ui.Fact{{Label: i18n.T(ctx, "credential.domain"), Part: ui.ID(c.TestAccount.V.Domain, "")},
		{Label: i18n.T(ctx, "credential.tenant"), Part: ui.ID(c.TestAccount.V.Tenant, "")}, {Label: i18n.T(ctx, "credential.account"), Part: ui.ID(c.TestAccount.V.Account, "")}}
}

func when(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// ticked is the form as typed, or with the platforms that hold now.
func ticked(f ui.Form, platforms []string) ui.Form {
	if f.Values == nil {
		f.Values = map[string][]string{"platforms": platforms}
	}
	return f
}
