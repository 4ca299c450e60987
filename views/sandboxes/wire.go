package sandboxes

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
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
	market.PayUsage:             {"/usage-bills/pay", `{"bill": "..."}`},
	market.SetInstance:          {"/expiry", `{"policy": "renew", "periods": 1, "times": 1}`},
	market.SetQuota:             {"/quota", `{"measure": "percent", "alerts": ["50", "20"], "channels": ["inbox"], "times": 1, "buy_at": "10", "most": "{amount}", "agreed": true}`},
	market.CloseInstance:        {"/close", ""},
	market.OweInstance:          {"/owe", ""},
	market.SettleInstance:       {"/settle", ""},
	market.SubmitSupervision:    {"/requirement", `{"text": "...", "files": [{"name": "a.pdf", "content": "<base64>"}]}`},
	market.AcceptSupervision:    {"/accept", `{"comment": "..."}`},
	market.RejectSupervision:    {"/reject", `{"reason": "..."}`},
	market.IdentifySupervision:  {"/identification", `{"kind": "system", "code": "..."}`},
	market.ReceiveSupervision:   {"/receive", ""},
	market.AgreeSupervision:     {"/agree", `{"comment": "..."}`},
	market.LaunchSupervision:    {"/deployment", `{"server": "...", "network": "...", "security_group": "..."}`},
	market.DelegateSupervision:  {"/agency", `{"name": "..."}`},
	market.SecureSupervision:    {"/security-group", `{"name": "..."}`},
	market.DeploySupervision:    {"/deployed", `{"comment": "..."}`},
	market.ReaddressSupervision: {"/address", `{"recipient": "...", "phone": "...", "place": "..."}`},
	market.TrackSupervision:     {"/courier", `{"tracking": "...", "status": "signed", "at": "2026-11-20T02:00:00Z"}`},
	market.FileAppeal:           {"/appeals", `{"ground": "dispute", "reason": "...", "files": []}`},
	market.RequestRefund:        {"/refunds", `{"amount": "1.00", "reason": "...", "contact_shown": true{goods}}`},
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
	case act == market.ShipRefund && p.Refund != nil:
		path, body = "/refunds/"+p.Refund.Number+"/ship", `{"courier": "SF", "tracking": "..."}`
	case act == market.SupplyAppeal && p.Appeal != nil:
		path, body = "/appeals/"+p.Appeal.Number+"/supply", `{"text": "...", "files": [{"name": "a.pdf", "content": "<base64>"}]}`
	case cares[act][0] != "":
		if path, body = p.carePath(act); path == "" {
			return ""
		}
	case wires[act][0] == "":
		return ""
	}
	lines := append(p.signed("POST", path, ""), "Idempotency-Key: <one per intention>")
	if body != "" {
		lines = append(lines, "Content-Type: application/json", "", strings.NewReplacer("{order}", p.Order.Number, "{amount}", p.Order.Amount.String(), "{goods}", p.goodsWire()).Replace(body))
	}
	return strings.Join(lines, "\n")
}

// placeWire is the request by which a shop front asks for the price of what is typed, or
// orders it.
func (p ListPage) placeWire(path string) string {
	f := p.Form
	body := map[string]any{"seller": p.Seller, "product": f.Or("product", "..."), "quantity": number(f.Or("quantity", "1")), "periods": number(f.Or("periods", "1")),
		"type":     f.Or("type", string(market.OrderNew)),
		"customer": map[string]string{"name": "...", "account": "sandbox", "phone": f.Or("phone", "13800000000"), "email": f.Or("email", "buyer@sandbox.example")},
		"agreed":   f.Or("agreed", "") != ""}
	for field, name := range map[string]string{"offer": "offer", "coupon": "voucher", "partner": "partner", "renews": "renews"} {
		if typed := f.Or(name, ""); typed != "" {
			body[field] = typed
		}
	}
	if place := f.Or("place", ""); place != "" {
		body["address"] = map[string]string{"recipient": "...", "phone": f.Or("phone", ""), "place": place}
	}
	extend := map[string]string{}
	for _, asked := range p.extensions() {
		if typed := f.Or(market.ExtensionField(asked.Code), ""); typed != "" {
			extend[asked.Code] = typed
		}
	}
	if len(extend) > 0 {
		body["extend"] = extend
	}
	text, err := json.MarshalIndent(body, "", "  ")
	if err != nil {
		return ""
	}
	lines := append(ShowPage{}.signed("POST", path, ""), "Content-Type: application/json")
	if path == "/orders" {
		lines = append(lines, "Idempotency-Key: <one per intention>")
	}
	return strings.Join(append(lines, "", string(text)), "\n")
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 1
	}
	return n
}

// signed are the lines with which every request of a shop front begins.
func (p ShowPage) signed(method, path, query string) []string {
	return []string{method + " /storefront/v1" + path + "?customer=" + market.SandboxCustomer + query, "X-Access-Key: SF...", "X-Timestamp: <ms>", "X-Nonce: <once>",
		"X-Signature: HMAC-SHA256(secret, method \\n path \\n timestamp \\n nonce \\n sha256(body))"}
}

// previewWire is the request by which a shop front asks what a refund would do.
func (p ShowPage) previewWire() string {
	query := ""
	if p.Asked.Sign() > 0 {
		query = "&amount=" + p.Asked.String()
	}
	return strings.Join(p.signed("GET", "/orders/"+p.Order.Number+"/refund", query), "\n")
}

