package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/sandboxes"
	"sellercenter/views/ui"
)

// The sandbox's posts are buyers' acts, done by the very same store methods as a shop
// front's: only the actor is a test buyer.
func (site *site) sandboxRoutes(e *echo.Echo) {
	g := e.Group("/sandboxes", sees(market.Sandboxes))
	g.GET("", site.seller(seller.sandboxes))
	g.POST("/place", site.seller(seller.placeSandbox))
	g.GET("/:id", site.seller(seller.sandbox))
	g.POST("/:id/pay", site.seller(seller.paySandbox))
	g.POST("/:id/cancel", site.seller(seller.cancelSandbox))
	g.POST("/:id/repay", site.seller(seller.repaySandbox))
	g.POST("/:id/submit", site.seller(seller.submitSandbox))
	g.POST("/:id/keep", site.seller(draftSandbox(market.KeepDraft)))
	g.POST("/:id/attach", site.seller(draftSandbox(market.AttachDraft)))
	g.POST("/:id/detach", site.seller(draftSandbox(market.DetachDraft)))
	g.POST("/:id/accept", site.seller(seller.acceptSandbox))
	g.POST("/:id/reject", site.seller(seller.rejectSandbox))
	g.POST("/:id/appeal", site.seller(seller.appealSandbox))
	g.POST("/:id/withdraw", site.seller(seller.withdrawSandbox))
	g.POST("/:id/refund", site.seller(seller.refundSandbox))
	for _, plays := range []map[string]sandboxPlay{sandboxPlays, carePlays, deskPlays} {
		for verb, play := range plays {
			g.POST("/:id/"+verb, site.seller(playSandbox(play)))
		}
	}
}

// buyer is the seller's member as a buyer of its own goods, in test mode.
func (s seller) buyer() *db.Seller {
	actor := s.actor()
	return s.site.db.Storefront(market.Actor{Person: actor.Person, Name: actor.Name, From: actor.From,
		Roles: []market.Role{market.Buyer}, Products: actor.Products, Test: true, Customer: market.SandboxCustomer}).Seller(s.store.ID())
}

func (s seller) sandboxes() error { return s.showSandboxes(http.StatusOK, ui.Form{}, nil) }

func (s seller) showSandboxes(status int, f ui.Form, quote *market.Quote) error {
	offers, err := s.store.Offers(s.ctx())
	if err != nil {
		return err
	}
	orders, err := s.store.Orders(s.ctx(), market.OrderSearch{Test: true}, ask(s))
	if err != nil {
		return err
	}
	profile, err := s.store.Profile(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, sandboxes.List(sandboxes.ListPage{Form: f, Seller: profile.Number, Offers: offers, Orders: orders, Quote: quote}))
}

// placeSandbox quotes first and orders when the second button was pressed.
func (s seller) placeSandbox() error {
	f := readForm(s)
	name := s.visitor.SellerName
	wanted := market.Purchase{Type: market.OrderNew, Product: f.text("product"), Quantity: f.quantity("quantity"), Periods: f.number("periods"),
		Discount: f.money("discount"), Coupon: f.money("coupon"), Agreed: f.checked("agreed"), Extend: map[string]string{},
		Offer: f.text("offer"), Voucher: f.text("voucher"), Partner: f.text("partner"), Renews: f.text("renews"),
		Customer: market.Customer{Name: name, Account: "sandbox", Phone: f.text("phone"), Email: f.text("email"), RealName: market.RealEnterprise}}
	asked, err := s.site.db.Parameters(s.ctx())
	if err != nil {
		return err
	}
	for _, p := range asked {
		if value := f.line(market.ExtensionField(p.Code)); value != "" {
			wanted.Extend[p.Code] = value
		}
	}
	if kind := f.text("type"); kind != "" {
		wanted.Type = market.OrderType(kind)
	}
	if wanted.Type == market.OrderNew && wanted.Renews != "" {
		wanted.Type = market.OrderRenew
	}
	if place := f.text("place"); place != "" {
		wanted.Address = &market.Address{Recipient: name, Phone: f.text("phone"), Place: place}
	}
	err = f.err()
	if err == nil && f.text("product") == "" {
		err = market.Invalid("product", "problem.required")
	}
	var quote market.Quote
	if err == nil {
		quote, err = s.buyer().Quote(s.ctx(), wanted)
	}
	if isNotFound(err) {
		err = market.Invalid("product", "order.no_such_product", wanted.Product)
	}
	if f.refused(err) {
		return s.showSandboxes(f.status, f.Form, nil)
	}
	if err != nil {
		return err
	}
	if f.checked("quote") {
		return s.showSandboxes(http.StatusOK, f.Form, &quote)
	}
	order, err := s.buyer().PlaceOrder(s.ctx(), wanted)
	if f.refused(err) {
		return s.showSandboxes(f.status, f.Form, &quote)
	}
	if err != nil {
		return err
	}
	return s.done("/sandboxes/"+order.ID.String(), market.PlaceOrder)
}

