package handlers

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// storefrontPath is where the shop fronts' API stands.
const storefrontPath = "/storefront/v1"

func (site *site) storefrontRoutes(e *echo.Echo) {
	g := e.Group(storefrontPath)
	g.GET("/openapi.json", site.storefrontDocument)
	g.GET("/specs/:product", site.storefront(storefront.spec))
	g.GET("/stores/:number", site.storefront(storefront.store))
	g.POST("/quotes", site.storefront(storefront.quote))
	g.POST("/orders", site.storefront(storefront.placeOrder))
	g.GET("/orders/:number", site.storefront(storefront.order))
	g.GET("/orders/:number/progress", site.storefront(storefront.progress))
	g.GET("/orders/:number/files/:file", site.storefront(storefront.orderFile))
	g.POST("/orders/:number/pay", site.storefront(storefront.payOrder))
	g.POST("/orders/:number/cancel", site.storefront(storefront.cancelOrder))
	g.POST("/orders/:number/requirement", site.storefront(storefront.submitSupervision))
	g.POST("/orders/:number/accept", site.storefront(storefront.acceptSupervision))
	g.POST("/orders/:number/reject", site.storefront(storefront.rejectSupervision))
	site.storefrontRefundRoutes(g)
	site.storefrontSupervisionRoutes(g)
	g.POST("/orders/:number/appeals", site.storefront(storefront.fileAppeal))
	g.GET("/appeals/:number/case", site.storefront(storefront.appealCase))
	g.GET("/appeals/:number/files/:file", site.storefront(storefront.appealFile))
	g.POST("/appeals/:number/supply", site.storefront(storefront.supplyAppeal))
	g.POST("/appeals/:number/withdraw", site.storefront(storefront.withdrawAppeal))
	g.POST("/orders/:number/refunds", site.storefront(storefront.requestRefund))
	g.POST("/refunds/:number/withdraw", site.storefront(storefront.withdrawRefund))
	g.POST("/invoices", site.storefront(storefront.requestInvoice))
	g.GET("/orders/:number/invoices", site.storefront(storefront.orderInvoices))
	g.GET("/invoices/:number", site.storefront(storefront.invoice))
	g.POST("/invoices/:number/cancel", site.storefront(storefront.cancelInvoice))
	g.POST("/invoices/:number/confirm", site.storefront(storefront.signInvoice))
	g.POST("/invoices/:number/return", site.storefront(storefront.giveBackInvoice))
	g.POST("/tickets", site.storefront(storefront.openTicket))
	g.GET("/tickets", site.storefront(storefront.customerTickets))
	g.GET("/tickets/:number", site.storefront(storefront.ticket))
	g.POST("/tickets/:number/reply", site.storefront(storefront.replyTicket))
	g.POST("/tickets/:number/confirm", site.storefront(storefront.confirmTicket))
	g.POST("/tickets/:number/reopen", site.storefront(storefront.reopenTicket))
	g.POST("/tickets/:number/rate", site.storefront(storefront.rateTicket))
	g.POST("/tickets/:number/urge", site.storefront(storefront.urgeTicket))
	g.POST("/tickets/:number/cancel", site.storefront(storefront.cancelTicket))
	g.POST("/tickets/:number/close", site.storefront(storefront.closeTicket))
	g.POST("/tickets/:number/delete", site.storefront(storefront.deleteTicket))
	g.POST("/tickets/:number/authorise", site.storefront(storefront.authoriseTicket))
	g.POST("/tickets/:number/refuse", site.storefront(storefront.refuseTicket))
	site.storefrontCommentRoutes(g)
	site.storefrontSubscriptionRoutes(g)
	site.storefrontGoodsRoutes(g)
	site.storefrontQuestionRoutes(g)
	site.storefrontOwnRoutes(g)
	site.storefrontQuotaRoutes(g)
	site.storefrontRepaymentRoutes(g)
	site.storefrontUsageRoutes(g)
	site.storefrontSalesRoutes(g)
	site.storefrontPartnerRoutes(g)
	g.RouteNotFound("/*", func(c echo.Context) error { return site.refuseStorefront(c, market.NotFound) })
}

