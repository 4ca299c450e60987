package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// storefrontPartnerRoutes are what a customer service provider does in the partner center
// (catalogue.md §9.5, §9.6; transactions.md §7).
func (site *site) storefrontPartnerRoutes(g *echo.Group) {
	g.GET("/partners/me", site.storefront(storefront.partner))
	g.POST("/partners/draft", site.storefront(storefront.draftPartner))
	g.POST("/partners/join", site.storefront(storefront.joinPartner))
	g.POST("/partners/bind", site.storefront(storefront.bindPartner))
	g.GET("/partners/customers", site.storefront(storefront.partnerCustomers))
	g.GET("/partners/products", site.storefront(storefront.partnerProducts))
	g.GET("/partners/offers", site.storefront(storefront.partnerOffers))
	g.POST("/partners/offers", site.storefront(storefront.proposeOffer))
	g.GET("/partners/orders", site.storefront(storefront.partnerOrders))
	g.GET("/demands", site.storefront(storefront.demands))
	g.POST("/demands", site.storefront(storefront.reportDemand))
}

// partnerAnswer is a provider as it sees itself.
type partnerAnswer struct {
	Number      string               `json:"number"`
	Account     string               `json:"account"`
	Name        string               `json:"name"`
	Role        market.PartnerRole   `json:"role"`
	Status      market.PartnerStatus `json:"status"`
	Said        string               `json:"said"`
	Proofs      market.PartnerProofs `json:"proofs"`
	Reason      string               `json:"reason,omitempty"`
	CreatedAt   time.Time            `json:"created_at"`
	SubmittedAt *time.Time           `json:"submitted_at,omitempty"`
	DecidedAt   *time.Time           `json:"decided_at,omitempty"`
}

func (s storefront) partner() error {
	p, err := s.front("").Partner(s.ctx())
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, partnerAnswer{p.Number, p.Account, p.Name, p.Role, p.Status, i18n.T(s.ctx(), p.Status.Key()), p.Proofs.V, p.Reason,
		p.CreatedAt, p.SubmittedAt, p.DecidedAt})
}

func (s storefront) draftPartner() error {
	return s.fillPartner(market.DraftPartner, func(front *db.Storefront, form db.PartnerForm) error { return front.DraftPartner(s.ctx(), form) })
}

func (s storefront) joinPartner() error {
	return s.fillPartner(market.JoinPartner, func(front *db.Storefront, form db.PartnerForm) error { return front.JoinPartner(s.ctx(), form) })
}

func (s storefront) fillPartner(act market.Act, do func(*db.Storefront, db.PartnerForm) error) error {
	var asked struct {
		Name      string               `json:"name"`
		Role      market.PartnerRole   `json:"role"`
		Certified bool                 `json:"certified"`
		Proofs    market.PartnerProofs `json:"proofs"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	front := s.front(asked.Name)
	receipt, err := s.once(front.Seller(market.Platform), func(*db.Seller) error {
		return do(front, db.PartnerForm{Name: asked.Name, Role: asked.Role, Certified: asked.Certified, Proofs: asked.Proofs})
	})
	if err != nil {
		return err
	}
	p, err := front.Partner(s.ctx())
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, doneAnswer{p.Number, act, receipt.At})
}

// bindPartner binds the customer to the provider that serves it.
func (s storefront) bindPartner() error {
	var asked struct {
		Partner string `json:"partner"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	front := s.front(s.customer)
	receipt, err := s.once(front.Seller(market.Platform), func(*db.Seller) error { return front.BindPartner(s.ctx(), asked.Partner) })
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, doneAnswer{asked.Partner, market.BindPartner, receipt.At})
}

func (s storefront) partnerCustomers() error {
	all, err := s.front("").PartnerCustomers(s.ctx())
	if err != nil {
		return err
	}
	answer := []map[string]any{}
	for _, c := range all {
		answer = append(answer, map[string]any{"customer": c.Customer, "bound_at": c.BoundAt})
	}
	return s.JSON(http.StatusOK, map[string]any{"customers": answer})
}

