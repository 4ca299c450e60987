package market

import (
	"slices"
	"strings"
	"time"
)

// Flows are the templates of delivery flows, for new orders (transactions.md §2.3).
var Flows = area("flow", Reviewer, Manager)

// EditFlow publishes a template's next version; what runs keeps the one it started with.
var EditFlow = act("flow.edit", Manager)

// Node is one place of a delivery flow, in the sheet's words (transactions.md §2.3).
type Node string

// The nodes of the standard flow and the two ends.
const (
	NodeRequirement Node = "REQ_PENDING"   // 用户提交需求
	NodeReview      Node = "REQ_REVIEW"    // 商家确认需求
	NodeDelivering  Node = "DELIVERING"    // 商家实施服务
	NodeAccepting   Node = "ACCEPTING"     // 用户确认验收
	NodeDone        Node = "DONE"          // 服务完成
	NodeClosed      Node = "CLOSED_REFUND" // 已退订
)

// The nodes of the platform's review in two steps (transactions.md §2.6).
const (
	NodePlatform Node = "PLATFORM_REVIEW"  // 平台复核: base manager
	NodeEndorse  Node = "PLATFORM_ENDORSE" // head of the regional ecosystem or base cloud
)

// The nodes of website building (transactions.md §2.4).
const (
	NodeDraft      Node = "DRAFTING"    // 提交初稿
	NodeDraftCheck Node = "DRAFT_CHECK" // 确认初稿
	NodeBuild      Node = "BUILDING"    // 网站制作
	NodeBuildCheck Node = "BUILD_CHECK" // 确认成品
	NodeLive       Node = "GO_LIVE"     // 上线交付
)

// The nodes of delivery in milestones (catalogue.md §2.5).
const (
	NodeMilestone      Node = "MILESTONE"       // 阶段交付
	NodeMilestoneCheck Node = "MILESTONE_CHECK" // 阶段验收
)

// The nodes of licences (transactions.md §2.4).
const (
	NodeReceive  Node = "CODE_RECEIVING"  // 用户领取授权码
	NodeActivate Node = "CODE_ACTIVATING" // 授权码激活
	NodeProve    Node = "PROVING"         // 商家上传交付证明
	NodeIdentify Node = "CODE_SUBMITTING" // 用户提交识别码
	NodeLaunch   Node = "LAUNCHING"       // 启动部署
	NodeDeploy   Node = "DEPLOYING"       // 确认部署完成
)

// Nodes are the places at which a flow can wait, for filters.
var Nodes = []Node{NodeRequirement, NodeReview, NodeIdentify, NodeDraft, NodeDraftCheck, NodeBuild, NodeBuildCheck, NodeLive,
	NodeMilestone, NodeMilestoneCheck,
	NodeDelivering, NodeReceive, NodeActivate, NodeProve, NodeLaunch, NodeDeploy, NodePlatform, NodeEndorse, NodeAccepting}

// Key names the node's words.
func (n Node) Key() string { return "supervision.node_" + strings.ToLower(string(n)) }

// FlowNode is one step of a flow: whose it is, what carries it on, what sends it back.
type FlowNode struct {
	Key      Node           `json:"key"`
	Party    Party          `json:"party"`
	Act      Act            `json:"act"`
	Back     Act            `json:"back,omitempty"`
	BackTo   Node           `json:"back_to,omitempty"`
	Days     int            `json:"days,omitempty"`     // until it is late; 0: no limit
	Natural  bool           `json:"natural,omitempty"`  // Days are calendar days
	Declared bool           `json:"declared,omitempty"` // Days are what the listing declares, if it does
	Review   bool           `json:"review,omitempty"`   // only where the platform reviews (§2.6)
	Evidence []EvidenceKind `json:"evidence,omitempty"` // documents without which Act is refused
}

// Due is when the node's time runs out that was entered then.
func (n FlowNode) Due(entered time.Time, calendar Calendar) time.Time {
	if n.Natural {
		return entered.AddDate(0, 0, n.Days)
	}
	return calendar.PlusDays(entered, n.Days)
}

// Flow is a template of nodes. An order keeps the one it started with (transactions.md §2.3).
type Flow struct {
	Template string         `json:"template"`
	Version  int            `json:"version"`
	Nodes    []FlowNode     `json:"nodes"`
	Rule     AcceptanceRule `json:"rule,omitempty"`     // of the documents (§2.6)
	Document *FileRef       `json:"document,omitempty"` // the listing's delivery template
	Asks     *FileRef       `json:"asks,omitempty"`     // the listing's requirement template, for the buyer to fill in
}

