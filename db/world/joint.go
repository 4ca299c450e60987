package world

import "sellercenter/internal/market"

// joints are the joint certifications of Lanxi: one in review, one passed whose listing is
// being written.
func (b *builder) joints() error {
	owner := b.db.Seller(market.Actor{Person: b.People["owner@lanxi.example"], Name: "林知远", Roles: []market.Role{market.Owner}, From: "198.51.100.20"}, b.Lanxi)
	desk := b.db.Seller(market.Actor{Person: b.People["reviewer@platform.example"], Name: "沈知秋", Roles: []market.Role{market.Reviewer}, From: "203.0.113.8"}, b.Lanxi)
	if err := owner.JoinJoint(b.ctx); err != nil {
		return err
	}
	for _, tale := range []struct {
		name   string
		access market.AccessType
		passes int
	}{{"澜溪等保合规服务联营版", market.AccessService, 2}, {"澜溪智能工单联营版", market.AccessSaaS, 1}} {
		id, err := owner.AddJoint(b.ctx, tale.name, tale.access)
		if err != nil {
			return err
		}
		content := market.JointContent{Sanctions: true, Security: true, Legal: true, Pricing: true, Introduction: "与平台联合销售，由平台向客户开票。",
			Contacts: []market.Contact{{Name: "许知行", Phone: "13800132210", Email: "operations@lanxi.example"}}}
		if err := owner.EditJoint(b.ctx, id, tale.name, content, jointPapers()); err != nil {
			return err
		}
		if err := owner.SubmitJoint(b.ctx, id); err != nil {
			return err
		}
		for range tale.passes {
			if err := desk.PassJoint(b.ctx, id, market.ShareTerms{Model: market.ShareByPrice, Ratio: market.Percent("85")}, ""); err != nil {
				return err
			}
		}
		if tale.access == market.AccessService {
			if _, err := owner.PublishJoint(b.ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}
