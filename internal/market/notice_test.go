package market

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEveryEventGoesOutAsItsType: the table of transactions.md §9 and the types of catalogue.md
// §0.4, line by line.
func TestEveryEventGoesOutAsItsType(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		event, kind, code string
		mail, sms         bool
	}{ // transactions.md §9, catalogue.md §0.4
		{"Buyer submitted requirement", "supervision.submit", "101", true, false},
		{"User accepted service", "supervision.accept", "101", true, true},
		{"Count of unfinished supervision orders", "supervision.count", "901", true, false},
		{"Appeal result", "appeal.decide", "501", false, false},
		{"Appeal result, dismissed", "appeal.reject", "501", false, false},
		{"Auto-unsubscribed after overdue supervision", "supervision.close", "101", true, true},
		{"Period product renewed", "order.renew", "102", true, true},
		{"SaaS interface exception", "fulfilment", "501", true, false},
		{"SaaS/API resource open failure", "fulfilment.exhaust", "101", true, false},
		{"Twice-daily probe failure", "endpoint.probe", "501", true, true},
		{"User submits unsubscription", "refund.request", "101", true, true},
		{"General-product invoice request", "invoice.request", "901", true, true},
		{"Ticket raised on product", "ticket.open", "", true, true},
		{"Seller info review, seller change", "review.seller", "203", true, true},
		{"Cleanup of closed-account customers", "instance.clear", "103", true, true},
		{"Product release reviewed", "review.publish", "101", true, true},
		{"Product change reviewed", "review", "", true, true},
		{"Statement sent", "statement.send", "", true, true},
		{"Invoice notice", "invoice.return", "901", true, true},
		{"Payment request rejected", "statement.reject", "", true, false},
		{"Payment request paid", "statement.pay", "", true, false},
		{"Refund done", "refund.pay", "101", false, false},
		{"Seller node idle", "supervision.remind", "901", false, false},
		{"Appeal opened", "appeal.file", "501", false, false},
		{"Demand assigned", "demand.assign", "", false, false},
		{"Demand about to close", "demand.remind", "", false, false},
		{"Export ready", "export.write", "901", false, false},
		{"product bought", "order.pay", "101", true, true},
		{"buyer rejected the service", "supervision.reject", "901", true, false},
		{"sale state adjusted", "product", "", true, true},
		{"hardware stock warning", "stock.warn", "501", true, false},
		{"new version of an agreement", "agreement", "203", true, false},
		{"what nobody has named", "x.y", "901", false, false},
	} {
		n := NotificationOf(test.kind)
		require.Equal(t, test.code, n.Type.Code(), test.event)
		require.Equal(t, []bool{test.mail, test.sms}, []bool{n.Mail, n.SMS}, test.event)
	}
	require.True(t, NotificationOf("fulfilment").Service, "interface exceptions also go to the service mailbox (catalogue.md §1.9)")
	require.True(t, NotificationOf("review.seller").Contact)
}

// TestEveryKindOfMessageIsAnActOrAnAreasWord: a kind that nothing does would never be sent.
func TestEveryKindOfMessageIsAnActOrAnAreasWord(t *testing.T) {
	t.Parallel()
	own := []string{"order.renew", "supervision.count", "fulfilment.exhaust", "review.publish", "review.seller", "stock.warn", "demand.won"}
	for _, kind := range NoticeKinds() {
		area, _, acted := strings.Cut(kind, ".")
		if acted {
			require.True(t, slices.Contains(own, kind) || Doers(Act(kind)) != nil, kind)
			continue
		}
		require.Contains(t, Areas(), Area(area), kind)
	}
}
