package market

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The sheet's state machine, arrow by arrow (catalogue.md §2.10).
func TestAListingMovesAsTheSheetSays(t *testing.T) {
	t.Parallel()
	arrow := map[string]Act{"save": DraftProduct, "submit": SubmitProduct, "approve": ApproveReview, "reject": RejectReview,
		"withdraw": WithdrawReview, "delete": DiscardProduct, "operator delist": TakeDownProduct}
	for _, line := range []struct {
		from  ProductStatus
		arrow string
		kind  ReviewKind
		to    ProductStatus
	}{
		{ProductNone, "save", "", ProductDraft},
		{ProductDraft, "submit", "", ProductPending},
		{ProductPending, "approve", ReviewProductPublish, ProductOnSale},
		{ProductDraft, "delete", "", ProductNone},
		{ProductPending, "reject", ReviewProductPublish, ProductRejected},
		{ProductRejected, "submit", "", ProductPending},
		{ProductPending, "withdraw", ReviewProductPublish, ProductDraft},
		{ProductRejected, "delete", "", ProductNone},
		{ProductOnSale, "approve", ReviewProductModify, ProductOnSale},
		{ProductOnSale, "reject", ReviewProductModify, ProductOnSale},
		{ProductOnSale, "approve", ReviewProductDelist, ProductOffSale},
		{ProductOnSale, "operator delist", "", ProductOffSale},
	} {
		moves := ProductMoves
		if line.kind != "" {
			moves = ProductVerdicts[line.kind]
		}
		to, err := moves.Next(line.from, arrow[line.arrow])
		require.NoError(t, err, "%s %s", line.from, line.arrow)
		require.Equal(t, line.to, to, "%s %s", line.from, line.arrow)
	}
	require.Empty(t, ProductMoves.Open(ProductOffSale), "what is off sale never comes back")
	for kind, moves := range ProductVerdicts {
		require.Empty(t, moves.Open(ProductOffSale), kind)
	}
	require.Empty(t, ProductMoves.Open(ProductPending), "nothing is edited while it is reviewed")
}

// right is a listing without a fault.
func right() (ProductContent, ProductFacts) {
	address, file := EndpointID{}, &FileRef{Name: "a.pdf"}
	return ProductContent{
			EndpointID: &address, Name: "澜溪电子合同", Edition: "V1.0", Logo: file, Pictures: []FileRef{*file},
			Introduction: "在线签署合同", Description: strings.Repeat("说明", 200),
			Highlights: []Highlight{{Title: "在线签署", Text: "手机与电脑都能签"}}, Category: "industry.contract",
			Specs:     []SpecContent{{ID: NewID[Spec](time.Unix(1, 0)), Name: "标准版", Month: "6.00", Year: "60.00"}},
			Agreement: "澜溪电子合同服务协议：个人信息受保护。", AfterSalesPhone: "400-820-1842", AfterSalesEmail: "a@b.example",
			ServiceHours: "工作日", ServiceContent: "电话与邮件答疑，远程协助。", Guide: file, Ownership: "matches", Certificate: file, SelfCheck: true,
		}, ProductFacts{AccessType: AccessSaaS, SaleType: SaleGeneral, Compliance: true, Leaf: true, Endpoint: &EndpointFacts{Verified: true,
			Cases: NeedsCases([]Charging{ChargePeriod})}}
}

