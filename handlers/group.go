package handlers

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/groups"
	"sellercenter/views/ui"
)

func (site *site) groupRoutes(e *echo.Echo) {
	g := e.Group("/groups", sees(market.Groups))
	g.GET("", site.seller(seller.groups))
	g.GET("/add", site.seller(seller.newGroup))
	g.GET("/:id", site.seller(seller.group))
	g.POST("/add", site.seller(seller.addGroup))
	g.POST("/:id/edit", site.seller(seller.editGroup))
	g.POST("/:id/remove", site.seller(seller.removeGroup))
}

func (s seller) groups() error {
	return showWhole(s, groups.Listing(s.ctx()), nil, func() ([]market.Group, error) { return s.store.Groups(s.ctx()) })
}

func (s seller) newGroup() error { return s.page(http.StatusOK, groups.Add(ui.Form{})) }

func (s seller) group() error { return s.showGroup(http.StatusOK, ui.Form{}) }

func (s seller) showGroup(status int, f ui.Form) error {
	id, err := pathID[market.Group](s, "id")
	if err != nil {
		return err
	}
	page := groups.Page{Form: f}
	if page.Group, err = s.store.Group(s.ctx(), id); err != nil {
		return err
	}
	members, err := s.store.Members(s.ctx())
	if err != nil {
		return err
	}
	for _, member := range members {
		if slices.ContainsFunc(member.Groups.V, func(g market.GroupName) bool { return g.ID == id }) {
			page.Members = append(page.Members, member)
		} else if !slices.Contains(member.Roles.V, market.Owner) {
			page.Others = append(page.Others, member)
		}
	}
	return s.page(status, groups.Detail(page))
}

// group reads a group as typed.
func (f *form) group() market.GroupForm {
	group := market.GroupForm{Name: f.text("name"), Description: f.text("description"), Version: f.number("version")}
	for _, text := range f.Values["rights"] {
		group.Rights = append(group.Rights, market.Right(text))
	}
	return group
}

func (s seller) addGroup() error {
	f := readForm(s)
	id, err := s.store.AddGroup(s.ctx(), f.group())
	if f.refused(err) {
		return s.page(f.status, groups.Add(f.Form))
	}
	if err != nil {
		return err
	}
	return s.done("/groups/"+id.String(), market.AddGroup)
}

func (s seller) editGroup() error {
	f := readForm(s)
	id, err := pathID[market.Group](s, "id")
	if err != nil {
		return err
	}
	err = s.store.EditGroup(s.ctx(), id, f.group())
	if f.refused(err) {
		return s.showGroup(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/groups/"+id.String(), market.EditGroup)
}

func (s seller) removeGroup() error {
	id, err := pathID[market.Group](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.RemoveGroup(s.ctx(), id); err != nil {
		return err
	}
	return s.done("/groups", market.RemoveGroup)
}
