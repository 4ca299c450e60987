package market

import (
	"slices"
	"strings"
	"time"
)

// Scans are security scans of sellers' websites (SaaS 安全扫描, catalogue.md §0.2, §2.6).
var Scans = area("scan", Owner, Operations, Support, Reviewer, Manager)

// The acts on a scan. The clock begins what was started, and looks at the site.
var (
	CreateScan = act("scan.create", Owner, Operations)
	EditScan   = act("scan.edit", Owner, Operations)
	VerifyScan = act("scan.verify", Owner, Operations)
	StartScan  = act("scan.start", Owner, Operations)
	DeleteScan = act("scan.delete", Owner, Operations)
	BeginScan  = act("scan.begin", Clock)
	RunScan    = act("scan.run", Clock)
)

// ScanID names a scan.
type ScanID = ID[Scan]

// ScanStatus is where a scan stands.
type ScanStatus string

// The states of a scan.
const (
	ScanDraft   ScanStatus = "draft" // nobody has shown yet whose domain it is
	ScanReady   ScanStatus = "ready"
	ScanQueued  ScanStatus = "queued"
	ScanRunning ScanStatus = "running"
	ScanDone    ScanStatus = "done"
	ScanFailed  ScanStatus = "failed" // the site did not answer
	ScanDeleted ScanStatus = "deleted"
)

// ScanStatuses lists the states in the order of a scan's life.
var ScanStatuses = []ScanStatus{ScanDraft, ScanReady, ScanQueued, ScanRunning, ScanDone, ScanFailed, ScanDeleted}

// Key names the status's words.
func (s ScanStatus) Key() string { return "scan.status_" + string(s) }

// Tone is the status's colour.
func (s ScanStatus) Tone() Tone {
	switch s {
	case ScanDraft:
		return Warn
	case ScanQueued, ScanRunning:
		return Accent
	case ScanDone:
		return OK
	case ScanFailed:
		return Bad
	case ScanReady, ScanDeleted:
		return Neutral
	}
	return Neutral
}

// UnderWay reports a scan that waits for its turn or runs.
func (s ScanStatus) UnderWay() bool { return s == ScanQueued || s == ScanRunning }

// ScanMoves is the life of a scan (catalogue.md §2.6): another domain has to be shown to be the
// seller's anew, and what is under way is neither edited nor deleted.
var ScanMoves = Moves[ScanStatus]{
	{ScanDraft, EditScan, ScanDraft},
	{ScanReady, EditScan, ScanReady},
	{ScanReady, EditScan, ScanDraft},
	{ScanDone, EditScan, ScanDone},
	{ScanFailed, EditScan, ScanFailed},
	{ScanFailed, EditScan, ScanDraft},
	{ScanDraft, VerifyScan, ScanReady},
	{ScanReady, StartScan, ScanQueued},
	{ScanDone, StartScan, ScanQueued},
	{ScanFailed, StartScan, ScanQueued},
	{ScanQueued, BeginScan, ScanRunning},
	{ScanRunning, RunScan, ScanDone},
	{ScanRunning, RunScan, ScanFailed},
	{ScanDraft, DeleteScan, ScanDeleted},
	{ScanReady, DeleteScan, ScanDeleted},
	{ScanDone, DeleteScan, ScanDeleted},
	{ScanFailed, DeleteScan, ScanDeleted},
}

// ScansMost is how many scans of a seller may be under way at a time (catalogue.md §2.6).
const ScansMost = 5

// The limits of what is typed.
const (
	scanNameLeast = 2
	scanNameMost  = 60
)

// Scan is a website that is scanned, as often as the seller asks for it.
type Scan struct {
	SellerID   SellerID
	ID         ScanID
	Number     string
	Name       string
	URL        string
	Host       string // with its port: the domain
	Status     ScanStatus
	Token      string // what shows whose domain it is
	Fault      string // why the site could not be looked at, of a failed scan
	CreatedAt  time.Time
	VerifiedAt *time.Time
	StartedAt  *time.Time
	FinishedAt *time.Time
	UpdatedAt  time.Time
	Verdict    ScanVerdict // of the newest result; empty before the first
	Score      int
	Findings   int
	Results    int
	Used       int // listings that name it or edit it with it
	Version    int
}

// ScanSearch is which scans of a list are wanted; empty fields want all.
type ScanSearch struct {
	Text    string
	Status  ScanStatus
	Verdict ScanVerdict
}

// ScanForm is a scan as it is typed.
type ScanForm struct {
	Name string
	URL  string
}

// Read checks what was typed; anywhere also takes http and bare IPs, for development.
func (f ScanForm) Read(anywhere bool) (name, address, host string, err error) {
	faults := Invalids{}
	name = strings.TrimSpace(f.Name)
	text(faults, "name", name, scanNameLeast, scanNameMost)
	typed := strings.TrimSpace(f.URL)
	if typed != "" && !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	address, origin, wrong := ReadAddress(typed, anywhere)
	if err := faults.Join(wrong); err != nil {
		return "", "", "", err
	}
	if err := faults.Err(); err != nil {
		return "", "", "", err
	}
	_, host, _ = strings.Cut(origin, "://")
	return name, address, host, nil
}

// notUnderWay refuses what is not done to a scan that is under way (catalogue.md §2.6).
func (s Scan) notUnderWay(act Act) error {
	if s.Status.UnderWay() {
		return Conflict("scan.under_way", Word(act), s.Name)
	}
	return nil
}

