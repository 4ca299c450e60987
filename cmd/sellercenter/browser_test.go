package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/handlers"
	"sellercenter/internal/jobs"
)

func TestMain(m *testing.M) { dbtest.Main(m, closeBrowser) }

// axe checks a page against WCAG 2.2 AA; its licence stands beside it.
//
//go:embed testdata/axe.min.js
var axe string

// browser is the one Chromium that all journeys share, each with a profile of its own.
var browser = sync.OnceValues(func() (context.Context, error) {
	path, err := chromium()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "sellercenter-browser-")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile), chromedp.Env("TMPDIR="+profile),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	first, endTab := chromedp.NewContext(allocator)
	closers = append(closers, func() {
		endTab()
		end()
		chromedp.FromContext(first).Allocator.Wait() // it writes into its profile to the last
		_ = os.RemoveAll(profile)                    // what cannot be removed lies in the temporary folder
	})
	return first, chromedp.Do(first, chromedp.Navigate("about:blank"))
})

// chromium finds a browser: on PATH, or where .ci/need puts one.
func chromium() (string, error) {
	for _, name := range []string{"headless_shell", "headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			return found, nil
		}
	}
	if folder, err := exec.Command("../../.ci/need", "path").Output(); err == nil {
		if found, err := exec.LookPath(filepath.Join(strings.TrimSpace(string(folder)), "chromium")); err == nil {
			return found, nil
		}
	}
	return "", errors.New("no Chromium on PATH: 'make test' installs one, or install Debian's package chromium")
}

var closers []func()

func closeBrowser() {
	for _, end := range closers {
		end()
	}
}

// shopfront is the whole product on a loopback port over a private world.
type shopfront struct {
	*dbtest.Shop
	t     *testing.T
	url   string
	works jobs.Works
}

func open(t *testing.T) *shopfront {
	t.Helper()
	shop := dbtest.New(t)
	server := httptest.NewServer(handlers.New(shop.DB, handlers.Options{Caller: shop.Clock.Street().Caller(), Log: slog.New(slog.DiscardHandler)}))
	t.Cleanup(server.Close)
	return &shopfront{shop, t, server.URL, world.Works(shop.Clock)}
}

// pass lets time go by: what is due is done.
func (s *shopfront) pass(d time.Duration) {
	s.t.Helper()
	s.Turn(s.t, s.works, s.Clock.Now().Add(d))
}

// walker is somebody in front of a browser.
type walker struct {
	t    *testing.T
	ctx  context.Context
	shop *shopfront
}

// signIn opens a browser and signs in as somebody, who then reads the given language.
func (s *shopfront) signIn(email, lang string) *walker {
	s.t.Helper()
	first, err := browser()
	require.NoError(s.t, err)
	ctx, end := chromedp.NewContext(first, chromedp.WithNewBrowserContext())
	s.t.Cleanup(end)
	ctx, cancel := context.WithTimeout(ctx, 8*time.Minute)
	s.t.Cleanup(cancel)
	w := &walker{s.t, ctx, s}
	w.do(chromedp.EmulateViewport(1440, 1000))
	w.open("/sign-in")
	w.fill("email", email)
	w.fill("password", world.Password)
	w.press("form[action^='/sign-in'] button[type=submit], form[action^='/sign-in'] button:not([type])")
	if w.text("html", "lang") != lang {
		w.press("form[action='/language'] button")
	}
	require.Equal(s.t, lang, w.text("html", "lang"))
	return w
}

func (w *walker) do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	require.NoError(w.t, chromedp.Do(w.ctx, steps...))
}

// withoutScripts has the browser run no script of any page from now on.
func (w *walker) withoutScripts() {
	w.t.Helper()
	w.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
}

// open goes to a path of the shop.
func (w *walker) open(path string) {
	w.t.Helper()
	w.do(chromedp.Navigate(w.shop.url + path))
}

// eval is the value of an expression in the page.
func eval[T any](w *walker, expression string) T {
	w.t.Helper()
	value, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](expression))
	require.NoError(w.t, err, expression)
	return value
}

