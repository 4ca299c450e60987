package db_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §8: an entry names its resource. In the whole marketplace's log what was done
// to a refund, an appeal, an invoice or a ticket bears that thing's own number, not its order's,
// and no documented event of the seller center is without a name.
func TestAnEntryBearsTheNameOfWhatItIsAbout(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	rows, err := shop.DB.Pool().Query(`SELECT DISTINCT ON (act) act, actor, facts FROM audits ORDER BY act, at DESC`)
	require.NoError(t, err)
	defer rows.Close()
	last := map[market.Act]market.Audit{}
	for rows.Next() {
		var a market.Audit
		require.NoError(t, rows.Scan(&a.Act, &a.Actor, &a.Facts))
		last[a.Act] = a
	}
	require.NoError(t, rows.Err())
	for prefix, acts := range map[string][]market.Act{
		"RF": {market.RequestRefund, market.ApproveRefund, market.RejectRefund, market.AcceptRefund, market.WithdrawRefund},
		"DS": {market.FileAppeal, market.WithdrawAppeal, market.DecideAppeal, market.RejectAppeal},
		"IV": {market.RequestInvoice, market.IssueInvoice, market.RejectInvoice, market.SignInvoice, market.ReturnInvoice},
		"TK": {market.OpenTicket, market.ReplyTicket, market.AcceptTicket},
		"DM": {market.AcceptDemand},
		"PO": {market.SubmitOffer},
		"CS": {market.ConfirmSupervision, market.RefuseSupervision, market.DeliverSupervision, market.ShipSupervision, market.RestartFulfilment},
		"":   {market.SignAgreement, market.CreateExport, market.AddReceiver, market.InviteTeam, market.StartCertification, market.StartSession},
	} {
		for _, act := range acts {
			audit, known := last[act]
			if !known {
				continue // nobody did it in the demo
			}
			name := audit.Record().Resource.Name
			require.NotEmpty(t, name, act)
			require.True(t, strings.HasPrefix(name, prefix), "%s is about %s", act, name)
		}
	}
	require.Contains(t, last, market.ApproveRefund)
	require.Contains(t, last, market.DecideAppeal)
}
