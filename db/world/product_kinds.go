package world

import "sellercenter/internal/market"

// kinds are listings of the other access types: one or two of each, so that every page
// shows something real.
var kinds = []listing{
	{seller: "lanxi", name: "澜溪云 ERP 独立部署", access: market.AccessLicense, category: "industry.erp", version: "V3.2", monthsAgo: 3, end: listed, days: "20",
		lead: "部署在企业自有机房的 ERP 版本，功能与云上版一致，数据不出内网，按授权用户数一次性购买。",
		does: []string{"私有部署|安装在企业自有服务器，数据不出内网。", "授权激活|付款后领取授权码，一次激活长期使用。", "平滑升级|小版本升级包随服务期提供。"},
		for_: "对数据驻留有要求的制造与能源企业", specs: []market.SpecContent{once("五十用户", "88000.00"), once("两百用户", "238000.00")}},
	{seller: "lanxi", name: "澜溪网站运行环境镜像", access: market.AccessImage, category: "development.devops", version: "V2.2", monthsAgo: 3, end: listed,
		lead: "预装网站服务器、数据库与缓存并完成安全加固的系统盘镜像，创建服务器后即可发布网站。",
		does: []string{"开箱即用|网站服务器、数据库与缓存已装好并调优。", "安全加固|关闭多余端口，默认口令首次登录即改。"},
		for_: "需要快速搭建网站环境的团队", specs: []market.SpecContent{periodic("标准镜像", "30.00", "300.00")}},
	{seller: "lanxi", name: "澜溪工业采集网关", access: market.AccessHardware, category: "industry.manufacturing", version: "V1.5", monthsAgo: 3, end: listed,
		lead: "连接机床与传感器的工业采集网关，支持常见工业协议，断网缓存三十天，到货后扫码即可接入。",
		does: []string{"多协议|支持常见工业协议，配置模板导入即用。", "断网缓存|本地缓存三十天数据，恢复后自动补传。"},
		for_: "需要设备联网的制造企业", specs: []market.SpecContent{once("四口版", "2980.00"), once("八口版", "4680.00")}},
	{seller: "lanxi", name: "澜溪数字化转型咨询", access: market.AccessConsulting, category: "professional.training", version: "V1.0", monthsAgo: 2, end: listed,
		lead: "由行业顾问诊断企业的流程与数据现状，给出分阶段的数字化路线图与投入产出测算。",
		does: []string{"现状诊断|访谈与数据盘点并行，两周输出诊断结论。", "路线规划|按投入产出排序，给出三年路线图。"},
		for_: "计划启动数字化转型的中型企业"},
	{seller: "lanxi", name: "澜溪消息队列容器版", access: market.AccessContainer, category: "development.devops", version: "V1.3", monthsAgo: 2, end: listed,
		lead: "以应用包方式安装到容器集群的消息队列，支持多副本、积压告警与在线扩容。",
		does: []string{"一键安装|应用包安装，五分钟完成多副本部署。", "积压告警|积压超过阈值自动告警并建议扩容。"},
		for_: "使用容器集群的研发团队", specs: []market.SpecContent{periodic("标准版", "400.00", "4000.00")}},
	{seller: "lanxi", name: "澜溪数字工厂方案", access: market.AccessOrchestration, category: "industry.manufacturing", version: "V1.0", monthsAgo: 2, end: listed,
		lead: "把采集网关、生产看板与排程服务编排成一套数字工厂方案，由工程师现场部署与验收。",
		does: []string{"整套交付|网关、看板与排程一次部署到位。", "现场验收|按交付模板逐项演示并签收。"},
		for_: "单厂区两百台设备以内的制造企业", specs: []market.SpecContent{once("单车间", "128000.00"), once("全厂区", "368000.00")}},
	{seller: "yunzhan", name: "云栈地址解析接口", access: market.AccessAPI, category: "data.platform", version: "V1.2", monthsAgo: 3, end: listed,
		lead: "把不规范的中文地址解析成省市区街道与坐标，支持批量调用，按次数包计费。",
		does: []string{"智能纠错|错字、缺省与旧地名自动纠正。", "批量调用|单次最多五百条，毫秒级返回。"},
		for_: "物流、保险与零售企业的研发团队", specs: []market.SpecContent{addressSpec}},
	{seller: "yunzhan", name: "云栈行业景气数据", access: market.AccessDataFile, category: "data.bi", version: "V1.0", monthsAgo: 3, end: listed,
		lead: "覆盖二十个行业的月度景气指数数据文件，含原始指标、季调值与口径说明，每月更新。",
		does: []string{"口径清楚|每个指标都附来源与计算方法。", "按月更新|每月十五日前交付上月数据。"},
		for_: "投研、咨询与政府研究机构", specs: []market.SpecContent{once("单月数据", "1200.00")}},
	{seller: "yunzhan", name: "云栈企业画像模型", access: market.AccessDataAsset, category: "data.platform", version: "V1.1", monthsAgo: 2, end: listed,
		lead: "发布在数据平台上的企业画像数据模型，含工商、司法与经营三类标签，绑定后即可查询。",
		does: []string{"三类标签|工商、司法与经营标签共一百二十项。", "绑定即用|在数据平台绑定资产后直接查询。"},
		for_: "金融风控与供应链管理团队", specs: []market.SpecContent{periodic("标准版", "1800.00", "18000.00")}},
	{seller: "yunzhan", name: "云栈票据识别模型", access: market.AccessAI, category: "data.platform", version: "V2.0", monthsAgo: 2, end: listed,
		lead: "识别增值税发票、回单与合同关键字段的模型，支持私有数据微调，按时长计费。",
		does: []string{"高准确率|常见票据字段识别准确率百分之九十九以上。", "可微调|用自有样本微调，样本不出企业。"},
		for_: "财务共享中心与财税软件企业", specs: []market.SpecContent{periodic("标准算力", "2600.00", "26000.00")}},
	{seller: "yunzhan", name: "云栈主数据连接器", access: market.AccessAppAsset, category: "data.platform", version: "V1.0", monthsAgo: 2, end: listed,
		lead: "连接常见业务系统与主数据平台的集成资产，客户在自己的资产中心一键部署。",
		does: []string{"免开发|十二种业务系统配置即通。", "增量同步|按分钟增量同步，冲突可回溯。"},
		for_: "建设主数据平台的企业", specs: []market.SpecContent{periodic("标准版", "700.00", "7000.00")}},
}

