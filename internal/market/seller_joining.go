package market

import (
	"maps"
	"slices"
	"strconv"
)

// LeastHoursADay is how long the service is staffed a day, beside LeastServiceDays (catalogue.md §1.2).
const LeastHoursADay = 8

// JoiningPlans are the plans that an account must not belong to, as fields to tick.
var JoiningPlans = []string{"no_distributor", "no_solution", "no_uipm"}

// Qualifications are what proves that the product may be sold: the software copyright of who
// made it, or a licence to sell it.
var Qualifications = []string{"copyright", "sales_licence"}

// Joining is what a company declares and proves besides its profile in order to join. All of it
// is text, as the reviewer reads it.
type Joining struct {
	NoDistributor       string `json:"no_distributor"` // in no distributor's plan (总经销商/云经销商)
	NoSolution          string `json:"no_solution"`    // not in the solution provider plan
	NoUIPM              string `json:"no_uipm"`        // no partner administrator's account
	ServiceDays         string `json:"service_days"`   // a week
	ServiceHours        string `json:"service_hours"`  // a day
	Qualification       string `json:"qualification_kind"`
	QualificationFileID FileID `json:"qualification_file_id"`
}

// ReadJoining reads what was declared, with everything that is wrong with it.
func ReadJoining(typed map[string]string) (Joining, error) {
	j := Joining{NoDistributor: typed["no_distributor"], NoSolution: typed["no_solution"], NoUIPM: typed["no_uipm"],
		ServiceDays: typed["service_days"], ServiceHours: typed["service_hours"], Qualification: typed["qualification_kind"]}
	wrong := Invalids{}
	for _, plan := range JoiningPlans {
		if typed[plan] == "" {
			wrong.With(plan, "seller.plan_"+plan)
		}
	}
	for _, one := range []struct {
		field       string
		least, most int
	}{{"service_days", LeastServiceDays, 7}, {"service_hours", LeastHoursADay, 24}} {
		n, err := strconv.Atoi(typed[one.field])
		switch {
		case typed[one.field] == "":
			wrong.With(one.field, "problem.required")
		case err != nil:
			wrong.With(one.field, "problem.not_a_number", typed[one.field])
		case n < one.least || n > one.most:
			wrong.With(one.field, "seller.service_short", one.least, one.most, n)
		}
	}
	if !slices.Contains(Qualifications, j.Qualification) {
		wrong.With("qualification_kind", "problem.required")
	}
	var err error
	if j.QualificationFileID, err = ParseID[File](typed["qualification_file_id"]); err != nil {
		wrong.With("qualification", "seller.file_missing")
	}
	return j, wrong.Err()
}

// Staffed reports whether the service is staffed five days of eight hours (catalogue.md §1.2).
func (j Joining) Staffed() bool {
	days, _ := strconv.Atoi(j.ServiceDays)
	hours, _ := strconv.Atoi(j.ServiceHours)
	return days >= LeastServiceDays && hours >= LeastHoursADay
}

// Free reports whether the account belongs to none of the plans that shut it out.
func (j Joining) Free() bool { return j.NoDistributor != "" && j.NoSolution != "" && j.NoUIPM != "" }

// Apply reads the application that was drafted: the name and the code of the company are those
// of its real-name data, and the contact is reached by what took a code (catalogue.md §1.2, §1.3).
func (s Seller) Apply(identity Identity) (Application, Joining, error) {
	typed := maps.Clone(s.Application.V)
	if typed == nil {
		typed = map[string]string{}
	}
	typed["company_name"], typed["credit_code"] = identity.Name, identity.CreditCode
	wrong := Invalids{}
	application, err := ReadApplication(typed)
	if err := wrong.Join(err); err != nil {
		return application, Joining{}, err
	}
	joining, err := ReadJoining(typed)
	if err := wrong.Join(err); err != nil {
		return application, joining, err
	}
	for _, field := range ProvedContacts {
		if !s.Proved(field, typed[field]) {
			wrong.With(field, "seller.contact_unproved")
		}
	}
	return application, joining, wrong.Err()
}

// ProvedContacts are the phone and the mailbox that take a code before they are believed
// (catalogue.md §1.3: on fill and on change).
var ProvedContacts = []string{"contact_mobile", "contact_email"}

// Proved reports whether a code was typed that went to that value of the field.
func (s Seller) Proved(field, value string) bool {
	switch field {
	case "contact_mobile":
		return s.MobileProvedAt != nil && s.ContactMobile == value
	case "contact_email":
		return s.EmailProvedAt != nil && s.ContactEmail == value
	}
	return false
}
