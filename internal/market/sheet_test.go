package market

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// everybody are all roles that can be tried on a table of the sheet.
var everybody = []Role{Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager, Buyer, Program, Clock, Self}

// written is one row of a table as the sheet has it.
type written[S ~string] struct {
	from S
	act  Act
	who  []Role
	to   S
}

// follows tries every act on every state by everybody: what the table allows leads where it
// says, everything else is refused.
func follows[S ~string](t *testing.T, moves Moves[S], table []written[S], states []S, acts []Act) {
	t.Helper()
	for _, from := range states {
		for _, act := range acts {
			row := slices.IndexFunc(table, func(w written[S]) bool { return w.from == from && w.act == act })
			for _, role := range everybody {
				to, err := moves.Next(from, act)
				allowed := err == nil && Actor{Roles: []Role{role}}.May(act)
				if row < 0 {
					require.False(t, err == nil, "%s at %q is not in the sheet", act, from)
					continue
				}
				require.Equal(t, slices.Contains(table[row].who, role), allowed, "%s at %q by %s", act, from, role)
				require.Equal(t, table[row].to, to, "%s at %q", act, from)
			}
		}
	}
}

// transactions.md §1.2: statuses and transitions of an order. Refunds end an order by a
// refund's own table (§4); what follows from an interface or an acceptance is the system's.
func TestAnOrderMovesAsTheSheetSays(t *testing.T) {
	t.Parallel()
	follows(t, OrderMoves, []written[OrderStatus]{
		{OrderPendingPayment, CancelOrder, []Role{Buyer}, OrderCancelled},
		{OrderPendingPayment, ExpireOrder, []Role{Clock}, OrderCancelled},
		{OrderPendingPayment, PayOrder, []Role{Buyer}, OrderProcessing},
		{OrderProcessing, CompleteOrder, []Role{Clock}, OrderCompleted},
		{OrderCompleted, ReopenSupervision, []Role{Manager}, OrderProcessing}, // §10.2: reopen
	}, OrderStatuses, []Act{PlaceOrder, PayOrder, CancelOrder, RepayOrder, ExpireOrder, CompleteOrder, UnsubscribeOrder, RevealContact, ReopenSupervision})
	require.Equal(t, []Role{Buyer}, Doers(PlaceOrder), "submit order: the buyer")
	require.Equal(t, []Role{Buyer}, Doers(UnsubscribeOrder))
}

// transactions.md §1.6: life after expiry.
func TestWhatRunsMovesAsTheSheetSays(t *testing.T) {
	t.Parallel()
	follows(t, InstanceMoves, []written[InstanceStatus]{
		{InstanceInUse, FreezeInstance, []Role{Clock}, InstanceFrozen},     // expiry reached, not renewed
		{InstanceFrozen, ReleaseInstance, []Role{Clock}, InstanceReleased}, // retention ended
		{InstanceInUse, BlockInstance, []Role{Manager}, InstanceFrozen},    // violation
		{InstanceFrozen, UnblockInstance, []Role{Manager}, InstanceInUse},  // cleared
	}, []InstanceStatus{InstanceOpening, InstanceInUse, InstanceFrozen, InstanceReleased},
		[]Act{FreezeInstance, ReleaseInstance, RenewInstance, SetInstance, BlockInstance, UnblockInstance})
}

