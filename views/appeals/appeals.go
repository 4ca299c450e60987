// Package appeals is the pages of disputes over deliveries, for both doors.
package appeals

import (
	"context"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Clock is what pages need to say how much time is left.
type Clock struct {
	Now      time.Time
	Calendar market.Calendar
	Settings market.Settings
}

// DetailPage is one dispute with its flow and the evidence of both sides.
type DetailPage struct {
	Clock
	Operator bool
	Appeal   market.AppealRow
	Flow     market.Supervision
	Order    market.Order
	Logs     []market.SupervisionLog
	Files    []market.Evidence
	Refused  *market.Reason // why an act just now did not fit
}

// FilePage is the form of a new appeal.
type FilePage struct {
	Clock
	Flow  market.Supervision
	Order market.Order
	Files []market.Evidence
}

func (p DetailPage) url(verb string) string {
	path := "/appeals/" + p.Appeal.ID.String()
	if p.Operator {
		path = "/operator" + path
	}
	if verb != "" {
		path += "/" + verb
	}
	return path
}

func (p DetailPage) fileURL(id market.FileID) string {
	if p.Operator {
		return "/operator/files/" + p.Appeal.SellerID.String() + "/" + id.String()
	}
	return "/files/" + id.String()
}

// ours is the reader's side.
func (p DetailPage) ours() market.Party {
	if p.Operator {
		return market.PartyOperator
	}
	return market.PartySeller
}

func (p DetailPage) head(ctx context.Context) ui.Head {
	crumbs := []ui.Link{{Text: i18n.T(ctx, "nav.delivery")}, {Text: i18n.T(ctx, "nav.appeals"), URL: "/appeals"}, {Text: p.Appeal.Number}}
	if p.Operator {
		crumbs = []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_appeals"), URL: "/operator/appeals"}, {Text: p.Appeal.Number}}
	}
	return ui.Head{Title: p.Appeal.ProductName, Unit: p.Appeal.SpecName, Crumbs: crumbs, Facts: headFacts(p)}
}

func (p DetailPage) turn(ctx context.Context) ui.TurnNow {
	now := ui.TurnNow{Party: p.Flow.Turn, Ours: p.Flow.Turn == p.ours(), Act: i18n.T(ctx, "appeal.turn_decide"), Since: i18n.Moment(ctx, p.since())}
	if p.Appeal.Status == market.AppealEvidence {
		now.Act = i18n.T(ctx, "appeal.turn_supply")
	}
	return now
}

// since is when the side whose turn it is began to be waited for.
func (p DetailPage) since() time.Time {
	for _, log := range p.Logs { // newest first
		if log.Act.Area() == market.Appeals {
			return log.At
		}
	}
	return p.Appeal.FiledAt
}

func (p DetailPage) otherwise() market.Reason {
	if p.Appeal.Status == market.AppealEvidence {
		return market.Because("appeal.otherwise_supply")
	}
	return market.Because("appeal.otherwise_decide")
}

func countdown(a market.Appeal, since time.Time, c Clock) ui.Countdown {
	return ui.AppealCountdown(a, since, c.Now, c.Calendar)
}

func (p DetailPage) entries(ctx context.Context) []ui.Entry {
	return ui.FlowEntries(ctx, p.Flow, p.Logs, p.Files, p.ours(), p.fileURL)
}

// filesOf are the documents that one side handed in.
func (p DetailPage) filesOf(party market.Party) []market.Evidence {
	var some []market.Evidence
	for _, f := range p.Files {
		if f.Party == party {
			some = append(some, f)
		}
	}
	return some
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	a := p.Appeal
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "appeal.number"), Part: ui.ID(a.Number, "")},
		{Label: i18n.T(ctx, "appeal.status"), Part: ui.Chip(a.Status)},
		{Label: i18n.T(ctx, "appeal.filed_by"), Text: i18n.T(ctx, "common.party_"+string(a.FiledBy)) + " " + a.Filer},
		{Label: i18n.T(ctx, "appeal.ground"), Text: i18n.T(ctx, a.Ground.Key())},
		{Label: i18n.T(ctx, "appeal.node"), Text: i18n.T(ctx, a.Node.Key())},
		{Label: i18n.T(ctx, "appeal.filed_at"), Part: ui.Time(a.FiledAt)},
	}
	switch a.Status {
	case market.AppealEvidence:
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "appeal.supply_by"), Part: ui.Time(a.DueAt)})
	case market.AppealPending:
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "appeal.due_at"), Part: ui.Time(a.DueAt)})
	case market.AppealDecided, market.AppealRejected, market.AppealWithdrawn:
	}
	if a.Outcome != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "appeal.result"), Text: i18n.T(ctx, a.Outcome.Key())})
	}
	if a.ReturnNode != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "appeal.returned_to"), Text: i18n.T(ctx, a.ReturnNode.Key())})
	}
	if a.RefundAmount != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "appeal.refunded"), Part: ui.MoneyUnit(*a.RefundAmount)})
	}
	if a.DecidedBy != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "appeal.decided_by"), Text: a.DecidedBy})
	}
	if a.DecidedAt != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "appeal.decided_at"), Part: ui.Time(*a.DecidedAt)})
	}
	return facts
}

