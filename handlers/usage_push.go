package handlers

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/internal/signing"
)

// Where sellers' programs report usage (production-interface.md §4.3): the new form is signed
// with the seller's interface key, the old one with its access key.
const (
	usagePush    = "/v1/isv/usage-data"
	oldUsagePush = "/rest/marketplace/v1/isv/usage-data"
)

// usageLimit is the largest push: a thousand records with room to spare.
const usageLimit = 1 << 20

func (site *site) usagePushRoutes(e *echo.Echo) {
	e.POST(openPath+usagePush, site.pushUsage)
	e.POST(oldUsagePush, site.open(func(o open) error { return o.pushUsage(true) }))
}

// pushUsage takes a push of the new form. Whether an access key goes with the signature is not
// published, so either says whose it is, and what is there must be right.
func (site *site) pushUsage(c echo.Context) error {
	if c.Request().Header.Get("Authorization") != "" {
		return site.open(func(o open) error { return o.pushUsage(false) })(c)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	err := site.signedUsage(c)
	if err == nil || c.Response().Committed {
		return err
	}
	return site.refuseOpen(c, err)
}

// pushUsage keeps what a program pushed that signs with its access key.
func (o open) pushUsage(old bool) error {
	if stamp := usageStamp(o.Request()); stamp.Signature != "" {
		keys, err := o.store.KeysInUse(o.ctx(), market.KeyBase)
		if err != nil {
			return err
		}
		if err := verifyUsage(keys, o.body, stamp, o.site); err != nil {
			return err
		}
	}
	push, err := o.site.readPush(o, o.body, old)
	if err != nil {
		return err
	}
	var done *db.Replayed
	if err := o.store.Once(*o.claim).PushUsage(o.ctx(), push, ""); err != nil && !errors.As(err, &done) {
		return err
	}
	return o.JSON(http.StatusOK, openAnswer{Code: openPrefix(o) + string(market.OpenOK), Message: "Success"})
}

// signedUsage keeps a push that is signed with a seller's interface key alone: whose it is say
// its instances.
func (site *site) signedUsage(c echo.Context) error {
	ctx, request := c.Request().Context(), c.Request()
	stamp := usageStamp(request)
	if stamp.Signature == "" {
		return refuse(market.OpenNoToken, "open.no_token")
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), request.Body, usageLimit))
	if err != nil {
		return refuse(market.OpenBadValue, "open.too_large")
	}
	instances, err := namedInstances(body)
	if err != nil {
		return err
	}
	doors, err := site.db.UsageDoors(ctx, instances)
	if err != nil {
		return err
	}
	if len(doors) == 0 {
		return refuse(market.OpenNoInstance, "usage.no_seller")
	}
	for _, door := range doors {
		if err = verifyUsage(door.Keys, body, stamp, site); err == nil {
			return site.keepUsage(c, door.Seller, body, stamp.Nonce)
		}
	}
	return err
}

func (site *site) keepUsage(c echo.Context, seller market.SellerID, body []byte, nonce string) error {
	ctx := c.Request().Context()
	settings, err := site.db.Settings(ctx)
	if err != nil {
		return err
	}
	calm, err := site.db.CountCall(ctx, "usage "+seller.String(), settings.UsageCalls)
	if err != nil {
		return err
	}
	if !calm {
		return refuse(market.OpenCrowded, "storefront.too_many", settings.UsageCalls)
	}
	push, err := site.readPush(c, body, false)
	if err != nil {
		return err
	}
	actor := market.Actor{Name: "usage-data", Roles: []market.Role{market.Program}, From: c.RealIP()}
	err = site.db.Seller(actor, seller).PushUsage(ctx, push, nonce)
	var problem *market.Problem
	if errors.As(err, &problem) && problem.Kind == market.KindConflict {
		return openError{market.OpenUnsigned, problem.Reason}
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, openAnswer{Code: market.OpenPrefix + string(market.OpenOK), Message: "Success"})
}

// readPush checks the form of a push; what is wrong with its data is found behind the answer.
func (site *site) readPush(c echo.Context, body []byte, old bool) (market.UsageBatch, error) {
	settings, err := site.db.Settings(c.Request().Context())
	if err != nil {
		return market.UsageBatch{}, err
	}
	push, code, fault := market.ReadPush(body, old, settings, site.db.Now())
	if code != market.OpenOK {
		return push, openError{code, fault}
	}
	return push, nil
}

// mostNamed is by how many of its instances a push's seller is looked for.
const mostNamed = 10

func namedInstances(body []byte) (instances []string, err error) {
	var asked struct {
		Records []struct {
			Instance string `json:"instance_id"`
		} `json:"usage_records"`
	}
	if err := json.Unmarshal(body, &asked); err != nil {
		return nil, refuse(market.OpenBadUsage, "usage.not_json")
	}
	seen := map[string]bool{}
	for _, record := range asked.Records {
		if !seen[record.Instance] && len(seen) < mostNamed {
			seen[record.Instance] = true
			instances = append(instances, record.Instance)
		}
	}
	return instances, nil
}

func usageStamp(r *http.Request) signing.Stamp {
	return signing.Stamp{Signature: r.Header.Get("signature"), Timestamp: r.Header.Get("ts"), Nonce: r.Header.Get("nonce")}
}

// verifyUsage checks a push with the seller's keys, those that retire too.
func verifyUsage(keys []market.KeyInUse, body []byte, stamp signing.Stamp, site *site) error {
	for _, key := range keys {
		if signing.VerifyUsage(string(key.Value), body, stamp, site.db.Now()) == nil {
			return nil
		}
	}
	return refuse(market.OpenUnsigned, "usage.bad_signature")
}
