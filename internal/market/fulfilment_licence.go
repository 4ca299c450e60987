package market

import "time"

// The activities of License code 2.0: the marketplace makes the code, the seller's server is
// told when it is renewed, frozen and released (production-interface.md §1.5).
const (
	ActivityRefreshLicence      Activity = "refreshLicenseCode"
	ActivityUpdateLicenceStatus Activity = "updateLicenseCodeStatus"
	ActivityReleaseLicence      Activity = "releaseLicenseCode"
)

// LicenceActivities are those of License code 2.0 in the order of a code's life.
var LicenceActivities = []Activity{ActivityRefreshLicence, ActivityUpdateLicenceStatus, ActivityReleaseLicence}

// OfLicence is the activity as a server of authorization codes hears it; one that it never
// hears stays what it is.
func (a Activity) OfLicence() Activity {
	switch a {
	case ActivityRefreshInstance:
		return ActivityRefreshLicence
	case ActivityUpdateInstanceStatus:
		return ActivityUpdateLicenceStatus
	case ActivityReleaseInstance:
		return ActivityReleaseLicence
	case ActivityNewInstance, ActivityQueryInstance, ActivityUpgradeInstance, ActivityOrderNotify,
		ActivityRefreshLicence, ActivityUpdateLicenceStatus, ActivityReleaseLicence:
	}
	return a
}

// RefreshLicenceBody tells a code's new end.
type RefreshLicenceBody struct {
	Scene       RefreshScene
	OrderID     string
	OrderLineID string
	Licence     string
	ProductID   string
	ExpireTime  time.Time
	Test        bool
}

// JSON is the request's body.
func (b RefreshLicenceBody) JSON() []byte {
	return writeBody(ActivityRefreshLicence, b.Test, bodyFields{
		"scene": string(b.Scene), "orderId": b.OrderID, "orderLineId": b.OrderLineID, "license": b.Licence,
		"productId": b.ProductID, "expireTime": b.ExpireTime.UTC().Format("20060102150405")})
}

// UpdateLicenceStatusBody freezes or unfreezes a code.
type UpdateLicenceStatusBody struct {
	Licence string
	Freeze  bool
	Test    bool
}

// JSON is the request's body.
func (b UpdateLicenceStatusBody) JSON() []byte {
	status := "UNFREEZE"
	if b.Freeze {
		status = "FREEZE"
	}
	return writeBody(ActivityUpdateLicenceStatus, b.Test, bodyFields{"license": b.Licence, "status": status})
}

// ReleaseLicenceBody ends a code; the order is that of the unsubscription, if any.
type ReleaseLicenceBody struct {
	Licence     string
	OrderID     string
	OrderLineID string
	Test        bool
}

// JSON is the request's body.
func (b ReleaseLicenceBody) JSON() []byte {
	return writeBody(ActivityReleaseLicence, b.Test, bodyFields{
		"license": b.Licence, "orderId": b.OrderID, "orderLineId": b.OrderLineID})
}
