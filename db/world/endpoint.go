package world

import (
	"fmt"
	"strings"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// endpoints gives the two busy sellers their keys and addresses: shown to be theirs, and
// every activity tried on them by really calling.
func (b *builder) endpoints() error {
	b.Endpoints, b.Keys = map[string]market.EndpointID{}, map[string]market.KeyID{}
	b.clock.Set(b.Today.AddDate(0, -5, 1))
	for _, s := range []struct {
		handle string
		id     market.SellerID
	}{{"lanxi", b.Lanxi}, {"yunzhan", b.Yunzhan}} {
		store := b.db.Seller(market.Actor{Person: b.People["owner@"+s.handle+".example"], Name: "周予宁", Roles: []market.Role{market.Owner}, From: "198.51.100.23"}, s.id)
		for _, purpose := range []market.KeyPurpose{market.KeyBase, market.KeyGeneral} {
			key, err := store.CreateKey(b.ctx, purpose)
			if err != nil {
				return err
			}
			b.Keys[s.handle+" "+string(purpose)] = key.ID
			if _, err := store.RevealKey(b.ctx, key.ID); err != nil {
				return err
			}
			b.clock.Pass(4 * time.Minute)
		}
		id, err := b.endpoint(store, "api."+s.handle+".example", "/marketplace/production")
		if err != nil {
			return fmt.Errorf("%s: %w", s.handle, err)
		}
		b.Endpoints[s.handle] = id
		if err := b.debug(store, id); err != nil {
			return fmt.Errorf("%s: %w", s.handle, err)
		}
	}
	return nil
}

// resettle gives a listing a second address on the seller's host; who bought before stays at
// the first until the order is moved (catalogue.md §2.10).
func (b *builder) resettle(l listing, store *db.Seller) error {
	endpoint, err := store.RegisterEndpoint(b.ctx, "https://api."+l.seller+".example/marketplace/global", false)
	if err != nil {
		return err
	}
	b.Endpoints[l.seller+" global"] = endpoint.ID
	if err := b.debug(store, endpoint.ID); err != nil {
		return err
	}
	if err := b.change(l, store, true, func(c *market.ProductContent) { c.EndpointID = &endpoint.ID }); err != nil {
		return err
	}
	b.plan(b.morning(b.Today.AddDate(0, 0, -12), 5), func() error { return store.ApplyRelocation(b.ctx, b.Orders[l.seller+" abroad first"], "") })
	return nil
}

// probes plans the marketplace's rounds of the last days.
func (b *builder) probes() error {
	for days := -4; days <= 0; days++ {
		for _, hour := range market.ProbeHours {
			at := market.DayOf(b.Today.AddDate(0, 0, days)).Begin().Add(time.Duration(hour) * time.Hour)
			b.plan(at, func() error { return b.db.Seller(market.TheClock, market.Platform).PlanEndpoint(b.ctx) })
		}
	}
	return nil
}

// endpoint registers a host, shows that it is the seller's, then registers the path.
func (b *builder) endpoint(store *db.Seller, host, path string) (market.EndpointID, error) {
	bare, err := store.RegisterEndpoint(b.ctx, "https://"+host, false)
	if err != nil {
		return bare.ID, err
	}
	b.clock.Street().prove(host, bare.Proof)
	b.clock.Pass(9 * time.Minute)
	found, err := b.clock.Street().Caller().Fetch(b.ctx, bare.ProofURL())
	if err != nil {
		return bare.ID, err
	}
	if err := store.VerifyEndpoint(b.ctx, bare.ID, found); err != nil {
		return bare.ID, err
	}
	b.clock.Pass(2 * time.Minute)
	whole, err := store.RegisterEndpoint(b.ctx, "https://"+host+path, false)
	return whole.ID, err
}

// debug tries every activity on the address and saves the cases.
func (b *builder) debug(store *db.Seller, id market.EndpointID) error {
	endpoint, err := store.Endpoint(b.ctx, id)
	if err != nil {
		return err
	}
	for _, activity := range market.Activities {
		tries := []market.Charging{""}
		if activity == market.ActivityNewInstance {
			tries = market.Chargings
		}
		keys, err := store.KeysInUse(b.ctx, activity.Purpose())
		if err != nil {
			return err
		}
		for _, charging := range tries {
			b.clock.Pass(3 * time.Minute)
			message, err := market.DebugMessage(endpoint, activity, keys, func(name string) string {
				for _, field := range activity.DebugFields() {
					if field.Name == name {
						return field.Preset
					}
				}
				return ""
			})
			if err != nil {
				return err
			}
			made, err := b.clock.Street().Caller().Deliver(b.ctx, message)
			if err != nil {
				return err
			}
			if _, err := store.DebugEndpoint(b.ctx, id, market.SavedCase{Activity: activity, Charging: charging}, made); err != nil {
				return err
			}
			if made.Verdict.Outcome == market.OutcomeFailed {
				return fmt.Errorf("%s failed: %s %s", activity, made.Verdict.Cause.Key, strings.TrimSpace(made.ResponseBody))
			}
		}
	}
	return nil
}
