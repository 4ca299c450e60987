package world

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// listing is one product of the story and how far it came.
type listing struct {
	seller    string // lanxi or yunzhan
	name      string
	access    market.AccessType
	site      market.Site // the mainland when empty
	category  string
	version   string
	lead      string   // short introduction
	does      []string // what it does, for highlights and description
	for_      string   // whom it is for
	specs     []market.SpecContent
	days      string // average delivery of a manual service
	hidden    bool
	monthsAgo int
	end       ending
}

// ending is how far a listing of the story came.
type ending string

const (
	listed   ending = "listed"
	drafted  ending = "drafted"
	waiting  ending = "waiting"
	rejected ending = "rejected"
	changing ending = "changing" // a modification waits
	revised  ending = "revised"  // a modification was approved
	editing  ending = "editing"  // a modification is a draft
	leaving  ending = "leaving"  // a delisting waits
	gone     ending = "gone"
	moved    ending = "moved" // to another production address
)

func periodic(name, month, year string) market.SpecContent {
	return market.SpecContent{Name: name, Month: month, Year: year}
}

func once(name, price string) market.SpecContent { return market.SpecContent{Name: name, Once: price} }

// listings are the products of the two sellers that trade.
var listings = []listing{
	{seller: "lanxi", name: "澜溪云 ERP SaaS 版", access: market.AccessSaaS, category: "industry.erp", version: "V3.2", monthsAgo: 5, end: revised,
		lead: "面向中小制造与商贸企业的一体化云 ERP，打通采购、销售、库存、生产与财务，开通即用，按月按年订阅。",
		does: []string{"进销存一体|采购、销售、库存共用一套单据，来源与去向逐笔可追。", "财务自动记账|业务单据审核后自动生成凭证，月末结账由三天缩短到半天。", "生产排程|按订单与产能排产，缺料提前五天提醒，延期原因有记录。", "多组织协同|母子公司、多仓库、多账套统一管理，权限按组织隔离。"},
		for_: "二十至五百人的制造、批发与电商企业", specs: []market.SpecContent{periodic("标准版", "680.00", "6800.00"), periodic("专业版", "1280.00", "12800.00"), periodic("旗舰版", "2680.00", "26800.00")}},
	{seller: "lanxi", name: "澜溪电子合同", access: market.AccessSaaS, category: "industry.contract", version: "V2.4", monthsAgo: 5, end: changing,
		lead: "在线起草、审批、签署与归档的电子合同平台，支持实名认证、时间戳与批量签署，合同全程留痕可核验。",
		does: []string{"在线签署|手机与电脑均可签，签署人实名核验，签署过程逐步留痕。", "模板管理|常用合同做成模板，变量自动填充，改版有版本记录。", "批量发起|一次导入名单即可批量发起，进度在一张表里看清。", "归档检索|按相对方、金额、到期日检索，到期前三十天提醒续签。"},
		for_: "人事、采购与销售合同量较大的企业", specs: []market.SpecContent{once("一百份合同包", "480.00"), once("五百份合同包", "1980.00"), once("两千份合同包", "6600.00")}},
	{seller: "lanxi", name: "澜溪智能工单", access: market.AccessSaaS, category: "industry.crm", version: "V1.8", monthsAgo: 4, end: listed,
		lead: "集中受理电话、邮件与网页来的客户请求，自动分派到人并按时限提醒，让售后团队不漏单、不超时。",
		does: []string{"多渠道受理|电话、邮件、网页与小程序的请求汇成一条队列。", "自动分派|按技能与负载分派，超时自动升级到组长。", "知识库|处理记录一键沉淀为知识，相似工单自动推荐答案。"},
		for_: "有专职售后或客服团队的企业", specs: []market.SpecContent{tried(periodic("团队版", "260.00", "2600.00"), "15"), periodic("企业版", "760.00", "7600.00")}},
	{seller: "lanxi", name: "澜溪云 ERP 配套服务", access: market.AccessService, category: "professional.implementation", version: "V1.0", monthsAgo: 4, end: listed, days: "15",
		lead: "由澜溪实施顾问完成云 ERP 的蓝图梳理、数据初始化、权限配置与上线陪跑，按约定的交付模板验收。",
		does: []string{"蓝图梳理|两次现场或远程调研，输出业务流程与岗位清单。", "数据初始化|整理并导入物料、客户、供应商与期初库存。", "上线陪跑|上线后两周内顾问每日巡检，问题当天答复。"},
		for_: "已订购或计划订购澜溪云 ERP 的企业", specs: []market.SpecContent{once("基础实施", "9800.00"), once("标准实施", "23760.00"), once("驻场一个月", "46000.00")}},
	{seller: "lanxi", name: "澜溪等保合规服务", access: market.AccessService, category: "security.compliance", version: "V2.0", monthsAgo: 4, end: listed, days: "45",
		lead: "协助企业完成网络安全等级保护的定级备案、差距评估、整改加固与测评配合，交付完整的过程文档。",
		does: []string{"定级备案|梳理系统边界与定级依据，准备备案材料并跟进受理。", "差距评估|对照等级要求逐项检查，输出差距清单与整改优先级。", "整改加固|制度、配置与日志三方面整改，复测直至达标。"},
		for_: "政务、医疗、教育与金融行业的信息系统运营单位", specs: []market.SpecContent{once("二级系统", "38000.00"), once("三级系统", "76000.00")}},
	{seller: "lanxi", name: "澜溪官网建站服务", access: market.AccessService, category: "professional.website", version: "V1.2", monthsAgo: 3, end: leaving, days: "20",
		lead: "为企业设计并搭建品牌官网，含页面设计、内容录入、域名解析与备案协助，交付后一年内免修缺陷。",
		does: []string{"页面设计|首页与栏目页各出两稿，适配手机与电脑。", "内容录入|代录五十条以内的产品与新闻，图片统一处理。", "上线交付|完成域名解析、证书部署与访问统计接入。"},
		for_: "需要品牌官网的中小企业", specs: []market.SpecContent{once("展示型官网", "6800.00"), once("营销型官网", "16800.00")}},
	{seller: "lanxi", name: "澜溪会员中台", access: market.AccessSaaS, category: "industry.crm", version: "V1.6", monthsAgo: 3, end: listed,
		lead: "面向连锁零售与品牌商的会员中台，统一会员、积分、等级与券，按版本与用户数订阅，数据可选双地域驻留。",
		does: []string{"会员统一|多渠道会员按手机号归一，重复资料自动合并，合并有记录可撤回。", "积分与等级|规则可视化配置，积分账目逐笔可查，到期前提醒会员。", "优惠券|发放、核销与成本在一张表里看清，防刷规则可调。", "数据驻留|可选境内单地域或双地域，切换不停服务。"},
		for_: "拥有三千以上会员的零售与品牌企业", specs: []market.SpecContent{memberSpec}},
	{seller: "lanxi", name: "澜溪顾问驻场服务", access: market.AccessService, category: "professional.training", version: "V1.0", monthsAgo: 3, end: listed, days: "20",
		lead: "业务顾问到现场，梳理流程、迁移数据、陪伴上线，按人天计价，五天起享阶梯价，过程有周报与交付清单。",
		does: []string{"流程梳理|访谈各部门，画出现状与目标流程，差异逐条列清。", "数据迁移|旧系统数据清洗、映射、试迁移与正式迁移，结果可核对。", "上线陪跑|上线头两周驻场答疑，问题当天登记当天回复。", "周报|每周一份进度与风险，双方签字确认。"},
		for_: "正在更换业务系统的中型企业", specs: []market.SpecContent{consultantSpec}},
	{seller: "lanxi", name: "澜溪票据识别", access: market.AccessSaaS, category: "data.platform", version: "V2.1", monthsAgo: 3, end: listed,
		lead: "识别发票、回单与合同的接口服务，按识别页数计量，也可先买套餐包，套餐包用完自动按量计费。",
		does: []string{"多票种识别|增值税发票、银行回单、火车票等二十余种票据，字段结构化输出。", "验真|发票要素与税务口径比对，异常逐项说明。", "批量处理|一次提交上千页，进度与失败原因可查。", "留存|识别结果与原图按你设定的天数留存，到期自动清除。"},
		for_: "每月处理一千页以上票据的财务共享中心", specs: []market.SpecContent{meteredSpec, quotaSpec}},
	{seller: "lanxi", name: "澜溪数据看板", access: market.AccessSaaS, category: "data.bi", version: "V1.1", monthsAgo: 3, end: editing, hidden: true,
		lead: "连接业务数据库与表格的轻量数据看板，拖拽生成图表，按角色分享，移动端与大屏同时可看。",
		does: []string{"拖拽制图|十二种常用图表，字段拖入即可成图，无需写代码。", "数据连接|支持常见数据库与表格文件，每十五分钟自动刷新。", "权限分享|按部门与角色授权，分享链接可设有效期。"},
		for_: "需要经营日报与周报的管理团队", specs: []market.SpecContent{tried(periodic("十个看板", "180.00", "1800.00"), "7"), periodic("不限看板", "580.00", "5800.00")}},
	{seller: "lanxi", name: "Lanxi Sign", site: market.International, access: market.AccessSaaS, category: "industry.contract", version: "V2.4", monthsAgo: 3, end: moved,
		lead:  "Draft, approve, sign and archive contracts online, with a trail that holds every step of every signer.",
		does:  []string{"Templates|Clauses kept once, used by all.", "Approval|Routes by amount and company.", "Signing|Several signers, in order."},
		specs: []market.SpecContent{periodic("Team", "29.00", "290.00"), periodic("Business", "99.00", "990.00")}},
	{seller: "lanxi", name: "澜溪表单收集", access: market.AccessSaaS, category: "industry.collaboration", version: "V1.0", monthsAgo: 5, end: gone,
		lead: "在线制作报名、登记与调查表单，数据实时汇总成表，支持审批流转与导出，已由新产品替代。",
		does: []string{"表单制作|二十种题型，条件显示与必填校验开箱即用。", "数据汇总|提交实时入表，支持去重与批量导出。", "审批流转|提交后按条件流转给负责人审批。"},
		for_: "需要线上收集信息的行政与市场团队", specs: []market.SpecContent{periodic("标准版", "60.00", "600.00")}},
	{seller: "lanxi", name: "澜溪零售云", access: market.AccessSaaS, category: "industry.retail", version: "V1.0", end: waiting,
		lead: "连锁门店的收银、会员、补货与总部管控一体化云服务，断网可收银，恢复后自动补传。",
		does: []string{"门店收银|扫码、会员卡与现金混合收款，断网继续收银。", "会员营销|积分、储值与优惠券按门店或全渠道发放。", "智能补货|按销量与在途计算补货建议，一键生成要货单。"},
		for_: "三家以上门店的连锁零售与餐饮企业", specs: []market.SpecContent{periodic("单店版", "198.00", "1980.00"), periodic("连锁版", "498.00", "4980.00")}},
	{seller: "lanxi", name: "澜溪考勤排班", access: market.AccessSaaS, category: "industry.collaboration", version: "V1.3", end: rejected,
		lead: "支持倒班与多地点的考勤排班云服务，手机打卡、自动核算工时与加班，月底直接导出工资数据。",
		does: []string{"灵活排班|固定班、轮班与临时调班一张日历排清。", "多种打卡|定位、无线网络与考勤机数据统一核算。", "工时核算|加班、调休与迟到按规则自动计算，异常单独列出。"},
		for_: "倒班制造与连锁服务企业", specs: []market.SpecContent{periodic("标准版", "120.00", "1200.00")}},
	{seller: "lanxi", name: "澜溪客户通", access: market.AccessSaaS, category: "industry.crm", version: "V1.0", end: drafted,
		lead: "销售团队的客户与商机管理云服务，从线索到回款全程跟进。",
		does: []string{"商机推进|阶段、金额与预计成交日一目了然。"},
		for_: "以直销为主的企业", specs: []market.SpecContent{periodic("团队版", "", "3600.00")}},
	{seller: "yunzhan", name: "云栈数据集成平台", access: market.AccessSaaS, category: "data.platform", version: "V4.0", monthsAgo: 5, end: listed,
		lead: "图形化配置的数据集成平台，把分散在各业务系统里的数据按小时汇入仓库，链路异常自动告警与重跑。",
		does: []string{"图形配置|拖拽连线即可完成抽取、清洗与装载，全程可视。", "断点续传|网络中断后从断点继续，数据不重不漏。", "链路监控|延迟、失败与数据量异常实时告警，支持自动重跑。"},
		for_: "拥有三个以上业务系统的中大型企业", specs: []market.SpecContent{periodic("基础版", "1600.00", "16000.00"), periodic("企业版", "4200.00", "42000.00")}},
	{seller: "yunzhan", name: "云栈报表", access: market.AccessSaaS, category: "data.bi", version: "V2.1", monthsAgo: 4, end: listed,
		lead: "面向财务与运营的在线报表工具，复杂中国式报表可直接在线制作、定时发送与逐级下钻。",
		does: []string{"复杂报表|多级表头、分组小计与跨页汇总在线完成。", "定时发送|日报、周报与月报按时发送到邮箱。", "逐级下钻|从汇总数字一路点到原始单据。"},
		for_: "财务、运营与数据团队", specs: []market.SpecContent{periodic("五人版", "300.00", "3000.00"), periodic("五十人版", "1500.00", "15000.00")}},
	{seller: "yunzhan", name: "云栈数据治理服务", access: market.AccessService, category: "professional.training", version: "V1.0", monthsAgo: 4, end: listed, days: "30",
		lead: "由数据治理顾问梳理数据标准、主数据与质量规则，建立可执行的数据治理制度，并完成首批整改。",
		does: []string{"标准梳理|盘点核心数据项，形成统一的数据标准目录。", "质量整改|配置质量规则并完成首批问题数据整改。", "制度落地|输出组织、流程与考核三份制度文件。"},
		for_: "正在建设数据平台的企业与机构", specs: []market.SpecContent{once("单一主题域", "58000.00"), once("三个主题域", "148000.00")}},
	{seller: "yunzhan", name: "云栈上云迁移服务", access: market.AccessService, category: "professional.migration", version: "V1.1", monthsAgo: 3, end: listed, days: "25",
		lead: "把自建机房的应用与数据库平稳迁移上云，含评估、方案、演练、割接与回退预案，业务中断控制在约定窗口内。",
		does: []string{"迁移评估|盘点应用依赖与数据量，给出迁移批次与窗口。", "演练割接|割接前完成两次全流程演练，回退预案同步就绪。", "观察支持|割接后七天专人值守，性能与错误逐日通报。"},
		for_: "计划把自建系统迁移上云的企业", specs: []market.SpecContent{once("十台以内", "18000.00"), once("五十台以内", "68000.00")}},
	{seller: "yunzhan", name: "云栈接口网关", access: market.AccessSaaS, category: "development.devops", version: "V1.0", end: drafted,
		lead: "统一管理内部接口的鉴权、限流与调用统计。",
		does: []string{"统一鉴权|内部接口一次接入，统一签发与吊销。"},
		for_: "接口数量较多的研发团队", specs: []market.SpecContent{periodic("标准版", "900.00", "9000.00")}},
}

