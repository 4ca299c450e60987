package handlers

import (
	"net/http"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// invoiceAsk is what a shop front sends to ask for an invoice.
type invoiceAsk struct {
	Orders      []string           `json:"orders"`
	Type        market.InvoiceType `json:"type"`
	TitleKind   market.TitleKind   `json:"title_kind"`
	Title       string             `json:"title"`
	TaxNumber   string             `json:"tax_number"`
	BankName    string             `json:"bank_name"`
	BankAccount string             `json:"bank_account"`
	Address     string             `json:"address"`
	Phone       string             `json:"phone"`
	Remark      string             `json:"remark"`
	Receiver    struct {
		Name    string `json:"name"`
		Phone   string `json:"phone"`
		Address string `json:"address"`
		Email   string `json:"email"`
	} `json:"receiver"`
}

// requestInvoice asks the seller of the orders for one invoice.
func (s storefront) requestInvoice() error {
	var asked invoiceAsk
	if err := s.read(&asked); err != nil {
		return err
	}
	wanted := market.InvoiceRequest{Type: asked.Type, TitleKind: asked.TitleKind, Title: asked.Title, TaxNumber: asked.TaxNumber,
		BankName: asked.BankName, BankAccount: asked.BankAccount, Address: asked.Address, Phone: asked.Phone, Remark: asked.Remark,
		Receiver: market.Receiver{Name: asked.Receiver.Name, Phone: asked.Receiver.Phone, Address: asked.Receiver.Address, Email: asked.Receiver.Email}}
	if len(asked.Orders) == 0 || len(asked.Orders) > market.MostInvoiceOrders {
		return market.Invalid("orders", "invoice.too_many_orders", market.MostInvoiceOrders, len(asked.Orders))
	}
	var of market.SellerID
	for i, text := range asked.Orders {
		seller, id, err := s.orderNumbered(text)
		if isNotFound(err) {
			return market.Invalid("orders", "invoice.no_such_order", text)
		}
		if err != nil {
			return err
		}
		if i > 0 && seller != of {
			return market.Invalid("orders", "invoice.one_seller", asked.Orders[0], text)
		}
		of, wanted.Orders = seller, append(wanted.Orders, id)
	}
	store, _, err := s.counterOf(of, wanted.Orders[0])
	if isNotFound(err) {
		return market.Invalid("orders", "invoice.no_such_order", asked.Orders[0])
	}
	if err != nil {
		return err
	}
	receipt, err := s.once(store, func(store *db.Seller) error {
		_, err := store.RequestInvoice(s.ctx(), wanted)
		return err
	})
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Invoice](receipt.Subject)
	if err != nil {
		return err
	}
	invoice, err := store.Invoice(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusCreated, doneAnswer{invoice.Number, market.RequestInvoice, receipt.At})
}

// orderNumbered is whose an order is, and which.
func (s storefront) orderNumbered(text string) (seller market.SellerID, id market.OrderID, err error) {
	number, whole := market.ReadOrderNumber(text)
	if !whole {
		return seller, id, market.NotFound
	}
	seller, subject, err := s.front("").Find(s.ctx(), "order", number)
	if err != nil {
		return seller, id, err
	}
	id, err = market.ParseID[market.Order](subject)
	return seller, id, err
}

// invoiceAnswer is an invoice as its buyer sees it.
type invoiceAnswer struct {
	Number        string               `json:"number"`
	Status        market.InvoiceStatus `json:"status"`
	Type          market.InvoiceType   `json:"type"`
	Title         string               `json:"title"`
	Orders        []string             `json:"orders"`
	Amount        market.Money         `json:"amount"`
	Rate          string               `json:"rate"`
	Postage       string               `json:"postage"`
	PaperNumber   string               `json:"paper_number,omitempty"`
	PaperCode     string               `json:"paper_code,omitempty"`
	Courier       string               `json:"courier,omitempty"`
	CourierNumber string               `json:"courier_number,omitempty"`
	Reason        string               `json:"reason,omitempty"`
	RequestedAt   time.Time            `json:"requested_at"`
	DueAt         time.Time            `json:"due_at"`
	IssuedAt      *time.Time           `json:"issued_at,omitempty"`
	ConfirmAt     *time.Time           `json:"confirm_at,omitempty"`
}

