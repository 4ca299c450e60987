package market

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// The acts on the installation's choices (transactions.md §10.3).
var (
	SetSetting   = act("setting.set", Manager)
	ResetSetting = act("setting.reset", Manager)
)

// SettingKind is what a setting's value is, and so how it is typed.
type SettingKind string

// The kinds of settings.
const (
	SettingSwitch SettingKind = "switch"
	SettingCount  SettingKind = "count"
	SettingSpan   SettingKind = "span"
	SettingClock  SettingKind = "clock" // an instant of the day in Shanghai
	SettingMoney  SettingKind = "money"
	SettingDollar SettingKind = "dollar" // money of the international site
	SettingRatio  SettingKind = "ratio"  // typed in percent
	SettingWords  SettingKind = "words"  // a name or an address
)

// SettingText is a setting's value as it is typed: "7" and "days", "09:00", "on", "1000.00".
type SettingText struct {
	Kind SettingKind
	Text string
	Unit string // of a span: days, hours, minutes or seconds
}

// spanUnits are what a span may be typed in, the longest first.
var spanUnits = []struct {
	name string
	span time.Duration
}{{"days", 24 * time.Hour}, {"hours", time.Hour}, {"minutes", time.Minute}, {"seconds", time.Second}}

// SpanUnits are the units of a span, the longest first.
func SpanUnits() (names []string) {
	for _, unit := range spanUnits {
		names = append(names, unit.name)
	}
	return names
}

// longest is no span's business: ten years.
const longest = 3650

// countBounds are the least and most of the counts that are not 1 to 3650.
var countBounds = map[string][2]int{
	"supervision_close_days": {0, longest}, // 0 is off
	"failed_orders":          {0, longest}, // 0 is off
	"sanction_yellow":        {1, 36},
	"sanction_trade":         {1, 36},
	"sanction_hide":          {1, 36},
	"storefront_calls":       {1, 100_000},
	"stock_warning":          {0, 100},
	"level_category":         {1, 3}, // which of the levels, the lowest first
	"level_campaign":         {1, 3},
	"level_front":            {1, 3},
	"level_manager":          {1, 3},
	"spotlight_most":         {1, 50},
	"spotlight_days":         {1, 366},
	"billing_day":            {1, 28},
	"billing_day_abroad":     {1, 28},
	"audit_days":             {AuditLeastDays, longest},
	"lock_after":             {1, 100},
	"open_calls":             {1, 1_000_000},
	"usage_calls":            {1, 1_000_000},
	"usage_days":             {1, 90},
	"name_letters":           {10, 120},
	"highlight_count":        {1, CeilingHighlights},
	"highlight_title":        {5, 100},
	"highlight_text":         {20, 1000},
	"video_megabytes":        {1, 200},
	"tags_abroad":            {1, 10},
	"draft_count":            {1, 10_000},
	"spec_count":             {1, CeilingSpecs},
	"attribute_count":        {1, CeilingAttributes},
	"value_count":            {1, CeilingValues},
	"sku_count":              {1, CeilingSKUs},
}

// longestCall is the most that a call may wait: a worker is kept as long.
const longestCall = time.Minute

// mostWords is how long a setting of words may be.
const mostWords = 200

// Text is a setting as it is typed; NotFound when there is none of the name.
func (s Settings) Text(name string) (SettingText, error) {
	line, known := s.line(name)
	if !known {
		return SettingText{}, NotFound
	}
	switch value := s.field(name).(type) {
	case *bool:
		if *value {
			return SettingText{SettingSwitch, "on", ""}, nil
		}
		return SettingText{SettingSwitch, "off", ""}, nil
	case *int:
		return SettingText{SettingCount, strconv.Itoa(*value), ""}, nil
	case *Money:
		if line.Value.Key == "common.with_dollar" {
			return SettingText{SettingDollar, value.String(), ""}, nil
		}
		return SettingText{SettingMoney, value.String(), ""}, nil
	case *Ratio:
		return SettingText{SettingRatio, value.Percent(), ""}, nil
	case *string:
		return SettingText{SettingWords, *value, ""}, nil
	case *Span:
		if line.Value.Key == "setting.clock" {
			return SettingText{SettingClock, clockText(value.Duration), ""}, nil
		}
		for _, unit := range spanUnits {
			if value.Duration%unit.span == 0 {
				return SettingText{SettingSpan, strconv.FormatInt(int64(value.Duration/unit.span), 10), unit.name}, nil
			}
		}
	}
	return SettingText{}, NotFound
}