// products lists what the two sellers sell. What went on sale long ago is told at once, so
// that the other chapters can sell it; what came later is planned.
func (b *builder) products() error {
	b.Products, b.Codes, b.Reviews = map[string]market.ProductID{}, map[string]string{}, map[string]market.ReviewID{}
	var past []event
	for n, l := range append(slices.Clone(listings), kinds...) {
		for at, happens := range b.life(n, l) {
			if at < 2 && l.monthsAgo > 0 {
				past = append(past, happens)
			} else {
				b.plan(happens.at, happens.do)
			}
		}
	}
	slices.SortStableFunc(past, func(x, y event) int { return x.at.Compare(y.at) })
	for _, happens := range past {
		b.clock.Set(happens.at)
		if err := happens.do(); err != nil {
			return err
		}
	}
	if err := b.spareAssets(b.operations("lanxi"), b.as("reviewer@platform.example", b.Lanxi, market.Reviewer)); err != nil {
		return err
	}
	return b.codes()
}

// morning is half past nine of the day, and some minutes.
func (b *builder) morning(day time.Time, n int) time.Time {
	return market.DayOf(day).Begin().Add(9*time.Hour + 30*time.Minute + time.Duration(n)*7*time.Minute)
}

func (b *builder) sellerOf(name string) market.SellerID {
	if name == "yunzhan" {
		return b.Yunzhan
	}
	return b.Lanxi
}

