package handlers

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/supports"
	"sellercenter/views/ui"
)

func (site *site) supportRoutes(e *echo.Echo) {
	g := e.Group("/supports", sees(market.Supports))
	g.GET("", site.seller(seller.supports))
	g.GET("/new", site.seller(seller.newSupport))
	g.POST("/add", site.seller(seller.addSupport))
	g.GET("/:id", site.seller(seller.support))
	g.POST("/:id/edit", site.seller(seller.editSupport))
	g.POST("/:id/remove", site.seller(seller.removeSupport))

	x := e.Group("/extensions", sees(market.Extensions))
	x.GET("", site.seller(seller.extension))
	x.POST("/bind", site.seller(seller.bindExtension))

	o := e.Group("/operator/extensions", sees(market.Extensions))
	o.GET("", site.operator(operator.extensions))
	o.POST("/:seller/assign", site.operator(operator.assignExtension))
}

func (s seller) supports() (err error) {
	var p supports.ListPage
	if p.Groups, err = s.store.Supports(s.ctx()); err != nil {
		return err
	}
	if p.Extension, err = s.store.Extension(s.ctx()); err != nil {
		return err
	}
	if p.Reception, err = s.store.Reception(s.ctx()); err != nil {
		return err
	}
	if p.Seller, err = s.store.Profile(s.ctx()); err != nil {
		return err
	}
	return showWhole(s, supports.Listing(s.ctx(), p), nil, func() ([]market.SupportGroup, error) { return slices.Clone(p.Groups), nil })
}

func (s seller) newSupport() error {
	return s.page(http.StatusOK, supports.Edit(ui.Form{}, market.SupportGroup{Hours: market.JSON[market.Hours]{V: market.OfficeHours()}}))
}

func groupIn(f *form) market.SupportGroup {
	return market.SupportGroup{Name: f.text("name"), Phone: f.text("phone"), Email: f.text("email"),
		Hours: market.JSON[market.Hours]{V: f.hours()}, Version: f.number("version")}
}

func (s seller) addSupport() error {
	f := readForm(s)
	group := groupIn(f)
	err := f.err()
	if err == nil {
		_, err = s.store.AddSupport(s.ctx(), group)
	}
	if f.refused(err) {
		return s.page(f.status, supports.Edit(f.Form, market.SupportGroup{}))
	}
	if err != nil {
		return err
	}
	return s.done("/supports", market.AddSupport)
}

func (s seller) support() error { return s.showSupport(http.StatusOK, ui.Form{}) }

func (s seller) showSupport(status int, f ui.Form) error {
	id, err := pathID[market.SupportGroup](s, "id")
	if err != nil {
		return err
	}
	group, err := s.store.Support(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.page(status, supports.Edit(f, group))
}

func (s seller) editSupport() error {
	id, err := pathID[market.SupportGroup](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	group := groupIn(f)
	group.ID = id
	err = s.store.EditSupport(s.ctx(), group)
	if f.refused(err) {
		return s.showSupport(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/supports", market.EditSupport)
}

func (s seller) removeSupport() error {
	id, err := pathID[market.SupportGroup](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.RemoveSupport(s.ctx(), id); err != nil {
		return s.site.failed(s, "/supports", err)
	}
	return s.done("/supports", market.RemoveSupport)
}

func (s seller) extension() error { return s.showExtension(http.StatusOK, ui.Form{}) }

func (s seller) showExtension(status int, f ui.Form) error {
	extension, err := s.store.Extension(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, supports.Extension(f, extension))
}

func (s seller) bindExtension() error {
	f := readForm(s)
	hours := f.hours()
	numbers, err := market.ReadNumbers(f.text("numbers"))
	f.refused(err)
	if err == nil {
		if err = f.err(); err == nil {
			err = s.store.BindExtension(s.ctx(), numbers, hours)
		}
	} else if !s.actor().May(market.BindExtension) {
		return market.Denied
	}
	if f.refused(err) {
		return s.showExtension(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/extensions", market.BindExtension)
}

func (o operator) extensions() error { return o.showExtensions(http.StatusOK, ui.Form{}) }

func (o operator) showExtensions(status int, f ui.Form) error {
	return show(o, supports.Extensions(o.ctx(), f, status), func(ask market.Ask) (market.Page[market.ExtensionRow], error) {
		return o.store.Extensions(o.ctx(), o.QueryParam("text"), ask)
	})
}

func (o operator) assignExtension() error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	f := readForm(o)
	err = store.AssignExtension(o.ctx(), f.text("extension"))
	if f.refused(err) {
		return o.showExtensions(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/extensions", market.AssignExtension)
}
