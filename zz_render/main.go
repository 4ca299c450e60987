package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"

	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func main() {
	http.HandleFunc("/static/", func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Path[len("/static/"):]
		// strip hash
		for _, n := range []string{"icons.svg"} {
			if len(name) > 5 && name[:5] == "icons" {
				name = n
			}
		}
		http.ServeFile(w, r, "static/"+name)
	})
	http.HandleFunc("/tok.css", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/css")
		b, _ := os.ReadFile("zz_render/tok.css")
		w.Write(b)
	})
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		lang := r.FormValue("lang")
		ctx := i18n.WithNow(i18n.With(context.Background(), lang), ui.PartsNow)
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		fmt.Fprintf(w, `<!doctype html><html lang=%s data-theme=%s><meta charset=utf-8><meta name=viewport content="width=device-width"><link rel=stylesheet href=/tok.css><link rel=stylesheet href=/static/parts.css><body>`, lang, r.FormValue("theme"))
		io.WriteString(w, "<main>")
		ui.Parts().Render(ctx, w)
		io.WriteString(w, "</main>")
	})
	fmt.Println(http.ListenAndServe("127.0.0.1:8971", nil))
}