// Edit takes over what was typed. The domain of a scan that has a result stays (catalogue.md
// §2.6); another domain is to be shown to be the seller's: with proof for it, token is new.
func (s *Scan) Edit(name, address, host, token string, now time.Time) (err error) {
	if err := s.notUnderWay(EditScan); err != nil {
		return err
	}
	if _, err := ScanMoves.Next(s.Status, EditScan); err != nil {
		return err
	}
	moved := host != s.Host
	if moved && s.Results > 0 {
		return Invalid("url", "scan.domain_stays", s.Host)
	}
	s.Name, s.URL, s.Host, s.UpdatedAt = name, address, host, now
	if moved {
		s.Status, s.VerifiedAt, s.Token = ScanDraft, nil, token
	}
	return nil
}

// Proven is the domain shown to be the seller's at some moment.
func (s *Scan) Proven(at time.Time) (err error) {
	if s.Status, err = ScanMoves.Next(s.Status, VerifyScan); err != nil {
		return err
	}
	s.VerifiedAt = &at
	return nil
}

// ProofName is the meta tag that shows whose domain it is.
const ProofName = "seller-center-verification"

// ProofURL is where the file lies that shows whose domain it is.
func (s Scan) ProofURL() string {
	return s.origin() + "/.well-known/seller-center-" + s.Token + ".txt"
}

// HomeURL is the page that may have the meta tag instead.
func (s Scan) HomeURL() string { return s.origin() + "/" }

// ProofTag is the meta tag as the page must have it.
func (s Scan) ProofTag() string {
	return `<meta name="` + ProofName + `" content="` + s.Token + `">`
}

func (s Scan) origin() string {
	scheme, _, _ := strings.Cut(s.URL, "://")
	return scheme + "://" + s.Host
}

// Verify takes what was found where the proof may be: the file, or the page with its tag.
func (s *Scan) Verify(file, home Exchange, now time.Time) error {
	if s.Status != ScanDraft {
		return Conflict("scan.verified_before", s.Host)
	}
	if proves(file, func(body string) bool { return strings.TrimSpace(body) == s.Token }) || proves(home, s.tagged) {
		return s.Proven(now)
	}
	if file.Fault != FaultNone && home.Fault != FaultNone {
		return Conflict("scan.proof_unreachable", Because("fulfilment.fault_"+string(file.Fault), int(FulfilmentTimeout/time.Second)), s.Host)
	}
	return Conflict("scan.proof_missing", s.ProofURL(), file.Status)
}

func proves(found Exchange, holds func(body string) bool) bool {
	return found.Fault == FaultNone && found.Status == 200 && holds(found.ResponseBody)
}

// Tagged reports whether the page has the meta tag, however it writes it.
func (s Scan) tagged(page string) bool {
	for _, tag := range metaTag.FindAllString(page, -1) {
		if strings.Contains(tag, ProofName) && strings.Contains(tag, s.Token) {
			return true
		}
	}
	return false
}

// Start leaves the scan to be run: at most so many at a time, and one of a domain at a time
// (catalogue.md §2.6). Others are the seller's scans that are under way.
func (s *Scan) Start(others []Scan, now time.Time) (err error) {
	switch {
	case s.Status == ScanDraft:
		return Conflict("scan.not_verified", s.Host)
	case s.Status.UnderWay():
		return Conflict("scan.under_way", Word(StartScan), s.Name)
	}
	next, err := ScanMoves.Next(s.Status, StartScan)
	if err != nil {
		return err
	}
	if at := slices.IndexFunc(others, func(o Scan) bool { return o.ID != s.ID && o.Host == s.Host }); at >= 0 {
		return Conflict("scan.same_domain", s.Host, others[at].Name)
	}
	if len(others) >= ScansMost {
		return Conflict("scan.too_many", ScansMost)
	}
	s.Status, s.StartedAt, s.FinishedAt, s.Fault, s.UpdatedAt = next, &now, nil, "", now
	return nil
}

// Delete forgets the scan; its results stay where they are. One that a listing names stays.
func (s *Scan) Delete(now time.Time) error {
	if err := s.notUnderWay(DeleteScan); err != nil {
		return err
	}
	next, err := ScanMoves.Next(s.Status, DeleteScan)
	if err != nil {
		return err
	}
	if s.Used > 0 {
		return Conflict("scan.in_use", s.Name, s.Used)
	}
	s.Status, s.UpdatedAt = next, now
	return nil
}

// Finish takes over what came of looking at the site: a result, or none when it did not answer.
func (s *Scan) Finish(seen Sighting, now time.Time) (*ScanResult, error) {
	if s.Status != ScanRunning {
		return nil, Conflict("problem.not_now", Word(RunScan), string(s.Status))
	}
	s.FinishedAt, s.UpdatedAt = &now, now
	if !seen.Answered() {
		s.Status, s.Fault = ScanFailed, string(seen.Fault)
		return nil, nil //nolint:nilnil // nobody answered: there is nothing to judge
	}
	s.Status, s.Fault = ScanDone, ""
	result := NewScanResult(*s, seen, now)
	return &result, nil
}

// ScanRef is a security scan as a listing names it, with what it found last (catalogue.md §2.6).
type ScanRef struct {
	ID      ScanID      `json:"id"`
	Number  string      `json:"number"`
	Name    string      `json:"name"`
	Host    string      `json:"host"`
	Verdict ScanVerdict `json:"verdict"`
	Score   int         `json:"score"`
	At      time.Time   `json:"at"`
}
