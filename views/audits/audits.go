// Package audits is the page of who did what.
package audits

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func filtersOf(ctx context.Context) []ui.Filter {
	var areas, acts []ui.Option
	chosen := market.Area(ui.QueryOf(ctx).Get("area"))
	seen := map[market.Area]bool{}
	for _, act := range market.Acts() {
		if !seen[act.Area()] {
			seen[act.Area()] = true
			areas = append(areas, ui.Option{Value: string(act.Area()), Label: ui.AreaWord(ctx, act.Area())})
		}
		if chosen == "" || act.Area() == chosen {
			acts = append(acts, ui.Option{Value: string(act), Label: i18n.T(ctx, act)})
		}
	}
	return []ui.Filter{
		{Name: "area", Kind: ui.FilterSelect, Options: areas},
		{Name: "act", Kind: ui.FilterSelect, Options: acts},
		{Name: "actor", Kind: ui.FilterText},
		{Name: "at", Kind: ui.FilterRange},
		{Name: "subject", Kind: ui.FilterText},
	}
}

// Actor is who did it; the clock is worded.
func Actor(ctx context.Context, a market.Audit) string {
	if a.Party == market.PartySystem {
		return i18n.T(ctx, "common.party_system")
	}
	return a.Actor
}

// Facts words what the entry says changed.
func Facts(ctx context.Context, a market.Audit) []ui.Fact {
	var facts []ui.Fact
	for _, name := range slices.Sorted(maps.Keys(a.Facts.V)) {
		fact := a.Facts.V[name]
		text := said(ctx, a.Area, name, fact.After)
		if before := said(ctx, a.Area, name, fact.Before); before != "" && before != text {
			text = i18n.T(ctx, "audit.change", before, text)
		}
		facts = append(facts, ui.Fact{Label: label(ctx, a.Area, name), Text: text})
	}
	return facts
}

// FactsText is the facts on one line, for a file.
func FactsText(ctx context.Context, a market.Audit) string {
	var parts []string
	for _, fact := range Facts(ctx, a) {
		parts = append(parts, fact.Label+": "+fact.Text)
	}
	return strings.Join(parts, "; ")
}

func label(ctx context.Context, area market.Area, name string) string {
	for _, key := range []string{string(area) + "." + name, "audit.fact_" + name, "common." + name} {
		if i18n.Has(key) {
			return i18n.T(ctx, key)
		}
	}
	return name
}

// said words a value: a state or a choice by its own word, a list by its parts.
func said(ctx context.Context, area market.Area, name string, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		for _, key := range []string{string(area) + "." + name + "_" + v, "supervision.node_" + strings.ToLower(v), "common.role_" + v} {
			if v != "" && i18n.Has(key) {
				return i18n.T(ctx, key)
			}
		}
		return i18n.T(ctx, "audit.value", v)
	case []any:
		parts := make([]string, len(v))
		for i, one := range v {
			parts[i] = said(ctx, area, name, one)
		}
		return strings.Join(parts, i18n.T(ctx, "common.list_join"))
	case map[string]any:
		if key, known := v["key"].(string); known && i18n.Has(key) { // a reason
			return i18n.T(ctx, "audit.value", value)
		}
		text, err := json.Marshal(v)
		if err != nil {
			return ""
		}
		return string(text)
	case bool:
		if v {
			return i18n.T(ctx, "common.yes")
		}
		return i18n.T(ctx, "common.no")
	}
	return i18n.T(ctx, "audit.value", value)
}

// short is the end of an id, by which rows differ.
func short(subject string) string {
	if len(subject) == 36 {
		return "…" + subject[28:]
	}
	return subject
}
