package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// storefrontOwnRoutes are what a customer has at all sellers: orders, services, offers,
// messages, disputes and refunds.
func (site *site) storefrontOwnRoutes(g *echo.Group) {
	g.GET("/orders", site.storefront(storefront.orders))
	g.GET("/orders/:number/service", site.storefront(storefront.service))
	g.POST("/orders/:number/close", site.storefront(storefront.closeInstance))
	g.POST("/orders/:number/owe", site.storefront(storefront.oweInstance))
	g.POST("/orders/:number/settle", site.storefront(storefront.settleInstance))
	g.POST("/orders/:number/sync", site.storefront(storefront.syncInstance))
	g.GET("/orders/:number/refunds", site.storefront(storefront.orderRefunds))
	g.GET("/refunds/:number", site.storefront(storefront.refund))
	g.GET("/orders/:number/appeals", site.storefront(storefront.orderAppeals))
	g.GET("/appeals/:number", site.storefront(storefront.appeal))
	g.GET("/services", site.storefront(storefront.services))
	g.GET("/private-offers", site.storefront(storefront.privateOffers))
	g.GET("/messages", site.storefront(storefront.messages))
}

type ownOrder struct {
	Number      string             `json:"number"`
	Type        market.OrderType   `json:"type"`
	Status      market.OrderStatus `json:"status"`
	Said        string             `json:"said"` // the status in the caller's language
	ProductName string             `json:"product_name"`
	SpecName    string             `json:"spec_name"`
	Currency    market.Currency    `json:"currency"`
	Amount      market.Money       `json:"amount"`
	Seller      string             `json:"seller"`
	CompanyName string             `json:"company_name"`
	PlacedAt    time.Time          `json:"placed_at"`
	PayBy       time.Time          `json:"pay_by"`
	PaidAt      *time.Time         `json:"paid_at,omitempty"`
	ExpiresAt   *time.Time         `json:"expires_at,omitempty"`
	Delivery    *ownDelivery       `json:"supervision,omitempty"`
}

// ownDelivery is where the supervised delivery of an order stands.
type ownDelivery struct {
	Status market.SupervisionStatus `json:"status"`
	Node   market.Node              `json:"node"`
	Said   string                   `json:"said"` // the node in the caller's language
	Turn   market.Party             `json:"turn"`
	Since  *time.Time               `json:"since,omitempty"`
	DueAt  *time.Time               `json:"due_at,omitempty"`
}

func (s storefront) orders() error {
	found, err := s.front("").Orders(s.ctx(), market.OrderStatus(s.QueryParam("status")), market.SupervisionStatus(s.QueryParam("supervision")), ask(s))
	if err != nil {
		return err
	}
	answer := struct {
		Orders   []ownOrder `json:"orders"`
		Next     string     `json:"next,omitempty"`
		Previous string     `json:"previous,omitempty"`
	}{Orders: []ownOrder{}, Next: found.Next, Previous: found.Previous}
	for _, o := range found.Rows {
		own := ownOrder{o.Number, o.Type, o.Status, i18n.T(s.ctx(), o.Status.Key()), o.ProductName, o.SpecName, o.Currency, o.Amount.Minus(o.Returned),
			o.SellerNumber, o.CompanyName, o.PlacedAt, o.PayBy, o.PaidAt, o.ExpiresAt, nil}
		if o.Flow != "" {
			own.Delivery = &ownDelivery{o.Flow, o.Node, i18n.T(s.ctx(), o.Node.Key()), o.Turn, o.Since, o.DueAt}
		}
		answer.Orders = append(answer.Orders, own)
	}
	return s.JSON(http.StatusOK, answer)
}

type ownService struct {
	Instance    string                `json:"instance"`
	Order       string                `json:"order"`
	Status      market.InstanceStatus `json:"status"`
	Said        string                `json:"said"`
	ProductName string                `json:"product_name"`
	SpecName    string                `json:"spec_name"`
	Seller      string                `json:"seller"`
	CompanyName string                `json:"company_name"`
	URL         string                `json:"url,omitempty"`
	Policy      market.ExpiryPolicy   `json:"policy"`
	OpenedAt    *time.Time            `json:"opened_at,omitempty"`
	ExpiresAt   *time.Time            `json:"expires_at,omitempty"`
	ReleasedAt  *time.Time            `json:"released_at,omitempty"`
}

