package handlers

import (
	"errors"
	"net/http"
	"slices"
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
	for n := range market.MostOfferRows {
		if code := f.Or(market.ResaleField("pick", n), ""); code != "" {
			p.Chosen = append(p.Chosen, code)
		}
	}
	sought := f.Or(ui.FindField("add"), "")
	if f.Values == nil && p.Demand != nil { // what the demand is about stands there to be added
		sought = p.Demand.ProductName
	}
	if p.Goods, p.More, err = s.store.OfferGoods(s.ctx(), strings.TrimSpace(sought), market.OfferGoodsShown, p.Chosen); err != nil {
		return err
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
		if user := offerUser(line); user.Customer != "" {
			d.Users = append(d.Users, user)
		}
	}
	if f.text("demand") != "" {
		id := formID[market.Demand](f, "demand")
		d.DemandID = &id
	}
	for n := range market.MostOfferRows {
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

// offerUser reads one customer: the account, then a name, a mobile and a mailbox as they come.
func offerUser(line string) (user market.OfferUser) {
	var name []string
	for n, word := range strings.Fields(line) {
		switch {
		case n == 0:
			user.Customer = word
		case strings.Contains(word, "@"):
			user.Email = word
		case len(word) >= 7 && strings.Trim(word, "0123456789") == "":
			user.Mobile = word
		default:
			name = append(name, word)
		}
	}
	user.Name = strings.Join(name, " ")
	return user
}

// offerLines are the figures of one line of the quotation.
var offerLines = []string{"pick", "discount", "share", "code", "quantity", "periods"}

// arrange adds and takes out the lines of the quotation and closes the gaps; the figures of
// those that stay stay typed. Every line takes the figures of a batch (批量设置折扣与分成).
func arrange(f *form) {
	var lines []map[string][]string
	for n := range market.MostOfferRows {
		code := f.text(market.ResaleField("pick", n))
		line := map[string][]string{}
		for _, name := range offerLines {
			field := market.ResaleField(name, n)
			line[name] = f.Values[field]
			f.Values.Del(field)
			if typed := f.text("batch_" + name); typed != "" && f.checked("fill") {
				line[name] = []string{typed}
			}
		}
		if code != "" && code != f.text("drop") {
			lines = append(lines, line)
		}
	}
	for _, code := range f.Values["add"] {
		if !slices.ContainsFunc(lines, func(line map[string][]string) bool { return line["pick"][0] == code }) && len(lines) < market.MostOfferRows {
			lines = append(lines, map[string][]string{"pick": {code}})
		}
	}
	f.Values.Del("add")
	for n, line := range lines {
		for name, values := range line {
			if len(values) > 0 {
				f.Values[market.ResaleField(name, n)] = values
			}
		}
	}
}

func (s seller) submitOffer() error {
	f := readForm(s)
	if f.Finds("add") || f.checked("every") || f.checked("fill") || f.checked("drop") || f.checked("add") { // lines are chosen, nothing is kept yet
		if f.checked("every") { // all that match, seen or not
			goods, _, err := s.store.OfferGoods(s.ctx(), f.text(ui.FindField("add")), market.MostOfferRows, nil)
			if err != nil {
				return err
			}
			for _, sale := range goods {
				f.Values.Add("add", sale.SKUCode)
			}
		}
		arrange(f)
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
	if p.Letters, err = s.store.OfferLetters(s.ctx(), id); err != nil {
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
