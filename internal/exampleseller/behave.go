package exampleseller

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"sellercenter/internal/signing"
)

// Rule makes the server misbehave, so that the marketplace can be tried: no real seller
// needs this file. The first rule that fits a call decides.
type Rule struct {
	Match  string `json:"match"`  // an activity; empty: any
	Order  string `json:"order"`  // how the order's id ends; empty: any
	Behave string `json:"behave"` // see behaviours
	Times  int    `json:"times"`  // so often, then never more; 0: always
}

// behaviours are what Rule.Behave may be, with an example of what follows the colon.
var behaviours = map[string]string{
	"slow":      "7s",     // does the work, answers late
	"hang":      "",       // does the work, never answers
	"drop":      "",       // does the work, ends the connection
	"status":    "503",    // does nothing, that HTTP status
	"code":      "000005", // does nothing, that result code
	"async":     "3",      // newInstance answers 000004; the third query finds it open
	"badsign":   "",       // does the work, signs the answer wrongly
	"nosign":    "",       // does the work, does not sign the answer
	"badjson":   "",       // does the work, answers half of the JSON
	"twice":     "",       // does the work, answers the JSON twice in one body
	"duplicate": "",       // does the work, answers another order's instance id
	"usage":     "8600.5", // does the work, answers that so much of every instance is used
}

// ParseRule reads a rule: its JSON, or only a behaviour such as slow:7s for every call.
func ParseRule(text string) (Rule, error) {
	rule := Rule{Behave: text}
	if strings.HasPrefix(text, "{") {
		rule = Rule{}
		if err := json.Unmarshal([]byte(text), &rule); err != nil {
			return rule, fmt.Errorf("rule %s: %w", text, err)
		}
	}
	_, err := parseBehaviour(rule.Behave)
	return rule, err
}

// behaviour is Rule.Behave taken apart; the zero value is good behaviour.
type behaviour struct {
	kind   string
	wait   time.Duration
	number int
	code   string
}

func parseBehaviour(text string) (behaviour, error) {
	kind, arg, _ := strings.Cut(text, ":")
	example, known := behaviours[kind]
	b := behaviour{kind: kind, code: arg}
	var err error
	switch kind {
	case "slow":
		b.wait, err = time.ParseDuration(arg)
	case "status", "async":
		b.number, err = strconv.Atoi(arg)
	}
	if !known || err != nil || (arg == "") != (example == "") || kind == "status" && (b.number < 200 || b.number > 599) {
		return behaviour{}, fmt.Errorf("no behaviour %q", text)
	}
	return b, nil
}

// script is the list of rules.
type script struct {
	mu    sync.Mutex
	rules []Rule
	left  []int
}

func (s *script) set(rules []Rule) error {
	for _, rule := range rules {
		if _, err := parseBehaviour(rule.Behave); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules, s.left = rules, make([]int, len(rules))
	for i, rule := range rules {
		s.left[i] = rule.Times
	}
	return nil
}

// next is how to behave to this call; order is that of its instance.
func (s *script) next(asked request, order string) behaviour {
	if asked.OrderID != "" {
		order = asked.OrderID
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, rule := range s.rules {
		fits := (rule.Match == "" || rule.Match == asked.Activity) && strings.HasSuffix(order, rule.Order)
		spent := rule.Times > 0 && s.left[i] == 0
		if !fits || spent {
			continue
		}
		s.left[i]--
		b, _ := parseBehaviour(rule.Behave) // set has seen to it
		return b
	}
	return behaviour{}
}

func (b behaviour) polls() int {
	if b.kind == "async" {
		return b.number
	}
	return 0
}

// before reports whether the call was answered without doing what it asks.
func (b behaviour) before(w http.ResponseWriter, s *seller, key string) bool {
	switch b.kind {
	case "status":
		http.Error(w, "<html>told to</html>", b.number)
		return true
	case "code":
		s.write(w, key, answer{ResultCode: b.code, ResultMsg: "told to"})
		return true
	default:
		return false
	}
}

// after answers a call that was done.
func (b behaviour) after(w http.ResponseWriter, r *http.Request, s *seller, key string, given answer) {
	if b.kind == "duplicate" && given.InstanceID != "" {
		given.InstanceID = s.shop.another(given.InstanceID)
	}
	for n := range given.Info {
		if b.kind == "usage" {
			given.Info[n].Usage = []usage{{b.code, statistical(s.Now())}}
		}
	}
	body, err := json.Marshal(given)
	if err != nil {
		panic(err)
	}
	signature := signing.BodySign(key, body)
	switch b.kind {
	case "slow":
		select {
		case <-time.After(b.wait):
		case <-r.Context().Done():
		}
	case "hang":
		<-r.Context().Done()
		return
	case "drop":
		panic(http.ErrAbortHandler)
	case "badsign":
		signature = signing.BodySign("another key", body)
	case "nosign":
		signature = ""
	case "badjson":
		body = body[:len(body)/2]
		signature = signing.BodySign(key, body)
	case "twice":
		body = bytes.Repeat(body, 2)
		signature = signing.BodySign(key, body)
	}
	s.send(w, body, signature)
}

// behave takes a list of rules in place of the present ones; an empty list means well.
func (s *seller) behave(w http.ResponseWriter, r *http.Request) {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	var rules []Rule
	if err = json.Unmarshal(text, &rules); err == nil {
		err = s.script.set(rules)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
