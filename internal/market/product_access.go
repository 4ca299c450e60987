package market

import "slices"

// SaleType is who sells and who invoices (catalogue.md §2.1).
type SaleType string

// The sale types.
const (
	SaleGeneral  SaleType = "general"  // 通用商品
	SaleJoint    SaleType = "joint"    // 联营商品
	SaleSelect   SaleType = "select"   // 严选商品
	SalePlatform SaleType = "platform" // 平台自服务商品
)

// SaleTypes lists the sale types.
var SaleTypes = []SaleType{SaleGeneral, SaleJoint, SaleSelect, SalePlatform}

// Key names the type's words.
func (s SaleType) Key() string { return "product.sale_" + string(s) }

// PlatformInvoices reports whether the platform invoices the buyer, not the seller
// (catalogue.md §2.1).
func (s SaleType) PlatformInvoices() bool {
	return s == SaleJoint || s == SaleSelect || s == SalePlatform
}

// AccessType is what kind of thing is sold and how it reaches the buyer (catalogue.md §2.1).
type AccessType string

// The access types.
const (
	AccessSaaS          AccessType = "saas"
	AccessLicense       AccessType = "license"
	AccessImage         AccessType = "image"
	AccessService       AccessType = "service"
	AccessAPI           AccessType = "api"
	AccessConsulting    AccessType = "consulting"
	AccessDataFile      AccessType = "data_file"
	AccessDataAsset     AccessType = "data_asset"
	AccessHardware      AccessType = "hardware"
	AccessAI            AccessType = "ai"
	AccessContainer     AccessType = "container"
	AccessOrchestration AccessType = "orchestration"
	AccessAppAsset      AccessType = "app_asset"
)

// AccessTypes lists the access types in the order of the sheet (catalogue.md §2.1).
var AccessTypes = []AccessType{AccessSaaS, AccessLicense, AccessImage, AccessService, AccessAPI, AccessConsulting,
	AccessDataFile, AccessDataAsset, AccessHardware, AccessAI, AccessContainer, AccessOrchestration, AccessAppAsset}

// Key names the type's words.
func (a AccessType) Key() string { return "product.access_" + string(a) }

// Known reports whether there is such a type.
func (a AccessType) Known() bool { return slices.Contains(AccessTypes, a) }

// Supervising is whether orders of a type are delivered under supervision.
type Supervising string

// Never, always, or as the listing says.
const (
	SupervisedNever  Supervising = "never"
	SupervisedAlways Supervising = "always"
	SupervisedChosen Supervising = "chosen"
)

// AccessRules is what an access type asks of its listings and orders (catalogue.md §2.1,
// §2.6, §3.2, §3.3, §4).
type AccessRules struct {
	Sales          []SaleType
	Supervised     Supervising
	Chargings      []Charging
	Periods        []Period  // how long one unit of a price may last
	OneCharging    bool      // a spec never mixes ways of charging, not even in two prices
	CustomTemplate bool      // specs may be made of attributes (§3.3)
	Trial          bool      // §4
	Priced         bool      // it is traded here; otherwise the page only links out
	Opened         bool      // unsupervised orders are opened by the seller's server; others at payment
	Software       bool      // the copyright certificate is asked for (§2.3)
	DeliveryDays   bool      // a delivery time is promised (§2.3)
	Requirement    bool      // buyers fill in a requirement template (§2.3)
	Compliance     bool      // a valid data compliance letter is needed (§2.1)
	Bilingual      bool      // the name stands in Chinese and English (§2.3)
	Asset          AssetKind // the kind of approved asset that is sold; empty for none
	Fields         []string  // the own fields of the access step, in their order
	Certification  []JointStage
}

