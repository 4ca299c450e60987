// Package exampleseller is a seller's server as the marketplace expects it: the production
// interface V2.0, to be read by everybody who writes their own.
//
// A call is answered in four steps, each a function below: verify that the marketplace
// sent it, read it, do it once however often it comes, and sign the answer. The answer is
// always HTTP 200; whether the call succeeded is said by its resultCode.
package exampleseller

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"sellercenter/internal/signing"
)

// Config is what a seller's server needs to know.
type Config struct {
	Key   func() string    // value of the access key that is bound to the base interface
	Other []string         // values of the keys of further interfaces: order notifications, License codes
	Proof func() string    // what the marketplace's proof of ownership must hold; none unless told
	Now   func() time.Time // time.Now unless told
	Site  string           // where customers sign in
	File  string           // keeps what was done beyond a restart; empty: memory only
	Rules []Rule           // how to misbehave, see Rule
	Log   *slog.Logger     // slog.Default unless told

	Push    string       // the marketplace's address for usage; nothing is reported without one
	Metered []string     // productIds of what is paid by use
	Client  *http.Client // to push with; http.DefaultClient unless told
}

// Server is a seller's server: it answers the marketplace, and reports usage when it is told to.
type Server struct {
	http.Handler
	*seller
}

// The result codes that this server gives (production-interface.md §1.6).
const (
	success     = "000000"
	forged      = "000001"
	invalid     = "000002"
	unknown     = "000003"
	processing  = "000004"
	brokenInner = "000005"
)

const bodyLimit = 64 << 10

