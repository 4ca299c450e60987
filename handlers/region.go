package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/regions"
	"sellercenter/views/ui"
)

func (site *site) regionRoutes(e *echo.Echo) {
	g := e.Group("/regions", sees(market.Regions))
	g.GET("", site.seller(seller.regions))
	g.GET("/:id", site.seller(seller.region))
	g.POST("/:id/set", site.seller(seller.setRegion))
}

func (s seller) regions() error {
	contracts, err := s.store.Contracts(s.ctx())
	if err != nil {
		return err
	}
	wanted := market.ProductStatus(s.QueryParam("status"))
	return showWhole(s, regions.Listing(s.ctx(), contracts), func(p market.RegionProduct) bool { return wanted == "" || p.Status == wanted },
		func() ([]market.RegionProduct, error) { return s.store.RegionProducts(s.ctx()) })
}

func (s seller) region() error { return s.showRegion(http.StatusOK, ui.Form{}) }

func (s seller) showRegion(status int, f ui.Form) error {
	id, err := pathID[market.Product](s, "id")
	if err != nil {
		return err
	}
	product, err := s.store.RegionProduct(s.ctx(), id)
	if err != nil {
		return err
	}
	all, err := s.store.Regions(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.page(status, regions.Detail(f, product, all))
}

func (s seller) setRegion() error {
	id, err := pathID[market.Product](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	err = s.store.SetRegion(s.ctx(), id, f.Values["regions"])
	if f.refused(err) {
		return s.showRegion(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/regions/"+id.String(), market.SetRegion)
}
