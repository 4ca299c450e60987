package market

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAMessageGoesWhereItsCallLeads(t *testing.T) {
	t.Parallel()
	for _, step := range []struct {
		from    FulfilmentStatus
		call    Act
		outcome Outcome
		to      FulfilmentStatus
	}{
		{FulfilmentQueued, SendFulfilment, OutcomeSuccess, FulfilmentDone},
		{FulfilmentQueued, SendFulfilment, OutcomeProcessing, FulfilmentProcessing},
		{FulfilmentQueued, SendFulfilment, OutcomeFailed, FulfilmentRetrying},
		{FulfilmentRetrying, SendFulfilment, OutcomeFailed, FulfilmentRetrying},
		{FulfilmentRetrying, SendFulfilment, OutcomeSuccess, FulfilmentDone},
		{FulfilmentProcessing, QueryFulfilment, OutcomeProcessing, FulfilmentProcessing},
		{FulfilmentProcessing, QueryFulfilment, OutcomeFailed, FulfilmentProcessing},
		{FulfilmentProcessing, QueryFulfilment, OutcomeSuccess, FulfilmentDone},
	} {
		to, err := step.from.After(step.call, step.outcome)
		require.NoError(t, err)
		require.Equal(t, step.to, to, "%s %s %s", step.from, step.call, step.outcome)
	}
	for _, over := range []FulfilmentStatus{FulfilmentDone, FulfilmentExhausted, FulfilmentCancelled} {
		require.True(t, over.Over())
		_, err := over.After(SendFulfilment, OutcomeSuccess)
		require.ErrorIs(t, err, Conflict(""))
	}
	require.Empty(t, FulfilmentMoves.Open(FulfilmentDone))
	require.Empty(t, FulfilmentMoves.Open(FulfilmentCancelled))
}

func TestAMessageIsRestartedDuringAndAfterItsWindow(t *testing.T) {
	t.Parallel()
	for _, from := range []FulfilmentStatus{FulfilmentRetrying, FulfilmentProcessing, FulfilmentExhausted} {
		to, err := FulfilmentMoves.Next(from, RestartFulfilment)
		require.NoError(t, err)
		require.Equal(t, FulfilmentQueued, to)
	}
	require.False(t, FulfilmentMoves.Can(FulfilmentQueued, RestartFulfilment))
}

// times runs a schedule from begin to end, every call failing at once.
func attemptTimes(s Schedule, begun time.Time) []time.Duration {
	all, last := []time.Duration{0}, begun
	for {
		next, again := s.Next(len(all), last, begun)
		if !again {
			return all
		}
		all, last = append(all, next.Sub(begun)), next
	}
}

func TestEveryActivityKeepsItsCadenceAndCap(t *testing.T) {
	t.Parallel()
	begun := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	all := DefaultSchedules()
	for _, a := range []Activity{ActivityNewInstance, ActivityUpgradeInstance} {
		require.Equal(t, []time.Duration{0, time.Hour, 2 * time.Hour, 3 * time.Hour}, attemptTimes(all[a], begun))
		require.True(t, a.Unsubscribes())
	}
	for _, a := range []Activity{ActivityRefreshInstance, ActivityUpdateInstanceStatus, ActivityReleaseInstance, ActivityOrderNotify} {
		tries := attemptTimes(all[a], begun)
		require.Len(t, tries, 13)
		require.Equal(t, time.Hour, tries[12])
		require.False(t, a.Unsubscribes())
	}
	polls := attemptTimes(all[ActivityQueryInstance], begun)
	require.Equal(t, []time.Duration{0, 5 * time.Second, 15 * time.Second, 45 * time.Second, 105 * time.Second, 225 * time.Second, 525 * time.Second}, polls[:7])
	require.LessOrEqual(t, polls[len(polls)-1], 3*time.Hour)
	require.Greater(t, polls[len(polls)-1], 3*time.Hour-5*time.Minute-time.Second)
	for _, a := range Activities {
		require.NotEmpty(t, all[a].Every, a)
	}
	_, again := Schedule{}.Next(1, begun, begun)
	require.False(t, again)
}