// TestAListingHasTheFaultThatItsRuleNames: catalogue.md §2.3, §2.4, §2.5, §2.6, §2.10, as each row says.
func TestAListingHasTheFaultThatItsRuleNames(t *testing.T) {
	t.Parallel()
	type change func(*ProductContent, *ProductFacts)
	for _, test := range []struct {
		section, name string
		change        change
		field, key    string
	}{
		{"§2.3", "a right one has none", func(*ProductContent, *ProductFacts) {}, "", ""},
		{"§2.3", "a name of one letter", func(c *ProductContent, _ *ProductFacts) { c.Name = "云" }, "name", "problem.too_short"},
		{"§2.3", "a name of sixty letters is right", func(c *ProductContent, _ *ProductFacts) { c.Name = strings.Repeat("云", 60) }, "", ""},
		{"§2.3", "a name of sixty-one", func(c *ProductContent, _ *ProductFacts) { c.Name = strings.Repeat("云", 61) }, "name", "problem.too_long"},
		{"§2.3", "a phone in the name", func(c *ProductContent, _ *ProductFacts) { c.Name = "合同 13812345678" }, "name", "product.has_phone"},
		{"§2.3", "a price in the name", func(c *ProductContent, _ *ProductFacts) { c.Name = "合同 99 元" }, "name", "product.has_price"},
		{"§2.3", "a version in the name", func(c *ProductContent, _ *ProductFacts) { c.Name = "合同 V2.0" }, "name", "product.has_version"},
		{"§2.3", "the platform in the name", func(c *ProductContent, _ *ProductFacts) { c.Name = "云商店合同方案" }, "name", "product.has_platform"},
		{"§2.3", "a name that is taken", func(_ *ProductContent, f *ProductFacts) { f.NameTaken = true }, "name", "product.name_taken"},
		{"§2.3", "v0.1 is no version", func(c *ProductContent, _ *ProductFacts) { c.Edition = "v0.1" }, "version", "product.version_form"},
		{"§2.3", "V3.2.1.4 is one", func(c *ProductContent, _ *ProductFacts) { c.Edition = "V3.2.1.4" }, "", ""},
		{"§2.3", "no logo", func(c *ProductContent, _ *ProductFacts) { c.Logo = nil }, "logo", "product.no_logo"},
		{"§2.3", "six pictures", func(c *ProductContent, _ *ProductFacts) { c.Pictures = make([]FileRef, 6) }, "pictures", "product.pictures_count"},
		{"§2.3", "121 letters of introduction", func(c *ProductContent, _ *ProductFacts) { c.Introduction = strings.Repeat("字", 121) }, "introduction", "problem.too_long"},
		{"§2.3", "399 letters of description", func(c *ProductContent, _ *ProductFacts) { c.Description = strings.Repeat("字 ", 399) }, "description", "problem.too_short"},
		{"§2.3", "asking for the price", func(c *ProductContent, _ *ProductFacts) { c.Description += "请联系客服询问价格" }, "description", "product.has_ask"},
		{"§2.3", "a superlative", func(c *ProductContent, _ *ProductFacts) { c.Description += "行业第一" }, "description", "product.has_superlative"},
		{"§2.3", "six highlights", func(c *ProductContent, _ *ProductFacts) {
			c.Highlights = slices.Repeat([]Highlight{{Title: "a", Text: "a"}}, 6)
		}, "highlight_title_5", "product.too_many_rows"},
		{"§2.3", "a highlight without text", func(c *ProductContent, _ *ProductFacts) { c.Highlights[0].Text = "" }, "highlight_text_0", "problem.required"},
		{"§2.3", "a group instead of a category", func(_ *ProductContent, f *ProductFacts) { f.Leaf = false }, "category", "problem.not_an_option"},
		{"§2.3", "a tag that the introduction does not mention", func(c *ProductContent, _ *ProductFacts) { c.Tags = []string{"kunpeng"} }, "introduction", "product.tag_unmentioned"},
		{"§2.3", "a certificate of somebody else without declaration", func(c *ProductContent, _ *ProductFacts) { c.Ownership = "owner_differs" }, "declaration", "product.no_file"},
		{"§2.3", "no self-check", func(c *ProductContent, _ *ProductFacts) { c.SelfCheck = false }, "self_check", "product.no_self_check"},
		{"§2.4", "blanks in the agreement", func(c *ProductContent, _ *ProductFacts) { c.Agreement += "甲方：____" }, "agreement", "product.agreement_refused"},
		{"§2.4", "a stamp in the agreement", func(c *ProductContent, _ *ProductFacts) { c.Agreement += "盖章后生效" }, "agreement", "product.agreement_refused"},
		{"§2.4", "a place of signing", func(c *ProductContent, _ *ProductFacts) { c.Agreement += "签订地点：深圳" }, "agreement", "product.agreement_refused"},
		{"§2.5", "supervised without a delivery template", func(c *ProductContent, _ *ProductFacts) { c.Supervised = true }, "delivery_template", "product.no_file"},
		{"§2.5", "a joint SaaS in milestones", func(c *ProductContent, f *ProductFacts) { milestones(c, f, ChargePeriod) }, "", ""},
		{"§2.5", "on-demand billing in milestones", func(c *ProductContent, f *ProductFacts) { milestones(c, f, ChargeOnDemand) }, "delivery_flow", "product.milestone_on_demand"},
		{"§2.5", "milestones without supervision", func(c *ProductContent, f *ProductFacts) {
			milestones(c, f, ChargePeriod)
			c.Supervised = false
		}, "delivery_flow", "product.milestone_unsupervised"},
		{"§2.3", "a manual service in 366 days", func(c *ProductContent, f *ProductFacts) {
			f.AccessType, c.Flow, c.DeliveryDays, c.DeliveryTemplate, c.RequirementTemplate = AccessService, "standard", "366", c.Guide, c.Guide
		}, "delivery_days", "problem.out_of_range"},
		{"§2.3", "a manual service in 365 days is right", func(c *ProductContent, f *ProductFacts) {
			f.AccessType, c.Flow, c.DeliveryDays, c.DeliveryTemplate, c.RequirementTemplate = AccessService, "standard", "365", c.Guide, c.Guide
		}, "", ""},
		{"§2.6", "an unverified address", func(_ *ProductContent, f *ProductFacts) { f.Endpoint.Verified = false }, "endpoint_id", "product.endpoint_unverified"},
		{"§2.6", "a per-use spec without its purchase tried", func(c *ProductContent, _ *ProductFacts) {
			c.Specs = append(c.Specs, SpecContent{Name: "一百次", Once: "9.00"})
		}, "endpoint_id", "product.endpoint_cases"},
		{"§3.1", "no spec", func(c *ProductContent, _ *ProductFacts) { c.Specs = nil }, "spec_name_0", "spec.none"},
		{"§3.1", "fifty-one specs", func(c *ProductContent, _ *ProductFacts) { c.Specs = append(c.Specs, make([]SpecContent, 50)...) }, "spec_name_50", "spec.too_many"},
		{"§3.1", "fifty-one letters of name", func(c *ProductContent, _ *ProductFacts) { c.Specs[0].Name = strings.Repeat("字", 51) }, "spec_name_0", "problem.too_long"},
		{"§3.1", "ask for details", func(c *ProductContent, _ *ProductFacts) { c.Specs[0].Name = "详情咨询" }, "spec_name_0", "product.has_ask"},
		{"§3.2", "no price", func(c *ProductContent, _ *ProductFacts) { c.Specs[0].Month, c.Specs[0].Year = "", "" }, "spec_month_0", "spec.unpriced"},
		{"§3.2", "both ways of billing", func(c *ProductContent, _ *ProductFacts) { c.Specs[0].Once = "5.00" }, "spec_once_0", "spec.mixed"},
		{"§3.9", "for nothing", func(c *ProductContent, _ *ProductFacts) { c.Specs[0].Year = "0" }, "spec_year_0", "spec.zero_price"},
		{"§3.6", "a tenth of a fen", func(c *ProductContent, _ *ProductFacts) { c.Specs[0].Year = "1.001" }, "spec_year_0", "spec.price_places"},
		{"§2.10", "a listed spec is deleted", func(c *ProductContent, f *ProductFacts) {
			f.Live = &ProductContent{Specs: []SpecContent{{ID: NewID[Spec](time.Unix(2, 0)), Name: "旧", Year: "1.00"}}}
		}, "spec_name_0", "spec.deleted"},
		{"§2.10", "a listed spec changes its billing mode", func(c *ProductContent, f *ProductFacts) {
			live := c.Specs[0]
			f.Live = &ProductContent{Specs: []SpecContent{live}}
			f.Endpoint.Cases = NeedsCases([]Charging{ChargePeriod, ChargeOneTime})
			c.Specs = []SpecContent{{ID: live.ID, Name: live.Name, Once: "9.00"}}
		}, "spec_once_0", "spec.mode_changed"},
		{"§2.10", "yearly is added to a monthly spec", func(c *ProductContent, f *ProductFacts) {
			live := c.Specs[0]
			live.Year = ""
			f.Live = &ProductContent{Specs: []SpecContent{live}}
		}, "", ""},
		{"§2.10", "a listed price is removed", func(c *ProductContent, f *ProductFacts) {
			f.Live = &ProductContent{Specs: []SpecContent{c.Specs[0]}}
			c.Specs = []SpecContent{{ID: c.Specs[0].ID, Name: "标准版", Year: "60.00"}}
		}, "spec_month_0", "spec.price_removed"},
		{"§2.10", "a delisted spec comes back", func(c *ProductContent, f *ProductFacts) {
			live := c.Specs[0]
			live.Off = true
			f.Live = &ProductContent{Specs: []SpecContent{live}}
		}, "spec_name_0", "spec.back"},
		{"§2.10", "all specs are delisted", func(c *ProductContent, f *ProductFacts) { c.Specs[0].Off = true }, "spec_name_0", "spec.all_off"},
	} {
		t.Run(test.section+" "+test.name, func(t *testing.T) {
			t.Parallel()
			content, facts := right()
			test.change(&content, &facts)
			found := Invalids{}
			require.NoError(t, found.Join(content.Check(facts)))
			if test.field == "" {
				require.Empty(t, found)
				return
			}
			require.Equal(t, test.key, found[test.field].Key, found)
		})
	}
}

