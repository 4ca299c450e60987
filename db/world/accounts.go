package world

import "sellercenter/internal/market"

// Account is somebody of the demo to sign in as.
type Account struct {
	Email, Name, Company string // no company: the marketplace's staff
	Role                 market.Role
}

// Accounts are everybody in the demo; Password opens them all.
func Accounts() (all []Account) {
	for _, c := range new(builder).companies() {
		for _, role := range market.SellerRoles {
			all = append(all, Account{string(role) + "@" + c.handle + ".example", c.members[role], c.name, role})
		}
	}
	for _, one := range staff {
		all = append(all, Account{string(one.role) + "@platform.example", one.name, "", one.role})
	}
	return all
}
