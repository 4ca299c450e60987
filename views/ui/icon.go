package ui

import (
	"context"
	"io"
	"regexp"

	"github.com/a-h/templ"

	"sellercenter/static"
)

type markup string

// Render writes the markup as it is.
func (m markup) Render(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, string(m))
	return err
}

var (
	drawn  = draw()
	icons  = map[string]templ.Component{}
	noIcon = templ.Component(markup(""))
)

func init() {
	for name, text := range drawn {
		icons[name] = markup(text)
	}
}

func draw() map[string]string {
	all := map[string]string{}
	for _, found := range regexp.MustCompile(`<symbol id="([a-z-]+)"`).FindAllStringSubmatch(static.Icons(), -1) {
		all[found[1]] = `<svg class="icon" aria-hidden="true" focusable="false"><use href="` + static.URL("icons.svg") + "#" + found[1] + `"></use></svg>`
	}
	return all
}

// Icon is a drawing of 16 px beside a word; it says nothing to a screen reader. An
// unknown name draws nothing.
func Icon(name string) templ.Component {
	if icon, known := icons[name]; known {
		return icon
	}
	return noIcon
}

// Icons lists the names of all drawings.
func Icons() []string { return sorted(drawn) }
