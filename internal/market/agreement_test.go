package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestEveryAgreementSaysWhatWaitsForIt: catalogue.md §1.4, and the sections that name an
// agreement as a precondition.
func TestEveryAgreementSaysWhatWaitsForIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		section string
		act     Act
		code    string
	}{
		{"catalogue.md §2.11", JoinJoint, JointOperation},
		{"catalogue.md §2.1", PublishJoint, JointOperation},
		{"catalogue.md §2.2", SubmitProduct, Publishing},
		{"catalogue.md §1.7", LetterSeller, DataCompliance},
		{"catalogue.md §6", AuthorizeResale, ResaleTerms},
		{"catalogue.md §9.5", AcceptDemand, ProviderTerms},
		{"catalogue.md §10", JoinContract, OverseasTerms},
		{"catalogue.md §1.4: reading and signing wait for nothing", SignAgreement, ""},
	} {
		require.Equal(t, test.code, GateOfAct(test.act), test.section)
	}
	require.Equal(t, Cooperation, GateOfArea(Statements), "catalogue.md §1.4: the bill page waits for the newest version")
	seen := map[string]bool{}
	for _, kind := range AgreementKinds {
		require.False(t, seen[kind.Code], kind.Code)
		seen[kind.Code] = true
		for _, act := range kind.Acts {
			require.NotEmpty(t, Doers(act))
			require.Equal(t, kind.Code, GateOfAct(act), "an act waits for one agreement")
		}
	}
}

// TestAVersionIsSignedAgainOrAcceptedByUse: catalogue.md §1.4.
func TestAVersionIsSignedAgainOrAcceptedByUse(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	text := JSON[map[string]string]{V: map[string]string{"zh-CN": "一二三四五六七八九十一二三四五六七八九十", "en": "Twenty letters at the least"}}
	version := func(code string, no int, renewal Renewal, topics ...Topic) Agreement {
		return Agreement{Code: code, Version: no, Renewal: renewal, Title: text, Body: text, EffectiveAt: now,
			Topics: JSON[[]Topic]{V: topics}, Newest: true}
	}
	for _, test := range []struct {
		name, field, key string
		agreement        Agreement
	}{
		{"the first version changes nothing", "", "", version(ResaleTerms, 1, BySignature)},
		{"a later one lists what it changes", "topics", "agreement.no_topic", version(ResaleTerms, 2, BySignature)},
		{"what it changes has a name", "topics", "problem.not_an_option", version(ResaleTerms, 2, ByUse, "weather")},
		{"continued use accepts a later one", "", "", version(ResaleTerms, 2, ByUse, "agency")},
		{"nobody accepts a first version by use", "renewal", "agreement.must_be_signed", version(ResaleTerms, 1, ByUse)},
		{"the cooperation agreement is always signed", "renewal", "agreement.must_be_signed", version(Cooperation, 3, ByUse, "rights")},
		{"it is one of the agreements", "code", "problem.not_an_option", version("weather", 1, BySignature)},
	} {
		err := test.agreement.Check(now)
		if test.field == "" {
			require.NoError(t, err, test.name)
			continue
		}
		var problem *Problem
		require.ErrorAs(t, err, &problem, test.name)
		require.Equal(t, test.key, problem.Fields[test.field].Key, test.name)
	}
	second := version(ResaleTerms, 2, ByUse, "agency", "complaint")
	require.Equal(t, AgreementUnsigned, second.Status(now), "who never signed signs")
	second.Accepted = true
	require.Equal(t, AgreementAccepted, second.Status(now))
	require.Error(t, second.Sign(true, now), "nothing is left to sign")
	require.Equal(t, AgreementUpcoming, second.Status(now.Add(-time.Minute)), "not before it is in effect")
	require.Equal(t, "agreement.notice_use", second.Notice().Key)
	require.Contains(t, second.Notice().Args, Because("agreement.and", Because(Topic("agency").Key()), Word(Topic("complaint").Key())))
	require.True(t, Signature{Wanted: 2, Signed: 1}.Unsigned())
	require.False(t, Signature{Wanted: 1, Signed: 1}.Unsigned())
	require.False(t, Signature{}.Unsigned(), "what was never published gates nothing")
}
