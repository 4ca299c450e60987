package market

import (
	"bytes"
	"encoding/json"
	"time"
)

// The bodies of the activities. JSON writes each as the marketplace does: names in
// alphabetical order, compact, optional fields left out (production-interface.md §1.2).
// Test marks a debug request, after which a seller's server does no real work.

// NewInstanceBody asks for an instance.
type NewInstanceBody struct {
	OrderID     string
	OrderLineID string
	BusinessID  string // another one for every request, also when it is sent again
	ProductID   string // pay-per-use only: one order opens several instances
	Test        bool
}

// JSON is the request's body.
func (b NewInstanceBody) JSON() []byte {
	return writeBody(ActivityNewInstance, b.Test, bodyFields{
		"orderId": b.OrderID, "orderLineId": b.OrderLineID, "businessId": b.BusinessID, "productId": b.ProductID})
}

// QueryInstanceBody asks how an instance is; several ids are joined by commas, at most 100.
type QueryInstanceBody struct {
	InstanceID string
	Test       bool
}

// JSON is the request's body.
func (b QueryInstanceBody) JSON() []byte {
	return writeBody(ActivityQueryInstance, b.Test, bodyFields{"instanceId": b.InstanceID})
}

// RefreshScene is why an instance's end changes.
type RefreshScene string

// The scenes of refreshInstance.
const (
	SceneTrialToFormal      RefreshScene = "TRIAL_TO_FORMAL"
	SceneRenewal            RefreshScene = "RENEWAL"
	SceneUnsubscribeRenewal RefreshScene = "UNSUBSCRIBE_RENEWAL_PERIOD"
	SceneRenewalChange      RefreshScene = "RENEWAL_CHANGE"
)

// Key names the scene's words.
func (s RefreshScene) Key() string { return "fulfilment.scene_" + string(s) }

// RefreshInstanceBody tells an instance's new end.
type RefreshInstanceBody struct {
	Scene       RefreshScene
	OrderID     string
	OrderLineID string
	InstanceID  string
	ProductID   string // when the billing period changes
	ExpireTime  time.Time
	Test        bool
}

// JSON is the request's body.
func (b RefreshInstanceBody) JSON() []byte {
	return writeBody(ActivityRefreshInstance, b.Test, bodyFields{
		"scene": string(b.Scene), "orderId": b.OrderID, "orderLineId": b.OrderLineID, "instanceId": b.InstanceID,
		"productId": b.ProductID, "expireTime": b.ExpireTime.UTC().Format("20060102150405")})
}

// UpdateInstanceStatusBody freezes or unfreezes an instance.
type UpdateInstanceStatusBody struct {
	InstanceID string
	Freeze     bool
	Test       bool
}

// JSON is the request's body.
func (b UpdateInstanceStatusBody) JSON() []byte {
	status := "UNFREEZE"
	if b.Freeze {
		status = "FREEZE"
	}
	return writeBody(ActivityUpdateInstanceStatus, b.Test, bodyFields{"instanceId": b.InstanceID, "status": status})
}

// ReleaseInstanceBody ends an instance; the order is that of the unsubscription, if any.
type ReleaseInstanceBody struct {
	InstanceID  string
	OrderID     string
	OrderLineID string
	Test        bool
}

// JSON is the request's body.
func (b ReleaseInstanceBody) JSON() []byte {
	return writeBody(ActivityReleaseInstance, b.Test, bodyFields{
		"instanceId": b.InstanceID, "orderId": b.OrderID, "orderLineId": b.OrderLineID})
}

// UpgradeInstanceBody tells that an instance has grown by a new order.
type UpgradeInstanceBody struct {
	InstanceID  string
	OrderID     string
	OrderLineID string
	Test        bool
}

// JSON is the request's body.
func (b UpgradeInstanceBody) JSON() []byte {
	return writeBody(ActivityUpgradeInstance, b.Test, bodyFields{
		"instanceId": b.InstanceID, "orderId": b.OrderID, "orderLineId": b.OrderLineID})
}

// OrderNotifyBody tells of an order that opens nothing by itself.
type OrderNotifyBody struct {
	OrderID     string
	OrderLineID string
	Test        bool
}

// JSON is the request's body; only here is testFlag mandatory.
func (b OrderNotifyBody) JSON() []byte {
	flag := "0"
	if b.Test {
		flag = "1"
	}
	return writeBody(ActivityOrderNotify, b.Test, bodyFields{"orderId": b.OrderID, "orderLineId": b.OrderLineID, "testFlag": flag})
}

type bodyFields map[string]string

func writeBody(activity Activity, test bool, with bodyFields) []byte {
	with["activity"] = string(activity)
	if test {
		with["testFlag"] = "1"
	}
	for name, value := range with {
		if value == "" {
			delete(with, name)
		}
	}
	var out bytes.Buffer
	write := json.NewEncoder(&out) // it writes the names of a map in alphabetical order
	write.SetEscapeHTML(false)
	if err := write.Encode(with); err != nil {
		panic(err) // a map of strings can always be written
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
