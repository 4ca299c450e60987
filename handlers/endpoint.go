package handlers

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/endpoints"
	"sellercenter/views/ui"
)

// Caller calls sellers' servers: in life with all precautions, in the demo within the process.
type Caller interface {
	Sign(message market.Message) (market.Call, error)
	Deliver(ctx context.Context, message market.Message) (market.Exchange, error)
	Fetch(ctx context.Context, address string) (market.Exchange, error)
	Paused(address string) time.Time
}

func (site *site) endpointRoutes(e *echo.Echo) {
	g := e.Group("/endpoints", sees(market.Endpoints))
	g.GET("", site.seller(seller.endpoints))
	g.GET("/debug", site.seller(seller.debugCases))
	g.POST("/register", site.seller(seller.registerEndpoint))
	g.POST("/:id/verify", site.seller(seller.verifyEndpoint))
	g.POST("/:id/debug", site.seller(seller.debugEndpoint))
	g.POST("/:id/remove", site.seller(seller.removeEndpoint))
	g.POST("/:id/code", site.seller(seller.codeEndpoint))

	e.GET("/operator/endpoints", site.operator(operator.health), sees(market.Endpoints))
}

func (o operator) health() error {
	settings, err := o.site.db.Settings(o.ctx())
	if err != nil {
		return err
	}
	return showWhole(o, endpoints.Health(o.ctx(), settings), nil, func() ([]market.Health, error) { return o.store.Health(o.ctx()) })
}

func (s seller) endpoints() error { return s.showEndpoints(http.StatusOK, ui.Form{}) }

func (s seller) showEndpoints(status int, f ui.Form) error {
	all, err := s.store.Endpoints(s.ctx())
	if err != nil {
		return err
	}
	cases, err := s.store.DebugCases(s.ctx(), market.EndpointID{})
	if err != nil {
		return err
	}
	probes, err := s.store.Probes(s.ctx())
	if err != nil {
		return err
	}
	rows := endpoints.Rows(all, cases, probes, s.site.options.Caller.Paused)
	state := s.QueryParam("status")
	keep := func(r endpoints.Row) bool { return state == "" || string(r.Status) == state }
	return showWhole(s, endpoints.Listing(s.ctx(), f, status, rows, probes), keep, func() ([]endpoints.Row, error) { return slices.Clone(rows), nil })
}

