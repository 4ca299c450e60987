package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/storefronts"
)

func (site *site) operatorStorefrontRoutes(e *echo.Echo) {
	g := e.Group("/operator/storefronts", sees(market.Storefronts))
	g.GET("", site.operator(operator.storefronts))
	g.POST("/add", site.operator(operator.addStorefront))
	g.POST("/:id/revoke", site.operator(operator.revokeStorefront))
}

func (o operator) storefronts() error {
	return o.showStorefronts(http.StatusOK, storefronts.ListPage{})
}

func (o operator) showStorefronts(status int, page storefronts.ListPage) (err error) {
	if page.Fronts, err = o.store.Storefronts(o.ctx()); err != nil {
		return err
	}
	return o.page(status, storefronts.List(page))
}

// addStorefront answers with the secret at once: it is known only now.
func (o operator) addStorefront() error {
	f := readForm(o)
	front, secret, err := o.store.AddStorefront(o.ctx(), f.text("name"))
	if f.refused(err) {
		return o.showStorefronts(f.status, storefronts.ListPage{Form: f.Form})
	}
	if err != nil {
		return err
	}
	o.Response().Header().Set("Cache-Control", "no-store")
	return o.showStorefronts(http.StatusOK, storefronts.ListPage{Added: front, Secret: secret})
}

func (o operator) revokeStorefront() error {
	id, err := pathID[market.Storefront](o, "id")
	if err != nil {
		return err
	}
	if err := o.store.RevokeStorefront(o.ctx(), id); err != nil {
		return o.site.failed(o, "/operator/storefronts", err)
	}
	return o.done("/operator/storefronts", market.RevokeStorefront)
}
