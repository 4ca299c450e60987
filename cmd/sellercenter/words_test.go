package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

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

func TestPagesCarryNoScriptAndNoStyleOfTheirOwn(t *testing.T) {
	t.Parallel()
	inline := regexp.MustCompile(`\sstyle=["{]|<style|<script(>|\s[^>]*>[^<\s])|\son[a-z]+=["{]|javascript:`)
	for path, text := range files(t, ".templ") {
		require.Empty(t, inline.FindString(text), path)
	}
}

// speaking are the files that hold words of people as such, not words of pages.
var speaking = []string{"db/world/", "db/bench/", "internal/exampleseller/", "views/ui/parts_gallery", "views/ui/gallery", "views/i18n/value.go",
	"internal/market/attribute.go", "internal/market/product_content.go", "internal/market/product_rule.go", "internal/market/product_agreement.go",
	"internal/market/product_name.go"} // they look for words in what sellers write

func TestSentencesStandInWordLists(t *testing.T) {
	t.Parallel()
	han := func(text string) bool {
		return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	speaks := func(path string) bool {
		return slices.ContainsFunc(speaking, func(some string) bool { return strings.HasPrefix(path, some) })
	}
	for _, file := range sources(t) {
		if file.test || file.generated || speaks(file.path) {
			continue
		}
		for _, text := range file.literals() {
			require.False(t, han(text), "%s: %s", file.path, text)
		}
	}
	comment := regexp.MustCompile(`(?m)//.*$|(?s)/\*.*?\*/|<!--.*?-->`)
	for path, text := range files(t, ".templ") {
		require.False(t, !speaks(path) && han(comment.ReplaceAllString(text, "")), path)
	}
}