func (s seller) registerEndpoint() error {
	f := readForm(s)
	_, err := s.store.RegisterEndpoint(s.ctx(), f.text("url"), s.site.options.Development)
	if f.refused(err) {
		return s.showEndpoints(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/endpoints", market.RegisterEndpoint)
}

// verifyEndpoint reads the proof at the seller's host, then asks for the verdict.
func (s seller) verifyEndpoint() error {
	endpoint, err := s.oneEndpoint()
	if err != nil {
		return err
	}
	if !s.actor().May(market.VerifyEndpoint) {
		return market.Denied // before anybody is called
	}
	found, err := s.site.options.Caller.Fetch(s.ctx(), endpoint.ProofURL())
	if err != nil {
		return err
	}
	if err := s.store.VerifyEndpoint(s.ctx(), endpoint.ID, found); err != nil {
		return s.site.failed(s, "/endpoints", err)
	}
	return s.done("/endpoints", market.VerifyEndpoint)
}

func (s seller) removeEndpoint() error {
	id, err := pathID[market.Endpoint](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.RemoveEndpoint(s.ctx(), id); err != nil {
		return s.site.failed(s, "/endpoints", err)
	}
	return s.done("/endpoints", market.RemoveEndpoint)
}

// codeEndpoint makes a test code for the desk (catalogue.md §2.6).
func (s seller) codeEndpoint() error {
	id, err := pathID[market.Endpoint](s, "id")
	if err != nil {
		return err
	}
	desk := "/endpoints/debug?activity=" + string(market.ActivityRefreshLicence) + "&endpoint=" + id.String()
	if _, err := s.store.CodeEndpoint(s.ctx(), id); err != nil {
		return s.site.failed(s, desk, err)
	}
	return s.done(desk, market.CodeEndpoint)
}

func (s seller) oneEndpoint() (market.Endpoint, error) {
	id, err := pathID[market.Endpoint](s, "id")
	if err != nil {
		return market.Endpoint{}, err
	}
	return s.store.Endpoint(s.ctx(), id)
}

// debugCases shows the desk of one address: what was tried, the form of one activity, and
// its signed request when the form asks for it. Nothing is called.
func (s seller) debugCases() error {
	all, err := s.store.Endpoints(s.ctx())
	if err != nil {
		return err
	}
	desk := endpoints.Desk{Endpoints: all, Activity: market.Activity(s.QueryParam("activity")), Charging: market.Charging(s.QueryParam("charging"))}
	if desk.Asked, err = s.asked(); err != nil {
		return err
	}
	if !desk.Choose(s.QueryParam("endpoint")) {
		return s.page(http.StatusOK, endpoints.Debug(ui.Form{}, desk))
	}
	f := &form{Form: ui.Form{Values: s.QueryParams(), Fields: map[string]market.Reason{}}, context: s, status: http.StatusOK}
	if s.QueryParam("prepare") == "" {
		f.Values = url.Values{}
	} else if err := s.prepare(f, &desk); err != nil {
		return err
	}
	return s.showDesk(f, desk)
}

// prepare signs the request of the form without sending it.
func (s seller) prepare(f *form, desk *endpoints.Desk) error {
	if !s.actor().May(market.DebugEndpoint) {
		return market.Denied // a signed request is good for a call
	}
	message, err := s.debugMessage(f, *desk)
	if f.refused(err) {
		return nil
	}
	if err != nil {
		return err
	}
	call, err := s.site.options.Caller.Sign(message)
	desk.Call = &call
	return err
}

// asked are the values of the checkout that a purchase may be debugged with.
func (s seller) asked() ([]market.Parameter, error) {
	all, err := s.site.db.Parameters(s.ctx())
	return slices.DeleteFunc(all, func(p market.Parameter) bool { return p.RetiredAt != nil }), err
}

func (s seller) debugMessage(f *form, desk endpoints.Desk) (market.Message, error) {
	keys, err := s.store.KeysInUse(s.ctx(), desk.Activity.Purpose())
	if err != nil {
		return market.Message{}, err
	}
	extend, err := market.DebugExtend(desk.Asked, f.text)
	if err != nil {
		return market.Message{}, err
	}
	message, err := market.DebugMessage(*desk.Endpoint, desk.Activity, keys, func(name string) string {
		if name == market.ExtendField {
			return extend
		}
		return f.text(name)
	})
	if err != nil {
		return message, err
	}
	settings, err := s.site.db.Settings(s.ctx())
	message.Asked.RequireBodySign, message.Deadline = settings.RequireBodySign, settings.CallTimeout.Duration
	return message, err
}

func (s seller) showDesk(f *form, desk endpoints.Desk) error {
	var err error
	if desk.Cases, err = s.store.DebugCases(s.ctx(), desk.Endpoint.ID); err != nil {
		return err
	}
	if made := desk.Shown(); made != nil {
		if desk.Steps, desk.Same, err = s.store.SigningSteps(s.ctx(), *made); err != nil {
			return err
		}
	}
	return s.page(f.status, endpoints.Debug(f.Form, desk))
}

// debugEndpoint calls the address and saves the case when it passed.
func (s seller) debugEndpoint() error {
	f := readForm(s)
	endpoint, err := s.oneEndpoint()
	if err != nil {
		return err
	}
	if !s.actor().May(market.DebugEndpoint) {
		return market.Denied // before anybody is called
	}
	desk := endpoints.Desk{Activity: market.Activity(f.text("activity")), Charging: market.Charging(f.text("charging"))}
	if desk.Asked, err = s.asked(); err != nil {
		return err
	}
	if desk.Endpoints, err = s.store.Endpoints(s.ctx()); err != nil || !desk.Choose(endpoint.ID.String()) {
		return err
	}
	message, err := s.debugMessage(f, desk)
	if f.refused(err) {
		return s.showDesk(f, desk)
	}
	if err != nil {
		return err
	}
	made, err := s.site.options.Caller.Deliver(s.ctx(), message)
	if err != nil {
		return err
	}
	if _, err := s.store.DebugEndpoint(s.ctx(), endpoint.ID, desk.Case(), made); err != nil {
		return err
	}
	if made.Verdict.Outcome == market.OutcomeFailed {
		f.status, desk.Made = http.StatusUnprocessableEntity, &made
		return s.showDesk(f, desk)
	}
	return s.done(desk.URL(desk.Activity), market.DebugEndpoint)
}

// tryCases runs every saved case of the address that an online product names, of one delivered
// by authorization codes those of codes, before it is handed in: one that fails blocks it
// (catalogue.md §2.2, §2.6).
func (s seller) tryCases(editing market.ProductEditing) error {
	id := editing.Content.EndpointID
	if id == nil || !editing.Content.Tries(editing.AccessType, "") || !s.actor().May(market.SubmitProduct) {
		return nil // no address yet: the rules of the step say so
	}
	endpoint, err := s.store.Endpoint(s.ctx(), *id)
	if err != nil {
		return nil //nolint:nilerr // likewise
	}
	cases, err := s.store.DebugCases(s.ctx(), *id)
	if err != nil {
		return err
	}
	for _, saved := range cases {
		if !editing.Content.Tries(editing.AccessType, saved.Activity) {
			continue
		}
		keys, err := s.store.KeysInUse(s.ctx(), saved.Activity.Purpose())
		if err != nil {
			return err
		}
		message, err := saved.ProbeRequest(endpoint, keys)
		if err != nil {
			return err
		}
		made, err := s.site.options.Caller.Deliver(s.ctx(), message)
		if err != nil {
			return err
		}
		if made.Verdict.Outcome == market.OutcomeFailed {
			return market.Conflict("product.case_failed", market.Word(saved.Activity.Key()), made.Verdict.Cause)
		}
	}
	return nil
}
