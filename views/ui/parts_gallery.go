package ui

import (
	"time"

	"sellercenter/internal/market"
)

// The made-up values of the gallery; they are data, as a seller would have typed them.

const workingHour = time.Hour

func at(month, day, hour, minute int) time.Time {
	return time.Date(2026, time.Month(month), day, hour, minute, 0, 0, market.Shanghai)
}

func because(text string) *market.Reason { r := market.Because(text); return &r }

var sampleTiles = []DueTile{
	{Name: "待确认需求", Figure: "12", Unit: "单", Worst: "3 单今天到期", Tone: market.Warn, Line: "最急还剩 1 小时 12 分", Href: "/supervisions?at=confirm"},
	{Name: "今日须交付", Figure: "7", Unit: "单", Worst: "1 单已超时 2 小时 05 分", Tone: market.Bad, Line: "其余 6 单 18:00 前", Href: "/supervisions?due=today"},
	{Name: "接口失败", Figure: "4", Unit: "条", Worst: "同一地址，000001 鉴权失败", Tone: market.Bad, Line: "11:31 后第一单自动退订", Href: "/fulfilments?failed=1"},
	{Name: "待审退订", Figure: "5", Unit: "单", Worst: "合计 47,100.00 元", Tone: market.Neutral, Line: "最早 11-23 18:00 到期", Href: "/refunds?status=requested"},
	{Name: "申诉中", Figure: "2", Unit: "单", Worst: "1 单等你方补充证据", Tone: market.Neutral, Line: "还剩 2 个工作日 7 小时", Href: "/appeals"},
}

var sampleNodes = []string{"用户提交需求", "商家确认需求", "商家实施服务", "平台复核", "用户确认验收", "服务完成"}

var sampleCountdowns = []Countdown{
	{Now: PartsNow, Due: at(11, 19, 17, 37), Left: -125 * time.Minute},
	{Now: PartsNow, Due: at(11, 20, 11, 54), Left: 72 * time.Minute, Used: 7 * workingHour},
	{Now: PartsNow, Due: at(11, 20, 18, 0), Left: 438 * time.Minute, Used: 20 * workingHour},
	{Now: PartsNow, Due: at(11, 25, 9, 35), Left: 25*workingHour + 53*time.Minute, Used: 67 * time.Minute},
	{Now: PartsNow, Due: at(11, 24, 13, 42), Left: 21 * workingHour, Frozen: true, Reason: market.Because("流程冻结，只可补充证据")},
	{Now: PartsNow, Due: at(11, 24, 17, 0), Left: 102 * time.Hour, Natural: true, Reason: market.Because("签收 10 天后自动验收")},
	{Now: PartsNow, NoLimit: true, Used: 54 * workingHour},
}

var sampleSteps = []Step{
	{Label: "提交需求", Lines: []string{"客户 11-04 15:30"}, State: StepPast},
	{Label: "确认需求", Lines: []string{"商家 11-05 11:02"}, State: StepPast, Href: "#confirm"},
	{Label: "实施服务", Lines: []string{"第 2 次，已冻结"}, State: StepFrozen},
	{Label: "平台复核", Lines: []string{"上次 11-16 通过"}, State: StepFuture},
	{Label: "确认验收", Lines: []string{"11-17 驳回 1 次"}, State: StepFuture},
	{Label: "服务完成", Lines: []string{"之后可出账"}, State: StepFuture},
}

var sampleStanding = []Step{
	{Label: "出账", Lines: []string{"11-03 周二"}, State: StepPast},
	{Label: "审核并发送", Lines: []string{"11-05 周四"}, State: StepPast},
	{Label: "会签", Lines: []string{"11-17 周二"}, State: StepOther},
	{Label: "开票", Lines: []string{"已超时 1 个工作日"}, State: StepLate},
	{Label: "付款", Lines: []string{"第 3 / 6 个工作日", "11-25 周三前到账"}, State: StepNow},
	{Label: "归档", State: StepFuture},
}

var sampleKinds = []Tab{
	{Text: "全部", Count: "9", URL: "?kind=", Current: true},
	{Text: "监管", Count: "6", URL: "?kind=supervision"},
	{Text: "申诉", Count: "2", URL: "?kind=appeal"},
	{Text: "付款", Count: "1", URL: "?kind=payment"},
}

