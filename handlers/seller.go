package handlers

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/sellers"
	"sellercenter/views/ui"
)

func (site *site) sellerRoutes(e *echo.Echo) {
	g := e.Group("/sellers", sees(market.Sellers))
	g.GET("", site.seller(seller.profile))
	g.GET("/apply", site.seller(seller.application))
	g.POST("/draft", site.seller(seller.draftSeller))
	g.POST("/apply", site.seller(seller.applySeller))

	o := e.Group("/operator/sellers", sees(market.Sellers))
	o.GET("", site.operator(operator.sellers))
	o.GET("/:seller", site.operator(operator.sellerDetail))
	o.POST("/:seller/suspend", site.operator(operator.suspendSeller))
	o.POST("/:seller/resume", site.operator(operator.resumeSeller))
	o.POST("/:seller/reinvite", site.operator(operator.reinviteSeller))
}

func (s seller) profile() error {
	profile, err := s.store.Profile(s.ctx())
	if err != nil {
		return err
	}
	onboarding, err := s.store.Onboarding(s.ctx())
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, sellers.Profile(profile, onboarding))
}

func (s seller) application() error { return s.showApplication(http.StatusOK, ui.Form{}) }

func (s seller) showApplication(status int, f ui.Form) error {
	profile, err := s.store.Profile(s.ctx())
	if err != nil {
		return err
	}
	onboarding, err := s.store.Onboarding(s.ctx())
	if err != nil {
		return err
	}
	if profile.Status != market.SellerApplying {
		return s.Redirect(http.StatusSeeOther, "/sellers")
	}
	if onboarding.ReviewStatus == market.ReviewPending {
		return s.page(status, sellers.Pending(profile, onboarding))
	}
	page := sellers.ApplicationPage{Form: f, Seller: profile, Onboarding: onboarding}
	if page.Identity, err = s.store.Identity(s.ctx()); err != nil && !isNotFound(err) {
		return err
	}
	if page.Joined, err = s.store.Joined(s.ctx()); err != nil {
		return err
	}
	agreements, err := s.store.Agreements(s.ctx())
	if err != nil {
		return err
	}
	page.Agreement = market.InForce(agreements, market.Cooperation, s.site.db.Now())
	return s.page(status, sellers.Application(page))
}

func (s seller) draftSeller() error {
	f := readForm(s)
	if err := s.keepApplication(f); f.refused(err) {
		return s.showApplication(f.status, f.Form)
	} else if err != nil {
		return err
	}
	return s.done("/sellers/apply", market.DraftSeller)
}

// applySeller keeps what was typed before it hands it in, so that nothing is lost when the
// application is refused.
func (s seller) applySeller() error {
	f := readForm(s)
	err := s.keepApplication(f)
	if err == nil {
		err = s.proveContacts(f)
	}
	if err == nil {
		_, err = s.store.ApplySeller(s.ctx())
	}
	if f.refused(err) {
		return s.showApplication(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/sellers/apply", market.ApplySeller)
}

func (s seller) keepApplication(f *form) error {
	typed := map[string]string{}
	for _, name := range market.ApplicationFields {
		typed[name] = f.text(name)
	}
	files := slices.Concat(f.uploads("logo", market.FileCompanyLogo), f.uploads("licence", market.FileLicence), f.uploads("qualification", market.FileCertificate))
	if err := f.err(); err != nil {
		return err
	}
	return s.store.DraftSeller(s.ctx(), typed, files)
}

// uploads reads a field's file as the store takes it.
func (f *form) uploads(field string, purpose market.FilePurpose) []db.Upload {
	var files []db.Upload
	for _, one := range f.files(field) {
		files = append(files, db.Upload{Field: field, Purpose: purpose, Name: one.Name, Content: one.Content})
	}
	return files
}

func (o operator) sellers() error {
	search := market.SellerSearch{Status: market.SellerStatus(o.QueryParam("status")), Text: o.QueryParam("text")}
	return show(o, sellers.OperatorListing(o.ctx()), func(ask market.Ask) (market.Page[market.SellerRow], error) {
		return o.store.Sellers(o.ctx(), search, ask)
	})
}

func (o operator) sellerDetail() error { return o.showSeller(http.StatusOK, ui.Form{}) }

func (o operator) showSeller(status int, f ui.Form) error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	page := sellers.OperatorPage{Form: f}
	if page.Seller, err = store.Profile(o.ctx()); err != nil {
		return err
	}
	if page.Onboarding, err = store.Onboarding(o.ctx()); err != nil {
		return err
	}
	if page.Members, err = store.Members(o.ctx()); err != nil {
		return err
	}
	if page.Reviews, err = store.ReviewsOf(o.ctx(), store.ID()); err != nil {
		return err
	}
	if page.Identity, err = store.Identity(o.ctx()); err != nil && !isNotFound(err) {
		return err
	}
	if page.Identity.Status == market.IdentityPending {
		open, err := store.ReviewsOf(o.ctx(), page.Identity.ID)
		if err != nil {
			return err
		}
		page.Open = &open[0]
	}
	if len(page.Reviews) > 0 {
		if page.Visit, err = visited(o.ctx(), store, page.Reviews[0].ID); err != nil {
			return err
		}
	}
	return o.page(status, sellers.OperatorDetail(page))
}

func (o operator) suspendSeller() error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	f := readForm(o)
	err = o.store.SuspendSeller(o.ctx(), store.ID(), f.text("reason"))
	if f.refused(err) {
		return o.showSeller(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/sellers/"+store.ID().String(), market.SuspendSeller)
}

func (o operator) resumeSeller() error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	path := "/operator/sellers/" + store.ID().String()
	if err := o.store.ResumeSeller(o.ctx(), store.ID()); err != nil {
		return o.site.failed(o, path, err)
	}
	return o.done(path, market.ResumeSeller)
}

// reinviteSeller answers with the one-time link at once: it is known only now.
func (o operator) reinviteSeller() error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Member](o.FormValue("id"))
	if err != nil {
		return err
	}
	member, err := store.Member(o.ctx(), id)
	if err != nil {
		return err
	}
	link, err := o.store.ReinviteSeller(o.ctx(), store.ID(), id)
	if err != nil {
		return o.site.failed(o, "/operator/sellers/"+store.ID().String(), err)
	}
	o.Response().Header().Set("Cache-Control", "no-store")
	return o.page(http.StatusOK, sellers.Link(store.ID(), member, o.site.baseURL(o)+"/welcome/"+link))
}

// visited is what was found at the website of a review; nil when nobody was there.
func visited(ctx context.Context, store *db.Seller, id market.ReviewID) (*market.Visit, error) {
	visit, err := store.Visit(ctx, id)
	if isNotFound(err) {
		return nil, nil //nolint:nilnil // most reviews are about no website
	}
	return &visit, err
}
