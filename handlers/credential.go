package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/credentials"
	"sellercenter/views/ui"
)

func (site *site) credentialRoutes(e *echo.Echo) {
	g := e.Group("/credentials", sees(market.Credentials))
	g.GET("", site.seller(seller.credentials))
	g.GET("/new", site.seller(seller.newCredential))
	g.POST("/apply", site.seller(seller.applyCredential))
	g.GET("/:id", site.seller(seller.credential))
	g.GET("/:id/change", site.seller(seller.changeCredential))
	g.POST("/:id/modify", site.seller(seller.modifyCredential))
	g.POST("/:id/bind", site.seller(seller.bindCredential))
	g.POST("/:id/switch", site.seller(seller.switchCredential))
	g.POST("/:id/revoke", site.seller(seller.revokeCredential))

	o := e.Group("/operator/credentials", sees(market.Credentials))
	o.GET("/:seller", site.operator(operator.credentials))
	o.POST("/:seller/whitelist", site.operator(operator.whitelistCredential))
}

func (s seller) credentials() error {
	search := market.CredentialSearch{Status: market.CredentialStatus(s.QueryParam("status")), Text: strings.TrimSpace(s.QueryParam("text"))}
	return show(s, credentials.Listing(s.ctx()), func(ask market.Ask) (market.Page[market.CredentialRow], error) {
		return s.store.Credentials(s.ctx(), search, ask)
	})
}

func (s seller) newCredential() error {
	return s.showCredentialForm(http.StatusOK, ui.Form{}, market.CredentialRow{})
}

func (s seller) showCredentialForm(status int, f ui.Form, row market.CredentialRow) (err error) {
	p := credentials.FormPage{Row: row}
	if p.Endpoints, err = s.store.Endpoints(s.ctx()); err != nil {
		return err
	}
	if p.Platforms, err = s.store.Platforms(s.ctx()); err != nil {
		return err
	}
	return s.page(status, credentials.Edit(f, p))
}

func credentialIn(f *form) market.CredentialForm {
	typed := market.CredentialForm{Name: f.text("name"), Auth: f.text("auth"), PublicKey: f.text("public_key"), LoginType: f.text("login_type"),
		LoginURL: f.text("login_url"), CallbackURL: f.text("callback_url"), Platforms: f.Values["platforms"]}
	if f.text("endpoint_id") != "" {
		typed.EndpointID = formID[market.Endpoint](f, "endpoint_id")
	}
	return typed
}

func (s seller) applyCredential() error {
	f := readForm(s)
	id, err := s.store.ApplyCredential(s.ctx(), credentialIn(f))
	if f.refused(err) {
		return s.showCredentialForm(f.status, f.Form, market.CredentialRow{})
	}
	if err != nil {
		return err
	}
	return s.done("/credentials/"+id.String(), market.ApplyCredential)
}

func (s seller) changeCredential() error { return s.showCredentialChange(http.StatusOK, ui.Form{}) }

func (s seller) showCredentialChange(status int, f ui.Form) error {
	id, err := pathID[market.Credential](s, "id")
	if err != nil {
		return err
	}
	row, err := s.store.Credential(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.showCredentialForm(status, f, row)
}

func (s seller) modifyCredential() error {
	id, err := pathID[market.Credential](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	err = s.store.ModifyCredential(s.ctx(), id, credentialIn(f))
	if f.refused(err) {
		return s.showCredentialChange(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/credentials/"+id.String(), market.ModifyCredential)
}

func (s seller) credential() error { return s.showCredential(http.StatusOK, ui.Form{}) }

func (s seller) showCredential(status int, f ui.Form) error {
	id, err := pathID[market.Credential](s, "id")
	if err != nil {
		return err
	}
	var p credentials.DetailPage
	if p.Row, err = s.store.Credential(s.ctx(), id); err != nil {
		return err
	}
	if p.Orders, err = s.store.CredentialOrders(s.ctx(), id); err != nil {
		return err
	}
	if p.Reviews, err = s.store.ReviewsOf(s.ctx(), id); err != nil {
		return err
	}
	products, err := s.store.Products(s.ctx(), market.ProductSearch{}, market.Ask{Size: 100})
	if err != nil {
		return err
	}
	p.Products = products.Rows
	return s.page(status, credentials.Detail(f, p))
}

func (s seller) bindCredential() error {
	f := readForm(s)
	product, err := market.ParseID[market.Product](f.text("product"))
	if err != nil {
		f.fault("product", market.Because("problem.required"))
	}
	return s.onCredential(f, market.BindCredential, func(id market.CredentialID) error { return s.store.BindCredential(s.ctx(), id, product) })
}

func (s seller) switchCredential() error {
	f := readForm(s)
	var orders []market.OrderID
	for _, text := range f.Values["id"] {
		id, err := market.ParseID[market.Order](text)
		if err != nil {
			return err
		}
		orders = append(orders, id)
	}
	if f.checked("all") {
		orders = nil
	} else if len(orders) == 0 {
		f.fault("orders", market.Because("credential.no_order"))
	}
	return s.onCredential(f, market.SwitchCredential, func(id market.CredentialID) error { return s.store.SwitchCredential(s.ctx(), id, orders) })
}

func (s seller) revokeCredential() error {
	return s.onCredential(readForm(s), market.RevokeCredential, func(id market.CredentialID) error { return s.store.RevokeCredential(s.ctx(), id) })
}

func (s seller) onCredential(f *form, act market.Act, do func(market.CredentialID) error) error {
	if !s.actor().May(act) {
		return market.Denied
	}
	id, err := pathID[market.Credential](s, "id")
	if err != nil {
		return err
	}
	if _, err := s.store.Credential(s.ctx(), id); err != nil {
		return err
	}
	if err = f.err(); err == nil {
		err = do(id)
	}
	if f.refused(err) {
		return s.showCredential(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/credentials/"+id.String(), act)
}

func (o operator) credentials() error { return o.showCredentials(http.StatusOK, ui.Form{}) }

func (o operator) showCredentials(status int, f ui.Form) error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	var p credentials.SellerPage
	if p.Seller, err = store.Profile(o.ctx()); err != nil {
		return err
	}
	if p.Platforms, err = store.Platforms(o.ctx()); err != nil {
		return err
	}
	page, err := store.Credentials(o.ctx(), market.CredentialSearch{}, market.Ask{Size: 100})
	if err != nil {
		return err
	}
	p.Rows = page.Rows
	return o.page(status, credentials.Operator(f, p))
}

func (o operator) whitelistCredential() error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	f := readForm(o)
	err = store.WhitelistCredential(o.ctx(), f.Values["platforms"])
	if f.refused(err) {
		return o.showCredentials(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/credentials/"+store.ID().String(), market.WhitelistCredential)
}