func (s seller) sandbox() error {
	page, err := s.sandboxPage()
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, sandboxes.Show(page))
}

func (s seller) sandboxPage() (page sandboxes.ShowPage, err error) {
	id, err := pathID[market.Order](s, "id")
	if err != nil {
		return page, err
	}
	if page.Order, err = s.buyer().Order(s.ctx(), id); err != nil {
		return page, err
	}
	events, err := s.store.OrderTimeline(s.ctx(), page.Order, "", market.Ask{Size: 200})
	if err != nil {
		return page, err
	}
	page.Events = events.Rows
	refunds, err := s.store.RefundsOf(s.ctx(), id)
	if err != nil {
		return page, err
	}
	if len(refunds) > 0 && refunds[0].Status.Open() {
		page.Refund = &refunds[0]
	}
	page.Now = s.site.db.Now()
	if page.Order.Charging.Several() && page.Order.InstanceID != nil {
		used, err := s.store.OrderUsage(s.ctx(), page.Order)
		if err != nil {
			return page, err
		}
		page.Usage = &used
		bills, err := s.buyer().UsageBills(s.ctx(), market.UsageBillSearch{Status: market.UsageBillIssued, Order: &id, Test: true}, market.Ask{Size: 20})
		if err != nil {
			return page, err
		}
		page.Bills = bills.Rows
	}
	if err := s.sandboxRefund(&page); err != nil {
		return page, err
	}
	if err := s.sandboxCare(&page); err != nil {
		return page, err
	}
	flow, err := s.store.SupervisionOf(s.ctx(), id)
	if isNotFound(err) {
		return page, nil
	}
	if err != nil {
		return page, err
	}
	page.Flow = &flow
	if page.Draft, err = s.buyer().Draft(s.ctx(), flow.ID, market.DraftRequirement); err != nil {
		return page, err
	}
	if page.Logs, err = s.store.SupervisionLogs(s.ctx(), flow.ID); err != nil {
		return page, err
	}
	appeals, err := s.store.AppealsOf(s.ctx(), flow.ID)
	if len(appeals) > 0 && appeals[0].Status.Open() {
		page.Appeal = &appeals[0]
	}
	return page, err
}

// plays does one act of the test buyer; a refused form comes back with what was typed.
func (s seller) plays(f *form, act market.Act, do func(store *db.Seller, page sandboxes.ShowPage) error) error {
	page, err := s.sandboxPage()
	if err != nil {
		return err
	}
	if err = f.err(); err == nil {
		err = do(s.buyer(), page)
	}
	var problem *market.Problem
	if errors.As(err, &problem) && problem.Kind == market.KindConflict {
		return s.site.failed(s, "/sandboxes/"+page.Order.ID.String(), err)
	}
	if f.refused(err) {
		page.Form, page.Act = f.Form, act
		if act.Area() == market.Drafts { // it was prepared in the form of the requirement
			page.Act = market.SubmitSupervision
		}
		return s.page(f.status, sandboxes.Show(page))
	}
	if err != nil {
		return err
	}
	return s.done("/sandboxes/"+page.Order.ID.String(), act)
}

func (s seller) paySandbox() error {
	f := readForm(s)
	payment := market.Payment{Amount: f.money("amount"), Method: market.PayMethod(f.text("method"))}
	return s.plays(f, market.PayOrder, func(store *db.Seller, page sandboxes.ShowPage) error {
		return store.PayOrder(s.ctx(), page.Order.ID, payment)
	})
}

