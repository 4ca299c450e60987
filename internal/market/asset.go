package market

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Assets is what is sold of a listing without a server of the seller's: images, software
// packages, container applications, data files (资产中心, catalogue.md §0.2, §2.6).
var Assets = area("asset", Owner, Operations, Support, Reviewer, Manager)

// The acts on an asset.
var (
	AddAsset    = act("asset.add", Owner, Operations)
	EditAsset   = act("asset.edit", Owner, Operations)
	SubmitAsset = act("asset.submit", Owner, Operations)
	ScanAsset   = act("asset.scan", Clock)
	AppealAsset = act("asset.appeal", Owner, Operations)
	DeleteAsset = act("asset.delete", Owner, Operations)
)

// ReviewAsset asks for consent to an asset.
const ReviewAsset ReviewKind = "asset"

// AssetID names an asset.
type AssetID = ID[Asset]

// AssetStatus is where an asset stands.
type AssetStatus string

// The states of an asset. AssetNone is an asset that does not exist: not yet, or no longer.
const (
	AssetNone     AssetStatus = ""
	AssetDraft    AssetStatus = "draft"
	AssetScanning AssetStatus = "scanning"
	AssetFailed   AssetStatus = "failed"
	AssetPending  AssetStatus = "pending"
	AssetApproved AssetStatus = "approved"
	AssetRejected AssetStatus = "rejected"
)

// AssetStatuses lists the states in the order of an asset's life.
var AssetStatuses = []AssetStatus{AssetDraft, AssetScanning, AssetFailed, AssetPending, AssetApproved, AssetRejected}

// Key names the status's words.
func (s AssetStatus) Key() string { return "asset.status_" + string(s) }

// Tone is the status's colour.
func (s AssetStatus) Tone() Tone {
	switch s {
	case AssetNone, AssetDraft:
		return Neutral
	case AssetScanning, AssetPending:
		return Accent
	case AssetFailed, AssetRejected:
		return Bad
	case AssetApproved:
		return OK
	}
	return Neutral
}

// AssetMoves is the life of an asset: it is scanned before somebody reviews it, and a wrong
// finding can be appealed against with proof (catalogue.md §2.6).
var AssetMoves = Moves[AssetStatus]{
	{AssetNone, AddAsset, AssetDraft},
	{AssetDraft, EditAsset, AssetDraft},
	{AssetFailed, EditAsset, AssetDraft},
	{AssetRejected, EditAsset, AssetDraft},
	{AssetDraft, SubmitAsset, AssetScanning},
	{AssetScanning, ScanAsset, AssetPending},
	{AssetScanning, ScanAsset, AssetFailed},
	{AssetFailed, AppealAsset, AssetPending},
	{AssetPending, ApproveReview, AssetApproved},
	{AssetPending, RejectReview, AssetRejected},
	{AssetPending, WithdrawReview, AssetDraft},
	{AssetDraft, DeleteAsset, AssetNone},
	{AssetFailed, DeleteAsset, AssetNone},
	{AssetRejected, DeleteAsset, AssetNone},
	{AssetApproved, DeleteAsset, AssetNone},
}

// Asset is one version of what is sold. A new version is a choice for new purchases; what
// was bought keeps its own (catalogue.md §2.6).
type Asset struct {
	SellerID   SellerID
	ID         AssetID
	FamilyID   AssetID // its first version
	Number     string
	Kind       AssetKind
	Name       string
	Edition    string
	Status     AssetStatus
	FileID     *FileID
	FileName   string
	Source     string   // where the platform fetches what is too large to upload, or the image's id
	Gigabytes  string   // of an image, as typed
	Region     string   // of an image
	Shared     bool     // the image is shared with other accounts
	Site       Site     // where the image is sold; of anything else the mainland, which means either
	CopiedFrom *AssetID // the mainland's image that it was copied from
	Note       string   // what it is
	Report     JSON[*ScanReport]
	Appeal     string
	ProofID    *FileID
	Reason     string // of the last rejection
	Used       int    // listings that sell it or edit it
	CreatedAt  time.Time
	UpdatedAt  time.Time
	Version    int
}

// AssetSearch is which assets of a list are wanted; empty fields want all.
type AssetSearch struct {
	Text   string
	Kind   AssetKind
	Status AssetStatus
}

// The limits of assets (catalogue.md §2.1, §2.6).
const (
	ImageGigabytesMost = 128
	assetNameMost      = 60
	assetNoteMost      = 500
)

// Check is what is wrong with the asset as it was typed.
func (a Asset) Check() error {
	faults := Invalids{}
	if !slices.Contains(AssetKinds, a.Kind) {
		faults.With("kind", "problem.not_an_option", string(a.Kind))
	}
	text(faults, "name", a.Name, nameLeast, assetNameMost)
	if a.Edition == "" {
		faults.With("edition", "problem.required")
	} else if !versionPattern.MatchString(a.Edition) {
		faults.With("edition", "product.version_form", a.Edition)
	}
	text(faults, "note", a.Note, 0, assetNoteMost)
	a.siteFaults(faults)
	return faults.Err()
}

// Ready is what still keeps the asset from being scanned and reviewed.
func (a Asset) Ready() error {
	faults := Invalids{}
	if err := faults.Join(a.Check()); err != nil {
		return err
	}
	if a.Kind == AssetImage {
		a.imageFaults(faults)
		return faults.Err()
	}
	if a.FileID == nil && a.Source == "" {
		faults.With("file", "asset.no_content")
	}
	if a.FileID == nil && a.Source != "" {
		if address, err := url.Parse(a.Source); err != nil || address.Scheme != "https" || address.Hostname() == "" {
			faults.With("source", "asset.not_a_bucket", a.Source)
		}
	}
	return faults.Err()
}

func (a Asset) imageFaults(faults Invalids) {
	text(faults, "source", a.Source, 1, 64)
	text(faults, "region", a.Region, 1, 32)
	if size, err := strconv.Atoi(a.Gigabytes); a.Gigabytes == "" {
		faults.With("gigabytes", "problem.required")
	} else if err != nil {
		faults.With("gigabytes", "problem.not_a_number", a.Gigabytes)
	} else if size < 1 || size > ImageGigabytesMost {
		faults.With("gigabytes", "problem.out_of_range", 1, ImageGigabytesMost, size)
	}
	if a.Shared {
		faults.With("shared", "asset.image_shared")
	}
}

// Scanned takes over what the scan found: findings send it back, none sends it to review.
func (a *Asset) Scanned(report ScanReport) error {
	if _, err := AssetMoves.Next(a.Status, ScanAsset); err != nil {
		return err
	}
	a.Report.V, a.Status = &report, AssetPending
	if report.Blocks() {
		a.Status = AssetFailed
	}
	return nil
}

// Plea appeals against findings that are wrong, with words and proof (catalogue.md §2.6).
func (a *Asset) Plea(words string, proof *FileID) (err error) {
	faults := Invalids{}
	text(faults, "appeal", words, 10, assetNoteMost)
	if proof == nil {
		faults.With("proof", "product.no_file")
	}
	if err := faults.Err(); err != nil {
		return err
	}
	a.Appeal, a.ProofID = strings.TrimSpace(words), proof
	a.Status, err = AssetMoves.Next(a.Status, AppealAsset)
	return err
}

// Locked reports an asset whose content can no longer change: it is or was sold.
func (a Asset) Locked() bool { return a.Status == AssetApproved }

// ImageRegions are the regions from which an image may be published (catalogue.md §2.6).
func ImageRegions() []string { return ownFields["regions"].Options }
