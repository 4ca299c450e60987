package handlers

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/offers"
	"sellercenter/views/ui"
)

func (site *site) offerRoutes(e *echo.Echo) {
	g := e.Group("/offers", sees(market.Offers))
	g.GET("", site.seller(seller.offers))
	g.GET("/submit", site.seller(seller.newOffer))
	g.POST("/submit", site.seller(seller.submitOffer))
	g.GET("/:id", site.seller(seller.offer))
	g.POST("/:id/withdraw", site.seller(seller.withdrawOffer))
}

func (s seller) offerSearch() market.OfferSearch {
	q := s.QueryParams()
	return market.OfferSearch{Status: q.Get("status"), Mode: market.OfferMode(q.Get("mode")), User: strings.TrimSpace(q.Get("user")),
		Text: strings.TrimSpace(q.Get("text")), From: dayIn(q, "made_from", 0), Until: dayIn(q, "made_until", 1)}
}

func (s seller) offers() error {
	tab, search := s.QueryParam("tab"), s.offerSearch()
	if tab == "effective" || tab == "links" {
		search.Status = string(market.OfferEffective)
	} else {
		tab = "applications"
	}
	counts, err := s.store.OfferCounts(s.ctx())
	if err != nil {
		return err
	}
	return show(s, offers.Listing(s.ctx(), tab, s.site.baseURL(s), counts), func(ask market.Ask) (market.Page[market.OfferRow], error) {
		return s.store.ExclusiveOffers(s.ctx(), search, ask)
	})
}

func (s seller) newOffer() error { return s.showOfferForm(ui.Form{}, http.StatusOK, nil) }

func (s seller) showOfferForm(f ui.Form, status int, typed *market.OfferDraft) error {
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	p := offers.FormPage{Now: s.site.db.Now(), Limits: settings.OfferLimits()}
	if typed != nil {
		p.Beyond = typed.Beyond(p.Limits)
	}
	if p.Goods, err = s.store.Offers(s.ctx()); err != nil {
		return err
	}
	if text := s.FormValue("demand"); text != "" {
		id, err := market.ParseID[market.Demand](text)
		if err != nil {
			return err
		}
		demand, err := s.store.Demand(s.ctx(), id)
		if err != nil {
			return err
		}
		p.Demand = &demand
	}
	return s.page(status, offers.New(f, p))
}

// instant reads a date with its time in the reader's zone; empty is the zero instant.
func (f *form) instant(name string) time.Time {
	text := f.text(name)
	if text == "" {
		return time.Time{}
	}
	at, err := time.ParseInLocation("2006-01-02T15:04", text, i18n.Zone(f.context.Request().Context()))
	if err != nil {
		f.fault(name, market.Because("problem.not_a_day", text))
		return time.Time{}
	}
	return at.UTC()
}

// offerDraft reads the offer: the ticked lines with their figures.
func (s seller) offerDraft(f *form) market.OfferDraft {
	d := market.OfferDraft{Offer: market.Offer{Name: f.text("name"), Mode: market.OfferMode(f.text("mode")), StartsAt: f.instant("starts_at"), EndsAt: f.instant("ends_at"),
		Basis: f.text("basis"), Supplement: f.text("supplement")}}
	for _, line := range strings.FieldsFunc(f.text("users"), func(r rune) bool { return r == '\n' || r == ';' || r == '；' }) {
		account, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		if account != "" {
			d.Users = append(d.Users, market.OfferUser{Customer: account, Name: strings.TrimSpace(name)})
		}
	}
	if f.text("demand") != "" {
		id := formID[market.Demand](f, "demand")
		d.DemandID = &id
	}
	for n := range 600 {
		code := f.text(market.ResaleField("pick", n))
		if code == "" {
			continue
		}
		item := market.OfferItem{Ordinal: n, SKUCode: code, Code: f.text(market.ResaleField("code", n)),
			Discount: read(f, market.ResaleField("discount", n), market.ReadPercent), Share: read(f, market.ResaleField("share", n), market.ReadPercent)}
		if d.Mode == market.OfferQuotation {
			item.Quantity, item.Periods = f.quantity(market.ResaleField("quantity", n)), f.number(market.ResaleField("periods", n))
		}
		d.Items = append(d.Items, item)
	}
	return d
}

func (s seller) submitOffer() error {
	f := readForm(s)
	if f.checked("fill") { // 批量设置: the figures of every ticked line, nothing is kept yet
		for n := range 600 {
			for _, name := range []string{"discount", "share"} {
				if typed := f.text("batch_" + name); typed != "" && f.text(market.ResaleField("pick", n)) != "" {
					f.Values.Set(market.ResaleField(name, n), typed)
				}
			}
		}
		d := s.offerDraft(f)
		f.Fields = nil
		return s.showOfferForm(f.Form, http.StatusOK, &d)
	}
	d := s.offerDraft(f)
	err := f.err()
	id := market.OfferID{}
	if err == nil {
		id, err = s.store.SubmitOffer(s.ctx(), d)
	}
	if f.refused(err) {
		return s.showOfferForm(f.Form, f.status, &d)
	}
	if err != nil {
		return err
	}
	return s.done("/offers/"+id.String(), market.SubmitOffer)
}

func (s seller) offer() error {
	id, err := pathID[market.Offer](s, "id")
	if err != nil {
		return err
	}
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	p := offers.DetailPage{Limits: settings.OfferLimits(), Base: s.site.baseURL(s)}
	if p.Offer, err = s.store.Offer(s.ctx(), id); err != nil {
		return err
	}
	if p.Orders, err = s.store.OfferOrders(s.ctx(), id); err != nil {
		return err
	}
	reviews, err := s.store.ReviewsOf(s.ctx(), id)
	if err != nil {
		return err
	}
	if len(reviews) > 0 {
		p.Review = &reviews[0]
	}
	return s.page(http.StatusOK, offers.Detail(p))
}

func (s seller) withdrawOffer() error {
	id, err := pathID[market.Offer](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.WithdrawOffer(s.ctx(), id); err != nil {
		var problem *market.Problem
		if errors.As(err, &problem) {
			return s.site.failed(s, "/offers/"+id.String(), err)
		}
		return err
	}
	return s.done("/offers/"+id.String(), market.WithdrawOffer)
}
