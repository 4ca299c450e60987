package world

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// The cooperation agreement, in the version that holds and in the one that is announced.
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
	agreementTwo = map[string]string{
		"zh-CN": agreementOne["zh-CN"] + `

第七条 数据安全(本版新增)
商家通过接口取得的客户信息只能用于履行订单，订单完成后按约定期限删除。密钥泄露的，商家应立即轮换并通知平台。`,
		"en": agreementOne["en"] + `

7. Data protection (new in this version)
Customer data received through the interfaces may be used only to fulfil the order and is deleted within the agreed time. If a key leaks, the seller rotates it at once and tells the platform.`,
	}
)

// logo draws a company's mark, 168×80, its colour taken from the name.
func logo(name string) []byte {
	var sum int
	for _, r := range name {
		sum = sum*31 + int(r)
	}
	tint := color.RGBA{uint8(40 + sum%120), uint8(70 + sum/7%110), uint8(120 + sum/13%110), 255}
	picture := image.NewRGBA(image.Rect(0, 0, 168, 80))
	for y := range 80 {
		for x := range 168 {
			at := color.RGBA{255, 255, 255, 255}
			if dx, dy := x-40, y-40; dx*dx+dy*dy < 28*28 && dx*dx+dy*dy > 14*14 {
				at = tint
			} else if x > 80 && x < 152 && (y > 28 && y < 36 || y > 44 && y < 52 && x < 128) {
				at = tint
			}
			picture.Set(x, y, at)
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		panic(err) // a buffer takes everything
	}
	return file.Bytes()
}
