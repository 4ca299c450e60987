package market

import (
	"net/url"
	"strings"
	"time"
)

// Relocations are orders that still use the address which their product had when they were
// bought, and their way to the one it has now (订单修改设置, catalogue.md §2.10).
var Relocations = area("relocation", Owner, Operations)

// ApplyRelocation moves one order, or each of a batch, to its product's present address.
var ApplyRelocation = act("relocation.apply", Owner, Operations)

// Relocation is what moving one order changes.
type Relocation struct {
	OrderID      OrderID
	Number       string
	ProductName  string
	SpecName     string
	CustomerName string
	PlacedAt     time.Time
	Instances    int
	FromURL      string
	FromOrigin   string
	ToID         EndpointID
	ToURL        string
	ToOrigin     string
	LoginURL     string // where the buyer signs in now
	Messages     int    // that are under way and move along
}

// Login is where the buyer will sign in unless something else is typed: the same place at the
// new address's host, where it stood at the old one's.
func (r Relocation) Login() string {
	if rest, at := strings.CutPrefix(r.LoginURL, r.FromOrigin); at && r.FromOrigin != "" && (rest == "" || strings.ContainsAny(rest[:1], "/?#")) {
		return r.ToOrigin + rest
	}
	return r.LoginURL
}

// ReadLogin is the login address as it was typed; nothing typed is what moving suggests.
func (r Relocation) ReadLogin(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return r.Login(), nil
	}
	address, err := url.Parse(typed)
	switch {
	case len(typed) > addressLimit:
		return "", Invalid("login", "problem.too_long", addressLimit, len(typed))
	case err != nil || address.Scheme != "https" || address.Hostname() == "" || address.User != nil:
		return "", Invalid("login", "relocation.not_a_login", typed)
	}
	return typed, nil
}

// RelocationSearch is which orders of the list are wanted; empty fields want all.
type RelocationSearch struct {
	Text string
}
