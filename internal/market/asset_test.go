package market

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What a scan looks for in assets (catalogue.md §2.6).
func TestAScanFindsWhatMustNotBeSold(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, content string
		rule          ScanRule
	}{
		{"nothing", "install with ./setup.sh\n", ""},
		{"the test virus", "X5O!P " + string(testVirus), RuleVirus},
		{"a private key", "-----BEGIN RSA PRIVATE KEY-----\nMII", RuleKey},
		{"a preset account", "default_user = erp\n", RuleAccount},
		{"a password of six letters", "db_password=123456\n", RulePassword},
		{"a password of eight letters is long enough", "db_password=x8Kq2Lmz\n", ""},
	} {
		report := ScanContent("a.txt", []byte(test.content), time.Unix(1, 0))
		require.Equal(t, test.rule != "", report.Blocks(), test.name)
		require.True(t, test.rule == "" || report.Found(test.rule), test.name)
	}
}

// Images are at most 128 GB and never shared; findings can be appealed with proof
// (catalogue.md §2.1, §2.6).
func TestAnImageIsSmallEnoughAndNotShared(t *testing.T) {
	t.Parallel()
	image := Asset{Kind: AssetImage, Name: "Web", Edition: "V1.0", Source: "img-1", Region: "cn-east", Gigabytes: "128"}
	require.NoError(t, image.Ready())
	image.Gigabytes = "129"
	require.ErrorIs(t, image.Ready(), &Problem{Kind: KindInvalid})
	image.Gigabytes, image.Shared = "40", true
	require.ErrorIs(t, image.Ready(), &Problem{Kind: KindInvalid})

	failed, proof := Asset{Status: AssetFailed}, FileID{}
	require.ErrorIs(t, failed.Plea(strings.Repeat("x", 20), nil), &Problem{Kind: KindInvalid})
	require.NoError(t, failed.Plea("the scanner is wrong here", &proof))
	require.Equal(t, AssetPending, failed.Status)
}

// The own fields of access types (catalogue.md §2.1, §2.3, §2.5, §2.6, §2.10).
func TestEachAccessTypeAsksForItsOwn(t *testing.T) {
	t.Parallel()
	approved := &Asset{Kind: AssetPackage, Status: AssetApproved}
	address, asset := EndpointID{}, AssetID{}
	endpoint := &EndpointFacts{Verified: true}
	license := ProductContent{Name: "ERP 独立部署", EndpointID: &address,
		AccessContent: AccessContent{LicenceFlow: FlowLicenseCode, LicenceRule: "per user", AssetID: &asset}}
	api := ProductContent{AccessContent: AccessContent{Gateway: "apig", APIGroup: "g"}}
	for _, test := range []struct {
		name    string
		content ProductContent
		change  func(*ProductContent, *ProductFacts)
		field   string
	}{
		{"§2.6 a license is right", license, func(_ *ProductContent, f *ProductFacts) { f.AccessType = AccessLicense }, ""},
		{"§2.6 its package has not passed", license, func(_ *ProductContent, f *ProductFacts) {
			f.AccessType, f.Asset = AccessLicense, &Asset{Kind: AssetPackage, Status: AssetFailed}
		}, "asset_id"},
		{"§2.5 an HCS edition is delivered offline", license, func(c *ProductContent, f *ProductFacts) {
			f.AccessType, c.Name = AccessLicense, "ERP(HCS版)"
		}, "licence_flow"},
		{"§2.1 an API group is sold once", api, func(_ *ProductContent, f *ProductFacts) { f.AccessType, f.GroupTaken = AccessAPI, "x" }, "api_group"},
		{"§2.1 agents are general products", api, func(c *ProductContent, f *ProductFacts) {
			f.AccessType, f.SaleType, c.Gateway = AccessAPI, SaleJoint, "agents"
		}, "gateway"},
		{"§2.10 a group stays once listed", api, func(_ *ProductContent, f *ProductFacts) {
			f.AccessType, f.Live = AccessAPI, &ProductContent{AccessContent: AccessContent{Gateway: "apig", APIGroup: "other"}}
		}, "api_group"},
		{"§2.6 a jump link has a name", ProductContent{AccessContent: AccessContent{JumpURL: "https://10.1.2.3/x"}}, func(_ *ProductContent, f *ProductFacts) {
			f.AccessType = AccessConsulting
		}, "jump_url"},
		{"§2.1 a data asset needs the compliance letter", ProductContent{AccessContent: AccessContent{AssetRef: "DA-1"}}, func(_ *ProductContent, f *ProductFacts) {
			f.AccessType, f.Compliance = AccessDataAsset, false
		}, "asset_ref"},
		{"§2.6 a container has its test report", ProductContent{AccessContent: AccessContent{AssetID: &asset, PackageKind: "helm"}}, func(_ *ProductContent, f *ProductFacts) {
			f.AccessType, f.Asset = AccessContainer, &Asset{Kind: AssetContainer, Status: AssetApproved}
		}, "test_report"},
		{"§2.6 a website has its scan report", ProductContent{EndpointID: &address, AccessContent: AccessContent{Website: true}}, func(_ *ProductContent, f *ProductFacts) {
			f.AccessType = AccessSaaS
		}, "scan_id"},
		{"§2.6 a linked scan has a result", ProductContent{EndpointID: &address, AccessContent: AccessContent{Website: true, ScanID: "SC1"}}, func(_ *ProductContent, f *ProductFacts) {
			f.AccessType, f.Scan = AccessSaaS, &Scan{Number: "SC1", Status: ScanReady}
		}, "scan_id"},
		{"§2.6 a linked scan is the seller's", ProductContent{EndpointID: &address, AccessContent: AccessContent{ScanID: "SC1"}}, func(_ *ProductContent, f *ProductFacts) {
			f.AccessType = AccessSaaS
		}, "scan_id"},
	} {
		facts := ProductFacts{SaleType: SaleGeneral, Asset: approved, Endpoint: endpoint, Compliance: true}
		test.change(&test.content, &facts)
		faults := test.content.accessFaults(facts)
		if test.field == "" {
			require.Empty(t, faults, test.name)
		} else {
			require.Contains(t, faults, test.field, test.name)
		}
	}
	require.NotContains(t, AccessConsulting.Steps(), StepSpecs, "§2.6: what is not traded has no specs")
}

