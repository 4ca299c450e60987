package market

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// YearsInBusiness and StaffSizes are the choices of the application (catalogue.md §1.3).
var (
	YearsInBusiness = []string{"under_1", "from_1", "from_3", "from_5", "from_10"}
	StaffSizes      = []string{"under_15", "from_15", "from_50", "from_200", "from_1000"}
)

// LeastCapital is the registered capital that a company needs, in 万元 (catalogue.md §1.2).
var LeastCapital = Yuan("50")

// Application is what a company says of itself to join (入驻申请, catalogue.md §1.3).
type Application struct {
	CompanyName   string `json:"company_name"`
	CreditCode    string `json:"credit_code"`
	Website       string `json:"website"`
	LogoFileID    FileID `json:"logo_file_id"`
	Years         string `json:"years"`
	Staff         string `json:"staff"`
	CapitalWan    Money  `json:"capital_wan"`
	ContactName   string `json:"contact_name"`
	ContactMobile string `json:"contact_mobile"`
	ContactEmail  string `json:"contact_email"`
	ServicePhone  string `json:"service_phone"`
	ServiceEmail  string `json:"service_email"`
	Province      string `json:"province"`
	City          string `json:"city"`
	Address       string `json:"address"`
	LicenceFileID FileID `json:"licence_file_id"`
	Introduction  string `json:"introduction"`
}

// ApplicationFields are the names under which an application is typed; files are added by
// their ids.
var ApplicationFields = []string{"company_name", "credit_code", "website", "years", "staff", "capital_wan",
	"contact_name", "contact_mobile", "contact_email", "service_phone", "service_email",
	"province", "city", "address", "introduction", "agreed",
	"no_distributor", "no_solution", "no_uipm", "service_days", "service_hours", "qualification_kind"}

// ReadApplication reads what was typed, with everything that is wrong with it.
func ReadApplication(typed map[string]string) (Application, error) {
	a := Application{
		CompanyName: typed["company_name"], CreditCode: strings.ToUpper(typed["credit_code"]), Website: typed["website"],
		Years: typed["years"], Staff: typed["staff"], ContactName: typed["contact_name"],
		ContactMobile: typed["contact_mobile"], ContactEmail: typed["contact_email"],
		ServicePhone: typed["service_phone"], ServiceEmail: typed["service_email"],
		Province: typed["province"], City: typed["city"], Address: typed["address"], Introduction: typed["introduction"],
	}
	wrong := Invalids{}
	var err error
	if text := typed["capital_wan"]; text == "" {
		wrong.With("capital_wan", "problem.required")
	} else if a.CapitalWan, err = ReadMoney(text); err != nil {
		wrong.With("capital_wan", "problem.not_an_amount", text)
	} else if LeastCapital.Over(a.CapitalWan) {
		wrong.With("capital_wan", "seller.capital_low", strings.TrimSuffix(LeastCapital.String(), ".00"), a.CapitalWan)
	}
	for field, into := range map[string]*FileID{"logo": &a.LogoFileID, "licence": &a.LicenceFileID} {
		if *into, err = ParseID[File](typed[field+"_file_id"]); err != nil {
			wrong.With(field, "seller.file_missing")
		}
	}
	if typed["agreed"] == "" {
		wrong.With("agreed", "agreement.not_agreed")
	}
	for _, err := range []error{
		checkLength("company_name", a.CompanyName, 2, 100), CheckCreditCode("credit_code", a.CreditCode), checkWebsite(a.Website),
		checkChoice("years", a.Years, YearsInBusiness), checkChoice("staff", a.Staff, StaffSizes),
		checkLength("contact_name", a.ContactName, 2, 64), CheckMobile("contact_mobile", a.ContactMobile),
		CheckEmail("contact_email", a.ContactEmail), CheckPhone("service_phone", a.ServicePhone), CheckEmail("service_email", a.ServiceEmail),
		checkLength("province", a.Province, 2, 32), checkLength("city", a.City, 2, 32), checkLength("address", a.Address, 4, 200),
		checkIntroduction(a.Introduction),
	} {
		if err := wrong.Join(err); err != nil {
			return a, err
		}
	}
	if a.Years == "under_1" {
		wrong.With("years", "seller.too_young")
	}
	return a, wrong.Err()
}

// EnoughStaff is a condition that the reviewer checks: at least 15 people (catalogue.md §1.2).
func (a Application) EnoughStaff() bool { return a.Staff != "under_15" }

// creditLetters are the signs of a unified social credit code (GB 32100-2015).
const creditLetters = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// CheckCreditCode says what is wrong with a unified social credit code: 18 signs, of which
// the last is computed from the others (GB 32100-2015).
func CheckCreditCode(field, code string) error {
	if code == "" {
		return Invalid(field, "problem.required")
	}
	if len(code) != 18 || strings.Trim(code, creditLetters) != "" {
		return Invalid(field, "seller.credit_code_shape", len([]rune(code)))
	}
	sum, weight := 0, 1
	for i := range 17 {
		sum += strings.IndexByte(creditLetters, code[i]) * weight
		weight = weight * 3 % 31
	}
	if want := creditLetters[(31-sum%31)%31]; code[17] != want {
		return Invalid(field, "seller.credit_code_digit", string(code[17]))
	}
	return nil
}

// CheckPhone says what is wrong with a telephone number.
func CheckPhone(field, text string) error {
	switch {
	case text == "":
		return Invalid(field, "problem.required")
	case len(text) < 5 || len(text) > 32 || strings.Trim(text, "0123456789 +-()") != "":
		return Invalid(field, "problem.not_a_phone", text)
	}
	return nil
}

func checkWebsite(text string) error {
	if text == "" {
		return nil
	}
	address, err := url.Parse(text)
	if err != nil || address.Scheme != "http" && address.Scheme != "https" || !strings.Contains(address.Hostname(), ".") || len(text) > 255 {
		return Invalid("website", "seller.not_a_website", text)
	}
	return nil
}

var linkInText = regexp.MustCompile(`(?i)https?:|www\.|[a-z0-9-]+\.(com|cn|net|org|io|top|shop|xyz|example)\b`)

func checkIntroduction(text string) error {
	if link := linkInText.FindString(text); link != "" {
		return Invalid("introduction", "seller.link_in_text", link)
	}
	return checkLength("introduction", text, 10, 1000)
}

func checkChoice(field, text string, choices []string) error {
	if text == "" {
		return Invalid(field, "problem.required")
	}
	if !slices.Contains(choices, text) {
		return Invalid(field, "problem.not_an_option", text)
	}
	return nil
}
