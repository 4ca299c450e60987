// Package sessions is the pages of signing in and of one's own account.
package sessions

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// SignInPage is what the page of signing in shows.
type SignInPage struct {
	ui.Form
	Company              string // whose login address it is; empty for everybody's
	Hours, Most, Minutes int    // how long a session lives, wrong tries, how long they lock
	Demo                 []DemoPerson
	DemoPassword         string
}

// lead says whose address it is.
func (p SignInPage) lead(ctx context.Context) string {
	if p.Company != "" {
		return i18n.T(ctx, "session.sign_in_company", p.Company)
	}
	if p.Or("next", "") != "" {
		return i18n.T(ctx, "session.sign_in_next")
	}
	return i18n.T(ctx, "session.sign_in_lead")
}

// RegisterPage is what the page of registering shows.
type RegisterPage struct {
	ui.Form
	Sent *market.Verification // the code that was sent; nil: the mobile comes first
	Demo bool                 // codes are written to the log
}

// DemoPerson is somebody of the demo world.
type DemoPerson struct {
	Email string
	Role  market.Role
}

// DevicesPage is one's own account: where one is signed in, the password, the quiet hours.
type DevicesPage struct {
	ui.Form
	Sessions []market.Session
	Visitor  market.Visitor
	Quiet    market.Quiet // one's own
	House    market.Quiet // the marketplace's
}

func device(s market.Session, unknown string) string {
	if name := s.Device(); name != "" {
		return name
	}
	return unknown
}
