package notices

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// transactions.md §9: the list says what happened, not only in which area; the operator's own
// list says what waits.
func TestAMessageSaysWhatHappened(t *testing.T) {
	t.Parallel()
	english := i18n.With(t.Context(), i18n.English)
	for name, says := range map[string]string{"order.pay": "Order paid", "order.renew": "Renewed", "refund.request": "Refund requested", "statement.send": "Statement sent",
		"fulfilment.exhaust": "Opening failed", "endpoint.probe": "Probe failed", "supervision.accept": "Delivery accepted", "export.write": "File ready", "demand.assign": "Demand assigned"} {
		require.Equal(t, says, kind(english, name))
	}
	for _, area := range market.DeskKinds {
		require.NotContains(t, deskKind(english, string(area)+".submit"), "notice.")
	}
	require.Equal(t, "Reviews", deskKind(english, "review.submit"), "nothing is decided yet")
}
