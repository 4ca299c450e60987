package world

import (
	"fmt"
	"strings"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// abroad lets Lanxi onto the international site: certified for Southeast Asia and beyond,
// under review for Hong Kong, not yet with Europe.
func (b *builder) abroad() error {
	b.clock.Set(b.Today.AddDate(0, -5, 1).Add(-3 * time.Hour))
	owner := b.as("owner@lanxi.example", b.Lanxi, market.Owner)
	reviewer := b.as("reviewer@platform.example", b.Lanxi, market.Reviewer)
	if err := owner.JoinContract(b.ctx, true, true); err != nil {
		return err
	}
	contracted := func(entity string) error {
		b.clock.Pass(20 * time.Minute)
		if err := owner.SignContract(b.ctx, entity, true); err != nil {
			return err
		}
		return owner.CertifyContract(b.ctx, entity, market.ContractForm{
			LegalName: "Hangzhou Lanxi Software Co., Ltd.", Address: "12F, Block A, 368 Jianghong Road, Binjiang, Hangzhou, China",
			TaxNumber: "91330108MA2B4C6D11", BankName: "China Merchants Bank, Hangzhou Branch", Swift: "CMBCCNBS571", AccountNo: "571908886632901"},
			&db.Upload{Field: "proof", Purpose: market.FileProof, Name: "account-proof.pdf", Content: pdf("USD account: lanxi")})
	}
	if err := contracted("singapore"); err != nil {
		return err
	}
	b.plan(market.DayOf(b.Today).Plus(-1).Begin().Add(10*time.Hour), func() error { return contracted("hongkong") })
	contract, err := owner.Contract(b.ctx, "singapore")
	if err != nil {
		return err
	}
	reviews, err := owner.ReviewsOf(b.ctx, contract.ID)
	if err != nil {
		return err
	}
	b.clock.Pass(2 * time.Hour)
	return reviewer.ApproveReview(b.ctx, reviews[0].ID)
}

// abroad writes what a listing says in English (catalogue.md §10).
func (l listing) abroad(c *market.ProductContent) {
	c.Description = fmt.Sprintf(`## What it is

%s It is made for legal, sales and purchasing teams that send contracts across borders and have to show later who agreed to what, and when.

## What it does

- **Templates**: keep clauses in one place, fill them from a form and see every change between two versions side by side.
- **Approval**: routes by amount, company and kind of contract; whoever is away is represented, and nothing waits unseen.
- **Signing**: several signers in a fixed order, by e-mail or text message, with a certificate for each signature.
- **Archive**: search the whole text of all contracts, with dates on which they end or renew and reminders before that.

## Plans

Team is for up to ten people and one company, Business for any number of people and up to five companies. Both hold everything above.

## How it starts

The account is opened within minutes after payment and sent to the administrator named in the order. Data is kept in the region of the account, backed up every day and kept for thirty days after the end.
`, l.lead)
	c.Agreement = fmt.Sprintf(`%[1]s service agreement

1. Definitions. The service is %[1]s as its product page describes it; the user is who orders it.
2. Term. The agreement holds from the order until the period that was ordered ends.
3. Service. The provider keeps the hours and response times of the product page.
4. Personal information (个人信息, privacy). Data of persons is used only to give this service, is encrypted and logged, and is deleted after the end.
5. Fees and refunds follow the order and the rules of the marketplace.
`, l.name)
	c.ServiceHours = "Mon-Fri 09:00-18:00 (UTC+8)"
	c.ServiceContent = "English support by telephone and e-mail: questions of use, faults, releases and exports. Answers within thirty minutes in service hours, otherwise on the next working day."
	c.Cases = nil
}

// abroad are the orders of the international site, paid in dollars: some of the months that
// are closed, one of this week.
func (t *trade) abroad() {
	for _, sold := range []struct {
		name, id, customer, region, offer string
		daysAgo, quantity                 int
	}{
		{"lanxi abroad first", "C-90112", "Sampan Freight Pte. Ltd.", "southeast_asia", "Lanxi Sign/Team/year", 64, 1},
		{"lanxi abroad second", "C-90114", "Nile Delta Foods S.A.E.", "africa", "Lanxi Sign/Business/year", 47, 1},
		{"lanxi abroad third", "C-90117", "Merlion Trading Pte. Ltd.", "southeast_asia", "Lanxi Sign/Team/year", 33, 3},
		{"lanxi abroad", "C-90117", "Merlion Trading Pte. Ltd.", "southeast_asia", "Lanxi Sign/Team/year", 4, 2},
	} {
		t.plan(t.morning(t.Today.AddDate(0, 0, -sold.daysAgo), 3), func() error {
			account := strings.ToLower(strings.Fields(sold.customer)[0])
			client := market.Customer{ID: sold.id, Name: sold.customer, Account: account, Phone: "+65 6123 4567",
				Email: "it@" + account + ".example", Region: sold.region}
			counter := Buyer(t.db, t.seller, client, false)
			order, err := counter.PlaceOrder(t.ctx, market.Purchase{Type: market.OrderNew, Product: t.Codes[sold.offer],
				Quantity: market.Count(sold.quantity), Periods: 1, Customer: client, Agreed: true})
			if err != nil {
				return fmt.Errorf("%s: %w", sold.name, err)
			}
			t.Orders[sold.name] = order.ID
			return t.prepaid(counter, order)
		})
	}
}
