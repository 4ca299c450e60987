package exampleseller

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
	"sellercenter/internal/signing"
)

const key = "test-access-key-0001"

var noon = time.Date(2026, 7, 27, 12, 0, 0, 0, time.UTC)

type server struct {
	t *testing.T
	*httptest.Server
}

func open(t *testing.T, file string, rules ...Rule) server {
	t.Helper()
	handler, err := Config{Key: func() string { return key }, Now: func() time.Time { return noon },
		Site: "https://app.example.com", File: file, Rules: rules}.Handler()
	require.NoError(t, err)
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return server{t, s}
}

// call asks as the marketplace does and judges as the marketplace does.
func (s server) call(activity market.Activity, instance string, body []byte) market.Verdict {
	s.t.Helper()
	stamp, err := signing.Base.Sign(key, body, noon, signing.NewNonce())
	require.NoError(s.t, err)
	return s.judge(market.Asked{Activity: activity, Instance: instance, RequireBodySign: true}, body, stamp)
}

func (s server) judge(asked market.Asked, body []byte, stamp signing.Stamp) market.Verdict {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 200*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "POST", s.URL+"/saasproduce?"+stamp.Query(), strings.NewReader(string(body)))
	require.NoError(s.t, err)
	response, err := s.Client().Do(r)
	if err != nil {
		return market.Judge(asked, market.Answer{Fault: market.FaultTimeout})
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(s.t, err)
	return market.Judge(asked, market.Answer{Status: response.StatusCode, Body: text,
		BodySign: market.BodySignFinding(signing.CheckBodySign(key, response.Header.Get("Body-Sign"), text).Result)})
}

func (s server) create(order, line, business string) market.Verdict {
	s.t.Helper()
	return s.call(market.ActivityNewInstance, "", market.NewInstanceBody{OrderID: order, OrderLineID: line, BusinessID: business}.JSON())
}

func (s server) query(instance string) market.Verdict {
	s.t.Helper()
	return s.call(market.ActivityQueryInstance, instance, market.QueryInstanceBody{InstanceID: instance}.JSON())
}

func (s server) effects() []Effect {
	s.t.Helper()
	response, err := s.Client().Get(s.URL + "/effects")
	require.NoError(s.t, err)
	defer response.Body.Close()
	var all []Effect
	require.NoError(s.t, json.NewDecoder(response.Body).Decode(&all))
	return all
}

func (s server) behave(rules string) int {
	s.t.Helper()
	response, err := s.Client().Post(s.URL+"/behave", "application/json", strings.NewReader(rules))
	require.NoError(s.t, err)
	require.NoError(s.t, response.Body.Close())
	return response.StatusCode
}

func TestAnOrderLineIsOpenedOnceHoweverOftenItIsAsked(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	for _, business := range []string{"b1", "b2", "b3"} {
		v := s.create("CS1", "CS1-1", business)
		require.Equal(t, market.OutcomeSuccess, v.Outcome, v.Cause)
		require.Equal(t, "b1", v.InstanceID)
	}
	require.Equal(t, "c1", s.create("CS1", "CS1-2", "c1").InstanceID)
	all := s.effects()
	require.Len(t, all, 2)
	require.Equal(t, 1, all[0].Count)
	require.Equal(t, 3, all[0].Calls)
	require.Equal(t, market.ResultCode("000002"), s.create("CS2", "CS2-1", "b1").Code)
	require.Equal(t, "https://app.example.com", s.query("b1").Instances[0].App.FrontEndURL)
}

func TestAnInstanceLivesItsLife(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	s.create("CS1", "CS1-1", "i")
	for range 2 {
		for _, step := range []struct {
			activity market.Activity
			body     []byte
		}{
			{market.ActivityRefreshInstance, market.RefreshInstanceBody{Scene: market.SceneRenewal, OrderID: "CS2", OrderLineID: "CS2-1", InstanceID: "i", ExpireTime: noon}.JSON()},
			{market.ActivityUpdateInstanceStatus, market.UpdateInstanceStatusBody{InstanceID: "i", Freeze: true}.JSON()},
			{market.ActivityUpgradeInstance, market.UpgradeInstanceBody{InstanceID: "i", OrderID: "CS3", OrderLineID: "CS3-1"}.JSON()},
			{market.ActivityOrderNotify, market.OrderNotifyBody{OrderID: "CS4", OrderLineID: "CS4-1"}.JSON()},
		} {
			v := s.call(step.activity, "", step.body)
			require.Equal(t, market.OutcomeSuccess, v.Outcome, "%s %v", step.activity, v.Cause)
		}
	}
	for range 2 {
		v := s.call(market.ActivityReleaseInstance, "", market.ReleaseInstanceBody{InstanceID: "i", OrderID: "CS5", OrderLineID: "CS5-1"}.JSON())
		require.Equal(t, market.OutcomeSuccess, v.Outcome)
	}
	all := s.effects()
	require.Len(t, all, 6)
	for _, effect := range all {
		require.Equal(t, 1, effect.Count, effect)
	}
	frozen := market.UpdateInstanceStatusBody{InstanceID: "i", Freeze: true}.JSON()
	require.Equal(t, market.ResultCode("000003"), s.call(market.ActivityUpdateInstanceStatus, "", frozen).Code)
	require.Equal(t, market.ResultCode("000003"), s.query("nobody").Code)
}