// goodsWire is the part of a request that says where hardware is.
func (p ShowPage) goodsWire() string {
	if !p.hardware() {
		return ""
	}
	return `, "goods": "received"`
}

// asking is the amount that the preview was asked for.
func (p ShowPage) asking() string {
	if p.Asked.Sign() > 0 {
		return p.Asked.String()
	}
	return ""
}

func (p ShowPage) hardware() bool { return p.Order.AccessType == market.AccessHardware }

// refundCan reports whether the buyer's act on the open refund is possible now.
func (p ShowPage) refundCan(act market.Act) bool {
	return p.Refund != nil && market.RefundMoves.Can(p.Refund.Status, act) && (p.Flow == nil || p.Flow.Status != market.SupervisionFrozen)
}

// asked reports whether the operator waits for the buyer's evidence.
func (p ShowPage) asked() bool {
	return p.Appeal != nil && p.Appeal.Status == market.AppealEvidence && p.Appeal.AskedParty == market.PartyBuyer
}

// preview is what giving the order back would do, one fact a line.
func (p ShowPage) preview(ctx context.Context) []ui.Fact {
	o, word := p.Offer, func(key string, args ...any) string { return i18n.T(ctx, "refund."+key, args...) }
	facts := []ui.Fact{{Label: word("cause"), Text: i18n.T(ctx, o.Way.Key())}}
	e := o.Effects
	if e == nil {
		return facts
	}
	facts = append(facts, ui.Fact{Label: word("amount"), Part: ui.MoneyIn(e.Back, o.Order.Currency)}, ui.Fact{Label: word("kept"), Part: ui.MoneyIn(e.Kept, o.Order.Currency)})
	add := func(when bool, label, text string) {
		if when {
			facts = append(facts, ui.Fact{Label: word(label), Text: text})
		}
	}
	add(e.ReturnFirst || o.Rule.Returns, "goods_title", word("first_goods"))
	add(e.Large, "step_reviewing", word("first_operator"))
	add(e.Ends && e.Stays(), "effect_order", word("effect_order_gone"))
	add(e.Ends && !e.Stays(), "effect_order", word("effect_order_ends"))
	add(e.Completes, "effect_order", word("effect_order_completes", ui.AmountIn(ctx, e.Kept, o.Order.Currency)))
	add(e.Facts.Coupon != "" && e.CouponBack, "effect_coupon", word("effect_coupon_back", e.Facts.Coupon, o.Order.Currency.Sum(o.Order.CouponAmount)))
	add(e.LimitFreed, "effect_limit", word("effect_limit_freed"))
	add(e.Call == market.ActivityReleaseInstance && e.Facts.Instance != nil, "effect_instance", word("effect_instance_released", instance(e)))
	add(o.Way == market.WayFiveDay, "effect_quota", word("effect_quota_left", o.Quota.Left(), o.Quota.Of))
	return facts
}

func instance(e *market.RefundEffects) string {
	if e.Facts.Instance == nil {
		return ""
	}
	return e.Facts.Instance.Number
}

func couriers(all []market.Courier) (options []ui.Option) {
	for _, c := range all {
		if c.RetiredAt == nil {
			options = append(options, ui.Option{Value: c.Code, Label: c.Name})
		}
	}
	return options
}

func goodsStates(ctx context.Context) (options []ui.Option) {
	for _, state := range market.GoodsStates {
		options = append(options, ui.Option{Value: string(state), Label: i18n.T(ctx, state.Key())})
	}
	return options
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
	return p.Order.InstanceID != nil && p.Order.Status == market.OrderCompleted && !p.Order.Gone()
}

// more are the acts on the delivery that only some kinds of goods have.
func (p ShowPage) more() (acts []market.Act) {
	for _, act := range []market.Act{market.IdentifySupervision, market.ReceiveSupervision, market.AgreeSupervision, market.LaunchSupervision,
		market.DeploySupervision} {
		if p.can(act) {
			acts = append(acts, act)
		}
	}
	if p.can(market.LaunchSupervision) {
		acts = append(acts, market.DelegateSupervision, market.SecureSupervision)
	}
	if !p.hardware() || p.Flow == nil || p.Flow.Status != market.SupervisionRunning {
		return acts
	}
	switch p.Flow.Node { // neither is a step of the flow (transactions.md §2.4)
	case market.NodeDelivering:
		acts = append(acts, market.ReaddressSupervision)
	case market.NodeAccepting:
		acts = append(acts, market.TrackSupervision)
	default:
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

// extensions are the parameters that some offer asks for at checkout.
func (p ListPage) extensions() (asked []market.AskedParameter) {
	for _, offer := range p.Offers {
		for _, parameter := range offer.Parameters.V {
			if !slices.ContainsFunc(asked, func(a market.AskedParameter) bool { return a.Code == parameter.Code }) {
				asked = append(asked, parameter)
			}
		}
	}
	slices.SortFunc(asked, func(a, b market.AskedParameter) int { return strings.Compare(a.Code, b.Code) })
	return asked
}

// extension is how one of them is asked for.
func extension(ctx context.Context, p market.AskedParameter) ui.Input {
	in := ui.Input{Area: "order", Name: market.ExtensionField(p.Code), Label: p.Name[i18n.Lang(ctx)], Max: 128, HelpText: i18n.T(ctx, p.Kind.Key())}
	for _, option := range p.Options {
		in.Options, in.Placeholder = append(in.Options, ui.Option{Value: option, Label: option}), i18n.T(ctx, "common.choose")
	}
	return in
}
