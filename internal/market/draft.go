package market

import (
	"slices"
	"time"
)

// Drafts are what is being prepared for a delivery or a dispute: words as they are typed,
// files as soon as they are chosen. A broken connection loses at most the file under way
// (transactions.md §2.6).
var Drafts = area("draft", Owner, Operations, Support, Manager)

// The acts on a draft. What is prepared becomes evidence with the act that it was meant for.
var (
	KeepDraft   = act("draft.keep", Owner, Operations, Support, Buyer, Manager) // words
	AttachDraft = act("draft.attach", Owner, Operations, Support, Buyer)        // one file
	DetachDraft = act("draft.detach", Owner, Operations, Support, Buyer)        // takes a file out before it was handed in
)

// DraftUse is what a draft is prepared for. A side has one of each at a delivery.
type DraftUse string

// The uses.
const (
	DraftDelivery    DraftUse = "delivery"    // what the seller hands over
	DraftRequirement DraftUse = "requirement" // what the buyer needs
	DraftAppeal      DraftUse = "appeal"      // a dispute that is to be filed
	DraftSupply      DraftUse = "supply"      // an answer to the operator's question
	DraftDecision    DraftUse = "decision"    // the operator's over a dispute
)

// DraftUses lists the uses.
var DraftUses = []DraftUse{DraftDelivery, DraftRequirement, DraftAppeal, DraftSupply, DraftDecision}

// Act is what a draft leads to: who may not do that prepares nothing for it.
func (u DraftUse) Act() Act {
	return map[DraftUse]Act{DraftDelivery: UploadSupervision, DraftRequirement: SubmitSupervision,
		DraftAppeal: FileAppeal, DraftSupply: SupplyAppeal, DraftDecision: DecideAppeal}[u]
}

// Words are the fields of the form that the draft is typed in.
func (u DraftUse) Words() []string {
	return map[DraftUse][]string{
		DraftDelivery:    {"result", "opened_at", "link", "courier", "tracking", "waybill_phone"},
		DraftRequirement: {"text"},
		DraftAppeal:      {"ground", "reason"},
		DraftSupply:      {"comment"},
		DraftDecision:    {"outcome", "return_node", "amount", "conclusion"},
	}[u]
}

// Kinds are the kinds of documents that the draft takes.
func (u DraftUse) Kinds() []EvidenceKind {
	switch u {
	case DraftDelivery:
		return DeliveryEvidence
	case DraftRequirement:
		return []EvidenceKind{EvidenceRequirement}
	case DraftAppeal, DraftSupply:
		return []EvidenceKind{EvidenceAppeal, EvidenceCommitment, EvidenceSOW, EvidenceAcceptance, EvidenceLicence, EvidenceDeployment, EvidenceShipment}
	case DraftDecision:
	}
	return nil
}

// Draft is what one side has prepared.
type Draft struct {
	Words  JSON[map[string]string]
	KeptAt *time.Time
	KeptBy string
	Files  []DraftFile
}

// Word is what was typed into the field.
func (d Draft) Word(name string) string { return d.Words.V[name] }

// Has are the kinds of the draft's files, each as often as there are files of it.
func (d Draft) Has() []EvidenceKind {
	kinds := make([]EvidenceKind, len(d.Files))
	for i, f := range d.Files {
		kinds[i] = f.Kind
	}
	return kinds
}

// DraftFile is one file of a draft.
type DraftFile struct {
	ID         ID[DraftFile]
	Kind       EvidenceKind
	FileID     FileID
	Name       string
	Mime       string
	Size       int64
	SHA256     string
	AddedAt    time.Time
	UploadedBy string
}

// draftWord is the longest text that a draft keeps.
const draftWord = 4000

// CheckWords refuses words that the draft's form does not have, and what is too long.
func (u DraftUse) CheckWords(words map[string]string) error {
	wrong := Invalids{}
	for name, text := range words {
		if !slices.Contains(u.Words(), name) {
			wrong.With(name, "problem.not_an_option", name)
		}
		if n := len([]rune(text)); n > draftWord {
			wrong.With(name, "problem.too_long", draftWord, n)
		}
	}
	return wrong.Err()
}

// Attach refuses a file that the draft does not take: its kind, its content, one too many
// (transactions.md §2.6).
func (d Draft) Attach(use DraftUse, file Upload) error {
	wrong := Invalids{}
	if !slices.Contains(use.Kinds(), file.Kind) {
		wrong.With("kind", "problem.not_an_option", string(file.Kind))
	}
	if len(d.Files) >= EvidenceFiles {
		wrong.With("files", "evidence.too_many_files", EvidenceFiles, len(d.Files)+1)
	}
	return wrong.uploads([]Upload{file}, "files").Err()
}

// Drafting refuses to prepare what the flow will not take from that side: only whose turn it
// is prepares a step, nobody prepares a second dispute, only who was asked prepares an answer.
func (s Supervision) Drafting(use DraftUse, by Party) error {
	switch {
	case !slices.Contains(DraftUses, use):
		return Invalid("use", "problem.not_an_option", string(use))
	case use == DraftDecision: // only over an appeal, also over one about a return after the delivery
		if by != PartyOperator {
			return Denied
		}
		return nil
	case s.Over() && use != DraftSupply:
		return Conflict("supervision.is_over", Word(s.Node.Key()))
	case s.Over():
		return nil // an answer about a hardware return; the act itself asks whose turn it is
	case use == DraftSupply && s.Status == SupervisionFrozen && s.Turn != by:
		return Conflict("supervision.not_your_turn", Word("common.party_"+string(s.Turn)), Word(s.Node.Key()))
	case use == DraftSupply && s.Status == SupervisionFrozen:
		return nil
	case use == DraftSupply:
		return Conflict("problem.not_now", Word(SupplyAppeal), string(s.Status))
	case s.Status == SupervisionFrozen:
		return Conflict("supervision.is_frozen", Word(use.Act()))
	case use == DraftAppeal:
		return nil
	}
	step := s.Step()
	if use == DraftDelivery && by == PartySeller && step.Party == by && step.Act != ConfirmSupervision ||
		use == DraftRequirement && by == PartyBuyer && step.Act == SubmitSupervision {
		return nil
	}
	return Conflict("supervision.not_your_turn", Word("common.party_"+string(step.Party)), Word(s.Node.Key()))
}
