package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/internal/signing"
	"sellercenter/views/i18n"
)

// openPath is where the marketplace's open API for sellers' programs stands
// (production-interface.md §4.1).
const openPath = "/api/mkp-openapi-public/global"

// openLimit is the largest request of a seller's program.
const openLimit = 4 << 20

// open is a signed request of a seller's own program.
type open struct {
	echo.Context
	site  *site
	store *db.Seller
	body  []byte
	claim *db.Once // of a write
}

// open lets programs in that sign with their seller's access key (AK/SK), not too many a
// minute. A write goes by its idempotency key; clients of the interface that know no such
// header are known by their signature, so that a request that is sent twice is done once.
func (site *site) open(handle func(open) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		o, access, err := site.openOpen(c)
		switch {
		case err != nil:
		case c.Request().Method == http.MethodGet:
			err = handle(o)
		default:
			if o.claim, err = o.claimed(access); err == nil {
				err = site.once(c, o.store.ID(), *o.claim, func() (bool, error) {
					err := handle(o)
					return c.Get(refusedKey) == nil, err
				})
			}
		}
		if err == nil || c.Response().Committed {
			return err
		}
		return site.refuseOpen(c, err)
	}
}

// refusedKey marks an answer of the interface that says that nothing was done.
const refusedKey = "refused"

func (site *site) openOpen(c echo.Context) (open, signing.Authorization, error) {
	ctx, request := c.Request().Context(), c.Request()
	claimed, err := signing.ParseAuthorization(request.Header.Get("Authorization"))
	if err != nil {
		return open{}, claimed, refuse(market.OpenNoToken, "open.no_token")
	}
	access, err := site.db.Open(ctx, claimed.Access)
	if isNotFound(err) {
		return open{}, claimed, refuse(market.OpenForbidden, "open.unknown_key") // before a byte of the body is read
	}
	if err != nil {
		return open{}, claimed, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), request.Body, openLimit))
	if err != nil {
		return open{}, claimed, refuse(market.OpenBadValue, "open.too_large")
	}
	switch err := signing.VerifyAKSK(request, body, access.Secret, site.db.Now()); {
	case errors.Is(err, signing.ErrTimestamp):
		return open{}, claimed, refuse(market.OpenForbidden, "open.stale_date")
	case err != nil:
		return open{}, claimed, refuse(market.OpenForbidden, "open.bad_signature")
	}
	settings, err := site.db.Settings(ctx)
	if err != nil {
		return open{}, claimed, err
	}
	calm, err := site.db.CountCall(ctx, claimed.Access, settings.OpenCalls)
	if err == nil && !calm {
		err = refuse(market.OpenCrowded, "storefront.too_many", settings.OpenCalls)
	}
	actor := market.Actor{Name: claimed.Access, Roles: []market.Role{market.Program}, From: c.RealIP(), Products: access.Products}
	return open{Context: c, site: site, store: site.db.Seller(actor, access.Seller), body: body}, claimed, err
}

// claimed is the key of a write: the one that was sent, or the signature.
func (o open) claimed(access signing.Authorization) (*db.Once, error) {
	key := o.Request().Header.Get(idempotencyHeader)
	if len(key) > mostKey {
		return nil, refuse(market.OpenBadParam, "storefront.no_idempotency_key")
	}
	if key == "" {
		key = "signature " + access.Signature
	}
	return &db.Once{Client: access.Access, Key: key, Fingerprint: fingerprint(o.Request(), o.body)}, nil
}

// openError is a refusal in the interface's own numbers.
type openError struct {
	code market.OpenCode
	market.Reason
}

// Error is for logs.
func (e openError) Error() string { return string(e.code) + " " + e.Key }

func refuse(code market.OpenCode, key string, args ...any) error {
	return openError{code, market.Because(key, args...)}
}

// openAnswer is how the open API words every answer but that of the order query.
type openAnswer struct {
	Code    string `json:"error_code"`
	Message string `json:"error_msg"`
	Data    any    `json:"data,omitempty"`
}

// openRefusal is a refusal at the door; the order query names the same two fields otherwise.
type openRefusal struct {
	openAnswer
	Extra      string `json:"extra_info,omitempty"`
	ResultCode string `json:"resultCode,omitempty"`
	ResultMsg  string `json:"resultMsg,omitempty"`
}

// openPrefix is the prefix of the codes by which the caller was written.
func openPrefix(c echo.Context) string {
	if strings.HasPrefix(c.Request().URL.Path, openPath) {
		return market.OpenPrefix
	}
	return market.OpenOldPrefix
}

// refuseOpen words an error in the caller's language, with the interface's code and status
// (production-interface.md §4.2). What is no refusal is logged once, and nothing of it told.
func (site *site) refuseOpen(c echo.Context, err error) error {
	ctx := c.Request().Context()
	var refused openError
	var problem *market.Problem
	switch {
	case errors.As(err, &refused):
	case errors.As(err, &problem) && problem.Kind == market.KindNotFound:
		refused = openError{market.OpenForbidden, market.Because("open.not_yours")}
	case errors.As(err, &problem):
		refused = openError{market.OpenBadParam, problem.Reason}
	default:
		site.options.Log.Error("open interface failed", "request", requestID(c), "path", c.Request().URL.Path, "error", err)
		refused = openError{market.OpenInternal, market.Because("problem.internal")}
	}
	answer := openRefusal{openAnswer: openAnswer{Code: openPrefix(c) + string(refused.code), Message: i18n.Say(ctx, refused.Reason)}}
	switch refused.code {
	case market.OpenCrowded:
		c.Response().Header().Set("Retry-After", "60")
		answer.Extra = answer.Message
	case market.OpenBadValue, market.OpenForbidden:
		answer.Extra = answer.Message
	case market.OpenOK, market.OpenInternal, market.OpenBadParam, market.OpenNoToken:
	}
	if c.Path() == openPath+orderQuery {
		answer.ResultCode, answer.ResultMsg = answer.Code, answer.Message
	}
	return c.JSON(refused.code.Status(), answer)
}

func (o open) ctx() context.Context { return o.Request().Context() }

// read decodes the body; fields that were retired are overlooked.
func (o open) read(into any) error { return json.NewDecoder(bytes.NewReader(o.body)).Decode(into) }
