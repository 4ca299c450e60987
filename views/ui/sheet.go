package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"sellercenter/static"
	"sellercenter/views/i18n"
)

// Sheet is a page that needs nothing from anywhere: a file to be kept, sent and printed. Its
// children are its content.
func Sheet(title string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		children := templ.GetChildren(ctx)
		ctx = templ.ClearChildren(ctx)
		if err := write(w, `<!DOCTYPE html><html lang="`, i18n.Lang(ctx), `"><head><meta charset="utf-8"><title>`, templ.EscapeString(title), `</title><style>`,
			static.Text("tokens.css"), static.Text("app.css"), static.Text("parts.css"), static.Text("print.css"), `</style></head><body class="sheet">`); err != nil {
			return err
		}
		if err := children.Render(ctx, w); err != nil {
			return err
		}
		return write(w, `</body></html>`)
	})
}
