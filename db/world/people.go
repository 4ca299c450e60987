package world

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/internal/password"
)

// staff are the marketplace's own people.
var staff = []struct {
	role market.Role
	name string
}{{market.Reviewer, "沈知秋"}, {market.Treasurer, "顾明远"}, {market.Manager, "叶清和"}}

// company is a seller of the story and its people.
type company struct {
	id      *market.SellerID
	handle  string
	name    string
	members map[market.Role]string
	says    map[string]string // what its application says besides
	bank    market.CertificationForm
}

func (b *builder) companies() []company {
	return []company{
		{&b.Lanxi, "lanxi", "杭州澜溪软件有限公司", map[market.Role]string{
			market.Owner: "周澜", market.Operations: "许文静", market.Finance: "钱婉清", market.Support: "陆子昂"},
			map[string]string{"credit_code": "91330108MA2B4C6D11", "years": "from_5", "staff": "from_50", "capital_wan": "1000", "province": "浙江省", "city": "杭州市",
				"address":      "滨江区江虹路 368 号 A 座 12 层",
				"introduction": "澜溪软件专注企业协同与电子合同，服务制造、零售与物流行业的一千二百余家客户。自有研发团队六十人，提供实施、培训与七乘十二小时支持。"},
			market.CertificationForm{BankName: "招商银行", BankBranch: "杭州滨江支行", AccountNo: "571908886610901", Taxpayer: "general", VATRate: "6"}},
		{&b.Yunzhan, "yunzhan", "成都云栈数据科技有限公司", map[market.Role]string{
			market.Owner: "唐一鸣", market.Operations: "何佳慧", market.Finance: "罗启航", market.Support: "冯若溪"},
			map[string]string{"credit_code": "91510100MA6C8K2Q9W", "years": "from_3", "staff": "from_15", "capital_wan": "500", "province": "四川省", "city": "成都市",
				"address":      "高新区天府三街 199 号 7 栋 3 层",
				"introduction": "云栈数据提供数据集成、数据质量与报表服务，面向中小企业按月订阅。团队来自电信与金融行业，交付以驻场实施为主。"},
			market.CertificationForm{BankName: "中国建设银行", BankBranch: "成都天府支行", AccountNo: "51050186083600001234", Taxpayer: "general", VATRate: "6"}},
		{&b.Qinghe, "qinghe", "苏州青禾智能科技有限公司", map[market.Role]string{
			market.Owner: "苏禾", market.Operations: "江晓岚", market.Finance: "丁思远", market.Support: "白露"},
			map[string]string{"credit_code": "91320594MA1XK7T40G", "years": "from_1", "staff": "from_15", "capital_wan": "200", "province": "江苏省", "city": "苏州市",
				"address":      "工业园区星湖街 328 号 5 幢 401 室",
				"introduction": "青禾智能为工厂提供设备巡检与能耗分析应用，产品部署在客户现场网关与云端，已在长三角六十余家工厂运行。"},
			market.CertificationForm{BankName: "中国工商银行", BankBranch: "苏州工业园区支行", AccountNo: "1102028409000123456", Taxpayer: "small", VATRate: "1"}},
	}
}

// applicants are companies that are not in: one waits for the operator, one was refused.
var applicants = []company{
	{handle: "jingluo", name: "深圳鲸落云服务有限公司", members: map[market.Role]string{market.Owner: "韩鲸"},
		says: map[string]string{"credit_code": "91440300MA5GQ8R31H", "years": "from_3", "staff": "from_15", "capital_wan": "300", "province": "广东省", "city": "深圳市",
			"address": "南山区科苑路 15 号 2 栋 B 座 901", "introduction": "鲸落云服务为跨境电商提供日志留存与审计服务，按存储量与检索次数订阅，客户集中在珠三角。"}},
	{handle: "shiguang", name: "北京拾光科技有限公司", members: map[market.Role]string{market.Owner: "林拾"},
		says: map[string]string{"credit_code": "91110108MA01H5WY65", "years": "from_1", "staff": "under_15", "capital_wan": "100", "province": "北京市", "city": "海淀区",
			"address": "中关村东路 66 号 1 号楼 1206", "introduction": "拾光科技开发家庭相册与影像整理应用，计划面向企业推出素材管理服务。"}},
}