// quoted is text as a literal of JavaScript.
func quoted(text string) string {
	literal, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string can always be written
	}
	return string(literal)
}

// text is an attribute of the first element that the selector finds.
func (w *walker) text(selector, attribute string) string {
	w.t.Helper()
	return eval[string](w, `document.querySelector(`+quoted(selector)+`)?.getAttribute(`+quoted(attribute)+`) ?? ""`)
}

// fill types into the field of that id or name, as a person's typing would leave it.
func (w *walker) fill(name, value string) {
	w.t.Helper()
	done := eval[bool](w, `(() => {
		const field = document.querySelector("textarea#" + CSS.escape(`+quoted(name)+`)) ?? [...document.getElementsByName(`+quoted(name)+`)].find(f => f.type !== "hidden" && (f.type !== "radio" || f.value === `+quoted(value)+`));
		if (!field) return false;
		if (field.type === "checkbox" || field.type === "radio") field.checked = true; else field.value = `+quoted(value)+`;
		field.dispatchEvent(new Event("input", {bubbles: true}));
		field.dispatchEvent(new Event("change", {bubbles: true}));
		return true })()`)
	if !done {
		require.FailNow(w.t, "no field", "%s on %s: %s", name, w.path(), w.main())
	}
}

// attach puts a file into the field of that name.
func (w *walker) attach(name, file string) {
	w.t.Helper()
	w.do(chromedp.SetUploadFiles(chromedp.CSS(`input[type=file][name="`+name+`"]`), []string{file}))
}

// press presses a button that leads to another page, and waits for that page.
func (w *walker) press(selector string) {
	w.t.Helper()
	eval[bool](w, `(() => { window.before = true; return true })()`)
	pressed := eval[bool](w, `(() => { const button = document.querySelector(`+quoted(selector)+`);
		if (!button || button.disabled) return false; button.click(); return true })()`)
	if !pressed {
		require.FailNow(w.t, "nothing to press", "%s on %s: %s", selector, w.path(), w.main())
	}
	w.await(`!window.before && document.readyState === "complete"`)
}

// await waits until the expression is true.
func (w *walker) await(expression string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, 20*time.Second)
	defer cancel()
	for {
		yes, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression))
		if err == nil && yes {
			return
		}
		select {
		case <-ctx.Done():
			require.FailNow(w.t, "waited in vain", "%s on %s: %s", expression, w.path(), w.main())
		case <-time.After(30 * time.Millisecond):
		}
	}
}

// sees requires that the page says so.
func (w *walker) sees(text string) {
	w.t.Helper()
	require.Contains(w.t, w.main(), text)
}

func (w *walker) main() string {
	w.t.Helper()
	return eval[string](w, `document.body?.innerText ?? ""`)
}

func (w *walker) path() string {
	w.t.Helper()
	return eval[string](w, `location.pathname + location.search`)
}

// sound checks the page with axe in both languages: nobody is shut out.
func (w *walker) sound() {
	w.t.Helper()
	here := w.path()
	w.axe()
	w.press("form[action='/language'] button")
	w.open(here)
	w.axe()
	w.press("form[action='/language'] button")
	w.open(here)
}

func (w *walker) axe() {
	w.t.Helper()
	eval[bool](w, axe+`; true`)
	found, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]})
		.then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 160)).join(" | ")).join("\n"))`, chromedp.EvalAwaitPromise))
	require.NoError(w.t, err)
	if found != "" {
		w.t.Errorf("axe on %s in %s:\n%s", w.path(), w.text("html", "lang"), found)
	}
}

// paper is a file on disk, for uploading.
func paper(t *testing.T, name, content string) string {
	t.Helper()
	path := t.TempDir() + "/" + name
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// pdf is the smallest content that is a PDF.
const pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// code is the wire's productId of the first price under that product's name.
func (s *shopfront) code(product string) string {
	s.t.Helper()
	best := ""
	for key := range s.Codes {
		if strings.HasPrefix(key, product+"/") && (best == "" || key < best) {
			best = key
		}
	}
	require.NotEmpty(s.t, best, product)
	return s.Codes[best]
}
