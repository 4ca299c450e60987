// Package market holds the rules of the marketplace: plain functions on plain values.
// It knows no SQL, no HTTP and no clock.
package market

import (
	"slices"
	"strings"
)

// Role is what an actor is to the marketplace. It decides what the actor sees and does.
type Role string

// The roles: a seller's people, the operator's people, and those who are not people.
const (
	Owner      Role = "owner"      // the seller's main account (商家主账号)
	Operations Role = "operations" // listings, configuration, delivery
	Finance    Role = "finance"    // statements, refunds
	Support    Role = "support"    // supervision, appeals

	Reviewer  Role = "reviewer"  // operator: reviews onboarding and products
	Treasurer Role = "treasurer" // operator: statements and payouts
	Manager   Role = "manager"   // operator: everything, appeals above all (运营经理)

	Buyer   Role = "buyer"   // a customer, through the storefront
	Program Role = "program" // a seller's own program, through the open API
	Clock   Role = "clock"   // nobody is looking: a job whose time has come
	Self    Role = "self"    // anybody signed in, towards their own account
)

// SellerRoles are the roles that a member of a seller may hold.
var SellerRoles = []Role{Owner, Operations, Finance, Support}

// OperatorRoles are the roles of the marketplace's own staff.
var OperatorRoles = []Role{Reviewer, Treasurer, Manager}

// SubUser reports whether the role is one of a seller's people that is not the main account.
func (r Role) SubUser() bool { return r == Operations || r == Finance || r == Support }

// Staff reports whether the role belongs to the marketplace's operator.
func (r Role) Staff() bool { return slices.Contains(OperatorRoles, r) }

// Act is the unit of the system: a permission, a transaction, an audit entry and a word.
type Act string

// Area is a subject that somebody may look at.
type Area string

var (
	doers   = map[Act][]Role{}
	viewers = map[Area][]Role{}
)

// act declares an act and who may do it.
func act(name string, who ...Role) Act {
	a := Act(name)
	if doers[a] != nil {
		panic("act declared twice: " + name)
	}
	doers[a] = who
	return a
}

// area declares an area and who may look at it.
func area(name string, who ...Role) Area {
	a := Area(name)
	if viewers[a] != nil {
		panic("area declared twice: " + name)
	}
	viewers[a] = who
	return a
}

// Area is the word before the dot: refund.approve is about refund.
func (a Act) Area() Area {
	name, _, _ := strings.Cut(string(a), ".")
	return Area(name)
}

// Verb is the word behind the dot.
func (a Act) Verb() string {
	_, verb, _ := strings.Cut(string(a), ".")
	return verb
}

// Acts lists every declared act in alphabetical order.
func Acts() []Act {
	all := make([]Act, 0, len(doers))
	for a := range doers {
		all = append(all, a)
	}
	slices.Sort(all)
	return all
}

// Areas lists every declared area in alphabetical order.
func Areas() []Area {
	all := make([]Area, 0, len(viewers))
	for a := range viewers {
		all = append(all, a)
	}
	slices.Sort(all)
	return all
}

// Doers are the roles that may do the act.
func Doers(a Act) []Role { return doers[a] }

// Viewers are the roles that may look at the area.
func Viewers(a Area) []Role { return viewers[a] }

// Actor is who asks: a person, a buyer, a program or the clock.
type Actor struct {
	Person PersonID // zero unless a person
	Name   string   // as it shall stand in the audit: a person's, a buyer's, a program's name
	Roles  []Role
	From   string // address of the request; empty for the clock
	Test   bool   // acts in the sandbox: what it makes never reaches money

	Rights   []Right     // what the groups of a sub-user open besides the roles (catalogue.md §0.6)
	Products []ProductID // the granted products; nil: all of the seller's

	Customer string // a buyer's number at the storefront: only its own orders are found
}

// TheClock is the actor of work that is due.
var TheClock = Actor{Name: "clock", Roles: []Role{Clock}}

// May reports whether the actor may do the act: by a role, or because a group opens its menu.
func (a Actor) May(act Act) bool {
	return a.any(doers[act]) || a.holds(act.Area()) && slices.ContainsFunc(doers[act], Role.SubUser)
}

// Sees reports whether the actor may look at the area: by a role, or because a group opens it.
func (a Actor) Sees(area Area) bool { return a.any(viewers[area]) || a.holds(area) && Grantable(area) }

// Limited reports whether only some products are the actor's to see (catalogue.md §0.6).
func (a Actor) Limited() bool { return a.Products != nil }

// PublishesJoint reports whether the actor may publish joint products: a right of its own,
// the main account's always (catalogue.md §0.6).
func (a Actor) PublishesJoint() bool {
	return a.any([]Role{Owner, Operations}) || slices.Contains(a.Rights, RightJoint)
}

// Programs reports whether the actor may have access keys: a right of its own, the main
// account's always (catalogue.md §1.8).
func (a Actor) Programs() bool { return a.Is(Owner) || slices.Contains(a.Rights, RightProgram) }

// holds reports whether a right opens the area; the frame around the menus is open to every
// sub-user.
func (a Actor) holds(area Area) bool {
	return len(a.Rights) > 0 && (slices.Contains(a.Rights, Right(area)) || slices.Contains(commons, area))
}

func (a Actor) any(roles []Role) bool {
	return slices.ContainsFunc(a.Roles, func(r Role) bool { return slices.Contains(roles, r) })
}

// Is reports whether the actor holds the role.
func (a Actor) Is(role Role) bool { return slices.Contains(a.Roles, role) }

// Party is the side an actor stands on, as pages badge it: 商 客 平 系.
type Party string

// The four sides of every trade.
const (
	PartySeller   Party = "seller"
	PartyBuyer    Party = "buyer"
	PartyOperator Party = "operator"
	PartySystem   Party = "system"
)

// Party is the side the actor stands on.
func (a Actor) Party() Party {
	switch {
	case a.Is(Clock):
		return PartySystem
	case a.Is(Buyer):
		return PartyBuyer
	case slices.ContainsFunc(a.Roles, Role.Staff):
		return PartyOperator
	default:
		return PartySeller
	}
}
