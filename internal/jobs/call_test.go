package jobs_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
	"sellercenter/internal/signing"
)

var key = market.KeyInUse{Number: "key-01", Value: "test-access-key-0001"}

func ask(url string) market.Message {
	return market.Message{URL: url, Key: key, Asked: market.Asked{Activity: market.ActivityReleaseInstance},
		Body: market.ReleaseInstanceBody{InstanceID: "i-1"}.JSON(), Deadline: 20 * time.Second}
}

func serve(t *testing.T, handle http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return server
}

func deliver(t *testing.T, caller *jobs.Caller, url string) market.Exchange {
	t.Helper()
	made, err := caller.Deliver(t.Context(), ask(url))
	require.NoError(t, err)
	return made
}

func TestACallIsSignedAndKeptWhole(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body := make([]byte, 512)
		n, _ := r.Body.Read(body)
		if signing.Base.Verify(string(key.Value), body[:n], signing.QueryStamp(r.URL.Query()), time.Now()) != nil {
			w.WriteHeader(http.StatusUnauthorized)
		}
		answer := []byte(`{"resultCode":"000000"}`)
		w.Header().Set("Body-Sign", signing.BodySign(string(key.Value), answer))
		w.Write(answer) //nolint:errcheck // the test looks at what arrives
	})
	made := deliver(t, jobs.NewCaller(jobs.CallerOptions{Anywhere: true}), server.URL+"/saasproduce")
	require.Equal(t, market.OutcomeSuccess, made.Verdict.Outcome)
	require.Equal(t, "POST", made.Method)
	require.Contains(t, made.URL, "/saasproduce?signature=")
	require.JSONEq(t, `{"activity":"releaseInstance","instanceId":"i-1"}`, made.RequestBody)
	require.Equal(t, `{"resultCode":"000000"}`, made.ResponseBody)
	require.Equal(t, "key-01", made.KeyNumber)
	require.Positive(t, made.Timings.Connect)
	require.Positive(t, made.Took)
	require.Contains(t, made.Curl(), "curl -X POST '"+server.URL)
	require.NotContains(t, fmt.Sprintf("%+v", made), string(key.Value))
}

func TestEveryWayNotToAnswerHasItsName(t *testing.T) {
	t.Parallel()
	hang := func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) //nolint:errcheck // only then does the server notice that the caller left
		<-r.Context().Done()
	}
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, nobody.Close())
	unsafe := httptest.NewTLSServer(http.HandlerFunc(hang))
	t.Cleanup(unsafe.Close)
	for _, way := range []struct {
		url   string
		fault market.Fault
	}{
		{serve(t, hang).URL, market.FaultTimeout},
		{serve(t, func(w http.ResponseWriter, r *http.Request) { // begins in time, ends too late
			w.WriteHeader(http.StatusOK)
			w.(http.Flusher).Flush()
			hang(w, r)
		}).URL, market.FaultTimeout},
		{"http://" + nobody.Addr().String(), market.FaultRefused},
		{"http://no-such-host.invalid", market.FaultName},
		{unsafe.URL, market.FaultTLS},
		{serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }).URL, market.FaultBroken},
		{serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Write([]byte(strings.Repeat(" ", 2<<20))) //nolint:errcheck // it is cut off
		}).URL, market.FaultTooLong},
		{"", market.FaultNoAddress},
	} {
		message := ask(way.url)
		if way.fault == market.FaultTimeout {
			message.Deadline = 300 * time.Millisecond
		}
		made, err := jobs.NewCaller(jobs.CallerOptions{Anywhere: true}).Deliver(t.Context(), message)
		require.NoError(t, err)
		require.Equal(t, way.fault, made.Fault, "%s %s", way.url, made.Detail)
		require.Equal(t, market.OutcomeFailed, made.Verdict.Outcome)
		require.NotContains(t, made.Detail, "signature=")
	}
	message := ask("http://127.0.0.1:1")
	message.Key = market.KeyInUse{}
	made, err := jobs.NewCaller(jobs.CallerOptions{Anywhere: true}).Deliver(t.Context(), message)
	require.NoError(t, err)
	require.Equal(t, market.FaultNoKey, made.Fault)
}

