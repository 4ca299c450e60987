// Package regions is the pages of where products of the international site are sold.
package regions

import (
	"context"
	"net/url"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func names(ctx context.Context, p market.RegionProduct) string {
	var all []string
	for _, name := range p.Regions.V {
		all = append(all, name[i18n.Lang(ctx)])
	}
	return strings.Join(all, i18n.T(ctx, "common.list_join"))
}

func certified(contracts []market.Contract) bool {
	for _, c := range contracts {
		if c.Status == market.ContractCertified {
			return true
		}
	}
	return false
}

// filled is the form as it begins: what is sold now is ticked.
func filled(f ui.Form, regions []market.Region) ui.Form {
	if f.Values != nil {
		return f
	}
	f.Values = url.Values{}
	for _, region := range regions {
		if region.On {
			f.Values.Add("regions", region.Code)
		}
	}
	return f
}
