package handlers

import (
	"context"
	"mime"
	"net/http"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// caseAnswer is what the buyer of a dispute sees and may do (transactions.md §3); how it
// stands is said by the dispute itself.
type caseAnswer struct {
	Number   string           `json:"number"`
	May      []market.Act     `json:"may"`
	Files    []caseFileAnswer `json:"files"`
	Contacts []contactAnswer  `json:"contacts"`
	Events   []eventAnswer    `json:"events"`
}

type caseFileAnswer struct {
	ID      string              `json:"id"`
	Kind    market.EvidenceKind `json:"kind"`
	Name    string              `json:"name"`
	Type    string              `json:"type"`
	Size    int64               `json:"size"`
	SHA256  string              `json:"sha256"`
	Party   market.Party        `json:"party"`
	AddedAt time.Time           `json:"added_at"`
}

type contactAnswer struct {
	At      time.Time             `json:"at"`
	Channel market.ContactChannel `json:"channel"`
	Party   market.Party          `json:"party"`
	Reached bool                  `json:"reached"`
	Text    string                `json:"text"`
}

// appealCase answers with the dispute by the very sight that a page shows as the buyer's.
func (s storefront) appealCase() error {
	store, appeal, order, err := s.appealCounter()
	if err != nil {
		return err
	}
	sight, err := s.caseSight(s.ctx(), store, appeal, order)
	if err != nil {
		return err
	}
	answer := caseAnswer{Number: appeal.Number, May: []market.Act{}, Files: []caseFileAnswer{}, Contacts: []contactAnswer{}, Events: []eventAnswer{}}
	for _, chance := range sight.Chances {
		if chance.Open() {
			answer.May = append(answer.May, chance.Act)
		}
	}
	for _, f := range sight.Files {
		answer.Files = append(answer.Files, caseFileAnswer{f.FileID.String(), f.Kind, f.Name, f.Mime, f.Size, f.SHA256, f.Party, f.AddedAt})
	}
	for _, c := range sight.Contacts {
		answer.Contacts = append(answer.Contacts, contactAnswer{c.HeldAt, c.Channel, c.Party, c.Reached, c.Text})
	}
	for _, log := range sight.Logs {
		if log.Act.Area() == market.Appeals {
			answer.Events = append(answer.Events, eventAnswer{At: log.At, Kind: market.EventAppeal, Party: log.Party, Act: string(log.Act), Text: i18n.T(s.ctx(), log.Act), Remark: log.Comment})
		}
	}
	return s.JSON(http.StatusOK, answer)
}

// caseSight is what the buyer sees of the dispute.
func (s storefront) caseSight(ctx context.Context, store *db.Seller, appeal market.Appeal, order market.Order) (market.Sight, error) {
	flow, err := store.Supervision(ctx, appeal.SupervisionID)
	if err != nil {
		return market.Sight{}, err
	}
	scene, err := readScene(ctx, store, flow, order)
	if err != nil {
		return market.Sight{}, err
	}
	if scene.Contacts, err = store.AppealContacts(ctx, appeal.ID); err != nil {
		return market.Sight{}, err
	}
	settings, err := s.site.db.Settings(ctx)
	if err != nil {
		return market.Sight{}, err
	}
	return scene.See(market.PartyBuyer, settings.AppealPolicy(), s.site.db.Now()), nil
}

// appealFile answers with a document of the dispute that the buyer may see.
func (s storefront) appealFile() error {
	store, appeal, order, err := s.appealCounter()
	if err != nil {
		return err
	}
	sight, err := s.caseSight(s.ctx(), store, appeal, order)
	if err != nil {
		return err
	}
	for _, f := range sight.Files {
		if f.FileID.String() != s.Param("file") {
			continue
		}
		content, err := store.FileContent(s.ctx(), f.FileID)
		if err != nil {
			return err
		}
		s.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
		return s.Blob(http.StatusOK, f.Mime, content)
	}
	return market.NotFound
}
