package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/orders"
	"sellercenter/views/ui"
)

// The operator freezes and gives back what runs on the page of the order that opened it.
func (site *site) operatorInstanceRoutes(e *echo.Echo) {
	g := e.Group("/operator/instances", sees(market.Instances))
	g.POST("/:id/block", site.operator(operator.blockInstance))
	g.POST("/:id/unblock", site.operator(operator.unblockInstance))
}

func (o operator) blockInstance() error {
	return o.changeInstance(market.BlockInstance, func(store *db.Seller, id market.ID[market.Instance], reason string) error {
		return store.BlockInstance(o.ctx(), id, reason)
	})
}

func (o operator) unblockInstance() error {
	return o.changeInstance(market.UnblockInstance, func(store *db.Seller, id market.ID[market.Instance], reason string) error {
		return store.UnblockInstance(o.ctx(), id, reason)
	})
}

func (o operator) changeInstance(act market.Act, do func(*db.Seller, market.ID[market.Instance], string) error) error {
	id, err := pathID[market.Instance](o, "id")
	if err != nil {
		return err
	}
	seller, order, err := o.store.InstanceSeller(o.ctx(), id)
	if err != nil {
		return err
	}
	f, store := readForm(o), o.store.Seller(seller)
	if err = f.err(); err == nil {
		err = do(store, id, f.text("reason"))
	}
	back := "/operator/orders/" + order.String()
	if conflictOf(err) != nil {
		return o.site.failed(o, back, err)
	}
	if f.refused(err) {
		page, err := o.orderPage(order)
		if err != nil {
			return err
		}
		page.Form = f.Form
		return o.page(f.status, orders.Show(page))
	}
	if err != nil {
		return err
	}
	return o.done(back, act)
}

func (o operator) order() error {
	id, err := pathID[market.Order](o, "id")
	if err != nil {
		return err
	}
	page, err := o.orderPage(id)
	if err != nil {
		return err
	}
	page.Form = ui.Form{}
	return o.page(http.StatusOK, orders.Show(page))
}

// orderPage is an order of any seller as the operator sees it.
func (o operator) orderPage(id market.OrderID) (page orders.ShowPage, err error) {
	seller, name, err := o.store.OrderSeller(o.ctx(), id)
	if err != nil {
		return page, err
	}
	if page, err = orderPage(o, o.store.Seller(seller), id); err != nil {
		return page, err
	}
	page.Seller = name
	if o.actor().Sees(market.Statements) {
		billing, err := o.store.Seller(seller).Billability(o.ctx(), id)
		if err != nil {
			return page, err
		}
		page.Billing = &billing
	}
	return page, nil
}