// Names tell two listings of one software apart (catalogue.md §2.3).
func TestASoftwareThatIsSoldTwiceSaysSoInItsName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		access AccessType
		name   string
		other  Sibling
		wrong  bool
	}{
		{AccessSaaS, "澜溪合同", Sibling{"澜溪合同独立部署", AccessLicense}, true},
		{AccessSaaS, "澜溪合同 SaaS 版", Sibling{"澜溪合同独立部署", AccessLicense}, false},
		{AccessLicense, "澜溪合同", Sibling{"澜溪合同", AccessImage}, true},
		{AccessLicense, "澜溪合同独立部署", Sibling{"澜溪合同", AccessImage}, false},
		{AccessService, "澜溪合同实施", Sibling{"澜溪合同 SaaS 版", AccessSaaS}, true},
		{AccessService, "澜溪合同配套服务", Sibling{"澜溪合同 SaaS 版", AccessSaaS}, false},
		{AccessService, "建站服务", Sibling{"澜溪合同 SaaS 版", AccessSaaS}, false},
	} {
		faults := Invalids{}
		ProductContent{Name: test.name}.patternFaults(ProductFacts{AccessType: test.access, Siblings: []Sibling{test.other}}, faults)
		require.Equal(t, test.wrong, len(faults) > 0, test.name)
	}
}

// A certification passes stage by stage, and its last sets the share (catalogue.md §2.8, §2.11).
func TestAJointCertificationPassesStageByStage(t *testing.T) {
	t.Parallel()
	require.Equal(t, []JointStage{StageQualification, StageBusiness}, JointStagesOf(AccessService))
	require.Equal(t, []JointStage{StageQualification, StageKit, StageDeploy, StageTest, StageBusiness}, JointStagesOf(AccessLicense))
	july := time.Date(2026, 7, 1, 12, 0, 0, 0, Shanghai)
	file := &FileRef{Name: "a.pdf"}
	joint := Joint{Name: "ERP", AccessType: AccessService, Status: JointDraft, Content: JSON[JointContent]{V: JointContent{Sanctions: true, Security: true, Legal: true,
		Pricing: true, Introduction: "sold together", Quotation: file, Contacts: []Contact{{"A", "13800132210", "a@b.example"}}}}}
	require.ErrorIs(t, joint.Check(july), &Problem{Kind: KindInvalid}, "from July on with the audited statement")
	require.NoError(t, joint.Check(july.AddDate(0, -1, 0)))
	joint.Content.V.Financials = file
	require.NoError(t, joint.Submit(july))
	require.NoError(t, joint.Pass(ShareTerms{}, july))
	require.Equal(t, StageBusiness, joint.Stage)
	require.ErrorIs(t, joint.Pass(ShareTerms{}, july), &Problem{Kind: KindInvalid})
	require.NoError(t, joint.Pass(ShareTerms{Model: ShareByFloor, Ratio: Percent("80"), Floor: Percent("50")}, july))
	require.Equal(t, JointPassed, joint.Status)
	require.Equal(t, "60", joint.Keeps().Percent())
}

// catalogue.md §2.6: an image is updated or replaced within its region.
func TestAnImageIsReplacedWithinItsRegion(t *testing.T) {
	t.Parallel()
	id := AssetID{}
	content := ProductContent{AccessContent: AccessContent{AssetID: &id, Regions: []string{"cn-east"}, Ports: "443"}}
	facts := ProductFacts{AccessType: AccessImage, SaleType: SaleGeneral, Asset: &Asset{Kind: AssetImage, Status: AssetApproved, Region: "cn-north"}}
	require.Empty(t, content.accessFaults(facts), "the first has nothing to fit")
	facts.LiveAsset = &Asset{Kind: AssetImage, Region: "cn-east"}
	require.Equal(t, "product.asset_region", content.accessFaults(facts)["asset_id"].Key)
	facts.Asset.Region = "cn-east"
	require.Empty(t, content.accessFaults(facts))
}
