package market

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Endpoints are the addresses of sellers' servers (生产地址) and what was tried on them.
var Endpoints = area("endpoint", Owner, Operations, Support, Reviewer, Manager)

// The acts on a production address. Debug calls it with a made-up request.
var (
	RegisterEndpoint = act("endpoint.register", Owner, Operations)
	VerifyEndpoint   = act("endpoint.verify", Owner, Operations)
	DebugEndpoint    = act("endpoint.debug", Owner, Operations)
	RemoveEndpoint   = act("endpoint.remove", Owner, Operations)
	CodeEndpoint     = act("endpoint.code", Owner, Operations) // makes a code to debug License with
)

// EndpointID names a production address.
type EndpointID = ID[Endpoint]

// EndpointStatus is whether the seller has shown that the host is theirs.
type EndpointStatus string

// The life of a production address.
const (
	EndpointUnverified EndpointStatus = "unverified"
	EndpointVerified   EndpointStatus = "verified"
	EndpointRemoved    EndpointStatus = "removed"
)

// EndpointStatuses are all states.
var EndpointStatuses = []EndpointStatus{EndpointUnverified, EndpointVerified, EndpointRemoved}

// Key names the state's words.
func (s EndpointStatus) Key() string { return "endpoint.status_" + string(s) }

// Tone is the state's colour.
func (s EndpointStatus) Tone() Tone {
	return map[EndpointStatus]Tone{EndpointUnverified: Warn, EndpointVerified: OK, EndpointRemoved: Neutral}[s]
}

// EndpointMoves is the life of a production address.
var EndpointMoves = Moves[EndpointStatus]{
	{EndpointUnverified, VerifyEndpoint, EndpointVerified},
	{EndpointUnverified, RemoveEndpoint, EndpointRemoved},
	{EndpointVerified, RemoveEndpoint, EndpointRemoved},
}

// Endpoint is a production address.
type Endpoint struct {
	SellerID   SellerID
	ID         EndpointID
	URL        string
	Origin     string // scheme and host: what the proof is about
	Status     EndpointStatus
	Proof      string // what the file must hold
	CreatedAt  time.Time
	VerifiedAt *time.Time
	Version    int

	Code          string     // a test code, to debug License code 2.0 with (catalogue.md §2.6); none yet if empty
	CodeActivated *time.Time // when the seller's program activated it
	CodeHeard     *time.Time // its last heartbeat
}

// ProofPath is where a seller puts the proof that the host is theirs. The marketplace's
// own way is not published (production-interface.md §6 Q8): this one is ours.
const ProofPath = "/.well-known/sellercenter-proof.txt"

// ProofURL is where the proof of the address must be found.
func (e Endpoint) ProofURL() string { return e.Origin + ProofPath }

// addressLimit is the longest production address.
const addressLimit = 255

// ReadAddress reads a production address: https and a domain name, no bare IP; query,
// fragment and sign-in data have no place in it (production-interface.md §0). Anywhere
// also takes http and IP addresses: for development.
func ReadAddress(text string, anywhere bool) (address, origin string, err error) {
	text = strings.TrimRight(strings.TrimSpace(text), "/")
	u, fault := url.Parse(text)
	switch {
	case text == "":
		return "", "", Invalid("url", "problem.required")
	case len(text) > addressLimit:
		return "", "", Invalid("url", "problem.too_long", addressLimit, len(text))
	case fault != nil || u.Host == "" || u.Hostname() == "":
		return "", "", Invalid("url", "endpoint.not_an_address", text)
	case u.Scheme != "https" && (u.Scheme != "http" || !anywhere):
		return "", "", Invalid("url", "endpoint.not_https", u.Scheme)
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(text, "#"):
		return "", "", Invalid("url", "endpoint.only_path")
	case u.Port() != "" && !validPort(u.Port()):
		return "", "", Invalid("url", "endpoint.not_an_address", text)
	}
	host := strings.ToLower(u.Hostname())
	_, notIP := netip.ParseAddr(host)
	if !anywhere && (notIP == nil || !domainName(host)) || notIP != nil && !domainName(host+".local") { // in development a machine's name will do
		return "", "", Invalid("url", "endpoint.not_a_domain", host)
	}
	u.Host = strings.ToLower(u.Host)
	return u.String(), u.Scheme + "://" + u.Host, nil
}

