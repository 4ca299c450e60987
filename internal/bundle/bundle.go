// Package bundle packs the evidence of one order into a ZIP file that proves by itself that
// nothing in it was replaced: every part stands with its SHA-256 in manifest.txt, the root is
// the SHA-256 of that list, and the installation signs the root.
package bundle

import (
	"archive/zip"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
)

// Format names the layout of the file.
const Format = "sellercenter-bundle/1"

// The parts that a bundle itself is made of.
const (
	ManifestPath  = "manifest.json"
	ListPath      = "manifest.txt"
	SignaturePath = "signature.json"
	AuditsPath    = "records/audits.json"
)

// Part is one file inside a bundle: either Content, or what Copy writes while it is packed.
type Part struct {
	Path    string
	Size    int64
	SHA256  string
	Content []byte
	Copy    func(io.Writer) error
}

// Document is a part whose content is here.
func Document(name string, content []byte) Part {
	sum := sha256.Sum256(content)
	return Part{Path: name, Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:]), Content: content}
}

// Record is a part that holds the value as JSON.
func Record(name string, value any) (Part, error) {
	text, err := json.MarshalIndent(value, "", "  ")
	return Document(name, append(text, '\n')), err
}

// Safe turns a name that somebody typed into one that leads nowhere else.
func Safe(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, path.Base(strings.ReplaceAll(name, `\`, "/")))
	if name = strings.TrimLeft(name, "."); name == "" {
		return "_"
	}
	return name
}

// Manifest says what the bundle is of, and lists its parts.
type Manifest struct {
	Format      string    `json:"format"`
	Order       string    `json:"order"`
	Seller      string    `json:"seller"`
	CompanyName string    `json:"company_name"`
	MadeBy      string    `json:"made_by"`
	MadeAt      time.Time `json:"made_at"`
	Language    string    `json:"language"`
	Parts       []Entry   `json:"parts"`
}

// Entry is a part as the manifest lists it.
type Entry struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Signature is the installation's word for the root.
type Signature struct {
	Root      string `json:"root"`
	Algorithm string `json:"algorithm"`
	PublicKey string `json:"public_key"`
	Signature string `json:"signature"`
}

// KeyOf is the installation's signing key, derived from its secret.
func KeyOf(secret []byte) ed25519.PrivateKey {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("sellercenter bundle signing key 1"))
	return ed25519.NewKeyFromSeed(mac.Sum(nil))
}

// PublicKey is a key's public half as people copy it.
func PublicKey(key ed25519.PrivateKey) string {
	return base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
}

func signed(root string) []byte { return []byte(Format + "\n" + root + "\n") }

// Sealed is a bundle that only has to be written: its root is known before a byte of it is.
type Sealed struct {
	Root     string
	Manifest Manifest
	parts    []Part
}

// Seal lists the parts, hashes the list and signs the hash.
func Seal(about Manifest, parts []Part, key ed25519.PrivateKey) (Sealed, error) {
	about.Format = Format
	for _, p := range parts {
		about.Parts = append(about.Parts, Entry{p.Path, p.Size, p.SHA256})
	}
	manifest, err := Record(ManifestPath, about)
	if err != nil {
		return Sealed{}, err
	}
	var list strings.Builder // as sha256sum -c reads it
	for _, p := range append([]Part{manifest}, parts...) {
		fmt.Fprintf(&list, "%s  %s\n", p.SHA256, p.Path)
	}
	text := Document(ListPath, []byte(list.String()))
	signature, err := Record(SignaturePath, Signature{Root: text.SHA256, Algorithm: "ed25519", PublicKey: PublicKey(key),
		Signature: base64.StdEncoding.EncodeToString(ed25519.Sign(key, signed(text.SHA256)))})
	return Sealed{Root: text.SHA256, Manifest: about, parts: append([]Part{signature, text, manifest}, parts...)}, err
}

// errChanged says that a file is not what the list says; the bundle is not finished.
var errChanged = errors.New("a file is not what was listed")

// Write packs the bundle while it is sent. What is copied is hashed on its way: a file that
// is not the listed one breaks the bundle off.
func (s Sealed) Write(to io.Writer) error {
	archive := zip.NewWriter(to)
	for _, p := range s.parts {
		header := &zip.FileHeader{Name: p.Path, Method: zip.Deflate, Modified: s.Manifest.MadeAt}
		if p.Copy != nil {
			header.Method = zip.Store // documents and pictures are packed already
		}
		into, err := archive.CreateHeader(header)
		if err != nil {
			return err
		}
		if p.Copy == nil {
			if _, err := into.Write(p.Content); err != nil {
				return err
			}
			continue
		}
		sum := sha256.New()
		if err := p.Copy(io.MultiWriter(into, sum)); err != nil {
			return err
		}
		if hex.EncodeToString(sum.Sum(nil)) != p.SHA256 {
			return fmt.Errorf("%s: %w", p.Path, errChanged)
		}
	}
	return archive.Close()
}

// Spelled is the value with its fields named as everywhere outside the program: order_id.
func Spelled(value any) any {
	text, err := json.Marshal(value)
	if err != nil {
		return value // its own marshalling says why
	}
	var plain any
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	if decoder.Decode(&plain) != nil {
		return value
	}
	return respelled(plain)
}

func respelled(value any) any {
	switch v := value.(type) {
	case map[string]any:
		named := make(map[string]any, len(v))
		for name, inner := range v {
			named[snake(name)] = respelled(inner)
		}
		return named
	case []any:
		for i := range v {
			v[i] = respelled(v[i])
		}
	}
	return value
}

// snake turns OrderID into order_id and SHA256 into sha256.
func snake(name string) string {
	var out strings.Builder
	letters := []rune(name)
	upper := func(i int) bool { return i < len(letters) && letters[i] >= 'A' && letters[i] <= 'Z' }
	lower := func(i int) bool { return i >= 0 && i < len(letters) && letters[i] >= 'a' && letters[i] <= 'z' }
	for i, r := range letters {
		if upper(i) && i > 0 && (lower(i-1) || upper(i-1) && lower(i+1)) {
			out.WriteByte('_')
		}
		out.WriteRune(r)
	}
	return strings.ToLower(out.String())
}