// partnerProducts are the marketplace's products with what the provider earns on them and how
// far it may discount them (transactions.md §7.2).
func (s storefront) partnerProducts() error {
	all, err := s.front("").PartnerProducts(s.ctx())
	if err != nil {
		return err
	}
	answer := []map[string]any{}
	for _, t := range all {
		answer = append(answer, map[string]any{"seller": t.SellerNumber, "company_name": t.CompanyName, "product": t.ProductNumber, "product_name": t.ProductName,
			"access_type": t.AccessType, "model": t.Model, "share": t.Share.Percent(), "discount": t.Discount.Percent(), "policy": t.Policy, "from_on": t.FromOn})
	}
	return s.JSON(http.StatusOK, map[string]any{"products": answer})
}

func (s storefront) partnerOffers() error {
	all, err := s.front("").PartnerOffers(s.ctx())
	if err != nil {
		return err
	}
	answer := []map[string]any{}
	for _, o := range all {
		answer = append(answer, map[string]any{"number": o.Number, "name": o.Name, "mode": o.Mode, "status": o.Status, "said": i18n.T(s.ctx(), o.Status.Key()),
			"note": o.Note, "starts_at": o.StartsAt, "ends_at": o.EndsAt})
	}
	return s.JSON(http.StatusOK, map[string]any{"offers": answer})
}

