package market

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEverySettingIsListed(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for _, line := range DefaultSettings().Lines() {
		listed[line.Name] = true
		require.Contains(t, SettingTopics(), line.Topic, line.Name)
	}
	for field := range reflect.TypeFor[Settings]().Fields() {
		require.True(t, listed[field.Tag.Get("json")], field.Name)
	}
}
