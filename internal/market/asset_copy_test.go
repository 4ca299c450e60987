package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// catalogue.md §10: images, "copy from mainland (Beijing 4)".
func TestAnImageAbroadIsCopiedFromBeijingFour(t *testing.T) {
	t.Parallel()
	of := Asset{Kind: AssetImage, Site: Mainland, Status: AssetApproved, Region: "cn-north", Name: "运维镜像", Edition: "V1.2", Source: "img-1", Gigabytes: "40"}
	copied := Asset{Name: "Ops image"}
	require.NoError(t, copied.Copy(of))
	require.Equal(t, []string{"Ops image", "V1.2", "img-1", "40", "ap-southeast"}, []string{copied.Name, copied.Edition, copied.Source, copied.Gigabytes, copied.Region})
	require.Equal(t, International, copied.Site)
	require.NoError(t, copied.Ready())
	for name, spoil := range map[string]func(*Asset){
		"another region": func(a *Asset) { a.Region = "cn-east" },
		"not approved":   func(a *Asset) { a.Status = AssetPending },
		"no image":       func(a *Asset) { a.Kind = AssetPackage },
		"of this site":   func(a *Asset) { a.Site = International },
	} {
		spoiled := of
		spoil(&spoiled)
		require.ErrorContains(t, copied.Copy(spoiled), "asset.not_copyable", name)
	}
	copied.Region = "cn-east"
	require.ErrorContains(t, copied.Check(), "asset.region_abroad")
	require.ErrorContains(t, Asset{Kind: AssetPackage, Site: International, Name: "ab", Edition: "V1.0"}.Check(), "site")
}