func TestPrivateAddressesAreRefusedByWhatTheNameResolvesTo(t *testing.T) {
	t.Parallel()
	called := false
	server := serve(t, func(http.ResponseWriter, *http.Request) { called = true })
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	require.NoError(t, err)
	caller := jobs.NewCaller(jobs.CallerOptions{})
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0", "192.168.1.1", "[fd00::1]"} {
		made := deliver(t, caller, "http://"+host+":"+port)
		require.Equal(t, market.FaultForbidden, made.Fault, "%s: %s", host, made.Detail)
	}
	found, err := caller.Fetch(t.Context(), server.URL)
	require.NoError(t, err)
	require.Equal(t, market.FaultForbidden, found.Fault)
	require.False(t, called)
}

func TestARedirectIsAnAnswerAndIsNotFollowed(t *testing.T) {
	t.Parallel()
	followed := false
	elsewhere := serve(t, func(http.ResponseWriter, *http.Request) { followed = true })
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
	})
	made := deliver(t, jobs.NewCaller(jobs.CallerOptions{Anywhere: true}), server.URL)
	require.Equal(t, http.StatusTemporaryRedirect, made.Status)
	require.Equal(t, market.OutcomeFailed, made.Verdict.Outcome)
	require.False(t, followed)
}

func TestSecretsInAnAnswerAreNotKept(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Set-Cookie", "session=abc")
		w.Header().Set("Server", "nginx "+string(key.Value))
		fmt.Fprintf(w, `{"resultCode":"000000","resultMsg":"your key is %s\u0000","info":[{"instanceId":"i-1","appInfo":{"frontEndUrl":"https://a.example","userName":"admin","password":"o\"pen"}}]}`, key.Value)
	})
	made := deliver(t, jobs.NewCaller(jobs.CallerOptions{Anywhere: true}), server.URL)
	kept := fmt.Sprintf("%+v", made)
	require.NotContains(t, kept, string(key.Value))
	require.NotContains(t, kept, "pen\"")
	require.NotContains(t, kept, "abc")
	require.NotContains(t, made.ResponseBody, `\u0000`)
	require.Contains(t, made.ResponseBody, `"password":"********"`)
}

func TestAnAddressThatDoesNotAnswerIsLeftAloneForAWhile(t *testing.T) {
	t.Parallel()
	calls := 0
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) { calls++; w.WriteHeader(http.StatusServiceUnavailable) })
	caller := jobs.NewCaller(jobs.CallerOptions{Anywhere: true})
	require.Zero(t, caller.Paused(server.URL))
	var busy *jobs.Busy
	for range 20 {
		if _, err := caller.Deliver(t.Context(), ask(server.URL)); err != nil {
			require.ErrorAs(t, err, &busy)
		}
	}
	require.Equal(t, 8, calls)
	require.NotNil(t, busy)
	require.True(t, caller.Paused(server.URL+"/other/path").After(time.Now()))
	require.Zero(t, caller.Paused("https://another.example"))
}

func TestOneSlowAddressTakesNoMoreThanItsShare(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan bool, 9), make(chan bool)
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) { arrived <- true; <-release })
	caller := jobs.NewCaller(jobs.CallerOptions{Anywhere: true, PerAddress: 2})
	for range 2 {
		go caller.Deliver(context.WithoutCancel(t.Context()), ask(server.URL)) //nolint:errcheck // only its place counts
		<-arrived
	}
	_, err := caller.Deliver(t.Context(), ask(server.URL))
	var busy *jobs.Busy
	require.ErrorAs(t, err, &busy)
	close(release)
}

func TestTheServersWishToWaitIsHeard(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	require.Equal(t, 2*time.Minute, deliver(t, jobs.NewCaller(jobs.CallerOptions{Anywhere: true}), server.URL).RetryAfter)
}