// purchaseAsk is what a shop front sends to quote or to order.
type purchaseAsk struct {
	Seller   string      `json:"seller"`
	Product  string      `json:"product"`
	Type     string      `json:"type"`
	Quantity int         `json:"quantity"`
	Periods  int         `json:"periods"`
	Offer    string      `json:"offer"`
	Coupon   string      `json:"coupon"`
	Reseller string      `json:"reseller"`
	Partner  string      `json:"partner"`
	Renews   string      `json:"renews"`
	Agreed   bool        `json:"agreed"`
	Address  *addressAsk `json:"address"`

	Extend   map[string]string `json:"extend"`
	Customer struct {
		Name    string `json:"name"`
		Account string `json:"account"`
		Phone   string `json:"phone"`
		Email   string `json:"email"`
		Region  string `json:"region"`

		RealName string `json:"real_name"`
	} `json:"customer"`

	Renewal *struct {
		Periods int `json:"periods"`
		Times   int `json:"times"`
	} `json:"renewal"` // automatic renewal

	Campaign  string `json:"campaign"`   // of the marketplace
	PayWithin int    `json:"pay_within"` // minutes: its own payment window
}

// purchase is what the shop front wants, with what an order begins from.
func (a purchaseAsk) purchase() (market.Purchase, error) {
	wanted := market.Purchase{Type: market.OrderType(a.Type), Product: a.Product, Quantity: market.Count(a.Quantity), Periods: a.Periods,
		Offer: a.Offer, Voucher: a.Coupon, Reseller: a.Reseller, Partner: a.Partner, Renews: a.Renews, Agreed: a.Agreed, Address: a.Address.address(), Extend: a.Extend,
		Campaign: a.Campaign, PayWithin: time.Duration(a.PayWithin) * time.Minute,
		Customer: market.Customer{Name: a.Customer.Name, Account: a.Customer.Account, Phone: a.Customer.Phone, Email: a.Customer.Email, Region: a.Customer.Region,
			RealName: market.RealName(a.Customer.RealName)}}
	if a.Renewal != nil {
		wanted.Renewal = &market.Expiry{Policy: market.PolicyRenew, Periods: a.Renewal.Periods, Times: a.Renewal.Times}
	}
	if wanted.Type == "" {
		wanted.Type = market.OrderNew
	}
	if wanted.Periods == 0 {
		wanted.Periods = 1
	}
	return wanted, nil
}

// amount reads an amount out of a JSON string; empty is nothing.
func amount(faults market.Invalids, field, text string) market.Money {
	if text == "" {
		return market.Money{}
	}
	m, err := market.ReadMoney(text)
	if err != nil {
		faults.With(field, "problem.not_an_amount", text)
	}
	return m
}

type quoteAnswer struct {
	Product        string       `json:"product"`
	ProductName    string       `json:"product_name"`
	SpecName       string       `json:"spec_name"`
	Period         string       `json:"period"`
	UnitPrice      market.Price `json:"unit_price"`
	Quantity       int          `json:"quantity"`
	Periods        int          `json:"periods"`
	ListAmount     market.Money `json:"list_amount"`
	DiscountAmount market.Money `json:"discount_amount"`
	CouponAmount   market.Money `json:"coupon_amount"`
	Amount         market.Money `json:"amount"`
	Supervised     bool         `json:"supervised"`

	Currency   market.Currency   `json:"currency"`
	Reductions []reductionAnswer `json:"reductions"` // in the order in which they are taken off
}

// reductionAnswer is what makes a purchase cheaper, and by how much.
type reductionAnswer struct {
	Kind   market.ReductionKind `json:"kind"`
	Number string               `json:"number"`
	Name   string               `json:"name"`
	Amount market.Money         `json:"amount"`
}

