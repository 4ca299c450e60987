package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/assets"
	"sellercenter/views/ui"
)

func (site *site) assetRoutes(e *echo.Echo) {
	g := e.Group("/assets", sees(market.Assets))
	g.GET("", site.seller(seller.assets))
	g.GET("/new", site.seller(seller.newAsset))
	g.POST("/add", site.seller(seller.addAsset))
	g.GET("/:id", site.seller(seller.asset))
	g.GET("/:id/edit", site.seller(seller.assetForm))
	g.POST("/:id/edit", site.seller(seller.editAsset))
	g.POST("/:id/submit", site.seller(seller.submitAsset))
	g.POST("/:id/appeal", site.seller(seller.appealAsset))
	g.POST("/:id/delete", site.seller(seller.deleteAsset))
}

func assetSearch(c echo.Context) market.AssetSearch {
	return market.AssetSearch{Text: c.QueryParam("text"), Kind: market.AssetKind(c.QueryParam("kind")), Status: market.AssetStatus(c.QueryParam("status"))}
}

func (s seller) assets() error {
	search := assetSearch(s)
	return show(s, assets.Listing(s.ctx()), func(ask market.Ask) (market.Page[market.Asset], error) {
		return s.store.Assets(s.ctx(), search, ask)
	})
}

// newAsset asks for an asset, or for a new version of one.
func (s seller) newAsset() error {
	of, err := s.familyOf()
	if err != nil {
		return err
	}
	return s.assetPage(http.StatusOK, ui.Form{}, market.Asset{Kind: kindOr(of, s.QueryParam("kind"))}, of)
}

// assetPage asks for an asset; who sells abroad is also asked for which site an image is.
func (s seller) assetPage(status int, f ui.Form, asset market.Asset, of *market.Asset) error {
	form := assets.Form{Asset: asset, Of: of}
	switch _, err := s.store.JoinedOverseas(s.ctx()); {
	case isNotFound(err):
		return s.page(status, assets.Edit(f, form))
	case err != nil:
		return err
	}
	images, err := s.store.Copyable(s.ctx())
	if err != nil {
		return err
	}
	form.Abroad, form.Images = asset.ID.IsZero() && of == nil, images
	return s.page(status, assets.Edit(f, form))
}

func kindOr(of *market.Asset, asked string) market.AssetKind {
	if of != nil {
		return of.Kind
	}
	if asked == "" {
		return market.AssetPackage
	}
	return market.AssetKind(asked)
}

// familyOf is the asset that a new version is of.
func (s seller) familyOf() (*market.Asset, error) {
	if s.FormValue("of") == "" {
		return nil, nil //nolint:nilnil // a new asset is of none
	}
	id, err := market.ParseID[market.Asset](s.FormValue("of"))
	if err != nil {
		return nil, market.NotFound
	}
	of, err := s.store.Asset(s.ctx(), id)
	return &of, err
}

// typedAsset is what the form says of an asset, and its file.
func (f *form) typedAsset() (asset market.Asset, file *db.Upload) {
	asset = market.Asset{Kind: market.AssetKind(f.text("kind")), Name: f.line("name"), Edition: f.line("edition"), Source: f.line("source"),
		Gigabytes: f.line("gigabytes"), Region: f.line("region"), Shared: f.checked("shared"), Note: f.prose("note"), Site: market.Site(f.text("site"))}
	if f.text("copied_from") != "" {
		id := formID[market.Asset](f, "copied_from")
		asset.CopiedFrom, asset.Kind = &id, market.AssetImage
	}
	for _, sent := range f.filesUpTo("file", market.FileRules[market.FileAsset].Most) {
		file = &db.Upload{Name: sent.Name, Content: sent.Content}
	}
	return asset, file
}

func (s seller) addAsset() error {
	f := readForm(s)
	of, err := s.familyOf()
	if err != nil {
		return err
	}
	asset, file := f.typedAsset()
	if of != nil {
		asset.FamilyID, asset.Kind, asset.Name = of.FamilyID, of.Kind, of.Name
	}
	id, err := market.AssetID{}, f.err()
	if err == nil {
		id, err = s.store.AddAsset(s.ctx(), asset, file)
	}
	if f.refused(err) {
		return s.assetPage(f.status, f.Form, asset, of)
	}
	if err != nil {
		return err
	}
	return s.done("/assets/"+id.String(), market.AddAsset)
}

func (s seller) asset() error { return s.showAsset(http.StatusOK, ui.Form{}) }

func (s seller) showAsset(status int, f ui.Form) error {
	id, err := pathID[market.Asset](s, "id")
	if err != nil {
		return err
	}
	p := assets.DetailPage{}
	if p.Asset, err = s.store.Asset(s.ctx(), id); err != nil {
		return err
	}
	if p.Versions, err = s.store.AssetVersions(s.ctx(), id); err != nil {
		return err
	}
	if p.Users, err = s.store.AssetUsers(s.ctx(), id); err != nil {
		return err
	}
	return s.page(status, assets.Detail(f, p))
}

func (s seller) assetForm() error {
	id, err := pathID[market.Asset](s, "id")
	if err != nil {
		return err
	}
	asset, err := s.store.Asset(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.assetPage(http.StatusOK, ui.Form{}, asset, nil)
}

func (s seller) editAsset() error {
	id, err := pathID[market.Asset](s, "id")
	if err != nil {
		return err
	}
	was, err := s.store.Asset(s.ctx(), id)
	if err != nil {
		return err
	}
	f := readForm(s)
	asset, file := f.typedAsset()
	asset.ID, asset.Kind, asset.FileName = id, was.Kind, was.FileName
	if err = f.err(); err == nil {
		err = s.store.EditAsset(s.ctx(), asset, file)
	}
	if f.refused(err) {
		return s.assetPage(f.status, f.Form, asset, nil)
	}
	if err != nil {
		return err
	}
	return s.done("/assets/"+id.String(), market.EditAsset)
}

func (s seller) submitAsset() error {
	return s.onAsset(market.SubmitAsset, func(id market.AssetID, _ *form) error { return s.store.SubmitAsset(s.ctx(), id) })
}

func (s seller) appealAsset() error {
	return s.onAsset(market.AppealAsset, func(id market.AssetID, f *form) error {
		var proof *db.Upload
		for _, sent := range f.files("proof") {
			proof = &db.Upload{Name: sent.Name, Content: sent.Content}
		}
		return s.store.AppealAsset(s.ctx(), id, f.prose("appeal"), proof)
	})
}

func (s seller) onAsset(act market.Act, do func(market.AssetID, *form) error) error {
	id, err := pathID[market.Asset](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	if err = f.err(); err == nil {
		err = do(id, f)
	}
	if f.refused(err) {
		return s.showAsset(f.status, f.Form)
	}
	if err != nil {
		return s.site.failed(s, "/assets/"+id.String(), err)
	}
	return s.done("/assets/"+id.String(), act)
}

func (s seller) deleteAsset() error {
	id, err := pathID[market.Asset](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.DeleteAsset(s.ctx(), id); err != nil {
		return s.site.failed(s, "/assets/"+id.String(), err)
	}
	return s.done("/assets", market.DeleteAsset)
}
