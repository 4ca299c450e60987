package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestWhoeverIsNoEnterpriseDoesNotApply: catalogue.md §1.1, §1.2: real-name authentication, of an enterprise.
func TestWhoeverIsNoEnterpriseDoesNotApply(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		who  Identity
		want string
	}{
		{"nobody said who it is", Identity{}, "seller.identity_missing"},
		{"it was taken back", Identity{Type: RealEnterprise, Status: IdentityNone}, "seller.identity_missing"},
		{"the platform has it", Identity{Type: RealEnterprise, Status: IdentityPending}, "seller.identity_first"},
		{"it was refused", Identity{Type: RealEnterprise, Status: IdentityRejected}, "seller.identity_missing"},
		{"a person", Identity{Type: RealIndividual, Status: IdentityVerified}, "seller.identity_not_enterprise"},
		{"a company", Identity{Type: RealEnterprise, Status: IdentityVerified}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			err := test.who.MayApply()
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.want)
		})
	}
}

// TestRealNameDataFitTheirType: catalogue.md §1.1.
func TestRealNameDataFitTheirType(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		form  IdentityForm
		wrong []string
	}{
		{"no type", IdentityForm{Name: "林测试"}, []string{"identity_type"}},
		{"a company", IdentityForm{Type: RealEnterprise, Name: "福州测试云科技有限公司", CreditCode: "91350100m000100y43", Representative: "林测试"}, nil},
		{"a company without its head", IdentityForm{Type: RealEnterprise, Name: "福州测试云科技有限公司", CreditCode: "91350100M000100Y44"}, []string{"credit_code", "representative"}},
		{"a person", IdentityForm{Type: RealIndividual, Name: "林测试", Number: "11010519491231002x"}, nil},
		{"a wrong check digit", IdentityForm{Type: RealIndividual, Name: "林测试", Number: "110105194912310021"}, []string{"identity_number"}},
		{"letters", IdentityForm{Type: RealIndividual, Name: "林测试", Number: "1101051949123100A1"}, []string{"identity_number"}},
		{"too short", IdentityForm{Type: RealIndividual, Name: "林测试", Number: "110105"}, []string{"identity_number"}},
		{"no number", IdentityForm{Type: RealIndividual, Name: "林测试"}, []string{"identity_number"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			form, err := test.form.Check()
			require.ElementsMatch(t, test.wrong, wrongFields(err))
			require.True(t, form.Number == "" || form.CreditCode == "", "never both")
		})
	}
}

// wrongFields are the fields that a problem names.
func wrongFields(err error) []string {
	var fields []string
	if p, is := err.(*Problem); is {
		for field := range p.Fields {
			fields = append(fields, field)
		}
	}
	return fields
}

// TestTheConditionsOfJoiningAreDeclaredAndProved: catalogue.md §1.2.
func TestTheConditionsOfJoiningAreDeclaredAndProved(t *testing.T) {
	t.Parallel()
	whole := map[string]string{"no_distributor": "on", "no_solution": "on", "no_uipm": "on", "service_days": "5", "service_hours": "8",
		"qualification_kind": "copyright", "qualification_file_id": NewID[File](time.Unix(0, 0)).String()}
	for _, test := range []struct {
		name, field, typed, want string
	}{
		{"all of it", "service_days", "7", ""},
		{"in a distributor plan", "no_distributor", "", "seller.plan_no_distributor"},
		{"in the solution provider plan", "no_solution", "", "seller.plan_no_solution"},
		{"a partner administrator", "no_uipm", "", "seller.plan_no_uipm"},
		{"four days", "service_days", "4", "seller.service_short"},
		{"eight days", "service_days", "8", "seller.service_short"},
		{"seven hours", "service_hours", "7", "seller.service_short"},
		{"no hours", "service_hours", "", "problem.required"},
		{"words for hours", "service_hours", "all", "problem.not_a_number"},
		{"no kind of certificate", "qualification_kind", "other", "problem.required"},
		{"no certificate", "qualification_file_id", "", "seller.file_missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			typed := map[string]string{}
			for k, v := range whole {
				typed[k] = v
			}
			typed[test.field] = test.typed
			joining, err := ReadJoining(typed)
			if test.want == "" {
				require.NoError(t, err)
				require.True(t, joining.Staffed() && joining.Free())
				return
			}
			require.Len(t, wrongFields(err), 1)
			for _, reason := range err.(*Problem).Fields {
				require.Equal(t, test.want, reason.Key)
			}
		})
	}
}

// TestACodeOfARegistrationMayBeTypedAgainUntilItIsOver: catalogue.md §1.1.
func TestACodeOfARegistrationMayBeTypedAgainUntilItIsOver(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	v := Verification{ExpiresAt: now.Add(CodeMinutes * time.Minute)}
	require.NoError(t, v.Prove("123456", "123456", now))
	require.Error(t, v.Prove("123457", "123456", now))
	require.Equal(t, 1, v.Tries, "only a wrong one counts")
	require.NotNil(t, v.UsedAt, "it stays used")
	require.NoError(t, v.Prove("123456", "123456", now))
	require.Error(t, v.Prove("123456", "123456", v.ExpiresAt))
}
