package handlers

import (
	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/invoices"
)

// addInvoiceStatement enters an invoice to the platform; a refusal keeps what was typed.
func (s seller) addInvoiceStatement() error {
	f := readForm(s)
	i := market.SettlementInvoice{Number: f.text("invoice_number"), DatedOn: f.day("dated_on"), Amount: f.money("invoice_amount"), TaxNumber: f.text("tax_number"),
		Remark: f.text("remark"), Medium: market.InvoiceMedium(f.text("medium")), Courier: f.text("courier"), CourierNumber: f.text("courier_number")}
	if f.required("invoice_rate") != "" {
		i.Rate = read(f, "invoice_rate", market.ReadPercent)
	}
	var file *market.Upload
	for _, one := range f.files("invoice_file") {
		file = &market.Upload{Name: one.Name, Content: one.Content}
	}
	return s.onNotice(f, market.AddInvoiceStatement, func(id market.StatementID) error { return s.store.AddInvoiceStatement(s.ctx(), id, i, file) })
}

func (s seller) dropInvoiceStatement() error {
	f := readForm(s)
	return s.onNotice(f, market.DropInvoiceStatement, func(id market.StatementID) error {
		return s.store.DropInvoiceStatement(s.ctx(), id, formID[market.SettlementInvoice](f, "invoice"))
	})
}

func (s seller) submitInvoiceStatement() error {
	return s.onNotice(readForm(s), market.SubmitInvoiceStatement, func(id market.StatementID) error { return s.store.SubmitInvoiceStatement(s.ctx(), id) })
}

// onNotice does an act on the invoices of the statement in the path.
func (s seller) onNotice(f *form, act market.Act, do func(market.StatementID) error) error {
	id, err := pathID[market.Statement](s, "id")
	if err != nil {
		return err
	}
	if _, err := s.store.Statement(s.ctx(), id); err != nil {
		return err
	}
	if err = f.err(); err == nil {
		err = do(id)
	}
	if f.refused(err) {
		return s.showStatement(f.Form, f.status)
	}
	if err != nil {
		return err
	}
	return s.done("/statements/"+id.String()+"#invoicing", act)
}

func (o operator) passInvoiceStatement() error {
	return o.onStatement(market.PassInvoiceStatement, func(store *db.Seller, id market.StatementID, _ *form) error {
		return store.PassInvoiceStatement(o.ctx(), id)
	})
}

func (o operator) refuseInvoiceStatement() error {
	return o.onStatement(market.RefuseInvoiceStatement, func(store *db.Seller, id market.StatementID, f *form) error {
		return store.RefuseInvoiceStatement(o.ctx(), id, f.text("reason"))
	})
}

// platformInvoices are the requests that the seller invoices to the platform.
func (s seller) platformInvoices() error {
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	return show(s, invoices.Platform(s.ctx(), settings, market.DayOf(s.site.db.Now())), func(ask market.Ask) (market.Page[market.InvoiceNoticeRow], error) {
		return s.store.InvoiceNotices(s.ctx(), ask)
	})
}
