package handlers

import (
	"cmp"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/products"
	"sellercenter/views/ui"
)

func (site *site) productRoutes(e *echo.Echo) {
	g := e.Group("/products", sees(market.Products))
	g.GET("", site.seller(seller.products))
	g.GET("/new", site.seller(seller.newProduct))
	g.GET("/agreement", site.seller(seller.agreementTemplate))
	g.GET("/declaration", site.seller(seller.declarationTemplate))
	g.POST("/draft", site.seller(seller.draftProduct))
	g.GET("/:id", site.seller(seller.product))
	g.POST("/:id/modify", site.seller(seller.modifyProduct))
	g.GET("/:id/edit", site.seller(seller.productStep))
	g.POST("/:id/edit", site.seller(seller.editProduct))
	g.POST("/:id/submit", site.seller(seller.submitProduct))
	g.POST("/:id/discard", site.seller(seller.discardProduct))
	g.POST("/:id/delist", site.seller(seller.delistProduct))
	g.POST("/:id/entrust", site.seller(seller.entrustProduct))
	e.GET("/drafts", site.seller(seller.drafts), sees(market.Products))
	o := e.Group("/operator/products", sees(market.Products))
	o.GET("", site.operator(operator.products))
	o.POST("/:id/takedown", site.operator(operator.takedownProduct))
}

func productSearch(c echo.Context) market.ProductSearch {
	return market.ProductSearch{Text: c.QueryParam("text"), SaleType: market.SaleType(c.QueryParam("sale_type")), AccessType: market.AccessType(c.QueryParam("access_type")),
		Status: market.ProductStatus(c.QueryParam("status")), Public: c.QueryParam("public"),
		From: dayIn(c.QueryParams(), "updated_from", 0), Until: dayIn(c.QueryParams(), "updated_until", 1)}
}

func (s seller) products() error {
	search := productSearch(s)
	plan, err := s.jointPlan()
	if err != nil {
		return err
	}
	return show(s, products.Listing(s.ctx(), plan != nil), func(ask market.Ask) (market.Page[market.ProductRow], error) {
		return s.store.Products(s.ctx(), search, ask)
	})
}

func (s seller) drafts() error {
	search := market.DraftSearch{Text: s.QueryParam("text"), AccessType: market.AccessType(s.QueryParam("access_type"))}
	return show(s, products.DraftListing(s.ctx()), func(ask market.Ask) (market.Page[market.ProductRow], error) {
		return s.store.Drafts(s.ctx(), search, ask)
	})
}

func (s seller) newProduct() error { return s.showNew(http.StatusOK, ui.Form{}) }

// showNew asks for the site too once the seller has joined the international one. The
// button for joint products is hidden from who lacks the right, and while the company has
// not joined the plan (catalogue.md §2.1, §2.11).
func (s seller) showNew(status int, f ui.Form) error {
	_, err := s.store.JoinedOverseas(s.ctx())
	if err != nil && !isNotFound(err) {
		return err
	}
	p := products.NewPage{Abroad: err == nil}
	if p.Sales, err = s.store.SaleTypes(s.ctx()); err != nil {
		return err
	}
	plan, err := s.jointPlan()
	if err != nil {
		return err
	}
	p.Joint = plan != nil && s.actor().PublishesJoint() && s.actor().May(market.PublishJoint)
	return s.page(status, products.New(f, p))
}

// agreementTemplate is a text to begin the service agreement with (catalogue.md §2.4).
func (s seller) agreementTemplate() error {
	name := i18n.T(s.ctx(), "product.agreement_file") + ".txt"
	s.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return s.Blob(http.StatusOK, "text/plain; charset=utf-8", []byte(i18n.T(s.ctx(), "product.agreement_template")))
}

// declarationTemplate is one of the three declarations that stand beside a copyright
// certificate that does not fit, to be completed, signed and uploaded (catalogue.md §2.3).
func (s seller) declarationTemplate() error {
	kind := cmp.Or(s.QueryParam("kind"), market.Ownerships[1])
	if !slices.Contains(market.Ownerships[1:], kind) {
		return market.NotFound
	}
	text := i18n.T(s.ctx(), "product.declaration_text_"+kind) + "\n" + i18n.T(s.ctx(), "product.declaration_signed")
	file, err := document(strings.Split(text, "\n"))
	if err != nil {
		return err
	}
	name := i18n.T(s.ctx(), "product.ownership_"+kind) + ".docx"
	s.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return s.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", file)
}

func (s seller) draftProduct() error {
	f := readForm(s)
	id, err := s.store.DraftProduct(s.ctx(), market.Listing{Site: market.Site(f.Or("site", string(market.Mainland))),
		Sale: market.SaleType(f.text("sale_type")), Access: market.AccessType(f.text("access_type"))})
	if f.refused(err) {
		return s.showNew(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.Redirect(http.StatusSeeOther, "/products/"+id.String()+"/edit")
}

func (s seller) product() error {
	id, err := pathID[market.Product](s, "id")
	if err != nil {
		return err
	}
	detail, err := s.store.ProductDetail(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, products.Detail(detail, s.site.baseURL(s)))
}

func (s seller) modifyProduct() error {
	id, err := pathID[market.Product](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.ModifyProduct(s.ctx(), id); err != nil {
		return s.site.failed(s, "/products/"+id.String(), err)
	}
	return s.Redirect(http.StatusSeeOther, "/products/"+id.String()+"/edit?step="+string(market.StepBasic))
}

func (s seller) discardProduct() error {
	id, err := pathID[market.Product](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.DiscardProduct(s.ctx(), id); err != nil {
		return s.site.failed(s, "/drafts", err)
	}
	return s.done("/drafts", market.DiscardProduct)
}

func (s seller) delistProduct() error {
	id, err := pathID[market.Product](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.DelistProduct(s.ctx(), id); err != nil {
		return s.site.failed(s, "/products/"+id.String(), err)
	}
	return s.flash("/products/"+id.String(), market.Because("product.delist_submitted"))
}

// entrustProduct hands the product to a member, from the product's page.
func (s seller) entrustProduct() error {
	id, err := pathID[market.Product](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	member := formID[market.Member](f, "member_id")
	if err = f.err(); err == nil {
		err = s.store.EntrustProduct(s.ctx(), id, member)
	}
	if err != nil {
		return s.site.failed(s, "/products/"+id.String(), reasonOnly(err))
	}
	return s.done("/products/"+id.String()+"#holders", market.EntrustProduct)
}

func (o operator) products() error {
	search := productSearch(o)
	return show(o, products.OperatorListing(o.ctx()), func(ask market.Ask) (market.Page[market.ProductRow], error) {
		return o.store.Products(o.ctx(), search, ask)
	})
}

func (o operator) takedownProduct() error {
	id, err := pathID[market.Product](o, "id")
	if err != nil {
		return err
	}
	owner, err := o.store.ProductOwner(o.ctx(), id)
	if err != nil {
		return err
	}
	f := readForm(o)
	if err := o.store.Seller(owner).TakeDownProduct(o.ctx(), id, f.text("reason")); err != nil {
		return o.site.failed(o, "/operator/products", reasonOnly(err))
	}
	return o.done("/operator/products", market.TakeDownProduct)
}
