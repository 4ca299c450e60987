package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/sellers"
	"sellercenter/views/ui"
)

func (site *site) sellerChangeRoutes(e *echo.Echo) {
	g := e.Group("/sellers", sees(market.Sellers))
	g.GET("/change", site.seller(seller.profileForm))
	g.POST("/change", site.seller(seller.changeSeller))
	g.POST("/rename", site.seller(seller.renameSeller))
	g.GET("/contact", site.seller(seller.contactForm))
	g.POST("/code", site.seller(seller.codeSeller))
	g.POST("/contact", site.seller(seller.contactSeller))
	g.GET("/letter", site.seller(seller.letterForm))
	g.GET("/letter.txt", site.seller(seller.letterTemplate))
	g.POST("/letter", site.seller(seller.letterSeller))
	g.GET("/exit", site.seller(seller.exitForm))
	g.POST("/exit", site.seller(seller.exitSeller))
}

func (s seller) profileForm() error { return s.showProfileForm(http.StatusOK, ui.Form{}) }

// showProfileForm is the form of a change, locked while one waits for the operator
// (catalogue.md §1.6).
func (s seller) showProfileForm(status int, f ui.Form) error {
	page := sellers.ChangePage{Form: f}
	var err error
	if page.Seller, err = s.store.Profile(s.ctx()); err != nil {
		return err
	}
	review, err := s.store.ProfileReview(s.ctx())
	if err != nil && !isNotFound(err) {
		return err
	}
	if err == nil {
		page.Open = &review
	}
	return s.page(status, sellers.Change(page))
}

func (s seller) changeSeller() error {
	f := readForm(s)
	typed := map[string]string{}
	for _, name := range market.ProfileFields {
		typed[name] = f.text(name)
	}
	files := append(f.uploads("logo", market.FileCompanyLogo), f.uploads("licence", market.FileLicence)...)
	err := f.err()
	if err == nil {
		_, err = s.store.ChangeSeller(s.ctx(), typed, files)
	}
	if f.refused(err) {
		return s.showProfileForm(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/sellers", market.ChangeSeller)
}

func (s seller) renameSeller() error {
	f := readForm(s)
	err := s.store.RenameSeller(s.ctx(), f.text("verified_name"))
	if f.refused(err) {
		return s.showProfileForm(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/sellers/change", market.RenameSeller)
}

func (s seller) contactForm() error {
	return s.showContact(http.StatusOK, ui.Form{Values: s.QueryParams()}, false)
}

// showContact asks for the new phone or mailbox, and then for the code that went to it.
func (s seller) showContact(status int, f ui.Form, coded bool) error {
	profile, err := s.store.Profile(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, sellers.Contact(f, profile, coded))
}

func (s seller) codeSeller() error {
	f := readForm(s)
	if s.visitor.Applying() {
		return s.codeApplicant(f)
	}
	err := s.store.CodeSeller(s.ctx(), f.text("field"), f.text("value"))
	if f.refused(err) {
		return s.showContact(f.status, f.Form, false)
	}
	if err != nil {
		return err
	}
	return s.showContact(http.StatusOK, f.Form, true)
}

func (s seller) contactSeller() error {
	f := readForm(s)
	err := s.store.ContactSeller(s.ctx(), f.text("field"), f.text("value"), f.text("code"))
	if f.refused(err) {
		return s.showContact(f.status, f.Form, true)
	}
	if err != nil {
		return err
	}
	return s.done("/sellers", market.ContactSeller)
}

func (s seller) letterForm() error { return s.showLetter(http.StatusOK, ui.Form{}) }

func (s seller) showLetter(status int, f ui.Form) error {
	profile, err := s.store.Profile(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, sellers.Letter(f, profile))
}

// letterTemplate is the text to print, sign and stamp (catalogue.md §1.7).
func (s seller) letterTemplate() error {
	profile, err := s.store.Profile(s.ctx())
	if err != nil {
		return err
	}
	s.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="compliance-letter.txt"`)
	return s.String(http.StatusOK, i18n.T(s.ctx(), "seller.letter_template", profile.CompanyName, profile.CreditCode))
}

func (s seller) letterSeller() error {
	f := readForm(s)
	var letter *db.Upload
	if files := f.uploads("letter", market.FileLetter); len(files) > 0 {
		letter = &files[0]
	}
	err := f.err()
	if err == nil {
		err = s.store.LetterSeller(s.ctx(), letter)
	}
	if f.refused(err) {
		return s.showLetter(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/sellers/letter", market.LetterSeller)
}

func (s seller) exitForm() error { return s.showExit(http.StatusOK, ui.Form{}) }

func (s seller) showExit(status int, f ui.Form) error {
	profile, err := s.store.Profile(s.ctx())
	if err != nil {
		return err
	}
	ties, err := s.store.Ties(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, sellers.Exit(f, profile, ties))
}

func (s seller) exitSeller() error {
	f := readForm(s)
	err := s.store.ExitSeller(s.ctx(), f.text("confirm_name"))
	if f.refused(err) {
		return s.showExit(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/sellers", market.ExitSeller)
}
