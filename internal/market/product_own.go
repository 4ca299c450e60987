package market

import (
	"cmp"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// AccessContent is what listings of single access types say besides (catalogue.md §2.5, §2.6).
type AccessContent struct {
	// SaaS
	Extensions   []string `json:"extensions,omitempty"`    // 扩展参数
	AuthorisedBy string   `json:"authorised_by,omitempty"` // 用户授权: what creates the admin account
	Cipher       string   `json:"cipher,omitempty"`        // of sensitive fields
	Website      bool     `json:"website,omitempty"`
	ScanID       string   `json:"scan_id,omitempty"` // a finished security scan, by its number
	Scan         *ScanRef `json:"scan,omitempty"`    // what it found when the draft was saved last
	ScanReport   *FileRef `json:"scan_report,omitempty"`
	CredentialID string   `json:"credential_id,omitempty"` // 应用凭证, by its number; joint only

	// License, image, data file, container
	LicenceFlow string   `json:"licence_flow,omitempty"`
	LicenceRule string   `json:"licence_rule,omitempty"`
	AssetID     *AssetID `json:"asset_id,omitempty"`
	AssetName   string   `json:"asset_name,omitempty"`
	Regions     []string `json:"regions,omitempty"`
	Ports       string   `json:"ports,omitempty"`
	PackageKind string   `json:"package_kind,omitempty"`
	TestReport  *FileRef `json:"test_report,omitempty"`

	// API
	Gateway  string `json:"gateway,omitempty"`
	APIGroup string `json:"api_group,omitempty"`

	// others
	JumpURL       string `json:"jump_url,omitempty"`
	AssetRef      string `json:"asset_ref,omitempty"`
	Shipping      string `json:"shipping,omitempty"`
	Dimension     string `json:"dimension,omitempty"`
	Orchestration string `json:"orchestration,omitempty"`
}

// OwnKind is how an own field is asked for and checked.
type OwnKind string

// The kinds of own fields.
const (
	OwnEndpoint OwnKind = "endpoint"
	OwnYesNo    OwnKind = "yes_no"
	OwnTick     OwnKind = "tick"
	OwnChoice   OwnKind = "choice"
	OwnMany     OwnKind = "many"
	OwnLine     OwnKind = "line"
	OwnText     OwnKind = "text"
	OwnAsset    OwnKind = "asset"
	OwnFile     OwnKind = "file"

	OwnCredential OwnKind = "credential"
	OwnScan       OwnKind = "scan"
	OwnParameters OwnKind = "parameters"
)

// OwnField is one field of the access step that only some access types have.
type OwnField struct {
	Name     string
	Kind     OwnKind
	Options  []string // of a choice
	Most     int      // letters or choices
	Optional bool
	Joint    bool       // asked for joint listings only
	Sales    []SaleType // asked for listings that are sold so; empty for all
	Frozen   bool       // it may not change once it is on sale (catalogue.md §2.10)
}

var ownFields = map[string]OwnField{
	"endpoint_id":   {Kind: OwnEndpoint},
	"supervised":    {Kind: OwnYesNo},
	"flow":          {Kind: OwnChoice, Options: ServiceFlows},
	"delivery_flow": {Kind: OwnChoice, Options: SaaSFlows, Optional: true, Sales: []SaleType{SaleJoint, SalePlatform}},
	"extensions":    {Kind: OwnParameters, Most: 3, Optional: true},
	"authorised_by": {Kind: OwnChoice, Options: []string{"mobile", "email", "iam"}, Optional: true},
	"cipher":        {Kind: OwnChoice, Options: []string{"AES256_CBC_PKCS5Padding", "AES128_CBC_PKCS5Padding"}, Optional: true},
	"website":       {Kind: OwnTick, Optional: true},
	"scan_id":       {Kind: OwnScan, Most: 64, Optional: true},
	"scan_report":   {Kind: OwnFile, Optional: true},
	"credential_id": {Kind: OwnCredential, Most: 64, Joint: true, Frozen: true},
	"licence_flow":  {Kind: OwnChoice, Options: LicenceFlows},
	"licence_rule":  {Kind: OwnText, Most: 500},
	"asset_id":      {Kind: OwnAsset},
	"regions":       {Kind: OwnMany, Options: []string{"cn-north", "cn-east", "cn-south", "cn-southwest", "ap-southeast"}, Most: 5},
	"ports":         {Kind: OwnText, Most: 300},
	"package_kind":  {Kind: OwnChoice, Options: []string{"helm", "operator"}},
	"test_report":   {Kind: OwnFile},
	"gateway":       {Kind: OwnChoice, Options: []string{"apig", "agents"}, Frozen: true},
	"api_group":     {Kind: OwnLine, Most: 64, Frozen: true},
	"jump_url":      {Kind: OwnLine, Most: 300},
	"asset_ref":     {Kind: OwnLine, Most: 64, Frozen: true},
	"shipping":      {Kind: OwnText, Most: 300},
	"dimension":     {Kind: OwnChoice, Options: []string{"time", "nodes"}, Frozen: true},
	"orchestration": {Kind: OwnText, Most: 1000},
}

// Own are the own fields of listings of the type that are sold that way, in their order.
func (a AccessType) Own(sale SaleType) (fields []OwnField) {
	for _, name := range accessRules[a].Fields {
		field := ownFields[name]
		field.Name = name
		if (!field.Joint || sale == SaleJoint) && (len(field.Sales) == 0 || slices.Contains(field.Sales, sale)) {
			fields = append(fields, field)
		}
	}
	return fields
}

// Text is the value of a text or a choice; nil for a field of another kind.
func (c *AccessContent) text(name string) *string {
	switch name {
	case "authorised_by":
		return &c.AuthorisedBy
	case "cipher":
		return &c.Cipher
	case "credential_id":
		return &c.CredentialID
	case "scan_id":
		return &c.ScanID
	case "licence_flow":
		return &c.LicenceFlow
	case "licence_rule":
		return &c.LicenceRule
	case "ports":
		return &c.Ports
	case "package_kind":
		return &c.PackageKind
	case "gateway":
		return &c.Gateway
	case "api_group":
		return &c.APIGroup
	case "jump_url":
		return &c.JumpURL
	case "asset_ref":
		return &c.AssetRef
	case "shipping":
		return &c.Shipping
	case "dimension":
		return &c.Dimension
	case "orchestration":
		return &c.Orchestration
	}
	return nil
}

func (c *AccessContent) list(name string) *[]string {
	switch name {
	case "extensions":
		return &c.Extensions
	case "regions":
		return &c.Regions
	}
	return nil
}

// SetOwn takes over what was typed into an own field; lists come as several values.
func (c *ProductContent) SetOwn(field OwnField, values []string) {
	value := strings.Join(values, " ")
	switch field.Kind {
	case OwnYesNo:
		c.Supervised = value == "yes"
	case OwnTick:
		c.Website = value != ""
	case OwnMany, OwnParameters:
		*c.list(field.Name) = values
	case OwnChoice, OwnLine, OwnText, OwnCredential, OwnScan:
		*c.ownText(field.Name) = value
	case OwnEndpoint, OwnAsset, OwnFile:
	}
}

func (c *ProductContent) ownText(name string) *string {
	if name == "flow" || name == "delivery_flow" {
		return &c.Flow
	}
	return c.text(name)
}

// Own is the text of an own field as a form shows it.
func (c ProductContent) Own(name string) string {
	if list := c.list(name); list != nil {
		return strings.Join(*list, "\n")
	}
	if text := c.ownText(name); text != nil {
		return *text
	}
	return ""
}

// OwnList is the choices of an own field.
func (c ProductContent) OwnList(name string) []string {
	if list := c.list(name); list != nil {
		return *list
	}
	return nil
}

// hcsName are the editions for private clouds, which are delivered offline (catalogue.md §2.5).
var hcsName = regexp.MustCompile(`(?i)HCS|CNP`)

// accessFaults are the rules of access information (catalogue.md §2.1, §2.5, §2.6).
func (c ProductContent) accessFaults(f ProductFacts) Invalids {
	faults := Invalids{}
	for _, field := range f.AccessType.Own(f.SaleType) {
		c.ownFaults(field, f, faults)
	}
	switch f.AccessType {
	case AccessSaaS:
		if c.Website && c.ScanID == "" && c.ScanReport == nil {
			faults.With("scan_id", "product.no_scan_report")
		}
		c.milestoneFaults(faults)
	case AccessLicense:
		if private := hcsName.MatchString(c.Name); private && c.LicenceFlow != FlowOffline {
			faults.With("licence_flow", "product.licence_offline", hcsName.FindString(c.Name))
		}
	case AccessAPI:
		if c.Gateway == "agents" && f.SaleType != SaleGeneral {
			faults.With("gateway", "product.agents_general")
		}
		if f.GroupTaken != "" {
			faults.With("api_group", "product.group_taken", c.APIGroup, f.GroupTaken)
		}
	case AccessConsulting:
		c.jumpFaults(faults)
	case AccessImage, AccessService, AccessDataFile, AccessDataAsset, AccessHardware, AccessAI, AccessContainer, AccessOrchestration, AccessAppAsset:
	}
	if f.AccessType.Rules().Compliance && !f.Compliance {
		faults.With(f.AccessType.Rules().Fields[0], "product.no_compliance")
	}
	return faults
}

func (c ProductContent) ownFaults(field OwnField, f ProductFacts, faults Invalids) {
	switch field.Kind {
	case OwnEndpoint:
		if f.AccessType == AccessSaaS || c.LicenceFlow == FlowLicenseCode {
			c.endpointFaults(f, faults)
		}
	case OwnAsset:
		c.assetFaults(f, faults)
	case OwnFile:
		if !field.Optional && c.File(field.Name) == nil {
			faults.With(field.Name, "product.no_file")
		}
	case OwnChoice:
		if value := c.Own(field.Name); value == "" && !field.Optional {
			faults.With(field.Name, "problem.required")
		} else if value != "" && !slices.Contains(field.Options, value) {
			faults.With(field.Name, "problem.not_an_option", value)
		}
	case OwnMany:
		list := c.OwnList(field.Name)
		if len(list) == 0 && !field.Optional {
			faults.With(field.Name, "problem.required")
		}
		if len(list) > field.Most {
			faults.With(field.Name, "product.too_many_choices", field.Most, len(list))
		}
		for _, value := range list {
			if !slices.Contains(field.Options, value) {
				faults.With(field.Name, "problem.not_an_option", value)
			}
		}
	case OwnLine, OwnText:
		least := 1
		if field.Optional {
			least = 0
		}
		text(faults, field.Name, c.Own(field.Name), least, field.Most)
	case OwnCredential:
		c.credentialFaults(f, faults)
	case OwnScan:
		c.scanFaults(f, faults)
	case OwnParameters:
		c.parameterFaults(field, f, faults)
	case OwnYesNo, OwnTick:
	}
	if field.Frozen && f.Live != nil && f.Live.Own(field.Name) != c.Own(field.Name) {
		faults.With(field.Name, "product.frozen")
	}
}

// milestoneFaults: what is billed on demand is not delivered in milestones, and what is not
// supervised is not delivered at all (catalogue.md §2.5).
func (c ProductContent) milestoneFaults(faults Invalids) {
	if c.Flow != FlowMilestone {
		return
	}
	if !c.Supervised {
		faults.With("delivery_flow", "product.milestone_unsupervised")
	}
	for _, mode := range c.Modes() {
		if mode == ChargeOnDemand || mode == ChargeOnDemandPackage {
			faults.With("delivery_flow", "product.milestone_on_demand", Word("order.charging_"+string(mode)))
		}
	}
}

// endpointFaults are the rules of the production address (catalogue.md §2.6).
func (c ProductContent) endpointFaults(f ProductFacts, faults Invalids) {
	switch {
	case c.EndpointID == nil:
		faults.With("endpoint_id", "product.no_endpoint")
	case f.Endpoint == nil:
		faults.With("endpoint_id", "problem.not_found")
	case !f.Endpoint.Verified:
		faults.With("endpoint_id", "product.endpoint_unverified", f.Endpoint.URL)
	case f.AccessType == AccessSaaS:
		if lacks := f.Endpoint.Lacks(c.Modes()); len(lacks) > 0 {
			faults.With("endpoint_id", "product.endpoint_cases", len(lacks), Word(lacks[0].Activity.Key()))
		}
	}
}

// credentialFaults: a joint SaaS names an application credential that is in force; one
// credential serves one product (catalogue.md §2.6, §9.3).
func (c ProductContent) credentialFaults(f ProductFacts, faults Invalids) {
	switch {
	case c.CredentialID == "":
		faults.With("credential_id", "product.no_credential")
	case f.Credential == nil:
		faults.With("credential_id", "problem.not_found")
	case f.Credential.ProductID != nil && *f.Credential.ProductID != f.ProductID:
		faults.With("credential_id", "product.credential_taken", f.Credential.Name)
	case f.Credential.Status != CredentialActive && f.Credential.Status != CredentialBound:
		faults.With("credential_id", "product.credential_state", f.Credential.Name, Word(f.Credential.Status.Key()))
	}
}

// scanFaults: only a scan of the seller's that has a result is linked (catalogue.md §2.6).
func (c ProductContent) scanFaults(f ProductFacts, faults Invalids) {
	switch {
	case c.ScanID == "":
	case f.Scan == nil:
		faults.With("scan_id", "problem.not_found")
	case f.Scan.Results == 0:
		faults.With("scan_id", "product.scan_unfinished", f.Scan.Name)
	}
}

// assetFaults: only an approved asset of the right kind is sold (catalogue.md §2.1, §2.6).
func (c ProductContent) assetFaults(f ProductFacts, faults Invalids) {
	kind := f.AccessType.Rules().Asset
	switch {
	case f.AccessType == AccessLicense && c.LicenceFlow != FlowPackage && c.LicenceFlow != FlowAutomatic && c.AssetID == nil:
	case c.AssetID == nil:
		faults.With("asset_id", "product.no_asset", Word(kind.Key()))
	case f.Asset == nil || f.Asset.Kind != kind:
		faults.With("asset_id", "problem.not_found")
	case kind == AssetImage && cmp.Or(f.Asset.Site, Mainland) != cmp.Or(f.Site, Mainland):
		faults.With("asset_id", "product.asset_site", f.Asset.Name, Word(cmp.Or(f.Site, Mainland).Key()))
	case kind == AssetImage && f.LiveAsset != nil && f.LiveAsset.Region != f.Asset.Region:
		faults.With("asset_id", "product.asset_region", f.Asset.Name, f.LiveAsset.Region, f.Asset.Region)
	case f.Asset.Status != AssetApproved:
		faults.With("asset_id", "product.asset_unapproved", f.Asset.Name, Word(f.Asset.Status.Key()))
	}
}

// jumpFaults: the link leads to the seller's own site by name (catalogue.md §2.1, §2.6).
func (c ProductContent) jumpFaults(faults Invalids) {
	if c.JumpURL == "" {
		return
	}
	address, err := url.Parse(c.JumpURL)
	if err != nil || address.Scheme != "https" && address.Scheme != "http" || address.Hostname() == "" {
		faults.With("jump_url", "product.not_a_link", c.JumpURL)
	} else if _, err := netip.ParseAddr(address.Hostname()); err == nil {
		faults.With("jump_url", "product.link_by_number", address.Hostname())
	}
}