func (s storefront) services() error {
	found, err := s.front("").Services(s.ctx(), ask(s))
	if err != nil {
		return err
	}
	answer := struct {
		Services []ownService `json:"services"`
		Next     string       `json:"next,omitempty"`
		Previous string       `json:"previous,omitempty"`
	}{Services: []ownService{}, Next: found.Next, Previous: found.Previous}
	for _, o := range found.Rows {
		answer.Services = append(answer.Services, ownService{o.Number, o.OrderNumber, o.Status, i18n.T(s.ctx(), o.Status.Key()), o.ProductName, o.SpecName,
			o.SellerNumber, o.CompanyName, o.FrontURL, o.Policy, o.OpenedAt, o.ExpiresAt, o.ReleasedAt})
	}
	return s.JSON(http.StatusOK, answer)
}

// service answers how the customer gets into what runs for the order.
func (s storefront) service() error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	instance, err := store.InstanceOf(s.ctx(), order.ID)
	if err != nil {
		return err
	}
	app, err := store.AccessOf(s.ctx(), order.ID)
	if err != nil {
		return err
	}
	chosen, err := store.Expiry(s.ctx(), instance.ID)
	if err != nil {
		return err
	}
	if app.Password != "" {
		if err := store.Asked(s.ctx(), market.QueryLogin, instance.Number, instance.Number); err != nil {
			return err
		}
	}
	return s.JSON(http.StatusOK, struct {
		Instance  string                `json:"instance"`
		Status    market.InstanceStatus `json:"status"`
		URL       string                `json:"url,omitempty"`
		AdminURL  string                `json:"admin_url,omitempty"`
		UserName  string                `json:"user_name,omitempty"`
		Password  string                `json:"password,omitempty"`
		Memo      string                `json:"memo,omitempty"`
		Policy    market.ExpiryPolicy   `json:"policy"`
		Periods   int                   `json:"periods"`
		Times     int                   `json:"times"`
		OpenedAt  *time.Time            `json:"opened_at,omitempty"`
		ExpiresAt *time.Time            `json:"expires_at,omitempty"`
	}{instance.Number, instance.Status, app.FrontEndURL, app.AdminURL, app.UserName, app.Password, app.Memo, chosen.Policy, chosen.Periods, chosen.Times,
		instance.OpenedAt, instance.ExpiresAt})
}

// closeInstance ends what runs and is paid by use (transactions.md §10.1: close resource).
func (s storefront) closeInstance() error {
	return s.does(market.CloseInstance, func(store *db.Seller, order market.Order) error {
		return store.CloseInstance(s.ctx(), order.ID)
	})
}

// oweInstance says that the customer cannot pay for what is used (transactions.md §1.6).
func (s storefront) oweInstance() error {
	return s.does(market.OweInstance, func(store *db.Seller, order market.Order) error {
		return store.OweInstance(s.ctx(), order.ID)
	})
}

// settleInstance says that the arrears are paid.
func (s storefront) settleInstance() error {
	return s.does(market.SettleInstance, func(store *db.Seller, order market.Order) error {
		return store.SettleInstance(s.ctx(), order.ID)
	})
}

