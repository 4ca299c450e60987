package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/audiences"
	"sellercenter/views/ui"
)

func (site *site) audienceRoutes(e *echo.Echo) {
	g := e.Group("/audiences", sees(market.Audiences))
	g.GET("", site.seller(seller.audiences))
	g.GET("/products/:id", site.seller(seller.audienceProduct))
	g.POST("/products/:id/set", site.seller(seller.setAudienceProduct))
	g.GET("/specs/:id", site.seller(seller.audienceSpec))
	g.POST("/specs/:id/set", site.seller(seller.setAudienceSpec))
	g.GET("/:id", site.seller(seller.audience))
	g.POST("/:id/admit", site.seller(seller.admitAudience))
	g.POST("/:id/drop", site.seller(seller.dropAudience))

	o := e.Group("/operator/audiences", sees(market.Audiences))
	o.GET("", site.operator(operator.audiences))
}

func audienceSearch(c echo.Context) market.AudienceSearch {
	return market.AudienceSearch{Text: strings.TrimSpace(c.QueryParam("text")), Kind: market.AudienceKind(c.QueryParam("kind"))}
}

func (s seller) audiences() error {
	return show(s, audiences.Listing(s.ctx()), func(ask market.Ask) (market.Page[audiences.Line], error) {
		page, err := s.store.Audiences(s.ctx(), audienceSearch(s), ask)
		return audiences.Lines(page), err
	})
}

func (o operator) audiences() error {
	return show(o, audiences.OperatorListing(o.ctx()), func(ask market.Ask) (market.Page[market.AudienceDetail], error) {
		return o.store.Audiences(o.ctx(), audienceSearch(o), ask)
	})
}

func (s seller) audienceProduct() error { return s.showAudienceProduct(http.StatusOK, ui.Form{}) }

func (s seller) showAudienceProduct(status int, f ui.Form) error {
	id, err := pathID[market.Product](s, "id")
	if err != nil {
		return err
	}
	var p audiences.SetPage
	if p.Product, err = s.store.AudienceProduct(s.ctx(), id); err != nil {
		return err
	}
	return s.showAudience(status, f, p, p.Product.AudienceID)
}

func (s seller) audienceSpec() error { return s.showAudienceSpec(http.StatusOK, ui.Form{}) }

func (s seller) showAudienceSpec(status int, f ui.Form) error {
	id, err := pathID[market.Spec](s, "id")
	if err != nil {
		return err
	}
	spec, product, err := s.store.AudienceSpec(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.showAudience(status, f, audiences.SetPage{Product: product, Spec: &spec}, spec.AudienceID)
}

func (s seller) showAudience(status int, f ui.Form, p audiences.SetPage, audience *market.AudienceID) (err error) {
	var spec *market.ID[market.Spec]
	if p.Spec != nil {
		spec = &p.Spec.ID
	}
	if p.Choices, err = s.store.AudienceTargetChoices(s.ctx(), p.Product.ProductID, spec); err != nil {
		return err
	}
	if audience != nil {
		if p.Targets, err = s.store.AudienceTargets(s.ctx(), *audience); err != nil {
			return err
		}
	}
	return s.page(status, audiences.Set(f, p))
}

func (s seller) setAudienceProduct() error {
	id, err := pathID[market.Product](s, "id")
	if err != nil {
		return err
	}
	return s.setAudience(market.AudienceAsk{ProductID: id}, s.showAudienceProduct)
}

func (s seller) setAudienceSpec() error {
	id, err := pathID[market.Spec](s, "id")
	if err != nil {
		return err
	}
	return s.setAudience(market.AudienceAsk{SpecID: &id}, s.showAudienceSpec)
}

// setAudience sets the level; named users are added on the page that follows.
func (s seller) setAudience(ask market.AudienceAsk, again func(int, ui.Form) error) error {
	f := readForm(s)
	ask.Kind, ask.Targets = market.AudienceKind(f.text("kind")), f.Values["targets"]
	id, err := s.store.SetAudience(s.ctx(), ask)
	if f.refused(err) {
		return again(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	if ask.Kind == market.AudienceSpecified {
		return s.done("/audiences/"+id.String(), market.SetAudience)
	}
	return s.done("/audiences", market.SetAudience)
}

func (s seller) audience() error { return s.showUsers(http.StatusOK, ui.Form{}) }

func (s seller) showUsers(status int, f ui.Form) error {
	id, err := pathID[market.Audience](s, "id")
	if err != nil {
		return err
	}
	p := audiences.UsersPage{Text: strings.TrimSpace(s.QueryParam("text")), Ask: ask(s)}
	if p.Audience, err = s.store.Audience(s.ctx(), id); err != nil {
		return err
	}
	if p.Page, err = s.store.AudienceUsers(s.ctx(), id, p.Text, p.Ask); err != nil {
		return err
	}
	return s.page(status, audiences.Users(f, p))
}

func (s seller) admitAudience() error {
	id, err := pathID[market.Audience](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	err = s.store.AdmitCustomers(s.ctx(), id, market.ReadUsers(f.text("users")))
	if f.refused(err) {
		return s.showUsers(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/audiences/"+id.String(), market.AdmitAudience)
}

func (s seller) dropAudience() error {
	id, err := pathID[market.Audience](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	users, err := idsOf[market.AudienceUser](f.Values["user"])
	if err == nil {
		err = s.store.DropCustomers(s.ctx(), id, users)
	}
	if f.refused(err) {
		return s.showUsers(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/audiences/"+id.String(), market.DropAudience)
}
