package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// toneIcons is the drawing of each tone, for states that name none.
var toneIcons = map[market.Tone]string{
	market.Neutral: "doc",
	market.Accent:  "clock",
	market.OK:      "check",
	market.Warn:    "alert",
	market.Bad:     "cross",
	market.Frozen:  "snow",
}

// chipStarts is each chip up to its word.
var chipStarts = map[market.Tone]string{}

func init() {
	for tone, icon := range toneIcons {
		chipStarts[tone] = `<span class="chip" data-tone="` + string(tone) + `">` + drawn[icon]
	}
}

// Chip shows a state: its word, its tone and the tone's icon. A state may name its icon
// with a method Icon() string.
func Chip(s market.Status) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		icon := ""
		if own, has := s.(interface{ Icon() string }); has {
			icon = own.Icon()
		}
		return chip(w, s.Tone(), icon, i18n.T(ctx, s.Key()))
	})
}

// ChipText shows a worded fact in a tone.
func ChipText(tone market.Tone, text string) templ.Component {
	return ChipIcon(tone, "", text)
}

// ChipIcon shows a worded fact in a tone with its own icon.
func ChipIcon(tone market.Tone, icon, text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		return chip(w, tone, icon, text)
	})
}

func chip(w io.Writer, tone market.Tone, icon, text string) error {
	start, known := chipStarts[tone]
	if !known {
		tone, start = market.Neutral, chipStarts[market.Neutral]
	}
	if icon != "" {
		start = `<span class="chip" data-tone="` + string(tone) + `">` + drawn[icon]
	}
	return write(w, start, templ.EscapeString(text), "</span>")
}

func write(w io.Writer, parts ...string) error {
	for _, part := range parts {
		if _, err := io.WriteString(w, part); err != nil {
			return err
		}
	}
	return nil
}
