package main

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/netip"
	"time"

	"sellercenter/db/world"
	"sellercenter/handlers"
	"sellercenter/internal/jobs"
)

// product is what is served: the front door, and the work behind it.
type product struct {
	handler  http.Handler
	accounts []account
	stop     func(context.Context) error // finishes the work under way and closes the store
}

// account is a demo account to sign in with.
type account struct{ email, password, who string }

// build puts the product together.
func (s *serve) build(ctx context.Context, c *cli, log *slog.Logger) (p product, err error) {
	h, err := c.house(ctx, log)
	if err != nil {
		return product{}, err
	}
	store, err := h.store(ctx, time.Now)
	if err != nil {
		h.end()
		return product{}, err
	}
	finish := func(context.Context) error { return nil }
	p.stop = func(patience context.Context) error {
		err := finish(patience)
		err = errors.Join(err, store.Close())
		h.end()
		return err
	}
	if s.Demo {
		if _, err = h.fill(ctx, log, store, world.Demo); err != nil {
			return product{}, errors.Join(err, p.stop(ctx))
		}
		p.accounts = demoAccounts()
	}
	caller := jobs.NewCaller(jobs.CallerOptions{PerAddress: max(s.Workers/2, 1)})
	if s.Demo {
		caller = world.NewStreet(time.Now).Caller() // the demo's sellers have their servers here
	}
	post := s.post(log)
	store.Deliver(post.Channels()...)
	p.handler = handlers.New(store, handlers.Options{
		Development:    s.Demo,
		Secure:         s.BaseURL.url.Scheme == "https",
		BaseURL:        s.BaseURL.url.String(),
		TrustedProxies: s.proxies(),
		Caller:         caller,
		Log:            log,
	})
	if s.Workers > 0 {
		works := jobs.All(caller, post)
		maps.Copy(works, jobs.Exports(handlers.WriteList(p.handler)))
		// Workers end by finish alone: a request to stop must not tear running jobs apart.
		finish, err = jobs.Start(context.WithoutCancel(ctx), store, works, jobs.Options{Workers: s.Workers, Log: log})
		if err != nil {
			finish = func(context.Context) error { return nil }
			return product{}, errors.Join(err, p.stop(ctx))
		}
	}
	return p, nil
}

// proxies are the networks whose word about others' addresses counts.
func (s *serve) proxies() (prefixes []netip.Prefix) {
	for _, n := range s.TrustedProxies {
		prefixes = append(prefixes, n.Prefix)
	}
	return prefixes
}
