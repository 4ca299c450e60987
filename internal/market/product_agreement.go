package market

import "strings"

// agreementRefuses are words that an online agreement must not contain (catalogue.md §2.4).
var agreementRefuses = []string{"____", "盖章", "签字生效", "签订地点", "批注", "审核意见"}

// Warnings are what is allowed but likely wrong (catalogue.md §2.4).
func (c ProductContent) Warnings() Invalids {
	warnings := Invalids{}
	if c.Agreement == "" {
		return warnings
	}
	if !strings.Contains(c.Agreement, "个人信息") && !strings.Contains(c.Agreement, "隐私") {
		warnings.With("agreement", "product.agreement_privacy")
	}
	if c.Name != "" && !strings.Contains(c.Agreement, c.Name) {
		warnings.With("agreement", "product.agreement_name", c.Name)
	}
	if !strings.Contains(c.Agreement, "有效期") && !strings.Contains(c.Agreement, "期限") && !strings.Contains(strings.ToLower(c.Agreement), "term") {
		warnings.With("agreement", "product.agreement_term")
	}
	return warnings
}
