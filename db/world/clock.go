package world

import (
	"sync"
	"sync/atomic"
	"time"
)

// Clock is a clock that is set by hand: simulated months pass in seconds.
type Clock struct {
	at     atomic.Int64
	open   sync.Once
	street *Street
	outbox Outbox
}

// NewClock starts a clock at the given instant.
func NewClock(at time.Time) *Clock {
	c := &Clock{}
	c.Set(at)
	return c
}

// Now is the simulated moment.
func (c *Clock) Now() time.Time { return time.UnixMicro(c.at.Load()).UTC() }

// Set turns the clock to an instant.
func (c *Clock) Set(at time.Time) { c.at.Store(at.UnixMicro()) }

// Pass lets time go by.
func (c *Clock) Pass(d time.Duration) { c.Set(c.Now().Add(d)) }

// Outbox is where mails and text messages of this world end.
func (c *Clock) Outbox() *Outbox { return &c.outbox }

// Street is where the sellers' servers are that live by this clock.
func (c *Clock) Street() *Street {
	c.open.Do(func() { c.street = NewStreet(c.Now) })
	return c.street
}
