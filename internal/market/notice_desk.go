package market

import "slices"

// DeskKinds are the kinds of message that the operator's own people get: each the word of the
// area that wants them (transactions.md §9: appeal opened; §4.6; catalogue.md §0.3).
var DeskKinds = []Area{"review", "supervision", "appeal", "refund", "endpoint", "seller", "statement"}

// DeskRoles are the roles of the operator's people who work on the area: they get its messages
// while nobody was chosen.
func DeskRoles(area Area) (roles []Role) {
	for _, role := range []Role{Reviewer, Treasurer, Manager} {
		if slices.Contains(Viewers(area), role) {
			roles = append(roles, role)
		}
	}
	return roles
}

// DeskPerson is one of the operator's people, with the kinds that were chosen for them.
type DeskPerson struct {
	ID    PersonID
	Name  string
	Roles JSON[[]Role]
	Kinds JSON[[]Area]
}

// Works reports whether the person works on the area.
func (p DeskPerson) Works(area Area) bool {
	return Actor{Roles: p.Roles.V}.Sees(area)
}

// DeskRoute is who gets one kind of message; nobody means everybody who works on it.
type DeskRoute struct {
	Kind   Area
	People []PersonID
}

// CheckDeskRoutes refuses kinds that there are none of and people who do not work on them.
func CheckDeskRoutes(routes []DeskRoute, staff []DeskPerson) error {
	for _, route := range routes {
		if !slices.Contains(DeskKinds, route.Kind) {
			return NotFound
		}
		for _, id := range route.People {
			i := slices.IndexFunc(staff, func(p DeskPerson) bool { return p.ID == id })
			if i < 0 {
				return NotFound
			}
			if !staff[i].Works(route.Kind) {
				return Invalid("people_"+string(route.Kind), "notice.not_theirs", staff[i].Name)
			}
		}
	}
	return nil
}
