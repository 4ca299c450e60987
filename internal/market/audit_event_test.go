package market

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// events is the table of transactions.md §8 as it is written there, row by row: what is
// recorded, on what, and by which acts here. A row without acts is of something that this
// house does not do; why stands beside it.
var events = []struct {
	event, resource string
	acts            []Act
	elsewhere       string
}{
	// what a buyer does
	{"createOrder", "Order", []Act{PlaceOrder}, ""},
	{"cancelOrder", "Order", []Act{CancelOrder}, ""},
	{"queryOrderList", "Order", []Act{QueryOrders}, ""},
	{"queryOrderDetail", "Order", []Act{QueryOrder}, ""},
	{"unSubscribeByNegotiation", "Subscription", []Act{RequestRefund}, ""},
	{"queryResourceDetail", "Resource", []Act{QueryInstance}, ""},
	{"setResourceStrategy", "Resource", []Act{SetInstance}, ""},
	{"renewOrder", "Order", []Act{PlaceOrder}, ""},
	{"changeOrder", "Order", []Act{PlaceOrder}, ""},
	{"closeResource", "Resource", []Act{CloseInstance}, ""},
	{"queryLoginCredential", "Resource", []Act{QueryLogin}, ""},
	{"querySaasResourceInstance", "Resource", []Act{QueryInstances}, ""},
	{"createAgencies", "agency", []Act{DelegateSupervision}, ""},
	{"createSecurity-group", "security-groups", []Act{SecureSupervision}, ""},
	{"createStack", "stack", []Act{LaunchSupervision}, ""},
	{"queryStackProcess", "stack", []Act{QueryDeployment}, ""},
	{"submitRequirement", "Supervision", []Act{SubmitSupervision}, ""},
	{"confirmAcceptance", "Supervision", []Act{AcceptSupervision}, ""},
	{"queryDeliveryProcess", "Supervision", []Act{QueryDelivery}, ""},
	{"queryPrivateOfferList", "PrivateOffer", []Act{QueryOffers}, ""},
	{"queryPrivateOfferDetail", "PrivateOffer", []Act{QueryOffer}, ""},
	{"querySubscribeDetail", "ProductInsightSubscribe", []Act{QuerySubscription}, ""},
	{"createSubscribe", "ProductInsightSubscribe", []Act{AddSubscription}, ""},
	{"unsubscribeUser", "ProductInsightSubscribe", []Act{EndSubscription}, ""},
	{"addFavorites", "Favorites", []Act{AddFavorite}, ""},
	{"deleteFavorites", "Favorites", []Act{DeleteFavorite}, ""},
	{"queryFavorites", "Favorites", []Act{QueryFavorites}, ""},
	{"addComment", "Comment", []Act{AddComment}, ""},
	{"deleteComment", "Comment", []Act{DeleteComment}, ""},
	{"updateComment", "Comment", []Act{UpdateComment}, ""},
	{"queryComment", "Comment", []Act{QueryComments}, ""},
	{"addQuestion", "Question", []Act{AskQuestion}, ""},
	{"queryAgreementSignList", "AgreementSignRecord", []Act{QuerySignatures}, ""},
	{"queryAgreementSignDetail", "AgreementSignRecord", []Act{QuerySignature}, ""},
	// what a seller and the operator do
	{"confirmRequirement", "Supervision", []Act{ConfirmSupervision}, ""},
	{"rejectRequirement", "Supervision", []Act{RefuseSupervision}, ""},
	{"deliverService", "Supervision", []Act{DeliverSupervision, PresentSupervision}, ""},
	{"uploadDeliveryProof", "Supervision", []Act{UploadSupervision, ProveSupervision, AttachDraft}, ""},
	{"submitLogistics", "Supervision", []Act{ShipSupervision}, ""},
	{"createAppeal", "Appeal", []Act{FileAppeal}, ""},
	{"withdrawAppeal", "Appeal", []Act{WithdrawAppeal}, ""},
	{"decideAppeal", "Appeal", []Act{DecideAppeal, RejectAppeal}, ""},
	{"reviewDelivery", "Supervision", []Act{ApproveSupervision, EndorseSupervision, DeclineSupervision}, ""},
	{"approveRefund", "Refund", []Act{ApproveRefund}, ""},
	{"rejectRefund", "Refund", []Act{RejectRefund}, ""},
	{"acceptReturn", "Refund", []Act{AcceptRefund}, ""},
	{"issueInvoice", "Invoice", []Act{"invoice.issue"}, ""},
	{"rejectInvoice", "Invoice", []Act{"invoice.reject"}, ""},
	{"signInvoice", "Invoice", []Act{"invoice.sign"}, ""},
	{"returnInvoice", "Invoice", []Act{"invoice.return"}, ""},
	{"submitSettlementInvoice", "SettlementInvoice", []Act{SubmitInvoiceStatement}, ""},
	{"signAgreement", "AgreementSignRecord", []Act{"agreement.sign"}, ""},
	{"createExport", "ExportTask", []Act{"export.create"}, ""},
	{"downloadExport", "ExportTask", []Act{QueryExport}, ""},
	{"restartInterfaceMessage", "InterfaceMessage", []Act{RestartFulfilment}, ""},
	{"pushUsage", "UsageRecord", []Act{PushUsage, RepeatUsage}, ""},
	{"viewCustomerContact", "Customer", []Act{RevealContact}, ""},
	{"acceptDemand", "Demand", []Act{"demand.accept"}, ""},
	{"rejectDemand", "Demand", []Act{"demand.refuse"}, ""},
	{"createPrivateOffer", "PrivateOffer", []Act{"offer.submit"}, ""},
	{"updateReceiver", "Seller", []Act{"receiver.add", "receiver.edit", "receiver.remove"}, ""},
	{"updateSubUser", "Seller", []Act{"team.invite", "team.edit", "team.grant", "team.assign", "team.entrust", "team.release", "team.disable", "team.enable", "team.remove"}, ""},
	{"updateSettlementInfo", "Seller", []Act{"certification.start", "certification.change"}, ""},
	{"login", "Session", []Act{"session.start"}, ""},
	{"logout", "Session", []Act{"session.end"}, ""},
}

