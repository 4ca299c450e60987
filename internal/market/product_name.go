package market

import (
	"regexp"
	"strings"
)

// Sibling is another listing of the seller that is or may soon be on sale.
type Sibling struct {
	Name       string
	AccessType AccessType
}

// The endings of names that tell two listings of the same software apart (catalogue.md §2.3).
const (
	endingSaaS      = "SaaS版"
	endingLicense   = "独立部署"
	endingCompanion = "配套服务"
)

var nameEndings = regexp.MustCompile(`(?i)\s*(SaaS\s*版|独立部署|配套服务|\(HCS\s*版\)|（HCS\s*版）|镜像|SaaS edition|stand-alone deployment|companion service)$`)

// stem is a name without what tells two listings of the same software apart.
func stem(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(nameEndings.ReplaceAllString(name, "")), ""))
}

// nameEditions are the endings that tell editions of one product apart: those are specs of
// one product, not products (catalogue.md §2.3).
var nameEditions = regexp.MustCompile(`\s*(标准版|专业版|旗舰版|企业版|基础版|高级版|尊享版|个人版|团队版)$`)

// manualService are words of human work, which no spec of a software contains
// (catalogue.md §2.3).
var manualService = regexp.MustCompile(`人工服务|驻场|上门|实施服务|培训服务|定制开发`)

// patternFaults: a software that is sold twice, and a service for a software, say so in
// their names (catalogue.md §2.3).
func (c ProductContent) patternFaults(f ProductFacts, faults Invalids) {
	name, own := strings.ReplaceAll(c.Name, " ", ""), stem(c.Name)
	if own == "" {
		return
	}
	for _, other := range f.Siblings {
		software := other.AccessType.Rules().Software
		switch {
		case f.AccessType == other.AccessType && c.Name != other.Name && nameEditions.ReplaceAllString(c.Name, "") == nameEditions.ReplaceAllString(other.Name, ""):
			faults.With("name", "product.name_edition", other.Name)
		case f.AccessType == AccessSaaS && software && other.AccessType != AccessSaaS && stem(other.Name) == own:
			if !strings.HasSuffix(name, endingSaaS) && !strings.HasSuffix(strings.ToLower(c.Name), "saas edition") {
				faults.With("name", "product.name_pattern", other.Name, endingSaaS)
			}
		case f.AccessType == AccessLicense && (other.AccessType == AccessSaaS || other.AccessType == AccessImage) && stem(other.Name) == own:
			if !strings.HasSuffix(name, endingLicense) && !hcsName.MatchString(name) && !strings.HasSuffix(strings.ToLower(c.Name), "stand-alone deployment") {
				faults.With("name", "product.name_pattern", other.Name, endingLicense)
			}
		case f.AccessType == AccessService && software && stem(other.Name) != "" && strings.HasPrefix(own, stem(other.Name)):
			if !strings.HasSuffix(name, endingCompanion) && !strings.HasSuffix(strings.ToLower(c.Name), "companion service") {
				faults.With("name", "product.name_pattern", other.Name, endingCompanion)
			}
		}
	}
}
