package handlers

import (
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/coupons"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func (site *site) couponRoutes(e *echo.Echo) {
	g := e.Group("/coupons", sees(market.Coupons))
	g.GET("", site.seller(seller.coupons))
	g.GET("/template", site.seller(seller.grantTemplate))
	g.GET("/publish", site.seller(seller.newCoupon))
	g.POST("/publish", site.seller(seller.publishCoupon))
	g.GET("/:id", site.seller(seller.coupon))
	g.POST("/:id/grant", site.seller(seller.grantCoupon))
	g.POST("/:id/void", site.seller(seller.voidCoupon))
}

func (s seller) couponSearch() market.CouponSearch {
	q := s.QueryParams()
	return market.CouponSearch{Status: market.CouponStatus(q.Get("status")), Kind: market.CouponScheme(q.Get("kind")), Period: market.Period(q.Get("period")),
		Text: strings.TrimSpace(q.Get("text")), From: dayIn(q, "made_from", 0), Until: dayIn(q, "made_until", 1)}
}

func (s seller) coupons() error {
	search := s.couponSearch()
	counts, err := s.store.CouponCounts(s.ctx())
	if err != nil {
		return err
	}
	return show(s, coupons.Listing(s.ctx(), search, counts), func(ask market.Ask) (market.Page[market.CouponRow], error) {
		return s.store.Coupons(s.ctx(), search, ask)
	})
}

// grantTemplate is the file that 指定客户 is filled into (catalogue.md §9.7).
func (s seller) grantTemplate() error {
	name := i18n.T(s.ctx(), "coupon.template_file") + ".csv"
	s.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return s.Blob(http.StatusOK, "text/csv; charset=utf-8", []byte("\ufeff"+s.grantHead()+"\r\n"))
}

func (s seller) grantHead() string {
	return i18n.T(s.ctx(), "coupon.template_account") + "," + i18n.T(s.ctx(), "coupon.template_name")
}

func (s seller) newCoupon() error { return s.showCouponForm(ui.Form{}, http.StatusOK) }

func (s seller) showCouponForm(f ui.Form, status int) (err error) {
	p := coupons.FormPage{Today: s.today()}
	if p.Goods, err = s.store.Offers(s.ctx()); err != nil {
		return err
	}
	return s.page(status, coupons.New(f, p))
}

func (s seller) publishCoupon() error {
	f := readForm(s)
	if f.Finds("item") { // more goods are looked for, nothing is kept yet
		f.Fields = nil
		return s.showCouponForm(f.Form, http.StatusOK)
	}
	draft := market.CouponDraft{Coupon: market.Coupon{Name: f.text("name"), Amount: f.money("amount"), Period: market.Period(f.text("period")),
		StartsOn: f.day("starts_on"), EndsOn: f.day("ends_on"), Shown: f.text("shown") == "yes", Total: f.number("total")}}
	for _, value := range f.Values["item"] {
		product, sku, _ := strings.Cut(value, " ")
		id, err := market.ParseID[market.Product](product)
		if err != nil {
			f.fault("items", market.Because("problem.not_found"))
			continue
		}
		draft.Items = append(draft.Items, market.CouponItem{ProductID: id, SKUCode: sku})
	}
	id, err := market.CouponID{}, f.err()
	if err == nil {
		id, err = s.store.PublishCoupon(s.ctx(), draft)
	}
	if f.refused(err) {
		return s.showCouponForm(f.Form, f.status)
	}
	if err != nil {
		return err
	}
	return s.done("/coupons/"+id.String(), market.PublishCoupon)
}

func (s seller) coupon() error { return s.showCoupon(ui.Form{}, http.StatusOK, nil) }

func (s seller) showCoupon(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Coupon](s, "id")
	if err != nil {
		return err
	}
	p := coupons.DetailPage{Refused: refused}
	if p.Coupon, err = s.store.Coupon(s.ctx(), id); err != nil {
		return err
	}
	if p.Claims, err = s.store.CouponClaims(s.ctx(), id); err != nil {
		return err
	}
	return s.page(status, coupons.Detail(f, p))
}

// grantRows reads the accounts: one a line, typed or in a file, the name behind a comma.
func grantRows(text string) (rows []market.CouponGrant) {
	for _, line := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		account, name, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(line), "，", ","), ",")
		if account == "" {
			continue
		}
		rows = append(rows, market.CouponGrant{Customer: strings.TrimSpace(account), Name: strings.TrimSpace(name)})
	}
	return rows
}

func (s seller) grantCoupon() error {
	f := readForm(s)
	rows := grantRows(f.text("customers"))
	for _, file := range f.files("file") {
		read := grantRows(string(file.Content))
		if len(read) > 0 && read[0].Customer+","+read[0].Name == s.grantHead() {
			read = read[1:]
		}
		rows = append(rows, read...)
	}
	return s.onCoupon(f, market.GrantCoupon, func(id market.CouponID) error {
		if err := f.err(); err != nil {
			return err
		}
		return s.store.GrantCoupon(s.ctx(), id, rows)
	})
}

func (s seller) voidCoupon() error {
	return s.onCoupon(readForm(s), market.VoidCoupon, func(id market.CouponID) error { return s.store.VoidCoupon(s.ctx(), id) })
}

func (s seller) onCoupon(f *form, act market.Act, do func(market.CouponID) error) error {
	id, err := pathID[market.Coupon](s, "id")
	if err != nil {
		return err
	}
	err = do(id)
	return f.answer(s, err, s.showCoupon, "/coupons/"+id.String(), act)
}