func (s storefront) quote() error {
	asked, wanted, store, err := s.purchase()
	if err != nil {
		return err
	}
	quote, err := store.Quote(s.ctx(), wanted)
	if isNotFound(err) {
		err = market.Invalid("product", "order.no_such_product", wanted.Product)
	}
	if err != nil {
		return err
	}
	answer := quoteAnswer{Product: quote.Sale.ProductCode, ProductName: quote.Sale.ProductName, SpecName: quote.Sale.SpecName, Period: string(quote.Sale.Period),
		UnitPrice: quote.Sale.UnitPrice, Quantity: asked.Quantity, Periods: quote.Periods, ListAmount: quote.ListAmount, DiscountAmount: quote.DiscountAmount,
		CouponAmount: quote.CouponAmount, Amount: quote.Amount, Supervised: quote.Supervised, Currency: quote.Sale.Site.Currency(), Reductions: []reductionAnswer{}}
	for _, r := range quote.Reductions {
		answer.Reductions = append(answer.Reductions, reductionAnswer{r.Kind, r.Number, r.Name, r.Amount})
	}
	return s.JSON(http.StatusOK, answer)
}

// purchase reads what is wanted and opens the counter of the seller that sells it.
func (s storefront) purchase() (asked purchaseAsk, wanted market.Purchase, store *db.Seller, err error) {
	if err := s.read(&asked); err != nil {
		return asked, wanted, nil, err
	}
	if wanted, err = asked.purchase(); err != nil {
		return asked, wanted, nil, err
	}
	seller, err := s.front("").SellerNumbered(s.ctx(), asked.Seller)
	if isNotFound(err) {
		err = market.Invalid("seller", "storefront.no_such_seller", asked.Seller)
	}
	return asked, wanted, s.buyer(seller, asked.Customer.Name), err
}

// placedAnswer is what never changes about an order, so that a repetition reads the same.
type placedAnswer struct {
	Number     string       `json:"number"`
	Line       string       `json:"line"`
	Product    string       `json:"product"`
	ListAmount market.Money `json:"list_amount"`
	Amount     market.Money `json:"amount"`
	PayBy      time.Time    `json:"pay_by"`
	At         time.Time    `json:"at"`
}

func (s storefront) placeOrder() error {
	_, wanted, store, err := s.purchase()
	if err != nil {
		return err
	}
	receipt, err := s.once(store, func(store *db.Seller) error {
		_, err := store.PlaceOrder(s.ctx(), wanted)
		return err
	})
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Order](receipt.Subject)
	if err != nil {
		return err
	}
	order, err := store.Order(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusCreated, placedAnswer{order.Number, order.Line(), order.ProductCode, order.ListAmount, order.Amount, order.PayBy, receipt.At})
}

// counter is the order named in the path, and its seller's counter for its own customer.
func (s storefront) counter() (*db.Seller, market.Order, error) {
	number, whole := market.ReadOrderNumber(s.Param("number"))
	if !whole {
		return nil, market.Order{}, market.NotFound
	}
	seller, subject, err := s.front("").Find(s.ctx(), "order", number)
	if err != nil {
		return nil, market.Order{}, err
	}
	id, err := market.ParseID[market.Order](subject)
	if err != nil {
		return nil, market.Order{}, err
	}
	return s.counterOf(seller, id)
}

func (s storefront) counterOf(seller market.SellerID, id market.OrderID) (*db.Seller, market.Order, error) {
	order, err := s.buyer(seller, "").Order(s.ctx(), id)
	store := s.buyer(seller, order.CustomerName)
	if err == nil {
		err = s.asked(store, order.Number)
	}
	return store, order, err
}

// doneAnswer is a write's receipt.
type doneAnswer struct {
	Number string     `json:"number"`
	Act    market.Act `json:"act"`
	At     time.Time  `json:"at"`
}

// does carries out one act on the order of the path and answers with its receipt.
func (s storefront) does(act market.Act, do func(*db.Seller, market.Order) error) error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	receipt, err := s.once(store, func(store *db.Seller) error { return do(store, order) })
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, doneAnswer{order.Number, act, receipt.At})
}

