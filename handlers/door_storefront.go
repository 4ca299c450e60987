package handlers

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/internal/signing"
	"sellercenter/views/i18n"
)

// storefront is a signed request of a shop front on behalf of one customer.
type storefront struct {
	echo.Context
	site     *site
	client   market.Storefront
	customer string
	from     string // the customer's own address
	body     []byte
	claim    *db.Once // of a write: its idempotency key
}

// addressParam is the customer's own address, which the shop front alone knows: the audit log
// and the delivery's log keep it (transactions.md §2.7, §8).
const addressParam = "client_ip"

// lookups are asked by POST because they are long; nothing is done and nothing kept.
var lookups = []string{storefrontPath + "/quotes"}

// storefront lets signed requests in: known key, fresh timestamp, nonce never used, body
// and address as signed, not too many a minute. What is not a lookup is a write and goes
// by its idempotency key. Everything it answers is JSON.
func (site *site) storefront(handle func(storefront) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		s, err := site.openStorefront(c)
		switch {
		case err != nil:
		case c.Request().Method == http.MethodGet || slices.Contains(lookups, c.Path()):
			if err = s.askedForList(); err == nil {
				err = handle(s)
			}
		default:
			if s.claim, err = s.claimed(); err == nil {
				err = site.once(c, market.Platform, *s.claim, func() (bool, error) { return true, handle(s) })
			}
		}
		if err == nil || c.Response().Committed {
			return err
		}
		return site.refuseStorefront(c, err)
	}
}

// storefrontLimit is the largest request: evidence of several files in base64.
const storefrontLimit = 32 << 20

func (site *site) openStorefront(c echo.Context) (storefront, error) {
	ctx, request := c.Request().Context(), c.Request()
	client, secret, err := site.db.StorefrontSecret(ctx, request.Header.Get(signing.AccessHeader))
	if isNotFound(err) {
		return storefront{}, unsigned("storefront.unknown_key") // before a byte of the body is read
	}
	if err != nil {
		return storefront{}, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), request.Body, storefrontLimit))
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return storefront{}, echo.NewHTTPError(http.StatusRequestEntityTooLarge)
	}
	if err != nil {
		return storefront{}, err
	}
	switch err := signing.VerifyRequest(request, body, secret, site.db.Now()); {
	case errors.Is(err, signing.ErrTimestamp):
		return storefront{}, unsigned("storefront.stale_timestamp", int(signing.Tolerance.Seconds()))
	case errors.Is(err, signing.ErrNonce):
		return storefront{}, unsigned("storefront.bad_nonce")
	case err != nil:
		return storefront{}, unsigned("storefront.bad_signature")
	}
	fresh, err := site.db.SpendNonce(ctx, client.AccessKey, request.Header.Get(signing.NonceHeader), 2*signing.Tolerance+time.Second)
	if err != nil {
		return storefront{}, err
	}
	if !fresh {
		return storefront{}, unsigned("storefront.spent_nonce")
	}
	settings, err := site.db.Settings(ctx)
	if err != nil {
		return storefront{}, err
	}
	if calm, err := site.db.CountCall(ctx, client.AccessKey, settings.StorefrontCalls); err != nil || !calm {
		return storefront{}, cmp.Or(err, error(crowdedError{settings.StorefrontCalls}))
	}
	s := storefront{Context: c, site: site, client: client, customer: c.QueryParam("customer"), from: c.RealIP(), body: body}
	if s.customer == "" || len(s.customer) > 64 {
		return s, market.Invalid("customer", "storefront.no_customer")
	}
	if text := c.QueryParam(addressParam); text != "" {
		at, err := netip.ParseAddr(text)
		if err != nil {
			return s, market.Invalid(addressParam, "storefront.bad_address", text)
		}
		s.from = at.Unmap().String()
	}
	return s, nil
}

// unsignedError is a request that cannot show who sent it.
type unsignedError struct{ market.Reason }

// Error is for logs.
func (e unsignedError) Error() string { return e.Key }

func unsigned(key string, args ...any) error { return unsignedError{market.Because(key, args...)} }

// crowdedError is one call too many in a minute.
type crowdedError struct{ most int }

