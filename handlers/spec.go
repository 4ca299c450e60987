package handlers

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/specs"
	"sellercenter/views/ui"
	"sellercenter/views/upgrades"
)

func (site *site) specRoutes(e *echo.Echo) {
	g := e.Group("/specs", sees(market.Specs))
	g.GET("", site.seller(seller.specs))
	g.GET("/:id", site.seller(seller.spec))
	g.POST("/:id/delist", site.seller(seller.delistSpec))
	u := e.Group("/upgrades", sees(market.Upgrades))
	u.GET("", site.seller(seller.upgrades))
	u.GET("/set", site.seller(seller.newUpgrade))
	u.POST("/set", site.seller(seller.setUpgrade))
	u.POST("/:id/end", site.seller(seller.endUpgrade))
}

func (s seller) specs() error {
	search := market.SpecSearch{Text: strings.TrimSpace(s.QueryParam("text")), Template: market.Template(s.QueryParam("template")),
		Status: market.ProductStatus(s.QueryParam("status"))}
	return show(s, specs.Listing(s.ctx()), func(ask market.Ask) (market.Page[market.SKULine], error) {
		return s.store.Specs(s.ctx(), search, ask)
	})
}

func (s seller) spec() error {
	id, err := pathID[market.Spec](s, "id")
	if err != nil {
		return err
	}
	detail, err := s.store.Spec(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, specs.Detail(specs.Page{SpecDetail: detail, Calculation: s.calculation(detail), Base: s.site.baseURL(s)}))
}

// calculation asks the store for the quote that a buyer would get.
func (s seller) calculation(detail market.SpecDetail) ui.Calculation {
	calculation := ui.Calculation{Path: "/specs/" + detail.ID.String()}
	codes := map[string]string{}
	var periods []market.Period
	for _, sku := range detail.SKUs {
		if sku.Status != market.ProductOnSale {
			continue
		}
		name := sku.Name
		if name == "" {
			name = detail.Name
		}
		calculation.SKUs = append(calculation.SKUs, ui.Option{Value: sku.ID.String(), Label: name})
		for _, price := range sku.Prices {
			codes[sku.ID.String()+string(price.Period)] = price.Code
		}
	}
	for _, period := range market.Periods {
		for _, sku := range detail.SKUs {
			if sku.Price(period) != nil {
				periods = append(periods, period)
				break
			}
		}
	}
	return calculate(s, calculation, periods, detail.Measure(), func(sku market.ID[market.SKU], period market.Period, wanted market.Purchase) (market.Quote, error) {
		code, priced := codes[sku.String()+string(period)]
		if !priced {
			return market.Quote{}, market.NotFound
		}
		wanted.Product = code
		return s.store.Quote(s.ctx(), wanted)
	})
}

func (s seller) delistSpec() error {
	id, err := pathID[market.Spec](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	var skus []market.ID[market.SKU]
	if f.text("sku") != "" {
		skus = append(skus, formID[market.SKU](f, "sku"))
	}
	if err := f.err(); err != nil {
		return market.NotFound
	}
	if err := s.store.DelistSpec(s.ctx(), id, skus...); err != nil {
		return s.site.failed(s, "/specs/"+id.String(), err)
	}
	return s.flash("/specs/"+id.String(), market.Because("spec.delist_submitted"))
}

func (s seller) upgrades() error {
	status, text := market.UpgradeStatus(s.QueryParam("status")), strings.TrimSpace(s.QueryParam("text"))
	return show(s, upgrades.Listing(s.ctx()), func(ask market.Ask) (market.Page[market.Upgrade], error) {
		return s.store.Upgrades(s.ctx(), status, text, ask)
	})
}

func (s seller) newUpgrade() error {
	choices, err := s.store.UpgradeChoices(s.ctx())
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, upgrades.New(ui.Form{}, choices, upgrades.Chosen(choices, cmp.Or(s.QueryParam("source"), upgrades.FirstOf(choices, s.QueryParam("product"))))))
}

func (s seller) setUpgrade() error {
	f := readForm(s)
	var source market.SpecID
	if f.text("source") != "" {
		source = formID[market.Spec](f, "source")
	}
	var targets []market.SpecID
	for _, text := range f.Values["targets"] {
		target, err := market.ParseID[market.Spec](text)
		if err != nil {
			return market.NotFound
		}
		targets = append(targets, target)
	}
	var expansion *market.Quantity
	if f.text("expansion") != "" {
		quantity := f.quantity("expansion")
		expansion = &quantity
	}
	err := f.err()
	if err == nil {
		_, err = s.store.SetUpgrade(s.ctx(), source, targets, expansion)
	}
	if f.refused(err) {
		choices, err := s.store.UpgradeChoices(s.ctx())
		if err != nil {
			return err
		}
		return s.page(f.status, upgrades.New(f.Form, choices, upgrades.Chosen(choices, f.text("source"))))
	}
	if err != nil {
		return err
	}
	return s.done("/upgrades", market.SetUpgrade)
}

func (s seller) endUpgrade() error {
	id, err := pathID[market.Upgrade](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.EndUpgrade(s.ctx(), id); err != nil {
		return s.site.failed(s, "/upgrades", err)
	}
	return s.done("/upgrades", market.EndUpgrade)
}
