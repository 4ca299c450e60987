package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/ui"
	"sellercenter/views/vats"
)

func (site *site) vatRoutes(e *echo.Echo) {
	g := e.Group("/operator/vats", sees(market.Vats))
	g.GET("", site.operator(operator.vats))
	g.POST("/add", site.operator(operator.addVat))
}

func (o operator) vats() error { return o.showVats(http.StatusOK, ui.Form{}) }

func (o operator) showVats(status int, form ui.Form) (err error) {
	page := vats.Page{Today: market.DayOf(o.site.db.Now())}
	if page.All, err = o.store.Vats(o.ctx()); err != nil {
		return err
	}
	if page.Categories, err = o.site.db.Categories(o.ctx()); err != nil {
		return err
	}
	return o.page(status, vats.List(form, page))
}

func (o operator) addVat() error {
	f := readForm(o)
	vat := market.Vat{AccessType: market.AccessType(f.text("access_type")), Charging: market.Charging(f.text("charging")),
		Category: f.text("category"), Kind: market.TaxKind(f.text("kind")), EffectiveOn: f.day("effective_on")}
	if f.required("rate") != "" {
		vat.Rate = read(f, "rate", market.ReadPercent)
	}
	if f.required("small_rate") != "" {
		vat.SmallRate = read(f, "small_rate", market.ReadPercent)
	}
	err := f.err()
	if err == nil {
		err = o.store.AddVat(o.ctx(), vat)
	}
	if f.refused(err) {
		return o.showVats(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/vats", market.AddVat)
}