// life is what happens to one listing, as far as its ending says.
func (b *builder) life(n int, l listing) []event {
	seller := b.sellerOf(l.seller)
	store := b.operations(l.seller)
	desk := b.db.Seller(market.Actor{Person: b.People["reviewer@platform.example"], Name: "沈知秋", Roles: []market.Role{market.Reviewer}, From: "203.0.113.8"}, seller)
	approve := func() error { return desk.ApproveReview(b.ctx, b.Reviews[l.name]) }
	months := func(ago, days int) time.Time { return b.morning(b.Today.AddDate(0, -ago, days), n) }
	begun := months(l.monthsAgo, -1)
	switch l.monthsAgo {
	case 5:
		begun = months(5, 2)
	case 0:
		begun = months(0, -2)
	}
	events := []event{{at: begun, do: func() error { return b.submit(l, store, desk) }}}
	switch l.end {
	case drafted, waiting:
		return events
	case rejected:
		return append(events, event{at: months(0, -1), do: func() error {
			return desk.RejectReview(b.ctx, b.Reviews[l.name], "商品主图里有未打码的员工姓名与手机号；使用指南写的是功能介绍，请补充开通后如何登录、如何建立第一个班次。")
		}})
	}
	events = append(events, event{at: begun.Add(26 * time.Hour), do: approve})
	switch l.end {
	case revised:
		return append(events, event{at: months(2, -6), do: func() error { return b.change(l, store, true, raisePrices) }}, event{at: months(2, -5), do: approve})
	case changing:
		return append(events, event{at: months(0, -1).Add(3 * time.Hour), do: func() error { return b.change(l, store, true, addPackage) }})
	case editing:
		return append(events, event{at: months(0, -2).Add(4 * time.Hour), do: func() error {
			return b.change(l, store, false, func(c *market.ProductContent) { c.Edition, c.Hidden = "V1.2", false })
		}})
	case leaving:
		return append(events, event{at: months(0, -1).Add(6 * time.Hour), do: func() error { return b.delist(l, store) }})
	case moved:
		return append(events, event{at: months(0, -20).Add(13 * time.Hour), do: func() error { return b.resettle(l, store) }}, event{at: months(0, -19), do: approve})
	case gone:
		return append(events, event{at: months(1, -3), do: func() error { return b.delist(l, store) }}, event{at: months(1, -2), do: approve})
	}
	return events
}

