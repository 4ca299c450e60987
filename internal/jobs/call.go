package jobs

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"code.dny.dev/ssrf"
	"github.com/sony/gobreaker/v2"
	"golang.org/x/time/rate"

	"sellercenter/internal/market"
	"sellercenter/internal/signing"
)

// Caller calls sellers' servers. It is the only thing here that opens connections to
// addresses that somebody else chose.
type Caller struct {
	options CallerOptions
	client  *http.Client
	mu      sync.Mutex
	lines   map[string]*line // by scheme and host
}

// CallerOptions say whom and how much the caller calls.
type CallerOptions struct {
	Anywhere   bool             // development: also private addresses and any port
	Now        func() time.Time // what requests are stamped with; time.Now when nil
	PerAddress int              // calls to one address at a time; 48 when 0
	PerSecond  float64          // calls to one address a second; no limit when 0
	NoBreaker  bool             // simulated time knows no pauses
	// For the demo and tests, whose sellers' servers are in this process:
	TLS  *tls.Config
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	Told func(host string, key market.Secret) // hears whom a call is for and its key
	Took func() market.Timings                // what calls are said to have taken, where no network is between
}

// answerLimit is the longest answer that is read.
const answerLimit = 1 << 20

// line is what is known of one address: how many calls are under way, and its breaker.
type line struct {
	slots   chan struct{}
	rate    *rate.Limiter
	breaker *gobreaker.TwoStepCircuitBreaker[struct{}]
	until   time.Time // the breaker lets nothing through before
}

// The breaker opens after so many calls in a row that brought no answer, for so long.
const (
	breakAfter = 8
	breakFor   = 30 * time.Second
)

