package market

import (
	"strconv"
	"time"
)

// Stores are the sellers' store pages (店铺装修, catalogue.md §1.10).
var Stores = area("store", Owner, Operations, Reviewer, Manager)

// The acts on a store page; it is shown as it was approved last.
var (
	EditStore   = act("store.edit", Owner, Operations)
	SubmitStore = act("store.submit", Owner, Operations)
)

// StoreStatus is where a store page stands.
type StoreStatus string

// The states of a store page.
const (
	StoreNone     StoreStatus = ""
	StoreDraft    StoreStatus = "draft"
	StorePending  StoreStatus = "pending"
	StoreLive     StoreStatus = "live"
	StoreRejected StoreStatus = "rejected"
)

// StoreMoves is the life of a store page.
var StoreMoves = Moves[StoreStatus]{
	{StoreNone, EditStore, StoreDraft},
	{StoreDraft, EditStore, StoreDraft},
	{StoreLive, EditStore, StoreDraft},
	{StoreRejected, EditStore, StoreDraft},
	{StoreDraft, SubmitStore, StorePending},
	{StorePending, ApproveReview, StoreLive},
	{StorePending, RejectReview, StoreRejected},
	{StorePending, WithdrawReview, StoreDraft},
}

// Key names the status's words.
func (s StoreStatus) Key() string { return "store.status_" + string(s) }

// Tone is the status's colour.
func (s StoreStatus) Tone() Tone {
	switch s {
	case StoreNone, StoreDraft:
		return Neutral
	case StorePending:
		return Accent
	case StoreLive:
		return OK
	case StoreRejected:
		return Bad
	}
	return Neutral
}

// How much a store page takes. The certificates' number is catalogue.md §1.10's; the others
// are ours.
const (
	StoreProducts     = 8
	StoreCases        = 4
	StoreCertificates = 5
	StoreNews         = 5
)

// StoreID names a store page.
type StoreID = ID[Store]

// Store is a seller's store page: as it is edited, and as buyers see it.
type Store struct {
	ID       StoreID
	Status   StoreStatus
	Draft    JSON[StorePage]
	Live     JSON[*StorePage]
	Reason   string
	EditedAt time.Time
	LiveAt   *time.Time
	Version  int
}

// StorePage is what stands on a store page.
type StorePage struct {
	Products     []ProductID `json:"products"`
	Cases        []StoreCase `json:"cases"`
	Introduction string      `json:"introduction"`
	Strengths    string      `json:"strengths"`
	Vision       string      `json:"vision"`
	Certificates []FileID    `json:"certificates"`
	News         []StoreItem `json:"news"`
}

// StoreCase is a customer case: a picture and what it tells.
type StoreCase struct {
	Title   string  `json:"title"`
	Text    string  `json:"text"`
	Picture *FileID `json:"picture"`
}

// StoreItem is one piece of company news.
type StoreItem struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Check says what is wrong with the page before it is submitted (catalogue.md §1.10).
func (p StorePage) Check() error {
	wrong := Invalids{}
	if len(p.Products) == 0 {
		wrong.With("products", "store.no_products")
	}
	if len(p.Products) > StoreProducts {
		wrong.With("products", "store.too_many", StoreProducts, len(p.Products))
	}
	if len(p.Certificates) > StoreCertificates {
		wrong.With("certificates", "store.too_many", StoreCertificates, len(p.Certificates))
	}
	for _, err := range []error{checkLength("introduction", p.Introduction, 10, 1000), checkLength("strengths", p.Strengths, 0, 1000), checkLength("vision", p.Vision, 0, 500)} {
		if err := wrong.Join(err); err != nil {
			return err
		}
	}
	for name, text := range map[string]string{"introduction": p.Introduction, "strengths": p.Strengths, "vision": p.Vision} {
		if link := linkInText.FindString(text); link != "" {
			wrong.With(name, "seller.link_in_text", link)
		}
	}
	for i, one := range p.Cases {
		if one.Title == "" {
			wrong.With("case_title_"+strconv.Itoa(i+1), "problem.required")
		}
		if one.Picture == nil {
			wrong.With("case_picture_"+strconv.Itoa(i+1), "store.case_needs_picture")
		}
	}
	for i, one := range p.News {
		if one.Title == "" {
			wrong.With("news_title_"+strconv.Itoa(i+1), "problem.required")
		}
	}
	return wrong.Err()
}

// StorefrontStore is a store page as the shop front shows it.
type StorefrontStore struct {
	Number       string                 `json:"number"`
	CompanyName  string                 `json:"company_name"`
	Introduction string                 `json:"introduction"`
	Strengths    string                 `json:"strengths"`
	Vision       string                 `json:"vision"`
	ServicePhone string                 `json:"service_phone"`
	ServiceEmail string                 `json:"service_email"`
	Products     []StorefrontStoreOffer `json:"products"`
	Cases        []StoreCase            `json:"cases"`
	Certificates []FileID               `json:"certificates"`
	News         []StoreItem            `json:"news"`
}

// StorefrontStoreOffer is a featured product.
type StorefrontStoreOffer struct {
	Number string `json:"number"`
	Name   string `json:"name"`
}