// The templates' keys.
const (
	FlowStandard      = "standard"      // manual service, SaaS under supervision, data files
	FlowWebsite       = "website"       // website building
	FlowOffline       = "offline"       // licences delivered by the seller
	FlowLicenseCode   = "license_code"  // License 2.0: authorization code
	FlowLicenseIdent  = "license_ident" // License 1.0: identification code
	FlowPackage       = "package"       // software package
	FlowAutomatic     = "automatic"     // automatic deployment
	FlowHardware      = "hardware"      // with logistics
	FlowOrchestration = "orchestration" // application orchestration
	FlowMilestone     = "milestone"     // joint and platform SaaS in two parts (catalogue.md §2.5)
)

// LicenceFlows are the five ways in which licences are delivered (transactions.md §2.4).
var LicenceFlows = []string{FlowLicenseCode, FlowLicenseIdent, FlowOffline, FlowPackage, FlowAutomatic}

// FlowTemplates are the templates as they ship (transactions.md §2.4); how long the seller
// has at a node is a setting.
func FlowTemplates(s Settings) []Flow {
	submit := FlowNode{Key: NodeRequirement, Party: PartyBuyer, Act: SubmitSupervision}
	confirm := FlowNode{Key: NodeReview, Party: PartySeller, Act: ConfirmSupervision, Back: RefuseSupervision, BackTo: NodeRequirement, Days: s.ConfirmDays}
	deliver := FlowNode{Key: NodeDelivering, Party: PartySeller, Act: DeliverSupervision, Days: s.DeliverDays, Declared: true,
		Evidence: []EvidenceKind{EvidenceSOW, EvidenceAcceptance}}
	accept := FlowNode{Key: NodeAccepting, Party: PartyBuyer, Act: AcceptSupervision, Back: RejectSupervision, BackTo: NodeDelivering}
	review := func(back Node) []FlowNode {
		return []FlowNode{
			{Key: NodePlatform, Party: PartyOperator, Act: ApproveSupervision, Back: DeclineSupervision, BackTo: back, Days: s.ReviewDays, Review: true},
			{Key: NodeEndorse, Party: PartyOperator, Act: EndorseSupervision, Back: DeclineSupervision, BackTo: back, Days: s.ReviewDays, Review: true},
		}
	}
	flow := func(template string, parts ...[]FlowNode) Flow {
		return Flow{Template: template, Version: 2, Nodes: slices.Concat(parts...)}
	}
	bare, ship, code, live, agreed := deliver, deliver, deliver, deliver, accept
	bare.Evidence = []EvidenceKind{EvidenceAcceptance}
	ship.Act, ship.Evidence = ShipSupervision, nil
	code.Evidence = nil
	live.Key, live.BackTo, live.Days, live.Declared = NodeLive, "", 0, false
	live.Evidence = []EvidenceKind{EvidenceAcceptance}
	agreed.BackTo, agreed.Days = NodeLive, s.WebsiteDays
	check := func(key, back Node) FlowNode {
		return FlowNode{Key: key, Party: PartyBuyer, Act: AgreeSupervision, Back: RejectSupervision, BackTo: back, Days: s.WebsiteDays}
	}
	make := func(key Node) FlowNode {
		return FlowNode{Key: key, Party: PartySeller, Act: PresentSupervision, Days: s.DeliverDays, Declared: true}
	}
	first := submit
	first.Days = s.WebsiteDays
	return []Flow{
		flow(FlowStandard, []FlowNode{submit, confirm, deliver}, review(NodeDelivering), []FlowNode{accept}),
		flow(FlowWebsite, []FlowNode{first, confirm, make(NodeDraft), check(NodeDraftCheck, NodeDraft), make(NodeBuild), check(NodeBuildCheck, NodeBuild), live},
			review(NodeLive), []FlowNode{agreed}),
		flow(FlowOffline, []FlowNode{deliver}, review(NodeDelivering), []FlowNode{accept}),
		flow(FlowLicenseCode, []FlowNode{code,
			{Key: NodeReceive, Party: PartyBuyer, Act: ReceiveSupervision},
			{Key: NodeActivate, Party: PartySystem, Act: ActivateSupervision},
			{Key: NodeProve, Party: PartySeller, Act: ProveSupervision, Days: s.ConfirmDays, Evidence: []EvidenceKind{EvidenceAcceptance}}},
			review(NodeProve)),
		flow(FlowLicenseIdent, []FlowNode{{Key: NodeIdentify, Party: PartyBuyer, Act: IdentifySupervision}, bare}, review(NodeDelivering), []FlowNode{accept}),
		flow(FlowPackage, []FlowNode{code, {Key: NodeDeploy, Party: PartyBuyer, Act: DeploySupervision}}),
		flow(FlowAutomatic, []FlowNode{{Key: NodeLaunch, Party: PartyBuyer, Act: LaunchSupervision}, {Key: NodeDeploy, Party: PartyBuyer, Act: DeploySupervision}}),
		flow(FlowHardware, []FlowNode{ship}, review(NodeDelivering), []FlowNode{accept}),
		flow(FlowMilestone, []FlowNode{submit, confirm, make(NodeMilestone), check(NodeMilestoneCheck, NodeMilestone), deliver},
			review(NodeDelivering), []FlowNode{accept}),
		flow(FlowOrchestration, []FlowNode{submit, confirm, deliver}, review(NodeDelivering), []FlowNode{accept}),
	}
}

