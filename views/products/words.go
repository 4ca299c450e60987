package products

import (
	"context"
	"slices"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

func named(ctx context.Context, name string) string {
	if name == "" {
		return i18n.T(ctx, "product.unnamed")
	}
	return name
}

// discarded says what throwing the draft away means: the listing, or only a change of it.
func discarded(status market.ProductStatus) string {
	if status == market.ProductOnSale {
		return "change"
	}
	return "product"
}

func discardText(ctx context.Context, w Wizard) string {
	return i18n.T(ctx, "product.discard_"+discarded(w.Status), named(ctx, w.Content.Name))
}

func holds(list []string, value string) bool { return slices.Contains(list, value) }

func caseName(ctx context.Context, saved market.SavedCase) string {
	name := i18n.T(ctx, saved.Activity.Key())
	if saved.Charging == "" {
		return name
	}
	return i18n.T(ctx, "product.case_of", name, market.Word("order.charging_"+string(saved.Charging)))
}

func fileHelp(ctx context.Context, field string) string {
	rule := market.FileRules[market.ProductFile(field)]
	if rule.Widest > 0 {
		return i18n.T(ctx, "product.file_between", rule.Names(), rule.Narrowest, rule.Widest, rule.Lowest, rule.Megabytes())
	}
	if rule.Width > 0 {
		return i18n.T(ctx, "product.file_pixels", rule.Names(), rule.Width, rule.Height, rule.Megabytes())
	}
	return i18n.T(ctx, "product.file_rule", rule.Names(), rule.Megabytes())
}

// theirs words what stands in the store now, where somebody else saved something different.
func theirs(ctx context.Context, change market.Change) string {
	switch change.Kind {
	case market.ChangeLine:
		return i18n.T(ctx, "product.saved_now", orDash(change.Before))
	case market.ChangeWords:
	case market.ChangeWord:
		if i18n.Has(change.Before) {
			return i18n.T(ctx, "product.saved_now", i18n.T(ctx, change.Before))
		}
		return i18n.T(ctx, "product.saved_now", orDash(change.Before))
	case market.ChangeText:
		return i18n.T(ctx, "product.saved_letters", market.Letters(change.Before), market.Letters(change.After))
	case market.ChangePicture, market.ChangeFile, market.ChangeSpecs:
	}
	return i18n.T(ctx, "product.saved_otherwise")
}

func categoryOf(ctx context.Context, categories []market.Category, code string) string {
	for _, leaf := range categories {
		if leaf.Code != code || leaf.Parent == nil {
			continue
		}
		for _, parent := range categories {
			if parent.Code == *leaf.Parent {
				return categoryName(ctx, []market.Category{parent, leaf})
			}
		}
		return categoryName(ctx, []market.Category{leaf})
	}
	return ""
}

func timeOr(t *time.Time) templ.Component {
	if t == nil {
		return ui.Dash()
	}
	return ui.Time(*t)
}

type namedFile struct {
	field string
	file  market.FileRef
}

// said are the texts that somebody wrote.
func said(texts ...string) []string {
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

// filesOf are the documents of a content in the order of the wizard.
func filesOf(c market.ProductContent) (files []namedFile) {
	for _, field := range append(FileFields(market.StepAccess), append(FileFields(market.StepBusiness), "tag_certificate", "open_lab")...) {
		if file := c.File(field); file != nil {
			files = append(files, namedFile{field, *file})
		}
	}
	return files
}

// own are the own fields of those names that the listing has.
func (w Wizard) own(names ...string) []market.OwnField {
	return slices.DeleteFunc(w.AccessType.Own(w.SaleType), func(f market.OwnField) bool { return !slices.Contains(names, f.Name) })
}

// frozen reports a field that may not change any more.
func (w Wizard) frozen(field market.OwnField) bool { return field.Frozen && w.Facts.Live != nil }

func ownValue(ctx context.Context, c market.ProductContent, field market.OwnField) string {
	value := c.Own(field.Name)
	if field.Kind == market.OwnChoice && value != "" {
		return i18n.T(ctx, "product."+field.Name+"_"+value)
	}
	return orDash(value)
}

func assetBegin(c market.ProductContent) string {
	if c.AssetID == nil {
		return ""
	}
	return c.AssetID.String()
}

func assetOptions(ctx context.Context, w Wizard) []ui.Option {
	var options []ui.Option
	for _, asset := range w.Assets {
		label := asset.Name + " " + asset.Edition
		if asset.Status != market.AssetApproved {
			label = i18n.T(ctx, "product.asset_option", label, market.Word(asset.Status.Key()))
		}
		options = append(options, ui.Option{Value: asset.ID.String(), Label: label})
	}
	return options
}

func credentialOptions(w Wizard) []ui.Option {
	var options []ui.Option
	for _, c := range w.Credentials {
		options = append(options, ui.Option{Value: c.Number, Label: c.Name + " " + c.Number})
	}
	return options
}

// scanOptions are the finished scans with what they found.
func scanOptions(ctx context.Context, w Wizard) []ui.Option {
	options := make([]ui.Option, len(w.Scans))
	for i, scan := range w.Scans {
		options[i] = ui.Option{Value: scan.Number, Label: joined(ctx, scan.Name, scan.Host, i18n.T(ctx, scan.Verdict.Key()), i18n.T(ctx, "scan.score_of", scan.Score))}
	}
	return options
}

// scanFact is the scan that the listing names.
func scanFact(scan market.ScanRef) templ.Component {
	return ui.TextLink(scan.Name, "/scans/"+scan.ID.String())
}

// delivered reports whether orders of the listing are delivered under supervision.
func (w Wizard) delivered() bool { return w.Content.Supervises(w.AccessType) }

// after is a section's number where the section on delivery may be left out.
func (w Wizard) after(number int) int {
	if w.delivered() {
		return number
	}
	return number - 1
}

// numbered is a section's number where those of trade may be left out.
func (w Wizard) numbered(number int) int {
	if !w.AccessType.Rules().Priced {
		return number - 4
	}
	return w.after(number)
}

// lacks are the cases that an address lacks for the specs; before there are any, for all.
func (w Wizard) lacks(endpoint market.EndpointFacts) []market.SavedCase {
	modes := w.Content.Modes()
	if len(modes) == 0 {
		modes = []market.Charging{market.ChargePeriod, market.ChargeOneTime}
	}
	return endpoint.Lacks(modes)
}

// shareNote is the note on how the listing is shared.
func shareNote(sale market.SaleType) string {
	if sale == market.SaleJoint {
		return "share_joint"
	}
	return "share"
}
