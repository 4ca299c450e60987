package market

import (
	"archive/zip"
	"bytes"
	"path"
	"slices"
	"strings"
	"time"
)

// EvidenceID names one stored version of one piece of evidence.
type EvidenceID = ID[Evidence]

// FileID names a stored file.
type FileID = ID[File]

// File is something stored under its hash.
type File struct {
	ID         FileID
	Name       string
	MIME       string
	Size       int64
	SHA256     string
	UploadedBy string
	Party      Party
	UploadedAt time.Time
}

// EvidenceKind says what a document proves (transactions.md §2.4, §3).
type EvidenceKind string

// The kinds of evidence.
const (
	EvidenceRequirement EvidenceKind = "requirement" // what the buyer attached to the requirement
	EvidenceSOW         EvidenceKind = "sow"         // 需求文档 / SOW
	EvidenceAcceptance  EvidenceKind = "acceptance"  // 验收文档
	EvidenceLicence     EvidenceKind = "licence"     // screenshot of the authorization's validity
	EvidenceDeployment  EvidenceKind = "deployment"  // proof of deployment
	EvidenceCommitment  EvidenceKind = "commitment"  // 申诉介入处理承诺函
	EvidenceAppeal      EvidenceKind = "appeal"      // evidence for an appeal
	EvidenceOther       EvidenceKind = "other"
)

// DeliveryEvidence are the kinds that a seller may hand over.
var DeliveryEvidence = []EvidenceKind{EvidenceSOW, EvidenceAcceptance, EvidenceLicence, EvidenceDeployment, EvidenceOther}

// Key names the kind's words.
func (k EvidenceKind) Key() string { return "evidence.kind_" + string(k) }

// Evidence is one stored version of one document of a flow.
type Evidence struct {
	ID            EvidenceID
	SupervisionID SupervisionID
	AppealID      *AppealID
	LogID         *ID[SupervisionLog]
	Kind          EvidenceKind
	FileID        FileID
	Version       int
	AddedAt       time.Time
	Name          string
	MIME          string
	Size          int64
	SHA256        string
	UploadedBy    string
	Party         Party
}

// SupervisionLog is one thing that was done to a flow.
type SupervisionLog struct {
	ID       ID[SupervisionLog]
	At       time.Time
	Party    Party
	Actor    string
	Act      Act
	FromNode Node
	ToNode   Node
	Comment  string
	Reason   *JSON[Reason]
}

// MissingEvidence is what is needed and not there, in the order in which it is needed. The
// refusal of an act and the page's checklist both come from here.
func MissingEvidence(need, have []EvidenceKind) []EvidenceKind {
	var missing []EvidenceKind
	for _, kind := range need {
		if !slices.Contains(have, kind) {
			missing = append(missing, kind)
		}
	}
	return missing
}

// Words makes a reason that names the kinds, one after the other.
func Words(kinds []EvidenceKind) Reason {
	if len(kinds) == 0 {
		return Reason{}
	}
	if len(kinds) == 1 {
		return Because(kinds[0].Key())
	}
	return Because("evidence.and", Because(kinds[0].Key()), Words(kinds[1:]))
}

// Upload is a file as it arrives.
type Upload struct {
	Kind    EvidenceKind
	Name    string
	Content []byte
}

// The bounds of what is uploaded (transactions.md §2.6).
const (
	EvidenceMegabytes = 20
	EvidenceFiles     = 10
)

// EvidenceTypes are the endings that are accepted (transactions.md §2.6).
var EvidenceTypes = []string{"pdf", "doc", "docx", "xls", "xlsx", "jpg", "png", "zip"}

// uploads adds what is wrong with files: number, size, and what they really are.
func (i Invalids) uploads(files []Upload, field string) Invalids {
	if len(files) > EvidenceFiles {
		i.With(field, "evidence.too_many_files", EvidenceFiles, len(files))
	}
	for _, f := range files {
		if _, err := f.Type(); err != nil {
			problem := err.(*Problem) //nolint:errorlint // Type makes nothing else
			i.With(field, problem.Fields["file"].Key, problem.Fields["file"].Args...)
		}
	}
	return i
}

// CheckUploads refuses files that are too many, too large or not what their names say.
func CheckUploads(files []Upload) error {
	if len(files) == 0 {
		return Invalid("files", "problem.required")
	}
	return Invalids{}.uploads(files, "files").Err()
}

// Type is the file's media type by its content; a content that does not fit the name's
// ending is refused (transactions.md §2.6).
func (u Upload) Type() (string, error) {
	ending := strings.TrimPrefix(strings.ToLower(path.Ext(u.Name)), ".")
	if ending == "jpeg" {
		ending = "jpg"
	}
	switch {
	case len(u.Content) == 0:
		return "", Invalid("file", "problem.empty_file")
	case len(u.Content) > EvidenceMegabytes<<20:
		return "", Invalid("file", "problem.too_large", EvidenceMegabytes)
	case !slices.Contains(EvidenceTypes, ending):
		return "", Invalid("file", "problem.file_kind", ending, strings.Join(EvidenceTypes, " "))
	}
	if mime, ok := sniff(ending, u.Content); ok {
		return mime, nil
	}
	return "", Invalid("file", "evidence.not_what_it_says", u.Name, ending)
}

// sniff looks at the first bytes, and into the archive where the format is one.
func sniff(ending string, content []byte) (string, bool) {
	const office = "application/vnd.openxmlformats-officedocument."
	begins := func(magic string) bool { return bytes.HasPrefix(content, []byte(magic)) }
	switch ending {
	case "pdf":
		return "application/pdf", begins("%PDF-")
	case "jpg":
		return "image/jpeg", begins("\xff\xd8\xff")
	case "png":
		return "image/png", begins("\x89PNG\r\n\x1a\n")
	case "doc":
		return "application/msword", begins("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	case "xls":
		return "application/vnd.ms-excel", begins("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	case "docx":
		return office + "wordprocessingml.document", archived(content, "word/")
	case "xlsx":
		return office + "spreadsheetml.sheet", archived(content, "xl/")
	case "zip":
		return "application/zip", archived(content, "")
	}
	return "", false
}

// archived reports whether the content is an archive with an entry of that folder.
func archived(content []byte, folder string) bool {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	return err == nil && slices.ContainsFunc(archive.File, func(f *zip.File) bool { return strings.HasPrefix(f.Name, folder) })
}
