package world

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"strings"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// content is everything that the listing says.
func (l listing) content(address market.EndpointID) market.ProductContent {
	c := market.ProductContent{
		Name: l.name, Edition: l.version, Introduction: l.lead, Category: l.category, Specs: l.specs,
		Description: l.description(), Agreement: l.agreement(), Hidden: l.hidden,
		AfterSalesPhone: "400-820-1842", AfterSalesEmail: "service@" + l.seller + ".example",
		ServiceHours:   "工作日 09:00–18:00",
		ServiceContent: "提供电话、邮件与远程协助三种服务方式：使用答疑、故障排查、版本升级说明与数据导出协助。工作时间内三十分钟响应，一般问题一个工作日内答复。",
		SEOTitle:       l.name, SEODescription: l.lead,
		SelfCheck: true, Visited: market.ProductSteps,
	}
	for _, does := range l.does {
		title, text, _ := strings.Cut(does, "|")
		c.Highlights = append(c.Highlights, market.Highlight{Title: title, Text: text})
	}
	if len(l.does) > 1 {
		c.Cases = []market.Highlight{{Title: "松涧能源", Text: "松涧能源在六周内完成" + l.name + "的上线，覆盖四个部门，原来靠表格传递的信息改为在线流转，月度对账时间减少了三分之二。"}}
	}
	if l.access.Rules().Software {
		c.Ownership = "matches"
	}
	l.own(&c)
	switch l.access {
	case market.AccessLicense:
		c.EndpointID = &address
	case market.AccessSaaS:
		c.EndpointID = &address
	case market.AccessService:
		c.Flow, c.DeliveryDays = "standard", l.days
		if l.category == "professional.website" {
			c.Flow = "website"
		}
	}
	if l.site == market.International {
		l.abroad(&c)
	}
	return c
}

// description is the text of the product page, in Markdown.
func (l listing) description() string {
	var d strings.Builder
	fmt.Fprintf(&d, "## 产品概述\n\n%s它适合%s使用，目标是让日常工作有据可查、按时完成，并把重复录入减到最少。\n\n## 核心功能\n\n", l.lead, l.for_)
	for _, does := range l.does {
		title, text, _ := strings.Cut(does, "|")
		fmt.Fprintf(&d, "- **%s**：%s\n", title, text)
	}
	d.WriteString("\n## 规格说明\n\n")
	for _, spec := range l.specs {
		fmt.Fprintf(&d, "- **%s**：包含上述全部核心功能，差别只在用量与服务范围，下单时在规格处选择。\n", spec.Name)
	}
	if l.access == market.AccessSaaS {
		d.WriteString(`
## 开通与使用

下单付款后系统自动开通，通常几分钟内即可登录。管理员账号发送到下单时填写的邮箱，首次登录需要修改初始口令。历史数据可按模板导入，实施顾问远程协助完成首次导入与岗位权限配置。

## 数据与安全

数据存放在境内数据中心，每日全量备份并保留三十天。传输全程加密，敏感字段单独加密存储，操作日志保留一年，可随时导出。服务到期后数据保留十五天供导出，之后彻底删除并出具删除记录。
`)
	} else {
		d.WriteString(`
## 交付过程

下单后先提交需求表，顾问在两个工作日内与你确认范围与计划；确认后按计划实施，每周通报一次进度与风险；完成后按交付模板逐项提交成果，由你验收。范围变更以书面确认为准，不影响已完成的部分。

## 交付成果

每个规格都对应一份成果清单，包含过程文档、配置记录与培训材料，验收标准写在商品交付模板中。验收通过后三十天内，因交付质量产生的问题由实施团队负责处理，不另外收费。
`)
	}
	d.WriteString("\n## 服务承诺\n\n工作时间内三十分钟响应，一般问题一个工作日内答复，影响业务的故障立即处理并每小时通报一次。续订与变更随时可以在控制台完成，所有操作都有记录。\n")
	return d.String()
}

// agreement is the online agreement with the buyer (catalogue.md §2.4).
func (l listing) agreement() string {
	return strings.TrimSpace(fmt.Sprintf(`%[1]s服务协议

一、定义。本协议所称“本服务”指%[1]s及其说明页所列的功能与支持；“用户”指订购并使用本服务的企业或个人。
二、生效与期限。用户在下单页面勾选本协议并付款后，本协议即时生效，至所订购的服务期届满或服务交付完成时终止。
三、服务内容。服务方按照商品说明页载明的规格、服务时间与响应承诺提供服务，并在变更重要功能前至少提前十五日通知用户。
四、用户义务。用户应妥善保管账号与口令，不得利用本服务从事违反法律法规的活动，并对其上传内容的合法性负责。
五、个人信息保护。服务方仅在提供本服务所必需的范围内处理用户的个人信息，采取加密、访问控制与日志审计等措施；未经用户同意，不向第三方提供；服务终止后按约定期限删除。
六、费用与退订。费用以订单为准。退订按照平台的退订规则处理，已使用或已交付的部分按规则结算。
七、责任。因服务方原因造成服务不可用的，按实际不可用时长延长服务期；因不可抗力造成的除外。
八、争议。双方协商解决；协商不成的，提交服务方所在地有管辖权的人民法院处理。
`, l.name))
}