// With is the settings with one value as it was typed, or what is wrong with it.
func (s Settings) With(name string, typed SettingText) (Settings, error) {
	was, err := s.Text(name)
	if err != nil {
		return s, err
	}
	if err := s.read(name, was.Kind, typed); err != nil {
		return s, AsField("value", err)
	}
	return s, s.check(name)
}

// JSON is one setting's value as it is kept.
func (s Settings) JSON(name string) (json.RawMessage, error) {
	return json.Marshal(s.field(name))
}

// read puts what was typed into the field.
func (s *Settings) read(name string, kind SettingKind, typed SettingText) (err error) {
	switch value := s.field(name).(type) {
	case *bool:
		if typed.Text != "on" && typed.Text != "off" {
			return Invalid("value", "problem.required")
		}
		*value = typed.Text == "on"
	case *int:
		least, most := 1, longest
		if bounds, own := countBounds[name]; own {
			least, most = bounds[0], bounds[1]
		}
		if *value, err = strconv.Atoi(typed.Text); err != nil || *value < least || *value > most {
			return Invalid("value", "setting.between", least, most)
		}
	case *Money:
		if *value, err = ReadMoney(typed.Text); err == nil && value.Sign() < 0 {
			return Invalid("value", "setting.not_negative")
		}
		return err
	case *Ratio:
		*value, err = ReadPercent(typed.Text)
		return err
	case *string:
		*value = strings.TrimSpace(typed.Text)
		return checkLength("value", *value, 0, mostWords)
	case *Span:
		if kind == SettingClock {
			at, err := time.Parse("15:04", typed.Text)
			if err != nil {
				return Invalid("value", "setting.not_a_clock", typed.Text)
			}
			value.Duration = time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
			return nil
		}
		count, err := strconv.Atoi(typed.Text)
		if err != nil || count < 1 || count > longest {
			return Invalid("value", "setting.between", 1, longest)
		}
		for _, unit := range spanUnits {
			if unit.name == typed.Unit {
				value.Duration = time.Duration(count) * unit.span
				return nil
			}
		}
		return Invalid("value", "problem.required")
	}
	return nil
}

// check refuses a value that another one forbids.
func (s Settings) check(name string) error {
	switch {
	case s.OfficeOpens.Duration >= s.OfficeShuts.Duration:
		return Invalid("value", "setting.opens_first", clockText(s.OfficeOpens.Duration), clockText(s.OfficeShuts.Duration))
	case s.QuietFrom.Duration == s.QuietUntil.Duration:
		return Invalid("value", "setting.quiet_never_ends", clockText(s.QuietFrom.Duration))
	case s.CallTimeout.Duration > longestCall:
		return Invalid("value", "setting.call_too_long", longestCall)
	case s.DeliveryEvery.Duration > s.DeliveryWindow.Duration:
		return Invalid("value", "setting.every_in_window", s.DeliveryEvery.Duration, s.DeliveryWindow.Duration)
	case s.ReleaseEvery.Duration > s.ReleaseWindow.Duration:
		return Invalid("value", "setting.every_in_window", s.ReleaseEvery.Duration, s.ReleaseWindow.Duration)
	case s.IdleFirst.Duration > s.IdleSecond.Duration:
		return Invalid("value", "setting.every_in_window", s.IdleFirst.Duration, s.IdleSecond.Duration)
	case s.LicenceEvery.Duration > s.LicenceWindow.Duration:
		return Invalid("value", "setting.every_in_window", s.LicenceEvery.Duration, s.LicenceWindow.Duration)
	}
	if span, is := s.field(name).(*Span); is && span.Duration > longest*24*time.Hour {
		return Invalid("value", "setting.between", 1, longest)
	}
	return nil
}

// line is how a setting is read.
func (s Settings) line(name string) (SettingLine, bool) {
	for _, line := range s.Lines() {
		if line.Name == name {
			return line, true
		}
	}
	return SettingLine{}, false
}

// field points at the value that is kept under the name; nil when there is none.
func (s *Settings) field(name string) any {
	value := reflect.ValueOf(s).Elem()
	for n := range value.NumField() {
		if value.Type().Field(n).Tag.Get("json") == name {
			return value.Field(n).Addr().Interface()
		}
	}
	return nil
}

// clockText is an instant of the day, counted from midnight.
func clockText(at time.Duration) string { return time.Time{}.Add(at).Format("15:04") }
