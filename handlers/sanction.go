package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/sanctions"
	"sellercenter/views/ui"
)

func (site *site) sanctionRoutes(e *echo.Echo) {
	g := e.Group("/sanctions", sees(market.Sanctions))
	g.GET("", site.seller(seller.sanctions))
	g.GET("/:id", site.seller(seller.sanction))

	o := e.Group("/operator/sanctions", sees(market.Sanctions))
	o.GET("", site.operator(operator.sanctions))
	o.GET("/impose", site.operator(operator.newSanction))
	o.POST("/impose", site.operator(operator.imposeSanction))
	o.GET("/:id", site.operator(operator.sanction))
	o.POST("/:id/lift", site.operator(operator.liftSanction))
}

func sanctionSearch(c echo.Context) market.SanctionSearch {
	return market.SanctionSearch{Text: strings.TrimSpace(c.QueryParam("text")), Kind: market.SanctionKind(c.QueryParam("kind")),
		Status: market.SanctionStatus(c.QueryParam("status"))}
}

func (s seller) sanctions() error {
	search := sanctionSearch(s)
	return show(s, sanctions.Listing(s.ctx()), func(ask market.Ask) (market.Page[market.SanctionRow], error) {
		return s.store.Sanctions(s.ctx(), search, ask)
	})
}

func (s seller) sanction() error {
	id, err := pathID[market.Sanction](s, "id")
	if err != nil {
		return err
	}
	row, err := s.store.Sanction(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, sanctions.Show(ui.Form{}, sanctions.ShowPage{Row: row}))
}

func (o operator) sanctions() error {
	search := sanctionSearch(o)
	return show(o, sanctions.OperatorListing(o.ctx()), func(ask market.Ask) (market.Page[market.SanctionRow], error) {
		return o.store.Sanctions(o.ctx(), search, ask)
	})
}

func (o operator) sanction() error { return o.showSanction(ui.Form{}, http.StatusOK, nil) }

func (o operator) showSanction(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Sanction](o, "id")
	if err != nil {
		return err
	}
	row, err := o.store.Sanction(o.ctx(), id)
	if err != nil {
		return err
	}
	return o.page(status, sanctions.Show(f, sanctions.ShowPage{Row: row, Operator: true, Refused: refused}))
}

func (o operator) newSanction() error { return o.showNewSanction(ui.Form{}, http.StatusOK, nil) }

// showNewSanction is the form to punish a violation: of the delivery that is named, or of a
// seller.
func (o operator) showNewSanction(f ui.Form, status int, refused *market.Reason) (err error) {
	if !o.actor().May(market.ImposeSanction) {
		return market.Denied
	}
	p := sanctions.NewPage{Refused: refused}
	if p.Settings, err = o.site.db.Settings(o.ctx()); err != nil {
		return err
	}
	id, err := market.ParseID[market.Seller](o.FormValue("seller"))
	if flow, failed := market.ParseID[market.Supervision](o.FormValue("flow")); failed == nil {
		if id, _, err = o.store.SupervisionSeller(o.ctx(), flow); err != nil {
			return err
		}
		delivery, err := o.store.Seller(id).Supervision(o.ctx(), flow)
		if err != nil {
			return err
		}
		of, err := o.store.Seller(id).Order(o.ctx(), delivery.OrderID)
		if err != nil {
			return err
		}
		p.Flow, p.Order = flow, &of
	}
	if err != nil {
		return err
	}
	store := o.store.Seller(id)
	if p.Seller, err = store.Standing(o.ctx()); err != nil {
		return err
	}
	listed, err := store.Products(o.ctx(), market.ProductSearch{Status: market.ProductOnSale}, market.Ask{Size: 100})
	if err != nil {
		return err
	}
	p.Products = listed.Rows
	running, err := store.Sanctions(o.ctx(), market.SanctionSearch{Status: market.SanctionRunning}, market.Ask{Size: 50})
	if err != nil {
		return err
	}
	p.Running = running.Rows
	return o.page(status, sanctions.New(f, p))
}

func (o operator) imposeSanction() error {
	f := readForm(o)
	ask := market.SanctionAsk{Violation: market.Violation(f.text("violation")), Product: formID[market.Product](f, "product"),
		Flow: formID[market.Supervision](f, "flow"), Reason: f.text("reason")}
	for _, kind := range f.Values["kinds"] {
		ask.Kinds = append(ask.Kinds, market.SanctionKind(kind))
	}
	seller := formID[market.Seller](f, "seller")
	if seller.IsZero() {
		return market.NotFound
	}
	id, err := o.store.Seller(seller).ImposeSanction(o.ctx(), ask)
	return f.answer(o, err, o.showNewSanction, "/operator/sanctions/"+id.String(), market.ImposeSanction)
}

func (o operator) liftSanction() error {
	f := readForm(o)
	id, err := pathID[market.Sanction](o, "id")
	if err != nil {
		return err
	}
	row, err := o.store.Sanction(o.ctx(), id)
	if err != nil {
		return err
	}
	err = o.store.Seller(row.SellerID).LiftSanction(o.ctx(), id, f.text("reason"))
	return f.answer(o, err, o.showSanction, "/operator/sanctions/"+id.String(), market.LiftSanction)
}