func TestOnlyTheMarketplaceIsAnswered(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	body := market.NewInstanceBody{OrderID: "CS1", OrderLineID: "CS1-1", BusinessID: "b1"}.JSON()
	good, err := signing.Base.Sign(key, body, noon, signing.NewNonce())
	require.NoError(t, err)
	late, err := signing.Base.Sign(key, body, noon.Add(-61*time.Second), signing.NewNonce())
	require.NoError(t, err)
	strange, err := signing.Base.Sign("another key", body, noon, signing.NewNonce())
	require.NoError(t, err)
	asked := market.Asked{Activity: market.ActivityNewInstance, RequireBodySign: true}
	for _, wrong := range []struct {
		stamp signing.Stamp
		code  market.ResultCode
	}{
		{late, "000002"},
		{strange, "000001"},
		{signing.Stamp{}, "000002"},
		{signing.Stamp{Timestamp: good.Timestamp, Nonce: good.Nonce}, "000001"},
		{signing.Stamp{Timestamp: good.Timestamp, Signature: good.Signature}, "000002"},
	} {
		require.Equal(t, wrong.code, s.judge(asked, body, wrong.stamp).Code)
	}
	require.Empty(t, s.effects())
	require.Equal(t, market.OutcomeSuccess, s.judge(asked, body, good).Outcome)
	require.Equal(t, market.ResultCode("000002"), s.judge(asked, body, good).Code, "the nonce was used before")
}

// production-interface.md §1.1: each interface has a key of its own; an answer is signed with the
// key of its call.
func TestEveryInterfaceIsAnsweredWithItsOwnKey(t *testing.T) {
	t.Parallel()
	handler, err := Config{Key: func() string { return "base" }, Other: []string{"general", key}, Now: func() time.Time { return noon }}.Handler()
	require.NoError(t, err)
	s := server{t, httptest.NewServer(handler)}
	t.Cleanup(s.Close)
	v := s.call(market.ActivityReleaseLicence, "", market.ReleaseLicenceBody{Licence: "PL1", Test: true}.JSON())
	require.Equal(t, market.OutcomeSuccess, v.Outcome, v.Cause)
	body := market.ReleaseLicenceBody{Licence: "PL1"}.JSON()
	strange, err := signing.Base.Sign("nobody's key", body, noon, signing.NewNonce())
	require.NoError(t, err)
	require.NotEqual(t, market.OutcomeSuccess, s.judge(market.Asked{Activity: market.ActivityReleaseLicence}, body, strange).Outcome)
}

func TestWhatIsMissingIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	for _, body := range []string{
		`{}`, `{"activity":"expireInstance"}`, `{"activity":"newInstance","orderId":"CS1","orderLineId":"CS1-1"}`,
		`{"activity":"queryInstance"}`, `{"activity":"updateInstanceStatus","instanceId":"i","status":"FROZEN"}`, `{"activity":1}`,
	} {
		require.Equal(t, market.ResultCode("000002"), s.call(market.ActivityNewInstance, "", []byte(body)).Code, body)
	}
	require.Empty(t, s.effects())
}

func TestADebugRequestDoesNothing(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	v := s.call(market.ActivityNewInstance, "", market.NewInstanceBody{OrderID: "1", OrderLineID: "1-1", BusinessID: "b", Test: true}.JSON())
	require.Equal(t, market.OutcomeSuccess, v.Outcome)
	v = s.call(market.ActivityQueryInstance, "123456789", market.QueryInstanceBody{InstanceID: "123456789", Test: true}.JSON())
	require.Equal(t, market.OutcomeSuccess, v.Outcome, v.Cause)
	v = s.call(market.ActivityReleaseInstance, "", market.ReleaseInstanceBody{InstanceID: "123456789", Test: true}.JSON())
	require.Equal(t, market.OutcomeSuccess, v.Outcome)
	require.Empty(t, s.effects())
}

