package market

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strconv"
	"time"
	"unicode/utf8"
)

// FulfilmentTimeout is how long a seller's server may take (production-interface.md §3.2).
const FulfilmentTimeout = 5 * time.Second

// Fault is why a call brought no answer at all.
type Fault string

// The faults on the way.
const (
	FaultNone      Fault = ""
	FaultTimeout   Fault = "timeout"
	FaultRefused   Fault = "refused"    // nobody listens there
	FaultName      Fault = "name"       // the host name has no address
	FaultTLS       Fault = "tls"        // the certificate or the handshake
	FaultBroken    Fault = "broken"     // the connection ended before the answer did
	FaultForbidden Fault = "forbidden"  // an address that we do not call
	FaultTooLong   Fault = "too_long"   // the answer does not end
	FaultNoAddress Fault = "no_address" // the seller has registered none
	FaultNoKey     Fault = "no_key"     // the seller has no key of that purpose
	FaultOther     Fault = "other"
)

// Faults are all faults.
var Faults = []Fault{FaultTimeout, FaultRefused, FaultName, FaultTLS, FaultBroken, FaultForbidden, FaultTooLong, FaultNoAddress, FaultNoKey, FaultOther}

// BodySignFinding is what a check of the answer's Body-Sign found.
type BodySignFinding string

// The findings, in the words of the package signing.
const (
	BodySignOK        BodySignFinding = "ok"
	BodySignMissing   BodySignFinding = "missing"
	BodySignMalformed BodySignFinding = "malformed"
	BodySignMismatch  BodySignFinding = "mismatch"
)

// Asked is the question that an answer is judged by.
type Asked struct {
	Activity        Activity
	Instance        string // queried; or, to newInstance, what an earlier answer called it
	RequireBodySign bool
}

// Answer is what came back from a seller's server.
type Answer struct {
	Fault    Fault
	Took     time.Duration
	Status   int
	Body     []byte
	BodySign BodySignFinding
}

// Verdict is an answer judged: each check in order up to the one after which no other
// makes sense, what it amounts to, why, and what the seller can do about it.
type Verdict struct {
	Outcome Outcome           `json:"outcome"`
	Code    ResultCode        `json:"code,omitempty"`
	Message string            `json:"message,omitempty"` // the seller's own resultMsg
	Checks  []FulfilmentCheck `json:"checks"`
	Cause   Reason            `json:"cause"`
	Advice  Reason            `json:"advice"` // no key when there is nothing to do

	InstanceID string         `json:"instance_id,omitempty"` // of newInstance
	Instances  []InstanceInfo `json:"-"`                     // of queryInstance; holds passwords
}

// FulfilmentCheck is one thing that was looked at.
type FulfilmentCheck struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Reason Reason `json:"reason"`
}

// FulfilmentChecks are the names of all checks, in order.
var FulfilmentChecks = []string{"answered", "status", "body_sign", "json", "code", "fields"}

// Key names the check's words.
func (c FulfilmentCheck) Key() string { return "fulfilment.check_" + c.Name }

// InstanceInfo is what a seller tells of one instance.
type InstanceInfo struct {
	InstanceID string      `json:"instanceId"`
	App        *AppInfo    `json:"appInfo"`
	Usage      []UsageInfo `json:"usageInfo"`
}

// AppInfo is how a buyer reaches what was bought.
type AppInfo struct {
	FrontEndURL string `json:"frontEndUrl"`
	AdminURL    string `json:"adminUrl"`
	UserName    string `json:"userName"`
	Password    string `json:"password"`
	Memo        string `json:"memo"`
}

// UsageInfo is how much of an instance is used.
type UsageInfo struct {
	RelatedInstanceID string      `json:"relatedInstanceId"`
	UsageValue        json.Number `json:"usageValue"`
	StatisticalTime   string      `json:"statisticalTime"`
	DashboardURL      string      `json:"dashboardUrl"`
}

// Judge says what an answer amounts to (production-interface.md §1.6, §3.2).
func Judge(asked Asked, answer Answer) Verdict {
	v := &Verdict{Outcome: OutcomeFailed}
	if !v.answered(answer) || !v.status(answer) {
		return *v
	}
	signed := v.bodySign(asked, answer)
	said, ok := v.json(answer)
	if !ok || !v.code(asked, said) || !v.fields(asked, said) || !signed {
		return *v
	}
	v.Outcome = OutcomeSuccess
	if v.Code == ResultProcessing {
		v.Outcome = OutcomeProcessing
	}
	v.Cause = Because("fulfilment.cause_" + string(v.Outcome))
	return *v
}

func (v *Verdict) pass(name, key string, args ...any) bool {
	v.Checks = append(v.Checks, FulfilmentCheck{name, true, Because(key, args...)})
	return true
}

// fail keeps the first failure as the cause, and advises on it.
func (v *Verdict) fail(name, advice string, because Reason) bool {
	v.Checks = append(v.Checks, FulfilmentCheck{name, false, because})
	if v.Cause.Key == "" {
		v.Cause, v.Advice = because, Because("fulfilment.advice_"+advice)
	}
	return false
}

func (v *Verdict) answered(a Answer) bool {
	seconds := int(FulfilmentTimeout / time.Second)
	if a.Fault == FaultNone && a.Took > FulfilmentTimeout {
		a.Fault = FaultTimeout
	}
	if a.Fault != FaultNone {
		return v.fail("answered", "fault_"+string(a.Fault), Because("fulfilment.fault_"+string(a.Fault), seconds))
	}
	return v.pass("answered", "fulfilment.answered", int(a.Took.Milliseconds()))
}

