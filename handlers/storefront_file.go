package handlers

import (
	"context"
	"mime"
	"net/http"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/supervisions"
)

// templateAnswer is a form of the listing: the requirement that the customer fills in, or what
// the seller fills in when it delivers (transactions.md §2.3, §2.6).
type templateAnswer struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	Size int64  `json:"size"`
	URL  string `json:"url"`
}

// documentAnswer is one version of one document of the delivery.
type documentAnswer struct {
	caseFileAnswer
	Version int    `json:"version"`
	URL     string `json:"url"`
}

// templatesOf are the forms that the order's flow started with, by the kind that a product's
// page gives them.
func templatesOf(flow market.Flow) (papers []market.Paper) {
	if flow.Asks != nil {
		papers = append(papers, market.Paper{Kind: "requirement", FileRef: *flow.Asks})
	}
	if flow.Document != nil {
		papers = append(papers, market.Paper{Kind: "delivery", FileRef: *flow.Document})
	}
	return papers
}

func orderFilePath(order market.Order, id market.FileID) string {
	return storefrontPath + "/orders/" + order.Number + "/files/" + id.String()
}

// orderSight is what the customer sees of the delivery: the very sight that a page shows as
// the buyer's.
func (s storefront) orderSight(ctx context.Context, store *db.Seller, order market.Order, flow market.Supervision) (market.Sight, market.Scene, error) {
	scene, err := readScene(ctx, store, flow, order)
	if err != nil {
		return market.Sight{}, scene, err
	}
	settings, err := s.site.db.Settings(ctx)
	return scene.See(market.PartyBuyer, settings.AppealPolicy(), s.site.db.Now()), scene, err
}

// stands fills in since when the delivery waits at its node, what happens if nobody acts, and
// when each step was passed: what its pages say to everybody else (transactions.md §2.2).
func (s storefront) stands(store *db.Seller, scene market.Scene, answer *supervisionAnswer) error {
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	flow := scene.Flow
	refunds, err := store.RefundsOf(s.ctx(), scene.Order.ID)
	if err != nil {
		return err
	}
	held, err := heldBy(s.ctx(), store, scene.Order, refunds)
	if err != nil {
		return err
	}
	p := supervisions.DetailPage{Held: held, Clock: supervisions.Clock{Now: s.site.db.Now(), Settings: settings}, Flow: flow, Order: scene.Order, Logs: scene.Logs}
	if held != nil && flow.Status == market.SupervisionRunning {
		answer.Turn, answer.DueAt = held.Owner, held.DueAt
	}
	if parcel := answer.Parcel; parcel != nil {
		if held != nil { // nothing is accepted by itself before the refund is decided
			parcel.AcceptsAt = nil
		}
		p.Parcel = &market.Parcel{SignedAt: parcel.SignedAt, Unread: parcel.unread}
	}
	answer.Since, answer.Else = p.Since(), i18n.Say(s.ctx(), p.Otherwise())
	for i, node := range flow.Flow.V.Nodes {
		step := stepAnswer{Node: node.Key, Name: i18n.T(s.ctx(), node.Key.Key()), Party: node.Party, State: "future"}
		switch {
		case i < flow.Ordinal || flow.Over():
			step.State = "past"
			if passed, _ := flow.Visits(scene.Logs, i); passed != nil {
				step.At = &passed.At
			}
		case i == flow.Ordinal:
			step.State = "now"
		}
		answer.Steps = append(answer.Steps, step)
	}
	return nil
}

// papers fills in what the customer may read and do now: the listing's forms, the documents
// that were handed in by either side, and the acts that are open.
func (s storefront) papers(store *db.Seller, order market.Order, flow market.Supervision, answer *supervisionAnswer) error {
	sight, scene, err := s.orderSight(s.ctx(), store, order, flow)
	if err != nil {
		return err
	}
	if err := s.stands(store, scene, answer); err != nil {
		return err
	}
	answer.Requirement, answer.May, answer.Documents = flow.Requirement, []market.Act{}, []documentAnswer{}
	for _, chance := range sight.Chances {
		if chance.Open() {
			answer.May = append(answer.May, chance.Act)
		}
	}
	for _, paper := range templatesOf(flow.Flow.V) {
		answer.Templates = append(answer.Templates, templateAnswer{paper.Kind, paper.Name, paper.Size, orderFilePath(order, paper.ID)})
	}
	for _, f := range sight.Files {
		answer.Documents = append(answer.Documents, documentAnswer{
			caseFileAnswer{f.FileID.String(), f.Kind, f.Name, f.Mime, f.Size, f.SHA256, f.Party, f.AddedAt}, f.Version, orderFilePath(order, f.FileID)})
	}
	return nil
}

// orderFile answers with a form of the listing or a document of the delivery that the customer
// may see.
func (s storefront) orderFile() error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	flow, err := store.SupervisionOf(s.ctx(), order.ID)
	if err != nil {
		return err
	}
	id, err := pathID[market.File](s, "file")
	if err != nil {
		return err
	}
	sight, _, err := s.orderSight(s.ctx(), store, order, flow)
	if err != nil {
		return err
	}
	seen := false
	for _, f := range sight.Files {
		seen = seen || f.FileID == id
	}
	for _, paper := range templatesOf(flow.Flow.V) {
		seen = seen || paper.ID == id
	}
	if !seen {
		return market.NotFound
	}
	file, err := store.File(s.ctx(), id)
	if err != nil {
		return err
	}
	content, err := store.FileContent(s.ctx(), id)
	if err != nil {
		return err
	}
	s.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	return s.Blob(http.StatusOK, file.Mime, content)
}