// FlowTemplate is the template of that key as it ships.
func FlowTemplate(key string, s Settings) (Flow, bool) {
	for _, f := range FlowTemplates(s) {
		if f.Template == key {
			return f, true
		}
	}
	return Flow{}, false
}

// StandardFlow is the flow of a manual service and of SaaS that involves supervision
// (transactions.md §2.4), where the platform does not review.
func StandardFlow(s Settings) Flow {
	flow, _ := FlowTemplate(FlowStandard, s)
	return flow.Reviewed(false)
}

// FlowKey is the template that an order of the access type starts with; chosen is what its
// listing says. Licences without a choice are delivered by hand when their name says HCS or
// CNP edition, else by authorization code (transactions.md §2.4).
func FlowKey(access AccessType, chosen, product string) string {
	kinds := map[AccessType][]string{
		AccessService:       {FlowStandard, FlowWebsite},
		AccessSaaS:          SaaSFlows,
		AccessLicense:       LicenceFlows,
		AccessHardware:      {FlowHardware},
		AccessOrchestration: {FlowOrchestration},
	}[access]
	if renamed := map[string]string{"auth_code": FlowLicenseCode, "system_code": FlowLicenseIdent, "hardware_code": FlowLicenseIdent,
		"deploy": FlowAutomatic}[chosen]; renamed != "" {
		chosen = renamed // as listings say it
	}
	switch {
	case slices.Contains(kinds, chosen):
		return chosen
	case access == AccessLicense && (strings.Contains(product, "HCS") || strings.Contains(product, "CNP")):
		return FlowOffline
	case len(kinds) > 0:
		return kinds[0]
	}
	return FlowStandard
}

// Reviewed is the flow with the platform's review, or without it (§2.6).
func (f Flow) Reviewed(wanted bool) Flow {
	if !wanted {
		f.Nodes = slices.DeleteFunc(slices.Clone(f.Nodes), func(n FlowNode) bool { return n.Review })
	}
	return f
}

// Declaring gives the nodes that take as long as the listing declares that many calendar
// days (平均交付时长); 0 leaves them as they are.
func (f Flow) Declaring(days int) Flow {
	f.Nodes = slices.Clone(f.Nodes)
	for i := range f.Nodes {
		if f.Nodes[i].Declared && days > 0 {
			f.Nodes[i].Days, f.Nodes[i].Natural = days, true
		}
	}
	return f
}

// Promised is how many calendar days the listing declared that a delivery takes; 0: it did not.
func (f Flow) Promised() int {
	for _, node := range f.Nodes {
		if node.Declared && node.Natural {
			return node.Days
		}
	}
	return 0
}

// At is the node of that key; an end has no party and no acts.
func (f Flow) At(key Node) FlowNode {
	if i := f.Index(key); i < len(f.Nodes) {
		return f.Nodes[i]
	}
	return FlowNode{Key: key, Party: PartySystem}
}

// Index is the node's place from 0; an end stands behind them all.
func (f Flow) Index(key Node) int {
	for i, node := range f.Nodes {
		if node.Key == key {
			return i
		}
	}
	return len(f.Nodes)
}

// After is the node behind the given one.
func (f Flow) After(key Node) Node {
	if i := f.Index(key) + 1; i < len(f.Nodes) {
		return f.Nodes[i].Key
	}
	return NodeDone
}

// Handover is the node at which the seller hands the service over: the last one that asks
// for documents, else the seller's last.
func (f Flow) Handover() FlowNode {
	var found FlowNode
	for _, node := range f.Nodes {
		if node.Party == PartySeller && (len(node.Evidence) > 0 || len(found.Evidence) == 0) {
			found = node
		}
	}
	return found
}

// Has reports whether the flow has such a node.
func (f Flow) Has(key Node) bool { return f.Index(key) < len(f.Nodes) }
