package market

import (
	"regexp"
	"slices"
	"time"
)

// Teams is who belongs to a seller (子用户管理, catalogue.md §0.6): the main account's business.
var Teams = area("team", Owner, Manager)

// The acts on a seller's people.
var (
	InviteTeam  = act("team.invite", Owner)
	EditTeam    = act("team.edit", Owner)    // user name, mobile, e-mail, password
	GrantTeam   = act("team.grant", Owner)   // roles, groups and whether all products are seen
	AssignTeam  = act("team.assign", Owner)  // adds several members to a group
	EntrustTeam = act("team.entrust", Owner) // which products are seen
	ReleaseTeam = act("team.release", Owner) // takes one product away
	DisableTeam = act("team.disable", Owner)
	EnableTeam  = act("team.enable", Owner)
	LinkTeam    = act("team.link", Owner)
	RemoveTeam  = act("team.remove", Owner)
	JoinTeam    = act("team.join", Self)    // sets the password of an invitation
	EmployTeam  = act("team.employ", Clock) // brings in the marketplace's own staff
)

// MostMembers is how many people a seller may have (catalogue.md §0.6).
const MostMembers = 50

// LinkHours is how long a one-time password link works.
const LinkHours = 72

// Member is one person of a seller.
type Member struct {
	ID           ID[Member]
	PersonID     PersonID
	Name         string
	Username     string // what the person signs in as at the seller's own address
	Email        string
	Mobile       string
	Roles        JSON[[]Role]
	Groups       JSON[[]GroupName]
	AllProducts  bool // sees every product; otherwise the granted ones
	Granted      int  // how many products are granted
	Waits        bool // has not set a password yet
	SecondFactor bool
	JoinedAt     time.Time
	LastSeenAt   *time.Time
	DisabledAt   *time.Time
}

// GroupName is a group as a member's row names it.
type GroupName struct {
	ID   GroupID `json:"id"`
	Name string  `json:"name"`
}

// ProductName is a product as it is offered for choice.
type ProductName struct {
	ID     ProductID
	Number string
	Name   string
	Status ProductStatus
}

// MemberStatus is where a member stands.
type MemberStatus string

// The states of a member (catalogue.md §0.6: enable and disable).
const (
	MemberInvited  MemberStatus = "invited"
	MemberActive   MemberStatus = "active"
	MemberDisabled MemberStatus = "disabled"
)

// MemberStatuses lists the states.
var MemberStatuses = []MemberStatus{MemberActive, MemberInvited, MemberDisabled}

// Key names the status's words.
func (s MemberStatus) Key() string { return "team.status_" + string(s) }

// Tone is the status's colour.
func (s MemberStatus) Tone() Tone {
	switch s {
	case MemberInvited:
		return Accent
	case MemberActive:
		return OK
	case MemberDisabled:
		return Neutral
	}
	return Neutral
}

// Status is where the member stands.
func (m Member) Status() MemberStatus {
	switch {
	case m.DisabledAt != nil:
		return MemberDisabled
	case m.Waits:
		return MemberInvited
	}
	return MemberActive
}

// Key names the member's state.
func (m Member) Key() string { return m.Status().Key() }

// Tone is the state's colour.
func (m Member) Tone() Tone { return m.Status().Tone() }

// MemberSearch is which members of the team are wanted; empty fields want all.
type MemberSearch struct {
	Status MemberStatus
	Text   string // part of the name, or a beginning of the user name, e-mail or mobile
	Group  GroupID
}

// Standing is what a member may do and see (catalogue.md §0.6).
type Standing struct {
	Roles  []Role
	Groups []GroupID
	Only   bool // sees only the products granted to them
}

// Check says what is wrong with the standing: a role or a group at least, and only a
// seller's roles. The main account sees everything.
func (s Standing) Check() error {
	if len(s.Roles) == 0 && len(s.Groups) > 0 {
		return nil
	}
	if s.Only && slices.Contains(s.Roles, Owner) {
		return Invalid("products", "team.owner_sees_all")
	}
	return CheckRoles(s.Roles)
}

// Invitation is somebody to be brought into the team.
type Invitation struct {
	Name         string
	Username     string
	Email        string
	Mobile       string
	PasswordHash string // empty: the person sets the password by a one-time link
	Roles        []Role
	Groups       []GroupID
	Only         bool // sees only the products granted to them
}

// Standing is what the newcomer may do and see.
func (i Invitation) Standing() Standing { return Standing{i.Roles, i.Groups, i.Only} }

// Check says what is wrong with the invitation.
func (i Invitation) Check() error {
	wrong := Invalids{}
	if err := wrong.Join(checkLength("name", i.Name, 2, 64)); err != nil {
		return err
	}
	if err := wrong.Join(CheckEmail("email", i.Email)); err != nil {
		return err
	}
	if i.Mobile != "" {
		if err := wrong.Join(CheckMobile("mobile", i.Mobile)); err != nil {
			return err
		}
	}
	if err := wrong.Join(CheckUsername(i.Username)); err != nil {
		return err
	}
	if err := wrong.Join(i.Standing().Check()); err != nil {
		return err
	}
	return wrong.Err()
}

var username = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]{2,31}$`)

// CheckUsername says what is wrong with a user name; none is fine.
func CheckUsername(name string) error {
	if name != "" && !username.MatchString(name) {
		return Invalid("username", "team.username_shape", name)
	}
	return nil
}

// CheckRoles says what is wrong with the roles of a member: at least one, all a seller's.
func CheckRoles(roles []Role) error {
	if len(roles) == 0 {
		return Invalid("roles", "team.no_role")
	}
	for _, role := range roles {
		if !slices.Contains(SellerRoles, role) {
			return Invalid("roles", "problem.not_an_option", string(role))
		}
	}
	return nil
}

// Registration is a newcomer's account and company.
type Registration struct {
	Name         string
	Email        string
	Mobile       string
	CompanyName  string
	PasswordHash string
}

// Check says what is wrong with the registration; the mobile is proved by its code
// (catalogue.md §1.1).
func (r Registration) Check() error {
	wrong := Invalids{}
	for _, err := range []error{
		checkLength("name", r.Name, 2, 64), CheckEmail("email", r.Email), checkLength("company_name", r.CompanyName, 2, 100),
	} {
		if err := wrong.Join(err); err != nil {
			return err
		}
	}
	return wrong.Err()
}
