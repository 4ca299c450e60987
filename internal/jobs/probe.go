package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// probes are the rounds over saved cases.
func probes(caller *Caller) Works {
	return Works{
		market.BreachProduct: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.BreachProduct(ctx, market.ProductID{UUID: job.Subject})
		},
		market.PlanEndpoint:  func(ctx context.Context, store *db.Seller, _ db.Job) error { return store.PlanEndpoint(ctx) },
		market.ProbeEndpoint: prober{caller}.probe,
	}
}

// probing leaves the rounds of a morning or an afternoon.
func probing() *river.PeriodicJob {
	return river.NewPeriodicJob(probeTimes{}, func() (river.JobArgs, *river.InsertOpts) {
		return db.Job{Seller: market.Platform, Act: market.PlanEndpoint, Subject: market.Platform.UUID}, once(time.Hour)
	}, nil)
}

// probeTimes are the hours of the rounds.
type probeTimes struct{}

// Next is the next of the hours.
func (probeTimes) Next(now time.Time) time.Time { return market.NextProbe(now) }

type prober struct{ caller *Caller }

// probe tries every saved case of an address. An address that takes no call now is tried
// again soon: nothing was learnt.
func (p prober) probe(ctx context.Context, store *db.Seller, job db.Job) error {
	id := market.EndpointID{UUID: job.Subject}
	endpoint, err := store.Endpoint(ctx, id)
	if err != nil {
		return err
	}
	cases, err := store.DebugCases(ctx, id)
	if err != nil {
		return err
	}
	keys := map[market.KeyPurpose][]market.KeyInUse{}
	for _, purpose := range []market.KeyPurpose{market.KeyBase, market.KeyGeneral} {
		if keys[purpose], err = store.KeysInUse(ctx, purpose); err != nil {
			return err
		}
	}
	var results []market.ProbeResult
	for _, saved := range cases {
		result := market.ProbeResult{Activity: saved.Activity, Charging: saved.Charging}
		message, err := saved.ProbeRequest(endpoint, keys[saved.Activity.Purpose()])
		var problem *market.Problem
		switch {
		case errors.As(err, &problem):
			result.Cause = problem.Reason // a key is missing: the seller's to mend
		case err != nil:
			return err
		default:
			made, err := p.caller.Deliver(ctx, message)
			if err != nil {
				return snooze(err)
			}
			result.Passed, result.Cause = made.Verdict.Outcome != market.OutcomeFailed, made.Verdict.Cause
		}
		results = append(results, result)
	}
	return store.ProbeEndpoint(ctx, id, results)
}
