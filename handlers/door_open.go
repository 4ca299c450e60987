package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/internal/signing"
	"sellercenter/views/i18n"
)

// openPath is where the marketplace's open API for sellers' programs stands
// (production-interface.md §4.1).
const openPath = "/api/mkp-openapi-public/global"

// open is a signed request of a seller's own program.
type open struct {
	echo.Context
	site  *site
	store *db.Seller
	body  []byte
}

// open lets programs in that sign with their seller's access key (AK/SK).
func (site *site) open(handle func(open) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		body, err := io.ReadAll(c.Request().Body)
		if err != nil {
			return err
		}
		claimed, err := signing.ParseAuthorization(c.Request().Header.Get("Authorization"))
		if err != nil {
			return refuseOpen(c, "storefront.bad_signature")
		}
		seller, secret, err := site.db.Open(c.Request().Context(), claimed.Access)
		if isNotFound(err) {
			return refuseOpen(c, "storefront.unknown_key")
		}
		if err != nil {
			return openFailed(site, c, err)
		}
		switch err := signing.VerifyAKSK(c.Request(), body, secret, site.db.Now()); {
		case errors.Is(err, signing.ErrTimestamp):
			return refuseOpen(c, "storefront.stale_date")
		case err != nil:
			return refuseOpen(c, "storefront.bad_signature")
		}
		actor := market.Actor{Name: claimed.Access, Roles: []market.Role{market.Program}, From: c.RealIP()}
		return handle(open{c, site, site.db.Seller(actor, seller), body})
	}
}

// openAnswer is how the open API words every answer.
type openAnswer struct {
	Code    string `json:"error_code"`
	Message string `json:"error_msg"`
	Data    any    `json:"data,omitempty"`
}

// openFailed answers what is no refusal: it is logged once, and nothing of it is told.
func openFailed(site *site, c echo.Context, err error) error {
	site.options.Log.Error("open interface failed", "request", requestID(c), "path", c.Request().URL.Path, "error", err)
	return c.JSON(http.StatusInternalServerError, openAnswer{Code: "internal", Message: i18n.T(c.Request().Context(), "problem.internal")})
}

func refuseOpen(c echo.Context, key string) error {
	return c.JSON(http.StatusUnauthorized, openAnswer{Code: "unauthorized", Message: i18n.T(c.Request().Context(), key)})
}

func (o open) ctx() context.Context { return o.Request().Context() }

// read decodes the body; fields that were retired are overlooked.
func (o open) read(into any) error { return json.NewDecoder(bytes.NewReader(o.body)).Decode(into) }
