package jobs

import (
	"cmp"
	"context"
	"crypto/tls"
	"net/http"
	"strings"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// scans are the due acts on scans of sellers' websites.
func scans(caller *Caller) Works {
	return Works{
		market.BeginScan: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.BeginScan(ctx, market.ScanID{UUID: job.Subject})
		},
		market.RunScan: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return scanner{caller}.run(ctx, store, market.ScanID{UUID: job.Subject})
		},
	}
}

type scanner struct{ caller *Caller }

// run looks at the site, and by plain http at what stands beside it. A site that takes no call
// now is looked at soon: nothing was learnt.
func (s scanner) run(ctx context.Context, store *db.Seller, id market.ScanID) error {
	scan, err := store.Scan(ctx, id)
	if err != nil {
		return err
	}
	if scan.Status != market.ScanRunning {
		return nil // the same job once more
	}
	seen, err := s.caller.Sight(ctx, scan.URL)
	if err != nil {
		return snooze(err)
	}
	if host, secure := strings.CutPrefix(scan.URL, "https://"); secure && seen.Answered() {
		name, _, _ := strings.Cut(host, "/")
		name, _, _ = strings.Cut(name, ":")
		plain, err := s.caller.Sight(ctx, "http://"+name+"/")
		if err != nil {
			return snooze(err)
		}
		seen.Plain = &plain
	}
	return store.RunScan(ctx, id, seen)
}

// sightTime is how long one look may take; two fit into a job's time.
const sightTime = 8 * time.Second

// Sight looks at a public page as a visitor would: what it says of itself, its certificate.
// Busy is the one error: then nothing was sent.
func (c *Caller) Sight(ctx context.Context, address string) (market.Sighting, error) {
	seen := market.Sighting{URL: address, Secure: strings.HasPrefix(address, "https://")}
	e, body, err := c.look(ctx, market.Call{Method: http.MethodGet, URL: address, Message: market.Message{Deadline: sightTime},
		Headers: []market.Header{{Name: "Accept", Value: "text/html,*/*;q=0.8"}, {Name: "User-Agent", Value: "SellerCenter-Security-Scan/1.0"}}},
		func(response *http.Response) {
			for name, values := range response.Header {
				for _, value := range values {
					seen.Headers = append(seen.Headers, market.Header{Name: name, Value: value[:min(len(value), 4096)]})
				}
			}
			if state := response.TLS; state != nil && len(state.PeerCertificates) > 0 {
				leaf := state.PeerCertificates[0]
				seen.Certificate = &market.SightedCertificate{Until: leaf.NotAfter.UTC(), Protocol: tls.VersionName(state.Version),
					Issuer: cmp.Or(strings.Join(leaf.Issuer.Organization, ", "), leaf.Issuer.CommonName, leaf.Subject.CommonName)}
			}
		})
	if err != nil {
		return seen, err
	}
	seen.Fault, seen.Detail, seen.Status = e.Fault, e.Detail, e.Status
	if e.Fault == market.FaultTooLong {
		seen.Fault = market.FaultNone // its beginning says enough
	}
	seen.Body = string(body[:min(len(body), shown)])
	return seen, nil
}
