package market_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
)

// matrix is the permission matrix of catalogue.md §11.1: who may do what besides the main
// account, and by which right a group opens it to a sub-user ("" where none can).
var matrix = []struct {
	row      string
	acts     []market.Act
	owner    bool
	right    market.Right
	operator []market.Role
	others   []market.Role
}{
	{"apply for onboarding, sign agreements", []market.Act{market.ApplySeller, market.SignAgreement}, true, "", nil, nil},
	{"certify business information", []market.Act{market.StartCertification, market.VerifyCertification, market.ChangeCertification}, true, "", nil, nil},
	{"edit the profile, hand in the compliance letter", []market.Act{market.ChangeSeller, market.LetterSeller}, true, "seller", nil, nil},
	{"manage sub-users and groups", []market.Act{market.InviteTeam, market.EditTeam, market.RemoveTeam, market.AddGroup, market.EditGroup, market.RemoveGroup}, true, "", nil, nil},
	{"product requests", []market.Act{market.DraftProduct, market.EditProduct, market.SubmitProduct, market.ModifyProduct, market.DiscardProduct}, true, "product", nil, nil},
	{"withdraw a product request", []market.Act{market.WithdrawReview}, true, "review", nil, nil},
	{"approve or reject products, assets, delisting", []market.Act{market.ApproveReview, market.RejectReview}, false, "", []market.Role{market.Reviewer, market.Manager}, nil},
	{"force a delisting", []market.Act{market.TakeDownProduct}, false, "", []market.Role{market.Reviewer, market.Manager}, nil},
	{"grant a product to a sub-user", []market.Act{market.EntrustTeam, market.EntrustProduct}, true, "", nil, nil},
	{"purchase limits, target users, stock, credit", []market.Act{market.SetLimit, market.LiftLimit}, true, "limit", nil, nil},
	{"target users", []market.Act{market.SetAudience, market.AdmitAudience, market.DropAudience}, true, "audience", nil, nil},
	{"stock", []market.Act{market.SetStock}, true, "stock", nil, nil},
	{"credit", []market.Act{market.SetCredit}, true, "credit", nil, nil},
	{"resale authorization", []market.Act{market.AuthorizeResale, market.ChangeResale, market.EndResale}, true, "resale", nil, nil},
	{"issue, reject and return invoices", []market.Act{market.IssueInvoice, market.RejectInvoice, market.ReturnInvoice, market.SetInvoice}, true, "invoice", nil, nil},
	{"ask for an invoice", []market.Act{market.RequestInvoice, market.CancelInvoice}, false, "", nil, []market.Role{market.Buyer}},
	{"ticket reception hours", []market.Act{market.SetReception}, true, "reception", nil, nil},
	{"handle tickets", []market.Act{market.AcceptTicket, market.TransferTicket, market.EscalateTicket}, true, "ticket", nil, nil},
	{"a ticket's escalation", []market.Act{market.HandBackTicket}, false, "", []market.Role{market.Manager}, nil},
	{"open, confirm and rate tickets", []market.Act{market.OpenTicket, market.ConfirmTicket, market.RateTicket}, false, "", nil, []market.Role{market.Buyer}},
	{"exclusive offers", []market.Act{market.SubmitOffer, market.WithdrawOffer}, true, "offer", nil, nil},
	{"a partner's own offers", []market.Act{market.ProposeOffer}, false, "", nil, []market.Role{market.Buyer}},
	{"application credentials", []market.Act{market.ApplyCredential, market.ModifyCredential, market.BindCredential, market.SwitchCredential}, true, "credential", nil, nil},
	{"the platforms of credentials", []market.Act{market.WhitelistCredential}, false, "", []market.Role{market.Manager, market.Reviewer}, nil},
	{"customer demands", []market.Act{market.AcceptDemand, market.RefuseDemand, market.CloseDemand}, true, "demand", nil, nil},
	{"who a demand goes to", []market.Act{market.AssignDemand}, false, "", []market.Role{market.Reviewer, market.Manager}, nil},
	{"create a customer demand", []market.Act{market.ReportDemand}, false, "", nil, []market.Role{market.Buyer}},
	{"expiry policy", []market.Act{market.SetInstance}, false, "", nil, []market.Role{market.Buyer}},
}

func TestWhoMayDoWhatIsTheSheetsMatrix(t *testing.T) {
	t.Parallel()
	for _, row := range matrix {
		t.Run("catalogue.md §11.1 "+row.row, func(t *testing.T) {
			t.Parallel()
			for _, act := range row.acts {
				may := func(role market.Role) bool { return market.Actor{Roles: []market.Role{role}}.May(act) }
				require.Equal(t, row.owner, may(market.Owner), "%s by the main account", act)
				for _, role := range market.OperatorRoles {
					require.Equal(t, slices.Contains(row.operator, role), may(role), "%s by %s", act, role)
				}
				for _, role := range []market.Role{market.Buyer, market.Program} {
					require.Equal(t, slices.Contains(row.others, role), may(role), "%s by %s", act, role)
				}
				for _, right := range market.Rights() {
					sub := market.Actor{Rights: []market.Right{right}}
					require.Equal(t, row.right == right, sub.May(act), "%s by a sub-user with the right %q alone", act, right)
				}
			}
		})
	}
}

// TestEveryActorOfTheSheetIsARole: the actors of catalogue.md §0.1 and transactions.md §0.1
// who sign in are roles that do something of their own; resellers and partners act as buyers.
func TestEveryActorOfTheSheetIsARole(t *testing.T) {
	t.Parallel()
	for actor, role := range map[string]market.Role{
		"seller main account": market.Owner, "sub-user": market.Operations, "operator manager": market.Manager,
		"business information auditor": market.Reviewer, "buyer": market.Buyer, "system": market.Clock, "seller's own system": market.Program,
	} {
		var acts int
		for _, act := range market.Acts() {
			if slices.Contains(market.Doers(act), role) {
				acts++
			}
		}
		require.Positive(t, acts, actor)
	}
	require.True(t, market.Operations.SubUser())
	require.False(t, market.Owner.SubUser())
}
