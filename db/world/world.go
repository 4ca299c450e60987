// Package world builds the demo marketplace with real acts over simulated months; the demo
// in the browser is the one in the tests.
package world

import (
	"context"
	"fmt"
	"time"

	"sellercenter/db"
	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
)

// Password is everybody's password in the demo.
const Password = "seller-center"

// World names what the demo marketplace holds, so that tests can reach for it.
type World struct {
	Today time.Time // the moment at which the story stops

	Lanxi   market.SellerID // 澜溪软件: busy
	Yunzhan market.SellerID // 云栈数据: in trouble
	Qinghe  market.SellerID // 青禾智能: freshly onboarded

	People map[string]market.PersonID // by e-mail

	Endpoints map[string]market.EndpointID // lanxi, yunzhan: verified, every activity tried
	Keys      map[string]market.KeyID      // lanxi base, lanxi general, …

	Messages map[string]market.FulfilmentID // lanxi's: exhausted, refused, polling, opened, stopped

	Products map[string]market.ProductID // by name
	Codes    map[string]string           // product/spec/period → the wire's productId
	Assets   map[string]market.AssetID   // by name
	Reviews  map[string]market.ReviewID  // by product name: its newest review

	Supervisions map[string]market.SupervisionID // by seller and tale: "lanxi late", "lanxi accepting"
	Appeals      map[string]market.AppealID
	Refunds      map[string]market.RefundID

	Resales  map[string]market.ResaleID // by level: lanxi's product, partner, customer
	Offers   map[string]market.OfferID  // lanxi's: discount, quotation, waiting, rejected
	Coupons  map[string]market.CouponID // lanxi's: year, granted, voided
	Demands  map[string]market.DemandID // lanxi's: waiting, converting, won
	Partners map[string]market.PartnerID

	Statements map[string]market.StatementID // by seller and period: "lanxi 202610"

	StorefrontAccess, StorefrontSecret string // the demo shop front's credentials

	Credentials map[string]market.CredentialID // by application

	Supports map[string]market.SupportID // by seller and name

	Questions map[string]market.QuestionID // by seller and plight: "lanxi waiting", "lanxi hidden"
	Tickets   map[string]market.TicketID   // by seller and plight: "lanxi dispatched", "lanxi escalated"

	Comments map[string]market.CommentID // by seller and plight: "lanxi waiting", "lanxi hidden"

	Invoices map[string]market.InvoiceID // by seller and plight: "lanxi requested", "lanxi returned"

	Orders map[string]market.OrderID // by seller and plight: "lanxi pending", "yunzhan service"
}

// Size says how much life the demo has.
type Size struct {
	Orders int // orders of the busy seller
}

// The sizes that are used.
var (
	Small = Size{Orders: 30}  // tests
	Demo  = Size{Orders: 400} // make run
)

// builder carries what every chapter of the story needs.
type builder struct {
	World
	ctx   context.Context
	db    *db.DB
	clock *Clock
	works jobs.Works
	size  Size

	agenda   agenda
	planned  int
	delivery func(order market.Order, client market.Customer, fate int) error // plans a supervised order's delivery; nil leaves it at its first step
	hash     string                                                           // of Password: computed once, for everybody
}

// Build tells the story until the clock's present moment.
func Build(ctx context.Context, store *db.DB, clock *Clock, works jobs.Works, size Size) (World, error) {
	b := &builder{World: World{Today: clock.Now(), People: map[string]market.PersonID{}}, ctx: ctx, db: store, clock: clock, works: works, size: size}
	for _, chapter := range []struct {
		name string
		tell func() error
	}{
		{"people", b.people},
		{"calendar", b.calendar},
		{"endpoints", b.endpoints},
		{"abroad", b.abroad},
		{"products", b.products},
		{"specs", b.specs},
		{"sales", b.sales},
		{"joints", b.joints},
		{"orders", b.orders},
		{"deliveries", b.deliveries},
		{"kinds of delivery", b.kinds},
		{"returns", b.sentBacks},
		{"lives", b.lives},
		{"limits", b.limits},
		{"quotas", b.quotas},
		{"usage", b.usages},
		{"messages", b.messages},
		{"probes", b.probes},
		{"invoices", b.invoices},
		{"tickets", b.tickets},
		{"comments", b.comments},
		{"questions", b.questions},
		{"supports", b.supports},
		{"credentials", b.credentials},
		{"statements", b.statements},
		{"settlements", b.settlements},
		{"reading", b.reading},
		{"everything planned", b.live},
		{"receivers", b.receivers},
		{"newcomers", b.newcomers},
		{"scans", b.scans},
		{"views", b.views},
		{"team rights", b.teamRights},
	} {
		if err := chapter.tell(); err != nil {
			return World{}, fmt.Errorf("world: %s: %w", chapter.name, err)
		}
	}
	err := b.until(b.Today)
	b.db.Deliver() // what is configured decides from now on
	return b.World, err
}

// until lets everything happen that is due before the instant.
func (b *builder) until(at time.Time) error {
	return jobs.Turn(b.ctx, b.db, b.works, b.clock.Set, at)
}
