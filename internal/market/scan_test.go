package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// catalogue.md §2.6: ownership is shown first; running scans are neither edited nor deleted.
func TestAScanMovesAsTheSheetSays(t *testing.T) {
	t.Parallel()
	sellers := []Role{Owner, Operations}
	follows(t, ScanMoves, []written[ScanStatus]{
		{ScanDraft, EditScan, sellers, ScanDraft}, {ScanReady, EditScan, sellers, ScanReady}, {ScanDone, EditScan, sellers, ScanDone}, {ScanFailed, EditScan, sellers, ScanFailed},
		{ScanDraft, VerifyScan, sellers, ScanReady},
		{ScanReady, StartScan, sellers, ScanQueued}, {ScanDone, StartScan, sellers, ScanQueued}, {ScanFailed, StartScan, sellers, ScanQueued},
		{ScanQueued, BeginScan, []Role{Clock}, ScanRunning}, {ScanRunning, RunScan, []Role{Clock}, ScanDone},
		{ScanDraft, DeleteScan, sellers, ScanDeleted}, {ScanReady, DeleteScan, sellers, ScanDeleted}, {ScanDone, DeleteScan, sellers, ScanDeleted}, {ScanFailed, DeleteScan, sellers, ScanDeleted},
	}, ScanStatuses, []Act{EditScan, VerifyScan, StartScan, DeleteScan, BeginScan, RunScan})
}

func TestTheRulesOfScansAreRefusedClearly(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_700_000_000, 0)
	five := make([]Scan, ScansMost)
	for i := range five {
		five[i] = Scan{ID: NewID[Scan](now), Host: string(rune('a'+i)) + ".example.com"}
	}
	for _, rule := range []struct {
		name, reason string
		do           func() error
	}{
		{"catalogue.md §2.6: at most 5 at a time", "scan.too_many", func() error { s := Scan{Status: ScanReady, Host: "z.example.com"}; return s.Start(five, now) }},
		{"catalogue.md §2.6: one of a domain", "scan.same_domain", func() error { s := Scan{Status: ScanReady, Host: "a.example.com"}; return s.Start(five[:1], now) }},
		{"catalogue.md §2.6: ownership first", "scan.not_verified", func() error { s := Scan{Status: ScanDraft}; return s.Start(nil, now) }},
		{"catalogue.md §2.6: running is not edited", "scan.under_way", func() error { s := Scan{Status: ScanRunning}; return s.Edit("n", "u", "h", "t", now) }},
		{"catalogue.md §2.6: running is not deleted", "scan.under_way", func() error { s := Scan{Status: ScanRunning}; return s.Delete(now) }},
		{"a linked report stays", "scan.in_use", func() error { s := Scan{Status: ScanDone, Used: 1}; return s.Delete(now) }},
	} {
		problem := &Problem{}
		require.ErrorAs(t, rule.do(), &problem, rule.name)
		require.Equal(t, rule.reason, problem.Reason.Key, rule.name)
	}
	done := Scan{Status: ScanDone, Host: "a.example.com", Results: 1} // catalogue.md §2.6: its domain stays
	problem := &Problem{}
	require.ErrorAs(t, done.Edit("n", "https://b.example.com", "b.example.com", "t", now), &problem)
	require.Equal(t, "scan.domain_stays", problem.Fields["url"].Key)
	require.NoError(t, done.Edit("n", "https://a.example.com/in", "a.example.com", "t", now))
}

func TestASiteIsJudgedByEveryCheck(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_700_000_000, 0)
	clean := func() Sighting {
		return Sighting{URL: "https://a.example.com", Secure: true, Status: 200, Certificate: &SightedCertificate{Until: now.AddDate(1, 0, 0), Protocol: "TLS 1.3"},
			Plain: &Sighting{Status: 301, Headers: []Header{{Name: "Location", Value: "https://a.example.com/"}}},
			Headers: []Header{{Name: "Strict-Transport-Security", Value: "max-age=31536000"}, {Name: "Content-Security-Policy", Value: "default-src 'self'"},
				{Name: "X-Content-Type-Options", Value: "nosniff"}, {Name: "X-Frame-Options", Value: "DENY"}, {Name: "Referrer-Policy", Value: "no-referrer"},
				{Name: "Set-Cookie", Value: "s=1; Secure; HttpOnly; SameSite=Lax"}, {Name: "Server", Value: "nginx"}}}
	}
	good := NewScanResult(Scan{}, clean(), now)
	require.Equal(t, ScanPassed, good.Verdict)
	require.Equal(t, 100, good.Score)
	header := func(name, value string) func(*Sighting) {
		return func(s *Sighting) {
			for i, h := range s.Headers {
				if h.Name == name {
					s.Headers[i].Value = value
				}
			}
		}
	}
	for _, bad := range []struct {
		check    ScanCheck
		severity Severity
		spoil    func(*Sighting)
	}{
		{CheckHTTPS, SeverityHigh, func(s *Sighting) { s.Secure = false }},
		{CheckCertificate, SeverityHigh, func(s *Sighting) { s.Fault = FaultTLS }},
		{CheckCertificate, SeverityHigh, func(s *Sighting) { s.Certificate.Until = now.Add(-time.Hour) }},
		{CheckCertificate, SeverityMedium, func(s *Sighting) { s.Certificate.Until = now.AddDate(0, 0, 9) }},
		{CheckRedirect, SeverityMedium, func(s *Sighting) { s.Plain.Status = 200 }},
		{CheckHSTS, SeverityMedium, header("Strict-Transport-Security", "")}, {CheckHSTS, SeverityLow, header("Strict-Transport-Security", "max-age=60")},
		{CheckCSP, SeverityMedium, header("Content-Security-Policy", "")}, {CheckCSP, SeverityLow, header("Content-Security-Policy", "script-src 'unsafe-inline'")},
		{CheckNosniff, SeverityLow, header("X-Content-Type-Options", "")},
		{CheckFrame, SeverityMedium, header("X-Frame-Options", "ALLOWALL")},
		{CheckReferrer, SeverityLow, header("Referrer-Policy", "unsafe-url")},
		{CheckSecure, SeverityHigh, header("Set-Cookie", "s=1; HttpOnly; SameSite=Lax")},
		{CheckHTTPOnly, SeverityMedium, header("Set-Cookie", "s=1; Secure; SameSite=Lax")},
		{CheckSameSite, SeverityLow, header("Set-Cookie", "s=1; Secure; HttpOnly")},
		{CheckBanner, SeverityLow, header("Server", "nginx/1.18.0")},
		{CheckListing, SeverityHigh, func(s *Sighting) { s.Body = "<title>Index of /</title>" }},
		{CheckMixed, SeverityMedium, func(s *Sighting) { s.Body = `<script src="http://x.example/a.js"></script>` }},
	} {
		seen := clean()
		bad.spoil(&seen)
		found := false
		for _, f := range JudgeSite(seen, now) {
			found = found || f.Check == bad.check && f.Severity == bad.severity
		}
		require.True(t, found, "%s %s", bad.check, bad.severity)
		require.Equal(t, bad.severity == SeverityHigh, NewScanResult(Scan{}, seen, now).Verdict == ScanRisky, "%s", bad.check)
	}
}
