package market

import (
	"html"
	"regexp"
	"strings"
	"time"
)

// VisitSeller opens the website of a profile that is under review, for the reviewer
// (catalogue.md §1.3: it must open, and is no login page of a product).
var VisitSeller = act("seller.visit", Clock)

// Visit is what was found at a website.
type Visit struct {
	ReviewID ReviewID
	URL      string // as the profile says
	Landed   string // where redirects led
	At       time.Time
	Status   int
	Title    string
	Login    bool // it asks for a password
	Took     int  // milliseconds
	Fault    string
}

// Opens reports whether there is a page.
func (v Visit) Opens() bool { return v.Fault == "" && v.Status >= 200 && v.Status < 300 }

// VisitVerdict is what a visit means to the reviewer.
type VisitVerdict string

// The verdicts.
const (
	VisitGood  VisitVerdict = "good"
	VisitLogin VisitVerdict = "login"
	VisitShut  VisitVerdict = "shut"
)

// Verdict is what the visit means: it is a hint, the reviewer decides.
func (v Visit) Verdict() VisitVerdict {
	switch {
	case !v.Opens():
		return VisitShut
	case v.Login:
		return VisitLogin
	}
	return VisitGood
}

// Key names the verdict's words.
func (v VisitVerdict) Key() string { return "seller.visit_" + string(v) }

// Tone is the verdict's colour.
func (v VisitVerdict) Tone() Tone {
	return map[VisitVerdict]Tone{VisitGood: OK, VisitLogin: Warn, VisitShut: Bad}[v]
}

var (
	titleInPage    = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	passwordInPage = regexp.MustCompile(`(?i)<input[^>]+type\s*=\s*["']?password`)
)

// titleLimit is how much of a title is kept.
const titleLimit = 120

// ReadPage is the title of a page and whether it asks for a password.
func ReadPage(body string) (title string, login bool) {
	if found := titleInPage.FindStringSubmatch(body); found != nil {
		title = strings.Join(strings.Fields(strings.ToValidUTF8(html.UnescapeString(found[1]), "")), " ")
	}
	if letters := []rune(title); len(letters) > titleLimit {
		title = string(letters[:titleLimit])
	}
	return title, passwordInPage.MatchString(body)
}
