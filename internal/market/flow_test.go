package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// transactions.md §2.4: which flow an order starts with, and who begins.
func TestEveryKindOfDeliveryHasItsFlow(t *testing.T) {
	t.Parallel()
	settings := DefaultSettings()
	for _, test := range []struct {
		access          AccessType
		chosen, product string
		template        string
		first           Node
		nodes           int // without the platform's review
	}{
		{AccessService, "", "x", FlowStandard, NodeRequirement, 4},
		{AccessService, "website", "x", FlowWebsite, NodeRequirement, 8},
		{AccessSaaS, "", "x", FlowStandard, NodeRequirement, 4},
		{AccessDataFile, "", "x", FlowStandard, NodeRequirement, 4},
		{AccessLicense, "", "x", FlowLicenseCode, NodeDelivering, 4},
		{AccessLicense, "", "Suite HCS edition", FlowOffline, NodeDelivering, 2},
		{AccessLicense, "", "Suite CNP edition", FlowOffline, NodeDelivering, 2},
		{AccessLicense, "auth_code", "Suite HCS edition", FlowLicenseCode, NodeDelivering, 4},
		{AccessLicense, "system_code", "x", FlowLicenseIdent, NodeIdentify, 3},
		{AccessLicense, "package", "x", FlowPackage, NodeDelivering, 2},
		{AccessLicense, "deploy", "x", FlowAutomatic, NodeLaunch, 2},
		{AccessHardware, "", "x", FlowHardware, NodeDelivering, 2},
		{AccessOrchestration, "", "x", FlowOrchestration, NodeRequirement, 4},
	} {
		key := FlowKey(test.access, test.chosen, test.product)
		require.Equal(t, test.template, key, test)
		flow, known := FlowTemplate(key, settings)
		require.True(t, known)
		require.NoError(t, flow.Check(), "what ships can be published")
		plain := flow.Reviewed(false)
		require.Len(t, plain.Nodes, test.nodes, key)
		require.Equal(t, test.first, plain.Nodes[0].Key, key)
	}
}

// transactions.md §2.3, §2.8: at every node of every flow, only whose turn it is acts, and
// only with what the node waits for.
func TestAtEveryNodeOnlyItsOwnActsFit(t *testing.T) {
	t.Parallel()
	roles := map[Party][]Role{PartySeller: {Support}, PartyBuyer: {Buyer}, PartyOperator: {Reviewer, Manager}, PartySystem: {Program}}
	for _, template := range FlowTemplates(DefaultSettings()) {
		for _, node := range template.Nodes {
			s := Supervision{Flow: JSON[Flow]{V: template}, Status: SupervisionRunning, Node: node.Key, Turn: node.Party}
			for _, act := range Acts() {
				if act.Area() != Supervisions {
					continue
				}
				require.Equal(t, act == node.Act || act == node.Back, s.Now(act) == nil, "%s %s %s", template.Template, node.Key, act)
			}
			for party, who := range roles {
				open := s.Open(Actor{Roles: who})
				require.Equal(t, party == node.Party, len(open) > 0, "%s %s %s %v", template.Template, node.Key, party, open)
			}
			s.Status = SupervisionFrozen
			require.Error(t, s.Now(node.Act), "frozen by an appeal")
		}
	}
}

// transactions.md §2.6.
func TestTheAcceptanceRuleFollowsGoodsTrackAndCoupon(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		sale  SaleType
		marks Marks
		want  AcceptanceRule
	}{
		{SaleGeneral, Marks{Track: TrackEmpowerment, Coupon: CouponCash}, RuleSeller},
		{SalePlatform, Marks{Track: TrackBase}, RuleSeller},
		{SaleJoint, Marks{}, RuleSeller},
		{SaleJoint, Marks{Track: TrackEmpowerment}, RuleEmpowerment},
		{SaleJoint, Marks{Coupon: CouponCash}, RuleEmpowerment},
		{SaleJoint, Marks{Track: TrackBase}, RuleBase},
		{SaleJoint, Marks{Coupon: CouponPickup}, RuleBase},
	} {
		require.Equal(t, test.want, test.marks.Rule(test.sale), test)
	}
	base := []EvidenceKind{EvidenceSOW, EvidenceAcceptance}
	require.Equal(t, base, RuleSeller.Documents(base, AccessLicense))
	require.Contains(t, RuleEmpowerment.Documents(base, AccessLicense), EvidenceResource, "License: required")
	require.NotContains(t, RuleEmpowerment.Documents(base, AccessSaaS), EvidenceResource, "SaaS: not applicable")
	missing := MissingEvidence(RuleBase.Documents(base, AccessSaaS), []EvidenceKind{EvidenceSOW, EvidenceAcceptance, EvidenceCloudAuth, EvidenceScreenshot, EvidenceSigned})
	require.Equal(t, []EvidenceKind{EvidenceScreenshot, EvidenceScreenshot}, missing, "at least 3 screenshots")
	require.Equal(t, Because("evidence.times", Because("evidence.kind_screenshot"), "2"), Words(missing))
}

// transactions.md §2.3, §10.2: a template that could not be walked is refused where it fails.
func TestATemplateIsRefusedWhereItFails(t *testing.T) {
	t.Parallel()
	node := func(key Node, back Node) FlowNode { return FlowNode{Key: key, BackTo: back}.Kind(FlowStandard) }
	late := node(NodeAccepting, NodeDelivering)
	late.Days = 366
	for name, test := range map[string]struct {
		nodes []FlowNode
		field string
	}{
		"empty":                          {nil, "nodes"},
		"does not end":                   {[]FlowNode{node(NodeDelivering, "")}, "nodes"},
		"nobody accepts (§2.3)":          {[]FlowNode{node(NodeDelivering, ""), node(NodePlatform, NodeDelivering), node(NodeEndorse, NodeDelivering)}, "nodes"},
		"sends back to what is none":     {[]FlowNode{node(NodeDelivering, ""), node(NodeAccepting, NodeReview)}, "ACCEPTING"},
		"twice":                          {[]FlowNode{node(NodeDelivering, ""), node(NodeDelivering, ""), node(NodeAccepting, NodeDelivering)}, "DELIVERING"},
		"activates what is not received": {[]FlowNode{node(NodeDelivering, ""), node(NodeActivate, ""), node(NodeProve, "")}, "CODE_ACTIVATING"},
		"accepted before the end":        {[]FlowNode{node(NodeDelivering, ""), node(NodeAccepting, NodeDelivering), node(NodeDeploy, "")}, "ACCEPTING"},
		"too long":                       {[]FlowNode{node(NodeDelivering, ""), late}, "ACCEPTING"},
		"a review in one half":           {[]FlowNode{node(NodeDelivering, ""), node(NodeEndorse, NodeDelivering)}, "PLATFORM_ENDORSE"},
	} {
		err := Flow{Template: FlowStandard, Nodes: test.nodes}.Check()
		var problem *Problem
		require.ErrorAs(t, err, &problem, name)
		require.Contains(t, problem.Fields, test.field, name)
	}
}

// transactions.md §1.2, §10.3: seven days, hardware one hour.
func TestHowLongAnOrderWaitsForItsPayment(t *testing.T) {
	t.Parallel()
	s := DefaultSettings()
	require.Equal(t, 7*24*time.Hour, s.PayWindowOf(AccessSaaS))
	require.Equal(t, time.Hour, s.PayWindowOf(AccessHardware))
}
