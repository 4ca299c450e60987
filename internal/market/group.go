package market

import (
	"slices"
	"time"
)

// Groups are named sets of menu rights (用户组管理, catalogue.md §0.6): the main account's business.
var Groups = area("group", Owner, Manager)

// The acts on groups.
var (
	AddGroup    = act("group.add", Owner)
	EditGroup   = act("group.edit", Owner)
	RemoveGroup = act("group.remove", Owner)
)

// Right is what a group gives to its members: an area's menu by the area's word, or to
// publish joint products.
type Right string

// RightJoint is to publish joint products (发布联营商品, catalogue.md §0.6).
const RightJoint Right = "product.joint"

// RightProgram is programmatic access (编程访问): access keys of one's own (catalogue.md §1.8).
const RightProgram Right = "key.program"

// commons are the areas around the menus: whoever has any right has these.
var commons = []Area{"home", "search", "file", "notice", "session", "factor", "view", "export", "job", "draft"}

// Grantable reports whether a group can open the area: its viewers are not the main account
// alone.
func Grantable(area Area) bool { return slices.ContainsFunc(viewers[area], Role.SubUser) }

// Rights lists everything that a group can give, in alphabetical order, what is no area
// last.
func Rights() []Right {
	var all []Right
	for _, area := range Areas() {
		if Grantable(area) && !slices.Contains(commons, area) {
			all = append(all, Right(area))
		}
	}
	return append(all, RightJoint, RightProgram)
}

// GroupID names a group.
type GroupID = ID[Group]

// Group is a named set of rights; members belong to any number of groups.
type Group struct {
	ID          GroupID
	Name        string
	Description string
	Rights      JSON[[]Right]
	Members     int
	UpdatedAt   time.Time
	Version     int
}

// MostGroups is how many groups a seller may have.
const MostGroups = 50

// GroupForm is a group as it is typed.
type GroupForm struct {
	Name        string
	Description string
	Rights      []Right
	Version     int // that was edited
}

// Check says what is wrong with the group.
func (g GroupForm) Check() error {
	wrong := Invalids{}
	for _, err := range []error{checkLength("name", g.Name, 2, 40), checkLength("description", g.Description, 0, 200)} {
		if err := wrong.Join(err); err != nil {
			return err
		}
	}
	if len(g.Rights) == 0 {
		wrong.With("rights", "group.no_right")
	}
	all := Rights()
	for _, right := range g.Rights {
		if !slices.Contains(all, right) {
			wrong.With("rights", "problem.not_an_option", string(right))
		}
	}
	return wrong.Err()
}
