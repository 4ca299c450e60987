package market

import (
	"strconv"
	"strings"
	"time"
)

// DeliverySheet carries deliveries on: it confirms requirements or sends them back, and hands
// over what was delivered with its result and opening time (transactions.md §2.3, §2.4).
// Documents are no cells: they come along as an archive, or stand at the flow already.
var DeliverySheet = Sheet{Kind: "delivery", Act: DeliverSupervision, Page: "/supervisions", Rule: deliveryRule, Columns: []SheetColumn{
	{Name: "order", Kind: CellText}, {Name: "product", Kind: CellText}, {Name: "customer_name", Kind: CellText}, {Name: "node", Kind: CellWord},
	{Name: "missing", Kind: CellText},
	{Name: "step", Kind: CellOption, Edit: true, Says: true, Words: "supervision.", Options: []string{"confirm", "refuse", "deliver"}},
	{Name: "result", Kind: CellText, Edit: true, Says: true}, {Name: "opened_at", Kind: CellMoment, Edit: true, Says: true},
}}

// DeliveryAbout is what the rule of deliveries knows of a row besides its cells.
type DeliveryAbout struct {
	Flow     Supervision
	Have     []EvidenceKind // at the flow
	Sent     []EvidenceKind // along with the sheet
	Paid     time.Time
	Calendar Calendar
}

// deliveryRule asks the flow itself whether it may be carried on like that.
func deliveryRule(row *SheetRow) {
	about, _ := row.Was.About.(DeliveryAbout)
	step, result, opened := row.After["step"], row.After["result"], row.After["opened_at"]
	if step == "" {
		row.Faults.With("step", "problem.required")
		return
	}
	if row.Faults["step"].Key != "" {
		return
	}
	if step != "deliver" && opened != "" {
		row.Faults.With("opened_at", "task.delivery_opened_unused", Word("supervision.deliver"))
	}
	flow := about.Flow
	row.Before["seen"] = strconv.Itoa(flow.Version)
	switch act := Act("supervision." + step); act {
	case ConfirmSupervision:
		row.Faults.take("step", flow.Now(act))
		if result != "" {
			row.Faults.With("result", "task.delivery_result_unused", Word(act))
		}
	case RefuseSupervision:
		row.Faults.take("step", flow.Now(act))
		if strings.TrimSpace(result) == "" {
			row.Faults.With("result", "task.delivery_no_reason")
		} else {
			row.Faults.take("result", CheckReason(result))
		}
	case DeliverSupervision:
		what := Delivery{Result: result}
		if at, err := time.Parse(time.RFC3339, opened); err == nil {
			what.OpenedAt = &at
		}
		have := append(append([]EvidenceKind{}, about.Have...), about.Sent...)
		for name, reason := range faultsOf(flow.Deliver(what, have, about.Paid, row.Now, about.Calendar)) {
			switch name {
			case "result", "opened_at":
				row.Faults.With(name, reason.Key, reason.Args...)
			default:
				row.Faults.With("step", reason.Key, reason.Args...)
			}
		}
	}
}