// addressSpec is metered by the call.
var addressSpec = market.SpecContent{Name: "按次解析", Template: market.TemplateDemand, Factors: []market.FactorContent{
	{Name: "解析次数", Unit: "次", Cycle: "day", Model: market.PriceStep, Accumulate: "month", Bounds: "10000 / 1000000", Price: "0.02 / 0.015 / 0.012"}}}

// own is what the listing says besides because of its access type.
func (l listing) own(c *market.ProductContent) {
	switch l.access {
	case market.AccessLicense:
		c.LicenceFlow, c.LicenceRule, c.DeliveryDays = market.FlowLicenseCode, "按授权用户数计，一套授权绑定一台服务器，更换服务器可申请一次重新绑定。", l.days
	case market.AccessImage:
		c.Regions, c.Ports = []string{"cn-east", "cn-north"}, "开放 80、443 与 22 端口；用创建服务器时设置的密钥登录。"
	case market.AccessHardware:
		c.Shipping = "付款后三个工作日内发货，快递送达，运费由商家承担；签收后七日内可因质量问题换货。"
	case market.AccessConsulting:
		c.JumpURL = "https://" + l.seller + ".example/consulting"
	case market.AccessContainer:
		c.PackageKind = "helm"
	case market.AccessOrchestration:
		c.Orchestration = "工业采集网关、生产看板与排程服务三个组件，部署在客户厂区服务器，由商家工程师现场部署。"
	case market.AccessAPI:
		c.Gateway, c.APIGroup, c.NameEN = "apig", "address-resolve", "Yunzhan Address API"
	case market.AccessDataFile:
		c.NameEN = "Yunzhan Industry Index"
	case market.AccessDataAsset:
		c.AssetRef, c.NameEN = "DA-20260817-0041", "Yunzhan Company Profile"
	case market.AccessAI:
		c.AssetRef, c.Dimension = "AI-3391", "time"
	case market.AccessAppAsset:
		c.AssetRef = "ROMA-120-7"
	default:
	}
}