func TestAnAgreementIsWarnedAboutWhatItLacks(t *testing.T) {
	t.Parallel()
	content, _ := right()
	content.Agreement += "本协议有效期一年。"
	require.Empty(t, content.Warnings())
	for rule, text := range map[string]string{"product.agreement_privacy": "双方友好协商，有效期一年。", "product.agreement_name": "保护个人信息，有效期一年。",
		"product.agreement_term": "保护个人信息，适用于" + content.Name + "。"} { // catalogue.md §2.4: privacy, the product, a valid term
		content.Agreement = text
		require.Equal(t, rule, content.Warnings()["agreement"].Key)
	}
}

func TestChangesNameWhatIsDifferentAndNothingElse(t *testing.T) {
	t.Parallel()
	before, _ := right()
	after := before
	after.Edition = "V1.1"
	after.Specs = []SpecContent{before.Specs[0], {Name: "新版", Year: "9.00"}}
	var fields []string
	for _, change := range Changes(&before, after) {
		fields = append(fields, change.Field)
	}
	require.Equal(t, []string{"version", "specs"}, fields)
	require.Empty(t, Changes(&before, before))
	require.NotEmpty(t, Changes(nil, before), "of a first publication everything is new")
}

func TestComparedTextKeepsEveryLetter(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ before, after string }{
		{"", "新的一句。"}, {"旧的一句。", ""}, {"一。二。三。", "一。二改。三。四。"}, {"同样的话", "同样的话"}, {"甲，乙；丙", "丙；乙，甲"},
	} {
		before, after := "", ""
		for _, piece := range CompareText(test.before, test.after) {
			if !piece.Added {
				before += piece.Text
			}
			if !piece.Gone {
				after += piece.Text
			}
		}
		require.Equal(t, test.before, before)
		require.Equal(t, test.after, after)
	}
}

func TestCodesAreWrittenAsOnTheWire(t *testing.T) {
	t.Parallel()
	require.Regexp(t, `^SKU-[0-9A-F]{8}$`, SKUCode(NewID[Spec](time.Unix(1, 0))))
	require.Regexp(t, `^OFFI\d{18}$`, ProductCode(NewID[SKUPrice](time.Unix(1, 0))))
}

// milestones makes a platform's SaaS that is delivered in milestones and billed that way.
func milestones(c *ProductContent, f *ProductFacts, mode Charging) {
	f.SaleType, c.Supervised, c.Flow, c.DeliveryTemplate = SalePlatform, true, FlowMilestone, c.Guide
	if mode == ChargeOnDemand {
		c.Specs = append(c.Specs, SpecContent{Name: "按需", Template: TemplateDemand})
	}
}
