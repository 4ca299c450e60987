package exampleseller

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"sellercenter/internal/signing"
)

// most is how many records the marketplace takes in one call (production-interface.md §4.3).
const most = 1000

// record is one record of usage (话单).
type record struct {
	InstanceID string `json:"instance_id"`
	Serial     string `json:"metering_sn"`
	BeginTime  string `json:"begin_time"`
	EndTime    string `json:"end_time"`
	RecordTime string `json:"record_time"`
	Value      string `json:"usage_value"`
	until      time.Time
}

// Report pushes what was used of everything that is paid by use in the hours that are over,
// and answers how many records the marketplace took. What it did not take is pushed again the
// next time: an hour of an instance keeps its number, so that none is charged twice.
func (s *Server) Report(ctx context.Context) (taken int, err error) {
	records := s.shop.unreported(s.Metered, s.Now())
	for batch := range slices.Chunk(records, most) {
		if err := s.push(ctx, batch); err != nil {
			return taken, err
		}
		if err := s.shop.reported(batch); err != nil {
			return taken, err
		}
		taken += len(batch)
	}
	return taken, nil
}

// push sends records, signed with the seller's key (production-interface.md §2.6).
func (s *Server) push(ctx context.Context, records []record) error {
	body, err := json.Marshal(map[string]any{"usage_records": records})
	if err != nil {
		return err
	}
	stamp, err := signing.SignUsage(s.Key(), body, s.Now(), signing.NewNonce())
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.Push, bytes.NewReader(body))
	if err != nil {
		return err
	}
	for name, value := range map[string]string{"Content-Type": "application/json", "signature": stamp.Signature, "ts": stamp.Timestamp, "nonce": stamp.Nonce} {
		request.Header.Set(name, value)
	}
	response, err := s.Client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, bodyLimit))
	if err != nil {
		return err
	}
	var said struct {
		Code    string `json:"error_code"`
		Message string `json:"error_msg"`
	}
	if err := json.Unmarshal(text, &said); err != nil || said.Code != "MKT.0000" { // taken to be checked; what fails is listed in 话单管理
		return errors.Join(fmt.Errorf("usage push: %s %s %s", response.Status, said.Code, said.Message), err)
	}
	return nil
}

// unreported are the whole hours of running instances that were not reported yet.
func (s *shop) unreported(metered []string, now time.Time) (records []record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	over := now.UTC().Truncate(time.Hour)
	for _, e := range s.Effects {
		instance := s.Instances[e.InstanceID]
		if e.Activity != "newInstance" || instance == nil || instance.Released || instance.Frozen || instance.Polls > 0 || !e.metered(metered) {
			continue
		}
		from := instance.Reported
		if from.IsZero() { // the hour in which it was opened is not a whole one
			from = e.At.UTC().Truncate(time.Hour).Add(time.Hour)
		}
		for ; from.Before(over); from = from.Add(time.Hour) {
			end := from.Add(time.Hour)
			records = append(records, record{InstanceID: e.InstanceID, Serial: serialOf(e.InstanceID, from), BeginTime: stampOf(from), EndTime: stampOf(end),
				RecordTime: stampOf(now), Value: strconv.Itoa(perHour), until: end})
		}
	}
	return records
}

// metered tells what is paid by use by the productIds that the seller knows from its listings:
// each of a listing's billing items ends its own with a number.
func (e *Effect) metered(products []string) bool {
	return slices.ContainsFunc(products, func(product string) bool {
		return e.ProductID == product || strings.HasPrefix(e.ProductID, product+"-")
	})
}

// reported remembers how far instances were reported.
func (s *shop) reported(records []record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range records {
		if instance := s.Instances[r.InstanceID]; instance != nil && instance.Reported.Before(r.until) {
			instance.Reported = r.until
		}
	}
	return s.save()
}

func serialOf(instance string, hour time.Time) string {
	return instance[:min(len(instance), 48)] + "-" + hour.Format("2006010215")
}

// stampOf is a moment as records write it.
func stampOf(at time.Time) string { return at.UTC().Format("20060102T150405Z") }