func validPort(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n > 0 && n < 65536
}

// domainName reports whether the host is a public name: labels of letters, digits and
// dashes, at least two, the last not a number.
func domainName(host string) bool {
	labels := strings.Split(host, ".")
	if len(labels) < 2 || len(host) > 253 {
		return false
	}
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
		for _, c := range label {
			if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
				return false
			}
		}
	}
	last := labels[len(labels)-1]
	return last[0] < '0' || last[0] > '9'
}

// Verify takes what was found where the proof must be.
func (e *Endpoint) Verify(found Exchange, now time.Time) (err error) {
	switch {
	case e.Status == EndpointVerified:
		return Conflict("endpoint.verified_before")
	case found.Fault != FaultNone:
		return Conflict("endpoint.proof_unreachable", Because("fulfilment.fault_"+string(found.Fault), int(FulfilmentTimeout/time.Second)), e.ProofURL())
	case found.Status != 200:
		return Conflict("endpoint.proof_status", e.ProofURL(), found.Status)
	case strings.TrimSpace(found.ResponseBody) != e.Proof:
		return Conflict("endpoint.proof_other", e.ProofURL())
	}
	if e.Status, err = EndpointMoves.Next(e.Status, VerifyEndpoint); err != nil {
		return err
	}
	e.VerifiedAt = &now
	return nil
}

// Try is the test code as the seller's program meets it: as one that was received, then as one
// that lives (catalogue.md §2.6, production-interface.md §1.5).
func (e Endpoint) Try(activate bool, now time.Time) (Licence, error) {
	licence := Licence{SellerID: e.SellerID, Code: e.Code, Status: LicenceReceived, Amount: Count(1), ActivatedAt: e.CodeActivated, Test: true}
	if e.CodeActivated != nil {
		licence.Status = LicenceAlive
	}
	if !activate {
		return licence, nil
	}
	err := licence.Activate(now)
	return licence, err
}

// Debuggable refuses calls to an address that is not shown to be the seller's.
func (e Endpoint) Debuggable() error {
	if e.Status != EndpointVerified {
		return Conflict("endpoint.not_verified", e.URL)
	}
	return nil
}

// DebugCase is a request that was tried and succeeded, kept to be tried again
// (production-interface.md §3.4).
type DebugCase struct {
	SellerID   SellerID
	ID         ID[DebugCase]
	EndpointID EndpointID
	Activity   Activity
	Charging   Charging // of newInstance: which kind of purchase was tried
	Body       JSON[map[string]any]
	Exchange   JSON[Exchange]
	SavedBy    string
	SavedAt    time.Time
}

// DebugField is one value of a debug request.
type DebugField struct {
	Name     string // as the wire spells it
	Preset   string
	Choices  []string
	Optional bool
}

// DebugActivities are what can be debugged at an address: instances, order notifications and
// authorization codes (production-interface.md §3.4, §3.5).
var DebugActivities = slices.Concat(Activities, LicenceActivities)

