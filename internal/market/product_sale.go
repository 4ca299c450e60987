package market

import (
	"slices"
	"strings"
)

// aiFaults: an AI asset has one billing dimension, time or compute nodes, and its specs are
// made of compute nodes only (catalogue.md §2.1).
func (c ProductContent) aiFaults(f ProductFacts, faults Invalids) {
	if f.AccessType != AccessAI {
		return
	}
	for n, spec := range c.Specs {
		switch {
		case spec.Off:
		case c.Dimension == "time" && spec.Kind() == TemplateCustom && spec.Measure() != nil:
			faults.With(SpecField("attributes", n), "spec.ai_time")
		case c.Dimension == "nodes" && spec.Kind() != TemplateCustom:
			faults.With(SpecField("name", n), "spec.ai_nodes", spec.Name)
		}
		for _, attribute := range spec.Attributes {
			if !slices.ContainsFunc(ComputeAttributes, func(a Attribute) bool { return a.Code == attribute.Code }) {
				faults.With(SpecField("attributes", n), "spec.ai_attribute", attribute.Code)
			}
		}
	}
}

// jointFaults are what joint listings say besides (catalogue.md §2.3, §2.10, §2.11).
func (c ProductContent) jointFaults(f ProductFacts, faults Invalids) {
	if f.SaleType != SaleJoint {
		return
	}
	text(faults, "support_terms", c.SupportTerms, 1, agreementMost)
	text(faults, "goods_name", c.GoodsName, 1, nameMost)
	for _, platform := range c.Platforms {
		if !slices.Contains(JointPlatforms, platform) {
			faults.With("platforms", "problem.not_an_option", platform)
		}
	}
	if !f.Certified {
		faults.With("goods_name", "product.not_certified")
	}
	if f.Live != nil && f.Live.Name != c.Name && strings.TrimSpace(c.Filing) == "" {
		faults.With("filing", "product.filing_missing")
	}
}

// JointPlatforms are the platforms that a joint listing may support (catalogue.md §2.11).
var JointPlatforms = []string{"welink", "industry"}
