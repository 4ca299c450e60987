package market

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Severity is how grave what a scan found is.
type Severity string

// The severities, the gravest first.
const (
	SeverityHigh   Severity = "high"
	SeverityMedium Severity = "medium"
	SeverityLow    Severity = "low"
)

// Severities lists them, the gravest first.
var Severities = []Severity{SeverityHigh, SeverityMedium, SeverityLow}

// Key names the severity's words.
func (s Severity) Key() string { return "scan.severity_" + string(s) }

// Tone is the severity's colour.
func (s Severity) Tone() Tone {
	return map[Severity]Tone{SeverityHigh: Bad, SeverityMedium: Warn, SeverityLow: Neutral}[s]
}

// weight is what a finding takes off the score.
func (s Severity) weight() int {
	return map[Severity]int{SeverityHigh: 25, SeverityMedium: 10, SeverityLow: 4}[s]
}

// ScanVerdict is what a scan comes to.
type ScanVerdict string

// The verdicts: passed has no high finding.
const (
	ScanPassed ScanVerdict = "passed"
	ScanRisky  ScanVerdict = "risky"
)

// ScanVerdicts lists both.
var ScanVerdicts = []ScanVerdict{ScanPassed, ScanRisky}

// Key names the verdict's words.
func (v ScanVerdict) Key() string { return "scan.verdict_" + string(v) }

// Tone is the verdict's colour.
func (v ScanVerdict) Tone() Tone {
	return map[ScanVerdict]Tone{ScanPassed: OK, ScanRisky: Bad}[v]
}

// Sighting is what one look at a site showed, without a redirect followed.
type Sighting struct {
	URL         string
	Secure      bool // over TLS
	Fault       Fault
	Detail      string // of a fault, for engineers
	Status      int
	Headers     []Header // every value of every header, in the order they came
	Body        string   // its beginning
	Certificate *SightedCertificate
	Plain       *Sighting // the same site over plain http; nil when it was not tried
}

// SightedCertificate is the site's certificate.
type SightedCertificate struct {
	Issuer   string
	Protocol string // TLS 1.3
	Until    time.Time
}

// Answered reports whether there is anything to judge: a certificate that nobody trusts is.
func (s Sighting) Answered() bool { return s.Fault == FaultNone || s.Fault == FaultTLS }

// Header is the first value of a header; empty without one.
func (s Sighting) Header(name string) string {
	if all := s.headers(name); len(all) > 0 {
		return all[0]
	}
	return ""
}

func (s Sighting) headers(name string) (values []string) {
	for _, h := range s.Headers {
		if strings.EqualFold(h.Name, name) {
			values = append(values, h.Value)
		}
	}
	return values
}

// ScanCheck is one thing that is looked at.
type ScanCheck string

// The checks.
const (
	CheckHTTPS       ScanCheck = "https"
	CheckCertificate ScanCheck = "certificate"
	CheckRedirect    ScanCheck = "redirect"
	CheckHSTS        ScanCheck = "hsts"
	CheckCSP         ScanCheck = "csp"
	CheckNosniff     ScanCheck = "nosniff"
	CheckFrame       ScanCheck = "frame"
	CheckReferrer    ScanCheck = "referrer"
	CheckSecure      ScanCheck = "cookie_secure"
	CheckHTTPOnly    ScanCheck = "cookie_http_only"
	CheckSameSite    ScanCheck = "cookie_same_site"
	CheckBanner      ScanCheck = "banner"
	CheckListing     ScanCheck = "listing"
	CheckMixed       ScanCheck = "mixed"
)

// Key names the check's words; _why behind it says why it matters, _mend how to mend it.
func (c ScanCheck) Key() string { return "scan.check_" + string(c) }

// ScanFinding is what one check came to: Severity is empty when all is well.
type ScanFinding struct {
	Check    ScanCheck `json:"check"`
	Severity Severity  `json:"severity,omitempty"`
	Seen     Reason    `json:"seen"`
	Skipped  bool      `json:"skipped,omitempty"` // there was nothing to look at
}

// OK reports whether the check found nothing wrong.
func (f ScanFinding) OK() bool { return f.Severity == "" }

// ScanResult is what one run of a scan found. It is written once.
type ScanResult struct {
	SellerID SellerID
	ID       ID[ScanResult]
	ScanID   ScanID
	URL      string
	At       time.Time
	Verdict  ScanVerdict
	Score    int
	Findings int
	Checks   JSON[[]ScanFinding]
}

// NewScanResult judges a look at the site.
func NewScanResult(scan Scan, seen Sighting, now time.Time) ScanResult {
	r := ScanResult{SellerID: scan.SellerID, ID: NewID[ScanResult](now), ScanID: scan.ID, URL: scan.URL, At: now, Verdict: ScanPassed, Score: 100,
		Checks: JSON[[]ScanFinding]{V: JudgeSite(seen, now)}}
	for _, f := range r.Checks.V {
		if f.OK() {
			continue
		}
		r.Findings++
		r.Score = max(0, r.Score-f.Severity.weight())
		if f.Severity == SeverityHigh {
			r.Verdict = ScanRisky
		}
	}
	return r
}

