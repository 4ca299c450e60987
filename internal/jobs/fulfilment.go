package jobs

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/riverqueue/river"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// fulfilments are the due acts on messages.
func fulfilments(caller *Caller) Works {
	d := deliverer{caller}
	return Works{market.SendFulfilment: d.send, market.QueryFulfilment: d.query, market.ExhaustFulfilment: exhaustFulfilment}
}

// deliverer sends the production interface's messages.
type deliverer struct{ caller *Caller }

// send tells a seller's server and keeps how it answered. A process that is killed between
// the call and its keeping calls again: the seller's server gives its first answer.
func (d deliverer) send(ctx context.Context, store *db.Seller, job db.Job) error {
	return d.call(ctx, store, job, store.SendFulfilment)
}

// query asks how far an instance is.
func (d deliverer) query(ctx context.Context, store *db.Seller, job db.Job) error {
	return d.call(ctx, store, job, store.QueryFulfilment)
}

type keep func(context.Context, market.FulfilmentID, market.OrderID, market.Exchange) error

func (d deliverer) call(ctx context.Context, store *db.Seller, job db.Job, keep keep) error {
	id := market.FulfilmentID{UUID: job.Subject}
	message, err := store.Dispatch(ctx, id, job.Act)
	if err != nil {
		return err
	}
	keys := message.Keys
	if len(keys) == 0 {
		keys = []market.KeyInUse{{}}
	}
	made, err := d.caller.Deliver(ctx, message.Message(job.Act, keys[0]))
	if err != nil {
		return snooze(err)
	}
	// A server that does not know the new key yet is called with the one before.
	if made.Verdict.Code == market.ResultForged && len(keys) > 1 {
		again, err := d.caller.Deliver(ctx, message.Message(job.Act, keys[1]))
		if err == nil && again.Verdict.Code != market.ResultForged {
			made = again
		}
	}
	return keep(ctx, id, message.OrderID, made)
}

// exhaustFulfilment ends a message whose last try failed.
func exhaustFulfilment(ctx context.Context, store *db.Seller, job db.Job) error {
	id := market.FulfilmentID{UUID: job.Subject}
	line, err := store.Fulfilment(ctx, id)
	if err != nil {
		return err
	}
	return store.ExhaustFulfilment(ctx, id, line.OrderID)
}

// snooze lets a job come again soon when its address takes no call now: nothing was sent,
// so it is no try.
func snooze(err error) error {
	var busy *Busy
	if !errors.As(err, &busy) {
		return err
	}
	return river.JobSnooze(busy.Wait + time.Duration(rand.Int64N(int64(busy.Wait)+1)))
}
