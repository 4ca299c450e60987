package i18n_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

func TestATimelineTellsWhatWasDone(t *testing.T) {
	t.Parallel()
	english, chinese := i18n.With(t.Context(), "en"), i18n.With(t.Context(), i18n.Chinese)
	require.Equal(t, "confirmed requirement", i18n.Did(english, market.ConfirmSupervision))
	require.Equal(t, i18n.T(chinese, market.ConfirmSupervision), i18n.Did(chinese, market.ConfirmSupervision))
	require.Equal(t, "Call failed", i18n.Did(english, "order.event_attempt_failed"), "what happens by itself stays")
}
