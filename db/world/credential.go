package world

import (
	"sellercenter/internal/market"
)

// applicationKey is the public half of a key pair whose private half nobody kept.
const applicationKey = `-----BEGIN PUBLIC KEY-----
MIIBojANBgkqhkiG9w0BAQEFAAOCAY8AMIIBigKCAYEAx52JAslQ7sh/T4NJ4gMS
2Rk2dYXXyoCJjZkVKocAGBTB1xePW0giPaah5OjFQ5MGQC6h55C0Il48WqRHag0q
JjfvWYrnPTMybI8Me0QqavHNzNrBEYloINpONoOSpk+Sm7MxUhU9jBcmkwZXW2z/
YGlnFfSHHp3ZpsxqHUPKi+Ge6OznVT46PqvkXfWtNPRoZgufAfim/2clmQhBDSsq
XCMEZSSQeaFU+Q/gmWQfQZgZQaQN/In7t6grnkSOgE8AwDAAd+S/gTNVKWAiZsDu
4FgV+K98l4PYj2MUmNi+ey3mryiK3txyNec6J7xYXmjlfYcZmJPF0FoLYwSG3qML
034KJZjOui5Rg776f8RXEzM8lXs92H2Okxd1/hrmW5ETW/r72tCcBO3+PFgq54U0
vz7HtDmQNZ31nryR3mHosH3YtTOi3X1vCxJu2SkINvEK7b8lx0SFeVMDFwnt5l/4
BhqUliSsHrsCcf4PedzpBTgOfpy2XnIRuuvngVz0GgdBAgMBAAE=
-----END PUBLIC KEY-----`

// credentials tells of an application that is on sale, one that waits and one that was sent
// back.
func (b *builder) credentials() error {
	b.Credentials = map[string]market.CredentialID{}
	lanxi := b.as("operations@lanxi.example", b.Lanxi, market.Operations)
	desk := b.db.Operator(b.actor("manager@platform.example", market.Manager)).Seller(b.Lanxi)
	apply := func(name, auth string) error {
		form := market.CredentialForm{Name: name, Auth: auth, EndpointID: b.Endpoints["lanxi"], PublicKey: applicationKey, LoginType: "tenant", Platforms: []string{"web"}}
		if auth == "oauth2" {
			form.LoginURL, form.CallbackURL = "https://app.lanxi.example/login", "https://app.lanxi.example/oauth/callback"
		}
		id, err := lanxi.ApplyCredential(b.ctx, form)
		b.Credentials[name] = id
		return err
	}
	decide := func(name string, approve bool) error {
		reviews, err := lanxi.ReviewsOf(b.ctx, b.Credentials[name])
		if err != nil {
			return err
		}
		if approve {
			return desk.ApproveReview(b.ctx, reviews[0].ID)
		}
		return desk.RejectReview(b.ctx, reviews[0].ID, "登录地址打不开，请核对后重新申请。")
	}
	for _, step := range []struct {
		days int
		do   func() error
	}{
		{70, func() error { return desk.WhitelistCredential(b.ctx, []string{"web", "mobile", "workbench"}) }},
		{60, func() error { return apply("澜溪 ERP", "oauth2") }},
		{58, func() error { return decide("澜溪 ERP", true) }},
		{57, func() error {
			return lanxi.BindCredential(b.ctx, b.Credentials["澜溪 ERP"], b.Products["澜溪云 ERP SaaS 版"])
		}},
		{20, func() error {
			return lanxi.ModifyCredential(b.ctx, b.Credentials["澜溪 ERP"], market.CredentialForm{EndpointID: b.Endpoints["lanxi"], PublicKey: applicationKey, LoginType: "common",
				LoginURL: "https://login.lanxi.example/sso", CallbackURL: "https://login.lanxi.example/oauth/callback"})
		}},
		{18, func() error { return decide("澜溪 ERP", true) }},
		{12, func() error { return apply("澜溪工单助手", "oauth2") }},
		{10, func() error { return decide("澜溪工单助手", false) }},
		{9, func() error { return apply("澜溪电子合同", "sdk") }},
		{8, func() error { return decide("澜溪电子合同", true) }},
		{2, func() error { return apply("澜溪考勤", "sdk") }},
	} {
		b.plan(b.Today.AddDate(0, 0, -step.days), step.do)
	}
	return nil
}
