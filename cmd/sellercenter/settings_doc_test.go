package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// internal/market/testdata/settings.md is every choice that the rules leave to an installation; -update writes it.
func TestSettingsAndPermissionsAreDocumented(t *testing.T) {
	t.Parallel()
	ctx := i18n.With(t.Context(), "en")
	var page strings.Builder
	page.WriteString("# Settings\n\nEvery choice that the marketplace's rules leave to an installation, with what ships. The operator\nchanges them on *Platform > Settings*; each change is in the audit log, and what has begun keeps\nthe deadline that it was given. Written by the tests from `internal/market/setting_list.go`.\n\n" +
		"Besides these the operator keeps tables of its own: fee ratios, tax abroad and increments (*Rates*),\ntax types (*Tax types*), values of the checkout (*Checkout values*), the working calendar, delivery\nflows and couriers.\n")
	for _, topic := range market.SettingTopics() {
		fmt.Fprintf(&page, "\n## %s\n\n| setting | ships as | what it is | rule |\n|---|---|---|---|\n", i18n.T(ctx, topic.Key()))
		for _, line := range market.DefaultSettings().Lines() {
			if line.Topic == topic {
				fmt.Fprintf(&page, "| `%s` %s | %s | %s | %s |\n", line.Name, i18n.T(ctx, "setting."+line.Name), i18n.Say(ctx, line.Value), i18n.T(ctx, "setting.hint_"+line.Name), line.Source)
			}
		}
	}
	golden := filepath.Join(root, "internal/market/testdata/settings.md")
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(page.String()), 0o644))
	}
	kept, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(kept), page.String(), "go test ./cmd/sellercenter -run Permissions -update")
}