// NewCaller makes a caller.
func NewCaller(o CallerOptions) *Caller {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.PerAddress == 0 {
		o.PerAddress = 48
	}
	dialer := &net.Dialer{Timeout: market.FulfilmentTimeout, KeepAlive: 30 * time.Second}
	if !o.Anywhere {
		// Asked with the address that the name resolved to, so that no name leads inside.
		dialer.Control = ssrf.New(ssrf.WithAnyPort()).Safe
	}
	config := o.TLS
	if config == nil {
		config = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if o.Dial == nil {
		o.Dial = dialer.DialContext
	}
	transport := &http.Transport{
		DialContext:            o.Dial,
		TLSClientConfig:        config,
		TLSHandshakeTimeout:    market.FulfilmentTimeout,
		MaxIdleConns:           512,
		MaxIdleConnsPerHost:    o.PerAddress,
		IdleConnTimeout:        30 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		DisableCompression:     true, // an answer is judged by its exact bytes
	}
	return &Caller{options: o, lines: map[string]*line{}, client: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Busy says that an address takes no call now.
type Busy struct{ Wait time.Duration }

// Error is for logs.
func (b *Busy) Error() string { return fmt.Sprintf("address is busy for %s", b.Wait) }

// Paused is until when an address is left alone because it did not answer; zero when it
// is called.
func (c *Caller) Paused(address string) time.Time {
	l := c.line(address)
	if l.breaker.State() != gobreaker.StateOpen { // asked before locking: it may tell of a change
		return time.Time{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return l.until
}

// Sign makes a message's request: stamped now, with every step of its signature.
func (c *Caller) Sign(m market.Message) (market.Call, error) {
	stamp, nonce := signing.Millis(c.options.Now()), signing.NewNonce()
	recipe, err := signing.Base.Recipe(string(m.Key.Value), m.Body, stamp, nonce)
	if err != nil {
		return market.Call{}, err
	}
	call := market.Call{Message: m, Method: http.MethodPost, Headers: []market.Header{
		{Name: "Accept", Value: "application/json"}, {Name: "Content-Type", Value: "application/json;charset=utf8"}}}
	call.URL = m.URL + "?" + signing.Stamp{Signature: recipe.Signature, Timestamp: stamp, Nonce: nonce}.Query()
	for _, step := range recipe.Steps() {
		call.Steps = append(call.Steps, market.SigningStep(step))
	}
	return call, nil
}

// Deliver signs a message, sends it and judges the answer. Busy is the one error: then
// nothing was sent.
func (c *Caller) Deliver(ctx context.Context, m market.Message) (market.Exchange, error) {
	if fault := unsendable(m); fault != market.FaultNone {
		e := market.Exchange{At: c.options.Now().UTC(), Method: http.MethodPost, URL: m.URL, RequestBody: string(m.Body), Fault: fault}
		e.Verdict = market.Judge(m.Asked, market.Answer{Fault: fault})
		return e, nil
	}
	call, err := c.Sign(m)
	if err != nil {
		return market.Exchange{}, err
	}
	return c.Send(ctx, call)
}

func unsendable(m market.Message) market.Fault {
	switch {
	case m.URL == "":
		return market.FaultNoAddress
	case m.Key.Value == "":
		return market.FaultNoKey
	}
	return market.FaultNone
}

// Send makes a signed call and judges the answer.
func (c *Caller) Send(ctx context.Context, call market.Call) (market.Exchange, error) {
	if u, err := url.Parse(call.URL); err == nil && c.options.Told != nil {
		c.options.Told(u.Host, call.Key.Value)
	}
	e, body, err := c.exchange(ctx, call)
	if err != nil {
		return e, err
	}
	key := string(call.Key.Value)
	signed := ""
	for _, h := range e.ResponseHeaders {
		if h.Name == "Body-Sign" {
			signed = h.Value
		}
	}
	e.KeyID, e.KeyNumber = call.Key.ID, call.Key.Number
	e.Verdict = market.Judge(call.Asked, market.Answer{Fault: e.Fault, Took: e.Took, Status: e.Status, Body: body,
		BodySign: market.BodySignFinding(signing.CheckBodySign(key, signed, body).Result)})
	e.Hide(call.Key.Value)
	return e, nil
}

// Fetch reads a public page.
func (c *Caller) Fetch(ctx context.Context, address string) (market.Exchange, error) {
	e, _, err := c.exchange(ctx, market.Call{Method: http.MethodGet, URL: address,
		Headers: []market.Header{{Name: "Accept", Value: "text/plain"}}})
	e.Hide("")
	return e, err
}

// Browse reads a public page as a browser would, and how the first 64 KB of it look.
func (c *Caller) Browse(ctx context.Context, address string) (market.Exchange, error) {
	e, body, err := c.exchange(ctx, market.Call{Method: http.MethodGet, URL: address,
		Headers: []market.Header{{Name: "Accept", Value: "text/html,application/xhtml+xml"}, {Name: "User-Agent", Value: "Mozilla/5.0 (compatible; SellerCenter)"}}})
	e.ResponseBody = string(body[:min(len(body), pageLimit)])
	return e, err
}

// pageLimit is how much of a page is looked at.
const pageLimit = 64 << 10

func (c *Caller) exchange(ctx context.Context, call market.Call) (market.Exchange, []byte, error) {
	return c.look(ctx, call, func(*http.Response) {})
}

// look makes a call and hands the answer's head to whoever wants to see more of it than is kept.
func (c *Caller) look(ctx context.Context, call market.Call, see func(*http.Response)) (market.Exchange, []byte, error) {
	done, err := c.enter(call.URL)
	if err != nil {
		return market.Exchange{}, nil, err
	}
	e, body, cause := c.do(ctx, call, see)
	if cause != nil {
		e.Fault, e.Detail = faultOf(cause), cause.Error()
		if wrapped, ok := errors.AsType[*url.Error](cause); ok {
			e.Detail = wrapped.Err.Error() // without the address and its signature
		}
	}
	done(e.Fault != market.FaultNone || e.Status >= 500)
	if e.Fault != market.FaultNone && ctx.Err() != nil {
		return e, nil, ctx.Err() // we are being stopped: this says nothing about the seller
	}
	return e, body, nil
}

func (c *Caller) do(ctx context.Context, call market.Call, see func(*http.Response)) (e market.Exchange, body []byte, err error) {
	limit := call.Deadline
	if limit == 0 {
		limit = market.FulfilmentTimeout
	}
	inTime, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	e = market.Exchange{At: c.options.Now().UTC(), Method: call.Method, URL: call.URL, RequestHeaders: call.Headers, RequestBody: string(call.Body)}
	watch := &stopwatch{began: time.Now()}
	defer func() {
		if e.Timings, e.Took = watch.read(); c.options.Took != nil {
			e.Timings = c.options.Took()
			e.Took = e.Timings.Sum()
		}
	}()
	request, err := http.NewRequestWithContext(httptrace.WithClientTrace(inTime, watch.trace()), call.Method, call.URL, strings.NewReader(string(call.Body)))
	if err != nil {
		return e, nil, err
	}
	for _, h := range call.Headers {
		request.Header.Set(h.Name, h.Value)
	}
	response, err := c.client.Do(request)
	if err != nil {
		return e, nil, err
	}
	defer response.Body.Close()
	see(response)
	e.Status, e.StatusText = response.StatusCode, http.StatusText(response.StatusCode)
	e.ResponseHeaders = headersOf(response.Header)
	e.RetryAfter = retryAfter(response.Header.Get("Retry-After"), e.At)
	body, err = io.ReadAll(io.LimitReader(response.Body, answerLimit+1))
	e.ResponseBytes = len(body)
	e.ResponseBody = string(body[:min(len(body), shown)])
	if err == nil && len(body) > answerLimit {
		err = errTooLong
	}
	return e, body, err
}

// shown is how much of an answer is kept.
const shown = 64 << 10

var errTooLong = errors.New("the answer is longer than 1 MiB")

func faultOf(err error) market.Fault {
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, errTooLong):
		return market.FaultTooLong
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedNetwork), errors.Is(err, ssrf.ErrProhibitedPort):
		return market.FaultForbidden
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return market.FaultTimeout
	case errors.As(err, &name):
		return market.FaultName
	case errors.As(err, &certificate), errors.As(err, &record), errors.As(err, &alert), strings.Contains(err.Error(), "tls: "):
		return market.FaultTLS
	case isRefused(err):
		return market.FaultRefused
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), isReset(err):
		return market.FaultBroken
	}
	return market.FaultOther
}

// shownHeaders are the headers of an answer worth keeping, in this order.
var shownHeaders = []string{"Content-Type", "Content-Length", "Body-Sign", "Location", "Retry-After", "Server", "Date"}

func headersOf(all http.Header) []market.Header {
	var kept []market.Header
	for _, name := range shownHeaders {
		if value := all.Get(name); value != "" {
			kept = append(kept, market.Header{Name: name, Value: value[:min(len(value), 512)]})
		}
	}
	return kept
}

// retryAfter is the server's wish, in seconds or as a date; at most a day.
func retryAfter(text string, now time.Time) time.Duration {
	wish := time.Duration(0)
	if seconds, err := strconv.Atoi(text); err == nil {
		wish = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		wish = at.Sub(now)
	}
	return min(max(wish, 0), 24*time.Hour)
}

// enter takes a place at the address; done tells whether the call brought no answer.
func (c *Caller) enter(address string) (done func(failed bool), err error) {
	l := c.line(address)
	if l.rate != nil {
		if place := l.rate.Reserve(); place.Delay() > 0 {
			wait := place.Delay()
			place.Cancel()
			return nil, &Busy{wait}
		}
	}
	select {
	case l.slots <- struct{}{}:
	default:
		return nil, &Busy{250 * time.Millisecond}
	}
	if c.options.NoBreaker {
		return func(bool) { <-l.slots }, nil
	}
	told, err := l.breaker.Allow()
	if err != nil {
		<-l.slots
		return nil, &Busy{breakFor / 2}
	}
	return func(failed bool) {
		<-l.slots
		if failed {
			told(errors.New("no answer"))
		} else {
			told(nil)
		}
	}, nil
}

func (c *Caller) line(address string) *line {
	origin := address
	if u, err := url.Parse(address); err == nil {
		origin = u.Scheme + "://" + u.Host
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if l, known := c.lines[origin]; known {
		return l
	}
	l := &line{slots: make(chan struct{}, c.options.PerAddress)}
	if c.options.PerSecond > 0 {
		l.rate = rate.NewLimiter(rate.Limit(c.options.PerSecond), max(1, int(c.options.PerSecond/10)))
	}
	l.breaker = gobreaker.NewTwoStepCircuitBreaker[struct{}](gobreaker.Settings{
		Name: origin, Timeout: breakFor, MaxRequests: 1,
		ReadyToTrip: func(counts gobreaker.Counts) bool { return counts.ConsecutiveFailures >= breakAfter },
		OnStateChange: func(_ string, _, to gobreaker.State) {
			if to == gobreaker.StateOpen {
				c.mu.Lock()
				l.until = time.Now().Add(breakFor)
				c.mu.Unlock()
			}
		},
	})
	c.lines[origin] = l
	return l
}
