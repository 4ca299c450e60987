package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/sessions"
	"sellercenter/views/ui"
)

func (site *site) registerPage(c echo.Context) error {
	return site.showRegister(c, http.StatusOK, ui.Form{Values: url.Values{"sent": {c.QueryParam("sent")}}})
}

// showRegister asks for the mobile first, and for everything else once a code went to it.
func (site *site) showRegister(c echo.Context, status int, f ui.Form) error {
	page := sessions.RegisterPage{Form: f, Demo: site.options.Development}
	if id, err := market.ParseID[market.Verification](f.Values.Get("sent")); err == nil {
		sent, err := site.db.Registering(c.Request().Context(), id)
		if err != nil && !isNotFound(err) {
			return err
		}
		if err == nil {
			page.Sent = &sent
		}
	}
	return site.plain(c, status, sessions.Register(page))
}

// registerCode sends a code to the mobile; the address of the next page names the code, never
// the number.
func (site *site) registerCode(c echo.Context) error {
	f, ctx := readForm(c), c.Request().Context()
	id, err := site.db.SendSession(ctx, f.text("mobile"), i18n.Lang(ctx), c.RealIP())
	if f.refused(err) {
		f.Values.Del("sent")
		return site.showRegister(c, f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/register?sent="+id.String())
}

func (site *site) register(c echo.Context) error {
	f, ctx := readForm(c), c.Request().Context()
	who := market.Registration{Name: f.text("name"), Email: f.text("email"), CompanyName: f.text("company_name")}
	sent, err := market.ParseID[market.Verification](f.text("sent"))
	if err != nil {
		f.refused(market.Invalid("code", "receiver.code_over", market.CodeMinutes))
	}
	f.refused(who.Check())
	hash := f.newPassword()
	err = f.err()
	var seller market.SellerID
	var self market.PersonID
	if err == nil {
		who.PasswordHash = hash
		self, seller, err = site.db.Register(ctx, who, market.CodeProof{ID: sent, Code: f.text("code")}, c.RealIP())
	}
	if f.refused(err) {
		return site.showRegister(c, f.status, f.Form)
	}
	if err != nil {
		return err
	}
	token, err := site.db.StartSession(ctx, db.NewSession{Person: self, Seller: seller, Address: c.RealIP(), Agent: c.Request().UserAgent()})
	if err != nil {
		return err
	}
	return site.signedIn(c, db.SignedIn{Token: token}, false, "/sellers/identity")
}
