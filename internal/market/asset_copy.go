package market

import "strings"

// The regions between which images are copied: from the mainland's Beijing 4 to the
// international site's (从大陆站复制，北京四, catalogue.md §10).
const (
	CopyRegion   = "cn-north"
	AbroadRegion = "ap-southeast"
)

// Copyable reports whether the international site's images may be copied from the asset.
func (a Asset) Copyable() bool {
	return a.Kind == AssetImage && a.Site == Mainland && a.Status == AssetApproved && a.Region == CopyRegion
}

// Copy takes over what an image of the mainland is; name, edition and note stay where they were
// typed. The copy is an asset of its own, scanned and reviewed as any other.
func (a *Asset) Copy(of Asset) error {
	if !of.Copyable() {
		return Invalid("copied_from", "asset.not_copyable", of.Name)
	}
	a.Kind, a.Site, a.Region, a.Shared = AssetImage, International, AbroadRegion, false
	a.Source, a.Gigabytes, a.CopiedFrom = of.Source, of.Gigabytes, &of.ID
	for _, field := range []struct {
		into *string
		from string
	}{{&a.Name, of.Name}, {&a.Edition, of.Edition}, {&a.Note, of.Note}} {
		if *field.into == "" {
			*field.into = field.from
		}
	}
	return nil
}

// siteFaults: only images are of one site, and those of the international one lie abroad.
func (a Asset) siteFaults(faults Invalids) {
	switch {
	case a.Site == "" || a.Site == Mainland:
	case a.Site != International || a.Kind != AssetImage:
		faults.With("site", "problem.not_an_option", string(a.Site))
	case strings.HasPrefix(a.Region, "cn-"):
		faults.With("region", "asset.region_abroad")
	}
}
