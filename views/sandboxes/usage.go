package sandboxes

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// billOptions are the bills to be paid, each with its amount.
func (p ShowPage) billOptions(ctx context.Context) (options []ui.Option) {
	for _, b := range p.Bills {
		options = append(options, ui.Option{Value: b.Number, Label: i18n.T(ctx, "sandbox.bill_of", b.Number, b.Item, b.Currency.Sum(b.Amount))})
	}
	return options
}

// usageWire is the call by which the seller's program reports the hour that is over, of each
// billing item of the order (production-interface.md §4.3).
func (p ShowPage) usageWire() string {
	end := p.Now.UTC().Truncate(time.Hour)
	var records []market.UsageSent
	for _, meter := range p.Usage.Meters {
		records = append(records, market.UsageSent{InstanceID: meter.InstanceNumber, Serial: "<once per record>", BeginTime: market.UsageTime(end.Add(-time.Hour)),
			EndTime: market.UsageTime(end), RecordTime: market.UsageTime(end), Value: "12.5"})
	}
	body, err := json.MarshalIndent(map[string]any{"usage_records": records}, "", "  ")
	if err != nil {
		return ""
	}
	return strings.Join([]string{"POST " + market.UsagePushPath, "ts: <ms>", "nonce: <once>",
		"signature: base64(HMAC-SHA256(key, \"ts={ts}&nonce={nonce}&body={body}\"))", "Content-Type: application/json", "", string(body)}, "\n")
}
