package handlers

import (
	"cmp"
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/deposits"
	"sellercenter/views/ui"
)

func (site *site) depositRoutes(e *echo.Echo) {
	g := e.Group("/deposits", sees(market.Deposits))
	g.GET("", site.seller(seller.deposits))
	o := e.Group("/operator/deposits", sees(market.Deposits))
	o.GET("/:seller", site.operator(operator.deposits))
	o.POST("/:seller/add", site.operator(operator.addDeposit))
	o.POST("/:seller/offset", site.operator(operator.offsetDeposit))
	o.POST("/:seller/return", site.operator(operator.returnDeposit))
}

func (s seller) deposits() (err error) {
	var page deposits.Page
	if page.All, err = s.store.Deposits(s.ctx()); err != nil {
		return err
	}
	return s.page(http.StatusOK, deposits.Own(page))
}

func (o operator) deposits() error {
	act := market.AddDeposit
	for _, other := range []market.Act{market.OffsetDeposit, market.ReturnDeposit} {
		if o.QueryParam("do") == other.Verb() {
			act = other
		}
	}
	return o.showDeposits(http.StatusOK, ui.Form{}, act)
}

func (o operator) showDeposits(status int, form ui.Form, act market.Act) error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	page := deposits.Page{Seller: store.ID(), Next: market.MonthOf(o.site.db.Now()), Act: act}
	if page.CompanyName, err = o.store.CompanyName(o.ctx(), store.ID()); err != nil {
		return err
	}
	if page.All, err = store.Deposits(o.ctx()); err != nil {
		return err
	}
	if _, err = store.JoinedOverseas(o.ctx()); err != nil && !isNotFound(err) {
		return err
	}
	page.Abroad = err == nil
	return o.page(status, deposits.Operated(form, page))
}

func (o operator) addDeposit() error {
	return o.moveDeposit(market.AddDeposit, (*db.Seller).AddDeposit)
}

func (o operator) offsetDeposit() error {
	return o.moveDeposit(market.OffsetDeposit, (*db.Seller).OffsetDeposit)
}

func (o operator) returnDeposit() error {
	return o.moveDeposit(market.ReturnDeposit, (*db.Seller).ReturnDeposit)
}

func (o operator) moveDeposit(act market.Act, do func(*db.Seller, context.Context, market.Currency, market.Money, string) error) error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	f := readForm(o)
	amount, currency := f.money("amount"), market.Currency(cmp.Or(f.text("currency"), string(market.CNY)))
	if err = f.err(); err == nil {
		err = do(store, o.ctx(), currency, amount, f.text("reason"))
	}
	if f.refused(err) {
		return o.showDeposits(f.status, f.Form, act)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/deposits/"+store.ID().String(), act)
}