func TestBodiesAreAlphabeticalAndCompact(t *testing.T) {
	t.Parallel()
	var vectors struct {
		V2 struct{ Payload string } `json:"v2_base"`
	}
	text, err := os.ReadFile("../signing/testdata/vectors.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &vectors))
	order, line := "CS2211181819B4LVS", "CS2211181819B4LVS-000001"
	require.Equal(t, vectors.V2.Payload, string(NewInstanceBody{OrderID: order, OrderLineID: line,
		BusinessID: "87b94795-0603-4e24-8ae5-69420d60e3c8", Test: true}.JSON()))
	end := time.Date(2027, 7, 27, 23, 59, 59, 0, Shanghai)
	for _, body := range [][2]string{
		{`{"activity":"newInstance","businessId":"b","orderId":"o","orderLineId":"l","productId":"p"}`,
			string(NewInstanceBody{OrderID: "o", OrderLineID: "l", BusinessID: "b", ProductID: "p"}.JSON())},
		{`{"activity":"queryInstance","instanceId":"i","testFlag":"1"}`, string(QueryInstanceBody{InstanceID: "i", Test: true}.JSON())},
		{`{"activity":"refreshInstance","expireTime":"20270727155959","instanceId":"i","orderId":"o","orderLineId":"l","scene":"RENEWAL"}`,
			string(RefreshInstanceBody{Scene: SceneRenewal, OrderID: "o", OrderLineID: "l", InstanceID: "i", ExpireTime: end}.JSON())},
		{`{"activity":"updateInstanceStatus","instanceId":"i","status":"FREEZE"}`, string(UpdateInstanceStatusBody{InstanceID: "i", Freeze: true}.JSON())},
		{`{"activity":"updateInstanceStatus","instanceId":"i","status":"UNFREEZE"}`, string(UpdateInstanceStatusBody{InstanceID: "i"}.JSON())},
		{`{"activity":"releaseInstance","instanceId":"i"}`, string(ReleaseInstanceBody{InstanceID: "i"}.JSON())},
		{`{"activity":"releaseInstance","instanceId":"i","orderId":"o","orderLineId":"l"}`,
			string(ReleaseInstanceBody{InstanceID: "i", OrderID: "o", OrderLineID: "l"}.JSON())},
		{`{"activity":"upgradeInstance","instanceId":"<i&>","orderId":"o","orderLineId":"l"}`,
			string(UpgradeInstanceBody{InstanceID: "<i&>", OrderID: "o", OrderLineID: "l"}.JSON())},
		{`{"activity":"orderNotify","orderId":"o","orderLineId":"l","testFlag":"0"}`, string(OrderNotifyBody{OrderID: "o", OrderLineID: "l"}.JSON())},
		{`{"activity":"orderNotify","orderId":"o","orderLineId":"l","testFlag":"1"}`,
			string(OrderNotifyBody{OrderID: "o", OrderLineID: "l", Test: true}.JSON())},
	} {
		require.Equal(t, body[0], body[1])
	}
}

func answerOf(body string) Answer {
	return Answer{Took: 80 * time.Millisecond, Status: 200, Body: []byte(body), BodySign: BodySignOK}
}

func TestAGoodAnswerPassesEveryCheck(t *testing.T) {
	t.Parallel()
	v := Judge(Asked{Activity: ActivityNewInstance, RequireBodySign: true}, answerOf(`{"resultCode":"000000","resultMsg":"ok","instanceId":"i-1"}`))
	require.Equal(t, OutcomeSuccess, v.Outcome)
	require.Equal(t, "i-1", v.InstanceID)
	require.Equal(t, "ok", v.Message)
	require.Empty(t, v.Advice.Key)
	var names []string
	for _, check := range v.Checks {
		require.True(t, check.OK)
		names = append(names, check.Name)
	}
	require.Equal(t, FulfilmentChecks, names)

	v = Judge(Asked{Activity: ActivityNewInstance}, answerOf(`{"resultCode":"000004","instanceId":"i-1"}`))
	require.Equal(t, OutcomeProcessing, v.Outcome)
	require.Equal(t, "i-1", v.InstanceID)
	v = Judge(Asked{Activity: ActivityQueryInstance, Instance: "i-1"}, answerOf(`{"resultCode":"000004"}`))
	require.Equal(t, OutcomeProcessing, v.Outcome)
	v = Judge(Asked{Activity: ActivityQueryInstance, Instance: "i-1"}, answerOf(
		`{"resultCode":"000000","info":[{"instanceId":"i-0"},{"instanceId":"i-1","appInfo":{"frontEndUrl":"https://x.example.com","password":"p\u0000"},"usageInfo":[{"usageValue":1.25}]}]}`))
	require.Equal(t, OutcomeSuccess, v.Outcome)
	require.Equal(t, "https://x.example.com", v.Instances[1].App.FrontEndURL)
	require.Equal(t, "1.25", v.Instances[1].Usage[0].UsageValue.String())
	require.NotContains(t, v.Instances[1].App.Password, "\x00")
	kept, err := json.Marshal(v)
	require.NoError(t, err)
	require.NotContains(t, string(kept), "password")
}

func TestEveryFaultOfAnAnswerHasACauseAndAdvice(t *testing.T) {
	t.Parallel()
	words := fulfilmentWords(t)
	opened := `{"resultCode":"000000","instanceId":"i-1"}`
	create, query := Asked{Activity: ActivityNewInstance}, Asked{Activity: ActivityQueryInstance, Instance: "i-1"}
	type fault struct {
		name   string
		asked  Asked
		answer Answer
		check  string
	}
	faults := []fault{
		{"late", create, Answer{Took: 5*time.Second + 1, Status: 200, Body: []byte(opened)}, "answered"},
		{"moved", create, Answer{Status: 302}, "status"},
		{"no such path", create, Answer{Status: 404}, "status"},
		{"crashed", create, Answer{Status: 503}, "status"},
		{"refused politely", create, Answer{Status: 401}, "status"},
		{"created", create, Answer{Status: 201, Body: []byte(opened)}, "status"},
		{"unsigned", Asked{Activity: ActivityNewInstance, RequireBodySign: true}, Answer{Status: 200, Body: []byte(opened), BodySign: BodySignMissing}, "body_sign"},
		{"signed badly", create, Answer{Status: 200, Body: []byte(opened), BodySign: BodySignMalformed}, "body_sign"},
		{"signed wrongly", create, Answer{Status: 200, Body: []byte(opened), BodySign: BodySignMismatch}, "body_sign"},
		{"empty", create, answerOf(" "), "json"},
		{"html", create, answerOf("<html>"), "json"},
		{"twice", create, answerOf(opened + opened), "json"},
		{"null", create, answerOf("null"), "json"},
		{"not UTF-8", create, answerOf("{\"resultCode\":\"000000\",\"instanceId\":\"\xff\"}"), "json"},
		{"no code", create, answerOf(`{}`), "code"},
		{"number", create, answerOf(`{"resultCode":0}`), "code"},
		{"unknown code", create, answerOf(`{"resultCode":"0000000","instanceId":"i"}`), "code"},
		{"no id", create, answerOf(`{"resultCode":"000000"}`), "fields"},
		{"no id to poll", create, answerOf(`{"resultCode":"000004"}`), "fields"},
		{"long id", create, answerOf(`{"resultCode":"000000","instanceId":"` + strings.Repeat("x", 65) + `"}`), "fields"},
		{"another id", Asked{Activity: ActivityNewInstance, Instance: "i-0"}, answerOf(opened), "fields"},
		{"no info", query, answerOf(`{"resultCode":"000000"}`), "fields"},
		{"info of another", query, answerOf(`{"resultCode":"000000","info":[{"instanceId":"i-2"}]}`), "fields"},
		{"no app", query, answerOf(`{"resultCode":"000000","info":[{"instanceId":"i-1"}]}`), "fields"},
		{"no address", query, answerOf(`{"resultCode":"000000","info":[{"instanceId":"i-1","appInfo":{"frontEndUrl":"javascript:alert(1)"}}]}`), "fields"},
		{"long address", query, answerOf(`{"resultCode":"000000","info":[{"instanceId":"i-1","appInfo":{"frontEndUrl":"https://` + strings.Repeat("x", 512) + `"}}]}`), "fields"},
		{"later, though it cannot be", Asked{Activity: ActivityReleaseInstance}, answerOf(`{"resultCode":"000004"}`), "code"},
	}
	for _, f := range Faults {
		faults = append(faults, fault{string(f), create, Answer{Fault: f}, "answered"})
	}
	for _, code := range ResultCodes[1:] {
		faults = append(faults, fault{string(code), Asked{Activity: ActivityReleaseInstance}, answerOf(`{"resultCode":"` + string(code) + `"}`), "code"})
	}
	for _, f := range faults {
		v := Judge(f.asked, f.answer)
		require.Equal(t, OutcomeFailed, v.Outcome, f.name)
		var failed []FulfilmentCheck
		for _, check := range v.Checks {
			require.Contains(t, words, check.Reason.Key, f.name)
			require.Contains(t, words, check.Key())
			if !check.OK {
				failed = append(failed, check)
			}
		}
		require.Len(t, failed, 1, f.name)
		require.Equal(t, f.check, failed[0].Name, f.name)
		require.Equal(t, failed[0].Reason, v.Cause, f.name)
		require.Contains(t, words, v.Advice.Key, f.name)
	}
}

func TestFulfilmentsAreWorded(t *testing.T) {
	t.Parallel()
	words := fulfilmentWords(t)
	for _, a := range Activities {
		require.Contains(t, words, a.Key())
	}
	for _, s := range FulfilmentStatuses {
		require.Contains(t, words, s.Key())
		require.NotEmpty(t, s.Tone())
	}
	for _, c := range append(ResultCodes, "999999") {
		require.Contains(t, words, c.Key())
	}
	for _, o := range []Outcome{OutcomeSuccess, OutcomeProcessing, OutcomeFailed} {
		require.Contains(t, words, o.Key())
		require.NotEmpty(t, o.Tone())
	}
	for _, s := range []RefreshScene{SceneTrialToFormal, SceneRenewal, SceneUnsubscribeRenewal, SceneRenewalChange} {
		require.Contains(t, words, s.Key())
	}
	for _, key := range []string{"fulfilment.cause_success", "fulfilment.cause_processing"} {
		require.Contains(t, words, key)
	}
}

func fulfilmentWords(t *testing.T) map[string]map[string]string {
	t.Helper()
	text, err := os.ReadFile("../../views/i18n/fulfilment.json")
	require.NoError(t, err)
	var all map[string]map[string]string
	require.NoError(t, json.Unmarshal(text, &all))
	return all
}