// submit drafts the listing and, unless it stays a draft, asks for its publication.
func (b *builder) submit(l listing, store, desk *db.Seller) error {
	id, err := store.DraftProduct(b.ctx, market.Listing{Site: cmp.Or(l.site, market.Mainland), Sale: market.SaleGeneral, Access: l.access})
	if err != nil {
		return fmt.Errorf("%s: %w", l.name, err)
	}
	b.Products[l.name] = id
	product, err := store.Product(b.ctx, id)
	if err != nil {
		return err
	}
	content := l.content(b.Endpoints[l.seller])
	if l.access.Rules().Asset != "" {
		asset, err := b.asset(l, store, desk)
		if err != nil {
			return err
		}
		content.AssetID = &asset
	}
	if name := l.groupOf(); name != "" {
		group, err := b.group(name)
		if err != nil {
			return err
		}
		content.SupportID = group.String()
	}
	uploads, err := l.uploads()
	if err != nil {
		return err
	}
	if l.end == drafted {
		content.SelfCheck, content.Visited, content.Agreement, uploads = false, content.Visited[:2], "", uploads[:1]
	}
	product, err = store.EditProduct(b.ctx, id, product.DraftVersion, content, uploads...)
	if err != nil || l.end == drafted {
		return err
	}
	review, err := store.SubmitProduct(b.ctx, id, product.DraftVersion)
	b.Reviews[l.name] = review.ID
	return err
}

