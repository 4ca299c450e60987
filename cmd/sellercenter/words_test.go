package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

func TestNoWordsAreLeftUnsaid(t *testing.T) {
	t.Parallel()
	said, prefixes := map[string]bool{}, []string{}
	keep := func(text string) {
		said[text] = true
		if _, rest, dotted := strings.Cut(text, "."); dotted && (strings.HasSuffix(rest, "_") || strings.HasSuffix(rest, ".")) {
			prefixes = append(prefixes, text)
		}
	}
	for _, file := range sources(t) {
		if !file.test {
			for _, text := range file.literals() {
				keep(text)
			}
		}
	}
	for _, act := range market.Acts() {
		keep(string(act))
	}
	for _, area := range market.Areas() {
		keep("area." + string(area))
	}
	spoken := func(key string) bool {
		_, name, _ := strings.Cut(key, ".")
		if said[key] || said[name] || said["."+name] {
			return true
		}
		for i, letter := range key { // put together from its parts: the field's name and the choice's
			_, name, _ := strings.Cut(key[:i], ".")
			if letter == '_' && (said[key[:i]] || said[name]) && (said[key[i:]] || said[key[i+1:]]) {
				return true
			}
		}
		return slices.ContainsFunc(prefixes, func(prefix string) bool {
			return strings.HasPrefix(key, prefix) || prefix[0] == '.' && strings.HasPrefix(name, prefix[1:])
		})
	}
	var unused []string
	for _, key := range i18n.Keys() {
		if !spoken(key) && !spoken(strings.TrimSuffix(key, "_help")) { // a help stands below what it helps with
			unused = append(unused, key)
		}
	}
	require.Empty(t, unused)
}
