package handlers

import (
	"cmp"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/agreements"
	"sellercenter/views/ui"
)

func (site *site) agreementRoutes(e *echo.Echo) {
	g := e.Group("/agreements", sees(market.Agreements))
	g.GET("", site.seller(seller.agreements))
	g.GET("/sign", site.seller(seller.toSign))
	g.GET("/:id", site.seller(seller.agreement))
	g.POST("/:id/sign", site.seller(seller.signAgreement))

	o := e.Group("/operator/agreements", sees(market.Agreements))
	o.GET("", site.operator(operator.agreements))
	o.GET("/new", site.operator(operator.newAgreement))
	o.GET("/:id", site.operator(operator.agreement))
	o.POST("/publish", site.operator(operator.publishAgreement))
}

func (s seller) agreements() error {
	return showWhole(s, agreements.List(s.ctx(), s.site.db.Now()), nil, func() ([]market.Agreement, error) { return s.store.Agreements(s.ctx()) })
}

func (s seller) toSign() error {
	return s.showUnsigned(http.StatusOK, ui.Form{Values: s.QueryParams()}, cmp.Or(s.QueryParam("code"), market.Cooperation))
}

func (s seller) showUnsigned(status int, f ui.Form, code string) error {
	agreement, err := s.store.Unsigned(s.ctx(), code)
	if isNotFound(err) {
		return s.Redirect(http.StatusSeeOther, localPath(f.Or("next", ""), "/agreements"))
	}
	if err != nil {
		return err
	}
	before, err := s.store.AgreementBefore(s.ctx(), agreement.ID)
	if err != nil && !isNotFound(err) {
		return err
	}
	return s.page(status, agreements.Sign(f, agreement, before, s.visitor.MustSign()))
}

func (s seller) agreement() error {
	id, err := pathID[market.Agreement](s, "id")
	if err != nil {
		return err
	}
	agreement, err := s.store.Agreement(s.ctx(), id)
	if err != nil {
		return err
	}
	before, err := s.store.AgreementBefore(s.ctx(), id)
	if err != nil && !isNotFound(err) {
		return err
	}
	return s.page(http.StatusOK, agreements.Detail(agreement, before, agreement.Status(s.site.db.Now())))
}

// signAgreement leads on to what waited for it, the first time to the certification.
func (s seller) signAgreement() error {
	id, err := pathID[market.Agreement](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	err = s.store.SignAgreement(s.ctx(), id, f.checked("agreed"))
	if f.refused(err) {
		agreement, err := s.store.Agreement(s.ctx(), id)
		if err != nil {
			return err
		}
		return s.showUnsigned(f.status, f.Form, agreement.Code)
	}
	if err != nil {
		return err
	}
	onward := "/agreements"
	if s.visitor.MustSign() {
		onward = "/certifications"
	}
	return s.done(localPath(f.text("next"), onward), market.SignAgreement)
}

func (o operator) agreements() error {
	all, err := o.store.Agreements(o.ctx())
	if err != nil {
		return err
	}
	return showWhole(o, agreements.OperatorList(o.ctx(), all, o.site.db.Now()), nil, func() ([]market.Agreement, error) { return all, nil })
}

func (o operator) newAgreement() error {
	return o.showNew(http.StatusOK, ui.Form{}, o.QueryParam("code"))
}

func (o operator) showNew(status int, f ui.Form, code string) error {
	all, err := o.store.Agreements(o.ctx())
	if err != nil {
		return err
	}
	return o.page(status, agreements.New(f, all, code))
}

func (o operator) agreement() error {
	id, err := pathID[market.Agreement](o, "id")
	if err != nil {
		return err
	}
	agreement, err := o.store.Agreement(o.ctx(), id)
	if err != nil {
		return err
	}
	before, err := o.store.AgreementBefore(o.ctx(), id)
	if err != nil && !isNotFound(err) {
		return err
	}
	list := agreements.Signers(o.ctx(), agreement, before, agreement.InEffect(o.site.db.Now()))
	return show(o, list, func(ask market.Ask) (market.Page[market.Signer], error) {
		return o.store.Signers(o.ctx(), id, o.QueryParam("unsigned") != "", ask)
	})
}

func (o operator) publishAgreement() error {
	f := readForm(o)
	day := f.day("effective_on")
	if day.IsZero() {
		f.required("effective_on")
	}
	agreement := market.Agreement{Code: f.text("code"), Renewal: market.Renewal(f.text("renewal")), EffectiveAt: day.Begin(),
		Title: market.JSON[map[string]string]{V: map[string]string{"zh-CN": f.text("title_zh"), "en": f.text("title_en")}},
		Body:  market.JSON[map[string]string]{V: map[string]string{"zh-CN": f.text("body_zh"), "en": f.text("body_en")}}}
	agreement.Topics.V = []market.Topic{}
	for _, topic := range f.Values["topics"] {
		agreement.Topics.V = append(agreement.Topics.V, market.Topic(topic))
	}
	if now := o.site.db.Now(); day == market.DayOf(now) {
		agreement.EffectiveAt = now.Truncate(time.Second)
	}
	err := f.err()
	if err == nil {
		_, err = o.store.PublishAgreement(o.ctx(), agreement)
	}
	if f.refused(err) {
		return o.showNew(f.status, f.Form, agreement.Code)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/agreements", market.PublishAgreement)
}
