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
	"usage.push":         {"pushUsage", "UsageRecord"},
	"usage.repeat":       {"pushUsage", "UsageRecord"},
	"order.cancel":       {"cancelOrder", "Order"},
	"order.query_list":   {"queryOrderList", "Order"},
	"order.query":        {"queryOrderDetail", "Order"},
	"order.reveal":       {"viewCustomerContact", "Customer"},
	"refund.request":     {"unSubscribeByNegotiation", "Subscription"},
	"refund.approve":     {"approveRefund", "Refund"},
	"refund.reject":      {"rejectRefund", "Refund"},
	"refund.accept":      {"acceptReturn", "Refund"},
	"supervision.submit": {"submitRequirement", "Supervision"}, "supervision.accept": {"confirmAcceptance", "Supervision"},
	"supervision.query":   {"queryDeliveryProcess", "Supervision"},
	"supervision.confirm": {"confirmRequirement", "Supervision"}, "supervision.refuse": {"rejectRequirement", "Supervision"},
	"supervision.deliver": {"deliverService", "Supervision"}, "supervision.present": {"deliverService", "Supervision"},
	"supervision.upload": {"uploadDeliveryProof", "Supervision"}, "supervision.prove": {"uploadDeliveryProof", "Supervision"}, "draft.attach": {"uploadDeliveryProof", "Supervision"},
	"supervision.ship": {"submitLogistics", "Supervision"}, "supervision.approve": {"reviewDelivery", "Supervision"},
	"supervision.endorse": {"reviewDelivery", "Supervision"}, "supervision.decline": {"reviewDelivery", "Supervision"},
	"supervision.delegate": {"createAgencies", "agency"}, "supervision.secure": {"createSecurity-group", "security-groups"},
	"supervision.launch": {"createStack", "stack"}, "supervision.query_stack": {"queryStackProcess", "stack"},
	"instance.set":         {"setResourceStrategy", "Resource"},
	"instance.close":       {"closeResource", "Resource"},
	"instance.query":       {"queryResourceDetail", "Resource"},
	"instance.query_login": {"queryLoginCredential", "Resource"},
	"instance.query_list":  {"querySaasResourceInstance", "Resource"},
	"appeal.reject":        {"decideAppeal", "Appeal"},
	"receiver.add":         {"updateReceiver", "Seller"},
	"receiver.edit":        {"updateReceiver", "Seller"},
	"receiver.remove":      {"updateReceiver", "Seller"},
	"appeal.file":          {"createAppeal", "Appeal"}, "appeal.withdraw": {"withdrawAppeal", "Appeal"}, "appeal.decide": {"decideAppeal", "Appeal"},
	"invoice.issue": {"issueInvoice", "Invoice"}, "invoice.reject": {"rejectInvoice", "Invoice"},
	"invoice.sign": {"signInvoice", "Invoice"}, "invoice.return": {"returnInvoice", "Invoice"},
	"statement.submit_invoice": {"submitSettlementInvoice", "SettlementInvoice"},
	"agreement.sign":           {"signAgreement", "AgreementSignRecord"},
	"agreement.query_list":     {"queryAgreementSignList", "AgreementSignRecord"}, "agreement.query": {"queryAgreementSignDetail", "AgreementSignRecord"},
	"subscription.add": {"createSubscribe", "ProductInsightSubscribe"}, "subscription.end": {"unsubscribeUser", "ProductInsightSubscribe"},
	"subscription.query": {"querySubscribeDetail", "ProductInsightSubscribe"},
	"export.create":      {"createExport", "ExportTask"},
	"export.query":       {"downloadExport", "ExportTask"},
	"fulfilment.restart": {"restartInterfaceMessage", "InterfaceMessage"},
	"demand.accept":      {"acceptDemand", "Demand"},
	"demand.refuse":      {"rejectDemand", "Demand"},
	"offer.submit":       {"createPrivateOffer", "PrivateOffer"},
	"offer.query_list":   {"queryPrivateOfferList", "PrivateOffer"},
	"offer.query":        {"queryPrivateOfferDetail", "PrivateOffer"},
	"team.invite":        {"updateSubUser", "Seller"}, "team.edit": {"updateSubUser", "Seller"}, "team.grant": {"updateSubUser", "Seller"},
	"team.assign": {"updateSubUser", "Seller"}, "team.entrust": {"updateSubUser", "Seller"}, "team.release": {"updateSubUser", "Seller"},
	"team.disable": {"updateSubUser", "Seller"}, "team.enable": {"updateSubUser", "Seller"}, "team.remove": {"updateSubUser", "Seller"},
	"certification.start": {"updateSettlementInfo", "Seller"}, "certification.change": {"updateSettlementInfo", "Seller"},
	"comment.add": {"addComment", "Comment"}, "comment.update": {"updateComment", "Comment"},
	"comment.delete": {"deleteComment", "Comment"}, "comment.query": {"queryComment", "Comment"},
	"favorite.add": {"addFavorites", "Favorites"}, "favorite.delete": {"deleteFavorites", "Favorites"}, "favorite.query": {"queryFavorites", "Favorites"},
	"question.ask":  {"addQuestion", "Question"},
	"session.start": {"login", "Session"},
	"session.end":   {"logout", "Session"},
}

