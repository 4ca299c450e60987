package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// licenceRoutes are the licence interfaces of the open API (production-interface.md §1.5).
func (site *site) licenceRoutes(e *echo.Echo) {
	g := e.Group(openPath)
	g.POST("/v1/license/activate", site.open(open.activateLicence))
	g.POST("/v1/license/heartbeat", site.open(open.hearLicence))
	g.POST("/v2/license/heartbeat", site.open(open.hearLicences))
}

// licenceAnswer is one code's state.
type licenceAnswer struct {
	Code       string `json:"license_code"`
	Status     string `json:"status"`
	ActivateAt string `json:"activate_time,omitempty"`
	ExpireAt   string `json:"expire_time,omitempty"`
	OrderID    string `json:"order_id,omitempty"`
	ProductID  string `json:"product_id,omitempty"`
	Amount     string `json:"amount,omitempty"`
}

const wireTime = "20060102150405"

func (o open) answerLicence(l market.Licence) (licenceAnswer, error) {
	var order market.Order
	var err error
	if !l.OrderID.IsZero() { // a test code has none
		order, err = o.store.Order(o.ctx(), l.OrderID)
	}
	answer := licenceAnswer{Code: l.Code, Status: l.Status.Answer(), OrderID: order.Number, ProductID: order.ProductCode, Amount: l.Amount.String()}
	if l.ActivatedAt != nil {
		answer.ActivateAt = l.ActivatedAt.UTC().Format(wireTime)
	}
	if l.ExpiresAt != nil {
		answer.ExpireAt = l.ExpiresAt.UTC().Format(wireTime)
	}
	return answer, err
}

// licenceCode is the code of a refusal, in the interface's numbers.
func licenceCode(err error) string {
	var problem *market.Problem
	switch {
	case !errors.As(err, &problem):
		return market.LicenceInternal
	case problem.Kind == market.KindNotFound:
		return market.LicenceUnknown
	case problem.Reason.Key == "supervision.licence_not_received":
		return market.LicenceNotReceived
	case problem.Kind == market.KindConflict:
		return market.LicenceBadState
	}
	return market.LicenceBadParam
}

// licenceAnswered answers what became of the code; refusals are answers of the interface too.
func (o open) licenceAnswered(l market.Licence, err error) error {
	if err == nil {
		answer, err := o.answerLicence(l)
		if err != nil {
			return err
		}
		return o.JSON(http.StatusOK, openAnswer{market.LicenceOK, "success", answer})
	}
	code := licenceCode(err)
	if code == market.LicenceInternal {
		o.site.options.Log.Error("licence interface failed", "request", requestID(o), "error", err)
		return o.JSON(http.StatusInternalServerError, openAnswer{Code: code, Message: i18n.T(o.ctx(), "problem.internal")})
	}
	o.Set(refusedKey, true)
	var problem *market.Problem
	errors.As(err, &problem)
	return o.JSON(http.StatusOK, openAnswer{Code: code, Message: i18n.Say(o.ctx(), problem.Reason)})
}

func (o open) licenceAsked() (string, error) {
	var asked struct {
		License string `json:"license"`
	}
	if err := o.read(&asked); err != nil || asked.License == "" || len(asked.License) > 64 {
		return "", market.Invalid("license", "problem.required")
	}
	return asked.License, nil
}

func (o open) activateLicence() error {
	code, err := o.licenceAsked()
	if err != nil {
		return o.licenceAnswered(market.Licence{}, err)
	}
	licence, err := o.store.Once(*o.claim).ActivateSupervision(o.ctx(), code)
	if replayed := (*db.Replayed)(nil); errors.As(err, &replayed) { // the first was not answered to the end
		licence, err = o.store.LicenceCoded(o.ctx(), code)
	}
	if isNotFound(err) {
		licence, err = o.store.TryCode(o.ctx(), code, true)
	}
	return o.licenceAnswered(licence, err)
}

func (o open) hearLicence() error {
	code, err := o.licenceAsked()
	if err != nil {
		return o.licenceAnswered(market.Licence{}, err)
	}
	return o.licenceAnswered(o.heard(code))
}

// heard is how a code stands, be it a customer's or one to debug with.
func (o open) heard(code string) (market.Licence, error) {
	licence, err := o.store.HearLicence(o.ctx(), code)
	if isNotFound(err) {
		return o.store.TryCode(o.ctx(), code, false)
	}
	return licence, err
}

// hearLicences answers for several codes at once; an unknown one is left out.
func (o open) hearLicences() error {
	var asked struct {
		Licenses []string `json:"licenses"`
	}
	if err := o.read(&asked); err != nil || len(asked.Licenses) == 0 || len(asked.Licenses) > 100 {
		return o.licenceAnswered(market.Licence{}, market.Invalid("licenses", "problem.out_of_range", 1, 100, len(asked.Licenses)))
	}
	answers := []licenceAnswer{}
	for _, code := range asked.Licenses {
		licence, err := o.heard(code)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return o.licenceAnswered(licence, err)
		}
		answer, err := o.answerLicence(licence)
		if err != nil {
			return err
		}
		answers = append(answers, answer)
	}
	return o.JSON(http.StatusOK, openAnswer{market.LicenceOK, "success", answers})
}
