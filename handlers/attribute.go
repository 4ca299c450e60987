package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/attributes"
	"sellercenter/views/ui"
)

func (site *site) attributeRoutes(e *echo.Echo) {
	g := e.Group("/attributes", sees(market.Attributes))
	g.GET("", site.seller(seller.attributes))
	g.GET("/add", site.seller(seller.newAttribute))
	g.POST("/add", site.seller(seller.addAttribute))
	g.GET("/:id/edit", site.seller(seller.attribute))
	g.POST("/:id/edit", site.seller(seller.editAttribute))
	g.POST("/:id/remove", site.seller(seller.removeAttribute))
}

func attributeSearch(c echo.Context) market.AttributeSearch {
	return market.AttributeSearch{Text: strings.TrimSpace(c.QueryParam("text")), Kind: market.AttributeKind(c.QueryParam("kind"))}
}

func (s seller) attributes() error {
	search := attributeSearch(s)
	return show(s, attributes.Listing(s.ctx()), func(ask market.Ask) (market.Page[market.Attribute], error) {
		page, err := s.store.Attributes(s.ctx(), search, ask)
		presets := search.Presets()
		page.Count.N += len(presets)
		if ask.After == "" && ask.Before == "" {
			page.Rows = append(presets, page.Rows...)
		}
		return page, err
	})
}

func (s seller) newAttribute() error {
	return s.page(http.StatusOK, attributes.New(ui.Form{}))
}

func (f *form) attribute() market.AttributeContent {
	return market.AttributeContent{Code: f.text("code"), Kind: market.AttributeKind(f.text("kind")), NameZh: f.line("name_zh"),
		NameEn: f.line("name_en"), Description: f.line("description")}
}

func (s seller) addAttribute() error {
	f := readForm(s)
	err := f.err()
	if err == nil {
		_, err = s.store.AddAttribute(s.ctx(), f.attribute())
	}
	if f.refused(err) {
		return s.page(f.status, attributes.New(f.Form))
	}
	if err != nil {
		return err
	}
	return s.done("/attributes", market.AddAttribute)
}

func (s seller) attribute() error {
	id, err := pathID[market.Attribute](s, "id")
	if err != nil {
		return err
	}
	attribute, err := s.store.Attribute(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, attributes.Edit(ui.Form{}, attribute))
}

func (s seller) editAttribute() error {
	id, err := pathID[market.Attribute](s, "id")
	if err != nil {
		return err
	}
	attribute, err := s.store.Attribute(s.ctx(), id)
	if err != nil {
		return err
	}
	f := readForm(s)
	version := f.number("version")
	if err = f.err(); err == nil {
		err = s.store.EditAttribute(s.ctx(), id, version, f.attribute())
	}
	if f.refused(err) {
		return s.page(f.status, attributes.Edit(f.Form, attribute))
	}
	if err != nil {
		return err
	}
	return s.done("/attributes", market.EditAttribute)
}

func (s seller) removeAttribute() error {
	id, err := pathID[market.Attribute](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.RemoveAttribute(s.ctx(), id); err != nil {
		return err
	}
	return s.done("/attributes", market.RemoveAttribute)
}
