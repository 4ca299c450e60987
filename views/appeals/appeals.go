// Package appeals is the pages of disputes over deliveries, for both doors.
package appeals

import (
	"context"
	"slices"
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
	Scene    market.Scene   // all that is known of the delivery
	Refused  *market.Reason // why an act just now did not fit
	Draft    market.Draft   // of the form on the page

	Desk    []market.Handling // the operator's people and what they have to do
	Block   *market.Reason    // why money cannot go back now
	Preview *market.Decision  // what is about to be decided
	Return  *Return           // the hardware return that it is about (transactions.md §4.4)
}

// Return is a hardware return whose inspection is disputed.
type Return struct {
	Refund   market.RefundRow
	Logs     []market.RefundLog
	Couriers []market.Courier
}

// FilePage is the form of a new appeal.
type FilePage struct {
	Clock
	Flow  market.Supervision
	Order market.Order
	Files []market.Evidence
	Draft market.Draft
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

// rawURL is where a file's content is, lookURL where it is looked at.
func (p DetailPage) rawURL(id market.FileID) string {
	if p.Operator {
		return "/operator/files/" + p.Appeal.SellerID.String() + "/" + id.String()
	}
	return "/files/" + id.String()
}

func (p DetailPage) lookURL(id market.FileID) string {
	path := "/supervisions/" + p.Appeal.SupervisionID.String() + "/files/" + id.String()
	if p.Operator {
		return "/operator" + path
	}
	return path
}

// ours is the reader's side.
func (p DetailPage) ours() market.Party {
	if p.Operator {
		return market.PartyOperator
	}
	return market.PartySeller
}

// sight is the dispute as the party sees it, shown to the reader.
func (p DetailPage) sight(as market.Party) market.Sight {
	return p.Scene.SeeAs(p.ours(), as, p.Settings.AppealPolicy(), p.Now)
}

func (p DetailPage) head(ctx context.Context) ui.Head {
	crumbs := []ui.Link{{Text: i18n.T(ctx, "nav.delivery")}, {Text: i18n.T(ctx, "nav.appeals"), URL: "/appeals"}, {Text: p.Appeal.Number}}
	if p.Operator {
		crumbs = []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_appeals"), URL: "/operator/appeals"}, {Text: p.Appeal.Number}}
	}
	head := ui.Head{Title: p.Appeal.ProductName, Unit: p.Appeal.SpecName, Crumbs: crumbs, Facts: headFacts(p)}
	if p.seenAs(ctx) == p.ours() {
		head.Acts = acts(p)
	}
	return head
}

func (p DetailPage) seenAs(ctx context.Context) market.Party { return ui.SeenAs(ctx, p.ours()) }

// turn is whose turn it is, in the eyes of a side.
func (p DetailPage) turn(ctx context.Context, eyes market.Party) ui.TurnNow {
	party, act := market.PartyOperator, "appeal.turn_decide"
	if p.Appeal.Status == market.AppealEvidence {
		party, act = p.Appeal.AskedParty, "appeal.turn_supply"
	}
	return ui.TurnNow{Party: party, Ours: party == eyes, Act: i18n.T(ctx, act), Since: i18n.Moment(ctx, p.since())}
}

// since is when the side whose turn it is began to be waited for.
func (p DetailPage) since() time.Time {
	for _, log := range p.Scene.Logs { // newest first
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

// file is the case as the reader sees it: both sides along one line of time.
func (p DetailPage) file(ctx context.Context) ui.CaseFile {
	sight := p.sight(p.ours())
	sight.Logs = slices.DeleteFunc(slices.Clone(sight.Logs), func(l market.SupervisionLog) bool { return l.Act == market.AppealRefund }) // filing it says the same
	c := ui.CaseFile{Buyer: p.Order.CustomerName, Seller: p.Appeal.CompanyName,
		Entries: ui.CaseEntries(ctx, sight, p.Flow, p.ours(), p.lookURL, p.rawURL)}
	for _, f := range sight.Files {
		switch f.Party {
		case market.PartyBuyer:
			c.BuyerFiles++
		case market.PartySeller:
			c.SellerFiles++
		case market.PartyOperator, market.PartySystem:
		}
	}
	return c
}

// seen is the dispute as another side sees it now.
func (p DetailPage) seen(ctx context.Context, as market.Party) ui.Seen {
	sight := p.sight(as)
	s := ui.Seen{Own: p.ours(), As: as, Sight: sight, Status: ui.Chip(p.Appeal.Status), Over: !p.Appeal.Status.Open(),
		Turn: p.turn(ctx, as), Left: countdown(p.Appeal.Appeal, p.since(), p.Clock), Else: p.otherwise(),
		Texts: p.texts(ctx),
		Files: ui.EvidenceRows(ctx, sight.Files, p.rawURL),
		Case:  ui.SightEntries(ctx, p.Flow, sight, as, p.rawURL)}
	return s
}

func (p DetailPage) texts(ctx context.Context) []ui.SeenText {
	texts := []ui.SeenText{{Title: i18n.T(ctx, "appeal.reason"), Text: p.Appeal.Reason}}
	if p.Appeal.Asked != "" {
		texts = append(texts, ui.SeenText{Title: i18n.T(ctx, "appeal.asked"), Text: p.Appeal.Asked})
	}
	if p.Appeal.Conclusion != "" {
		texts = append(texts, ui.SeenText{Title: i18n.T(ctx, "appeal.conclusion"), Text: p.Appeal.Conclusion})
	}
	return texts
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
	if a.Handler != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "appeal.handler"), Text: a.Handler})
	}
	if a.Outcome != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "appeal.result"), Text: i18n.T(ctx, a.Outcome.Key())})
	}
	if a.ReturnNode != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "appeal.returned_to"), Text: i18n.T(ctx, a.ReturnNode.Key())})
	}
	if a.RefundAmount != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "appeal.refunded"), Part: ui.MoneyIn(*a.RefundAmount, a.Currency)})
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
		{Label: i18n.T(ctx, "supervision.paid_amount"), Part: ui.MoneyIn(p.Order.Amount, p.Order.Currency)},
		{Label: i18n.T(ctx, "appeal.refundable"), Part: ui.MoneyIn(p.Order.Refundable(), p.Order.Currency)},
		{Label: i18n.T(ctx, "appeal.flow"), Part: ui.Chip(p.Flow.Status)},
	}
	if p.Appeal.RefundID != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "appeal.of_return"), Part: ui.TextLink(i18n.T(ctx, "appeal.see_return"), p.door()+"/refunds/"+p.Appeal.RefundID.String())})
	}
	if p.Operator {
		facts = append([]ui.Fact{{Label: i18n.T(ctx, "appeal.seller"), Text: p.Appeal.CompanyName}}, facts...)
	}
	return facts
}

