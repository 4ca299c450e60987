package market

import (
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// ProductFacts is what the rules of a listing need to know besides its content.
type ProductFacts struct {
	Site            Site
	Limits          Bounds // as the installation has set them; none: those that ship
	AccessType      AccessType
	SaleType        SaleType
	Live            *ProductContent // what is on sale now; nil before the first approval
	NameTaken       bool
	Siblings        []Sibling
	Leaf            bool           // the category exists and has no children
	Endpoint        *EndpointFacts // the production address that was chosen, if it is the seller's
	ProductID       ProductID
	Credential      *Credential // the application credential that was chosen, if it is the seller's
	Asset           *Asset      // the asset that was chosen, if it is the seller's
	LiveAsset       *Asset      // the one on sale, where another was chosen
	Scan            *Scan       // the security scan that was chosen, if it is the seller's
	Parameters      []Parameter // that a checkout may ask for
	GroupTaken      string      // the listing that has or had the API group
	CertificateUsed string      // the other listing that the copyright certificate supports
	Compliance      bool        // a data compliance letter is valid
	Certified       bool        // the joint certification has passed
}

// EndpointFacts is a production address as a listing sees it: which debug cases passed and
// were saved.
type EndpointFacts struct {
	ID       EndpointID
	URL      string
	Verified bool
	Cases    []SavedCase

	Parameters []string // of the checkout, which it was debugged with
}

// SavedCase is a debug case that passed and was saved.
type SavedCase struct {
	Activity Activity
	Charging Charging // of newInstance: which kind of purchase was tried
}

// NeedsCases are the cases that must have passed for the billing modes: a per-period
// product needs new purchase, renewal, expiry and release, a per-use product new purchase
// and release, an on-demand one or a package the purchase of its kind and the query of the
// instance (catalogue.md §2.6, §3.7).
func NeedsCases(modes []Charging) []SavedCase {
	var needs []SavedCase
	if slices.Contains(modes, ChargePeriod) {
		needs = append(needs, SavedCase{ActivityNewInstance, ChargePeriod}, SavedCase{Activity: ActivityRefreshInstance},
			SavedCase{Activity: ActivityUpdateInstanceStatus})
	}
	if slices.Contains(modes, ChargeOneTime) {
		needs = append(needs, SavedCase{ActivityNewInstance, ChargeOneTime})
	}
	for _, mode := range []Charging{ChargeOnDemand, ChargeOnDemandPackage} {
		if slices.Contains(modes, mode) {
			needs = append(needs, SavedCase{ActivityNewInstance, mode}, SavedCase{Activity: ActivityQueryInstance})
		}
	}
	if len(needs) > 0 {
		needs = append(needs, SavedCase{Activity: ActivityReleaseInstance})
	}
	return needs
}

// Lacks are the cases that the address still lacks.
func (e EndpointFacts) Lacks(modes []Charging) []SavedCase {
	return slices.DeleteFunc(NeedsCases(modes), func(need SavedCase) bool {
		return slices.ContainsFunc(e.Cases, func(saved SavedCase) bool {
			return saved.Activity == need.Activity && (need.Charging == "" || saved.Charging == need.Charging)
		})
	})
}

// Modes are the billing modes of the specs that are on sale.
func (c ProductContent) Modes() []Charging {
	var modes []Charging
	for _, spec := range c.Specs {
		if mode := spec.Charging(); !spec.Off && !spec.Blank() && !slices.Contains(modes, mode) {
			modes = append(modes, mode)
		}
	}
	return modes
}

// Faults are what is wrong with the listing, by step; a step without faults is absent.
func (c ProductContent) Faults(f ProductFacts) map[ProductStep]Invalids {
	all := map[ProductStep]Invalids{}
	for step, faults := range map[ProductStep]Invalids{
		StepAccess: c.accessFaults(f), StepBasic: c.basicFaults(f), StepSpecs: specFaults(c.Specs, f),
		StepBusiness: c.businessFaults(f), StepPreview: c.previewFaults(),
	} {
		if step == StepSpecs {
			trialFaults(c.Specs, f, faults)
			c.aiFaults(f, faults)
		}
		if len(faults) > 0 && slices.Contains(f.AccessType.Steps(), step) {
			all[step] = faults
		}
	}
	return all
}

// Check is every fault of the listing at once, as a submission meets them.
func (c ProductContent) Check(f ProductFacts) error {
	all := Invalids{}
	for _, faults := range c.Faults(f) {
		for field, reason := range faults {
			all.With(field, reason.Key, reason.Args...)
		}
	}
	return all.Err()
}

// What may not stand in names, introductions and descriptions (catalogue.md §2.3).
var (
	phonePattern   = regexp.MustCompile(`1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}|400[- ]?\d{3,4}[- ]?\d{3,4}`)
	pricePattern   = regexp.MustCompile(`(?i)[¥￥$]\s*\d+|\d+(\.\d+)?\s*(元|CNY|RMB|USD)|免费|特价|优惠价`)
	versionInName  = regexp.MustCompile(`(?i)\bv\s*\d+(\.\d+)*|\d+\.\d+`)
	versionPattern = regexp.MustCompile(`^V\d+(\.\d+){1,3}$`)
	platformNames  = regexp.MustCompile(`(?i)华为云|华为|云商店|huawei\s*cloud|huawei|koogallery`)
	askPattern     = regexp.MustCompile(`详情咨询|详询|面议|(联系|咨询|致电)[^，。；\n]{0,12}(价格|报价)|价格[^，。；\n]{0,6}(咨询|联系)`)
	superlatives   = regexp.MustCompile(`国家级|最高级|最佳|最好|最先进|顶级|顶尖|第一品牌|全国第一|全网第一|行业第一|独一无二|史上最|绝无仅有`)
	phoneNumber    = regexp.MustCompile(`^[+0-9][0-9 -]{5,19}$`)
)

// The lengths of texts (catalogue.md §2.3; where the sheet gives none they are ours).
const (
	nameLeast          = 2
	nameMost           = 60 // of what stands beside a product's name
	nameEnglishMost    = 120
	introductionMost   = 120
	descriptionLeast   = 400
	descriptionMost    = 20_000
	caseTitleMost      = 40
	caseTextMost       = 500
	agreementMost      = 50_000
	serviceMost        = 1_000
	hoursMost          = 60
	seoTitleMost       = 60
	seoKeywordsMost    = 100
	seoDescriptionMost = 200
)

// basicFaults are the rules of basic information (catalogue.md §2.3).
func (c ProductContent) basicFaults(f ProductFacts) Invalids {
	faults := Invalids{}
	c.nameFaults(f, faults)
	if c.Edition == "" {
		faults.With("version", "problem.required")
	} else if !versionPattern.MatchString(c.Edition) {
		faults.With("version", "product.version_form", c.Edition)
	}
	if c.Logo == nil {
		faults.With("logo", "product.no_logo")
	}
	if n := len(c.Pictures) + len(c.Videos); len(c.Pictures) < 1 || n > MostPictures {
		faults.With("pictures", "product.pictures_count", MostPictures, n)
	}
	if f.AccessType.Rules().Bilingual {
		text(faults, "name_en", c.NameEN, nameLeast, nameEnglishMost)
	}
	c.patternFaults(f, faults)
	text(faults, "introduction", c.Introduction, 1, introductionMost)
	if found := phonePattern.FindString(c.Introduction); found != "" {
		faults.With("introduction", "product.has_phone", found)
	}
	c.descriptionFaults(faults)
	f.english(faults, map[string]string{"name": c.Name, "introduction": c.Introduction, "description": c.Description})
	limits := f.Bounds()
	pairs(faults, "highlight", c.Highlights, limits.Highlights, limits.HighlightTitle, limits.HighlightText)
	if len(c.Highlights) == 0 {
		faults.With("highlight_title_0", "product.no_highlight", limits.Highlights)
	}
	pairs(faults, "case", c.Cases, MostCases, caseTitleMost, caseTextMost)
	if c.Category == "" {
		faults.With("category", "problem.required")
	} else if !f.Leaf {
		faults.With("category", "problem.not_an_option", c.Category)
	}
	for _, tag := range c.Tags {
		words, known := ProductTags[tag]
		if !known {
			faults.With("tags", "problem.not_an_option", tag)
		} else if !slices.ContainsFunc(words, func(w string) bool {
			return strings.Contains(strings.ToLower(c.Introduction), strings.ToLower(w))
		}) {
			faults.With("introduction", "product.tag_unmentioned", Word("product.tag_"+tag), words[0])
		}
	}
	if most := limits.TagsAbroad; f.Site == International && len(c.Tags) > most {
		faults.With("tags", "product.too_many_choices", most, len(c.Tags))
	}
	for _, video := range c.Videos {
		if most := int64(limits.VideoMegabytes) * megabyte; video.Size > most {
			faults.With("videos", "problem.too_large", limits.VideoMegabytes)
		}
	}
	if len(c.Tags) > 0 && c.TagCertificate == nil {
		faults.With("tag_certificate", "product.tag_certificate_missing")
	}
	if slices.Contains(c.Tags, "iot") && c.OpenLab == nil {
		faults.With("open_lab", "product.open_lab_missing")
	}
	return faults
}

func (c ProductContent) nameFaults(f ProductFacts, faults Invalids) {
	text(faults, "name", c.Name, nameLeast, f.Bounds().Name)
	for _, rule := range []struct {
		pattern *regexp.Regexp
		key     string
	}{
		{phonePattern, "product.has_phone"}, {pricePattern, "product.has_price"},
		{versionInName, "product.has_version"}, {platformNames, "product.has_platform"},
	} {
		if found := rule.pattern.FindString(c.Name); found != "" {
			faults.With("name", rule.key, found)
		}
	}
	if f.NameTaken {
		faults.With("name", "product.name_taken", c.Name)
	}
}

func (c ProductContent) descriptionFaults(faults Invalids) {
	letters := Letters(c.Description)
	switch {
	case letters == 0:
		faults.With("description", "problem.required")
	case letters < descriptionLeast && len(c.DescriptionPictures) == 0:
		faults.With("description", "problem.too_short", descriptionLeast, letters)
	case letters > descriptionMost:
		faults.With("description", "problem.too_long", descriptionMost, letters)
	}
	if found := askPattern.FindString(c.Description); found != "" {
		faults.With("description", "product.has_ask", found)
	}
	if found := superlatives.FindString(c.Description); found != "" {
		faults.With("description", "product.has_superlative", found)
	}
}

// businessFaults are the rules of business information (catalogue.md §2.3–2.5).
func (c ProductContent) businessFaults(f ProductFacts) Invalids {
	faults := Invalids{}
	rules := f.AccessType.Rules()
	text(faults, "seo_title", c.SEOTitle, 0, seoTitleMost)
	text(faults, "seo_keywords", c.SEOKeywords, 0, seoKeywordsMost)
	text(faults, "seo_description", c.SEODescription, 0, seoDescriptionMost)
	if !rules.Priced {
		return faults
	}
	c.jointFaults(f, faults)
	if f.SaleType != SaleJoint {
		text(faults, "agreement", c.Agreement, 1, agreementMost)
	}
	for _, word := range agreementRefuses {
		if strings.Contains(c.Agreement, word) {
			faults.With("agreement", "product.agreement_refused", word)
		}
	}
	if f.Bounds().Agreement {
		for field, reason := range c.Warnings() {
			faults.With(field, reason.Key, reason.Args...)
		}
	}
	ownContact := c.SupportID == "" // otherwise the group's contact is shown (catalogue.md §9.1)
	if c.AfterSalesPhone == "" {
		if ownContact {
			faults.With("after_sales_phone", "problem.required")
		}
	} else if !phoneNumber.MatchString(c.AfterSalesPhone) {
		faults.With("after_sales_phone", "problem.not_a_phone", c.AfterSalesPhone)
	}
	if c.AfterSalesEmail == "" {
		if ownContact {
			faults.With("after_sales_email", "problem.required")
		}
	} else if address, err := mail.ParseAddress(c.AfterSalesEmail); err != nil || address.Address != c.AfterSalesEmail {
		faults.With("after_sales_email", "problem.not_an_email", c.AfterSalesEmail)
	}
	if ownContact || c.ServiceHours != "" {
		text(faults, "service_hours", c.ServiceHours, 1, hoursMost)
	}
	text(faults, "service_content", c.ServiceContent, 10, serviceMost)
	f.english(faults, map[string]string{"service_content": c.ServiceContent, "service_hours": c.ServiceHours})
	needs := func(field string, file *FileRef) {
		if file == nil {
			faults.With(field, "product.no_file")
		}
	}
	needs("guide", c.Guide)
	if rules.Software {
		needs("certificate", c.Certificate)
		if !slices.Contains(Ownerships, c.Ownership) {
			faults.With("ownership", "problem.required")
		} else if c.Ownership != "matches" {
			needs("declaration", c.Declaration)
		}
		if f.CertificateUsed != "" {
			faults.With("certificate", "product.certificate_used", f.CertificateUsed)
		}
	}
	if c.UsesOpenSource {
		needs("open_source", c.OpenSource)
	}
	if c.Reseller {
		needs("authorisation", c.Authorisation)
	}
	if c.Supervises(f.AccessType) {
		needs("delivery_template", c.DeliveryTemplate)
	}
	if rules.Requirement {
		needs("requirement_template", c.RequirementTemplate)
	}
	if rules.DeliveryDays {
		c.daysFaults(f.Bounds().DeliveryDays, faults)
	}
	return faults
}

func (c ProductContent) daysFaults(most int, faults Invalids) {
	if c.DeliveryDays == "" {
		faults.With("delivery_days", "problem.required")
		return
	}
	days, err := strconv.Atoi(c.DeliveryDays)
	if err != nil {
		faults.With("delivery_days", "problem.not_a_number", c.DeliveryDays)
	} else if days < 1 || days > most {
		faults.With("delivery_days", "problem.out_of_range", 1, most, days)
	}
}

// previewFaults are what is asked last (catalogue.md §2.3, self-check).
func (c ProductContent) previewFaults() Invalids {
	if !c.SelfCheck {
		return Invalids{}.With("self_check", "product.no_self_check")
	}
	return nil
}

// text checks the length of a text; least 0 lets it be empty.
func text(faults Invalids, field, value string, least, most int) {
	n := len([]rune(strings.TrimSpace(value)))
	switch {
	case n == 0 && least > 0:
		faults.With(field, "problem.required")
	case n < least:
		faults.With(field, "problem.too_short", least, n)
	case n > most:
		faults.With(field, "problem.too_long", most, n)
	}
}

func pairs(faults Invalids, name string, list []Highlight, most, titleMost, textMost int) {
	if len(list) > most {
		faults.With(name+"_title_"+strconv.Itoa(most), "product.too_many_rows", most, len(list))
	}
	for n, pair := range list {
		text(faults, name+"_title_"+strconv.Itoa(n), pair.Title, 1, titleMost)
		text(faults, name+"_text_"+strconv.Itoa(n), pair.Text, 1, textMost)
	}
}