// syncInstance says that a synchronisation with the seller's server failed (transactions.md §9).
func (s storefront) syncInstance() error {
	var asked struct {
		Call string `json:"call"`
		Code string `json:"code"`
		Text string `json:"text"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.does(market.SyncInstance, func(store *db.Seller, order market.Order) error {
		return store.SyncInstance(s.ctx(), order.ID, market.SyncFault(asked))
	})
}

type refundAnswer struct {
	Number      string              `json:"number"`
	Order       string              `json:"order"`
	Cause       market.RefundCause  `json:"cause"`
	Status      market.RefundStatus `json:"status"`
	Said        string              `json:"said"`
	Currency    market.Currency     `json:"currency"`
	Amount      market.Money        `json:"amount"`
	Reason      string              `json:"reason"`
	Note        string              `json:"note,omitempty"`
	RequestedAt time.Time           `json:"requested_at"`
	DueAt       *time.Time          `json:"due_at,omitempty"`
	DecidedAt   *time.Time          `json:"decided_at,omitempty"`
	PaidAt      *time.Time          `json:"paid_at,omitempty"`

	Unsubscription string `json:"unsubscription,omitempty"` // the order that gives the other one back

	Goods         market.GoodsState `json:"goods,omitempty"`
	ReturnTo      *addressAsk       `json:"return_to,omitempty"`
	Courier       string            `json:"courier,omitempty"`
	Tracking      string            `json:"tracking,omitempty"`
	ContactSeller bool              `json:"contact_seller,omitempty"` // the seller let its time pass (transactions.md §4.3)

	Fault string             `json:"fault,omitempty"` // what the inspection found (transactions.md §4.4)
	Story *refundStoryAnswer `json:"story,omitempty"`
}

// refundStoryAnswer is what the buyer may do about a refund, what it does, and what happened:
// the same that a page shows as the buyer's.
type refundStoryAnswer struct {
	May        []market.Act       `json:"may"`
	OrderPaid  market.Money       `json:"order_paid"`
	Kept       market.Money       `json:"kept"`
	Ends       bool               `json:"ends"`
	CouponBack bool               `json:"coupon_back"`
	LimitFreed bool               `json:"limit_freed"`
	Releases   bool               `json:"releases"`
	RunsUntil  *time.Time         `json:"runs_until,omitempty"`
	Files      []refundFileAnswer `json:"files"`
	Events     []eventAnswer      `json:"events"`
}

type refundFileAnswer struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Type    string       `json:"type"`
	Size    int64        `json:"size"`
	SHA256  string       `json:"sha256"`
	Party   market.Party `json:"party"`
	AddedAt time.Time    `json:"added_at"`
}

func (s storefront) refundSaid(r market.Refund, order market.Order) refundAnswer {
	return refundAnswer{Number: r.Number, Order: order.Number, Currency: order.Currency, Cause: r.Cause, Status: r.Status, Said: i18n.T(s.ctx(), r.Status.Key()), Amount: r.Amount,
		Reason: r.Reason, Note: r.Note, RequestedAt: r.RequestedAt, DueAt: r.DueAt, DecidedAt: r.DecidedAt, PaidAt: r.PaidAt, Fault: r.Fault}
}

func (s storefront) orderRefunds() error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	all, err := store.RefundsOf(s.ctx(), order.ID)
	if err != nil {
		return err
	}
	said := []refundAnswer{}
	for _, r := range all {
		said = append(said, s.refundSaid(r, order))
	}
	return s.JSON(http.StatusOK, map[string]any{"refunds": said})
}

// refundCounter is the refund of the path at its seller's counter, with its order.
func (s storefront) refundCounter() (*db.Seller, market.RefundRow, market.Order, error) {
	seller, subject, err := s.front("").Find(s.ctx(), "refund", s.Param("number"))
	if err != nil {
		return nil, market.RefundRow{}, market.Order{}, err
	}
	id, err := market.ParseID[market.Refund](subject)
	if err != nil {
		return nil, market.RefundRow{}, market.Order{}, err
	}
	row, err := s.buyer(seller, "").Refund(s.ctx(), id)
	if err != nil {
		return nil, market.RefundRow{}, market.Order{}, err
	}
	store, order, err := s.counterOf(seller, row.OrderID)
	return store, row, order, err
}

func (s storefront) refund() error {
	store, refund, order, err := s.refundCounter()
	if err != nil {
		return err
	}
	answer := s.refundSaid(refund.Refund, order)
	answer.Unsubscription = refund.Unsubscription
	if err := s.returned(store, refund, &answer); err != nil {
		return err
	}
	if answer.Story, err = s.refundStory(store, refund); err != nil {
		return err
	}
	return s.JSON(http.StatusOK, answer)
}

type disputeAnswer struct {
	Number       string               `json:"number"`
	Order        string               `json:"order"`
	Status       market.AppealStatus  `json:"status"`
	Said         string               `json:"said"`
	FiledBy      market.Party         `json:"filed_by"`
	Ground       market.Ground        `json:"ground"`
	Reason       string               `json:"reason"`
	Asked        string               `json:"asked,omitempty"` // what the marketplace wants to know, where it asks the buyer
	Outcome      market.AppealOutcome `json:"outcome,omitempty"`
	RefundAmount *market.Money        `json:"refund_amount,omitempty"`
	Conclusion   string               `json:"conclusion,omitempty"`
	FiledAt      time.Time            `json:"filed_at"`
	DueAt        time.Time            `json:"due_at"`
	DecidedAt    *time.Time           `json:"decided_at,omitempty"`
}

func (s storefront) appealSaid(a market.Appeal, order string) disputeAnswer {
	said := disputeAnswer{Number: a.Number, Order: order, Status: a.Status, Said: i18n.T(s.ctx(), a.Status.Key()), FiledBy: a.FiledBy, Ground: a.Ground, Reason: a.Reason,
		Outcome: a.Outcome, RefundAmount: a.RefundAmount, Conclusion: a.Conclusion, FiledAt: a.FiledAt, DueAt: a.DueAt, DecidedAt: a.DecidedAt}
	if a.AskedParty == market.PartyBuyer {
		said.Asked = a.Asked
	}
	return said
}

func (s storefront) orderAppeals() error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	said := []disputeAnswer{}
	flow, err := store.SupervisionOf(s.ctx(), order.ID)
	if err != nil && !isNotFound(err) {
		return err
	}
	if err == nil {
		all, err := store.AppealsOf(s.ctx(), flow.ID)
		if err != nil {
			return err
		}
		for _, a := range all {
			said = append(said, s.appealSaid(a, order.Number))
		}
	}
	return s.JSON(http.StatusOK, map[string]any{"appeals": said})
}

// appealCounter is the appeal of the path at its seller's counter, with its order.
func (s storefront) appealCounter() (*db.Seller, market.Appeal, market.Order, error) {
	seller, subject, err := s.front("").Find(s.ctx(), "appeal", s.Param("number"))
	if err != nil {
		return nil, market.Appeal{}, market.Order{}, err
	}
	id, err := market.ParseID[market.Appeal](subject)
	if err != nil {
		return nil, market.Appeal{}, market.Order{}, err
	}
	row, err := s.buyer(seller, "").Appeal(s.ctx(), id)
	if err != nil {
		return nil, market.Appeal{}, market.Order{}, err
	}
	store, order, err := s.counterOf(seller, row.OrderID)
	return store, row.Appeal, order, err
}

func (s storefront) appeal() error {
	_, appeal, order, err := s.appealCounter()
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, s.appealSaid(appeal, order.Number))
}

func (s storefront) privateOffers() error {
	all, err := s.front("").PrivateOffers(s.ctx())
	if err != nil {
		return err
	}
	answer := []map[string]any{}
	for _, o := range all {
		answer = append(answer, map[string]any{"number": o.Number, "name": o.Name, "mode": o.Mode, "status": o.Status, "partner": o.Partner,
			"starts_at": o.StartsAt, "ends_at": o.EndsAt})
	}
	return s.JSON(http.StatusOK, map[string]any{"offers": answer})
}

// messages are worded in the language of whoever reads them, not of when they were left.
func (s storefront) messages() error {
	all, err := s.front("").Messages(s.ctx())
	if err != nil {
		return err
	}
	answer := []map[string]any{}
	for _, m := range all {
		answer = append(answer, map[string]any{"id": m.ID.String(), "kind": m.Kind, "text": i18n.Say(s.ctx(), m.Reason.V), "link": m.Link, "channels": m.Channels.V, "at": m.At})
	}
	return s.JSON(http.StatusOK, map[string]any{"messages": answer})
}
