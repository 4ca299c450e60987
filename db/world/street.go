package world

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	cryptorand "crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"sellercenter/internal/exampleseller"
	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
)

// Street is where the demo's sellers have their servers: in this process, behind their own
// host names and TLS, so that the demo's production addresses answer on a machine without
// a network.
type Street struct {
	caller *jobs.Caller
	houses map[string]*house // by host and port
}

// house is one seller's server.
type house struct {
	calls chan net.Conn
	mu    sync.Mutex
	key   market.Secret
	proof string

	server *exampleseller.Server
	post   http.RoundTripper // how it reaches the marketplace
}

// hosts are the demo sellers' servers, and where their customers sign in.
var hosts = map[string]string{
	"api.lanxi.example":   "https://erp.lanxi.example",
	"api.yunzhan.example": "https://data.yunzhan.example",
}

// NewStreet opens the servers. They live by the given clock for as long as the process.
func NewStreet(now func() time.Time) *Street {
	s := &Street{houses: map[string]*house{}}
	certificate, roots := certify()
	for host, site := range hosts {
		h := &house{calls: make(chan net.Conn)}
		s.houses[host+":443"] = h
		handler, err := exampleseller.Config{Key: h.accessKey, Proof: h.ownership, Now: now, Site: site, Log: slog.New(slog.DiscardHandler),
			Push: "https://marketplace.example" + market.UsagePushPath, Client: &http.Client{Transport: h}}.Handler()
		if err != nil {
			panic(err) // it keeps nothing on disk, so nothing can be unreadable
		}
		h.server = handler
		server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
			TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}}
		go server.ServeTLS(h, "", "") //nolint:errcheck // it ends with the process
	}
	for host, headers := range websites {
		s.website(host, headers, func(server *http.Server, at net.Listener, secure bool) {
			server.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
			if secure {
				server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
				go server.ServeTLS(at, "", "") //nolint:errcheck // it ends with the process
			} else {
				go server.Serve(at) //nolint:errcheck // likewise
			}
		})
	}
	s.caller = jobs.NewCaller(jobs.CallerOptions{Anywhere: true, Now: now, NoBreaker: true, Dial: s.dial, Told: s.told, Took: distance,
		TLS: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}})
	return s
}

// distance is how long a call would take over a real network: the street is too near.
func distance() market.Timings {
	some := func(least, most int64) int64 { return least + rand.Int64N(most-least) }
	return market.Timings{DNS: some(2_000, 6_000), Connect: some(8_000, 14_000), TLS: some(20_000, 36_000), Send: some(300, 1_600),
		Wait: some(60_000, 420_000), Receive: some(900, 4_000)}
}

// Caller calls the street's servers, and everybody else's.
func (s *Street) Caller() *jobs.Caller { return s.caller }

// Behave tells a seller's server how to misbehave from now on; no rules mean well.
func (s *Street) Behave(host string, rules ...exampleseller.Rule) error {
	if rules == nil {
		rules = []exampleseller.Rule{}
	}
	text, err := json.Marshal(rules)
	if err != nil {
		return err
	}
	client := http.Client{Transport: &http.Transport{DialTLSContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := s.dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return tls.Client(conn, &tls.Config{InsecureSkipVerify: true}), nil //nolint:gosec // to ourselves, in this process
	}, DisableKeepAlives: true}}
	response, err := client.Post("https://"+host+"/behave", "application/json", bytes.NewReader(text))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusNoContent {
		said, _ := io.ReadAll(response.Body)
		return fmt.Errorf("behave: %s %s", response.Status, said)
	}
	return nil
}

// Report lets a seller's program push what was used of the products until now; marketplace
// takes it.
func (s *Street) Report(ctx context.Context, host string, marketplace http.RoundTripper, products ...string) (int, error) {
	h := s.houses[host+":443"]
	h.mu.Lock()
	h.post = marketplace
	h.mu.Unlock()
	h.server.Metered = products
	return h.server.Report(ctx)
}

// RoundTrip carries the program's calls to the marketplace.
func (h *house) RoundTrip(r *http.Request) (*http.Response, error) {
	h.mu.Lock()
	post := h.post
	h.mu.Unlock()
	return post.RoundTrip(r)
}

// prove puts the proof of a host's ownership where it belongs.
func (s *Street) prove(host, proof string) {
	h := s.houses[host+":443"]
	h.mu.Lock()
	defer h.mu.Unlock()
	h.proof = proof
}

// told hands a server the key that it is called with: whoever copied it there by hand in
// real life.
func (s *Street) told(host string, key market.Secret) {
	h, known := s.houses[host+":443"]
	if !known {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.key = key
}

func (h *house) accessKey() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return string(h.key)
}

func (h *house) ownership() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.proof
}

// dial connects to a server of the street within the process; other addresses are reached
// as usual.
func (s *Street) dial(ctx context.Context, network, address string) (net.Conn, error) {
	h, known := s.houses[address]
	if host, _, _ := net.SplitHostPort(address); !known && strings.HasSuffix(host, ".example") {
		return nil, fmt.Errorf("%s: no such house on the street", host) // and none outside: the ending is reserved
	}
	if !known {
		return (&net.Dialer{Timeout: market.FulfilmentTimeout}).DialContext(ctx, network, address)
	}
	ours, theirs := net.Pipe()
	select {
	case h.calls <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, errors.Join(ctx.Err(), ours.Close(), theirs.Close())
	}
}

// Accept waits for the next call.
func (h *house) Accept() (net.Conn, error) { return <-h.calls, nil }

// Close is not needed: the server ends with the process.
func (h *house) Close() error { return nil }

// Addr has no meaning within a process.
func (h *house) Addr() net.Addr { return &net.UnixAddr{Name: "street", Net: "pipe"} }

// certify makes a certificate for the street that holds for as long as any story.
func certify() (tls.Certificate, *x509.CertPool) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), cryptorand.Reader)
	if err != nil {
		panic(err) // the system has no randomness
	}
	names := make([]string, 0, len(hosts))
	for host := range hosts {
		names = append(names, host)
	}
	for host := range websites {
		names = append(names, host)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: names, Subject: pkix.Name{CommonName: "Demo Street CA"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	raw, err := x509.CreateCertificate(cryptorand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err) // the template above is wrong
	}
	leaf, err := x509.ParseCertificate(raw)
	if err != nil {
		panic(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key, Leaf: leaf}, roots
}