// DebugFields are what can be chosen of an activity's request (production-interface.md
// §3.4): dummies will do.
func (a Activity) DebugFields() []DebugField {
	const dummy = "123456789"
	order := DebugField{Name: "orderId", Preset: dummy}
	line := DebugField{Name: "orderLineId", Preset: dummy + "-000001"}
	instance, licence := DebugField{Name: "instanceId", Preset: dummy}, DebugField{Name: LicenceField, Preset: "PL" + dummy}
	switch a {
	case ActivityNewInstance:
		return []DebugField{order, line, {Name: "businessId", Preset: dummy}}
	case ActivityQueryInstance:
		return []DebugField{instance}
	case ActivityRefreshInstance:
		return []DebugField{{Name: "scene", Preset: string(SceneRenewal), Choices: []string{string(SceneRenewal),
			string(SceneTrialToFormal), string(SceneUnsubscribeRenewal), string(SceneRenewalChange)}},
			order, line, instance, {Name: "productId", Optional: true}, {Name: "expireTime", Preset: "20301231155959"}}
	case ActivityUpdateInstanceStatus:
		return []DebugField{instance, {Name: "status", Preset: "FREEZE", Choices: []string{"FREEZE", "UNFREEZE"}}}
	case ActivityReleaseInstance, ActivityUpgradeInstance:
		return []DebugField{instance, order, line}
	case ActivityOrderNotify:
		return []DebugField{order, line}
	case ActivityRefreshLicence:
		return []DebugField{{Name: "scene", Preset: string(SceneRenewal), Choices: []string{string(SceneRenewal), string(SceneUnsubscribeRenewal)}},
			order, line, licence, {Name: "productId", Optional: true}, {Name: "expireTime", Preset: "20301231155959"}}
	case ActivityUpdateLicenceStatus:
		return []DebugField{licence, {Name: "status", Preset: "FREEZE", Choices: []string{"FREEZE", "UNFREEZE"}}}
	case ActivityReleaseLicence:
		order.Optional, line.Optional = true, true
		return []DebugField{licence, order, line}
	}
	return nil
}

// LicenceField is where a request names an authorization code.
const LicenceField = "license"

// debugLimit is the longest value of a debug request.
const debugLimit = 128

// DebugBody is the body of a debug request with these values; testFlag tells the seller's
// server to do no real work.
func (a Activity) DebugBody(values func(name string) string) ([]byte, error) {
	fields, faults := bodyFields{}, Invalids{}
	for _, field := range a.DebugFields() {
		value := strings.TrimSpace(values(field.Name))
		if n := len([]rune(value)); n > debugLimit {
			faults.With(field.Name, "problem.too_long", debugLimit, n)
		}
		if value == "" && !field.Optional {
			faults.With(field.Name, "problem.required")
		}
		fields[field.Name] = value
	}
	if extend := values(ExtendField); a == ActivityNewInstance && extend != "" {
		if len(extend) > extendMost {
			faults.With(ExtendField, "problem.too_long", extendMost, len(extend))
		}
		fields[ExtendField] = extend
	}
	if len(fields) == 0 {
		faults.With("activity", "problem.not_an_option", string(a))
	}
	return writeBody(a, true, fields), faults.Err()
}

// DebugMessage is a debug request to the address, signed with the key in use.
func DebugMessage(endpoint Endpoint, activity Activity, keys []KeyInUse, values func(name string) string) (Message, error) {
	if err := endpoint.Debuggable(); err != nil {
		return Message{}, err
	}
	body, err := activity.DebugBody(values)
	if err != nil {
		return Message{}, err
	}
	if len(keys) == 0 {
		return Message{}, Conflict("endpoint.no_key", Word(activity.Purpose().Key()))
	}
	return Message{URL: endpoint.URL, Body: body, Key: keys[0],
		Asked: Asked{Activity: activity, Instance: debugInstance(activity, values)}}, nil
}

// debugInstance is the instance that an answer must speak of.
func debugInstance(activity Activity, values func(name string) string) string {
	if activity == ActivityQueryInstance {
		return strings.TrimSpace(values("instanceId"))
	}
	return ""
}

// Purpose is the interface type whose key signs the activity.
func (a Activity) Purpose() KeyPurpose {
	switch {
	case a == ActivityOrderNotify:
		return KeyGeneral
	case slices.Contains(LicenceActivities, a):
		return KeyLicence
	}
	return KeyBase
}
