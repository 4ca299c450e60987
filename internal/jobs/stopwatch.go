package jobs

import (
	"crypto/tls"
	"errors"
	"net/http/httptrace"
	"sync"
	"syscall"
	"time"

	"sellercenter/internal/market"
)

// stopwatch measures the stages of one call. The transport reports them from its own
// goroutines, so it is locked.
type stopwatch struct {
	mu                                        sync.Mutex
	began                                     time.Time
	dns, connect, tls, connected, sent, first time.Time
	took                                      market.Timings
}

func (w *stopwatch) at(mark func(now time.Time)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	mark(time.Now())
}

func (w *stopwatch) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		DNSStart:     func(httptrace.DNSStartInfo) { w.at(func(now time.Time) { w.dns = now }) },
		DNSDone:      func(httptrace.DNSDoneInfo) { w.at(func(now time.Time) { w.took.DNS = now.Sub(w.dns).Microseconds() }) },
		ConnectStart: func(string, string) { w.at(func(now time.Time) { w.connect = now }) },
		ConnectDone: func(string, string, error) {
			w.at(func(now time.Time) { w.took.Connect = now.Sub(w.connect).Microseconds() })
		},
		TLSHandshakeStart: func() { w.at(func(now time.Time) { w.tls = now }) },
		TLSHandshakeDone: func(tls.ConnectionState, error) {
			w.at(func(now time.Time) { w.took.TLS = now.Sub(w.tls).Microseconds() })
		},
		GotConn: func(httptrace.GotConnInfo) { w.at(func(now time.Time) { w.connected = now }) },
		WroteRequest: func(httptrace.WroteRequestInfo) {
			w.at(func(now time.Time) { w.sent, w.took.Send = now, now.Sub(w.connected).Microseconds() })
		},
		GotFirstResponseByte: func() {
			w.at(func(now time.Time) { w.first, w.took.Wait = now, max(now.Sub(w.sent), 0).Microseconds() })
		},
	}
}

// read ends the measurement. What was still going on when the call ended counts as waiting.
func (w *stopwatch) read() (market.Timings, time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	switch {
	case !w.first.IsZero():
		w.took.Receive = now.Sub(w.first).Microseconds()
	case !w.sent.IsZero():
		w.took.Wait = now.Sub(w.sent).Microseconds()
	}
	return w.took, now.Sub(w.began)
}

func isRefused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }

func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
