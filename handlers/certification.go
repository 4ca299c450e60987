package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/certifications"
	"sellercenter/views/ui"
)

func (site *site) certificationRoutes(e *echo.Echo) {
	g := e.Group("/certifications", sees(market.Certifications))
	g.GET("", site.seller(seller.certification))
	g.GET("/start", site.seller(seller.certificationForm))
	g.GET("/change", site.seller(seller.changedCertification))
	g.POST("/start", site.seller(seller.startCertification))
	g.POST("/change", site.seller(seller.changeCertification))
	g.POST("/verify", site.seller(seller.verifyCertification))

	o := e.Group("/operator/certifications", sees(market.Certifications))
	o.GET("", site.operator(operator.certifications))
	o.GET("/:seller", site.operator(operator.certification))
	o.POST("/:seller/unlock", site.operator(operator.unlockCertification))
}

func (s seller) certification() error { return s.showCertification(http.StatusOK, ui.Form{}) }

func (s seller) showCertification(status int, f ui.Form) error {
	certification, err := s.store.Certification(s.ctx())
	if err != nil && !isNotFound(err) {
		return err
	}
	onboarding, err := s.store.Onboarding(s.ctx())
	if err != nil {
		return err
	}
	var open *market.Review
	if review, err := s.store.CertificationReview(s.ctx()); err == nil {
		open = &review
	} else if !isNotFound(err) {
		return err
	}
	return s.page(status, certifications.Detail(f, certification, onboarding, open))
}

func (s seller) certificationForm() error { return s.showStart(http.StatusOK, ui.Form{}) }

func (s seller) showStart(status int, f ui.Form) error {
	certification, err := s.store.Certification(s.ctx())
	if err != nil && !isNotFound(err) {
		return err
	}
	if !market.CertificationMoves.Can(certification.Status, market.StartCertification) || !s.actor().May(market.StartCertification) {
		return s.Redirect(http.StatusSeeOther, "/certifications")
	}
	profile, err := s.store.Profile(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, certifications.Start(f, profile, certification, market.StartCertification))
}

func (s seller) changedCertification() error { return s.showChange(http.StatusOK, ui.Form{}) }

// showChange is the form of a certified seller's new data; while a change waits there is none.
func (s seller) showChange(status int, f ui.Form) error {
	certification, err := s.store.Certification(s.ctx())
	if err != nil {
		return err
	}
	if _, err := s.store.CertificationReview(s.ctx()); err == nil || certification.Status != market.Certified || !s.actor().May(market.ChangeCertification) {
		return s.Redirect(http.StatusSeeOther, "/certifications")
	}
	profile, err := s.store.Profile(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, certifications.Start(f, profile, certification, market.ChangeCertification))
}

func (s seller) changeCertification() error {
	f := readForm(s)
	typed, proof := f.certification()
	err := f.err()
	if err == nil {
		err = s.store.ChangeCertification(s.ctx(), typed, proof)
	}
	if f.refused(err) {
		return s.showChange(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/certifications", market.ChangeCertification)
}

// certification reads bank and tax data as typed.
func (f *form) certification() (market.CertificationForm, *db.Upload) {
	typed := market.CertificationForm{Address: f.text("address"), Phone: f.text("phone"), Taxpayer: f.text("taxpayer"), VATRate: f.text("vat_rate"),
		BankName: f.text("bank_name"), BankBranch: f.text("bank_branch"), AccountNo: f.text("account_no")}
	var proof *db.Upload
	if files := f.uploads("proof", market.FileProof); len(files) > 0 {
		proof = &files[0]
	}
	return typed, proof
}

func (s seller) startCertification() error {
	f := readForm(s)
	typed, proof := f.certification()
	err := f.err()
	if err == nil {
		err = s.store.StartCertification(s.ctx(), typed, proof)
	}
	if f.refused(err) {
		return s.showStart(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/certifications", market.StartCertification)
}

func (s seller) verifyCertification() error {
	f := readForm(s)
	f.required("amount")
	amount := f.money("amount")
	err := f.err()
	if err == nil {
		err = s.store.VerifyCertification(s.ctx(), amount)
	}
	if f.refused(err) {
		return s.showCertification(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/certifications", market.VerifyCertification)
}

func (o operator) certifications() error {
	search := market.CertificationSearch{Status: market.CertificationStatus(o.QueryParam("status")), Text: o.QueryParam("text")}
	return show(o, certifications.OperatorListing(o.ctx()), func(ask market.Ask) (market.Page[market.Certification], error) {
		return o.store.Certifications(o.ctx(), search, ask)
	})
}

func (o operator) certification() error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	certification, err := store.Certification(o.ctx())
	if err != nil {
		return err
	}
	reviews, err := store.ReviewsOf(o.ctx(), certification.ID)
	if err != nil {
		return err
	}
	return o.page(http.StatusOK, certifications.OperatorDetail(certification, reviews))
}

func (o operator) unlockCertification() error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	path := "/operator/certifications/" + store.ID().String()
	if err := store.UnlockCertification(o.ctx()); err != nil {
		return o.site.failed(o, path, err)
	}
	return o.done(path, market.UnlockCertification)
}