func (p DetailPage) orderFacts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "appeal.order"), Part: ui.ID(p.Order.Number, p.orderURL())},
		{Label: i18n.T(ctx, "supervision.order_status"), Part: ui.Chip(p.Order.Status)},
		{Label: i18n.T(ctx, "supervision.company"), Text: p.Order.CustomerName},
		{Label: i18n.T(ctx, "supervision.paid_amount"), Part: ui.Money(p.Order.Amount)},
		{Label: i18n.T(ctx, "appeal.flow"), Part: ui.Chip(p.Flow.Status)},
	}
	if p.Operator {
		facts = append([]ui.Fact{{Label: i18n.T(ctx, "appeal.seller"), Text: p.Appeal.CompanyName}}, facts...)
	}
	return facts
}

func (p DetailPage) orderURL() string {
	if p.Operator {
		return ""
	}
	return "/supervisions/" + p.Flow.ID.String()
}

func groundOptions(ctx context.Context, p FilePage) []ui.Option {
	var options []ui.Option
	for _, ground := range market.Grounds(market.PartySeller, p.Flow.Node) {
		options = append(options, ui.Option{Value: string(ground), Label: i18n.T(ctx, ground.Key()), Help: i18n.T(ctx, ground.Key()+"_help")})
	}
	return options
}

// need is what the most demanding ground needs at this node.
func (p FilePage) need() []market.EvidenceKind {
	if p.Flow.Node == market.NodeAccepting {
		return market.GroundUnreachable.Evidence()
	}
	return nil
}

func outcomeOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, outcome := range market.AppealOutcomes {
		options = append(options, ui.Option{Value: string(outcome), Label: i18n.T(ctx, outcome.Key()), Help: i18n.T(ctx, outcome.Key()+"_help")})
	}
	return options
}

func (p DetailPage) nodeOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, node := range p.Flow.Flow.V.Nodes[:min(p.Flow.Ordinal+1, len(p.Flow.Flow.V.Nodes))] {
		options = append(options, ui.Option{Value: string(node.Key), Label: i18n.T(ctx, node.Key.Key())})
	}
	return options
}

// need is the proof without which acceptance on behalf is refused.
func (p DetailPage) need() []market.EvidenceKind {
	if p.Appeal.Ground == market.GroundUnreachable {
		return p.Appeal.Ground.Evidence()
	}
	return market.GroundNoAccept.Evidence()
}

func accept() string { return market.FileRules[market.FileEvidence].Accept() }

func detailHead(ctx context.Context, p DetailPage) ui.Head {
	head := p.head(ctx)
	if !p.Operator {
		head.Acts = acts(p)
	}
	return head
}

func ended(ctx context.Context, row market.AppealRow) string {
	if row.DecidedAt == nil {
		return ""
	}
	return i18n.T(ctx, "appeal.decided", i18n.Moment(ctx, *row.DecidedAt))
}

func supplyCrumbs(ctx context.Context, p DetailPage) []ui.Link {
	crumbs := p.head(ctx).Crumbs
	crumbs[2].URL = p.url("")
	return append(crumbs, ui.Link{Text: i18n.T(ctx, market.SupplyAppeal)})
}

func fileCrumbs(ctx context.Context, p FilePage) []ui.Link {
	return []ui.Link{{Text: i18n.T(ctx, "nav.delivery")}, {Text: i18n.T(ctx, "nav.supervisions"), URL: "/supervisions"},
		{Text: p.Order.Number, URL: "/supervisions/" + p.Flow.ID.String()}, {Text: i18n.T(ctx, market.FileAppeal)}}
}

// fileBoxes are the documents that are there already.
func fileBoxes(p FilePage) []ui.File {
	var files []ui.File
	for _, f := range p.Files {
		files = append(files, ui.File{Name: f.Name, URL: "/files/" + f.FileID.String(), Version: f.Version})
	}
	return files
}
