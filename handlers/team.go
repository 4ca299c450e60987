package handlers

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/teams"
	"sellercenter/views/ui"
)

func (site *site) teamRoutes(e *echo.Echo) {
	g := e.Group("/teams", sees(market.Teams))
	g.GET("", site.seller(seller.team))
	g.GET("/invite", site.seller(seller.newMember))
	g.GET("/:id", site.seller(seller.member))
	g.POST("/invite", site.seller(seller.inviteTeam))
	g.POST("/assign", site.seller(seller.assignTeam))
	g.POST("/:id/edit", site.seller(seller.editTeam))
	g.POST("/:id/grant", site.seller(seller.grantTeam))
	g.POST("/:id/entrust", site.seller(seller.entrustTeam))
	g.POST("/:id/release", site.seller(seller.releaseTeam))
	g.POST("/:id/disable", site.seller(func(s seller) error { return s.turnMember(market.DisableTeam, s.store.DisableTeam) }))
	g.POST("/:id/enable", site.seller(func(s seller) error { return s.turnMember(market.EnableTeam, s.store.EnableTeam) }))
	g.POST("/:id/link", site.seller(seller.linkTeam))
	g.POST("/:id/remove", site.seller(seller.removeTeam))
}

func (s seller) team() error {
	search := market.MemberSearch{Status: market.MemberStatus(s.QueryParam("status")), Text: s.QueryParam("text")}
	if id, err := market.ParseID[market.Group](s.QueryParam("group")); err == nil {
		search.Group = id
	}
	groups, err := s.store.Groups(s.ctx())
	if err != nil {
		return err
	}
	members, err := s.store.Members(s.ctx())
	if err != nil {
		return err
	}
	all := len(members)
	if search != (market.MemberSearch{}) {
		if members, err = s.store.FindMembers(s.ctx(), search); err != nil {
			return err
		}
	}
	login := s.site.baseURL(s) + "/sign-in?seller=" + url.QueryEscape(s.visitor.SellerNumber)
	return show(s, teams.Listing(s.ctx(), groups, all, login), func(ask market.Ask) (market.Page[market.Member], error) {
		return cut(ask, members), nil
	})
}

func (s seller) newMember() error { return s.showInvite(http.StatusOK, ui.Form{}) }

func (s seller) showInvite(status int, f ui.Form) error {
	groups, err := s.store.Groups(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, teams.Invite(f, groups))
}