func (s storefront) payOrder() error {
	var asked struct {
		Amount string `json:"amount"`
		Method string `json:"method"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	faults := market.Invalids{}
	payment := market.Payment{Amount: amount(faults, "amount", asked.Amount), Method: market.PayMethod(asked.Method)}
	if err := faults.Err(); err != nil {
		return err
	}
	return s.does(market.PayOrder, func(store *db.Seller, order market.Order) error {
		return store.PayOrder(s.ctx(), order.ID, payment)
	})
}

func (s storefront) cancelOrder() error {
	return s.does(market.CancelOrder, func(store *db.Seller, order market.Order) error {
		return store.CancelOrder(s.ctx(), order.ID)
	})
}

type orderAnswer struct {
	Number         string                  `json:"number"`
	Line           string                  `json:"line"`
	Type           market.OrderType        `json:"type"`
	Status         market.OrderStatus      `json:"status"`
	Product        string                  `json:"product"`
	ProductName    string                  `json:"product_name"`
	SpecName       string                  `json:"spec_name"`
	SKUCode        string                  `json:"sku_code"`
	Period         market.Period           `json:"period"`
	Periods        int                     `json:"periods"`
	Quantity       market.Quantity         `json:"quantity"`
	Attributes     []market.AttributeValue `json:"attributes"`
	Currency       market.Currency         `json:"currency"`
	ListAmount     market.Money            `json:"list_amount"`
	DiscountAmount market.Money            `json:"discount_amount"`
	CouponAmount   market.Money            `json:"coupon_amount"`
	Amount         market.Money            `json:"amount"`
	RefundedAmount market.Money            `json:"refunded_amount"`
	Supervised     bool                    `json:"supervised"`
	Postpaid       bool                    `json:"postpaid"`
	Renews         string                  `json:"renews,omitempty"`
	Instance       string                  `json:"instance,omitempty"`
	PlacedAt       time.Time               `json:"placed_at"`
	PayBy          time.Time               `json:"pay_by"`
	PaidAt         *time.Time              `json:"paid_at,omitempty"`
	RepaidAt       *time.Time              `json:"repaid_at,omitempty"`
	EffectiveAt    *time.Time              `json:"effective_at,omitempty"`
	ExpiresAt      *time.Time              `json:"expires_at,omitempty"`
	CompletedAt    *time.Time              `json:"completed_at,omitempty"`
	CancelledAt    *time.Time              `json:"cancelled_at,omitempty"`
	RefundedAt     *time.Time              `json:"refunded_at,omitempty"`
	GivenBack      bool                    `json:"given_back,omitempty"`
}

func (s storefront) order() error {
	store, o, err := s.counter()
	if err != nil {
		return err
	}
	answer := orderAnswer{Number: o.Number, Line: o.Line(), Type: o.Type, Status: o.Status, Product: o.ProductCode, ProductName: o.ProductName,
		SpecName: o.SpecName, SKUCode: o.SKUCode, Period: o.PeriodType, Periods: o.Periods, Quantity: o.Quantity, Attributes: append([]market.AttributeValue{}, o.Attributes.V...), Currency: o.Currency, ListAmount: o.ListAmount,
		DiscountAmount: o.DiscountAmount, CouponAmount: o.CouponAmount, Amount: o.Amount, RefundedAmount: o.RefundedAmount,
		Supervised: o.Supervised, Postpaid: o.Postpaid, PlacedAt: o.PlacedAt, PayBy: o.PayBy, PaidAt: o.PaidAt, RepaidAt: o.RepaidAt,
		EffectiveAt: o.EffectiveAt, ExpiresAt: o.ExpiresAt, CompletedAt: o.CompletedAt, CancelledAt: o.CancelledAt, RefundedAt: o.RefundedAt, GivenBack: o.Gone()}
	back, err := store.Returned(s.ctx(), o)
	if err != nil {
		return err
	}
	if back != nil { // the deal amount of a refund is negative (transactions.md §1.1)
		answer.Amount = back.Amount.Negated()
	}
	if o.RenewsID != nil {
		renewed, err := store.Order(s.ctx(), *o.RenewsID)
		if err != nil {
			return err
		}
		answer.Renews = renewed.Number
	}
	instance, err := store.InstanceOf(s.ctx(), o.ID)
	if err != nil && !errors.Is(err, market.NotFound) {
		return err
	}
	answer.Instance = instance.Number
	return s.JSON(http.StatusOK, answer)
}
