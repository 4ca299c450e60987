package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/resales"
	"sellercenter/views/ui"
)

func (site *site) resaleRoutes(e *echo.Echo) {
	g := e.Group("/resales", sees(market.Resales))
	g.GET("", site.seller(seller.resales))
	g.GET("/authorize", site.seller(seller.newResale))
	g.POST("/authorize", site.seller(seller.authorizeResale))
	g.GET("/:id", site.seller(seller.resale))
	g.POST("/:id/change", site.seller(seller.changeResale))
	g.POST("/:id/end", site.seller(seller.endResale))
}

func (s seller) today() market.Day { return market.DayOf(s.site.db.Now()) }

func levelIn(q url.Values) market.ResaleLevel {
	switch level := market.ResaleLevel(q.Get("level")); level {
	case market.ResalePartner, market.ResaleCustomer:
		return level
	case market.ResaleProduct:
	}
	return market.ResaleProduct
}

func resaleSearch(q url.Values) market.ResaleSearch {
	return market.ResaleSearch{Level: levelIn(q), Access: market.AccessType(q.Get("access")), Text: strings.TrimSpace(q.Get("text"))}
}

func (s seller) resales() error {
	q := s.QueryParams()
	search := resaleSearch(q)
	p := resales.ListPage{Level: search.Level, Tab: q.Get("tab"), Today: s.today()}
	if p.Tab != "active" && p.Tab != "invalid" {
		p.Tab = map[market.ResaleLevel]string{market.ResaleProduct: "open", market.ResalePartner: "active", market.ResaleCustomer: "all"}[p.Level]
	}
	open, err := s.store.ResaleTargets(s.ctx(), search.Access, search.Text, market.Ask{Size: 1}) // only its count is shown
	if err != nil {
		return err
	}
	p.Open = open.Count
	if p.Active, p.Invalid, err = s.store.ResaleCounts(s.ctx(), p.Level); err != nil {
		return err
	}
	if p.Tab == "open" {
		return show(s, resales.Targets(s.ctx(), p), func(ask market.Ask) (market.Page[market.ResaleTarget], error) {
			return s.store.ResaleTargets(s.ctx(), search.Access, search.Text, ask)
		})
	}
	search.Status = strings.TrimSuffix(p.Tab, "all")
	return show(s, resales.Listing(s.ctx(), p), func(ask market.Ask) (market.Page[market.ResaleRow], error) {
		return s.store.Resales(s.ctx(), search, ask)
	})
}

// resaleForm reads one batch: the ticked products share everything else.
func (s seller) resaleForm(f *form) []market.Resale {
	r := market.Resale{Level: levelIn(f.Values), Partner: f.text("partner"), Customer: f.text("customer"), Project: f.text("project"),
		Discount: read(f, "discount", market.ReadPercent), StartsOn: f.day("starts_on"), EndsOn: f.day("ends_on")}
	switch r.Level {
	case market.ResaleProduct:
		r.Partner, r.Customer, r.Project = "", "", ""
	case market.ResalePartner:
		r.Customer = ""
	case market.ResaleCustomer:
	}
	var rows []market.Resale
	for _, text := range f.Values["id"] {
		id, err := market.ParseID[market.Product](text)
		if err != nil {
			f.fault("product", market.Because("problem.not_found"))
			continue
		}
		r.ProductID = id
		rows = append(rows, r)
	}
	return rows
}

func (s seller) newResale() error {
	f := &form{context: s, status: http.StatusOK}
	q := s.QueryParams()
	f.Fields = map[string]market.Reason{}
	if !q.Has("preview") {
		if len(q["id"]) > 0 {
			f.Values = url.Values{"id": q["id"], "level": q["level"]}
		} else {
			f.Values = url.Values{"level": q["level"]}
		}
		return s.showResaleForm(f, nil)
	}
	f.Values = q
	rows := s.resaleForm(f)
	err := f.err()
	if err == nil {
		_, err = s.store.PreviewResale(s.ctx(), rows)
	}
	return s.showResaleForm(f, err)
}

func (s seller) authorizeResale() error {
	f := readForm(s)
	if f.Finds("id") { // more products are looked for, nothing is kept yet
		f.status = http.StatusOK
		return s.showResaleForm(f, nil)
	}
	rows := s.resaleForm(f)
	err := f.err()
	if err == nil {
		_, err = s.store.AuthorizeResale(s.ctx(), rows)
	}
	if err == nil {
		return s.flash("/resales?tab=active&level="+string(levelIn(f.Values)), market.Because("resale.done", len(rows)))
	}
	f.status = http.StatusUnprocessableEntity
	return s.showResaleForm(f, err)
}