// orderEvents are the events of an order that is placed, by its type: each has its own name.
var orderEvents = map[OrderType]AuditEvent{
	OrderRenew: {"renewOrder", "Order"}, OrderTrialToFormal: {"renewOrder", "Order"}, OrderRenewalChange: {"renewOrder", "Order"},
	OrderChange: {"changeOrder", "Order"},
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

// Event is the event that the entry is.
func (a Audit) Event() AuditEvent {
	kind, _ := a.Facts.V["type"].After.(string)
	if event, own := orderEvents[OrderType(kind)]; own && a.Act == PlaceOrder {
		return event
	}
	return EventOf(a.Act)
}

// AuditLevel is how grave an entry is (transactions.md §8).
type AuditLevel string

// The levels.
const (
	AuditNormal   AuditLevel = "normal"
	AuditWarning  AuditLevel = "warning"  // a secret was shown, a rule was stepped over, something was refused
	AuditIncident AuditLevel = "incident" // something failed for good
)

// Key names the level's words.
func (l AuditLevel) Key() string { return "audit.level_" + string(l) }

// auditLevels are the acts that are more than normal.
var auditLevels = map[Act]AuditLevel{
	"order.reveal": AuditWarning, "key.reveal": AuditWarning, "key.revoke": AuditWarning, "session.lock": AuditWarning,
	"supervision.terminate": AuditWarning, "supervision.reopen": AuditWarning, "supervision.extend": AuditWarning, "instance.block": AuditWarning,
	"supervision.reject": AuditWarning, "supervision.decline": AuditWarning, "refund.reject": AuditWarning, "seller.suspend": AuditWarning,
	"audit.trim": AuditWarning, "setting.set": AuditWarning,
	"fulfilment.exhaust": AuditIncident, "supervision.close": AuditIncident, "statement.fail": AuditIncident,
}

// Level is how grave the entry is.
func (a Audit) Level() AuditLevel {
	if level, own := auditLevels[a.Act]; own {
		return level
	}
	return AuditNormal
}

// AuditRecord is an entry in the trace service's fields (transactions.md §8).
type AuditRecord struct {
	TraceID   string               `json:"trace_id"`
	Time      string               `json:"time"` // RFC 3339, UTC
	User      AuditUser            `json:"user"`
	Event     string               `json:"event"`
	Operation Act                  `json:"operation"`
	Resource  AuditResource        `json:"resource"`
	Request   map[string]AuditFact `json:"request"` // what changed; secrets never stand in it
	Code      int                  `json:"code"`    // of the response: what failed was never done and is not kept
	Level     AuditLevel           `json:"level"`
	Test      bool                 `json:"test,omitempty"`
}

// AuditUser is who did it.
type AuditUser struct {
	Account string `json:"account"`
	Name    string `json:"name"` // the sub-user
	Party   Party  `json:"party"`
	IP      string `json:"ip,omitempty"`
}

// auditNames are the facts that name what an act was done to, the first that an entry has.
var auditNames = []string{"number", "name", "email", "code", "member", "bank_name", "title"}

// name is what people call what was done to; a session is called by whose it is.
func (a Audit) name() string {
	for _, fact := range auditNames {
		for _, value := range []any{a.Facts.V[fact].After, a.Facts.V[fact].Before} {
			if name, is := value.(string); is && name != "" {
				return name
			}
		}
	}
	if a.Event().Resource == "Session" {
		return a.Actor
	}
	return ""
}

// AuditResource is what it was done to; Name is its number, where it has one.
type AuditResource struct {
	Type string `json:"type"`
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// Record is the entry as other systems read it.
func (a Audit) Record() AuditRecord {
	event := a.Event()
	name := a.name()
	return AuditRecord{TraceID: a.ID.String(), Time: a.At.UTC().Format("2006-01-02T15:04:05.000000Z"),
		User: AuditUser{a.SellerID.String(), a.Actor, a.Party, a.Address}, Event: event.Event, Operation: a.Act,
		Resource: AuditResource{event.Resource, a.Subject, name}, Request: a.Facts.V, Code: 200, Level: a.Level(), Test: a.Test}
}
