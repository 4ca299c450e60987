package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// transactions.md §9: the table of events, typed from the sheet: the type's code, and by
// which channels besides the message itself ("all" is mail and SMS).
func TestEveryEventGoesOutAsTheSheetSays(t *testing.T) {
	t.Parallel()
	const mail, all, inside = "mail", "mail+sms", ""
	for _, row := range []struct {
		event, kind, code, channels string
		service                     bool
	}{
		{"buyer submitted requirement", string(SubmitSupervision), "101", mail, false},
		{"user accepted service", string(AcceptSupervision), "101", all, false},
		{"count of unfinished supervision orders", "supervision.count", "901", mail, false},
		{"appeal result", string(DecideAppeal), "501", inside, false},
		{"appeal result, rejected", string(RejectAppeal), "501", inside, false},
		{"auto-unsubscribed after overdue supervision", string(CloseSupervision), "101", all, false},
		{"period product renewed", "order.renew", "102", all, false},
		{"SaaS interface exception", "fulfilment", "501", mail, true},
		{"SaaS/API resource open failure", string(ExhaustFulfilment), "101", mail, true},
		{"twice-daily probe failure", string(ProbeEndpoint), "501", all, false},
		{"user submits unsubscription", string(RequestRefund), "101", all, false},
		{"general-product invoice request", "invoice.request", "901", all, false},
		{"ticket raised on product", "ticket.open", "", all, false},
		{"seller info review, seller change", "seller.change", "203", all, false},
		{"cleanup of closed-account customers", string(ClearInstance), "103", all, false},
		{"product release/change reviewed", "review.product", "", all, false},
		{"statement sent", "statement.send", "", all, false},
		{"refund decision", string(ApproveRefund), "101", inside, false},
		{"node idle 3, 5 d", string(NudgeSupervision), "901", inside, false},
		{"appeal opened", string(FileAppeal), "501", inside, false},
		{"demand assigned", "demand.assign", "", inside, false},
		{"export ready", string(WriteExport), "901", inside, false},
	} {
		n := NotificationOf(row.kind)
		require.Equal(t, row.code, n.Type.Code(), row.event)
		require.Equal(t, row.channels != inside, n.Mail, row.event)
		require.Equal(t, row.channels == all, n.SMS, row.event)
		require.Equal(t, row.service, n.Service, row.event)
	}
}

// transactions.md §8: the documented events and what they are done to, typed from the sheet.
func TestEveryDocumentedEventIsRecordedByItsName(t *testing.T) {
	t.Parallel()
	for act, want := range map[Act]AuditEvent{
		PlaceOrder: {"createOrder", "Order"}, CancelOrder: {"cancelOrder", "Order"},
		RequestRefund: {"unSubscribeByNegotiation", "Subscription"}, SetInstance: {"setResourceStrategy", "Resource"},
		SubmitSupervision: {"submitRequirement", "Supervision"}, AcceptSupervision: {"confirmAcceptance", "Supervision"},
		LaunchSupervision:  {"createStack", "stack"},
		CloseInstance:      {"closeResource", "Resource"},
		ConfirmSupervision: {"confirmRequirement", "Supervision"}, RefuseSupervision: {"rejectRequirement", "Supervision"},
		DeliverSupervision: {"deliverService", "Supervision"}, UploadSupervision: {"uploadDeliveryProof", "Supervision"},
		ProveSupervision: {"uploadDeliveryProof", "Supervision"}, AttachDraft: {"uploadDeliveryProof", "Supervision"},
		ShipSupervision: {"submitLogistics", "Supervision"},
		FileAppeal:      {"createAppeal", "Appeal"}, WithdrawAppeal: {"withdrawAppeal", "Appeal"}, DecideAppeal: {"decideAppeal", "Appeal"}, RejectAppeal: {"decideAppeal", "Appeal"},
		ApproveSupervision: {"reviewDelivery", "Supervision"}, EndorseSupervision: {"reviewDelivery", "Supervision"}, DeclineSupervision: {"reviewDelivery", "Supervision"},
		ApproveRefund: {"approveRefund", "Refund"}, RejectRefund: {"rejectRefund", "Refund"},
		"invoice.issue": {"issueInvoice", "Invoice"}, "invoice.reject": {"rejectInvoice", "Invoice"}, "invoice.sign": {"signInvoice", "Invoice"}, "invoice.return": {"returnInvoice", "Invoice"},
		"agreement.sign": {"signAgreement", "AgreementSignRecord"}, RestartFulfilment: {"restartInterfaceMessage", "InterfaceMessage"},
		RevealContact:   {"viewCustomerContact", "Customer"},
		"demand.accept": {"acceptDemand", "Demand"}, "demand.refuse": {"rejectDemand", "Demand"}, "offer.submit": {"createPrivateOffer", "PrivateOffer"},
		"team.grant": {"updateSubUser", "Seller"}, "certification.start": {"updateSettlementInfo", "Seller"},
		"receiver.add": {"updateReceiver", "Seller"}, "session.start": {"login", "Session"}, "session.end": {"logout", "Session"},
	} {
		require.NotEmpty(t, Doers(act), "%s is no act", act)
		require.Equal(t, want, EventOf(act), act)
	}
}