// showResaleForm shows the form with every fault at its place: those of what the rows share
// at the fields, those of one row in the preview.
func (s seller) showResaleForm(f *form, err error) error {
	var problem *market.Problem
	if err != nil && (!errors.As(err, &problem) || problem.Kind != market.KindInvalid) {
		return err
	}
	p := resales.FormPage{Level: levelIn(f.Values), Today: s.today(), Faults: map[int][]market.Reason{}}
	if problem != nil {
		for field, reason := range problem.Fields {
			at := strings.LastIndexByte(field, '_')
			n, bad := strconv.Atoi(field[at+1:])
			switch name := field[:max(at, 0)]; {
			case bad != nil:
				f.fault(field, reason)
			case name == "overlap" || name == "product" && len(f.Values["id"]) > 0:
				p.Faults[n] = append(p.Faults[n], reason)
			default:
				f.fault(name, reason)
			}
		}
		if f.status != http.StatusOK {
			reason := problem.Reason
			f.Problem = &reason
		}
	}
	var all error
	if p.Targets, all = s.store.Resellable(s.ctx()); all != nil {
		return all
	}
	rows := s.resaleForm(&form{Form: ui.Form{Values: f.Values, Fields: map[string]market.Reason{}}, context: s})
	for _, row := range rows {
		p.Chosen = append(p.Chosen, row.ProductID)
	}
	if f.Values.Has("discount") && len(rows) > 0 && !f.Finds("id") {
		p.Rows = rows
		beside, err := s.store.PreviewResale(s.ctx(), rows)
		if err != nil && !errors.As(err, &problem) {
			return err
		}
		if isNotFound(err) {
			return err
		}
		p.Beside = beside
	}
	if len(f.Fields) == 0 && f.Problem == nil {
		f.Fields = nil
	}
	if !f.Values.Has("discount") {
		f.Values = nil // a fresh page begins with its proposals
	}
	return s.page(f.status, resales.Authorize(f.Form, p))
}

func (s seller) resale() error { return s.showResale(ui.Form{}, http.StatusOK, nil) }

func (s seller) showResale(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Resale](s, "id")
	if err != nil {
		return err
	}
	p := resales.DetailPage{Today: s.today(), Refused: refused}
	if p.Resale, err = s.store.Resale(s.ctx(), id); err != nil {
		return err
	}
	if p.History, err = s.store.ResaleHistory(s.ctx(), id); err != nil {
		return err
	}
	targets, err := s.store.Resellable(s.ctx())
	if err != nil {
		return err
	}
	for _, t := range targets {
		if t.ID == p.Resale.ProductID && t.Code != "" {
			if quote, err := t.Quote(p.Resale.Resale); err == nil {
				p.Quote = &quote
			}
		}
	}
	beside, err := s.store.PreviewResale(s.ctx(), []market.Resale{p.Resale.Resale})
	var problem *market.Problem
	if err != nil && !errors.As(err, &problem) {
		return err
	}
	for _, all := range beside {
		for _, one := range all {
			if one.ID != id {
				p.Beside = append(p.Beside, one)
			}
		}
	}
	return s.page(status, resales.Detail(f, p))
}

func (s seller) changeResale() error {
	f := readForm(s)
	discount, starts, ends := read(f, "discount", market.ReadPercent), f.day("starts_on"), f.day("ends_on")
	return s.onResale(f, market.ChangeResale, func(id market.ResaleID) error {
		if err := f.err(); err != nil {
			return err
		}
		return s.store.ChangeResale(s.ctx(), id, discount, starts, ends)
	})
}

func (s seller) endResale() error {
	f := readForm(s)
	return s.onResale(f, market.EndResale, func(id market.ResaleID) error {
		return s.store.EndResale(s.ctx(), id, f.text("reason"))
	})
}

func (s seller) onResale(f *form, act market.Act, do func(market.ResaleID) error) error {
	id, err := pathID[market.Resale](s, "id")
	if err != nil {
		return err
	}
	err = do(id)
	return f.answer(s, err, s.showResale, "/resales/"+id.String(), act)
}
