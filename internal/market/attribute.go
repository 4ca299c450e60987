package market

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Attributes is the seller's SKU attributes (SKU属性管理, catalogue.md §3.4).
var Attributes = area("attribute", Owner, Operations, Support)

// The acts on an attribute (catalogue.md §3.4).
var (
	AddAttribute    = act("attribute.add", Owner, Operations)
	EditAttribute   = act("attribute.edit", Owner, Operations)
	RemoveAttribute = act("attribute.remove", Owner, Operations)
)

// AttributeID names an attribute.
type AttributeID = ID[Attribute]

// AttributeKind is what an attribute's values are.
type AttributeKind string

// The kinds of attributes (catalogue.md §3.4).
const (
	AttributeEnum   AttributeKind = "enum"   // 枚举
	AttributeNumber AttributeKind = "number" // 数量
)

// AttributeKinds lists the kinds.
var AttributeKinds = []AttributeKind{AttributeEnum, AttributeNumber}

// Key names the kind's words.
func (k AttributeKind) Key() string { return "attribute.kind_" + string(k) }

// AttributeContent is what an attribute says.
type AttributeContent struct {
	Code        string
	Kind        AttributeKind
	NameZh      string
	NameEn      string
	Description string
}

// Attribute is one attribute that specs may copy.
type Attribute struct {
	SellerID SellerID
	ID       AttributeID
	AttributeContent
	CreatedAt time.Time
	UpdatedAt time.Time
	Version   int
	Preset    bool
}

// PresetAttributes cannot be edited, deleted or reused (catalogue.md §3.4). Their names are
// data of the marketplace, not words of the pages.
var PresetAttributes = []Attribute{
	preset("appName", "应用名称", "Application name"),
	preset("version", "版本", "Version"),
	preset("os", "操作系统", "Operating system"),
	preset("mode", "所属模式", "Mode"),
}

// ComputeAttributes are all that a spec of an AI asset may be made of: the number of compute
// nodes and the compute node (catalogue.md §2.1).
var ComputeAttributes = []Attribute{
	{AttributeContent: AttributeContent{Code: "nodeCount", Kind: AttributeNumber, NameZh: "计算节点数", NameEn: "Compute nodes"}, Preset: true},
	preset("node", "计算节点", "Compute node"),
}

func preset(code, zh, en string) Attribute {
	return Attribute{AttributeContent: AttributeContent{Code: code, Kind: AttributeEnum, NameZh: zh, NameEn: en}, Preset: true}
}

// AttributeSearch is which attributes of a list are wanted; empty fields want all.
type AttributeSearch struct {
	Text string // part of a name or of the code
	Kind AttributeKind
}

// Presets are the preset attributes that the search wants.
func (s AttributeSearch) Presets() (presets []Attribute) {
	for _, preset := range PresetAttributes {
		if s.wants(preset) {
			presets = append(presets, preset)
		}
	}
	return presets
}

func (s AttributeSearch) wants(a Attribute) bool {
	text := strings.ToLower(s.Text)
	return (s.Kind == "" || s.Kind == a.Kind) && (text == "" || strings.Contains(strings.ToLower(a.NameZh), text) ||
		strings.Contains(strings.ToLower(a.NameEn), text) || strings.Contains(strings.ToLower(a.Code), text))
}

// The lengths of an attribute's texts (catalogue.md §3.4).
const (
	attributeNameMost        = 32
	attributeDescriptionMost = 200
)

var attributeCode = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9_]{0,31}$`)

// Check is what is wrong with a custom attribute (catalogue.md §3.4).
func (a AttributeContent) Check() error {
	faults := Invalids{}
	if !slices.Contains(AttributeKinds, a.Kind) {
		faults.With("kind", "problem.not_an_option", string(a.Kind))
	}
	switch {
	case a.Code == "":
		faults.With("code", "problem.required")
	case !attributeCode.MatchString(a.Code):
		faults.With("code", "attribute.code_form", a.Code)
	}
	text(faults, "name_zh", a.NameZh, 1, attributeNameMost)
	text(faults, "name_en", a.NameEn, 1, attributeNameMost)
	text(faults, "description", a.Description, 0, attributeDescriptionMost)
	for _, preset := range PresetAttributes {
		if strings.EqualFold(a.Code, preset.Code) {
			faults.With("code", "attribute.preset_code", preset.Code)
		}
		for field, name := range map[string]string{"name_zh": a.NameZh, "name_en": a.NameEn} {
			if strings.EqualFold(name, preset.NameZh) || strings.EqualFold(name, preset.NameEn) {
				faults.With(field, "attribute.preset_name", name)
			}
		}
	}
	return faults.Err()
}

// AttributeValue is one attribute of what was bought, with its names as they were.
type AttributeValue struct {
	Code   string        `json:"code"`
	Kind   AttributeKind `json:"kind"`
	NameZh string        `json:"name_zh"`
	NameEn string        `json:"name_en"`
	Value  string        `json:"value"`
	Unit   string        `json:"unit,omitempty"`
}
