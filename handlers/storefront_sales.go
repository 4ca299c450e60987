package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
)

func (site *site) storefrontSalesRoutes(g *echo.Group) {
	g.GET("/coupons", site.storefront(storefront.coupons))
	g.POST("/coupons/:number/claim", site.storefront(storefront.claimCoupon))
	g.GET("/vouchers", site.storefront(storefront.vouchers))
	g.GET("/private-offers/:number", site.storefront(storefront.privateOffer))
	g.GET("/resales", site.storefront(storefront.resales))
	g.POST("/customers/close", site.storefront(storefront.closeCustomer))
}

type couponAnswer struct {
	Number   string        `json:"number"`
	Name     string        `json:"name"`
	Amount   market.Money  `json:"amount"`
	Period   market.Period `json:"period"`
	StartsOn market.Day    `json:"starts_on"`
	EndsOn   market.Day    `json:"ends_on"`
}

func (s storefront) coupons() error {
	seller, err := s.front("").SellerNumbered(s.ctx(), s.QueryParam("seller"))
	if err != nil {
		return err
	}
	store := s.buyer(seller, "")
	goods, err := store.Offers(s.ctx())
	if err != nil {
		return err
	}
	answer := []couponAnswer{}
	for _, sale := range goods {
		if sale.ProductCode != s.QueryParam("product") {
			continue
		}
		shown, err := store.ShownCoupons(s.ctx(), sale.ProductID)
		if err != nil {
			return err
		}
		for _, c := range shown {
			answer = append(answer, couponAnswer{c.Number, c.Name, c.Amount, c.Period, c.StartsOn, c.EndsOn})
		}
		return s.JSON(http.StatusOK, map[string]any{"coupons": answer})
	}
	return market.NotFound
}

// numbered opens the counter of whose a number is, and names its row.
func (s storefront) numbered(kind string) (*db.Seller, string, error) {
	seller, subject, err := s.front("").Find(s.ctx(), kind, s.Param("number"))
	if err != nil {
		return nil, "", err
	}
	store := s.buyer(seller, s.customer)
	return store, subject, s.asked(store, s.Param("number"))
}

func (s storefront) claimCoupon() error {
	store, subject, err := s.numbered("coupon")
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Coupon](subject)
	if err != nil {
		return err
	}
	if _, err := s.once(store, func(store *db.Seller) error { return store.ClaimCoupon(s.ctx(), id) }); err != nil {
		return err
	}
	claim, err := store.Voucher(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, map[string]any{"number": claim.Number, "status": market.CouponClaimed})
}

func (s storefront) vouchers() error {
	all, err := s.front("").Vouchers(s.ctx())
	if err != nil {
		return err
	}
	answer := []map[string]any{}
	for _, v := range all {
		answer = append(answer, map[string]any{"number": v.Number, "name": v.CouponName, "seller": v.SellerNumber, "status": v.Status, "amount": v.Amount,
			"period": v.Period, "starts_on": v.StartsOn, "ends_on": v.EndsOn})
	}
	return s.JSON(http.StatusOK, map[string]any{"vouchers": answer})
}

type privateItem struct {
	ProductName string `json:"product_name"`
	SpecName    string `json:"spec_name"`
	SKUCode     string `json:"sku_code"`
	Percent     string `json:"percent"`
	Product     string `json:"product,omitempty"`
	Quantity    string `json:"quantity,omitempty"`
	Periods     int    `json:"periods,omitempty"`
}

func (s storefront) privateOffer() error {
	store, subject, err := s.numbered("offer")
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Offer](subject)
	if err != nil {
		return err
	}
	d, err := store.PrivateOffer(s.ctx(), id)
	if err != nil {
		return err
	}
	items := []privateItem{}
	for _, i := range d.Items {
		item := privateItem{ProductName: i.ProductName, SpecName: i.SpecName, SKUCode: i.SKUCode, Percent: i.Discount.Percent(), Product: i.Code, Periods: i.Periods}
		if d.Mode == market.OfferQuotation {
			item.Quantity = i.Quantity.String()
		}
		items = append(items, item)
	}
	return s.JSON(http.StatusOK, struct {
		Number   string             `json:"number"`
		Name     string             `json:"name"`
		Mode     market.OfferMode   `json:"mode"`
		Status   market.OfferStatus `json:"status"`
		StartsAt time.Time          `json:"starts_at"`
		EndsAt   time.Time          `json:"ends_at"`
		Items    []privateItem      `json:"items"`
	}{d.Number, d.Name, d.Mode, d.Status, d.StartsAt, d.EndsAt, items})
}

func (s storefront) resales() error {
	all, err := s.front("").Resales(s.ctx(), true)
	if err != nil {
		return err
	}
	answer := []map[string]any{}
	for _, r := range all {
		answer = append(answer, map[string]any{"number": r.Number, "level": r.Level, "seller": r.SellerNumber, "product_name": r.ProductName,
			"customer": r.Customer, "project": r.Project, "percent": r.Discount.Percent(), "starts_on": r.StartsOn, "ends_on": r.EndsOn})
	}
	return s.JSON(http.StatusOK, map[string]any{"resales": answer})
}
