package bundle

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"sellercenter/internal/market"
)

// ErrNone says that the file is no bundle at all.
var ErrNone = errors.New("not an evidence bundle")

// The most that is read of a file that says it is a bundle.
const (
	mostParts    = 20_000
	mostDocument = 64 << 20
	mostBytes    = 8 << 30
)

// Audit is an audit entry with the link that seals it (transactions.md §8): whoever has the
// bundle can hash it again. Link is 0 while it waits for its sealing.
type Audit struct {
	Entry  market.SealedEntry `json:"entry"`
	Link   int64              `json:"link"`
	Before string             `json:"before"` // hash of the link before
	Hash   string             `json:"hash"`
}

// Holds reports whether the entry is what its link sealed.
func (a Audit) Holds() bool {
	before, err := hex.DecodeString(a.Before)
	if err != nil || len(before) != sha256.Size {
		return false
	}
	return a.Entry.Link(market.AuditHash(before)).String() == a.Hash
}

// Fault is one thing that is not as it was packed.
type Fault struct {
	Kind market.BundleFaultKind
	Path string
}

// Report is what checking a bundle found.
type Report struct {
	Manifest  Manifest
	Root      string
	PublicKey string // by whom it says it was signed
	Parts     int
	Links     int // audit entries whose seal holds
	Waiting   int // audit entries that were not sealed yet
	Faults    []Fault
}

// Whole reports whether nothing was replaced, taken out or put in.
func (r Report) Whole() bool { return len(r.Faults) == 0 }

func (r *Report) fault(kind market.BundleFaultKind, name string) {
	if len(r.Faults) < 100 {
		r.Faults = append(r.Faults, Fault{kind, name})
	}
}

// Check reads a bundle and says what does not hold.
func Check(from io.ReaderAt, size int64) (r Report, err error) {
	archive, err := zip.NewReader(from, size)
	if err != nil || len(archive.File) > mostParts {
		return r, ErrNone
	}
	files := map[string]*zip.File{}
	for _, f := range archive.File {
		if files[f.Name] != nil {
			r.fault(market.BundleExtra, f.Name) // a second one of the name hides the first
		}
		files[f.Name] = f
	}
	list, err := content(files[ListPath])
	if err != nil {
		return r, ErrNone
	}
	signature, err := content(files[SignaturePath])
	if err != nil {
		return r, ErrNone
	}
	sum := sha256.Sum256(list)
	r.Root = hex.EncodeToString(sum[:])
	r.checkSignature(signature)
	listed := []string{ListPath, SignaturePath}
	left := int64(mostBytes)
	lines := bufio.NewScanner(bytes.NewReader(list))
	for lines.Scan() {
		hash, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok || slices.Contains(listed, name) {
			r.fault(market.BundleChanged, ListPath)
			continue
		}
		listed = append(listed, name)
		r.Parts++
		found, read, err := hashed(files[name], left)
		left -= read
		switch {
		case err != nil:
			r.fault(market.BundleMissing, name)
		case found != hash:
			r.fault(market.BundleChanged, name)
		}
	}
	for name := range files {
		if !slices.Contains(listed, name) {
			r.fault(market.BundleExtra, name)
		}
	}
	r.readManifest(files[ManifestPath])
	r.checkAudits(files[AuditsPath])
	return r, nil
}

func (r *Report) checkSignature(text []byte) {
	var s Signature
	if json.Unmarshal(text, &s) != nil || s.Root != r.Root || s.Algorithm != "ed25519" {
		r.fault(market.BundleUnsigned, SignaturePath)
		return
	}
	r.PublicKey = s.PublicKey
	key, err := base64.StdEncoding.DecodeString(s.PublicKey)
	mark, bad := base64.StdEncoding.DecodeString(s.Signature)
	if err != nil || bad != nil || len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, signed(r.Root), mark) {
		r.fault(market.BundleUnsigned, SignaturePath)
	}
}

func (r *Report) readManifest(file *zip.File) {
	text, err := content(file)
	if err != nil || json.Unmarshal(text, &r.Manifest) != nil || r.Manifest.Format != Format {
		r.fault(market.BundleChanged, ManifestPath)
	}
}

func (r *Report) checkAudits(file *zip.File) {
	text, err := content(file)
	var audits []Audit
	if err != nil || json.Unmarshal(text, &audits) != nil {
		r.fault(market.BundleMissing, AuditsPath)
		return
	}
	for _, a := range audits {
		switch {
		case a.Link == 0:
			r.Waiting++
		case a.Holds():
			r.Links++
		default:
			r.fault(market.BundleUnsealed, a.Entry.ID.String())
		}
	}
}

// content is a document inside the bundle.
func content(file *zip.File) ([]byte, error) {
	if file == nil {
		return nil, ErrNone
	}
	in, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, mostDocument+1))
	if err == nil && len(text) > mostDocument {
		err = ErrNone
	}
	return text, err
}

// hashed is the hash of a file inside the bundle; never more than left is unpacked.
func hashed(file *zip.File, left int64) (hash string, read int64, err error) {
	if file == nil {
		return "", 0, ErrNone
	}
	in, err := file.Open()
	if err != nil {
		return "", 0, err
	}
	defer in.Close()
	sum := sha256.New()
	read, err = io.Copy(sum, io.LimitReader(in, left+1))
	if err == nil && read > left {
		err = ErrNone
	}
	return hex.EncodeToString(sum.Sum(nil)), read, err
}
