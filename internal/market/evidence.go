package market

import (
	"errors"
	"slices"
	"time"
)

// EvidenceID names one stored version of one piece of evidence.
type EvidenceID = ID[Evidence]

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
	Mime          string
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

// EvidenceFiles is how many files one act takes (transactions.md §2.6).
const EvidenceFiles = 10

// uploads adds what is wrong with files: how many, and what they really are.
func (i Invalids) uploads(files []Upload, field string) Invalids {
	if len(files) > EvidenceFiles {
		i.With(field, "evidence.too_many_files", EvidenceFiles, len(files))
	}
	for _, f := range files {
		if _, err := CheckFile(f.Name, FileEvidence, f.Content); err != nil {
			if p, ok := errors.AsType[*Problem](err); ok {
				i.With(field, "evidence.bad_file", f.Name, p.Fields["file"])
			}
		}
	}
	return i
}

// CheckUploads refuses no files, too many, and what is not what its name says.
func CheckUploads(files []Upload) error {
	if len(files) == 0 {
		return Invalid("files", "problem.required")
	}
	return Invalids{}.uploads(files, "files").Err()
}