// Count is how many findings of the severity the result has.
func (r ScanResult) Count(s Severity) (n int) {
	for _, f := range r.Checks.V {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// Sorted are the checks with the gravest findings first, what is well after them.
func (r ScanResult) Sorted() []ScanFinding {
	all := slices.Clone(r.Checks.V)
	rank := func(f ScanFinding) int {
		if f.OK() {
			return len(Severities)
		}
		return slices.Index(Severities, f.Severity)
	}
	slices.SortStableFunc(all, func(a, b ScanFinding) int { return rank(a) - rank(b) })
	return all
}

// siteRules are the checks in the order of the report. Each answers nothing wrong with an
// empty severity.
var siteRules = []struct {
	check ScanCheck
	page  bool // it needs the page, which an untrusted certificate hides
	judge func(seen Sighting, now time.Time) (Severity, Reason)
}{
	{CheckHTTPS, false, judgeHTTPS},
	{CheckCertificate, false, judgeCertificate},
	{CheckRedirect, false, judgeRedirect},
	{CheckHSTS, true, judgeHSTS},
	{CheckCSP, true, judgeCSP},
	{CheckNosniff, true, judgeNosniff},
	{CheckFrame, true, judgeFrame},
	{CheckReferrer, true, judgeReferrer},
	{CheckSecure, true, judgeCookies(SeverityHigh, "secure")},
	{CheckHTTPOnly, true, judgeCookies(SeverityMedium, "httponly")},
	{CheckSameSite, true, judgeCookies(SeverityLow, "samesite")},
	{CheckBanner, true, judgeBanner},
	{CheckListing, true, judgeListing},
	{CheckMixed, true, judgeMixed},
}

// JudgeSite makes every check of what was seen.
func JudgeSite(seen Sighting, now time.Time) []ScanFinding {
	findings := make([]ScanFinding, 0, len(siteRules))
	for _, rule := range siteRules {
		finding := ScanFinding{Check: rule.check, Seen: Because("scan.seen_hidden"), Skipped: true}
		if !rule.page || seen.Fault == FaultNone {
			finding.Severity, finding.Seen = rule.judge(seen, now)
			finding.Skipped = false
		}
		findings = append(findings, finding)
	}
	return findings
}

func judgeHTTPS(seen Sighting, _ time.Time) (Severity, Reason) {
	if !seen.Secure {
		return SeverityHigh, Because("scan.seen_plain", seen.URL)
	}
	if seen.Certificate == nil {
		return "", Because("scan.seen_encrypted")
	}
	return "", Because("scan.seen_protocol", seen.Certificate.Protocol)
}

// certificateDays is how long before its end a certificate is to be renewed.
const certificateDays = 30

func judgeCertificate(seen Sighting, now time.Time) (Severity, Reason) {
	switch {
	case seen.Fault == FaultTLS:
		return SeverityHigh, Because("scan.seen_untrusted", short(seen.Detail))
	case seen.Certificate == nil:
		if !seen.Secure {
			return SeverityHigh, Because("scan.seen_no_certificate")
		}
		return "", Because("scan.seen_encrypted")
	case !seen.Certificate.Until.After(now):
		return SeverityHigh, Because("scan.seen_expired", seen.Certificate.Until)
	}
	days := int(seen.Certificate.Until.Sub(now) / (24 * time.Hour))
	if days < certificateDays {
		return SeverityMedium, Because("scan.seen_expires", seen.Certificate.Until, days)
	}
	return "", Because("scan.seen_certificate", seen.Certificate.Issuer, seen.Certificate.Until)
}

func judgeRedirect(seen Sighting, _ time.Time) (Severity, Reason) {
	plain := seen.Plain
	if plain == nil || plain.Fault != FaultNone {
		return "", Because("scan.seen_no_http")
	}
	target := plain.Header("Location")
	if plain.Status >= 300 && plain.Status < 400 && strings.HasPrefix(strings.ToLower(target), "https://") {
		return "", Because("scan.seen_redirect", plain.Status, short(target))
	}
	return SeverityMedium, Because("scan.seen_http_open", plain.Status)
}

// hstsLeast is the shortest promise to be reached over TLS only: half a year.
const hstsLeast = 180 * 24 * 60 * 60

var maxAge = regexp.MustCompile(`(?i)max-age\s*=\s*"?(\d{1,12})`)

func judgeHSTS(seen Sighting, _ time.Time) (Severity, Reason) {
	value := seen.Header("Strict-Transport-Security")
	if value == "" {
		return SeverityMedium, Because("scan.seen_absent", "Strict-Transport-Security")
	}
	seconds := 0
	if found := maxAge.FindStringSubmatch(value); found != nil {
		seconds, _ = strconv.Atoi(found[1])
	}
	if seconds < hstsLeast {
		return SeverityLow, Because("scan.seen_header", "Strict-Transport-Security", short(value))
	}
	return "", Because("scan.seen_header", "Strict-Transport-Security", short(value))
}

func judgeCSP(seen Sighting, _ time.Time) (Severity, Reason) {
	value := seen.Header("Content-Security-Policy")
	lower := strings.ToLower(value)
	switch {
	case value == "":
		return SeverityMedium, Because("scan.seen_absent", "Content-Security-Policy")
	case strings.Contains(lower, "'unsafe-eval'"),
		strings.Contains(lower, "'unsafe-inline'") && !strings.Contains(lower, "'nonce-") && !strings.Contains(lower, "'sha256-"):
		return SeverityLow, Because("scan.seen_header", "Content-Security-Policy", short(value))
	}
	return "", Because("scan.seen_header", "Content-Security-Policy", short(value))
}

func judgeNosniff(seen Sighting, _ time.Time) (Severity, Reason) {
	if value := seen.Header("X-Content-Type-Options"); strings.EqualFold(strings.TrimSpace(value), "nosniff") {
		return "", Because("scan.seen_header", "X-Content-Type-Options", short(value))
	}
	return SeverityLow, Because("scan.seen_absent", "X-Content-Type-Options: nosniff")
}

func judgeFrame(seen Sighting, _ time.Time) (Severity, Reason) {
	if value := seen.Header("X-Frame-Options"); slices.Contains([]string{"DENY", "SAMEORIGIN"}, strings.ToUpper(strings.TrimSpace(value))) {
		return "", Because("scan.seen_header", "X-Frame-Options", short(value))
	}
	if strings.Contains(strings.ToLower(seen.Header("Content-Security-Policy")), "frame-ancestors") {
		return "", Because("scan.seen_ancestors")
	}
	return SeverityMedium, Because("scan.seen_absent", "X-Frame-Options")
}

func judgeReferrer(seen Sighting, _ time.Time) (Severity, Reason) {
	value := seen.Header("Referrer-Policy")
	switch {
	case value == "":
		return SeverityLow, Because("scan.seen_absent", "Referrer-Policy")
	case strings.EqualFold(strings.TrimSpace(value), "unsafe-url"):
		return SeverityLow, Because("scan.seen_header", "Referrer-Policy", short(value))
	}
	return "", Because("scan.seen_header", "Referrer-Policy", short(value))
}

// judgeCookies looks for an attribute at every cookie. Names are kept, values never.
func judgeCookies(severity Severity, attribute string) func(Sighting, time.Time) (Severity, Reason) {
	return func(seen Sighting, _ time.Time) (Severity, Reason) {
		cookies := seen.headers("Set-Cookie")
		if len(cookies) == 0 {
			return "", Because("scan.seen_no_cookie")
		}
		var without []string
		for _, cookie := range cookies {
			parts := strings.Split(cookie, ";")
			has := slices.ContainsFunc(parts[1:], func(part string) bool {
				name, _, _ := strings.Cut(strings.TrimSpace(part), "=")
				return strings.EqualFold(name, attribute)
			})
			if name, _, _ := strings.Cut(parts[0], "="); !has {
				without = append(without, strings.TrimSpace(name))
			}
		}
		if len(without) == 0 {
			return "", Because("scan.seen_cookies", len(cookies))
		}
		return severity, Because("scan.seen_cookie", short(strings.Join(without, ", ")))
	}
}

var versioned = regexp.MustCompile(`\d+\.\d+`)

func judgeBanner(seen Sighting, _ time.Time) (Severity, Reason) {
	for _, name := range []string{"Server", "X-Powered-By", "X-AspNet-Version"} {
		if value := seen.Header(name); versioned.MatchString(value) {
			return SeverityLow, Because("scan.seen_header", name, short(value))
		}
	}
	return "", Because("scan.seen_no_version")
}

var (
	listingWords = regexp.MustCompile(`(?i)<title>\s*(index of /|directory listing)|<h1>\s*(index of /|directory listing)|\[to parent directory\]`)
	mixedSource  = regexp.MustCompile(`(?i)<(?:script|iframe|img|link|audio|video|source|object|embed|form)\b[^>]*\b(?:src|href|data|action)\s*=\s*["']?(http://[^"'\s>]+)`)
	metaTag      = regexp.MustCompile(`(?is)<meta\b[^>]*>`)
)

func judgeListing(seen Sighting, _ time.Time) (Severity, Reason) {
	if listingWords.MatchString(seen.Body) {
		return SeverityHigh, Because("scan.seen_listing", seen.URL)
	}
	return "", Because("scan.seen_no_listing")
}

func judgeMixed(seen Sighting, _ time.Time) (Severity, Reason) {
	if found := mixedSource.FindStringSubmatch(seen.Body); found != nil && seen.Secure {
		return SeverityMedium, Because("scan.seen_mixed", short(found[1]))
	}
	return "", Because("scan.seen_not_mixed")
}

// short is what a site said as a report quotes it.
func short(text string) string {
	const most = 160
	letters := []rune(strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD"))
	if len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return string(letters)
}