var sampleEntries = []Entry{
	{At: at(11, 20, 9, 35), Party: market.PartyOperator, Actor: "运营经理", Act: "要求补充证据", Kind: "appeal", Reason: because("客户称期初库存未导入；需要商家提供导入记录与客户签收单。5 天内未补充，按现有材料裁定。")},
	{At: at(11, 19, 16, 20), Party: market.PartyBuyer, Actor: "北岭装备制造", Act: "发起申诉", Rest: "，流程冻结", Link: "/appeals/1", LinkText: "AP2611190037", Kind: "appeal", Reason: because("任一方申诉后流程冻结，裁定前双方都不能操作。"), Quote: "诉求：重新导入 3 个仓库的期初库存，或退还对应 6 人天费用。", Files: []File{{Name: "库存差异清单.xlsx", URL: "/files/1"}, {Name: "沟通记录.pdf", URL: "/files/2"}}},
	{At: at(11, 12, 17, 20), Party: market.PartySeller, Ours: true, Actor: "商家 ops-03", Act: "确认完成", Rest: "，提交交付证明 4 份", Reason: because("联营商品且客户使用了提货券，按基地云验收规则进入平台复核。"), Files: []File{{Name: "验收文档.pdf", URL: "/files/3", Version: 1}, {Name: "SOW.docx", URL: "/files/4", Version: 2}}},
	{At: at(11, 5, 11, 2), Party: market.PartySeller, Ours: true, Actor: "商家 ops-03", Act: "确认需求", Rest: "，进入实施服务", Link: "/orders/1"},
	{At: time.Date(2025, 12, 30, 10, 21, 0, 0, market.Shanghai), Party: market.PartySystem, Actor: "系统", Act: "付款成功", Rest: " 121,600.00 元，启动服务监管", Reason: because("人工服务类商品需要服务监管；完成前订单为处理中，不进入账单。")},
}

var sampleEvidence = []EvidenceRow{
	{Kind: "SOW / 需求文档", File: File{Name: "实施范围说明.docx", URL: "/files/4", Version: 2}, Who: "商家 ops-03", At: at(11, 12, 17, 18), Hash: "9f2c4104c1e0f0d3b2a5968778695a4b3c2d1e0f9f8e7d6c5b4a392817a07be3"},
	{Kind: "验收文档", File: File{Name: "项目验收报告.pdf", URL: "/files/3", Version: 1}, Who: "商家 ops-03", At: at(11, 12, 17, 19), Hash: "41b7d004c1e0f0d3b2a5968778695a4b3c2d1e0f9f8e7d6c5b4a3928175cc912"},
	{Kind: "授权截图", File: File{Name: "行业平台授权.png", URL: "/files/5", Version: 1}, Who: "商家 ops-03", At: at(11, 12, 17, 19), Hash: "c0e83a04c1e0f0d3b2a5968778695a4b3c2d1e0f9f8e7d6c5b4a39281717f4d6"},
}

var sampleMissing = []CheckLine{
	{Name: "三方签章", Note: "缺客户签章；商家、平台项目组已签"},
	{Name: "SOW、授权截图", Note: "已齐 2 项", OK: true},
	{Name: "平台资源订单号与截图", Note: "未上传"},
	{Name: "交付说明截图", Note: "2 张，至少 3 张"},
}

var sampleConditions = []Condition{
	{Name: "商家已完成商业信息认证", Value: "认证有效，2024-03-18 通过", Verdict: Met},
	{Name: "付款完成", Value: "后付费，应还 84,400.00，还差 33,760.00", Verdict: Unmet, How: "客户还清该账期的全部额度。还款日 11-28。"},
	{Name: "服务监管已完成", Value: "从 11-16 15:02 起停在用户确认验收（3 / 4）", Verdict: Unmet, How: "客户确认验收。线下交付没有自动验收，请提醒客户；联系不上可发起申诉。", Href: "/orders/1", HrefText: "打开订单"},
	{Name: "订单已生效", Value: "服务实际开通于 11-13 10:00，本期止于 10-31", Verdict: MetLate},
}

var sampleFormula = [][]Term{
	{{Sign: "("}, {Value: "86,400.00", Name: "销售金额"}, {Sign: "−", Value: "2,000.00", Name: "代金券"}, {Sign: ")"}},
	{{Sign: "×"}, {Sign: "("}, {Value: "1"}, {Sign: "−", Value: "5%", Name: "平台费"}, {Sign: "+", Value: "0%", Name: "增量分成"}, {Sign: ")"}},
}

var sampleResult = []Term{{Sign: "=", Value: "84,400.00 × 95%"}, {Sign: "=", Value: "80,180.00", Name: "预计结算金额（元）", Total: true}}

var sampleLedger = []LedgerLine{
	{Name: "商品销售金额", Note: "1,146 行", Amount: market.Yuan("3214880.00"), Href: "/statements/1/lines"},
	{Name: "代金券抵扣", Note: "38 行", Amount: market.Yuan("-42300.00"), Href: "/statements/1/coupons"},
	{Name: "平台费 5%", Note: "（销售 − 代金券）× 5%", Amount: market.Yuan("-158629.00")},
	{Name: "增量分成", Note: "2 款商品达到档位", Amount: market.Yuan("18412.60")},
	{Name: "协商退订", Amount: market.Yuan("-34200.00"), Href: "/statements/1/refunds"},
	{Name: "调账", Note: "工单 TK26100912", Amount: market.Yuan("1250.00")},
}

