package market

import (
	"strings"
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

// wholeApplication is an application with nothing wrong.
func wholeApplication() map[string]string {
	return map[string]string{"company_name": "福州测试云科技有限公司", "credit_code": "91350100M000100Y43", "website": "https://www.test.example", "years": "from_1",
		"staff": "from_15", "capital_wan": "50", "contact_name": "林测试", "contact_mobile": "13900001111", "contact_email": "owner@test.example",
		"service_phone": "0591-87654321", "service_email": "service@test.example", "province": "福建省", "city": "福州市", "address": "软件大道 89 号",
		"introduction": "为中小企业提供进销存与财务一体的软件。", "agreed": "on",
		"logo_file_id": NewID[File](time.Unix(1, 0)).String(), "licence_file_id": NewID[File](time.Unix(2, 0)).String()}
}

// catalogue.md §1.2, §1.3: the conditions of a company and the table of fields, row by row.
func TestEveryFieldOfAnApplicationKeepsItsRule(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ rule, field, text, want string }{
		{"§1.3 the website is optional", "website", "", ""},
		{"§1.3 http", "website", "http://www.test.example/about", ""},
		{"§1.3 neither http nor https", "website", "ftp://www.test.example", "seller.not_a_website"},
		{"§1.3 no scheme", "website", "www.test.example", "seller.not_a_website"},
		{"§1.3 a logo is required", "logo_file_id", "", "seller.file_missing"},
		{"§1.3 the licence is required", "licence_file_id", "", "seller.file_missing"},
		{"§1.2 one year in business", "years", "from_1", ""},
		{"§1.2 less than a year", "years", "under_1", "seller.too_young"},
		{"§1.3 the staff is chosen", "staff", "", "problem.required"},
		{"§1.3 out of a list", "staff", "42", "problem.not_an_option"},
		{"§1.2 CNY 500,000 of capital", "capital_wan", "50", ""},
		{"§1.2 a cent less", "capital_wan", "49.99", "seller.capital_low"},
		{"§1.3 a number in units of 10,000", "capital_wan", "fifty", "problem.not_an_amount"},
		{"§1.3 the contact's name", "contact_name", "", "problem.required"},
		{"§1.3 a mobile that is reached", "contact_mobile", "0591-87654321", "session.not_a_mobile"},
		{"§1.3 a mailbox that is reached", "contact_email", "owner", "problem.not_an_email"},
		{"§1.3 a customer-service phone", "service_phone", "", "problem.required"},
		{"§1.3 a customer-service mailbox", "service_email", "", "problem.required"},
		{"§1.3 country, province, city", "province", "", "problem.required"},
		{"§1.3 with the city", "city", "", "problem.required"},
		{"§1.3 with the detail", "address", "", "problem.required"},
		{"§1.3 no external links", "introduction", "详情请访问 https://www.test.example，欢迎咨询。", "seller.link_in_text"},
		{"§1.3 nor without a scheme", "introduction", "详情请访问 test.com，欢迎来电咨询。", "seller.link_in_text"},
		{"§1.3 the box is mandatory", "agreed", "", "agreement.not_agreed"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			t.Parallel()
			typed := wholeApplication()
			typed[test.field] = test.text
			application, err := ReadApplication(typed)
			if test.want == "" {
				require.NoError(t, err)
				require.True(t, application.EnoughStaff())
				return
			}
			var problem *Problem
			require.ErrorAs(t, err, &problem)
			require.Len(t, problem.Fields, 1)
			require.Equal(t, test.want, problem.Fields[strings.TrimSuffix(test.field, "_file_id")].Key)
		})
	}
	require.False(t, Application{Staff: "under_15"}.EnoughStaff(), "§1.2 at least 15 people")
}

// catalogue.md §1.1: a password of at least 8 characters.
func TestAPasswordHasEightCharacters(t *testing.T) {
	t.Parallel()
	for text, fine := range map[string]bool{"1234567": false, "12345678": true, "密码密码密码密": false, "密码密码密码密码": true} {
		require.Equal(t, fine, CheckPassword("password", text) == nil, text)
	}
}

// catalogue.md §1.3, §1.10: the pictures of a company and its store page.
func TestWhatIsUploadedOfACompany(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		rule    string
		purpose FilePurpose
		types   []string
		most    int
		pixels  [4]int // exact width and height, narrowest, widest
	}{
		{"§1.3 logo: JPG, JPEG, PNG, 5 MB, any size", FileCompanyLogo, []string{"jpg", "jpeg", "png"}, 5 << 20, [4]int{}},
		{"§1.10 customer cases: 780×440", FileCase, []string{"jpg", "jpeg", "png"}, 5 << 20, [4]int{780, 440, 0, 0}},
		{"§1.10 certificates: 900–1200 wide, 5 MB", FileHonour, []string{"jpg", "jpeg", "png"}, 5 << 20, [4]int{0, 0, 900, 1200}},
	} {
		rule := FileRules[test.purpose]
		require.Equal(t, test.types, rule.Types, test.rule)
		require.EqualValues(t, test.most, rule.Most, test.rule)
		require.Equal(t, test.pixels, [4]int{rule.Width, rule.Height, rule.Narrowest, rule.Widest}, test.rule)
	}
	require.Equal(t, 5, StoreCertificates, "§1.10 at most 5")
}

