package market

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// FileRef is an uploaded file as a content names it.
type FileRef struct {
	ID   FileID `json:"id"`
	Name string `json:"name"`
	Size int64  `json:"size"`
}

// Highlight is one highlight of a product (商品亮点) or one customer case (客户案例).
type Highlight struct {
	Title   string   `json:"title"`
	Text    string   `json:"text"`
	Picture *FileRef `json:"picture,omitempty"` // of a case
}

// ProductContent is everything that a listing says (catalogue.md §2.3); numbers are kept as
// they were typed, so that nothing typed is lost before it is right.
type ProductContent struct {
	// access information
	EndpointID  *EndpointID `json:"endpoint_id,omitempty"`
	EndpointURL string      `json:"endpoint_url,omitempty"`
	Supervised  bool        `json:"supervised"`
	Flow        string      `json:"flow,omitempty"`
	AccessContent

	// basic information
	Name                string      `json:"name"`
	NameEN              string      `json:"name_en,omitempty"`
	Edition             string      `json:"version"` // 商品版本
	Logo                *FileRef    `json:"logo,omitempty"`
	Pictures            []FileRef   `json:"pictures,omitempty"`
	Videos              []FileRef   `json:"videos,omitempty"`
	Introduction        string      `json:"introduction"`
	Description         string      `json:"description"`
	Highlights          []Highlight `json:"highlights,omitempty"`
	Cases               []Highlight `json:"cases,omitempty"`
	Category            string      `json:"category"`
	Tags                []string    `json:"tags,omitempty"`
	TagCertificate      *FileRef    `json:"tag_certificate,omitempty"`
	OpenLab             *FileRef    `json:"open_lab,omitempty"`
	DescriptionPictures []FileRef   `json:"description_pictures,omitempty"`

	// specs
	Specs []SpecContent `json:"specs,omitempty"`

	// business information
	Agreement           string   `json:"agreement"`
	SupportTerms        string   `json:"support_terms,omitempty"` // joint listings
	GoodsName           string   `json:"goods_name,omitempty"`    // 货物劳务名称, joint listings
	Platforms           []string `json:"platforms,omitempty"`     // joint listings
	Filing              string   `json:"filing,omitempty"`        // the platform contact's prior consent to a new name
	AfterSalesPhone     string   `json:"after_sales_phone"`
	AfterSalesEmail     string   `json:"after_sales_email"`
	ServiceHours        string   `json:"service_hours"`
	SupportID           string   `json:"support_id,omitempty"` // the customer-service group, instead of the three above
	SupportName         string   `json:"support_name,omitempty"`
	ServiceContent      string   `json:"service_content"`
	Guide               *FileRef `json:"guide,omitempty"`
	Ownership           string   `json:"ownership,omitempty"` // how the copyright certificate fits
	Certificate         *FileRef `json:"certificate,omitempty"`
	Declaration         *FileRef `json:"declaration,omitempty"`
	UsesOpenSource      bool     `json:"uses_open_source"`
	OpenSource          *FileRef `json:"open_source,omitempty"`
	Reseller            bool     `json:"reseller"`
	Authorisation       *FileRef `json:"authorisation,omitempty"`
	DeliveryTemplate    *FileRef `json:"delivery_template,omitempty"`
	RequirementTemplate *FileRef `json:"requirement_template,omitempty"`
	DeliveryDays        string   `json:"delivery_days,omitempty"`
	Hidden              bool     `json:"hidden"` // 不公开销售
	SEOTitle            string   `json:"seo_title,omitempty"`
	SEOKeywords         string   `json:"seo_keywords,omitempty"`
	SEODescription      string   `json:"seo_description,omitempty"`

	// preview and submit
	SelfCheck bool `json:"self_check"`

	Visited []ProductStep `json:"visited,omitempty"` // steps that the seller has left once
}

// ProductStep is one page of the publishing wizard (picture 04).
type ProductStep string

// The steps.
const (
	StepAccess   ProductStep = "access"   // 接入信息
	StepBasic    ProductStep = "basic"    // 基本信息
	StepSpecs    ProductStep = "specs"    // 商品规格
	StepBusiness ProductStep = "business" // 业务信息
	StepPreview  ProductStep = "preview"  // 预览并提交
)

// ProductSteps lists the steps in their order.
var ProductSteps = []ProductStep{StepAccess, StepBasic, StepSpecs, StepBusiness, StepPreview}

// Key names the step's words.
func (s ProductStep) Key() string { return "product.step_" + string(s) }

// Known reports whether there is such a step.
func (s ProductStep) Known() bool { return slices.Contains(ProductSteps, s) }

// Steps are the steps of the type: what is not traded here has no specs (catalogue.md §2.6).
func (a AccessType) Steps() []ProductStep {
	if accessRules[a].Priced {
		return ProductSteps
	}
	return []ProductStep{StepAccess, StepBasic, StepBusiness, StepPreview}
}

// Next is the step behind this one; the last is its own.
func (a AccessType) Next(s ProductStep) ProductStep {
	steps := a.Steps()
	return steps[min(slices.Index(steps, s)+1, len(steps)-1)]
}

// Previous is the step in front of this one; the first is its own.
func (a AccessType) Previous(s ProductStep) ProductStep {
	steps := a.Steps()
	return steps[max(slices.Index(steps, s)-1, 0)]
}

// Visit remembers that the seller has left the step, so that its faults show from now on.
func (c *ProductContent) Visit(step ProductStep) {
	if !slices.Contains(c.Visited, step) {
		c.Visited = append(slices.Clone(c.Visited), step)
	}
}

