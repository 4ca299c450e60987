package market

// SyncInstance reports that one of the joint kit's synchronisation calls to the seller's server
// failed. The marketplace makes them where a customer's organisation is bound, and the customer or
// its enterprise's administrator decides whether to go on; the seller is told
// (transactions.md §1.5, §9; production-interface.md §1.4, §3.1).
var SyncInstance = act("instance.sync", Buyer)

// SyncFault is a synchronisation call that failed.
type SyncFault struct {
	Call string // tenantSync, applicationSync, authSync, singleOrgSync or allOrgSync
	Code string // the server's result code; empty when it did not answer
	Text string // what it said
}

// syncCalls are the calls with the keys of their words.
var syncCalls = map[string]string{"tenantSync": "spec.callback_tenant", "applicationSync": "spec.callback_app", "authSync": "spec.callback_user",
	"singleOrgSync": "spec.callback_department", "allOrgSync": "spec.callback_departments"}

// Check refuses what is no synchronisation of a joint product.
func (f SyncFault) Check(order Order) error {
	if order.SaleType != SaleJoint {
		return Conflict("instance.sync_not_joint", order.Number)
	}
	wrong := Invalids{}
	if syncCalls[f.Call] == "" {
		wrong.With("call", "problem.not_an_option", f.Call)
	}
	if n := len([]rune(f.Code)); n > 32 {
		wrong.With("code", "problem.too_long", 32, n)
	}
	if n := len([]rune(f.Text)); n > 300 {
		wrong.With("text", "problem.too_long", 300, n)
	}
	return wrong.Err()
}

// Notice is what the seller is told.
func (f SyncFault) Notice(order Order) Reason {
	said := f.Code
	if f.Text != "" {
		said += " " + f.Text
	}
	if said == "" {
		return Because("instance.notice_sync_silent", order.Number, order.ProductName, order.CustomerName, Word(syncCalls[f.Call]))
	}
	return Because("instance.notice_sync", order.Number, order.ProductName, order.CustomerName, Word(syncCalls[f.Call]), said)
}
