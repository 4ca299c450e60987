package sandboxes

import (
	"context"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// wires are what a shop front sends for each of the buyer's acts: the end of the path and
// the body; every field is what the form above it asks for.
var wires = map[market.Act][2]string{
	market.PayOrder:             {"/pay", `{"amount": "{amount}", "method": "prepaid"}`},
	market.CancelOrder:          {"/cancel", ""},
	market.RepayOrder:           {"/repay", ""},
	market.UnsubscribeOrder:     {"/unsubscribe", `{"reason": "..."}`},
	market.SetInstance:          {"/expiry", `{"policy": "renew", "periods": 1}`},
	market.CloseInstance:        {"/close", ""},
	market.SubmitSupervision:    {"/requirement", `{"text": "...", "files": [{"name": "a.pdf", "content": "<base64>"}]}`},
	market.AcceptSupervision:    {"/accept", `{"comment": "..."}`},
	market.RejectSupervision:    {"/reject", `{"reason": "..."}`},
	market.IdentifySupervision:  {"/identification", `{"kind": "system", "code": "..."}`},
	market.ReceiveSupervision:   {"/receive", ""},
	market.AgreeSupervision:     {"/agree", `{"comment": "..."}`},
	market.LaunchSupervision:    {"/deployment", `{"server": "...", "network": "...", "security_group": "..."}`},
	market.DeploySupervision:    {"/deployed", `{"comment": "..."}`},
	market.ReaddressSupervision: {"/address", `{"recipient": "...", "phone": "...", "place": "..."}`},
	market.TrackSupervision:     {"/courier", `{"tracking": "...", "status": "signed", "at": "2026-11-20T02:00:00Z"}`},
	market.FileAppeal:           {"/appeals", `{"ground": "dispute", "reason": "...", "files": []}`},
	market.RequestRefund:        {"/refunds", `{"amount": "1.00", "reason": "...", "contact_shown": true}`},
}

// wire is the request by which a shop front does the act; empty where the act is not on the
// order itself.
func (p ShowPage) wire(act market.Act) string {
	path, body := "/orders/"+p.Order.Number+wires[act][0], wires[act][1]
	switch {
	case act == market.WithdrawAppeal && p.Appeal != nil:
		path = "/appeals/" + p.Appeal.Number + "/withdraw"
	case act == market.WithdrawRefund && p.Refund != nil:
		path = "/refunds/" + p.Refund.Number + "/withdraw"
	case wires[act][0] == "":
		return ""
	}
	lines := []string{"POST /storefront/v1" + path + "?customer=" + market.SandboxCustomer, "X-Access-Key: SF...", "X-Timestamp: <ms>", "X-Nonce: <once>",
		"X-Signature: HMAC-SHA256(secret, method \\n path \\n timestamp \\n nonce \\n sha256(body))", "Idempotency-Key: <one per intention>"}
	if body != "" {
		lines = append(lines, "Content-Type: application/json", "", strings.ReplaceAll(body, "{amount}", p.Order.Amount.String()))
	}
	return strings.Join(lines, "\n")
}

func policies(ctx context.Context) (options []ui.Option) {
	for _, policy := range market.ExpiryPolicies {
		options = append(options, ui.Option{Value: string(policy), Label: i18n.T(ctx, policy.Key())})
	}
	return options
}

func plain(values ...string) (options []ui.Option) {
	for _, value := range values {
		options = append(options, ui.Option{Value: value, Label: value})
	}
	return options
}

// runs reports whether the order has something running whose end can be chosen.
func (p ShowPage) runs() bool {
	return p.Order.InstanceID != nil && p.Order.Status == market.OrderCompleted
}

// more are the acts on the delivery that only some kinds of goods have.
func (p ShowPage) more() (acts []market.Act) {
	for _, act := range []market.Act{market.IdentifySupervision, market.ReceiveSupervision, market.AgreeSupervision, market.LaunchSupervision,
		market.DeploySupervision, market.ReaddressSupervision, market.TrackSupervision} {
		if p.can(act) {
			acts = append(acts, act)
		}
	}
	return acts
}

// verb is the last word of an act's path.
func verb(act market.Act) string { return strings.TrimPrefix(wires[act][0], "/") }

func types(ctx context.Context) (options []ui.Option) {
	for _, kind := range []market.OrderType{market.OrderNew, market.OrderRenew, market.OrderChange, market.OrderTrial, market.OrderTrialToFormal, market.OrderRenewalChange} {
		options = append(options, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key())})
	}
	return options
}
