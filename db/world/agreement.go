package world

import "sellercenter/internal/market"

// agreements are the first versions of what sellers sign (catalogue.md §1.4).
var agreements = []market.Agreement{
	signed(market.Cooperation, "云商店通用商品商家合作协议", "General product seller cooperation agreement", agreementOne["zh-CN"], agreementOne["en"]),
	signed(market.Publishing, "商品发布与内容规范", "Publishing and content terms",
		`第一条 名称与介绍
商品名称与软件著作权证书一致，不夸大用途，不含价格、版本和电话；介绍、图片和视频只说明商品本身，不引导到平台以外交易。

第二条 资料
商家提交的证书、授权、使用指南和服务协议真实有效，并有权使用其中的内容。

第三条 审核与下架
商品的发布和修改经平台审核。违反本规范的，平台可以要求修改或下架。`,
		`1. Name and presentation
A product is named as in its copyright certificate, promises no more than it does and carries no price, version or telephone number. Texts, pictures and videos show the product and lead nobody to trade elsewhere.

2. Documents
Certificates, authorisations, guides and service agreements are true and valid, and the seller may use what is in them.

3. Review
Publications and changes are reviewed by the platform, which may ask for changes or take a product off sale.`),
	signed(market.JointOperation, "联营伙伴合作协议", "Joint operation agreement",
		`第一条 联营商品
联营商品由平台与商家共同销售，平台向客户开票，商家按月向平台开票。

第二条 联营认证
每个联营商品先通过联营认证，认证主体与发布主体一致。

第三条 分成
分成方式和比例以认证结果为准，记入每一笔订单。`,
		`1. Joint products
Joint products are sold together: the platform invoices the customer, the seller invoices the platform every month.

2. Certification
Every joint product passes its certification first; who is certified and who publishes are the same company.

3. Share
Model and ratio are those of the certification and stand on every order.`),
	signed(market.DataCompliance, "数据商品合作协议", "Data product agreement",
		`第一条 数据来源
商家保证数据来源合法、授权完整，不含未脱敏的个人信息。

第二条 合规承诺
发布数据资产前，商家提交签字盖章的数据合规承诺函，经平台审核后有效。`,
		`1. Origin
The data come from lawful sources, with every authorisation, and hold no personal information that is not anonymised.

2. Compliance
Before data assets are published the seller hands in the signed and stamped compliance letter; it is valid once the platform has approved it.`),
	signed(market.ResaleTerms, "转售合作协议", "Resale agreement", resaleOne["zh-CN"], resaleOne["en"]),
	signed(market.ProviderTerms, "客户服务商合作规则", "Rules for work with service providers",
		`第一条 需求的接收
商家在五日内接收或拒绝客户需求；接收后才能看到客户信息，并只用于跟进该需求。

第二条 优惠与分成
为需求创建的专属优惠按约定的分成比例与服务商结算。`,
		`1. Taking demands
The seller accepts or refuses a demand within five days. Customer data open on acceptance and serve that demand only.

2. Offers and shares
Exclusive offers made for a demand are settled with the provider at the agreed share.`),
	signed(market.OverseasTerms, "国际站商家协议", "International site agreement",
		`第一条 范围
中国大陆商家在国际站只销售通用商品，并分别与签约主体签约、认证。

第二条 语言与币种
商品资料和售后使用英文，价格和账单使用美元。`,
		`1. Scope
Sellers of the mainland sell general products abroad, signed and certified with each contracting entity.

2. Language and currency
Products and support are in English, prices and statements in US dollars.`),
}

// signed is the first version of an agreement.
func signed(code, titleZH, titleEN, bodyZH, bodyEN string) market.Agreement {
	return market.Agreement{Code: code, Renewal: market.BySignature,
		Title: market.JSON[map[string]string]{V: map[string]string{"zh-CN": titleZH, "en": titleEN}},
		Body:  market.JSON[map[string]string]{V: map[string]string{"zh-CN": bodyZH, "en": bodyEN}}}
}

// next is a later version: more text, what it changes, and how it comes to hold.
func next(last market.Agreement, renewal market.Renewal, moreZH, moreEN string, topics ...market.Topic) market.Agreement {
	last.Renewal, last.Topics.V = renewal, topics
	last.Body.V = map[string]string{"zh-CN": last.Body.V["zh-CN"] + moreZH, "en": last.Body.V["en"] + moreEN}
	return last
}

// What came later: the cooperation agreement's next version is announced, the resale
// agreement's is accepted by going on.
var (
	cooperationTwo = next(agreements[0], market.BySignature, `

第七条 数据安全(本版新增)
商家通过接口取得的客户信息只能用于履行订单，订单完成后按约定期限删除。密钥泄露的，商家应立即轮换并通知平台。`, `

7. Data protection (new in this version)
Customer data received through the interfaces may be used only to fulfil the order and is deleted within the agreed time. If a key leaks, the seller rotates it at once and tells the platform.`, "rights", "complaint")
	resaleTwo = next(agreements[4], market.ByUse, `

第三条 到期提醒(本版新增)
授权到期前七日，平台通知经销商；到期后已下的订单继续履行。`, `

3. End of an authorisation (new in this version)
Seven days before an authorisation ends the platform tells the reseller; orders already placed are fulfilled.`, "agency")
	resaleOne = map[string]string{
		"zh-CN": `第一条 转售授权
商家设置转售折扣后，经销商可以转售商品；客户级折扣优先于伙伴级，伙伴级优先于商品级。

第二条 变更与失效
折扣的修改和失效不影响已下的订单。`,
		"en": `1. Authorisation
Once the seller has set a resale discount, resellers may sell the product on. A customer's discount goes before a partner's, a partner's before the product's.

2. Change and end
Changing or ending a discount touches no order that was placed.`,
	}
)

// The cooperation agreement, as it holds and what the announced version adds.
var (
	agreementOne = map[string]string{
		"zh-CN": `第一条 合作范围
商家在卖家中心发布通用商品，由平台展示、收款，并按本协议结算。

第二条 商家的责任
商家保证主体信息、资质与商品信息真实有效；提供不少于 5×8 小时的客服；在 24 小时内答复客户的问题。两次以上未答复的，平台可以下架相关商品。

第三条 交付与验收
纳入服务监管的商品，按服务监管流程提交、确认、交付和验收。验收期满客户没有异议的，视为验收通过。

第四条 费用与结算
平台按订单实付金额与约定比例收取平台服务费，每月出具账单，商家盖章并开具发票后付款。

第五条 退订与投诉
客户申请退订的，商家应在约定期限内处理；逾期未处理的，按流程默认的结果执行。

第六条 变更与终止
平台更新本协议时提前公布变更要点。生效后查看账单前，商家须重新确认。任一方提前 30 日通知可以终止合作。`,
		"en": `1. Scope
The seller publishes general products in the seller center; the platform shows them, collects payment and settles under this agreement.

2. Duties of the seller
The seller keeps its company data, licences and product information true and valid, staffs customer service for at least 5×8 hours and answers customers within 24 hours. After more than two missed answers the platform may take the product off sale.

3. Delivery and acceptance
Supervised products follow the flow of submission, confirmation, delivery and acceptance. If the customer does not object in time, the delivery counts as accepted.

4. Fees and settlement
The platform keeps the agreed share of what is paid, makes a statement every month and pays after the seller has countersigned and sent its invoice.

5. Refunds and complaints
The seller answers refund requests in time; otherwise the flow's default applies.

6. Change and termination
The platform announces changes beforehand. Once they are in effect, the seller confirms them before it opens its statements. Either side may end the agreement with 30 days' notice.`,
	}
)
