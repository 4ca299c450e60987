package market

import (
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"
)

func TestACreditCodeIsCheckedToItsLastSign(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"91350100M000100Y43":  "",
		"91330108MA2B4C6D11":  "",
		"91350100M000100Y44":  "seller.credit_code_digit",
		"91350100M000100Y4":   "seller.credit_code_shape",
		"91350100M000100Y43X": "seller.credit_code_shape",
		"91350100I000100Y43":  "seller.credit_code_shape",
		"统一社会信用代码":            "seller.credit_code_shape",
		"":                    "problem.required",
	} {
		err := CheckCreditCode("credit_code", code)
		if want == "" {
			require.NoError(t, err, code)
			continue
		}
		require.Equal(t, want, err.(*Problem).Fields["credit_code"].Key, code)
	}
}

func TestAnApplicationIsReadWithEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := ReadApplication(map[string]string{"company_name": "x", "capital_wan": "49.99", "years": "under_1", "staff": "many",
		"website": "ftp://x.example", "introduction": "请访问 Example.COM 了解更多信息，欢迎。", "service_phone": "call me"})
	fields := err.(*Problem).Fields
	for field, key := range map[string]string{
		"company_name": "problem.too_short", "capital_wan": "seller.capital_low", "years": "seller.too_young", "staff": "problem.not_an_option",
		"website": "seller.not_a_website", "introduction": "seller.link_in_text", "service_phone": "problem.not_a_phone",
		"logo": "seller.file_missing", "licence": "seller.file_missing", "agreed": "agreement.not_agreed", "credit_code": "problem.required",
	} {
		require.Equal(t, key, fields[field].Key, field)
	}
}

func TestACodeIsGoodForItsHalfMinuteAndOnlyOnce(t *testing.T) {
	t.Parallel()
	secret, now := NewFactorSecret(), time.Date(2026, 11, 20, 2, 42, 10, 0, time.UTC)
	code, err := totp.GenerateCode(secret, now)
	require.NoError(t, err)
	step, err := CodeStep(secret, code, now, 0)
	require.NoError(t, err)
	require.Equal(t, now.Unix()/30, step)
	_, err = CodeStep(secret, code, now.Add(30*time.Second), 0)
	require.NoError(t, err, "clocks differ a little")
	_, err = CodeStep(secret, code, now, step)
	require.Equal(t, "factor.code_used", err.(*Problem).Fields["code"].Key)
	_, err = CodeStep(secret, code, now.Add(2*time.Minute), 0)
	require.Equal(t, "factor.code_wrong", err.(*Problem).Fields["code"].Key)
}

func TestASellerIsReadyWhenAllThreeStepsAreDone(t *testing.T) {
	t.Parallel()
	done := Onboarding{Status: SellerApproved, Wanted: 2, Signed: 2, Certification: Certified}
	require.NoError(t, done.Ready())
	for key, change := range map[string]func(*Onboarding){
		"seller.not_approved":  func(o *Onboarding) { o.Status = SellerApplying },
		"seller.not_active":    func(o *Onboarding) { o.Status = SellerSuspended },
		"seller.not_signed":    func(o *Onboarding) { o.Signed = 1 },
		"seller.not_certified": func(o *Onboarding) { o.Certification = CertificationReviewing },
	} {
		o := done
		change(&o)
		require.Equal(t, key, o.Ready().(*Problem).Reason.Key)
	}
}

func TestATaxRateBelongsToItsTaxpayer(t *testing.T) {
	t.Parallel()
	form := CertificationForm{Address: "福州市软件大道", Phone: "0591-12345678", Taxpayer: "small", VATRate: "3", BankName: "招商银行", BankBranch: "福州支行", AccountNo: "6214 8888-1234"}
	rate, account, err := form.Check()
	require.NoError(t, err)
	require.Equal(t, "3%", rate.String())
	require.Equal(t, "621488881234", account)
	form.VATRate, form.AccountNo = "13", "62A"
	_, _, err = form.Check()
	require.Equal(t, "certification.rate_of_other", err.(*Problem).Fields["vat_rate"].Key)
	require.Equal(t, "certification.not_an_account", err.(*Problem).Fields["account_no"].Key)
}
