package market

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAProductionAddressIsHTTPSOnAPublicName(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://api.example.com":               "https://api.example.com",
		" https://API.example.com/ ":            "https://api.example.com",
		"https://api.example.com/saasproduce":   "https://api.example.com",
		"https://api.example.com:8443/v2/hooks": "https://api.example.com:8443",
	} {
		_, origin, err := ReadAddress(text, false)
		require.NoError(t, err, text)
		require.Equal(t, want, origin)
	}
	for _, text := range []string{"", "api.example.com", "http://api.example.com", "ftp://api.example.com", "https://", "https://localhost",
		"https://127.0.0.1", "https://[::1]/x", "https://2130706433", "https://0x7f.1", "https://api.example.com?x=1", "https://api.example.com/?",
		"https://api.example.com/#x", "https://user:pass@api.example.com", "https://api.example.com:0", "https://api.example.com:99999",
		"https://-a.example.com", "https://a..example", "https://exa mple.com", "https://" + strings.Repeat("a", 260) + ".example"} {
		_, _, err := ReadAddress(text, false)
		require.ErrorIs(t, err, Invalid("url", ""), text)
	}
	_, _, err := ReadAddress("https://zz!", true)
	require.Error(t, err, "no machine is called that")
	_, origin, err := ReadAddress("http://127.0.0.1:9090/saasproduce", true)
	require.NoError(t, err, "in development")
	require.Equal(t, "http://127.0.0.1:9090", origin)
}

func TestAHostIsProvenByExactlyItsLine(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	for _, found := range []Exchange{{Fault: FaultTimeout}, {Status: 404, ResponseBody: "proof"}, {Status: 200, ResponseBody: "another"},
		{Status: 200, ResponseBody: "<html>proof</html>"}, {Status: 302, ResponseBody: "proof"}} {
		e := Endpoint{Status: EndpointUnverified, Proof: "proof"}
		require.ErrorIs(t, e.Verify(found, now), Conflict(""))
		require.Equal(t, EndpointUnverified, e.Status)
	}
	e := Endpoint{Status: EndpointUnverified, Proof: "proof"}
	require.NoError(t, e.Verify(Exchange{Status: 200, ResponseBody: "proof\n"}, now))
	require.Equal(t, EndpointVerified, e.Status)
	require.ErrorIs(t, e.Verify(Exchange{Status: 200, ResponseBody: "proof"}, now), Conflict(""))
}

func TestEveryActivityHasADebugRequestThatMarksItself(t *testing.T) {
	t.Parallel()
	for _, a := range DebugActivities { // catalogue.md §2.6: instances, notifications, authorization codes
		preset := map[string]string{}
		for _, f := range a.DebugFields() {
			preset[f.Name] = f.Preset
		}
		body, err := a.DebugBody(func(name string) string { return preset[name] })
		require.NoError(t, err)
		var sent map[string]string
		require.NoError(t, json.Unmarshal(body, &sent))
		require.Equal(t, "1", sent["testFlag"])
		require.Equal(t, string(a), sent["activity"])
		_, err = a.DebugBody(func(string) string { return "" })
		require.ErrorIs(t, err, Invalid("", ""))
	}
	_, err := Activity("nothing").DebugBody(func(string) string { return "" })
	require.ErrorIs(t, err, Invalid("", ""))
}

func TestAKeyIsReplacedWithAnOverlap(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	k := Key{Status: KeyActive}
	require.NoError(t, k.Rotate(now, time.Hour))
	require.ErrorIs(t, k.Retire(now.Add(time.Minute)), Conflict(""))
	require.NoError(t, k.Retire(now.Add(time.Hour)))
	require.Equal(t, KeyRevoked, k.Status)
	require.ErrorIs(t, k.Rotate(now, time.Hour), Conflict(""))
	require.ErrorIs(t, k.Revoke(now), Conflict(""))
}

func TestASecretIsNeverPrinted(t *testing.T) {
	t.Parallel()
	s := NewSecret()
	require.Len(t, string(s), 32)
	require.NotEqual(t, s, NewSecret())
	text, err := json.Marshal(KeyInUse{Value: s})
	require.NoError(t, err)
	require.NotContains(t, string(text), string(s))
	require.Equal(t, "********", s.String())
}

func TestTheLastTryIsNotLostToMilliseconds(t *testing.T) {
	t.Parallel()
	begun := time.Date(2026, 7, 1, 8, 31, 5, 204_000_000, time.UTC)
	plans := SchedulesOf(DefaultSettings())
	f := Fulfilment{Activity: ActivityNewInstance, Status: FulfilmentQueued}
	f.Begin(plans[f.Activity], begun)
	tries := 0
	for f.NextAt != nil {
		late := f.NextAt.Add(1800 * time.Millisecond) // every call takes its time
		require.NoError(t, f.Settle(SendFulfilment, Verdict{Outcome: OutcomeFailed, Code: "000001"}, plans, late, 0))
		tries++
	}
	require.Equal(t, 4, tries)
	require.False(t, f.Status.Over())
	require.NoError(t, f.Exhaust(f.DeadlineAt))
	require.Equal(t, FulfilmentExhausted, f.Status)
}

func TestTheServersWishMovesATryButNotBeyondTheDeadline(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)
	plans := SchedulesOf(DefaultSettings())
	for wish, want := range map[time.Duration]time.Duration{time.Minute: time.Hour, 90 * time.Minute: 90 * time.Minute, 9 * time.Hour: time.Hour} {
		f := Fulfilment{Activity: ActivityNewInstance, Status: FulfilmentQueued}
		f.Begin(plans[f.Activity], now)
		require.NoError(t, f.Settle(SendFulfilment, Verdict{Outcome: OutcomeFailed}, plans, now, wish))
		require.Equal(t, now.Add(want), *f.NextAt)
	}
}

func TestEveryDiagnosisIsWorded(t *testing.T) {
	t.Parallel()
	words := fulfilmentWords(t)
	for _, f := range Faults {
		v := Judge(Asked{Activity: ActivityNewInstance}, Answer{Fault: f})
		d := Diagnose(Fulfilment{Status: FulfilmentRetrying}, Attempt{No: 1, Exchange: JSON[Exchange]{Exchange{Verdict: v}}}, Suspicion{})
		require.Contains(t, words, d.Happened.Key)
		require.Contains(t, words, d.Cause.Key)
	}
	for _, check := range FulfilmentChecks {
		require.Contains(t, words, "fulfilment.likely_"+check)
	}
	forged := Verdict{Outcome: OutcomeFailed, Code: ResultForged}
	rotated := Diagnose(Fulfilment{Status: FulfilmentRetrying}, Attempt{No: 3, Exchange: JSON[Exchange]{Exchange{Verdict: forged}}},
		Suspicion{Key: &Key{Number: "key-02"}, Before: &Key{Number: "key-01"}, Same: 3, Calls: 3, Verified: true})
	require.Equal(t, "fulfilment.likely_rotated", rotated.Cause.Key)
	require.Equal(t, "fulfilment.happened_forged", rotated.Happened.Key)
	require.Equal(t, "fulfilment.next_use_key", rotated.Next[0].Key)
}
