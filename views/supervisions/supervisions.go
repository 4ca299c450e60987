// Package supervisions is the pages of deliveries, step by step.
package supervisions

import (
	"context"
	"slices"
	"strconv"
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

// DetailPage is one flow with all that belongs to it.
type DetailPage struct {
	Clock
	Flow    market.Supervision
	Order   market.Order
	Logs    []market.SupervisionLog
	Files   []market.Evidence
	Appeals []market.Appeal
	Refunds []market.Refund
	Kind    string         // of the timeline's entries
	Refused *market.Reason // why an act just now did not fit
	Typed   string         // what a person typed into a form that came too late

	Parcel      *market.Parcel  // hardware
	Licence     *market.Licence // License 2.0
	Couriers    []market.Courier
	CourierAsks []market.Review
	Draft       market.Draft
	Marks       market.Marks
	Held        *market.Stall // the refund that the delivery waits for, as the queue says it
	Seller      string        // whose delivery it is, at the operator's door
}

// operated reports the operator's door.
func (p DetailPage) operated() bool { return p.Seller != "" }

// door is the beginning of the reader's addresses.
func (p DetailPage) door() string {
	if p.operated() {
		return "/operator"
	}
	return ""
}

func (p DetailPage) url(verb string) string {
	if p.operated() {
		return "/operator" + url(p.Flow.ID, verb)
	}
	return url(p.Flow.ID, verb)
}

const longWait = 5 // working days without acceptance until the list says so

func url(id market.SupervisionID, verb string) string {
	if verb == "" {
		return "/supervisions/" + id.String()
	}
	return "/supervisions/" + id.String() + "/" + verb
}

func fileURL(id market.FileID) string { return "/files/" + id.String() }

// fileURL is where a file is looked at without leaving the page's door.
func (p DetailPage) fileURL(id market.FileID) string {
	if p.operated() {
		return "/operator/files/" + p.Flow.SellerID.String() + "/" + id.String()
	}
	return url(p.Flow.ID, "files/"+id.String())
}

// rawURL is where a file's content is, lookURL where it is looked at, at the reader's door.
func (p DetailPage) rawURL(id market.FileID) string {
	if p.operated() {
		return p.fileURL(id)
	}
	return fileURL(id)
}

func (p DetailPage) lookURL(id market.FileID) string { return p.url("files/" + id.String()) }

// previewCrumbs is the way to a document of the delivery.
func previewCrumbs(ctx context.Context, p PreviewPage) []ui.Link {
	way := p.crumbs(ctx)
	way[len(way)-1].URL = p.url("")
	return append(way, ui.Link{Text: i18n.T(ctx, p.File.Kind.Key())})
}

// handKinds are the documents that a form of handing over asks for: first what is needed.
func (p DetailPage) handKinds(act market.Act) []market.EvidenceKind {
	kinds := []market.EvidenceKind{market.EvidenceSOW, market.EvidenceAcceptance, market.EvidenceLicence, market.EvidenceDeployment, market.EvidenceOther}
	switch act {
	case market.PresentSupervision:
		kinds = []market.EvidenceKind{market.EvidenceDraft, market.EvidenceOther}
	case market.ShipSupervision:
		kinds = []market.EvidenceKind{market.EvidenceShipment, market.EvidenceOther}
	}
	var all []market.EvidenceKind
	for _, kind := range append(slices.Clone(p.need(act)), kinds...) {
		if !slices.Contains(all, kind) {
			all = append(all, kind)
		}
	}
	return all
}

func (p DetailPage) courierOptions() []ui.Option {
	var options []ui.Option
	for _, c := range p.Couriers {
		options = append(options, ui.Option{Value: c.Code, Label: c.Name})
	}
	return options
}

// escalations are what happens if nobody acts, as a list.
func (p DetailPage) escalations() []market.Escalation {
	if refund := p.refund(); p.held() != nil && refund != nil {
		return refund.Escalations(p.Settings, p.Calendar, p.Now)
	}
	return p.Flow.Escalations(p.Parcel, p.Settings, p.Calendar, p.Now)
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.delivery")}, {Text: i18n.T(ctx, "nav.supervisions")}}
	if len(more) > 0 {
		way[1].URL = "/supervisions"
	}
	return append(way, more...)
}

func clockText(d time.Duration) string { return time.Time{}.Add(d).Format("15:04") }

func (p DetailPage) late() bool { return p.Flow.Late(p.Now) }

// appeal is the one that freezes the flow.
func (p DetailPage) appeal() *market.Appeal {
	for i := range p.Appeals {
		if p.Appeals[i].Status.Open() {
			return &p.Appeals[i]
		}
	}
	return nil
}

// refund is the buyer's wish that is not decided or paid yet.
func (p DetailPage) refund() *market.Refund {
	for i := range p.Refunds {
		if p.Refunds[i].Status.Open() && !p.Flow.Over() {
			return &p.Refunds[i]
		}
	}
	return nil
}

// need is what handing over needs, by the flow that the order started with.
func (p DetailPage) need(act market.Act) []market.EvidenceKind {
	if step := p.Flow.Step(); act != "" && step.Act == act {
		return step.Evidence
	}
	return p.Flow.Flow.V.Handover().Evidence
}

func (p DetailPage) ours() market.Party {
	if p.operated() {
		return market.PartyOperator
	}
	return market.PartySeller
}

func (p DetailPage) entries(ctx context.Context) []ui.Entry {
	entries := ui.FlowEntries(ctx, p.Flow, p.Logs, p.Files, p.ours(), p.fileURL)
	for i, log := range p.Logs {
		if log.Party != market.PartyOperator || p.operated() {
			entries[i].From = log.Address
		}
	}
	if p.Order.PaidAt != nil {
		entries = append(entries, ui.Entry{At: *p.Order.PaidAt, Party: market.PartyBuyer, Actor: p.Order.CustomerName,
			Act: i18n.Did(ctx, market.PayOrder), Rest: " " + ui.AmountIn(ctx, p.Order.Amount, p.Order.Currency), Kind: "order"})
	}
	return entries
}

// kinds are the choices of the timeline's filter; their counts add up to the first.
func (p DetailPage) kinds(ctx context.Context) []ui.Tab {
	q := ui.QueryOf(ctx)
	entries := p.entries(ctx)
	counts := map[string]int{}
	for _, e := range entries {
		counts[e.Kind]++
	}
	all := []ui.Tab{{Text: i18n.T(ctx, "common.any"), URL: q.With("kind", "") + "#timeline", Count: i18n.Number(len(entries)), Current: p.Kind == ""}}
	for _, kind := range []string{"supervision", "appeal", "refund", "order"} {
		if counts[kind] > 0 {
			all = append(all, ui.Tab{Text: i18n.T(ctx, "supervision.kind_"+kind), URL: q.With("kind", kind) + "#timeline",
				Count: i18n.Number(counts[kind]), Current: p.Kind == kind})
		}
	}
	return all
}

func (p DetailPage) shown(ctx context.Context) []ui.Entry {
	var some []ui.Entry
	for _, e := range p.entries(ctx) {
		if p.Kind == "" || e.Kind == p.Kind {
			some = append(some, e)
		}
	}
	return some
}

// latest is the newest version of a kind; 0 when there is none.
func latest(files []market.Evidence, kind market.EvidenceKind) int {
	n := 0
	for _, f := range files {
		if f.Kind == kind {
			n = max(n, f.Version)
		}
	}
	return n
}

func kindOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, kind := range market.DeliveryEvidence {
		options = append(options, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key())})
	}
	return options
}

