package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryEventGoesOutAsItsType(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		event, kind, code string
		mail, sms         bool
	}{ // transactions.md §9, catalogue.md §0.4
		{"buyer submitted requirement", "supervision.submit", "101", true, false},
		{"user accepted service", "supervision.accept", "101", true, true},
		{"buyer rejected the service", "supervision.reject", "901", true, false},
		{"count of unfinished supervision orders", "supervision.count", "901", true, false},
		{"appeal result", "appeal.decide", "501", false, false},
		{"appeal opened", "appeal.file", "501", false, false},
		{"auto-unsubscribed after overdue supervision", "supervision.close", "101", true, true},
		{"product bought", "order.pay", "101", true, true},
		{"period product renewed", "order.renew", "102", true, true},
		{"interface exception", "fulfilment", "501", true, false},
		{"resource open failure", "fulfilment.exhaust", "101", true, false},
		{"probe failure", "endpoint.probe", "501", true, true},
		{"user submits unsubscription", "refund.request", "101", true, true},
		{"invoice request", "invoice.request", "901", true, true},
		{"ticket raised", "ticket.open", "", true, true},
		{"seller info review", "review.seller", "203", true, true},
		{"clean-up of closed customers", "customer.close", "103", true, true},
		{"publish request reviewed", "review.publish", "101", true, true},
		{"modify request reviewed", "review", "", true, true},
		{"sale state adjusted", "product.hide", "", true, true},
		{"statement sent", "statement.send", "", true, true},
		{"hardware stock warning", "stock.warn", "501", true, false},
		{"bad review to be settled", "comment.add", "501", false, false},
		{"question waiting for an answer", "question.ask", "901", false, false},
		{"demand assigned", "demand.assign", "", false, false},
		{"export ready", "export.done", "901", false, false},
		{"what nobody has named", "x.y", "901", false, false},
	} {
		n := NotificationOf(test.kind)
		require.Equal(t, test.code, n.Type.Code(), test.event)
		require.Equal(t, []bool{test.mail, test.sms}, []bool{n.Mail, n.SMS}, test.event)
	}
	require.True(t, NotificationOf("fulfilment").Service, "interface exceptions also go to the service mailbox (catalogue.md §1.9)")
	require.True(t, NotificationOf("review.seller").Contact)
}
