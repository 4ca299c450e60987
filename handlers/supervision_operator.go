package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/supervisions"
	"sellercenter/views/ui"
)

func (site *site) operatorSupervisionRoutes(e *echo.Echo) {
	g := e.Group("/operator/supervisions", sees(market.Supervisions))
	g.GET("", site.operator(operator.supervisions))
	g.GET("/:id", site.operator(operator.supervision))
	g.GET("/:id/files/:file", site.operator(operator.previewSupervision))
	g.POST("/:id/approve", site.operator(operator.approveSupervision))
	g.POST("/:id/endorse", site.operator(operator.endorseSupervision))
	g.POST("/:id/decline", site.operator(operator.declineSupervision))
	g.POST("/:id/mark", site.operator(operator.markSupervision))
	g.POST("/:id/extend", site.operator(operator.extendSupervision))
	g.POST("/:id/terminate", site.operator(operator.terminateSupervision))
	g.POST("/:id/reopen", site.operator(operator.reopenSupervision))
}

// supervisions lists the deliveries of all sellers.
func (o operator) supervisions() error {
	search := supervisionSearch(o.QueryParams())
	clock, err := o.clock()
	if err != nil {
		return err
	}
	return show(o, supervisions.OperatorListing(o.ctx(), supervisions.Clock(clock), search), func(ask market.Ask) (market.Page[market.OperatorSupervision], error) {
		return o.store.Supervisions(o.ctx(), search, ask)
	})
}

func (o operator) supervision() error { return o.showSupervision(ui.Form{}, http.StatusOK, nil) }

func (o operator) showSupervision(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Supervision](o, "id")
	if err != nil {
		return err
	}
	seller, name, err := o.store.SupervisionSeller(o.ctx(), id)
	if err != nil {
		return err
	}
	clock, err := o.clock()
	if err != nil {
		return err
	}
	store := o.store.Seller(seller)
	p := supervisions.DetailPage{Clock: supervisions.Clock(clock), Seller: name, Refused: refused, Kind: o.QueryParam("kind")}
	if err := readSupervision(o.ctx(), store, id, &p); err != nil {
		return err
	}
	if p.Marks, err = store.Marks(o.ctx(), id); err != nil {
		return err
	}
	return o.page(status, supervisions.Detail(f, p))
}

// changes does an act of the operator on a delivery; what was typed comes back with what is
// wrong with it.
func (o operator) changeSupervision(f *form, act market.Act, do func(*db.Seller, market.SupervisionID) error) error {
	id, err := pathID[market.Supervision](o, "id")
	if err != nil {
		return err
	}
	seller, _, err := o.store.SupervisionSeller(o.ctx(), id)
	if err != nil {
		return err
	}
	if err = f.err(); err == nil {
		err = do(o.store.Seller(seller), id)
	}
	return f.answer(o, err, o.showSupervision, "/operator/supervisions/"+id.String(), act)
}

func (o operator) approveSupervision() error {
	f := readForm(o)
	return o.changeSupervision(f, market.ApproveSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.ApproveSupervision(o.ctx(), id, f.text("comment"))
	})
}

func (o operator) endorseSupervision() error {
	f := readForm(o)
	return o.changeSupervision(f, market.EndorseSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.EndorseSupervision(o.ctx(), id, f.text("comment"))
	})
}

func (o operator) declineSupervision() error {
	f := readForm(o)
	return o.changeSupervision(f, market.DeclineSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.DeclineSupervision(o.ctx(), id, f.text("reason"))
	})
}

func (o operator) markSupervision() error {
	f := readForm(o)
	marks := market.Marks{Track: market.Track(f.text("customer_track")), Coupon: market.CouponKind(f.text("coupon_kind"))}
	return o.changeSupervision(f, market.MarkSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.MarkSupervision(o.ctx(), id, marks)
	})
}

func (o operator) extendSupervision() error {
	f := readForm(o)
	days := f.number("days")
	return o.changeSupervision(f, market.ExtendSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.ExtendSupervision(o.ctx(), id, days, f.text("reason"))
	})
}

func (o operator) terminateSupervision() error {
	f := readForm(o)
	return o.changeSupervision(f, market.TerminateSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.TerminateSupervision(o.ctx(), id, f.text("reason"))
	})
}

func (o operator) reopenSupervision() error {
	f := readForm(o)
	return o.changeSupervision(f, market.ReopenSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.ReopenSupervision(o.ctx(), id, f.text("reason"))
	})
}
