package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/exampleseller"
	"sellercenter/internal/market"
)

// clock is what a timer's test knows of its shop: what ships, the working calendar, now.
type clock struct {
	*testing.T
	shop     *dbtest.Shop
	settings market.Settings
	calendar market.Calendar
	now      time.Time
	store    *db.Seller
}

func (c clock) choose(name, value string) {
	c.Helper()
	_, err := c.shop.DB.Pool().Exec(`INSERT INTO settings (name, value, changed_at) VALUES ($1, $2::jsonb, now()) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	require.NoError(c, err)
}

func (c clock) turn(until time.Time) {
	c.Helper()
	c.shop.Turn(c, world.Works(c.shop.Clock), until)
}

func (c clock) count(query string, args ...any) (n int) {
	c.Helper()
	require.NoError(c, c.shop.DB.Pool().QueryRow(query, args...).Scan(&n))
	return n
}

// done is how often the act was done to it.
func (c clock) done(a armed) int {
	c.Helper()
	return c.count(`SELECT count(*) FROM audits WHERE act = $1 AND subject = $2`, a.act, a.subject.String())
}

func (c clock) asks(made market.Order, customer *db.Seller, goods market.GoodsState) market.RefundID {
	c.Helper()
	id, err := customer.RequestRefund(c.Context(), market.RefundRequest{OrderID: made.ID, Amount: made.Amount, Reason: "plans changed", Goods: goods})
	require.NoError(c, err)
	return id
}

// pass lets a minute go by.
func (c *clock) pass() {
	c.shop.Clock.Pass(time.Minute)
	c.now = c.shop.Clock.Now()
}

// confirming is a delivery that waits for the seller's confirmation.
func (c *clock) confirming() (*db.Seller, market.SupervisionID) {
	c.Helper()
	customer, _, id := watched(c.T, c.shop, c.shop.Lanxi)
	c.pass()
	require.NoError(c, customer.SubmitSupervision(c.Context(), id, market.Requirement{Text: "three warehouses"}))
	return customer, id
}

func (c clock) warning(days int) time.Time {
	return c.calendar.Before(c.calendar.PlusDays(c.now, days), c.settings.WarnBefore.Duration)
}

// failing is an order whose opening the seller's server refuses, and its message.
func (c clock) failing() (market.Order, market.FulfilmentID) {
	c.Helper()
	require.NoError(c, c.shop.Clock.Street().Behave("api.lanxi.example", exampleseller.Rule{Behave: "code:000005"}))
	_, err := c.shop.DB.Pool().Exec(`DELETE FROM hooks`)
	require.NoError(c, err)
	customer := counter(c.shop, "C-1")
	made := placed(c.T, customer, wanted(c.shop.Codes["澜溪云 ERP SaaS 版/标准版/year"], 1))
	require.NoError(c, customer.PayOrder(c.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}))
	lines, err := c.store.FulfilmentsOfOrder(c.Context(), made.ID)
	require.NoError(c, err)
	return made, lines[0].ID
}

// freezing is an instance that ended, whose server refuses to hear of it.
func (c clock) freezing() market.FulfilmentID {
	c.Helper()
	_, made := opened(c.T, c.shop, "澜溪云 ERP SaaS 版/标准版/month", 1)
	_, err := c.shop.DB.Pool().Exec(`DELETE FROM hooks`)
	require.NoError(c, err)
	require.NoError(c, c.shop.Clock.Street().Behave("api.lanxi.example", exampleseller.Rule{Behave: "code:000005"}))
	c.turn(*made.ExpiresAt)
	lines, err := c.store.FulfilmentsOfOrder(c.Context(), made.ID)
	require.NoError(c, err)
	for _, line := range lines {
		if line.Activity == market.ActivityUpdateInstanceStatus {
			return line.ID
		}
	}
	require.Fail(c, "nobody was told of the freezing")
	return market.FulfilmentID{}
}

func (c clock) tries(id market.FulfilmentID) int {
	c.Helper()
	return c.count(`SELECT count(*) FROM attempts WHERE fulfilment_id = $1`, id)
}

func (c clock) state(id market.FulfilmentID) market.FulfilmentStatus {
	c.Helper()
	line, err := c.store.Fulfilment(c.Context(), id)
	require.NoError(c, err)
	return line.Status
}
