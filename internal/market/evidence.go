package market

import (
	"errors"
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

	EvidenceDraft      EvidenceKind = "draft"      // pages of a design, a test build
	EvidenceShipment   EvidenceKind = "shipment"   // waybill and the like
	EvidenceCloudAuth  EvidenceKind = "cloud_auth" // screenshot of the buyer's authorization on the industry cloud platform (§2.6)
	EvidenceResource   EvidenceKind = "resource"   // platform resource order number and screenshot (§2.6)
	EvidenceScreenshot EvidenceKind = "screenshot" // remote delivery note, at least three (§2.6)
	EvidenceSigned     EvidenceKind = "signed"     // signed and stamped by three parties (§2.6)
)

// DeliveryEvidence are the kinds that a seller may hand over.
var DeliveryEvidence = []EvidenceKind{EvidenceSOW, EvidenceAcceptance, EvidenceLicence, EvidenceDeployment,
	EvidenceDraft, EvidenceShipment, EvidenceCloudAuth, EvidenceResource, EvidenceScreenshot, EvidenceSigned, EvidenceOther}

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
	Address  string // from where it was done; empty for the clock
}

// Visits is the last time that the flow passed its node of that place, and how often the node
// sent it back; the logs' newest comes first.
func (s Supervision) Visits(logs []SupervisionLog, node int) (passed *SupervisionLog, back int) {
	for i := range logs {
		from, to := s.Flow.V.Index(logs[i].FromNode), s.Flow.V.Index(logs[i].ToNode)
		switch {
		case from != node || to == from || logs[i].Act == CloseSupervision:
		case to > from && passed == nil:
			passed = &logs[i]
		case to < from:
			back++
		}
	}
	return passed, back
}

// Upload is a file as it arrives, or one that a draft has stored already: then File names it.
type Upload struct {
	Kind    EvidenceKind
	Name    string
	Content []byte
	File    FileID
}

// EvidenceFiles is how many files one act takes (transactions.md §2.6).
const EvidenceFiles = 10

// uploads adds what is wrong with files: how many, and what they really are.
func (i Invalids) uploads(files []Upload, field string) Invalids {
	if len(files) > EvidenceFiles {
		i.With(field, "evidence.too_many_files", EvidenceFiles, len(files))
	}
	for _, f := range files {
		if !f.File.IsZero() {
			continue // it was checked when it was stored
		}
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