var sampleDiagnosis = Diagnosis{
	Happened: "你的服务收到请求后回答 000001，意思是鉴权失败。我们用绑定的密钥 lx-key-02 重算签名，结果与发出的一致，所以请求本身没有问题。",
	Cause:    "基础接口在 11-19 21:07 从 lx-key-01 换绑到 lx-key-02，你的服务还在用旧密钥校验。今天该地址的 18 次调用全部是这个结果。",
	Next:     []NextStep{{Text: "把 lx-key-02 配置到你的服务"}, {Text: "或改回 lx-key-01", Href: "/keys/1"}, {Text: "点“重新启动”，立即再试一次"}},
}

var sampleSchedule = Schedule{
	Now:         PartsNow,
	Past:        []Attempt{{At: at(11, 20, 8, 31), Code: "000001 鉴权失败", Href: "?attempt=1"}, {At: at(11, 20, 9, 31), Code: "000001 鉴权失败", Href: "?attempt=2"}, {At: at(11, 20, 10, 31), Code: "000001 鉴权失败", Href: "?attempt=3"}},
	Planned:     []Attempt{{At: at(11, 20, 11, 31)}},
	Consequence: market.Because("11:31 仍失败，系统自动全额退订 10,600.00 元，并计为本月第 4 个失败订单；一个月超过 5 个，商品下架。"),
}

var sampleSettled = Schedule{
	Now:         PartsNow,
	Past:        []Attempt{{At: at(11, 20, 8, 31), Code: "超时 5,000 毫秒"}, {At: at(11, 20, 9, 31), Code: "000000 成功", OK: true}},
	Planned:     []Attempt{{At: at(11, 20, 11, 31)}, {At: at(11, 20, 12, 31)}, {At: at(11, 20, 13, 31)}},
	Consequence: market.Because("第 2 次已成功，之后只查询状态。"),
	Good:        true,
}

var sampleAttempts = []AttemptChoice{
	{Number: 1, At: at(11, 20, 8, 31), Href: "?attempt=1"},
	{Number: 2, At: at(11, 20, 9, 31), Href: "?attempt=2"},
	{Number: 3, At: at(11, 20, 10, 31), Href: "?attempt=3", Current: true},
}

var sampleExchange = Exchange{
	At:      at(11, 20, 10, 31).Add(5204 * time.Millisecond),
	Timings: Timings{4 * time.Millisecond, 11 * time.Millisecond, 28 * time.Millisecond, time.Millisecond, 312 * time.Millisecond, 3 * time.Millisecond},
	Limit:   5 * time.Second,
	Request: Code{
		Copy: "curl",
		Spans: RequestSpans("POST", "https://api.lanxi.example/saasproduce?signature=1279368E5441B15D⋯4011&timestamp=1795141865204&nonce=7B1E40C2A95D4F3E8C6602D1F0A3BE57",
			[][2]string{{"Accept", "application/json"}, {"Content-Type", "application/json;charset=utf8"}},
			`{"activity":"newInstance","businessId":"5c0e7d1a-92b4-4f6d-a1c3-77e0b8f4d219","orderId":"CS2611200829M3HRT","orderLineId":"CS2611200829M3HRT-000001"}`, "activity"),
	},
	Response: Code{
		Note:  "61 字节",
		Spans: ResponseSpans("200 OK", [][2]string{{"Content-Type", "application/json"}}, `{"resultCode":"000001","resultMsg":"signature verify failed"}`, "resultCode"),
	},
	Checks: []CheckLine{
		{Name: "5 秒内应答", Note: "359 毫秒", OK: true}, {Name: "HTTP 200", OK: true},
		{Name: "应答是有效 JSON", Note: "61 字节", OK: true}, {Name: "resultCode 是 000000", Note: "实际 000001"},
	},
}

var sampleRecipe = []RecipeStep{
	{What: "请求体按键名 a→z 排序，去掉空值，不留空格", Value: `{"activity":"newInstance","businessId":"5c0e7d1a-92b4-4f6d-a1c⋯ 149 字节`, OK: true},
	{What: "h = 小写十六进制 HMAC-SHA256（密钥，请求体）", Value: "4310a595fb9bb3d6aaf9adb96915fea4430d2ffa37d9dab76c39972c212be5fd", OK: true},
	{What: "signature = HMAC-SHA256（密钥，第 3 步），比较时不分大小写", Value: "1279368E5441B15DDE2ED38362D7C45963CEA79A38B2F1288ED9E08552FA4011", Expected: "5FD1279368E5441B15DDE2ED38362D7C45963CEA79A38B2F1288ED9E08552FA4"},
}

