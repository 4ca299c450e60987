package market

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Message is a request of the production interface before it is signed.
type Message struct {
	URL      string
	Body     []byte
	Asked    Asked
	Key      KeyInUse
	Deadline time.Duration // for all of the call; FulfilmentTimeout when 0
}

// Call is a signed request, ready to go out.
type Call struct {
	Message
	Method  string
	URL     string // with the signature
	Headers []Header
	Steps   []SigningStep
}

// SigningStep is one value on the way to a signature, the key masked.
type SigningStep struct {
	Name  string // payload, inner, canonical, signature
	Value string
}

// Header is one line of a request's or an answer's head.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Timings are the stages of a call, in microseconds.
type Timings struct {
	DNS     int64 `json:"dns"`
	Connect int64 `json:"connect"`
	TLS     int64 `json:"tls"`
	Send    int64 `json:"send"`
	Wait    int64 `json:"wait"`
	Receive int64 `json:"receive"`
}

// Sum is the time of all stages.
func (t Timings) Sum() time.Duration {
	return time.Duration(t.DNS+t.Connect+t.TLS+t.Send+t.Wait+t.Receive) * time.Microsecond
}

// Exchange is a call that was made, kept whole, without secrets.
type Exchange struct {
	At              time.Time     `json:"at"`
	Method          string        `json:"method"`
	URL             string        `json:"url"`
	RequestHeaders  []Header      `json:"request_headers"`
	RequestBody     string        `json:"request_body"`
	Status          int           `json:"status,omitempty"`
	StatusText      string        `json:"status_text,omitempty"`
	ResponseHeaders []Header      `json:"response_headers,omitempty"`
	ResponseBody    string        `json:"response_body,omitempty"`
	ResponseBytes   int           `json:"response_bytes,omitempty"`
	Timings         Timings       `json:"timings"`
	Took            time.Duration `json:"took"`
	Fault           Fault         `json:"fault,omitempty"`
	Detail          string        `json:"detail,omitempty"` // of a fault, for engineers
	KeyNumber       string        `json:"key_number,omitempty"`
	KeyID           KeyID         `json:"key_id"`
	RetryAfter      time.Duration `json:"retry_after,omitempty"` // the server's wish
	Verdict         Verdict       `json:"verdict"`
}

// hidden are the names whose values are secrets wherever they stand in JSON.
var hidden = regexp.MustCompile(`(?i)("(?:password|passwd|secret|token|clientSecret|accessKey)"\s*:\s*)"(?:[^"\\]|\\.)*"?`)

// quietHeaders are headers whose values are secrets.
var quietHeaders = map[string]bool{"set-cookie": true, "cookie": true, "authorization": true, "www-authenticate": true}

const mask = "********"

// Hide masks what must not be stored: passwords, cookies, and the key should the server
// give it back. It also makes text that the database takes.
func (e *Exchange) Hide(key Secret) {
	hide := func(text string) string {
		if len(key) >= 8 {
			text = strings.ReplaceAll(text, string(key), mask)
		}
		text = hidden.ReplaceAllString(text, `${1}"`+mask+`"`)
		text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
		return strings.ReplaceAll(text, `\u0000`, `\ufffd`)
	}
	e.URL, e.RequestBody, e.ResponseBody, e.Detail = hide(e.URL), hide(e.RequestBody), hide(e.ResponseBody), hide(e.Detail)
	for i, h := range e.ResponseHeaders {
		if quietHeaders[strings.ToLower(h.Name)] {
			h.Value = mask
		}
		e.ResponseHeaders[i] = Header{hide(h.Name), hide(h.Value)}
	}
	e.Verdict.Message = hide(e.Verdict.Message)
}

// Curl is the request as a command line.
func (c Call) Curl() string { return curl(c.Method, c.URL, c.Headers, string(c.Body)) }

// Curl is the recorded request as a command line; its signature is long past.
func (e Exchange) Curl() string { return curl(e.Method, e.URL, e.RequestHeaders, e.RequestBody) }

func curl(method, url string, headers []Header, body string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "curl -X %s %s", method, quoted(url))
	for _, h := range headers {
		fmt.Fprintf(&out, " \\\n  -H %s", quoted(h.Name+": "+h.Value))
	}
	if body != "" {
		fmt.Fprintf(&out, " \\\n  --data-raw %s", quoted(body))
	}
	return out.String()
}

// quoted is the text as one word of a shell.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// Taken turns a success into a failure: the seller called this instance what it had called
// another order's.
func (v *Verdict) Taken(number string) {
	v.Outcome = OutcomeFailed
	v.Checks = v.Checks[:max(0, len(v.Checks)-1)] // the last one found nothing wrong
	v.fail("fields", "instance_taken", Because("fulfilment.instance_taken", number))
	v.Cause, v.Advice = Because("fulfilment.instance_taken", number), Because("fulfilment.advice_instance_taken")
}

// App is what the answer tells of the instance, nil when nothing.
func (v Verdict) App(number string) *AppInfo {
	for _, instance := range v.Instances {
		if instance.InstanceID == number {
			return instance.App
		}
	}
	return nil
}
