// Package static is what a browser keeps: styles, script, icons, each under the hash of its content.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

//go:embed *.css *.js *.svg
var files embed.FS

// Prefix is where the files are served.
const Prefix = "/static/"

type file struct {
	name string
	body []byte
}

var (
	urls   = map[string]string{} // name → address
	hashed = map[string]file{}   // name with its hash → file
)

func init() {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	for _, entry := range entries {
		body, err := fs.ReadFile(files, entry.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(entry.Name())
		name := strings.TrimSuffix(entry.Name(), ext) + "." + hex.EncodeToString(sum[:])[:10] + ext
		urls[entry.Name()] = Prefix + name
		hashed[name] = file{entry.Name(), body}
	}
}

// URL is the address of a file; it changes when the file does. An unknown name panics.
func URL(name string) string {
	url, known := urls[name]
	if !known {
		panic("no static file " + name)
	}
	return url
}

// Text is what is in a file, for what must stand alone. An unknown name panics.
func Text(name string) string {
	return string(hashed[strings.TrimPrefix(URL(name), Prefix)].body)
}

// Handler serves the files under Prefix. They never change, so a browser asks once.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, known := hashed[strings.TrimPrefix(r.URL.Path, Prefix)]
		if !known {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(f.body))
	})
}

// Icons is the text of the sprite, from which the parts learn the names of the drawings.
func Icons() string {
	body, err := files.ReadFile("icons.svg")
	if err != nil {
		panic(err)
	}
	return string(body)
}

// Styles lists the style sheets of single parts, behind tokens.css and app.css.
func Styles() []string { return partStyles }

var partStyles = styles()

func styles() []string {
	names, err := fs.Glob(files, "*.css")
	if err != nil {
		panic(err)
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "tokens.css" || name == "app.css" })
}
