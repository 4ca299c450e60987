package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// catalogue.md §2.10: an order moves to the new address with its login address.
func TestAMovedOrdersLoginMovesWithTheHost(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ login, typed, moved, fault string }{
		{"https://old.example/app?t=1", "", "https://new.example/app?t=1", ""},
		{"https://old.example", "", "https://new.example", ""},
		{"https://old.example.cn/app", "", "https://old.example.cn/app", ""}, // another host that only begins alike
		{"https://elsewhere.example/app", "", "https://elsewhere.example/app", ""},
		{"", "", "", ""},
		{"https://old.example/app", "https://login.example/t/7", "https://login.example/t/7", ""},
		{"https://old.example/app", "http://login.example", "", "relocation.not_a_login"},
		{"https://old.example/app", "https://a:b@login.example", "", "relocation.not_a_login"},
	} {
		r := Relocation{FromOrigin: "https://old.example", ToOrigin: "https://new.example", LoginURL: test.login}
		moved, err := r.ReadLogin(test.typed)
		require.Equal(t, test.moved, moved)
		if test.fault == "" {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, test.fault)
		}
	}
}