// people brings the marketplace's staff, its agreement, and the two sellers that have been
// there for months.
func (b *builder) people() error {
	b.clock.Set(b.Today.AddDate(0, -5, -14))
	hash, err := password.Hash(b.ctx, Password)
	if err != nil {
		return err
	}
	b.hash = hash
	for _, one := range staff {
		who := market.Registration{Name: one.name, Email: string(one.role) + "@platform.example", PasswordHash: hash}
		if b.People[who.Email], err = b.db.Employ(b.ctx, who, []market.Role{one.role}); err != nil {
			return err
		}
	}
	for _, one := range agreements {
		if err := b.publishAgreement(0, one); err != nil {
			return err
		}
	}
	for i, c := range b.companies()[:2] {
		b.clock.Set(b.Today.AddDate(0, -5, 4*i-14))
		if err := b.join(c, 25*time.Hour, 27*time.Hour); err != nil {
			return fmt.Errorf("%s: %w", c.handle, err)
		}
	}
	return nil
}

// newcomers are who came lately: one in this week, one waiting, one refused; and the next
// version of the agreement, announced.
func (b *builder) newcomers() error {
	b.clock.Set(b.Today.AddDate(0, 0, -9))
	if err := b.join(b.companies()[2], 6*24*time.Hour, 51*time.Hour); err != nil {
		return err
	}
	for i, c := range applicants {
		b.clock.Set(b.Today.AddDate(0, 0, -4*i).Add(-20 * time.Hour))
		review, err := b.apply(c)
		if err != nil {
			return err
		}
		if i == 0 {
			continue
		}
		b.clock.Pass(22 * time.Hour)
		if err := b.as("reviewer@platform.example", review.SellerID, market.Reviewer).RejectReview(b.ctx, review.ID,
			"雇员规模不足 15 人，且未说明 5×8 小时客服如何安排。请补充客服人员与排班后再提交。"); err != nil {
			return err
		}
	}
	b.clock.Set(b.Today.AddDate(0, 0, -3))
	return errors.Join(b.publishAgreement(0, resaleTwo), b.publishAgreement(13*24*time.Hour, cooperationTwo))
}

// join takes a company the whole way: application, approval, agreement, certification, team.
func (b *builder) join(c company, review, certify time.Duration) error {
	asked, err := b.apply(c)
	if err != nil {
		return err
	}
	*c.id = asked.SellerID
	reviewer := b.as("reviewer@platform.example", *c.id, market.Reviewer)
	b.clock.Pass(review)
	if err := reviewer.ApproveReview(b.ctx, asked.ID); err != nil {
		return err
	}
	owner := b.as("owner@"+c.handle+".example", *c.id, market.Owner)
	b.clock.Pass(35 * time.Minute)
	if err := b.sign(owner, c); err != nil {
		return err
	}
	if err := b.team(c); err != nil {
		return err
	}
	b.clock.Pass(2 * time.Hour)
	form := c.bank
	form.Address, form.Phone = c.says["province"]+c.says["city"]+c.says["address"], "0571-87654321"
	if err := owner.StartCertification(b.ctx, form, &db.Upload{Field: "proof", Purpose: market.FileProof, Name: "开户许可证.pdf", Content: pdf("Bank account permit: " + c.handle)}); err != nil {
		return err
	}
	paid, err := owner.Certification(b.ctx)
	if err != nil {
		return err
	}
	b.clock.Pass(certify - 3*time.Hour)
	if err := owner.VerifyCertification(b.ctx, paid.TestAmount); err != nil {
		return err
	}
	b.clock.Pass(3 * time.Hour)
	reviews, err := owner.ReviewsOf(b.ctx, paid.ID)
	if err != nil {
		return err
	}
	if err := reviewer.ApproveReview(b.ctx, reviews[0].ID); err != nil || c.handle == "qinghe" {
		return err
	}
	return b.letter(c, owner, reviewer)
}

// sign signs the agreements; who came this week has signed only what one cannot do without.
func (b *builder) sign(owner *db.Seller, c company) error {
	for _, one := range agreements {
		if c.handle == "qinghe" && !slices.Contains([]string{market.Cooperation, market.Publishing, market.DataCompliance}, one.Code) {
			continue
		}
		agreement, err := owner.Unsigned(b.ctx, one.Code)
		if err != nil {
			return err
		}
		if err := owner.SignAgreement(b.ctx, agreement.ID, true); err != nil {
			return err
		}
	}
	return nil
}

