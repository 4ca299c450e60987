package exampleseller

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	freeze   = "FREEZE"
	unfreeze = "UNFREEZE"
)

// Effect is one real thing that was done. Whatever the marketplace does, no order line may
// be missing here and none may have a Count other than one.
type Effect struct {
	Activity    string    `json:"activity"`
	OrderID     string    `json:"orderId,omitempty"`
	OrderLineID string    `json:"orderLineId,omitempty"`
	ProductID   string    `json:"productId,omitempty"`
	InstanceID  string    `json:"instanceId,omitempty"`
	Licence     string    `json:"license,omitempty"`
	Status      string    `json:"status,omitempty"` // FREEZE, UNFREEZE: may be done more than once
	Count       int       `json:"count"`            // how often it was done
	Calls       int       `json:"calls"`            // how often it was asked for
	At          time.Time `json:"at"`
}

// Instance is what a customer has running.
type Instance struct {
	OrderID    string    `json:"orderId"`
	Polls      int       `json:"polls"` // that many more queries until it is open
	ExpireTime string    `json:"expireTime,omitempty"`
	Frozen     bool      `json:"frozen,omitempty"`
	Released   bool      `json:"released,omitempty"`
	Upgrades   int       `json:"upgrades,omitempty"`
	Reported   time.Time `json:"reported,omitzero"` // its usage, until then
}

// shop is the business behind the interface, kept in one file.
type shop struct {
	file string
	site string

	mu        sync.Mutex
	Instances map[string]*Instance `json:"instances"`
	Effects   []*Effect            `json:"effects"`
	Licences  map[string]*Instance `json:"licences,omitempty"` // authorization codes
}

func openShop(file, site string) (*shop, error) {
	s := &shop{file: file, site: site, Instances: map[string]*Instance{}}
	if file == "" {
		return s, nil
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(text, s)
	}
	return s, err
}

