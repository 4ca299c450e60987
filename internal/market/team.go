package market

import (
	"slices"
	"time"
)

// Teams is who belongs to a seller (子用户管理, catalogue.md §0.6): the main account's business.
var Teams = area("team", Owner, Manager)

// The acts on a seller's people.
var (
	InviteTeam = act("team.invite", Owner)
	GrantTeam  = act("team.grant", Owner)
	LinkTeam   = act("team.link", Owner)
	RemoveTeam = act("team.remove", Owner)
	JoinTeam   = act("team.join", Self)    // sets the password of an invitation
	EmployTeam = act("team.employ", Clock) // brings in the marketplace's own staff
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
	Email        string
	Mobile       string
	Roles        JSON[[]Role]
	Waits        bool // has not set a password yet
	SecondFactor bool
	JoinedAt     time.Time
	LastSeenAt   *time.Time
}

// Key names the member's state.
func (m Member) Key() string {
	if m.Waits {
		return "team.status_invited"
	}
	return "team.status_active"
}

// Tone is the state's colour.
func (m Member) Tone() Tone {
	if m.Waits {
		return Accent
	}
	return OK
}

// Invitation is somebody to be brought into the team.
type Invitation struct {
	Name   string
	Email  string
	Mobile string
	Roles  []Role
}

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
	if err := wrong.Join(CheckRoles(i.Roles)); err != nil {
		return err
	}
	return wrong.Err()
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

// Check says what is wrong with the registration (catalogue.md §1.1).
func (r Registration) Check() error {
	wrong := Invalids{}
	for _, err := range []error{
		checkLength("name", r.Name, 2, 64), CheckEmail("email", r.Email),
		CheckMobile("mobile", r.Mobile), checkLength("company_name", r.CompanyName, 2, 100),
	} {
		if err := wrong.Join(err); err != nil {
			return err
		}
	}
	return wrong.Err()
}
