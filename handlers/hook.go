package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/hooks"
	"sellercenter/views/ui"
)

func (site *site) hookRoutes(e *echo.Echo) {
	g := e.Group("/hooks", sees(market.Hooks))
	g.GET("", site.seller(seller.hooks))
	g.POST("/add", site.seller(seller.addHook))
	g.POST("/:id/remove", site.seller(seller.removeHook))
}

func (s seller) hooks() error { return s.showHooks(http.StatusOK, ui.Form{}) }

func (s seller) showHooks(status int, f ui.Form) (err error) {
	page := hooks.Page{Form: f}
	if page.Endpoints, err = s.store.DebuggedEndpoints(s.ctx()); err != nil {
		return err
	}
	if page.Products, err = s.store.GrantableProducts(s.ctx()); err != nil {
		return err
	}
	wanted := market.AccessType(s.QueryParam("access_type"))
	return showWhole(s, hooks.Listing(s.ctx(), page, status), func(h market.Hook) bool { return wanted == "" || h.AccessType == wanted },
		func() ([]market.Hook, error) { return s.store.Hooks(s.ctx()) })
}

func (s seller) addHook() error {
	f := readForm(s)
	var product *market.ProductID
	if f.text("product_id") != "" {
		id := formID[market.Product](f, "product_id")
		product = &id
	}
	var endpoint market.EndpointID
	if f.required("endpoint_id") != "" {
		endpoint = formID[market.Endpoint](f, "endpoint_id")
	}
	err := f.err()
	if err == nil {
		err = s.store.AddHook(s.ctx(), endpoint, market.AccessType(f.text("access_type")), product)
	}
	if f.refused(err) {
		return s.showHooks(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/hooks", market.AddHook)
}

func (s seller) removeHook() error {
	id, err := pathID[market.Hook](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.RemoveHook(s.ctx(), id); err != nil {
		return err
	}
	return s.done("/hooks", market.RemoveHook)
}
