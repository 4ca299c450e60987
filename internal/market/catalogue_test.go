package market

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The rules of catalogue.md §2–§4 that no other table names, one line a rule.
func TestTheSheetsRulesOfListingsHoldOneByOne(t *testing.T) {
	t.Parallel()
	custom200 := func(values, systems int) SpecContent {
		s := custom()
		s.Attributes = []SpecAttribute{{Code: "version", Kind: AttributeEnum, NameZh: "版本"}, {Code: "os", Kind: AttributeEnum, NameZh: "系统"}}
		for i := range values {
			s.Attributes[0].Values = append(s.Attributes[0].Values, strings.Repeat("甲", i+1))
		}
		for i := range systems {
			s.Attributes[1].Values = append(s.Attributes[1].Values, strings.Repeat("乙", i+1))
		}
		s.Periods = []Period{PerMonth}
		s.SKUs = nil
		s.Generate(nil, DefaultBounds.SKUs)
		for i := range s.SKUs {
			s.SKUs[i].Month = "9.00"
		}
		return s
	}
	listed := func(c *ProductContent, f *ProductFacts) { // on sale as it stands
		live := *c
		live.Specs = append([]SpecContent{}, c.Specs...)
		f.Live = &live
	}
	for _, test := range []struct {
		rule   string
		change func(*ProductContent, *ProductFacts)
		field  string
		key    string
	}{
		{"§2.1 agents gateway: general products only", func(c *ProductContent, f *ProductFacts) {
			f.AccessType, f.SaleType, c.Gateway = AccessAPI, SaleSelect, "agents"
		}, "gateway", "product.agents_general"},
		{"§2.1 an API group is used once, even after delisting", func(c *ProductContent, f *ProductFacts) {
			f.AccessType, c.APIGroup, f.GroupTaken = AccessAPI, "g", "旧接口"
		}, "api_group", "product.group_taken"},
		{"§2.1, §1.7 a data asset needs a valid letter", func(c *ProductContent, f *ProductFacts) {
			f.AccessType, f.Compliance, c.AssetRef = AccessDataAsset, false, "model-1"
		}, "asset_ref", "product.no_compliance"},
		{"§2.1 a data file does not mix per use and per period", func(c *ProductContent, f *ProductFacts) {
			f.AccessType, c.Specs = AccessDataFile, []SpecContent{{Name: "一", Use: "9.00", Year: "9.00"}}
		}, "spec_use_0", "spec.mixed"},
		{"§2.1 names of data files in English too", func(_ *ProductContent, f *ProductFacts) { f.AccessType = AccessDataFile }, "name_en", "problem.required"},
		{"§2.1 AI: attributes are compute nodes only", func(c *ProductContent, f *ProductFacts) {
			f.AccessType, c.Dimension, c.Specs = AccessAI, "nodes", []SpecContent{custom()}
		}, "spec_attributes_0", "spec.ai_attribute"},
		{"§2.1 AI: one dimension, nodes are not sold by time", func(c *ProductContent, f *ProductFacts) { f.AccessType, c.Dimension = AccessAI, "nodes" }, "spec_name_0", "spec.ai_nodes"},
		{"§2.1 AI: one dimension, time is not sold by nodes", func(c *ProductContent, f *ProductFacts) {
			s := custom()
			s.Attributes = []SpecAttribute{ComputeAttributes[0].Copied()}
			f.AccessType, c.Dimension, c.Specs = AccessAI, "time", []SpecContent{s}
		}, "spec_attributes_0", "spec.ai_time"},
		{"§2.1 a container needs its test report", func(_ *ProductContent, f *ProductFacts) { f.AccessType = AccessContainer }, "test_report", "product.no_file"},
		{"§2.1 image: regions", func(_ *ProductContent, f *ProductFacts) { f.AccessType = AccessImage }, "regions", "problem.required"},
		{"§2.1 consulting: a jump link by name", func(c *ProductContent, f *ProductFacts) {
			f.AccessType, c.JumpURL = AccessConsulting, "https://192.0.2.1/"
		}, "jump_url", "product.link_by_number"},
		{"§2.3 five pictures and videos together", func(c *ProductContent, _ *ProductFacts) {
			c.Pictures, c.Videos = make([]FileRef, 3), make([]FileRef, 3)
		}, "pictures", "product.pictures_count"},
		{"§2.3 a video of 201 MB", func(c *ProductContent, _ *ProductFacts) { c.Videos = []FileRef{{Size: 201 << 20}} }, "videos", "problem.too_large"},
		{"§2.3 with a picture the description may be short", func(c *ProductContent, _ *ProductFacts) {
			c.Description, c.DescriptionPictures = "短说明", []FileRef{{Name: "a.png"}}
		}, "description", ""},
		{"§2.3 a certification tag needs its certificate", func(c *ProductContent, _ *ProductFacts) { c.Tags = []string{"kunpeng"} }, "tag_certificate", "product.tag_certificate_missing"},
		{"§2.3 IoT needs OpenLab too", func(c *ProductContent, _ *ProductFacts) { c.Tags = []string{"iot"} }, "open_lab", "product.open_lab_missing"},
		{"§2.3 one certificate, one product", func(_ *ProductContent, f *ProductFacts) { f.CertificateUsed = "别的商品" }, "certificate", "product.certificate_used"},
		{"§2.3 a reseller's letter", func(c *ProductContent, _ *ProductFacts) { c.Reseller = true }, "authorisation", "product.no_file"},
		{"§2.3 open source is stated", func(c *ProductContent, _ *ProductFacts) { c.UsesOpenSource = true }, "open_source", "product.no_file"},
		{"§2.3 editions of one product are its specs", func(c *ProductContent, f *ProductFacts) {
			c.Name, f.Siblings = "澜溪报表 专业版", []Sibling{{"澜溪报表 标准版", AccessSaaS}}
		}, "name", "product.name_edition"},
		{"§2.3 the same edition word on two products is right", func(c *ProductContent, f *ProductFacts) {
			c.Name, f.Siblings = "澜溪报表 专业版", []Sibling{{"澜溪考勤 专业版", AccessSaaS}}
		}, "name", ""},
		{"§2.3 software specs contain no manual services", func(c *ProductContent, _ *ProductFacts) { c.Specs[0].Name = "标准版含驻场实施服务" }, "spec_name_0", "spec.manual_service"},
		{"§2.3 a manual service may be one", func(c *ProductContent, f *ProductFacts) {
			f.AccessType, c.Specs = AccessService, []SpecContent{{Name: "驻场实施服务", Use: "9.00"}}
		}, "spec_name_0", ""},
		{"§2.4 comments of reviewers", func(c *ProductContent, _ *ProductFacts) { c.Agreement += "【批注：此处待法务确认】" }, "agreement", "product.agreement_refused"},
		{"§2.4 effective by signature", func(c *ProductContent, _ *ProductFacts) { c.Agreement += "自签字生效" }, "agreement", "product.agreement_refused"},
		{"§2.3 a usage guide", func(c *ProductContent, _ *ProductFacts) { c.Guide = nil }, "guide", "product.no_file"},
		{"§2.3 software: the certificate", func(c *ProductContent, _ *ProductFacts) { c.Certificate = nil }, "certificate", "product.no_file"},
		{"§2.3 a manual service: the requirement template", func(_ *ProductContent, f *ProductFacts) { f.AccessType = AccessService }, "requirement_template", "product.no_file"},
		{"§2.5 HCS editions are delivered offline", func(c *ProductContent, f *ProductFacts) {
			f.AccessType, c.Name, c.LicenceFlow = AccessLicense, "澜溪 ERP（HCS版）", FlowLicenseCode
		}, "licence_flow", "product.licence_offline"},
		{"§2.6 at most three extension parameters", func(c *ProductContent, _ *ProductFacts) {
			c.Extensions = []string{"domain", "tenant", "region", "seats"}
		}, "extensions", "product.too_many_choices"},
		{"§2.6 an extension parameter is one of the operator's", func(c *ProductContent, _ *ProductFacts) { c.Extensions = []string{"shoe_size"} }, "extensions", "problem.not_an_option"},
		{"§2.6 an extension parameter was debugged before", func(c *ProductContent, f *ProductFacts) {
			c.Extensions, f.Parameters = []string{"domain"}, []Parameter{{Code: "domain"}}
		}, "extensions", "parameter.undebugged"},
		{"§2.6 debugged, it may be asked for", func(c *ProductContent, f *ProductFacts) {
			c.Extensions, f.Parameters = []string{"domain"}, []Parameter{{Code: "domain"}}
			f.Endpoint.Parameters = []string{"domain"}
		}, "extensions", ""},
		{"§2.6 a retired one is not asked for anew", func(c *ProductContent, f *ProductFacts) {
			c.Extensions, f.Parameters = []string{"domain"}, []Parameter{{Code: "domain", RetiredAt: new(time.Time)}}
			f.Endpoint.Parameters = []string{"domain"}
		}, "extensions", "parameter.retired"},
		{"§2.6 a website needs its scan report", func(c *ProductContent, _ *ProductFacts) { c.Website = true }, "scan_id", "product.no_scan_report"},
		{"§2.6 joint: a credential", func(_ *ProductContent, f *ProductFacts) { f.SaleType = SaleJoint }, "credential_id", "product.no_credential"},
		{"§2.10 the credential stays", func(c *ProductContent, f *ProductFacts) {
			f.SaleType, c.CredentialID = SaleJoint, "AC-1"
			listed(c, f)
			f.Credential = &Credential{Number: "AC-2", Status: CredentialActive}
			c.CredentialID = "AC-2"
		}, "credential_id", "product.frozen"},
		{"§2.10 a joint product is renamed after a filing", func(c *ProductContent, f *ProductFacts) {
			f.SaleType = SaleJoint
			listed(c, f)
			c.Name = "新的名称"
		}, "filing", "product.filing_missing"},
		{"§2.10 the public flag may change", func(c *ProductContent, f *ProductFacts) {
			listed(c, f)
			c.Hidden = true
		}, "public", ""},
		{"§2.10 a spec may be hidden", func(c *ProductContent, f *ProductFacts) {
			listed(c, f)
			c.Specs[0].Hidden = true
		}, "spec_hidden_0", ""},
		{"§2.10 a price may change", func(c *ProductContent, f *ProductFacts) {
			listed(c, f)
			c.Specs[0].Year = "1999.00"
		}, "spec_year_0", ""},
		{"§2.10 a spec may be added", func(c *ProductContent, f *ProductFacts) {
			listed(c, f)
			c.Specs = append(c.Specs, SpecContent{Name: "新增规格", Month: "9.00"})
		}, "spec_name_1", ""},
		{"§2.11 joint: the goods' name for invoices", func(_ *ProductContent, f *ProductFacts) { f.SaleType = SaleJoint }, "goods_name", "problem.required"},
		{"§2.11 joint: the support terms instead of the agreement", func(_ *ProductContent, f *ProductFacts) { f.SaleType = SaleJoint }, "support_terms", "problem.required"},
		{"§2.11 joint: only a certified product", func(c *ProductContent, f *ProductFacts) { f.SaleType, c.GoodsName = SaleJoint, "软件服务" }, "goods_name", "product.not_certified"},
		{"§2.11 joint: known platforms", func(c *ProductContent, f *ProductFacts) { f.SaleType, c.Platforms = SaleJoint, []string{"other"} }, "platforms", "problem.not_an_option"},
		{"§3.5 two hundred SKUs", func(c *ProductContent, _ *ProductFacts) { c.Specs = []SpecContent{custom200(20, 10)} }, "spec_attributes_0", ""},
		{"§3.5 two hundred and twenty", func(c *ProductContent, _ *ProductFacts) { c.Specs = []SpecContent{custom200(20, 11)} }, "spec_attributes_0", "spec.too_many_skus"},
		{"§3.2 image by the hour", func(c *ProductContent, f *ProductFacts) { f.AccessType, c.Specs = AccessImage, []SpecContent{demand()} }, "spec_name_0", ""},
		{"§3.2 a manual service is not metered", func(c *ProductContent, f *ProductFacts) {
			f.AccessType, c.Specs = AccessService, []SpecContent{demand()}
		}, "spec_name_0", "spec.template_refused"},
		{"§4 per use is not tried", func(c *ProductContent, _ *ProductFacts) {
			c.Specs = []SpecContent{{Name: "一", Use: "9.00", TrialContent: TrialContent{Trial: true, TrialDays: "7"}}}
		}, "spec_trial_0", "trial.only_period"},
		{"§4 a License is not tried", func(c *ProductContent, f *ProductFacts) {
			f.AccessType, c.Specs[0].Trial, c.Specs[0].TrialDays = AccessLicense, true, "7"
		}, "spec_trial_0", "trial.only_saas"},
		{"§4 two days", func(c *ProductContent, _ *ProductFacts) { c.Specs[0].Trial, c.Specs[0].TrialDays = true, "2" }, "spec_trial_days_0", "trial.days_range"},
		{"§4 181 days", func(c *ProductContent, _ *ProductFacts) { c.Specs[0].Trial, c.Specs[0].TrialDays = true, "181" }, "spec_trial_days_0", "trial.days_range"},
		{"§4 180 days are right", func(c *ProductContent, _ *ProductFacts) { c.Specs[0].Trial, c.Specs[0].TrialDays = true, "180" }, "spec_trial_days_0", ""},
		{"§4 half a day", func(c *ProductContent, _ *ProductFacts) { c.Specs[0].Trial, c.Specs[0].TrialDays = true, "7.5" }, "spec_trial_days_0", "trial.days_range"},
		{"§4 joint: the filing", func(c *ProductContent, f *ProductFacts) {
			f.SaleType, c.Specs[0].Trial, c.Specs[0].TrialDays = SaleJoint, true, "7"
		}, "spec_trial_filing_0", "trial.no_filing"},
		{"§4 an installation may not ask for the filing", func(c *ProductContent, f *ProductFacts) {
			f.SaleType, c.Specs[0].Trial, c.Specs[0].TrialDays, f.Limits = SaleJoint, true, "7", DefaultBounds
			f.Limits.TrialFiling = false
		}, "spec_trial_filing_0", ""},
		{"§4, §2.10 the tick stays", func(c *ProductContent, f *ProductFacts) {
			c.Specs[0].ID = SpecID(newSKU(7))
			listed(c, f)
			c.Specs[0].Trial, c.Specs[0].TrialDays = true, "7"
		}, "spec_trial_0", "trial.listed"},
		{"§4, §2.10 the days stay", func(c *ProductContent, f *ProductFacts) {
			c.Specs[0].ID, c.Specs[0].Trial, c.Specs[0].TrialDays = SpecID(newSKU(7)), true, "7"
			listed(c, f)
			c.Specs[0].TrialDays = "8"
		}, "spec_trial_days_0", "trial.listed_days"},
		{"§10 abroad: the name in English", func(_ *ProductContent, f *ProductFacts) { f.Site = International }, "name", "site.not_english"},
		{"§10 abroad: the introduction", func(_ *ProductContent, f *ProductFacts) { f.Site = International }, "introduction", "site.not_english"},
		{"§10 abroad: the names of specs", func(_ *ProductContent, f *ProductFacts) { f.Site = International }, "spec_name_0", "site.not_english"},
		{"§10 abroad: after-sales support", func(_ *ProductContent, f *ProductFacts) { f.Site = International }, "service_content", "site.not_english"},
		{"§10 abroad: support in English is right", func(c *ProductContent, f *ProductFacts) {
			f.Site, c.ServiceContent = International, "Support by telephone and e-mail on working days."
		}, "service_content", ""},
		{"§2.4 an installation may refuse an agreement that lacks a clause", func(c *ProductContent, f *ProductFacts) {
			f.Limits, c.Agreement = DefaultBounds, "本协议有效期一年。"
			f.Limits.Agreement = true
		}, "agreement", "product.agreement_privacy"},
	} {
		t.Run("catalogue.md "+test.rule, func(t *testing.T) {
			t.Parallel()
			c, f := right()
			test.change(&c, &f)
			found := Reason{}
			for _, faults := range c.Faults(f) {
				if reason, bad := faults[test.field]; bad {
					found = reason
				}
			}
			require.Equal(t, test.key, found.Key)
		})
	}
}