func (p DetailPage) door() string {
	if p.Operator {
		return "/operator"
	}
	return ""
}

func (p DetailPage) orderURL() string { return p.door() + "/supervisions/" + p.Flow.ID.String() }

func groundOptions(ctx context.Context, p FilePage) []ui.Option {
	var options []ui.Option
	for _, ground := range market.Grounds(market.PartySeller, p.Flow.Node) {
		options = append(options, ui.Option{Value: string(ground), Label: i18n.T(ctx, ground.Key()), Help: i18n.T(ctx, ground.Key()+"_help")})
	}
	return options
}

// need is what the most demanding ground needs at this node.
func (p FilePage) need() []market.EvidenceKind {
	for _, ground := range market.Grounds(market.PartySeller, p.Flow.Node) {
		if ground == market.GroundUnreachable {
			return ground.Evidence(p.Flow.Flow.V)
		}
	}
	return nil
}

// lacking are the kinds of document that the form can still bring.
func (p FilePage) lacking() []market.EvidenceKind {
	var have, kinds []market.EvidenceKind
	for _, f := range p.Files {
		have = append(have, f.Kind)
	}
	for _, n := range market.EvidenceNeeds(p.need(), have) {
		if n.Missing > 0 {
			kinds = append(kinds, n.Kind)
		}
	}
	return kinds
}

func (p FilePage) url() string { return "/supervisions/" + p.Flow.ID.String() }

// box is where the form's files are prepared.
func (p FilePage) box(ctx context.Context) ui.DraftBox {
	kinds := []ui.DraftKind{{Kind: market.EvidenceAppeal, Help: i18n.T(ctx, "supervision.file_help")}}
	for _, kind := range p.lacking() {
		kinds = append(kinds, ui.DraftKind{Kind: kind, Help: i18n.T(ctx, "appeal.file_for")})
	}
	return ui.DraftBox{URL: "/drafts/" + p.Flow.ID.String(), Use: market.DraftAppeal, Kinds: kinds, Draft: p.Draft, File: fileURL}
}

// box is where the answer's files are prepared.
func (p DetailPage) box(ctx context.Context) ui.DraftBox {
	return ui.DraftBox{URL: "/drafts/" + p.Flow.ID.String(), Use: market.DraftSupply, Draft: p.Draft, File: fileURL,
		Kinds: []ui.DraftKind{{Kind: market.EvidenceAppeal, Help: i18n.T(ctx, "supervision.file_help"), Required: true}}}
}

func fileURL(id market.FileID) string { return "/files/" + id.String() }

// need is the proof without which acceptance on behalf is refused.
func (p DetailPage) need() []market.EvidenceKind { return p.Appeal.AcceptanceProof(p.Flow) }

func supplyCrumbs(ctx context.Context, p DetailPage) []ui.Link {
	crumbs := p.head(ctx).Crumbs
	crumbs[2].URL = p.url("")
	return append(crumbs, ui.Link{Text: i18n.T(ctx, market.SupplyAppeal)})
}

func fileCrumbs(ctx context.Context, p FilePage) []ui.Link {
	return []ui.Link{{Text: i18n.T(ctx, "nav.delivery")}, {Text: i18n.T(ctx, "nav.supervisions"), URL: "/supervisions"},
		{Text: p.Order.Number, URL: p.url()}, {Text: i18n.T(ctx, market.FileAppeal)}}
}

// fileBoxes are the documents that are there already.
func fileBoxes(p FilePage) []ui.File {
	var files []ui.File
	for _, f := range p.Files {
		files = append(files, ui.File{Name: f.Name, URL: "/files/" + f.FileID.String(), Version: f.Version})
	}
	return files
}

func keptAt(ctx context.Context, d market.Draft) string {
	if d.KeptAt == nil {
		return ""
	}
	return i18n.Moment(ctx, *d.KeptAt)
}