// proposeOffer makes the provider's exclusive offer for customers bound to it: within the
// authorised discount at once, beyond it by hand (catalogue.md §9.2, transactions.md §7.2).
func (s storefront) proposeOffer() error {
	var asked struct {
		Seller   string           `json:"seller"`
		Name     string           `json:"name"`
		Mode     market.OfferMode `json:"mode"`
		StartsAt time.Time        `json:"starts_at"`
		EndsAt   time.Time        `json:"ends_at"`
		Users    []struct {
			Customer string `json:"customer"`
			Name     string `json:"name"`
		} `json:"users"`
		Items []struct {
			SKUCode  string `json:"sku_code"`
			Percent  string `json:"percent"`
			Product  string `json:"product"`
			Quantity int    `json:"quantity"`
			Periods  int    `json:"periods"`
		} `json:"items"`
		Basis      string `json:"basis"`
		Supplement string `json:"supplement"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	store, err := s.counterAt(asked.Seller)
	if err != nil {
		return err
	}
	faults := market.Invalids{}
	draft := market.OfferDraft{Offer: market.Offer{Name: asked.Name, Mode: asked.Mode, StartsAt: asked.StartsAt, EndsAt: asked.EndsAt,
		Basis: asked.Basis, Supplement: asked.Supplement}}
	for _, u := range asked.Users {
		draft.Users = append(draft.Users, market.OfferUser{Customer: u.Customer, Name: u.Name})
	}
	for n, i := range asked.Items {
		percent, err := market.ReadPercent(i.Percent)
		if err != nil {
			faults.With("items", "resale.discount_range", i.Percent)
		}
		draft.Items = append(draft.Items, market.OfferItem{Ordinal: n, SKUCode: i.SKUCode, Discount: percent, Code: i.Product, Quantity: market.Count(i.Quantity), Periods: i.Periods})
	}
	if err := faults.Err(); err != nil {
		return err
	}
	receipt, err := s.once(store, func(store *db.Seller) error {
		_, err := store.ProposeOffer(s.ctx(), draft)
		return err
	})
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Offer](receipt.Subject)
	if err != nil {
		return err
	}
	offer, err := store.Offer(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusCreated, doneAnswer{offer.Number, market.ProposeOffer, receipt.At})
}

// counterAt is the counter of the seller of that number.
func (s storefront) counterAt(number string) (*db.Seller, error) {
	seller, err := s.front("").SellerNumbered(s.ctx(), number)
	if isNotFound(err) {
		err = market.Invalid("seller", "storefront.no_such_seller", number)
	}
	return s.buyer(seller, s.customer), err
}

func (s storefront) partnerOrders() error {
	all, err := s.front("").PartnerOrders(s.ctx())
	if err != nil {
		return err
	}
	answer := []map[string]any{}
	for _, o := range all {
		answer = append(answer, map[string]any{"number": o.Number, "seller": o.SellerNumber, "product_name": o.ProductName, "spec_name": o.SpecName,
			"customer_name": o.CustomerName, "list_amount": o.ListAmount, "amount": o.Amount, "status": o.Status, "placed_at": o.PlacedAt})
	}
	return s.JSON(http.StatusOK, map[string]any{"orders": answer})
}

func (s storefront) demands() error {
	all, err := s.front("").Demands(s.ctx())
	if err != nil {
		return err
	}
	answer := []map[string]any{}
	for _, d := range all {
		answer = append(answer, map[string]any{"number": d.Number, "name": d.Name, "company_name": d.CompanyName, "product_name": d.ProductName, "customer_name": d.CustomerName,
			"status": d.Status, "said": i18n.T(s.ctx(), d.Status.Key()), "reason": d.Reason, "due_at": d.DueAt, "assigned_at": d.AssignedAt})
	}
	return s.JSON(http.StatusOK, map[string]any{"demands": answer})
}

// reportDemand answers with the number of the new demand.
func (s storefront) reportDemand() error {
	var asked struct {
		Product      string     `json:"product"`
		Name         string     `json:"name"`
		SpecWanted   string     `json:"spec_wanted"`
		DeliveryMode string     `json:"delivery_mode"`
		Kind         string     `json:"kind"`
		Space        string     `json:"space"`
		Request      string     `json:"request"`
		SigningOn    market.Day `json:"signing_on"`
		SalesContact string     `json:"sales_contact"`
		SalesPhone   string     `json:"sales_phone"`
		Description  string     `json:"description"`
		Solutions    string     `json:"solutions"`
		Share        string     `json:"share"`
		Customer     struct {
			ID    string `json:"id"`
			Name  string `json:"name"`
			Phone string `json:"phone"`
			Email string `json:"email"`
		} `json:"customer"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	goods, err := s.front("").GoodsNumbered(s.ctx(), asked.Product, "")
	if isNotFound(err) {
		return market.Invalid("product", "order.no_such_product", asked.Product)
	}
	if err != nil {
		return err
	}
	faults := market.Invalids{}
	report := market.DemandReport{Phone: asked.Customer.Phone, Email: asked.Customer.Email, Demand: market.Demand{ProductID: goods.ID, Name: asked.Name,
		SpecWanted: asked.SpecWanted, DeliveryMode: asked.DeliveryMode, Kind: asked.Kind, Space: amount(faults, "space", asked.Space), Request: asked.Request,
		SalesContact: asked.SalesContact, SalesPhone: asked.SalesPhone, Description: asked.Description, Solutions: asked.Solutions,
		CustomerName: asked.Customer.Name, Customer: asked.Customer.ID}}
	if !asked.SigningOn.IsZero() {
		report.SigningOn = &asked.SigningOn
	}
	if report.Share, err = market.ReadPercent(asked.Share); err != nil && asked.Share != "" {
		faults.With("share", "demand.share_over", "90%", asked.Share)
	}
	if err := faults.Err(); err != nil {
		return err
	}
	store := s.buyer(goods.SellerID, s.customer)
	receipt, err := s.once(store, func(store *db.Seller) error {
		_, err := store.ReportDemand(s.ctx(), report)
		return err
	})
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Demand](receipt.Subject)
	if err != nil {
		return err
	}
	demand, err := store.Demand(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusCreated, doneAnswer{demand.Number, market.ReportDemand, receipt.At})
}
