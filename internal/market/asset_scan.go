package market

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"regexp"
	"slices"
	"time"
)

// Finding is one thing that a scan found in an asset.
type Finding struct {
	Rule  ScanRule `json:"rule"`
	Score string   `json:"score"` // CVSS
	Place string   `json:"place"`
}

// ScanRule is what is looked for.
type ScanRule string

// The rules of the scan (catalogue.md §2.6).
const (
	RuleVirus    ScanRule = "virus"
	RuleKey      ScanRule = "private_key"
	RuleAccount  ScanRule = "preset_account"
	RulePassword ScanRule = "weak_password"
	RuleSealed   ScanRule = "unreadable" // encrypted, broken or too much: nobody can say what is in it
)

// ScanRules lists what is looked for.
var ScanRules = []ScanRule{RuleVirus, RuleKey, RuleAccount, RulePassword, RuleSealed}

// Key names the rule's words.
func (r ScanRule) Key() string { return "asset.rule_" + string(r) }

// ScanReport is what a scan looked at and found.
type ScanReport struct {
	At        time.Time `json:"at"`
	Entries   int       `json:"entries"`
	Bytes     int64     `json:"bytes"`
	Elsewhere bool      `json:"elsewhere,omitempty"` // too large to be here: the platform scans it where it lies
	Findings  []Finding `json:"findings,omitempty"`
}

// Blocks reports findings that keep the asset from being reviewed: CVSS 7 and above
// (catalogue.md §2.6). Every rule of ours is that grave.
func (r ScanReport) Blocks() bool { return len(r.Findings) > 0 }

// Found reports whether the rule found something.
func (r ScanReport) Found(rule ScanRule) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Rule == rule })
}

// scanMost bounds what is unpacked of one entry, scanEntries how many are looked into.
const (
	scanMost    = 32 * megabyte
	scanEntries = 10_000
)

// Every test virus of the industry says this; it is split so that this program is none.
var testVirus = []byte(`EICAR-STANDARD-` + `ANTIVIRUS-TEST-FILE`)

var (
	keyPattern      = regexp.MustCompile(`-----BEGIN (RSA |EC |OPENSSH |)PRIVATE KEY-----`)
	accountPattern  = regexp.MustCompile(`(?im)^\s*(default|preset|builtin)[_.-](user|account|login)\s*[:=]\s*\S+`)
	passwordPattern = regexp.MustCompile(`(?im)^\s*\w*(password|passwd|pwd)\s*[:=]\s*["']?(\S{1,7}|admin\w*|password\w*|root\w*|12345678\w*)["']?\s*$`)
)

// ScanContent looks into the content of an asset, and into the files of an archive. What
// cannot be read to its end is a finding: nobody has looked at it.
func ScanContent(name string, content []byte, at time.Time) ScanReport {
	report := ScanReport{At: at, Bytes: int64(len(content))}
	if archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content))); err == nil {
		for _, entry := range archive.File[:min(len(archive.File), scanEntries)] {
			report.unpack(entry.Name, entry.Open)
		}
		if len(archive.File) > scanEntries {
			report.sealed(archive.File[scanEntries].Name)
		}
		return report
	}
	if packed, err := gzip.NewReader(bytes.NewReader(content)); err == nil {
		report.unpack(name, func() (io.ReadCloser, error) { return packed, nil })
		return report
	}
	report.look(name, content)
	return report
}

// unpack looks into a packed file as far as it is looked into at all.
func (r *ScanReport) unpack(place string, open func() (io.ReadCloser, error)) {
	file, err := open()
	if err != nil {
		r.Entries++
		r.sealed(place)
		return
	}
	inside, err := io.ReadAll(io.LimitReader(file, scanMost+1))
	r.look(place, inside)
	if err = errors.Join(err, file.Close()); err != nil || len(inside) > scanMost {
		r.sealed(place)
	}
}

func (r *ScanReport) sealed(place string) {
	r.Findings = append(r.Findings, Finding{Rule: RuleSealed, Score: "7.0", Place: place})
}

func (r *ScanReport) look(place string, content []byte) {
	r.Entries++
	for _, rule := range []struct {
		name  ScanRule
		score string
		hit   bool
	}{
		{RuleVirus, "9.8", bytes.Contains(content, testVirus)},
		{RuleKey, "8.1", keyPattern.Match(content)},
		{RuleAccount, "7.5", accountPattern.Match(content)},
		{RulePassword, "7.3", passwordPattern.Match(content)},
	} {
		if rule.hit {
			r.Findings = append(r.Findings, Finding{Rule: rule.name, Score: rule.score, Place: place})
		}
	}
}