var accessRules = map[AccessType]AccessRules{
	AccessSaaS: {Sales: SaleTypes, Supervised: SupervisedChosen, CustomTemplate: true, Trial: true, Priced: true, Opened: true, Software: true,
		Chargings: []Charging{ChargePeriod, ChargeOneTime, ChargeOnDemand, ChargeOnDemandPackage}, Periods: []Period{PerYear, PerMonth, PerOnce, PerUse},
		Fields: []string{"endpoint_id", "supervised", "delivery_flow", "extensions", "authorised_by", "cipher", "website", "scan_id", "scan_report", "credential_id"}, Certification: []JointStage{StageTest, StageKit}},
	AccessLicense: {Sales: SaleTypes, Supervised: SupervisedAlways, CustomTemplate: true, Priced: true, Software: true, DeliveryDays: true,
		Chargings: []Charging{ChargePeriod, ChargeOneTime}, Periods: []Period{PerYear, PerMonth, PerOnce}, Asset: AssetPackage,
		Fields: []string{"licence_flow", "asset_id", "licence_rule", "endpoint_id"}, Certification: []JointStage{StageTest, StageKit, StageDeploy}},
	AccessImage: {Sales: SaleTypes, Supervised: SupervisedNever, Priced: true, Software: true,
		Chargings: []Charging{ChargePeriod, ChargeOnDemand}, Periods: []Period{PerYear, PerMonth}, Asset: AssetImage,
		Fields: []string{"asset_id", "regions", "ports"}, Certification: []JointStage{StageTest, StageDeploy}},
	AccessService: {Sales: SaleTypes, Supervised: SupervisedAlways, CustomTemplate: true, Priced: true, DeliveryDays: true, Requirement: true,
		Chargings: []Charging{ChargePeriod, ChargeOneTime}, Periods: []Period{PerYear, PerMonth, PerOnce, PerUse},
		Fields: []string{"flow"}},
	AccessAPI: {Sales: SaleTypes, Supervised: SupervisedNever, Priced: true, Software: true, Bilingual: true,
		Chargings: []Charging{ChargeOneTime, ChargeOnDemand, ChargeOnDemandPackage}, Periods: []Period{PerOnce},
		Fields: []string{"gateway", "api_group"}, Certification: []JointStage{StageTest}},
	AccessConsulting: {Sales: []SaleType{SaleGeneral}, Supervised: SupervisedNever, Fields: []string{"jump_url"}},
	AccessDataFile: {Sales: []SaleType{SaleGeneral}, Supervised: SupervisedAlways, Priced: true, Compliance: true, Bilingual: true, OneCharging: true,
		Chargings: []Charging{ChargePeriod, ChargeOneTime}, Periods: []Period{PerYear, PerMonth, PerOnce, PerUse}, Asset: AssetDataFile,
		Fields: []string{"asset_id"}},
	AccessDataAsset: {Sales: []SaleType{SaleGeneral}, Supervised: SupervisedNever, Priced: true, Compliance: true, Bilingual: true, OneCharging: true,
		Chargings: []Charging{ChargePeriod, ChargeOneTime}, Periods: []Period{PerYear, PerMonth, PerOnce}, Fields: []string{"asset_ref"}},
	AccessHardware: {Sales: SaleTypes, Supervised: SupervisedAlways, CustomTemplate: true, Priced: true,
		Chargings: []Charging{ChargeOneTime}, Periods: []Period{PerOnce, PerUse}, Fields: []string{"shipping"}, Certification: []JointStage{StageTest}},
	AccessAI: {Sales: SaleTypes, Supervised: SupervisedNever, CustomTemplate: true, Priced: true, Software: true,
		Chargings: []Charging{ChargePeriod, ChargeOneTime}, Periods: []Period{PerYear, PerMonth, PerOnce}, Fields: []string{"dimension", "asset_ref"}},
	AccessContainer: {Sales: []SaleType{SaleGeneral}, Supervised: SupervisedNever, Priced: true, Software: true,
		Chargings: []Charging{ChargePeriod, ChargeOneTime}, Periods: []Period{PerYear, PerMonth, PerOnce}, Asset: AssetContainer,
		Fields: []string{"asset_id", "package_kind", "test_report"}},
	AccessOrchestration: {Sales: []SaleType{SaleGeneral}, Supervised: SupervisedAlways, Priced: true, Software: true,
		Chargings: []Charging{ChargePeriod, ChargeOneTime}, Periods: []Period{PerYear, PerMonth, PerOnce}, Fields: []string{"orchestration"}},
	AccessAppAsset: {Sales: []SaleType{SaleGeneral}, Supervised: SupervisedNever, Priced: true, Software: true,
		Chargings: []Charging{ChargePeriod, ChargeOneTime}, Periods: []Period{PerYear, PerMonth, PerOnce}, Fields: []string{"asset_ref"}},
}

// Rules are the type's rules; those of an unknown type allow nothing.
func (a AccessType) Rules() AccessRules { return accessRules[a] }

// Sold reports whether listings of the access type may be sold that way (catalogue.md §2.1).
func (a AccessType) Sold(sale SaleType) bool { return slices.Contains(accessRules[a].Sales, sale) }

// Supervises reports whether orders of the type are delivered under supervision; flagged is
// what the listing says where it may choose (catalogue.md §2.1).
func (a AccessType) Supervises(flagged bool) bool {
	switch accessRules[a].Supervised {
	case SupervisedAlways:
		return true
	case SupervisedChosen:
		return flagged
	case SupervisedNever:
	}
	return false
}

// SupervisedTypes are the access types that may be delivered under supervision.
func SupervisedTypes() (types []AccessType) {
	for _, a := range AccessTypes {
		if accessRules[a].Supervised != SupervisedNever {
			types = append(types, a)
		}
	}
	return types
}

// AssetKind is what an asset of the asset center is (catalogue.md §0.2, §2.6).
type AssetKind string

// The kinds of assets.
const (
	AssetImage     AssetKind = "image"     // 镜像
	AssetPackage   AssetKind = "package"   // 软件包
	AssetContainer AssetKind = "container" // 容器镜像 / Helm
	AssetDataFile  AssetKind = "data_file" // 数据文件
)

// AssetKinds lists the kinds.
var AssetKinds = []AssetKind{AssetImage, AssetPackage, AssetContainer, AssetDataFile}

// Key names the kind's words.
func (k AssetKind) Key() string { return "asset.kind_" + string(k) }

// JointStage is one stage of a joint certification (catalogue.md §2.11).
type JointStage string

// The stages. Between the qualification and the business information stand the tests and
// integrations of the access type (catalogue.md §2.1).
const (
	StageQualification JointStage = "qualification" // 资质与选品审核
	StageKit           JointStage = "kit"           // 联营 kit 对接
	StageDeploy        JointStage = "deploy"        // 自动部署对接
	StageTest          JointStage = "test"          // 海顿测试
	StageBusiness      JointStage = "business"      // 商务信息审核
)