func accept() string { return market.FileRules[market.FileEvidence].Accept() }

func fileHelp(ctx context.Context, files []market.Evidence, kind market.EvidenceKind, need []market.EvidenceKind) string {
	if v := latest(files, kind); v > 0 {
		return i18n.T(ctx, "supervision.file_has", v)
	}
	for _, k := range need {
		if k == kind {
			return i18n.T(ctx, "supervision.file_needs")
		}
	}
	return ""
}

// crumbs is the way to the delivery from the reader's own list.
func (p DetailPage) crumbs(ctx context.Context) []ui.Link {
	if !p.operated() {
		return crumbs(ctx, ui.Link{Text: p.Order.Number})
	}
	return []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_supervisions"), URL: "/operator/supervisions"}, {Text: p.Order.Number}}
}

// draftBox is where the files of a handing over are prepared.
func (p DetailPage) draftBox(ctx context.Context, act market.Act) ui.DraftBox {
	box := ui.DraftBox{URL: "/drafts/" + p.Flow.ID.String(), Use: market.DraftDelivery, Draft: p.Draft, File: fileURL}
	for _, kind := range p.handKinds(act) {
		box.Kinds = append(box.Kinds, ui.DraftKind{Kind: kind, Help: fileHelp(ctx, p.prepared(), kind, p.need(act)), Required: needed(p, kind)})
	}
	return box
}

// prepared are the stored files together with the draft's: what the act would hand in.
func (p DetailPage) prepared() []market.Evidence {
	all := slices.Clone(p.Files)
	for _, f := range p.Draft.Files {
		all = append(all, market.Evidence{Kind: f.Kind, FileID: f.FileID, Name: f.Name, Version: latest(all, f.Kind) + 1})
	}
	return all
}

func formCrumbs(ctx context.Context, p DetailPage, act market.Act) []ui.Link {
	return crumbs(ctx, ui.Link{Text: p.Order.Number, URL: url(p.Flow.ID, "")}, ui.Link{Text: i18n.T(ctx, act)})
}

func requirementFiles(p DetailPage) []ui.File {
	var files []ui.File
	for _, f := range p.Files {
		if f.Kind == market.EvidenceRequirement {
			files = append(files, ui.File{Name: f.Name, URL: p.fileURL(f.FileID), Version: f.Version})
		}
	}
	return files
}

// asksNote says whether the buyer sent the listing's form back.
func (p DetailPage) asksNote() string {
	if len(requirementFiles(p)) == 0 {
		return "supervision.asks_missing"
	}
	return "supervision.asks_sent"
}

// needed reports whether the form must carry the document because it is not there yet.
func needed(p DetailPage, kind market.EvidenceKind) bool {
	return latest(p.Files, kind) == 0 && slices.Contains(p.need(p.Flow.Step().Act), kind)
}

func seen(version int) string { return strconv.Itoa(version) }
