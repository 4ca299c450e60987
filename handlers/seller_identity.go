package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/sellers"
	"sellercenter/views/ui"
)

func (site *site) sellerIdentityRoutes(e *echo.Echo) {
	g := e.Group("/sellers", sees(market.Sellers))
	g.GET("/identity", site.seller(seller.identity))
	g.POST("/identify", site.seller(seller.identifySeller))
}

func (s seller) identity() error { return s.showIdentity(http.StatusOK, ui.Form{}) }

func (s seller) showIdentity(status int, f ui.Form) error {
	page := sellers.IdentityPage{Form: f}
	var err error
	if page.Seller, err = s.store.Profile(s.ctx()); err != nil {
		return err
	}
	if page.Onboarding, err = s.store.Onboarding(s.ctx()); err != nil {
		return err
	}
	if page.Identity, err = s.store.Identity(s.ctx()); err != nil && !isNotFound(err) {
		return err
	}
	if page.Identity.Status == market.IdentityPending {
		reviews, err := s.store.ReviewsOf(s.ctx(), page.Identity.ID)
		if err != nil {
			return err
		}
		page.Open = &reviews[0]
	}
	return s.page(status, sellers.Identity(page))
}

func (s seller) identifySeller() error {
	f := readForm(s)
	form := market.IdentityForm{Type: market.RealName(f.text("identity_type")), Name: f.text("identity_name"), CreditCode: f.text("credit_code"),
		Representative: f.text("representative"), Number: f.text("identity_number")}
	f.Values.Del("identity_number") // a page never shows it again
	var proof *db.Upload
	if files := f.uploads("identity", market.FileIdentity); len(files) > 0 {
		proof = &files[0]
	}
	err := f.err()
	if err == nil {
		_, err = s.store.IdentifySeller(s.ctx(), form, proof)
	}
	if f.refused(err) {
		return s.showIdentity(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/sellers/identity", market.IdentifySeller)
}

// codeApplicant sends a code to the phone or mailbox of the contact, with everything that was
// typed kept.
func (s seller) codeApplicant(f *form) error {
	field := f.text("field")
	err := s.keepApplication(f)
	if err == nil {
		err = underField(field, s.store.CodeSeller(s.ctx(), field, f.text(field)))
	}
	if f.refused(err) {
		return s.showApplication(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/sellers/apply#contact_mobile", market.CodeSeller)
}

// proveContacts tries the codes that were typed beside the contact's phone and mailbox.
func (s seller) proveContacts(f *form) error {
	profile, err := s.store.Profile(s.ctx())
	if err != nil {
		return err
	}
	wrong := market.Invalids{}
	for _, field := range market.ProvedContacts {
		code, value := f.text(field+"_code"), f.text(field)
		if code == "" || profile.Proved(field, value) {
			continue
		}
		if err := wrong.Join(underField(field+"_code", s.store.ContactSeller(s.ctx(), field, value, code))); err != nil {
			return err
		}
	}
	return wrong.Err()
}

// underField puts what is wrong with one value under the field in which it was typed.
func underField(field string, err error) error {
	var problem *market.Problem
	if !errors.As(err, &problem) || problem.Kind != market.KindInvalid {
		return err
	}
	for _, reason := range problem.Fields {
		return market.Invalid(field, reason.Key, reason.Args...)
	}
	return err
}