func (s seller) cancelSandbox() error {
	return s.plays(readForm(s), market.CancelOrder, func(store *db.Seller, page sandboxes.ShowPage) error {
		return store.CancelOrder(s.ctx(), page.Order.ID)
	})
}

func (s seller) repaySandbox() error {
	return s.plays(readForm(s), market.RepayOrder, func(store *db.Seller, page sandboxes.ShowPage) error {
		return store.RepayOrder(s.ctx(), page.Order.ID)
	})
}

// delivered runs do on the order's flow; without one there is nothing to do now.
func delivered(page sandboxes.ShowPage, do func(market.SupervisionID) error) error {
	if page.Flow == nil {
		return market.Conflict("storefront.no_supervision", page.Order.Number)
	}
	return do(page.Flow.ID)
}

func (s seller) submitSandbox() error {
	f := readForm(s)
	return s.plays(f, market.SubmitSupervision, func(store *db.Seller, page sandboxes.ShowPage) error {
		return delivered(page, func(id market.SupervisionID) error {
			if err := page.Flow.Now(market.SubmitSupervision); err != nil {
				return err
			}
			if err := f.attach(store, id, market.DraftRequirement); err != nil {
				return err
			}
			return store.SubmitSupervision(s.ctx(), id, market.Requirement{Text: f.text("text")})
		})
	})
}

// draftSandbox prepares a requirement: its words, its files one by one.
func draftSandbox(act market.Act) func(seller) error {
	return func(s seller) error {
		f := readForm(s)
		prepare := func(store *db.Seller, page sandboxes.ShowPage) error {
			return delivered(page, func(id market.SupervisionID) error {
				if act == market.DetachDraft {
					if err := store.DetachDraft(s.ctx(), id, market.DraftRequirement, formID[market.DraftFile](f, "file")); err != nil {
						return err
					}
				}
				return f.attach(store, id, market.DraftRequirement)
			})
		}
		if !scripted(s) {
			return s.plays(f, act, prepare)
		}
		page, err := s.sandboxPage()
		if err == nil {
			err = prepare(s.buyer(), page)
		}
		return answerDraft(s, err)
	}
}

func (s seller) acceptSandbox() error {
	f := readForm(s)
	return s.plays(f, market.AcceptSupervision, func(store *db.Seller, page sandboxes.ShowPage) error {
		return delivered(page, func(id market.SupervisionID) error {
			return store.AcceptSupervision(s.ctx(), id, f.text("comment"))
		})
	})
}

func (s seller) rejectSandbox() error {
	f := readForm(s)
	return s.plays(f, market.RejectSupervision, func(store *db.Seller, page sandboxes.ShowPage) error {
		return delivered(page, func(id market.SupervisionID) error {
			return store.RejectSupervision(s.ctx(), id, f.text("reason"))
		})
	})
}

func (s seller) appealSandbox() error {
	f := readForm(s)
	complaint := market.Complaint{Ground: market.Ground(f.text("ground")), Reason: f.text("reason"), Files: f.evidence("files", market.EvidenceAppeal)}
	return s.plays(f, market.FileAppeal, func(store *db.Seller, page sandboxes.ShowPage) error {
		return delivered(page, func(id market.SupervisionID) error {
			_, err := store.FileAppeal(s.ctx(), id, complaint)
			return err
		})
	})
}

func (s seller) withdrawSandbox() error {
	return s.plays(readForm(s), market.WithdrawAppeal, func(store *db.Seller, page sandboxes.ShowPage) error {
		if page.Appeal == nil {
			return market.Conflict("sandbox.no_appeal")
		}
		return store.WithdrawAppeal(s.ctx(), page.Appeal.ID)
	})
}

func (s seller) refundSandbox() error {
	f := readForm(s)
	wanted := market.RefundRequest{Amount: f.money("amount"), Reason: f.text("reason"), Goods: market.GoodsState(f.text("goods")), ContactShown: f.checked("contact_shown")}
	return s.plays(f, market.RequestRefund, func(store *db.Seller, page sandboxes.ShowPage) error {
		wanted.OrderID = page.Order.ID
		_, err := store.RequestRefund(s.ctx(), wanted)
		return err
	})
}
