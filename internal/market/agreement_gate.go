package market

import "slices"

// The codes of the agreements that a seller signs with the marketplace (catalogue.md §1.4).
const (
	Cooperation     = "cooperation" // 通用商品商家合作协议, on onboarding
	JointOperation  = "joint"       // 联营合作协议, on joining the joint plan
	Publishing      = "publishing"  // 商品发布与内容规范, before products are handed in
	DataCompliance  = "data"        // 数据合作协议, with the compliance letter of data products
	ResaleTerms     = "resale"      // 转售合作协议, before resellers are authorised
	ProviderTerms   = "provider"    // 客户服务商合作规则, before demands are taken
	OverseasTerms   = "overseas"    // 国际站商家协议, before the international site
	CuratedTerms    = "curated"     // 严选合作协议, for select products
	PlatformProduct = "platform"    // 自服务商品合作协议
)

// AgreementKind is one of the agreements and everything that waits for it. Nothing waits
// before its first version is in effect.
type AgreementKind struct {
	Code  string
	Entry bool   // without a first signature the whole seller center waits
	Areas []Area // their pages wait until its newest version is accepted
	Acts  []Act  // these wait likewise, through every door
}

// AgreementKinds is the one table of what needs which agreement (catalogue.md §1.4): each
// gated page and act is declared here and nowhere else.
var AgreementKinds = []AgreementKind{
	{Code: Cooperation, Entry: true, Areas: []Area{Statements}},
	{Code: Publishing, Acts: []Act{SubmitProduct}},
	{Code: JointOperation, Acts: []Act{JoinJoint, AddJoint, SubmitJoint, PublishJoint}},
	{Code: DataCompliance, Acts: []Act{LetterSeller}},
	{Code: ResaleTerms, Acts: []Act{AuthorizeResale, ChangeResale}},
	{Code: ProviderTerms, Acts: []Act{AcceptDemand}},
	{Code: OverseasTerms, Acts: []Act{JoinContract}},
	{Code: CuratedTerms},
	{Code: PlatformProduct},
}

// AgreementKindOf is the agreement of that code.
func AgreementKindOf(code string) (AgreementKind, bool) {
	for _, kind := range AgreementKinds {
		if kind.Code == code {
			return kind, true
		}
	}
	return AgreementKind{}, false
}

// Key names the agreement's words.
func (k AgreementKind) Key() string { return "agreement.kind_" + k.Code }

// GateOfAct is the code of the agreement that the act waits for; empty when for none.
func GateOfAct(act Act) string {
	for _, kind := range AgreementKinds {
		if slices.Contains(kind.Acts, act) {
			return kind.Code
		}
	}
	return ""
}

// GateOfArea is the code of the agreement that the area's pages wait for; empty when for none.
func GateOfArea(area Area) string {
	for _, kind := range AgreementKinds {
		if slices.Contains(kind.Areas, area) {
			return kind.Code
		}
	}
	return ""
}

// Renewal is how a new version comes to hold for who has signed an earlier one.
type Renewal string

// The ways: signing again, or going on to use the seller center after it came into effect.
const (
	BySignature Renewal = "sign"
	ByUse       Renewal = "use"
)

// Renewals lists the ways.
var Renewals = []Renewal{BySignature, ByUse}

// Key names the renewal's words.
func (r Renewal) Key() string { return "agreement.renewal_" + string(r) }

// Topic is what a new version changes; its notice lists them (catalogue.md §1.4).
type Topic string

// Topics lists the topics of a change.
var Topics = []Topic{"purchase", "agency", "acceptance", "complaint", "rights", "termination"}

// Key names the topic's words.
func (t Topic) Key() string { return "agreement.topic_" + string(t) }

// Signature is what a seller has to have signed of one agreement, and what it has.
type Signature struct {
	Code   string `json:"code"`
	Wanted int    `json:"wanted"` // the oldest version whose signature still holds
	Signed int    `json:"signed"` // the newest signed; 0: none
}

// Unsigned reports whether the agreement waits to be signed, or to be signed again.
func (s Signature) Unsigned() bool { return s.Signed < s.Wanted }