func (v *Verdict) status(a Answer) bool {
	status := strconv.Itoa(a.Status)
	switch {
	case a.Status == 200:
		return v.pass("status", "fulfilment.http_ok", status)
	case a.Status >= 300 && a.Status < 400:
		return v.fail("status", "http_moved", Because("fulfilment.http_wrong", status))
	case a.Status == 404 || a.Status == 405:
		return v.fail("status", "http_path", Because("fulfilment.http_wrong", status))
	case a.Status >= 500:
		return v.fail("status", "http_crashed", Because("fulfilment.http_wrong", status))
	default:
		return v.fail("status", "http_other", Because("fulfilment.http_wrong", status))
	}
}

func (v *Verdict) bodySign(asked Asked, a Answer) bool {
	switch {
	case a.BodySign == BodySignOK:
		return v.pass("body_sign", "fulfilment.body_sign_ok")
	case a.BodySign == BodySignMalformed:
		return v.fail("body_sign", "body_sign_malformed", Because("fulfilment.body_sign_malformed"))
	case a.BodySign == BodySignMismatch:
		return v.fail("body_sign", "body_sign_mismatch", Because("fulfilment.body_sign_mismatch"))
	case asked.RequireBodySign:
		return v.fail("body_sign", "body_sign_missing", Because("fulfilment.body_sign_missing"))
	default:
		return v.pass("body_sign", "fulfilment.body_sign_absent")
	}
}

// saidJSON is an answer's body.
type saidJSON map[string]json.RawMessage

func (v *Verdict) json(a Answer) (saidJSON, bool) {
	var fields saidJSON
	// The database keeps every character but this one.
	a.Body = bytes.ReplaceAll(a.Body, []byte(`\u0000`), []byte(`\ufffd`))
	switch err := json.Unmarshal(a.Body, &fields); {
	case len(bytes.TrimSpace(a.Body)) == 0:
		return nil, v.fail("json", "json", Because("fulfilment.json_empty"))
	case err != nil || fields == nil || !utf8.Valid(a.Body):
		return nil, v.fail("json", "json", Because("fulfilment.json_wrong"))
	}
	return fields, v.pass("json", "fulfilment.json_ok")
}

func (v *Verdict) code(asked Asked, fields saidJSON) bool {
	v.Message = cutText(fields.text("resultMsg"), 255)
	v.Code = ResultCode(cutText(fields.text("resultCode"), 16))
	switch {
	case v.Code == "":
		return v.fail("code", "code_missing", Because("fulfilment.code_missing"))
	case !v.Code.Known():
		return v.fail("code", "code_unknown", Because("fulfilment.code_undocumented", string(v.Code)))
	case v.Code == ResultOK, v.Code == ResultProcessing && asked.Activity.Polls():
		return v.pass("code", "fulfilment.code_said", string(v.Code), Word(v.Code.Key()))
	default:
		return v.fail("code", "code_"+string(v.Code), Because("fulfilment.code_said", string(v.Code), Word(v.Code.Key())))
	}
}

// fields checks what the activity's success must bring along.
func (v *Verdict) fields(asked Asked, fields saidJSON) bool {
	switch {
	case asked.Activity == ActivityNewInstance:
		return v.named(asked, fields)
	case asked.Activity == ActivityQueryInstance && v.Code == ResultOK:
		return v.reachable(asked, fields)
	default:
		return v.pass("fields", "fulfilment.fields_none")
	}
}

func (v *Verdict) named(asked Asked, fields saidJSON) bool {
	v.InstanceID = fields.text("instanceId")
	switch {
	case v.InstanceID == "":
		return v.fail("fields", "instance_missing", Because("fulfilment.field_missing", "instanceId"))
	case utf8.RuneCountInString(v.InstanceID) > 64:
		return v.fail("fields", "field_long", Because("fulfilment.field_long", "instanceId", 64))
	case asked.Instance != "" && asked.Instance != v.InstanceID:
		return v.fail("fields", "instance_changed", Because("fulfilment.instance_changed", asked.Instance, v.InstanceID))
	}
	return v.pass("fields", "fulfilment.fields_ok")
}

func (v *Verdict) reachable(asked Asked, fields saidJSON) bool {
	if err := json.Unmarshal(fields["info"], &v.Instances); err != nil || len(v.Instances) == 0 {
		return v.fail("fields", "info_missing", Because("fulfilment.field_missing", "info"))
	}
	for _, instance := range v.Instances {
		if instance.InstanceID != asked.Instance {
			continue
		}
		switch {
		case instance.App == nil || instance.App.FrontEndURL == "":
			return v.fail("fields", "app_missing", Because("fulfilment.field_missing", "info[].appInfo.frontEndUrl"))
		case len(instance.App.FrontEndURL) > 512:
			return v.fail("fields", "field_long", Because("fulfilment.field_long", "info[].appInfo.frontEndUrl", 512))
		case !isWebAddress(instance.App.FrontEndURL):
			return v.fail("fields", "app_address", Because("fulfilment.field_no_address", "info[].appInfo.frontEndUrl"))
		}
		return v.pass("fields", "fulfilment.fields_ok")
	}
	return v.fail("fields", "info_other", Because("fulfilment.info_other", asked.Instance))
}

// text is a field that is a string, empty otherwise.
func (s saidJSON) text(name string) string {
	var text string
	if json.Unmarshal(s[name], &text) != nil {
		return ""
	}
	return text
}

func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// cutText keeps the first n characters of a text that somebody else wrote.
func cutText(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n])
	}
	return text
}
