package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/partners"
	"sellercenter/views/ui"
)

func (site *site) partnerRoutes(e *echo.Echo) {
	g := e.Group("/partners", sees(market.Partners))
	g.GET("", site.seller(seller.partners))
	g.GET("/set", site.seller(seller.newPartnerTerm))
	g.POST("/set", site.seller(seller.setPartner))
	o := e.Group("/operator/partners", sees(market.Partners))
	o.GET("", site.operator(operator.partners))
	o.GET("/:id", site.operator(operator.partner))
	o.POST("/:id/approve", site.operator(operator.approvePartner))
	o.POST("/:id/reject", site.operator(operator.rejectPartner))
	o.POST("/:id/end", site.operator(operator.endPartner))
}

func (s seller) partners() error {
	orders, err := s.store.PartnerOrders(s.ctx())
	if err != nil {
		return err
	}
	return showWhole(s, partners.Terms(s.ctx(), orders), nil, func() ([]market.PartnerTermRow, error) {
		return s.store.PartnerTerms(s.ctx(), "")
	})
}

func (s seller) newPartnerTerm() error { return s.showPartnerTerm(ui.Form{}, http.StatusOK) }

func (s seller) showPartnerTerm(f ui.Form, status int) error {
	id, err := market.ParseID[market.Product](s.FormValue("product_id"))
	if err != nil {
		return err
	}
	p := partners.TermPage{Today: s.today()}
	if p.Term, err = s.store.PartnerTerm(s.ctx(), id); err != nil {
		return err
	}
	return s.page(status, partners.Term(f, p))
}

func (s seller) setPartner() error {
	f := readForm(s)
	term := market.PartnerTerm{ProductID: formID[market.Product](f, "product_id"), Model: market.PartnerModel(f.text("model")),
		Share: read(f, "share", market.ReadPercent), Discount: read(f, "discount", market.ReadPercent), FromOn: f.day("from_on"), Policy: f.text("policy")}
	err := s.store.SetPartner(s.ctx(), term) // what could not be read is out of range
	if f.refused(err) {
		return s.showPartnerTerm(f.Form, f.status)
	}
	if err != nil {
		return err
	}
	return s.done("/partners", market.SetPartner)
}

func (o operator) partners() error {
	q := o.QueryParams()
	search := market.PartnerSearch{Status: market.PartnerStatus(q.Get("status")), Role: market.PartnerRole(q.Get("role")), Text: strings.TrimSpace(q.Get("text"))}
	return show(o, partners.Listing(o.ctx()), func(ask market.Ask) (market.Page[market.Partner], error) {
		return o.store.Partners(o.ctx(), search, ask)
	})
}

func (o operator) partner() error { return o.showPartner(ui.Form{}, http.StatusOK, nil) }

func (o operator) showPartner(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Partner](o, "id")
	if err != nil {
		return err
	}
	p := partners.DetailPage{Refused: refused}
	if p.Partner, err = o.store.Partner(o.ctx(), id); err != nil {
		return err
	}
	return o.page(status, partners.Detail(f, p))
}

func (o operator) approvePartner() error {
	return o.decidePartner(readForm(o), market.ApprovePartner, func(id market.PartnerID) error { return o.store.ApprovePartner(o.ctx(), id) })
}

func (o operator) rejectPartner() error {
	f := readForm(o)
	return o.decidePartner(f, market.RejectPartner, func(id market.PartnerID) error { return o.store.RejectPartner(o.ctx(), id, f.text("reason")) })
}

func (o operator) endPartner() error {
	f := readForm(o)
	return o.decidePartner(f, market.EndPartner, func(id market.PartnerID) error { return o.store.EndPartner(o.ctx(), id, f.text("reason")) })
}

func (o operator) decidePartner(f *form, act market.Act, do func(market.PartnerID) error) error {
	id, err := pathID[market.Partner](o, "id")
	if err != nil {
		return err
	}
	err = do(id)
	return f.answer(o, err, o.showPartner, "/operator/partners/"+id.String(), act)
}