func TestWhatWasDoneOutlivesTheServer(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "shop.json")
	first := open(t, file)
	require.Equal(t, "b1", first.create("CS1", "CS1-1", "b1").InstanceID)
	first.Close()
	second := open(t, file)
	require.Equal(t, "b1", second.create("CS1", "CS1-1", "b2").InstanceID)
	require.Equal(t, market.OutcomeSuccess, second.query("b1").Outcome)
	require.Len(t, second.effects(), 1)
	require.Equal(t, 1, second.effects()[0].Count)
}

func TestAnAsynchronousInstanceIsFoundOpenAtTheToldQuery(t *testing.T) {
	t.Parallel()
	s := open(t, "", Rule{Match: "newInstance", Behave: "async:3"})
	require.Equal(t, market.OutcomeProcessing, s.create("CS1", "CS1-1", "b1").Outcome)
	require.Equal(t, market.OutcomeProcessing, s.query("b1").Outcome)
	require.Equal(t, market.OutcomeProcessing, s.create("CS1", "CS1-1", "b2").Outcome)
	require.Equal(t, market.OutcomeProcessing, s.query("b1").Outcome)
	require.Equal(t, market.OutcomeSuccess, s.query("b1").Outcome)
	require.Equal(t, market.OutcomeSuccess, s.create("CS1", "CS1-1", "b3").Outcome)
	require.Len(t, s.effects(), 1)
}

func TestEveryMisbehaviourIsCaughtAndCostsNeitherLossNorDouble(t *testing.T) {
	t.Parallel()
	for behave, check := range map[string]string{
		"slow:10m": "answered", "hang": "answered", "drop": "answered", "status:503": "status", "code:000005": "code",
		"badsign": "body_sign", "nosign": "body_sign", "badjson": "json", "twice": "json",
	} {
		t.Run(behave, func(t *testing.T) {
			t.Parallel()
			s := open(t, "", Rule{Match: "newInstance", Order: "-X", Behave: behave, Times: 2})
			require.Equal(t, market.OutcomeSuccess, s.create("CS-Y", "CS-Y-1", "other").Outcome)
			for range 2 {
				v := s.create("CS-X", "CS-X-1", signing.NewNonce())
				require.Equal(t, market.OutcomeFailed, v.Outcome)
				require.Contains(t, v.Checks, market.FulfilmentCheck{Name: check, Reason: v.Cause})
			}
			require.Equal(t, market.OutcomeSuccess, s.create("CS-X", "CS-X-1", "last").Outcome)
			all := s.effects()
			require.Len(t, all, 2)
			require.Equal(t, 1, all[1].Count)
		})
	}
}

func TestADuplicateIDIsThatOfAnotherOrder(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	require.Equal(t, "b1", s.create("CS1", "CS1-1", "b1").InstanceID)
	require.Equal(t, http.StatusNoContent, s.behave(`[{"match":"newInstance","order":"CS2","behave":"duplicate"}]`))
	require.Equal(t, "b1", s.create("CS2", "CS2-1", "b2").InstanceID)
	require.Equal(t, http.StatusNoContent, s.behave(`[]`))
	require.Equal(t, "b2", s.create("CS2", "CS2-1", "b3").InstanceID)
}

func TestARuleForAnOrderHoldsForItsInstance(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	s.create("CS1", "CS1-1", "b1")
	s.create("CS2", "CS2-1", "b2")
	require.Equal(t, http.StatusNoContent, s.behave(`[{"match":"queryInstance","order":"CS2","behave":"code:000104"}]`))
	require.Equal(t, market.OutcomeSuccess, s.query("b1").Outcome)
	require.Equal(t, market.ResultCode("000104"), s.query("b2").Code)
}

func TestAnUnknownBehaviourIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t, "")
	for _, bad := range []string{"sulk", "slow", "slow:long", "status:1000", "hang:1", "async:x", ""} {
		_, err := ParseRule(bad)
		require.Error(t, err, bad)
		require.Equal(t, http.StatusUnprocessableEntity, s.behave(`[{"behave":"`+bad+`"}]`), bad)
	}
	rule, err := ParseRule(`{"match":"newInstance","order":"CS","behave":"code:000005","times":2}`)
	require.NoError(t, err)
	require.Equal(t, Rule{Match: "newInstance", Order: "CS", Behave: "code:000005", Times: 2}, rule)
}