// save replaces the file as a whole, so that no crash leaves half of it.
func (s *shop) save() error {
	if s.file == "" {
		return nil
	}
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := os.WriteFile(s.file+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(s.file+".new", s.file)
}

// do performs an activity once and gives the same answer ever after. What was done is
// saved before it is answered: an answer that was sent is never forgotten.
func (s *shop) do(asked request, polls int, now time.Time) (answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	given := s.perform(asked, polls, now)
	if err := s.save(); err != nil {
		return answer{}, fmt.Errorf("save %s: %w", s.file, err)
	}
	return given, nil
}

func (s *shop) perform(asked request, polls int, now time.Time) answer {
	switch asked.Activity {
	case "newInstance":
		return s.create(asked, polls, now)
	case "queryInstance":
		return s.query(asked, now)
	case "orderNotify":
		s.once(asked, now, func(*Effect) {})
		return answer{ResultCode: success}
	}
	if strings.Contains(asked.Activity, "License") {
		return s.licence(asked, now)
	}
	instance := s.Instances[asked.InstanceID]
	if instance == nil || instance.Released && asked.Activity != "releaseInstance" {
		return answer{ResultCode: unknown, ResultMsg: "no instance " + asked.InstanceID}
	}
	switch asked.Activity {
	case "refreshInstance":
		s.once(asked, now, func(*Effect) { instance.ExpireTime = asked.ExpireTime })
	case "upgradeInstance":
		// A real server asks the open API here what the new order holds.
		s.once(asked, now, func(*Effect) { instance.Upgrades++ })
	case "updateInstanceStatus":
		effect, _ := s.effect(asked, now)
		if frozen := asked.Status == freeze; instance.Frozen != frozen {
			instance.Frozen = frozen
			effect.Count++
		}
	case "releaseInstance":
		effect, _ := s.effect(asked, now)
		if !instance.Released {
			instance.Released = true
			effect.Count++
		}
	}
	return answer{ResultCode: success}
}

// licence keeps an authorization code. The marketplace made it, so that its first message is
// the first that this server hears of it.
func (s *shop) licence(asked request, now time.Time) answer {
	if s.Licences == nil {
		s.Licences = map[string]*Instance{}
	}
	code := s.Licences[asked.Licence]
	if code == nil {
		code = &Instance{OrderID: asked.OrderID}
		s.Licences[asked.Licence] = code
	}
	if code.Released && asked.Activity != "releaseLicenseCode" {
		return answer{ResultCode: unknown, ResultMsg: "no licence code " + asked.Licence}
	}
	switch asked.Activity {
	case "refreshLicenseCode":
		s.once(asked, now, func(*Effect) { code.ExpireTime = asked.ExpireTime })
	case "updateLicenseCodeStatus":
		effect, _ := s.effect(asked, now)
		if frozen := asked.Status == freeze; code.Frozen != frozen {
			code.Frozen = frozen
			effect.Count++
		}
	case "releaseLicenseCode":
		effect, _ := s.effect(asked, now)
		if !code.Released {
			code.Released = true
			effect.Count++
		}
	}
	return answer{ResultCode: success}
}

// create answers at once, whether the instance is open or still being opened. Its id is
// the businessId of the order line's first request; later requests have other ones.
func (s *shop) create(asked request, polls int, now time.Time) answer {
	for _, e := range s.Effects {
		if e.Activity == asked.Activity && e.InstanceID == asked.BusinessID && !e.same(asked) {
			return answer{ResultCode: invalid, ResultMsg: "businessId belongs to another order line"}
		}
	}
	effect := s.once(asked, now, func(effect *Effect) {
		effect.InstanceID = asked.BusinessID
		s.Instances[effect.InstanceID] = &Instance{OrderID: asked.OrderID, Polls: polls}
	})
	code := success
	if s.Instances[effect.InstanceID].Polls > 0 {
		code = processing
	}
	return answer{ResultCode: code, InstanceID: effect.InstanceID}
}

func (s *shop) query(asked request, now time.Time) answer {
	given := answer{ResultCode: success}
	for id := range strings.SplitSeq(asked.InstanceID, ",") {
		instance := s.Instances[id]
		if instance == nil {
			return answer{ResultCode: unknown, ResultMsg: "no instance " + id}
		}
		if instance.Polls = max(instance.Polls-1, 0); instance.Polls > 0 {
			given.ResultCode = processing
		}
		told := s.access(id)
		told.Usage = s.used(id, now)
		given.Info = append(given.Info, told)
	}
	if given.ResultCode == processing {
		given.Info = nil
	}
	return given
}

// pretend answers a debug request: as if all went well.
func (s *shop) pretend(asked request) answer {
	switch asked.Activity {
	case "newInstance":
		return answer{ResultCode: success, InstanceID: asked.BusinessID}
	case "queryInstance":
		given := answer{ResultCode: success}
		for id := range strings.SplitSeq(asked.InstanceID, ",") {
			given.Info = append(given.Info, s.access(id))
		}
		return given
	default:
		return answer{ResultCode: success}
	}
}

func (s *shop) access(id string) info {
	return info{InstanceID: id, AppInfo: appInfo{FrontEndURL: s.site, AdminURL: s.site + "/admin", UserName: "admin"}}
}

// perHour is how much the customers of what is paid by use, or of a package, use in an hour.
const perHour = 80

// used is how much of an instance was used since it was opened; nothing is told of what is
// paid for in advance, which the marketplace opens without naming its product.
func (s *shop) used(id string, now time.Time) []usage {
	for _, e := range s.Effects {
		if e.Activity == "newInstance" && e.InstanceID == id && e.ProductID != "" {
			return []usage{{strconv.Itoa(perHour * int(now.Sub(e.At)/time.Hour)), statistical(now)}}
		}
	}
	return nil
}

func statistical(now time.Time) string {
	return strings.Replace(now.UTC().Format("20060102150405.000"), ".", "", 1)
}

// once does the work unless this very thing was asked for before. The businessId is not
// part of what makes two requests the same: it changes with every request.
func (s *shop) once(asked request, now time.Time, work func(*Effect)) *Effect {
	effect, fresh := s.effect(asked, now)
	if fresh {
		work(effect)
		effect.Count++
	}
	return effect
}

func (s *shop) effect(asked request, now time.Time) (effect *Effect, fresh bool) {
	for _, e := range s.Effects {
		if e.same(asked) {
			e.Calls++
			return e, false
		}
	}
	effect = &Effect{Activity: asked.Activity, OrderID: asked.OrderID, OrderLineID: asked.OrderLineID, ProductID: asked.ProductID,
		InstanceID: asked.InstanceID, Licence: asked.Licence, Status: asked.Status, Calls: 1, At: now.UTC()}
	s.Effects = append(s.Effects, effect)
	return effect, true
}

// same tells the marketplace's repeats (production-interface.md §3.2): orders by their
// line, and by product where one order opens several instances; the rest by instance.
func (e *Effect) same(asked request) bool {
	if e.Activity != asked.Activity {
		return false
	}
	switch asked.Activity {
	case "updateLicenseCodeStatus":
		return e.Licence == asked.Licence && e.Status == asked.Status
	case "releaseLicenseCode":
		return e.Licence == asked.Licence
	case "updateInstanceStatus":
		return e.InstanceID == asked.InstanceID && e.Status == asked.Status
	case "releaseInstance":
		return e.InstanceID == asked.InstanceID
	default:
		return e.OrderID == asked.OrderID && e.OrderLineID == asked.OrderLineID && e.ProductID == asked.ProductID
	}
}

// all are the effects so far.
func (s *shop) all() []Effect {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Effect, len(s.Effects))
	for i, e := range s.Effects {
		all[i] = *e
	}
	return all
}

// orderOf is the order that opened an instance.
func (s *shop) orderOf(instance string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.Instances[instance]; i != nil {
		return i.OrderID
	}
	return ""
}

// another is the id of some other order's instance.
func (s *shop) another(instance string) string {
	for _, e := range s.all() {
		if e.Activity == "newInstance" && e.InstanceID != instance {
			return e.InstanceID
		}
	}
	return instance
}