// transactions.md §8: every documented event is recorded by its name and on its resource, and
// nothing else bears such a name.
func TestEveryDocumentedEventIsRecordedByItsNameAndNoOther(t *testing.T) {
	t.Parallel()
	named := map[Act]bool{}
	for _, row := range events {
		require.True(t, (len(row.acts) == 0) == (row.elsewhere != ""), row.event)
		for _, act := range row.acts {
			require.NotEmpty(t, Doers(act), "%s is no act", act)
			named[act] = true
			if !slices.Contains([]string{"renewOrder", "changeOrder"}, row.event) {
				require.Equal(t, AuditEvent{row.event, row.resource}, EventOf(act), act)
			}
		}
	}
	for act, event := range auditEvents {
		require.True(t, named[act], "%s is recorded as %s, which is not in the sheet", act, event.Event)
	}
	for _, act := range Acts() {
		if strings.HasPrefix(act.Verb(), "query") && act != QueryFulfilment {
			require.True(t, named[act], "%s", act)
		}
	}
	require.Equal(t, AuditEvent{"rotateKey", "Key"}, EventOf(RotateKey), "what is not documented is named by its own words")
}

// transactions.md §8: an order that renews or changes what runs is an event of its own.
func TestARenewalAndAChangeAreEventsOfTheirOwn(t *testing.T) {
	t.Parallel()
	for kind, event := range map[OrderType]string{OrderNew: "createOrder", OrderTrial: "createOrder", OrderRenew: "renewOrder", OrderTrialToFormal: "renewOrder",
		OrderRenewalChange: "renewOrder", OrderChange: "changeOrder"} {
		audit := Audit{Act: PlaceOrder, Facts: JSON[map[string]AuditFact]{V: map[string]AuditFact{"type": {After: string(kind)}}}}
		require.Equal(t, event, audit.Event().Event, kind)
	}
}

// transactions.md §8: normal, warning, incident.
func TestAnEntryHasItsLevel(t *testing.T) {
	t.Parallel()
	for act, level := range auditLevels {
		require.NotEmpty(t, Doers(act), act)
		require.Equal(t, level, Audit{Act: act}.Level())
	}
	require.Equal(t, AuditNormal, Audit{Act: PlaceOrder}.Level())
}

// transactions.md §8: entries are kept for a year at least; what does not hold is never removed.
func TestOnlyWholeAndOldEntriesOfAChainMayGo(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	chain := func() (links []AuditLink) {
		var before AuditHash
		for i := range 5 {
			entry := SealedEntry{Act: "order.pay", At: begin.AddDate(0, i, 0)}
			before = entry.Link(before)
			links = append(links, AuditLink{No: int64(i + 1), Hash: before, Entry: &entry})
		}
		return links
	}
	links := chain()
	anchor, n := AuditCheck{}.Trim(links, begin.AddDate(0, 3, 0))
	require.Equal(t, 3, n)
	require.Equal(t, AuditAnchor{No: 3, Hash: links[2].Hash, Until: begin.AddDate(0, 2, 0)}, anchor)

	links[1].Entry.Actor = "somebody"
	_, n = AuditCheck{}.Trim(links, begin.AddDate(0, 3, 0))
	require.Equal(t, 1, n, "a changed entry stays, and everything behind it")
	links = chain()
	links[0].Entry = nil
	_, n = AuditCheck{}.Trim(links, begin.AddDate(0, 3, 0))
	require.Zero(t, n, "so does what a missing one leaves")

	links = chain()
	check := AuditCheck{}
	check.From(AuditAnchor{No: 3, Hash: links[2].Hash, Until: begin, TrimmedAt: begin.AddDate(1, 0, 0)}, true)
	for _, link := range links[3:] {
		check.Read(link)
	}
	require.True(t, check.Whole(), "read from the anchor the rest holds")
	require.Equal(t, 5, check.Entries)
	for name, anchor := range map[string]AuditAnchor{
		"too early": {No: 3, Hash: links[2].Hash, Until: begin.AddDate(0, 0, 1), TrimmedAt: begin.AddDate(1, 0, 0)},
	} {
		check = AuditCheck{}
		check.From(anchor, true)
		require.Equal(t, AuditEarly, check.Faults[0].Kind, name)
	}
	check = AuditCheck{}
	check.From(AuditAnchor{No: 3, Until: begin, TrimmedAt: begin.AddDate(1, 0, 0)}, false)
	require.Equal(t, AuditEarly, check.Faults[0].Kind, "no removal made it")

	_, err := DefaultSettings().With("audit_days", SettingText{Text: "364"})
	require.Error(t, err, "a year is the least")
	_, err = DefaultSettings().With("audit_days", SettingText{Text: "365"})
	require.NoError(t, err)
}
