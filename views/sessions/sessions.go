// Package sessions is the pages of signing in and of one's own account.
package sessions

import (
	"sellercenter/internal/market"
	"sellercenter/views/ui"
)

// SignInPage is what the page of signing in shows.
type SignInPage struct {
	ui.Form
	Hours, Most, Minutes int // how long a session lives, wrong tries, how long they lock
	Demo                 []DemoPerson
	DemoPassword         string
}

// DemoPerson is somebody of the demo world.
type DemoPerson struct {
	Email string
	Role  market.Role
}

func device(s market.Session, unknown string) string {
	if name := s.Device(); name != "" {
		return name
	}
	return unknown
}
