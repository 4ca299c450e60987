package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/invoices"
	"sellercenter/views/ui"
)

func (site *site) invoiceRoutes(e *echo.Echo) {
	g := e.Group("/invoices", sees(market.Invoices))
	g.GET("", site.seller(seller.invoices))
	g.GET("/platform", site.seller(seller.platformInvoices), sees(market.Statements))
	g.GET("/terms", site.seller(seller.invoiceTerms))
	g.POST("/set", site.seller(seller.setInvoice))
	g.GET("/:id", site.seller(seller.invoice))
	g.POST("/:id/issue", site.seller(seller.issueInvoice))
	g.POST("/:id/reject", site.seller(seller.rejectInvoice))
	g.POST("/:id/sign", site.seller(seller.signInvoice))
	g.POST("/:id/return", site.seller(seller.returnInvoice))
	g.POST("/:id/reveal", site.seller(seller.revealInvoice))
}

func invoiceSearch(c echo.Context) market.InvoiceSearch {
	q := c.QueryParams()
	return market.InvoiceSearch{Status: market.InvoiceStatus(q.Get("status")), Type: market.InvoiceType(q.Get("type")),
		Medium: market.InvoiceMedium(q.Get("medium")), Text: strings.TrimSpace(q.Get("text")),
		From: dayIn(q, "requested_from", 0), Until: dayIn(q, "requested_until", 1)}
}

func (s seller) invoices() (err error) {
	p := invoices.ListPage{Search: invoiceSearch(s), Now: s.site.db.Now()}
	if p.Counts, err = s.store.InvoiceCounts(s.ctx()); err != nil {
		return err
	}
	if p.Terms, err = s.store.InvoiceTerms(s.ctx()); err != nil {
		return err
	}
	if p.Settings, err = s.site.db.Settings(s.ctx()); err != nil {
		return err
	}
	return show(s, invoices.Listing(s.ctx(), p), func(ask market.Ask) (market.Page[market.InvoiceRow], error) {
		return s.store.Invoices(s.ctx(), p.Search, ask)
	})
}

func (s seller) invoiceTerms() error { return s.showInvoiceTerms(http.StatusOK, ui.Form{}) }

func (s seller) showInvoiceTerms(status int, f ui.Form) error {
	terms, err := s.store.InvoiceTerms(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, invoices.Terms(f, terms))
}

func (s seller) setInvoice() error {
	f := readForm(s)
	terms := market.InvoiceTerms{MailName: f.text("mail_name"), MailPhone: f.text("mail_phone"), MailAddress: f.text("mail_address")}
	for _, kind := range f.Values["types"] {
		terms.Types.V = append(terms.Types.V, market.InvoiceType(kind))
	}
	err := f.err()
	if err == nil {
		err = s.store.SetInvoice(s.ctx(), terms)
	}
	if f.refused(err) {
		return s.showInvoiceTerms(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/invoices/terms", market.SetInvoice)
}

func (s seller) invoice() error { return s.showInvoice(ui.Form{}, http.StatusOK, nil) }

func (s seller) showInvoice(f ui.Form, status int, refused *market.Reason) error {
	return s.revealedInvoice(f, status, refused, nil)
}

// revealedInvoice is the invoice's page with who receives it, once.
func (s seller) revealedInvoice(f ui.Form, status int, refused *market.Reason, receiver *market.Receiver) error {
	id, err := pathID[market.Invoice](s, "id")
	if err != nil {
		return err
	}
	p := invoices.DetailPage{Refused: refused, Receiver: receiver, Now: s.site.db.Now()}
	if p.Invoice, err = s.store.Invoice(s.ctx(), id); err != nil {
		return err
	}
	if p.Orders, err = s.store.InvoiceOrders(s.ctx(), id); err != nil {
		return err
	}
	if p.Logs, err = s.store.InvoiceLogs(s.ctx(), id); err != nil {
		return err
	}
	if p.Settings, err = s.site.db.Settings(s.ctx()); err != nil {
		return err
	}
	return s.page(status, invoices.Detail(f, p))
}

func (s seller) issueInvoice() error {
	f := readForm(s)
	what := market.Issuing{PaperNumber: f.text("paper_number"), PaperCode: f.text("paper_code"), DatedOn: f.day("dated_on"),
		Amount: f.money("amount"), Courier: f.text("courier"), CourierNumber: f.text("courier_number")}
	for _, one := range f.files("file") {
		what.File = &market.Upload{Name: one.Name, Content: one.Content}
	}
	return s.changeInvoice(f, market.IssueInvoice, func(id market.InvoiceID) error { return s.store.IssueInvoice(s.ctx(), id, what) })
}

func (s seller) rejectInvoice() error {
	f := readForm(s)
	return s.changeInvoice(f, market.RejectInvoice, func(id market.InvoiceID) error {
		return s.store.RejectInvoice(s.ctx(), id, f.text("reason"))
	})
}

func (s seller) signInvoice() error {
	return s.changeInvoice(readForm(s), market.SignInvoice, func(id market.InvoiceID) error { return s.store.SignInvoice(s.ctx(), id) })
}

func (s seller) returnInvoice() error {
	f := readForm(s)
	return s.changeInvoice(f, market.ReturnInvoice, func(id market.InvoiceID) error {
		return s.store.ReturnInvoice(s.ctx(), id, f.text("return_reason"), f.text("red_number"))
	})
}

// revealInvoice answers with the receiver at once: it is shown, and recorded, only now.
func (s seller) revealInvoice() error {
	id, err := pathID[market.Invoice](s, "id")
	if err != nil {
		return err
	}
	receiver, err := s.store.RevealInvoice(s.ctx(), id)
	if err != nil {
		return err
	}
	s.Response().Header().Set("Cache-Control", "no-store")
	return s.revealedInvoice(ui.Form{}, http.StatusOK, nil, &receiver)
}

func (s seller) changeInvoice(f *form, act market.Act, do func(market.InvoiceID) error) error {
	id, err := pathID[market.Invoice](s, "id")
	if err != nil {
		return err
	}
	if err = f.err(); err == nil {
		err = do(id)
	}
	if act == market.ReturnInvoice { // the page has two reasons
		err = renamed(err, "reason", "return_reason")
	}
	return f.answer(s, err, s.showInvoice, "/invoices/"+id.String(), act)
}
