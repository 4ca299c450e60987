package handlers

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/stores"
	"sellercenter/views/ui"
)

func (site *site) storeRoutes(e *echo.Echo) {
	g := e.Group("/stores", sees(market.Stores))
	g.GET("", site.seller(seller.decoration))
	g.GET("/preview", site.seller(seller.storePreview))
	g.POST("/edit", site.seller(seller.editStore))
	g.POST("/submit", site.seller(seller.submitStore))

	o := e.Group("/operator/stores", sees(market.Stores))
	o.GET("/:seller", site.operator(operator.storePreview))
}

func (s seller) decoration() error { return s.showStore(http.StatusOK, ui.Form{}) }

func (s seller) showStore(status int, f ui.Form) error {
	store, err := s.store.Store(s.ctx())
	if err != nil {
		return err
	}
	products, err := s.store.GrantableProducts(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, stores.Edit(f, store, products))
}

func (s seller) storePreview() error {
	face, err := storeFace(s, s.store, "/files/")
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, stores.Preview(face, "/stores"))
}

func (o operator) storePreview() error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	face, err := storeFace(o, store, "/operator/files/"+store.ID().String()+"/")
	if err != nil {
		return err
	}
	return o.page(http.StatusOK, stores.Preview(face, "/operator/sellers/"+store.ID().String()))
}

// storeFace is the page as it is edited, as buyers would see it.
func storeFace(c echo.Context, store *db.Seller, files string) (face stores.Face, err error) {
	ctx := c.Request().Context()
	face.Files = files
	if face.Seller, err = store.Profile(ctx); err != nil {
		return face, err
	}
	if face.Store, err = store.Store(ctx); err != nil {
		return face, err
	}
	face.Offers, err = store.StoreOffers(ctx, face.Store.Draft.V)
	return face, err
}

// storePage reads the page as typed; rows without any text are left out.
func (f *form) storePage() (page market.StorePage, files []db.Upload) {
	page = market.StorePage{Products: formIDs[market.Product](f, "products"), Introduction: f.text("introduction"),
		Strengths: f.text("strengths"), Vision: f.text("vision")}
	for i := 1; i <= market.StoreCases; i++ {
		n := strconv.Itoa(i)
		if f.text("case_title_"+n) != "" || f.text("case_text_"+n) != "" {
			page.Cases = append(page.Cases, market.StoreCase{Title: f.text("case_title_" + n), Text: f.text("case_text_" + n)})
			files = append(files, f.uploads("case_picture_"+n, market.FileCase)...)
		}
	}
	for i := 1; i <= market.StoreNews; i++ {
		n := strconv.Itoa(i)
		if f.text("news_title_"+n) != "" || f.text("news_text_"+n) != "" {
			page.News = append(page.News, market.StoreItem{Title: f.text("news_title_" + n), Text: f.text("news_text_" + n)})
		}
	}
	if f.checked("certificates_anew") {
		page.Certificates = []market.FileID{}
	}
	return page, append(files, f.uploads("certificates", market.FileHonour)...)
}

func (s seller) editStore() error {
	f := readForm(s)
	page, files := f.storePage()
	err := f.err()
	if err == nil {
		err = s.store.EditStore(s.ctx(), page, files)
	}
	if f.refused(err) {
		return s.showStore(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	if f.Finds("products") || f.checked("more") { // it goes on with another row or product; pictures are kept by now
		return s.showStore(http.StatusOK, ui.Form{Values: f.Values})
	}
	return s.done("/stores", market.EditStore)
}

func (s seller) submitStore() error {
	f := readForm(s)
	err := s.store.SubmitStore(s.ctx())
	if f.refused(err) {
		f.Values = nil // what is kept is what is wrong
		return s.showStore(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/stores", market.SubmitStore)
}

// store is a seller's store page for the shop front (catalogue.md §1.10).
func (s storefront) store() error {
	shown, err := s.site.db.Storefront(market.Actor{Name: s.client.Name, Customer: s.customer, Roles: []market.Role{market.Buyer}}).Store(s.ctx(), s.Param("number"))
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, shown)
}