// transactions.md §2.4: the nodes of every kind of delivery, whose they are, what carries
// them on and where they send back.
func TestTheKindsOfDeliveryHaveTheSheetsNodes(t *testing.T) {
	t.Parallel()
	type node struct {
		key   Node
		party Party
		act   Act
		back  Node
	}
	review := func(back Node) []node {
		return []node{{NodePlatform, PartyOperator, ApproveSupervision, back}, {NodeEndorse, PartyOperator, EndorseSupervision, back}}
	}
	all := func(parts ...[]node) []node { return slices.Concat(parts...) }
	submit := []node{{NodeRequirement, PartyBuyer, SubmitSupervision, ""}, {NodeReview, PartySeller, ConfirmSupervision, NodeRequirement}}
	deliver := []node{{NodeDelivering, PartySeller, DeliverSupervision, ""}}
	accept := func(back Node) []node { return []node{{NodeAccepting, PartyBuyer, AcceptSupervision, back}} }
	settings := DefaultSettings()
	for template, want := range map[string][]node{
		FlowStandard: all(submit, deliver, review(NodeDelivering), accept(NodeDelivering)),
		FlowWebsite: all(submit, []node{
			{NodeDraft, PartySeller, PresentSupervision, ""}, {NodeDraftCheck, PartyBuyer, AgreeSupervision, NodeDraft},
			{NodeBuild, PartySeller, PresentSupervision, ""}, {NodeBuildCheck, PartyBuyer, AgreeSupervision, NodeBuild},
			{NodeLive, PartySeller, DeliverSupervision, ""}}, review(NodeLive), accept(NodeLive)),
		FlowOffline: all(deliver, review(NodeDelivering), accept(NodeDelivering)),
		FlowLicenseCode: all(deliver, []node{{NodeReceive, PartyBuyer, ReceiveSupervision, ""}, {NodeActivate, PartySystem, ActivateSupervision, ""},
			{NodeProve, PartySeller, ProveSupervision, ""}}, review(NodeProve)),
		FlowLicenseIdent: all([]node{{NodeIdentify, PartyBuyer, IdentifySupervision, ""}}, deliver, review(NodeDelivering), accept(NodeDelivering)),
		FlowPackage:      {{NodeDelivering, PartySeller, DeliverSupervision, ""}, {NodeDeploy, PartyBuyer, DeploySupervision, ""}},
		FlowAutomatic:    {{NodeLaunch, PartyBuyer, LaunchSupervision, ""}, {NodeDeploy, PartyBuyer, DeploySupervision, ""}},
		FlowHardware:     all([]node{{NodeDelivering, PartySeller, ShipSupervision, ""}}, review(NodeDelivering), accept(NodeDelivering)),
		FlowMilestone: all(submit, []node{{NodeMilestone, PartySeller, PresentSupervision, ""}, {NodeMilestoneCheck, PartyBuyer, AgreeSupervision, NodeMilestone}},
			deliver, review(NodeDelivering), accept(NodeDelivering)), // catalogue.md §2.5
		FlowOrchestration: all(submit, deliver, review(NodeDelivering), accept(NodeDelivering)),
	} {
		flow, known := FlowTemplate(template, settings)
		require.True(t, known, template)
		var got []node
		for _, n := range flow.Nodes {
			got = append(got, node{n.Key, n.Party, n.Act, n.BackTo})
		}
		require.Equal(t, want, got, template)
		for _, n := range flow.Reviewed(false).Nodes {
			require.NotEqual(t, PartyOperator, n.Party, "%s: the platform reviews only where §2.6 demands it", template)
		}
	}
	website, _ := FlowTemplate(FlowWebsite, settings)
	for key, days := range map[Node]int{NodeRequirement: 5, NodeReview: 3, NodeDraftCheck: 5, NodeBuildCheck: 5, NodeLive: 0, NodeAccepting: 5} {
		require.Equal(t, days, website.At(key).Days, "suggested period of %s", key)
	}
	for _, key := range []Node{NodeDraft, NodeBuild} {
		require.Equal(t, 12, website.Declaring(12).At(key).Days, "declared delivery time")
		require.True(t, website.Declaring(12).At(key).Natural, "in calendar days")
	}
}

// transactions.md §2.4: which template an order starts with.
func TestTheListingChoosesTheTemplate(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		access          AccessType
		chosen, product string
		want            string
	}{
		{AccessService, "", "实施", FlowStandard},
		{AccessService, "website", "建站", FlowWebsite},
		{AccessSaaS, "", "ERP", FlowStandard},
		{AccessSaaS, "milestone", "ERP", FlowMilestone},
		{AccessDataFile, "", "词库", FlowStandard},
		{AccessHardware, "", "扫描枪", FlowHardware},
		{AccessOrchestration, "", "中台", FlowOrchestration},
		{AccessLicense, "", "ERP HCS版", FlowOffline},
		{AccessLicense, "", "ERP CNP版", FlowOffline},
		{AccessLicense, "", "ERP", FlowLicenseCode},
		{AccessLicense, "license_ident", "ERP", FlowLicenseIdent},
		{AccessLicense, "package", "ERP", FlowPackage},
		{AccessLicense, "automatic", "ERP", FlowAutomatic},
	} {
		require.Equal(t, row.want, FlowKey(row.access, row.chosen, row.product), row.product)
	}
}
