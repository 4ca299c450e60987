package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/teams"
	"sellercenter/views/ui"
)

func (site *site) teamRoutes(e *echo.Echo) {
	g := e.Group("/teams", sees(market.Teams))
	g.GET("", site.seller(seller.team))
	g.GET("/:id", site.seller(seller.member))
	g.POST("/invite", site.seller(seller.inviteTeam))
	g.POST("/:id/grant", site.seller(seller.grantTeam))
	g.POST("/:id/link", site.seller(seller.linkTeam))
	g.POST("/:id/remove", site.seller(seller.removeTeam))
}

func (s seller) team() error { return s.showTeam(http.StatusOK, ui.Form{}) }

func (s seller) showTeam(status int, f ui.Form) error {
	members, err := s.store.Members(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, teams.List(f, members))
}

// inviteTeam answers with the one-time link at once: it is known only now.
func (s seller) inviteTeam() error {
	f := readForm(s)
	who := market.Invitation{Name: f.text("name"), Email: f.text("email"), Mobile: f.text("mobile"), Roles: f.roles()}
	link, err := s.store.InviteTeam(s.ctx(), who)
	if f.refused(err) {
		return s.showTeam(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	if link == "" {
		return s.done("/teams", market.InviteTeam)
	}
	return s.showLink(who.Name, who.Email, link)
}

func (s seller) linkTeam() error {
	member, err := s.oneMember()
	if err != nil {
		return err
	}
	link, err := s.store.LinkTeam(s.ctx(), member.ID)
	if err != nil {
		return s.site.failed(s, "/teams/"+member.ID.String(), err)
	}
	return s.showLink(member.Name, member.Email, link)
}

func (s seller) showLink(name, email, link string) error {
	s.Response().Header().Set("Cache-Control", "no-store")
	return s.page(http.StatusOK, teams.Link(name, email, s.site.baseURL(s)+"/welcome/"+link))
}

func (s seller) member() error { return s.showMember(http.StatusOK, ui.Form{}) }

func (s seller) showMember(status int, f ui.Form) error {
	member, err := s.oneMember()
	if err != nil {
		return err
	}
	return s.page(status, teams.Member(f, member))
}

func (s seller) oneMember() (market.Member, error) {
	id, err := pathID[market.Member](s, "id")
	if err != nil {
		return market.Member{}, err
	}
	return s.store.Member(s.ctx(), id)
}

func (s seller) grantTeam() error {
	f := readForm(s)
	id, err := pathID[market.Member](s, "id")
	if err != nil {
		return err
	}
	err = s.store.GrantTeam(s.ctx(), id, f.roles())
	if f.refused(err) {
		return s.showMember(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/teams", market.GrantTeam)
}

func (s seller) removeTeam() error {
	id, err := pathID[market.Member](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.RemoveTeam(s.ctx(), id); err != nil {
		return s.site.failed(s, "/teams/"+id.String(), err)
	}
	return s.done("/teams", market.RemoveTeam)
}

// roles reads the ticked roles.
func (f *form) roles() []market.Role {
	var roles []market.Role
	for _, text := range f.Values["roles"] {
		roles = append(roles, market.Role(text))
	}
	return roles
}

// baseURL is how the world reaches us, as configured or as this request did.
func (site *site) baseURL(c echo.Context) string {
	if site.options.BaseURL != "" {
		return site.options.BaseURL
	}
	return c.Scheme() + "://" + c.Request().Host
}
