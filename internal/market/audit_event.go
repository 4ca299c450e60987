package market

import "strings"

// AuditEvent is the trace service's name of an operation and of what it was done to
// (transactions.md §8).
type AuditEvent struct {
	Event    string
	Resource string
}

// auditEvents are the documented events; every other act is named by its own words.
var auditEvents = map[Act]AuditEvent{
	"order.place":        {"createOrder", "Order"},
	"order.cancel":       {"cancelOrder", "Order"},
	"order.reveal":       {"viewCustomerContact", "Customer"},
	"refund.request":     {"unSubscribeByNegotiation", "Subscription"},
	"refund.approve":     {"approveRefund", "Refund"},
	"refund.reject":      {"rejectRefund", "Refund"},
	"supervision.submit": {"submitRequirement", "Supervision"}, "supervision.accept": {"confirmAcceptance", "Supervision"},
	"supervision.confirm": {"confirmRequirement", "Supervision"}, "supervision.refuse": {"rejectRequirement", "Supervision"},
	"supervision.deliver": {"deliverService", "Supervision"}, "supervision.upload": {"uploadDeliveryProof", "Supervision"},
	"supervision.prove": {"uploadDeliveryProof", "Supervision"}, "draft.attach": {"uploadDeliveryProof", "Supervision"},
	"supervision.ship": {"submitLogistics", "Supervision"}, "supervision.approve": {"reviewDelivery", "Supervision"},
	"supervision.endorse": {"reviewDelivery", "Supervision"}, "supervision.decline": {"reviewDelivery", "Supervision"},
	"supervision.launch": {"createStack", "stack"},
	"instance.set":       {"setResourceStrategy", "Resource"},
	"instance.close":     {"closeResource", "Resource"},
	"appeal.reject":      {"decideAppeal", "Appeal"},
	"receiver.add":       {"updateReceiver", "Seller"},
	"receiver.edit":      {"updateReceiver", "Seller"},
	"receiver.remove":    {"updateReceiver", "Seller"},
	"appeal.file":        {"createAppeal", "Appeal"}, "appeal.withdraw": {"withdrawAppeal", "Appeal"}, "appeal.decide": {"decideAppeal", "Appeal"},
	"invoice.issue": {"issueInvoice", "Invoice"}, "invoice.reject": {"rejectInvoice", "Invoice"},
	"invoice.sign": {"signInvoice", "Invoice"}, "invoice.return": {"returnInvoice", "Invoice"},
	"agreement.sign":      {"signAgreement", "AgreementSignRecord"},
	"fulfilment.restart":  {"restartInterfaceMessage", "InterfaceMessage"},
	"demand.accept":       {"acceptDemand", "Demand"},
	"demand.refuse":       {"rejectDemand", "Demand"},
	"offer.submit":        {"createPrivateOffer", "PrivateOffer"},
	"team.grant":          {"updateSubUser", "Seller"},
	"certification.start": {"updateSettlementInfo", "Seller"},
	"session.start":       {"login", "Session"},
	"session.end":         {"logout", "Session"},
}

// EventOf is the event that the act is recorded as.
func EventOf(act Act) AuditEvent {
	if event, documented := auditEvents[act]; documented {
		return event
	}
	area := string(act.Area())
	resource := strings.ToUpper(area[:1]) + area[1:]
	return AuditEvent{act.Verb() + resource, resource}
}

// AuditRecord is an entry in the trace service's fields (transactions.md §8).
type AuditRecord struct {
	TraceID  string               `json:"trace_id"`
	Time     string               `json:"time"` // RFC 3339, UTC
	User     AuditUser            `json:"user"`
	Event    string               `json:"event"`
	Resource AuditResource        `json:"resource"`
	Request  map[string]AuditFact `json:"request"` // what changed; secrets never stand in it
	Level    string               `json:"level"`
	Test     bool                 `json:"test,omitempty"`
}

// AuditUser is who did it.
type AuditUser struct {
	Name  string `json:"name"`
	Party Party  `json:"party"`
	IP    string `json:"ip,omitempty"`
}

// AuditResource is what it was done to; Name is its number, where it has one.
type AuditResource struct {
	Type string `json:"type"`
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// Record is the entry as other systems read it.
func (a Audit) Record() AuditRecord {
	event := EventOf(a.Act)
	name, _ := a.Facts.V["number"].After.(string)
	return AuditRecord{TraceID: a.ID.String(), Time: a.At.UTC().Format("2006-01-02T15:04:05.000000Z"),
		User: AuditUser{a.Actor, a.Party, a.Address}, Event: event.Event,
		Resource: AuditResource{event.Resource, a.Subject, name}, Request: a.Facts.V, Level: "normal", Test: a.Test}
}
