package market

import (
	"slices"
	"time"
)

// nodeKinds says of every node whose it is and what is done there; a template chooses the
// nodes, their order, their times and their documents (transactions.md §2.4).
var nodeKinds = map[Node]FlowNode{
	NodeRequirement:    {Party: PartyBuyer, Act: SubmitSupervision},
	NodeReview:         {Party: PartySeller, Act: ConfirmSupervision, Back: RefuseSupervision},
	NodeIdentify:       {Party: PartyBuyer, Act: IdentifySupervision},
	NodeDraft:          {Party: PartySeller, Act: PresentSupervision},
	NodeDraftCheck:     {Party: PartyBuyer, Act: AgreeSupervision, Back: RejectSupervision},
	NodeBuild:          {Party: PartySeller, Act: PresentSupervision},
	NodeBuildCheck:     {Party: PartyBuyer, Act: AgreeSupervision, Back: RejectSupervision},
	NodeMilestone:      {Party: PartySeller, Act: PresentSupervision},
	NodeMilestoneCheck: {Party: PartyBuyer, Act: AgreeSupervision, Back: RejectSupervision},
	NodeLive:           {Party: PartySeller, Act: DeliverSupervision},
	NodeDelivering:     {Party: PartySeller, Act: DeliverSupervision},
	NodeReceive:        {Party: PartyBuyer, Act: ReceiveSupervision},
	NodeActivate:       {Party: PartySystem, Act: ActivateSupervision},
	NodeProve:          {Party: PartySeller, Act: ProveSupervision},
	NodeLaunch:         {Party: PartyBuyer, Act: LaunchSupervision},
	NodeDeploy:         {Party: PartyBuyer, Act: DeploySupervision},
	NodePlatform:       {Party: PartyOperator, Act: ApproveSupervision, Back: DeclineSupervision, Review: true},
	NodeEndorse:        {Party: PartyOperator, Act: EndorseSupervision, Back: DeclineSupervision, Review: true},
	NodeAccepting:      {Party: PartyBuyer, Act: AcceptSupervision, Back: RejectSupervision},
}

// NodeParty is whose turn it is at the node.
func NodeParty(n Node) Party { return nodeKinds[n].Party }

// MostNodeDays is the longest time that a template gives a node.
const MostNodeDays = 365

// Kind completes a node of an edited template: whose it is and what is done there.
func (n FlowNode) Kind(template string) FlowNode {
	kind := nodeKinds[n.Key]
	n.Party, n.Act, n.Back, n.Review = kind.Party, kind.Act, kind.Back, kind.Review
	if template == FlowHardware && n.Key == NodeDelivering {
		n.Act = ShipSupervision
	}
	if n.Back == "" {
		n.BackTo = ""
	}
	return n
}

// Check refuses a template that could not be walked to its end. The fields are those of the
// page: nodes for the whole, the node's key for one of them.
func (f Flow) Check() error {
	wrong := Invalids{}
	if len(f.Nodes) == 0 {
		return Invalid("nodes", "flow.empty")
	}
	seen := map[Node]int{}
	for i, node := range f.Nodes {
		field := string(node.Key)
		if _, known := nodeKinds[node.Key]; !known {
			wrong.With("nodes", "problem.not_an_option", field)
			continue
		}
		if _, twice := seen[node.Key]; twice {
			wrong.With(field, "flow.twice", Word(node.Key.Key()))
		}
		seen[node.Key] = i
		if node.Days < 0 || node.Days > MostNodeDays {
			wrong.With(field, "problem.out_of_range", 0, MostNodeDays, node.Days)
		}
		if at, passed := seen[node.BackTo]; node.Back != "" && (!passed || at >= i) {
			wrong.With(field, "flow.back_not_before", Word(node.Key.Key()))
		}
		if len(node.Evidence) > 0 && node.Party != PartySeller {
			wrong.With(field, "flow.documents_of_others", Word(node.Key.Key()))
		}
		for _, kind := range node.Evidence {
			if !slices.Contains(DeliveryEvidence, kind) {
				wrong.With(field, "problem.not_an_option", string(kind))
			}
		}
	}
	before := func(first, second Node) {
		a, has := seen[second]
		b, there := seen[first]
		if has && (!there || b > a) {
			wrong.With(string(second), "flow.needs_before", Word(second.Key()), Word(first.Key()))
		}
	}
	before(NodeRequirement, NodeReview)
	before(NodeDraft, NodeDraftCheck)
	before(NodeBuild, NodeBuildCheck)
	before(NodeMilestone, NodeMilestoneCheck)
	before(NodeDelivering, NodeReceive)
	before(NodeReceive, NodeActivate)
	before(NodePlatform, NodeEndorse)
	last := f.Nodes[len(f.Nodes)-1]
	_, byCode := seen[NodeActivate] // the platform accepts for the buyer who activated the code (transactions.md §2.4)
	if ends := slices.Contains([]Node{NodeAccepting, NodeDeploy}, last.Key); !ends && (!byCode || last.Key != NodeProve && last.Key != NodeEndorse) {
		wrong.With("nodes", "flow.last_does_not_end", Word(last.Key.Key()))
	}
	if at, has := seen[NodeAccepting]; has && at != len(f.Nodes)-1 {
		wrong.With(string(NodeAccepting), "flow.acceptance_last")
	}
	return wrong.Err()
}

// FlowTemplateLine is a template as the operator reads it: who changed it last, and how many
// deliveries still run by which version.
type FlowTemplateLine struct {
	Flow      Flow
	ChangedAt *time.Time // nil: as it ships
	ChangedBy string
	Running   int
}