// letter hands the data compliance letter in and has it approved.
func (b *builder) letter(c company, owner, reviewer *db.Seller) error {
	if err := owner.LetterSeller(b.ctx, &db.Upload{Field: "letter", Name: "合规承诺函.pdf", Content: pdf("Data compliance letter: " + c.handle)}); err != nil {
		return err
	}
	profile, err := owner.Profile(b.ctx)
	if err != nil {
		return err
	}
	reviews, err := owner.ReviewsOf(b.ctx, *profile.LetterFileID)
	if err != nil {
		return err
	}
	b.clock.Pass(20 * time.Minute)
	return reviewer.ApproveReview(b.ctx, reviews[0].ID)
}

// apply registers a company and hands its application in.
func (b *builder) apply(c company) (market.Review, error) {
	email := "owner@" + c.handle + ".example"
	mobile := fmt.Sprintf("138%08d", 10_000_000+len(b.People))
	who := market.Registration{Name: c.members[market.Owner], Email: email, CompanyName: c.name, PasswordHash: b.hash}
	person, seller, err := Register(b.ctx, b.db, who, mobile, "203.0.113.10")
	if err != nil {
		return market.Review{}, err
	}
	b.People[email] = person
	if err := b.identify(c, email, seller); err != nil {
		return market.Review{}, err
	}
	typed := map[string]string{"company_name": c.name, "website": "https://www." + c.handle + ".example",
		"contact_name": who.Name, "contact_mobile": mobile, "contact_email": email,
		"service_phone": "400-800-" + mobile[7:], "service_email": "service@" + c.handle + ".example", "agreed": "on",
		"no_distributor": "on", "no_solution": "on", "no_uipm": "on", "service_days": "5", "service_hours": "8", "qualification_kind": "copyright"}
	for name, text := range c.says {
		typed[name] = text
	}
	b.clock.Pass(50 * time.Minute)
	owner := b.as(email, seller, market.Owner)
	if err := owner.DraftSeller(b.ctx, typed, []db.Upload{
		{Field: "logo", Purpose: market.FileCompanyLogo, Name: c.handle + ".png", Content: logo(c.handle)},
		{Field: "licence", Purpose: market.FileLicence, Name: "营业执照.pdf", Content: pdf("Business licence: " + c.handle)},
		{Field: "qualification", Purpose: market.FileCertificate, Name: "软件著作权证书.pdf", Content: pdf("Software copyright: " + c.handle)},
	}); err != nil {
		return market.Review{}, err
	}
	if err := b.proveMailbox(owner, email); err != nil {
		return market.Review{}, err
	}
	return owner.ApplySeller(b.ctx)
}

// team is everybody else of a company: invited by the main account, joined by the link.
func (b *builder) team(c company) error {
	store := b.as("owner@"+c.handle+".example", *c.id, market.Owner)
	for _, role := range market.SellerRoles[1:] {
		b.clock.Pass(7 * time.Minute)
		link, err := store.InviteTeam(b.ctx, market.Invitation{Name: c.members[role], Email: string(role) + "@" + c.handle + ".example",
			Mobile: fmt.Sprintf("139%08d", 20_000_000+len(b.People)), Roles: []market.Role{role}})
		if err != nil {
			return err
		}
		if err := b.db.JoinTeam(b.ctx, link, b.hash, "203.0.113.11"); err != nil {
			return err
		}
	}
	members, err := store.Members(b.ctx)
	for _, member := range members {
		b.People[member.Email] = member.PersonID
	}
	return err
}

// publishAgreement makes the next version, effective after that time.
func (b *builder) publishAgreement(after time.Duration, agreement market.Agreement) error {
	agreement.EffectiveAt = b.clock.Now().Add(after)
	_, err := b.db.Operator(b.actor("manager@platform.example", market.Manager)).PublishAgreement(b.ctx, agreement)
	return err
}

// as is the seller's store for one of the story's people.
func (b *builder) as(email string, seller market.SellerID, roles ...market.Role) *db.Seller {
	return b.db.Seller(b.actor(email, roles...), seller)
}

// actor is one of the story's people.
func (b *builder) actor(email string, roles ...market.Role) market.Actor {
	name := email
	for _, c := range append(b.companies(), applicants...) {
		for role, member := range c.members {
			if email == string(role)+"@"+c.handle+".example" {
				name = member
			}
		}
	}
	for _, one := range staff {
		if email == string(one.role)+"@platform.example" {
			name = one.name
		}
	}
	return market.Actor{Person: b.People[email], Name: name, Roles: roles, From: "203.0.113.10"}
}