// inviteTeam answers with the one-time link at once: it is known only now.
func (s seller) inviteTeam() error {
	f := readForm(s)
	who := f.invitation()
	link, err := "", f.err()
	if err == nil {
		link, err = s.store.InviteTeam(s.ctx(), who)
	}
	if f.refused(err) {
		return s.showInvite(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	if link == "" {
		return s.done("/teams", market.InviteTeam)
	}
	return s.showLink(who.Name, who.Email, link)
}

// invitation reads a member as typed; the password is never shown again.
func (f *form) invitation() market.Invitation {
	standing := f.standing()
	who := market.Invitation{Name: f.text("name"), Username: f.text("username"), Email: f.text("email"), Mobile: f.text("mobile"),
		Roles: standing.Roles, Groups: standing.Groups, Only: standing.Only}
	if f.Values.Get("password") != "" {
		who.PasswordHash = f.newPassword()
	}
	f.Values.Del("password")
	return who
}

// standing reads what a member shall be allowed to do and see.
func (f *form) standing() market.Standing {
	standing := market.Standing{Only: f.text("products") != "all"}
	for _, text := range f.Values["roles"] {
		standing.Roles = append(standing.Roles, market.Role(text))
		if market.Role(text) == market.Owner {
			standing.Only = false // the main account sees everything
		}
	}
	standing.Groups = formIDs[market.Group](f, "group_id")
	return standing
}

// formIDs reads every id of a field, each once; what is none is a fault of the field.
func formIDs[T any](f *form, name string) []market.ID[T] {
	var ids []market.ID[T]
	for _, text := range f.Values[name] {
		id, err := market.ParseID[T](text)
		if err != nil {
			f.fault(name, market.Because("problem.not_found"))
		} else if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// assignTeam adds the ticked members to a group.
func (s seller) assignTeam() error {
	f := readForm(s)
	group, members := formID[market.Group](f, "group_id"), formIDs[market.Member](f, "id")
	back := "/groups/" + group.String()
	if f.text("return") != "" { // from the list of people
		page, chosen, err := chosenIn(s, f)
		if back = page; err != nil {
			return s.site.failed(s, back, err)
		}
		members = nil
		for _, one := range chosen {
			id, err := market.ParseID[market.Member](one.ID)
			if err != nil {
				return err
			}
			members = append(members, id)
		}
	}
	if f.err() != nil || len(members) == 0 {
		return s.site.failed(s, back, market.Invalid("id", "team.nobody_ticked"))
	}
	if _, err := s.store.AssignTeam(s.ctx(), group, members); err != nil {
		return s.site.failed(s, back, err)
	}
	return s.done(back, market.AssignTeam)
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

func (s seller) member() error { return s.showMember(http.StatusOK, "", ui.Form{}) }

// showMember shows the member; part is the form of the page that was refused.
func (s seller) showMember(status int, part string, f ui.Form) error {
	page := teams.MemberPage{Form: f, Part: part}
	var err error
	if page.Member, err = s.oneMember(); err != nil {
		return err
	}
	if page.Groups, err = s.store.Groups(s.ctx()); err != nil {
		return err
	}
	if !page.Member.AllProducts {
		if page.Products, err = s.store.GrantableProducts(s.ctx()); err != nil {
			return err
		}
		if page.Granted, err = s.store.Granted(s.ctx(), page.Member.ID); err != nil {
			return err
		}
	}
	return s.page(status, teams.Member(page))
}

func (s seller) oneMember() (market.Member, error) {
	id, err := pathID[market.Member](s, "id")
	if err != nil {
		return market.Member{}, err
	}
	return s.store.Member(s.ctx(), id)
}

// change does one of the forms of a member's page.
func (s seller) change(act market.Act, do func(*form, market.ID[market.Member]) error) error {
	f := readForm(s)
	id, err := pathID[market.Member](s, "id")
	if err != nil {
		return err
	}
	if err = do(f, id); f.refused(err) {
		return s.showMember(f.status, act.Verb(), f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/teams/"+id.String(), act)
}

func (s seller) editTeam() error {
	return s.change(market.EditTeam, func(f *form, id market.ID[market.Member]) error {
		who := f.invitation()
		return cmp.Or(f.err(), s.store.EditTeam(s.ctx(), id, who))
	})
}

func (s seller) grantTeam() error {
	return s.change(market.GrantTeam, func(f *form, id market.ID[market.Member]) error {
		standing := f.standing()
		if err := f.err(); err != nil {
			return err
		}
		return s.store.GrantTeam(s.ctx(), id, standing)
	})
}

func (s seller) entrustTeam() error {
	return s.change(market.EntrustTeam, func(f *form, id market.ID[market.Member]) error {
		products := formIDs[market.Product](f, "product_id")
		if err := f.err(); err != nil {
			return err
		}
		return s.store.EntrustTeam(s.ctx(), id, products)
	})
}

// releaseTeam takes one product away, from the product's page.
func (s seller) releaseTeam() error {
	f := readForm(s)
	id, err := pathID[market.Member](s, "id")
	if err != nil {
		return err
	}
	product, err := market.ParseID[market.Product](f.text("product_id"))
	if err != nil {
		return err
	}
	if err := s.store.ReleaseTeam(s.ctx(), id, product); err != nil {
		return err
	}
	return s.done("/products/"+product.String(), market.ReleaseTeam)
}

// turnMember disables or enables a member.
func (s seller) turnMember(act market.Act, do func(context.Context, market.ID[market.Member]) error) error {
	id, err := pathID[market.Member](s, "id")
	if err != nil {
		return err
	}
	if err := do(s.ctx(), id); err != nil {
		return s.site.failed(s, "/teams/"+id.String(), err)
	}
	return s.done("/teams/"+id.String(), act)
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

// baseURL is how the world reaches us, as configured or as this request did.
func (site *site) baseURL(c echo.Context) string {
	if site.options.BaseURL != "" {
		return site.options.BaseURL
	}
	return c.Scheme() + "://" + c.Request().Host
}
