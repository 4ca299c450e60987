package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// transactions.md §9: a synchronisation interface that failed is told to the seller by SMS and
// mail; only joint products have one.
func TestAFailedSynchronisationIsToldByMailAndSMS(t *testing.T) {
	t.Parallel()
	n := NotificationOf(string(SyncInstance))
	require.True(t, n.Mail)
	require.True(t, n.SMS)
	require.Equal(t, "501", n.Type.Code())
	joint := Order{Number: "CS1", SaleType: SaleJoint}
	for _, call := range []string{"tenantSync", "applicationSync", "authSync", "singleOrgSync", "allOrgSync"} {
		require.NoError(t, SyncFault{Call: call}.Check(joint))
	}
	require.Error(t, SyncFault{Call: "newInstance"}.Check(joint))
	require.Error(t, SyncFault{Call: "tenantSync"}.Check(Order{SaleType: SaleGeneral}))
	require.Equal(t, "instance.notice_sync_silent", SyncFault{Call: "authSync"}.Notice(joint).Key)
	require.Contains(t, SyncFault{Call: "authSync", Code: "000005", Text: "broken"}.Notice(joint).Args, "000005 broken")
}
