// Package assets is the pages of what is sold without a server of the seller's.
package assets

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// DetailPage is one version with its family and who sells it.
type DetailPage struct {
	Asset    market.Asset
	Versions []market.Asset
	Users    []market.Product
}

// Form is an asset that is asked for: a new version of one, and where an image may be copied from.
type Form struct {
	Asset  market.Asset
	Of     *market.Asset
	Abroad bool // for which site an image is, is asked
	Images []market.Asset
}

func (f Form) copies() (options []ui.Option) {
	for _, image := range f.Images {
		options = append(options, ui.Option{Value: image.ID.String(), Label: image.Name + " " + image.Edition + " " + image.Number})
	}
	return options
}

func sites(ctx context.Context) (options []ui.Option) {
	for _, site := range market.Sites {
		options = append(options, ui.Option{Value: string(site), Label: i18n.T(ctx, site.Key())})
	}
	return options
}

func url(id market.AssetID, verb string) string { return "/assets/" + id.String() + verb }

func action(a market.Asset) string {
	if a.ID.IsZero() {
		return "/assets/add"
	}
	return url(a.ID, "/edit")
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.product")}, {Text: i18n.T(ctx, "nav.assets")}}
	if len(more) > 0 {
		way[1].URL = "/assets"
	}
	return append(way, more...)
}

func editTitle(ctx context.Context, a market.Asset, of *market.Asset) string {
	switch {
	case of != nil:
		return i18n.T(ctx, "asset.new_version")
	case a.ID.IsZero():
		return i18n.T(ctx, market.AddAsset)
	}
	return i18n.T(ctx, market.EditAsset)
}

func kinds(ctx context.Context) (options []ui.Option) {
	for _, kind := range market.AssetKinds {
		options = append(options, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key()), Help: i18n.T(ctx, kind.Key()+"_help")})
	}
	return options
}

func regions(ctx context.Context) (options []ui.Option) {
	for _, region := range market.ImageRegions() {
		options = append(options, ui.Option{Value: region, Label: i18n.T(ctx, "product.regions_"+region)})
	}
	return options
}

func reportText(ctx context.Context, a market.Asset) string {
	switch {
	case a.Report.V == nil:
		return i18n.T(ctx, "asset.report_none")
	case a.Report.V.Blocks():
		return i18n.T(ctx, "asset.report_found", len(a.Report.V.Findings))
	}
	return i18n.T(ctx, "asset.report_clean")
}

func reportChecks(ctx context.Context, report market.ScanReport) (lines []ui.CheckLine) {
	for _, rule := range market.ScanRules {
		if !report.Found(rule) {
			lines = append(lines, ui.CheckLine{Name: i18n.T(ctx, rule.Key()), OK: true})
		}
	}
	for _, finding := range report.Findings {
		lines = append(lines, ui.CheckLine{Name: i18n.T(ctx, finding.Rule.Key()), Note: i18n.T(ctx, "asset.finding", finding.Place, finding.Score)})
	}
	return lines
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	a := p.Asset
	facts := []ui.Fact{{Label: i18n.T(ctx, "asset.note"), Text: a.Note}}
	if a.Source != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "asset.source"), Text: a.Source})
	}
	if a.Kind == market.AssetImage {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "asset.site"), Text: i18n.T(ctx, a.Site.Key())})
		if a.CopiedFrom != nil {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, "asset.copied_from"), Part: ui.TextLink(i18n.T(ctx, "asset.copy_open"), url(*a.CopiedFrom, ""))})
		}
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "asset.region"), Text: i18n.T(ctx, "product.regions_"+a.Region)}, ui.Fact{Label: i18n.T(ctx, "asset.gigabytes"), Text: a.Gigabytes + " GB"})
	}
	return append(facts, ui.Fact{Label: i18n.T(ctx, "asset.created_at"), Part: ui.Time(a.CreatedAt)}, ui.Fact{Label: i18n.T(ctx, "asset.updated_at"), Part: ui.Time(a.UpdatedAt)})
}

func ticked(yes bool) string {
	if yes {
		return "on"
	}
	return ""
}
