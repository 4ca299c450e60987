package handlers

import (
	"net/http"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// draftAnswer is what a customer has prepared: files that the act they are meant for hands in.
type draftAnswer struct {
	Files []draftFileAnswer `json:"files"`
}

type draftFileAnswer struct {
	ID      string              `json:"id"`
	Kind    market.EvidenceKind `json:"kind"`
	Name    string              `json:"name"`
	Size    int64               `json:"size"`
	SHA256  string              `json:"sha256"`
	AddedAt time.Time           `json:"added_at"`
}

func (s storefront) draft() error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	flow, err := store.SupervisionOf(s.ctx(), order.ID)
	if isNotFound(err) {
		return market.Conflict("storefront.no_supervision", order.Number)
	}
	if err != nil {
		return err
	}
	draft, err := store.Draft(s.ctx(), flow.ID, market.DraftUse(s.QueryParam("use")))
	if err != nil {
		return err
	}
	answer := draftAnswer{Files: []draftFileAnswer{}}
	for _, f := range draft.Files {
		answer.Files = append(answer.Files, draftFileAnswer{f.ID.String(), f.Kind, f.Name, f.Size, f.SHA256, f.AddedAt})
	}
	return s.JSON(http.StatusOK, answer)
}

// attachDraft stores one file of what is being prepared, so that a broken connection loses
// no other (transactions.md §2.6).
func (s storefront) attachDraft() error {
	var asked struct {
		Use  string  `json:"use"`
		File fileAsk `json:"file"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	kinds := market.DraftUse(asked.Use).Kinds()
	if len(kinds) == 0 {
		return market.Invalid("use", "problem.not_an_option", asked.Use)
	}
	files, err := uploads([]fileAsk{asked.File}, kinds[0])
	if err != nil {
		return err
	}
	return s.delivers(market.AttachDraft, func(store *db.Seller, id market.SupervisionID) error {
		return store.AttachDraft(s.ctx(), id, market.DraftUse(asked.Use), files[0])
	})
}

func (s storefront) detachDraft() error {
	var asked struct {
		Use string `json:"use"`
		ID  string `json:"id"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	file, err := market.ParseID[market.DraftFile](asked.ID)
	if err != nil {
		return market.NotFound
	}
	return s.delivers(market.DetachDraft, func(store *db.Seller, id market.SupervisionID) error {
		return store.DetachDraft(s.ctx(), id, market.DraftUse(asked.Use), file)
	})
}