// Handler answers the marketplace on every path but three: GET /effects tells what was
// really done, POST /behave takes the rules of misbehaviour, and a GET below /.well-known
// shows whose host this is.
func (c Config) Handler() (*Server, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Client == nil {
		c.Client = http.DefaultClient
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	shop, err := openShop(c.File, c.Site)
	if err != nil {
		return nil, err
	}
	s := &seller{Config: c, shop: shop, nonces: map[string]time.Time{}}
	if err := s.script.set(c.Rules); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/sellercenter-proof.txt", s.prove)
	mux.HandleFunc("GET /effects", s.effects)
	mux.HandleFunc("POST /behave", s.behave)
	mux.HandleFunc("POST /", s.produce)
	return &Server{mux, s}, nil
}

type seller struct {
	Config
	shop   *shop
	script script

	mu     sync.Mutex
	nonces map[string]time.Time // seen lately
}

// request is the body of every activity; which fields matter depends on the activity.
// Fields that we do not know are ignored: the marketplace may add some.
type request struct {
	Activity    string `json:"activity"`
	OrderID     string `json:"orderId"`
	OrderLineID string `json:"orderLineId"`
	BusinessID  string `json:"businessId"`
	ProductID   string `json:"productId"`
	InstanceID  string `json:"instanceId"`
	Licence     string `json:"license"` // an authorization code: activities of License code 2.0
	Scene       string `json:"scene"`
	ExpireTime  string `json:"expireTime"`
	Status      string `json:"status"`
	TestFlag    string `json:"testFlag"`
	Extend      string `json:"saasExtendParams"` // what the checkout asked for: Base64 of a JSON array
}

// answer is the body of every response.
type answer struct {
	ResultCode string `json:"resultCode"`
	ResultMsg  string `json:"resultMsg,omitempty"`
	InstanceID string `json:"instanceId,omitempty"`
	Info       []info `json:"info,omitempty"`
}

type info struct {
	InstanceID string  `json:"instanceId"`
	AppInfo    appInfo `json:"appInfo"`
	Usage      []usage `json:"usageInfo,omitempty"`
}

// usage is how much of what is paid by use, or of a package, was used up to now.
type usage struct {
	UsageValue      string `json:"usageValue"`
	StatisticalTime string `json:"statisticalTime"`
}

type appInfo struct {
	FrontEndURL string `json:"frontEndUrl"`
	AdminURL    string `json:"adminUrl,omitempty"`
	UserName    string `json:"userName,omitempty"`
	Password    string `json:"password,omitempty"` // plain in V2: TLS protects it
}

func (s *seller) produce(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if err != nil {
		s.write(w, s.Key(), answer{ResultCode: invalid, ResultMsg: "body is too long or broke off"})
		return
	}
	key, refusal, ok := s.verify(r, body)
	if !ok {
		s.Log.Warn("refused", "code", refusal.ResultCode, "why", refusal.ResultMsg)
		s.write(w, key, refusal)
		return
	}
	var asked request
	if json.Unmarshal(body, &asked) != nil {
		s.write(w, key, answer{ResultCode: invalid, ResultMsg: "body is not the JSON of an activity"})
		return
	}
	act := s.script.next(asked, s.shop.orderOf(asked.InstanceID))
	if act.before(w, s, key) {
		return
	}
	given := s.do(asked, act)
	s.Log.Info("answered", "activity", asked.Activity, "order", asked.OrderID, "instance", asked.InstanceID, "extend", asked.Extend, "code", given.ResultCode)
	act.after(w, r, s, key, given)
}

// verify is the first step: time and nonce are right, else 000002; the signature is the
// marketplace's, else 000001; and the message was not seen before. Every interface has a key of
// its own, and the answer is signed with the one that the call was signed with.
func (s *seller) verify(r *http.Request, body []byte) (key string, refusal answer, ok bool) {
	stamp, key := signing.QueryStamp(r.URL.Query()), s.Key()
	err := signing.Base.Verify(key, body, stamp, s.Now())
	for _, other := range s.Other {
		if err != nil && signing.Base.Verify(other, body, stamp, s.Now()) == nil {
			key, err = other, nil
		}
	}
	switch {
	case errors.Is(err, signing.ErrTimestamp), errors.Is(err, signing.ErrNonce):
		return key, answer{ResultCode: invalid, ResultMsg: err.Error()}, false
	case err != nil:
		return key, answer{ResultCode: forged, ResultMsg: err.Error()}, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for nonce, seen := range s.nonces { // older ones are refused by their timestamp
		if s.Now().Sub(seen) > 2*signing.Tolerance {
			delete(s.nonces, nonce)
		}
	}
	if _, again := s.nonces[stamp.Nonce]; again {
		return key, answer{ResultCode: invalid, ResultMsg: "nonce was used before"}, false
	}
	s.nonces[stamp.Nonce] = s.Now()
	return key, answer{}, true
}

// do is the third step. A debug request is answered like a real one but does nothing.
func (s *seller) do(asked request, act behaviour) answer {
	if missing := asked.missing(); missing != "" {
		return answer{ResultCode: invalid, ResultMsg: missing + " is missing or wrong"}
	}
	if asked.TestFlag == "1" {
		return s.shop.pretend(asked)
	}
	given, err := s.shop.do(asked, act.polls(), s.Now())
	if err != nil {
		s.Log.Error("shop", "error", err)
		return answer{ResultCode: brokenInner, ResultMsg: "try again"}
	}
	return given
}

// missing names the first mandatory field that is not there (production-interface.md §1.2).
func (r request) missing() string {
	must := map[string][]string{
		"newInstance":          {"orderId", "orderLineId", "businessId"},
		"queryInstance":        {"instanceId"},
		"refreshInstance":      {"orderId", "orderLineId", "instanceId", "scene", "expireTime"},
		"updateInstanceStatus": {"instanceId", "status"},
		"releaseInstance":      {"instanceId"},
		"upgradeInstance":      {"orderId", "orderLineId", "instanceId"},
		"orderNotify":          {"orderId", "orderLineId"},

		"refreshLicenseCode":      {"orderId", "orderLineId", "license", "scene", "expireTime"},
		"updateLicenseCodeStatus": {"license", "status"},
		"releaseLicenseCode":      {"license"},
	}
	fields, known := must[r.Activity]
	if !known {
		return "activity"
	}
	sent := map[string]string{"orderId": r.OrderID, "orderLineId": r.OrderLineID, "businessId": r.BusinessID,
		"instanceId": r.InstanceID, "scene": r.Scene, "expireTime": r.ExpireTime, "status": r.Status, "license": r.Licence}
	for _, field := range fields {
		if sent[field] == "" {
			return field
		}
	}
	if _, err := r.extended(); err != nil {
		return "saasExtendParams"
	}
	if r.Status != "" && r.Status != freeze && r.Status != unfreeze {
		return "status"
	}
	return ""
}

// extended are the answers of the checkout, by name (production-interface.md §1.3).
func (r request) extended() (map[string]string, error) {
	text, err := base64.StdEncoding.DecodeString(r.Extend)
	if err != nil || len(text) == 0 {
		return nil, err
	}
	var params []struct{ Name, Value string }
	if err := json.Unmarshal(text, &params); err != nil {
		return nil, err
	}
	given := map[string]string{}
	for _, param := range params {
		given[param.Name] = param.Value
	}
	return given, nil
}

// write is the last step: the signature covers the exact bytes of the body.
func (s *seller) write(w http.ResponseWriter, key string, given answer) {
	body, err := json.Marshal(given)
	if err != nil {
		panic(err) // strings can always be written
	}
	s.send(w, body, signing.BodySign(key, body))
}

func (s *seller) send(w http.ResponseWriter, body []byte, signature string) {
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	if signature != "" {
		w.Header().Set("Body-Sign", signature)
	}
	if _, err := w.Write(body); err != nil {
		s.Log.Warn("the marketplace did not wait for the answer", "error", err)
	}
}

// prove shows that this host is the seller's: the marketplace asks once, when the address
// is registered.
func (s *seller) prove(w http.ResponseWriter, r *http.Request) {
	if s.Proof == nil || s.Proof() == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain;charset=utf-8")
	io.WriteString(w, s.Proof()) //nolint:errcheck // the marketplace did not wait
}

func (s *seller) effects(w http.ResponseWriter, _ *http.Request) {
	body, err := json.MarshalIndent(s.shop.all(), "", "  ")
	if err != nil {
		panic(err)
	}
	s.send(w, append(body, '\n'), "")
}