// catalogue.md §1.6: what a change of the profile may touch, and what changes by a code.
func TestAProfileChangesWhatTheSheetLists(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"staff", "years", "capital_wan", "website", "introduction", "contact_name", "address"} {
		require.Contains(t, ProfileFields, field, "by review")
	}
	for _, field := range []string{"contact_mobile", "contact_email", "service_phone", "service_email"} {
		require.Contains(t, ContactFields, field, "by code")
		require.NotContains(t, ProfileFields, field)
	}
	require.NotContains(t, ProfileFields, "credit_code", "the legal entity cannot be changed")
	typed := wholeApplication()
	seller := Seller{CreditCode: typed["credit_code"], CompanyName: typed["company_name"], ContactMobile: typed["contact_mobile"], ContactEmail: typed["contact_email"],
		ServicePhone: typed["service_phone"], ServiceEmail: typed["service_email"]}
	for field, into := range map[string]**FileID{"logo_file_id": &seller.LogoFileID, "licence_file_id": &seller.LicenceFileID} {
		id, err := ParseID[File](typed[field])
		require.NoError(t, err)
		*into = &id
	}
	typed["credit_code"] = "91330108MA2B4C6D11"
	shall, err := seller.Change(typed, false)
	require.NoError(t, err)
	require.Equal(t, seller.CreditCode, shall.CreditCode, "another legal entity is not taken over")
	for _, test := range []struct {
		rule     string
		verified string
		licence  bool
		wrong    []string
	}{
		{"neither the real name nor the licence", "", false, []string{"company_name", "licence"}},
		{"without the new licence", "福州新名科技有限公司", false, []string{"licence"}},
		{"before the real name", "", true, []string{"company_name"}},
		{"the real name first, with the licence", "福州新名科技有限公司", true, nil},
	} {
		seller.VerifiedName, typed["company_name"] = test.verified, "福州新名科技有限公司"
		_, err := seller.Change(typed, test.licence)
		require.ElementsMatch(t, test.wrong, faults(t, err), test.rule)
	}
}

// catalogue.md §1.5, §1.7: the lives of a certification and of the compliance letter, each
// state with the acts that leave it.
func TestCertificationAndLetterLiveAsTheSheetSays(t *testing.T) {
	t.Parallel()
	for status, want := range map[CertificationStatus]map[Act]CertificationStatus{
		Uncertified:            {StartCertification: CertificationVerifying},
		CertificationReviewing: {ApproveReview: Certified, RejectReview: CertificationRejected, WithdrawReview: CertificationVerifying},
		CertificationRejected:  {StartCertification: CertificationVerifying},  // edit and start again
		CertificationLocked:    {UnlockCertification: CertificationVerifying}, // by the operator
		Certified:              {},                                            // changes go through the operator
	} {
		for _, act := range []Act{StartCertification, VerifyCertification, UnlockCertification, ApproveReview, RejectReview, WithdrawReview} {
			next, err := CertificationMoves.Next(status, act)
			expected, can := want[act]
			require.Equal(t, can, err == nil, "%s by %s", status, act)
			if can {
				require.Equal(t, expected, next)
			}
		}
	}
	c := Certification{Status: CertificationVerifying, TestAmount: Yuan("0.37")}
	for try := 1; try <= 3; try++ {
		require.Equal(t, CertificationVerifying, c.Status, "try %d", try)
		refusal, err := c.Verify(Yuan("0.38"))
		require.NoError(t, err)
		require.Error(t, refusal)
	}
	require.Equal(t, CertificationLocked, c.Status, "three wrong amounts lock the request")
	require.Equal(t, []Role{Owner}, Doers(StartCertification))
	require.NotContains(t, Doers(UnlockCertification), Owner, "unlocked by the platform only")
	for _, test := range []struct {
		from LetterStatus
		act  Act
		to   LetterStatus
	}{
		{LetterMissing, LetterSeller, LetterPending}, {LetterRejected, LetterSeller, LetterPending},
		{LetterPending, ApproveReview, LetterValid}, {LetterPending, RejectReview, LetterRejected},
	} {
		next, err := LetterMoves.Next(test.from, test.act)
		require.NoError(t, err)
		require.Equal(t, test.to, next)
	}
	require.False(t, LetterMoves.Can(LetterMissing, ApproveReview), "nothing to approve before it is uploaded")
}

// catalogue.md §1.6, §1.5, §1.9: results go by e-mail and SMS, to the customer-service mailbox
// and the contact's mobile; what fails in the interface reaches the mailbox too.
func TestResultsReachTheServiceMailboxAndTheContact(t *testing.T) {
	t.Parallel()
	for _, kind := range []ReviewKind{ReviewOnboarding, ReviewProfile, ReviewCertification, ReviewRecertification, ReviewLetter, ReviewStore} {
		n := NotificationOf(kind.Notice())
		require.Equal(t, Notification{Type: MessageAccount, Mail: true, SMS: true, Service: true, Contact: true}, n, kind)
	}
	for _, kind := range []string{"fulfilment", "fulfilment.exhaust"} {
		require.True(t, NotificationOf(kind).Service, kind)
	}
	require.Equal(t, 3, DefaultSettings().ReviewDays, "§1.1, §1.6: 3 working days")
}