func (s storefront) invoiceSaid(store *db.Seller, i market.Invoice) (invoiceAnswer, error) {
	answer := invoiceAnswer{Number: i.Number, Status: i.Status, Type: i.Type, Title: i.Title, Orders: []string{}, Amount: i.Amount,
		Rate: i.Rate.Percent(), Postage: i.Postage, PaperNumber: i.PaperNumber, PaperCode: i.PaperCode, Courier: i.Courier,
		CourierNumber: i.CourierNumber, Reason: i.Reason, RequestedAt: i.RequestedAt, DueAt: i.DueAt, IssuedAt: i.IssuedAt, ConfirmAt: i.ConfirmAt}
	orders, err := store.InvoiceOrders(s.ctx(), i.ID)
	for _, order := range orders {
		answer.Orders = append(answer.Orders, order.Number)
	}
	return answer, err
}

// orderInvoices lists what the order of the path was invoiced with, newest first.
func (s storefront) orderInvoices() error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	all, err := store.InvoicesOf(s.ctx(), order.ID)
	if err != nil {
		return err
	}
	terms, err := store.InvoiceTerms(s.ctx())
	if err != nil {
		return err
	}
	answer := struct {
		Types    []market.InvoiceType `json:"types"` // those that may be asked for; the others are greyed out
		Invoices []invoiceAnswer      `json:"invoices"`
	}{Types: append([]market.InvoiceType{}, terms.Types.V...), Invoices: []invoiceAnswer{}}
	for _, i := range all {
		one, err := s.invoiceSaid(store, i)
		if err != nil {
			return err
		}
		answer.Invoices = append(answer.Invoices, one)
	}
	return s.JSON(http.StatusOK, answer)
}

// invoiceCounter is the invoice of the path at its seller's counter.
func (s storefront) invoiceCounter() (*db.Seller, market.InvoiceRow, error) {
	seller, subject, err := s.front("").Find(s.ctx(), "invoice", s.Param("number"))
	if err != nil {
		return nil, market.InvoiceRow{}, err
	}
	id, err := market.ParseID[market.Invoice](subject)
	if err != nil {
		return nil, market.InvoiceRow{}, err
	}
	invoice, err := s.buyer(seller, "").Invoice(s.ctx(), id)
	return s.buyer(seller, invoice.CustomerName), invoice, err
}

func (s storefront) invoice() error {
	store, invoice, err := s.invoiceCounter()
	if err != nil {
		return err
	}
	answer, err := s.invoiceSaid(store, invoice.Invoice)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, answer)
}

// invoices carries out one act on the invoice of the path.
func (s storefront) invoices(act market.Act, do func(*db.Seller, market.InvoiceID) error) error {
	store, invoice, err := s.invoiceCounter()
	if err != nil {
		return err
	}
	receipt, err := s.once(store, func(store *db.Seller) error { return do(store, invoice.ID) })
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, doneAnswer{invoice.Number, act, receipt.At})
}

func (s storefront) cancelInvoice() error {
	return s.invoices(market.CancelInvoice, func(store *db.Seller, id market.InvoiceID) error { return store.CancelInvoice(s.ctx(), id) })
}

func (s storefront) signInvoice() error {
	return s.invoices(market.SignInvoice, func(store *db.Seller, id market.InvoiceID) error { return store.SignInvoice(s.ctx(), id) })
}

func (s storefront) giveBackInvoice() error {
	var asked struct {
		Reason string `json:"reason"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.invoices(market.GiveBackInvoice, func(store *db.Seller, id market.InvoiceID) error {
		return store.GiveBackInvoice(s.ctx(), id, asked.Reason)
	})
}