// Seen reports whether the seller has left the step once.
func (c ProductContent) Seen(step ProductStep) bool { return slices.Contains(c.Visited, step) }

// The service flows of a manual service (catalogue.md §2.5).
var ServiceFlows = []string{"standard", "website"}

// SaaSFlows are how a joint or platform SaaS under supervision is delivered: by the base flow,
// which is the default, or in milestones (catalogue.md §2.5).
var SaaSFlows = []string{FlowStandard, FlowMilestone}

// ProductTags are the certification tags and the words for their technology
// (catalogue.md §2.3).
var ProductTags = map[string][]string{
	"kunpeng": {"鲲鹏", "Kunpeng"}, "hybrid": {"混合云", "hybrid"},
	"iot": {"物联网", "IoT"}, "ascend": {"昇腾", "Ascend"},
}

// ProductTagNames lists the tags in their order.
var ProductTagNames = []string{"kunpeng", "hybrid", "iot", "ascend"}

// Ownerships are how the copyright certificate fits the product: as it should, or with one
// of three declarations (catalogue.md §2.3).
var Ownerships = []string{"matches", "name_differs", "owner_differs", "applied_for"}

// The bounds of lists.
const (
	MostPictures = 5
	MostCases    = 5
)

// File is the file of a form field, or nil.
func (c *ProductContent) File(field string) *FileRef {
	if at := c.fileAt(field); at != nil {
		return *at
	}
	return nil
}

// MostDescriptionPictures bounds the pictures of the description (catalogue.md §2.3).
const MostDescriptionPictures = 5

// ProductFile is what a file in the field is for; empty where no file goes.
func ProductFile(field string) FilePurpose {
	if strings.HasPrefix(field, casePicture) {
		return FileCasePicture
	}
	return ProductFiles[field]
}

// casePicture begins the fields of the customer cases' pictures: case_picture_0.
const casePicture = "case_picture_"

// ProductFiles are the fields that hold files, and what the files are for.
var ProductFiles = map[string]FilePurpose{
	"videos": FileVideo, "description_pictures": FileDescription, "tag_certificate": FileCertificate, "open_lab": FileCertificate,
	"scan_report": FileCertificate, "test_report": FileCertificate,
	"logo": FileLogo, "pictures": FilePicture, "guide": FileGuide, "certificate": FileCertificate,
	"declaration": FileCertificate, "open_source": FileCertificate, "authorisation": FileCertificate,
	"delivery_template": FileTemplate, "requirement_template": FileTemplate,
}

func (c *ProductContent) fileAt(field string) **FileRef {
	switch field {
	case "logo":
		return &c.Logo
	case "tag_certificate":
		return &c.TagCertificate
	case "open_lab":
		return &c.OpenLab
	case "scan_report":
		return &c.ScanReport
	case "test_report":
		return &c.TestReport
	case "guide":
		return &c.Guide
	case "certificate":
		return &c.Certificate
	case "declaration":
		return &c.Declaration
	case "open_source":
		return &c.OpenSource
	case "authorisation":
		return &c.Authorisation
	case "delivery_template":
		return &c.DeliveryTemplate
	case "requirement_template":
		return &c.RequirementTemplate
	}
	return nil
}

// filesAt is the field that holds several files, and how many it takes.
func (c *ProductContent) filesAt(field string) (list *[]FileRef, most int) {
	switch field {
	case "pictures":
		return &c.Pictures, MostPictures
	case "videos":
		return &c.Videos, MostPictures - 1
	case "description_pictures":
		return &c.DescriptionPictures, MostDescriptionPictures
	}
	return nil, 0
}

// Attach puts an uploaded file where it belongs; pictures are added, others replaced.
func (c *ProductContent) Attach(field string, file FileRef) error {
	if list, most := c.filesAt(field); list != nil {
		if len(*list) >= most {
			return Invalid(field, "product.too_many_pictures", most)
		}
		*list = append(slices.Clone(*list), file)
		return nil
	}
	if row, is := strings.CutPrefix(field, casePicture); is {
		n, err := strconv.Atoi(row)
		if err != nil || n < 0 || n >= len(c.Cases) {
			return Invalid(field, "product.case_first")
		}
		c.Cases = slices.Clone(c.Cases)
		c.Cases[n].Picture = &file
		return nil
	}
	at := c.fileAt(field)
	if at == nil {
		return NotFound
	}
	*at = &file
	return nil
}

// Drop takes a file out of the content.
func (c *ProductContent) Drop(field string, id FileID) {
	if list, _ := c.filesAt(field); list != nil {
		*list = slices.DeleteFunc(slices.Clone(*list), func(f FileRef) bool { return f.ID == id })
	} else if strings.HasPrefix(field, casePicture) {
		c.Cases = slices.Clone(c.Cases)
		for n := range c.Cases {
			if picture := c.Cases[n].Picture; picture != nil && picture.ID == id {
				c.Cases[n].Picture = nil
			}
		}
	} else if at := c.fileAt(field); at != nil && *at != nil && (*at).ID == id {
		*at = nil
	}
}

// Supervises reports whether orders of the listing are delivered under supervision
// (catalogue.md §2.1, §2.5).
func (c ProductContent) Supervises(access AccessType) bool { return access.Supervises(c.Supervised) }

// Letters counts what is written, without white space.
func Letters(text string) int {
	n := 0
	for _, r := range text {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// Listed reports whether the spec is on sale in this content.
func (c ProductContent) Listed(id ID[Spec]) bool {
	return slices.ContainsFunc(c.Specs, func(s SpecContent) bool { return s.ID == id })
}
