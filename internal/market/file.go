package market

import (
	"bytes"
	"errors"
	"image"
	_ "image/gif"  // pixel sizes of pictures
	_ "image/jpeg" // pixel sizes of pictures
	_ "image/png"  // pixel sizes of pictures
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gabriel-vasile/mimetype"
)

// Files is what was uploaded; whose file it is decides the door, not the role.
var Files = area("file", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// FileID names an uploaded file.
type FileID = ID[File]

// File is what somebody uploaded; it is added, never changed.
type File struct {
	SellerID   SellerID
	ID         FileID
	Name       string
	Mime       string
	Size       int64
	SHA256     string
	Purpose    FilePurpose
	UploadedBy string
	Party      Party
	UploadedAt time.Time
}

// Picture reports whether a browser can show the file as a picture.
func (f File) Picture() bool { return strings.HasPrefix(f.Mime, "image/") }

// FilePurpose is what a file is for; it decides which files are taken.
type FilePurpose string

// The purposes.
const (
	FileLogo              FilePurpose = "logo"         // of a product
	FilePicture           FilePurpose = "picture"      // main picture of a product
	FileGuide             FilePurpose = "guide"        // usage guide
	FileCertificate       FilePurpose = "certificate"  // software copyright, authorisation, open source
	FileTemplate          FilePurpose = "template"     // delivery and requirement templates
	FileEvidence          FilePurpose = "evidence"     // of a delivery or an appeal
	FileCompanyLogo       FilePurpose = "company_logo" // of a seller
	FileLicence           FilePurpose = "licence"      // business licence
	FileProof             FilePurpose = "proof"        // of a bank account
	FileIdentity          FilePurpose = "identity"     // licence or identity card of a real-name authentication
	FileInvoice           FilePurpose = "invoice"
	FileSettlementInvoice FilePurpose = "settlement_invoice" // the seller's, to the platform
	FileVideo             FilePurpose = "video"              // of a product
	FileDescription       FilePurpose = "description"        // picture in a product's description
	FileCasePicture       FilePurpose = "case"               // picture of a customer case
	FileAsset             FilePurpose = "asset"              // what is sold: package, data file
	FileLetter            FilePurpose = "letter"             // stamped data compliance letter
	FileCase              FilePurpose = "store_case"         // picture of a customer case
	FileHonour            FilePurpose = "store_certificate"  // certificate on the store page
)

// FileRule is what one purpose takes.
type FileRule struct {
	Types                     []string // extensions without the dot
	Most                      int64    // bytes
	Width, Height             int      // pixels exactly; 0 is any
	Narrowest, Widest, Lowest int      // pixels between; 0 is any
}

const megabyte = 1 << 20

// FileRules is what each purpose takes (catalogue.md §0.5, §1.3, §2.3; transactions.md §3
// for evidence).
var FileRules = map[FilePurpose]FileRule{
	FileLogo:              {Types: []string{"png"}, Most: 5 * megabyte, Width: 120, Height: 120},
	FilePicture:           {Types: []string{"jpg", "jpeg", "png", "gif"}, Most: 5 * megabyte, Width: 800, Height: 600},
	FileGuide:             {Types: []string{"rar", "zip", "doc", "docx", "pdf", "ppt", "pptx"}, Most: 20 * megabyte},
	FileCertificate:       {Types: []string{"rar", "zip", "doc", "docx", "pdf", "jpg", "jpeg", "png"}, Most: 20 * megabyte},
	FileTemplate:          {Types: []string{"doc", "docx", "xls", "xlsx"}, Most: 20 * megabyte},
	FileEvidence:          {Types: []string{"pdf", "doc", "docx", "xls", "xlsx", "jpg", "jpeg", "png", "zip"}, Most: 20 * megabyte},
	FileCompanyLogo:       {Types: []string{"jpg", "jpeg", "png"}, Most: 5 * megabyte},
	FileLicence:           {Types: []string{"jpg", "jpeg", "png", "pdf"}, Most: 5 * megabyte},
	FileProof:             {Types: []string{"jpg", "jpeg", "png", "pdf"}, Most: 5 * megabyte},
	FileIdentity:          {Types: []string{"jpg", "jpeg", "png", "pdf"}, Most: 5 * megabyte},
	FileVideo:             {Types: []string{"mp4"}, Most: 200 * megabyte},
	FileDescription:       {Types: []string{"jpg", "jpeg", "png"}, Most: 5 * megabyte, Narrowest: 900, Widest: 1200, Lowest: 800},
	FileCasePicture:       {Types: []string{"jpg", "jpeg", "png"}, Most: 5 * megabyte},
	FileAsset:             {Types: []string{"zip", "rar", "gz", "tgz", "csv", "xlsx", "json"}, Most: 200 * megabyte},
	FileLetter:            {Types: []string{"jpg", "jpeg", "png", "pdf"}, Most: 5 * megabyte},
	FileCase:              {Types: []string{"jpg", "jpeg", "png"}, Most: 5 * megabyte, Width: 780, Height: 440},
	FileHonour:            {Types: []string{"jpg", "jpeg", "png"}, Most: 5 * megabyte, Narrowest: 900, Widest: 1200},
	FileSettlementInvoice: {Types: []string{"pdf", "ofd"}, Most: 20 * megabyte}, // transactions.md §6.10
	FileInvoice:           {Types: []string{"pdf", "jpg", "jpeg", "png", "zip"}, Most: 20 * megabyte},
}

// The daily quota of one seller (catalogue.md §0.5).
const (
	FilesADay     = 100
	FileBytesADay = int64(10) << 30
)

// Accept is the rule as a form's file input wants it.
func (r FileRule) Accept() string { return "." + strings.Join(r.Types, ",.") }

// Names lists the types for a sentence.
func (r FileRule) Names() string { return strings.Join(r.Types, " / ") }

// Megabytes is the limit for a sentence.
func (r FileRule) Megabytes() int { return int(r.Most / megabyte) }

// kinds are the contents that an extension stands for.
var kinds = map[string][]string{
	"png": {"image/png"}, "gif": {"image/gif"}, "jpg": {"image/jpeg"}, "jpeg": {"image/jpeg"},
	"pdf": {"application/pdf"},
	"zip": {"application/zip"}, "ofd": {"application/ofd", "application/zip"},
	"gz": {"application/gzip"}, "tgz": {"application/gzip"},
	"mp4": {"video/mp4"}, "csv": {"text/csv", "text/plain"}, "json": {"application/json"},
	"rar":  {"application/x-rar-compressed"},
	"doc":  {"application/msword", "application/x-ole-storage"},
	"xls":  {"application/vnd.ms-excel", "application/x-ole-storage"},
	"ppt":  {"application/vnd.ms-powerpoint", "application/x-ole-storage"},
	"docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	"pptx": {"application/vnd.openxmlformats-officedocument.presentationml.presentation"},
}

// nameLimit is the longest file name that is kept.
const nameLimit = 120

// CheckFile answers the content's type, or what is wrong with the file: its extension, its
// size, its pixels, or a content that is not what the extension says (catalogue.md §0.5).
func CheckFile(name string, purpose FilePurpose, content []byte) (mime string, err error) {
	rule := FileRules[purpose]
	extension := strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")
	if !slices.Contains(rule.Types, extension) {
		return "", Invalid("file", "problem.file_kind", extension, rule.Names())
	}
	if len(content) == 0 {
		return "", Invalid("file", "problem.empty_file")
	}
	if int64(len(content)) > rule.Most {
		return "", Invalid("file", "problem.too_large", rule.Megabytes())
	}
	if n := len([]rune(name)); n > nameLimit {
		return "", Invalid("file", "file.name_too_long", nameLimit, n)
	}
	found := mimetype.Detect(content)
	if !slices.ContainsFunc(kinds[extension], found.Is) {
		return "", Invalid("file", "file.renamed", extension, strings.TrimPrefix(found.Extension(), "."))
	}
	if rule.Width > 0 || rule.Widest > 0 {
		shape, _, err := image.DecodeConfig(bytes.NewReader(content))
		if err != nil {
			return "", Invalid("file", "file.unreadable")
		}
		if rule.Widest > 0 && (shape.Width < rule.Narrowest || shape.Width > rule.Widest || shape.Height < rule.Lowest) {
			return "", Invalid("file", "file.pixels_between", rule.Narrowest, rule.Widest, rule.Lowest, shape.Width, shape.Height)
		}
		if rule.Width > 0 && (shape.Width != rule.Width || shape.Height != rule.Height) {
			return "", Invalid("file", "file.pixels", rule.Width, rule.Height, shape.Width, shape.Height)
		}
	}
	return found.String(), nil
}

// AsField moves the fault of a single value to the field of the form that it came from.
func AsField(field string, err error) error {
	var p *Problem
	if !errors.As(err, &p) || p.Kind != KindInvalid {
		return err
	}
	for _, reason := range p.Fields {
		return Invalid(field, reason.Key, reason.Args...)
	}
	return err
}
