package handlers

import (
	"cmp"
	"encoding/base64"
	"errors"
	"net/http"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// fileAsk is a file inside a JSON body.
type fileAsk struct {
	Name    string `json:"name"`
	Content string `json:"content"` // base64
	Kind    string `json:"kind"`
}

// uploads decodes the files of a body.
func uploads(files []fileAsk, kind market.EvidenceKind) ([]market.Upload, error) {
	var all []market.Upload
	for _, file := range files {
		content, err := base64.StdEncoding.DecodeString(file.Content)
		if err != nil {
			return nil, market.Invalid("files", "storefront.not_base64", file.Name)
		}
		each := kind
		if file.Kind != "" {
			each = market.EvidenceKind(file.Kind)
		}
		all = append(all, market.Upload{Kind: each, Name: file.Name, Content: content})
	}
	return all, nil
}

// delivers carries out one act on the delivery flow of the path's order.
func (s storefront) delivers(act market.Act, do func(*db.Seller, market.SupervisionID) error) error {
	return s.does(act, func(store *db.Seller, order market.Order) error {
		flow, err := store.SupervisionOf(s.ctx(), order.ID)
		if isNotFound(err) {
			return market.Conflict("storefront.no_supervision", order.Number)
		}
		if err != nil {
			return err
		}
		return do(store, flow.ID)
	})
}

func (s storefront) submitSupervision() error {
	var asked struct {
		Text  string    `json:"text"`
		Files []fileAsk `json:"files"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	files, err := uploads(asked.Files, market.EvidenceRequirement)
	if err != nil {
		return err
	}
	return s.delivers(market.SubmitSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.SubmitSupervision(s.ctx(), id, market.Requirement{Text: asked.Text, Files: files})
	})
}

func (s storefront) acceptSupervision() error {
	var asked struct {
		Comment string `json:"comment"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.delivers(market.AcceptSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.AcceptSupervision(s.ctx(), id, asked.Comment)
	})
}

func (s storefront) rejectSupervision() error {
	var asked struct {
		Reason string `json:"reason"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.delivers(market.RejectSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.RejectSupervision(s.ctx(), id, asked.Reason)
	})
}

// fileAppeal answers with the number of the new appeal.
func (s storefront) fileAppeal() error {
	var asked struct {
		Ground string    `json:"ground"`
		Reason string    `json:"reason"`
		Files  []fileAsk `json:"files"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	files, err := uploads(asked.Files, market.EvidenceAppeal)
	if err != nil {
		return err
	}
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	receipt, err := s.once(store, func(store *db.Seller) error {
		flow, err := store.SupervisionOf(s.ctx(), order.ID)
		if isNotFound(err) {
			return market.Conflict("storefront.no_supervision", order.Number)
		}
		if err != nil {
			return err
		}
		_, err = store.FileAppeal(s.ctx(), flow.ID, market.Complaint{Ground: market.Ground(asked.Ground), Reason: asked.Reason, Files: files})
		return err
	})
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Appeal](receipt.Subject)
	if err != nil {
		return err
	}
	appeal, err := store.Appeal(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusCreated, doneAnswer{appeal.Number, market.FileAppeal, receipt.At})
}

// appeals carries out one act on the appeal of the path.
func (s storefront) appeals(act market.Act, do func(*db.Seller, market.AppealID) error) error {
	store, appeal, _, err := s.appealCounter()
	if err != nil {
		return err
	}
	receipt, err := s.once(store, func(store *db.Seller) error { return do(store, appeal.ID) })
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, doneAnswer{appeal.Number, act, receipt.At})
}

func (s storefront) supplyAppeal() error {
	var asked struct {
		Text  string    `json:"text"`
		Files []fileAsk `json:"files"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	files, err := uploads(asked.Files, market.EvidenceAppeal)
	if err != nil {
		return err
	}
	return s.appeals(market.SupplyAppeal, func(store *db.Seller, id market.AppealID) error {
		return store.SupplyAppeal(s.ctx(), id, asked.Text, files)
	})
}

func (s storefront) withdrawAppeal() error {
	return s.appeals(market.WithdrawAppeal, func(store *db.Seller, id market.AppealID) error {
		return store.WithdrawAppeal(s.ctx(), id)
	})
}

// requestRefund answers with the number of the new refund.
func (s storefront) requestRefund() error {
	var asked struct {
		Amount       string `json:"amount"`
		Reason       string `json:"reason"`
		ContactShown bool   `json:"contact_shown"`
		Goods        string `json:"goods"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	faults := market.Invalids{}
	wanted := market.RefundRequest{Amount: amount(faults, "amount", asked.Amount), Reason: asked.Reason, ContactShown: asked.ContactShown, Goods: market.GoodsState(asked.Goods)}
	if err := faults.Err(); err != nil {
		return err
	}
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	wanted.OrderID = order.ID
	receipt, err := s.once(store, func(store *db.Seller) error {
		_, err := store.RequestRefund(s.ctx(), wanted)
		return err
	})
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Refund](receipt.Subject)
	if err != nil {
		return err
	}
	refund, err := store.Refund(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusCreated, doneAnswer{refund.Number, market.RequestRefund, receipt.At})
}