// Error is for logs.
func (e crowdedError) Error() string { return "more than " + strconv.Itoa(e.most) + " calls a minute" }

// refusal is how every refusal reads.
type refusal struct {
	Code    string            `json:"code"`
	Message string            `json:"message"`
	Rule    string            `json:"rule,omitempty"` // which rule refused, for programs: the key of its words
	Fields  map[string]string `json:"fields,omitempty"`
	Rules   map[string]string `json:"rules,omitempty"` // the same for each field
	Request string            `json:"request,omitempty"`
}

// refuseStorefront words an error in the caller's language.
func (site *site) refuseStorefront(c echo.Context, err error) error {
	ctx := c.Request().Context()
	var problem *market.Problem
	var nobody unsignedError
	var crowded crowdedError
	var refused *echo.HTTPError
	switch {
	case errors.As(err, &crowded):
		c.Response().Header().Set("Retry-After", "60")
		return c.JSON(http.StatusTooManyRequests, refusal{Code: "too_many", Message: i18n.T(ctx, "storefront.too_many", crowded.most)})
	case errors.As(err, &nobody):
		return c.JSON(http.StatusUnauthorized, refusal{Code: "unauthorized", Message: i18n.Say(ctx, nobody.Reason)})
	case isNotFound(err):
		return c.JSON(http.StatusNotFound, refusal{Code: string(market.KindNotFound), Message: i18n.T(ctx, "storefront.not_found"), Rule: market.NotFound.Reason.Key})
	case errors.As(err, &problem):
		answer := refusal{Code: string(problem.Kind), Message: i18n.Say(ctx, problem.Reason), Rule: problem.Reason.Key}
		for field, reason := range problem.Fields {
			if answer.Fields == nil {
				answer.Fields, answer.Rules = map[string]string{}, map[string]string{}
			}
			answer.Fields[field], answer.Rules[field] = i18n.Say(ctx, reason), reason.Key
		}
		return c.JSON(statusOf[problem.Kind], answer)
	case errors.As(err, &refused) && refused.Code < 500:
		return c.JSON(refused.Code, refusal{Code: "malformed", Message: i18n.T(ctx, "storefront.malformed")})
	}
	id := requestID(c)
	site.options.Log.Error("storefront request failed", "request", id, "path", c.Request().URL.Path, "error", err)
	return c.JSON(http.StatusInternalServerError, refusal{Code: "internal", Message: i18n.Say(ctx, market.Because("problem.internal")), Request: id})
}

func (s storefront) ctx() context.Context { return s.Request().Context() }

// buyer is the customer at a seller's counter; name stands in the audit.
func (s storefront) buyer(seller market.SellerID, name string) *db.Seller {
	return s.front(name).Seller(seller)
}

func (s storefront) front(name string) *db.Storefront {
	front := s.site.db.Storefront(market.Actor{Name: name, Customer: s.customer, Roles: []market.Role{market.Buyer}, From: s.from})
	if s.claim != nil {
		return front.Once(*s.claim)
	}
	return front
}

// read decodes the body; a field that the document does not name is refused.
func (s storefront) read(into any) error {
	decoder := json.NewDecoder(bytes.NewReader(s.body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return market.Invalid("body", "storefront.malformed")
	}
	return nil
}

// claimed is the idempotency key that a write must carry.
func (s storefront) claimed() (*db.Once, error) {
	key := s.Request().Header.Get(idempotencyHeader)
	if key == "" || len(key) > mostKey {
		return nil, market.Invalid(idempotencyHeader, "storefront.no_idempotency_key")
	}
	return &db.Once{Client: s.client.AccessKey, Key: key, Fingerprint: fingerprint(s.Request(), s.body)}, nil
}

// once does the act of a write, which the door of the store does at most once for its key. A
// repetition is answered from the same receipt as the first time.
func (s storefront) once(store *db.Seller, do func(*db.Seller) error) (db.Receipt, error) {
	var replayed *db.Replayed
	if err := do(store); err != nil && !errors.As(err, &replayed) {
		return db.Receipt{}, err
	}
	return store.Receipt(s.ctx())
}