// change modifies what is on sale, and asks for consent when it shall be submitted.
func (b *builder) change(l listing, store *db.Seller, submitted bool, change func(*market.ProductContent)) error {
	id := b.Products[l.name]
	if err := store.ModifyProduct(b.ctx, id); err != nil {
		return err
	}
	product, err := store.Product(b.ctx, id)
	if err != nil {
		return err
	}
	content := *product.Draft.V
	content.SelfCheck = submitted
	change(&content)
	product, err = store.EditProduct(b.ctx, id, product.DraftVersion, content)
	if err != nil || !submitted {
		return err
	}
	review, err := store.SubmitProduct(b.ctx, id, product.DraftVersion)
	b.Reviews[l.name] = review.ID
	return err
}

func (b *builder) delist(l listing, store *db.Seller) error {
	id := b.Products[l.name]
	if err := store.DelistProduct(b.ctx, id); err != nil {
		return err
	}
	reviews, err := store.ReviewsOf(b.ctx, id)
	if err != nil {
		return err
	}
	b.Reviews[l.name] = reviews[0].ID
	return nil
}

// raisePrices is the first modification of the ERP.
func raisePrices(c *market.ProductContent) {
	c.Edition, c.Specs[2].Year = "V3.3", "25800.00"
	c.Highlights[1].Text = "业务单据审核后自动生成凭证，月末结账由三天缩短到两小时。"
}

// addPackage is the modification of the contracts that waits.
func addPackage(c *market.ProductContent) {
	c.Edition = "V2.5"
	c.Introduction = "在线起草、审批、签署与归档的电子合同平台，新增多方顺序签署与骑缝章，合同全程留痕可核验。"
	c.Description = strings.Replace(c.Description, "实施顾问远程协助", "实施顾问远程或上门协助", 1)
	c.Specs[1].Once = "1880.00"
	c.Specs = append(c.Specs, once("一万份合同包", "28000.00"))
}

// codes names what can be bought: product/spec/period → the wire's productId.
func (b *builder) codes() error {
	rows, err := b.db.Pool().QueryContext(b.ctx, `SELECT d.name || '/' || s.name || CASE k.name WHEN '' THEN '' ELSE ' · ' || k.name END || '/' || p.period, p.code
		FROM prices p JOIN skus k ON k.seller_id = p.seller_id AND k.id = p.sku_id
		JOIN specs s ON s.seller_id = p.seller_id AND s.id = p.spec_id
		JOIN products d ON d.seller_id = s.seller_id AND d.id = s.product_id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, code string
		if err := rows.Scan(&name, &code); err != nil {
			return err
		}
		b.Codes[name] = code
	}
	return rows.Err()
}