func (s storefront) withdrawRefund() error {
	return s.refunds(market.WithdrawRefund, func(store *db.Seller, id market.RefundID) error { return store.WithdrawRefund(s.ctx(), id) })
}

// refunds carries out one act on the refund of the path.
func (s storefront) refunds(act market.Act, do func(*db.Seller, market.RefundID) error) error {
	store, refund, _, err := s.refundCounter()
	if err != nil {
		return err
	}
	receipt, err := s.once(store, func(store *db.Seller) error { return do(store, refund.ID) })
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, doneAnswer{refund.Number, act, receipt.At})
}

// progressAnswer is what a customer sees of the delivery.
type progressAnswer struct {
	Number      string             `json:"number"`
	Status      market.OrderStatus `json:"status"`
	Supervision *supervisionAnswer `json:"supervision,omitempty"`
	Appeal      *appealAnswer      `json:"appeal,omitempty"`
	Events      []eventAnswer      `json:"events"`
}

type supervisionAnswer struct {
	Status market.SupervisionStatus `json:"status"`
	Node   market.Node              `json:"node"`
	Turn   market.Party             `json:"turn"`
	Since  time.Time                `json:"since"`
	DueAt  *time.Time               `json:"due_at,omitempty"`
	Else   string                   `json:"otherwise"` // what happens if nobody acts
	Steps  []stepAnswer             `json:"steps"`

	Link    string        `json:"link,omitempty"`    // where a draft or a test build is looked at
	Code    string        `json:"code,omitempty"`    // identification code to deliver by
	Licence string        `json:"license,omitempty"` // authorization code, once received
	Result  string        `json:"result,omitempty"`  // what the seller said it handed over
	Parcel  *parcelAnswer `json:"parcel,omitempty"`

	May         []market.Act     `json:"may"`
	Requirement string           `json:"requirement,omitempty"`
	Templates   []templateAnswer `json:"templates,omitempty"`
	Documents   []documentAnswer `json:"documents"`
}

type stepAnswer struct {
	Node  market.Node  `json:"node"`
	Name  string       `json:"name"`
	Party market.Party `json:"party"`
	State string       `json:"state"`
	At    *time.Time   `json:"at,omitempty"` // when it was passed
}

type appealAnswer struct {
	Number string              `json:"number"`
	Status market.AppealStatus `json:"status"`
	DueAt  time.Time           `json:"due_at"`
}

type eventAnswer struct {
	At     time.Time        `json:"at"`
	Kind   market.EventKind `json:"kind"`
	Party  market.Party     `json:"party"`
	Act    string           `json:"act"`
	Text   string           `json:"text"`
	Remark string           `json:"remark,omitempty"`
}

func (s storefront) progress() error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	answer := progressAnswer{Number: order.Number, Status: order.Status, Events: []eventAnswer{}}
	flow, err := store.SupervisionOf(s.ctx(), order.ID)
	if err != nil && !errors.Is(err, market.NotFound) {
		return err
	}
	if err == nil {
		answer.Supervision = &supervisionAnswer{Status: flow.Status, Node: flow.Node, Turn: flow.Turn, DueAt: flow.DueAt, Steps: []stepAnswer{}}
		if err := cmp.Or(s.handed(store, order, flow, answer.Supervision), s.papers(store, order, flow, answer.Supervision)); err != nil {
			return err
		}
		appeals, err := store.AppealsOf(s.ctx(), flow.ID)
		if err != nil {
			return err
		}
		if len(appeals) > 0 {
			answer.Appeal = &appealAnswer{appeals[0].Number, appeals[0].Status, appeals[0].DueAt}
		}
	}
	events, err := store.OrderTimeline(s.ctx(), order, "", market.Ask{Size: 500})
	if err != nil {
		return err
	}
	for _, e := range events.Rows {
		if !e.Buyers() {
			continue // the seller's own business
		}
		answer.Events = append(answer.Events, eventAnswer{e.At, e.Kind, e.Party, e.Act, i18n.T(s.ctx(), e.Act), e.Quote})
	}
	return s.JSON(http.StatusOK, answer)
}