// uploads are the files of the listing: small, but real files of their kinds.
func (l listing) uploads() ([]db.ProductUpload, error) {
	logo, err := picture(l.name, 120, 120)
	if err != nil {
		return nil, err
	}
	main, err := picture(l.name, 800, 600)
	if err != nil {
		return nil, err
	}
	uploads := []db.ProductUpload{
		{Field: "logo", Name: "logo.png", Content: logo}, {Field: "pictures", Name: "主图.png", Content: main},
		{Field: "guide", Name: l.name + " 使用指南.pdf", Content: pdf("User guide")},
	}
	if l.access.Rules().Software {
		uploads = append(uploads, db.ProductUpload{Field: "certificate", Name: "软件著作权证书.pdf", Content: pdf(fmt.Sprintf("Software copyright certificate %x", l.name))})
	}
	if l.access == market.AccessContainer {
		uploads = append(uploads, db.ProductUpload{Field: "test_report", Name: "容器镜像测试报告.pdf", Content: pdf("Container test report")})
	}
	if !l.access.Supervises(false) {
		return uploads, nil
	}
	delivery, err := docx("商品交付模板:" + l.name)
	if err != nil {
		return nil, err
	}
	requirement, err := docx("需求模板:" + l.name)
	if err != nil {
		return nil, err
	}
	uploads = append(uploads, db.ProductUpload{Field: "delivery_template", Name: "商品交付模板.docx", Content: delivery})
	if !l.access.Rules().Requirement {
		return uploads, nil
	}
	return append(uploads, db.ProductUpload{Field: "requirement_template", Name: "需求模板.docx", Content: requirement}), nil
}

// inks are the colours of the pictures.
var inks = []color.RGBA{{0x17, 0x5b, 0xcc, 0xff}, {0x11, 0x67, 0x3f, 0xff}, {0x6b, 0x4b, 0xb8, 0xff}, {0xb2, 0x5a, 0x12, 0xff}, {0x1f, 0x7a, 0x8c, 0xff}, {0x8a, 0x3b, 0x5c, 0xff}}

// picture draws a calm picture that differs by name: a frame, bars and a line of blocks.
func picture(name string, width, height int) ([]byte, error) {
	sum := fnv.New32a()
	sum.Write([]byte(name))
	seed := sum.Sum32()
	ink := inks[seed%uint32(len(inks))]
	pale := color.RGBA{255 - (255-ink.R)/8, 255 - (255-ink.G)/8, 255 - (255-ink.B)/8, 255}
	half := color.RGBA{255 - (255-ink.R)/2, 255 - (255-ink.G)/2, 255 - (255-ink.B)/2, 255}
	canvas := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.White, pale, half, ink})
	fill := func(x0, y0, x1, y1 int, shade uint8) {
		for y := max(y0, 0); y < min(y1, height); y++ {
			row := canvas.Pix[y*canvas.Stride : y*canvas.Stride+width]
			for x := max(x0, 0); x < min(x1, width); x++ {
				row[x] = shade
			}
		}
	}
	u := height / 12
	if width == height { // a logo: a block with bars cut out
		fill(u, u, width-u, height-u, 3)
		for i := range 3 {
			tall := int(seed>>(4*i)&3) + 2
			fill(u*(3+2*i), u*(10-tall), u*(4+2*i)+u/2, u*9, uint8(i%2))
		}
	} else { // a screen of the product: side bar, head, tiles, a plot
		fill(0, 0, width, height, 1)
		fill(u, u, width-u, height-u, 0)
		fill(u, u, 3*u, height-u, 3)
		for i := range 6 {
			fill(u+u/3, u*(2+i)+u/4, 3*u-u/3, u*(2+i)+u/2, 2)
		}
		for i := range 4 {
			x := 3*u + u/2 + i*(width-5*u)/4
			fill(x, 2*u, x+(width-7*u)/4, 4*u, 1)
			fill(x+u/4, 2*u+u/3, x+u+u*int(seed>>(3*i)&3)/2, 2*u+u, 3)
		}
		for i := range 12 {
			x, tall := 3*u+u/2+i*(width-5*u)/12, u+u*int(seed>>(2*i)&7)/2
			fill(x, height-2*u-tall, x+u*3/4, height-2*u, uint8(2+i%2))
		}
	}
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, canvas)
	return out.Bytes(), err
}

// pdf is a one-page document.
func pdf(title string) []byte {
	body := "BT /F1 24 Tf 72 720 Td (" + title + ") Tj ET"
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(body), body),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	at := make([]int, len(objects))
	for i, object := range objects {
		at[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, begin := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", begin)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return out.Bytes()
}

// docx is a document of one line.
func docx(text string) ([]byte, error) {
	var out bytes.Buffer
	files := zip.NewWriter(&out)
	for _, part := range []struct{ name, body string }{
		{"[Content_Types].xml", `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>` + text + `</w:t></w:r></w:p></w:body></w:document>`},
	} {
		writer, err := files.Create(part.name)
		if err != nil {
			return nil, err
		}
		if _, err := writer.Write([]byte(part.body)); err != nil {
			return nil, err
		}
	}
	if err := files.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
