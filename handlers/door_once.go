package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// The headers of a write that is done at most once, and of an answer that was given before.
const (
	idempotencyHeader = "Idempotency-Key"
	replayedHeader    = "Idempotent-Replayed"
	mostKey           = 128
)

// fingerprint is what must be alike in two requests under one key: method, path with query,
// and body.
func fingerprint(request *http.Request, body []byte) string {
	hash := sha256.New()
	io.WriteString(hash, request.Method+"\n"+request.URL.RequestURI()+"\n") //nolint:errcheck // a hash takes everything
	hash.Write(body)
	return hex.EncodeToString(hash.Sum(nil))
}

// once answers a write of a program. What was told under the key is told again, word for
// word; another request under it is refused. Two at the same moment are settled by the
// act's own transaction: the second waits for the first and is answered from what it did.
// A refusal keeps nothing, because nothing was done: keep says whether this was done.
func (site *site) once(c echo.Context, seller market.SellerID, once db.Once, do func() (keep bool, err error)) error {
	ctx := c.Request().Context()
	settings, err := site.db.Settings(ctx)
	if err != nil {
		return err
	}
	told, known, err := site.db.Answered(ctx, once, settings.KeepKeys.Duration)
	if err != nil {
		return err
	}
	if known {
		c.Response().Header().Set(replayedHeader, "true")
		return c.JSONBlob(told.Status, []byte(told.Answer))
	}
	real := c.Response().Writer
	held := &heldAnswer{ResponseWriter: real, status: http.StatusOK}
	keep, err := held.over(c, do)
	if err != nil {
		return err
	}
	answer := db.Answer{Status: held.status, Answer: held.body.String()}
	if keep && answer.Status < http.StatusMultipleChoices {
		if answer, err = site.db.KeepAnswer(ctx, seller, once, answer, settings.KeepKeys.Duration); err != nil {
			c.Response().Committed = false // nothing was sent yet
			return err
		}
	}
	real.WriteHeader(answer.Status)
	_, err = io.WriteString(real, answer.Answer)
	return err
}

// heldAnswer holds an answer back until it is remembered.
type heldAnswer struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// over runs do with the answer held back, and lets the response go again whatever happens.
func (h *heldAnswer) over(c echo.Context, do func() (bool, error)) (bool, error) {
	c.Response().Writer = h
	defer func() { c.Response().Writer = h.ResponseWriter }()
	return do()
}

// WriteHeader keeps the status.
func (h *heldAnswer) WriteHeader(status int) { h.status = status }

// Write keeps the body.
func (h *heldAnswer) Write(text []byte) (int, error) { return h.body.Write(text) }
