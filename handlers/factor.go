package handlers

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/pquerna/otp"

	"sellercenter/internal/market"
	"sellercenter/views/factors"
	"sellercenter/views/ui"
)

func (site *site) factorRoutes(e *echo.Echo) {
	g := e.Group("/factors")
	g.GET("", site.person(person.factor))
	g.POST("/enrol", site.person(person.enrolFactor))
	g.POST("/confirm", site.person(person.confirmFactor))
	g.POST("/drop", site.person(person.dropFactor))
}

func (p person) factor() error { return p.showFactor(http.StatusOK, ui.Form{}) }

func (p person) showFactor(status int, f ui.Form) error {
	factor, err := p.store.Factor(p.ctx())
	if err != nil {
		return err
	}
	picture := ""
	if factor.Secret != "" {
		if picture, err = qrPicture(factor.URL()); err != nil {
			return err
		}
	}
	p.Response().Header().Set("Cache-Control", "no-store")
	return p.page(status, factors.Factor(f, factor, picture))
}

func (p person) enrolFactor() error {
	if err := p.store.EnrolFactor(p.ctx()); err != nil {
		return p.site.failed(p, "/factors", err)
	}
	return p.Redirect(http.StatusSeeOther, "/factors")
}

// confirmFactor answers with the recovery codes at once: they are known only now.
func (p person) confirmFactor() error {
	f := readForm(p)
	codes, err := p.store.ConfirmFactor(p.ctx(), f.text("code"))
	if f.refused(err) {
		return p.showFactor(f.status, f.Form)
	}
	if isNotFound(err) {
		return p.Redirect(http.StatusSeeOther, "/factors")
	}
	if err != nil {
		return err
	}
	p.Response().Header().Set("Cache-Control", "no-store")
	return p.page(http.StatusOK, factors.Codes(codes))
}

func (p person) dropFactor() error {
	f := readForm(p)
	err := p.store.DropFactor(p.ctx(), f.Values.Get("current_password"))
	if f.refused(err) {
		f.Values = nil
		return p.showFactor(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return p.done("/factors", market.DropFactor)
}

// qrPicture draws the text as a QR code that stands in the page itself.
func qrPicture(text string) (string, error) {
	key, err := otp.NewKeyFromURL(text)
	if err != nil {
		return "", err
	}
	drawn, err := key.Image(200, 200)
	if err != nil {
		return "", err
	}
	var file bytes.Buffer
	if err := png.Encode(&file, drawn); err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(file.Bytes()), nil
}