var sampleFigures = []Figure{
	{Label: "实付金额", Figure: "3,161,604.00", Note: "较前 30 天 +8.2%", URL: "/orders?paid=30d"},
	{Label: "订单数", Figure: "1,359", Note: "较前 30 天 +5.6%", URL: "/orders"},
	{Label: "客单价", Figure: "2,326.42", Note: "较前 30 天 +2.5%"},
	{Label: "退订金额", Figure: "61,240.00", Note: "占实付 2.1%", URL: "/refunds"},
}

var sampleShares = Shares{Name: "本月结算预估", Parts: []Share{
	{Name: "可结算", Note: "1,084 行", Amount: market.Yuan("1862440.18"), Href: "/statements?free=1"},
	{Name: "受阻", Note: "60 行", Amount: market.Yuan("683120.00"), Blocked: true, Href: "/statements?blocked=1"},
}}

var sampleBlocked = Shares{Name: "受阻原因", Parts: []Share{
	{Name: "服务监管未完成", Note: "41 行", Amount: market.Yuan("482300.00"), Href: "/statements?blocked=supervision"},
	{Name: "后付费客户未还款", Note: "9 行", Amount: market.Yuan("128720.00")},
	{Name: "退订处理中", Note: "4 行", Amount: market.Yuan("47100.00")},
	{Name: "续费尚未生效", Note: "6 行", Amount: market.Yuan("25000.00")},
}}

var sampleHeat = Heat{
	Head: "环节", Columns: []string{"1 天内", "1–3 天", "3–5 天", "5–10 天", "10 天以上"}, Legend: true,
	Rows: []HeatRow{
		{Name: "用户提交需求", Party: market.PartyBuyer, Cells: cells(14, 9, 6, 4, 2)},
		{Name: "商家确认需求", Party: market.PartySeller, Ours: true, Cells: late(cells(7, 4, 1, 0, 0), 2)},
		{Name: "商家实施服务", Party: market.PartySeller, Ours: true, Href: "/supervisions?node=serve", Cells: late(late(cells(6, 9, 7, 3, 1), 3), 4)},
		{Name: "平台复核", Party: market.PartyOperator, Cells: cells(5, 8, 3, 1, 0)},
		{Name: "用户确认验收", Party: market.PartyBuyer, Cells: cells(11, 19, 16, 9, 6)},
	},
}

func cells(counts ...int) []HeatCell {
	all := make([]HeatCell, len(counts))
	for i, n := range counts {
		all[i] = HeatCell{Count: n, Href: "/supervisions?age=" + ordinal(i)}
	}
	return all
}

func late(cells []HeatCell, i int) []HeatCell {
	cells[i].Late = 1
	return cells
}

var firstSample = market.Day{Year: 2026, Month: time.October, Day: 22}

// days makes the points of thirty days up to today.
func days(values ...int64) []Point {
	points := make([]Point, len(values))
	for i, v := range values {
		day := firstSample.Plus(i)
		points[i] = Point{Day: day, Value: v, Href: "/orders?day=" + day.String()}
	}
	return points
}

func sampleRevenue() Series {
	points := days(1052, 998, 358, 312, 1149, 1231, 1071, 1131, 1124, 398, 329, 1211, 1319, 1248, 1119, 1231, 448, 382, 1371, 1921, 2684, 1429, 1252, 461, 402, 1219, 1348, 1410, 1311, 521)
	for i := range points {
		points[i].Value *= 10_000
	}
	points[20].Value = 26_846_400
	return Series{Name: "实付金额（元）", Points: points, Money: true, Peak: "促销", Today: firstSample.Plus(29)}
}

func sampleOrders() Series {
	return Series{
		Name: "订单数", Unit: "单", Today: firstSample.Plus(29),
		Points: days(46, 44, 17, 15, 49, 52, 47, 50, 48, 19, 17, 51, 55, 53, 49, 52, 21, 18, 57, 88, 112, 61, 54, 22, 19, 52, 56, 58, 55, 23),
	}
}

func sampleRate() RateSeries {
	points := days(9962, 9942, 10000, 9981, 9949, 9970, 9921, 9960, 9988, 10000, 10000, 9943, 9963, 9931, 9970, 9951, 9982, 10000, 9940, 9890, 9868, 9930, 9951, 10000, 9972, 9961, 9940, 9950, 9860, 9700)
	return RateSeries{Series: Series{Name: "开通成功率", Points: points, Today: firstSample.Plus(29)}, Threshold: 9800}
}

// sampleLoss goes below zero and has days without a value.
func sampleLoss() Series {
	points := days(12, 8, -6, -14, 3, 9, 22, 18, 0, 0, 7, 11)
	points[8].None, points[9].None = true, true
	return Series{Name: "净增用户", Points: points}
}
