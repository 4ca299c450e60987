package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// catalogue.md §9.8: each level has its marketing rights, and is told exactly which level one
// that it lacks begins with; a punishment suspends them all.
func TestALevelHasItsRightsAndNoOthers(t *testing.T) {
	t.Parallel()
	rules := DefaultSettings().PrivilegeRules()
	for _, test := range []struct {
		level  PartnerLevel
		rights []Privilege
	}{
		{LevelCertified, []Privilege{}},
		{LevelPreferred, []Privilege{PrivilegeCategory, PrivilegeCampaign}},
		{LevelLeading, []Privilege{PrivilegeCategory, PrivilegeCampaign, PrivilegeFront, PrivilegeManager}},
	} {
		require.Equal(t, test.rights, rules.Of(test.level))
		for _, right := range Privileges {
			err := rules.Grant(right, test.level, StandingWarned)
			if rules.Has(right, test.level) {
				require.NoError(t, err)
				require.Equal(t, Because("spotlight.suspended", Word("standing.state_punished"), Word(right.Key())), rules.Grant(right, test.level, StandingPunished).(*Problem).Reason) //nolint:errorlint // rules answer bare problems
				continue
			}
			require.Equal(t, Because("spotlight.below", Word(right.Key()), Word(rules.Least[right].Key()), Word(test.level.Key())), err.(*Problem).Reason) //nolint:errorlint // likewise
		}
	}
	open := DefaultSettings()
	open.LevelFront = 1
	require.NoError(t, open.PrivilegeRules().Grant(PrivilegeFront, LevelCertified, StandingGood), "where a right begins is a setting")
}

// catalogue.md §9.8: what may be asked for a recommended place.
func TestAPlaceIsForAProductAndAWhile(t *testing.T) {
	t.Parallel()
	today := Day{Year: 2026, Month: time.November, Day: 20}
	rules := DefaultSettings().PrivilegeRules()
	right := Spotlight{ProductID: NewID[Product](time.Now()), Place: PrivilegeCategory, FromOn: today, UntilOn: today.Plus(29)}
	require.NoError(t, right.Check(today, rules))
	for field, spoil := range map[string]func(*Spotlight){
		"product_id": func(s *Spotlight) { s.ProductID = ProductID{} },
		"place":      func(s *Spotlight) { s.Place = PrivilegeManager },
		"campaign":   func(s *Spotlight) { s.Place = PrivilegeCampaign },
		"from_on":    func(s *Spotlight) { s.FromOn = today.Plus(-1) },
		"until_on":   func(s *Spotlight) { s.UntilOn = today.Plus(30) },
	} {
		wrong := right
		spoil(&wrong)
		require.Contains(t, faults(t, wrong.Check(today, rules)), field)
	}
}
