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
