package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/sellers"
	"sellercenter/views/ui"
)

func (site *site) sellerMissedRoutes(e *echo.Echo) {
	o := e.Group("/operator/sellers", sees(market.Sellers))
	o.GET("/:seller/missed", site.operator(operator.missed))
	o.POST("/:seller/miss", site.operator(operator.missSeller))
}

func (o operator) missed() error { return o.showMissed(http.StatusOK, ui.Form{}) }

// showMissed is what a seller's service did not answer, product by product.
func (o operator) showMissed(status int, f ui.Form) error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	page := sellers.MissedPage{Form: f, Today: market.DayOf(o.site.db.Now())}
	if page.Seller, err = store.Profile(o.ctx()); err != nil {
		return err
	}
	if page.Products, err = store.MissedProducts(o.ctx()); err != nil {
		return err
	}
	if page.Missed, err = store.Missed(o.ctx()); err != nil {
		return err
	}
	return o.page(status, sellers.Missed(page))
}

func (o operator) missSeller() error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	f := readForm(o)
	missed := market.Missed{Channel: f.text("channel"), AskedOn: f.day("asked_on"), Note: f.text("note")}
	if f.required("product") != "" {
		missed.ProductID = formID[market.Product](f, "product")
	}
	err = f.err()
	if err == nil {
		err = store.MissSeller(o.ctx(), missed)
	}
	if f.refused(err) {
		return o.showMissed(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/sellers/"+store.ID().String()+"/missed", market.MissSeller)
}
