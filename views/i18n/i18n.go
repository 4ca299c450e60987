// Package i18n is what the pages say, in both languages, and how they write numbers and time.
package i18n

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"sellercenter/internal/market"
)

// The languages, first the one that everybody gets who asks for none.
const (
	Chinese = "zh-CN"
	English = "en"
)

// Langs are the languages of every word.
var Langs = []string{Chinese, English}

//go:embed *.json
var lists embed.FS

// words holds every key: the Chinese first, the English second.
var words = read()

// Missing, when set, hears of every key that has no words. Tests set it; pages show the key.
var Missing func(key string)

func read() map[string][2]string {
	all := map[string][2]string{}
	names, err := lists.ReadDir(".")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		text, err := lists.ReadFile(name.Name())
		if err != nil {
			panic(err)
		}
		var list map[string]map[string]string
		if err := json.Unmarshal(text, &list); err != nil {
			panic(fmt.Sprintf("%s: %v", name.Name(), err))
		}
		for key, said := range list {
			if _, twice := all[key]; twice {
				panic(path.Base(name.Name()) + ": " + key + " is worded twice")
			}
			all[key] = [2]string{said[Chinese], said[English]}
		}
	}
	return all
}

type reader struct {
	lang string
	zone *time.Location
	now  time.Time
}

type contextKey struct{}

func readerOf(ctx context.Context) reader {
	if r, known := ctx.Value(contextKey{}).(*reader); known {
		return *r
	}
	return reader{lang: Chinese, zone: market.Shanghai}
}

// With makes a context whose pages speak that language; an unknown one becomes Chinese.
func With(ctx context.Context, lang string) context.Context {
	r := readerOf(ctx)
	if r.lang = Chinese; lang == English {
		r.lang = English
	}
	return context.WithValue(ctx, contextKey{}, &r)
}

// WithZone makes a context whose pages show time in that zone.
func WithZone(ctx context.Context, zone *time.Location) context.Context {
	r := readerOf(ctx)
	r.zone = zone
	return context.WithValue(ctx, contextKey{}, &r)
}

// WithNow fixes the present, by which pages tell today and this year.
func WithNow(ctx context.Context, now time.Time) context.Context {
	r := readerOf(ctx)
	r.now = now
	return context.WithValue(ctx, contextKey{}, &r)
}

// Lang is the reader's language.
func Lang(ctx context.Context) string { return readerOf(ctx).lang }

// Zone is the reader's time zone.
func Zone(ctx context.Context) *time.Location { return readerOf(ctx).zone }

// Now is the present in the reader's zone.
func Now(ctx context.Context) time.Time {
	r := readerOf(ctx)
	if r.now.IsZero() {
		return time.Now().In(r.zone)
	}
	return r.now.In(r.zone)
}

// Match is the language that best answers an Accept-Language header.
func Match(header string) string {
	for want := range strings.SplitSeq(header, ",") {
		switch want = strings.TrimSpace(want); {
		case strings.HasPrefix(want, "zh"):
			return Chinese
		case strings.HasPrefix(want, "en"):
			return English
		}
	}
	return Chinese
}

// Has reports whether the key is worded.
func Has(key string) bool {
	_, known := words[key]
	return known
}

// Keys lists every key in alphabetical order.
func Keys() []string {
	all := make([]string, 0, len(words))
	for key := range words {
		all = append(all, key)
	}
	slices.Sort(all)
	return all
}

// T words the key for the reader. {0} is the first argument, written as the reader writes
// it; {0|line|lines} is one word or the other by whether the first argument is one.
func T[K ~string](ctx context.Context, key K, args ...any) string {
	return readerOf(ctx).say(string(key), args)
}

// Say words a reason.
func Say(ctx context.Context, reason market.Reason) string {
	return readerOf(ctx).say(reason.Key, reason.Args)
}

func (r reader) say(key string, args []any) string {
	said, known := words[key]
	if !known {
		if Missing != nil && key != "" {
			Missing(key)
		}
		return key
	}
	text := said[0]
	if r.lang == English {
		text = said[1]
	}
	if strings.IndexByte(text, '{') < 0 {
		return text
	}
	return r.fill(text, args)
}

func (r reader) fill(text string, args []any) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		hole, after, closed := strings.Cut(rest, "}")
		if !closed || hole == "" || hole[0] < '0' || hole[0] > '9' {
			out.WriteByte('{')
			text = rest
			continue
		}
		if n := int(hole[0] - '0'); n < len(args) {
			out.WriteString(r.place(hole[1:], args[n]))
		}
		text = after
	}
}

// place writes one argument, or the singular or plural word that stands for it.
func (r reader) place(forms string, arg any) string {
	if forms == "" {
		return r.word(arg)
	}
	one, many, _ := strings.Cut(strings.TrimPrefix(forms, "|"), "|")
	if r.word(arg) == "1" {
		return one
	}
	return many
}
